"""Long work has one shape: it runs beside the window, reports how far it is, and can be cancelled at once."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject, Qt, Signal

Result = TypeVar("Result")
_REPORT_EVERY = 0.05  # seconds; more often than that nobody can read it


class Report:
    """Given to the work: it says how far it is and asks whether to stop."""

    def __init__(self, send: Callable[[int, int, str], None]) -> None:
        self._send = send
        self._stop = threading.Event()
        self._turn = threading.Lock()
        self._settled = False
        self._sent = 0.0

    def progress(self, done: int, total: int, what: str) -> None:
        """Say how far the work is; called as often as one likes."""
        now = time.monotonic()
        if now - self._sent >= _REPORT_EVERY and not self._stop.is_set():
            self._sent = now
            self._send(done, total, what)

    def cancelled(self) -> bool:
        """Whether the work should stop."""
        return self._stop.is_set()

    def settle(self) -> bool:
        """Pass the point after which the work can no longer be cancelled; False where it was cancelled before."""
        with self._turn:
            self._settled = not self._stop.is_set()
            return self._settled

    def cancel(self) -> bool:
        """Ask the work to stop; False where it is too late."""
        with self._turn:
            if not self._settled:
                self._stop.set()
            return not self._settled


class Task(QObject):
    """One piece of work. Its signals come in the window's thread; after a cancel only ``ended`` and ``closed`` come.

    ``ended`` is sent before the result is handed on, ``closed`` after.
    """

    progressed = Signal(int, int, str)
    done = Signal(object)
    failed = Signal(object)
    ended = Signal()
    closed = Signal()
    _finished = Signal(object, object)

    def __init__(self, work: Callable[[Report], object], label: str, parent: QObject) -> None:
        super().__init__(parent)
        self.label = label
        self.report = Report(self.progressed.emit)
        self._work = work
        self._over = False
        self._finished.connect(self._take, Qt.ConnectionType.QueuedConnection)
        self._thread = threading.Thread(target=self._run, name=f"task: {label}", daemon=True)

    def start(self) -> None:
        """Begin the work."""
        self._thread.start()

    def cancel(self) -> None:
        """Give the work up now, unless it is settling; what it still brings is thrown away."""
        if not self._over and self.report.cancel():
            self._over = True
            self.ended.emit()
            self.closed.emit()

    def join(self, seconds: float) -> bool:
        """Wait for the thread to end; says whether it did."""
        self._thread.join(seconds)
        return not self._thread.is_alive()

    def _run(self) -> None:
        result: object = None
        error: Exception | None = None
        try:
            result = self._work(self.report)
        except Exception as problem:  # handed to the window, which shows it
            error = problem
        self._finished.emit(result, error)

    def _take(self, result: object, error: Exception | None) -> None:
        self.deleteLater()
        if self._over:
            return
        self._over = True
        self.ended.emit()
        if error is None:
            self.done.emit(result)
        else:
            self.failed.emit(error)
        self.closed.emit()


class Tasks(QObject):
    """Runs one piece of work at a time; ``changed`` tells whether there is any."""

    changed = Signal(bool)
    progressed = Signal(int, int, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._current: Task | None = None
        self._threads: list[Task] = []

    @property
    def current(self) -> Task | None:
        """The work under way, or None."""
        return self._current

    def run(
        self,
        work: Callable[[Report], Result],
        label: str,
        on_done: Callable[[Result], None],
        on_error: Callable[[Exception], None],
    ) -> Task:
        """Start ``work`` in its own thread. Raises RuntimeError while other work is under way."""
        if self._current is not None:
            raise RuntimeError(f"already at work: {self._current.label}")
        task = Task(work, label, self)
        task.done.connect(on_done)
        task.failed.connect(on_error)
        task.progressed.connect(self.progressed)
        task.ended.connect(self._end)
        self._current = task
        self._threads = [t for t in self._threads if not t.join(0)] + [task]
        self.changed.emit(True)
        task.start()
        return task

    def cancel(self) -> None:
        """Give up the work under way, if any."""
        if self._current is not None:
            self._current.cancel()

    def close(self, seconds: float = 5.0) -> bool:
        """Cancel and wait for every thread; says whether all ended."""
        self.cancel()
        joined = [task.join(seconds) for task in self._threads]
        return all(joined)

    def _end(self) -> None:
        self._current = None
        self.changed.emit(False)
