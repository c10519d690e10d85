"""The arithmetic of a page: what each row must add up to, and when a whole plan closes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from app.core.money import Fen
from app.importers.screens.page import MONEY_ROLES, Cell, ScreenPage, ScreenRow
from app.importers.screens.screen_words import screen_words

_RATE_SPREAD = 0.13  # between the periods of one plan: months of 28 to 31 days, and interest rounded to the fen
_LEAST_INTEREST = 100  # fen; below it rounding is more than that spread
_LEAST_OF_PART = 3
"""Periods from the first one, whose interest falls with what is left of the loan, are the beginning of its plan."""
_LEAST_AFTER = 2  # periods behind a prepayment, or the rest of the principal is told by nothing but itself
_MOST_PUT_OFF = 124  # days, four months, by which a lender puts off what is open at once
_MONTH = range(25, 37)  # days between two due dates that are a month apart


def checked(page: ScreenPage) -> ScreenPage:
    """The page with every check made anew: notes on rows and on the page, and whether the plan closes."""
    rows = tuple(replace(row, notes=_row_notes(row)) for row in page.rows)
    if page.kind == "plan":
        rows = _dated(rows)
    page = replace(page, rows=rows, notes=())
    notes = _NOTES.get(page.kind, _stray_notes)(page)
    return replace(page, notes=notes, is_closed=_closes(page, notes))


def fen(cell: Cell | str) -> Fen | None:
    """A cell's sum in fen; None where it is none."""
    text = (cell if isinstance(cell, str) else cell.text).replace(",", "").strip()
    sign, digits = (-1, text[1:]) if text.startswith("-") else (1, text)
    whole, _, cents = digits.partition(".")
    if not whole.isdecimal() or (cents and not (cents.isdecimal() and len(cents) <= 2)):
        return None
    return sign * (int(whole) * 100 + int(cents.ljust(2, "0") or 0))


def _row_notes(row: ScreenRow) -> tuple[str, ...]:
    unread = [role for role in MONEY_ROLES if row.text(role) and fen(row.text(role)) is None]
    if unread:
        return ("sum-unreadable",)
    amounts = {role: fen(row.text(role)) or 0 for role in ("principal", "interest", "penalty", "fee", "total")}
    has_parts = row.text("principal") and row.text("interest")
    if has_parts and row.text("total") and sum(amounts.values()) != 2 * amounts["total"]:
        return ("parts-differ",)
    return ()


def _dated(rows: tuple[ScreenRow, ...]) -> tuple[ScreenRow, ...]:
    """Mark rows whose due date is not about a month, per period, after the row before."""
    out = [at for at in range(1, len(rows)) if not _in_step(rows[at - 1], rows[at])]
    if len(out) == 1 and _is_put_off(rows, out[0]):
        return rows
    return tuple(
        replace(row, notes=(*row.notes, "date-out-of-step")) if at in out else row for at, row in enumerate(rows)
    )


def _in_step(before: ScreenRow, after: ScreenRow) -> bool:
    days, periods = _days(before, after), _periods(before, after)
    if days is None or periods is None:
        return True
    about = min(_MONTH) * abs(periods) <= abs(days) <= max(_MONTH) * abs(periods)
    return bool(periods) and about and (days > 0) == (periods > 0)


def _is_put_off(rows: tuple[ScreenRow, ...], at: int) -> bool:
    """Whether all periods from one on fall due on other days than what was settled: a misread day breaks two steps."""
    settled = all(screen_words().states.get(row.text("state")) == "settled" for row in rows[:at])
    days, periods = _days(rows[at - 1], rows[at]), _periods(rows[at - 1], rows[at])
    later = days is not None and 0 < days <= _MOST_PUT_OFF and periods == 1
    return later and settled and at >= _LEAST_AFTER and len(rows) - at > _LEAST_AFTER


def _plan_notes(page: ScreenPage) -> tuple[str, ...]:
    numbers = sorted(int(text) for row in page.rows if (text := row.text("period")).isdecimal())
    notes = []
    if numbers and numbers != list(range(numbers[0], numbers[0] + len(numbers))):
        notes.append("periods-missing")
    stated = fen(page.front["loan_amount"]) if "loan_amount" in page.front else None
    terms = page.front["terms"].text if "terms" in page.front else ""
    is_part = terms.isdecimal() and bool(numbers) and numbers[-1] < int(terms)
    whole = bool(numbers) and numbers[0] == 1 and len(numbers) == len(page.rows) and not is_part
    if stated is not None and whole and all(row.text("principal") for row in page.rows):
        held, agree = _principal(page), _rates_agree(page.rows, stated)
        goes_on = held < stated and not terms and len(numbers) >= _LEAST_OF_PART and agree
        if held != stated and not goes_on and not _shows_prepaid(page.rows, stated, stated - held):
            notes.append("principal-differs")
        elif held == stated and not agree:
            notes.append("interest-out-of-step")
    return (*notes, *_stray_notes(page))


