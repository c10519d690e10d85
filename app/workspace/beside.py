"""What lies beside a case: cases that were never named, and a damaged one that can be mended."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.storage.glance import Glance
    from app.storage.recovery import Recovered
    from app.storage.unnamed_cases import Unfinished


def unfinished_cases(folder: Path) -> tuple[Unfinished, ...]:
    """The cases in ``folder`` that were never named and hold something, the latest first."""
    from app.storage.unnamed_cases import unfinished_cases

    return unfinished_cases(folder)


def discard_unfinished(path: Path) -> None:
    """Delete a case that was never named. Raises OSError, and CaseInUse where somebody has it."""
    from app.storage.unnamed_cases import discard_unnamed

    discard_unnamed(path)


def glance(path: Path) -> Glance | None:
    """How many files and discrepancies a case has, without explaining it; None where it cannot be looked into."""
    from app.storage.glance import glance

    return glance(path)


def counts_for_glance(discrepancies: int, done: int) -> tuple[str, str]:
    """Under which name the view of a case keeps its counts, and how, so that a glance can tell them."""
    from app.storage.glance import COUNTS, counts_text

    return COUNTS, counts_text(discrepancies, done)


def recover(path: Path, into: Path, password: str = "") -> Recovered:
    """Put what can be read of a damaged case into a new file; the damaged one is left as it is.

    Raises OSError, NothingToRecover, NewerCase, CaseNeedsPassword and WrongCasePassword.
    """
    from app.storage.recovery import recover_case

    return recover_case(path, into, password)
