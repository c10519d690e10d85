"""Where the code asks which system it is on, the other systems' answers are tried here; none of them ran there."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

from app import own_process
from app.__main__ import main
from app.atomic_write import write_whole
from tests.gui.small_case import write_case

WINDOW_LESS = 0x08000000
ROOT = Path(__file__).resolve().parents[1]
OF_ONE_SYSTEM = re.compile(r"^(?:import|from) (?:fcntl|grp|msvcrt|pty|pwd|resource|termios|winreg)\b", re.MULTILINE)
OF_A_SYSTEM = re.compile(
    r"\bsys\.platform\b|\bos\.(?:get[a-z]*id|sysconf|fork|kill|statvfs)\b|\bimport (?:fcntl|msvcrt|resource)\b"
)
"""Where code names a system, or asks what not every system answers."""
LONG_RUNS = {"tests/safety/fuzz_runs.py", "tests/benchmarks/bench_desk.py", "tests/benchmarks/bench_workbook.py"}
"""What is run by itself, and imported by no test."""


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """How processes are started, in place of starting them."""
    calls: list[dict[str, Any]] = []

    def start(command: list[str], **how: Any) -> None:
        calls.append({"command": command, **how})

    monkeypatch.setattr(subprocess, "Popen", start)
    return calls


def test_on_windows_a_process_of_ours_opens_no_console(
    started: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(subprocess, "CREATE_NO_WINDOW", WINDOW_LESS, raising=False)
    own_process.start("--read-apart")
    assert started[0]["creationflags"] == WINDOW_LESS


def test_on_other_systems_it_is_started_without_flags_and_out_of_reach_of_ctrl_c(
    started: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(subprocess, "CREATE_NO_WINDOW", raising=False)
    own_process.start("--read-apart")
    assert started[0]["creationflags"] == 0
    assert started[0]["start_new_session"]


@pytest.mark.parametrize("program", [r"C:\Program Files\Tallyline\tallyline.exe", "/Applications/Tallyline.app/x"])
def test_a_packed_program_starts_itself(
    program: str, started: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", program)
    own_process.start("--read-apart")
    assert started[0]["command"] == [program, "--read-apart"]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_workbook_that_excel_holds_open_stays_and_the_person_is_told_to_look_there(
    tmp_path: Path, language: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Windows lets nobody replace a file that another program has open."""
    files, place = write_case(tmp_path / "files"), tmp_path / "out.xlsx"
    assert main(["explain", str(files), "--excel", str(place), "--quiet"]) == 0
    before, names = place.read_bytes(), sorted(tmp_path.iterdir())

    def refused(*_: object) -> Path:
        raise PermissionError(13, "Access is denied")

    monkeypatch.setattr(Path, "replace", refused)
    assert main(["explain", str(files), "--excel", str(place), "--quiet", "--lang", language]) == 1
    said = capsys.readouterr().err
    assert {"zh": "检查文件是否正被打开", "en": "see whether the file is open elsewhere"}[language] in said
    assert place.read_bytes() == before
    assert sorted(tmp_path.iterdir()) == names
    with pytest.raises(PermissionError):
        write_whole(place, b"x")


def test_no_module_needs_what_one_system_alone_has_to_be_imported() -> None:
    """Else the whole suite, or the program, would not start on the others."""
    modules = [path for room in ("app", "tests") for path in (ROOT / room).rglob("*.py")]
    found = {p.relative_to(ROOT).as_posix() for p in modules if OF_ONE_SYSTEM.search(p.read_text(encoding="utf-8"))}
    assert found - LONG_RUNS == {"tests/safety/test_hostile_size.py"}  # in the text of a script, which Windows skips


def test_each_system_checks_types_as_itself() -> None:
    """What one system alone has is guarded so that the checker of none of them stumbles over it."""
    told = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["mypy"]
    assert "platform" not in told


@pytest.mark.slow
@pytest.mark.parametrize("system", sorted({"win32", "darwin", "linux"} - {sys.platform}))
def test_types_hold_on_the_other_systems(system: str, tmp_path: Path) -> None:
    """Only where the code names the system: the rest is the same text everywhere, which the checker has seen."""
    named = [p for p in sorted((ROOT / "app").rglob("*.py")) if OF_A_SYSTEM.search(p.read_text(encoding="utf-8"))]
    assert named
    command = [sys.executable, "-m", "mypy", "--platform", system, "--follow-imports=silent", "--cache-dir", tmp_path]
    checked = subprocess.run([*command, *named], cwd=ROOT, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout
