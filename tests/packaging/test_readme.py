"""Both editions of the README give the same commands, and point at files that are there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ENGLISH = ROOT / "README.md"
CHINESE = ROOT / "resources" / "help" / "README.zh.md"
EDITIONS = pytest.mark.parametrize("edition", [ENGLISH, CHINESE], ids=["en", "zh"])


def command(edition: Path, name: str) -> str:
    """The one line of the code block below a marker."""
    found = re.findall(rf"<!-- command: {name} -->\n```sh\n(.*)\n```\n", edition.read_text(encoding="utf-8"))
    assert len(found) == 1
    return str(found[0])


@EDITIONS
def test_two_commands_set_everything_up(edition: Path) -> None:
    assert command(edition, "sample") == "sh resources/packaging/setup.sh && .venv/bin/tallyline sample"
    tests = "sh resources/packaging/setup.sh test && .venv/bin/python -m pytest -n auto --dist loadfile"
    assert command(edition, "test") == tests


@EDITIONS
def test_every_file_pointed_at_is_there(edition: Path) -> None:
    targets = re.findall(r"\]\((?!https?:)([^)#]+)", edition.read_text(encoding="utf-8"))
    assert targets
    assert [t for t in targets if not (edition.parent / t).exists()] == []


def test_both_editions_have_the_same_parts() -> None:
    def shape(edition: Path) -> list[str]:
        lines = edition.read_text(encoding="utf-8").splitlines()
        return [line.split()[0] for line in lines if line.startswith(("#", "```", "|"))]

    assert shape(ENGLISH) == shape(CHINESE)
