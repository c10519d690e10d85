"""The `.tally` file: a case's decisions, sources and view in one SQLite database, durable as each is made."""

from __future__ import annotations

import errno
import os
import sqlite3
import threading
import weakref
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from app.core.decisions import DecisionKind, Step
from app.core.explanation import SourceReport
from app.core.facts import Ledger
from app.storage import facts_json
from app.storage.decision_log import DecisionLog
from app.storage.encryption import NotOpened, Open, Protection
from app.storage.errors import CaseInUse, CaseMoved, DamagedCase, ReadOnly, ReadOnlyCase, told_as_os_errors
from app.storage.locking import CaseLock
from app.storage.opening import Opened, begin, clear_left_over, open_database
from app.storage.originals import Kept, LostOriginal, Originals, Packed, storable
from app.storage.schema import transaction

OPEN = Protection(Open())
"""No password."""

_FACTS_PIECE = 4 << 20


class CaseFile:
    """An open case. Every change is on the disk when the call returns; methods may be called from any thread."""

    def __init__(self, path: Path, opened: Opened, lock: CaseLock | None, read_only: ReadOnly | None) -> None:
        self.path = path
        self.read_only = read_only
        self._held = [lock] if lock is not None else []
        self.protection = opened.protection
        self._database, self._seal = opened.database, opened.protection.seal
        self._busy = threading.RLock()
        self._identity = _identity(path)
        self._about = dict(opened.about)
        self._originals = Originals(self._database, self._seal, self._about["id"])
        self._log = DecisionLog(self._database, self._seal, self._about["id"])
        self._let_go = weakref.finalize(self, _let_go, self._database, self._held)

    # -- opening and closing ---------------------------------------------------------------------------------------

    @classmethod
    def create(cls, path: Path, at: datetime, *, named: bool = True, protection: Protection = OPEN) -> CaseFile:
        """Begin an empty case at ``path``, where nothing may be yet. Raises OSError and CaseInUse."""
        lock = CaseLock.take(path)
        if lock is None:
            raise CaseInUse(path)
        try:
            if path.exists():
                raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path))
            with told_as_os_errors(path):
                begin(path, at, named=named, protection=protection)
        except BaseException:
            lock.release()
            raise
        return cls.open(path, protection, lock)

    @classmethod
    def open(cls, path: Path, key: str | Protection = "", lock: CaseLock | None = None) -> CaseFile:
        """Open a case; where another program has it, or it cannot be written, ``read_only`` says so.

        ``key`` is the password, or the protection that the case was just written with; ``lock`` is given where it is
        held already. Raises OSError, DamagedCase, NewerCase, CaseNeedsPassword and WrongCasePassword.
        """
        path.open("rb").close()
        lock, reason = (lock, None) if lock else _take_lock(path)
        try:
            with told_as_os_errors(path):
                return cls(path, open_database(path, key, writable=reason is None), lock, reason)
        except (NotOpened, ValueError, KeyError, TypeError) as error:
            _release(lock)
            raise DamagedCase(path) from error
        except BaseException:
            _release(lock)
            raise

    def close(self) -> None:
        """Let the file go; may be called twice."""
        with self._busy:
            self._let_go()

    def give_lock(self) -> CaseLock | None:
        """Hand the lock over, to write a new file in this place; from now on this case can only be read."""
        with self._busy:
            self.read_only = ReadOnly.IN_USE
            return self._held.pop() if self._held else None

    def discard(self) -> None:
        """Delete the case and let it go. Raises OSError."""
        with self._busy:
            self._database.close()
            self.path.unlink(missing_ok=True)
            self.close()

    # -- what is in it ---------------------------------------------------------------------------------------------

    @property
    def is_named(self) -> bool:
        """Whether the person has given the case a name."""
        return self._about.get("named") == "1"

    @property
    def is_closed(self) -> bool:
        """Whether the file was let go."""
        return not self._let_go.alive

    @property
    def is_in_place(self) -> bool:
        """Whether the file still lies where it was opened."""
        return not self.is_closed and _identity(self.path) == self._identity

    def log(self) -> tuple[Step, ...]:
        """Every step ever made, oldest first. Raises DamagedCase."""
        with self._busy, _damage(self.path):
            return self._log.steps()

    def sources(self) -> list[Kept]:
        """The files whose bytes are in the case. Raises DamagedCase."""
        with self._busy, _damage(self.path):
            return self._originals.all()

    def content(self, kept: Kept) -> bytes:
        """The bytes of a file. Raises DamagedCase."""
        with self._busy, _damage(self.path):
            return self._originals.read(kept)

    def passwords(self) -> tuple[str, ...]:
        """Passwords of locked files among the sources. Raises DamagedCase."""
        return tuple(self._texts("password", "text").values())

    def view(self) -> Mapping[str, str]:
        """How the case was shown last, by name."""
        with self._busy, _damage(self.path):
            names = dict(self._database.execute("SELECT number, name FROM view").fetchall())
        return {names[number]: text for number, text in self._texts("view", "value").items()}

    def facts(self) -> tuple[Ledger, tuple[SourceReport, ...]]:
        """What was read of sources that are not in the case. Raises DamagedCase."""
        with self._busy, _damage(self.path):
            rows = self._database.execute("SELECT number, packed FROM facts ORDER BY number").fetchall()
            pieces = [_unpacked(self._seal.take(self._place("facts", number), packed)) for number, packed in rows]
            return facts_json.from_json(b"".join(pieces).decode()) if pieces else (Ledger(), ())

    # -- changing it -----------------------------------------------------------------------------------------------

    def append(self, *steps: Step, sources: Iterable[Packed] = (), passwords: Iterable[str] = ()) -> None:
        """Add steps to the log, with the sources they add and the passwords of those, all of it or nothing.

        Raises ReadOnlyCase, CaseMoved and OSError.
        """
        fresh = set(passwords) - set(self.passwords())
        expected = self._count() + len(steps)
        try:
            with self._writing():
                for packed in sources:
                    self._originals.add(packed)
                for text in sorted(fresh):
                    self._insert("password", "text", text)
                self._log.append(steps)
        except OSError:
            self._log.forget()
            if not (steps and self._has(expected)):  # a disk may fail when all is written
                raise
        except BaseException:
            self._log.forget()
            raise

    def keep(self, contents: Iterable[tuple[str, bytes]]) -> None:
        """Keep bytes by the path where they lay. Raises ReadOnlyCase, CaseMoved and OSError."""
        with self._writing():
            for path, content in contents:
                self._originals.add_bytes(path, content)

    def append_without_places(self, *steps: Step) -> None:
        """Add steps without where on the computer their files lay. Raises ReadOnlyCase, CaseMoved and OSError."""
        self.append(*map(_without_places, steps))

    def remember_view(self, shown: Mapping[str, str]) -> None:
        """Keep how the case is shown, by name, at once. Raises ReadOnlyCase, CaseMoved and OSError."""
        with self._writing():
            for name, value in shown.items():
                self._database.execute("DELETE FROM view WHERE name = ?", (name,))
                self._insert("view", "value", value, name=name)

    def set_facts(self, ledger: Ledger, reports: tuple[SourceReport, ...]) -> None:
        """Put what was read in place of the sources. Raises ReadOnlyCase, CaseMoved and OSError."""
        text = storable(facts_json.to_json(ledger, reports)).encode()
        with self._writing():
            for at in range(0, len(text), _FACTS_PIECE):
                number = at // _FACTS_PIECE + 1
                packed = self._seal.put(self._place("facts", number), zlib.compress(text[at : at + _FACTS_PIECE]))
                self._database.execute("INSERT INTO facts VALUES (?, ?)", (number, packed))

    def take_over(self, other: CaseFile, *, originals: bool = True) -> None:
        """Take everything of another case; without ``originals`` no bytes, places, passwords and facts.

        Raises OSError and DamagedCase.
        """
        if originals:
            self.append(*other.log(), passwords=other.passwords())
        else:
            self.append_without_places(*other.log())
        self.remember_view(other.view())
        if not originals:
            return
        ledger, reports = other.facts()
        if reports:
            self.set_facts(ledger, reports)
        with other._busy, self._writing(), _damage(other.path):
            for kept in other._originals.all():
                self._originals.add_kept(other._originals, kept)

    # -- inside ----------------------------------------------------------------------------------------------------

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """One durable change: all of what is done inside, or nothing."""
        with self._busy, told_as_os_errors(self.path):
            if self.read_only is not None:
                raise ReadOnlyCase(self.path)
            if not self.is_in_place:
                raise CaseMoved(self.path)
            with transaction(self._database):
                yield

    def _count(self) -> int:
        with self._busy, told_as_os_errors(self.path):
            return int(self._database.execute("SELECT count(*) FROM decision").fetchone()[0])

    def _has(self, lines: int) -> bool:
        """Whether the log has this many lines after an error; the first look takes back what was written in part."""
        try:
            return self._count() == lines
        except (OSError, DamagedCase):
            return False

    def _place(self, table: str, number: int) -> str:
        return f"{self._about['id']}/{table}/{number}"

    def _insert(self, table: str, column: str, text: str, **others: str) -> None:
        (number,) = self._database.execute(f"SELECT coalesce(max(number), 0) + 1 FROM {table}").fetchone()
        stored = self._seal.put(self._place(table, number), storable(text).encode())
        values = {"number": number, column: stored if self._seal.is_locked else storable(text), **others}
        marks = ", ".join("?" * len(values))
        self._database.execute(f"INSERT INTO {table} ({', '.join(values)}) VALUES ({marks})", tuple(values.values()))

    def _texts(self, table: str, column: str) -> dict[int, str]:
        with self._busy, _damage(self.path):
            rows = self._database.execute(f"SELECT number, {column} FROM {table} ORDER BY number").fetchall()
            return {
                number: self._seal.take(self._place(table, number), text).decode() if isinstance(text, bytes) else text
                for number, text in rows
            }


