"""Turns rows of a lender's tables, already sorted by role, into drawdowns, plan rows, repayments and waivers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from app.core.facts import (
    LoanRecord,
    Method,
    Outcome,
    PeriodState,
    PlanRow,
    PlanTotal,
    Posting,
    Product,
    Trigger,
    Waiver,
)
from app.core.money import Fen
from app.importers.recognising.cell_shapes import parse_days, parse_month_day, parse_period, parse_rate
from app.importers.recognising.cells import Cells, Unreadable
from app.importers.recognising.movements import is_lent
from app.importers.recognising.names import stem_of
from app.importers.recognising.row_account import Fact, Gathering, Skip
from app.importers.recognising.table_page import Context
from app.importers.recognising.vocabulary import heading, meaning, plain

Value = TypeVar("Value")

_STATES = {"open": PeriodState.OPEN, "overdue": PeriodState.OVERDUE, "settled": PeriodState.SETTLED}
_OUTCOMES = {"done": Outcome.DONE, "pending": Outcome.PENDING, "failed": Outcome.FAILED, "closed": Outcome.CLOSED}
_TRIGGERS = {
    "auto": Trigger.AUTO,
    "manual": Trigger.MANUAL,
    "incoming": Trigger.INCOMING,
    "offline": Trigger.OFFLINE,
}
_METHODS = {method.value: method for method in Method}
_SUMS = ("total", "principal", "interest", "penalty", "fee")
_ANSWERS = frozenset({"是", "否", "y", "n", "yes", "no", "√", "✓", "✔", "☑", "✅", "×", "✗", "✘", "╳", "❌", "x"})
_ROUNDED = re.compile(r"\d(?:\.\d+)?[eE]\+?\d+")


def fact_of(kind: str, cells: Cells, context: Context, gathering: Gathering) -> Fact | Skip:
    """The fact in a row of a ``drawdowns``, ``plan`` or ``records`` table. Raises Unreadable where there is none."""
    if _ROUNDED.fullmatch(cells.text("contract")):
        gathering.problem("lender-contract-rounded", cells.row, text=cells.text("contract"))
    return _READERS[kind](_Row(cells, context, gathering))


@dataclass(frozen=True, slots=True)
class _Row:
    cells: Cells
    context: Context
    gathering: Gathering

    def told(self, role: str, parse: Callable[[str], Value | None], wanted: str) -> Value | None:
        """A cell that the fact can do without: what cannot be read is told, and the row is used."""
        try:
            return self.cells.parsed(role, parse, wanted)
        except Unreadable as trouble:
            self.gathering.problem(f"lender-{wanted}-ignored", self.cells.row, column=trouble.column, text=trouble.text)
            return None

    @property
    def state(self) -> PeriodState:
        """How the period stands; yes and no answer what the heading asks: whether it is unpaid, or repaid.

        That it was late (是否逾期, or 逾期2天 as a note beside the day of repaying) does not say whether it still is.
        """
        told = self.word("state", "period_state")
        asked = heading(self.cells.headings.get("state", "")).concepts
        is_answer = plain(self.cells.text("state")) in _ANSWERS
        is_note = told == "overdue" and "state" not in asked and self.cells.text("cleared_on")
        if is_note or (is_answer and "overdue" in asked):
            return PeriodState.UNKNOWN
        if is_answer and "remaining" in asked:
            return PeriodState.OPEN if told == "settled" else PeriodState.SETTLED
        return _STATES.get(told, PeriodState.UNKNOWN)

    def word(self, role: str, vocabulary: str) -> str:
        """What a cell's word stands for, empty where the cell is; a word that nobody knows is told."""
        text = self.cells.text(role)
        stands_for = meaning(vocabulary, text) if text else ""
        if stands_for is None:
            column = self.cells.headings[role]
            by_guarantor = meaning("paid_from", text) == "guarantor"
            code = "lender-state-guaranteed" if by_guarantor else "lender-state-unknown"
            self.gathering.problem(code, self.cells.row, column=column, text=text)
        return stands_for or ""


def _drawdown(row: _Row) -> LoanRecord | Skip:
    cells, context = row.cells, row.context
    if meaning("loan_state", cells.text("loan_state")) == "failed":
        return Skip("lender-drawdown-failed")
    named = meaning("product", cells.text("product"))
    return LoanRecord(
        contract=context.contract,
        principal=cells.fen("loan_amount"),
        drawn_at=cells.moment("drawn_at"),
        terms=row.told("terms", parse_period, "number"),
        method=_METHODS.get(row.word("method", "method")),
        daily_rate=row.told("daily_rate", lambda text: parse_rate(text, cells.units["daily_rate"]), "rate"),
        due_day=row.told("due_day", parse_month_day, "number"),
        grace_days=row.told("grace", parse_days, "number"),
        product=Product(named) if named else context.product,
        lender=cells.text("lender"),
        lender_stem=stem_of(cells.text("lender")),
        state=cells.text("loan_state"),
        sources=(context.source,),
    )


