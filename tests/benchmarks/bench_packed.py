"""Measures the start of the packed program against the start from source: ``python bench_packed.py FOLDER``.

FOLDER is what ``resources/packaging/pyinstaller/build.py`` made (``dist/tallyline``). Needs Xvfb and xdotool. Each
start runs until the window is seen on the screen; the two take turns, and medians are compared. Exit status 1 where the
packed one takes more than twice as long.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
STARTS = 9
MOST = 2.0
SEEN = ["xdotool", "search", "--sync", "--onlyvisible", "--name", "Tallyline|对账时间线"]


def main(arguments: Sequence[str]) -> int:
    """Start both in turn, and compare."""
    packed, source = [str(Path(arguments[0]).resolve() / "tallyline")], [sys.executable, "-m", "app"]
    with tempfile.TemporaryDirectory() as home:
        reading, writing = os.pipe()
        command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1440x900x24", "-nolisten", "tcp"]
        server = subprocess.Popen(command, pass_fds=[writing], stderr=subprocess.DEVNULL)
        os.close(writing)
        with os.fdopen(reading) as number:
            display = f":{number.readline().strip()}"
        surroundings = os.environ | {"DISPLAY": display, "HOME": home, "LANG": "C.UTF-8"}
        try:
            pairs = [(start(packed, surroundings), start(source, surroundings)) for _ in range(STARTS)]
        finally:
            server.terminate()
            server.wait()
    ours, theirs = (statistics.median(side) for side in zip(*pairs, strict=True))
    print(f"packed {ours:.0f} ms, source {theirs:.0f} ms, ratio {ours / theirs:.2f} (at most {MOST})")
    return 0 if ours <= MOST * theirs else 1


def start(command: Sequence[str], surroundings: dict[str, str]) -> float:
    """Start a program, wait until its window is seen, end it. Returns milliseconds."""
    began = time.perf_counter()
    program = subprocess.Popen(command, cwd=ROOT, env=surroundings, stderr=subprocess.DEVNULL)
    try:
        subprocess.run(SEEN, env=surroundings, check=True, stdout=subprocess.DEVNULL, timeout=120)
        return 1000 * (time.perf_counter() - began)
    finally:
        program.terminate()
        program.wait()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
