"""Frozen facts, as files state them, each with the file, sheet and row it was read from."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from app.core.bill_facts import Bill as Bill  # noqa: PLC0414  every fact is found here
from app.core.bill_facts import BillLine as BillLine  # noqa: PLC0414  every fact is found here
from app.core.bill_facts import LineKind as LineKind  # noqa: PLC0414  every fact is found here
from app.core.made_quickly import made_quickly
from app.core.money import Fen
from app.core.papers import CostDisclosure, CreditReport, Notice, PictureRow, SettlementCertificate
from app.core.plan_facts import PeriodState as PeriodState  # noqa: PLC0414  every fact is found here
from app.core.plan_facts import PlanRow as PlanRow  # noqa: PLC0414  every fact is found here
from app.core.plan_facts import PlanTotal as PlanTotal  # noqa: PLC0414  every fact is found here
from app.core.sources import BEARS_FROM_SPENDING as BEARS_FROM_SPENDING  # noqa: PLC0414  every fact is found here
from app.core.sources import BILLED as BILLED  # noqa: PLC0414  every fact is found here
from app.core.sources import Product as Product  # noqa: PLC0414  every fact is found here
from app.core.sources import Service
from app.core.sources import Source as Source  # noqa: PLC0414  every fact is found here
from app.core.words import Word


class WalletKind(Word):
    """What a wallet row does to a credit product."""

    DRAWDOWN = "drawdown"
    REPAYMENT = "repayment"
    REFUND = "refund"  # of a repayment or of a purchase; ``refund_of`` names the order
    PURCHASE = "purchase"  # paid with the product (花呗, 白条, 月付)
    RESERVE_TAKEN = "reserve-taken"
    RESERVE_RETURNED = "reserve-returned"
    CHARGE = "charge"  # by another payee beside a loan: guarantee, membership, credit enhancement
    TRANSFER = "transfer"  # to a person whom an address book calls by a product: it tells whose a bank's row is
    OTHER = "other"


class Outcome(Word):
    """How a try to move money ended."""

    DONE = "done"
    FAILED = "failed"
    PENDING = "pending"
    CLOSED = "closed"  # never paid, or given back in full
    UNKNOWN = "unknown"


class Trigger(Word):
    """Who started a repayment."""

    AUTO = "auto"  # 自动还款, 自动扣款, batch debit
    MANUAL = "manual"  # 主动还款
    INCOMING = "incoming"  # taken from money that just arrived
    OFFLINE = "offline"
    UNKNOWN = "unknown"


class Purpose(Word):
    """What the wording says a repayment is for; UNKNOWN where it says nothing."""

    SETTLEMENT = "settlement"  # 提前结清
    PREPAYMENT = "prepayment"  # 提前还款, 部分提前还款
    OVERDUE_CHARGE = "overdue-charge"  # 逾期费用
    BILL = "bill"  # names a bill's month
    UNKNOWN = "unknown"


@made_quickly
@dataclass(frozen=True, slots=True)
class WalletRow:
    """A row of a wallet's export (支付宝, 微信支付, 京东, 美团) that concerns credit.

    ``amount`` is never negative. ``order_no`` and ``refund_of`` are plain text; ``refund_of`` is the order a refund
    belongs to. ``bill_month`` is (year, month) where the wording names a bill. ``account`` is the funding source as
    written, empty where the file does not say; ``reduction`` names what was taken off before (a red packet): the
    amount is net of it. ``reduced_by`` is its sum where a row says one, else 0. ``rule`` is the id of the wording rule
    that recognised the row; ``services`` are what the name of who takes a charge says that it is for, ``item`` is what
    a refund's text says that it is of.
    ``sources`` has a row of every export in which it stands.
    """

    at: datetime
    kind: WalletKind
    product: Product
    amount: Fen
    outcome: Outcome
    trigger: Trigger = Trigger.UNKNOWN
    purpose: Purpose = Purpose.UNKNOWN
    bill_month: tuple[int, int] | None = None
    account: str = ""
    order_no: str = ""
    merchant_no: str = ""
    refund_of: str = ""
    counterparty: str = ""
    text: str = ""
    category: str = ""
    status: str = ""
    provider: str = ""
    rule: str = ""
    reduction: str = ""
    services: tuple[Service, ...] = ()
    item: str = ""
    reduced_by: Fen = 0
    sources: tuple[Source, ...] = ()

    def is_reduced_by(self, less: Fen) -> bool:
        """Whether a reduction that the row names can be what it has less, in fen."""
        return bool(self.reduction) and self.reduced_by in (0, less)


class BankSays(Word):
    """What a bank's wording says of a row, beside the product that it may name."""

    REPAYMENT = "repayment"
    MONEY_MOVED = "money-moved"
    RETURNED = "returned"
    AUTOMATIC = "automatic"
    BY_HAND = "by-hand"
    THIRD_PARTY_CHARGE = "third-party-charge"
    PAID_OUT = "paid-out"
    SETTLES = "settles"
    PREPAYS = "prepays"
    MEMBERSHIP = "membership"
    EXTENSION_FEE = "extension-fee"
    RECOVERY = "recovery"  # a guarantor collects what it paid for the borrower


