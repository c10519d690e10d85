"""Feeds damaged files to the importers and the case reader: ``python tests/safety/fuzz_runs.py --count 200000``.

Input number n of a seed is always the same, so that a finding can be made again. The work is done in a child process
whose memory is bounded to 1 GiB beyond what it starts with; a child that hangs or dies is replaced and its input kept.
"""

from __future__ import annotations

import argparse
import hashlib
import multiprocessing
import os
import random
import resource
import sys
import tempfile
import time
import traceback
from collections import Counter
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tests.safety import fuzz_targets  # noqa: E402
from tests.safety.fuzz_seeds import importer_seeds, made  # noqa: E402
from tests.safety.mutation import mutated  # noqa: E402

SLOW = 5.0
"""Seconds of the processor that one input may take."""
DEAD = 120.0
"""Seconds on the clock after which a child is taken to hang, also on a busy machine."""
GIGABYTE = 1 << 30


def seeds_of(part: str) -> list[bytes]:
    """The whole files of a part; ``kinds`` are one small file of each kind that is read, made here."""
    if part == "case":
        return fuzz_targets.case_seeds()
    if part == "kinds":
        return made("期数,应还日期,应还本金,应还利息\n1,2024-01-15,1,2\n".encode())
    shared = Path(os.environ.get("TALLYLINE_SHARED", ROOT.parent / "shared"))
    cases = sorted((shared / "cases").glob("*"))[::7]
    return importer_seeds([shared / "samples", *cases, ROOT / "resources" / "samples"])


def input_of(part: str, seed: int, number: int, seeds: list[bytes]) -> tuple[bytes, bool]:
    """Input ``number``."""
    return mutated(seeds, random.Random(f"{part} {seed} {number}"))


def work(part: str, seed: int, numbers: range, at: Any, out: Any) -> None:
    """Try the inputs one by one; every finding goes into the queue."""
    seeds = seeds_of(part)
    target = fuzz_targets.read_case if part == "case" else fuzz_targets.import_file
    with tempfile.TemporaryDirectory(dir="/dev/shm" if Path("/dev/shm").is_dir() else None) as folder:
        target(seeds[0], Path(folder), 0)
        _bound_memory()
        for number in numbers:
            at.value = number
            data, joined = input_of(part, seed, number, seeds)
            began = time.process_time()
            try:
                said = target(data, Path(folder), number)
            except BaseException as error:  # whatever escapes is a finding
                said = _signature(error)
            took = time.process_time() - began
            if took > SLOW:
                said = f"slow {took:.1f} s"
            if said and not (joined and said == fuzz_targets.TWO_CLAIMS):
                out.put((number, said))
        out.put((-1, str(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)))
        at.value = numbers.stop


def _bound_memory() -> None:
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    bound = pages * os.sysconf("SC_PAGE_SIZE") + GIGABYTE
    resource.setrlimit(resource.RLIMIT_AS, (bound, bound))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _signature(error: BaseException) -> str:
    frames = [f for f in traceback.extract_tb(error.__traceback__) if "/app/" in f.filename]
    place = f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "?"
    return f"{type(error).__name__} {place} {str(error)[:100]}"


def run(part: str, seed: int, first: int, count: int, keep: Path) -> Counter[str]:
    """Try ``count`` inputs from ``first`` on, in as many child processes as it takes."""
    context = multiprocessing.get_context("spawn")
    seeds = seeds_of(part)
    found: Counter[str] = Counter()
    number, stop, peak = first, first + count, 0
    began = time.monotonic()
    while number < stop:
        last = min(stop, number + 10_000)
        at, out = context.Value("q", number), context.SimpleQueue()
        child = context.Process(target=work, args=(part, seed, range(number, last), at, out))
        child.start()
        ended = _watched(child, at)
        while not out.empty():
            which, said = out.get()
            if which < 0:
                peak = max(peak, int(said))
            else:
                _keep(keep, found, said, input_of(part, seed, which, seeds)[0], which)
        if at.value < last:
            _keep(keep, found, ended, input_of(part, seed, at.value, seeds)[0], at.value)
            number = at.value + 1
        else:
            number = last
        rate = (number - first) / (time.monotonic() - began)
        done = f"{number - first}/{count} {rate:.0f}/s peak {peak} MiB"
        print(f"{part} {done} {sum(found.values())} findings", flush=True)
    return found


def _watched(child: Any, at: Any) -> str:
    """Wait for a child; kill it where it hangs. Says how it ended."""
    before, since = -1, time.monotonic()
    while child.is_alive():
        child.join(0.5)
        if at.value != before:
            before, since = at.value, time.monotonic()
        elif time.monotonic() - since > DEAD * (3 if before == at.value == 0 else 1):
            child.kill()
            child.join()
            return "hang"
    return f"died {child.exitcode}"


def _keep(keep: Path, found: Counter[str], said: str, data: bytes, number: int) -> None:
    kind = " ".join(said.split()[:2])
    found[said] += 1
    if sum(n for text, n in found.items() if text.startswith(kind)) <= 5:
        keep.mkdir(parents=True, exist_ok=True)
        name = hashlib.sha256(said.encode()).hexdigest()[:8]
        (keep / f"{name}-{number}.bin").write_bytes(data)
        print(f"  {number}: {said}", flush=True)


def main() -> int:
    """Run and print what was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--part", choices=("importers", "kinds", "case"), default="importers")
    parser.add_argument("--count", type=int, default=200_000)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, default=Path(tempfile.gettempdir()) / "tallyline-findings")
    given = parser.parse_args()
    found = run(given.part, given.seed, given.first, given.count, given.keep)
    for said, times in found.most_common():
        print(f"{times:6d}  {said}")
    print(f"{given.count} inputs, {sum(found.values())} findings of {len(found)} kinds")
    return 1 if found else 0


if __name__ == "__main__":
    raise SystemExit(main())
