"""The Debian package's papers are as Debian wants them, and what lies in it bears no clock and no needless right."""

from __future__ import annotations

import argparse
import gzip
import importlib
import re
import sys
from pathlib import Path
from types import ModuleType

import pytest

from app import __version__
from app.cli.run import _parser
from app.texts import Phrasebook
from tests.languages import ENGLISH

PACKAGING = Path(__file__).resolve().parents[2] / "resources" / "packaging"
RULE = "=" * 100
NOTICES = f"{RULE}\nPython 3.11  PSF-2.0\n{RULE}\n\nLICENCE OF PYTHON\n\n{RULE}\nPySide6 6  LGPL-3.0\n{RULE}\n"


@pytest.fixture
def papers(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    return made("papers", monkeypatch)


def made(name: str, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    for folder in ("debian", "pyinstaller", "."):
        monkeypatch.syspath_prepend(str(PACKAGING / folder))
    monkeypatch.delitem(sys.modules, name, raising=False)
    return importlib.import_module(name)


def test_the_changelog_has_one_entry_of_this_version_in_debians_form(
    papers: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1767225600")
    monkeypatch.setenv("DEBEMAIL", "a@b.cn")
    monkeypatch.setenv("DEBFULLNAME", "A B")
    assert re.fullmatch(
        rf"tallyline \({re.escape(__version__)}\) unstable; urgency=medium\n\n  \* .*\n\n"
        r" -- A B <a@b.cn>  Thu, 01 Jan 2026 00:00:00 \+0000\n",
        papers.changelog(),
    )


def test_the_copyright_names_each_part_and_where_its_licence_stands(papers: ModuleType) -> None:
    told = papers.copyright_of(NOTICES)
    assert "MIT" in told.splitlines()[0]
    assert "  Python 3.11 PSF-2.0\n  PySide6 6 LGPL-3.0\n" in told
    assert papers.NOTICES in told
    assert "LICENCE OF PYTHON" not in told


def options_of(parser: argparse.ArgumentParser) -> set[str]:
    """The commands of a parser and every option of each."""
    found: set[str] = set()
    for action in parser._actions:
        found |= {word for word in action.option_strings if word.startswith("--")}
        if isinstance(action, argparse._SubParsersAction):
            found |= set(action.choices).union(*map(options_of, action.choices.values()))
    return found


@pytest.mark.parametrize("manual", sorted((PACKAGING / "debian" / "man").rglob("*.1")), ids=lambda p: p.parent.name)
def test_the_manual_names_every_command_and_option_and_no_other(manual: Path) -> None:
    page = manual.read_text("utf-8").replace("\\-", "-")
    wanted = options_of(_parser(Phrasebook(ENGLISH)))
    assert {word for word in wanted if word not in page} == set()
    assert set(re.findall(r"--[a-z]+(?:-[a-z]+)*", page)) <= wanted


@pytest.mark.skipif(sys.platform == "win32", reason="a Debian package is made on Debian")
def test_only_programs_are_executable_and_packed_files_bear_no_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build = made("build_deb", monkeypatch)
    files = {"tallyline": 0o700, "libx.so.1": 0o755, "a.txt": 0o600, "map.gz": 0o644}
    for name, rights in files.items():
        (tmp_path / name).write_bytes(gzip.compress(b"x", mtime=1_700_000_000))
        (tmp_path / name).chmod(rights)
        build.settle(tmp_path / name)
    assert {name: (tmp_path / name).stat().st_mode & 0o777 for name in files} == {
        "tallyline": 0o755, "libx.so.1": 0o644, "a.txt": 0o644, "map.gz": 0o644,
    }  # fmt: skip
    packed = (tmp_path / "map.gz").read_bytes()
    assert (packed[4:8], gzip.decompress(packed)) == (bytes(4), b"x")
