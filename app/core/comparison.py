"""What was compared with what: the standing of every obligation, debit, bank row and bill, and the papers missing."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from app.core.facts import Product, Source
from app.core.made_quickly import made_quickly
from app.core.money import Fen
from app.core.words import Word


class Subject(Word):
    """What can be compared."""

    OBLIGATION = "obligation"  # a period of a plan, a reserve advance
    DEBIT = "debit"  # money taken, or shown as taken, for a loan or a bill
    RECORD = "record"  # a repayment that the lender recorded, of a period that no plan shows
    CHARGE = "charge"  # money that another payee took beside a repayment, which is none itself
    BANK_ROW = "bank-row"  # a row of a bank statement about such money, or about a drawdown
    BILL = "bill"  # a monthly bill as a whole


class Standing(Word):
    """How it came out. Nothing agrees that had nothing to agree with."""

    AGREES = "agrees"
    DIFFERS = "differs"
    NOT_CHECKED = "not-checked"


class Role(Word):
    """What kind of paper it was compared with."""

    PLAN = "plan"
    RECORD = "record"  # the lender's own record of repayments
    BILL = "bill"
    RESERVE = "reserve-record"
    WALLET = "wallet"
    MESSAGE = "message"
    LIST = "payment-list"  # of the lender's service, or one that the person keeps
    BANK = "bank"


@made_quickly
@dataclass(frozen=True, slots=True)
class Paper:
    """A paper that is not here. ``kind`` is a message id (``missing.<kind>``, how to get it ``fetch.<kind>.way``).

    ``source`` says where from, where that is known (``alipay``, or a bank account as the files write it); ``first`` and
    ``last`` are the days that it would have to cover, ``facility`` and ``product`` the loan it speaks of.
    """

    kind: str
    product: Product | None = None
    facility: str = ""
    source: str = ""
    month: str = ""  # 2024-06, of a bill


@made_quickly
@dataclass(frozen=True, slots=True)
class Check:
    """One thing and its standing. ``sources`` are its own rows, ``met`` those that it agrees with or differs from.

    ``matter`` joins what is one payment: an obligation with its debits and their bank rows. It is empty for what is no
    payment (a drawdown). ``discrepancies`` are ids; ``paper`` would check what is not checked.
    """

    subject: Subject
    standing: Standing
    on: date
    amount: Fen | None
    matter: str
    sources: tuple[Source, ...]
    facility: str | None = None
    period: int | None = None
    met: tuple[Source, ...] = ()
    roles: tuple[Role, ...] = ()
    discrepancies: tuple[str, ...] = ()
    paper: Paper | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """A missing paper and how much it would decide: payments not checked, and discrepancies left open."""

    paper: Paper
    payments: int
    discrepancies: tuple[str, ...] = ()
    first: date | None = None
    last: date | None = None

    @property
    def decides(self) -> int:
        """How many open questions it would decide."""
        return self.payments + len(self.discrepancies)


@dataclass(frozen=True, slots=True)
class Counts:
    """How many payments came out how.

    Of those ``unchecked``, ``due`` are known from a plan or bill alone, the others from a debit alone; ``booked`` have
    the same amount in wallet and bank. ``charges`` of other payees are no payments and counted in none of these.
    """

    agree: int = 0
    differ: int = 0
    unchecked: int = 0
    due: int = 0
    booked: int = 0
    charges: int = 0

    @property
    def checked(self) -> int:
        """Payments that were compared with something."""
        return self.agree + self.differ

    @property
    def all(self) -> int:
        """Payments in all."""
        return self.checked + self.unchecked


@dataclass(frozen=True, slots=True)
class Comparison:
    """Every check in order of time, what the payments among them come to, and what to fetch next, most useful first.

    ``roles`` are the kinds of papers that payments were compared between, ``accounts`` those of the statements that
    are here (wallet, bank), whether or not a payment was found in them.
    """

    checks: tuple[Check, ...] = ()
    counts: Counts = field(default_factory=Counts)
    roles: tuple[Role, ...] = ()
    wanted: tuple[Wanted, ...] = ()
    accounts: tuple[Role, ...] = ()