def _plan_row(row: _Row) -> PlanRow | PlanTotal | Skip:
    cells, context = row.cells, row.context
    if _is_of_nothing(cells) and (meaning("period_state", cells.text("state")) == "open" or _is_all_of_payment(cells)):
        return Skip("lender-nothing-repaid")
    total, principal, interest = (cells.fen_or_none(name) for name in ("total", "principal", "interest"))
    is_split = not (principal is None and interest is None) and not _is_of_what_was_paid(cells, total)
    if total is not None and not is_split and not cells.fen("penalty", 0):
        return _plan_total(row, total)
    if total is not None and not {"principal", "interest"} & cells.headings.keys():  # whether it holds the penalty
        raise Unreadable(cells.headings["penalty"], cells.text("penalty"), "split")
    parts = _parts(cells)
    return PlanRow(
        contract=context.contract,
        period=cells.parsed("period", parse_period, "number") or 0,
        as_of=cells.day_or_none("as_of") or context.as_of,
        due=cells.day("due"),
        principal=parts.principal,
        interest=parts.interest,
        starts=cells.day_or_none("starts"),
        penalty=parts.penalty,
        fee=parts.fee,
        state=row.state,
        cleared_on=cells.day_or_none("cleared_on"),
        sources=(context.source,),
        product=context.titled,
    )


def _is_of_what_was_paid(cells: Cells, total: Fen | None) -> bool:
    """Whether the parts of a row are of what was repaid (实还本金), which is less than what is due."""
    parts = [role for role in ("principal", "interest") if role in cells.headings]
    if total is None or not parts or not all(_is_of_payment(cells, role) for role in parts):
        return False
    return sum(cells.fen(role, 0) for role in ("principal", "interest", "penalty", "fee")) < total


def _is_all_of_payment(cells: Cells) -> bool:
    return all(_is_of_payment(cells, role) for role in _SUMS if cells.text(role))


def _is_of_payment(cells: Cells, role: str) -> bool:
    """Whether a column says that its amounts are of what was repaid."""
    concepts = heading(cells.headings[role]).concepts
    return "paid" in concepts and "due" not in concepts


def _plan_total(row: _Row, total: Fen) -> PlanTotal:
    cells, context = row.cells, row.context
    return PlanTotal(
        contract=context.contract,
        period=cells.parsed("period", parse_period, "number") or 0,
        as_of=cells.day_or_none("as_of") or context.as_of,
        due=cells.day("due"),
        instalment=total,
        state=row.state,
        cleared_on=cells.day_or_none("cleared_on"),
        sources=(context.source,),
        product=context.titled,
    )


def as_totals(rows: Iterable[PlanRow]) -> list[PlanTotal]:
    """The rows of a plan of which other periods show no parts: they say what their own parts are."""
    return [
        PlanTotal(
            row.contract, row.period, row.as_of, row.due, row.instalment, row.principal, row.interest,
            row.state, row.cleared_on, row.sources, row.product,
        )
        for row in rows
    ]  # fmt: skip


def _repayment(row: _Row) -> Posting | Waiver | Skip:
    channel = meaning("channel", row.cells.text("channel"))
    is_done = meaning("outcome", row.cells.text("outcome")) == "done"  # as of periods that a prepayment left at 0.00
    if channel != "waiver" and not is_done and _is_of_nothing(row.cells):
        return Skip("lender-nothing-repaid")
    is_blank = not row.cells.text("paid_at") and not any(map(row.cells.text, _SUMS))
    if is_blank or _is_still_due(row.cells.text("outcome")):
        return Skip("lender-not-repaid-yet")
    outcome = _outcome(row)
    if is_lent(row.cells.text("channel")):
        row.gathering.problem("lender-row-is-drawdown", row.cells.row, text=row.cells.text("channel"))
        return Skip("lender-drawdown-among-repayments")
    if channel != "waiver":
        return _posting(row, _TRIGGERS.get(channel or "", Trigger.UNKNOWN), outcome)
    return _waiver(row) if outcome is Outcome.DONE else Skip("lender-waiver-not-granted")


def _is_of_nothing(cells: Cells) -> bool:
    """Whether every amount that a row shows is 0.00: a period that stands among the repayments and was not repaid."""
    shown = [cells.fen(role) for role in _SUMS if cells.text(role)]
    return bool(shown) and not any(shown)


def _is_still_due(state: str) -> bool:
    """Whether a row among the repayments says that it is of a period still to be paid (待还, 未还)."""
    return meaning("outcome", state) is None and meaning("period_state", state) == "open"


