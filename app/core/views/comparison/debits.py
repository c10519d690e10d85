"""The standing of money that was taken, and of the bank's rows about it."""

from __future__ import annotations

from collections.abc import Iterator

from app.core.comparison import Check, Paper, Role, Standing, Subject
from app.core.discrepancy import distinct
from app.core.facts import Outcome, Product, Source, WalletKind
from app.core.linking.payments import Movement
from app.core.linking.products import WALLETS
from app.core.linking.records import LinkedDebit
from app.core.rules.context import Context
from app.core.views.comparison.belonging import Belonging
from app.core.views.comparison.doubts import Doubts
from app.core.views.comparison.obligations import ordered, wallet_role
from app.core.views.comparison.papers import FINAL, RECORD, WALLET, purpose_paper

_PAYING = (WalletKind.REPAYMENT, WalletKind.CHARGE)
_BOOKED = (*_PAYING, WalletKind.DRAWDOWN, WalletKind.RESERVE_TAKEN, WalletKind.RESERVE_RETURNED)


def debits(context: Context, belonging: Belonging, doubts: Doubts) -> Iterator[Check]:
    """Every payment that was taken, that the bank took, or that is still under way; failed tries took nothing."""
    for m in context.moved_as(*_PAYING):
        if (m.done or m.bank or m.outcome is Outcome.PENDING) and _concerns(context, m):
            yield _debit(context, belonging, doubts, m)


def _concerns(context: Context, m: Movement) -> bool:
    """Whether a payment is a matter of the case: one to a credit card is only where its bills are."""
    return m.product is not Product.CARD or any(bill.product is Product.CARD for bill in context.books.bills)


def _debit(context: Context, belonging: Belonging, doubts: Doubts, m: Movement) -> Check:
    own = m.wallet_sources or m.bank_sources
    met, roles = _met(belonging, m)
    named = doubts.of(own) or (() if met else doubts.explained_by(own))
    standing = Standing.DIFFERS if named else Standing.AGREES if met else Standing.NOT_CHECKED
    activities = belonging.activities_of(m)
    return Check(
        Subject.CHARGE if m.kind is WalletKind.CHARGE else Subject.DEBIT,
        standing,
        m.on,
        m.amount,
        belonging.matter(m),
        own,
        facility=belonging.facility(m) or None,
        period=activities[0].period if len(activities) == 1 else None,
        met=distinct((*met, *(m.bank_sources if m.row else ()))),
        roles=ordered(roles | ({wallet_role(m.row)} if m.row else set()) | ({Role.BANK} if m.bank else set())),
        discrepancies=named,
        paper=_paper(context, belonging, m) if standing is Standing.NOT_CHECKED else None,
    )


def _met(belonging: Belonging, m: Movement) -> tuple[tuple[Source, ...], set[Role]]:
    """The rows that say what a debit was for, if they account for all of it, and the papers they stand in."""
    bill, link, early = belonging.bills.get(id(m)), belonging.links.get(id(m)), belonging.early.get(id(m))
    if bill:
        return (bill.sources, {Role.BILL}) if belonging.is_whole(bill) else ((), set())
    if credit := belonging.credited.get(id(m)):
        return credit.sources, {Role.BILL}
    activities = belonging.activities_of(m)
    records = tuple(s for r in (link.repayments if link else ()) for s in r.sources)
    plan = tuple(s for activity in activities for s in activity.row.sources)
    if early and (page := early.book.page_before(early.made_on)):
        plan = (*plan, *(s for row in page.rows for s in row.sources))
    claimed = sum(c.amount for activity in activities for c in activity.claims if c.debit is m)
    shared = link is not None and any(belonging.debits_of[r] > 1 for r in link.repayments)
    told = link.recorded + claimed if link else claimed
    if _pending(link):
        return (), set()
    if not (plan or records) or (told != m.amount and not shared):
        return (), set()
    return (*plan, *records), ({Role.PLAN} if plan else set()) | ({Role.RECORD} if records else set())


def _pending(link: LinkedDebit | None) -> bool:
    """Whether the lender's record itself says that it is not final."""
    return link is not None and any(r.outcome is Outcome.PENDING for r in link.repayments)


def _paper(context: Context, belonging: Belonging, m: Movement) -> Paper | None:
    facility = belonging.facility(m)
    link = belonging.links.get(id(m))
    if _pending(link):
        return Paper(FINAL, m.product, facility)
    if m.kind is WalletKind.CHARGE or (link and link.repayments):
        return Paper(RECORD, m.product, facility)
    if belonging.bills.get(id(m)):
        return Paper(RECORD, m.product)
    return purpose_paper(context, m, facility)


def bank_rows(context: Context, belonging: Belonging, doubts: Doubts) -> Iterator[Check]:
    """The bank's rows of payments, drawdowns and reserves: against the wallet's row, else as the debit they are."""
    for m in context.booked:
        if m.kind not in _BOOKED or not _concerns(context, m):
            continue
        matter = belonging.matter(m) if m.kind in _PAYING else ""
        against, roles = (m.wallet_sources, {wallet_role(m.row)}) if m.row else _met(belonging, m)
        named = doubts.of(m.bank_sources) if m.kind is not WalletKind.DRAWDOWN else ()  # in evidence to say since when
        named = named or (() if against else doubts.explained_by(m.bank_sources))
        standing = Standing.DIFFERS if named else Standing.AGREES if against else Standing.NOT_CHECKED
        wallet = Paper(WALLET, m.product, source=WALLETS.get(m.product, ""))
        for row in m.bank:
            yield Check(
                Subject.BANK_ROW,
                standing,
                row.on,
                abs(row.amount),
                matter,
                row.sources,
                facility=belonging.facility(m) or None,
                met=distinct(against),
                roles=ordered(roles),
                discrepancies=named,
                paper=wallet if standing is Standing.NOT_CHECKED and WALLETS.get(m.product) else None,
            )
