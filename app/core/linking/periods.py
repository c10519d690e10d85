"""What happened to each period of each loan: what was due, what was tried, taken, recorded, waived and shown."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cached_property

from app.core.discrepancy import distinct
from app.core.facts import Outcome, PeriodState, PlanRow, Product, Source, Waiver, WalletKind
from app.core.linking.claims import Claim, claims
from app.core.linking.joint_tries import Tried, joint_tries
from app.core.linking.loan_books import LoanBook
from app.core.linking.overrides import NONE, LinkOverrides
from app.core.linking.payments import Movement
from app.core.linking.plan_pages import Snapshot
from app.core.linking.recorded_kinds import ENDS, RepaymentKind, kind_of, made_on
from app.core.linking.records import LinkedDebit, link_debits
from app.core.linking.unrecorded import claims_by_plan
from app.core.linking.unrecorded_settlements import unrecorded_settlements
from app.core.money import Fen
from app.core.normalise import PostedPart, Repayment


@dataclass(frozen=True, slots=True)
class PaidPart:
    """What one repayment did to the period, with the debit it is the record of, if one was found."""

    repayment: Repayment
    part: PostedPart
    link: LinkedDebit | None

    @property
    def made_on(self) -> date:
        """The day the money was taken."""
        return made_on(self.repayment, self.link)

    @property
    def at(self) -> datetime:
        """When the money was taken: by the debit, else by the lender's record."""
        return self.link.debit.at if self.link else self.repayment.at

    @property
    def cleared(self) -> Fen:
        """Principal and interest it paid, without penalty and fee."""
        return self.part.principal + self.part.interest

    @property
    def sources(self) -> tuple[Source, ...]:
        """The record's rows of this period with the debit's."""
        return distinct((*self.part.sources, *self.repayment_rows, *(self.link.debit.sources if self.link else ())))

    @property
    def repayment_rows(self) -> tuple[Source, ...]:
        """Rows that speak of the repayment as a whole: those that belong to none of its periods alone."""
        of_periods = {s for part in self.repayment.parts for s in part.sources}
        return tuple(s for s in self.repayment.sources if s not in of_periods)


@dataclass(frozen=True, slots=True)
class PeriodActivity:
    """Everything about one period of one loan. ``row`` is the plan's row that was in force when it fell due."""

    book: LoanBook
    period: int
    row: PlanRow
    paid: tuple[PaidPart, ...]
    pending: tuple[PaidPart, ...]
    charges: tuple[PaidPart, ...]
    claims: tuple[Claim, ...]
    tries: tuple[Movement, ...]
    waivers: tuple[Waiver, ...]

    @property
    def due(self) -> date:
        """The due date in force."""
        return self.row.due

    @property
    def expected(self) -> Fen:
        """What was due by the plan: principal, interest and flat fee, without penalty."""
        return self.row.instalment

    @property
    def waived(self) -> Fen:
        """What the lender gave up of it, in fen; a penalty given up is no part of what was due."""
        return sum(w.off_instalment for w in self.waivers)

    @property
    def penalty_waived(self) -> Fen:
        """What the lender gave up of a penalty, in fen."""
        return sum(w.penalty for w in self.waivers)

    @property
    def cleared(self) -> Fen:
        """Principal and interest recorded as paid, and the flat fee where the plan has one."""
        fees = sum(p.part.fee for p in self.paid) if self.row.fee else 0
        return sum(p.cleared for p in self.paid) + fees

    @property
    def charged(self) -> Fen:
        """Penalty recorded for it."""
        return sum(p.part.penalty for p in (*self.paid, *self.charges))

    @property
    def last_paid(self) -> date:
        """The day of the last payment for it; the end of time where there is none."""
        paid = (*(p.made_on for p in (*self.paid, *self.pending)), *(c.debit.on for c in self.claims))
        return max(paid, default=date.max)

    @property
    def joint_try(self) -> Fen:
        """The amount of a failed debit that was to pay another loan's due as well, in fen; 0 where there is none."""
        return max((m.amount for m in self.tries if m.amount > self.expected), default=0)

    def pages(self) -> tuple[tuple[Snapshot, PlanRow], ...]:
        """Every page that shows the period, with its row."""
        return tuple((page, row) for page in self.book.snapshots if (row := page.row(self.period)))

    def shown(self, state: PeriodState, after: date) -> PlanRow | None:
        """The first row of a page later than ``after`` that shows the period in this state."""
        return next((row for page, row in self.pages() if page.as_of > after and row.state is state), None)


