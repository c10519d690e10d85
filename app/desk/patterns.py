"""What many cases have in common beyond what chance brings: the same kind at one lender, on one day, at one hour.

Each is a count of cases held against what the other cases of the same desk show, by Fisher's exact test, at a level
divided by the number of places looked at (Bonferroni). A case counts once, however often it has the finding. What lies
in the meaning of a kind (a reserve's kinds at the reserve) is no pattern: products are never compared.

The counts decide how a hint is worded, never an amount, so they may be floats.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from math import lgamma, log
from typing import TypeVar

from app.core.money import Fen
from app.desk.record import Finding, Record

Key = TypeVar("Key")

LEVEL = 0.001
"""How often a desk in which nothing is in common is told of any pattern at all."""
LEAST_CASES = 5
_LEAST_AMOUNT: Fen = 100
"""Below a yuan the same amount is rounding."""
_LEAST_AMOUNTS = 3
_TIMES = 2.0
"""It must stand out, not only be certain: at least twice what the others give."""
_ELSEWHERE = 100
"""Findings of a kind at other lenders, from which on they tell its usual hours."""


class Common(Enum):
    """What the cases have in common; ``desk.pattern.<value>`` says it."""

    DAY = "day"
    HOUR = "hour"
    LENDER = "lender"
    AMOUNT = "amount"


@dataclass(frozen=True, slots=True)
class Pattern:
    """The same kind in ``cases``, of ``among`` that could have it; chance would bring ``expected`` of those.

    ``value`` is the ISO day, the hour (0–23), the lender or the amount in fen, as text.
    """

    common: Common
    code: str
    product: str
    lender: str
    value: str
    cases: tuple[str, ...]
    among: int
    expected: float
    rarity: float  # the tail's natural logarithm: the smaller, the rarer


@dataclass(frozen=True, slots=True)
class _Place:
    """A candidate: who has it, of how many, and how many of how many elsewhere."""

    pattern: tuple[Common, str, tuple[str, str], str]
    having: frozenset[str]
    among: int
    elsewhere: int
    among_elsewhere: int


def patterns_of(records: Iterable[Record]) -> list[Pattern]:
    """Every pattern of some cases, the rarest first; the order of the cases does not matter."""
    known = sorted(records, key=lambda r: r.case)
    by_kind: dict[tuple[str, tuple[str, str]], list[tuple[str, Finding]]] = defaultdict(list)
    for record in known:
        for finding in record.findings:
            by_kind[finding.code, finding.of].append((record.case, finding))
    places = [*_days(known, by_kind), *_hours(by_kind), *_lenders(known, by_kind), *_amounts(by_kind)]
    found = [p for place in places if (p := _judged(place, len(places)))]
    return sorted(found, key=lambda p: (p.rarity, p.common.value, p.code, p.product, p.lender, p.value))


def _judged(place: _Place, looked_at: int) -> Pattern | None:
    count, among = len(place.having), place.among
    expected = among * place.elsewhere / place.among_elsewhere if place.among_elsewhere else among
    if count < LEAST_CASES or count < _TIMES * expected:
        return None
    rarity = _tail(count, among, place.elsewhere, place.among_elsewhere)
    if rarity > log(LEVEL / looked_at):
        return None
    common, code, (product, lender), value = place.pattern
    return Pattern(common, code, product, lender, value, tuple(sorted(place.having)), among, expected, rarity)


_Kinds = dict[tuple[str, tuple[str, str]], list[tuple[str, Finding]]]


def _days(records: list[Record], kinds: _Kinds) -> Iterator[_Place]:
    """Of the cases in which something happened there on that day: how many have the kind, against other days."""
    present: dict[tuple[str, str], dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for record in records:
        for product, lender, days in record.days:
            for day in days:
                present[product, lender][day].add(record.case)
    for (code, of), found in kinds.items():
        having = _grouped((f.day, case) for case, f in found)
        there = {*present[of], *having}  # a finding may lie on a day without an event, between two pages
        all_days = sum(len(present[of].get(day, set()) | having.get(day, set())) for day in there)
        hits = sum(map(len, having.values()))
        for day, cases in having.items():
            among = len(present[of].get(day, set()) | cases)
            yield _Place((Common.DAY, code, of, day), frozenset(cases), among, hits - len(cases), all_days - among)


def _hours(kinds: _Kinds) -> Iterator[_Place]:
    """Of the cases with that kind and a known time: how many at that hour, against the kind at other lenders.

    With fewer than a hundred elsewhere nothing is said: a kind may have its hour by its own meaning.
    """
    by_code: dict[str, Counter[int]] = defaultdict(Counter)
    own: dict[tuple[str, tuple[str, str]], dict[int, set[str]]] = {}
    for (code, of), found in kinds.items():
        own[code, of] = _grouped((f.hour, case) for case, f in found if f.hour is not None)
        by_code[code].update({hour: len(cases) for hour, cases in own[code, of].items()})
    for (code, of), hours in own.items():
        here = Counter({hour: len(cases) for hour, cases in hours.items()})
        elsewhere = by_code[code] - here
        if elsewhere.total() < _ELSEWHERE:
            continue
        timed = len(set().union(*hours.values())) if hours else 0
        for hour, cases in hours.items():
            place = (Common.HOUR, code, of, str(hour))
            yield _Place(place, frozenset(cases), timed, elsewhere[hour], elsewhere.total())


def _lenders(records: list[Record], kinds: _Kinds) -> Iterator[_Place]:
    """Of the cases with that product of that lender: how many have the kind, against the product's other lenders."""
    clients: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for record in records:
        for product, lender, _ in record.days:
            clients[product][lender].add(record.case)
    for (code, (product, lender)), found in kinds.items():
        others = {name: cases for name, cases in clients[product].items() if name != lender}
        if not lender or not others:
            continue
        having = frozenset(case for case, _ in found)
        away = sum(len({c for c, _ in kinds.get((code, (product, name)), [])}) for name in others)
        among, clients_away = len(clients[product][lender] | having), max(sum(map(len, others.values())), away)
        yield _Place((Common.LENDER, code, (product, lender), lender), having, among, away, clients_away)


