"""What fuzzing calls: each target says in a few words what was wrong, or nothing; an exception that escapes is worse."""

from __future__ import annotations

from datetime import date
from pathlib import Path

EXPLAINED = 8
"""One input in this many is also explained, since a fact that cannot be reckoned with is as bad as one not read."""


TWO_CLAIMS = "claimed by two importers"


def import_file(data: bytes, folder: Path, number: int) -> str:
    """Read a file as the program does, and explain what was read."""
    from app.importers.reading import read_paths

    place = folder / "input.csv"
    place.write_bytes(data)
    reading = read_paths([place])
    if any(problem.code == "two-formats" for source in reading.sources for problem in source.problems):
        return TWO_CLAIMS
    if number % EXPLAINED == 0:
        from app.core.explain import explain

        explain(reading.ledger, reading.sources, as_of=date(2026, 1, 1))
    return ""


def case_seeds() -> list[bytes]:
    """Whole case files."""
    return []


def read_case(data: bytes, folder: Path, number: int) -> str:
    """Open a file as a case."""
    return ""
