"""Where each loan stands on the last day of its papers: what is still open, and by which rules it may be settled."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from app.core.discrepancy import distinct
from app.core.facts import PlanRow, Product
from app.core.inference import Candidate, ChangeKind, Status
from app.core.inference.loans import InferredLoan
from app.core.linking.loan_books import LoanBook, stated_accruals
from app.core.linking.periods import PeriodActivity
from app.core.linking.plan_pages import Snapshot
from app.core.loans.penalty_rules import PenaltyWay
from app.core.loans.plan_changes import method_of
from app.core.loans.plan_rate import Accrual, accrual_of
from app.core.loans.prepayment import PrepaymentRule
from app.core.loans.settlement_fees import SettlementFee, stated_fee
from app.core.loans.standing import Doubt, LoanStanding, OpenPeriod, Reading, ReserveStanding
from app.core.rules.advances import advances
from app.core.rules.changed_plans import plan_changed_since
from app.core.rules.context import Context
from app.core.rules.debits import penalty_of
from app.core.rules.plans import prepayment_rules
from app.core.rules.successive_pages import plan_changes


def standings_of(context: Context) -> tuple[LoanStanding, ...]:
    """Every loan that still runs, those with a lender's table first, in the order of their names."""
    seen = _RulesSeen(context)
    given = (standing for book in context.loans if (standing := _of_book(context, book, seen)))
    found = (standing for loan in context.inferred if (standing := _of_inferred(context, loan)))
    return (*given, *found)


def reserves_of(context: Context) -> tuple[ReserveStanding, ...]:
    """Every reserve advance that is neither returned nor stands on a bill, in order of taking."""
    return tuple(
        ReserveStanding(a.record.amount - a.repaid, a.record.fee, a.record.taken_at.date(), a.evidence)
        for a in advances(context)
        if not a.is_returned and a.record.moved_to is None and not a.lines
    )


# -- loans with a lender's table -----------------------------------------------------------------------------------


def _of_book(context: Context, book: LoanBook, seen: _RulesSeen) -> LoanStanding | None:
    page = book.page_before(context.as_of)
    ended = any(h.ends for h in context.activity.early_of(book))
    ended = ended or book.shows_nothing_open(context.as_of) or book.contract in context.taken_over
    if page is None or ended or not page.open_rows or not book.is_split:
        return None
    activities = context.activity.periods_of(book)
    left = [period for row in page.open_rows if (period := _left(row, page, activities.get(row.period)))]
    if not left:
        return None
    accrual = _accrual(context, book, page, left[0].number)
    method = (book.record.method if book.record else None) or method_of(left)
    reading = Reading(tuple(left), method=method)
    if accrual:
        reading = replace(reading, rate=accrual.rate, convention=accrual.convention, evidence=accrual.evidence)
    return LoanStanding(
        facility=book.contract,
        product=book.product,
        lent=book.principal or 0,
        known_until=context.as_of,
        readings=(reading,),
        drawn_on=book.drawn_on,
        last_paid=_last_paid(activities.values()),
        grace_days=book.grace_days,
        penalties=context.rules.penalties,
        fees=_fees(context, book.product, book.settlement_share),
        penalty_ways=seen.penalties(book.product),
        prepayments=seen.prepayments(book.product),
        doubts=tuple(_doubts(context, book, page, left)),
    )


def _left(row: PlanRow, page: Snapshot, activity: PeriodActivity | None) -> OpenPeriod | None:
    """What is left of a period after all that was recorded of it since the page, or taken for it without a record."""
    period = OpenPeriod.of(row)
    if activity is None:
        return period
    whole = activity.cleared + activity.waived + sum(c.amount for c in activity.claims)
    if activity.pending or whole >= activity.expected:
        return None
    since = row.as_of or page.as_of
    later = [p.part for p in activity.paid if p.repayment.at.date() >= since]
    waived = sum(w.interest for w in activity.waivers if w.on >= since)
    left = replace(
        period,
        principal=row.principal - sum(p.principal for p in later),
        interest=row.interest - sum(p.interest for p in later) - waived,
        fee=row.fee - (sum(p.fee for p in later) if row.fee else 0),
        unsplit=sum(c.amount for c in activity.claims if c.debit.on >= since),
    )
    return left if left.instalment > 0 else None


def _accrual(context: Context, book: LoanBook, page: Snapshot, first: int) -> Accrual | None:
    """The rate of the open periods; where later ones are settled already, of all from the first open one on.

    An open period between settled ones bore interest on more than what is open now.
    """
    ahead = [row for row in page.rows if row.period >= first and row.amounts_kept]
    if {row.period for row in page.open_rows} >= {row.period for row in ahead}:
        return context.accrual(book, page)
    known = stated_accruals(book)
    return accrual_of(ahead, known) or next(iter(known), None)


