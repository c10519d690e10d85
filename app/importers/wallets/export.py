"""Reads one export of a wallet: everyday rows are only counted, rows that concern credit become facts."""

from __future__ import annotations

import re
from functools import partial
from itertools import compress

from app.core.discrepancy import FactValue
from app.core.facts import Coverage, Ledger
from app.importers.importer import Imported, Reader, Recognising
from app.importers.reading.table import Table
from app.importers.wallets.batches import Batch, Memo, batches, flats, last_row
from app.importers.wallets.layout import Found, Wallet, find, tidy
from app.importers.wallets.many_texts import ManyTexts
from app.importers.wallets.preamble import Declared, read_preamble
from app.importers.wallets.remarks import problems_of
from app.importers.wallets.rows import FactMaker, is_rounded
from app.importers.wallets.tally import Tally
from app.importers.wallets.wording import sieve

_REPEATED = ("category", "method", "status", "counterparty")
"""Columns whose cells say the same over and over."""

_SUMS = frozenset({"合计", "总计", "小计", "合计:", "合计：", "总计：", "本页合计"})
"""What stands in place of a time in a line that sums up the rows."""

_FOOT = re.compile(r"第\d{1,4}页([/,、(]?共\d{1,4}页\)?)?|共\d{1,4}页([/,、(]?第\d{1,4}页\)?)?|page\d{1,4}(of\d{1,4})?")
"""The foot of a printed page, as `tidy` writes it; it may stand below any column."""


class WalletImporter(Recognising):
    """Reads the exports of one wallet."""

    def __init__(self, wallet: Wallet) -> None:
        self._wallet = wallet

    @property
    def name(self) -> str:
        """The wallet's id."""
        return self._wallet.name

    @property
    def headers(self) -> tuple[tuple[str, ...], ...]:
        """The headers known, to name the nearest format where none fits."""
        return tuple(layout.needed for layout in self._wallet.layouts)

    def recognise(self, table: Table) -> Reader | None:
        """Read on from a header of this wallet."""
        found = find(table, self._wallet.layouts)
        return partial(read_export, self._wallet, table, found) if found else None


def read_export(wallet: Wallet, table: Table, found: Found) -> Imported:
    """Turn the rows below a header that is understood into facts."""
    export = _Export(wallet, table, found)
    for batch in batches(table, found):
        export.take(batch)
        del batch
    return export.imported()


