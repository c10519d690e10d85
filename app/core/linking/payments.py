"""Money that moved, or was tried to: a wallet row with the bank rows and the refunds that belong to it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from app.core.calendar import WorkCalendar
from app.core.discrepancy import distinct
from app.core.facts import (
    BankRow,
    Outcome,
    Product,
    Purpose,
    Source,
    Trigger,
    WalletKind,
    WalletRow,
)  # fmt: skip
from app.core.linking import bank_wording as words
from app.core.linking.bank_returns import RETURN_DAYS, Taken, may_give_back, returns_of
from app.core.linking.bank_shares import Pairs, paired, parts_of
from app.core.linking.overrides import NONE, LinkOverrides
from app.core.linking.wallet_returns import owners
from app.core.made_quickly import made_quickly
from app.core.money import Fen
from app.core.notices import PROVIDER as MESSAGE

BOOKING_DAYS = 4
"""How many days after a payment a bank may book it at most, holidays aside: the next day, and over a weekend."""

_NEVER_BOOKED = (WalletKind.RESERVE_TAKEN, WalletKind.PURCHASE)
"""What moves no money of an account: the lender pays."""

CLOSING_TIME = time(6, 0)
"""Until then a bank may still book a payment on the day before: its day is not closed at midnight."""


@dataclass(frozen=True, slots=True)
class Return:
    """Money given back: the wallet's refund row, the bank's credit, or both."""

    at: datetime
    amount: Fen
    sources: tuple[Source, ...]


@made_quickly
@dataclass(frozen=True, slots=True)
class Movement:
    """One try to move money, with everything that wallet and bank say of it.

    ``amount`` is never negative. ``row`` is None where only a bank knows of it. ``returns`` are what came back.
    ``bounced`` says that all of it came back before anything else paid what it was for; ``recollects`` are the bounced
    debits whose money this one took again. ``payer`` is the wallet account it was paid from, where the files are of
    several persons; else it is empty.
    """

    at: datetime
    amount: Fen
    kind: WalletKind
    product: Product
    outcome: Outcome
    trigger: Trigger
    purpose: Purpose
    account: str
    text: str
    row: WalletRow | None
    bank: tuple[BankRow, ...] = ()
    returns: tuple[Return, ...] = ()
    bounced: bool = False
    recollects: tuple[Movement, ...] = ()
    payer: str = ""

    @property
    def on(self) -> date:
        """The day it was made."""
        return self.at.date()

    @property
    def done(self) -> bool:
        """Whether the money went where it should."""
        return self.outcome is Outcome.DONE and not self.bounced

    @property
    def first_at(self) -> datetime:
        """When the money was first taken: by the first bounced debit that this one replaced, if any."""
        return min((m.at for m in self.recollects), default=self.at)

    @property
    def returned(self) -> Fen:
        """What came back, in fen."""
        return sum(r.amount for r in self.returns)

    @property
    def wallet_sources(self) -> tuple[Source, ...]:
        """The wallet's own rows."""
        return self.row.sources if self.row else ()

    @property
    def bank_sources(self) -> tuple[Source, ...]:
        """The bank's rows."""
        return distinct(s for row in self.bank for s in row.sources) if self.bank else ()

    @property
    def sources(self) -> tuple[Source, ...]:
        """Every row that speaks of it, returns included."""
        back = (s for r in self.returns for s in r.sources)
        return distinct((*self.wallet_sources, *self.bank_sources, *back))


def movements(
    wallet: Sequence[WalletRow],
    bank: Sequence[BankRow],
    overrides: LinkOverrides = NONE,
    calendar: WorkCalendar | None = None,
    lenders: Collection[BankRow] = (),
) -> tuple[Movement, ...]:
    """Join wallet rows with the bank rows and refunds of the same money, in order of time.

    ``lenders`` are debits of the bank that repay a loan although their wording names no product.
    A bank row is used once. Successful rows choose first, then refunds, then failed tries; among equals the earlier
    row takes the earlier bank row, which tells no lie because equal rows on one day cannot be told apart.
    """
    matcher = _BankMatcher(bank, overrides, calendar)
    matcher.pass_by(row for row in wallet if row.kind is WalletKind.TRANSFER)
    refunds = [row for row in wallet if row.kind is WalletKind.REFUND]
    tries = [row for row in wallet if row.kind not in (WalletKind.REFUND, WalletKind.TRANSFER)]
    asking = [row for row in tries if row.kind not in _NEVER_BOOKED]
    booked = {id(r): matcher.take(r) for r in asking if r.outcome is Outcome.DONE}
    returns = _returns_of(refunds, tries, matcher)
    booked |= {id(r): matcher.take(r) for r in asking if r.outcome is not Outcome.DONE}
    booked |= matcher.parts(tries, booked)
    bank_of = {key: (own,) for key, own in booked.items() if own} | matcher.shares(asking, booked)
    joined = [_movement(row, bank_of.get(id(row), ()), tuple(returns.get(id(row), ())), matcher) for row in tries]
    joined += [_from_bank(row) for row in matcher.lone_repayments(tries, booked, {id(row) for row in lenders})]
    joined += [replace(_from_bank(row), kind=WalletKind.CHARGE) for row in matcher.lone_charges()]
    return in_order(matcher.with_returns(joined))


