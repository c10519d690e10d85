"""How a kind of discrepancy is declared, and what is refused of a discrepancy that departs from its declaration."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum

from app.core.discrepancy import FactValue, Layer, Phenomenon, Question
from app.core.severity import Severity

OPTIONAL = "?"
"""Ends the name of a fact that may have no value: absent, zero or empty."""


class UndeclaredError(ValueError):
    """A discrepancy has a kind, variant, fact, severity or missing paper that no declaration names."""


class Differing(Enum):
    """Which payments and bills differ, because a discrepancy names their rows."""

    EVIDENCE = "evidence"  # those of its evidence
    BRIDGE = "bridge"  # those whose amounts make up the difference; the rest of the evidence only stands beside it
    NOTHING = "nothing"  # none: it speaks of a plan, of a file, or of a line within a bill


class FactType(Enum):
    """What a fact is; a sentence's placeholder then says how it is written."""

    DAY = "day"  # date
    MOMENT = "moment"  # datetime, China time
    MONTH = "month"  # text, 2024-06
    MONEY = "money"  # integer fen
    DAYS = "days"  # integer
    COUNT = "count"  # integer
    RATE = "rate"  # Decimal, a fraction per day
    TEXT = "text"  # as it stands in a file
    TEXTS = "texts"
    MESSAGE = "message"  # a message id
    MESSAGES = "messages"

    def admits(self, value: FactValue) -> bool:
        """Whether a value is of this type; a datetime is no day, a truth value no number."""
        return type(value) in _ADMITTED[self]


_ADMITTED: dict[FactType, tuple[type, ...]] = {
    FactType.DAY: (date,),
    FactType.MOMENT: (datetime,),
    FactType.MONTH: (str,),
    FactType.MONEY: (int,),
    FactType.DAYS: (int,),
    FactType.COUNT: (int,),
    FactType.RATE: (Decimal,),
    FactType.TEXT: (str,),
    FactType.TEXTS: (tuple,),
    FactType.MESSAGE: (str,),
    FactType.MESSAGES: (tuple,),
}

_NAMES = {
    FactType.DAY: "announced_due answered_on bill_paid_on booked_on bought_on certified_on changed_from counted_on "
    "drawn_on due due_after due_before gap_from gap_to last_day later_due later_on open_due opens_on "
    "paid_on posted_on prepaid_on refunded_on reserve_on returned_on corrected_on quoted_on said_due "
    "seen_after seen_before shown_on taken_on told_on wait_until",
    FactType.MOMENT: "at came_at first_at paid_at second_at taken_at tried_at",
    FactType.MONTH: "checked_month later_month month refund_month unheld_month",
    FactType.MONEY: "a_day amount beyond billed charged declared exact fee fee_after fee_before fee_less fees_less "
    "fees_more funds funds_at_try funds_enough "
    "funds_short instalment_after instalment_before interest interest_on_prepaid joint kept lacking late_charge least "
    "lent minimum one_day paid paid_more planned prepaid principal quoted recorded refunded reserve rest returned "
    "saved settling taken_off total unpaid waived",
    FactType.DAYS: "counted days free_days grace shift waited",
    FactType.COUNT: "added announced_day computed declared_lines declared_rows differing due_tried fees fewer left "
    "lines months number number_after other_period period plan_periods row rows said_day short times "
    "times_after tried tries unknown unseen",
    FactType.RATE: "announced_daily announced_yearly other_rate rate_after rate_before said_daily said_yearly "
    "yearly_after",
    FactType.TEXT: "account disclosed file other_loan payee reason usual wording",
    FactType.TEXTS: "accounts failed_from items",
    FactType.MESSAGE: "base due_rule holiday product rule shown shown_otherwise stated",
    FactType.MESSAGES: "also due_also due_not",
}

FACT_TYPES: Mapping[str, FactType] = {name: of for of, names in _NAMES.items() for name in names.split()}
"""Every fact that a sentence may name, and its type: one name means one thing in every kind."""


