"""What the lender says of one loan: its terms, its plan as it stood on several days, what was repaid and waived."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import TypeVar

from app.core.facts import LoanRecord, Outcome, PeriodState, PlanRow, Product, Waiver, WalletKind
from app.core.linking.drawdowns import booked_drawdowns_of_plans, drawdowns_of_plans, drawdowns_of_records
from app.core.linking.payments import Movement
from app.core.linking.plan_pages import Paid, Snapshot, pages_of
from app.core.linking.products import beyond_debits, debits_by_amount, due_together, product_by_debits
from app.core.linking.short_drawdowns import booked_drawdowns, short_drawdowns
from app.core.loans.cut_plans import cut_plan
from app.core.loans.plan_rate import Accrual
from app.core.money import Fen
from app.core.normalise import Books, PostedPart, Repayment
from app.core.numbered_plans import FIRST_DUE_WITHIN


def less(row: PlanRow, parts: Sequence[PostedPart]) -> PlanRow:
    """A period's row without what was repaid of it since the page."""
    if not parts:
        return row
    return replace(
        row,
        principal=max(row.principal - sum(part.principal for part in parts), 0),
        interest=max(row.interest - sum(part.interest for part in parts), 0),
    )


@dataclass(frozen=True, slots=True)
class LoanBook:
    """All that is known of one loan from its lender, with the wallet's drawdown where it was found."""

    contract: str
    product: Product
    record: LoanRecord | None
    drawdown: Movement | None
    snapshots: tuple[Snapshot, ...]
    repayments: tuple[Repayment, ...]
    waivers: tuple[Waiver, ...]
    purchase: Movement | None = None  # what was bought, where the plan is that of an instalment purchase

    @property
    def periods(self) -> tuple[int, ...]:
        """Every period that any page shows."""
        return tuple(sorted({row.period for page in self.snapshots for row in page.rows}))

    @property
    def is_split(self) -> bool:
        """Whether its pages part principal and interest; else they tell nothing of what is owed."""
        return not any(row.whole for page in self.snapshots for row in page.rows)

    @property
    def drawn_on(self) -> date | None:
        """The day of the drawdown, by the lender's record, the wallet, or the first period's start."""
        if self.record and self.record.drawn_at:
            return self.record.drawn_at.date()
        if used := self.drawdown or self.purchase:
            return used.on
        starts = [row.starts for page in self.snapshots for row in page.rows if row.starts and row.period == 1]
        return min(starts, default=None)

    @property
    def principal(self) -> Fen | None:
        """The amount lent."""
        if self.record and self.record.principal is not None:
            return self.record.principal
        used = self.drawdown or self.purchase
        return used.amount if used else None

    @property
    def received(self) -> Fen | None:
        """What of the amount lent was paid out, as far as a wallet shows it."""
        return self.drawdown.amount if self.drawdown else self.principal

    @property
    def grace_days(self) -> int:
        """The grace days the lender states; none where it states none."""
        return (self.record.grace_days if self.record else None) or 0

    @property
    def settlement_share(self) -> Decimal | None:
        """What the loan's contract takes of the principal repaid early, a fraction; None where no paper says it."""
        return self.record.settlement_share if self.record else None

    def is_cut(self, page: Snapshot) -> bool:
        """Whether a page ends before the loan: with fewer periods than the record has, and not all of the principal.

        Where the record does not say it, the interest of the page's rows does, unless they repay all that was lent.
        """
        terms = self.record.terms if self.record else None
        if not self.is_split or sum(row.principal for row in page.rows) == self.principal:
            return False
        if terms is None or self.principal is None:
            return cut_plan(page.rows) is not None
        return page.rows[-1].period < terms and sum(row.principal for row in page.rows) < self.principal

    def in_force(self, period: int, on: date) -> PlanRow | None:
        """The period's row on the latest page not after ``on`` that still shows its amounts, else on the first page."""
        shown = [row for page in self.snapshots if (row := page.row(period)) and row.amounts_kept]
        before = [row for row in shown if row.as_of is None or row.as_of <= on]
        still_open = [row for row in before if row.state is not PeriodState.SETTLED]
        for choice in (still_open, before):
            if choice:
                return choice[-1]
        return shown[0] if shown else None

    def due_rows(self, period: int, on: date) -> tuple[PlanRow, ...]:
        """The period's row in force on a day, and what the next page that shows it settled has instead, if it differs.

        A plan may be cut anew after the last page before the due date; what fell due then stands on a later page only.
        """
        row = self.in_force(period, on)
        if row is None:
            return ()
        after = (page.row(period) for page in self.snapshots if page.as_of > on)
        settled = next((r for r in after if r and r.state is PeriodState.SETTLED and r.amounts_kept), None)
        changed = settled is not None and (settled.due, settled.instalment) != (row.due, row.instalment)
        return (row, settled) if changed and settled else (row,)

    def cut_anew(self, row: PlanRow, paid: Sequence[PostedPart], on: date, prepaid: Sequence[date]) -> PlanRow:
        """The row with what was recorded of it, where the plan was cut anew and no page has the new amounts.

        ``paid`` are the records of the period, the first of the day ``on``. A prepayment between the row's page and
        that day cut the plan, on one of the days ``prepaid``; or a later page shows the period as settled, without its
        amounts or by leaving it out, though other principal was recorded of it than it had; it is due as shown there.
        """
        since = max((page.as_of for page in self.snapshots if page.row(row.period) == row), default=date.max)
        later = [own for page in self.snapshots if page.as_of > since and (own := page.row(row.period))]
        if any(own.amounts_kept for own in later):
            return row
        principal, interest = sum(part.principal for part in paid), sum(part.interest for part in paid)
        gone = any(page.as_of > since and page.rows and page.rows[0].period > row.period for page in self.snapshots)
        shown = next((own for own in later if own.state is PeriodState.SETTLED), None)
        cut = (principal != row.principal and (gone or shown)) or any(since < day < on for day in prepaid)
        due = shown.due if shown and cut else row.due
        return replace(row, principal=principal, interest=interest, due=due) if cut else row

    def still_open(self, before: Repayment, on: date) -> tuple[PlanRow, ...]:
        """The rows of the page before ``on`` that neither it nor a record between it and ``before`` shows as repaid.

        What such a record repaid of a period in part is taken off its row.
        """
        page = self.page_before(on) or self.page_after(on)
        if page is None:
            return ()
        starts = {row.as_of or date.min for row in page.rows}
        parts = {since: self._parts_since(since, before) for since in starts}
        left = (row for row in page.open_rows if self._left(row, before, parts[row.as_of or date.min]) > 0)
        return tuple(less(row, parts[row.as_of or date.min].get(row.period, ())) for row in left)

    def _parts_since(self, since: date, before: Repayment) -> dict[int | None, list[PostedPart]]:
        """What was repaid of each period from a day on and before ``before``."""
        found: dict[int | None, list[PostedPart]] = defaultdict(list)
        for repayment in self.repayments:
            if repayment.outcome is Outcome.DONE and repayment.at < before.at and since <= repayment.at.date():
                for part in repayment.parts:
                    found[part.period].append(part)
        return found

    def _left(self, row: PlanRow, before: Repayment, parts: Mapping[int | None, Sequence[PostedPart]]) -> Fen:
        """What was left of a period's row of a page, after the records between the page and ``before``, in fen."""
        left = row.instalment
        for part in parts.get(row.period, ()):
            left -= part.principal + part.interest + (part.fee if row.fee else 0)
        if self.waivers:
            since = row.as_of or date.min
            left -= sum(
                w.off_instalment
                for w in self.waivers
                if w.period == row.period and w.amount != row.waived and since <= w.on <= before.at.date()
            )
        return left

    def page_before(self, on: date) -> Snapshot | None:
        """The latest page that shows the plan as it stood before anything of ``on`` was counted."""
        earlier = [page for page in self.snapshots if page.as_of <= on]
        while len(earlier) > 1 and self._counted_already(earlier[-1], earlier[-2], on):
            earlier.pop()
        return earlier[-1] if earlier else None

    def shows_nothing_open(self, on: date) -> bool:
        """Whether the latest page of ``on`` or before shows every period as settled, also those settled that day."""
        latest = max((page for page in self.snapshots if page.as_of <= on), key=lambda page: page.as_of, default=None)
        return latest is not None and not latest.open_rows

    def page_after(self, on: date) -> Snapshot | None:
        """Where no page is of ``on`` or before: the first one as it stood then.

        What fell due later counts as open, and what a record of ``on`` or later repays.
        """
        first = next(iter(self.snapshots), None)
        if first is None or first.as_of <= on or not all(row.amounts_kept for row in first.rows):
            return None
        repaid = {part.period for r in self.repayments if r.at.date() >= on for part in r.parts}
        rows = (
            replace(row, state=PeriodState.OPEN) if row.due > on or row.period in repaid else row for row in first.rows
        )
        return Snapshot(on, tuple(rows))

    def _counted_already(self, page: Snapshot, before: Snapshot, on: date) -> bool:
        """Whether a page of ``on`` itself already shows as settled what was open before and repaid that day."""
        if page.as_of != on:
            return False
        was_open = {row.period for row in before.open_rows}
        if not self.repayments:  # only what was ahead of its due date can have been repaid that very day
            ahead = {row.period for row in before.open_rows if row.due > on}
            return any(r.period in ahead and r.state is PeriodState.SETTLED for r in page.rows)
        repaid = {part.period for r in self.repayments if r.at.date() == on for part in r.parts}
        if None in repaid:  # a settlement, recorded for no period: it repaid what was still to fall due
            repaid |= {row.period for row in before.open_rows if row.due >= on}
        return any(r.period in repaid & was_open and r.state is PeriodState.SETTLED for r in page.rows)


