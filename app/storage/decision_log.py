"""The append-only table of decisions: what is read from it is checked line by line."""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from app.core.decisions import Step, StepKind, decided, step_from_json, step_to_json
from app.storage.encryption import NotOpened, Seal

Stored = str | bytes


@dataclass(frozen=True, slots=True)
class Line:
    """A line as it is stored: sealed values are bytes."""

    number: int
    at: Stored
    name: Stored
    acts_on: int
    line: Stored

    @property
    def sum(self) -> int:
        """The CRC-32 by which damage in the line shows."""
        return zlib.crc32(b"\x1f".join(_bytes(v) for v in (self.number, self.at, self.name, self.acts_on, self.line)))


class DecisionLog:
    """The steps of one case."""

    def __init__(self, database: sqlite3.Connection, seal: Seal, case: str) -> None:
        self._database, self._seal, self._case = database, seal, case
        self._cursor: _Cursor | None = None

    def steps(self) -> tuple[Step, ...]:
        """All steps, oldest first. Raises ValueError, KeyError, TypeError and NotOpened where one is damaged."""
        return tuple(step for step, _ in self._read())

    def append(self, steps: Iterable[Step]) -> None:
        """Add steps; call it inside a transaction, and `forget` where that fails."""
        cursor = self._cursor or self._after_all()
        for step in steps:
            cursor.add(step)
            made = self._line(step, cursor)
            row = (made.number, made.at, made.name, made.acts_on, made.line, made.sum)
            self._database.execute("INSERT INTO decision VALUES (?, ?, ?, ?, ?, ?)", row)
        self._cursor = cursor

    def forget(self) -> None:
        """Look at the table again before the next step is added."""
        self._cursor = None

    def _line(self, step: Step, cursor: _Cursor) -> Line:
        name = step.decision.label if step.decision else ""
        text = json.dumps(step_to_json(step), ensure_ascii=False)
        number = cursor.number
        at, shown, line = (
            self._closed(number, column, value)
            for column, value in (("at", step.at.isoformat()), ("name", name), ("line", text))
        )
        return Line(number, at, shown, cursor.acts_on, line)

    def _closed(self, number: int, column: str, text: str) -> Stored:
        # A file's name may hold bytes that are no characters; in JSON and in a name their escapes mean the same.
        raw = text.encode("utf-8", "backslashreplace")
        return self._seal.put(place(self._case, number, column), raw) if self._seal.is_locked else raw.decode()

    def _after_all(self) -> _Cursor:
        cursor = _Cursor()
        for step, _ in self._read():
            cursor.add(step)
        return cursor

    def _read(self) -> Iterator[tuple[Step, Line]]:
        cursor = _Cursor()
        rows = self._database.execute("SELECT number, at, name, acts_on, line, sum FROM decision ORDER BY number")
        for *values, total in rows.fetchall():
            found = Line(*values)
            step = read_line(found, total, self._seal, self._case)
            cursor.add(step)
            if (found.number, found.acts_on) != (cursor.number, cursor.acts_on):
                raise ValueError(f"line {found.number} of the log does not follow from those before")
            yield step, found


class _Cursor:
    """Which lines are done and undone as the log goes on, by number."""

    def __init__(self) -> None:
        self.number = self.acts_on = 0
        self._done: list[int] = []
        self._undone: list[int] = []

    def add(self, step: Step) -> None:
        self.number += 1
        self.acts_on = self.number
        if step.kind is StepKind.DECIDE:
            self._done.append(self.number)
            self._undone.clear()
            return
        source, target = (self._done, self._undone) if step.kind is StepKind.UNDO else (self._undone, self._done)
        if not source:
            raise ValueError("a step that undoes or redoes nothing")
        self.acts_on = source.pop()
        target.append(self.acts_on)


def read_line(line: Line, total: object, seal: Seal, case: str) -> Step:
    """The step of a line. Raises ValueError, KeyError, TypeError and NotOpened where it is damaged."""
    if line.sum != total:
        raise ValueError(f"line {line.number} of the log is damaged")
    text: Stored = line.line
    if isinstance(text, bytes):
        text = seal.take(place(case, line.number, "line"), text).decode()
    elif seal.is_locked:
        raise NotOpened("an open line in a sealed case")
    step = step_from_json(json.loads(text))
    if step.decision is not None:
        decided((step.decision,))  # a decision that cannot be applied is damage too
    return step


def place(case: str, number: int, column: str) -> str:
    """Where a sealed value stands."""
    return f"{case}/decision/{number}/{column}"


def _bytes(value: int | Stored) -> bytes:
    return value if isinstance(value, bytes) else str(value).encode()
