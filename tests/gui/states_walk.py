"""Walks every state of the window in every colour and says what is cut: ``python -m tests.gui.states_walk LANGUAGE``.

A program of its own, since a scale factor (QT_SCALE_FACTOR) holds for a whole process. The window takes the screens
of 1366 by 768 and 1600 by 1000 pixels, each divided by the scale. It prints a list of sentences as JSON, empty where
every word is whole.
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
from app.texts.catalogue import Language
from tests.gui.screenshots import Photographer
from tests.gui.test_window_states import COLOURS, SIZES, STATES, as_it_was, cut_in_timeline
from tests.packaging.test_languages_fit import cut_off


def walk(camera: Photographer, window: MainWindow, where: str) -> Iterator[str]:
    """What is cut in any state at the size and in the colours of the moment."""
    for name, enter in STATES.items():
        enter(window)
        camera.settle(lambda: window.workbench.why.readers.current is None)
        yield from (f"{where}, {name}: {line}" for line in (*cut_off(window), *cut_in_timeline(window)))
        as_it_was(window)


def main(arguments: list[str]) -> int:
    """Walk and tell."""
    (language,) = arguments
    scale = float(os.environ.get("QT_SCALE_FACTOR", "1"))
    sizes = [(max(round(w / scale), 640), max(round(h / scale), 480)) for w, h in SIZES]
    faults: list[str] = []
    with tempfile.TemporaryDirectory(prefix="tallyline-states-") as scratch:
        folder = Path(scratch)
        camera = Photographer(folder / "pictures", Path(str(resource("samples"))), folder)
        with camera.window(Language(language), Look.LIGHT, *sizes[0]) as window:
            faults += cut_off(window)
            camera.fill(window)
            window.workbench.timeline.set_motion(False)
            for look, contrast in COLOURS:
                window.choose_look(look)
                window.choose_contrast(contrast)
                for width, height in sizes:
                    window.resize(width, height)
                    camera.settle(lambda: True)
                    where = f"{look.value}{' contrast' if contrast else ''} {width}×{height}"
                    faults += walk(camera, window, where)
    print(json.dumps(faults, ensure_ascii=False))
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