def stated_accruals(book: LoanBook) -> list[Accrual]:
    """The rate that the lender's record states, if it does."""
    record = book.record
    return [Accrual(record.daily_rate, False, record.sources)] if record and record.daily_rate is not None else []


def loan_books(books: Books, moved: Sequence[Movement]) -> tuple[LoanBook, ...]:
    """One book a contract that any lender table names, in order of contract."""
    records = {loan.contract: loan for loan in books.loans}
    contracts = sorted({*records, *(r.contract for r in books.plan_rows), *(r.contract for r in books.repayments)})
    pages = pages_of(books.plan_rows, records, _paid_on(books, moved))
    drawdowns = drawdowns_of_records(records, moved)
    drawdowns |= drawdowns_of_plans({c: pages[c] for c in pages if c not in drawdowns}, records, moved, drawdowns)
    drawdowns |= short_drawdowns(records, moved, drawdowns)
    drawdowns |= booked_drawdowns(records, books.bank, drawdowns)
    drawdowns |= booked_drawdowns_of_plans(pages, records, books.bank, drawdowns)
    purchases = purchases_of({c: pages[c] for c in pages if c not in records}, moved)
    debits = debits_by_amount(moved)
    rows, repayments, waivers = (
        _by_contract(books.plan_rows),
        _by_contract(books.repayments),
        _by_contract(books.waivers),
    )
    named = {c: _product(records.get(c), drawdowns.get(c) or purchases.get(c)) for c in contracts}
    together = due_together(rows.get(c, ()) for c in contracts if named[c] is None)
    told = {
        c: product_by_debits(
            rows.get(c, ()), repayments.get(c, ()), records.get(c), debits, books.bank, together.get(c, {})
        )
        for c in contracts if named[c] is None
    }  # fmt: skip
    told |= dict.fromkeys(beyond_debits(told, rows, debits), Product.OTHER)
    return tuple(
        LoanBook(
            contract=contract,
            product=named[contract] or told[contract],
            record=records.get(contract),
            drawdown=drawdowns.get(contract),
            snapshots=pages.get(contract, ()),
            repayments=tuple(repayments.get(contract, ())),
            waivers=tuple(waivers.get(contract, ())),
            purchase=purchases.get(contract),
        )
        for contract in contracts
    )


