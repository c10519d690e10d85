"""Every dialog and every state of the window: whole at any scale, in both languages, light, dark and high contrast."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SCREEN = {"name": "small", "x": 0, "y": 0, "width": 1600, "height": 1000, "logicalDpi": 96, "logicalBaseDpi": 96}


@pytest.mark.slow
@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(("look", "contrast"), [("light", "less"), ("dark", "less"), ("dark", "more")])
def test_every_dialog_is_whole_at_twice_the_size(language: str, look: str, contrast: str, tmp_path: Path) -> None:
    assert cut("tests.gui.dialogs_walk", [language, look, contrast], "2", tmp_path) == []


@pytest.mark.slow
@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("scale", ["1", "1.5", "2"])
def test_every_state_of_the_window_is_whole_in_every_colour(language: str, scale: str, tmp_path: Path) -> None:
    assert cut("tests.gui.states_walk", [language], scale, tmp_path) == []


def cut(module: str, arguments: list[str], scale: str, folder: Path) -> list[str]:
    """What a walk of its own process finds cut on a screen of 1600 by 1000 pixels."""
    screen = folder / "screen.json"
    screen.write_text(json.dumps({"screens": [{**SCREEN, "dpr": 1}]}), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", module, *arguments],
        env={**os.environ, "QT_SCALE_FACTOR": scale, "QT_QPA_PLATFORM": f"offscreen:configfile={screen}"},
        cwd=ROOT, capture_output=True, check=True, text=True, encoding="utf-8", timeout=600,
    )  # fmt: skip
    found: list[str] = json.loads(done.stdout)
    return found
