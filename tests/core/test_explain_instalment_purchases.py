"""Purchases paid in instalments with a flat fee: settled early, refunded in part, linked to what was bought."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import pytest

from app.core.ahead import MarkBasis
from app.core.comparison import Standing, Subject
from app.core.discrepancy import Certainty, Discrepancy
from app.core.facts import PeriodState, PlanRow, Product, Purpose, WalletKind
from app.core.pipeline import explain, tell
from tests.core.case_builder import CaseBuilder

PRINCIPAL, FEE, TERMS = 500_00, 22_00, 12
BOUGHT = datetime(2026, 1, 20, 14, 0)
DUES = [date(2026 + (1 + n) // 12, (1 + n) % 12 + 1, 9) for n in range(TERMS)]
PAID_FOUR = date(2026, 5, 20)


@dataclass
class Purchase(CaseBuilder):
    """A purchase of 6,000.00 in 12 instalments, 22.00 of fee each, due on the 9th, paid by the card."""

    terms: int = TERMS
    bought_at: datetime = BOUGHT

    def __post_init__(self) -> None:
        super().__init__()
        self.bought = self.wallet(
            self.bought_at, PRINCIPAL * self.terms, WalletKind.PURCHASE, product=Product.HUABEI, text="电脑"
        )
        self.rows(BOUGHT.date())

    def rows(
        self, as_of: date, paid: int = 0, changed: Mapping[int, tuple[int, int]] | None = None, gone: int = 0
    ) -> None:
        """A page on which the first ``paid`` and the last ``gone`` periods are settled; ``changed`` gives amounts."""
        amounts = dict.fromkeys(range(1, self.terms + 1), (PRINCIPAL, FEE)) | dict(changed or {})
        self._add(
            plan_rows=tuple(
                PlanRow(
                    "FQ-1", period, as_of, DUES[period - 1], principal, 0, fee=fee,
                    state=PeriodState.OPEN if paid < period <= self.terms - gone else PeriodState.SETTLED,
                    sources=self._row("plan.csv"),
                )
                for period, (principal, fee) in amounts.items()
            )
        )  # fmt: skip

    def pay(self, count: int) -> None:
        """The first ``count`` instalments, each at noon of its due day."""
        for due in DUES[:count]:
            self.debit(datetime.combine(due, datetime.min.time()) + timedelta(hours=12), PRINCIPAL + FEE)

    def debit(self, moment: datetime, amount: int, **more: object) -> None:
        self.wallet(moment, amount, product=Product.HUABEI, text="花呗还款", **more)
        self.bank(moment.date(), -amount, "支付宝-花呗还款")

    def refund_by_words(self, moment: datetime, amount: int, item: str) -> None:
        """The merchant's refund, in part, under a number of its own: it names what was bought, and no order."""
        self.wallet(moment, amount, WalletKind.REFUND, product=Product.HUABEI, text=f"退款-{item}", item=item)

    def refund(self, moment: datetime, amount: int) -> None:
        """The merchant's refund of the order, in part."""
        self.wallet(moment, amount, WalletKind.REFUND, product=Product.HUABEI, refund_of=self.bought.order_no)


def settled(beside: int, **more: object) -> Discrepancy:
    """Five instalments paid, then all principal left and ``beside`` on 17 June."""
    case = Purchase()
    case.pay(5)
    case.rows(date(2026, 6, 11), paid=5)
    case.debit(datetime(2026, 6, 17, 12, 6), 7 * PRINCIPAL + beside, **more)
    case.rows(date(2026, 7, 1), paid=TERMS)
    return case.found()["SETTLE-FEE-REMAINING"]


@pytest.mark.parametrize(
    ("fees", "variant"), [(0, "saved"), (1, "saved"), (2, "several-fees"), (6, "several-fees"), (7, "all-fees")]
)
def test_a_settlement_is_the_principal_and_so_many_of_the_fees(fees: int, variant: str) -> None:
    found = settled(fees * FEE)
    assert (found.variant, found.certainty, found.unexplained) == (variant, Certainty.PROVED, 0)
    assert found.difference == -(7 - fees) * FEE


def test_what_no_number_of_fees_makes_up_is_left_unexplained() -> None:
    found = settled(30_00, purpose=Purpose.SETTLEMENT)
    assert (found.variant, found.certainty) == ("other-charge", Certainty.OPEN)
    assert (found.difference, found.unexplained) == (30_00 - 7 * FEE, 30_00)


