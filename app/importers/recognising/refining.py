"""What a table's best assignment is brought to by what headings and rows say together, and where they are at odds."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from app.importers.recognising.billed_amounts import amounts_of_lines
from app.importers.recognising.cell_shapes import amount_in, moment_in, parse_period
from app.importers.recognising.column_checks import tells_pages_apart
from app.importers.recognising.movements import tells_movements
from app.importers.recognising.role_assignment import Assignment, Column, suits
from app.importers.recognising.vocabulary import meaning, plain, roles

_SUMS = ("total", "principal", "interest")
_FEWEST_FALLING = 3
_DUE_DAY = re.compile(r"(?:新|现|变更后|调整后|每期|本期)?还款日")
_RECORD = re.compile(r"(?:还款|扣款|归还)(?:记录|流水|历史)")  # 还款明细 may be of what is due as well


def settled_kind(
    near: tuple[str, ...], tries: list[Assignment], columns: tuple[Column, ...], titles: Sequence[str] = ()
) -> tuple[tuple[str, ...], Assignment]:
    """The kinds that a table may still be, and the assignment of the first, of those that are near the best."""
    return (
        _lines_of_bills(near, tries, columns)
        or _parts_of_a_bill(tries, columns)
        or _repayments_among_drawdowns(tries, columns)
        or _told_by_headings(near, tries, columns, titles)
        or _plan_with_repayments(near, tries)
    )


def refined(found: Assignment, columns: tuple[Column, ...]) -> Assignment:
    """The assignment with columns that the values show to be what headings leave open."""
    found = _without_count_of_what_is_left(_with_amounts_of_lines(found, columns))
    return _with_word_of_payment(_with_what_is_due(_with_day_of_asking(found, columns), columns), columns)


def is_of_loan(found: Assignment, columns: tuple[Column, ...]) -> bool:
    """Whether what looks like advances of the reserve is of a loan: it speaks of principal, interest or periods, as no
    advance has, and of nothing taken.
    """
    concepts = {concept for column in found.roles.values() for concept in column.heading.concepts}
    beside = {concept for column in columns for concept in column.heading.concepts}
    is_of_one = "principal" in concepts or bool(beside & {"terms", "next", "interest"})
    return found.kind == "reserve" and is_of_one and not concepts & {"reserve", "taken"}


def is_at_odds(found: Assignment) -> bool:
    """Whether a table is not what it looks most like: repayments of what is due, or periods of what is still owed."""
    return _is_of_what_is_due(found) or _is_of_what_is_left(found)


def are_loans_of_their_own(found: Assignment, columns: tuple[Column, ...]) -> bool:
    """Whether each row of what looks like a plan was lent on a day of its own, so that none is a period of another."""
    if found.kind not in ("plan", "totals"):
        return False
    lent = [c.cells for c in columns if {"drawn", "date"} <= c.heading.concepts and c.profile.share("day") == 1.0]
    return any(len(days) > 1 and len(set(days)) == len(days) for days in lent)


def _lines_of_bills(
    near: tuple[str, ...], tries: list[Assignment], columns: tuple[Column, ...]
) -> tuple[tuple[str, ...], Assignment] | None:
    """Where a column says which month's bill each row is of, the rows are lines of bills and no plan of sums."""
    if not {"bill", "totals"} <= set(near) or not any(meaning("label", c.name) == "bill_month" for c in columns):
        return None
    return ("bill",), next(found for found in tries if found.kind == "bill")


def _parts_of_a_bill(tries: list[Assignment], columns: tuple[Column, ...]) -> tuple[tuple[str, ...], Assignment] | None:
    """Where what looks like repayments is due, and what was bought beside it is more, the rows are lines of a bill."""
    bills = [found for found in tries if found.kind == "bill"]
    told = bills and _is_of_what_is_due(tries[0]) and amounts_of_lines(columns)
    return (("bill",), bills[0]) if told else None


def _repayments_among_drawdowns(
    tries: list[Assignment], columns: tuple[Column, ...]
) -> tuple[tuple[str, ...], Assignment] | None:
    """Where a column says of each row that it was lent or repaid, the rows are what moved, and no plan."""
    if tries[0].kind == "bill" or not any(map(tells_movements, columns)):
        return None
    moved = [found for found in tries if found.kind in ("records", "paid_totals") and not is_at_odds(found)]
    return ((moved[0].kind,), moved[0]) if moved else None


def _told_by_headings(
    near: tuple[str, ...], tries: list[Assignment], columns: tuple[Column, ...], titles: Sequence[str]
) -> tuple[tuple[str, ...], Assignment] | None:
    """What a table with one day of repaying is: repayments where its title calls it a record, or all its sums are of
    what was paid, and none is due; a plan where it names 还款日, as lenders call the day on which something falls due.
    """
    found = {one.kind: one for one in tries if one.kind in near}
    if not {"plan", "records"} <= found.keys() or found["plan"].roles["due"] is not found["records"].roles["paid_at"]:
        return None
    by_title = found["records"].score - found["plan"].score  # which of the two a title names weighs most
    sums = [column for role in _SUMS if (column := found["records"].roles.get(role))]
    concepts = {concept for column in columns for concept in column.heading.concepts}
    is_of_paid = all(map(_is_of_what_was_paid, sums)) and all(map(_is_paid, sums))
    is_record = any(_RECORD.search(text) for text in titles)
    if by_title >= 0 and (is_record or is_of_paid) and not concepts & {"due", "state"}:
        return ("records",), found["records"]
    if (
        by_title <= 0
        and _DUE_DAY.fullmatch(plain(found["plan"].roles["due"].name))
        and not concepts & {"paid", "actual"}
    ):
        return ("plan",), found["plan"]
    return None


