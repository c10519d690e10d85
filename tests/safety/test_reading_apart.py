"""A file that is read apart costs a sentence at most: its process may die, hang or eat memory, and nothing is lost."""

from __future__ import annotations

import ctypes
import faulthandler
import os
import select
import signal
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from app import own_process, process_limits
from app.importers import opening
from app.importers.read import read_paths
from app.importers.reading import apart, documents, guarded, pdf, workbooks
from app.importers.reading.errors import Refused
from app.importers.reading.limits import Limits
from app.importers.reading.progress import IDLE, Cancelled, Watch
from tests.importers import screens_drawn
from tests.importers.strangers_lenders import document as text_document
from tests.importers.test_opening import workbook
from tests.importers.test_pdf import document, statement
from tests.patience import SECONDS
from tests.shared import ROOT

on_linux = pytest.mark.skipif(sys.platform != "linux", reason="looks at processes as Linux shows them")

HARMFUL = f"""
import os, sys
sys.path.insert(0, {str(ROOT)!r})
from app.importers import reader_child

def kills(*_): yield os.kill(os.getpid(), 9)
def hangs(*_): yield sum(range(10**15))
def sleeps(*_): yield sys.stdin.read() or __import__("threading").Event().wait()
def eats(*_): yield len(bytearray(8 << 30))
def leaks(*_): yield "x" * 10 + "\\udcff"
def babbles(*_): print("no answer"); yield os.getpid()
def garbles(*_): yield os.write(4, b"+no answer of ours\\n")

reader_child.READERS |= dict(garbles=garbles)
reader_child.READERS |= dict(kills=kills, hangs=hangs, sleeps=sleeps, eats=eats, leaks=leaks, babbles=babbles)
reader_child.child()
"""
"""A process that reads, with readers that do harm."""


@pytest.fixture(autouse=True)
def fresh() -> Iterator[None]:
    """Each test with a process of its own."""
    apart.close()
    yield
    apart.close()


