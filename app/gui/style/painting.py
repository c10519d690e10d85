"""Painting that cannot bring the window down: an exception that leaves a paint event would end the process."""

from __future__ import annotations

import functools
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Concatenate, ParamSpec, TypeVar

from PySide6.QtCore import QTimer
from PySide6.QtGui import QPaintDevice, QPainter

Arguments = ParamSpec("Arguments")
Painter = TypeVar("Painter")

_told: set[str] = set()
"""The places in the source whose failure was handed on already; what is painted anew fails anew, and is told once."""


@contextmanager
def painting(device: QPaintDevice) -> Iterator[QPainter]:
    """A painter on ``device`` that is ended whatever happens; Qt dies of one that is left open."""
    painter = QPainter(device)
    try:
        yield painter
    finally:
        painter.end()


def never_raises(
    paint: Callable[Concatenate[Painter, Arguments], None],
) -> Callable[Concatenate[Painter, Arguments], None]:
    """Let a paint event (or a delegate's ``paint``) paint nothing where it fails, and hand the error on once."""

    @functools.wraps(paint)
    def guarded(self: Painter, /, *args: Arguments.args, **kwargs: Arguments.kwargs) -> None:
        try:
            paint(self, *args, **kwargs)
        except Exception as error:
            _hand_on(error)

    return guarded


def _hand_on(error: Exception) -> None:
    """Give the error to the program's own handler, once the event is over."""
    where = str(traceback.extract_tb(error.__traceback__)[-1])
    if where not in _told:
        _told.add(where)
        QTimer.singleShot(0, lambda: sys.excepthook(type(error), error, error.__traceback__))
