"""Lets every call that changes the disk fail in turn while a case is saved or a decision is made; run by its test.

It runs with ``failing_calls.c`` loaded before the C library and prints how many failures there were of each kind.
"""

from __future__ import annotations

import ctypes
import errno
import sys
import tempfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from app.storage.case_file import CaseFile
from app.workspace import Workspace
from tests.gui.small_case import write_case

SHIM = ctypes.CDLL(None)
Work = Callable[[Workspace, Path], object]


def decide(case: Workspace, _folder: Path) -> object:
    """A note."""
    return case.decide(case.noting(case.explanation.discrepancies[0], "x" * 9000, "晚"))


def undo(case: Workspace, _folder: Path) -> object:
    """An undo."""
    return case.undo()


def add(case: Workspace, folder: Path) -> object:
    """One more file."""
    return case.add([folder / "files" / "more.csv"])


def save(case: Workspace, folder: Path) -> object:
    """The first name."""
    return case.save(folder / "named.tally")


def save_over(case: Workspace, folder: Path) -> object:
    """A name that another case has."""
    return case.save(folder / "old.tally")


WORKS: tuple[Work, ...] = (decide, undo, add, save, save_over)


def attempt(work: Work, at: int, error: int, lasting: bool) -> bool:
    """Let call ``at`` fail; whether there was such a call. Raises AssertionError where anything was lost."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        files = write_case(folder / "files")
        case = Workspace.create(folder / "unnamed")
        case.add([files])
        case.decide(case.hiding_info(False))
        (files / "more.csv").write_text("a,b\n1,2\n")
        with closing(Workspace()) as old:
            old.add([files / "alipay.csv"])
            old.save(folder / "old.tally")
        before = case.log
        SHIM.arm(at, error, int(lasting))
        try:
            work(case, folder)
            failed = False
        except OSError:
            failed = True
        reached = SHIM.calls() >= at
        SHIM.arm(0, 0, 0)
        assert case.log[: len(before)] == before
        work(case, folder) if failed else None  # once the disk is well again, the same succeeds
        case.decide(case.hiding_info(True))
        where = case.path or next((folder / "unnamed").glob("*.tally"))
        case.close()
        with closing(CaseFile.open(where)) as kept:
            assert kept.log() == case.log, f"{work.__name__}, call {at}"
        for path in folder.rglob("*.tally"):
            Workspace.open(path).close()
        return reached


def main() -> None:
    """Try every call of the works named (of all by default), failing once and from then on, as a full disk does."""
    for work in (w for w in WORKS if w.__name__ in sys.argv[1:] or not sys.argv[1:]):
        for error, lasting in ((errno.EIO, False), (errno.ENOSPC, True)):
            at = 1
            while attempt(work, at, error, lasting):
                at += 1
            print(f"{work.__name__} {errno.errorcode[error]} {at - 1}", flush=True)


if __name__ == "__main__":
    main()
