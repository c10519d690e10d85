"""Turns imported facts into books: every fact once, with all the rows it stands in, in an order that is its own."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import TypeVar

from app.core.corrections import Taken, standing
from app.core.discrepancy import PLACE, distinct
from app.core.facts import (
    BankRow,
    Bill,
    Ledger,
    LoanRecord,
    Outcome,
    PlanRow,
    PlanTotal,
    Posting,
    Product,
    ReserveAdvance,
    Source,
    Trigger,
    Waiver,
    WalletRow,
)
from app.core.made_quickly import made_quickly
from app.core.money import Fen
from app.core.notices import told_by_banks, told_by_messages_alone
from app.core.refunded_orders import with_refunded_orders

_FINAL = {Outcome.DONE, Outcome.FAILED, Outcome.CLOSED}


@made_quickly
@dataclass(frozen=True, slots=True)
class PostedPart:
    """What one repayment did to one period, in fen."""

    period: int | None
    principal: Fen
    interest: Fen
    penalty_on_principal: Fen
    penalty_on_interest: Fen
    penalty: Fen
    fee: Fen
    total: Fen
    counted_on: date
    sources: tuple[Source, ...]


@made_quickly
@dataclass(frozen=True, slots=True)
class Repayment:
    """A repayment as the lender recorded it: one loan, one moment, one or several periods.

    ``sources`` is empty where no record is given and a debit with the plan alone tells of it.
    """

    contract: str
    at: datetime
    counted_on: date
    parts: tuple[PostedPart, ...]
    trigger: Trigger
    account: str
    outcome: Outcome
    batch: str
    sources: tuple[Source, ...]
    product: Product | None = None
    by_another: bool = False  # paid by another person, as the record says
    by_guarantor: bool = False  # paid by a guarantor or insurer, to whom it is owed from then on

    def __hash__(self) -> int:
        return hash((self.at, self.contract))  # the rest tells few apart, and repayments are looked up all the time

    @property
    def total(self) -> Fen:
        """Everything that was repaid, in fen."""
        return sum(part.total for part in self.parts)

    @property
    def charge(self) -> Fen:
        """The penalty in it, in fen."""
        return sum(part.penalty for part in self.parts)


@dataclass(frozen=True, slots=True)
class Books:
    """The facts of a case after normalising: each once, in an order that does not depend on the files."""

    wallet: tuple[WalletRow, ...]
    bank: tuple[BankRow, ...]
    loans: tuple[LoanRecord, ...]
    plan_rows: tuple[PlanRow, ...]
    repayments: tuple[Repayment, ...]
    waivers: tuple[Waiver, ...]
    bills: tuple[Bill, ...]
    reserves: tuple[ReserveAdvance, ...]
    plan_totals: tuple[PlanTotal, ...] = ()


Fact = TypeVar("Fact", WalletRow, BankRow, LoanRecord, PlanRow, PlanTotal, Posting, Waiver, Bill, ReserveAdvance)


def keep_books(ledger: Ledger) -> Books:
    """Merge what several files say of one fact and put everything in order.

    A row that stands in two exports counts once; two equal rows of one export stay two. Of one order that one export
    shows as pending and another as final, the final state holds.
    """
    postings = standing(_merged(ledger.postings, _posting_key), Taken(ledger.wallet, ledger.bank))
    wallet = (*ledger.wallet, *_refunds_of_other_exports(ledger), *told_by_messages_alone(ledger))
    once = tuple(sorted(_merged(wallet, _wallet_key), key=_wallet_order))
    return Books(
        wallet=once,
        bank=tuple(sorted(_merged(told_by_banks(ledger), _bank_key), key=_bank_order)),
        loans=tuple(sorted(_one_per_contract(ledger.loans), key=lambda loan: loan.contract)),
        plan_rows=tuple(sorted(_merged(ledger.plan_rows, _plan_key), key=_plan_order)),
        repayments=tuple(sorted(_repayments(postings), key=_repayment_order)),
        waivers=tuple(sorted(_merged(ledger.waivers, _waiver_key), key=_waiver_order)),
        bills=tuple(sorted(with_refunded_orders(_merged(ledger.bills, _bill_key), once), key=_bill_order)),
        reserves=tuple(sorted(_latest_advance(ledger.reserves), key=lambda r: (r.taken_at, r.amount))),
        plan_totals=tuple(sorted(_merged(ledger.plan_totals, _total_key), key=_total_order)),
    )


def _refunds_of_other_exports(ledger: Ledger) -> Iterator[WalletRow]:
    """The refunds whose order stands in another export of the same wallet, with that order's product."""
    if not ledger.loose_refunds:
        return
    orders = {(row.provider, row.order_no): row.product for row in ledger.wallet if row.order_no}
    sold = {(row.provider, row.merchant_no): row.product for row in ledger.wallet if row.merchant_no}
    for refund in ledger.loose_refunds:
        known = orders if refund.refund_of else sold
        product = known.get((refund.provider, refund.refund_of or refund.merchant_no))
        if product is not None:
            yield replace(refund, product=product)


