"""Recognises by their wording the wallet rows that concern credit; the rules are data with their evidence."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cache, lru_cache
from typing import Any, NamedTuple, TypeVar

from app.core.facts import Product, Purpose, Trigger, WalletKind
from app.importers.reading.dates import UnreadableDate, parse_day
from app.resource_files import resource

Sign = TypeVar("Sign")


class Evidence(Enum):
    """How well a wording is known (export formats, section 0)."""

    REAL = "REAL"
    SAMPLE = "SAMPLE"
    TEST = "TEST"
    KEYWORD = "KEYWORD"
    SYNTH = "SYNTH"
    GUESS = "GUESS"


class Words(NamedTuple):
    """The cells of a row that speak, without padding; ``category`` is the type where a wallet says type."""

    text: str = ""
    counterparty: str = ""
    category: str = ""
    method: str = ""
    status: str = ""
    order_no: str = ""
    direction: str = ""


FIELDS = Words._fields


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a row's wording says; ``bill_month`` is (year, month)."""

    kind: WalletKind
    product: Product
    trigger: Trigger
    purpose: Purpose
    bill_month: tuple[int, int] | None
    rule: str


@dataclass(frozen=True, slots=True)
class Rule:
    """A wording and what it means; ``kind`` is None where it says that the row is not credit.

    All ``patterns`` must be found in their cells. The first of them names the cell by which rows are picked in bulk;
    one of ``words``, where there are any, must stand in that cell too. ``meaning`` is what it says of every row that it
    fits; a repayment's wording says more.
    """

    id: str
    kind: WalletKind | None
    product: Product
    patterns: tuple[tuple[str, re.Pattern[str]], ...]
    words: tuple[str, ...]
    providers: frozenset[str]
    evidence: Evidence
    section: str
    meaning: Meaning | None = None

    def fits(self, words: Words) -> bool:
        """Whether the rule holds for a row of a wallet it is meant for."""
        if self.words and not any(word in getattr(words, self.patterns[0][0]) for word in self.words):
            return False
        for field, pattern in self.patterns:  # noqa: SIM110  a loop is three times as fast as all(), and runs often
            if not pattern.search(getattr(words, field)):
                return False
        return True


@cache
def rules() -> tuple[Rule, ...]:
    """Every rule in the order of trial."""
    return tuple(_rule(entry) for entry in _table()["rule"])


def meaning(provider: str, words: Words, when: str = "") -> Meaning | None:
    """What the wording of a row says, None where it does not concern credit.

    ``when`` is the row's time as written; it gives the year where a wording names only a bill's month.
    """
    rule = _rule_for(provider, words)
    if rule is None or rule.kind is None:
        return None
    if rule.kind not in _REPAYS:
        return rule.meaning
    return Meaning(
        kind=rule.kind,
        product=rule.product,
        trigger=_first_sign(_triggers(), words.text, Trigger.UNKNOWN),
        purpose=_first_sign(_purposes(), words.text, Purpose.UNKNOWN),
        bill_month=bill_month(words.text, when),
        rule=rule.id,
    )


_REPAYS = frozenset({WalletKind.REPAYMENT, WalletKind.RESERVE_RETURNED})


def _rule_for(provider: str, words: Words) -> Rule | None:
    """The first rule that fits; it is remembered where only cells of few values tell, as of a purchase on credit."""
    cells = _cells_hit(provider, words)
    if (read := _few_cells_read(provider, cells)) is None:
        return _first_fitting(provider, cells, words)
    return _remembered_rule(provider, cells, tuple([getattr(words, field) for field in read]))


def _first_fitting(provider: str, cells: tuple[str, ...], words: Words) -> Rule | None:
    return next((each for each in _rules_hit(provider, cells) if each.fits(words)), None)


@cache
def _few_cells_read(provider: str, cells: tuple[str, ...]) -> tuple[str, ...] | None:
    """The cells that the rules of these read, None where one of them holds another text in every row."""
    read = {field for rule in _rules_hit(provider, cells) for field, _ in rule.patterns}
    return tuple(sorted(read)) if read <= _FEW_VALUES else None


@lru_cache(maxsize=4096)
def _remembered_rule(provider: str, cells: tuple[str, ...], values: tuple[str, ...]) -> Rule | None:
    read = _few_cells_read(provider, cells) or ()
    return _first_fitting(provider, cells, Words(**dict(zip(read, values, strict=True))))


