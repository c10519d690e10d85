"""What is known of each loan's terms: as recorded or found from the rows, what it costs a year, and published lines."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from app.core.discrepancy import FactValue
from app.core.explanation import Explanation, Facility
from app.core.facts import Source
from app.core.loans.published_lines import PublishedLine, lines_on
from app.gui.models.rows_model import Column
from app.gui.services.display_names import Names
from app.gui.services.translator import Wording
from app.palette import Ink
from app.resource_files import resource

Facts = tuple[tuple[str, FactValue], ...]


@dataclass(frozen=True, slots=True)
class TermRow:
    """One thing that is known of a loan; ``about`` names its kind (``window.term.<about>``), ``text`` its sentence."""

    facility: Facility
    about: str
    text: str
    facts: Facts = ()
    sources: tuple[Source, ...] = ()
    place: int = 0

    @property
    def id(self) -> str:
        """Names the row among all loans."""
        return f"{self.facility.id}/{self.place}"


def term_rows(explanation: Explanation) -> list[TermRow]:
    """Everything known of every loan, in the order of the loans."""
    found = []
    for facility in explanation.facilities:
        rows = [*_recorded(facility), *_tried(facility), *_yearly(facility)]
        found += [TermRow(r.facility, r.about, r.text, r.facts, r.sources, place) for place, r in enumerate(rows)]
    return found


def term_columns(names: Names, wording: Wording) -> list[Column[TermRow]]:
    """Columns of the terms."""
    return [
        Column("facility", lambda t: names.facility(t.facility.id), lambda t: t.facility.id, width=16),
        Column("about", lambda t: wording.say(f"window.term.{t.about}"), ink=_ink, width=12),
        Column("finding", lambda t: wording.say(t.text, **dict(t.facts)), width=84),
        Column("source", lambda t: names.rows(t.sources), width=30),
    ]


def _recorded(facility: Facility) -> Iterator[TermRow]:
    """The terms that hold, one by one, as far as they are known."""
    yield TermRow(facility, "basis", f"basis.{facility.basis.value}")
    if facility.method is not None:
        yield TermRow(facility, "method", f"method.{facility.method.value}")
    for about, value in (("terms", facility.terms), ("due-day", facility.due_day), ("grace", facility.grace_days)):
        if value:
            yield TermRow(facility, about, f"window.term.{about}-is", (("value", value),))
    if facility.daily_rate is not None:
        yield TermRow(facility, "daily-rate", "window.term.daily-rate-is", (("rate", facility.daily_rate),))


def _tried(facility: Facility) -> Iterator[TermRow]:
    """The answers that fit and those that a row ruled out."""
    for tried in facility.hypotheses:
        about = "fits" if tried.kept else "ruled-out"
        yield TermRow(facility, about, f"hypothesis.{tried.text}", tried.facts, tried.refuted_by)


def _yearly(facility: Facility) -> Iterator[TermRow]:
    """The yearly cost, and beside it the lines in force when the loan was drawn; which of them applies is not said."""
    if facility.annual_rate is None:
        return
    yield TermRow(facility, "yearly-cost", "window.term.yearly-cost-is", (("rate", facility.annual_rate),))
    if facility.drawn_at is None:
        return
    for line in lines_on(_published(), facility.drawn_at.date()):
        yield TermRow(facility, "line", f"line.{line.id}", _facts(line))


def _facts(line: PublishedLine) -> Facts:
    note = "assumed" if line.assumed else "official" if line.official else "press"
    return (("rate", line.rate), ("since", line.since), ("source", line.source), ("note", f"window.term.note-{note}"))


@cache
def _published() -> Mapping[str, Any]:
    return tomllib.loads(resource("tables", "published_lines.toml").read_text(encoding="utf-8"))


def _ink(row: TermRow) -> Ink | None:
    return Ink.SECONDARY if row.about == "ruled-out" else None
