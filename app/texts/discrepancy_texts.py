"""Says a discrepancy in sentences: the answer first, then what was expected and what happened, then the arithmetic."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cache
from math import prod
from types import MappingProxyType

from app.core.discrepancy import BridgePart, Discrepancy, FactValue, Input, Question, Term, Unit
from app.core.loan_names import stated_number
from app.core.money import grouped
from app.texts.catalogue import MissingMessage, Phrasebook
from app.texts.languages import Language

MOST_TERMS = 4
"""A formula with more terms is summed up, so that it stays one line."""

_CONDITION = re.compile(r"(?P<said>.+)-(?P<when>with|without)-(?P<fact>[a-z_]+)")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A message that is always said, or only where a fact has a value (``wanted``) or has none."""

    message: str
    fact: str = ""
    wanted: bool = True

    def holds(self, facts: Mapping[str, FactValue]) -> bool:
        """Whether it is to be said of these facts; zero, an empty text and an absent fact are no value."""
        return not self.fact or bool(facts.get(self.fact)) is self.wanted


class DiscrepancyTexts:
    """The sentences of one language about discrepancies.

    A message is looked up by code and variant (``discrepancy.DEBIT-LATE.charged.answer``). Beside
    it may stand messages that are said only where a fact has a value, ``…answer-with-unexplained``, or has none,
    ``…answer-without-unexplained``; all that hold are said in the order of the catalogue.
    """

    def __init__(self, phrasebook: Phrasebook, years: Collection[int] = ()) -> None:
        """``years`` are those that the case spans (`Explanation.years`): days are told with theirs unless it is one."""
        self._book, self._years = phrasebook, years
        self._sentences = sentences(phrasebook.language)
        self._gap = phrasebook.gap

    def name(self, code: str) -> str:
        """What the kind is called."""
        return self._book.say(f"discrepancy.{code}.name")

    def title(self, d: Discrepancy) -> str:
        """One line that a person understands, with the day or month in it."""
        return self._part(d, "title")

    def answer(self, d: Discrepancy) -> str:
        """Is it right, where is the money: the first thing a person wants to know."""
        return self._part(d, "answer")

    def details(self, d: Discrepancy) -> str:
        """What was expected and what happened."""
        return self._part(d, "details")

    def advice(self, d: Discrepancy) -> str:
        """What to do now."""
        return self._part(d, "advice")

    def explanation(self, d: Discrepancy) -> str:
        """The whole in a paragraph: answer, details, arithmetic, advice."""
        lines = [self.answer(d), self.details(d), *self.arithmetic(d), self.advice(d)]
        return "\n".join(line for line in lines if line)

    def arithmetic(self, d: Discrepancy) -> list[str]:
        """A line for each part of the bridge, and one for the remainder; none where no money is at stake."""
        lines = [self._line(part) for part in d.bridge]
        if d.difference or d.bridge:
            lines.append(self._book.say("arithmetic.unexplained", unexplained=d.unexplained))
        return lines

    def _line(self, part: BridgePart) -> str:
        say, component = self._book.say, self.component(part)
        if len(part.terms) == 1 and len(part.terms[0].inputs) == 1:
            return say("arithmetic.given", component=component, amount=part.amount)
        formula = self.formula(part)
        if formula.strip("+\N{MINUS SIGN} ") == grouped(abs(part.amount)):  # many terms of one sign, summed up
            return say("arithmetic.given", component=component, amount=part.amount)
        return say("arithmetic.part", component=component, formula=formula, amount=part.amount)

    def component(self, part: BridgePart) -> str:
        """What a part of the bridge is called."""
        return self._book.say(f"component.{part.component}")

    def formula(self, part: BridgePart) -> str:
        """The part's arithmetic as a person writes it; many terms are summed up by sign.

        Whoever computes it gets the part's amount: where each of equal terms was rounded for itself, that is said.
        """
        first, count = part.terms[0], len(part.terms)
        if len(set(part.terms)) == 1 and (count > MOST_TERMS or not _computes(part)):
            if _computes(part):
                return f"{self._term(first)} × {count}"
            said = self._book.say("arithmetic.each", each=abs(first.amount), count=count, term=self._term(first))
            return self._joined([said], [first.negative])
        if count <= MOST_TERMS:
            return self._joined([self._term(t) for t in part.terms], [t.negative for t in part.terms])
        plus = sum(t.amount for t in part.terms if not t.negative)
        minus = -sum(t.amount for t in part.terms if t.negative)
        sums = [(amount, negative) for amount, negative in ((plus, False), (minus, True)) if amount]
        return self._joined([grouped(amount) for amount, _ in sums], [negative for _, negative in sums])

    def _term(self, term: Term) -> str:
        return " × ".join(self._input(i) for i in term.inputs)

    def _input(self, i: Input) -> str:
        match i.unit:
            case Unit.MONEY:
                return grouped(int(i.value))
            case Unit.RATE:
                return f"{i.value * 100:.6f}".rstrip("0").rstrip(".") + "%"
            case Unit.DAYS:
                return self._book.say("arithmetic.days", days=int(i.value))
        return str(i.value)

    @staticmethod
    def _joined(texts: Sequence[str], negative: Sequence[bool]) -> str:
        signs = ["\N{MINUS SIGN}" if n else "+" for n in negative]
        joined = " ".join(f"{sign} {text}" for sign, text in zip(signs, texts, strict=True))
        return joined.removeprefix("+ ")

    def certainty(self, d: Discrepancy) -> str:
        """How sure it is, in plain words."""
        return self._book.say(f"certainty.{d.certainty.value}.sentence")

    def missing(self, d: Discrepancy) -> list[str]:
        """What would make it certain."""
        return [self._book.say(f"missing.{m}", **self.facts(d)) for m in d.missing]

    def deadline(self, d: Discrepancy) -> str:
        """By when to act; empty where nothing presses."""
        return self._said(f"deadline.{d.deadline}.text", d) if d.deadline else ""

    def party(self, question: Question) -> str:
        """Whom a question is for."""
        return self._book.say(f"party.{question.to}")

    def question(self, d: Discrepancy, question: Question, *, numbered: bool = True) -> str:
        """A question ready to send; not ``numbered``, it leaves the loan's number to what stands around it."""
        return self._said(f"question.{question.text}.text", d, {} if numbered else {"contract": ""})

    @staticmethod
    def facts(d: Discrepancy) -> dict[str, FactValue]:
        """Every value a sentence about it may name, by name; amounts in fen.

        Where a kind has no such fact, ``amount`` is the size of its difference, and ``due`` and ``paid_on`` its day.
        """
        on = d.at.date()
        stand_ins: dict[str, FactValue] = {
            "amount": abs(d.difference),
            "due": on,
            "paid_on": on,
            "product": "product.other",
        }
        return {**stand_ins, **told_facts(d)}

    def _part(self, d: Discrepancy, part: str) -> str:
        return self._said(f"discrepancy.{d.code}.{d.variant}.{part}", d)

    def _said(self, message: str, d: Discrepancy, instead: Mapping[str, FactValue] = MappingProxyType({})) -> str:
        """All sentences of a message that hold, as one text; ``instead`` are facts that take the place of its own.

        Raises MissingMessage where the catalogue has none.
        """
        if message not in self._sentences:
            raise MissingMessage(message)
        facts, told = {**self.facts(d), **instead}, {**told_facts(d), **instead}
        return self._gap.join(
            self._book.say_in(self._years, s.message, **facts) for s in self._sentences[message] if s.holds(told)
        )


