"""What a case holds at a glance, without reading its sources or explaining anything."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from app.core.decisions import decided, replay
from app.storage.case_file import CaseFile
from app.storage.errors import CaseTrouble

COUNTS = "counts"
"""The name under which the view of a case keeps how many discrepancies it has and how many are done with."""


@dataclass(frozen=True, slots=True)
class Glance:
    """How many files a case has, and how many discrepancies when it was left, with those done; None if never told."""

    files: int
    discrepancies: int | None = None
    done: int | None = None


def glance(path: Path) -> Glance | None:
    """Look into a case; None where it is locked by a password, damaged, too new or gone. Changes nothing."""
    try:
        with closing(CaseFile.open(path)) as case:
            files = len(decided(replay(case.log()).done).sources)
            return Glance(files, *counts_of(case.view().get(COUNTS, "")))
    except (CaseTrouble, OSError, ValueError):
        return None


def counts_of(text: str) -> tuple[int | None, int | None]:
    """Two numbers as `counts_text` writes them, or None twice for anything else: anybody may have written the file."""
    parts = text.split()
    if len(parts) != 2 or not all(part.isdecimal() for part in parts):
        return None, None
    return int(parts[0]), int(parts[1])


def counts_text(discrepancies: int, done: int) -> str:
    """How the view of a case keeps its counts."""
    return f"{discrepancies} {done}"
