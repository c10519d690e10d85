"""Less arrived than was lent: told to the fen, and not where the rest repaid another loan or came in a second part."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from app.core.discrepancy import Certainty, Severity
from app.core.facts import WalletKind
from app.core.pipeline import explain, tell
from tests.core.case_builder import DRAWN, CaseBuilder, plan_of

LENT, KEPT = 12_000_00, 360_00


def paid_out(*amounts: int, minutes: int = 0) -> CaseBuilder:
    """A loan of 12,000 yuan of which these amounts were paid out, minutes after the time of its record."""
    case = CaseBuilder()
    case.loan(LENT)
    case.ledger = replace(case.ledger, wallet=())
    for n, amount in enumerate(amounts):
        when = DRAWN + timedelta(minutes=minutes + n)
        case.wallet(when, amount, WalletKind.DRAWDOWN, text="借呗放款至银行卡")
    return case


@pytest.mark.parametrize(
    ("amounts", "told"), [((LENT - KEPT,), -KEPT), ((LENT,), 0), ((LENT - KEPT, KEPT), 0), ((LENT // 2,), 0)]
)
def test_what_was_kept_back_of_one_payout_is_told_and_asked_about(amounts: tuple[int, ...], told: int) -> None:
    found = [d for d in explain(paid_out(*amounts).ledger).discrepancies if d.variant == "paid-out-less"]
    assert [d.difference for d in found] == ([told] if told else [])
    assert all((d.severity, d.certainty, d.unexplained) == (Severity.SERIOUS, Certainty.OPEN, told) for d in found)


@pytest.mark.parametrize(("minutes", "named"), [(9, True), (60, False)])
def test_a_record_that_names_no_product_is_joined_by_its_minutes_alone(minutes: int, named: bool) -> None:
    case = paid_out(LENT - KEPT, minutes=minutes)
    (record,) = case.ledger.loans
    case.ledger = replace(case.ledger, loans=(replace(record, product=type(record.product).OTHER),))
    assert any(d.variant == "paid-out-less" for d in explain(case.ledger).discrepancies) is named


def drawn_of_plan(credit: int, payee: str, days: int = 0) -> date | None:
    """The day of the loan of a plan that names neither amount nor day, beside a bank's credit."""
    case = CaseBuilder()
    case.page(DRAWN.date(), plan_of(LENT, DRAWN.date(), 12))
    case.bank(DRAWN.date() + timedelta(days=days), credit, payee)
    plan = plan_of(LENT, DRAWN.date(), 12)
    for period in plan[:2]:
        case.bank(period.due, -period.total, "重庆度小满小额贷款有限公司")
    (book,) = tell(case.ledger).loans
    return book.drawn_on if book.drawdown else None


@pytest.mark.parametrize("payee", ["重庆度小满小额贷款有限公司", "贷款发放", "某某小额贷款有限公司"])
def test_a_plan_without_amount_or_day_is_that_of_the_banks_credit_of_its_principal(payee: str) -> None:
    assert drawn_of_plan(LENT, payee) == DRAWN.date()


@pytest.mark.parametrize(
    ("credit", "payee", "days"),
    [
        (LENT - 1, "贷款发放", 0),
        (LENT, "贷款发放", -70),
        (LENT, "张三", 0),
        (LENT, "贷款退款", 0),
        (LENT, "度小满还款", 0),
    ],
)
def test_a_credit_of_another_amount_or_time_or_of_who_lends_nothing_is_no_drawdown(
    credit: int, payee: str, days: int
) -> None:
    assert drawn_of_plan(credit, payee, days) is None
