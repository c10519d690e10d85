"""Discrepancies of loans whose terms were found from the debits: lateness, settlement, waivers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from app.core.discrepancy import BridgePart, Certainty, Discrepancy, FactValue, Severity
from app.core.inference import Candidate, Role, RoleKind
from app.core.inference.loans import InferredLoan
from app.core.linking.payments import Movement
from app.core.loans.formulas import given
from app.core.loans.overdue import Overdue
from app.core.loans.penalty_rules import CONTRACT_RULE
from app.core.loans.plan_rate import Accrual
from app.core.loans.settled import other_day
from app.core.loans.settlement import Counted
from app.core.money import Fen
from app.core.rules.context import Context, discrepancy
from app.core.rules.penalties import Late, explain_penalty


def explain(context: Context) -> Iterator[Discrepancy]:
    """Only loans whose terms the rows pin down; nothing is built on an open inference."""
    for loan in context.inferred:
        if loan.stated and loan.best:
            for role in loan.best.roles:
                yield from _of_role(loan, loan.best, role)


def _of_role(loan: InferredLoan, best: Candidate, role: Role) -> Iterator[Discrepancy]:
    debit = loan.debits[role.key]
    if role.unexplained:
        return  # what is left over under terms that were found, not given, proves nothing
    if role.kind is RoleKind.SETTLEMENT:
        yield from _settlement(loan, best, role, debit)
    elif role.kind in (RoleKind.INSTALMENT, RoleKind.PART) and role.days > 0:
        yield _late(loan, best, role, debit)
    elif role.kind is RoleKind.INSTALMENT and role.waived:
        yield _waived(loan, role, debit)


def _accrual(best: Candidate, role: Role) -> Accrual:
    """The rate in force: that at drawdown, or the one of the last change before this period."""
    rate = best.terms.daily_rate
    for change in best.changes:
        if change.rate_after is not None and change.period <= (role.period or 0):
            numerator, denominator = Fraction(change.rate_after).as_integer_ratio()
            rate = type(rate)(numerator) / type(rate)(denominator)
    return Accrual(rate)


def _late(loan: InferredLoan, best: Candidate, role: Role, debit: Movement) -> Discrepancy:
    overdue = [Overdue(role.principal, role.interest, role.days, debit.sources)]
    late = Late(debit.product, role.due or debit.on)
    penalty = explain_penalty(role.penalty, overdue, [_accrual(best, role)], late, (CONTRACT_RULE,))  # as inferred
    due_amount = role.principal + role.interest - role.waived
    return _report(
        loan,
        role,
        debit,
        "DEBIT-LATE",
        "inferred" if role.penalty else "inferred-no-charge",
        Severity.SERIOUS if role.penalty else Severity.INFO,
        parts=penalty.parts,
        unexplained=penalty.rest,
        expected=due_amount,
        actual=due_amount + role.penalty,
        charged=role.penalty,
        **penalty.facts,
    )


def _settlement(loan: InferredLoan, best: Candidate, role: Role, debit: Movement) -> Iterator[Discrepancy]:
    accrual = _accrual(best, role)
    if role.reserve:
        parts = [given("reserve-outstanding", role.reserve, debit.sources)]
        own = role.amount - role.reserve
        yield _report(
            loan, role, debit, "RESERVE-IN-SETTLE-SCOPE", "inferred", Severity.WARNING,
            parts=parts, expected=own, actual=role.amount, reserve=role.reserve,
        )  # fmt: skip
    if role.extra_days:
        day = other_day(Counted.ONE_MORE, role.principal, accrual, role.days, debit.sources)
        exact = role.principal + role.interest - day.amount
        yield _report(
            loan, role, debit, "DAYCOUNT-CONVENTION", "inferred", Severity.WARNING,
            parts=[day], expected=exact, actual=exact + day.amount, one_day=day.amount,
        )  # fmt: skip


def _waived(loan: InferredLoan, role: Role, debit: Movement) -> Discrepancy:
    expected = role.principal + role.interest
    return _report(
        loan, role, debit, "AMOUNT-WAIVED", "inferred", Severity.INFO,
        parts=[given("waiver", -role.waived, debit.sources)], expected=expected, actual=expected - role.waived,
        waived=role.waived,
    )  # fmt: skip


def _report(  # noqa: PLR0913 - passes named fields on
    loan: InferredLoan,
    role: Role,
    debit: Movement,
    code: str,
    variant: str,
    severity: Severity,
    *,
    parts: Sequence[BridgePart],
    expected: Fen,
    actual: Fen,
    unexplained: Fen = 0,
    **facts: FactValue,
) -> Discrepancy:
    return discrepancy(
        code,
        variant,
        severity,
        Certainty.OPEN if unexplained else Certainty.STRONG,
        debit.at,
        evidence=(*debit.sources, *loan.drawdown.sources),
        parts=parts,
        unexplained=unexplained,
        facility=loan.id,
        period=role.period,
        expected=expected,
        actual=actual,
        missing=("plan-page",),
        product=loan.drawdown.product,
        days=role.days,
        paid_on=debit.on,
        due=role.due or debit.on,
        amount=role.amount,
        **facts,
    )
