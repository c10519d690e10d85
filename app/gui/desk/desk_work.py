"""What the desk's window does with folders: reading the table, running the desk, writing notes. No widget in here."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from app.desk.engines import LocalEngine
from app.desk.patterns import Pattern
from app.desk.run import Order, Progress, Ran, run_desk
from app.desk.table import Entry, Note, read_patterns, read_table, write_table
from app.desk.tasks import cases_in
from app.texts import Language

OUT = "tallyline-desk"
"""The folder inside the desk's own that takes what is written."""
NOT_YET = {"result": "failed", "reason": "not-yet"}
"""Stands for a case that no run has reached."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A folder as it stands: every case, those not explained yet too, the most urgent first."""

    folder: Path
    entries: tuple[Entry, ...]
    patterns: tuple[Pattern, ...]
    loose: int

    @property
    def waiting(self) -> int:
        """How many cases are not explained yet."""
        return sum(e.texts == NOT_YET for e in self.entries)

    def with_row(self, entry: Entry) -> Opened:
        """The folder with one row more that is explained; each keeps its place."""
        return replace(self, entries=tuple(entry if e.case == entry.case else e for e in self.entries))


def open_folder(folder: Path) -> Opened:
    """Read the table of a folder and list the cases that it does not have yet. Raises OSError and UnreadableTable."""
    out = folder / OUT
    listed = cases_in(folder, [out])
    entries = read_table(out)
    entries = [e if e.texts["reason"] != NOT_YET["reason"] else replace(e, texts=NOT_YET) for e in entries]
    known = {entry.case for entry in entries}
    fresh = [Entry(case.name, Note(), texts=NOT_YET) for case in listed.cases if case.name not in known]
    ordered = sorted([*entries, *fresh], key=lambda e: e.urgency)
    return Opened(folder, tuple(ordered), tuple(read_patterns(out)), listed.loose)


def run_folder(
    folder: Path, language: Language, progress: Progress, cancelled: Callable[[], bool], *,
    ended: Callable[[Entry], object], overview: Path | None = None, papers: bool = False,
) -> Ran:  # fmt: skip
    """Explain every case of a folder into its own table; ``papers`` asks for each case's workbook and letters.

    ``ended`` is told each row as its case is done. Raises OSError, UnreadableTable and MixedMasking.
    """
    order = Order(folder, folder / OUT, language, overview=overview, workbooks=papers, letters=papers)
    return run_desk(order, LocalEngine(), progress, cancelled, ended)


def keep_note(folder: Path, cases: Iterable[str], note: Note) -> list[Entry]:
    """Write a note of some cases into the table and return its rows. Raises OSError and UnreadableTable."""
    noted, out = set(cases), folder / OUT
    out.mkdir(exist_ok=True)
    entries = read_table(out)
    known = {entry.case for entry in entries}
    entries = [replace(e, note=note) if e.case in noted else e for e in entries]
    entries += [Entry(case, note, texts=NOT_YET) for case in sorted(noted - known)]
    write_table(out, entries)
    return entries