class _RulesSeen:
    """The rules of each product that what happened to its loans shows; looked for once, not for each loan."""

    def __init__(self, context: Context) -> None:
        charged = [(s.book.product, penalty_of(context, s)) for s in context.activity.periods if s.charged]
        self._ways: dict[Product, list[tuple[PenaltyWay | None, ...]]] = defaultdict(list)
        for product, penalty in charged:
            if penalty.way:
                self._ways[product].append((penalty.way, *penalty.also))
        self._rules: dict[Product, dict[PrepaymentRule, None]] = defaultdict(dict)
        for change in plan_changes(context):
            self._rules[change.book.product].update(dict.fromkeys(prepayment_rules(context, change)))

    def penalties(self, product: Product) -> tuple[PenaltyWay, ...]:
        """The ways by which every lateness that was charged can have been charged; none where none was."""
        told = self._ways.get(product, [])
        return tuple(way for way in told[0] if way and all(way in others for others in told)) if told else ()

    def prepayments(self, product: Product) -> tuple[PrepaymentRule, ...]:
        """The rules by which plans were cut anew before, as their pages show to the fen; each once."""
        return tuple(self._rules.get(product, ()))


def _last_paid(activities: Iterable[PeriodActivity]) -> OpenPeriod | None:
    """The period that was paid last and in full, with the rows of its payment."""
    paid = [s for s in activities if s.paid and s.cleared + s.waived >= s.expected]
    last = max(paid, key=lambda s: (max(p.made_on for p in s.paid), s.period), default=None)
    return replace(OpenPeriod.of(last.row), sources=distinct(s for p in last.paid for s in p.sources)) if last else None


def _fees(context: Context, named: Product, stated: Decimal | None = None) -> tuple[SettlementFee, ...]:
    """What settling a loan may cost on top: ``stated`` by its own contract, else what public sources say of a product.

    ``stated`` is a share of the principal repaid early; of 0 nothing is taken.
    """
    if stated is not None:
        return (stated_fee(stated),) if stated else ()
    return tuple(rule for rule in context.rules.fees if rule.published and named in rule.products)


def _doubts(context: Context, book: LoanBook, page: Snapshot, left: Sequence[OpenPeriod]) -> Iterator[Doubt]:
    """Why nothing can be foretold: a due period of which no paper speaks, or a plan that is no longer that page's."""
    if any(p.due < context.as_of for p in left) and not _shows_unpaid(context, page, left):
        yield Doubt.UNTOLD
    if plan_changed_since(context, book, page.as_of):
        yield Doubt.PREPAID_SINCE
    if context.is_cut(book, page):
        yield Doubt.PLAN_CUT
    if left[0].starts is None:
        yield Doubt.NO_START


def _shows_unpaid(context: Context, page: Snapshot, left: Sequence[OpenPeriod]) -> bool:
    """Whether a page later than their due dates shows all due periods open, and nothing since can have gone unseen."""
    due = [p.due for p in left if p.due < context.as_of]
    return page.as_of > max(due) and (page.as_of == context.as_of or context.covered(context.as_of))


# -- loans of which only debits tell -------------------------------------------------------------------------------


def _of_inferred(context: Context, loan: InferredLoan) -> LoanStanding | None:
    """A loan by every answer that closes its rows, and under every convention that does; with a doubt where none does.

    Terms that are stated hold although a single row may be left over.
    """
    found = loan.inference
    stated = found.candidates[:1] if found.status is Status.STATED else ()
    answers = (*stated, *found.alike) or tuple(c for c in found.candidates if c.closes)
    told = found.status is not Status.OPEN and bool(answers)
    if told and not any(c.to_come for c in answers):
        return None
    readings = tuple(_reading(c, loan) for c in answers if c.to_come) if told else ()
    doubts = [] if told else [Doubt.TERMS_OPEN]
    if any(p.due < context.as_of for r in readings for p in r.periods):
        doubts.append(Doubt.UNTOLD)
    return LoanStanding(
        facility=loan.id,
        product=loan.drawdown.product,
        lent=loan.drawdown.amount,
        known_until=context.as_of,
        readings=readings,
        drawn_on=loan.drawdown.on,
        penalties=context.rules.penalties,
        fees=_fees(context, loan.drawdown.product),
        doubts=tuple(doubts),
    )


def _reading(candidate: Candidate, loan: InferredLoan) -> Reading:
    """An answer with the plan that is to come; a rate that changed on the way is the one that holds now."""
    own = (loan.debits[role.key] for role in candidate.roles if role.key in loan.debits)  # of the best answer alone
    paid = tuple(s for debit in own for s in debit.sources)
    rows, terms = loan.drawdown.sources, candidate.terms
    periods = (OpenPeriod(p.number, p.starts, p.due, p.principal, p.interest, sources=rows) for p in candidate.to_come)
    changed = [c.rate_after for c in candidate.changes if c.kind is ChangeKind.RATE and c.rate_after is not None]
    return Reading(tuple(periods), (changed or [terms.rate])[-1], terms.method, terms.convention, (*rows, *paid))
