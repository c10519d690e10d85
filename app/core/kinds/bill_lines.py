"""Kinds of the third phenomenon in the lines of bills: instalments from bill to bill, purchases against the wallet."""

from __future__ import annotations

from app.core.discrepancy import Layer, Phenomenon
from app.core.kinds.asks import BILL_CHARGE, BILL_DUE, BILL_LINE, INSTALMENTS
from app.core.kinds.kind import Differing, Kind, variant
from app.core.severity import Severity

_INFO, _WARNING = Severity.INFO, Severity.WARNING

_OF = "product wording month later_month number times open_due? "
_CHANGED = _OF + "instalment_before instalment_after left "
_LINE = "product wording month amount open_due? "
_ENDED = _OF + "left principal fee? "

KINDS = (
    Kind(
        "BILL-INSTALMENT", Phenomenon.PLAN, Layer.BUSINESS, questions=(INSTALMENTS,), deadline=BILL_DUE,
        differing=Differing.NOTHING,
        variants={
            "again": variant(_OF + "amount charged bill_paid_on?", _WARNING),
            "again-same": variant(_OF + "amount billed bill_paid_on?", _WARNING),
            "again-off": variant(_OF + "amount refund_month", _INFO),
            "skipped": variant(_OF + "number_after amount", _WARNING),
            "later": variant(_OF + "number_after amount", _INFO),
            "more": variant(_CHANGED, _WARNING),
            "less": variant(_CHANGED, _WARNING),
            "less-refunded": variant(_CHANGED + "returned_on refunded", _INFO),
            "less-prepaid": variant(_CHANGED + "paid_on prepaid", _INFO),
            "fee-more": variant(_OF + "fee_before? fee_after", _WARNING),
            "fee-less": variant(_OF + "fee_before fee_after?", _INFO),
            "recut": variant(_OF + "times_after planned total instalment_after", _WARNING),
            "recut-same": variant(_OF + "times_after planned total instalment_after", _INFO),
            "recut-refunded": variant(
                _OF + "times_after planned total instalment_after returned_on refunded", _INFO
            ),
            "recut-prepaid": variant(_OF + "times_after planned total instalment_after paid_on prepaid", _INFO),
            "gone": variant(_ENDED + "paid_on? prepaid?", _WARNING),
            "gone-settled": variant(_ENDED + "amount paid_on", _INFO),
            "gone-refunded": variant(_ENDED + "returned_on refunded", _INFO),
            "gone-billed": variant(_ENDED + "amount", _INFO),
        },
    ),
    Kind(
        "REFUND-FEE-KEPT", Phenomenon.PLAN, Layer.BUSINESS, questions=(INSTALMENTS,), deadline=BILL_DUE,
        differing=Differing.NOTHING,
        variants={"billed": variant(_LINE + "later_month times returned_on refunded", _WARNING)},
    ),
    Kind(
        "BILL-LINE-DIFF", Phenomenon.PLAN, Layer.BUSINESS, questions=(BILL_LINE,), deadline=BILL_DUE,
        differing=Differing.NOTHING,
        variants={
            "more": variant(_LINE + "billed bought_on", _WARNING),
            "less": variant(_LINE + "billed bought_on", _INFO),
            "closed": variant(_LINE + "bought_on", _WARNING),
            "not-in-wallet": variant(_LINE + "bought_on", _WARNING),
            "charge-without-cause": variant(_LINE + "due", _WARNING, questions=(BILL_CHARGE,)),
            "not-billed": variant("product wording amount bought_on month later_month", _INFO),
        },
    ),
    Kind(
        "REFUND-NOT-ON-BILL", Phenomenon.PLAN, Layer.BUSINESS, questions=(BILL_LINE,), deadline=BILL_DUE,
        differing=Differing.NOTHING,
        variants={
            "to-product": variant(_LINE + "refunded returned_on bill_paid_on?", _WARNING, _INFO),
            "to-account": variant(_LINE + "refunded returned_on account booked_on? bill_paid_on?", _INFO),
            "unnamed": variant(_LINE + "refunded returned_on bill_paid_on?", _WARNING, _INFO),
        },
    ),
)  # fmt: skip
