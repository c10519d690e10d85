"""A file larger than any bill is answered within the memory of a small computer."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.patience import SECONDS
from tests.shared import ROOT

_READ = """
import resource, sys
from app.importers.read import read_paths
(source,) = read_paths([sys.argv[1]]).sources
print(sorted({p.code for p in source.problems}), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="memory is measured by the resource module")
def test_a_text_that_is_one_line_of_500_megabytes_is_left_out_and_named(tmp_path: Path) -> None:
    path = tmp_path / "long.csv"
    with path.open("wb") as file:
        file.write(b"a,b\n")
        for _ in range(500):
            file.write(b"x" * (1 << 20))
    done = subprocess.run(
        [sys.executable, "-c", _READ, str(path)], capture_output=True, text=True, cwd=ROOT, timeout=SECONDS, check=True
    )
    said, memory = done.stdout.rsplit(maxsplit=1)
    assert "line-too-long" in said
    assert int(memory) < 3 * 1024
