"""Turns messages of which no other file tells into the rows of a wallet, so that each movement of money counts once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import TypeAlias

from app.core.discrepancy import distinct
from app.core.facts import BankRow, Ledger, Outcome, Product, WalletKind, WalletRow
from app.core.papers import LISTS, Notice, NoticeKind

PROVIDER = "message"
"""The provider of wallet rows that only a message tells of."""

BANK_PROVIDER = "message-debit"
"""The provider of bank rows that a message of a bank tells of."""

_MOVES = {
    NoticeKind.DRAWDOWN: (WalletKind.DRAWDOWN, Outcome.DONE),
    NoticeKind.REPAID: (WalletKind.REPAYMENT, Outcome.DONE),
    NoticeKind.SETTLED: (WalletKind.REPAYMENT, Outcome.DONE),
    NoticeKind.FAILED: (WalletKind.REPAYMENT, Outcome.FAILED),
}
_NEAR = timedelta(days=1)
"""How far a message and a row of the same money lie apart: it may be sent on the next day."""
_BEFORE, _AFTER = timedelta(days=62), timedelta(days=31)
_Dated: TypeAlias = tuple[date, int | None]


def with_years(ledger: Ledger) -> tuple[Notice, ...]:
    """The messages of a case, each with its year where the other files leave only one.

    A day without a year is the one such day in the time of which the other files tell (two months more before it, one
    after), or the one on which a fact of the same amount lies or falls due. Where several remain, none is chosen: a
    message is never laid into a year to come.
    """
    if all(notice.on for notice in ledger.notices):
        return ledger.notices
    happened, due = _happened(ledger), _due(ledger)
    covered: list[_Dated] = [(at.date(), None) for c in ledger.coverages for at in (c.first, c.last) if at]
    foreseen = due if _begins_are_told(ledger) else []
    return tuple(
        notice if notice.on else _with_year_beyond(_with_year(notice, happened, due), happened, foreseen, covered)
        for notice in ledger.notices
    )


def told_by_messages_alone(ledger: Ledger) -> tuple[WalletRow, ...]:
    """A wallet row for each movement that some message tells and no wallet's row does, in an order of their own.

    Messages that tell the same amount of one product a day apart at most are one movement, unless what they say beside
    it differs (the principal left, the period, the card): lender, wallet and bank all write, and some write twice.
    Two lines of a list of payments are two movements.
    Messages without an amount or a day move nothing.
    """
    moving = [n for n in with_years(ledger) if n.kind in _MOVES and n.amount and n.on]
    apart = (n for n in moving if not any(_tells_the_same(row, n) for row in ledger.wallet))
    rows: list[WalletRow] = []
    for group in _grouped(sorted(apart, key=_order)):
        rows.append(_row(group))
    return tuple(rows)


def told_by_banks(ledger: Ledger) -> tuple[BankRow, ...]:
    """The rows of accounts, each once: those of statements, and of messages those that no statement's row tells.

    A message that came twice tells one row: its balance is the same. Each row of a statement stands for one message.
    """
    stated = [row for row in ledger.bank if row.provider != BANK_PROVIDER]
    told: dict[tuple[object, ...], BankRow] = {}
    for row in sorted((row for row in ledger.bank if row.provider == BANK_PROVIDER), key=_bank_order):
        key = (row.account, row.amount, row.balance, row.on)
        known = told.get(key)
        told[key] = replace(known, sources=distinct((*known.sources, *row.sources))) if known else row
    free = sorted(stated, key=_bank_order)
    alone: list[BankRow] = []
    for row in told.values():
        same = next((one for one in free if _is_same_row(one, row)), None)
        if same is None:
            alone.append(row)
        else:
            free.remove(same)
    return (*stated, *alone)


def _is_same_row(stated: BankRow, told: BankRow) -> bool:
    """Whether a statement's row may be the one that a message tells: amount, day and what both say of the account."""
    if stated.amount != told.amount or abs(stated.on - told.on) > _NEAR:
        return False
    digits = "".join(filter(str.isdigit, stated.account))
    if digits and told.account and not digits.endswith(told.account):
        return False
    return stated.balance is None or told.balance is None or stated.balance == told.balance


def _bank_order(row: BankRow) -> tuple[object, ...]:
    return (row.on, row.at or datetime.combine(row.on, time()), row.amount, row.balance or 0, row.account, row.sources)


def _grouped(notices: Sequence[Notice]) -> list[list[Notice]]:
    groups: list[list[Notice]] = []
    for notice in notices:
        same = next((group for group in groups if all(_one_movement(other, notice) for other in group)), None)
        if same is None:
            groups.append([notice])
        else:
            same.append(notice)
    return groups


def _one_movement(a: Notice, b: Notice) -> bool:
    if a.rule == b.rule and a.rule in LISTS and {s.digest for s in a.sources} & {s.digest for s in b.sources}:
        return False  # whoever lists payments writes each once
    if _MOVES[a.kind] != _MOVES[b.kind] or a.amount != b.amount or a.on is None or b.on is None:
        return False
    if abs(a.on - b.on) > _NEAR or (a.product is not b.product and Product.OTHER not in (a.product, b.product)):
        return False
    told = ((a.remaining, b.remaining), (a.period, b.period), (a.account or None, b.account or None))
    return all(x is None or y is None or x == y for x, y in told)


