"""What an early settlement cost, part by part: principal, interest to the day, a day too many, a reserve advance."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from app.core.discrepancy import BridgePart, Certainty, Discrepancy, Severity
from app.core.loans.reserve_advance import within_settlement
from app.core.loans.settled import SettledInterest
from app.core.loans.settlement import GIVEN_BACK_WITHIN, Counted
from app.core.money import Fen
from app.core.papers import Notice
from app.core.rules.advances import Advance, advances, returned_before
from app.core.rules.context import Context
from app.core.rules.debits import late
from app.core.rules.residuals import open_remainders, remainders
from app.core.rules.settled_after_prepayment import after_prepayment
from app.core.rules.settled_debits import settled_over
from app.core.rules.settled_loans import Settlement, of_settlement, settlements
from app.core.rules.settled_overdue import paid_late, paid_with_rest, without
from app.core.rules.settled_with_fee import above_interest, recorded_fee, with_fee, with_fee_debited
from app.core.rules.settlement_quotes import quote_of_day, quote_that_was_paid
from app.core.rules.surplus_returns import surplus_returns
from app.core.rules.undone_settlements import came_back, is_pending
from app.core.rules.writing import Bridge, discrepancy


def explain(context: Context) -> Iterator[Discrepancy]:
    """All discrepancies of settlements of loans that bear interest."""
    undone = came_back(context)
    over = {id(h) for activity in context.activity.periods if (h := settled_over(context, activity))}
    for settled in settlements(context):
        final = settled.early.book.contract not in undone and not is_pending(settled.early)
        if id(settled.early) in over:
            continue  # what it took had been paid in part: that is told, and the sum is not called right
        if final and not settled.in_fees:
            overdue = paid_late(context, settled)
            for activity in overdue:
                yield from late(context, activity)
            own, told = paid_with_rest(context, settled)
            yield from told
            yield from _explained(context, without(context, settled, overdue) if overdue else own)


def _explained(context: Context, settled: Settlement) -> Iterator[Discrepancy]:
    if _given_back_at_once(settled):
        yield _cancelled(settled)
        return
    charged = settled.charged
    extra = charged.other_day
    reserve = _open_reserve(context, settled, settled.beyond_record)
    if extra and charged.counted and not _asked_for(context, settled, -extra.amount):
        yield _other_day_count(context, settled, charged, charged.counted, extra)
    if reserve:
        yield _with_reserve(settled, *reserve, loan=settled.early.repayment.total)
    elif settled.beyond_record and not surplus_returns(context, settled.early.debits, settled.beyond_record):
        yield _unexplained(settled)
    if not extra and not reserve and settled.open_rows and not settled.shows_what_was_paid:
        if recorded_fee(settled) > 0:
            yield from with_fee(context, settled)
        else:
            yield (
                after_prepayment(context, settled)
                or _with_reserve_debited(context, settled)
                or with_fee_debited(context, settled)
                or above_interest(settled)
                or _to_date(context, settled)
            )


def _given_back_at_once(settled: Settlement) -> bool:
    """Whether the whole drawdown came back within a day or so, before anything fell due."""
    book = settled.early.book
    drawn, page = book.drawn_on, book.page_before(settled.on)
    lent = book.principal or (sum(row.principal for row in page.rows) if page else None)
    whole = settled.principal == lent
    return drawn is not None and whole and (settled.on - drawn).days <= GIVEN_BACK_WITHIN and not settled.beyond_record


def _cancelled(settled: Settlement) -> Discrepancy:
    """Nothing of the plan ever fell due: its interest is not owed, but for what was taken for the day or so."""
    own = settled.early.repayment
    parts = [settled.not_accrued]
    if settled.interest:
        parts.append(settled.charged.part)
    return discrepancy(
        of_settlement(settled),
        "LOAN-CANCELLED",
        "with-interest" if settled.interest else "without-interest",
        Severity.INFO,
        Certainty.PROVED,
        Bridge(
            settled.planned,
            own.total,
            parts=tuple(parts),
            unexplained=own.total - settled.planned - sum(part.amount for part in parts),
        ),
    )


def _to_date(context: Context, settled: Settlement) -> Discrepancy:
    """Principal and interest to the day, against the plan's sum: interest not yet accrued is not charged (F9)."""
    own = settled.early.repayment
    planned = settled.not_accrued
    exact, to_day = settled.charged.counted is Counted.TO_THE_DAY, settled.charged.part
    rest = own.total - settled.planned - planned.amount - to_day.amount
    variant = "closes" if exact else "interest-as-recorded" if own.sources else "interest-as-debited"
    if settled.in_parts:
        variant = "in-parts"
    waived = sum(w.interest for w in settled.early.book.waivers if w.on == settled.on and w.period is None)
    free = variant == "interest-as-recorded" and not settled.interest and settled.days > 0 and not waived
    quote = quote_of_day(context, settled) if exact and not rest else None
    return discrepancy(
        of_settlement(settled, quote.sources if quote else ()),
        "SETTLE-INTEREST-TO-DATE",
        variant,
        Severity.INFO,
        Certainty.PROVED if exact and not rest and len(_ways(settled)) < 2 else Certainty.STRONG,
        Bridge(
            settled.planned,
            own.total,
            parts=(
                planned,
                to_day,
            ),
            unexplained=rest,
        ),
        **({"free_days": settled.days} if free else {}),  # type: ignore[arg-type]  # no fact is called as a field
        **({"waived": waived} if waived and variant == "interest-as-recorded" else {}),  # type: ignore[arg-type]
        **_told_of(quote),
        **(_told_of_way(settled) if exact else {}),
    )