def _paid_on(books: Books, moved: Sequence[Movement]) -> Paid:
    """What may have been paid of a loan on a day: the most of any of its records and of all debits."""
    most: dict[tuple[str, date], Fen] = defaultdict(int)
    for r in books.repayments:
        most[r.contract, r.at.date()] = max(most[r.contract, r.at.date()], r.total)
    for m in moved:
        if m.kind is WalletKind.REPAYMENT and m.done:
            most["", m.on] = max(most["", m.on], m.amount)
    return lambda contract, day: max(most.get((contract, day), 0), most.get(("", day), 0))


_Fact = TypeVar("_Fact", PlanRow, Repayment, Waiver)


def _by_contract(facts: Iterable[_Fact]) -> dict[str, list[_Fact]]:
    found: dict[str, list[_Fact]] = defaultdict(list)
    for fact in facts:
        found[fact.contract].append(fact)
    return dict(found)


def purchases_of(pages: Mapping[str, Sequence[Snapshot]], moved: Iterable[Movement]) -> dict[str, Movement]:
    """Give each plan without a loan record the purchase that it pays off in instalments, where one alone fits.

    The purchase, less what was refunded of it before the first page, is the principal of all periods of that page, and
    was made within `FIRST_DUE_WITHIN` before the first of them.
    """
    owed_of = {contract: sum(row.principal for row in snapshots[0].rows) for contract, snapshots in pages.items()}
    sums = set(owed_of.values())
    kept: dict[Fen, list[Movement]] = defaultdict(list)
    refunded: list[Movement] = []
    for m in moved if pages else ():
        if m.kind is WalletKind.PURCHASE and (m.returns or m.amount in sums) and m.outcome is not Outcome.FAILED:
            (refunded if m.returns else kept[m.amount]).append(m)
    found = {}
    for contract, snapshots in pages.items():
        first, owed = snapshots[0], owed_of[contract]
        due = min(row.due for row in first.rows)
        fitting = [
            m for m in (*kept.get(owed, ()), *refunded)
            if due - FIRST_DUE_WITHIN <= m.on <= due
            and m.amount - sum(r.amount for r in m.returns if r.at.date() < first.as_of) == owed
        ]  # fmt: skip
        if owed and len(fitting) == 1:
            found[contract] = fitting[0]
    return found


def _product(record: LoanRecord | None, drawdown: Movement | None) -> Product | None:
    """The product that the lender states, or the wallet's drawdown names."""
    if record and record.product is not Product.OTHER:
        return record.product
    return drawdown.product if drawdown and drawdown.product is not Product.OTHER else None
