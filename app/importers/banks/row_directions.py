"""Tells which way the money of a section's rows went: by signs, words, groups or the balances beside it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from app.amount_text import UnreadableAmount, parse_yuan
from app.importers.banks import statement_words as words
from app.importers.banks.loose_amounts import has_sign, plain_amount, side
from app.importers.banks.row_cells import RowCells
from app.importers.banks.signs import Signs
from app.importers.reading.table import Table, clean

_OPENING = re.compile(
    r"(?:上期|期初|上次|承前|上日|上页|起始)(?:账户)?(?:余额|结余)|opening balance|balance b/?f", re.IGNORECASE
)
_ABOVE = 30  # lines above a table in which a balance may stand
_FEWEST_FOLLOWING = 4  # rows whose balances follow from one another by their amounts, before directions are told so
LONGEST_TITLE = 40
"""Letters of a line between rows that may be a title."""


@dataclass(frozen=True, slots=True)
class RowDirections(RowCells):
    """Tells the directions of the rows of a section."""

    def signs(self, rows: Iterable[list[str]]) -> Signs:
        """What the amounts of ``rows`` tell of the directions."""
        plus = minus = signed = marked = unmarked = repaid_plus = repaid_minus = worded = came_back = paid_plus = (
            earned
        ) = 0
        for row in rows:
            worded += side(self.cell(row, "booked-amount", "amount")) != 0
            amount = plain_amount(self.cell(row, "booked-amount", "amount")) or "0"
            signed += has_sign(self.cell(row, "booked-amount", "amount"))
            minus += amount.startswith("-")
            plus += not amount.startswith("-")
            if words.gives_back(self.text(row, "summary") + self.text(row, "counterparty")):
                repaid_minus += amount.startswith("-")
                repaid_plus += not amount.startswith("-")
            came_back += amount.startswith("-") and words.comes_back(self.text(row, "summary"))
            paid_plus += not amount.startswith("-") and words.pays(self.text(row, "summary"))
            earned += not amount.startswith("-") and words.earns(self.text(row, "summary"))
            is_told = words.direction(self.cell(row, "mark")) is not None
            marked, unmarked = marked + is_told, unmarked + (not is_told)
        charges = repaid_minus >= repaid_plus if repaid_minus or repaid_plus else plus >= minus
        told = not signed and repaid_plus > 0 and not minus
        turned = 0 < minus == came_back and paid_plus > 0
        repays = 0 < repaid_minus == minus and not repaid_plus
        return Signs(
            signed > 0,
            plus > 0 and minus > 0,
            marked > 3 * unmarked,
            charges,
            worded > 0,
            told,
            turned,
            earned > 0,
            repays,
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

    def sides(self, table: Table) -> dict[int, int]:
        """By row 1 for money in and -1 for money out: by the word beside its amount, its text or its group's title.

        Where only one of the two words is used, the amounts without it went the other way. On a card's paper what is
        not said to come back was spent.
        """
        rows = [n for n in range(self.section.header + 1, self.section.last + 1) if self.section.is_row(table.row(n))]
        words_of = {n: side(self.cell(table.row(n), "booked-amount", "amount")) for n in rows}
        used = set(words_of.values()) - {0}
        if used:
            other = -used.pop() if len(used) == 1 else 0
            return {n: word or other for n, word in words_of.items() if word or other}
        found, group = {}, -1
        for number in range(self.section.header + 1, self.section.last + 1):
            row = table.row(number)
            title = "".join(clean(cell) for cell in row if clean(cell))
            if number not in words_of:
                if 0 < len(title) <= LONGEST_TITLE:
                    group = 1 if words.gives_back(title) else -1
                continue
            text = self.text(row, "summary") + self.text(row, "counterparty") + self.text(row, "note")
            found[number] = 1 if words.gives_back(text) else -1 if words.spends(text) else group
        return found

    def negative_outs(self, table: Table) -> bool:
        """Whether every amount in the column of money out bears a minus, so that the minus says nothing new."""
        outs = [
            text
            for number in range(self.section.header + 1, self.section.last + 1)
            if self.section.is_row(row := table.row(number))
            and (text := plain_amount(self.cell(row, "out")) or "").strip("-0.")
        ]
        return bool(outs) and all(text.startswith("-") for text in outs)

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
                text = clean(self.at(table.row(number), column))
                alike = {found[n] for n in found if text and clean(self.at(table.row(n), column)) == text}
                told = words.mark(text) if not alike else alike.pop() if len(alike) == 1 else 0
                if told:
                    return {number: told}
        return {}

    def _fen(self, row: list[str], *names: str) -> int | None:
        """The amount of a cell in fen; None for what is no amount without a sign."""
        try:
            return parse_yuan(plain_amount(self.cell(row, *names)) or "")
        except UnreadableAmount:
            return None


def _opening(name: str, cell: str) -> int | None:
    """The balance before the first row, in fen, by a label and its value; None for other pairs."""
    if not _OPENING.search(name):
        return None
    try:
        return parse_yuan((plain_amount(cell) or "").removesuffix("元"))
    except UnreadableAmount:
        return None