def _amounts(kinds: _Kinds) -> Iterator[_Place]:
    """Of the cases with that kind: how many by the same amount to the fen, against an average one of the others.

    A kind that has hardly another amount (an advance is always of 500.00) has it by its own meaning.
    """
    for (code, of), found in kinds.items():
        having = _grouped((f.difference, case) for case, f in found if abs(f.difference) >= _LEAST_AMOUNT)
        total = sum(map(len, having.values()))
        for amount, cases in having.items() if len(having) > _LEAST_AMOUNTS else ():
            others = max(len(having) - 1, 1)
            average = -(-(total - len(cases)) // others)
            place = (Common.AMOUNT, code, of, str(amount))
            yield _Place(place, frozenset(cases), total, max(average, 1), total)


def _grouped(pairs: Iterable[tuple[Key, str]]) -> dict[Key, set[str]]:
    groups: dict[Key, set[str]] = defaultdict(set)
    for key, case in pairs:
        groups[key].add(case)
    return dict(groups)


def _tail(count: int, among: int, elsewhere: int, among_elsewhere: int) -> float:
    """The logarithm of the chance of ``count`` or more here, were all that have it spread over both alike.

    The hypergeometric tail, from its first term on; the terms after it shrink fast where the count is above what is
    expected, which it is.
    """
    having, everybody = count + elsewhere, among + among_elsewhere
    first = _log_choose(among, count) + _log_choose(among_elsewhere, elsewhere) - _log_choose(everybody, having)
    total, term = 1.0, 1.0
    for k in range(count, min(among, having)):
        term *= (among - k) * (having - k) / ((k + 1) * (among_elsewhere - having + k + 1))
        total += term
        if term < total * 1e-12:
            break
    return min(first + log(total), 0.0)


def _log_choose(n: int, k: int) -> float:
    return lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)
