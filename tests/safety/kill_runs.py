"""Kills the program at random moments of importing, deciding, undoing and saving: ``python tests/safety/kill_runs.py``.

Each run works on a case in a child process that says what was confirmed, is killed with SIGKILL, and leaves its files
to be looked at: every case there opens, is sound, and one of them holds every step confirmed before the kill.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from contextlib import closing, suppress
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from app.core.decisions import Mark, step_to_json
from app.storage.case_file import CaseFile
from app.workspace import Workspace, digest_of
from tests.gui.small_case import write_case

MOVES = ("add", "mark", "mark", "note", "note", "hide", "remove", "undo", "undo", "redo", "save", "copy")


def live(folder: Path, files: Path, chance: random.Random, tell: int) -> None:
    """Work on a case for ever, and say after each step what the log is and where the case lies."""

    def say(word: str, what: object) -> None:
        os.write(tell, f"{word} {json.dumps(what, ensure_ascii=False)}\n".encode())

    case = Workspace.create(folder / "unnamed")
    said = 0
    while True:
        act(case, folder, files, chance, say)
        for step in case.log[said:]:
            say("step", step_to_json(step))
        said = len(case.log)


def act(case: Workspace, folder: Path, files: Path, chance: random.Random, say) -> None:  # type: ignore[no-untyped-def]
    """Do one thing to the case."""
    found = next(iter(case.explanation.discrepancies), None)
    match chance.choice(MOVES):
        case "add":
            case.add([chance.choice(sorted(files.iterdir()))])
        case "mark" if found:
            case.decide(case.marking(found, chance.choice(list(Mark)), "晚"))
        case "note" if found:
            case.decide(case.noting(found, f"第 {chance.random()} 次", "晚"))
        case "hide":
            case.decide(case.hiding_info(chance.random() < 0.5))
        case "remove" if case.sources:
            case.remove_source(digest_of(chance.choice(case.sources)))
        case "undo":
            case.undo()
        case "redo":
            case.redo()
        case "save" if case.log:
            place = folder / f"{chance.choice('abc')}.tally"
            say("saving", str(place))
            case.save(place)
        case "copy" if case.log:
            case.save_copy(folder / "copy.tally", originals=chance.random() < 0.5)


def one_run(number: int, seed: int, files: Path) -> tuple[str, int]:
    """Start, kill, look. Says what was wrong, or nothing, and how many steps had been confirmed."""
    chance = random.Random(f"{seed} {number}")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        read, write = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(read)
            with suppress(BaseException):
                live(folder, files, chance, write)
            os._exit(1)
        os.close(write)
        time.sleep(random.Random(f"wait {seed} {number}").uniform(0.01, 1.5))
        os.kill(child, signal.SIGKILL)
        with os.fdopen(read, encoding="utf-8", errors="ignore") as pipe:
            lines = [line for line in pipe.read().splitlines(keepends=True) if line.endswith("\n")]
        _, status = os.waitpid(child, 0)
        if not os.WIFSIGNALED(status):
            return "ended by itself", 0
        confirmed = [json.loads(line[5:]) for line in lines if line.startswith("step ")]
        return looked_at(folder, confirmed), len(confirmed)


def looked_at(folder: Path, confirmed: list[object]) -> str:
    """Open every case that is left; says what is wrong, or nothing."""
    longest = 0
    for path in sorted(folder.rglob("*.tally")):
        if path.name == "copy.tally":
            Workspace.open(path).close()
            continue
        with closing(CaseFile.open(path)) as case:
            if case.read_only is not None:
                return f"{path.name} stays locked"
            steps = [step_to_json(step) for step in case.log()]
            for kept in case.sources():
                case.content(kept)
        if steps[: len(confirmed)] == confirmed[: len(steps)]:
            longest = max(longest, len(steps))
        Workspace.open(path).close()
    return "" if longest >= len(confirmed) else f"{len(confirmed)} steps were confirmed and {longest} are there"


def run(count: int, seed: int) -> Counter[str]:
    """Make the runs; the words for what was wrong, and how many runs they are true of."""
    wrong: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as name:
        files = write_case(Path(name))
        warm = Workspace()
        warm.add([files])  # so that a run spends its time on the case and not on loading the program
        steps = []
        for number in range(count):
            try:
                said, confirmed = one_run(number, seed, files)
            except Exception as error:  # what the look at the files met is what the run is for
                said, confirmed = f"{type(error).__name__}: {error}", 0
            steps.append(confirmed)
            if said:
                wrong[said] += 1
                print(f"run {number}: {said}", flush=True)
    print(f"{count} runs, {sum(steps)} steps confirmed (at most {max(steps)} in a run), {sum(wrong.values())} wrong")
    return wrong


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    raise SystemExit(1 if run(given.runs, given.seed) else 0)