@pytest.fixture
def harmful(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the process that reads have readers that do harm."""
    monkeypatch.setattr(own_process, "_command", lambda: [sys.executable, "-c", HARMFUL])


def ask(what: str, limits: Limits | None = None, watch: Watch = IDLE) -> list[Any]:
    return apart.ask(what, b"", {}, limits or Limits(), watch)


def refusal(what: str, limits: Limits | None = None) -> str:
    with pytest.raises(Refused) as refused:
        ask(what, limits)
    return refused.value.code


def running() -> set[int]:
    """The processes that this one started and that are there, dead ones not yet seen left out."""
    found = set()
    for task in Path("/proc/self/task").iterdir():
        found |= {int(pid) for pid in (task / "children").read_text().split()}
    return {pid for pid in found if "Z" not in Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]}


# --- what is read -----------------------------------------------------------------------------------------------------


def test_a_workbook_is_the_same_read_apart_and_here() -> None:
    data = workbook()
    assert guarded.workbook(data, Limits(), IDLE) == workbooks.read(data, Limits())


def test_a_pdf_is_the_same_read_apart_and_here() -> None:
    data = document(statement)
    assert guarded.pdf_rows(data, ["无用"], Limits(), opening.statement, IDLE) == (
        pdf.read(data, ["无用"], Limits(), opening.statement),
        (),
    )


def test_a_reason_is_the_same_read_apart_and_here() -> None:
    for read in (lambda data: guarded.workbook(data, Limits(), IDLE), lambda data: workbooks.read(data, Limits())):
        with pytest.raises(Refused) as refused:
            read(workbooks.ZIP + b"and nothing more")
        assert (refused.value.code, list(refused.value.facts)) == ("damaged-workbook", ["reason"])


def test_text_that_is_no_text_comes_back_as_it_is(harmful: None) -> None:
    assert ask("leaks") == ["xxxxxxxxxx\udcff"]


def test_many_files_are_read_by_one_process_and_what_a_library_prints_is_no_answer(harmful: None) -> None:
    assert len({pid for _ in range(5) for pid in ask("babbles")}) == 1


# --- what does harm ---------------------------------------------------------------------------------------------------


def test_a_file_that_ends_its_process_ends_in_a_reason_and_the_next_is_read(harmful: None) -> None:
    assert refusal("kills") == "reader-stopped"
    assert ask("leaks")


@on_linux
def test_a_process_that_was_taken_over_and_answers_nonsense_ends_in_a_reason(harmful: None) -> None:
    assert refusal("garbles") == "reader-stopped"
    assert ask("leaks")


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="time of the processor is not counted there")
def test_a_file_that_never_ends_ends_in_a_reason_and_the_next_is_read(harmful: None) -> None:
    assert refusal("hangs", Limits(read_seconds=1)) == "reader-too-long"
    assert ask("leaks")


@pytest.mark.slow
def test_a_file_that_waits_for_ever_ends_by_the_clock(harmful: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "_SLOWER", 1)
    assert refusal("sleeps", Limits(read_seconds=1)) == "reader-too-long"
    assert ask("leaks")


@pytest.mark.skipif(sys.platform == "win32", reason="other limits hold there")
def test_a_file_that_eats_memory_ends_in_a_reason_and_the_next_is_read(harmful: None) -> None:
    assert refusal("eats", Limits(read_megabytes=300)) == "reader-too-much-memory"
    assert ask("leaks")


@on_linux
def test_a_cancel_is_felt_inside_a_library_call_and_ends_the_process(harmful: None) -> None:
    asked = iter([False, False])
    with pytest.raises(Cancelled):
        ask("hangs", watch=Watch(None, lambda: next(asked, True)))
    assert running() == set()


@on_linux
def test_a_process_that_is_killed_while_it_waits_costs_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(workbook())
    whole = read_paths([path]).sources
    (pid,) = running()
    os.kill(pid, signal.SIGKILL)
    os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)
    assert read_paths([path]).sources == whole


@on_linux
def test_a_process_ends_with_the_program_that_started_it_even_within_a_file() -> None:
    run = f"""
import os, sys, threading
sys.path.insert(0, {str(ROOT)!r})
from app import own_process
from app.importers.reading import apart
from app.importers.reading.limits import Limits
from app.importers.reading.progress import IDLE, Watch
own_process._command = lambda: [sys.executable, "-c", {HARMFUL!r}]
(pid,) = apart.ask("babbles", b"", {{}}, Limits(), IDLE)
print(pid, flush=True)
sys.stdin.readline()
threading.Thread(target=lambda: apart.ask("sleeps", b"", {{}}, Limits(), IDLE), daemon=True).start()
sys.stdin.readline()
"""
    command = [sys.executable, "-c", run]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdin is not None and parent.stdout is not None
        handle = os.pidfd_open(int(parent.stdout.readline()))
        parent.stdin.write("\n")
        parent.stdin.flush()
        parent.kill()
    assert select.select([handle], [], [], 30)[0] == [handle]
    os.close(handle)


def test_a_text_document_is_parsed_by_the_process_apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def never_here(*_: object) -> None:
        raise AssertionError("parsed in the process that shows the window")

    monkeypatch.setattr(documents, "read", never_here)
    (tmp_path / "a.docx").write_bytes(text_document("还款计划", [["期数", "金额"], ["1", "900.41"]]))
    (source,) = read_paths([tmp_path]).sources
    assert "read-without-guard" not in {problem.code for problem in source.problems}


def test_what_a_text_document_unfolds_to_is_bounded_as_pages_are() -> None:
    with pytest.raises(Refused) as refused:
        guarded.document_rows(text_document("还款计划" * 1000), Limits(page_bytes=2_000), IDLE)
    assert refused.value.code == "page-too-large"


# --- where no process can be started ----------------------------------------------------------------------------------


@pytest.mark.parametrize("why", ["refused", "at once dead"])
def test_without_a_process_a_workbook_is_read_here_and_a_picture_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, why: str
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError

    if why == "refused":
        monkeypatch.setattr(apart, "start", refuse)
    else:
        monkeypatch.setattr(own_process, "_command", lambda: [sys.executable, "-c", "raise SystemExit"])
    (tmp_path / "a.xlsx").write_bytes(workbook())
    (tmp_path / "b.pdf").write_bytes(document(statement))
    (tmp_path / "d.docx").write_bytes(text_document("还款计划"))
    (tmp_path / "c.png").write_bytes(screens_drawn.as_file(screens_drawn.page(3).picture))
    said = {source.file: {problem.code for problem in source.problems} for source in read_paths([tmp_path]).sources}
    assert "read-without-guard" in said["a.xlsx"] & said["b.pdf"] & said["d.docx"]
    assert said["c.png"] == {"reader-not-started"}


# --- how each system is told ------------------------------------------------------------------------------------------


def test_the_bounds_grow_with_the_file() -> None:
    small, large = (apart._bounds(Limits(), bytes(size << 20)) for size in (0, 10))
    assert small == {"seconds": 60, "clock": 300, "megabytes": 1_536}
    assert large == {"seconds": 100, "clock": 500, "megabytes": 2_536}


class Kernel:
    """What the program asks of Windows."""

    def __init__(self) -> None:
        self.held: list[tuple[int, int, int]] = []
        self.jobs = 0
        self.assigned: list[int] = []
        self.CreateJobObjectW = partial(self._create)
        self.GetCurrentProcess = lambda: -1 & (2**64 - 1)

    def _create(self, *_: object) -> int:
        self.jobs += 1
        return 40 + self.jobs

    def AssignProcessToJobObject(self, job: ctypes.c_void_p, _process: object) -> int:  # noqa: N802
        self.assigned.append(job.value or 0)
        return 1

    def SetInformationJobObject(self, job: ctypes.c_void_p, kind: int, limits: Any, size: int) -> int:  # noqa: N802
        read = ctypes.cast(limits, ctypes.POINTER(process_limits.JobLimits)).contents
        assert (kind, size, read.basic.flags) == (9, ctypes.sizeof(process_limits.JobLimits), 0x100)
        self.held.append((job.value or 0, size, read.process_memory))
        return 1


def test_windows_holds_memory_by_one_job_whose_bound_may_change(monkeypatch: pytest.MonkeyPatch) -> None:
    """The sizes are those of 64-bit Windows; the calls themselves never ran there."""
    kernel = Kernel()
    monkeypatch.setattr(ctypes, "WinDLL", lambda _: kernel, raising=False)
    memory = process_limits.Memory("win32")
    memory.hold(100)
    memory.hold(200)
    assert kernel.held == [(41, 144, 100 << 20), (41, 144, 200 << 20)]
    assert kernel.assigned == [41]


@pytest.mark.parametrize("system", ["linux", "freebsd14"])
def test_a_python_without_limits_holds_by_the_clock_alone(monkeypatch: pytest.MonkeyPatch, system: str) -> None:
    monkeypatch.setitem(sys.modules, "resource", None)
    clock: list[float] = []
    monkeypatch.setattr(faulthandler, "dump_traceback_later", lambda seconds, **_: clock.append(seconds))
    monkeypatch.setattr(Path, "read_text", lambda *_a, **_k: "")  # no /proc there either
    process_limits.Memory(system).hold(100)
    process_limits.hold_seconds(1, 5)
    assert clock == [5]
    assert process_limits.peak() == 0


@pytest.mark.skipif(sys.platform == "win32", reason="the system does not say what a process held")
def test_a_mac_ends_a_process_that_holds_too_much() -> None:
    run = "import time; from app.process_limits import Memory; Memory('darwin').hold(1); time.sleep(60)"
    done = subprocess.run([sys.executable, "-c", run], cwd=ROOT, check=False, timeout=SECONDS)
    assert done.returncode == process_limits.TOO_MUCH_MEMORY


@on_linux
def test_what_the_starter_may_hold_bounds_what_it_starts() -> None:
    run = "from app.process_limits import Memory; import resource\nMemory().hold(500)\n"
    run += "resource.setrlimit(resource.RLIMIT_DATA, (500 << 20, 500 << 20))\nMemory().hold(900)\n"
    run += "print(resource.getrlimit(resource.RLIMIT_DATA)[0] >> 20)"
    done = subprocess.run([sys.executable, "-c", run], cwd=ROOT, check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "500"


@on_linux
def test_what_a_process_held_is_not_what_its_starter_held() -> None:
    run = "import subprocess, sys; large = bytearray(700 << 20)\n"
    run += "subprocess.run([sys.executable, '-c', 'from app.process_limits import peak; print(peak() >> 20)'])"
    done = subprocess.run([sys.executable, "-c", run], cwd=ROOT, check=True, capture_output=True, text=True)
    assert int(done.stdout) < 200
