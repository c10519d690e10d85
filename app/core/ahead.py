"""What lies ahead and what a credit record may show, as frozen records: next dues, stale papers, risks, months, marks.

Nothing here is a sentence; ``why``, ``kind`` and ``fact`` are message ids. Amounts are fen.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum

from app.core.discrepancy import FactValue, distinct
from app.core.made_quickly import made_quickly
from app.core.money import Fen
from app.core.sources import Source


class DueKind(Enum):
    """What falls due."""

    INSTALMENT = "instalment"
    BILL = "bill"
    RESERVE = "reserve"


class DueBasis(Enum):
    """How a due is known."""

    CERTAIN = "certain"  # stands in a page or bill that nothing has overtaken, and is the next one, and near
    COMPUTED = "computed"  # follows from the rows, as long as nothing changes on the way
    ESTIMATED = "estimated"  # drawn from what was usual until now


@dataclass(frozen=True, slots=True)
class UsualAccount:
    """The account that paid a loan or bill of late: ``times`` of the last ``of`` debits, with their rows.

    ``balance`` is what a statement last shows on it, on ``balance_on``.
    """

    name: str
    times: int
    of: int
    evidence: tuple[Source, ...]
    balance: Fen | None = None
    balance_on: date | None = None
    balance_source: Source | None = None


@dataclass(frozen=True, slots=True)
class DayOff:
    """A due date on a day off: which (``holiday.<name>``), and the first working day after it.

    ``is_estimated`` where the notice of that year is not known, so that days worked in exchange may be missed. Of the
    last ``of`` dues of this loan or bill on days off, ``in_time`` were debited by the due date, as ``evidence`` shows.
    """

    name: str
    next_working: date
    is_estimated: bool
    in_time: int = 0
    of: int = 0
    evidence: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True)
class NextDue:
    """Something that falls due, from the day of the case on. ``facility`` is the loan's or bill product's id.

    ``amount`` is None where it cannot be told; then ``low`` and ``high`` may bound it by what was usual. ``why`` says
    why the basis is what it is. ``together`` is what the account must hold that day for all dues of which this account
    usually pays (``due_together`` of them), as far as their amounts are known. ``month`` is a bill's (2026-04).
    """

    on: date
    facility: str
    product: str
    kind: DueKind
    basis: DueBasis
    why: str
    amount: Fen | None
    evidence: tuple[Source, ...]
    period: int | None = None
    month: str = ""
    low: Fen | None = None
    high: Fen | None = None
    account: UsualAccount | None = None
    together: Fen | None = None
    due_together: int = 1
    day_off: DayOff | None = None


@dataclass(frozen=True, slots=True)
class StalePaper:
    """A loan of which nothing is foretold, because its papers do not bear it.

    ``page_on`` is the day of the latest plan page, ``since`` the day after which the papers are silent (the first due
    that no paper tells of, or the change that no page shows yet), ``dues`` how many dues no paper tells of. ``why`` is
    ``unpaid-unknown`` or ``changed-since``; ``paper`` the kind of paper that would tell.
    """

    facility: str
    product: str
    page_on: date
    since: date
    dues: int
    why: str
    paper: str
    evidence: tuple[Source, ...]


class RiskKind(Enum):
    """What may go wrong, as earlier rows show it."""

    DRAINED = "drained"  # other debits left less than was due before the debit came
    LATE_EVENING = "late-evening"
    FAILED_FIRST = "failed-first"
    DAY_LIMIT = "day-limit"
    DAY_OFF = "day-off"
    RATE_ENDS = "rate-ends"
    RESERVE_LIMIT = "reserve-limit"
    TWO_DEBITS = "two-debits"


@dataclass(frozen=True, slots=True)
class Risk:
    """Something that may go wrong at the due of ``on``: it was so in ``seen`` of ``of`` earlier cases, by these rows.

    There is no score: a pattern is raised or it is not. ``facts`` fill the sentence.
    """

    kind: RiskKind
    on: date
    facility: str
    product: str
    evidence: tuple[Source, ...]
    seen: int = 0
    of: int = 0
    facts: tuple[tuple[str, FactValue], ...] = ()


class MarkBasis(Enum):
    """How far the rows bear a mark."""

    UNPAID = "unpaid"  # late over the end of the month
    WITHIN = "within"  # late on some days of it and paid before its end: it depends on the reporting day
    GRACE = "grace"  # late, and within the days of grace that the lender states
    DAY_OFF = "day-off"  # due on a day off and paid by the next working day, nothing charged for it
    POSTED_LATE = "posted-late"  # the money left in time, and the lender counted it after the due date
    ON_TIME = "on-time"
    UNKNOWN = "unknown"  # no paper tells whether a due of it was paid


@made_quickly
@dataclass(frozen=True, slots=True)
class CreditMonth:
    """A month of a loan as a credit record may show it, by the rows.

    ``mark`` is the highest that the rows allow (``N``, 1 to 7; ``C`` in the month of its end), empty where unknown;
    ``days`` how long it was overdue at most in that month, ``overdue`` what was overdue then at most. ``whole`` where
    it was overdue from the first to the last day of the month, so that no reporting day shows anything else.
    """

    facility: str
    product: str
    month: tuple[int, int]
    mark: str
    basis: MarkBasis
    days: int = 0
    overdue: Fen = 0
    evidence: tuple[Source, ...] = ()
    whole: bool = False


class MarkStanding(Enum):
    """How a statement of a credit report stands to the rows."""

    AGREES = "agrees"
    CONTRADICTS = "contradicts"
    NOT_CHECKED = "not-checked"


@dataclass(frozen=True, slots=True)
class MarkCheck:
    """A statement of a credit report beside the rows.

    ``fact`` is what is stated: ``mark``, ``overdue-in-month``, ``balance``, ``still-open``, ``settled-month``,
    ``late-months``, ``very-late-months``, ``overdue-now``, ``amount``, of a card ``card-opened``, ``card-closed`` and
    ``card-inactive``, or ``account`` as a whole; an ``enquiry`` has its day in ``opened``. ``told`` is what the report
    says and ``rows`` what the rows say: a mark, a number, a month (2026-04), a day or fen. ``why`` says what agrees or
    contradicts, or why nothing could be checked. ``source`` are the report's rows, ``evidence`` those laid beside them.
    """

    fact: str
    standing: MarkStanding
    why: str
    lender: str
    source: tuple[Source, ...]
    facility: str = ""
    month: tuple[int, int] | None = None
    told: FactValue = ""
    rows: FactValue = ""
    evidence: tuple[Source, ...] = ()
    opened: date | None = None
    amount: Fen | None = None
    reported_on: date | None = None


@dataclass(frozen=True, slots=True)
class CreditRecord:
    """The months of all loans in order, and every statement of the reports that were given."""

    months: tuple[CreditMonth, ...] = ()
    checks: tuple[MarkCheck, ...] = ()


@dataclass(frozen=True, slots=True)
class Ahead:
    """What lies ahead of a case, and what its credit record may show."""

    dues: tuple[NextDue, ...] = ()
    stale: tuple[StalePaper, ...] = ()
    risks: tuple[Risk, ...] = ()
    credit: CreditRecord = CreditRecord()


def rows_of(ahead: Ahead) -> tuple[Source, ...]:
    """Every row that is shown of what lies ahead, each once; months in which all was paid in time need none."""
    late = (m for m in ahead.credit.months if m.basis not in (MarkBasis.ON_TIME, MarkBasis.UNKNOWN))
    named = [due.evidence for due in ahead.dues]
    named += [paper.evidence for paper in ahead.stale]
    named += [risk.evidence for risk in ahead.risks]
    named += [month.evidence for month in late]
    named += [(*check.source, *check.evidence) for check in ahead.credit.checks]
    return distinct(source for sources in named for source in sources)
