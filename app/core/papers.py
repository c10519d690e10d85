"""Frozen facts of the papers that are no tables: messages, settlement certificates, credit reports, pictures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum

from app.core.money import Fen
from app.core.sources import Product, Service, Source


class NoticeKind(Enum):
    """What a message (SMS, push text, card of an official account) tells."""

    DRAWDOWN = "drawdown"
    DUE = "due"
    OVERDUE = "overdue"
    REPAID = "repaid"
    ACCOUNT_DEBIT = "account-debit"  # a bank's word of a repayment that left an account; it names no product
    FAILED = "failed"  # a debit that did not go through
    SETTLED = "settled"
    REFUND = "refund"
    PURCHASE = "purchase"
    LIMIT = "limit"
    BALANCE = "balance"  # what a page says is owed in all, or what settling now takes
    RATE_CHANGED = "rate-changed"
    DUE_DAY_CHANGED = "due-day-changed"
    DEFERRED = "deferred"  # an instalment that falls due later than its plan says


OWN_LIST, PAYMENT_LIST, APP_LIST = "own-list", "payment-list", "app-list"
"""The rules of notices that stand in a list that the person keeps, in a lender's table of what was paid or tried, and
in a list copied from a wallet's program: each line is a movement of its own.
"""

LISTS = frozenset({OWN_LIST, PAYMENT_LIST, APP_LIST})


TERMS_CHANGED = frozenset({NoticeKind.RATE_CHANGED, NoticeKind.DUE_DAY_CHANGED, NoticeKind.DEFERRED})
"""What messages tell of a loan's terms; they move no money, and say nothing of what was paid."""


@dataclass(frozen=True, slots=True)
class ChangedTerms:
    """What a message says will hold from its day on.

    ``rate`` is a fraction with the places that are written, for a year, or for a day where ``is_daily``. ``due_day`` is
    the day of the month. ``due`` is when the deferred instalment now falls due, ``was_due`` when it did before.
    """

    rate: Decimal | None = None
    is_daily: bool = False
    due_day: int | None = None
    due: date | None = None
    was_due: date | None = None


@dataclass(frozen=True, slots=True)
class Notice:
    """A message of a lender, wallet or bank, as it was written but without links.

    ``on`` is the day it speaks of: when money moved, or when it is due; None where no year can be told, and then
    ``month_day`` is (month, day). ``sender`` is the name in 【】. ``account`` is a card's tail or a way of paying.
    ``remaining`` is the principal that it says is left, ``lent`` what it says was lent. ``reason`` is why a debit
    failed, as written. ``rule`` is the id of the wording by which it was known. ``terms`` are given for the kinds of
    `TERMS_CHANGED` alone; ``on`` is then the day from which they hold. ``sent`` is when it came, where its list says.
    """

    kind: NoticeKind
    product: Product
    amount: Fen | None = None
    on: date | None = None
    at: datetime | None = None
    month_day: tuple[int, int] | None = None
    account: str = ""
    period: int | None = None
    remaining: Fen | None = None
    lent: Fen | None = None
    reason: str = ""
    sender: str = ""
    text: str = ""
    rule: str = ""
    sources: tuple[Source, ...] = ()
    terms: ChangedTerms | None = None
    sent: datetime | None = None


@dataclass(frozen=True, slots=True)
class SettlementCertificate:
    """A lender's word that a loan is settled; ``settled_on`` is None where the paper names no such day.

    ``issued_on`` is the day of the paper itself, not before that of the settlement.
    Whose loan it was is not kept. A paper that certifies several loans gives a fact for each.
    """

    contract: str
    settled_on: date | None
    issued_on: date | None = None
    principal: Fen | None = None
    drawn_on: date | None = None
    product: Product = Product.OTHER
    lender: str = ""
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True)
class DisclosedItem:
    """A line of a disclosure table as it is written: ``name`` 担保费, ``said`` how it is taken, ``payee`` who takes it.
    ``services`` are what the name says that it is for.

    ``contingent`` items are due only when something goes wrong or is paid early.
    """

    name: str
    said: str
    payee: str = ""
    contingent: bool = False
    services: tuple[Service, ...] = ()
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True)
class CostDisclosure:
    """What a lender said that a loan costs in all (综合融资成本明示表).

    ``yearly`` is a fraction with the places that are written, 0.2240 for 22.40 %; ``yearly_sources`` are its rows.
    """

    contract: str
    principal: Fen | None
    yearly: Decimal | None
    items: tuple[DisclosedItem, ...]
    product: Product = Product.OTHER
    sources: tuple[Source, ...] = ()
    yearly_sources: tuple[Source, ...] = ()


