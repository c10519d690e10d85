"""Every dialog and every state of the window: whole at any scale, in both languages, light, dark and high contrast.

Of languages, scales, colours and sizes not every combination is walked, but each two of their values meet.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from itertools import combinations, product
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SCREEN: dict[str, str | int] = {
    "name": "small",
    "x": 0,
    "y": 0,
    "width": 1600,
    "height": 1000,
    "logicalDpi": 96,
    "logicalBaseDpi": 96,
}
LAPTOP: dict[str, str | int] = {**SCREEN, "width": 1366, "height": 768}
"""The lowest screen that is common: at twice the size it is 384 high."""


@pytest.mark.slow
def test_every_dialog_is_whole_at_twice_the_size_in_both_languages(tmp_path: Path) -> None:
    """In high contrast, whose frames are widest: no colour changes what there is room for (`test_window_states`)."""
    assert cut("tests.gui.dialogs_walk", ["dark", "more"], "2", tmp_path, LAPTOP) == []


COLOURS, SIZES = ("light", "dark", "light-contrast", "dark-contrast"), ("1366x768", "1600x1000")
ROUNDS = {
    ("zh", "1"): ("light", "dark"),
    ("en", "1"): ("light-contrast", "dark-contrast"),
    ("zh", "1.5"): ("light-contrast", "dark-contrast"),
    ("en", "1.5"): ("light", "dark"),
    ("zh", "2"): ("dark-contrast", "light"),
    ("en", "2"): ("dark", "light-contrast"),
}
"""By language and scale, which need a process of their own: the colours at the first and at the second size."""


@pytest.mark.slow
@pytest.mark.parametrize(("language", "scale"), ROUNDS)
def test_every_state_of_the_window_is_whole_in_every_colour(language: str, scale: str, tmp_path: Path) -> None:
    rounds = [f"{colour}-{size}" for colour, size in zip(ROUNDS[language, scale], SIZES, strict=True)]
    assert cut("tests.gui.states_walk", [language, *rounds], scale, tmp_path) == []


def test_each_two_of_language_scale_colour_and_size_are_walked_together() -> None:
    values = (("zh", "en"), ("1", "1.5", "2"), COLOURS, SIZES)
    walked = [(*place, colour, size) for place, two in ROUNDS.items() for colour, size in zip(two, SIZES, strict=True)]
    for one, other in combinations(range(len(values)), 2):
        assert {(row[one], row[other]) for row in walked} == {*product(values[one], values[other])}


def cut(module: str, arguments: list[str], scale: str, folder: Path, of: dict[str, str | int] = SCREEN) -> list[str]:
    """What a walk of its own process finds cut on a screen."""
    screen = folder / "screen.json"
    screen.write_text(json.dumps({"screens": [{**of, "dpr": 1}]}), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", module, *arguments],
        env={**os.environ, "QT_SCALE_FACTOR": scale, "QT_QPA_PLATFORM": f"offscreen:configfile={screen}"},
        cwd=ROOT, capture_output=True, check=True, text=True, encoding="utf-8", timeout=600,
    )  # fmt: skip
    found: list[str] = json.loads(done.stdout)
    return found
