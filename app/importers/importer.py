"""What an importer is: it says which tables are its own and turns their rows into facts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Protocol

from app.core.discrepancy import FactValue
from app.core.explanation import Problem
from app.core.facts import Ledger
from app.importers.reading.table import Table


@dataclass(frozen=True, slots=True)
class Imported:
    """The facts of one table and an account of its rows.

    ``rows`` counts data rows (no preamble, header, footer), ``used`` those that became facts; the others are counted
    in ``skipped`` by reason. ``format`` is the id of the layout met (``alipay-app-2023``).
    """

    format: str
    ledger: Ledger
    rows: int
    used: int
    period: tuple[date, date] | None = None
    declared: tuple[tuple[str, FactValue], ...] = ()
    problems: tuple[Problem, ...] = ()
    skipped: tuple[tuple[str, int], ...] = ()
    columns: tuple[tuple[str, str], ...] = ()


class Importer(Protocol):
    """Reads the tables of one provider family."""

    @property
    def name(self) -> str:
        """The family's id, ``alipay``."""
        ...

    def claims(self, table: Table) -> bool:
        """Whether the table is of this family, by what it holds, never by its file name."""
        ...

    def read(self, table: Table) -> Imported:
        """Turn a claimed table into facts; a bad row becomes a problem, never an exception."""
        ...
