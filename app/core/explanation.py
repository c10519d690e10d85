"""The result of explaining a case: what every view, file and picture of it shows."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING

from app.core.ahead import Ahead
from app.core.comparison import Comparison
from app.core.discrepancy import Certainty, Discrepancy, FactValue
from app.core.facts import Method, Source
from app.core.made_quickly import made_quickly
from app.core.money import Fen
from app.core.reconciliation import LoanAccount
from app.core.words import Word

if TYPE_CHECKING:  # only named in types; whoever shows an explanation is spared the rules of lenders
    from app.core.loans.all_in_cost import AllInCost
    from app.core.loans.bill_settlement import BillStanding
    from app.core.loans.claimed_balance import ReadClaim
    from app.core.loans.standing import LoanStanding, ReserveStanding

NO_DAY = date(1970, 1, 1)
"""Stands for the day of an explanation of which no row names a day; it is never shown to a person."""


class EventKind(Word):
    """Kinds of marks on the timeline (contract, ``explanation/1``)."""

    __hash__ = object.__hash__  # asked for every event; the one of enumerations hashes the name each time

    DRAWDOWN = "drawdown"
    DUE = "due"
    DEBIT = "debit"
    FAILED_DEBIT = "failed-debit"
    BANK = "bank"
    POSTING = "posting"
    REFUND = "refund"
    FEE = "fee"
    PREPAYMENT = "prepayment"
    SETTLEMENT = "settlement"
    PLAN_CHANGE = "plan-change"
    WAIVER = "waiver"
    BILL = "bill"
    BILL_LINE = "bill-line"
    RESERVE_TAKEN = "reserve-taken"
    RESERVE_RETURNED = "reserve-returned"
    STATUS = "status"


@made_quickly
@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened or fell due at one moment; ``timed`` is False where only the date is known.

    ``fact`` is the content key of the fact it stands for; a decision about a link names it.
    """

    id: str
    kind: EventKind
    at: datetime
    timed: bool
    amount: Fen | None
    sources: tuple[Source, ...]
    facility: str | None = None
    period: int | None = None
    posted: date | None = None
    account: str = ""
    text: str = ""
    fact: str = ""


@made_quickly
@dataclass(frozen=True, slots=True)
class Instalment:
    """A period of a plan: what is due when. ``total`` = principal + interest (+ penalty shown)."""

    period: int
    due: date
    principal: Fen
    interest: Fen
    total: Fen
    state: str
    starts: date | None = None
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True)
class PlanVersion:
    """A plan as it held from ``as_of``; ``number`` counts from 1. ``reason`` is the code of the change before it."""

    number: int
    as_of: date
    instalments: tuple[Instalment, ...]
    daily_rate: Decimal | None = None
    reason: str = ""


class Basis(Word):
    """Where a facility's terms come from."""

    GIVEN = "given"
    INFERRED = "inferred"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """A set of terms tried against the rows: kept, or refused by a row. ``facts`` fill the sentence ``text``."""

    kept: bool
    text: str
    facts: tuple[tuple[str, FactValue], ...] = ()
    refuted_by: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True)
class Facility:
    """A loan or a bill product with its terms and plans. ``annual_rate`` is the yearly cost, a fraction (F6, XIRR)."""

    id: str
    product: str
    basis: Basis
    lender: str = ""
    contract: str = ""
    principal: Fen | None = None
    drawn_at: datetime | None = None
    method: Method | None = None
    daily_rate: Decimal | None = None
    terms: int | None = None
    annual_rate: Decimal | None = None
    due_day: int | None = None
    grace_days: int | None = None
    state: str = ""
    versions: tuple[PlanVersion, ...] = ()
    hypotheses: tuple[Hypothesis, ...] = ()
    balance: tuple[tuple[date, Fen], ...] = ()  # outstanding principal after each date, in order of time


@made_quickly
@dataclass(frozen=True, slots=True)
class Link:
    """Why two events belong together; ``reason`` is a message id (``link.<reason>``)."""

    a: str
    b: str
    reason: str
    certainty: Certainty


