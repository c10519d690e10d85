"""Kinds of the third phenomenon: plans and bills that changed on the way."""

from __future__ import annotations

from app.core.discrepancy import Layer, Phenomenon
from app.core.kinds.asks import (
    BILL_DUE,
    BILL_LINES,
    BREAKDOWN,
    COUPON,
    DUE_MOVED,
    FEE_BASIS,
    FIRM_DAYS,
    LENDER_FEE,
    PAYEE_ROLE,
    PLAN_BASIS,
    PLAN_DUE,
    PREPAID_INTEREST,
    PRINCIPAL_ROSE,
)
from app.core.kinds.kind import Differing, Kind, variant
from app.core.severity import Severity

_PHENOMENON, _BUSINESS = Phenomenon.PLAN, Layer.BUSINESS
_INFO, _WARNING, _SERIOUS = Severity.INFO, Severity.WARNING, Severity.SERIOUS

_CHANGED = (
    "period product seen_before seen_after instalment_before instalment_after due_before due_after shift? left "
    "prepaid? interest_on_prepaid? fee? stated? rate_before? rate_after? paid_more? fees_more? fees_less? prepaid_on? "
    "changed_from? times? other_rate? paid? "
)  # rates have no value where a page follows none
_OFFSET = (
    "period product seen_before seen_after returned_on refunded wording? taken_off fee_less? fee? rest? due_after "
    "instalment_after? "
)
_MOVED_DUE = (
    "period product seen_before instalment_before instalment_after due_before due_after times shown_on?"
)  # fmt: skip
_AFTER_BILL = "product amount wording refunded month bill_paid_on returned_on"
_TOTALS = "product month declared total lines declared_lines rest paid? open_due?"
_OLD_INTEREST = "period product due amount paid_on prepaid_on interest beyond "
_OLD_CHARGED = _OLD_INTEREST + "prepaid exact days interest_on_prepaid?"
_FEE = "product amount payee wording total times?"
_LENDER_FEE = "product amount payee wording"
_EXTENSION_FEE = _LENDER_FEE + " seen_after? added? months? interest?"

_ROSE = "period product seen_before seen_after instalment_before instalment_after due_before due_after left principal "
_RISEN = variant(_ROSE, _WARNING, questions=(PRINCIPAL_ROSE,))

_UNTOLD = variant(_CHANGED.replace("changed_from? ", "unseen differing? ") + "added?", _WARNING)

_RATE_TOLD = " told_on? answered_on? announced_yearly? announced_daily? said_yearly? said_daily? yearly_after?"
_DUE_TOLD = " answered_on? announced_due? said_due?"
_DAY_TOLD = _DUE_TOLD + " told_on? announced_day? said_day?"
_BY_MESSAGE = _MOVED_DUE + " told_on? announced_day? announced_due?"
_BY_OTHER_MESSAGE = _MOVED_DUE + " told_on? said_day? said_due?"

_REPRICED = variant(_CHANGED + "added?" + _RATE_TOLD, _WARNING, _INFO)
_REDATED = variant(_CHANGED + "added?" + _DAY_TOLD, _WARNING, _INFO)
_LONGER = variant(_CHANGED + "added" + _DUE_TOLD, _WARNING, _INFO)

