"""Asks a process of its own to read a file, so that a hostile one costs a sentence, and a cancel is felt at once.

The process is kept warm for the next file. The file goes in by its standard input and what was read comes back by its
standard output: no socket, no file, no pickled object. `importers.reader_child` is the other end.
"""

from __future__ import annotations

import atexit
import json
import queue
import signal
import threading
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from app.importers.reading.errors import Refused, too_much
from app.importers.reading.limits import MEGABYTE, Limits
from app.importers.reading.progress import INTERVAL, Watch
from app.own_process import Process, end, start
from app.process_limits import TOO_MUCH_MEMORY

CHILD_OPTION = "--read-apart"
"""What the program is started with to be the process that reads."""

READY, PART, STEP, LAST, REFUSED = b"=", b"+", b"~", b".", b"!"
"""The first byte of a line from the process; JSON follows. ``STEP`` is how far it has come, ``LAST`` ends an answer."""

_TRIES = 2
"""A process can be ended from outside through no fault of its file; the second time it is the file's."""
_SLOWER = 5  # the clock may say so much more than the processor on a computer that does much else
_SECONDS_PER_MEGABYTE = 4
_MEMORY_PER_BYTE = 100  # a cell of some packed bytes becomes an object of the interpreter
_VARIABLES = {"reader-too-long": "read_seconds", "reader-too-much-memory": "read_megabytes"}
_warm: list[_Reader] = []
_turn = threading.Lock()


class NotStarted(Exception):
    """This system lets the program start no process."""


def ask(what: str, data: bytes, facts: Mapping[str, Any], limits: Limits, watch: Watch) -> list[Any]:
    """The parts of the answer, JSON values, of what reads ``what`` (a key of `reader_child.READERS`) in ``data``.

    Raises Refused with the reason, Cancelled within a twentieth of a second of being asked, and NotStarted.
    """
    bounds = _bounds(limits, data)
    head = {"what": what, "bytes": len(data), "limits": asdict(limits), "facts": dict(facts), **bounds}
    request = json.dumps(head).encode("ascii") + b"\n"
    for _ in range(_TRIES):
        reader = _taken()
        try:
            answer = reader.ask(request, data, bounds["clock"], watch)
        except BaseException:
            reader.end()
            raise
        if answer is not None:
            _given_back(reader)
            return _parts_of(answer, limits)
        if why := _why(reader.end()):
            raise too_much(why, limits, _VARIABLES[why])
    raise too_much("reader-stopped", limits, "read_megabytes")


def warm() -> None:
    """Start the process if none waits: it is ready by the time that a file is. It may fail; `ask` then says so."""
    try:
        _given_back(_taken())
    except NotStarted:
        return


@atexit.register
def close() -> None:
    """End the processes that wait for work."""
    with _turn:
        waiting, _warm[:] = list(_warm), []
    for reader in waiting:
        reader.end()


def _bounds(limits: Limits, data: bytes) -> dict[str, int]:
    """What one step, a page or a sheet, may take: seconds of the processor and of the clock; and the memory."""
    seconds = limits.read_seconds + _SECONDS_PER_MEGABYTE * len(data) // MEGABYTE
    memory = limits.read_megabytes + _MEMORY_PER_BYTE * len(data) // MEGABYTE
    return {"seconds": seconds, "clock": seconds * _SLOWER, "megabytes": memory}


def _taken() -> _Reader:
    with _turn:
        while _warm:
            reader = _warm.pop()
            if reader.is_alive:
                return reader
            reader.end()
    return _Reader()


def _given_back(reader: _Reader) -> None:
    if not reader.is_done:
        with _turn:
            if not _warm:
                _warm.append(reader)
                return
    reader.end()


def _why(status: int) -> str:
    """Why a process ended, by its exit status; nothing where it does not say."""
    if status == TOO_MUCH_MEMORY:
        return "reader-too-much-memory"
    return "reader-too-long" if status == -getattr(signal, "SIGXCPU", 0) else ""


def _parts_of(answer: Answer, limits: Limits) -> list[Any]:
    if answer.refused is None:
        return answer.parts
    code = answer.refused["code"]
    if code in _VARIABLES:
        raise too_much(code, limits, _VARIABLES[code])
    raise Refused(code, **answer.refused["facts"])


@dataclass(frozen=True, slots=True)
class Answer:
    """What a process answered: the parts of what it read, or the code and the facts of why it cannot be read."""

    parts: list[Any]
    refused: dict[str, Any] | None = None


class _Reader:
    """One process. A thread of ours speaks with it, so that whoever asks can stop waiting."""

    def __init__(self) -> None:
        try:
            self._child = start(CHILD_OPTION)
        except OSError as why:
            raise NotStarted from why
        self.is_done = False
        self._asked: queue.SimpleQueue[tuple[bytes, bytes] | None] = queue.SimpleQueue()
        self._lines: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        self._was_ready = False
        self._thread = threading.Thread(target=_speak, args=(self._child, self._asked, self._lines), daemon=True)
        self._thread.start()

    @property
    def is_alive(self) -> bool:
        """Whether it waits for work."""
        return self._child.poll() is None

    def ask(self, request: bytes, data: bytes, clock: float, watch: Watch) -> Answer | None:
        """What it answers; None where it ended without an answer. Raises Cancelled and NotStarted."""
        self._asked.put((request, data))
        parts: list[Any] = []
        until = time.monotonic() + clock
        while True:
            watch.check()
            try:
                line = self._lines.get(timeout=INTERVAL)
            except queue.Empty:
                if time.monotonic() < until:
                    continue
                self.is_done = True
                return Answer([], {"code": "reader-too-long"})
            until = time.monotonic() + clock
            if not line.endswith(b"\n"):
                if not self._was_ready:
                    raise NotStarted
                return None
            try:
                kind, value = line[:1], json.loads(line[1:])
            except ValueError:  # no answer of ours
                return None
            if kind == READY:
                self._was_ready = True
            elif kind == PART:
                parts.append(value)
            elif kind == STEP:
                watch.within(*value)
            else:
                self.is_done = value["last"]
                return Answer(parts, value if kind == REFUSED else None)

    def end(self) -> int:
        """End it now, whatever it does. Returns its exit status."""
        self._asked.put(None)
        self._child.kill()
        self._thread.join()
        return end(self._child)


def _speak(
    child: Process, asked: queue.SimpleQueue[tuple[bytes, bytes] | None], lines: queue.SimpleQueue[bytes]
) -> None:
    """Give the process what is asked and take what it answers, until it ends or nobody asks any more."""
    assert child.stdin is not None and child.stdout is not None
    try:
        lines.put(line := child.stdout.readline())
        while line and (work := asked.get()) is not None:
            for piece in work:
                child.stdin.write(piece)
            child.stdin.flush()
            while line := child.stdout.readline():
                lines.put(line)
                if line[:1] in (LAST, REFUSED):
                    break
            else:
                lines.put(b"")
    except OSError:  # it is gone
        lines.put(b"")