@made_quickly
@dataclass(frozen=True, slots=True)
class BankRow:
    """A row of a bank statement; ``amount`` is negative when money left the account.

    ``on`` is the date the bank booked it, ``at`` the time of the transaction where the bank prints one.
    ``account`` is the masked number or its tail, ``bank`` a short Chinese name (招商银行), ``short_bank`` what wallets
    make of it (招商). ``product`` and ``says`` are what the wording says by the importer's table, ``payee`` is the
    other party without the wallet that passed it on, ``services`` what a charge of another payee is for.
    ``lends`` are the products of a company that lends under several names, where the wording names the company alone;
    ``product`` is then the first of them.
    """

    on: date
    amount: Fen
    at: datetime | None = None
    balance: Fen | None = None
    bank: str = ""
    account: str = ""
    summary: str = ""
    counterparty: str = ""
    note: str = ""
    reference: str = ""
    provider: str = ""
    product: Product | None = None
    says: tuple[BankSays, ...] = ()
    payee: str = ""
    short_bank: str = ""
    services: tuple[Service, ...] = ()
    lends: tuple[Product, ...] = ()
    sources: tuple[Source, ...] = ()


class Method(Word):
    """How a loan is repaid."""

    EQUAL_INSTALMENT = "equal-instalment"  # 等额本息, 每月等额
    EQUAL_PRINCIPAL = "equal-principal"  # 等额本金
    INTEREST_ONLY = "interest-only"  # 先息后本
    BULLET = "bullet"  # 到期一次还本付息
    REVOLVING = "revolving"


@dataclass(frozen=True, slots=True)
class LoanRecord:
    """A drawdown as the lender states it: terms as they were that day. ``daily_rate`` is a fraction a day.

    Lateness costs ``penalty_multiple`` of the loan's rate, or ``penalty_rate`` a day, where its contract says so.
    Repaying early costs ``settlement_share`` of the principal repaid early, a fraction, 0 where the contract says that
    nothing is taken. ``lender_stem`` is the lender's name without the form of a company.
    """

    contract: str
    principal: Fen | None = None
    drawn_at: datetime | None = None
    terms: int | None = None
    method: Method | None = None
    daily_rate: Decimal | None = None
    due_day: int | None = None
    grace_days: int | None = None
    product: Product = Product.OTHER
    lender: str = ""
    lender_stem: str = ""
    state: str = ""
    sources: tuple[Source, ...] = ()
    penalty_multiple: Decimal | None = None
    penalty_rate: Decimal | None = None
    settlement_share: Decimal | None = None


@made_quickly
@dataclass(frozen=True, slots=True)
class Posting:
    """A repayment as the lender recorded it, for one period.

    ``at`` is when it was made by the lender's clock, ``counted_on`` the date it counts for. ``total`` = principal +
    interest + penalty + fee. ``batch`` joins the rows of one repayment (``seq_no``; else contract and time).
    Interface files give one repayment twice, by loan and by period: the row by period carries both sources.
    ``product`` is what the page's own title names, ``by_another`` that another person paid, ``ahead`` that it was paid
    ahead of the plan, where it says so. ``by_guarantor``: a guarantor or insurer paid the lender (代偿), to whom it is
    owed from then on; that is another's payment too.
    """

    contract: str
    period: int | None
    at: datetime
    counted_on: date
    total: Fen
    principal: Fen
    interest: Fen
    penalty_on_principal: Fen = 0
    penalty_on_interest: Fen = 0
    penalty: Fen = 0  # all of it; the two above are its parts where the file splits them
    fee: Fen = 0
    trigger: Trigger = Trigger.UNKNOWN
    account: str = ""
    outcome: Outcome = Outcome.DONE
    batch: str = ""
    sources: tuple[Source, ...] = ()
    product: Product | None = None
    by_another: bool = False
    ahead: bool = False
    by_guarantor: bool = False


