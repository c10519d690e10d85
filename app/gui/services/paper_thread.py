"""Pages are set beside the window: in a thread of Qt's own, as the setting of texts asks for timers of its thread."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from PySide6.QtCore import QThread

Result = TypeVar("Result")


class GivenUp(Exception):
    """The person cancelled what was being set."""


class _PaperThread(QThread, Generic[Result]):
    def __init__(self, work: Callable[[], Result]) -> None:
        super().__init__()
        self._work = work
        self.result: list[Result] = []
        self.error: BaseException | None = None

    def run(self) -> None:
        """Do the work, and keep what it gives or raises for the thread that waits."""
        try:
            self.result.append(self._work())
        except BaseException as error:  # raised again where it is waited for
            self.error = error


def on_paper_thread(work: Callable[[], Result]) -> Result:
    """Do work that sets pages and wait for it; to be called beside the window. Raises what the work raises."""
    thread = _PaperThread(work)
    thread.start()
    thread.wait()
    if thread.error is not None:
        raise thread.error
    return thread.result[0]
