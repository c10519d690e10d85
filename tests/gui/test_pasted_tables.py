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
from app.gui.services.pasted_tables import PastedTables


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
