"""What can stand in the way of a case file; the sentence for each is found by its code."""

from __future__ import annotations

import errno
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from enum import Enum
from pathlib import Path

from app.core.errors import KnownTrouble, TroubleCode


class CaseTrouble(KnownTrouble):
    """Trouble with the case file at ``path``."""

    def __init__(self, path: Path) -> None:
        super().__init__(path.name)
        self.path = path


class DamagedCase(CaseTrouble):
    """A file that is no case, or a case that cannot be read; it is left as it is."""

    code = TroubleCode.DAMAGED_CASE


class NewerCase(DamagedCase):
    """A case written by a newer version of the program; it is left untouched."""

    code = TroubleCode.NEWER_CASE


class CaseNeedsPassword(CaseTrouble):
    """A case that is sealed with a password, which was not given."""

    code = TroubleCode.CASE_NEEDS_PASSWORD


class WrongCasePassword(CaseTrouble):
    """A password that does not open a sealed case."""

    code = TroubleCode.WRONG_CASE_PASSWORD


class ReadOnlyCase(CaseTrouble):
    """A decision in a case that may only be read; ``save`` under another name makes one's own."""

    code = TroubleCode.READ_ONLY_CASE


class CaseInUse(CaseTrouble):
    """Another program or window has the case that was to be written over."""

    code = TroubleCode.CASE_IN_USE


class CaseMoved(CaseTrouble):
    """The case file was moved, deleted or replaced while it was open; ``save`` keeps what is known."""

    code = TroubleCode.CASE_MOVED


class ReadOnly(Enum):
    """Why a case may only be read; ``storage.read-only.<value>`` says it."""

    IN_USE = "in-use"
    NOT_WRITABLE = "not-writable"


_ERRNO = {
    sqlite3.SQLITE_FULL: errno.ENOSPC,
    sqlite3.SQLITE_READONLY: errno.EROFS,
    sqlite3.SQLITE_PERM: errno.EACCES,
    sqlite3.SQLITE_CANTOPEN: errno.EACCES,
    sqlite3.SQLITE_BUSY: errno.EBUSY,
    sqlite3.SQLITE_LOCKED: errno.EBUSY,
    sqlite3.SQLITE_NOMEM: errno.ENOMEM,
    sqlite3.SQLITE_IOERR: errno.EIO,
}
"""What the database says of the disk and the system; whatever else it says is of the file."""


@contextmanager
def told_as_os_errors(path: Path) -> Iterator[None]:
    """Turn what the database says of a disk into OSError with the file's name, and of damage into DamagedCase."""
    try:
        yield
    except sqlite3.Error as error:
        number = of_the_disk(error)
        if number is None:
            raise DamagedCase(path) from error
        raise OSError(number, os.strerror(number), str(path)) from error


def of_the_disk(error: sqlite3.Error) -> int | None:
    """The system's number for an error of the disk; None for what is wrong in the file itself."""
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT)  # without a code: a text that is no UTF-8
    return None if code == sqlite3.SQLITE_IOERR_SHORT_READ else _ERRNO.get(code & 0xFF)
