"""Reads the statement of an account or a card as a person mapped it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial

from app.core.explanation import Problem
from app.core.facts import Ledger
from app.importers.banks import statement_words as words
from app.importers.banks.labels import label
from app.importers.banks.row_directions import RowDirections
from app.importers.banks.sections import Section
from app.importers.banks.unknown import Money, read_section, texts_above
from app.importers.importer import Imported, Reader, Recognising
from app.importers.mapped.kinds import STATEMENT
from app.importers.reading.table import Table
from app.importers.recognising.understanding import Mappings, Understanding, understood

_PARTS = {
    "traded_at": "traded",
    "posted_on": "booked",
    "money": "amount",
    "money_out": "out",
    "money_in": "in",
    "direction": "mark",
    "balance": "balance",
    "text": "summary",
    "counterparty": "counterparty",
    "account": "account",
    "outcome": "status",
    "order_no": "reference",
}
"""The part of a statement that each role plays."""


@dataclass(frozen=True, slots=True)
class MappedStatement(Recognising):
    """Statements whose columns a person named."""

    mappings: Mappings

    @property
    def name(self) -> str:
        """The family's id."""
        return "bank-mapped"

    def recognise(self, table: Table) -> Reader | None:
        """Read the rows where it was mapped as a statement."""
        found = understood(table, self.mappings, STATEMENT)
        return partial(read_mapped, table, found) if found else None


def read_mapped(table: Table, found: Understanding) -> Imported:
    """The rows as bank rows; none where nothing tells which way the money went."""
    section = _section(table, found)
    money = _money_of(table, section)
    if money is None:
        return _direction_untold(table, section, found)
    return replace(read_section(table, section, money), columns=found.taken)


def _section(table: Table, found: Understanding) -> Section:
    roles: dict[str, list[int]] = {}
    for role, column in found.roles.items():
        if role in _PARTS:
            roles.setdefault(_PARTS[role], []).append(column.index)
    labels = tuple(label(cell) or words.plain(cell)[:60] for cell in table.row(found.header))
    widest = max((at + 1 for places in roles.values() for at in places), default=0)
    labels += ("",) * (widest - len(labels))  # nothing heads the columns of a bare statement, or not all of them
    return Section(found.header, len(table), labels, {part: tuple(places) for part, places in roles.items()})


def _money_of(table: Table, section: Section) -> Money | None:
    """How the columns that the person named tell which way money went; None where they do not."""
    is_card = words.of_card(texts_above(table, section), section.labels)
    if {"in", "out"} & section.roles.keys():
        return Money("two-sided", is_card)
    body = [table.row(number) for number in range(section.header + 1, section.last + 1)]
    signs = RowDirections(section).signs(row for row in body if section.is_row(row))
    if "mark" in section.roles and signs.marked:
        return Money("marked", is_card)
    if is_card:
        return Money("signed", is_card, charges=signs.charges)
    if signs.has_sign:
        return Money("signed", is_card)
    return Money("balance", is_card) if RowDirections(section).directions(table) else None


def _direction_untold(table: Table, section: Section, found: Understanding) -> Imported:
    rows = sum(1 for number in range(section.header + 1, section.last + 1) if section.is_row(table.row(number)))
    facts = (("file", table.file), ("row", section.header), ("column", found.roles["money"].name))
    problem = Problem("mapped-direction-untold", table.source(max(1, section.header)), facts)
    skipped = (("bank-direction-untold", rows),) if rows else ()
    return Imported("bank-unknown-debit", Ledger(), rows, 0, problems=(problem,), skipped=skipped, columns=found.taken)
