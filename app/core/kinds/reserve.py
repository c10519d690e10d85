"""Kinds of the first phenomenon: reserve advances, bills that carry them, and settlements that deviate."""

from __future__ import annotations

from app.core.discrepancy import Layer, Phenomenon
from app.core.kinds.asks import (
    ATTEMPTS,
    BILL_DUE,
    BILL_LINES,
    BREAKDOWN,
    CERTIFICATE,
    CERTIFICATE_AFTER_RESIDUAL,
    CERTIFICATE_NOW,
    DAY_COUNT,
    DUE_DAY,
    FIRM_DAYS,
    RESERVE_PLACE,
    RESIDUAL_OPEN,
    SCOPE,
)
from app.core.kinds.kind import Kind, variant
from app.core.severity import Severity

_PHENOMENON, _TECHNICAL, _BUSINESS = Phenomenon.RESERVE, Layer.TECHNICAL, Layer.BUSINESS
_INFO, _WARNING, _SERIOUS = Severity.INFO, Severity.WARNING, Severity.SERIOUS

_SETTLED = "period? product amount paid_on days principal interest planned computed? "
_FEES_SETTLED = _SETTLED + "left wording? "
_INFERRED = "period? product due amount paid_on days "
_BILLED_AGAIN = "product amount taken_on returned_on month bill_paid_on "
_MOVED = "product amount taken_on month open_due? declared? "
_RETURNED = "product amount taken_on returned_on last_day charged "
_UNKNOWN = _RETURNED + "fee late_charge? "