KINDS = (
    Kind(
        "FEE-THIRD-PARTY", _PHENOMENON, _BUSINESS, questions=(PAYEE_ROLE, BREAKDOWN), deadline=FIRM_DAYS,
        differing=Differing.BRIDGE,
        variants={
            "with-repayment": variant(_FEE + " items? plan_periods?", _WARNING),
            "alone": variant(_FEE, _WARNING),
            "disclosed": variant(_FEE + " disclosed", _INFO),
        },
    ),
    Kind(
        "FEE-LENDER", _PHENOMENON, _BUSINESS, questions=(LENDER_FEE,), deadline=FIRM_DAYS, differing=Differing.BRIDGE,
        variants={
            "by-lender": variant(_LENDER_FEE, _WARNING),
            "for-extension": variant(_EXTENSION_FEE, _WARNING),
            "disclosed": variant(_LENDER_FEE + " disclosed", _INFO),
        },
    ),
    Kind(
        "COST-NOT-DISCLOSED", _PHENOMENON, _BUSINESS, questions=(LENDER_FEE,), deadline=FIRM_DAYS,
        differing=Differing.BRIDGE,
        variants={
            "by-lender": variant(_LENDER_FEE + " items?", _WARNING),
            "for-extension": variant(_EXTENSION_FEE + " items?", _WARNING),
        },
    ),
    Kind(
        "PLAN-REAMORTISED", _PHENOMENON, _BUSINESS, questions=(PLAN_BASIS,), differing=Differing.NOTHING,
        missing=("repayment-record", "plan-page"),
        variants={
            "shorter": variant(_CHANGED + "added?", _WARNING, _INFO),
            "cut-from-end": variant(_CHANGED + "added?", _WARNING, _INFO),
            "lower-instalment": variant(_CHANGED + "added?", _WARNING, _INFO),
            "paid-ahead": variant(_CHANGED + "saved added?", _WARNING, _INFO),
            "principal-rose": _RISEN,
            "untold": _UNTOLD,
            "cause-unknown": variant(_CHANGED.replace("prepaid? ", "prepaid ") + "added?", _WARNING),
        },
    ),
    Kind(
        "PREPAID-INTEREST", _PHENOMENON, _BUSINESS, questions=(PREPAID_INTEREST,), deadline=FIRM_DAYS,
        missing=("repayment-record",),
        variants={
            "charged": variant(_OLD_CHARGED, _SERIOUS, _WARNING, held_where="interest_on_prepaid"),
            "charged-unrecorded": variant(_OLD_CHARGED, _SERIOUS, _WARNING, held_where="interest_on_prepaid"),
            "unclear": variant(_OLD_INTEREST + "total", _WARNING),
        },
    ),
    Kind(
        "PLAN-OLD-INSTALMENT", _PHENOMENON, _BUSINESS, questions=(BREAKDOWN,), deadline=FIRM_DAYS,
        variants={
            "taken": variant("period product due amount planned beyond seen_before seen_after", _SERIOUS),
        },
    ),
    Kind(
        "COUPON-FORFEITED", _PHENOMENON, _BUSINESS, questions=(COUPON,), deadline=FIRM_DAYS,
        variants={
            "after-failure": variant("period product due amount first_at taken_on rest wording", _WARNING),
        },
    ),
    Kind(
        "REFUND-OFFSET", _PHENOMENON, _BUSINESS, deadline=PLAN_DUE, differing=Differing.NOTHING,
        variants={
            "from-end": variant(_OFFSET, _WARNING),
            "spread": variant(_OFFSET, _WARNING),
            "bill": variant("product month returned_on refunded amount paid", _INFO),
        },
    ),
    Kind(
        "PLAN-BILL-INSTALMENT", _PHENOMENON, _BUSINESS, differing=Differing.NOTHING,
        variants={
            "moved": variant("product month amount paid rest times instalment_after fee? charged?", _INFO),
            "moved-to-plan": variant(
                "product month amount paid rest times instalment_after due_after charged?", _INFO
            ),
            "taken-out": variant("product month later_month amount rest times instalment_after fee? charged?", _INFO),
        },
    ),
    Kind(
        "PLAN-RATE-CHANGED", _PHENOMENON, _BUSINESS, questions=(PLAN_BASIS,), deadline=FIRM_DAYS,
        differing=Differing.NOTHING, missing=("repayment-record",),
        variants={
            "more-interest": _REPRICED,
            "less-interest": _REPRICED,
            "same-rate": variant(_CHANGED + "added?", _WARNING),
            "fewer-periods": variant(_CHANGED + "fewer", _WARNING),
            "other-way": variant(_CHANGED + "added?", _WARNING),
            "more-fees": variant(_CHANGED + "added?", _WARNING, questions=(FEE_BASIS,)),
            "less-fees": variant(_CHANGED + "added?", _WARNING, questions=(FEE_BASIS,)),
        },
    ),
    Kind(
        "PLAN-DUE-DAY-CHANGED", _PHENOMENON, _BUSINESS, questions=(PLAN_BASIS,), deadline=PLAN_DUE,
        differing=Differing.NOTHING, missing=("repayment-record", "plan-page"),
        variants={
            "more-interest": _REDATED,
            "less-interest": _REDATED,
            "as-announced": variant(_BY_MESSAGE, _INFO),
            "not-as-announced": variant(_BY_OTHER_MESSAGE, _WARNING, questions=(DUE_MOVED,)),
            "by-amounts": variant(_MOVED_DUE, _WARNING, questions=(DUE_MOVED,)),
            "by-days": variant(_MOVED_DUE, _WARNING, questions=(DUE_MOVED,)),
        },
    ),
    Kind(
        "PLAN-DEFERRED", _PHENOMENON, _BUSINESS, questions=(PLAN_BASIS,), deadline=FIRM_DAYS,
        differing=Differing.NOTHING, missing=("repayment-record", "plan-page"), variants={
            "more-interest": _LONGER,
            "less-interest": _LONGER,
            "joined": variant(_CHANGED + "added?" + _DUE_TOLD, _WARNING, _INFO),
            "put-off": variant(_CHANGED + "months added?" + _DUE_TOLD, _WARNING, _INFO),
            "capitalised": variant(_ROSE + "days", _WARNING, questions=(PRINCIPAL_ROSE,)),
            "principal-rose": _RISEN,
            "untold": _UNTOLD,
            "taken-over": variant("period product seen_before seen_after principal left number_after times?", _WARNING),
        },
    ),
    Kind(
        "REFUND-NEXT-BILL", _PHENOMENON, _BUSINESS, deadline=BILL_DUE, differing=Differing.NOTHING,
        variants={"later-bill": variant("product amount wording refunded month refund_month open_due?", _INFO)},
    ),
    Kind(
        "REFUND-AFTER-BILL", _PHENOMENON, _BUSINESS, differing=Differing.NOTHING,
        variants={
            "to-product": variant(_AFTER_BILL, _INFO),
            "not-on-next": variant(_AFTER_BILL + " later_month", _INFO),
            "to-account": variant(_AFTER_BILL + " account booked_on?", _INFO),
            "unnamed": variant(_AFTER_BILL, _INFO),
        },
    ),
    Kind(
        "BILL-POSTING-CUT", _PHENOMENON, _BUSINESS, differing=Differing.NOTHING,
        variants={"next-bill": variant("product amount wording bought_on posted_on month", _INFO)},
    ),
    Kind(
        "BILL-TOTAL-MISMATCH", _PHENOMENON, _BUSINESS, questions=(BILL_LINES,), deadline=FIRM_DAYS,
        variants={
            "more": variant(_TOTALS, _WARNING),
            "less": variant(_TOTALS + " paid_on?", _WARNING, _INFO),
            "lines-missing": variant(_TOTALS, _WARNING),
        },
    ),
)  # fmt: skip
