"""Every dialog at 200 % on a screen of 1600 by 1000: whole, in both languages, light, dark and in high contrast."""

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
    screen = tmp_path / "screen.json"
    screen.write_text(json.dumps({"screens": [{**SCREEN, "dpr": 1}]}), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "tests.gui.dialogs_walk", language, look, contrast],
        env={**os.environ, "QT_SCALE_FACTOR": "2", "QT_QPA_PLATFORM": f"offscreen:configfile={screen}"},
        cwd=ROOT, capture_output=True, check=True, text=True, encoding="utf-8", timeout=300,
    )  # fmt: skip
    assert json.loads(done.stdout) == []
