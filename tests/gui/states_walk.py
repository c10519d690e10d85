"""Walks every state of the window and says what is cut: ``python -m tests.gui.states_walk LANGUAGE ROUND…``.

A program of its own, since a scale factor (QT_SCALE_FACTOR) holds for a whole process. A round is a colour and the
pixels of a screen, which are divided by the scale: ``dark-contrast-1366x768``. It prints a list of sentences as JSON,
empty where every word is whole.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from app.gui.services.settings import Look
from app.gui.window.main_window import MainWindow
from app.resource_files import resource
from app.texts import Language
from tests.gui.screenshots import Photographer
from tests.gui.test_window_states import STATES, as_it_was, cut_in_timeline
from tests.packaging.test_languages_fit import cut_off


def walk(camera: Photographer, window: MainWindow, where: str) -> Iterator[str]:
    """What is cut in any state at the size and in the colours of the moment."""
    for name, enter in STATES.items():
        enter(window)
        camera.settle(lambda: window.workbench.why.readers.current is None)
        yield from (f"{where}, {name}: {line}" for line in (*cut_off(window), *cut_in_timeline(window)))
        as_it_was(window)


def take(window: MainWindow, colour: str, pixels: str) -> None:
    """Give the window its colour, and the size that a screen of so many pixels leaves it."""
    look, _, contrast = colour.partition("-")
    window.choose_look(Look(look))
    window.choose_contrast(bool(contrast))
    scale = float(os.environ.get("QT_SCALE_FACTOR", "1"))
    width, height = (round(int(side) / scale) for side in pixels.split("x"))
    window.resize(max(width, 640), max(height, 360))


def main(arguments: list[str]) -> int:
    """Walk and tell."""
    language, *rounds = arguments
    faults: list[str] = []
    with tempfile.TemporaryDirectory(prefix="tallyline-states-") as scratch:
        folder = Path(scratch)
        camera = Photographer(folder / "pictures", Path(str(resource("samples"))), folder)
        with camera.window(Language(language), Look.LIGHT) as window:
            take(window, *rounds[0].rsplit("-", 1))
            camera.settle(lambda: True)
            faults += cut_off(window)
            camera.fill(window)
            window.workbench.timeline.set_motion(False)
            for where in rounds:
                take(window, *where.rsplit("-", 1))
                camera.settle(lambda: True)
                faults += walk(camera, window, where)
    print(json.dumps(faults, ensure_ascii=False))
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