def _let_go(database: sqlite3.Connection, locks: list[CaseLock]) -> None:
    database.close()
    for lock in locks:
        lock.release()


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _without_places(step: Step) -> Step:
    if step.decision is None or step.decision.kind is not DecisionKind.ADD_SOURCES:
        return step
    return replace(step, decision=replace(step.decision, value=""))


def _take_lock(path: Path) -> tuple[CaseLock | None, ReadOnly | None]:
    if not os.access(path, os.W_OK):
        return None, ReadOnly.NOT_WRITABLE
    try:
        lock = CaseLock.take(path)
    except OSError:
        return None, ReadOnly.NOT_WRITABLE
    if lock is None:
        return None, ReadOnly.IN_USE
    clear_left_over(path)
    return lock, None


def _release(lock: CaseLock | None) -> None:
    if lock is not None:
        lock.release()


def _unpacked(packed: bytes) -> bytes:
    opened = zlib.decompressobj()
    piece = opened.decompress(packed, _FACTS_PIECE)
    if not opened.eof:
        raise ValueError("a piece of the facts is longer than it may be")
    return piece


@contextmanager
def _damage(path: Path) -> Iterator[None]:
    """Whatever cannot be made sense of is damage."""
    try:
        with told_as_os_errors(path):
            yield
    except (NotOpened, LostOriginal, ValueError, KeyError, TypeError, zlib.error) as error:
        raise DamagedCase(path) from error
