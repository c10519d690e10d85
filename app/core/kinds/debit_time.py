"""Kinds of the second phenomenon: debits at another time, of another number or from another account than expected."""

from __future__ import annotations

from app.core.discrepancy import Layer, Phenomenon
from app.core.kinds.asks import (
    AFTER_SETTLEMENT,
    ATTEMPTS,
    BANK_STATE,
    BILL_SET_OFF,
    BY_ANOTHER,
    CONTRACT_PENALTY,
    DEBIT_ORDER,
    DEBIT_PURPOSE,
    DISPUTE,
    DISPUTE_DAYS,
    DUE_DAY,
    FINAL_RESULT,
    FINAL_STATE,
    FIRM_DAYS,
    LATE_OR_PUT_OFF,
    MOVE,
    MOVE_BACK,
    NEXT_DEBIT,
    NOT_IN_RECORD,
    OLD_DAY,
    POST,
    RECORDED_TWICE,
    RESERVE_OUT,
    RESERVE_TWICE,
    RETURN_DAYS,
    SET_OFF,
    SETTLED_OVER,
    SHARES_TWICE,
    WAIVE,
    WHICH_LOAN,
)
from app.core.kinds.kind import Differing, Kind, variant
from app.core.severity import Severity

_PHENOMENON, _TECHNICAL, _BUSINESS = Phenomenon.DEBIT_TIME, Layer.TECHNICAL, Layer.BUSINESS
_INFO, _WARNING, _SERIOUS = Severity.INFO, Severity.WARNING, Severity.SERIOUS

_PERIOD = "period product due amount "
_RULE = "rule? base? also? tried? "
_FUNDS = "funds? funds_enough? funds_short? funds_at_try? tried_at? came_at? "
_ALLOWED = "due_rule? due_also? due_not? due_tried? "
_TRIED = "tries? joint? failed_from? account? "
_LATE = _PERIOD + _RULE + _ALLOWED + _TRIED + "paid_on days unpaid? beyond? "
_WHY = "reason? unknown? "
_LATE_ALONE = _PERIOD + _RULE + _WHY + _TRIED + "paid_on days grace? paid? "
_SHOWN = _PERIOD + "paid_on days grace? tries? "
_LATE_BILL = "product month due amount paid_on days " + _ALLOWED
_INFERRED = "period? product due amount paid_on days "
_TWICE = "period? product due amount first_at second_at "
_POSTED_TWICE = "period product amount first_at second_at "
_UNPOSTED = "period? product amount first_at second_at "
_BILL_TWICE = "product month due amount first_at second_at "
_BILL_PART = _BILL_TWICE + "total beyond "
_TAKEN_TWICE = "product amount first_at second_at "
_SETTLED_TWICE = _PERIOD + "paid_on second_at "
_SETTLED_OVER = _PERIOD + "paid_on first_at "
_SETTLEMENT_TWICE = "product amount paid_on second_at "
_AFTER = (AFTER_SETTLEMENT, FINAL_STATE)
_OVER = (SETTLED_OVER,)
_LAG = _PERIOD + _RULE + "paid_at counted_on days "

_SECOND_DEBIT = {
    "kept": variant(_TWICE + "kept returned? waited? days?", _SERIOUS, held=True),
    "partly-returned": variant(_TWICE + "kept returned waited? days?", _SERIOUS, held=True),
    "returned": variant(_TWICE + "kept? returned days? shown_on?", _WARNING),
    "set-off": variant(_TWICE + "later_due", _WARNING),
    "taken-off-bill": variant(_TAKEN_TWICE + "returned later_month", _INFO),
    "bill-kept": variant(_BILL_TWICE + "kept returned? waited? checked_month?", _SERIOUS, held=True),
    "bill-partly-returned": variant(_BILL_TWICE + "kept returned waited?", _SERIOUS, held=True),
    "bill-returned": variant(_BILL_TWICE + "kept? returned", _WARNING),
}

