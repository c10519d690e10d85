"""What a credit record may show by the rows, and how the reports that were given stand to it."""

from __future__ import annotations

from collections.abc import Iterable

from app.core.ahead import CreditRecord
from app.core.explanation import NO_DAY
from app.core.papers import CreditReport
from app.core.rules.context import Context
from app.core.views.credit_checks import checks_of
from app.core.views.credit_months import months_of
from app.core.views.overdue_spans import borrowed


def credit_record(context: Context, reports: Iterable[CreditReport]) -> CreditRecord:
    """The months of every loan and bill product, and each statement of the reports; empty where no day is known."""
    if context.as_of <= NO_DAY:
        return CreditRecord()
    loans = borrowed(context)
    months = tuple(month for loan in loans for month in months_of(loan, context.as_of))
    return CreditRecord(months, checks_of(reports, loans, months, context.as_of, context.books.bank))
