"""Says what was compared and what was not, in one or two sentences, and what to fetch next, with the way to get it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.core.comparison import Comparison, Paper, Wanted
from app.core.discrepancy import FactValue
from app.core.explanation import Explanation
from app.texts.catalogue import Phrasebook
from app.texts.loan_names import loan_names


@dataclass(frozen=True, slots=True)
class Fetch:
    """A missing paper in words: what it is, what it would decide, how to get it; and which discrepancies it decides."""

    name: str
    decides: str
    way: str
    discrepancies: tuple[str, ...]


class ComparisonTexts:
    """The sentences of one explanation in one language; the same in terminal, window, workbook and JSON."""

    def __init__(self, explanation: Explanation, phrasebook: Phrasebook) -> None:
        self._explanation = explanation
        self._comparison: Comparison = explanation.comparison
        self._book = phrasebook
        self._names = loan_names([loan for loan in explanation.facilities if loan.principal is not None], phrasebook)

    def headline(self) -> str:
        """How many payments agree, differ or could not be checked, and what would check them."""
        counts, gap = self._comparison.counts, self._book.gap
        if counts.all:
            return gap.join([*self._checked(), *self._unchecked(), *self._booked(), *self._charges()])
        here = "-and-".join(role.value for role in self._comparison.accounts)
        return gap.join([self._say(f"nothing-in-{here}" if here else "nothing"), *self._charges()])

    def short(self) -> str:
        """The same numbers in a few words."""
        counts = self._comparison.counts
        return self._say("short", agree=counts.agree, differ=counts.differ, unchecked=counts.unchecked)

    def fetch(self) -> tuple[Fetch, ...]:
        """Missing papers, the one first that decides most; one for each that is wanted."""
        return tuple(self._fetch(want) for want in self._comparison.wanted)

    def fetch_once(self) -> tuple[Fetch, ...]:
        """Missing papers for a person to read: those that bear one name, as of loans that are alike, are one."""
        by_name: dict[tuple[str, str], Wanted] = {}
        for want in self._comparison.wanted:
            name = (want.paper.kind, self.name(want.paper))
            by_name[name] = _together(by_name[name], want) if name in by_name else want
        return tuple(self._fetch(want) for want in by_name.values())

    def fetch_lines(self) -> list[tuple[str, str]]:
        """Each missing paper with what it would decide, and the way to get it where that was not said before."""
        papers = self.fetch_once()
        ways = [paper.way for paper in papers]
        return [
            (
                self._say("paper", paper=paper.name, decides=paper.decides),
                "" if paper.way in ways[:place] else paper.way,
            )
            for place, paper in enumerate(papers)
        ]

    def name(self, paper: Paper) -> str:
        """What a paper is called, with the loan, account or month that it must be of."""
        kind = "bill-of-month" if paper.month else paper.kind
        say, values = self._book.say, {"loan": self._loan(paper), "source": self._source(paper)}
        return say(f"paper.{kind}.name", product=self._product(paper), month=paper.month, **values)

    def _checked(self) -> list[str]:
        counts = self._comparison.counts
        if not counts.checked:
            paid = counts.unchecked - counts.due
            told = "alone" if counts.due and paid else "alone-due" if counts.due else "alone-paid"
            return [self._say(told, due=counts.due, paid=paid)]
        told = "all-agree" if not counts.differ else "some-differ" if counts.agree else "all-differ"
        papers = self._joined([self._say(f"role.{role.value}") for role in self._comparison.roles])
        return [self._say(told, checked=counts.checked, agree=counts.agree, differ=counts.differ, papers=papers)]

    def _unchecked(self) -> list[str]:
        counts = self._comparison.counts
        if not counts.unchecked:
            return []
        best = max(self._comparison.wanted, key=lambda want: want.payments, default=None)
        if best is None or not best.payments:
            return [self._say("unchecked", count=counts.unchecked)] if counts.checked else []
        some = "all" if best.payments == counts.unchecked else "some"
        told = f"unchecked-{some}" if counts.checked else f"would-check-{some}"
        return [self._say(told, count=counts.unchecked, paper=self.name(best.paper), decides=best.payments)]

    def _booked(self) -> list[str]:
        counts = self._comparison.counts
        return [self._say("booked", count=counts.booked)] if counts.booked else []

    def _charges(self) -> list[str]:
        charges = self._comparison.counts.charges
        return [self._say("charges", count=charges)] if charges else []

    def _fetch(self, want: Wanted) -> Fetch:
        way = f"paper.{want.paper.kind}.way"
        own = f"{way}-{want.paper.source}"
        return Fetch(
            name=_capital(self.name(want.paper)),
            decides=self._decides(want),
            way=self._book.say(own if own in self._book else way),
            discrepancies=want.discrepancies,
        )

    def _decides(self, want: Wanted) -> str:
        if want.first is None or want.last is None or want.paper.kind not in _OF_DAYS:
            return self._say("decides", count=want.decides)
        told = "decides-day" if want.first == want.last else "decides-days"
        return self._say(told, count=want.decides, first=want.first, last=want.last)

    def _say(self, message: str, **values: FactValue) -> str:
        return self._book.say(f"comparison.{message}", **values)

    def _joined(self, words: Sequence[str]) -> str:
        if len(words) < 2:
            return "".join(words)
        return self._say("and", first=tuple(words[:-1]), last=words[-1])

    def _product(self, paper: Paper) -> str:
        return f"product.{paper.product.value if paper.product else 'other'}"

    def _loan(self, paper: Paper) -> str:
        if name := self._names.get(paper.facility):
            return name
        named = self._product(paper)
        return self._say("kind-of-loan", product=named) if named in _KINDS_OF_LOAN else self._book.say(named)

    def _source(self, paper: Paper) -> str:
        named = f"comparison.source.{paper.source}"
        return self._book.say(named) if named in self._book else paper.source or self._say("source.any")


def _together(one: Wanted, other: Wanted) -> Wanted:
    """What two papers of one name would decide, as of loans that are alike."""
    first = min(filter(None, (one.first, other.first)), default=None)
    last = max(filter(None, (one.last, other.last)), default=None)
    return Wanted(one.paper, one.payments + other.payments, (*one.discrepancies, *other.discrepancies), first, last)


def _capital(text: str) -> str:
    """With a capital at the start, for a name that begins a line."""
    return text[:1].upper() + text[1:]


_KINDS_OF_LOAN = ("product.bank-loan", "product.other")
"""What is no product's own name."""

_OF_DAYS = ("wallet-export", "bank-statement", "repayment-record", "bill")
"""Papers that must cover the days in question."""
