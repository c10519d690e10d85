"""Cases that were never named: they live in a folder of the program and are offered when it starts again."""

from __future__ import annotations

import secrets
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from app.core.decisions import DecisionKind, Mark, decided, replay
from app.file_names import CASE_SUFFIX
from app.storage.case_file import CaseFile
from app.storage.errors import CaseInUse, CaseTrouble, DamagedCase, NewerCase, ReadOnly
from app.storage.glance import COUNTS, counts_of


@dataclass(frozen=True, slots=True)
class Unfinished:
    """A case that was never named: where it is, when it was last changed, what its files were called as they came.

    ``is_damaged`` says that it can only be recovered.
    """

    path: Path
    changed_at: datetime
    files: tuple[str, ...] = ()
    is_damaged: bool = False
    discrepancies: int | None = None
    """How many it had when they were last counted."""
    count: int = 0
    """How many files it has."""
    done: int = 0
    """How many discrepancies the person accepted or settled."""


def begin_unnamed(folder: Path, at: datetime) -> CaseFile:
    """Begin a case without a name in ``folder``. Raises OSError."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return CaseFile.create(folder / f"{at:%Y%m%d-%H%M%S}-{secrets.token_hex(4)}{CASE_SUFFIX}", at, named=False)


def unfinished_cases(folder: Path) -> tuple[Unfinished, ...]:
    """The unnamed cases that nobody has open and that hold something, the latest first."""
    found = [_looked_at(path) for path in folder.glob(f"*{CASE_SUFFIX}")] if folder.is_dir() else []
    return tuple(sorted((f for f in found if f), key=lambda f: (f.changed_at, f.path), reverse=True))


def discard_unnamed(path: Path) -> None:
    """Delete a case that was never named, also a damaged one. Raises OSError, and CaseInUse where somebody has it."""
    try:
        case = CaseFile.open(path)
    except DamagedCase:
        path.unlink()
        return
    with closing(case):
        if case.is_named or case.read_only is not None:
            raise CaseInUse(path)
        case.discard()


def _looked_at(path: Path) -> Unfinished | None:
    try:
        changed_at = datetime.fromtimestamp(path.stat().st_mtime).astimezone()
        with closing(CaseFile.open(path)) as case:
            if case.read_only is ReadOnly.IN_USE or case.is_named:
                return None
            done = replay(case.log()).done
            counted, _ = counts_of(case.view().get(COUNTS, ""))
        names = tuple(d.label for d in done if d.kind is DecisionKind.ADD_SOURCES)
        held = decided(done)
        rests = sum(mark in (Mark.SETTLED, Mark.ACCEPTED) for mark in held.marks.values())
        rests = min(rests, counted or 0)  # a mark may be on what is no longer found
        return Unfinished(path, changed_at, names, False, counted, len(held.sources), rests) if names else None
    except NewerCase:
        return None
    except DamagedCase:
        return Unfinished(path, changed_at, is_damaged=True)
    except (CaseTrouble, OSError):
        return None
