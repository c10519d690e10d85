"""Recognises by their wording the wallet rows that concern credit; the rules are data with their evidence."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cache, lru_cache
from typing import Any, NamedTuple, Protocol, TypeVar

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


class Speaking(Protocol):
    """The cells of a row that speak, without padding; ``category`` is the type where a wallet says type."""

    @property
    def text(self) -> str: ...
    @property
    def counterparty(self) -> str: ...
    @property
    def category(self) -> str: ...
    @property
    def method(self) -> str: ...
    @property
    def status(self) -> str: ...
    @property
    def order_no(self) -> str: ...
    @property
    def direction(self) -> str: ...


class Words(NamedTuple):
    """The cells that speak, and no others of the row."""

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
    fits; None for a repayment, whose wording says more.
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

    def fits(self, words: Speaking) -> bool:
        """Whether the rule holds for a row of a wallet it is meant for."""
        if self.words:
            cell = getattr(words, self.patterns[0][0])
            for word in self.words:  # loops are three times as fast as any() and all(), and these run often
                if word in cell:
                    break
            else:
                return False
        for field, pattern in self.patterns:  # noqa: SIM110
            if not pattern.search(getattr(words, field)):
                return False
        return True


@cache
def rules() -> tuple[Rule, ...]:
    """Every rule in the order of trial."""
    return tuple(_rule(entry) for entry in _table()["rule"])


def meaning(provider: str, words: Speaking, when: str = "", *, silent: bool = False) -> Meaning | None:
    """What the wording of a row says, None where it does not concern credit.

    ``when`` is the row's time as written; it gives the year where a wording names only a bill's month. A row is
    ``silent`` whose text is known to hold nothing that `sieve` lets through.
    """
    rule = _rule_for(provider, words, silent)
    if rule is None or rule.kind is None:
        return None
    if rule.meaning is not None:
        return rule.meaning
    return Meaning(
        kind=rule.kind,
        product=rule.product,
        trigger=_trigger(words.text),
        purpose=_purpose(words.text),
        bill_month=bill_month(words.text, when),
        rule=rule.id,
    )


_REPAYS = frozenset({WalletKind.REPAYMENT, WalletKind.RESERVE_RETURNED})


class _FewTell(NamedTuple):
    """What the cells of few values tell of a row: those that hold anything a rule looks for first.

    Where only rules that read no other cell are among those of ``cells``, ``alone`` is True and ``rule`` the one that
    fits.
    """

    cells: tuple[str, ...]
    alone: bool
    rule: Rule | None


def _rule_for(provider: str, words: Speaking, silent: bool) -> Rule | None:
    """The first rule that fits; it is remembered where rows say the same over and over, but for their order number."""
    few = _few_tell(provider, words.category, words.method, words.status, words.direction)
    others = [field for field, search in _other_looks(provider, silent) if search(getattr(words, field))]
    if _names_payee(provider, words.counterparty):
        others.append("counterparty")
    if few.alone and not others:
        return few.rule
    cells = (*few.cells, *others)
    if "order_no" in _read_by(provider, cells):
        return _first_of(_rules_hit(provider, cells), words)
    known = Words(words.text, words.counterparty, words.category, words.method, words.status, direction=words.direction)
    return _first_fitting(provider, cells, known)


@lru_cache(maxsize=4096)
def _first_fitting(provider: str, cells: tuple[str, ...], words: Words) -> Rule | None:
    return _first_of(_rules_hit(provider, cells), words)


def _first_of(asked: tuple[Rule, ...], words: Speaking) -> Rule | None:
    return next((each for each in asked if each.fits(words)), None)


_FEW_VALUES = ("category", "method", "status", "direction")


@lru_cache(maxsize=4096)
def _few_tell(provider: str, *values: str) -> _FewTell:
    known = dict(zip(_FEW_VALUES, values, strict=True))
    looks = sieve(provider)
    cells = tuple(field for field, cell in known.items() if field in looks and looks[field].search(cell))
    alone = _read_by(provider, cells) <= known.keys()
    return _FewTell(cells, alone, _first_fitting(provider, cells, Words(**known)) if alone else None)


@lru_cache(maxsize=1 << 15)
def _names_payee(provider: str, counterparty: str) -> bool:
    pattern = sieve(provider).get("counterparty")
    return pattern is not None and pattern.search(counterparty) is not None


@cache
def _other_looks(provider: str, silent: bool) -> tuple[tuple[str, Callable[[str], object]], ...]:
    known = {*_FEW_VALUES, "counterparty", *(["text"] if silent else [])}
    return tuple((field, pattern.search) for field, pattern in sieve(provider).items() if field not in known)


@cache
def _rules_of(provider: str) -> tuple[Rule, ...]:
    return tuple(rule for rule in rules() if not rule.providers or provider in rule.providers)


@cache
def _rules_hit(provider: str, cells: tuple[str, ...]) -> tuple[Rule, ...]:
    """The rules that a row can fit whose ``cells`` let it through, in the order of trial."""
    return tuple(rule for rule in _rules_of(provider) if rule.patterns[0][0] in cells)


@cache
def _read_by(provider: str, cells: tuple[str, ...]) -> frozenset[str]:
    """The cells that those rules read."""
    return frozenset(field for rule in _rules_hit(provider, cells) for field, _ in rule.patterns)


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
        meaning=Meaning(kind, product, Trigger.UNKNOWN, Purpose.UNKNOWN, None, entry["id"])
        if kind and kind not in _REPAYS
        else None,
    )


@cache
def _triggers() -> tuple[tuple[re.Pattern[str], Trigger], ...]:
    return tuple((re.compile(entry["text"]), Trigger(entry["trigger"])) for entry in _table()["trigger"])


@cache
def _purposes() -> tuple[tuple[re.Pattern[str], Purpose], ...]:
    return tuple((re.compile(entry["text"]), Purpose(entry["purpose"])) for entry in _table()["purpose"])


@lru_cache(maxsize=4096)
def _trigger(text: str) -> Trigger:
    return _first_sign(_triggers(), text, Trigger.UNKNOWN)


@lru_cache(maxsize=4096)
def _purpose(text: str) -> Purpose:
    return _first_sign(_purposes(), text, Purpose.UNKNOWN)


def _first_sign(signs: tuple[tuple[re.Pattern[str], Sign], ...], text: str, otherwise: Sign) -> Sign:
    return next((value for pattern, value in signs if pattern.search(text)), otherwise)


@cache
def _table() -> Mapping[str, Any]:
    return tomllib.loads(resource("tables", "loan_wording.toml").read_text(encoding="utf-8"))
