"""A process kept warm that does one case after the other, and the handle by which its owner holds it to limits.

Starting the program costs five sixths of a short case, so a worker lives long. Tasks go in by standard input and
records come back by standard output, a line of JSON each: no socket, no file, no pickled code. Whoever ends a case that
hangs ends its process and nothing else; the next case gets a new one.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from app.desk.record import Record
from app.desk.tasks import Limits, Task

CHILD_OPTION = "--desk-worker"
"""What the program is started with to be a worker."""

_CASES_EACH = 1_000
"""After so many cases a worker makes room for a fresh one, whatever a library may have kept."""
_TRIES = 2
"""A process can be ended from outside through no fault of its case; the second time it is the case's."""


@dataclass(frozen=True, slots=True)
class Done:
    """A record, and what this run spent on it: seconds of the clock, and the worker's memory in megabytes after it.

    ``megabytes`` is 0 where the system does not say. What a run spent never stands beside what must be equal.
    """

    record: Record
    seconds: float = 0
    megabytes: int = 0


class Worker:
    """One process, started when it is first needed. For one thread; `stop` alone may come from another."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._child: subprocess.Popen[bytes] | None = None
        self._cases = 0
        self._closed = False
        self._turn = threading.Lock()

    def run(self, task: Task) -> Done:
        """Do a case; one that takes too long, too much memory, or ends its process is a record with that reason."""
        began = time.monotonic()
        reason = ""
        for _ in range(_TRIES):
            answer, reason = self._asked(task)
            if answer is not None:
                return Done(Record.from_json(answer["record"]), time.monotonic() - began, answer["megabytes"])
            if reason == "too-long" or self._closed:
                break
        detail = f"{self._limits.seconds:g}" if reason == "too-long" else ""
        return Done(Record(task.name, reason=reason, detail=detail), time.monotonic() - began)

    def stop(self) -> None:
        """End the process now, whatever it does; a case under way is left undone. Whoever waits for it then closes."""
        with self._turn:
            self._closed = True
            if self._child is not None:
                self._child.kill()

    def close(self) -> None:
        """End the process and let its pipes go."""
        self.stop()
        self._end()

    def _asked(self, task: Task) -> tuple[dict[str, Any] | None, str]:
        child = self._ready()
        if child is None or child.stdin is None or child.stdout is None:
            return None, "died"
        late = threading.Event()

        def stop() -> None:
            late.set()
            child.kill()

        watch = threading.Timer(self._limits.seconds, stop)
        watch.daemon = True
        watch.start()
        line = b""
        try:
            child.stdin.write(json.dumps(task.to_json()).encode("ascii") + b"\n")
            child.stdin.flush()
            line = child.stdout.readline()
        except OSError:  # it is gone; what it was told is lost with it
            line = b""
        finally:
            watch.cancel()
        self._cases += 1
        if line.endswith(b"\n"):
            answer: dict[str, Any] = json.loads(line)
            if answer.get("last") or self._cases >= _CASES_EACH:
                self._end()
            return answer, ""
        self._end()
        return None, "too-long" if late.is_set() else "died"

    def _ready(self) -> subprocess.Popen[bytes] | None:
        with self._turn:
            if self._closed:
                return None
            if self._child is None:
                self._child = subprocess.Popen(
                    [*_command(), str(self._limits.megabytes)],
                    stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                    creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
                    start_new_session=True,  # Ctrl+C is for the desk, which then ends its workers
                )  # fmt: skip
                self._cases = 0
            return self._child

    def _end(self) -> None:
        child, self._child = self._child, None
        if child is None:
            return
        child.kill()
        for stream in (child.stdin, child.stdout):
            if stream is not None:
                _shut(stream)
        child.wait()


def _shut(stream: IO[bytes]) -> None:
    try:
        stream.close()
    except OSError:  # what was still to be written has no reader any more
        return


def _command() -> list[str]:
    if getattr(sys, "frozen", False):
        return [sys.executable, CHILD_OPTION]
    root = str(Path(__file__).resolve().parents[2])
    run = f"import sys; sys.path.insert(0, {root!r}); from app.__main__ import main; main(sys.argv[1:])"
    return [sys.executable, "-c", run, CHILD_OPTION]


def child(megabytes: int) -> None:
    """A worker's whole life: a task a line in, a record a line out, until nobody asks any more."""
    from app.desk.explaining import explain_case

    _hold_memory(megabytes)
    given, out = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # whatever a library prints is no answer
    for line in given:
        task = Task.from_json(json.loads(line))
        last = False
        try:
            record = explain_case(task)
        except MemoryError:
            record, last = Record(task.name, reason="too-much-memory", detail=str(megabytes)), True
        answer = {"record": record.to_json(), "megabytes": _megabytes(), "last": last}
        out.write(json.dumps(answer).encode("ascii") + b"\n")
        out.flush()


def _hold_memory(megabytes: int) -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limit; there the bounds on what is read hold alone
        return
    resource.setrlimit(resource.RLIMIT_DATA, (megabytes << 20, megabytes << 20))


def _megabytes() -> int:
    """What this process holds in memory now."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    except OSError:  # only Linux says it without a library
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE") >> 20