@dataclass(frozen=True, slots=True)
class EarlyRepayment:
    """A repayment that is no instalment of a period: a prepayment, a settlement, or a guarantor's in its place.

    ``beside`` are the debits that make it up together with that of ``link``, as of lenders who collect apart.
    """

    kind: RepaymentKind
    book: LoanBook
    repayment: Repayment
    link: LinkedDebit | None
    beside: tuple[Movement, ...] = ()

    @property
    def ends(self) -> bool:
        """Whether the lender asks for nothing more of the loan after it."""
        return self.kind in ENDS

    @property
    def debits(self) -> tuple[Movement, ...]:
        """Every debit that it was made by; none where no debit was found."""
        return (self.link.debit, *self.beside) if self.link else ()

    @property
    def in_time(self) -> Sequence[Movement]:
        """Its debits in order of time."""
        return sorted(self.debits, key=lambda debit: (debit.at, debit.amount, debit.sources))

    @property
    def made_on(self) -> date:
        """The day the money was taken."""
        return made_on(self.repayment, self.link)

    @property
    def sources(self) -> tuple[Source, ...]:
        """The record's rows and those of its debits."""
        return distinct((*self.repayment.sources, *(s for debit in self.debits for s in debit.sources)))


@dataclass(frozen=True)
class RepaymentActivity:
    """All periods, prepayments and settlements of all loans, and the debits that belong to none."""

    periods: tuple[PeriodActivity, ...]
    early: tuple[EarlyRepayment, ...]
    linked: tuple[LinkedDebit, ...]
    claims: tuple[Claim, ...]

    def periods_of(self, book: LoanBook) -> Mapping[int, PeriodActivity]:
        """What is known of a loan's periods, by their number, in order."""
        return self._periods_by_contract.get(book.contract, {})

    def early_of(self, book: LoanBook) -> Sequence[EarlyRepayment]:
        """The prepayments and settlements of a loan, in order of time."""
        return self._early_by_contract.get(book.contract, ())

    def is_joined(self, link: LinkedDebit) -> bool:
        """Whether another debit has the first record of a debit too, or one of the batch that it is in."""
        first = link.repayments[0]
        others = self._links_of_record[first] | (self._links_of_batch[first.batch] if first.batch else set())
        return bool(others - {id(link)})

    @cached_property
    def _links_of_record(self) -> Mapping[Repayment, set[int]]:
        found: dict[Repayment, set[int]] = defaultdict(set)
        for link in self.linked:
            for repayment in link.repayments:
                found[repayment].add(id(link))
        return dict(found)

    @cached_property
    def _links_of_batch(self) -> Mapping[str, set[int]]:
        found: dict[str, set[int]] = defaultdict(set)
        for link in self.linked:
            for repayment in link.repayments:
                found[repayment.batch].add(id(link))
        return dict(found)

    @cached_property
    def _periods_by_contract(self) -> Mapping[str, Mapping[int, PeriodActivity]]:
        found: dict[str, dict[int, PeriodActivity]] = defaultdict(dict)
        for activity in self.periods:
            found[activity.book.contract][activity.period] = activity
        return dict(found)

    @cached_property
    def _early_by_contract(self) -> Mapping[str, Sequence[EarlyRepayment]]:
        found: dict[str, list[EarlyRepayment]] = defaultdict(list)
        for early in self.early:
            found[early.book.contract].append(early)
        return dict(found)


def repayment_activity(
    books: Sequence[LoanBook], moved: Sequence[Movement], overrides: LinkOverrides = NONE
) -> RepaymentActivity:
    """Tell every loan period by period; the order of rows and files plays no part."""
    linked = link_debits(moved, books, overrides)
    claimed = claims(linked, books)
    by_repayment = {r: link for link in linked for r in link.repayments}
    kinds = {book.contract: {r: kind_of(r, by_repayment.get(r), book) for r in book.repayments} for book in books}
    ended = {contract for contract, of_loan in kinds.items() if not ENDS.isdisjoint(of_loan.values())}
    settled = tuple(unrecorded_settlements(books, linked, claimed, ended))
    claimed = (
        *claimed,
        *claims_by_plan(linked, books, claimed, {id(m) for _, link, beside in settled for m in (link.debit, *beside)}),
    )
    by_period: dict[tuple[str, int], list[Claim]] = defaultdict(list)
    for claim in claimed:
        by_period[claim.contract, claim.period].append(claim)
    failed: dict[Fen, list[Movement]] = defaultdict(list)
    for m in moved:
        if m.kind is WalletKind.REPAYMENT and (m.outcome is Outcome.FAILED or m.bounced):
            failed[m.amount].append(m)
    told: list[PeriodActivity] = []
    happened: list[EarlyRepayment] = []
    for book in books:
        own = kinds[book.contract]
        happened += [
            EarlyRepayment(kind, book, r, by_repayment.get(r), _beside(r, by_repayment.get(r), linked))
            for r, kind in own.items()
            if kind in (RepaymentKind.PREPAYMENT, *ENDS)
        ]
        parts = _parts_by_period(book, own, by_repayment)
        cuts = [made_on(r, by_repayment.get(r)) for r, kind in own.items() if kind is RepaymentKind.PREPAYMENT]
        told += [
            activity
            for period in book.periods
            if (activity := _activity_of(book, period, parts[period], by_period[book.contract, period], failed, cuts))
        ]
    happened += [
        EarlyRepayment(RepaymentKind.SETTLEMENT, book, link.repayments[0], link, beside)
        for book, link, beside in settled
    ]
    return RepaymentActivity(
        tuple(_with_joint_tries(told, failed)), tuple(sorted(happened, key=_early_order)), linked, claimed
    )


