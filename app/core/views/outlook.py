"""What comes next: the dues that stand in the latest plan, and what settling on the day would cost."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from app.core.discrepancy import FactValue
from app.core.explanation import Outlook
from app.core.facts import PeriodState, PlanRow
from app.core.linking.loan_books import LoanBook
from app.core.loans.settlement import settle
from app.core.loans.standing import LoanStanding
from app.core.rules.context import Context


def outlook_of(context: Context, standings: Sequence[LoanStanding]) -> tuple[Outlook, ...]:
    """By day: the next due of every loan, and the cost of settling each on the day of the explanation (F9)."""
    found = [o for book in context.loans for o in _next_due(context, book)]
    found += [o for standing in standings for o in _settling(context, standing)]
    return tuple(sorted(found, key=lambda o: (o.on, o.facility or "", o.text)))


def _current(context: Context, book: LoanBook) -> tuple[PlanRow, ...]:
    """The periods of the latest page that nothing has paid since: no record, no debit, no settlement."""
    page = book.page_before(context.as_of)
    ended = any(h.ends for h in context.activity.early_of(book))
    if page is None or ended or book.shows_nothing_open(context.as_of) or book.contract in context.taken_over:
        return ()
    paid = {n for n, s in context.activity.periods_of(book).items() if s.paid or s.pending or s.claims}
    return tuple(row for row in page.open_rows if row.period not in paid)


def _next_due(context: Context, book: LoanBook) -> Iterator[Outlook]:
    for row in _current(context, book):
        if row.due >= context.as_of and row.state is not PeriodState.OVERDUE and row.instalment:
            yield Outlook(
                row.due, book.contract, row.instalment, "next-due",
                (("period", row.period), ("days", (row.due - context.as_of).days)), row.sources,
            )  # fmt: skip
            return


def _settling(context: Context, standing: LoanStanding) -> Iterator[Outlook]:
    """Balance and interest to the day; only where nothing is overdue and the plan's rows prove the rate.

    Where the day of payment may bear interest too, the most that may be asked is told beside it.

    Of a plan with flat fees no row tells which of them a settlement would hold.
    """
    book = context.loan.get(standing.facility)
    payoff = settle(standing, context.as_of)
    usual, since = payoff.usual, standing.readings[0].periods[0].starts if standing.readings else None
    if book is None or usual is None or since is None or since > context.as_of or standing.readings[0].rate is None:
        return
    if any(p.fee or p.due < context.as_of or p.unsplit for p in standing.readings[0].periods):
        return
    facts: tuple[tuple[str, FactValue], ...] = (
        ("balance", usual.of("principal-open")),
        ("days", (context.as_of - since).days),
        ("interest", usual.of("interest-to-date")),
        ("planned", payoff.planned),
        ("most", payoff.most),
    )
    said = "settle-now-range" if payoff.most > usual.amount else "settle-now"
    rows = tuple(s for p in standing.readings[0].periods for s in p.sources)
    yield Outlook(context.as_of, book.contract, usual.amount, said, facts, rows)
