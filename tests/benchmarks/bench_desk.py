"""A desk of many cases: rate by workers, memory over time, killed and resumed.

``python -m tests.benchmarks.bench_desk SCRATCH``

The cases are the labelled ones, copied and shifted by whole leap cycles (dates in text and in numbers that begin with
one), so that no two desks of a copy are alike and every weekday stays within a cycle's drift.
"""

from __future__ import annotations

import argparse
import random
import re
import resource
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

from tests.desk.made_cases import written
from tests.shared import shared

_YEAR = re.compile(rb"(?<!\d)20([12]\d)(?=[-/.\d\xe5\xc4])")
_COMMAND = [sys.executable, "-m", "app"]


def shifted(data: bytes, years: int) -> bytes:
    """A text with every date that many years earlier."""
    return _YEAR.sub(lambda m: b"20%02d" % (int(m[1]) - years), data)


def copied(source: Path, target: Path, years: int) -> None:
    """One case, shifted."""
    target.mkdir(parents=True)
    for path in sorted(source.iterdir()):
        place = target / path.name
        if path.suffix != ".xlsx":
            place.write_bytes(shifted(path.read_bytes(), years))
            continue
        with zipfile.ZipFile(path) as before, zipfile.ZipFile(place, "w", zipfile.ZIP_DEFLATED) as after:
            for part in before.infolist():
                data = before.read(part)
                after.writestr(part, shifted(data, years) if part.filename.startswith("xl/") else data)


def make_desk(folder: Path, count: int) -> None:
    """So many cases in a folder."""
    sources = sorted(p for p in shared("cases").iterdir() if p.is_dir())
    for number in range(count):
        turn, which = divmod(number, len(sources))
        copied(sources[which], folder / f"{turn:03d}-{sources[which].name}", 4 * (turn % 3))


def desk(folder: Path, out: Path, jobs: int) -> list[str]:
    """The command."""
    return [*_COMMAND, "desk", str(folder), "--out", str(out), "--jobs", str(jobs), "--quiet"]


def timed(command: list[str]) -> tuple[float, float]:
    """Seconds of the clock and of processors that a command and its workers took."""
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    subprocess.run(command, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.monotonic() - began, sum((after.ru_utime - before.ru_utime, after.ru_stime - before.ru_stime))


def rates(folder: Path, scratch: Path, count: int) -> None:
    """One worker, two, and a process for each of twenty cases."""
    for jobs in (1, 2):
        wall, spent = timed(desk(folder, scratch / f"out-{jobs}", jobs))
        print(f"{jobs} worker(s): {count} cases in {wall:.1f} s = {count / wall:.2f}/s; processors {spent:.1f} s")
    few = sorted(folder.iterdir())[:20]
    walls = [timed([*_COMMAND, "explain", str(c), "--json", str(scratch / "one.json"), "--quiet"]) for c in few]
    print(
        f"a process for each: {len(few) / sum(w for w, _ in walls):.2f}/s; processors {sum(c for _, c in walls):.1f} s"
    )
    print("the same bytes:", written(scratch / "out-1") == written(scratch / "out-2"))


def memory(out: Path) -> None:
    """What a worker held after each case, by tenths of the run; the order of the names is nearly that of the work."""
    rows = [line.split(",") for line in (out / "run.csv").read_text(encoding="utf-8-sig").splitlines()[1:]]
    held = [int(row[2] or 0) for row in rows]
    tenth = max(len(held) // 10, 1)
    print("megabytes by tenths:", [max(held[at : at + tenth]) for at in range(0, len(held), tenth)])


def killed(folder: Path, scratch: Path, times: int) -> None:
    """Killed at random so many times, then run to the end."""
    chance, out = random.Random(17), scratch / "out-killed"
    for _ in range(times):
        run = subprocess.Popen(desk(folder, out, 2))
        time.sleep(chance.uniform(1, 6))
        run.send_signal(signal.SIGKILL)
        run.wait()
        print("killed with", len(list(out.glob("cases/*/record.json"))), "done")
    subprocess.run(desk(folder, out, 2), check=True)
    print("equal to the run that nobody killed:", written(out) == written(scratch / "out-2"))


def main() -> None:
    """Make the cases, then measure."""
    parser = argparse.ArgumentParser()
    parser.add_argument("scratch", type=Path)
    parser.add_argument("--cases", type=int, default=2_000)
    parser.add_argument("--kills", type=int, default=10)
    given = parser.parse_args()
    folder = given.scratch / "desk"
    if not folder.exists():
        make_desk(folder, given.cases)
    rates(folder, given.scratch, given.cases)
    memory(given.scratch / "out-1")
    killed(folder, given.scratch, given.kills)
    shutil.rmtree(given.scratch / "out-killed")


if __name__ == "__main__":
    main()