def _posting(row: _Row, trigger: Trigger, outcome: Outcome) -> Posting:
    cells, context = row.cells, row.context
    at = cells.moment("paid_at")
    parts = _parts(cells, settled=outcome is Outcome.DONE)
    payers = {meaning("paid_from", cells.text(role)) for role in ("account", "channel", "outcome")} - {None}
    is_split = outcome is not Outcome.FAILED or parts.sum != 0  # a try that failed went to no part
    if is_split and parts.principal + parts.interest + parts.penalty + parts.fee != parts.total:
        row.gathering.problem("lender-parts-differ", cells.row, total=parts.total, parts=parts.sum)
    return Posting(
        contract=context.contract,
        period=parse_period(cells.text("period")),
        at=at,
        counted_on=cells.day_or_none("counted_on") or at.date(),
        total=parts.total,
        principal=parts.principal,
        interest=parts.interest,
        penalty=parts.penalty,
        fee=parts.fee,
        trigger=trigger,
        account=cells.text("account"),
        outcome=outcome,
        batch=_batch(row),
        sources=(context.source,),
        product=context.titled,
        by_another=bool(payers),
        by_guarantor="guarantor" in payers,
        ahead=meaning("ahead", cells.text("channel")) is not None,
    )


def _waiver(row: _Row) -> Waiver:
    cells, context = row.cells, row.context
    penalty = abs(cells.fen("penalty", 0))
    amount, interest = (_size(cells.fen_or_none(name)) for name in ("total", "interest"))
    if amount is None and interest is None:
        raise cells.unreadable("total" if "total" in cells.headings else "interest", "amount")
    return Waiver(
        contract=context.contract,
        period=parse_period(cells.text("period")),
        on=cells.day_or_none("counted_on") or cells.day("paid_at"),
        amount=amount if amount is not None else (interest or 0) + penalty,
        interest=interest if interest is not None else (amount or 0) - penalty,
        penalty=penalty,
        batch=_batch(row),
        sources=(context.source,),
    )


def _size(amount: Fen | None) -> Fen | None:
    """A waiver by its size; some tables write what was given up with a minus."""
    return None if amount is None else abs(amount)


def _batch(row: _Row) -> str:
    """What joins the rows of one repayment: its reference, else the contract and the time."""
    return row.cells.text("batch") or f"{row.context.contract}@{row.cells.moment('paid_at'):%Y%m%d%H%M%S}"


def _outcome(row: _Row) -> Outcome:
    """How the repayment ended; a table without such a column lists what was repaid."""
    if not row.cells.text("outcome"):
        return Outcome.DONE
    return _OUTCOMES.get(row.word("outcome", "outcome"), Outcome.UNKNOWN)


@dataclass(frozen=True, slots=True)
class _Parts:
    total: Fen
    principal: Fen
    interest: Fen
    penalty: Fen
    fee: Fen

    @property
    def sum(self) -> Fen:
        return self.principal + self.interest + self.penalty + self.fee


def _parts(cells: Cells, *, settled: bool = True) -> _Parts:
    """The amounts of a row; one of total, principal and interest may be missing and follows from the others.

    A table with fees and no column of interest is of instalments that bear fees alone. What is not settled may have a
    total alone: it is then all principal, because nothing of it was allocated yet.
    """
    penalty, fee = cells.fen("penalty", 0), cells.fen("fee", 0)
    total, principal, interest = (cells.fen_or_none(name) for name in ("total", "principal", "interest"))
    if not settled and total is not None and principal is None and interest is None:
        interest = 0
    if total is None and interest is None and "fee" in cells.headings and "interest" not in cells.headings:
        interest = 0
    if total is None and principal is not None and interest is not None:
        total = principal + interest + penalty + fee
    elif principal is None and total is not None and interest is not None:
        principal = total - interest - penalty - fee
    elif interest is None and total is not None and principal is not None:
        interest = total - principal - penalty - fee
    if total is None or principal is None or interest is None:
        given = {"total": total, "principal": principal, "interest": interest}
        missing = [role for role, amount in given.items() if amount is None]
        raise cells.unreadable(next((role for role in missing if role in cells.headings), missing[0]), "amount")
    return _Parts(total, principal, interest, penalty, fee)


Planned = TypeVar("Planned", PlanRow, PlanTotal)


def numbered(rows: list[Planned]) -> list[Planned]:
    """Plan rows without period numbers, numbered from 1 by due date for each contract, day of asking and product."""
    dues: dict[tuple[object, ...], list[Planned]] = {}
    for row in rows:
        dues.setdefault((row.contract, row.as_of, row.product), []).append(row)
    places = {
        id(row): place for group in dues.values() for place, row in enumerate(sorted(group, key=lambda r: r.due), 1)
    }
    return [replace(row, period=places[id(row)]) for row in rows]


_READERS: Mapping[str, Callable[[_Row], Fact | Skip]] = {
    "drawdowns": _drawdown,
    "plan": _plan_row,
    "totals": _plan_row,
    "records": _repayment,
}
