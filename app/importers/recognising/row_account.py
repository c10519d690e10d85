"""Gathers the facts of one table and keeps account of every row: used, skipped and why, or in trouble."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import TypeAlias

from app.core.discrepancy import FactValue
from app.core.explanation import Problem
from app.core.facts import (
    Bill,
    Coverage,
    Ledger,
    LoanRecord,
    PlanRow,
    PlanTotal,
    Posting,
    ReserveAdvance,
    Source,
    Waiver,
)
from app.importers.importer import Imported
from app.importers.reading.table import Table
from app.importers.recognising.cells import Unreadable

Fact: TypeAlias = LoanRecord | PlanRow | PlanTotal | Posting | Waiver | Bill | ReserveAdvance


_NAMED_OF_A_CODE = 5


@dataclass(frozen=True, slots=True)
class Skip:
    """Why a row is no fact; ``reason`` is a message id (``skipped.<reason>``)."""

    reason: str


@dataclass(slots=True)
class Gathering:
    """The facts of ``table`` so far; `imported` closes the account."""

    table: Table
    format: str
    facts: list[Fact] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    rows: int = 0
    used: int = 0
    skipped: Counter[str] = field(default_factory=Counter)
    _met: Counter[str] = field(default_factory=Counter)

    def row(self, number: int, read: Callable[[], Fact | Skip]) -> None:
        """Take physical row ``number``: its fact, the reason it is none, or the problem with it."""
        self.rows += 1
        try:
            found = read()
        except Unreadable as trouble:
            self.trouble(number, trouble)
            return
        if isinstance(found, Skip):
            self.skipped[found.reason] += 1
        else:
            self.used += 1
            self.facts.append(found)

    def trouble(self, number: int, trouble: Unreadable) -> None:
        """Note that a cell of physical row ``number`` could not be read, so that the row is not used."""
        self.skipped["lender-unreadable"] += 1
        self.problem(f"lender-{trouble.wanted}-unreadable", number, column=trouble.column, text=trouble.text)

    def problem(self, code: str, row: int | None, **facts: FactValue) -> None:
        """Note a problem at physical row ``row``, or with the table as a whole."""
        self._met[code] += 1
        if self._met[code] > _NAMED_OF_A_CODE:
            return
        source = self.table.source(row) if row else None
        where: list[tuple[str, FactValue]] = [("file", self.table.file)]
        where += [("row", row)] if row else []
        self.problems.append(Problem(code, source, (*where, *facts.items())))

    def imported(
        self,
        columns: Iterable[tuple[str, str]] = (),
        declared: Iterable[tuple[str, FactValue]] = (),
        spoken: Iterable[date | datetime] = (),
        declaring: tuple[Source, ...] = (),
    ) -> Imported:
        """The account as it stands; ``spoken`` are further days of which the file itself speaks."""
        moments = sorted(_moment(day) for day in (*self._spoken(), *spoken))
        period = (moments[0].date(), moments[-1].date()) if moments else None
        return Imported(
            format=self.format,
            ledger=self._ledger(moments, declaring),
            rows=self.rows,
            used=self.used,
            period=period,
            declared=tuple(declared),
            problems=(*self.problems, *self._more()),
            skipped=tuple(sorted(self.skipped.items())),
            columns=tuple(columns),
        )

    def _more(self) -> Iterator[Problem]:
        """One problem for the rest of those of one code, so that a bad column does not fill the screen."""
        for code, count in self._met.items():
            if count > _NAMED_OF_A_CODE:
                last = next(problem for problem in reversed(self.problems) if problem.code == code)
                where = tuple(fact for fact in last.facts if fact[0] in {"file", "row"})
                yield Problem("lender-more-rows", last.source, (*where, ("count", count - _NAMED_OF_A_CODE)))

    def _spoken(self) -> list[date | datetime]:
        return [day for fact in self.facts for day in _days(fact)]

    def _ledger(self, moments: list[datetime], declaring: tuple[Source, ...]) -> Ledger:
        coverage = Coverage(
            provider="lender",
            account=self.format,
            first=moments[0] if moments else None,
            last=moments[-1] if moments else None,
            rows=self.rows,
            declaring=declaring,
            digest=self.table.digest,
        )
        return Ledger(
            loans=tuple(f for f in self.facts if isinstance(f, LoanRecord)),
            plan_rows=tuple(f for f in self.facts if isinstance(f, PlanRow)),
            plan_totals=tuple(f for f in self.facts if isinstance(f, PlanTotal)),
            postings=tuple(f for f in self.facts if isinstance(f, Posting)),
            waivers=tuple(f for f in self.facts if isinstance(f, Waiver)),
            bills=tuple(f for f in self.facts if isinstance(f, Bill)),
            reserves=tuple(f for f in self.facts if isinstance(f, ReserveAdvance)),
            coverages=(coverage,),
        )


def _days(fact: Fact) -> list[date | datetime]:
    """The days on which the fact says that something happened; what is still to come does not count."""
    match fact:
        case LoanRecord():
            days = (fact.drawn_at,)
        case PlanRow() | PlanTotal():
            return [day for day in (fact.as_of, fact.cleared_on) if day]
        case Posting():
            return [fact.at, fact.counted_on]
        case Waiver():
            return [fact.on]
        case ReserveAdvance():
            return [day for day in (fact.taken_at, fact.returned_at) if day]
        case Bill():
            lines = [day for line in fact.lines for day in (line.posted_on, line.traded_at) if day]
            return [*lines, *([fact.statement_date] if fact.statement_date else [])]
    return [day for day in days if day]


def _moment(day: date | datetime) -> datetime:
    return day if isinstance(day, datetime) else datetime.combine(day, time())
