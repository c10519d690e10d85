"""The first start works, or says what to do, whatever home, clock, decimal sign and fonts the computer has."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from importlib.abc import MetaPathFinder
from pathlib import Path
from typing import Any

import pytest

from app.__main__ import main
from app.resource_files import resource
from app.texts import languages
from app.workspace import Workspace
from tests.patience import SECONDS

ROOT = Path(__file__).resolve().parents[2]
VISIT = """
import json, locale, os, sys, time, traceback
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLabel

from app.workspace.exports import export_workbook

workbook = Path(sys.argv[1])
told = {}
deadline = time.monotonic() + 500

def window():
    return next(w for w in QApplication.topLevelWidgets() if w.objectName() == "mainWindow")

def look():
    try:
        see()
    except Exception:
        traceback.print_exc()
        os._exit(3)

def see():
    parts = window().workbench
    assert parts.troubleshooter.dialog is None, parts.troubleshooter.dialog.findChildren(QLabel)[-1].text()
    assert time.monotonic() < deadline, "the sample was not explained"
    told["font-note"] = window().start.font_text.text() if not window().start.font_note.isHidden() else ""
    if parts.tasks.current is not None or parts.session.workspace.is_empty:
        QTimer.singleShot(50, look)
        return
    export_workbook(parts.session.workspace, workbook, window().wording.language)
    told["found"] = [[d.code, d.difference] for d in parts.session.explanation.discrepancies]
    told["decimal"] = locale.localeconv()["decimal_point"]
    told["hour"] = time.localtime(0).tm_hour
    told["status"] = [f"{label.text()} {label.toolTip()}" for label in window().statusBar().findChildren(QLabel)]
    parts.session.workspace.forget_changes()
    window().close()

from app.__main__ import main
QTimer.singleShot(0, look)
status = main(["sample"])
print(json.dumps(told))
sys.exit(status)
"""


def visit(folder: Path, **surroundings: str) -> dict[str, Any]:
    """Start the window with the sample in a process of its own, write the workbook, close; what it tells of it."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("XDG_", "LC_", "LANG", "TZ"))}
    given = {"QT_QPA_PLATFORM": "offscreen", "DISPLAY": ":0", "LANG": "C.UTF-8", "HOME": str(folder)} | surroundings
    ran = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", VISIT, str(folder / "out.xlsx")],
        cwd=ROOT, env=kept | given, capture_output=True, encoding="utf-8", check=False, timeout=SECONDS,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    assert "Traceback" not in ran.stderr
    assert (folder / "out.xlsx").stat().st_size > 10_000
    told: dict[str, Any] = json.loads(ran.stdout.splitlines()[-1])
    return told


@pytest.fixture(scope="module")
def usual() -> list[list[Any]]:
    """What is found in the sample where nothing is special."""
    workspace = Workspace()
    workspace.add([resource("samples")])
    found = [[d.code, d.difference] for d in workspace.explanation.discrepancies]
    assert found
    return found


@pytest.mark.slow
def test_a_home_that_cannot_be_written_changes_nothing(usual: list[list[Any]], tmp_path: Path) -> None:
    assert visit(tmp_path, HOME="/dev/null/home")["found"] == usual


@pytest.mark.slow
def test_another_time_zone_and_a_home_with_chinese_letters_and_spaces_change_nothing(
    usual: list[list[Any]], tmp_path: Path
) -> None:
    home = tmp_path / "小明 的家"
    home.mkdir()
    told = visit(home, TZ="America/New_York")
    assert told["hour"] == 19  # where the epoch began on the evening before
    assert told["found"] == usual
    assert list((home / ".config").rglob("Tallyline.ini"))


@pytest.mark.slow
def test_a_decimal_comma_changes_nothing(usual: list[list[Any]], tmp_path: Path) -> None:
    if not shutil.which("localedef"):
        pytest.skip("needs localedef to make a locale with a decimal comma")
    made = subprocess.run(
        ["localedef", "-i", "de_DE", "-f", "UTF-8", str(tmp_path / "de_DE.UTF-8")], capture_output=True, check=False
    )
    if made.returncode:
        pytest.skip("needs the sources of the de_DE locale")
    told = visit(tmp_path, LOCPATH=str(tmp_path), LC_ALL="de_DE.UTF-8")
    assert told["decimal"] == ","
    assert told["found"] == usual
    assert any(".00" in text for text in told["status"])


@pytest.mark.skipif(sys.platform != "linux", reason="fonts are listed by fontconfig on Linux only")
def test_without_a_chinese_font_it_says_what_to_install_in_letters_that_can_be_read(tmp_path: Path) -> None:
    fonts = tmp_path / "fonts.conf"
    fonts.write_text("<?xml version='1.0'?><fontconfig><dir>/nowhere</dir></fontconfig>", encoding="utf-8")
    told = visit(tmp_path, FONTCONFIG_FILE=str(fonts), LANG="zh_CN.UTF-8")
    assert "install fonts-noto-cjk" in str(told["font-note"])


def test_a_missing_system_library_is_named_with_what_to_install(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    class Bare(MetaPathFinder):
        """A system without the library that Qt draws with."""

        def find_spec(self, fullname: str, path: object, target: object = None) -> None:
            if fullname == "app.gui.application":
                raise ImportError("libEGL.so.1: cannot open shared object file: No such file or directory")

    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.delitem(sys.modules, "app.gui.application", raising=False)
    monkeypatch.setattr(sys, "meta_path", [Bare(), *sys.meta_path])
    assert main([]) == 1
    said = capsys.readouterr().err
    assert said.count("libEGL.so.1") == said.count("apt-get install libegl1") == len(languages())