@cache
def _rules_of(provider: str) -> tuple[Rule, ...]:
    return tuple(rule for rule in rules() if not rule.providers or provider in rule.providers)


def _cells_hit(provider: str, words: Words) -> tuple[str, ...]:
    """The cells that hold anything a rule looks for first; few rows of a wallet have more than one."""
    hit = []
    for field, search, remembered in _looks(provider):
        cell = getattr(words, field)
        if cell and (remembered(provider, field, cell) if remembered else search(cell)):
            hit.append(field)
    return tuple(hit)


@cache
def _looks(provider: str) -> tuple[tuple[str, Callable[[str], object], Callable[[str, str, str], bool] | None], ...]:
    """For each cell how it is searched, and a search that remembers where the cell has few values."""
    return tuple((f, p.search, _few_hit if f in _FEW_VALUES else None) for f, p in sieve(provider).items())


def _hit(provider: str, field: str, cell: str) -> bool:
    return sieve(provider)[field].search(cell) is not None


_FEW_VALUES = frozenset({"category", "method", "status", "direction"})
_few_hit = lru_cache(maxsize=4096)(_hit)


@cache
def _rules_hit(provider: str, cells: tuple[str, ...]) -> tuple[Rule, ...]:
    """The rules that a row can fit whose ``cells`` let it through, in the order of trial."""
    return tuple(rule for rule in _rules_of(provider) if rule.patterns[0][0] in cells)


@cache
def sieve(provider: str) -> Mapping[str, re.Pattern[str]]:
    """For each cell the pattern that lets through every row a rule of ``provider`` could fit, and few others."""
    parts: dict[str, list[str]] = {}
    for rule in _rules_of(provider):
        field, pattern = rule.patterns[0]
        parts.setdefault(field, []).extend(map(re.escape, rule.words) if rule.words else [pattern.pattern])
    return {field: re.compile("|".join(dict.fromkeys(patterns))) for field, patterns in parts.items()}


_FULL_MONTH = re.compile(r"(?P<year>20\d{2})\s*[年/.-]\s*(?P<month>1[0-2]|0?[1-9])(?!\d)\s*月?(?=\s*(?:账单|$))")
_SHORT_MONTH = re.compile(r"(?:^|[^\d年])(?P<month>1[0-2]|0?[1-9])月(?=\s*(?:账单|$))")


def bill_month(text: str, when: str = "") -> tuple[int, int] | None:
    """The bill a wording names, as (year, month): ``花呗自动还款-2024年10月账单``, ``白条还款-1月``.

    Where the year is left out it is the one that puts the month nearest to ``when``; None if that cannot be read.
    """
    if found := _FULL_MONTH.search(text):
        return int(found["year"]), int(found["month"])
    found = _SHORT_MONTH.search(text)
    if found is None:
        return None
    try:
        on = parse_day(when)
    except UnreadableDate:
        return None
    month = int(found["month"])
    year = min((on.year - 1, on.year, on.year + 1), key=lambda year: abs((year - on.year) * 12 + month - on.month))
    return year, month


def _rule(entry: Mapping[str, Any]) -> Rule:
    kind = None if entry["kind"] == "none" else WalletKind(entry["kind"])
    product = Product(entry.get("product", "other"))
    return Rule(
        id=entry["id"],
        kind=kind,
        product=product,
        patterns=tuple((field, re.compile(entry[field])) for field in entry if field in FIELDS),
        words=tuple(entry.get("words", ())),
        providers=frozenset(entry.get("provider", ())),
        evidence=Evidence(entry["evidence"]),
        section=entry["section"],
        meaning=kind and Meaning(kind, product, Trigger.UNKNOWN, Purpose.UNKNOWN, None, entry["id"]),
    )


@cache
def _triggers() -> tuple[tuple[re.Pattern[str], Trigger], ...]:
    return tuple((re.compile(entry["text"]), Trigger(entry["trigger"])) for entry in _table()["trigger"])


@cache
def _purposes() -> tuple[tuple[re.Pattern[str], Purpose], ...]:
    return tuple((re.compile(entry["text"]), Purpose(entry["purpose"])) for entry in _table()["purpose"])


def _first_sign(signs: tuple[tuple[re.Pattern[str], Sign], ...], text: str, otherwise: Sign) -> Sign:
    return next((value for pattern, value in signs if pattern.search(text)), otherwise)


@cache
def _table() -> Mapping[str, Any]:
    return tomllib.loads(resource("tables", "loan_wording.toml").read_text(encoding="utf-8"))
