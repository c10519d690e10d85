"""What every explainer is given, and how it writes down what it found."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Any

from app.core.calendar import WorkCalendar
from app.core.facts import BankRow, Bill, Coverage, PlanRow, PlanTotal, Product, Source, WalletKind, WalletRow
from app.core.inference.loans import InferredLoan
from app.core.linking.bill_payments import payments_by_bill
from app.core.linking.lists import listed_in, loans_of_lists
from app.core.linking.loan_books import LoanBook, stated_accruals
from app.core.linking.overrides import NONE, LinkOverrides
from app.core.linking.payments import Movement
from app.core.linking.periods import PeriodActivity, RepaymentActivity
from app.core.linking.plan_pages import Snapshot
from app.core.linking.recorded_kinds import RepaymentKind
from app.core.linking.takeovers import Takeover, takeovers
from app.core.loans.cut_plans import cut_plan
from app.core.loans.lender_rules import STANDARD, LenderRules
from app.core.loans.plan_rate import Accrual, accrual_of
from app.core.money import Fen
from app.core.normalise import Books
from app.core.papers import CostDisclosure, Notice, NoticeKind, SettlementCertificate
from app.core.rules.export_gaps import Holes, found_holes, gap_of, range_of

BANK_PROVIDERS = ("-debit", "-credit")
"""How the providers of banks' statements end."""
USUAL_RETURN = 3
"""Days within which money that was debited in error usually comes back by itself (domain facts: 1 to 3 days)."""