KINDS = (
    Kind(
        "SETTLE-INTEREST-TO-DATE", _PHENOMENON, _BUSINESS, questions=(CERTIFICATE,),
        missing=("lender-breakdown", "plan-page"),
        variants={"closes": variant(_SETTLED + "quoted? quoted_on? rule? also?", _INFO),
                  "in-parts": variant(_SETTLED + "rule also? times paid first_at quoted? quoted_on?", _INFO),
                  "after-prepayment": variant(_SETTLED + "prepaid prepaid_on", _INFO),
                  "interest-as-recorded": variant(_SETTLED + "free_days? waived?", _INFO),
                  "not-computed": variant("product amount paid_on principal interest", _INFO, one_paper=True),
                  "interest-as-debited": variant(_SETTLED, _INFO),
                  "with-fee": variant(
                      _SETTLED + "fee rule? tried? stated?", _WARNING, _INFO, _SERIOUS,
                      questions=(BREAKDOWN, CERTIFICATE),
                  ),
                  "with-fee-debited": variant(
                      _SETTLED + "fee rule tried?", _WARNING, _INFO, questions=(BREAKDOWN, CERTIFICATE)
                  ),
                  "above-interest-recorded": variant(
                      _SETTLED + "rest", _WARNING, questions=(BREAKDOWN, CERTIFICATE)
                  ),
                  "above-interest-debited": variant(
                      _SETTLED + "rest", _WARNING, questions=(BREAKDOWN, CERTIFICATE)
                  )},
    ),
    Kind(
        "LOAN-CANCELLED", _PHENOMENON, _BUSINESS, questions=(CERTIFICATE,),
        variants={"with-interest": variant(_SETTLED, _INFO), "without-interest": variant(_SETTLED, _INFO)},
    ),
    Kind(
        "SETTLE-FEE-REMAINING", _PHENOMENON, _BUSINESS, questions=(BREAKDOWN, CERTIFICATE), deadline=FIRM_DAYS,
        missing=("lender-breakdown",),
        variants={
            "saved": variant(_FEES_SETTLED + "charged? fees? rest", _INFO),
            "several-fees": variant(_FEES_SETTLED + "charged fees rest", _WARNING),
            "all-fees": variant(_FEES_SETTLED + "charged fees rest?", _WARNING),
            "other-charge": variant(_FEES_SETTLED + "charged fees? rest", _WARNING),
        },
    ),
    Kind(
        "SETTLE-RESIDUAL-CENTS", _PHENOMENON, _BUSINESS, questions=(BREAKDOWN, CERTIFICATE_AFTER_RESIDUAL),
        deadline=FIRM_DAYS,
        variants={
            "still-open": variant(
                "period product amount paid_on shown_on shown one_day?", _SERIOUS, _WARNING,
                questions=(RESIDUAL_OPEN,),
            ),
            "recorded": variant("product amount paid_on taken_on one_day?", _WARNING),
            "not-recorded": variant("product amount paid_on taken_on one_day?", _WARNING),
            "without-record": variant("product amount paid_on taken_on one_day?", _WARNING),
        },
    ),
    Kind(
        "DAYCOUNT-CONVENTION", _PHENOMENON, _BUSINESS, questions=(DAY_COUNT, CERTIFICATE), deadline=FIRM_DAYS,
        missing=("plan-page",),
        variants={
            "day-more": variant(_SETTLED + "counted exact one_day", _WARNING),
            "day-less": variant(
                _SETTLED + "counted exact one_day later_on? quoted_on?", _WARNING, questions=(CERTIFICATE,)
            ),
            "inferred": variant(_INFERRED + "one_day", _WARNING),
        },
    ),
    Kind(
        "RESERVE-IN-SETTLE-SCOPE", _PHENOMENON, _BUSINESS, questions=(SCOPE, CERTIFICATE), deadline=CERTIFICATE_NOW,
        missing=("plan-page",),
        variants={
            "included": variant(_SETTLED + "reserve taken_on", _WARNING),
            "included-rest": variant(_SETTLED + "reserve taken_on paid rest", _WARNING),
            "inferred": variant(_INFERRED + "reserve", _WARNING),
            "bill": variant(
                "product month due amount paid paid_on reserve taken_on fee? rest? principal? left? charged?",
                _WARNING, questions=(),
            ),
        },
    ),
    Kind(
        "RESERVE-NOT-ON-BILL", _PHENOMENON, _BUSINESS, questions=(RESERVE_PLACE,), deadline=BILL_DUE,
        variants={
            "missing": variant(_MOVED, _WARNING),
            "other-month": variant(_MOVED + "billed later_month bill_paid_on?", _INFO, _WARNING, questions=()),
        },
    ),
    Kind(
        "RESERVE-AMOUNT-DIFF", _PHENOMENON, _BUSINESS, questions=(BILL_LINES, RESERVE_PLACE), deadline=FIRM_DAYS,
        variants={"more": variant(_MOVED + "billed fee?", _WARNING), "less": variant(_MOVED + "billed", _WARNING),
                  "with-fee": variant(_MOVED + "billed", _INFO)},
    ),
    Kind(
        "RESERVE-BILLED-AFTER-RETURN", _PHENOMENON, _TECHNICAL, questions=(BILL_LINES, RESERVE_PLACE),
        deadline=FIRM_DAYS,
        variants={
            "billed": variant("product amount taken_on returned_on month open_due?", _SERIOUS),
            "paid": variant(_BILLED_AGAIN + "checked_month?", _SERIOUS, held=True),
            "corrected": variant("product amount taken_on returned_on month refund_month", _INFO),
            "refunded": variant(_BILLED_AGAIN + "refunded_on", _INFO),
            "partly-refunded": variant(
                _BILLED_AGAIN + "refunded_on refunded kept checked_month?", _SERIOUS, held=True
            ),
        },
    ),
    Kind(
        "RESERVE-FEE-SEPARATE", _PHENOMENON, _BUSINESS,
        variants={
            "fee": variant(_RETURNED + "days? fee late_charge?", _INFO),
            "unknown-rule": variant(_UNKNOWN + "days?", _WARNING),
            "extended": variant("product amount taken_on returned_on charged", _INFO, _WARNING),
        },
    ),
    Kind(
        "RESERVE-LATE-ACCRUAL", _PHENOMENON, _BUSINESS, questions=(RESERVE_PLACE,), deadline=FIRM_DAYS,
        variants={
            "late": variant(_RETURNED + "days fee? late_charge a_day tries?", _WARNING),
            "late-of-share": variant(_RETURNED + "days fee? late_charge a_day tries?", _WARNING),
            "late-free": variant(_RETURNED + "days fee late_charge? a_day", _INFO),
            "unknown-rule": variant(_UNKNOWN + "days a_day", _WARNING),
        },
    ),
    Kind(
        "RESERVE-DRAINS-DEBIT", _PHENOMENON, _BUSINESS, questions=(ATTEMPTS,), deadline=DUE_DAY,
        variants={
            "same-day": variant(
                "product due amount reserve taken_at funds? funds_at_try? unknown? paid_on?", _WARNING, _INFO
            )
        },
    ),
)  # fmt: skip
