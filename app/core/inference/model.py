"""What goes into an inference and what comes out: drawdowns and debits, terms, roles of rows, changes and a verdict."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from fractions import Fraction

from app.core.facts import Method, Purpose, Source, Trigger
from app.core.loans import Convention, Period, Rate
from app.core.loans.prepayment import InterestOn, Replan
from app.core.money import Fen


@dataclass(frozen=True, slots=True)
class Drawn:
    """A drawdown as a wallet or a bank shows it: ``principal`` fen on ``on``. ``key`` names it, unique in a case."""

    key: str
    on: date
    principal: Fen
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True)
class Paid:
    """A debit that reached the lender: ``amount`` fen on ``on``, net of what was given back. ``key`` names it."""

    key: str
    on: date
    amount: Fen
    purpose: Purpose = Purpose.UNKNOWN
    trigger: Trigger = Trigger.UNKNOWN
    text: str = ""
    sources: tuple[Source, ...] = ()


class Status(Enum):
    """How far the rows pin a loan's terms down."""

    STATED = "stated"  # what closes the rows agrees on method, number of periods and rate
    SEVERAL = "several"  # more than one answer closes them; the separator says which row would decide
    OPEN = "open"  # none does


def decimal_rate(rate: Rate) -> Decimal:
    """A rate as a decimal fraction, to twelve places where it is a yearly rate divided."""
    numerator, denominator = rate.as_integer_ratio()
    return round(Decimal(numerator) / Decimal(denominator), 12).normalize()


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms of a loan at drawdown. ``rate`` is exact and per day; ``terms`` counts monthly periods.

    ``due_day`` is the day of the month (29–31: the month's end where shorter). ``grace_days`` is the longest delay seen
    without a penalty, None where no row shows any.
    """

    method: Method
    terms: int
    rate: Rate
    convention: Convention
    first_due: date
    due_day: int
    grace_days: int | None = None

    @property
    def daily_rate(self) -> Decimal:
        """The rate per day as a decimal fraction."""
        return decimal_rate(self.rate)

    @property
    def answer(self) -> tuple[Method, int, Fraction]:
        """What two hypotheses must agree on to give one answer."""
        return self.method, self.terms, Fraction(self.rate)


class RoleKind(Enum):
    """What a debit was for one loan."""

    INSTALMENT = "instalment"
    PART = "part"  # of an instalment
    PENALTY = "penalty"  # charged apart from the instalment it belongs to
    PREPAYMENT = "prepayment"
    SETTLEMENT = "settlement"
    DUPLICATE = "duplicate"  # an instalment that was paid before
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Role:
    """What the row ``key`` paid for the loan.

    ``amount`` is the part of the row that went to this loan (all of it unless the debit served two loans);
    ``amount = principal + interest + penalty + reserve - waived + unexplained``. ``days`` counts from the due date,
    negative if paid early. For a settlement ``extra_days`` is 1 where interest was taken for a day more than passed.
    """

    key: str
    kind: RoleKind
    amount: Fen
    period: int | None = None
    due: date | None = None
    principal: Fen = 0
    interest: Fen = 0
    penalty: Fen = 0
    waived: Fen = 0
    reserve: Fen = 0
    unexplained: Fen = 0
    days: int = 0
    extra_days: int = 0

    @property
    def closes(self) -> bool:
        """Whether nothing is left over."""
        return self.unexplained == 0


class ChangeKind(Enum):
    """What changed a plan on the way."""

    PREPAID = "prepaid"
    SETTLED = "settled"
    RATE = "rate"
    DUE_DAY = "due-day"
    DEFERRED = "deferred"
    MISSED = "missed"
    WAIVED = "waived"


@dataclass(frozen=True, slots=True)
class Change:
    """A change point: from ``period`` on, the plan is another one. ``shown_by`` is the first row that shows it.

    ``on`` is the due date (of a prepayment or settlement: the day) from which it holds. Only the numbers of its kind
    are set: ``principal`` fen prepaid with how the plan was cut anew (``replan``) and on what the interest to that day
    was taken, ``added_terms``, ``shift_days``, ``rate_before`` and ``rate_after``, ``amount`` fen waived or missed.
    """

    kind: ChangeKind
    on: date
    period: int
    shown_by: str = ""
    principal: Fen = 0
    amount: Fen = 0
    added_terms: int = 0
    shift_days: int = 0
    rate_before: Rate | None = None
    rate_after: Rate | None = None
    replan: Replan | None = None
    interest_on: InterestOn | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """One answer that the rows allow: the terms, the plan at drawdown, what is still to come, changes and roles.

    ``to_come`` are the open periods.
    """

    terms: Terms
    plan: tuple[Period, ...]
    to_come: tuple[Period, ...]
    changes: tuple[Change, ...]
    roles: tuple[Role, ...]

    @property
    def closes(self) -> bool:
        """Whether every row it uses is accounted for to 0.00."""
        return all(role.closes for role in self.roles)


@dataclass(frozen=True, slots=True)
class Separator:
    """The row that would decide between answers: a due date, and what each answer expects to be paid on it."""

    on: date
    expected: tuple[tuple[Terms, Fen], ...]


@dataclass(frozen=True, slots=True)
class Refuted:
    """A hypothesis that a row rules out: on the row ``key`` it expects ``expected`` where ``paid`` was paid.

    ``terms`` is None where no terms of the family give any such row; ``expected`` is None where nothing was
    due by the plan at drawdown, or where the plan had changed by then.
    """

    family: str
    terms: Terms | None
    key: str
    paid: Fen
    expected: Fen | None


@dataclass(frozen=True, slots=True)
class Inference:
    """What the rows say about one loan.

    STATED: ``terms`` is what the rows pin down. SEVERAL: ``terms`` is None, ``candidates`` has them all, the most usual
    first. OPEN: no candidate closes the rows. ``undecided`` are other conventions under which every row closes just as
    well with the same method, periods and rate, ``alike`` the answers under them; ``separator`` is the row that would
    decide. ``unmatched`` are the rows, each with the fen left of it, that no loan of the question explains.
    ``searched`` is False where the search was cut off for taking too long: then nothing is claimed.
    """

    loan: str
    status: Status
    terms: Terms | None = None
    candidates: tuple[Candidate, ...] = ()
    undecided: tuple[Convention, ...] = ()
    alike: tuple[Candidate, ...] = ()
    separator: Separator | None = None
    refuted: tuple[Refuted, ...] = ()
    unmatched: tuple[tuple[str, Fen], ...] = ()
    searched: bool = True

    @property
    def best(self) -> Candidate | None:
        """The most usual candidate."""
        return self.candidates[0] if self.candidates else None

    @property
    def roles(self) -> tuple[Role, ...]:
        """What each row was, under the most usual candidate."""
        return self.candidates[0].roles if self.candidates else ()

    @property
    def changes(self) -> tuple[Change, ...]:
        """The change points under the most usual candidate."""
        return self.candidates[0].changes if self.candidates else ()
