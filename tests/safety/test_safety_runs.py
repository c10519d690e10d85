"""Small samples of the long runs: kills, failing disks, damaged inputs. The scripts beside this file make them long."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.patience import SECONDS

HERE = Path(__file__).resolve().parent
UNIX = pytest.mark.skipif(sys.platform != "linux", reason="needs fork, SIGKILL and a preloaded library")


def script(name: str, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a script beside this file to its end."""
    command = [sys.executable, str(HERE / name), *arguments]
    surroundings = {**os.environ, **environment}
    return subprocess.run(command, capture_output=True, text=True, env=surroundings, timeout=SECONDS, check=False)


@pytest.mark.slow
@UNIX
def test_a_killed_program_loses_no_confirmed_decision() -> None:
    done = script("kill_runs.py", "--runs", "4")
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.slow
@UNIX
@pytest.mark.skipif(shutil.which("cc") is None, reason="needs a C compiler")
def test_a_disk_that_fails_at_any_call_of_a_decision_loses_nothing(tmp_path: Path) -> None:
    library = tmp_path / "failing.so"
    source = str(HERE / "failing_calls.c")
    subprocess.run(["cc", "-shared", "-fPIC", "-o", str(library), source, "-ldl"], check=True)
    done = script("failing_calls.py", "decide", LD_PRELOAD=str(library))
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("part", ["importers", "case"])
def test_damaged_inputs_end_in_a_reason(part: str, tmp_path: Path) -> None:
    from tests.safety import fuzz_targets
    from tests.safety.fuzz_seeds import made
    from tests.safety.mutation import mutated

    plan = "期数,应还日期,应还本金,应还利息\n1,2024-01-15,1,2\n"
    seeds = fuzz_targets.case_seeds() if part == "case" else made(plan.encode())
    target = fuzz_targets.read_case if part == "case" else fuzz_targets.import_file
    for number in range(60):
        data, joined = mutated(seeds, random.Random(number))
        said = target(data, tmp_path, number)
        assert not said or (joined and said == fuzz_targets.TWO_CLAIMS), number
