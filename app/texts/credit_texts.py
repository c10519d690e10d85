"""Says what a credit record may show by the rows, how a report stands to them, and which published rules there are."""

from __future__ import annotations

from app.core.ahead import CreditMonth, MarkBasis, MarkCheck, MarkStanding
from app.core.calendar import month_end
from app.core.discrepancy import FactValue
from app.core.explanation import Explanation
from app.texts.ahead_texts import AheadTexts
from app.texts.catalogue import Phrasebook
from app.texts.credit_rules import CreditRule, rules_about

_QUIET = frozenset({MarkBasis.ON_TIME, MarkBasis.UNKNOWN})


class CreditTexts:
    """The sentences about a credit record, in one language; ``enclosed`` where a letter speaks of its enclosures."""

    def __init__(self, explanation: Explanation, phrasebook: Phrasebook, *, enclosed: bool = False) -> None:
        self._record = explanation.ahead.credit
        self._day = explanation.day
        self._book = phrasebook
        self._files = phrasebook.say(f"ahead.credit.files.{'enclosed' if enclosed else 'here'}")
        self._loans = AheadTexts(explanation, phrasebook)

    def informative_months(self) -> tuple[CreditMonth, ...]:
        """The months that may show something else than that all was paid in time."""
        return tuple(month for month in self._record.months if month.basis not in _QUIET)

    def month(self, month: CreditMonth) -> str:
        """What a month may show, for how many days, and under which mark."""
        told, values = f"month.{month.basis.value}", dict[str, FactValue]()
        running = self._day is not None and (self._day.year, self._day.month) == month.month
        if month.basis is MarkBasis.UNPAID and self._day and running and self._day < month_end(*month.month):
            told, values = "month.unpaid-so-far", {"day": self._day}  # nobody knows yet how the month ends
        return self._say(
            told, loan=self._loans.loan(month.facility, month.product), month=_text(month.month), mark=month.mark,
            days=month.days, overdue=month.overdue, **values,
        )  # fmt: skip

    def headline(self) -> str:
        """How many statements of the reports agree, contradict or were not checked; empty without a report."""
        if not self._record.checks:
            return ""
        counts = {s: sum(c.standing is s for c in self._record.checks) for s in MarkStanding}
        return self._say(
            "counts", agree=counts[MarkStanding.AGREES], contradict=counts[MarkStanding.CONTRADICTS],
            unchecked=counts[MarkStanding.NOT_CHECKED],
        )  # fmt: skip

    def standing(self, standing: MarkStanding) -> str:
        """Agrees, contradicts or not checked."""
        return self._say(f"standing.{standing.value}")

    def account(self, check: MarkCheck) -> str:
        """The account as the report names it: lender, day and amount; of an enquiry who looked and when."""
        named = "asked-on" if check.fact == "enquiry" else "opened"
        parts = [check.lender]
        parts += [self._say(named, on=check.opened)] if check.opened else []
        parts += [self._say("of-amount", amount=check.amount)] if check.amount is not None else []
        return self._say("joint").join(filter(None, parts))

    def told(self, check: MarkCheck) -> str:
        """What the report says."""
        month = _text(check.month) if check.month else ""
        return self._say(f"told.{check.fact}", told=check.told, month=month)

    def rows(self, check: MarkCheck) -> str:
        """What the rows say, or why nothing was checked."""
        return self._say(f"why.{check.why}", rows=check.rows, files=self._files)

    def check(self, check: MarkCheck) -> str:
        """A statement beside the rows, in one paragraph."""
        return self._say("check", account=self.account(check), told=self.told(check), rows=self.rows(check))

    def rules(self) -> tuple[CreditRule, ...]:
        """The published rules that concern this case; none without a report and without a month late over its end."""
        grave = any(month.basis in (MarkBasis.UNPAID, MarkBasis.POSTED_LATE) for month in self._record.months)
        if self._day is None or not (self._record.checks or grave):
            return ()
        return rules_about(self._record.months, self._day)

    def rule(self, rule: CreditRule) -> str:
        """A rule with its source, its date and how sure it is."""
        facts: dict[str, FactValue] = {
            "first": rule.first, "last": rule.last, "amount": rule.most, "repaid_by": rule.repaid_by
        }  # fmt: skip
        told = self._say(f"rule.{rule.id}", **facts)
        if rule.since:
            source = self._say("rule-source-year", source=rule.source, year=rule.since)
        else:
            source = self._say("rule-source", source=rule.source, since=rule.valid_from)
        gap = self._book.gap
        return gap.join([told, source, self._say(f"rule-{rule.certainty}")])

    def _say(self, message: str, **values: FactValue) -> str:
        return self._book.say(f"ahead.credit.{message}", **values)


def _text(month: tuple[int, int]) -> str:
    return f"{month[0]}-{month[1]:02d}"
