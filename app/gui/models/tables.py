"""The columns of the tables below the timeline: events, chains, plans and sources."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from app.core.explanation import (
    Chain,
    Event,
    EventKind,
    Explanation,
    Facility,
    Instalment,
    PlanVersion,
    Problem,
    SourceReport,
)
from app.core.facts import Source
from app.gui.models.rows_model import Column
from app.gui.services.display_names import Names, amount, amount_copied
from app.palette import Ink
from app.workspace import digest_of


@dataclass(frozen=True, slots=True)
class PlanRow:
    """An instalment with the plan it belongs to."""

    facility: Facility
    version: PlanVersion
    instalment: Instalment

    @property
    def id(self) -> str:
        """Names the row among all plans."""
        return f"{self.facility.id}/{self.version.number}/{self.instalment.period}"


def plan_rows(explanation: Explanation) -> list[PlanRow]:
    """Every instalment of every plan version, in the order of the plans."""
    return [PlanRow(f, v, i) for f in explanation.facilities for v in f.versions for i in v.instalments]


def event_columns(names: Names) -> list[Column[Event]]:
    """Columns of the events."""
    return [
        Column("date", names.moment, lambda e: (e.at, e.id), width=15),
        Column("kind", names.kind, ink=_event_ink, width=9),
        Column("facility", lambda e: names.facility(e.facility), width=14),
        Column("period", lambda e: names.period(e.period), lambda e: e.period or 0, right=True, width=6),
        Column(
            "amount", lambda e: amount(e.amount), _event_fen, lambda e: amount_copied(e.amount), True, fen=_event_fen
        ),
        Column("account", lambda e: e.account, width=16),
        Column("text", names.text, width=20),
        Column("source", lambda e: names.rows(e.sources), lambda e: _source_key(e.sources), width=30),
    ]


def chain_columns(names: Names, events: EventIndex) -> list[Column[Chain]]:
    """Columns of the obligations and what became of them."""
    return [
        Column("due", lambda c: c.due.isoformat() if c.due else "", lambda c: c.due or date.max, width=12),
        Column("facility", lambda c: names.facility(c.facility), width=18),
        Column("period", lambda c: names.period(c.period), lambda c: c.period or 0, right=True, width=6),
        Column(
            "expected",
            lambda c: amount(c.expected),
            _chain_fen,
            lambda c: amount_copied(c.expected),
            True,
            fen=_chain_fen,
        ),
        Column("state", names.state, ink=_chain_ink, width=14),
        Column("chain", lambda c: events.described(names, c), width=60),
    ]


def plan_columns(names: Names) -> list[Column[PlanRow]]:
    """Columns of the plans by version."""
    return [
        Column("facility", lambda p: names.facility(p.facility.id), lambda p: p.facility.id, width=18),
        Column("version", lambda p: str(p.version.number), lambda p: p.version.number, right=True, width=7),
        Column("as-of", lambda p: p.version.as_of.isoformat(), width=12),
        Column("period", lambda p: str(p.instalment.period), lambda p: p.instalment.period, right=True, width=6),
        Column("due", lambda p: p.instalment.due.isoformat(), width=12),
        _money("principal", lambda p: p.instalment.principal),
        _money("interest", lambda p: p.instalment.interest),
        _money("total", lambda p: p.instalment.total),
        Column("state", lambda p: names.instalment_state(p.instalment.state), width=12),
        Column("source", lambda p: names.rows(p.instalment.sources), width=30),
    ]


def source_columns(names: Names) -> list[Column[SourceReport]]:
    """Columns of the files with their problems."""
    return [
        Column("file", lambda s: s.file, width=34),
        Column("format", names.format, ink=source_ink, width=22),
        Column("span", names.span, width=24),
        Column("rows", lambda s: str(s.rows), lambda s: s.rows, right=True, width=7),
        Column("used", lambda s: str(s.used), lambda s: s.used, right=True, width=7),
        Column("skipped", names.all_skipped, width=34),
        Column("problems", names.all_problems, width=60, ink=source_ink),
    ]


_STAGES = {
    kind: stage
    for stage, kind in enumerate(
        (EventKind.DUE, EventKind.FAILED_DEBIT, EventKind.DEBIT, EventKind.BANK, EventKind.POSTING)
    )
}
"""The order in which one day's events of an obligation make sense; a bank prints no time."""


class EventIndex:
    """Finds events by id, for chains that only name them."""

    def __init__(self) -> None:
        self._events: dict[str, Event] = {}
        self._one_year = True

    def fill(self, explanation: Explanation) -> None:
        """Take the events of an explanation."""
        self._events = {event.id: event for event in explanation.events}
        self._one_year = len(explanation.years) == 1

    def __getitem__(self, event_id: str) -> Event:
        return self._events[event_id]

    def described(self, names: Names, chain: Chain) -> str:
        """What happened in a chain, in order of time: 应还 06-15 → 扣款 06-17; with years where there are several."""
        known = [self._events[e] for e in chain.events if e in self._events]
        known.sort(key=lambda e: (e.at.date(), _STAGES.get(e.kind, len(_STAGES))))
        year, told = (known[0].at.year if known and self._one_year else None), []
        for event in known:
            day = f"{event.at:%m-%d}" if event.at.year == year else f"{event.at:%Y-%m-%d}"
            told.append(f"{names.kind(event)} {day}")
            year = event.at.year
        return " → ".join(told)


def _money(column: str, value: Callable[[PlanRow], int]) -> Column[PlanRow]:
    return Column(column, lambda p: amount(value(p)), value, lambda p: amount_copied(value(p)), right=True, fen=value)


def _event_fen(event: Event) -> int:
    return event.amount or 0


def _chain_fen(chain: Chain) -> int:
    return chain.expected or 0


def _event_ink(event: Event) -> Ink | None:
    return Ink.SERIOUS if event.kind is EventKind.FAILED_DEBIT else None


def _chain_ink(chain: Chain) -> Ink | None:
    return Ink.SERIOUS if chain.state in ("missed", "late", "partly-paid") else None


def is_trouble(problem: Problem) -> bool:
    """Whether something is in the way: that a table is read as the person said is told, and is none."""
    return problem.code != "table-mapped"


def source_ink(report: SourceReport) -> Ink | None:
    """The ink of what a file was taken for."""
    return Ink.WARNING if any(map(is_trouble, report.problems)) or not report.format else None


def _source_key(sources: tuple[Source, ...]) -> tuple[str, str, int]:
    return (sources[0].file, sources[0].sheet, sources[0].row) if sources else ("", "", 0)


def source_id(report: SourceReport) -> str:
    """The id of a file's row."""
    return digest_of(report)