def _principal(page: ScreenPage) -> Fen:
    return sum(fen(row.text("principal")) or 0 for row in page.rows)


def _bill_notes(page: ScreenPage) -> tuple[str, ...]:
    declared = fen(page.front["total"]) if "total" in page.front else None
    found = sum(fen(row.text("line_amount")) or 0 for row in page.rows)
    return ("lines-differ",) if declared is not None and declared != found else ()


def _stray_notes(page: ScreenPage) -> tuple[str, ...]:
    """A sum above the first row, or of a period without a day, belongs to a row that was missed."""
    return ("sum-without-row",) if "stray" in page.front else ()


_NOTES = {"plan": _plan_notes, "bill": _bill_notes}


def _closes(page: ScreenPage, notes: tuple[str, ...]) -> bool:
    """Whether every row holds and the whole does: rows swapped as a whole still add up one by one."""
    if notes or any(row.notes for row in page.rows):
        return False
    if any(cell.note in ("year-missing", "completed") for row in page.rows for cell in row.cells.values()):
        return False
    if page.kind == "bill":
        return "total" in page.front and bool(page.front.get("bill_month"))
    if page.kind != "plan" or "loan_amount" not in page.front:
        return False
    numbers = [row.text("period") for row in page.rows]
    whole = sorted(int(n) for n in numbers if n.isdecimal()) == list(range(1, len(numbers) + 1))
    whole = whole and _principal(page) == fen(page.front["loan_amount"])
    terms = page.front["terms"].text if "terms" in page.front else ""
    if terms.isdecimal() and int(terms) != len(numbers):
        return False
    return whole and all(row.text("principal") and row.text("interest") for row in page.rows)


def _shows_prepaid(rows: tuple[ScreenRow, ...], stated: Fen, prepaid: Fen) -> bool:
    """Whether the periods repay all but what was prepaid behind settled ones: from then on interest is on the rest.

    The first bears no days that are known; a second one must show that what was lent is what is stated.
    """
    states = screen_words().states
    ordered = sorted(rows, key=lambda row: int(row.text("period")))
    settled = next((at for at, row in enumerate(ordered) if states.get(row.text("state")) != "settled"), len(rows))
    places = range(2, min(settled, len(rows) - _LEAST_AFTER) + 1)
    return prepaid > 0 and any(_rates_agree(rows, stated, prepaid, at) for at in places)


def _rates_agree(rows: tuple[ScreenRow, ...], principal: Fen, prepaid: Fen = 0, before: int | None = None) -> bool:
    """Whether each period's interest is what is left of the principal, at about one rate a day.

    What was ``prepaid`` is gone from the place ``before`` on; that period's own interest is of both balances, or of the
    days behind the prepayment alone: at most what the larger one bears.
    """
    from statistics import median

    left, rates, most = principal, [], 0.0
    ordered = sorted(rows, key=lambda row: int(row.text("period")))
    for at, row in enumerate(ordered):
        interest = fen(row.text("interest")) or 0
        days = _days(ordered[at - 1], row) if at else None
        bears = days and days > 0 and left > 0 and interest >= _LEAST_INTEREST
        if at == before:
            most = interest / (left * days) if bears and days else 0.0
            left -= prepaid
        elif bears and days:
            rates.append(interest / (left * days))
        left -= fen(row.text("principal")) or 0
    middle = median(rates) if rates else 0.0
    told = len(rates) >= _LEAST_AFTER or not prepaid
    return (
        told
        and most <= (1 + _RATE_SPREAD) * middle
        and all(abs(rate - middle) <= _RATE_SPREAD * middle for rate in rates)
    )


def _days(before: ScreenRow, after: ScreenRow) -> int | None:
    try:
        return (date.fromisoformat(after.text("due")) - date.fromisoformat(before.text("due"))).days
    except ValueError:
        return None


def _periods(before: ScreenRow, after: ScreenRow) -> int | None:
    numbers = before.text("period"), after.text("period")
    return int(numbers[1]) - int(numbers[0]) if all(map(str.isdecimal, numbers)) else 1
