"""Published yearly rates, dated, to be shown beside a loan's own yearly cost without a verdict."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any


@dataclass(frozen=True, slots=True)
class PublishedLine:
    """A line on a day: ``rate`` is a fraction a year. ``assumed``: it rests on an LPR not confirmed for that day.

    ``id`` names its sentences, which say whom it addresses; ``official`` is False where only the
    press reports it.
    """

    id: str
    rate: Decimal
    source: str
    official: bool
    since: date
    assumed: bool = False


def lines_on(table: Mapping[str, Any], day: date) -> tuple[PublishedLine, ...]:
    """Return the published lines in force on ``day``, lowest first, from the table handed in (E03–E07)."""
    found = [_line(entry, table["lpr"], day) for entry in table["line"] if _in_force(entry, day)]
    return tuple(sorted(found, key=lambda line: (line.rate, line.id)))


def _latest(rates: Sequence[Mapping[str, Any]], day: date) -> Decimal | None:
    known = [(entry["from"], Decimal(entry["rate"])) for entry in rates if entry["from"] <= day]
    return max(known)[1] if known else None


def _in_force(entry: Mapping[str, Any], day: date) -> bool:
    return bool(entry["from"] <= day <= entry.get("to", date.max))


def _line(entry: Mapping[str, Any], lpr: Mapping[str, Any], day: date) -> PublishedLine:
    rate, assumed = Decimal(entry.get("rate", "0")), False
    if "lpr_multiple" in entry:
        prime = _latest(lpr["rates"], day) or Decimal(0)
        rate, assumed = prime * Decimal(entry["lpr_multiple"]), day > lpr["known_until"]
    return PublishedLine(entry["id"], rate, entry["source"], entry["official"], entry["from"], assumed)
