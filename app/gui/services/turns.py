"""Work that only the window's own thread can do, in turns so short that the window stays awake."""

from __future__ import annotations

from collections.abc import Generator

from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Signal

_TURN_MS = 20


class Turns(QObject):
    """Takes the steps of a generator; ``stepped`` carries what the last step of a turn yielded.

    At the end ``done`` is sent, or ``failed`` with what a step raised; neither of them behind ``stop``.
    """

    stepped = Signal(int)
    done = Signal()
    failed = Signal(object)

    def __init__(self, steps: Generator[int], parent: QObject) -> None:
        super().__init__(parent)
        self._steps = steps
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._turn)

    def start(self) -> None:
        """Begin as soon as the window has nothing else to do."""
        self._timer.start(0)

    def stop(self) -> None:
        """Go no further."""
        self._timer.stop()
        self._steps.close()
        self.deleteLater()

    def _turn(self) -> None:
        clock, step = QElapsedTimer(), 0
        clock.start()
        try:
            while not clock.hasExpired(_TURN_MS):
                step = next(self._steps)
        except StopIteration:
            self._timer.stop()
            self.done.emit()
        except Exception as error:  # handed on to whoever began it
            self._timer.stop()
            self.failed.emit(error)
        else:
            self.stepped.emit(step)
