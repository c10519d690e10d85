"""What a person can teach the program about a table, and what the table's first rows give when it is read so."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from app.core.explanation import Problem
from app.core.facts import (
    BankRow,
    BillLine,
    Ledger,
    LoanRecord,
    PlanRow,
    Posting,
    ReserveAdvance,
    Source,
    Waiver,
    WalletRow,
)
from app.core.money import Fen
from app.core.papers import Notice

if TYPE_CHECKING:
    from app.importers.importer import Imported
    from app.importers.reading.table import Table
    from app.importers.recognising.role_assignment import Column

ROWS_SHOWN = 5
SAMPLE_ROWS = 60
"""Rows around the header that are looked at; as many as recognition itself looks at."""


def table_kinds() -> dict[str, tuple[str, ...]]:
    """The kinds of tables a person can teach, each with the roles its columns may have, the necessary ones first."""
    from app.importers.mapped.kinds import mapped_kinds

    return {name: kind.roles for name, kind in mapped_kinds().items()}


def mapping_text(kind: str, roles: Mapping[str, str]) -> str:
    """What a person taught of a table, as it is remembered: its kind and the role of each column by its heading."""
    used = {name: role for name, role in roles.items() if role}
    return json.dumps({"": kind, **used}, ensure_ascii=False, sort_keys=True)


def taught(text: str) -> tuple[str, dict[str, str]]:
    """The kind and the role of each column by its heading, from what `mapping_text` made."""
    roles = {str(name): str(role) for name, role in json.loads(text).items()}
    return roles.pop("", ""), roles


@dataclass(frozen=True, slots=True)
class ReadRow:
    """A row under a mapping: what it became (``window.read-as.<what>``), or why it was not used.

    ``amount`` is in fen, negative where money left an account. ``problem`` is what is wrong with the row; ``skipped``
    is a message id (``skipped.<id>``). With none of them the row is no row of the table.
    """

    row: int
    what: str = ""
    on: date | None = None
    amount: Fen | None = None
    problem: Problem | None = None
    skipped: str = ""
    text: str = ""
    """What the row says in words, as it was read."""


@dataclass(frozen=True)
class MappableTable:
    """The first rows of a table that a person can map; ``header`` is the physical row of its headings, 0 for none."""

    table: Table
    header: int

    @cached_property
    def shape(self) -> str:
        """By what the mapping is remembered."""
        from app.importers.recognising.understanding import fingerprint

        return fingerprint(self.table, self.header)

    @cached_property
    def columns(self) -> dict[str, tuple[str, ...]]:
        """Each column's name, as a mapping names it, with the first cells that hold something."""
        return {column.name: tuple(c for c in column.cells if c)[:3] for column in self._columns}

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds that the table may be mapped as."""
        from app.importers.mapped.kinds import HEADERLESS, mapped_kinds

        return tuple(name for name in mapped_kinds() if self.header or name in HEADERLESS)

    def guessed_kind(self) -> str:
        """The kind that it seems to be; a person's own list where only as that a row of it can be read.

        What seems to be such a list and stands under the month of a bill is the bill. A wallet's export is never one,
        as its rows of everyday things and its failed payments would all be payments then.
        """
        from app.importers.mapped.guessing import guessed_kind
        from app.importers.mapped.kinds import BILL, PAYMENTS, WALLET

        guess = guessed_kind(self._columns)
        guess = guess if guess in self.kinds else self.kinds[0]
        if guess == PAYMENTS and BILL in self.kinds and self._reads(BILL):
            return BILL
        if guess == WALLET:
            return guess
        return PAYMENTS if PAYMENTS in self.kinds and not self._reads(guess) and self._reads(PAYMENTS) else guess

    def _reads(self, kind: str) -> bool:
        roles = self.guessed_roles(kind)
        return not self.lacking(kind, roles) and any(row.what for row in self.read(kind, roles))

    def guessed_roles(self, kind: str) -> dict[str, str]:
        """The role of each column, by name, if it is a table of this kind; empty where none is guessed."""
        from app.importers.mapped.guessing import guessed_roles

        return guessed_roles(kind, self._columns)

    def roles(self, kind: str) -> tuple[str, ...]:
        """The roles that columns may have, the necessary ones first."""
        return table_kinds()[kind]

    def necessary(self, kind: str) -> frozenset[str]:
        """The roles that are needed, each by itself or one of several."""
        from app.importers.mapped.kinds import mapped_kinds

        return mapped_kinds()[kind].necessary

    def lacking(self, kind: str, roles: Mapping[str, str]) -> tuple[tuple[tuple[str, ...], int], ...]:
        """Groups of roles of which more columns are needed than ``roles`` names, each with how many are needed."""
        from app.importers.mapped.kinds import mapped_kinds

        return mapped_kinds()[kind].lacking(roles.values())

    def read(self, kind: str, roles: Mapping[str, str]) -> tuple[ReadRow, ...]:
        """The first rows, read by the same importer that reads the file."""
        from app.importers.mapped import mapped
        from app.importers.registry import mappings_of

        found = mapped(self.table, mappings_of({self.shape: mapping_text(kind, roles)}))
        importer, said = found if found else (None, None)
        if importer is None:
            return tuple(ReadRow(number, problem=said) for number in self._first_rows[:1])
        read = importer.read(self.table)
        return tuple(_read_row(number, read) for number in self._first_rows)

    @cached_property
    def _columns(self) -> tuple[Column, ...]:
        from app.importers.recognising.understanding import columns_at

        return columns_at(self.table, self.header)

    @cached_property
    def _first_rows(self) -> list[int]:
        rows = range(self.header + 1, len(self.table) + 1)
        return [n for n in rows if sum(1 for cell in self.table.row(n) if cell.strip()) > 1][:ROWS_SHOWN]


def mappable(source: Source, header: int, rows: Sequence[tuple[int, Sequence[str]]]) -> MappableTable:
    """A table from rows of a file by their number; ``header`` is the row of its headings, 0 for none."""
    from app.importers.reading.table import Table

    cells = {number: list(row) for number, row in rows}
    grid = [cells.get(number, []) for number in range(1, max(cells, default=0) + 1)]
    return MappableTable(Table(source.file, source.sheet, source.digest, grid), header)


def _read_row(number: int, read: Imported) -> ReadRow:
    for name in Ledger.__dataclass_fields__:
        for fact in getattr(read.ledger, name):
            for part in (fact, *getattr(fact, "lines", ())):
                if (shown := _shown(part)) and any(s.row == number for s in getattr(part, "sources", ())):
                    return ReadRow(number, *shown, text=_words_of(part))
    problem = next((p for p in read.problems if p.source and p.source.row == number and p.code != "table-mapped"), None)
    return ReadRow(number, problem=problem, skipped=read.skipped[0][0] if read.skipped and not problem else "")


def _words_of(fact: object) -> str:
    """With whom and what for, as far as a fact says so."""
    words = (getattr(fact, name, "") for name in ("counterparty", "summary", "text"))
    return " · ".join(dict.fromkeys(word for word in words if word))


def _shown(fact: object) -> tuple[str, date | None, Fen | None] | None:
    """What a fact is, its day and its amount; None for a fact that is no row's own."""
    match fact:
        case Notice():
            return f"notice-{fact.kind.value}", fact.on, fact.amount
        case WalletRow():
            return f"wallet-{fact.kind.value}", fact.at.date(), fact.amount
        case BankRow():
            return "bank", fact.on, fact.amount
        case PlanRow():
            return "plan", fact.due, fact.instalment
        case Posting():
            return "record", fact.at.date(), fact.total
        case Waiver():
            return "waiver", fact.on, fact.amount
        case LoanRecord():
            return "drawdown", fact.drawn_at.date() if fact.drawn_at else None, fact.principal
        case BillLine():
            return "bill-line", fact.posted_on, fact.amount
        case ReserveAdvance():
            return "reserve", fact.taken_at.date(), fact.amount
    return None
