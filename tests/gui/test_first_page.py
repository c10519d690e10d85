"""The first page is up before what only a case needs is loaded."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_SCRIPT = """
import json, sys
from pathlib import Path
from app.gui import application
from app.gui.services.settings import Settings
qt = application.prepare()
window = application.open_window(qt, [], Settings(Path(sys.argv[1])))
ours = {name: module for name, module in sys.modules.items() if name == "app" or name.startswith("app.")}
costly = set(json.loads(sys.argv[2]))
held = sorted(f"{name}: {word}" for name, module in ours.items() for word in costly & set(vars(module)))
print(json.dumps([sorted(sys.modules), held]))
"""
COSTLY = ("Qt", "QEvent", "QCloseEvent", "QDropEvent", "QResizeEvent", "QMouseEvent", "QKeyEvent", "QPainter",
          "QKeySequence", "QDialogButtonBox")  # fmt: skip
"""Names of Qt whose enumerations are long: loading them is a tenth of the start or more."""


def test_the_first_page_loads_nothing_that_only_a_case_needs(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _SCRIPT, str(tmp_path / "settings.ini"), json.dumps(COSTLY)],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"}, cwd=ROOT, check=True, capture_output=True, text=True,
    )  # fmt: skip
    loaded, held = json.loads(done.stdout)
    assert held == []
    heavy = {
        "numpy", "pandas", "sqlite3", "decimal", "app.gui.window.workbench", "app.gui.window.drop_overlay",
        "app.workspace", "app.gui.dialogs", "app.gui.panels", "app.gui.widgets.table_view", "app.gui.widgets.tab_pages",
        "app.gui.widgets.tool_row", "app.gui.widgets.switch",
    }  # fmt: skip
    assert heavy & set(loaded) == set()