def test_a_settlement_on_the_day_of_the_page_that_shows_it_is_seen() -> None:
    case = Purchase()
    case.pay(5)
    case.rows(date(2026, 6, 11), paid=5)
    case.debit(datetime(2026, 6, 17, 12, 6), 7 * PRINCIPAL + FEE, purpose=Purpose.SETTLEMENT)
    case.rows(date(2026, 6, 17), paid=TERMS)
    assert case.found()["SETTLE-FEE-REMAINING"].difference == -6 * FEE


def test_an_amount_of_that_size_settles_nothing_while_the_plan_goes_on() -> None:
    case = Purchase()
    case.pay(5)
    case.rows(date(2026, 6, 11), paid=5)
    case.debit(datetime(2026, 6, 17, 12, 6), 7 * PRINCIPAL + FEE)
    case.rows(date(2026, 6, 20), paid=5)
    assert "SETTLE-FEE-REMAINING" not in case.found()


def refunded(refund: int, changed: Mapping[int, tuple[int, int]], gone: int = 0) -> dict[str, Discrepancy]:
    """Three of six paid, then a refund; of the changed periods the last ``gone`` are shown as settled."""
    case = Purchase(terms=6)
    case.pay(3)
    case.rows(date(2026, 5, 12), paid=3)
    case.refund(datetime(2026, 5, 18, 16, 0), refund)
    case.rows(date(2026, 5, 20), paid=3, changed=changed, gone=gone)
    return case.found()


def test_a_refund_takes_the_last_periods_and_the_fee_stays() -> None:
    found = refunded(600_00, {5: (400_00, FEE), 6: (0, FEE)})
    offset = found["REFUND-OFFSET"]
    assert (offset.variant, offset.difference, offset.unexplained) == ("from-end", -600_00, 0)
    assert dict(offset.facts)["fee"] == FEE
    assert not {"PLAN-REAMORTISED", "PLAN-RATE-CHANGED"} & set(found)


def test_a_refund_takes_the_fees_of_what_fell_away_with_it() -> None:
    offset = refunded(750_00, {5: (250_00, 11_00), 6: (0, 0)})["REFUND-OFFSET"]
    assert {p.component: p.amount for p in offset.bridge} == {"refund-off-plan": -750_00, "fees-fallen-away": -33_00}
    assert (offset.certainty, offset.unexplained) == (Certainty.PROVED, 0)


def test_periods_that_a_refund_emptied_left_the_plan_although_they_are_shown_as_settled() -> None:
    offset = refunded(1_500_00, {4: (0, FEE), 5: (0, 0), 6: (0, 0)}, gone=2)["REFUND-OFFSET"]
    parts = {p.component: p.amount for p in offset.bridge}
    assert parts == {"refund-off-plan": -1_500_00, "fees-fallen-away": -2 * FEE}
    assert (offset.difference, offset.unexplained, offset.certainty) == (-1_500_00 - 2 * FEE, 0, Certainty.PROVED)


def test_periods_settled_ahead_beside_a_smaller_refund_are_not_laid_to_it() -> None:
    offset = refunded(500_00, {4: (0, FEE), 5: (0, 0), 6: (0, 0)}, gone=2)["REFUND-OFFSET"]
    assert offset.difference == -500_00


def test_a_refund_spread_over_all_periods_is_not_said_to_take_the_last() -> None:
    offset = refunded(300_00, {4: (400_00, FEE), 5: (400_00, FEE), 6: (400_00, FEE)})["REFUND-OFFSET"]
    assert (offset.variant, offset.difference) == ("spread", -300_00)


def test_what_left_the_plan_beyond_the_refund_is_unexplained() -> None:
    offset = refunded(400_00, {6: (0, FEE)})["REFUND-OFFSET"]
    assert (offset.difference, offset.unexplained, offset.certainty) == (-500_00, -100_00, Certainty.STRONG)


def test_principal_that_left_the_plan_without_a_row_is_not_called_a_prepayment() -> None:
    case = Purchase(terms=6)
    case.pay(3)
    case.rows(date(2026, 5, 12), paid=3)
    case.rows(date(2026, 5, 20), paid=3, changed={6: (0, FEE)})
    change = case.found()["PLAN-REAMORTISED"]
    assert (change.variant, change.certainty) == ("cause-unknown", Certainty.OPEN)
    assert change.missing == ("repayment-record",)