def with_plan_rows(books: Books, rows: Iterable[PlanRow]) -> Books:
    """Return the books with more plan rows, in the same order."""
    return replace(books, plan_rows=tuple(sorted((*books.plan_rows, *rows), key=_plan_order)))


def _merged(facts: Iterable[Fact], key: Callable[[Fact], Hashable]) -> list[Fact]:
    """Join equal facts of different files; within one file each counts. The n-th of one file is the n-th of another."""
    ordered = sorted(facts, key=_place)
    if len({fact.sources[0].digest if fact.sources else "" for fact in ordered}) < 2:
        return ordered
    nth: Counter[tuple[Hashable, str]] = Counter()
    groups: dict[tuple[Hashable, int], list[Fact]] = defaultdict(list)
    for fact in ordered:
        said = key(fact)
        identity = (said, fact.sources[0].digest if fact.sources else "")
        groups[said, nth[identity]].append(fact)
        nth[identity] += 1
    return [_joined(group) for group in groups.values()]


def _place(fact: Fact) -> tuple[object, ...]:
    return tuple(map(PLACE, fact.sources))


def _joined(group: list[Fact]) -> Fact:
    if len(group) == 1:  # so it is with nearly all of a wallet's rows
        return group[0]
    best = max(group, key=_finality)
    return replace(best, sources=distinct(s for fact in group for s in fact.sources))


def _finality(fact: Fact) -> tuple[bool, int]:
    """Prefer a final state, then the fact that says more."""
    final = fact.outcome in _FINAL if isinstance(fact, WalletRow | Posting) else True
    return final, len(repr(fact))


def _wallet_key(row: WalletRow) -> Hashable:
    if row.order_no:
        return (row.provider, row.order_no, row.kind, row.amount)
    return (row.provider, row.at, row.kind, row.amount, row.text, row.counterparty, row.account, row.outcome)


def _bank_key(row: BankRow) -> Hashable:
    return (row.bank, row.account, row.on, row.at, row.amount, row.balance, row.summary, row.counterparty, row.note)


def _plan_key(row: PlanRow) -> Hashable:
    return (row.contract, row.as_of, row.period, row.due, row.principal, row.interest, row.state)


def _total_key(row: PlanTotal) -> Hashable:
    return (row.contract, row.as_of, row.period, row.due, row.instalment, row.state)


def _posting_key(row: Posting) -> Hashable:
    return (row.contract, row.period, row.at, row.counted_on, row.total, row.principal, row.interest, row.batch)


def _waiver_key(row: Waiver) -> Hashable:
    return (row.contract, row.period, row.on, row.amount, row.batch)


def _bill_key(bill: Bill) -> Hashable:
    lines = tuple(sorted((x.posted_on, x.kind.value, x.amount, x.order_no, x.text) for x in bill.lines))
    return (bill.product, bill.month, bill.declared, lines)


def _wallet_order(row: WalletRow) -> tuple[object, ...]:
    return (row.at, row.kind.value, row.amount, row.order_no, row.text, row.outcome.value, row.account)


def _bank_order(row: BankRow) -> tuple[object, ...]:
    at = row.at or datetime.combine(row.on, time())
    return (row.on, at, row.bank, row.account, row.amount, row.balance or 0, row.counterparty, row.summary)


def _plan_order(row: PlanRow) -> tuple[object, ...]:
    return (row.contract, row.as_of or date.min, row.period, row.due, row.principal, row.interest)


def _total_order(row: PlanTotal) -> tuple[object, ...]:
    return (row.contract, row.as_of or date.min, row.period, row.due, row.instalment)


def _waiver_order(row: Waiver) -> tuple[object, ...]:
    return (row.contract, row.on, row.period or 0, row.amount)