class _Export:
    """One export while it is read."""

    def __init__(self, wallet: Wallet, table: Table, found: Found) -> None:
        self._wallet = wallet
        self._table = table
        self._found = found
        self._tally = Tally(wallet)
        self._maker = FactMaker(wallet, found.layout, table.source)
        self._around: list[int] = []
        self._rounded: list[int] = []
        self._header_words = {tidy(table.row(found.header)[at]) for at in found.positions["at"]}
        self._flat = flats(found.layout)
        self._patterns = sieve(wallet.name)
        self._texts = ManyTexts(f"退款|{self._patterns['text'].pattern}")
        self._fits = {meaning: self._looks(meaning) for meaning in _REPEATED}

    def take(self, batch: Batch) -> None:
        """Count some rows, and keep those that may concern credit."""
        rows = self._data_rows(batch)
        self._tally.add(rows)
        speaking = self._texts.found(rows.cells("text") if self._found.layout.wrapped else rows.written["text"])
        picked = self._picked(rows, speaking)
        self._maker.take(rows.only(picked), [at in speaking for at in picked])
        if "+" in "".join(rows.written["order_no"]):
            numbers = zip(rows.numbers, rows.cells("order_no"), strict=True)
            self._rounded += [row for row, number in numbers if is_rounded(number)]

    def _data_rows(self, batch: Batch) -> Batch:
        """The batch without blank rows, lines around the rows, and the heads and feet of its pages."""
        if batch.moments is not None:
            return batch
        whens, amounts = batch.cells("at"), batch.cells("amount")
        places, headers = [], self._header_words
        for at, (when, amount) in enumerate(zip(whens, amounts, strict=True)):
            if (when or amount) and when not in headers and when not in _SUMS and not _is_foot(when, amount):
                places.append(at)
            else:
                self._around.append(batch.numbers[at])
        return batch.only(places)

    def _picked(self, rows: Batch, speaking: set[int]) -> list[int]:
        """The places of rows that a wording rule could fit, and of all refunds."""
        places = range(len(rows.numbers))
        looks = (compress(places, map(fits.__getitem__, rows.written[name])) for name, fits in self._fits.items())
        return sorted(speaking.union(*looks))

    def _looks(self, meaning: str) -> Memo[str, bool]:
        """Whether a cell of this meaning may be that of a credit row or a refund."""
        pattern, flat = self._patterns.get(meaning), self._flat[meaning]
        search = pattern.search if pattern else lambda cell: None
        if meaning == "category":
            return Memo(lambda cell: flat(cell).endswith("退款") or search(flat(cell)) is not None)
        return Memo(lambda cell: search(flat(cell)) is not None)

    def imported(self) -> Imported:
        """Everything the export gave."""
        below = range(last_row(self._table, self._found) + 1, len(self._table) + 1)
        declared = read_preamble(self._table, [*range(1, self._found.header), *self._around, *below])
        facts = self._maker.finished()
        tally = self._tally
        unreadable = len({row for row, _ in (*tally.bad_dates, *tally.bad_amounts)} | facts.lost)
        everyday = max(0, tally.rows - len(facts.rows) - unreadable)
        skipped = (("wallet-everyday", everyday), ("wallet-unreadable", unreadable))
        return Imported(
            format=self._wallet.generation(self._found.layout, self._table, declared.lines),
            ledger=Ledger(
                wallet=tuple(facts.rows), coverages=(self._coverage(declared),), loose_refunds=tuple(facts.loose)
            ),
            rows=tally.rows,
            used=len(facts.rows),
            period=(tally.oldest[0].date(), tally.newest[0].date()) if tally.oldest and tally.newest else None,
            declared=_as_facts(declared),
            problems=problems_of(self._table, self._found, tally, declared, facts, self._rounded),
            skipped=tuple((reason, count) for reason, count in skipped if count),
            columns=self._columns(),
        )

    def _coverage(self, declared: Declared) -> Coverage:
        oldest, newest = self._tally.oldest, self._tally.newest
        return Coverage(
            provider=self._wallet.name,
            account=declared.account,
            first=oldest[0] if oldest else None,
            last=newest[0] if newest else None,
            rows=self._tally.rows,
            declared_rows=declared.rows,
            declared_first=declared.first,
            declared_last=declared.last,
            exported_at=declared.exported_at,
            sums=self._tally.sums,
            declared_sums=tuple(sorted(declared.sums)),
            declaring=tuple(declared.declaring),
            oldest_source=self._table.source(oldest[1]) if oldest else None,
            newest_source=self._table.source(newest[1]) if newest else None,
            digest=self._table.digest,
        )

    def _columns(self) -> tuple[tuple[str, str], ...]:
        header = self._table.row(self._found.header)
        return tuple(
            (meaning, tidy(header[positions[0]]))
            for meaning, positions in self._found.positions.items()
            if positions and meaning != "counted_as"
        )


def _is_foot(*cells: str) -> bool:
    """Whether what stands in these cells, if anything, counts the pages."""
    return all(_FOOT.fullmatch(tidy(cell)) for cell in cells if cell)


def _as_facts(declared: Declared) -> tuple[tuple[str, FactValue], ...]:
    named: tuple[tuple[str, FactValue | None], ...] = (
        ("rows", declared.rows),
        ("first", declared.first),
        ("last", declared.last),
        ("exported", declared.exported_at),
        *((f"{word}.rows", rows) for word, rows, _ in declared.sums),
        *((f"{word}.amount", amount) for word, _, amount in declared.sums),
    )
    return tuple((name, value) for name, value in named if value is not None)