def in_order(moved: Iterable[Movement]) -> tuple[Movement, ...]:
    """Movements in order of time, whatever order they came in."""
    return tuple(sorted(moved, key=_order))


def _order(movement: Movement) -> tuple[object, ...]:
    order_no = movement.row.order_no if movement.row else ""
    return (movement.at, movement.kind.value, movement.amount, movement.account, movement.text, order_no)


def _movement(row: WalletRow, bank: tuple[BankRow, ...], returns: tuple[Return, ...], m: _BankMatcher) -> Movement:
    if bank and row.outcome is not Outcome.DONE and not returns:
        back = m.return_after(row, bank[0])
        returns = (_return_of(back),) if back else ()
    return Movement(
        at=_made_at(row, bank), amount=row.amount, kind=row.kind, product=row.product, outcome=row.outcome,
        trigger=row.trigger,
        purpose=row.purpose, account=row.account, text=row.text, row=row, bank=bank, returns=returns,
    )  # fmt: skip


def _made_at(row: WalletRow, bank: Sequence[BankRow]) -> datetime:
    """When a row's money moved: of a message that tells the day alone, at the time of the bank's row of that day."""
    if row.provider != MESSAGE or row.at.time() != time():
        return row.at
    return next((booked.at for booked in bank if booked.at and booked.on == row.at.date()), row.at)


def _return_of(row: BankRow) -> Return:
    return Return(row.at or datetime.combine(row.on, time()), row.amount, row.sources)


def _from_bank(row: BankRow) -> Movement:
    text = words.wording(row)
    return Movement(
        at=row.at or datetime.combine(row.on, time()), amount=-row.amount, kind=WalletKind.REPAYMENT,
        product=row.product or Product.OTHER, outcome=Outcome.DONE, trigger=words.trigger_of(row),
        purpose=words.purpose_of(row), account=row.bank + row.account, text=text, row=None, bank=(row,),
    )  # fmt: skip


def _returns_of(
    refunds: Collection[WalletRow], tries: Collection[WalletRow], matcher: _BankMatcher
) -> dict[int, list[Return]]:
    """What the wallet's refunds give back of each row, with the bank's credit, by the row's identity.

    The credit of a refund that belongs to no row stays free: the bank's own words may tell whose it is.
    """
    owner_of = owners(refunds, tries)
    found: dict[int, list[Return]] = defaultdict(list)
    for refund in refunds:
        if (owner := owner_of.get(id(refund))) is not None:
            credit = matcher.take_return(refund)
            sources = distinct((*refund.sources, *(credit.sources if credit else ())))
            found[id(owner)].append(Return(refund.at, refund.amount, sources))
    return found


