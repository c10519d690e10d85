"""An account of a credit report beside the rows, and how what is found of a statement is written down."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from app.core.ahead import CreditMonth, MarkBasis, MarkCheck, MarkStanding
from app.core.discrepancy import FactValue, distinct
from app.core.facts import Source
from app.core.papers import CreditAccount, CreditReport
from app.core.views.credit_accounts import Month, last_day_of
from app.core.views.overdue_spans import Borrowed

_NO_LOAN = Borrowed("", "", "", None, None, None, 0, (), (), ())


@dataclass(frozen=True)
class AccountBeside:
    """An account of a report with the loan that it is of and the months that the rows give it."""

    account: CreditAccount
    as_of: date
    reported_on: date | None = None
    loan: Borrowed = _NO_LOAN
    months: Mapping[Month, CreditMonth] | None = None

    @classmethod
    def of(cls, account: CreditAccount, report: CreditReport, as_of: date) -> AccountBeside:
        """An account of a report, of which no loan is known yet."""
        return cls(account, as_of, report.reported_at.date() if report.reported_at else None)

    def check(
        self, fact: str, standing: MarkStanding, why: str, told: FactValue, rows: FactValue, *,
        month: Month | None = None, evidence: Iterable[Source] = (),
    ) -> MarkCheck:  # fmt: skip
        account, loan = self.account, self.loan
        return MarkCheck(
            fact, standing, why, account.lender, account.sources, loan.facility, month, told, rows,
            distinct(evidence), account.opened, account.amount, self.reported_on,
        )  # fmt: skip

    def unchecked(self, fact: str, why: str, told: FactValue = "", month: Month | None = None) -> MarkCheck:
        return self.check(fact, MarkStanding.NOT_CHECKED, why, told, "", month=month)

    def agrees(self, fact: str, told: FactValue, rows: FactValue, *evidence: Source) -> MarkCheck:
        return self.check(fact, MarkStanding.AGREES, "agrees", told, rows, evidence=evidence)

    def contradicts(self, fact: str, why: str, told: FactValue, rows: FactValue, *evidence: Source) -> MarkCheck:
        return self.check(fact, MarkStanding.CONTRADICTS, why, told, rows, evidence=evidence)

    def month(self, month: Month) -> CreditMonth | None:
        return (self.months or {}).get(month)

    @property
    def reported(self) -> Month | None:
        """The month that the account's figures are of."""
        return self.account.as_of

    def _all_due_by(self, month: Month) -> bool:
        """Whether all that falls due up to the end of a month is paid before it: one due a month, and its own is."""
        months = [(span.due.year, span.due.month) for span in self.loan.spans]
        return month in months and len({*months}) == len(months) and all(span.paid_on for span in self.loan.spans)

    def known_through(self, month: Month) -> bool:
        """Whether the rows tell every due of the loan up to the end of a month."""
        if last_day_of(month) > self.as_of and not self._all_due_by(month):
            return False
        return all(m.basis is not MarkBasis.UNKNOWN for key, m in (self.months or {}).items() if key <= month)
