"""Two lenders behind one loan: the wallet shows one payment, the bank two debits that make it up."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.core.discrepancy import Severity
from app.core.pipeline import explain, tell
from tests.core.case_builder import CaseBuilder, at

ONE, OTHER = "支付宝-借呗还款 某某银行股份有限公司", "支付宝-借呗还款 重庆蚂蚁消费金融有限公司"


def paid(*shares: tuple[int, int, str]) -> CaseBuilder:
    """The first period paid by the wallet at noon; the bank's debits are days after it, parts in percent, payees."""
    case = CaseBuilder()
    first, *_ = case.loan()
    case.paid(first)
    case.ledger = type(case.ledger)(
        wallet=case.ledger.wallet, loans=case.ledger.loans, plan_rows=case.ledger.plan_rows
    )  # fmt: skip
    left = first.total
    for n, (days, percent, payee) in enumerate(shares, 1):
        part = left if n == len(shares) and percent == 0 else first.total * percent // 100
        case.bank(first.due + timedelta(days=days), -part, payee)
        left -= part
    return case


def joined(case: CaseBuilder) -> list[int]:
    """How many bank rows each repayment has."""
    return sorted(len(m.bank) for m in tell(case.ledger).moved if m.kind.value == "repayment")


@pytest.mark.parametrize("days", [0, 1])
def test_two_debits_of_two_payees_are_one_payment(days: int) -> None:
    case = paid((0, 70, ONE), (days, 0, OTHER))
    assert joined(case) == [2]
    assert explain(case.ledger).discrepancies == ()


@pytest.mark.parametrize(
    "shares",
    [
        ((0, 70, ONE), (0, 0, ONE)),
        ((0, 70, ONE), (0, 20, OTHER)),
        ((0, 50, ONE), (0, 50, OTHER), (0, 50, OTHER)),
    ],
    ids=["of one payee", "less than was paid", "more than one pair"],
)
def test_debits_that_may_be_something_else_stay_by_themselves(shares: tuple[tuple[int, int, str], ...]) -> None:
    assert 2 not in joined(paid(*shares))


def shares(*times: int, plain: bool = False) -> CaseBuilder:
    """Periods that the bank alone shows, each of two shares that are debited so many ``times``, and recorded once."""
    case = CaseBuilder()
    plan = case.loan()
    for period, often in zip(plan, times, strict=False):
        part = period.total // 3
        for _ in range(often):
            case.bank(period.due, -part, ONE)
            case.bank(period.due, part - period.total, ONE if plain else OTHER)
        case.record(at(f"{period.due:%m-%d} 12:00"), period.number, period.principal, period.interest)
    return case


def test_both_shares_of_an_instalment_debited_twice_are_one_instalment_too_much() -> None:
    found = shares(1, 2).found()
    twice = found["DEBIT-DUPLICATE"]
    assert (twice.variant, twice.period, twice.severity) == ("shares-kept", 2, Severity.SERIOUS)
    assert twice.difference == twice.expected
    assert len([s for s in twice.evidence if s.file == "bank.csv"]) == 4


@pytest.mark.parametrize("case", [shares(1, 1), shares(2, 2), shares(2, plain=True), shares(3)])
def test_shares_debited_once_each_month_twice_or_by_one_payee_are_not_called_twice(case: CaseBuilder) -> None:
    """Each month twice is another loan that is collected in the same shares."""
    assert "DEBIT-DUPLICATE" not in case.found()