@made_quickly
@dataclass(frozen=True, slots=True)
class Chain:
    """An obligation and every event that belongs to it, in order of time."""

    id: str
    facility: str
    events: tuple[str, ...]
    state: str  # paid, late, open, missed, partly-paid, settled-early, guarantor-paid, moved, expected
    period: int | None = None
    due: date | None = None
    expected: Fen | None = None
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong in a file that a person should know: ``code`` is a message id (``problem.<code>``)."""

    code: str
    source: Source | None = None
    facts: tuple[tuple[str, FactValue], ...] = ()


@dataclass(frozen=True, slots=True)
class SourceReport:
    """What became of one file (or one zip member).

    ``format`` is empty where nothing recognised it. ``skipped`` counts rows not used, by reason (a message id
    ``skipped.<reason>``). ``declared`` holds what the file says of itself, by name. ``columns`` says which column was
    taken for what, where that was decided by meaning.
    """

    file: str
    sha256: str
    format: str
    rows: int
    used: int
    period: tuple[date, date] | None = None
    declared: tuple[tuple[str, FactValue], ...] = ()
    problems: tuple[Problem, ...] = ()
    skipped: tuple[tuple[str, int], ...] = ()
    columns: tuple[tuple[str, str], ...] = ()
    sheets: tuple[str, ...] = ()
    path: str = ""
    """Where it lies on this computer; never written into anything that leaves the program."""


@dataclass(frozen=True, slots=True)
class Outlook:
    """Something to come: the next due, or what settling on a day would cost; ``text`` is a message id."""

    on: date
    facility: str | None
    amount: Fen | None
    text: str
    facts: tuple[tuple[str, FactValue], ...] = ()
    evidence: tuple[Source, ...] = ()

    @property
    def is_due(self) -> bool:
        """Whether it tells of what falls due next, and not of what settling would cost."""
        return self.text.startswith("next-due")


@dataclass(frozen=True)
class Explanation:
    """Everything the program has to say about a case. It has no slots, so that its indexes can be kept.

    ``as_of`` is ``NO_DAY`` or earlier where no row names a day.
    """

    as_of: date
    sources: tuple[SourceReport, ...]
    facilities: tuple[Facility, ...]
    events: tuple[Event, ...]
    chains: tuple[Chain, ...]
    discrepancies: tuple[Discrepancy, ...]
    outlook: tuple[Outlook, ...] = ()
    comparison: Comparison = field(default_factory=Comparison)
    accounts: tuple[LoanAccount, ...] = ()
    ahead: Ahead = field(default_factory=Ahead)
    standings: tuple[LoanStanding, ...] = ()
    reserves: tuple[ReserveStanding, ...] = ()
    """What is still owed, as `app.core.loans.settlement.settle_all` settles it on any day."""
    bill_standings: tuple[BillStanding, ...] = ()
    claims: tuple[ReadClaim, ...] = ()
    costs: tuple[AllInCost, ...] = ()

    @property
    def day(self) -> date | None:
        """The day it speaks of; None where no row names one."""
        return self.as_of if self.as_of > NO_DAY else None

    @cached_property
    def years(self) -> frozenset[int]:
        """The years in which anything happened, up to that of the day it speaks of; empty where no row names one."""
        if self.day is None:
            return frozenset()
        told = {event.at.year for event in self.events} | {found.at.year for found in self.discrepancies}
        return frozenset(year for year in told if year <= self.day.year) | {self.day.year}

    @cached_property
    def keys(self) -> Mapping[str, str]:
        """The content key of each discrepancy, by its id: what it is, of which loan and period, when and how much.

        A mark or a note names its discrepancy by it, so that it stays there in a newer export. Discrepancies that are
        alike in all of this are numbered in order of their rows.
        """
        seen: Counter[str] = Counter()
        keys = {}
        for found in sorted(self.discrepancies, key=lambda d: (d.at, d.code, d.evidence, d.id)):
            content = _digest(found.code, found.facility, found.period, found.at.date(), found.difference)
            seen[content] += 1
            keys[found.id] = f"{content}-{seen[content]}"
        return keys

    def event(self, event_id: str) -> Event:
        """The event of an id. Raises KeyError."""
        return self.events_by_id[event_id]

    @cached_property
    def events_by_id(self) -> Mapping[str, Event]:
        """Every event by its id."""
        return {event.id: event for event in self.events}

    @cached_property
    def fallen_away(self) -> frozenset[str]:
        """The ids of what was due after its loan had been settled, and so never fell due."""
        settled = {account.facility: account.settled_on for account in self.accounts if account.settled_on}
        return frozenset(
            event.id
            for event in self.events
            if event.kind is EventKind.DUE and event.at.date() > settled.get(event.facility or "", event.at.date())
        )

    @cached_property
    def discrepancies_by_id(self) -> Mapping[str, Discrepancy]:
        """Every discrepancy by its id."""
        return {found.id: found for found in self.discrepancies}

    @cached_property
    def chains_by_id(self) -> Mapping[str, Chain]:
        """Every chain by its id."""
        return {chain.id: chain for chain in self.chains}

    @cached_property
    def chain_of(self) -> Mapping[str, Chain]:
        """The chain that an event belongs to, by the event's id; the first where it belongs to several."""
        return {event_id: chains[0] for event_id, chains in self.chains_of.items()}

    @cached_property
    def chains_of(self) -> Mapping[str, tuple[Chain, ...]]:
        """The chains that an event belongs to, in their order, by the event's id."""
        found: dict[str, list[Chain]] = defaultdict(list)
        for chain in self.chains:
            for event_id in dict.fromkeys(chain.events):
                found[event_id].append(chain)
        return {event_id: tuple(those) for event_id, those in found.items()}

    @cached_property
    def discrepancies_of(self) -> Mapping[str, tuple[Discrepancy, ...]]:
        """The discrepancies that an event belongs to, in their order, by the event's id."""
        found: dict[str, list[Discrepancy]] = defaultdict(list)
        for discrepancy in self.discrepancies:
            for event_id in discrepancy.events:
                found[event_id].append(discrepancy)
        return {event_id: tuple(those) for event_id, those in found.items()}


def _digest(*parts: object) -> str:
    return hashlib.sha256("\x1f".join("" if p is None else str(p) for p in parts).encode()).hexdigest()[:16]
