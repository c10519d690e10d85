"""What can be asked of whom, and the deadlines: message ids, named once."""

from __future__ import annotations

from app.core.discrepancy import Question

BREAKDOWN = Question("lender", "lender-breakdown")
ATTEMPTS = Question("lender", "lender-attempts")
CERTIFICATE = Question("lender", "lender-certificate")
CERTIFICATE_AFTER_RESIDUAL = Question("lender", "lender-certificate-after-residual")
CERTIFIED_DAY = Question("lender", "lender-certified-day")
CERTIFIED_DEBITS = Question("lender", "lender-certified-debits")
CERTIFIED_OPEN = Question("lender", "lender-certified-open")
TWO_PLANS = Question("lender", "lender-two-plans")
OLD_DAY = Question("lender", "lender-old-day")
PREPAID_INTEREST = Question("lender", "lender-prepaid-interest")
RESIDUAL_OPEN = Question("lender", "lender-residual-open")
PRINCIPAL_ROSE = Question("lender", "lender-principal-rose")
PLAN_BASIS = Question("lender", "lender-plan-basis")
RETURNED_SETTLEMENT = Question("lender", "lender-returned-settlement")
FEE_BASIS = Question("lender", "lender-fee-basis")
RETURNED_RECORDED = Question("lender", "lender-returned-recorded")
RETURNED_PERIOD = Question("lender", "lender-returned-period")
WAIVE = Question("lender", "lender-waive-charge")
CONTRACT_PENALTY = Question("lender", "lender-contract-penalty")
DAY_COUNT = Question("lender", "lender-day-count")
SET_OFF = Question("lender", "lender-return-or-set-off")
BILL_SET_OFF = Question("lender", "lender-bill-set-off")
BY_ANOTHER = Question("lender", "lender-return-by-another")
SETTLED_OVER = Question("lender", "lender-return-settled-over")
AFTER_SETTLEMENT = Question("lender", "lender-return-after-settlement")
POST = Question("lender", "lender-post-payment")
NOT_IN_RECORD = Question("lender", "lender-not-in-record")
MOVE = Question("lender", "lender-move-payment")
SCOPE = Question("lender", "lender-settlement-scope")
BILL_LINES = Question("lender", "lender-bill-lines")
BILL_CHARGE = Question("lender", "lender-bill-charge")
BILL_LINE = Question("lender", "lender-bill-line")
INSTALMENTS = Question("lender", "lender-instalments")
RESERVE_PLACE = Question("wallet", "wallet-reserve-place")
RESERVE_OUT = Question("wallet", "wallet-reserve-out")
RESERVE_TWICE = Question("wallet", "wallet-reserve-twice")
FINAL_STATE = Question("wallet", "wallet-final-state")
BANK_FINAL_STATE = Question("bank", "bank-final-state")
DEBIT_ORDER = Question("wallet", "wallet-debit-order")
BANK_STATE = Question("bank", "bank-debit-state")
DISPUTE = Question("credit-centre", "credit-dispute")
PAYEE_ROLE = Question("payee", "payee-role")
WHICH_LOAN = Question("wallet", "wallet-which-loan")
DEBIT_PURPOSE = Question("bank", "bank-debit-purpose")

DUE_DAY, RETURN_DAYS, FIRM_DAYS, DISPUTE_DAYS = "due-day", "return-days", "firm-days", "dispute-days"
CERTIFICATE_NOW, BILL_DUE, PLAN_DUE, NEXT_DEBIT = "certificate-now", "bill-due", "plan-due", "next-debit"
RE_EXPORT, FINAL_RESULT = "re-export", "final-state"
