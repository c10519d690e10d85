"""Kinds beside the three phenomena: states shown too early or too late, gaps of files, what nothing explains."""

from __future__ import annotations

from app.core.discrepancy import Layer, Phenomenon
from app.core.kinds.asks import (
    BREAKDOWN,
    CERTIFICATE,
    CERTIFICATE_NOW,
    CERTIFIED_DAY,
    CERTIFIED_DEBITS,
    CERTIFIED_OPEN,
    DISPUTE_DAYS,
    EACH_TIME,
    FINAL_RESULT,
    FINAL_STATE,
    FIRM_DAYS,
    GUARANTOR_PAID,
    KEPT_BACK,
    POST,
    RE_EXPORT,
    RETURNED_PERIOD,
    RETURNED_RECORDED,
    RETURNED_SETTLEMENT,
    TWO_PLANS,
    WHICH_RETURNED,
)
from app.core.kinds.kind import Differing, Kind, variant
from app.core.severity import Severity

_PHENOMENON, _TECHNICAL, _BUSINESS, _SHOWN = Phenomenon.OTHER, Layer.TECHNICAL, Layer.BUSINESS, Layer.FEEDBACK
_INFO, _WARNING, _SERIOUS = Severity.INFO, Severity.WARNING, Severity.SERIOUS

_PERIOD = "period product due amount "
_PENDING = "product amount days waited? seen_after? shown_on?"
_STALE = _PERIOD + "paid_on counted_on shown_on"
_GUARANTEED = "period? product amount principal paid_on times? days? paid? total?"
_BACK = "product amount paid_on returned refunded_on"
_REST = "period? product amount recorded rest paid_on? days? principal? interest? planned? times?"

