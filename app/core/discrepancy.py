"""The record of one discrepancy: what was expected, what happened, and a bridge between them that closes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from functools import cached_property
from operator import attrgetter
from typing import TYPE_CHECKING, TypeAlias

from app.core.money import Fen, product
from app.core.severity import Severity as Severity  # noqa: PLC0414  # found beside its record

if TYPE_CHECKING:  # only named in types; whoever needs a severity alone is spared the facts
    from app.core.facts import Source

FactValue: TypeAlias = int | str | date | datetime | Decimal | tuple[str, ...]
"""What a sentence may speak of; the sentence's placeholder says how it is written (money, date, rate, …)."""


class Certainty(Enum):
    """How sure the explanation is (contract, README)."""

    PROVED = "proved"
    STRONG = "strong"
    PATTERN = "pattern"
    OPEN = "open"


class Phenomenon(Enum):
    """Which of the three phenomena of the mission it belongs to."""

    RESERVE = "reserve"
    DEBIT_TIME = "debit-time"
    PLAN = "plan"
    OTHER = "other"


class Layer(Enum):
    """Where the cause lies."""

    TECHNICAL = "technical"
    BUSINESS = "business"
    FEEDBACK = "feedback"


class Unit(Enum):
    """What an input of a formula is measured in."""

    MONEY = "money"  # fen
    RATE = "rate"  # a fraction per day
    DAYS = "days"
    COUNT = "count"
    FACTOR = "factor"


@dataclass(frozen=True, slots=True)
class Input:
    """A named number in a formula, with the rows it stands in. ``name`` is a message id (``input.<name>``)."""

    name: str
    value: int | Decimal
    unit: Unit
    evidence: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True)
class Term:
    """The product of its inputs, rounded half-up to the fen once; exactly one input is money."""

    inputs: tuple[Input, ...]
    negative: bool = False

    @property
    def amount(self) -> Fen:
        """The term's value in fen, with its sign."""
        money, *factors = sorted(self.inputs, key=lambda i: i.unit is not Unit.MONEY)
        value = product(int(money.value), *(f.value for f in factors))
        return -value if self.negative else value


@dataclass(frozen=True)
class BridgePart:
    """One named cause; its amount is the sum of its terms, so that the formula always proves it.

    It has no slots, so that its amount can be kept.
    """

    component: str
    terms: tuple[Term, ...]

    @cached_property
    def amount(self) -> Fen:
        """The part's amount in fen; a term that stands for each of many days is computed once."""
        known = {id(term): term for term in self.terms}
        amounts = {key: term.amount for key, term in known.items()}
        return sum(amounts[id(term)] for term in self.terms)

    @property
    def evidence(self) -> tuple[Source, ...]:
        """All rows that its inputs stand in."""
        return distinct(s for term in self.terms for i in term.inputs for s in i.evidence)


@dataclass(frozen=True, slots=True)
class Question:
    """A question ready to send; ``to`` and ``text`` are message ids, filled from the discrepancy's facts."""

    to: str
    text: str


@dataclass(frozen=True, slots=True)
class Discrepancy:
    """One difference, explained.

    ``code`` is a code of the catalogue; ``variant`` picks the sentences where one code has several ways to happen.
    ``difference`` is actual minus expected in fen, and the bridge's parts plus ``unexplained`` make it up exactly;
    anything else raises ValueError. ``facts`` are the named values of the sentences, by name.
    ``events`` are the ids of the explanation's events that belong to it, in order of time. ``beside`` are those rows of
    the evidence that were looked at and hold nothing of the difference: what they tell of agrees.
    """

    id: str
    code: str
    variant: str
    severity: Severity
    certainty: Certainty
    phenomenon: Phenomenon
    layer: Layer
    at: datetime
    difference: Fen
    bridge: tuple[BridgePart, ...]
    unexplained: Fen
    evidence: tuple[Source, ...]
    facility: str | None = None
    period: int | None = None
    expected: Fen | None = None
    actual: Fen | None = None
    facts: tuple[tuple[str, FactValue], ...] = ()
    questions: tuple[Question, ...] = ()
    deadline: str = ""  # a message id
    missing: tuple[str, ...] = ()  # message ids of what would decide it
    events: tuple[str, ...] = ()
    beside: tuple[Source, ...] = ()

    def __post_init__(self) -> None:
        if sum(part.amount for part in self.bridge) + self.unexplained != self.difference:
            raise ValueError(f"the bridge of {self.code} does not add up to {self.difference}")
        if self.expected is not None and self.actual is not None and self.actual - self.expected != self.difference:
            raise ValueError(f"{self.code}: actual minus expected is not {self.difference}")


PLACE = attrgetter("file", "sheet", "row", "digest")
"""What sources are in order of, as one look-up: sorting asks it for each row of a file."""


def distinct(sources: Iterable[Source]) -> tuple[Source, ...]:
    """Each source once, in order of file, sheet and row."""
    given = tuple(sources)
    if len(given) < 2:  # as most facts have one row
        return given
    found = set(given)
    return tuple(sorted(found, key=PLACE) if len(found) > 1 else found)