def _told_of(quote: Notice | None) -> dict[str, Any]:
    """The facts ``quoted`` and ``quoted_on``: what settling was said to take, and when."""
    return {"quoted": quote.amount, "quoted_on": quote.on} if quote else {}


def _ways(settled: Settlement) -> list[str]:
    """The messages of how the days of a month, or of the parts, may have been counted, the most usual first."""
    return [f"settled-in-parts.{one.way}" for one in settled.in_parts] or [
        f"part-of-month.{part.way}" for part in settled.within_month
    ]


def _told_of_way(settled: Settlement) -> dict[str, Any]:
    """The facts ``rule`` and ``also``: how the days were counted, and how else they may have been; of a settlement in
    parts with ``times``, ``paid`` and ``first_at``: how many they were, the first of them and when it was taken."""
    ways, parts = _ways(settled), settled.early.in_time if settled.in_parts else ()
    told: dict[str, Any] = {"rule": ways[0]} if ways else {}
    if ways[1:]:
        told["also"] = tuple(ways[1:])
    if parts:
        told |= {"times": len(parts), "paid": parts[0].amount, "first_at": parts[0].at}
    return told


def _asked_for(context: Context, settled: Settlement, day: Fen) -> bool:
    """Whether a later page still asks for the interest of the day that was charged too few: it is told by that page."""
    return any(early is settled.early and row.instalment == day for early, _, row in open_remainders(context))


def _other_day_count(
    context: Context, settled: Settlement, own: SettledInterest, counted: Counted, day: BridgePart
) -> Discrepancy:
    """Interest for one day more, or less, than the days that passed (F1); a day too few may be collected later."""
    late = [m.on for m, early, _ in remainders(context) if early is settled.early and m.amount == -day.amount]
    later: dict[str, Any] = {"later_on": late[0]} if late else {}
    quote = quote_that_was_paid(context, settled) if counted.days < 0 else None
    rest = settled.interest - own.exact - day.amount
    expected = settled.principal + own.exact
    return discrepancy(
        of_settlement(settled, quote.sources if quote else ()),
        "DAYCOUNT-CONVENTION",
        "day-more" if counted.days > 0 else "day-less",
        Severity.WARNING,
        Certainty.PROVED,
        Bridge(expected, expected + day.amount + rest, parts=(day,), unexplained=rest),
        counted=settled.days + counted.days,
        exact=own.exact,
        one_day=abs(day.amount),
        **later,
        **({"quoted_on": quote.on} if quote else {}),  # type: ignore[arg-type]  # no fact is called as a field
    )


def _with_reserve_debited(context: Context, settled: Settlement) -> Discrepancy | None:
    """Settled by a debit that no record splits, which holds an advance that was out beside the interest; else None."""
    if settled.early.repayment.sources or settled.accrual is None or settled.charged.counted is not None:
        return None
    exact = settled.charged.exact
    reserve = _open_reserve(context, settled, settled.interest - exact)
    if reserve is None:
        return None
    return _with_reserve(replace(settled, interest=exact), *reserve, loan=settled.principal + exact)


def _open_reserve(context: Context, settled: Settlement, beyond: Fen) -> tuple[Advance, tuple[BridgePart, ...]] | None:
    """The reserve advance out that day that makes up what was debited ``beyond`` the loan, with its formula."""
    found = []
    for advance in advances(context) if beyond > 0 else ():
        record = advance.record
        back = record.returned_at.date() if record.returned_at else None
        out = record.taken_at.date() <= settled.on and (back is None or back >= settled.on)
        before = returned_before(context, advance, settled.on)
        left = 0 if before is None else record.amount - sum(m.amount for m in before)
        parts = within_settlement(beyond, left, record.fee, record.sources) if left > 0 else ()
        if parts and out:
            found.append((replace(advance, parts=before or ()), parts))
    return found[-1] if found else None


def _with_reserve(settled: Settlement, advance: Advance, parts: Sequence[BridgePart], *, loan: Fen) -> Discrepancy:
    """A settlement of ``loan`` fen that repaid an advance too."""
    reserve = advance.record
    returned_then = reserve.returned_at is not None and reserve.returned_at.date() == settled.on
    return discrepancy(
        of_settlement(settled, advance.evidence),
        "RESERVE-IN-SETTLE-SCOPE",
        "included-rest" if advance.parts else "included",
        Severity.WARNING,
        Certainty.PROVED if returned_then else Certainty.STRONG,
        Bridge(loan, settled.paid, parts=tuple(parts)),
        reserve=reserve.amount,
        taken_on=reserve.taken_at.date(),
        **({"paid": advance.repaid, "rest": reserve.amount - advance.repaid} if advance.parts else {}),  # type: ignore[arg-type]
    )


def _unexplained(settled: Settlement) -> Discrepancy:
    return discrepancy(
        of_settlement(settled),
        "UNEXPLAINED",
        "more" if settled.beyond_record > 0 else "less",
        Severity.SERIOUS,
        Certainty.OPEN,
        Bridge(settled.early.repayment.total, settled.paid, unexplained=settled.beyond_record),
        missing=("lender-breakdown",),
        recorded=settled.early.repayment.total,
        rest=abs(settled.beyond_record),
    )
