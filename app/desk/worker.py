"""A process kept warm that does one case after the other, and the handle by which its owner holds it to limits.

Starting the program costs five sixths of a short case, so a worker lives long. Tasks go in by standard input and
records come back by standard output, a line of JSON each: no socket, no file, no pickled code. Whoever ends a case that
hangs ends its process and nothing else; the next case gets a new one.
"""

from __future__ import annotations

import gc
import json
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from app import own_process
from app.core.inference.remembered import forget
from app.desk.record import Record
from app.desk.tasks import Limits, Task
from app.process_limits import Memory

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
        self._child: own_process.Process | None = None
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

    def _ready(self) -> own_process.Process | None:
        with self._turn:
            if self._closed:
                return None
            if self._child is None:
                self._child = own_process.start(CHILD_OPTION, str(self._limits.megabytes))
                self._cases = 0
            return self._child

    def _end(self) -> None:
        child, self._child = self._child, None
        if child is not None:
            own_process.end(child)


def child(megabytes: int, setter: Callable[[], Callable[[str, str], bytes] | None]) -> None:
    """A worker's whole life: a task a line in, a record a line out, until nobody asks any more.

    ``setter`` gives what sets letters as PDF; the desk knows no window, from whose library that comes.
    """
    from app.desk.explaining import explain_case

    Memory().hold(megabytes)
    given, out = own_process.pipes()
    for line in given:
        task = Task.from_json(json.loads(line))
        last = False
        try:
            record = explain_case(task, setter)
        except MemoryError:
            record, last = Record(task.name, reason="too-much-memory", detail=str(megabytes)), True
        answer = {"record": record.to_json(), "megabytes": own_process.megabytes(), "last": last}
        out.write(json.dumps(answer).encode("ascii") + b"\n")
        out.flush()
        del record
        _let_go()


def _let_go() -> None:
    """Keep nothing of a case that is done, so that the thousandth takes no more memory than the tenth.

    What is there after the first case is the program itself and never garbage: looked at no more, the rest is looked
    through within a millisecond.
    """
    forget()
    gc.collect()
    if not gc.get_freeze_count():
        gc.freeze()