def _bill_order(bill: Bill) -> tuple[object, ...]:
    return (bill.product.value, bill.month, bill.declared or 0, len(bill.lines))


def _repayment_order(repayment: Repayment) -> tuple[object, ...]:
    return (repayment.at, repayment.contract, repayment.total, repayment.batch)


def _one_per_contract(loans: Iterable[LoanRecord]) -> list[LoanRecord]:
    """Join what several tables say of one contract: a value given in any of them holds; the fuller record leads."""
    groups: dict[str, list[LoanRecord]] = defaultdict(list)
    for loan in loans:
        groups[loan.contract].append(loan)
    return [_filled(group) for group in groups.values()]


def _filled(group: list[LoanRecord]) -> LoanRecord:
    ranked = sorted(group, key=lambda x: (-sum(v is not None for v in _values(x)), repr(_values(x))))
    lead = ranked[0]
    for other in ranked[1:]:
        gaps = {n: getattr(other, n) for n in lead.__slots__ if getattr(lead, n) in (None, "")}
        lead = replace(lead, **gaps)
    return replace(lead, sources=distinct(s for loan in group for s in loan.sources))


def _values(loan: LoanRecord) -> tuple[object, ...]:
    return (loan.principal, loan.drawn_at, loan.terms, loan.method, loan.daily_rate, loan.due_day, loan.grace_days,
            loan.penalty_multiple, loan.penalty_rate, loan.settlement_share)  # fmt: skip


def _latest_advance(advances: Iterable[ReserveAdvance]) -> list[ReserveAdvance]:
    """One record an advance: an export made after the return knows more than one made before it."""
    groups: dict[tuple[datetime, Fen], list[ReserveAdvance]] = defaultdict(list)
    for advance in advances:
        groups[advance.taken_at, advance.amount].append(advance)
    merged = []
    for group in groups.values():
        best = max(group, key=lambda a: (a.returned_at is not None, a.moved_to is not None, a.state, a.fee))
        merged.append(replace(best, sources=distinct(s for a in group for s in a.sources)))
    return merged


def _repayments(postings: Iterable[Posting]) -> list[Repayment]:
    """Join the rows of one repayment: by sequence number where there is one, else by loan and moment."""
    groups: dict[tuple[str, str, Outcome], list[Posting]] = defaultdict(list)
    for posting in postings:
        key = posting.batch or posting.at.isoformat()
        groups[posting.contract, key, posting.outcome].append(posting)
    return [_repayment(own) for group in groups.values() for own in _apart(group)]


def _apart(group: list[Posting]) -> list[list[Posting]]:
    """Rows of one moment: one repayment by loan and by period, or two.

    Two where the row without a period is another sum, or where some were paid ahead of the plan and others were due.
    """
    by_period = [p for p in group if p.period is not None]
    by_loan = [p for p in group if p.period is None]
    whole = sum(p.total for p in by_period)
    if by_period and by_loan and all(p.total != whole for p in by_loan):
        return [by_period, by_loan]
    ahead = [p for p in by_period if p.ahead]
    if by_loan or not ahead or len(ahead) == len(by_period):
        return [group]
    return [[p for p in by_period if not p.ahead], ahead]


def _repayment(group: list[Posting]) -> Repayment:
    by_period = sorted((p for p in group if p.period is not None), key=lambda p: (p.period or 0, p.total, p.sources))
    by_loan = sorted((p for p in group if p.period is None), key=lambda p: (p.at, p.total))
    lead = by_loan[0] if by_loan else by_period[0]
    rows = by_period or by_loan
    return Repayment(
        contract=lead.contract,
        at=lead.at,
        counted_on=max(p.counted_on for p in rows),
        parts=tuple(_part(p) for p in rows),
        trigger=lead.trigger,
        account=lead.account,
        outcome=lead.outcome,
        batch=lead.batch,
        sources=distinct(s for p in group for s in p.sources),
        product=lead.product,
        by_another=any(p.by_another for p in group),
        by_guarantor=any(p.by_guarantor for p in group),
    )


def _part(row: Posting) -> PostedPart:
    return PostedPart(
        row.period, row.principal, row.interest, row.penalty_on_principal, row.penalty_on_interest, row.penalty,
        row.fee, row.total, row.counted_on, row.sources,
    )  # fmt: skip