def told_facts(d: Discrepancy) -> dict[str, FactValue]:
    """What is known of a discrepancy, by name, amounts in fen: its own facts and what follows from them.

    A sentence that waits for a fact asks these. ``less`` and ``more`` are the size of the difference by its sign, so
    that a sentence need not speak of signs.
    """
    own: Mapping[str, FactValue] = dict(d.facts)
    paid_at = own.get("paid_at")
    inferred = d.variant.startswith("inferred")
    return {
        "contract": "" if inferred else stated_number(d.facility or ""),  # the lender knows no name of ours
        "difference": d.difference,
        "size": abs(d.difference),
        "less": max(-d.difference, 0),
        "more": max(d.difference, 0),
        "unexplained": d.unexplained,
        "expected": d.expected or 0,
        "actual": d.actual or 0,
        "at": d.at,
        "day": d.at.date(),
        **({"paid_on": paid_at.date()} if isinstance(paid_at, datetime) else {}),
        **own,
    }


@cache
def sentences(language: Language) -> Mapping[str, tuple[Sentence, ...]]:
    """Every message by the id it is looked up by, with what is said only under a condition, in the order written."""
    found: dict[str, list[Sentence]] = defaultdict(list)
    for message in Phrasebook(language).messages:
        condition = _CONDITION.fullmatch(message)
        if condition:
            found[condition["said"]].append(Sentence(message, condition["fact"], condition["when"] == "with"))
        else:
            found[message].append(Sentence(message))
    return {message: tuple(said) for message, said in found.items()}


def _computes(part: BridgePart) -> bool:
    """Whether the sum of a part's terms, rounded once, is its amount too; each term is rounded for itself."""
    exact = Decimal(0)
    for term in part.terms:
        value = prod((Decimal(i.value) for i in term.inputs), start=Decimal(1))
        exact += -value if term.negative else value
    return abs(exact - part.amount) * 2 <= 1
