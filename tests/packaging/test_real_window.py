"""The program opens on a real screen, with the system libraries that the set-up brings, and closes by a key."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

TOOLS = ("Xvfb", "openbox", "xdotool")
PATIENCE = 60  # seconds; a busy machine is slow, a broken one never answers


@pytest.fixture
def screen(tmp_path: Path) -> Iterator[dict[str, str]]:
    """The surroundings of a person at a screen with a window manager and an empty home."""
    if missing := [tool for tool in TOOLS if not shutil.which(tool)]:
        pytest.skip(f"needs {', '.join(missing)}: run resources/packaging/setup.sh test")
    reading, writing = os.pipe()
    command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1440x900x24", "-nolisten", "tcp"]
    server = subprocess.Popen(command, pass_fds=[writing], stderr=subprocess.DEVNULL)
    os.close(writing)
    with os.fdopen(reading) as number:
        display = f":{number.readline().strip()}"
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("QT_", "XDG_", "WAYLAND_"))}
    surroundings = kept | {"DISPLAY": display, "HOME": str(tmp_path), "LANG": "C.UTF-8"}
    manager = subprocess.Popen(["openbox"], env=surroundings, stderr=subprocess.DEVNULL)
    yield surroundings
    for process in (manager, server):
        process.terminate()
        process.wait(PATIENCE)


def test_a_window_opens_and_closes_without_a_complaint(screen: dict[str, str], tmp_path: Path) -> None:
    complaints = tmp_path / "complaints"
    with complaints.open("w") as said:
        program = subprocess.Popen([sys.executable, "-m", "app"], env=screen, stderr=said)
    try:
        search = ["search", "--sync", "--onlyvisible", "--name", "Tallyline|对账时间线"]
        subprocess.run(["xdotool", *search, "windowactivate", "--sync"], env=screen, check=True, timeout=PATIENCE)
        subprocess.run(["xdotool", "key", "ctrl+q"], env=screen, check=True, timeout=PATIENCE)
        assert program.wait(PATIENCE) == 0
    finally:
        program.kill()
    assert complaints.read_text() == ""
