"""Reads one export of a wallet: everyday rows are only counted, rows that concern credit become facts."""

from __future__ import annotations

import re
from collections.abc import Callable

from app.core.discrepancy import FactValue
from app.core.facts import Coverage, Ledger
from app.importers.importer import Imported
from app.importers.reading.table import Table
from app.importers.wallets.batches import Batch, Memo, batches, last_row
from app.importers.wallets.layout import Found, Wallet, find, tidy
from app.importers.wallets.preamble import Declared, read_preamble
from app.importers.wallets.remarks import problems_of
from app.importers.wallets.rows import Line, facts_of, is_rounded, lines
from app.importers.wallets.tally import Tally
from app.importers.wallets.wording import sieve

_REFUND_CATEGORY = re.compile("退款$")


class WalletImporter:
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

    def claims(self, table: Table) -> bool:
        """Whether the table has a header of this wallet."""
        return find(table, self._wallet.layouts) is not None

    def read(self, table: Table) -> Imported:
        """Turn a claimed table into facts. Raises ValueError for a table that is not claimed."""
        found = find(table, self._wallet.layouts)
        if found is None:
            raise ValueError(f"{table.file}: no header of {self.name}")
        return read_export(self._wallet, table, found)


def read_export(wallet: Wallet, table: Table, found: Found) -> Imported:
    """Turn the rows below a header that is understood into facts."""
    export = _Export(wallet, table, found)
    for batch in batches(table, found):
        export.take(batch)
    return export.imported()


class _Export:
    """One export while it is read."""

    def __init__(self, wallet: Wallet, table: Table, found: Found) -> None:
        self._wallet = wallet
        self._table = table
        self._found = found
        self._tally = Tally(wallet)
        self._lines: list[Line] = []
        self._around: list[int] = []
        self._rounded: list[int] = []
        self._header_words = {tidy(table.row(found.header)[at]) for at in found.positions["at"]}
        patterns = sieve(wallet.name)
        self._text = re.compile(f"退款|{patterns['text'].pattern}")
        self._marks = {
            meaning: Memo(_searcher(patterns.get(meaning), _REFUND_CATEGORY if meaning == "category" else None))
            for meaning in ("counterparty", "category", "method", "status")
        }

    def take(self, batch: Batch) -> None:
        """Count some rows, and keep those that may concern credit."""
        rows = self._data_rows(batch)
        self._tally.add(rows.numbers, rows.columns)
        picked = rows.only(self._picked(rows))
        self._lines += lines(picked.numbers, picked.columns)
        self._rounded += [
            row for row, number in zip(rows.numbers, rows.columns["order_no"], strict=True) if is_rounded(number)
        ]

    def _data_rows(self, batch: Batch) -> Batch:
        """The batch without blank rows, lines around the rows, and headers repeated on later pages."""
        whens, amounts = batch.columns["at"], batch.columns["amount"]
        places, headers = [], self._header_words
        for at, (when, amount) in enumerate(zip(whens, amounts, strict=True)):
            if (when or amount) and when not in headers:
                places.append(at)
            else:
                self._around.append(batch.numbers[at])
        return batch.only(places)

    def _picked(self, rows: Batch) -> list[int]:
        """The places of rows that a wording rule could fit, and of all refunds."""
        search = self._text.search
        hits = [bool(search(text)) for text in rows.columns["text"]]
        for meaning, marks in self._marks.items():
            hits = [hit or marks[cell] for hit, cell in zip(hits, rows.columns[meaning], strict=True)]
        return [at for at, hit in enumerate(hits) if hit]

    def imported(self) -> Imported:
        """Everything the export gave."""
        below = range(last_row(self._table, self._found) + 1, len(self._table) + 1)
        declared = read_preamble(self._table, [*range(1, self._found.header), *self._around, *below])
        facts = facts_of(self._wallet, self._found.layout, self._lines, self._table.source)
        tally = self._tally
        unreadable = len({row for row, _ in (*tally.bad_dates, *tally.bad_amounts)} | facts.lost)
        everyday = max(0, tally.rows - len(facts.rows) - unreadable)
        skipped = (("wallet-everyday", everyday), ("wallet-unreadable", unreadable))
        return Imported(
            format=self._wallet.generation(self._found.layout, self._table, declared.lines),
            ledger=Ledger(wallet=tuple(facts.rows), coverages=(self._coverage(declared),)),
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


def _searcher(*patterns: re.Pattern[str] | None) -> Callable[[str], bool]:
    known = [pattern for pattern in patterns if pattern]
    return lambda text: any(pattern.search(text) for pattern in known)


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