KINDS = (
    Kind(
        "STATUS-SETTLED-PREMATURE", _PHENOMENON, _SHOWN, questions=(CERTIFICATE,), deadline=CERTIFICATE_NOW,
        missing=("settlement-certificate", "repayment-proof", "plan-page"),
        variants={
            "pending": variant(_PERIOD + "paid_on shown_on", _SERIOUS),
            "not-recorded": variant(_PERIOD + "paid_on shown_on", _SERIOUS),
            "returned": variant(_PERIOD + "paid_on returned_on shown_on", _SERIOUS, questions=(RETURNED_PERIOD,)),
            "one-of-two": variant(
                "product amount paid_at second_at returned_on", _WARNING, questions=(WHICH_RETURNED,)
            ),
            "returned-recorded": variant(_PERIOD + "paid_on returned_on", _SERIOUS, questions=(RETURNED_RECORDED,)),
            "settlement-pending": variant(
                "product amount paid_on shown_on?", _SERIOUS, _WARNING
            ),
            "settlement-returned": variant(
                "product amount paid_on returned_on later_due? shown_on? seen_after?", _SERIOUS, _WARNING,
                questions=(RETURNED_SETTLEMENT,),
            ),
        },
    ),
    Kind(
        "STATUS-STALE", _PHENOMENON, _SHOWN, questions=(POST,),
        variants={
            "open": variant(_STALE, _WARNING),
            "open-corrected": variant(_STALE + " corrected_on", _INFO, questions=()),
            "overdue": variant(_STALE, _WARNING),
            "reminder": variant("product amount paid_at second_at", _INFO, questions=()),
        },
    ),
    Kind(
        "STATUS-UNCONFIRMED", _PHENOMENON, _SHOWN, questions=(FINAL_STATE,), deadline=FINAL_RESULT,
        missing=("final-state",),
        variants={
            "bank-debited": variant(_PENDING, _WARNING, _INFO),
            "no-bank-row": variant(_PENDING, _WARNING, _INFO),
            "no-statement": variant(_PENDING, _WARNING, _INFO),
        },
    ),
    Kind(
        "AMOUNT-WAIVED", _PHENOMENON, _BUSINESS, missing=("plan-page",),
        variants={
            "interest": variant(_PERIOD + "waived", _INFO),
            "interest-not-recorded": variant(_PERIOD + "waived shown_on", _INFO),
            "penalty": variant(_PERIOD + "waived", _INFO),
            "penalty-returned": variant(_PERIOD + "waived", _INFO),
            "interest-returned": variant(f"period? {_BACK} interest shown_on?", _INFO),
            "inferred": variant("period? product due amount paid_on days waived", _INFO),
        },
    ),
    Kind(
        "SURPLUS-RETURNED", _PHENOMENON, _BUSINESS, cause_shown=False, differing=Differing.BRIDGE,
        variants={
            "recorded": variant(f"period? {_BACK} recorded", _INFO),
            "planned": variant(f"period due {_BACK} planned", _INFO),
            "settled": variant(f"{_BACK} rest", _INFO),
            "bill": variant(f"month due {_BACK} billed", _INFO),
        },
    ),
    Kind(
        "EXPORT-NET-AMOUNT", _PHENOMENON, _BUSINESS,
        variants={
            "reduced": variant("period? product amount recorded rest wording", _INFO),
            "reduced-by-plan": variant("period? product amount due planned rest wording shown_on?", _INFO),
            "bill-reduced": variant("product month amount paid rest wording", _INFO),
        },
    ),
    Kind(
        "UNEXPLAINED", _PHENOMENON, _BUSINESS, cause_shown=False, questions=(BREAKDOWN,), deadline=FIRM_DAYS,
        missing=("lender-breakdown", "wallet-bill", "plan-page"),
        variants={
            "more": variant(f"{_REST} returned?", _SERIOUS),
            "old-instalment": variant(f"{_REST} returned? seen_before seen_after", _SERIOUS),
            "each-time": variant(
                "product beyond times total paid_on later_on planned? recorded?", _SERIOUS, questions=(EACH_TIME,)
            ),
            "another-loan": variant(f"{_REST} drawn_on lent", _WARNING),
            "less": variant(_REST, _SERIOUS),
            "less-in-bank": variant(_REST, _WARNING, questions=()),
            "paid-out-less": variant("product amount recorded rest", _SERIOUS, questions=(KEPT_BACK,)),
            "beyond-plan": variant("period product due amount planned beyond fee?", _SERIOUS),
            "taken-above-plan": variant("period product due amount planned beyond times? returned?", _SERIOUS),
            "taken-below-plan": variant("period product due amount planned lacking times? shown_on?", _WARNING),
            "penalty-in-time": variant("period product due amount planned beyond", _SERIOUS),
            "penalty-recorded": variant("period product due amount planned beyond", _SERIOUS),
        },
    ),
    Kind(
        "SOURCE-CONTRADICTION", _PHENOMENON, _SHOWN, cause_shown=False, questions=(FINAL_STATE,), deadline=FINAL_RESULT,
        missing=("plan-page",),
        variants={
            "not-in-statement": variant("product amount account paid_on", _WARNING),
            "whose-plan": variant("file due amount shown_on?", _WARNING, questions=(), one_paper=True),
            "whose-list": variant("file times total paid_on later_on", _WARNING, questions=(), one_paper=True),
            "reserve-failed": variant("product amount taken_on returned_on", _WARNING),
            "two-plans": variant(
                "product period due amount shown_on times due_before planned", _WARNING, questions=(TWO_PLANS,)
            ),
            "two-states": variant(
                "product period due amount shown_on times shown shown_otherwise paid_on?", _WARNING,
                questions=(TWO_PLANS,),
            ),
            "settled-after-certificate": variant(
                "product certified_on paid_on amount", _WARNING, questions=(CERTIFIED_DAY,)
            ),
            "debited-after-certificate": variant(
                "product certified_on later_on times total", _SERIOUS, questions=(CERTIFIED_DEBITS,)
            ),
            "open-after-certificate": variant(
                "product certified_on shown_on total", _WARNING, questions=(CERTIFIED_OPEN,)
            ),
        },
    ),
    Kind(
        "GUARANTOR-PAID", _PHENOMENON, _BUSINESS, questions=(GUARANTOR_PAID,), deadline=FIRM_DAYS,
        variants={
            "loan-ended": variant(_GUARANTEED, _SERIOUS),
            "periods": variant(_GUARANTEED, _WARNING),
        },
    ),
    Kind(
        "CREDIT-REPORT-MISMATCH", Phenomenon.DEBIT_TIME, _SHOWN, deadline=DISPUTE_DAYS, cause_shown=False,
        variants={
            "overdue": variant("product? shown_on payee times month?", _SERIOUS),
            "state": variant("product? shown_on payee times month?", _WARNING),
        },
    ),
    Kind(
        "EXPORT-GAP", _PHENOMENON, _TECHNICAL, cause_shown=False, deadline=RE_EXPORT, differing=Differing.NOTHING,
        variants={
            "rows-missing": variant("file gap_from gap_to declared_rows rows short", _WARNING),
            "balance-breaks": variant("file gap_from gap_to row", _WARNING),
        },
    ),
)  # fmt: skip