class _BankMatcher:
    """Hands out bank rows, each once."""

    def __init__(self, bank: Sequence[BankRow], overrides: LinkOverrides, calendar: WorkCalendar | None) -> None:
        self._bank = bank
        self._overrides = overrides
        self._calendar = calendar
        self._used: set[int] = set()
        self._by_amount: dict[Fen, list[int]] = defaultdict(list)
        for index, row in enumerate(bank):
            self._by_amount[row.amount].append(index)

    def take(self, row: WalletRow) -> BankRow | None:
        """The bank row of a wallet row: same amount, account and wording, booked within days of it."""
        comes_in = row.kind is WalletKind.DRAWDOWN
        if row.kind in _NEVER_BOOKED:
            return None
        amount = row.amount if comes_in else -row.amount
        return self._best(row.at, amount, row, self._booking_days(row.at.date()), days_before(row.at))

    def pass_by(self, transfers: Iterable[WalletRow]) -> None:
        """Give the bank rows of what was sent to persons to no payment, whatever product the persons are called by."""
        for row in transfers:
            if row.outcome is Outcome.DONE:
                self.take(row)

    def shares(self, tries: Iterable[WalletRow], taken: Mapping[int, BankRow | None]) -> Pairs:
        """The two bank rows that make up each payment that no single one is, by the row's identity."""
        free = [b for index, b in enumerate(self._bank) if index not in self._used and b.product]
        found = paired(tries, taken, free, lambda row, b: self._can_be_of(b, row.at))
        used = {id(b) for pair in found.values() for b in pair}
        self._used |= {index for index, b in enumerate(self._bank) if id(b) in used}
        return found

    def parts(self, tries: Iterable[WalletRow], taken: Mapping[int, BankRow | None]) -> dict[int, BankRow]:
        """The one row of less that a card paid of a payment from several sources, by the payment's identity."""
        free = [b for index, b in enumerate(self._bank) if index not in self._used]
        found = parts_of(tries, taken, free, lambda row, b: self._can_be_of(b, row.at))
        used = {id(b) for b in found.values()}
        self._used |= {index for index, b in enumerate(self._bank) if id(b) in used}
        return found

    def _booking_days(self, day: date) -> int:
        """Days in which a payment is booked: some, and until the first working day after a holiday is over."""
        if self._calendar is None:
            return BOOKING_DAYS
        opens = self._calendar.on_or_after(day + timedelta(days=1))
        return max(BOOKING_DAYS, (opens - day).days + 1)

    def take_return(self, refund: WalletRow) -> BankRow | None:
        """The bank's credit for a wallet's refund row."""
        return self._best(refund.at, refund.amount, refund, RETURN_DAYS)

    def return_after(self, row: WalletRow, booked: BankRow) -> BankRow | None:
        """What the bank gave back of a debit that the wallet calls failed."""
        start = datetime.combine(booked.on, time())
        return self._best(start, row.amount, replace(row, at=start), RETURN_DAYS)

    def lone_repayments(
        self, tries: Sequence[WalletRow], taken: Mapping[int, BankRow | None], unnamed: Collection[int]
    ) -> list[BankRow]:
        """Debits whose wording names a product, and of which no wallet row of that amount tells: only the bank does.

        A wallet row that the same account booked already (``taken``, by the row's identity) tells of no second one.
        ``unnamed`` are the identities of rows that name no product and are repayments all the same.
        """
        told: dict[tuple[Product, Fen], list[WalletRow]] = defaultdict(list)
        for row in (r for r in tries if -r.amount in self._by_amount) if self._bank else ():
            told[row.product, row.amount].append(row)
        lone = []
        for index, booked in enumerate(self._bank):
            free = booked.amount < 0 and index not in self._used and not words.is_charge(booked)
            product = (Product.OTHER if id(booked) in unnamed else booked.product) if free else None
            if product is None or product is Product.RESERVE:
                continue
            near = [r for r in told.get((product, -booked.amount), ()) if self._can_be_of(booked, r.at)]
            if all(words.same_statement(taken.get(id(r)), booked) for r in near):
                lone.append(booked)
        return lone

    def lone_charges(self) -> list[BankRow]:
        """Charges of guarantors and go-betweens that only the bank shows."""
        return [row for index, row in enumerate(self._bank) if index not in self._used and words.is_charge(row)]

    def _can_be_of(self, booked: BankRow, at: datetime) -> bool:
        gap = (booked.on - at.date()).days
        return -days_before(at) <= gap <= self._booking_days(at.date())

    def with_returns(self, moved: Sequence[Movement]) -> list[Movement]:
        """Lay what the bank gave back to the debits that it booked."""
        taken = {
            n: Taken(m.at, m.amount, m.product, m.bank[0], m.returned, m.outcome is Outcome.FAILED)
            for n, m in enumerate(moved)
            if m.bank and m.kind is WalletKind.REPAYMENT
        }
        free = [
            row for index, row in enumerate(self._bank)
            if row.amount > 0 and index not in self._used and may_give_back(row)
        ]  # fmt: skip
        found = returns_of(taken, free)
        own = {id(row) for rows in found.values() for row in rows}
        self._used |= {index for index, row in enumerate(self._bank) if id(row) in own}
        return [
            replace(m, returns=(*m.returns, *map(_return_of, found[n]))) if n in found else m
            for n, m in enumerate(moved)
        ]

    def _best(self, at: datetime, amount: Fen, row: WalletRow, days: int, before: int = 0) -> BankRow | None:
        ranked = []
        for index in self._by_amount.get(amount, ()):
            booked = self._bank[index]
            gap = (booked.on - at.date()).days
            if index in self._used or not -before <= gap <= days or not words.same_account(row.account, booked):
                continue
            if self._overrides.refuses(row.sources, booked.sources):
                continue
            if (
                likeness := 4
                if self._overrides.accepts(row.sources, booked.sources)
                else words.same_wording(row, booked)
            ):
                ranked.append((-likeness, abs(gap), gap < 0, words.apart(at, booked), index))
        if not ranked:
            return None
        index = min(ranked)[-1]
        self._used.add(index)
        return self._bank[index]


def days_before(at: datetime) -> int:
    """How many days before a payment the bank may date it."""
    return 1 if at.time() < CLOSING_TIME else 0
