"""``explain --earlier`` tells what has changed since an earlier case or export, and leaves both as they are."""

from __future__ import annotations

import errno
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from app.__main__ import main
from app.texts import Language, Phrasebook
from app.workspace import Workspace
from tests.gui.small_case import write_case
from tests.languages import EVERY_LANGUAGE

LOCK = "晚上的密码"


@pytest.fixture
def files(tmp_path: Path) -> Path:
    return write_case(tmp_path / "files")


@pytest.fixture
def case(files: Path, tmp_path: Path) -> Iterator[Workspace]:
    workspace = Workspace()
    workspace.add([files])
    yield workspace
    workspace.close()


def explain(*words: str | Path, language: str = "zh") -> int:
    return main(["explain", *map(str, words), "--lang", language])


def told(capsys: pytest.CaptureFixture[str], heading: str = "变了什么") -> str:
    """What was told from the heading of the changes on."""
    text = capsys.readouterr().out
    return text[text.index(heading) :] if heading in text else ""


def without(files: Path, name: str, place: Path) -> Path:
    """A copy of the exports without one of them."""
    shutil.copytree(files, place)
    (place / name).unlink()
    return place


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_the_same_papers_have_not_changed(
    files: Path, case: Workspace, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    case.save_copy(tmp_path / "old.tally")
    for earlier in (files, tmp_path / "old.tally"):
        assert explain(files, "--earlier", earlier) == 0
        assert "全都一样" in told(capsys)


def test_what_a_missing_export_no_longer_shows_is_told(
    files: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    fewer = without(files, "alipay.csv", tmp_path / "fewer")
    assert explain(fewer, "--earlier", files) == 0
    changed = told(capsys)
    assert "只有以前" in changed
    assert "没有比的" in changed


def test_earlier_exports_may_be_given_one_by_one(files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    each = [word for path in sorted(files.iterdir()) for word in ("--earlier", path)]
    assert explain(files, *each) == 0
    assert "全都一样" in told(capsys)


def test_a_protected_case_is_opened_by_one_of_the_passwords_given(
    files: Path, case: Workspace, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old = tmp_path / "old.tally"
    case.save_copy(old, password=LOCK)
    assert explain(files, "--earlier", old, "--password", "another", "--password", LOCK) == 0
    assert "全都一样" in told(capsys)
    assert explain(files, "--earlier", old, "--json", tmp_path / "out.json") == 1
    said = capsys.readouterr()
    assert "--password" in said.err
    assert (tmp_path / "out.json").exists(), "the rest is done"
    assert explain(files, "--earlier", old, "--password", "another") == 1
    assert "密码不对" in capsys.readouterr().err


def test_the_earlier_case_and_its_folder_stay_as_they_are(files: Path, case: Workspace, tmp_path: Path) -> None:
    place = tmp_path / "kept"
    place.mkdir()
    case.save_copy(place / "old.tally")
    before = contents(place), [(p.name, p.stat().st_mtime_ns) for p in (place, *place.iterdir())]
    assert explain(files, "--earlier", place / "old.tally") == 0
    assert before == (contents(place), [(p.name, p.stat().st_mtime_ns) for p in (place, *place.iterdir())])


def test_a_step_that_a_killed_program_had_begun_is_not_taken_for_done(
    files: Path, case: Workspace, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old, place = tmp_path / "live.tally", tmp_path / "killed"
    case.save_copy(old)
    place.mkdir()
    with closing(sqlite3.connect(old, isolation_level=None)) as database:
        database.execute("PRAGMA cache_size=1")
        database.execute("BEGIN IMMEDIATE")
        for (trigger,) in database.execute("SELECT name FROM sqlite_master WHERE type='trigger'").fetchall():
            database.execute(f'DROP TRIGGER "{trigger}"')
        for (table,) in database.execute("SELECT name FROM sqlite_master WHERE type='table'").fetchall():
            database.execute(f'DELETE FROM "{table}"')
        database.execute("CREATE TABLE spilt AS SELECT randomblob(1000000)")  # more than fits the memory: it is written
        for path in (old, old.with_name("live.tally-journal")):  # as a kill leaves them: half written, and the way back
            shutil.copyfile(path, place / path.name)
        database.execute("ROLLBACK")
    assert explain(files, "--earlier", place / "live.tally") == 0
    assert "全都一样" in told(capsys)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_masked_the_changes_bear_the_names_of_the_summary(
    files: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], language: str
) -> None:
    earlier = Path(shutil.copytree(files, tmp_path / "earlier"))
    (earlier / "alipay.csv").rename(earlier / "张小凡支付宝.csv")
    now = files / "alipay.csv"
    rows = now.read_text(encoding="gb18030").splitlines(keepends=True)
    now.write_text("".join(row for row in rows if "2024021500001" not in row), encoding="gb18030")
    heading = {"zh": "变了什么", "en": "What has changed"}[language]
    assert explain(files, "--earlier", earlier, language=language) == 0
    assert "张小凡" in told(capsys, heading)
    assert explain(files, "--earlier", earlier, "--mask", language=language) == 0
    masked = told(capsys, heading)
    assert masked
    assert "张小凡" not in masked


# -- what stands in the way --------------------------------------------------------------------------------------------


def test_a_path_that_is_not_there_is_named(files: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert explain(files, "--earlier", tmp_path / "nowhere") == 1
    said = capsys.readouterr()
    assert "nowhere" in said.err
    assert "变了什么" not in said.out


def test_a_damaged_case_is_said_to_be_one(files: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "old.tally").write_bytes(b"no case at all")
    assert explain(files, "--earlier", tmp_path / "old.tally", language="en") == 1
    assert "is no case or is damaged" in capsys.readouterr().err


@EVERY_LANGUAGE
def test_a_case_that_the_system_cannot_read_is_told_in_the_language_asked_for(
    files: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, language: Language
) -> None:
    def refuse(*_args: object) -> object:
        raise PermissionError(errno.EACCES, "WORDS OF THE SYSTEM")

    (tmp_path / "old.tally").write_bytes(b"x")
    monkeypatch.setattr(shutil, "copyfile", refuse)
    assert explain(files, "--earlier", tmp_path / "old.tally", language=language.code) == 1
    said = capsys.readouterr().err
    assert "WORDS" not in said
    assert Phrasebook(language).say("cli.unread.not-allowed") in said


def test_papers_that_nobody_understands_are_not_compared(
    files: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "notes.txt").write_text("shopping: milk\n", encoding="utf-8")
    assert explain(files, "--earlier", tmp_path / "notes.txt", language="en") == 1
    said = capsys.readouterr()
    assert "nothing was compared" in said.err
    assert "What has changed" not in said.out
    assert explain(files, "--earlier", files, "--earlier", tmp_path / "notes.txt", language="en") == 0
    said = capsys.readouterr()
    assert "notes.txt" in said.err
    assert "What has changed" in said.out


@pytest.mark.parametrize(
    "wrong", [["--earlier", "a.csv", "--quiet"], ["--earlier", "a.tally", "--earlier", "b.csv"], ["--earlier"]]
)
def test_what_cannot_be_meant_is_wrong_usage(files: Path, wrong: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert explain(files, *wrong) == 2
    assert "--earlier" in capsys.readouterr().err


def test_no_output_takes_the_place_of_an_earlier_paper(files: Path, case: Workspace, tmp_path: Path) -> None:
    old = tmp_path / "old.tally"
    case.save_copy(old)
    earlier = Path(shutil.copytree(files, tmp_path / "earlier"))
    before = contents(earlier), old.read_bytes()
    assert explain(files, "--earlier", old, "--json", old, "--force") == 1
    assert explain(files, "--earlier", earlier, "--excel", earlier / "alipay.csv", "--force") == 1
    assert before == (contents(earlier), old.read_bytes())