def test_a_plan_is_tied_to_the_one_purchase_of_its_principal() -> None:
    case = Purchase()
    (book,) = tell(case.ledger).loans
    assert book.purchase is not None and book.product is Product.HUABEI
    case.wallet(BOUGHT + timedelta(days=1), PRINCIPAL * TERMS, WalletKind.PURCHASE, product=Product.BAITIAO)
    (book,) = tell(case.ledger).loans
    assert book.purchase is None


def test_a_settled_purchase_is_not_due_any_more() -> None:
    case = Purchase()
    case.pay(5)
    case.debit(datetime(2026, 6, 17, 12, 6), 7 * PRINCIPAL + FEE, purpose=Purpose.SETTLEMENT)
    case.rows(date(2026, 7, 1), paid=TERMS)
    told = explain(case.ledger)
    assert not [o for o in told.outlook if o.text == "next-due"]
    assert not [o for o in told.outlook if o.text.startswith("settle-now")]


def test_a_settlement_holds_the_instalment_that_is_overdue_as_well() -> None:
    case = Purchase()
    case.pay(4)
    case.debit(datetime(2026, 6, 17, 12, 6), 8 * PRINCIPAL + 2 * FEE, purpose=Purpose.SETTLEMENT)
    case.rows(date(2026, 7, 1), paid=TERMS)
    assert case.found()["SETTLE-FEE-REMAINING"].difference == -6 * FEE


def with_bill(bought_at: datetime, asked: int = PRINCIPAL * TERMS) -> Purchase:
    """A bill due on 10 January that nothing paid, beside the plan whose first period is due on 9 February."""
    case = Purchase(bought_at=bought_at)
    case.covers(date(2025, 12, 1), PAID_FOUR)
    case.bill(1, [case.line(date(2025, 12, 5), asked)])
    case.pay(4)
    return case


def test_a_bill_whose_whole_sum_a_plan_pays_off_was_put_into_instalments_and_not_left_unpaid() -> None:
    case = with_bill(datetime(2025, 12, 5, 14, 0))
    found = case.found(PAID_FOUR)
    moved = dict(found["PLAN-BILL-INSTALMENT"].facts)
    assert (moved["times"], moved["instalment_after"], moved["charged"]) == (TERMS, PRINCIPAL + FEE, TERMS * FEE)
    assert "DEBIT-MISSED" not in found
    assert MarkBasis.UNPAID not in {m.basis for m in explain(case.ledger, as_of=PAID_FOUR).ahead.credit.months}


@pytest.mark.parametrize(
    ("bought_at", "asked"),
    [(BOUGHT, PRINCIPAL * TERMS), (datetime(2025, 12, 5, 14, 0), PRINCIPAL * TERMS + 1)],
    ids=["bought after the bill", "another sum"],
)
def test_a_plan_of_something_else_says_nothing_of_the_bill(bought_at: datetime, asked: int) -> None:
    case = with_bill(bought_at, asked)
    assert "PLAN-BILL-INSTALMENT" not in case.found(PAID_FOUR)
    checks = explain(case.ledger, as_of=PAID_FOUR).comparison.checks
    assert Standing.AGREES not in {c.standing for c in checks if c.subject is Subject.BILL}


@pytest.mark.parametrize(("item", "told"), [("电脑", "REFUND-OFFSET"), ("键盘", "PLAN-REAMORTISED")])
def test_a_refund_that_repeats_what_was_bought_is_the_purchases(item: str, told: str) -> None:
    case = Purchase()
    case.pay(2)
    case.refund_by_words(datetime(2026, 3, 20, 10, 0), 2 * PRINCIPAL, item)
    case.rows(date(2026, 3, 25), paid=2, changed={11: (0, 0), 12: (0, 0)})
    assert told in case.found(date(2026, 3, 26))


@pytest.mark.parametrize(
    ("beyond", "later", "settled"),
    [(2 * FEE, False, True), (2 * FEE + 1, False, False), (2 * FEE, True, False)],
    ids=["whole fees", "another sum", "shown open later"],
)
def test_a_prepayment_of_all_principal_and_whole_fees_is_a_settlement(beyond: int, later: bool, settled: bool) -> None:
    case = Purchase()
    case.pay(5)
    case.debit(datetime(2026, 6, 17, 12, 6), 7 * PRINCIPAL + beyond, purpose=Purpose.PREPAYMENT)
    if later:
        case.rows(date(2026, 6, 20), paid=6)
    assert ("SETTLE-FEE-REMAINING" in case.found(date(2026, 6, 25))) is settled
