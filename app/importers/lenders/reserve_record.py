"""Reads the record of reserve advances (备用金): taken, returned, or moved to a bill."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import partial

from app.core.facts import ReserveAdvance, Source
from app.importers.importer import Imported, Importer, Reader, Recognising
from app.importers.reading.table import Table
from app.importers.recognising.cells import Cells
from app.importers.recognising.row_account import Gathering
from app.importers.recognising.table_page import Page
from app.importers.recognising.understanding import Mappings, Understanding, understood
from app.importers.recognising.vocabulary import meaning

_EXTENDED = re.compile("展期|延期|续期|续借|extended|renewed", re.IGNORECASE)
_CLOSED = re.compile("已(?:经)?(?:归还|还|结清|退)|转入|计入|并入")
_BILL = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})")


@dataclass(frozen=True, slots=True)
class ReserveRecord(Recognising):
    """The page that lists reserve advances."""

    mappings: Mappings = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The family's id."""
        return "reserve"

    def recognise(self, table: Table) -> Reader | None:
        """Read the rows as advances where it is surely a record of such."""
        found = understood(table, self.mappings, "reserve")
        return partial(self._advances, table, found) if found else None

    @staticmethod
    def _advances(table: Table, found: Understanding) -> Imported:
        gathering = Gathering(table, "reserve-record")
        page = Page.of(table, found)
        for cells, context in page.rows():
            _take(gathering, cells, context.source)
        return gathering.imported(columns=found.taken, spoken=[page.as_of] if page.as_of else [])


def _take(gathering: Gathering, cells: Cells, source: Source) -> None:
    gathering.row(cells.row, lambda: _advance(cells, source))


def _advance(cells: Cells, source: Source) -> ReserveAdvance:
    state = cells.text("reserve_state")
    return ReserveAdvance(
        taken_at=cells.moment("taken_at"),
        amount=cells.fen("taken"),
        returned_at=cells.moment("returned_at") if cells.text("returned_at") else None,
        returned=cells.fen_or_none("returned"),
        fee=cells.fen("fee", 0),
        moved_to=moved_to(state),
        state=state,
        extended=bool(_EXTENDED.search(state)),
        closed=is_closed(state),
        sources=(source,),
    )


def is_closed(state: str) -> bool:
    """Whether the words of a state say that an advance was returned or moved to a bill."""
    return meaning("reserve_state", state) in ("returned", "moved") or bool(_CLOSED.search(state))


def moved_to(state: str) -> tuple[int, int] | None:
    """The year and month of the bill that a state names; None where it names none."""
    match = _BILL.search(state)
    return (int(match[1]), int(match[2])) if match and 1 <= int(match[2]) <= 12 else None


IMPORTERS: tuple[Importer, ...] = (ReserveRecord(),)
