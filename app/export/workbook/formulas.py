"""Turns a bridge into live formulas over named inputs; the value of each is its part's amount to the fen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TypeAlias

from app.core.discrepancy import BridgePart, Discrepancy, Input, Term, Unit
from app.core.money import Fen
from app.export.workbook.grid import runs

_SPANS = (
    ("due", "paid_on"), ("due", "counted_on"), ("taken_on", "returned_on"), ("last_day", "returned_on"),
    ("starts", "paid_on"),
)  # fmt: skip
"""Facts that are the first and the last day of what an input counts; ``starts`` is one that a plan states."""
MOST_TERMS = 4
"""A part with more terms sums the cells of a range, so that its formula stays short enough to read."""


@dataclass(frozen=True, slots=True)
class Product:
    """A term that stands in a row of its own because its part has many."""

    term: Term
    formula: str

    @property
    def amount(self) -> Fen:
        """Its value in fen, without its sign."""
        return abs(self.term.amount)


Line: TypeAlias = Input | Product
Called: TypeAlias = Callable[[str], str]
"""The defined name of what an input (or a ``date-…``) of a discrepancy stands for, in the workbook's language."""


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """The formula of each part of a bridge, the lines it refers to from ``first_row`` on, and the names of inputs."""

    formulas: tuple[str, ...]
    lines: tuple[Line, ...]
    names: dict[Input, str]


def arithmetic(d: Discrepancy, called: Called, first_row: int, column: str) -> Arithmetic:
    """Write the formulas of a bridge whose inputs stand in ``column`` below each other from ``first_row`` on."""
    inputs = list(dict.fromkeys(i for part in d.bridge for term in part.terms for i in term.inputs))
    names = _named(inputs, called)
    lines: list[Line] = [*inputs]
    lines += [Product(t, _product(t, names)) for part in d.bridge if _is_long(part) for t in _distinct(part)]
    rows: dict[object, int] = {}
    for row, line in enumerate(lines, start=first_row):
        rows[line.term if isinstance(line, Product) else line] = row
    return Arithmetic(tuple(_formula(p, names, rows, column) for p in d.bridge), tuple(lines), names)


@dataclass(frozen=True, slots=True)
class Span:
    """Days as the distance of two dates: the formula, and by name the message id and the day of each date."""

    formula: str
    dates: dict[str, tuple[str, date]]


def span_of(given: Input, d: Discrepancy, called: Called, starts: Collection[date] = ()) -> Span | None:
    """The two dates of a discrepancy that lie as many days apart as an input says, if it names such.

    ``starts`` are the first days of periods that the loan's plans state.
    """
    facts = dict(d.facts)
    paid = facts.get("paid_on")
    if isinstance(paid, date) and given.unit is Unit.DAYS:
        begun = _day(paid) - timedelta(days=int(given.value))
        facts |= {"starts": begun} if begun in starts else {}
    for first, last in _SPANS:
        start, end = facts.get(first), facts.get(last)
        if given.unit is not Unit.DAYS or not isinstance(start, date) or not isinstance(end, date):
            continue
        start, end = _day(start), _day(end)
        if (end - start).days == given.value:
            before, after = called(f"date-{first}"), called(f"date-{last}")
            dates = {before: (f"block.date-{first}", start), after: (f"block.date-{last}", end)}
            return Span(f"{after}-{before}", dates)
    return None


def _day(moment: date) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


def _named(inputs: Sequence[Input], called: Called) -> dict[Input, str]:
    """A defined name for each input, with a number behind that of the second of a kind: ``d3_balance_2``."""
    count: Counter[str] = Counter()
    names = {}
    for given in inputs:
        plain = called(given.name)
        count[plain] += 1
        names[given] = plain + (f"_{count[plain]}" if count[plain] > 1 else "")
    return names


def _distinct(part: BridgePart) -> list[Term]:
    return [t for t in dict.fromkeys(part.terms) if len(t.inputs) > 1]


def _is_long(part: BridgePart) -> bool:
    """Whether a part has so many terms that each product gets a row of its own."""
    return len(set(part.terms)) > MOST_TERMS


def _product(term: Term, names: dict[Input, str]) -> str:
    """``ROUND(差异3_本金*差异3_日利率*差异3_天数,2)``: rounded once, half-up, as the program does."""
    product = "*".join(names[i] for i in term.inputs)
    return f"ROUND({product},2)" if len(term.inputs) > 1 else product


def _formula(part: BridgePart, names: dict[Input, str], rows: dict[object, int], column: str) -> str:
    counted = Counter(part.terms)
    if not _is_long(part):
        return _joined((_times(_product(t, names), n), t.negative) for t, n in counted.items())
    pieces: list[tuple[str, bool]] = []
    for negative in (False, True):
        once = [_row_of(t, rows) for t, n in counted.items() if n == 1 and t.negative is negative]
        pieces += [(_added(first, last, column), negative) for first, last in runs(once)]
        often = [(t, n) for t, n in counted.items() if n > 1 and t.negative is negative]
        pieces += [(_times(f"{column}{_row_of(t, rows)}", n), negative) for t, n in often]
    return _joined(pieces)


def _row_of(term: Term, rows: dict[object, int]) -> int:
    return rows[term if len(term.inputs) > 1 else term.inputs[0]]


def _times(text: str, count: int) -> str:
    return f"{count}*{text}" if count > 1 else text


def _added(first: int, last: int, column: str) -> str:
    return f"{column}{first}" if first == last else f"SUM({column}{first}:{column}{last})"


def _joined(pieces: Iterable[tuple[str, bool]]) -> str:
    text = "".join(f"{'-' if negative else '+'}{piece}" for piece, negative in pieces)
    return text.removeprefix("+") or "0"
