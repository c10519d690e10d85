"""Where the code asks which system it is on, the other systems' answers are tried here; none of them ran there."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from app import own_process
from app.__main__ import main
from app.atomic_write import write_whole
from tests.gui.small_case import write_case

WINDOW_LESS = 0x08000000


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