class CreditLineKind(Enum):
    """What an account of a credit report is."""

    LOAN = "loan"
    REVOLVING = "revolving"
    CARD = "card"
    QUASI_CARD = "quasi-card"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class MonthMark:
    """The mark of one month: N, 1 to 7, C, D, Z, G, B, A, M, ``*``, ``#`` or ``/``; ``overdue`` in fen of whole yuan.

    It says how the account stood on that month's reporting day, never that something was reported on another day.
    """

    month: tuple[int, int]
    mark: str
    overdue: Fen | None = None


@dataclass(frozen=True, slots=True)
class CreditAccount:
    """An account of a credit report. Amounts are whole yuan, held in fen; what the report leaves out is None.

    ``lender_stem`` is the lender's name without the form of a company. ``state`` is the report's word (结清, 逾期),
    ``is_inactive`` that it says of a card that it was never activated. ``as_of`` and ``settled`` are (year, month).
    ``late_months`` and ``very_late_months`` (more than 90 days) are of the last five years, 0 only where the report
    says that there are none.
    """

    kind: CreditLineKind
    lender: str
    opened: date | None
    amount: Fen | None = None
    purpose: str = ""
    ends: date | None = None
    as_of: tuple[int, int] | None = None
    balance: Fen | None = None
    overdue: Fen | None = None
    state: str = ""
    settled: tuple[int, int] | None = None
    late_months: int | None = None
    very_late_months: int | None = None
    marks: tuple[MonthMark, ...] = ()
    is_inactive: bool = False
    lender_stem: str = ""
    sources: tuple[Source, ...] = ()


class EnquiryReason(Enum):
    """Why somebody looked at a credit report, where rows can say something of it."""

    APPROVAL = "approval"  # of a loan that was asked for
    AFTER_LENDING = "after-lending"  # the lender looks after a loan that runs
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class CreditEnquiry:
    """Somebody who looked at a credit report: when, who, and why as the report ``words`` it.

    ``by_stem`` is the name without the form of a company.
    """

    on: date
    by: str
    words: str
    reason: EnquiryReason = EnquiryReason.OTHER
    by_stem: str = ""
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True)
class CreditReport:
    """A credit report of the People's Bank without the person it is about; ``detailed`` names its form."""

    reported_at: datetime | None
    detailed: bool
    accounts: tuple[CreditAccount, ...]
    enquiries: tuple[CreditEnquiry, ...] = ()
    sources: tuple[Source, ...] = ()


class PictureStanding(Enum):
    """How far what was read from a picture, or typed by the person, may be trusted."""

    CONFIRMED = "confirmed"  # the person compared it with the picture
    CLOSED = "closed"  # the whole plan closes by its own arithmetic
    READ = "read"
    TYPED = "typed"  # no picture: a person's own list, which nobody else bears out

    @classmethod
    def of(cls, *, is_confirmed: bool, is_closed: bool) -> PictureStanding:
        """The standing of a page; the person's word goes before its arithmetic."""
        return cls.CONFIRMED if is_confirmed else cls.CLOSED if is_closed else cls.READ


@dataclass(frozen=True, slots=True)
class PictureRow:
    """A row that was read from a picture, or typed; ``is_doubtful`` where a cell is uncertain or a check fails."""

    standing: PictureStanding
    is_doubtful: bool
    sources: tuple[Source, ...]
