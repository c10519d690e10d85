"""Tells in a table of bill lines what each adds to the bill from what was bought and what the bill asks for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from app.core.money import Fen
from app.importers.recognising.cell_shapes import amount_in
from app.importers.recognising.role_assignment import Column
from app.importers.recognising.vocabulary import word_of


def amounts_of_lines(columns: Sequence[Column]) -> Column | None:
    """Which of 金额 and 应还金额 is the line's; None where there is not one of each, or the values do not tell.

    What stays the same in all lines of a bill is what the bill asks for. Else what is due is a line's part of it (one
    instalment of a purchase) where it is nowhere more than the amount. Columns of its principal, interest and fee are
    no other sums, where they make it up in every line.
    """
    of_amount = [c for c in columns if _is_sum(c) and not c.heading.concepts & _DUE]
    of_due = [c for c in columns if _is_sum(c) and c.heading.concepts & _DUE]
    if len(of_due) > 1:
        of_due = _made_up(of_due, columns)
    if len(of_amount) != 1 or len(of_due) != 1:
        return None
    amount, due = of_amount[0], of_due[0]
    pairs = [(amount_in(a), amount_in(d)) for a, d in zip(amount.cells, due.cells, strict=True)]
    if any(d is None or a is None for a, d in pairs):
        return None
    bills: dict[str, list[tuple[Fen, Fen]]] = defaultdict(list)
    for bill, (a, d) in zip(_bills(columns, len(pairs)), pairs, strict=True):
        bills[bill].append((a or 0, d or 0))
    if all(len({d for _, d in own}) == 1 for own in bills.values()) and any(len(own) > 1 for own in bills.values()):
        return amount
    if "amount" not in due.heading.concepts and all(d == a for a, d in pairs):
        return None  # a line's part of the bill, or what a bill of one line asks for
    return due if all(abs(d) <= abs(a) for a, d in ((a or 0, d or 0) for a, d in pairs)) else None


_DUE = frozenset({"due", "current"})
_PARTS = frozenset({"principal", "interest", "fee"})


def _made_up(of_due: Sequence[Column], columns: Sequence[Column]) -> list[Column]:
    """The one sum that is due in all, where the parts beside it make it up in every line; none otherwise."""
    parts = [c for c in columns if c.heading.concepts & _PARTS and c.profile.share("amount") == 1]
    whole = [c for c in of_due if not c.heading.concepts & _PARTS]
    if len(whole) != 1:
        return []
    lines = zip(whole[0].cells, *(part.cells for part in parts), strict=True)
    adds_up = all(amount_in(due) == sum(amount_in(cell) or 0 for cell in held) for due, *held in lines)
    return whole if adds_up else []


def _is_sum(column: Column) -> bool:
    """Whether it may hold a line's amount or what the bill asks for; the least that may be paid is neither."""
    is_least = word_of("label", column.name) == "minimum"
    return bool({"amount", "due"} & column.heading.concepts) and column.profile.share("amount") == 1 and not is_least


def _bills(columns: Sequence[Column], count: int) -> Sequence[str]:
    """For each row the texts by which its bill is called; the same for all where no column of months stands there.

    A month in which the bill day moved has two bills, each with a day of its own.
    """
    named = [c for meant in ("month", "statement_date") for c in columns if word_of("bill_column", c.name) == meant]
    return [" ".join(c.cells[row] for c in named) for row in range(count)]
