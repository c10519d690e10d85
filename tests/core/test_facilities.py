"""Every mark of the timeline that belongs to a loan or product names one that the case lists."""

from __future__ import annotations

import pytest

from app.core.facts import Product, WalletKind
from app.core.pipeline import explain
from tests.core.case_builder import CaseBuilder, at


@pytest.mark.parametrize(
    ("kind", "product", "bill_month"),
    [
        (WalletKind.RESERVE_TAKEN, Product.RESERVE, None),
        (WalletKind.RESERVE_RETURNED, Product.RESERVE, None),
        (WalletKind.REPAYMENT, Product.HUABEI, (2026, 3)),
        (WalletKind.REPAYMENT, Product.BAITIAO, (2026, 3)),
    ],
)
def test_a_product_that_only_the_wallet_speaks_of_is_listed(
    kind: WalletKind, product: Product, bill_month: tuple[int, int] | None
) -> None:
    case = CaseBuilder()
    case.wallet(at("03-11 10:30"), 500_00, kind, product=product, bill_month=bill_month)
    told = explain(case.ledger)
    named = {event.facility for event in told.events} - {None}
    assert named == {product.value} == {facility.id for facility in told.facilities}
