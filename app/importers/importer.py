"""What an importer is: it says which tables are its own and turns their rows into facts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Protocol, TypeAlias

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


Reader: TypeAlias = Callable[[], Imported]
"""Reads a table on from where it was recognised; a bad row becomes a problem, never an exception."""


class Recognising(Protocol):
    """Claims and reads a table by recognising it; the base of every importer, which says how it recognises one."""

    __slots__ = ()

    def recognise(self, table: Table) -> Reader | None:
        """How a table of this family is read, by what it holds and never by its file name; None for any other."""
        ...

    def claims(self, table: Table) -> bool:
        """Whether the table is of this family."""
        return self.recognise(table) is not None

    def read(self, table: Table) -> Imported:
        """Turn a table of this family into facts. Raises ValueError for any other."""
        reader = self.recognise(table)
        if reader is None:
            raise ValueError(f"{table.file} is no table of {type(self).__name__}")
        return reader()


class Importer(Recognising, Protocol):
    """Reads the tables of one provider family."""

    @property
    def name(self) -> str:
        """The family's id, ``alipay``."""
        ...
