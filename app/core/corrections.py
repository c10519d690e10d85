"""Rows by which a lender's record corrects itself: a posting taken back, written twice, or written anew."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import replace
from datetime import date, time

from app.core.discrepancy import distinct
from app.core.facts import BankRow, Outcome, Posting, WalletKind, WalletRow
from app.core.money import Fen

_BOOKED_WITHIN = 1
"""Days by which a bank's or a lender's date may lie from that of the debit."""


class Taken:
    """What left wallets and accounts, by amount: whether a debit of that amount was made about a day."""

    def __init__(self, wallet: Iterable[WalletRow], bank: Iterable[BankRow]) -> None:
        self._days: dict[Fen, set[date]] = defaultdict(set)
        for row in wallet:
            if row.kind is WalletKind.REPAYMENT and row.outcome is Outcome.DONE:
                self._days[row.amount].add(row.at.date())
        for booked in bank:
            if booked.amount < 0:
                self._days[-booked.amount].add(booked.on)

    def about(self, day: date, amount: Fen) -> bool:
        """Whether so much left on that day, or on one beside it."""
        return any(abs((day - on).days) <= _BOOKED_WITHIN for on in self._days.get(amount, ()))


def standing(postings: Iterable[Posting], taken: Taken) -> list[Posting]:
    """The postings that stand: each once where one second has it twice, none that a later row took back.

    A posting that was written anew for the money that had been debited before stands as made then and counted later;
    what was charged with it stands for itself.
    """
    return _without_taken_back(_each_once(postings), taken)


def _each_once(postings: Iterable[Posting]) -> list[Posting]:
    """Nobody pays one period twice in one second with the same parts; a record of days alone may hold two payments."""
    found: dict[Hashable, Posting] = {}
    for number, posting in enumerate(postings):
        timed = posting.at.time() != time()
        key = replace(posting, sources=()) if timed else number
        first = found.get(key)
        found[key] = replace(first, sources=distinct((*first.sources, *posting.sources))) if first else posting
    return list(found.values())


def _without_taken_back(postings: list[Posting], taken: Taken) -> list[Posting]:
    """Leave out each row of minus with the latest row before it that it undoes, or join it with what stands anew."""
    gone: set[int] = set()
    anew: list[Posting] = []
    by_parts: dict[Hashable, list[int]] = defaultdict(list)
    for index, posting in enumerate(postings):
        by_parts[posting.contract, posting.period, *_parts(posting)].append(index)
    for index, back in enumerate(postings):
        if back.total >= 0 or back.outcome is not Outcome.DONE:
            continue
        undone = [
            i for i in by_parts[back.contract, back.period, *(-part for part in _parts(back))]
            if i not in gone and postings[i].at <= back.at and postings[i].outcome is Outcome.DONE
        ]  # fmt: skip
        if not undone:
            continue
        first = max(undone, key=lambda i: postings[i].at)
        gone |= {index, first}
        later = [i for i, p in enumerate(postings) if i not in gone and _is_anew(postings[first], back, p, taken)]
        if later:
            again = min(later, key=lambda i: postings[i].at)
            gone.add(again)
            anew += _written_anew(postings[first], back, postings[again])
    return [*(posting for index, posting in enumerate(postings) if index not in gone), *anew]


def _is_anew(first: Posting, back: Posting, later: Posting, taken: Taken) -> bool:
    """Whether a posting is the first one written again, of whose money only what is charged on top was debited."""
    return (
        (later.contract, later.period, later.principal, later.interest, later.fee)
        == (first.contract, first.period, first.principal, first.interest, first.fee)
        and later.at >= back.at
        and later.outcome is Outcome.DONE
        and later.penalty > first.penalty == 0
        and taken.about(first.at.date(), first.total)
        and not taken.about(later.at.date(), later.total)
    )


def _written_anew(first: Posting, back: Posting, later: Posting) -> Iterator[Posting]:
    rows = distinct((*first.sources, *back.sources, *later.sources))
    yield replace(first, counted_on=later.counted_on, sources=rows)
    yield replace(later, principal=0, interest=0, fee=0, total=later.penalty, batch="")


def _parts(posting: Posting) -> tuple[Fen, ...]:
    return (posting.principal, posting.interest, posting.penalty, posting.fee, posting.total)