def _beside(repayment: Repayment, link: LinkedDebit | None, linked: Sequence[LinkedDebit]) -> tuple[Movement, ...]:
    """The other debits whose only record is this one: they make it up together."""
    if link is None or link.rest >= 0:
        return ()
    return tuple(other.debit for other in linked if other is not link and other.repayments == (repayment,))


def _early_order(early: EarlyRepayment) -> tuple[object, ...]:
    return (early.repayment.at, early.book.contract, early.repayment.total)


def _parts_by_period(
    book: LoanBook, kinds: Mapping[Repayment, RepaymentKind], by_repayment: Mapping[Repayment, LinkedDebit]
) -> dict[int | None, list[tuple[RepaymentKind, PaidPart]]]:
    """What instalments and charges of a loan did to each of its periods, in the order of the records."""
    found: dict[int | None, list[tuple[RepaymentKind, PaidPart]]] = defaultdict(list)
    for r in book.repayments:
        if (kind := kinds[r]) in (RepaymentKind.INSTALMENT, RepaymentKind.CHARGE):
            link = by_repayment.get(r)
            for part in r.parts:
                found[part.period].append((kind, PaidPart(r, part, link)))
    return found


def _activity_of(
    book: LoanBook,
    period: int,
    parts: Sequence[tuple[RepaymentKind, PaidPart]],
    claimed: Sequence[Claim],
    failed: Mapping[Fen, Sequence[Movement]],
    cuts: Sequence[date],
) -> PeriodActivity | None:
    instalments = [p for kind, p in parts if kind is RepaymentKind.INSTALMENT]
    first_made = min((p.made_on for p in instalments), default=None)
    first_claimed = min((c.debit.on for c in claimed), default=None)
    day = min((d for d in (first_made, first_claimed) if d), default=date.max)
    shown = book.due_rows(period, day)
    if not shown:
        return None
    meant = {claim.amount for claim in claimed} | {sum(p.cleared for p in instalments)}
    row = next((r for r in reversed(shown) if r.instalment in meant), shown[0])
    last = max((*(p.made_on for p in instalments), *(c.debit.on for c in claimed)), default=date.max)
    done = tuple(p for p in instalments if p.repayment.outcome is Outcome.DONE)
    recorded = [p for p in done if p.repayment.sources]
    if recorded:
        row = book.cut_anew(row, [p.part for p in recorded], min(p.made_on for p in recorded), cuts)
    return PeriodActivity(
        book=book,
        period=period,
        row=row,
        paid=done,
        pending=tuple(p for p in instalments if p.repayment.outcome is Outcome.PENDING),
        charges=tuple(p for kind, p in parts if kind is RepaymentKind.CHARGE),
        claims=tuple(claimed),
        tries=tries_of(row, failed, book.product, last),
        waivers=tuple(w for w in book.waivers if w.period == period and w.amount != row.waived),
    )


def _with_joint_tries(
    told: Sequence[PeriodActivity], failed: Mapping[Fen, Sequence[Movement]]
) -> Iterator[PeriodActivity]:
    """The periods, those that failed together with another loan's with the debit that was to pay them all."""
    tries = [m for of_amount in failed.values() for m in of_amount]
    dues = [Tried(a.book.contract, a.period, a.book.product, a.due, a.expected, a.last_paid) for a in told if tries]
    joint = joint_tries(tries, dues)
    for activity in told:
        own = joint.get((activity.book.contract, activity.period), ())
        yield replace(activity, tries=tuple(sorted((*activity.tries, *own), key=lambda m: m.at))) if own else activity


def tries_of(
    row: PlanRow, failed: Mapping[Fen, Sequence[Movement]], product: Product, until: date
) -> tuple[Movement, ...]:
    """The failed tries for a period: its amount, its product, from three days before it is due until it was paid.

    ``failed`` are all of them by their amount.
    """
    first = row.due - timedelta(days=3)
    return tuple(m for m in failed.get(row.instalment, ()) if m.product is product and first <= m.on <= until)