@dataclass(frozen=True, slots=True)
class Waiver:
    """Interest or penalty that the lender gave up; ``batch`` names the repayment it belongs to where the file says."""

    contract: str
    period: int | None
    on: date
    amount: Fen
    interest: Fen = 0
    penalty: Fen = 0
    batch: str = ""
    sources: tuple[Source, ...] = ()

    @property
    def off_instalment(self) -> Fen:
        """What was given up of the instalment itself, in fen; a penalty stands beside it."""
        return self.amount - self.penalty


@dataclass(frozen=True, slots=True)
class ReserveAdvance:
    """A reserve advance (备用金) as its record states it; ``moved_to`` is the bill month it says it moved to.

    ``extended`` says that its state tells of an extension, ``closed`` that it was returned or moved, whether or not it
    says when.
    """

    taken_at: datetime
    amount: Fen
    returned_at: datetime | None = None
    returned: Fen | None = None
    fee: Fen = 0
    moved_to: tuple[int, int] | None = None
    state: str = ""
    extended: bool = False
    closed: bool = False
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True)
class Coverage:
    """What a file holds and what it declares of itself, with the rows that declare it.

    ``account`` says whose statement it is (a wallet's name or a bank account), so that gaps in one are not laid to
    another. Sums are by the file's own direction words (支出, 收入, 不计收支): word, rows, amount. ``oldest_source``
    and ``newest_source`` are the rows at the ends. ``breaks`` are the rows whose balance does not follow from the row
    before: rows are missing right before them.
    """

    provider: str
    account: str
    first: datetime | None = None
    last: datetime | None = None
    rows: int = 0
    declared_rows: int | None = None
    declared_first: datetime | None = None
    declared_last: datetime | None = None
    exported_at: datetime | None = None
    sums: tuple[tuple[str, int, Fen], ...] = ()
    declared_sums: tuple[tuple[str, int, Fen], ...] = ()
    declaring: tuple[Source, ...] = ()
    oldest_source: Source | None = None
    newest_source: Source | None = None
    digest: str = ""
    breaks: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True)
class Ledger:
    """All facts of a case, in no particular order.

    ``loose_refunds`` are refunds whose order is not in their wallet's export: another export may have it.
    ``unplaced_plans`` are rows of pages that may be of several loans that are alike; no importer makes any.
    """

    wallet: tuple[WalletRow, ...] = ()
    bank: tuple[BankRow, ...] = ()
    loans: tuple[LoanRecord, ...] = ()
    plan_rows: tuple[PlanRow, ...] = ()
    postings: tuple[Posting, ...] = ()
    waivers: tuple[Waiver, ...] = ()
    bills: tuple[Bill, ...] = ()
    reserves: tuple[ReserveAdvance, ...] = ()
    coverages: tuple[Coverage, ...] = field(default=())
    notices: tuple[Notice, ...] = ()
    certificates: tuple[SettlementCertificate, ...] = ()
    credit_reports: tuple[CreditReport, ...] = ()
    picture_rows: tuple[PictureRow, ...] = ()
    plan_totals: tuple[PlanTotal, ...] = ()
    disclosures: tuple[CostDisclosure, ...] = ()
    loose_refunds: tuple[WalletRow, ...] = ()
    unplaced_plans: tuple[PlanRow | PlanTotal, ...] = ()

    @property
    def planned(self) -> tuple[PlanRow | PlanTotal, ...]:
        """Every period that a plan page shows, with its parts or without."""
        return (*self.plan_rows, *self.plan_totals)

    def __add__(self, other: Ledger) -> Ledger:
        return Ledger(*(getattr(self, name) + getattr(other, name) for name in self.__dataclass_fields__))