def _tells_the_same(row: WalletRow, notice: Notice) -> bool:
    kind, outcome = _MOVES[notice.kind]
    if row.kind is not kind or row.amount != notice.amount or notice.on is None:
        return False
    is_done = row.outcome is not Outcome.FAILED
    return abs(row.at.date() - notice.on) <= _NEAR and is_done == (outcome is Outcome.DONE)


def _row(group: Sequence[Notice]) -> WalletRow:
    first = next((n for n in group if n.product is not Product.OTHER), group[0])
    kind, outcome = _MOVES[first.kind]
    on = first.on or date.min
    return WalletRow(
        at=next((n.at for n in group if n.at and n.at.date() == on), datetime.combine(on, time())),
        kind=kind,
        product=first.product,
        amount=first.amount or 0,
        outcome=outcome,
        account=next((n.account for n in group if n.account), ""),
        counterparty=first.sender,
        text=first.text,
        provider=PROVIDER,
        rule=first.rule,
        sources=distinct(source for n in group for source in n.sources),
    )


def _with_year(notice: Notice, happened: Sequence[_Dated], due: Sequence[_Dated]) -> Notice:
    if notice.month_day is None or not (happened or due):
        return notice
    first = min(day for day, _ in (*happened, *due)) - _BEFORE
    last = max(day for day, _ in happened or due) + (_AFTER if happened else timedelta())
    days = [day for year in range(first.year, last.year + 1) if (day := _day(year, *notice.month_day))]
    days = [day for day in days if first <= day <= last]
    if len(days) > 1 or not happened:
        dated = (*happened, *due)
        days = [d for d in days if any(amount == notice.amount and abs(d - day) <= 3 * _NEAR for day, amount in dated)]
    return replace(notice, on=days[0]) if len(days) == 1 else notice


def _with_year_beyond(
    notice: Notice, happened: Sequence[_Dated], foreseen: Sequence[_Dated], covered: Sequence[_Dated]
) -> Notice:
    """The message where no day of it lies near what happened, and the files leave one later day alone.

    It lies before the last day of which an export speaks, though of other rows; or the plan of a loan whose beginning
    is known has the message's amount fall due on it: before that beginning nothing was paid.
    """
    known = (*happened, *covered)
    if notice.on or notice.month_day is None or not known:
        return notice
    first = min(day for day, _ in (*known, *foreseen)) - _BEFORE
    near = max((day for day, _ in happened), default=first) + _AFTER
    told = max((day for day, _ in covered), default=first)
    last = max(near, told, *(day for day, _ in foreseen)) + _AFTER
    days = [day for year in range(first.year, last.year + 1) if (day := _day(year, *notice.month_day))]
    days = [day for day in days if first <= day <= last]
    if len(days) != 1:
        return notice
    falls_due = any(amount == notice.amount and abs(due - days[0]) <= 3 * _NEAR for due, amount in foreseen)
    return replace(notice, on=days[0]) if days[0] <= told or falls_due else notice


def _begins_are_told(ledger: Ledger) -> bool:
    """Whether of every plan the loan's day or the first period is among the facts."""
    drawn = {loan.contract for loan in ledger.loans if loan.drawn_at}
    first = {row.contract for row in ledger.planned if row.period == 1}
    return {row.contract for row in ledger.planned} <= drawn | first


def _due(ledger: Ledger) -> list[_Dated]:
    """Every day on which something falls due, with its amount."""
    found: list[_Dated] = [(row.due, row.instalment) for row in ledger.planned]
    return [*found, *((bill.due, bill.declared) for bill in ledger.bills if bill.due)]


def _happened(ledger: Ledger) -> list[_Dated]:
    """Every day on which the other facts say that something was so, with the amount of that day where it has one."""
    found: list[_Dated] = [(row.at.date(), row.amount) for row in ledger.wallet]
    found += [(row.on, abs(row.amount)) for row in ledger.bank]
    found += [(row.as_of, None) for row in ledger.planned if row.as_of]
    found += [(posting.at.date(), posting.total) for posting in ledger.postings]
    found += [(loan.drawn_at.date(), loan.principal) for loan in ledger.loans if loan.drawn_at]
    found += [(bill.statement_date, None) for bill in ledger.bills if bill.statement_date]
    return [*found, *((notice.on, notice.amount) for notice in ledger.notices if notice.on)]


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _order(notice: Notice) -> tuple[object, ...]:
    at = notice.at or datetime.combine(notice.on or date.min, time())
    return (notice.on, at, notice.amount, notice.product.value, notice.sender, notice.text, notice.sources)


def days_of(notices: Iterable[Notice]) -> list[date]:
    """The days on which messages say that something happened; a due date to come is none."""
    return [notice.on for notice in notices if notice.on and notice.kind in _MOVES]
