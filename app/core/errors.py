"""Trouble that the program knows: each has a code, by which any surface finds its sentence and its remedy."""

from __future__ import annotations

from enum import Enum
from typing import ClassVar


class TroubleCode(Enum):
    """What can stand in a person's way; ``window.trouble.<value>`` says it."""

    DAMAGED_CASE = "damaged-case"
    NEWER_CASE = "newer-case"
    CASE_NEEDS_PASSWORD = "case-needs-password"
    WRONG_CASE_PASSWORD = "wrong-case-password"
    READ_ONLY_CASE = "read-only-case"
    CASE_IN_USE = "case-in-use"
    CASE_MOVED = "case-moved"
    NOTHING_TO_RECOVER = "nothing-to-recover"
    OUTPUT_IS_INPUT = "output-is-input"


class KnownTrouble(Exception):
    """Trouble with ``file`` (a base name) that one sentence tells; any other exception is a defect of the program."""

    code: ClassVar[TroubleCode]

    def __init__(self, file: str) -> None:
        super().__init__(file)
        self.file = file


def code_of(error: BaseException) -> TroubleCode | None:
    """The code of known trouble; None for a defect."""
    return error.code if isinstance(error, KnownTrouble) else None
