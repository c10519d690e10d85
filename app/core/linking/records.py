"""Finds which debit paid which recorded repayment."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise

from app.core.facts import Outcome, Product, Purpose, Trigger, WalletKind
from app.core.linking.dues import MOST_JOINED, POSTING_DAYS, DueDays, DuesOf, exact_sum
from app.core.linking.loan_books import LoanBook
from app.core.linking.overrides import NONE, LinkOverrides
from app.core.linking.payers import may_pay, payers_of
from app.core.linking.payments import Movement
from app.core.linking.unknown_products import across_unknown_products
from app.core.money import Fen
from app.core.normalise import Repayment

CLOCK_SKEW = timedelta(hours=24)
"""How far a lender's clock may run before the wallet's."""

LATEST_BOOKING = timedelta(days=11)
"""How long after a payment its bank may book it: after the longest holiday, of eight or nine days, and a weekend."""

SAME_MOMENT = timedelta(minutes=5)
"""How far a wallet's and a lender's time of one payment may lie apart where their amounts differ."""

NEXT_PART = timedelta(days=3)
"""How long after one part of a settlement the next may be debited: the next day, or after the days off between."""

MOST_REDUCED = 5
"""A coupon or red packet pays at most one part in so many of what is due."""


@dataclass(frozen=True, slots=True)
class LinkedDebit:
    """A debit with the repayments that record it; empty where nobody recorded it."""

    debit: Movement
    repayments: tuple[Repayment, ...]

    @property
    def recorded(self) -> Fen:
        """What the lender recorded of it, in fen."""
        return sum(r.total for r in self.repayments)

    @property
    def rest(self) -> Fen:
        """What the wallet took beyond the record, in fen; negative where the record says more."""
        return self.debit.amount - self.recorded


def link_debits(
    moved: Iterable[Movement], books: Sequence[LoanBook], overrides: LinkOverrides = NONE
) -> tuple[LinkedDebit, ...]:
    """Link every successful loan debit with the repayments that record it, surest first; each repayment once.

    What a person ruled; the same second; else the same amount within days; else one debit that is the sum of several
    repayments of a day, or several debits that make up one; else the record of that moment, of which a reduction paid
    the rest or which holds only a part; else one debit for several loans' dues of which some are recorded; else the
    record of that moment that has a little less, or the only one of a day on which a bank alone shows one debit. What
    does not fit stays unlinked.
    """
    products = {book.product for book in books}
    debits = [m for m in moved if m.kind is WalletKind.REPAYMENT and m.done and m.product in products]
    repayments = sorted(
        (r for book in books for r in book.repayments if r.outcome in (Outcome.DONE, Outcome.PENDING)),
        key=lambda r: (r.at, r.contract, r.total, r.batch),
    )
    payers = payers_of(books, debits)
    linker = _Linker(debits, repayments, overrides, payers, {book.contract: book.product for book in books})
    linker.ruled()
    linker.same_second()
    linker.same_amount()
    linker.sums()
    linker.sums_of_days()
    linker.same_moment(books)
    linker.shares(books)
    linker.a_little_more()
    linker.same_day()
    for debit, repayment in across_unknown_products(debits, linker.loose(), repayments, linker.free, linker.products):
        if not linker.apart(debit, repayment, any_product=True):
            linker.join(debit, [repayment])
    return linker.result()


class _Linker:
    def __init__(
        self,
        debits: Sequence[Movement],
        repayments: Sequence[Repayment],
        overrides: LinkOverrides,
        payers: Mapping[str, str],
        products: Mapping[str, Product],
    ) -> None:
        self._debits = debits
        self.products = products
        self._payers = payers
        self._repayments = repayments  # in order of time
        self._times = [repayment.at for repayment in repayments]
        self._in_time = sorted(range(len(debits)), key=lambda d: debits[d].at)
        self._made = [debits[d].at for d in self._in_time]
        self._overrides = overrides
        self._links: dict[int, list[int]] = defaultdict(list)
        self.free = set(range(len(repayments)))

    def join(self, debit: int, repayments: Iterable[int]) -> None:
        taken = list(repayments)
        self._links[debit] += taken
        self.free -= set(taken)

    def loose(self) -> list[int]:
        return [i for i in range(len(self._debits)) if i not in self._links]

    def ruled(self) -> None:
        """What a person said belongs together."""
        if not self._overrides.accepted:
            return
        for d, debit in enumerate(self._debits):
            rows = debit.wallet_sources or debit.bank_sources
            joined = [r for r in sorted(self.free) if self._overrides.accepts(rows, self._repayments[r].sources)]
            if joined:
                self.join(d, joined)

    def apart(self, debit: int, repayment: int, any_product: bool = False) -> bool:
        """Whether a person parted these, it is another product, or somebody else uses the loan."""
        own, recorded = self._debits[debit], self._repayments[repayment]
        if not any_product and own.product is not self.products[recorded.contract]:
            return True
        if self._overrides.refuses(own.wallet_sources or own.bank_sources, recorded.sources):
            return True
        if recorded.by_guarantor:
            return True
        if recorded.by_another and not own.payer and abs(recorded.at - own.at) > SAME_MOMENT:
            return True  # the person's own files would show another's payment at no other moment
        return not may_pay(own, self._payers.get(recorded.contract, ""))

    def same_second(self) -> None:
        """A record that names the second of a debit is its record, whatever the amounts."""
        posted: dict[datetime, list[int]] = defaultdict(list)
        for index in sorted(self.free):
            posted[self._repayments[index].at].append(index)
        made: dict[datetime, list[int]] = defaultdict(list)
        for index, debit in enumerate(self._debits):
            made[debit.at].append(index)
        for at, debits in made.items():
            recorded = posted.get(at, [])
            if at.time() == at.time().min or not recorded:
                continue
            loose = [d for d in debits if d not in self._links]
            if len(loose) == 1:
                free = [r for r in recorded if r in self.free and not self.apart(loose[0], r)]
                exact = [r for r in free if self._total(r) == self._debits[loose[0]].amount]
                if exact or not self._is_another(loose[0], free):
                    self.join(loose[0], exact[:1] or free)  # records to the minute may be those of other loans
                continue
            for index in loose:
                amount = self._debits[index].amount
                exact = [
                    r for r in recorded if r in self.free and self._total(r) == amount and not self.apart(index, r)
                ]
                if exact:
                    self.join(index, exact[:1])

    def _is_another(self, debit: int, repayments: Sequence[int]) -> bool:
        """Whether a debit is not all that its second's record has: a settlement, of which that is one period.

        Or less, where another debit of these minutes makes up with it what was recorded, to the fen.
        """
        own = self._debits[debit]
        recorded = sum(map(self._total, repayments))
        rest = recorded - own.amount
        if own.amount > 2 * recorded and own.purpose is Purpose.SETTLEMENT:
            return True
        return any(self._debits[other].amount == rest for other in self._beside(debit))

    def same_amount(self) -> None:
        """The nearest record of a debit's amount, not long after it; the earlier debit has the first choice."""
        by_amount: dict[Fen, list[int]] = defaultdict(list)
        for index in sorted(self.free):
            by_amount[self._total(index)].append(index)
        pairs = sorted(
            (abs(gap), self._debits[d].at, self._repayments[r].contract, d, r)
            for d in self.loose()
            for r in self._in_reach(d, by_amount.get(self._debits[d].amount, ()))
            if (gap := self._gap(d, r)) is not None
        )
        for _, _, _, debit, repayment in pairs:
            if debit not in self._links and repayment in self.free:
                self.join(debit, [repayment])

    def sums(self) -> None:
        """One debit for several repayments of a day, then several debits of a day for one repayment."""
        for debit in self.loose():
            near = self._near(debit)
            if found := exact_sum(near, self._total, self._debits[debit].amount):
                self.join(debit, found)
        made: dict[date, list[int]] = defaultdict(list)
        for debit in self.loose():
            made[self._debits[debit].on].append(debit)
        for repayment in sorted(self.free):
            own = made.get(self._repayments[repayment].at.date(), ())
            near = [d for d in own if d not in self._links and self._gap(d, repayment) is not None]
            for debit in exact_sum(near, lambda d: self._debits[d].amount, self._total(repayment)) or ():
                self.join(debit, [repayment])

    def sums_of_days(self) -> None:
        """Several debits of days that follow each other for one repayment of more than a period, as a settlement."""
        for repayment in sorted(r for r in self.free if self._is_of_several(r)):
            posted = self._repayments[repayment].at
            first = bisect_left(self._made, posted - NEXT_PART * MOST_JOINED)
            last = bisect_right(self._made, posted + CLOCK_SKEW)
            near = [d for d in self._in_time[first:last] if d not in self._links and not self.apart(d, repayment)]
            found = exact_sum(near, lambda d: self._debits[d].amount, self._total(repayment)) or ()
            days = [*sorted(self._debits[d].on for d in found), posted.date()]
            if all(after - before <= NEXT_PART for before, after in pairwise(days)):
                for debit in found:
                    self.join(debit, [repayment])

    def _is_of_several(self, repayment: int) -> bool:
        parts = self._repayments[repayment].parts
        return len(parts) > 1 or parts[0].period is None

    def same_moment(self, books: Sequence[LoanBook]) -> None:
        """The one record of a debit's minutes, where a reduction paid its rest, or where it holds a part of the due."""
        for index in self.loose():
            debit = self._debits[index]
            near = [r for r in self._near(index) if self._at_once(debit, r)]
            found = [r for r in near if self._reduced(debit, r) or self._in_part(debit, r, books)]
            if not found and len(near) == 1 and not self._beside(index) and self._with_more(debit, near[0]):
                found = near
            if len(found) == 1:
                self.join(index, found)

    def _at_once(self, debit: Movement, repayment: int) -> bool:
        recorded = self._repayments[repayment].at
        by_day = recorded.time() == recorded.time().min and recorded.date() == debit.on
        return by_day or abs(recorded - debit.at) <= SAME_MOMENT

    def _reduced(self, debit: Movement, repayment: int) -> bool:
        """Whether the wallet's method names a reduction, and the record is more than the debit by a small part."""
        total = self._total(repayment)
        less = total - debit.amount
        return debit.row is not None and debit.row.is_reduced_by(less) and 0 < less <= total // MOST_REDUCED

    def _beside(self, debit: int) -> list[int]:
        """The other debits without a record that were made at the same moment."""
        at = self._debits[debit].at
        first, last = bisect_left(self._made, at - SAME_MOMENT), bisect_right(self._made, at + SAME_MOMENT)
        return [d for d in self._in_time[first:last] if d != debit and d not in self._links]

    def _with_more(self, debit: Movement, repayment: int) -> bool:
        """Whether a payment by hand took more than was recorded of it at that moment, and less than twice as much."""
        return debit.trigger is Trigger.MANUAL and 0 < debit.amount - self._total(repayment) < self._total(repayment)

    def _in_part(self, debit: Movement, repayment: int, books: Sequence[LoanBook]) -> bool:
        """Whether the debit is the whole due of the period of which the record holds a part."""
        own = self._repayments[repayment]
        if own.total >= debit.amount or len(own.parts) != 1 or own.parts[0].period is None:
            return False
        book = next(b for b in books if b.contract == own.contract)
        row = book.in_force(own.parts[0].period, debit.on)
        return row is not None and row.instalment == debit.amount

    def shares(self, books: Sequence[LoanBook]) -> None:
        """One debit for the dues of several loans, of which only some were recorded: those are its records."""
        days = DueDays(books)
        for index in self.loose():
            debit = self._debits[index]
            dues = DuesOf(debit, days, self._payers).chosen(debit.amount)
            wanted = {(row.contract, row.period, row.instalment) for row in dues if len(dues) > 1}
            found = [r for r in self._near(index) if self._named(r) in wanted]
            if found:
                self.join(index, found)

    def a_little_more(self) -> None:
        """The one record of a debit's minutes that has a little less than was taken: a fee may be in the debit."""
        for index in self.loose():
            debit = self._debits[index]
            near = [r for r in self._near(index) if self._at_once(debit, r)]
            if len(near) == 1 and not self._beside(index):
                total = self._total(near[0])
                if 0 < debit.amount - total <= total // MOST_REDUCED:
                    self.join(index, near)

    def same_day(self) -> None:
        """The one record about the day of a bank's only debit, which bears no time, if they differ by a small part."""
        for index in (d for d in self.loose() if self._debits[d].row is None):
            near = [r for r in self._near(index) if self._about_day(index, r)]
            if len(near) != 1 or any(self._about_day(d, near[0]) for d in self.loose() if d != index):
                continue
            if abs(self._total(near[0]) - self._debits[index].amount) <= self._total(near[0]) // MOST_REDUCED:
                self.join(index, near)

    def _near(self, debit: int) -> list[int]:
        """The repayments without a debit that may be the same money as this one, in order of time."""
        near = self._in_reach(debit, range(len(self._repayments)))
        return [r for r in near if r in self.free and self._gap(debit, r) is not None]

    def _in_reach(self, debit: int, repayments: Sequence[int]) -> Sequence[int]:
        """Those of some repayments, in order of time, that are recorded about the time of a debit."""
        own = self._debits[debit]
        first = bisect_left(repayments, own.first_at - self._skew(own), key=self._times.__getitem__)
        last = bisect_right(repayments, own.at + timedelta(days=POSTING_DAYS), key=self._times.__getitem__)
        return repayments[first:last]

    def _about_day(self, debit: int, repayment: int) -> bool:
        return abs((self._repayments[repayment].at.date() - self._debits[debit].on).days) <= 1

    def _named(self, repayment: int) -> tuple[str, int | None, Fen]:
        own = self._repayments[repayment]
        return (own.contract, own.parts[0].period if len(own.parts) == 1 else None, own.total)

    def _total(self, repayment: int) -> Fen:
        return self._repayments[repayment].total

    def _gap(self, debit: int, repayment: int) -> timedelta | None:
        """The time from debit to record, or None where it is too long to be the same money."""
        posted, own = self._repayments[repayment].at, self._debits[debit]
        if self.apart(debit, repayment):
            return None
        if not own.first_at - self._skew(own) <= posted <= own.at + timedelta(days=POSTING_DAYS):
            return None
        return min(abs(posted - own.at), abs(posted - own.first_at))  # a record may bear the day of the first try

    @staticmethod
    def _skew(own: Movement) -> timedelta:
        """How far before a debit its record may lie."""
        return CLOCK_SKEW if own.row else LATEST_BOOKING  # a bank's day is that of its booking

    def result(self) -> tuple[LinkedDebit, ...]:
        return tuple(
            LinkedDebit(debit, tuple(self._repayments[r] for r in sorted(self._links.get(index, ()))))
            for index, debit in enumerate(self._debits)
        )
