"""Reads a plan that stands as a table under a line of headings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from app.importers.screens.page import HEADINGS, MONEY_ROLES, Cell, ScreenRow, cell_of
from app.importers.screens.tokens import Token, TokenKind

_LEAST_HEADINGS = 3
_SUMS = ("principal", "interest", "total", "penalty", "fee")


def ruled_rows(tokens: Sequence[Sequence[Token]]) -> tuple[list[ScreenRow], int] | None:
    """The rows below the heading and the index of the heading's line; None where no line is a heading."""
    for at, line in enumerate(tokens):
        columns = {token.meant: token for token in line if token.kind is TokenKind.LABEL}
        has_values = any(token.kind in (TokenKind.MONEY, TokenKind.DAY) for token in line)
        if len(columns) >= _LEAST_HEADINGS and not has_values and {"principal", "interest", "total"} & set(columns):
            rows = [row for other in tokens[at + 1 :] if (row := _row(other, columns)) is not None]
            return (rows, at) if rows else None
    return None


def _row(line: Sequence[Token], columns: dict[str, Token]) -> ScreenRow | None:
    cells: dict[str, Cell] = {}
    money = {role: token for role, token in columns.items() if role in _SUMS}
    sums = {role: token for role, token in columns.items() if role in MONEY_ROLES}
    for token in line:
        match token.kind:
            case TokenKind.MONEY if money:
                role = min(sums, key=lambda name: _apart(token, sums[name]))
                if role in cells:  # more sums than headings: which is which cannot be told
                    cells[role] = replace(cells[role], note="two-values")
                elif role in money:
                    cells[role] = cell_of(token.value, token.word, repaired=token.repaired)
            case TokenKind.DAY:
                cells.setdefault("due", cell_of(token.value, token.word))
            case TokenKind.PERIOD | TokenKind.COUNT:
                cells.setdefault("period", cell_of(token.value.partition("/")[0], token.word))
            case TokenKind.STATE:
                cells.setdefault("state", cell_of(token.value, token.word))
    values = sum(1 for token in line if token.kind is TokenKind.MONEY)
    if values >= len(sums) and money.keys() - cells.keys():  # a sum for each heading, and one of them has none
        cells = {role: replace(cell, note="two-values") if role in money else cell for role, cell in cells.items()}
    read = len(money.keys() & cells.keys())
    if "due" not in cells:
        if read < 2 or "period" not in cells:
            return None
        cells["due"] = Cell("")  # the reader missed it; its neighbours may tell it
    elif not read:
        return None
    return ScreenRow({role: cells[role] for role in HEADINGS["plan"] if role in cells}, line[0].line)


def _apart(one: Token, heading: Token) -> float:
    """How far a value is from being set under a heading: by its left edge, its right edge or its middle."""
    return min(
        abs(one.left - heading.left),
        abs(one.right - heading.right),
        abs(one.left + one.right - heading.left - heading.right) / 2,
    )
