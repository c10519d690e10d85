"""Reads the export of a wallet as a person mapped it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from app.importers.importer import Imported, Reader, Recognising
from app.importers.mapped.kinds import WALLET
from app.importers.reading.table import Table
from app.importers.recognising.understanding import Mappings, Understanding, understood
from app.importers.wallets.export import read_export
from app.importers.wallets.layout import MEANINGS, Found, Layout
from app.importers.wallets.unknown import wallet_of

_MEANINGS = {
    "traded_at": ("at",),
    "money": ("amount",),
    "direction": ("direction", "counted_as"),
    "outcome": ("status",),
    "account": ("method",),
    "text": ("text",),
    "counterparty": ("counterparty",),
    "channel": ("category",),
    "order_no": ("order_no",),
}
"""What each role is called in a wallet's layout."""


@dataclass(frozen=True, slots=True)
class MappedWallet(Recognising):
    """Wallet exports whose columns a person named."""

    mappings: Mappings

    @property
    def name(self) -> str:
        """The family's id."""
        return "wallet-mapped"

    def recognise(self, table: Table) -> Reader | None:
        """Read the rows that concern credit, as of every wallet, where it was mapped as a wallet's export."""
        found = understood(table, self.mappings, WALLET)
        return partial(self._facts, table, found) if found else None

    @staticmethod
    def _facts(table: Table, found: Understanding) -> Imported:
        positions: dict[str, tuple[int, ...]] = dict.fromkeys(MEANINGS, ())
        for role, column in found.roles.items():
            positions |= dict.fromkeys(_MEANINGS.get(role, ()), (column.index,))
        named = _with_own_names(table, found)
        layout = Layout("wallet-unknown", {}, (), states=bool(positions["status"]), wrapped=True)
        return read_export(wallet_of(layout), named, Found(layout, found.header, positions))


def _with_own_names(table: Table, found: Understanding) -> Table:
    """The table with a name of its own for each column: a heading may be empty, or stand twice."""
    names = [name for name, _ in found.taken]
    rows = [table.row(number) for number in range(1, len(table) + 1)]
    places = sorted(column.index for column in (*found.roles.values(), *found.unused))
    header = [""] * (max(places, default=-1) + 1)
    for place, name in zip(places, names, strict=True):
        header[place] = name
    rows[found.header - 1] = header
    return table.with_rows(rows)
