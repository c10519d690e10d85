"""Rewrites the rows of a section so that every part has one column, whole dates and plain amounts."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace

from app.importers.banks import statement_words as words
from app.importers.banks.loose_amounts import is_foreign, plain_amount
from app.importers.banks.partial_days import Years, is_day, is_serial
from app.importers.banks.row_cells import RowCells
from app.importers.banks.row_directions import LONGEST_TITLE, RowDirections
from app.importers.reading.slashed_days import day_first, is_numbers_alone, is_slashed, short_year_behind
from app.importers.reading.table import Table, clean

_TIME = ":"
_UNTOLD = "bank-direction-untold"
_MOST_IN_A_TITLE = 4  # cells
_BOOKED = ("记账", "入账", "清算", "结算")
_AMOUNTS = ("booked-amount", "amount", "in", "out")
_PARTS = (
    "booked", "traded", "time", "in", "out", "amount", "balance", "currency", "account", "summary", "counterparty",
    "reference",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Plain:
    """The rewritten rows at their old numbers, the column of each part, and rows left out by reason.

    ``untold`` are the rows of which nothing says which way their money went.
    """

    table: Table
    places: dict[str, int]
    width: int
    skipped: tuple[tuple[str, int], ...]
    untold: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class PlainRows(RowCells):
    """Rewrites the rows of ``section``; ``years`` gives days without a year theirs."""

    years: Years

    def table(self, table: Table, how: str) -> Plain:
        """The section's rows with each part in a column of its own; ``how`` says where directions stand."""
        notes = [f"note{n}" for n in range(len(self.section.roles.get("note", ())))]
        names = [*_PARTS, *notes]
        places = {name: column for column, name in enumerate(names) if self._has(name, how)}
        skipped: Counter[str] = Counter()
        rows: list[list[str]] = []
        untold: list[int] = []
        ways = RowDirections(self.section)
        is_foreign, sides = False, ways.sides(table) if how in ("worded", "told") else {}
        negative_outs = how == "two-sided" and ways.negative_outs(table)
        directions = ways.directions(table) if how == "balance" else sides
        for number in range(1, self.section.last + 1):
            row = table.row(number)
            if number <= self.section.header or not self.section.is_row(row):
                rows.append(row if number < self.section.header else self._around(row, names))
                is_foreign = self._part(row, is_foreign)
                continue
            reason, cells = self._rewritten(row, how, negative_outs, directions.get(number))
            cells["currency"] = cells.get("currency") or ("外币" if is_foreign else "")
            if reason:
                skipped[reason] += 1
                untold += [number] if reason == _UNTOLD else []
            rows.append([] if reason else [cells.get(name, "") for name in names])
        made = table.with_rows(rows, is_parted=table.is_parted)
        return Plain(made, places, len(names), tuple(skipped.items()), tuple(untold))

    def _part(self, row: list[str], is_foreign: bool) -> bool:
        """Whether the rows below a line are in a foreign currency, as its words say, or as before."""
        filled = [clean(cell) for cell in row if clean(cell)]
        line = "".join(filled)
        is_title = 0 < len(filled) <= _MOST_IN_A_TITLE and len(line) <= LONGEST_TITLE
        told = words.part_in(line) if is_title and not any(map(plain_amount, filled)) else None
        return is_foreign if told is None else told

    # --- one row --------------------------------------------------------------------------------------------------

    def _rewritten(
        self, row: list[str], how: str, negative_outs: bool, told: int | None = None
    ) -> tuple[str, dict[str, str]]:
        """The reason a row counts for nothing, or its cells by part; ``told`` is the direction by its balance."""
        if words.is_undone(self.cell(row, "status")):
            return "bank-not-done", {}
        if any(is_foreign(self.cell(row, name)) for name in _AMOUNTS):
            return "bank-foreign-currency", {}
        if not self.cell(row, *_AMOUNTS) and plain_amount(self.cell(row, "foreign-amount")):
            return "bank-foreign-currency", {}
        cells = {name: self.text(row, name) for name in ("account", "summary", "counterparty", "reference")}
        cells |= self._days(row)
        cells["currency"] = self.cell(row, "booked-currency") or self._currency(row)
        cells["balance"] = plain_amount(self.cell(row, "balance")) or ""
        cells |= {f"note{n}": clean(self.at(row, c)) for n, c in enumerate(self.section.roles.get("note", ()))}
        amount = plain_amount(self.cell(row, "booked-amount", "amount")) or ""
        match how:
            case "balance" | "worded" | "told":
                if told is None:
                    return _UNTOLD, {}
                cells["in" if told > 0 else "out"] = amount.removeprefix("-")
            case "marked":
                way = words.direction(self.cell(row, "mark"))
                if not way:
                    return "bank-neutral" if way == 0 else _UNTOLD, {}
                cells["in" if way > 0 else "out"] = amount.removeprefix("-")
            case "two-sided":
                ins, outs = (plain_amount(self._money(row, name)) or "" for name in ("in", "out"))
                cells["in"] = ins if ins.strip("-0.") else ""
                cells["out"] = (outs.removeprefix("-") if negative_outs else outs) if outs.strip("-0.") else ""
                if not cells["in"] and not cells["out"]:
                    cells["in"] = "0.00"
            case _:
                cells["amount"] = amount
        return "", cells

    def _currency(self, row: list[str]) -> str:
        """The currency of a row's amount; that of the trade (交易币种) is none of what was booked beside it."""
        columns = self.section.roles.get("currency", ())
        is_of_trade = bool(columns) and self.section.labels[columns[0]].startswith("交易")
        return "" if is_of_trade and self.cell(row, "booked-amount") else self.cell(row, "currency")

    def with_slashes(self, table: Table) -> PlainRows | None:
        """These with what 02/03/2026 means; None where the rows have such days and nothing tells."""
        rows = (table.row(number) for number in range(self.section.header + 1, self.section.last + 1))
        told = ((self.section.moment_text(row), row) for row in rows)
        days = [day for day, row in told if is_numbers_alone(day) and self.section.is_row(row)]
        if (behind := short_year_behind(days)) is not None:
            return replace(self, years=replace(self.years, year_behind=behind))
        if not any(map(is_slashed, days)):
            return self
        first = day_first(days)
        return None if first is None else replace(self, years=replace(self.years, day_first=first))

    def _days(self, row: list[str]) -> dict[str, str]:
        found: dict[str, str] = {}
        booked, traded = (self.all_of(row, name) for name in ("booked", "traded"))
        days = [cell for cell in booked if not _is_time(cell)]
        if days:
            found["booked"] = self.years.whole(days[0])
        whole = [cell for cell in traded if not _is_time(cell)]
        times = [cell for cell in (*traded, *booked) if _is_time(cell)]
        if not days and not whole:
            whole = [cell for cell in times if is_serial(cell)][:1]
            times = [cell for cell in times if whole and _TIME in cell]
        if whole and not days:
            timed = next((cell for cell in whole if _TIME in cell), whole[0])
            found["booked"] = self.years.whole(timed)
        elif whole:
            found["traded"] = self.years.whole(next((cell for cell in whole if _TIME in cell), whole[0]))
        if times:
            found["time"] = times[0]
        return found

    def _around(self, row: list[str], names: list[str]) -> list[str]:
        """A row that is none of the section's: what a wrapped cell goes on with, else the line without its day.

        A day beside no amount is that of a balance carried over (上期结转, 期末余额), which is no row cut off.
        """
        line = [" ".join(text for cell in row if (text := clean(cell)) and not (is_day(text) and len(text) > 4))]
        if not line[0]:
            return []
        texts = {name: self.text(row, name) for name in ("summary", "counterparty")}
        texts |= {f"note{n}": clean(self.at(row, c)) for n, c in enumerate(self.section.roles.get("note", ()))}
        others = {clean(cell) for cell in self.section.cells(row) if clean(cell)} - set(texts.values())
        return line if others else [texts.get(name, "") for name in names]

    def _money(self, row: list[str], name: str) -> str:
        """The first amount in the columns of a part; what was booked goes before what was traded."""
        columns = sorted(self.section.roles.get(name, ()), key=lambda c: self.section.labels[c][:2] not in _BOOKED)
        cells = (clean(self.at(row, column)) for column in columns)
        return next((cell for cell in cells if plain_amount(cell)), "")

    # --- cells ------------------------------------------------------------------------------------------------------

    def _has(self, name: str, how: str) -> bool:
        roles = self.section.roles
        match name:
            case "booked":
                return True
            case "traded":
                return "booked" in roles and "traded" in roles
            case "time":
                return True
            case "in" | "out":
                return how != "signed"
            case "amount":
                return how == "signed"
            case "currency":
                return True
        return name.startswith("note") or name in roles


def _is_time(cell: str) -> bool:
    digits = cell.replace(":", "")
    return digits.isdigit() and (_TIME in cell or len(cell) in (5, 6))
