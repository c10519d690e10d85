"""Content keys of facts: a decision about two rows names them by what they say, so that it holds in a newer export."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import replace
from datetime import datetime, time

from app.core.explanation import EventKind
from app.core.facts import BankRow, Source, WalletRow
from app.core.linking.overrides import LinkOverrides, Rows
from app.core.normalise import Books, Repayment

Content = tuple[object, ...]

_WALLET_EVENTS = (
    EventKind.DRAWDOWN, EventKind.DEBIT, EventKind.FAILED_DEBIT, EventKind.PREPAYMENT, EventKind.SETTLEMENT,
    EventKind.RESERVE_TAKEN, EventKind.RESERVE_RETURNED, EventKind.FEE,
)  # fmt: skip
"""The kinds of event that a wallet row could become: earlier versions keyed a link by its events."""


def keys_of_rows(books: Books, wanted: Set[Source]) -> dict[Source, str]:
    """The key of the fact that each of the wanted rows states.

    Facts that say the same are numbered in order of their rows, so that two equal debits keep keys of their own.
    """
    # Rows that say the same are of one moment: all others, most of a wallet, need not be put into words.
    moments = {row.at for row in books.wallet if not wanted.isdisjoint(row.sources)}
    contents = _contents(replace(books, wallet=tuple(row for row in books.wallet if row.at in moments)))
    return {source: key for key, rows in _keyed(contents, wanted) for source in rows}


def overrides_of(links: Mapping[tuple[str, str], bool], books: Books) -> LinkOverrides:
    """What a person decided, turned from keys to rows; a key whose fact is gone has no say.

    Keys that older versions made of events are understood too.
    """
    if not links:
        return LinkOverrides()
    rows = dict(_keyed(_event_contents(books))) | dict(_keyed(_contents(books)))
    known = [(rows[a], rows[b], joined) for (a, b), joined in sorted(links.items()) if a in rows and b in rows]
    return LinkOverrides(
        accepted=tuple((a, b) for a, b, joined in known if joined),
        refused=tuple((a, b) for a, b, joined in known if not joined),
    )


def _keyed(
    contents: Iterable[tuple[Content, tuple[Source, ...]]], wanted: Set[Source] | None = None
) -> Iterator[tuple[str, Rows]]:
    """Yield the key of each fact with its rows; only of facts that stand in one of the ``wanted`` rows, if given."""
    alike: dict[str, list[tuple[Source, ...]]] = defaultdict(list)
    for content, sources in contents:
        alike["\x1f".join(["" if part is None else str(part) for part in content])].append(sources)
    for content_text, facts in alike.items():
        if wanted is not None and all(wanted.isdisjoint(sources) for sources in facts):
            continue
        digest = hashlib.sha256(content_text.encode()).hexdigest()[:16]
        for number, sources in enumerate(sorted(facts), 1):
            yield f"{digest}-{number}", frozenset(sources)


def _contents(books: Books) -> Iterator[tuple[Content, tuple[Source, ...]]]:
    for row in books.wallet:
        yield ("wallet", row.at.isoformat(), row.amount, row.order_no, row.account, row.text), row.sources
    for booked in books.bank:
        yield ("bank", *_of_bank(booked)), booked.sources
    for repayment in books.repayments:
        yield ("repayment", repayment.contract, repayment.at.isoformat(), repayment.total), repayment.sources
    for plan_row in books.plan_rows:
        yield ("plan", plan_row.contract, plan_row.as_of, plan_row.period, plan_row.due), plan_row.sources
    for waiver in books.waivers:
        yield ("waiver", waiver.contract, waiver.period, waiver.on, waiver.amount), waiver.sources
    for loan in books.loans:
        yield ("loan", loan.contract), loan.sources
    for bill in books.bills:
        yield ("bill", bill.product.value, *bill.month), bill.sources
        for line in bill.lines:
            yield ("bill-line", line.posted_on, line.amount, line.text), line.sources
    for advance in books.reserves:
        yield ("reserve", advance.taken_at.isoformat(), advance.amount), advance.sources


def _event_contents(books: Books) -> Iterator[tuple[Content, tuple[Source, ...]]]:
    """What the keys of earlier versions were made of: kind, moment, amount, account and text of the event."""
    for row in books.wallet:
        for kind in _WALLET_EVENTS:
            yield _of_wallet_event(kind, row), row.sources
    for booked in books.bank:
        yield (EventKind.BANK.value, *_of_bank(booked)), booked.sources
    for repayment in books.repayments:
        yield _of_posting(repayment), repayment.sources


def _of_wallet_event(kind: EventKind, row: WalletRow) -> Content:
    return (kind.value, row.at.isoformat(), row.amount, row.account, row.text)


def _of_bank(row: BankRow) -> Content:
    moment = row.at or datetime.combine(row.on, time())
    words = " ".join(filter(None, (row.summary, row.counterparty)))
    return (moment.isoformat(), row.amount, f"{row.bank}{row.account}", words)


def _of_posting(repayment: Repayment) -> Content:
    moment = repayment.at.isoformat()
    return (EventKind.POSTING.value, moment, repayment.total, repayment.account, repayment.trigger.value)
