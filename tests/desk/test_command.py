"""Promises of ``tallyline desk``, by the real main()."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.__main__ import main
from tests.desk.made_cases import desk_of


def test_a_desk_is_explained_from_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder, out, overview = desk_of(tmp_path / "desk", "甲", "乙"), tmp_path / "out", tmp_path / "all.xlsx"
    (folder / "坏.tally").write_bytes(b"no case at all")
    asked = ["desk", str(folder), "--out", str(out), "--excel", str(overview), "--jobs", "2", "--lang", "en"]
    assert main(asked) == 0
    told = capsys.readouterr().out
    assert "坏.tally: the case file is damaged" in told
    assert "3 cases: 2 explained, 1 not." in told
    assert overview.read_bytes().startswith(b"PK")


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (("nowhere", "--out", "out"), "is not a folder"),
        (("desk", "--out", "desk"), "the very folder that holds the cases"),
        (("desk", "--out", "out", "--excel", "mine.xlsx"), "not written by Tallyline"),
    ],
)
def test_what_cannot_be_done_is_said_and_nothing_is_written(
    asked: tuple[str, ...], told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    desk_of(tmp_path / "desk", "甲")
    (tmp_path / "mine.xlsx").write_bytes(b"a workbook of mine")
    assert main(["desk", *asked, "--lang", "en"]) == 1
    assert told in capsys.readouterr().err
    assert not (tmp_path / "out").exists()
    assert [p.name for p in (tmp_path / "desk").iterdir()] == ["甲"]


def test_a_number_that_is_none_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["desk", str(tmp_path), "--out", str(tmp_path / "out"), "--jobs", "none", "--lang", "en"]) == 2
    assert "no number above zero" in capsys.readouterr().err
