"""Takes the pictures of README and help from the real program: ``python resources/packaging/make_pictures.py``.

They show the bundled sample and are written to ``resources/help/pictures``, one of each for each language. With a
folder as argument they go there instead.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(ROOT))

from PySide6.QtWidgets import QWidget
from tests.gui.screenshots import Photographer

from app.resource_files import resource
from app.gui.services.settings import Look
from app.texts import Language, languages

PICTURES = ROOT / "resources" / "help" / "pictures"
HELP_WIDTH = 690
"""As wide as a help page at its first size."""
_COLOURS = 256


def take(camera: Photographer, language: Language) -> None:
    """The whole window, the timeline alone, and one explanation."""
    tag = language.code
    with camera.window(language, Look.LIGHT) as window:
        camera.fill(window)
        camera.choose(window, "DEBIT-LATE")
        keep(camera, window, f"window-{tag}")
    with camera.window(language, Look.LIGHT, 1120, 700) as window:
        camera.fill(window)
        parts = window.workbench
        parts.regions.show_region("list", False)
        parts.regions.show_region("tables", False)
        parts.regions.show_region("why", False)
        parts.timeline.setMaximumWidth(HELP_WIDTH)
        camera.settle(lambda: True)
        parts.timeline.fit_all()
        window.setFocus()
        keep(camera, parts.timeline, f"timeline-{tag}")
    with camera.window(language, Look.LIGHT, 1440, 900) as window:
        camera.fill(window)
        camera.choose(window, "DEBIT-LATE")
        keep(camera, window.workbench.why, f"explanation-{tag}")


def keep(camera: Photographer, widget: QWidget, name: str) -> None:
    """Write a picture in few of its own colours: a third of the bytes, no difference to the eye.

    Those that are used most, and before the many greys at the edges of letters the vivid ones of small signs.
    """
    from PIL import Image

    camera.shoot(widget, name)
    path = camera.folder / f"{name}.png"
    with Image.open(path) as picture:
        whole = picture.convert("RGB")
    used = whole.getcolors(whole.width * whole.height) or []
    kept = sorted(used, key=lambda one: one[0] * (1 + max(one[1]) - min(one[1])), reverse=True)[:_COLOURS]
    palette = Image.new("P", (1, 1))
    palette.putpalette([part for _, colour in kept for part in colour])
    whole.quantize(palette=palette, dither=Image.Dither.NONE).save(path, optimize=True)


def main(arguments: list[str]) -> int:
    """Take all pictures."""
    with tempfile.TemporaryDirectory() as scratch:
        camera = Photographer(Path(arguments[0]) if arguments else PICTURES, resource("samples"), Path(scratch))
        for language in languages():
            take(camera, language)
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
