"""Discrepancies of loans whose terms were found from the debits: lateness, settlement, waivers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from app.core.discrepancy import Certainty, Discrepancy, FactValue, Severity
from app.core.facts import WalletKind
from app.core.inference import Candidate, Role, RoleKind
from app.core.inference.loans import InferredLoan
from app.core.inference.model import decimal_rate
from app.core.linking.payments import BOOKING_DAYS, Movement
from app.core.loans.formulas import given
from app.core.loans.overdue import Overdue
from app.core.loans.penalty_rules import CONTRACT_RULE
from app.core.loans.plan_rate import Accrual
from app.core.loans.settled import other_day
from app.core.loans.settlement import Counted
from app.core.money import Fen
from app.core.rules.context import Context
from app.core.rules.late_charges import NEXT
from app.core.rules.penalties import Late, Penalty, explain_penalty
from app.core.rules.writing import Bridge, Occurrence, discrepancy


def explain(context: Context) -> Iterator[Discrepancy]:
    """Only loans whose terms the rows pin down; nothing is built on an open inference."""
    meant = {id(loan.debits[role.key]) for loan in context.inferred if loan.best for role in loan.best.roles}
    other = [m for m in context.moved_as(WalletKind.REPAYMENT) if m.done and not m.returned and id(m) not in meant]
    for loan in context.inferred:
        if loan.stated and loan.best:
            for role in loan.best.roles:
                yield from _of_role(loan, loan.best, role, other)


def _of_role(loan: InferredLoan, best: Candidate, role: Role, other: Sequence[Movement]) -> Iterator[Discrepancy]:
    debit = loan.debits[role.key]
    if role.unexplained:
        return  # what is left over under terms that were found, not given, proves nothing
    if role.kind is RoleKind.SETTLEMENT:
        yield from _settlement(loan, best, role, debit)
    elif role.kind in (RoleKind.INSTALMENT, RoleKind.PART) and role.days > 0:
        if role.penalty or not _may_be_booked_late(role, debit):
            yield _late(loan, best, role, debit, other)
    elif role.kind is RoleKind.INSTALMENT and role.waived:
        yield _waived(loan, role, debit)


def _may_be_booked_late(role: Role, debit: Movement) -> bool:
    """Whether a bank alone tells of a debit, and may have booked it so many days after it was made."""
    return debit.row is None and role.days <= BOOKING_DAYS


def _accrual(best: Candidate, role: Role) -> Accrual:
    """The rate in force: that at drawdown, or the one of the last change before this period."""
    rate = best.terms.daily_rate
    for change in best.changes:
        if change.rate_after is not None and change.period <= (role.period or 0):
            rate = decimal_rate(change.rate_after)
    return Accrual(rate)


def _late(loan: InferredLoan, best: Candidate, role: Role, debit: Movement, other: Sequence[Movement]) -> Discrepancy:
    """A period paid late, with its penalty in the debit or, where a debit beside it is that to the fen, in that one."""
    overdue = [Overdue(role.principal, role.interest, role.days, debit.sources)]
    late = Late(debit.product, role.due or debit.on)

    def penalty_of(charged: Fen) -> Penalty:
        return explain_penalty(charged, overdue, [_accrual(best, role)], late, (CONTRACT_RULE,))  # as inferred

    own = ((debit.product, debit.on, debit.payer) == (m.product, m.on, m.payer) for m in other)
    near = [m for m, same in zip(other, own, strict=True) if same and not role.penalty]
    beside = next((m for m in near if not penalty_of(m.amount).rest), None)
    later = _taken_later(best, role, penalty_of) if not (role.penalty or beside) else None
    if later:
        return _charged_later(loan, role, debit, later, penalty_of(later.unexplained))
    if beside:
        role = replace(role, penalty=beside.amount, amount=role.amount + beside.amount)
    penalty = penalty_of(role.penalty)
    due_amount = role.principal + role.interest - role.waived
    return _inferred(
        _occurred(loan, role, debit, beside),
        "DEBIT-LATE",
        "inferred" if role.penalty else "inferred-no-charge",
        Severity.SERIOUS if role.penalty else Severity.INFO,
        Bridge(due_amount, due_amount + role.penalty, parts=penalty.parts, unexplained=penalty.rest),
        charged=role.penalty,
        **penalty.facts,
    )


def _taken_later(best: Candidate, role: Role, penalty_of: Callable[[Fen], Penalty]) -> Role | None:
    """The next instalments' first that was in time and took more than was due, by just the penalty of a late one."""
    period = role.period or 0
    return next(
        (
            own for own in sorted(best.roles, key=lambda own: own.period or 0)
            if own.kind is RoleKind.INSTALMENT and 0 < (own.period or 0) - period <= NEXT
            and own.days <= 0 < own.unexplained and not penalty_of(own.unexplained).rest
        ),
        None,
    )  # fmt: skip


