"""A folder of sentences and one of help are a language: the program finds it, and no module is told of it.

The English folders are copied under the code of French, and a few of their words are written anew.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from app.resource_files import resource
from tests.shared import ROOT

SECONDS = 120
WORDS = {
    "language.toml": {
        'name = "En&glish"': 'name = "&Français"',
        'short-name = "EN"': 'short-name = "FR"',
        'switch = "Switch to English"': 'switch = "Passer au français"',
        'tag = "en"': 'tag = "fr"',
        'qt-locale = "en_US"': 'qt-locale = "fr_FR"',
        'qt-words = ""': 'qt-words = "qtbase_fr"',
        'key = "Ctrl+Alt+E"': 'key = "Ctrl+Alt+F"',
        'workbook-font = "Calibri"': 'workbook-font = "Arial"',
        'month-1 = "January"': 'month-1 = "janvier"',
    },
    "start.toml": {'file = "&File"': 'file = "&Dossier"'},
    "terminal.toml": {"{files?file was|files were} understood": "{files?fichier|fichiers}"},
    "workbook.toml": {'summary = "Summary"': 'summary = "Résumé"'},
    "cli.toml": {'commands = "commands"': 'commands = "commandes"'},
}
"""What is written anew, by file."""


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder whose ``resources`` have French beside the languages there are."""
    root = tmp_path_factory.mktemp("bundle")
    resources = root / "resources"
    for room in ("translations", "help"):
        shutil.copytree(resource(room), resources / room)
        shutil.copytree(resources / room / "en", resources / room / "fr")
    for name, words in WORDS.items():
        path = resources / "translations" / "fr" / name
        text = path.read_text(encoding="utf-8")
        for english, french in words.items():
            assert text.count(english) >= 1, f"{name} has no longer {english}"
            text = text.replace(english, french)
        path.write_text(text, encoding="utf-8")
    page = resources / "help" / "fr" / "index.md"
    page.write_text(page.read_text(encoding="utf-8").replace("# Tallyline help", "# Aide"), encoding="utf-8")
    return root


def run(root: Path, *arguments: str, lang: str = "C.UTF-8") -> str:
    """What the program says on its standard output with these resources."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("LC_", "LANG"))}
    ran = subprocess.run(
        [sys.executable, "-X", "utf8", "-m", "tests.packaging.another_language", str(root), *arguments],
        cwd=ROOT, env=kept | {"LANG": lang, "QT_QPA_PLATFORM": "offscreen"}, capture_output=True, encoding="utf-8",
        check=False, timeout=SECONDS,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


def test_the_command_line_offers_it_and_answers_in_it(root: Path, tmp_path: Path) -> None:
    assert "{zh,en,fr}" in run(root, "explain", "--help", "--lang", "en")
    told = tmp_path / "told.json"
    book = tmp_path / "told.xlsx"
    said = run(root, "explain", str(resource("samples")), "--lang", "fr", "--json", str(told), "--excel", str(book))
    assert " fichiers;" in said
    assert json.loads(told.read_text(encoding="utf-8"))["language"] == "fr"
    assert CalamineWorkbook.from_path(str(book)).sheet_names[0] == "Résumé"


def test_a_system_that_speaks_it_is_answered_in_it(root: Path) -> None:
    assert "commandes" in run(root, "--help", lang="fr_FR.UTF-8")
    assert "commandes" not in run(root, "--help", lang="en_GB.UTF-8")


def test_the_window_names_it_in_every_language_and_speaks_it(root: Path) -> None:
    told: dict[str, dict[str, Any]] = json.loads(run(root, "window").splitlines()[-1])
    assert list(told) == ["zh", "en", "fr"]
    assert {tuple(shown["languages"]) for shown in told.values()} == {("简体中文(&Z)", "En&glish", "&Français")}
    assert all(shown["checked"] for shown in told.values())
    assert told["en"]["next"] == ["FR", "Passer au français"]
    assert told["fr"]["next"] == ["中文", "切换到简体中文"]
    assert (told["fr"]["file"], told["fr"]["help"], told["fr"]["qt"]) == ("&Dossier", "Aide", "Annuler")
    assert (told["en"]["file"], told["en"]["help"], told["en"]["qt"]) == ("&File", "Tallyline help", "Cancel")
