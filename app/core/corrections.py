"""Rows by which a lender's record corrects itself: a posting taken back, and one written twice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import replace
from datetime import time

from app.core.discrepancy import distinct
from app.core.facts import Outcome, Posting
from app.core.money import Fen


def standing(postings: Iterable[Posting]) -> list[Posting]:
    """The postings that stand: each once where one second has it twice, none that a later row took back."""
    return _without_taken_back(_each_once(postings))


def _each_once(postings: Iterable[Posting]) -> list[Posting]:
    """Nobody pays one period twice in one second with the same parts; a record of days alone may hold two payments."""
    found: dict[Hashable, Posting] = {}
    for number, posting in enumerate(postings):
        timed = posting.at.time() != time()
        key = replace(posting, sources=()) if timed else number
        first = found.get(key)
        found[key] = replace(first, sources=distinct((*first.sources, *posting.sources))) if first else posting
    return list(found.values())


def _without_taken_back(postings: list[Posting]) -> list[Posting]:
    """Leave out each row of minus with the latest row before it that it undoes."""
    gone: set[int] = set()
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
        if undone:
            gone |= {index, max(undone, key=lambda i: postings[i].at)}
    return [posting for index, posting in enumerate(postings) if index not in gone]


def _parts(posting: Posting) -> tuple[Fen, ...]:
    return (posting.principal, posting.interest, posting.penalty, posting.fee, posting.total)
