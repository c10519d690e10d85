"""What was read of the sources as JSON, for a copy of a case that is given away without them."""

from __future__ import annotations

import json
import sys
import types
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints

from app.core.explanation import Problem, SourceReport
from app.core.facts import Ledger

_ROOTS = (Ledger, SourceReport, Problem)
_IS = ""
"""The key that says what an object stands for; the rest are its fields."""


def to_json(ledger: Ledger, reports: tuple[SourceReport, ...]) -> str:
    """Everything that was read, as one text."""
    return json.dumps([_plain(ledger), _plain(reports)], ensure_ascii=False, separators=(",", ":"))


def from_json(text: str) -> tuple[Ledger, tuple[SourceReport, ...]]:
    """Read what `to_json` wrote. Raises ValueError for anything else."""
    try:
        ledger, reports = (_made(value) for value in json.loads(text))
    except (TypeError, KeyError, ArithmeticError, RecursionError) as error:
        raise ValueError(str(error)) from error
    if not (_fits(ledger, Ledger) and _fits(reports, tuple[SourceReport, ...])):
        raise ValueError("not the facts of a case")
    return ledger, reports


def _plain(value: object) -> object:
    if is_dataclass(value):
        changed = {f.name: getattr(value, f.name) for f in fields(value) if getattr(value, f.name) != f.default}
        return {_IS: type(value).__name__} | {name: _plain(part) for name, part in changed.items()}
    match value:
        case Enum():
            return {_IS: type(value).__name__, "value": value.value}
        case datetime() | date():
            return {_IS: type(value).__name__, "value": value.isoformat()}
        case Decimal():
            return {_IS: "Decimal", "value": str(value)}
        case tuple():
            return [_plain(part) for part in value]
    return value


def _made(value: object) -> Any:
    if isinstance(value, list):
        return tuple(_made(part) for part in value)
    if not isinstance(value, dict):
        return value
    kind = value[_IS]
    if kind in _VALUES:
        return _VALUES[kind](value["value"])
    known = _known()[kind]
    if issubclass(known, Enum):
        return known(value["value"])
    return known(**{name: _made(part) for name, part in value.items() if name != _IS})


def _decimal(text: str) -> Decimal:
    number = Decimal(text)
    if not number.is_finite() or len(text) > 40:
        raise ValueError("no number to reckon with")
    return number


_VALUES: Mapping[str, Any] = {"datetime": datetime.fromisoformat, "date": date.fromisoformat, "Decimal": _decimal}


@cache
def _known() -> Mapping[str, type[Any]]:
    """The records and words that facts are made of, by name."""
    found: dict[str, type[Any]] = {}
    waiting: list[object] = list(_ROOTS)
    while waiting:
        hint = waiting.pop()
        waiting += get_args(hint)
        if isinstance(hint, type) and hint.__name__ not in found and (is_dataclass(hint) or issubclass(hint, Enum)):
            found[hint.__name__] = hint
            waiting += list(_hints(hint).values())
    return found


def _hints(record: type[Any]) -> Mapping[str, object]:
    return _hints_of(record.__module__, record.__name__) if is_dataclass(record) else {}


@cache
def _hints_of(module: str, name: str) -> Mapping[str, object]:
    names = vars(sys.modules[module])
    return get_type_hints(names[name], names)


def _fits(value: object, hint: Any) -> bool:
    """Whether a value is what a field's type says, to its depths."""
    origin, parts = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        return any(_fits(value, part) for part in parts)
    if origin is tuple:
        return isinstance(value, tuple) and _fits_each(value, parts)
    if hint is None or hint is type(None):
        return value is None
    if not isinstance(hint, type) or type(value) is not hint:
        return False
    return all(_fits(getattr(value, name), part) for name, part in _hints(hint).items())


def _fits_each(value: tuple[object, ...], parts: tuple[object, ...]) -> bool:
    wanted = (parts[0],) * len(value) if parts[1:] == (Ellipsis,) else parts
    return len(value) == len(wanted) and all(map(_fits, value, wanted))