KINDS = (
    Kind(
        "DEBIT-LATE", _PHENOMENON, _TECHNICAL, cause_shown=False,
        questions=(ATTEMPTS,), deadline=DISPUTE_DAYS, missing=("plan-page", "bank-statement", "bill"),
        variants={
            "charged": variant(_LATE + _FUNDS + _WHY + "charged grace?", _SERIOUS, held_where="funds_enough"),
            "charge-returned": variant(
                _PERIOD + _RULE + "paid_on days charged returned refunded_on", _WARNING, questions=()
            ),
            "charged-later": variant(_PERIOD + _RULE + "paid_on days charged later_due", _SERIOUS),
            "in-grace": variant(_LATE + "charged? grace holiday? opens_on?", _INFO),
            "no-charge": variant(_LATE + _FUNDS + _WHY + "charged? grace? counted_on?", _WARNING, _INFO),
            "returned": variant(_LATE + "taken_on returned_on returned charged? grace? counted_on?", _WARNING, _INFO),
            "returned-charged": variant(_LATE + "taken_on returned_on returned charged grace?", _SERIOUS),
            "holiday-charged": variant(_LATE + "holiday opens_on charged grace?", _SERIOUS),
            "inferred": variant(_INFERRED + _RULE + "charged", _SERIOUS),
            "inferred-charged-later": variant(_INFERRED + _RULE + "charged later_due", _SERIOUS),
            "inferred-no-charge": variant(_INFERRED + _RULE + "charged?", _INFO),
            "unrecorded": variant(_LATE_ALONE + "charged? settling?", _WARNING, _INFO),
            "unrecorded-booked": variant(
                _PERIOD + _RULE + _WHY + _TRIED + "paid_on days charged? grace? settling?", _INFO
            ),
            "unrecorded-charged": variant(_LATE_ALONE + "charged total? settling?", _SERIOUS),
            "late-or-put-off": variant(
                _PERIOD + "paid_on days charged total times", _WARNING, questions=(LATE_OR_PUT_OFF,)
            ),
            "shown": variant(_SHOWN + "charged? holiday? opens_on?", _WARNING, _INFO),
            "shown-charged": variant(_SHOWN + _RULE + "charged", _SERIOUS),
            "bill": variant(_LATE_BILL + "charged? bill_paid_on? unheld_month?", _WARNING),
            "bill-charged": variant(_LATE_BILL + _RULE + "charged later_month? unheld_month?", _WARNING),
            "bill-charged-later": variant(_LATE_BILL + _RULE + "charged later_month waived? bill_paid_on?", _WARNING),
            "bill-waived": variant(_LATE_BILL + _RULE + "charged? later_month waived bill_paid_on?", _WARNING),
            "bill-returned": variant(_LATE_BILL + "taken_on returned_on returned", _INFO),
        },
    ),
    Kind(
        "PENALTY-INTEREST", _PHENOMENON, _BUSINESS, questions=(CONTRACT_PENALTY,), deadline=FIRM_DAYS,
        variants={"above-contract": variant(_PERIOD + "paid_on days charged exact beyond", _SERIOUS, held=True)},
    ),
    Kind(
        "DEBIT-HOLIDAY", _PHENOMENON, _BUSINESS,
        variants={
            "shifted": variant(_LATE + "holiday opens_on charged? grace?", _INFO),
            "bill-shifted": variant(_LATE_BILL + "holiday opens_on charged?", _INFO),
        },
    ),
    Kind(
        "DEBIT-EARLY", _PHENOMENON, _BUSINESS, questions=(ATTEMPTS,),
        variants={
            "whole": variant(_PERIOD + "paid_on days", _INFO),
            "old-day": variant(_PERIOD + "paid_on days interest", _WARNING, questions=(OLD_DAY,)),
        },
    ),
    Kind(
        "DEBIT-DUPLICATE", _PHENOMENON, _TECHNICAL, cause_shown=False,
        questions=(SET_OFF, FINAL_STATE), deadline=RETURN_DAYS,
        missing=("wallet-bill", "bank-statement", "plan-page"),
        variants={
            **_SECOND_DEBIT,
            "settled-kept": variant(_SETTLED_TWICE + "kept waited?", _SERIOUS, questions=_AFTER, held=True),
            "settled-partly-returned": variant(
                _SETTLED_TWICE + "kept returned waited?", _SERIOUS, questions=_AFTER, held=True
            ),
            "settled-returned": variant(_SETTLED_TWICE + "returned shown_on?", _WARNING, questions=_AFTER),
            "by-another": variant(
                _SETTLED_TWICE + "kept? returned? waited?", _SERIOUS, _WARNING, questions=(BY_ANOTHER,), held=True
            ),
            "settled-over-kept": variant(_SETTLED_OVER + "kept waited?", _SERIOUS, questions=_OVER, held=True),
            "settled-over-partly-returned": variant(
                _SETTLED_OVER + "kept returned waited?", _SERIOUS, questions=_OVER, held=True
            ),
            "settled-over-returned": variant(_SETTLED_OVER + "returned shown_on?", _WARNING, questions=_OVER),
            "reserve": variant(
                _TAKEN_TWICE + "kept? returned waited?", _SERIOUS, _WARNING, questions=(RESERVE_TWICE,), held=True
            ),
            "reserve-part": variant(
                _TAKEN_TWICE + "kept? returned waited? total", _SERIOUS, _WARNING, questions=(RESERVE_TWICE,), held=True
            ),
            "settlement-kept": variant(_SETTLEMENT_TWICE + "kept waited?", _SERIOUS, questions=_AFTER, held=True),
            "settlement-partly-returned": variant(
                _SETTLEMENT_TWICE + "kept returned waited?", _SERIOUS, questions=_AFTER, held=True
            ),
            "settlement-returned": variant(_SETTLEMENT_TWICE + "returned shown_on?", _WARNING, questions=_AFTER),
            "posted-kept": variant(_POSTED_TWICE + "kept waited?", _SERIOUS, held=True),
            "posted-partly-returned": variant(_POSTED_TWICE + "kept returned waited?", _SERIOUS, held=True),
            "posted-returned": variant(_POSTED_TWICE + "returned", _WARNING),
            "shares-kept": variant(
                _PERIOD + "paid_on paid rest kept waited?", _SERIOUS, questions=(SHARES_TWICE,), held=True
            ),
            "unposted": variant(_UNPOSTED + "kept returned? waited?", _WARNING, questions=(WHICH_LOAN,)),
            "unposted-returned": variant(_UNPOSTED + "returned", _WARNING, questions=()),
            "recorded-twice": variant(_POSTED_TWICE + "times", _WARNING, questions=(RECORDED_TWICE,)),
            "unseen": variant(_TWICE + "kept returned? waited?", _WARNING, questions=(FINAL_STATE,)),
            "undecided": variant("amount first_at second_at wording times", _WARNING, questions=(WHICH_LOAN,)),
        },
    ),
    Kind(
        "DEBIT-MANUAL-AUTO-OVERLAP", _PHENOMENON, _TECHNICAL, questions=(SET_OFF, FINAL_STATE), deadline=RETURN_DAYS,
        variants={
            **_SECOND_DEBIT,
            "bill-part-kept": variant(
                _BILL_PART + "kept waited? checked_month?", _SERIOUS, questions=(BILL_SET_OFF,), held=True
            ),
            "bill-part-returned": variant(_BILL_PART + "kept? returned", _INFO),
            "posted-ahead": variant(_PERIOD + "first_at second_at later_due", _INFO),
        },
    ),
    Kind(
        "DEBIT-PARTIAL-COMBINED", _PHENOMENON, _BUSINESS,
        variants={"same-day": variant(_PERIOD + "accounts", _INFO)},
    ),
    Kind(
        "DEBIT-FAIL-CHARGED", _PHENOMENON, _TECHNICAL, questions=(FINAL_STATE, BANK_STATE), deadline=RETURN_DAYS,
        differing=Differing.BRIDGE,
        variants={
            "kept": variant("product amount account booked_on kept returned? paid_on? waited?", _SERIOUS, held=True),
            "counted": variant("product amount account booked_on kept returned? shown_on", _WARNING),
            "returned": variant("product amount account booked_on kept? returned paid_on?", _WARNING),
        },
    ),
    Kind(
        "DEBIT-MISSED", _PHENOMENON, _TECHNICAL, cause_shown=False, questions=(ATTEMPTS,), deadline=DUE_DAY,
        missing=("bank-statement", "plan-page"),
        variants={
            "reserve": variant("product due amount taken_on days", _SERIOUS, _WARNING, questions=(RESERVE_OUT,)),
            "reserve-part": variant(
                "product due amount taken_on days paid unpaid", _SERIOUS, _WARNING, questions=(RESERVE_OUT,)
            ),
            "not-debited": variant(_PERIOD + "shown_on? days tries? joint? reason? returned_on?", _SERIOUS),
            "just-due": variant(
                _PERIOD + "shown shown_on? days tries? joint? reason? wait_until", _SERIOUS, _WARNING
            ),
            "not-seen": variant(
                _PERIOD + "times shown_on? days tries? joint? reason?", _SERIOUS, _WARNING, _INFO
            ),
            "shown-unpaid": variant(
                _PERIOD + "shown shown_on? days? tries? joint?", _SERIOUS, _WARNING, one_paper=True
            ),
            "rest": variant(_PERIOD + "paid rest shown_on days tries? joint?", _SERIOUS),
            "rest-not-debited": variant(_PERIOD + "paid rest shown_on? days? tries?", _SERIOUS, _WARNING),
            "bill": variant("product month due amount days tries?", _SERIOUS),
            "bill-rest": variant("product month due amount unpaid paid days tries?", _SERIOUS),
            "bill-rest-unclear": variant("product month due amount unpaid paid reserve_on? later_on?", _WARNING),
            "bill-carried": variant(
                "product month later_month due amount charged? tries? bill_paid_on? " + _RULE, _WARNING
            ),
        },
    ),
    Kind(
        "DEBIT-WRONG-SOURCE", _PHENOMENON, _BUSINESS, questions=(DEBIT_ORDER,), deadline=NEXT_DEBIT,
        variants={"other-account": variant(_PERIOD + "paid_on account usual times", _WARNING)},
    ),
    Kind(
        "DEBIT-CUTOFF-MIDNIGHT", _PHENOMENON, _TECHNICAL, questions=(WAIVE, DISPUTE), deadline=DISPUTE_DAYS,
        variants={"charged": variant(_LAG + "charged", _SERIOUS, held=True)},
    ),
    Kind(
        "POST-LAG", _PHENOMENON, _TECHNICAL, questions=(WAIVE, DISPUTE), deadline=DISPUTE_DAYS,
        variants={
            "charged": variant(_LAG + "charged", _SERIOUS, held=True),
            "charged-later": variant(_LAG + "charged later_due", _SERIOUS, held=True),
            "no-charge": variant(_LAG + "charged?", _WARNING, _INFO),
        },
    ),
    Kind(
        "POST-MISSING", _PHENOMENON, _TECHNICAL, questions=(POST, FINAL_STATE), deadline=DISPUTE_DAYS,
        missing=("bank-slip", "plan-page"),
        variants={
            "not-in-record": variant(_PERIOD + "paid_at later_on", _WARNING, questions=(NOT_IN_RECORD,)),
            "unclear": variant(_PERIOD + "paid_at shown_on payee", _WARNING, questions=(DEBIT_PURPOSE,)),
            "recent": variant(_PERIOD + "paid_at shown_on shown wait_until?", _WARNING),
            "open": variant(_PERIOD + "paid_at shown_on account?", _SERIOUS),
            "overdue": variant(_PERIOD + "paid_at shown_on account?", _SERIOUS),
        },
    ),
    Kind(
        "ALLOC-OTHER-LOAN", _PHENOMENON, _BUSINESS, questions=(MOVE,), deadline=DISPUTE_DAYS,
        variants={
            "recorded-there": variant(_PERIOD + "paid_on shown_on other_loan other_period?", _SERIOUS),
            "recorded-ahead": variant(
                _PERIOD + "paid_on shown_on other_period", _SERIOUS, questions=(MOVE_BACK,)
            ),
        },
    ),
    Kind(
        "INCIDENT-OUTAGE", _PHENOMENON, _TECHNICAL, questions=(FINAL_STATE,), deadline=FINAL_RESULT,
        differing=Differing.NOTHING,
        variants={"reported": variant("period?", _INFO)},
    ),
)  # fmt: skip