def _is_paid(column: Column) -> bool:
    """Whether every row shows something that was paid."""
    return all(amount_in(cell) for cell in column.cells)


def _plan_with_repayments(near: tuple[str, ...], tries: list[Assignment]) -> tuple[tuple[str, ...], Assignment]:
    """A table with a due date and, in another column, the day it was repaid is a plan that tells how it went."""
    plans = [found for found in tries if found.kind in near and found.kind in ("plan", "totals")]
    repaid = [found for found in tries if found.kind in near and found.kind in ("records", "paid_totals")]
    days = {found.roles["paid_at"].index for found in repaid}
    if len(plans) != 1 or not repaid or len(near) > 1 + len(repaid) or plans[0].roles["due"].index in days:
        return near, tries[0]
    return (plans[0].kind,), plans[0]


def _with_day_of_asking(found: Assignment, columns: tuple[Column, ...]) -> Assignment:
    """A plan whose heading did not name the day of its pages, with the one column that tells the pages apart."""
    if found.kind not in ("plan", "totals") or "as_of" in found.roles:
        return found
    used = {column.index for column in found.roles.values()}
    cells = {role: column.cells for role, column in found.roles.items()}
    apart = [c for c in columns if c.index not in used and c.cells and tells_pages_apart(cells, c.cells)]
    return replace(found, roles={**found.roles, "as_of": apart[0]}) if len(apart) == 1 else found


def _with_what_is_due(found: Assignment, columns: tuple[Column, ...]) -> Assignment:
    """A plan whose total is that of what was repaid (实还金额), with the one of what is due where it shows that too."""
    total = found.roles.get("total")
    if found.kind not in ("plan", "totals") or total is None or not _is_of_what_was_paid(total):
        return found
    used = {column.index for column in found.roles.values()}
    due = [c for c in columns if c.index not in used and "due" in c.heading.concepts and suits(roles()["total"], c)]
    return replace(found, roles={**found.roles, "total": due[0]}) if len(due) == 1 else found


def _with_word_of_payment(found: Assignment, columns: tuple[Column, ...]) -> Assignment:
    """A plan whose state (正常, 逾期) never says that a period was repaid, with the column in which words say so."""
    state = found.roles.get("state")
    if found.kind not in ("plan", "totals") or state is None or _says_settled(state):
        return found
    used = {column.index for column in found.roles.values()}
    told = [c for c in columns if c.index not in used and "paid" in c.heading.concepts and _says_settled(c)]
    return replace(found, roles={**found.roles, "state": told[0]}) if len(told) == 1 else found


def _says_settled(column: Column) -> bool:
    said = [meaning("period_state", cell) for cell in column.cells if cell]
    return "settled" in said and None not in said


def _with_amounts_of_lines(found: Assignment, columns: tuple[Column, ...]) -> Assignment:
    """A table of bill lines with the column that the values show to be a line's amount, where two may be that."""
    told = amounts_of_lines(columns) if found.kind == "bill" else None
    if told is None:
        return found
    unsure = tuple(role for role in found.unsure if role != "line_amount")
    return replace(found, roles={**found.roles, "line_amount": told}, unsure=unsure)


def _without_count_of_what_is_left(found: Assignment) -> Assignment:
    """A plan without the column that counts how many periods are left (剩余期数), which falls as the days go on."""
    if found.kind not in ("plan", "totals") or not {"period", "due"} <= found.roles.keys():
        return found
    rows = zip(found.roles["due"].cells, found.roles["period"].cells, strict=True)
    told = sorted((day, count) for due, text in rows if (day := moment_in(due)) and (count := _count(text)) is not None)
    counts = [count for _, count in told]
    if len(counts) < _FEWEST_FALLING or not all(later == earlier - 1 for earlier, later in pairwise(counts)):
        return found
    return replace(found, roles={role: column for role, column in found.roles.items() if role != "period"})


def _count(text: str) -> int | None:
    """A number of periods as a cell holds it; 0 where none is left."""
    return 0 if text.strip() == "0" else parse_period(text)


def _is_of_what_was_paid(column: Column) -> bool:
    return "paid" in column.heading.concepts and "due" not in column.heading.concepts


def _is_of_what_is_due(found: Assignment) -> bool:
    """Whether what was taken for repayments has amounts that are due (本期应还本金) and no day of repaying."""
    if found.kind not in ("records", "paid_totals") or {"repay", "paid"} & found.roles["paid_at"].heading.concepts:
        return False
    parts = (found.roles[role].heading.concepts for role in ("total", "principal", "interest") if role in found.roles)
    return any("due" in concepts and "paid" not in concepts for concepts in parts)


def _is_of_what_is_left(found: Assignment) -> bool:
    """Whether sums called what is left are no part of a repayment, or fall from period to period as balances do."""
    left = [column for role in _SUMS if (column := found.roles.get(role)) and _is_of_rest(column)]
    if found.kind in ("records", "paid_totals"):
        return bool(left)
    return found.kind in ("plan", "totals") and any(_is_balance(found, column) for column in left)


def _is_of_rest(column: Column) -> bool:
    return "remaining" in column.heading.concepts and "paid" not in column.heading.concepts


def _is_balance(found: Assignment, column: Column) -> bool:
    """Whether sums fall from period to period as a balance does; what is due in all may fall too, and not to 0.00."""
    amounts = [amount for cell in column.cells if (amount := amount_in(cell)) is not None]
    if column is found.roles.get("interest") or len(amounts) < _FEWEST_FALLING:
        return False
    falls = all(later < earlier for earlier, later in pairwise(amounts))
    return falls and (column is found.roles.get("principal") or amounts[-1] == 0)
