"""The pinned versions name every part the project asks for, within its ranges, and no place to fetch them from."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
ASKED = [
    *PROJECT["build-system"]["requires"],
    *PROJECT["project"]["dependencies"],
    *PROJECT["project"]["optional-dependencies"]["test"],
    *PROJECT["project"]["optional-dependencies"]["package"],
    *PROJECT["project"]["optional-dependencies"]["desk"],
]


def pins() -> list[Requirement]:
    text = (ROOT / "resources" / "packaging" / "constraints.txt").read_text(encoding="utf-8")
    return [Requirement(line) for line in text.splitlines() if line and not line.startswith("#")]


def test_every_part_is_pinned_to_one_version() -> None:
    assert [str(p) for p in pins() if [s.operator for s in p.specifier] != ["=="] or p.url] == []
    names = [canonicalize_name(p.name) for p in pins()]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("asked", ASKED)
def test_what_the_project_asks_for_is_pinned_within_its_range(asked: str) -> None:
    wanted = Requirement(asked)
    pinned = {canonicalize_name(p.name): next(iter(p.specifier)).version for p in pins()}
    assert wanted.specifier.contains(pinned[canonicalize_name(wanted.name)])
