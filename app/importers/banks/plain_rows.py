"""Rewrites the rows of a section so that every part has one column, whole dates and plain amounts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import pairwise

from app.amount_text import UnreadableAmount, parse_yuan
from app.importers.banks import statement_words as words
from app.importers.banks.loose_amounts import has_sign, is_foreign, plain_amount, side
from app.importers.banks.partial_days import Years, is_day, is_serial
from app.importers.banks.sections import Section
from app.importers.banks.signs import Signs
from app.importers.reading.slashed_days import day_first, is_slashed, short_year_behind
from app.importers.reading.table import Table, clean

_TIME = ":"
_UNTOLD = "bank-direction-untold"
_OPENING = re.compile(
    r"(?:上期|期初|上次|承前|上日|上页|起始)(?:账户)?(?:余额|结余)|opening balance|balance b/?f", re.IGNORECASE
)
_ABOVE = 30  # lines above a table in which a balance may stand
_MOST_IN_A_TITLE, _LONGEST_TITLE = 4, 40  # cells, letters
_FEWEST_FOLLOWING = 4  # rows whose balances follow from one another by their amounts, before directions are told so
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
class PlainRows:
    """Rewrites the rows of ``section``; ``years`` gives days without a year theirs."""

    section: Section
    years: Years

    def signs(self, rows: Iterable[list[str]]) -> Signs:
        """What the amounts of ``rows`` tell of the directions."""
        plus = minus = signed = marked = unmarked = repaid_plus = repaid_minus = worded = came_back = paid_plus = (
            earned
        ) = 0
        for row in rows:
            worded += side(self._cell(row, "booked-amount", "amount")) != 0
            amount = plain_amount(self._cell(row, "booked-amount", "amount")) or "0"
            signed += has_sign(self._cell(row, "booked-amount", "amount"))
            minus += amount.startswith("-")
            plus += not amount.startswith("-")
            if words.gives_back(self._text(row, "summary") + self._text(row, "counterparty")):
                repaid_minus += amount.startswith("-")
                repaid_plus += not amount.startswith("-")
            came_back += amount.startswith("-") and words.comes_back(self._text(row, "summary"))
            paid_plus += not amount.startswith("-") and words.pays(self._text(row, "summary"))
            earned += not amount.startswith("-") and words.earns(self._text(row, "summary"))
            is_told = words.direction(self._cell(row, "mark")) is not None
            marked, unmarked = marked + is_told, unmarked + (not is_told)
        charges = repaid_minus >= repaid_plus if repaid_minus or repaid_plus else plus >= minus
        told = not signed and repaid_plus > 0 and not minus
        turned = 0 < minus == came_back and paid_plus > 0
        return Signs(
            signed > 0, plus > 0 and minus > 0, marked > 3 * unmarked, charges, worded > 0, told, turned, earned > 0
        )

    def directions(self, table: Table) -> dict[int, int]:
        """By row 1 for money in and -1 for money out, as the balances tell; nothing where any does not follow.

        The oldest row, before which no balance stands, is left out unless the lines above tell the balance before it,
        or its own words, or rows of the same words.
        """
        rows = [n for n in range(self.section.header + 1, self.section.last + 1) if self.section.is_row(table.row(n))]
        if len(rows) < _FEWEST_FOLLOWING:
            return {}
        told = [(self._fen(table.row(n), "booked-amount", "amount"), self._fen(table.row(n), "balance")) for n in rows]
        for order in (1, -1):
            found: dict[int, int] = {}
            ordered = list(zip(rows, told, strict=True))[::order]
            for (_, (_, before)), (number, (amount, after)) in pairwise(ordered):
                if amount is None or before is None or after is None or abs(after - before) != amount:
                    break
                found[number] = 1 if after >= before else -1
            else:
                return {
                    **found,
                    **(self._oldest(table, *ordered[0]) or self._worded_alike(table, found, ordered[0][0])),
                }
        return {}

    def _oldest(self, table: Table, number: int, told: tuple[int | None, int | None]) -> dict[int, int]:
        """Which way the oldest row's money went, where the lines above the table tell the balance before it."""
        amount, after = told
        for above in range(max(1, self.section.header - _ABOVE), self.section.header):
            line = "：".join(filter(None, map(clean, table.row(above)))).replace(":", "：")
            for name, cell in pairwise(filter(None, line.split("："))):
                before = _opening(name, cell)
                if before is not None and amount is not None and after is not None and abs(after - before) == amount:
                    return {number: 1 if after >= before else -1}
        return {}

    def _worded_alike(self, table: Table, found: dict[int, int], number: int) -> dict[int, int]:
        """Which way a row's money went, where its text is a word for it, or every row of the same text went one way."""
        for name in ("mark", "summary", "counterparty"):
            for column in self.section.roles.get(name, ()):
                text = clean(self._at(table.row(number), column))
                alike = {found[n] for n in found if text and clean(self._at(table.row(n), column)) == text}
                told = words.mark(text) if not alike else alike.pop() if len(alike) == 1 else 0
                if told:
                    return {number: told}
        return {}

    def _fen(self, row: list[str], *names: str) -> int | None:
        """The amount of a cell in fen; None for what is no amount without a sign."""
        try:
            return parse_yuan(plain_amount(self._cell(row, *names)) or "")
        except UnreadableAmount:
            return None

    def table(self, table: Table, how: str) -> Plain:
        """The section's rows with each part in a column of its own; ``how`` says where directions stand."""
        notes = [f"note{n}" for n in range(len(self.section.roles.get("note", ())))]
        names = [*_PARTS, *notes]
        places = {name: column for column, name in enumerate(names) if self._has(name, how)}
        skipped: Counter[str] = Counter()
        rows: list[list[str]] = []
        untold: list[int] = []
        is_foreign, sides = False, self._sides(table) if how in ("worded", "told") else {}
        negative_outs = how == "two-sided" and self._negative_outs(table)
        directions = self.directions(table) if how == "balance" else sides
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
        is_title = 0 < len(filled) <= _MOST_IN_A_TITLE and len(line) <= _LONGEST_TITLE
        told = words.part_in(line) if is_title and not any(map(plain_amount, filled)) else None
        return is_foreign if told is None else told

    # --- one row --------------------------------------------------------------------------------------------------

    def _rewritten(
        self, row: list[str], how: str, negative_outs: bool, told: int | None = None
    ) -> tuple[str, dict[str, str]]:
        """The reason a row counts for nothing, or its cells by part; ``told`` is the direction by its balance."""
        if words.is_undone(self._cell(row, "status")):
            return "bank-not-done", {}
        if any(is_foreign(self._cell(row, name)) for name in _AMOUNTS):
            return "bank-foreign-currency", {}
        if not self._cell(row, *_AMOUNTS) and plain_amount(self._cell(row, "foreign-amount")):
            return "bank-foreign-currency", {}
        cells = {name: self._text(row, name) for name in ("account", "summary", "counterparty", "reference")}
        cells |= self._days(row)
        cells["currency"] = self._cell(row, "booked-currency") or self._currency(row)
        cells["balance"] = plain_amount(self._cell(row, "balance")) or ""
        cells |= {f"note{n}": clean(self._at(row, c)) for n, c in enumerate(self.section.roles.get("note", ()))}
        amount = plain_amount(self._cell(row, "booked-amount", "amount")) or ""
        match how:
            case "balance" | "worded" | "told":
                if told is None:
                    return _UNTOLD, {}
                cells["in" if told > 0 else "out"] = amount.removeprefix("-")
            case "marked":
                way = words.direction(self._cell(row, "mark"))
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
        return "" if is_of_trade and self._cell(row, "booked-amount") else self._cell(row, "currency")

    def with_slashes(self, table: Table) -> PlainRows | None:
        """These with what 02/03/2026 means; None where the rows have such days and nothing tells."""
        rows = (table.row(number) for number in range(self.section.header + 1, self.section.last + 1))
        days = [self.section.moment_text(row) for row in rows if self.section.is_row(row)]
        if (behind := short_year_behind(days)) is not None:
            return replace(self, years=replace(self.years, year_behind=behind))
        if not any(map(is_slashed, days)):
            return self
        first = day_first(days)
        return None if first is None else replace(self, years=replace(self.years, day_first=first))

    def _sides(self, table: Table) -> dict[int, int]:
        """By row 1 for money in and -1 for money out: by the word beside its amount, its text or its group's title.

        Where only one of the two words is used, the amounts without it went the other way. On a card's paper what is
        not said to come back was spent.
        """
        rows = [n for n in range(self.section.header + 1, self.section.last + 1) if self.section.is_row(table.row(n))]
        words_of = {n: side(self._cell(table.row(n), "booked-amount", "amount")) for n in rows}
        used = set(words_of.values()) - {0}
        if used:
            other = -used.pop() if len(used) == 1 else 0
            return {n: word or other for n, word in words_of.items() if word or other}
        found, group = {}, -1
        for number in range(self.section.header + 1, self.section.last + 1):
            row = table.row(number)
            title = "".join(clean(cell) for cell in row if clean(cell))
            if number not in words_of:
                if 0 < len(title) <= _LONGEST_TITLE:
                    group = 1 if words.gives_back(title) else -1
                continue
            text = self._text(row, "summary") + self._text(row, "counterparty") + self._text(row, "note")
            found[number] = 1 if words.gives_back(text) else -1 if words.spends(text) else group
        return found

    def _days(self, row: list[str]) -> dict[str, str]:
        found: dict[str, str] = {}
        booked, traded = (self._all(row, name) for name in ("booked", "traded"))
        days = [cell for cell in booked if not _is_time(cell)]
        if days:
            found["booked"] = self.years.whole(days[0])
        whole = [cell for cell in traded if not _is_time(cell)]
        times = [cell for cell in (*traded, *booked) if _is_time(cell)]
        if not days and not whole:
            whole, times = [cell for cell in times if is_serial(cell)][:1], []
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
        texts = {name: self._text(row, name) for name in ("summary", "counterparty")}
        texts |= {f"note{n}": clean(self._at(row, c)) for n, c in enumerate(self.section.roles.get("note", ()))}
        others = {clean(cell) for cell in self.section.cells(row) if clean(cell)} - set(texts.values())
        return line if others else [texts.get(name, "") for name in names]

    def _negative_outs(self, table: Table) -> bool:
        """Whether every amount in the column of money out bears a minus, so that the minus says nothing new."""
        outs = [
            text
            for number in range(self.section.header + 1, self.section.last + 1)
            if self.section.is_row(row := table.row(number))
            and (text := plain_amount(self._cell(row, "out")) or "").strip("-0.")
        ]
        return bool(outs) and all(text.startswith("-") for text in outs)

    def _money(self, row: list[str], name: str) -> str:
        """The first amount in the columns of a part; what was booked goes before what was traded."""
        columns = sorted(self.section.roles.get(name, ()), key=lambda c: self.section.labels[c][:2] not in _BOOKED)
        cells = (clean(self._at(row, column)) for column in columns)
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

    def _at(self, row: list[str], column: int) -> str:
        cells = self.section.cells(row)
        return cells[column] if column < len(cells) else ""

    def _all(self, row: list[str], name: str) -> list[str]:
        cells, columns = self.section.cells(row), self.section.roles.get(name, ())
        return [text for column in columns if column < len(cells) and (text := clean(cells[column]))]

    def _cell(self, row: list[str], *names: str) -> str:
        for name in names:
            if found := self._all(row, name):
                return found[0]
        return ""

    def _text(self, row: list[str], name: str) -> str:
        return " ".join(dict.fromkeys(self._all(row, name)))


def _opening(name: str, cell: str) -> int | None:
    """The balance before the first row, in fen, by a label and its value; None for other pairs."""
    if not _OPENING.search(name):
        return None
    try:
        return parse_yuan((plain_amount(cell) or "").removesuffix("元"))
    except UnreadableAmount:
        return None


def _is_time(cell: str) -> bool:
    digits = cell.replace(":", "")
    return digits.isdigit() and (_TIME in cell or len(cell) in (5, 6))
