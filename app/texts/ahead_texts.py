"""Says what falls due next: what it rests on, which account usually pays, and of which loans nothing is foretold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.core.ahead import DueBasis, DueKind, NextDue, Risk, RiskKind, StalePaper
from app.core.calendar import add_months
from app.core.discrepancy import FactValue
from app.core.explanation import Explanation
from app.core.money import Fen
from app.texts.catalogue import Phrasebook
from app.texts.loan_names import loan_names


@dataclass(frozen=True, slots=True)
class Month:
    """What falls due in a month (2026-04): the sum of the amounts that are known, how many are, and how many are not.

    ``certain`` is the part of the sum that is certain.
    """

    month: str
    amount: Fen
    certain: Fen
    known: int
    unknown: int


def months_of(dues: Sequence[NextDue]) -> tuple[Month, ...]:
    """The dues by month, in order."""
    found = []
    for month in sorted({f"{due.on:%Y-%m}" for due in dues}):
        own = [due for due in dues if f"{due.on:%Y-%m}" == month]
        known = [due.amount for due in own if due.amount is not None]
        certain = sum(due.amount or 0 for due in own if due.basis is DueBasis.CERTAIN)
        found.append(Month(month, sum(known), certain, len(known), len(own) - len(known)))
    return tuple(found)


class AheadTexts:
    """The sentences about what lies ahead, in one language; the same in terminal, window, workbook, JSON, calendar."""

    def __init__(self, explanation: Explanation, phrasebook: Phrasebook) -> None:
        self._ahead = explanation.ahead
        self._day = explanation.day
        self._book = phrasebook
        self._loans = loan_names(explanation.facilities, phrasebook)

    def due(self, due: NextDue) -> str:
        """What falls due, without the day: loan, period and amount."""
        if due.kind is DueKind.BILL:
            told = "bill" if due.amount is not None else "bill-each" if due.low == due.high else "bill-between"
            bounds = {"low": due.low or 0, "high": due.high or 0}
            return self._say(
                f"due.{told}", product=f"product.{due.product}", month=due.month, amount=due.amount or 0, **bounds
            )
        told = "reserve" if due.kind is DueKind.RESERVE else "loan" if due.period is not None else "one"
        told = told if due.amount is not None else "loan-unknown"
        loan = self.loan(due.facility, due.product)
        return self._say(f"due.{told}", loan=loan, period=due.period or 0, amount=due.amount or 0)

    def line(self, due: NextDue) -> str:
        """The day, what falls due, and how sure it is, in one line."""
        return self._say("line", on=due.on, due=self.due(due), basis=self.basis(due.basis))

    def basis(self, basis: DueBasis) -> str:
        """Certain, computed or estimated."""
        return self._say(f"basis.{basis.value}")

    def why(self, due: NextDue) -> str:
        """What the due rests on, as a sentence."""
        return self._say(f"why.{due.why}")

    def details(self, due: NextDue) -> list[str]:
        """Sentences about one due: what it rests on, the account, and whether the day is a day off."""
        told = [self.why(due), self.account(due)]
        if due.account:
            account = due.account
            if due.together is not None and due.due_together > 1:
                told.append(self._say("together", count=due.due_together, amount=due.together))
            if account.balance is not None and account.balance_on:
                told.append(self._say("balance", amount=account.balance, on=account.balance_on))
        return [sentence for sentence in (*told, self.day_off(due)) if sentence]

    def account(self, due: NextDue) -> str:
        """Which account paid of late; empty where none is usual."""
        if not due.account:
            return ""
        said = "account-always" if due.account.times == due.account.of else "account"
        return self._say(said, account=due.account.name, times=due.account.times, of=due.account.of)

    def day_off(self, due: NextDue) -> str:
        """That the day is a day off, and how the last such dues went; empty for a working day."""
        if not due.day_off:
            return ""
        off = due.day_off
        said = "day-off-estimated" if off.is_estimated else "day-off"
        told = [self._say(said, holiday=f"holiday.{off.name}", next=off.next_working)]
        if off.of:
            told.append(self._say("day-off-before", of=off.of, in_time=off.in_time))
        return self._joined(told)

    def text(self, due: NextDue) -> str:
        """Everything about one due in one paragraph."""
        return self._joined([self.line(due), *self.details(due)])

    def risk(self, risk: Risk) -> str:
        """What may go wrong, how often it was so, and when it would matter next."""
        facts = dict(risk.facts)
        told = risk.kind.value
        if risk.kind is RiskKind.RATE_ENDS:
            told = f"{told}-{facts.pop('told')}"
        elif risk.kind is RiskKind.FAILED_FIRST:
            told = f"{told}-why" if facts["reason"] else told
        loan = self.loan(risk.facility, risk.product)
        return self._say(f"risk.{told}", on=risk.on, loan=loan, seen=risk.seen, of=risk.of, **facts)

    def stale(self, paper: StalePaper) -> str:
        """Why nothing is foretold of a loan, and which paper would tell."""
        return self._say(
            f"stale.{paper.why}", loan=self.loan(paper.facility, paper.product), page=paper.page_on,
            since=paper.since, dues=paper.dues, paper=f"ahead.paper.{paper.paper}",
        )  # fmt: skip

    def month(self, month: Month) -> str:
        """What falls due in a month, how much of it is certain, and how many amounts are not known."""
        if not month.known:
            return self._say("month.unknown", month=month.month, unknown=month.unknown)
        sure = "all" if month.certain == month.amount else "some" if month.certain else "none"
        more = self._say("month.more", unknown=month.unknown) if month.unknown else ""
        certain = self._say(f"month.certain-{sure}", certain=month.certain)
        return self._say(
            "month.sum", month=month.month, known=month.known, amount=month.amount, certain=certain, more=more
        )

    def soon(self, months: int = 3) -> tuple[NextDue, ...]:
        """The dues of the next months, counted from the day of the case."""
        if self._day is None:
            return ()
        end = add_months(self._day, months)
        return tuple(due for due in self._ahead.dues if due.on < end)

    def loan(self, facility: str, product: str) -> str:
        """A loan as a person knows it, told apart from others that are alike."""
        return self._loans.get(facility) or self._book.say(f"product.{product}")

    def _say(self, message: str, **values: FactValue) -> str:
        return self._book.say(f"ahead.{message}", **values)

    def _joined(self, sentences: Sequence[str]) -> str:
        return self._book.gap.join(sentences)
