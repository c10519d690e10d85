"""What was pasted is for nobody else to see, and goes with the program, or with the next one where it was killed."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from PySide6.QtGui import QDesktopServices

from app.gui.services.messages import show_folder_of
from app.gui.services.pasted_tables import PastedTables, clear_left_over


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A temporary folder of the test's own."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def test_a_pasted_table_is_the_persons_alone_and_goes_with_the_program(temporary: Path) -> None:
    pasted = PastedTables()
    first, second = (pasted.add("日期,金额\n", "粘贴") for _ in range(2))
    assert first.read_text(encoding="utf-8") == "日期,金额\n"
    assert first != second
    if sys.platform != "win32":
        assert {stat.S_IMODE(place.stat().st_mode) for place in (first, second)} == {0o600}
        assert stat.S_IMODE(first.parents[1].stat().st_mode) == 0o700
    pasted.clear()
    assert list(temporary.glob("tallyline-*")) == []


class _Windows:
    platform = "win32"


def test_by_windows_conventions_what_is_held_open_stays_and_the_rest_goes(
    temporary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """There nobody is asked who lives: an open file cannot be deleted, which is played here."""
    monkeypatch.setattr("app.gui.services.pasted_tables.sys", _Windows())
    pasted = PastedTables()
    table = pasted.add("日期,金额\n", "粘贴")
    held = table.parents[1] / ".held"
    for name in ("tallyline-pasted-1-killed", "tallyline-pasted-1-older"):
        (temporary / name).mkdir()
        (temporary / name / "a.csv").write_text("x", encoding="utf-8")
    (temporary / "tallyline-pasted-1-killed" / ".held").touch()
    unlink = Path.unlink

    def as_windows(path: Path, missing_ok: bool = False) -> None:
        if path == held:
            raise PermissionError(13, "The process cannot access the file because it is being used")
        unlink(path, missing_ok=missing_ok)

    with monkeypatch.context() as windows:
        windows.setattr(Path, "unlink", as_windows)
        clear_left_over()
    assert list(temporary.glob("tallyline-*")) == [table.parents[1]]
    assert table.exists()
    pasted.clear()
    assert list(temporary.glob("tallyline-*")) == []


@pytest.mark.skipif(sys.platform == "win32", reason="it cannot be asked who lives")
def test_what_a_killed_program_pasted_goes_with_the_next_and_what_another_holds_stays(temporary: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", "pass"]) as dead:
        pass
    names = {kind: f"tallyline-pasted-{kind}-x" for kind in (dead.pid, os.getppid(), "no-number")}
    for name in names.values():
        (temporary / name).mkdir()
        (temporary / name / "a.csv").write_text("x")
    pasted = PastedTables()
    pasted.add("x", "a")
    assert not (temporary / names.pop(dead.pid)).exists()
    assert all((temporary / name).exists() for name in names.values())
    pasted.clear()


def test_a_bundle_of_a_mac_is_never_opened_as_the_folder_of_a_file(monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toLocalFile()))
    show_folder_of(Path("/home/a/Bills.app/Contents.app/x.csv"))
    show_folder_of(Path("/home/a/b/x.csv"))
    assert opened == ["/home/a", "/home/a/b"]
