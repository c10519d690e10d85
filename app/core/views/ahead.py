"""What lies ahead of a case: its next dues, what may go wrong, and what a credit record may show."""

from __future__ import annotations

from app.core.ahead import Ahead
from app.core.facts import Ledger
from app.core.notices import with_years
from app.core.rules.context import Context
from app.core.views.credit_record import credit_record
from app.core.views.next_dues import next_dues
from app.core.views.risks import risks_of
from app.core.views.usual_accounts import UsualAccounts, paid_dues


def ahead_of(context: Context, ledger: Ledger) -> Ahead:
    """Everything that lies ahead; the ledger gives what the books leave out: messages, pictures, credit reports."""
    past, notices = paid_dues(context), with_years(ledger)
    accounts = UsualAccounts(context, past)
    foretold = next_dues(context, past, accounts, notices, ledger.picture_rows)
    risks = risks_of(context, foretold.dues, accounts, past, notices)
    return Ahead(foretold.dues, foretold.stale, risks, credit_record(context, ledger.credit_reports))