def _charged_later(loan: InferredLoan, role: Role, debit: Movement, later: Role, penalty: Penalty) -> Discrepancy:
    """A period paid late without a penalty, and the penalty taken with a later one."""
    due_amount = role.principal + role.interest - role.waived
    return _inferred(
        _occurred(loan, role, debit, loan.debits[later.key]),
        "DEBIT-LATE",
        "inferred-charged-later",
        Severity.SERIOUS,
        Bridge(due_amount, due_amount + later.unexplained, parts=penalty.parts),
        charged=later.unexplained,
        later_due=later.due or loan.debits[later.key].on,
        **penalty.facts,
    )


def _settlement(loan: InferredLoan, best: Candidate, role: Role, debit: Movement) -> Iterator[Discrepancy]:
    accrual, occurred = _accrual(best, role), _occurred(loan, role, debit)
    if role.reserve:
        parts = (given("reserve-outstanding", role.reserve, debit.sources),)
        bridge = Bridge(role.amount - role.reserve, role.amount, parts)
        yield _inferred(occurred, "RESERVE-IN-SETTLE-SCOPE", "inferred", Severity.WARNING, bridge, reserve=role.reserve)
    if role.extra_days:
        day = other_day(Counted.ONE_MORE, role.principal, accrual, role.days, debit.sources)
        exact = role.principal + role.interest - day.amount
        bridge = Bridge(exact, exact + day.amount, (day,))
        yield _inferred(occurred, "DAYCOUNT-CONVENTION", "inferred", Severity.WARNING, bridge, one_day=day.amount)


def _waived(loan: InferredLoan, role: Role, debit: Movement) -> Discrepancy:
    expected = role.principal + role.interest
    bridge = Bridge(expected, expected - role.waived, (given("waiver", -role.waived, debit.sources),))
    occurred = _occurred(loan, role, debit)
    return _inferred(occurred, "AMOUNT-WAIVED", "inferred", Severity.INFO, bridge, waived=role.waived)


def _occurred(loan: InferredLoan, role: Role, debit: Movement, beside: Movement | None = None) -> Occurrence:
    return Occurrence(
        debit.at,
        (*debit.sources, *(beside.sources if beside else ()), *loan.drawdown.sources),
        facility=loan.id,
        period=role.period,
        product=loan.drawdown.product,
        told=(
            ("days", role.days),
            ("paid_on", debit.on),
            ("due", role.due or debit.on),
            ("amount", role.amount),
        ),
    )


def _inferred(
    occurred: Occurrence, code: str, variant: str, severity: Severity, bridge: Bridge, **facts: FactValue
) -> Discrepancy:
    """What inferred terms explain: strong at best, and a page of the plan would decide it."""
    certainty = Certainty.OPEN if bridge.unexplained else Certainty.STRONG
    return discrepancy(occurred, code, variant, severity, certainty, bridge, missing=("plan-page",), **facts)