@dataclass(frozen=True, slots=True)
class Variant:
    """One way a kind happens: how loud it may be, and the facts that its sentences can name.

    ``always`` are told of every discrepancy of the variant, ``sometimes`` may be absent or have no value. ``questions``
    take the place of those of the kind, where this variant does not bear what they say. ``held``: what was taken beyond
    what was due is held without a right to it, so it can be claimed back, or is so where the fact
    ``held_where`` has a value; of any other only the other party can say. ``one_paper``: it is what one paper says, and
    nothing was compared with it.
    """

    severities: frozenset[Severity]
    always: frozenset[str]
    sometimes: frozenset[str]
    questions: tuple[Question, ...] | None = None
    held: bool = False
    held_where: str = ""
    one_paper: bool = False

    def is_held(self, facts: Mapping[str, FactValue]) -> bool:
        """Whether what these facts tell of is held without a right."""
        return self.held or bool(self.held_where and facts.get(self.held_where))

    @property
    def asks(self) -> bool:
        """Whether it may be loud enough to ask somebody something."""
        return self.severities != {Severity.INFO}


def variant(
    facts: str,
    *severities: Severity,
    questions: tuple[Question, ...] | None = None,
    held: bool = False,
    held_where: str = "",
    one_paper: bool = False,
) -> Variant:
    """A variant with these facts, names parted by spaces; ``unpaid?`` may have no value. Raises UndeclaredError."""
    names = frozenset(facts.split())
    sometimes = frozenset(name.removesuffix(OPTIONAL) for name in names if name.endswith(OPTIONAL))
    always = frozenset(name for name in names if not name.endswith(OPTIONAL))
    unknown = (always | sometimes) - FACT_TYPES.keys()
    if unknown or not severities or always & sometimes:
        raise UndeclaredError(f"no fact has the name {sorted(unknown)}, or there is no severity, in: {facts}")
    return Variant(frozenset(severities), always, sometimes, questions, held, held_where, one_paper)


@dataclass(frozen=True, slots=True)
class Kind:
    """What is always true of a code (discrepancy catalogue, section 2).

    What it is called and what it is, in words, are the messages ``discrepancy.<code>.name`` and ``.about``.
    ``deadline`` is a message id (``deadline.<id>``), ``missing`` are those of the papers that may be named as what
    would decide it (``missing.<id>``). ``cause_shown``: the rows that prove it also show where its cause lies; else the
    layer is only the usual one of the catalogue, and nobody is told that it was so here.
    """

    code: str
    phenomenon: Phenomenon
    layer: Layer
    variants: Mapping[str, Variant]
    questions: tuple[Question, ...] = ()
    deadline: str = ""
    missing: tuple[str, ...] = ()
    differing: Differing = Differing.EVIDENCE
    cause_shown: bool = True

    def questions_of(self, name: str) -> tuple[Question, ...]:
        """What to ask about a discrepancy of this variant."""
        own = self.variants[name].questions
        return self.questions if own is None else own

    def check(self, name: str, severity: Severity, facts: Mapping[str, FactValue], missing: tuple[str, ...]) -> None:
        """Raise UndeclaredError unless the declaration allows this variant, severity, these facts and papers."""
        told = self.variants.get(name)
        if told is None:
            raise UndeclaredError(f"{self.code} declares no variant {name}")
        if severity not in told.severities:
            raise UndeclaredError(f"{self.code}.{name} is never {severity.value}")
        undeclared = sorted(set(facts) - told.always - told.sometimes - {"at"}) + sorted(set(missing) - {*self.missing})
        absent = sorted(told.always - set(facts))
        wrong = [fact for fact, value in facts.items() if fact not in undeclared and not FACT_TYPES[fact].admits(value)]
        if undeclared or absent or wrong:
            raise UndeclaredError(f"{self.code}.{name}: undeclared {undeclared}, not told {absent}, of a type {wrong}")
