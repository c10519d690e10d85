"""Says a discrepancy in sentences: the answer first, then what was expected and what happened, then the arithmetic."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from app.core.discrepancies import BridgePart, Discrepancy, FactValue, Input, Question, Term, Unit
from app.core.money import grouped
from app.texts.phrasebook import Phrasebook

MOST_TERMS = 4
"""A formula with more terms is summed up, so that it stays one line."""


class DiscrepancyTexts:
    """The sentences of one language about discrepancies.

    A message is looked up by code and variant (``discrepancy.DEBIT-LATE.charged.answer``), then by code alone.
    """

    def __init__(self, phrasebook: Phrasebook) -> None:
        self._book = phrasebook

    def name(self, code: str) -> str:
        """What the kind is called."""
        return self._book.say(f"discrepancy.{code}.name")

    def title(self, d: Discrepancy) -> str:
        """One line that a person understands, with the day or month in it."""
        return self._say(d, "title")

    def answer(self, d: Discrepancy) -> str:
        """Is it right, where is the money: the first thing a person wants to know."""
        return self._say(d, "answer")

    def story(self, d: Discrepancy) -> str:
        """What was expected and what happened."""
        return self._say(d, "story")

    def advice(self, d: Discrepancy) -> str:
        """What to do now."""
        return self._say(d, "advice")

    def explanation(self, d: Discrepancy) -> str:
        """The whole in a paragraph: answer, story, arithmetic, advice."""
        lines = [self.answer(d), self.story(d), *self.arithmetic(d), self.advice(d)]
        return "\n".join(line for line in lines if line)

    def arithmetic(self, d: Discrepancy) -> list[str]:
        """A line for each part of the bridge, and one for the remainder."""
        say = self._book.say
        parts = [
            say("arithmetic.part", component=self.component(p), formula=self.formula(p), amount=p.amount)
            for p in d.bridge
        ]
        if d.difference or d.bridge:
            parts.append(say("arithmetic.unexplained", amount=d.unexplained))
        return parts

    def component(self, part: BridgePart) -> str:
        """What a part of the bridge is called."""
        return self._book.say(f"component.{part.component}")

    def formula(self, part: BridgePart) -> str:
        """The part's arithmetic as a person writes it; many terms are summed up by sign."""
        if len(part.terms) <= MOST_TERMS:
            return self._joined([self._term(t) for t in part.terms], [t.negative for t in part.terms])
        same = len(set(part.terms)) == 1
        if same:
            return f"{self._term(part.terms[0])} × {len(part.terms)}"
        plus = sum(t.amount for t in part.terms if not t.negative)
        minus = -sum(t.amount for t in part.terms if t.negative)
        return self._joined([grouped(plus), grouped(minus)], [False, True])

    def _term(self, term: Term) -> str:
        return " × ".join(self._input(i) for i in term.inputs)

    def _input(self, i: Input) -> str:
        match i.unit:
            case Unit.MONEY:
                return grouped(int(i.value))
            case Unit.RATE:
                return f"{i.value * 100:.4f}".rstrip("0").rstrip(".") + "%"
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
        return self._book.say(f"deadline.{d.deadline}", **self.facts(d)) if d.deadline else ""

    def party(self, question: Question) -> str:
        """Whom a question is for."""
        return self._book.say(f"party.{question.to}")

    def question(self, d: Discrepancy, question: Question) -> str:
        """A question ready to send."""
        return self._book.say(f"question.{question.text}", **self.facts(d))

    def facts(self, d: Discrepancy) -> dict[str, FactValue]:
        """Every value a sentence about it may name, by name; amounts in fen."""
        own: Mapping[str, FactValue] = dict(d.facts)
        return {
            "facility": d.facility or "",
            "difference": d.difference,
            "size": abs(d.difference),
            "unexplained": d.unexplained,
            "expected": d.expected or 0,
            "actual": d.actual or 0,
            "day": d.at.date(),
            **own,
        }

    def _say(self, d: Discrepancy, part: str) -> str:
        by_variant, by_code = f"discrepancy.{d.code}.{d.variant}.{part}", f"discrepancy.{d.code}.{part}"
        return self._book.say(by_variant if by_variant in self._book else by_code, **self.facts(d))
