"""The kinds of discrepancies: which phenomenon and layer each belongs to, what to ask whom, and by when."""

from __future__ import annotations

from dataclasses import dataclass

from app.core.discrepancy import Layer, Phenomenon, Question

BREAKDOWN = Question("lender", "lender-breakdown")
ATTEMPTS = Question("lender", "lender-attempts")
CERTIFICATE = Question("lender", "lender-certificate")
PLAN_BASIS = Question("lender", "lender-plan-basis")
WAIVE = Question("lender", "lender-waive-charge")
DAY_COUNT = Question("lender", "lender-day-count")
SET_OFF = Question("lender", "lender-return-or-set-off")
POST = Question("lender", "lender-post-payment")
SCOPE = Question("lender", "lender-settlement-scope")
BILL_LINES = Question("lender", "lender-bill-lines")
RESERVE_PLACE = Question("wallet", "wallet-reserve-place")
FINAL_STATE = Question("wallet", "wallet-final-state")
DEBIT_ORDER = Question("wallet", "wallet-debit-order")
BANK_STATE = Question("bank", "bank-debit-state")
DISPUTE = Question("credit-centre", "credit-dispute")
PAYEE_ROLE = Question("payee", "payee-role")

DUE_DAY, RETURN_DAYS, FIRM_DAYS, DISPUTE_DAYS = "due-day", "return-days", "firm-days", "dispute-days"
CERTIFICATE_NOW, BILL_DUE, NEXT_DEBIT, RE_EXPORT = "certificate-now", "bill-due", "next-debit", "re-export"
FINAL_RESULT = "final-state"


@dataclass(frozen=True, slots=True)
class Kind:
    """What is always true of a code (discrepancy catalogue, section 2)."""

    phenomenon: Phenomenon
    layer: Layer
    questions: tuple[Question, ...] = ()
    deadline: str = ""  # a message id, ``deadline.<id>``


_R, _D, _P, _O = Phenomenon.RESERVE, Phenomenon.DEBIT_TIME, Phenomenon.PLAN, Phenomenon.OTHER
_TECH, _RULES, _SHOWN = Layer.TECHNICAL, Layer.BUSINESS, Layer.FEEDBACK

KINDS: dict[str, Kind] = {
    "DEBIT-LATE": Kind(_D, _TECH, (ATTEMPTS,), DISPUTE_DAYS),
    "DEBIT-EARLY": Kind(_D, _RULES, (ATTEMPTS,)),
    "DEBIT-DUPLICATE": Kind(_D, _TECH, (SET_OFF, FINAL_STATE), RETURN_DAYS),
    "DEBIT-MANUAL-AUTO-OVERLAP": Kind(_D, _TECH, (SET_OFF, FINAL_STATE), RETURN_DAYS),
    "DEBIT-PARTIAL-COMBINED": Kind(_D, _RULES),
    "DEBIT-FAIL-CHARGED": Kind(_D, _TECH, (FINAL_STATE, BANK_STATE), RETURN_DAYS),
    "DEBIT-MISSED": Kind(_D, _TECH, (ATTEMPTS,), DUE_DAY),
    "DEBIT-WRONG-SOURCE": Kind(_D, _RULES, (DEBIT_ORDER,), NEXT_DEBIT),
    "DEBIT-CUTOFF-MIDNIGHT": Kind(_D, _TECH, (WAIVE, DISPUTE), DISPUTE_DAYS),
    "POST-LAG": Kind(_D, _TECH, (WAIVE, DISPUTE), DISPUTE_DAYS),
    "POST-MISSING": Kind(_D, _TECH, (POST, FINAL_STATE), DISPUTE_DAYS),
    "STATUS-SETTLED-PREMATURE": Kind(_O, _SHOWN, (CERTIFICATE, POST), CERTIFICATE_NOW),
    "STATUS-STALE": Kind(_O, _SHOWN, (POST,), ""),
    "AMOUNT-WAIVED": Kind(_O, _RULES),
    "UNEXPLAINED": Kind(_O, _RULES, (BREAKDOWN,), FIRM_DAYS),
    "FEE-THIRD-PARTY": Kind(_P, _RULES, (PAYEE_ROLE, BREAKDOWN), FIRM_DAYS),
    "PLAN-REAMORTISED": Kind(_P, _RULES, (PLAN_BASIS,)),
    "PLAN-RATE-CHANGED": Kind(_P, _RULES, (PLAN_BASIS,), FIRM_DAYS),
    "PLAN-DUE-DAY-CHANGED": Kind(_P, _RULES, (PLAN_BASIS,), BILL_DUE),
    "PLAN-DEFERRED": Kind(_P, _RULES, (PLAN_BASIS,), FIRM_DAYS),
    "SETTLE-INTEREST-TO-DATE": Kind(_R, _RULES, (CERTIFICATE,)),
    "DAYCOUNT-CONVENTION": Kind(_R, _RULES, (DAY_COUNT, CERTIFICATE), FIRM_DAYS),
    "RESERVE-IN-SETTLE-SCOPE": Kind(_R, _RULES, (SCOPE, CERTIFICATE), CERTIFICATE_NOW),
    "RESERVE-NOT-ON-BILL": Kind(_R, _RULES, (RESERVE_PLACE,), BILL_DUE),
    "RESERVE-AMOUNT-DIFF": Kind(_R, _RULES, (BILL_LINES, RESERVE_PLACE), FIRM_DAYS),
    "RESERVE-BILLED-AFTER-RETURN": Kind(_R, _TECH, (BILL_LINES, RESERVE_PLACE), FIRM_DAYS),
    "RESERVE-FEE-SEPARATE": Kind(_R, _RULES),
    "RESERVE-LATE-ACCRUAL": Kind(_R, _RULES, (RESERVE_PLACE,), FIRM_DAYS),
    "RESERVE-DRAINS-DEBIT": Kind(_R, _RULES, (ATTEMPTS,), DUE_DAY),
    "REFUND-NEXT-BILL": Kind(_P, _RULES, (), BILL_DUE),
    "BILL-POSTING-CUT": Kind(_P, _RULES),
    "BILL-TOTAL-MISMATCH": Kind(_P, _RULES, (BILL_LINES,), FIRM_DAYS),
    "EXPORT-GAP": Kind(_O, _TECH, (), RE_EXPORT),
    "STATUS-UNCONFIRMED": Kind(_O, _SHOWN, (FINAL_STATE,), FINAL_RESULT),
    "INCIDENT-OUTAGE": Kind(_D, _TECH, (FINAL_STATE,), FINAL_RESULT),
}
