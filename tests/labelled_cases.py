"""The labelled cases beside the project: whichever tests of a process go through them, each is read and explained once.

The files of these tests run in one process (see `tests.workers`), so that what one has read serves the next.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from app.core.explanation import Explanation
from app.core.pipeline import explain
from app.importers.read import Reading, read_paths
from app.workspace.tables import lender_rules, work_calendar
from tests.shared import shared


def labelled_cases() -> list[Path]:
    """The folders of the cases that are scored; skips the calling test where they are absent."""
    return _folders(shared("cases"))


def all_cases() -> list[Path]:
    """Those and the hard ones."""
    return [*labelled_cases(), *_folders(shared("cases-hard", "cases"))]


def _folders(room: Path) -> list[Path]:
    return sorted(folder for folder in room.iterdir() if folder.is_dir())


@cache
def reading_of(folder: Path) -> Reading:
    """A case as it is read."""
    return read_paths([folder])


@cache
def explanation_of(folder: Path) -> Explanation:
    """A case as the program explains it, with the tables that it ships with."""
    reading = reading_of(folder)
    return explain(reading.ledger, reading.sources, calendar=work_calendar(), rules=lender_rules())
