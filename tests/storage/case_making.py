"""Builders for tests of the case file: steps, and a clock that goes on."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from app.core.decisions import Decision, DecisionKind, Mark, Step, StepKind
from app.storage.case_file import OPEN, CaseFile
from app.storage.encryption import Protection
from app.storage.originals import pack

START = datetime(2024, 6, 1, 12, tzinfo=UTC)
QUICK = 1 << 4
"""Costs of scrypt that no test waits for."""


class Clock:
    """Goes a second forward each time it is asked."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


def note(text: str, subject: str = "d-1") -> Step:
    """A note on a discrepancy."""
    return Step(StepKind.DECIDE, START, Decision(DecisionKind.NOTE, START, (subject,), text, "迟了五天"))


def mark(mark: Mark, subject: str = "d-1") -> Step:
    """A mark on a discrepancy."""
    return Step(StepKind.DECIDE, START, Decision(DecisionKind.MARK, START, (subject,), mark.value, "晚"))


def undo() -> Step:
    """An undo."""
    return Step(StepKind.UNDO, START)


def redo() -> Step:
    """A redo."""
    return Step(StepKind.REDO, START)


def make_case(path: Path, *steps: Step, files: tuple[Path, ...] = (), protection: Protection = OPEN) -> CaseFile:
    """A case with these steps and files, open."""
    case = CaseFile.create(path, START, protection=protection)
    case.append(*steps, sources=[pack(str(file)) for file in files])
    return case


def quick(password: str) -> Protection:
    """A password whose key is made at once."""
    return Protection.by(password, n=QUICK)