@dataclass(frozen=True)
class Context:
    """A case, told: the books, the money that moved, the loans and what happened to them, and the day it speaks of."""

    books: Books
    moved: tuple[Movement, ...]
    loans: tuple[LoanBook, ...]
    activity: RepaymentActivity
    inferred: tuple[InferredLoan, ...]
    coverages: tuple[Coverage, ...]
    as_of: date
    calendar: WorkCalendar | None = None
    rules: LenderRules = STANDARD  # to be tried
    disclosures: tuple[CostDisclosure, ...] = ()
    notices: tuple[Notice, ...] = ()
    certificates: tuple[SettlementCertificate, ...] = ()
    unplaced_plans: tuple[PlanRow | PlanTotal, ...] = ()
    overrides: LinkOverrides = NONE

    def day_off(self, day: date) -> str:
        """The name of the holiday that a day belongs to, ``weekend`` for one of a week's end; empty for a working day.

        Without a calendar nothing is said: the days worked in exchange for a holiday are not known then.
        """
        if self.calendar is None or self.calendar.is_working(day):
            return ""
        return self.calendar.holiday(day) or "weekend"

    @cached_property
    def loan(self) -> dict[str, LoanBook]:
        """The loans by contract."""
        return {book.contract: book for book in self.loans}

    def settles_by(self, day: date) -> date:
        """The last day until which what was debited, or fell due, on ``day`` may still be booked and shown as paid.

        That is the day after; where nobody works on it, the next working day.
        """
        after = day + timedelta(days=1)
        return after if self.calendar is None else self.calendar.on_or_after(after)

    def moved_as(self, *kinds: WalletKind) -> tuple[Movement, ...]:
        """The movements of some kinds, in order of time; of all of them most are purchases, which few rules ask for."""
        if kinds not in self._moved_as:
            self._moved_as[kinds] = tuple(m for m in self.moved if m.kind in kinds)
        return self._moved_as[kinds]

    @cached_property
    def booked(self) -> tuple[Movement, ...]:
        """The movements that a bank shows, in order of time."""
        return tuple(m for m in self.moved if m.bank)

    @cached_property
    def recollected(self) -> frozenset[int]:
        """The debits whose money another one took again, by identity."""
        return frozenset(id(m) for one in self.moved for m in one.recollects)

    @cached_property
    def shown_by(self) -> Mapping[Product, set[bool]]:
        """Of each product whether wallets show its repayments (True), banks alone (False), or both."""
        found: dict[Product, set[bool]] = {}
        for m in self.moved_as(WalletKind.REPAYMENT):
            if m.done:
                found.setdefault(m.product, set()).add(m.row is not None)
        return found

    @cached_property
    def _moved_as(self) -> dict[tuple[WalletKind, ...], tuple[Movement, ...]]:
        return {}

    def covered(self, day: date) -> bool:
        """Whether a wallet or a bank speaks of ``day`` without a gap; nothing may be called missing elsewhere."""
        return any(self._speaks_of(c, day) for c in self.coverages if not c.provider.startswith("lender"))

    def covered_by_wallet(self, day: date) -> bool:
        """Whether an export that holds wallet rows speaks of ``day`` without a gap."""
        return any(self._speaks_of(c, day) for c in self.coverages if c.digest in self._wallets)

    def covered_by_bank(self, day: date) -> bool:
        """Whether a bank's statement speaks of ``day`` without a gap."""
        return any(self._speaks_of(c, day) for c in self.coverages if c.provider.endswith(BANK_PROVIDERS))

    def covered_by(self, provider: str, day: date) -> bool:
        """Whether an export of one wallet or bank speaks of ``day`` without a gap."""
        return any(self._speaks_of(c, day) for c in self.coverages if c.provider == provider)

    def speaks_of(self, coverage: Coverage, day: date) -> bool:
        """Whether one export speaks of ``day`` without a gap."""
        return self._speaks_of(coverage, day)

    def reason_of(self, tries: Iterable[Movement]) -> dict[str, Any]:
        """The fact ``reason``: why a try failed, as a message of its day and amount says; empty where none says it."""
        said = {(n.on, n.amount): n.reason for n in self.notices if n.kind is NoticeKind.FAILED and n.reason}
        reasons = (said[m.on, m.amount] for m in tries if (m.on, m.amount) in said)
        return {"reason": reason} if (reason := next(reasons, "")) else {}

    def lost_in_gap(self, day: date) -> bool:
        """Whether an export of a wallet or bank claims to speak of ``day``, and lacks rows there."""
        ranges = ((c, range_of(c)) for c in self.coverages if not c.provider.startswith("lender"))
        return any(whole and whole[0] <= day <= whole[1] and not self._speaks_of(c, day) for c, whole in ranges)

    @cached_property
    def _wallets(self) -> frozenset[str]:
        """The files that hold wallet rows, by their digests."""
        return frozenset(source.digest for row in self.books.wallet for source in row.sources)

    def _speaks_of(self, coverage: Coverage, day: date) -> bool:
        """Whether an export claims to speak of a day, and lacks no row there as far as it tells."""
        whole, gap = range_of(coverage), gap_of(coverage)
        if not whole or not whole[0] <= day <= whole[1] or (gap and gap[0] <= day <= gap[1]):
            return False
        return not self.holes_of(coverage).holds(day)

    @cached_property
    def refunds_of(self) -> Mapping[str, Sequence[WalletRow]]:
        """The wallet's refunds by the order that they are of."""
        found: dict[str, list[WalletRow]] = {}
        for row in self.books.wallet:
            if row.kind is WalletKind.REFUND:
                found.setdefault(row.refund_of, []).append(row)
        return found

    @cached_property
    def bank_rows(self) -> Mapping[tuple[str, str], Sequence[BankRow]]:
        """The rows of each account of a bank, by bank and account, in order of day."""
        found: dict[tuple[str, str], list[BankRow]] = {}
        for row in self.books.bank:
            found.setdefault((row.bank, row.account), []).append(row)
        return {account: sorted(rows, key=lambda row: row.on) for account, rows in found.items()}

    def holes_of(self, coverage: Coverage) -> Holes:
        """The holes that a statement's running balance shows."""
        key = id(coverage)  # it lives as long as the case; to hash its rows would take longer than to look at them
        if key not in self._holes:
            rows, days = self._statements.get(coverage.digest, ([], {}))
            self._holes[key] = Holes(found_holes(coverage, rows, days))
        return self._holes[key]

    @cached_property
    def _holes(self) -> dict[int, Holes]:
        return {}

    @cached_property
    def _statements(self) -> dict[str, tuple[list[tuple[date, Source]], dict[Source, date]]]:
        """The bank rows of each file whose balance breaks, by its digest: in order of time, and the day of each."""
        statements: dict[str, list[tuple[date, Source]]] = {c.digest: [] for c in self.coverages if c.breaks}
        for row in self.books.bank:
            for source in row.sources:
                if source.digest in statements:
                    statements[source.digest].append((row.on, source))
        return {digest: (sorted(rows), {s: on for on, s in rows}) for digest, rows in statements.items()}

    def is_cut(self, book: LoanBook, page: Snapshot) -> bool:
        """Whether a page shows only the first periods of a loan, so that its rows do not tell what is owed.

        A prepayment may have shortened the plan: then the page is whole.
        """
        prepaid = (h for h in self.activity.early_of(book) if h.kind is RepaymentKind.PREPAYMENT)
        key = (book.contract, page.as_of, len(page.rows))
        if key not in self._cut:
            self._cut[key] = book.is_cut(page) and next(prepaid, None) is None
        return self._cut[key]

    @cached_property
    def _cut(self) -> dict[tuple[str, date, int], bool]:
        return {}

    @cached_property
    def bill_payments(self) -> Mapping[int, tuple[Movement, ...]]:
        """The payments of each bill in order of time, by the bill's identity."""
        taken = {id(link.debit) for link in self.activity.linked if link.repayments}
        taken |= {id(claim.debit) for claim in self.activity.claims}
        return payments_by_bill(self.books.bills, self.moved, taken)

    def paid_off_on(self, bill: Bill) -> date | None:
        """The day of the last payment of a bill of which everything was paid; None where the files do not show that."""
        paid = self.bill_payments[id(bill)]
        whole = bill.declared is not None and sum(m.amount - m.returned for m in paid) >= bill.declared
        return max((m.on for m in paid), default=None) if whole else None

    def bill_paid_on(self, bill: Bill) -> dict[str, Any]:
        """The fact ``bill_paid_on``: the day by which all of a bill was paid; empty where no file shows that."""
        paid_on = self.paid_off_on(bill)
        return {"bill_paid_on": paid_on} if paid_on else {}

    def open_due(self, bill: Bill) -> dict[str, Any]:
        """The fact ``open_due``: the due day of a bill that can still be paid in time.

        Empty where that day is past or not known, or the bill is paid: no advice may speak of paying it then.
        """
        still = bill.due is not None and bill.due >= self.as_of and self.paid_off_on(bill) is None
        return {"open_due": bill.due} if bill.due and still else {}

    def waited(self, kept: Fen, since: date) -> dict[str, Any]:
        """The fact ``waited``: the days for which money that should come back is out, where it is too late to wait.

        Empty while a return may be under way, and where nothing was ``kept`` (fen): a return takes up to
        ``USUAL_RETURN`` days as a rule, after which no advice may speak of waiting for one.
        """
        days = (self.as_of - since).days
        return {"waited": days} if kept > 0 and days > USUAL_RETURN else {}

    @cached_property
    def taken_over(self) -> Mapping[str, Takeover]:
        """The loans whose rest went into another plan, by contract."""
        paid = {(s.book.contract, s.period) for s in self.activity.periods if s.paid or s.pending or s.claims}
        settled = {h.book.contract for h in self.activity.early if h.ends}
        books = [book for book in self.loans if book.contract not in settled]
        return {book.contract: found for found in takeovers(books, paid) for book in found.old}

    @cached_property
    def unaccounted(self) -> tuple[Movement, ...]:
        """Debits that no record and no period accounts for, and that were not given back."""
        claimed = {id(claim.debit) for claim in self.activity.claims}
        loose = (link.debit for link in self.activity.linked if not link.repayments and id(link.debit) not in claimed)
        return tuple(m for m in loose if not m.returned)

    @cached_property
    def unplaced_lists(self) -> Mapping[str, tuple[Movement, ...]]:
        """The payments of each list of which none is one of a loan whose papers are here, by the list's file."""
        of_loans = loans_of_lists(self.activity.linked, self.activity.claims)
        found: dict[str, list[Movement]] = {}
        for debit in self.moved_as(WalletKind.REPAYMENT):
            for digest in sorted(listed_in(debit) - of_loans.keys()):
                found.setdefault(digest, []).append(debit)
        return {digest: tuple(debits) for digest, debits in found.items()}

    def accrual(self, book: LoanBook, page: Snapshot | None) -> Accrual | None:
        """The rate and rounding that the open periods of a page follow; that which is stated where the page is cut."""
        if page is None or not page.open_rows:
            return None
        if self.is_cut(book, page):
            cut = cut_plan(page.rows)
            return next(iter(stated_accruals(book)), cut.accrual if cut else None)
        key = (book.contract, page.as_of, len(page.rows))
        if key not in self._accruals:
            self._accruals[key] = accrual_of(page.open_rows, self._known_accruals(book, page))
        return self._accruals[key]

    def accruals(self, activity: PeriodActivity) -> tuple[Accrual, ...]:
        """The rates that may bear the lateness of a period, the likeliest first; none where no rate is known.

        That of the plan before it fell due; that of its periods from this one on, where earlier ones were cheaper; that
        of the page it stands on, where the plan was cut anew since; that of the next page, where it has no amounts of
        the period, so that nobody knows which plan it was due by; and the one that the lender states.
        """
        page = activity.book.page_before(activity.due)
        tried = [self.accrual(activity.book, page)]
        for shown in (page, next((p for p in activity.book.snapshots if p.as_of == activity.row.as_of), None)):
            if shown and self.is_cut(activity.book, shown):
                tried.append(self.accrual(activity.book, shown))
                continue
            rows = [row for row in shown.rows if row.period >= activity.period] if shown else []
            tried.append(accrual_of(rows, [a for a in tried if a]))
        after = next((p for p in activity.book.snapshots if p.as_of > activity.due), None)
        if after and not ((row := after.row(activity.period)) and row.amounts_kept):
            tried.append(self.accrual(activity.book, after))
        tried += stated_accruals(activity.book)
        found: dict[Decimal, Accrual] = {}
        for accrual in filter(None, tried):
            found.setdefault(accrual.rate, accrual)
        return tuple(found.values())

    @cached_property
    def _accruals(self) -> dict[tuple[str, date, int], Accrual | None]:
        return {}

    def _known_accruals(self, book: LoanBook, page: Snapshot) -> list[Accrual]:
        """The rate that the lender states, then the one that held on the page before."""
        earlier = [p for p in book.snapshots if p.as_of < page.as_of]
        before = self.accrual(book, earlier[-1]) if earlier else None
        return [*stated_accruals(book), *([before] if before else [])]
