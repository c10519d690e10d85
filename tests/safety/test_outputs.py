"""What is written never takes the place of what is read, nor of a file that somebody else wrote."""

from __future__ import annotations

import errno
import os
import shutil
import sys
import zipfile
from pathlib import Path

import pytest

from app.__main__ import main
from app.atomic_write import write_whole
from app.export.letter_blocks import Block, Letter, Style
from app.importers.read import read_paths
from app.own_files import is_own, is_own_file
from app.workspace import Workspace
from app.workspace.exports import export_letters, export_workbook, write_letters
from app.workspace.sources import OutputIsInput
from tests.gui.small_case import write_case
from tests.languages import CHINESE

OPTIONS = {"--json": ".json", "--excel": ".xlsx", "--timeline": ".svg"}
"""Each option, with an ending that it takes."""


@pytest.fixture
def files(tmp_path: Path) -> Path:
    return write_case(tmp_path / "files")


def explain(*words: str | Path) -> int:
    return main(["explain", *map(str, words), "--quiet", "--lang", "en"])


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


# -- an input ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("option", OPTIONS)
@pytest.mark.parametrize("way", ["itself", "hard link", "symbolic link", "other spelling"])
@pytest.mark.parametrize("force", [False, True])
def test_an_output_that_is_an_input_is_refused(
    files: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], option: str, way: str, *, force: bool
) -> None:
    entry = files / f"input{OPTIONS[option]}"
    (files / "alipay.csv").rename(entry)
    place = tmp_path / f"out{OPTIONS[option]}"
    match way:
        case "itself":
            place = entry
        case "hard link":
            os.link(entry, place)
        case "symbolic link":
            place.symlink_to(entry)
        case _:
            place = files / ".." / files.name / entry.name
    before = contents(tmp_path)
    assert explain(files, option, place, *(["--force"] if force else [])) == 1
    assert contents(tmp_path) == before
    assert "is one of the files that are explained" in capsys.readouterr().err


def test_a_zip_that_holds_inputs_is_not_written_over(files: Path, tmp_path: Path) -> None:
    packed = Path(shutil.make_archive(str(tmp_path / "bills"), "zip", files))
    before = packed.read_bytes()
    assert explain(packed, "--json", packed, "--force") == 1
    assert packed.read_bytes() == before


def test_the_other_outputs_are_written_all_the_same(files: Path, tmp_path: Path) -> None:
    assert explain(files, "--json", files / "alipay.csv", "--excel", tmp_path / "out.xlsx") == 1
    assert is_own_file(tmp_path / "out.xlsx")


def test_one_place_for_two_outputs_is_wrong_usage(files: Path, tmp_path: Path) -> None:
    assert explain(files, "--json", tmp_path / "out", "--excel", tmp_path / "out") == 2
    assert not (tmp_path / "out").exists()


def test_the_exports_of_a_case_and_the_case_spare_its_files(files: Path) -> None:
    case = Workspace()
    case.add([files])
    entry = files / "alipay.csv"
    before = entry.read_bytes()
    for write in (
        lambda: export_workbook(case, entry, CHINESE),
        lambda: export_letters(case, entry, CHINESE),
        lambda: case.save(entry),
        lambda: case.save_copy(entry),
    ):
        with pytest.raises(OutputIsInput):
            write()
    assert entry.read_bytes() == before


def test_the_exports_of_a_case_spare_the_case(files: Path, tmp_path: Path) -> None:
    case = Workspace()
    case.add([files])
    case.save(tmp_path / "a.tally")
    before = (tmp_path / "a.tally").read_bytes()
    with pytest.raises(OutputIsInput):
        export_workbook(case, tmp_path / "a.tally", CHINESE)
    assert (tmp_path / "a.tally").read_bytes() == before
    case.close()


# -- a file of others --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("option", OPTIONS)
def test_a_file_of_others_is_replaced_only_by_force(
    files: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], option: str
) -> None:
    place = tmp_path / f"mine{OPTIONS[option]}"
    place.write_text("my own notes")
    assert explain(files, option, place) == 1
    assert place.read_text() == "my own notes"
    assert "--force" in capsys.readouterr().err
    assert explain(files, option, place, "--force") == 0
    assert is_own_file(place)


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("ending", [".json", ".xlsx", ".svg", ".png", ".pdf"])
def test_what_was_written_before_is_replaced_and_never_read_as_a_bill(
    files: Path, ending: str, capsys: pytest.CaptureFixture[str]
) -> None:
    option = next((name for name, own in OPTIONS.items() if own == ending), "--timeline")
    before = files / f"result{ending}"
    assert explain(files, option, before) == 0
    assert explain(files, option, before) == 1  # now it lies among the files that are explained
    outside = before.rename(files.parent / before.name)
    assert explain(files, option, outside) == 0
    assert is_own(outside.read_bytes())
    capsys.readouterr()
    (source,) = read_paths([outside]).sources
    assert [problem.code for problem in source.problems] == ["own-output"]
    assert not source.format


@pytest.mark.parametrize("password", [None, "夜里"])
def test_a_saved_case_among_the_exports_is_named_as_one(files: Path, tmp_path: Path, password: str | None) -> None:
    case = Workspace()
    case.add([files])
    case.save_copy(tmp_path / "renamed.csv", password=password)
    case.close()
    (source,) = read_paths([tmp_path / "renamed.csv"]).sources
    assert [problem.code for problem in source.problems] == ["own-case"]
    assert not source.format


def test_an_empty_file_holds_nothing_to_lose(files: Path, tmp_path: Path) -> None:
    (tmp_path / "out.json").touch()
    assert explain(files, "--json", tmp_path / "out.json") == 0


def test_a_workbook_of_the_program_that_was_saved_again_is_known_by_its_mark(files: Path, tmp_path: Path) -> None:
    from openpyxl import load_workbook

    explain(files, "--excel", tmp_path / "out.xlsx")
    book = load_workbook(tmp_path / "out.xlsx")
    book.properties.creator = "somebody"
    book.save(tmp_path / "again.xlsx")
    assert is_own_file(tmp_path / "again.xlsx")


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"PK", b"%PDF-1.4\n", b"<svg>", b'{"schema": "explanation/1"}'])
def test_other_files_are_not_taken_for_our_own(data: bytes) -> None:
    assert not is_own(data)


@pytest.mark.skipif(sys.platform == "win32", reason="there are no pipes among the files")
def test_a_pipe_is_written_into_and_not_replaced(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        write_whole(pipe, b"all of it")
        assert os.read(reader, 100) == b"all of it"
    finally:
        os.close(reader)
    assert pipe.is_fifo()


def test_a_member_whose_name_no_disk_could_hold_is_explained_and_kept(tmp_path: Path, files: Path) -> None:
    packed = tmp_path / "bills.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.write(files / "alipay.csv", "长" * 200 + ".csv")
    assert explain(packed, "--excel", tmp_path / "out.xlsx") == 0
    case = Workspace.create(tmp_path / "unnamed")
    case.add([packed])
    assert case.explanation.events
    case.close()


@pytest.mark.parametrize("lender", ["甲/乙 信托", "../../别处", "C:\\别处", "某" * 200])
def test_a_letter_stays_in_its_folder_whatever_the_lender_is_called(lender: str, tmp_path: Path) -> None:
    target = tmp_path / "a" / "letters"
    (path,) = write_letters(Workspace(), [Letter(f"01 {lender}", ())], target, CHINESE)
    assert [path] == list(target.iterdir())
    assert list(tmp_path.rglob("*.docx")) == [path]


def test_a_name_as_long_as_the_system_takes_is_written(tmp_path: Path) -> None:
    path = tmp_path / ("x" * 250 + ".json")
    write_whole(path, b"{}")
    assert contents(tmp_path) == {str(path): b"{}"}


def test_a_file_that_another_program_holds_is_kept_and_nothing_stays_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"old")

    def held(_self: Path, _target: Path) -> Path:
        raise PermissionError(13, "The process cannot access the file because it is being used by another process")

    monkeypatch.setattr(Path, "replace", held)
    with pytest.raises(PermissionError):
        write_whole(path, b"new")
    assert contents(tmp_path) == {str(path): b"old"}


def test_letters_are_written_as_docx_where_the_system_lacks_what_pdf_needs(
    files: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "app.gui.services.letters_pdf", None)  # so that loading it fails
    assert explain(files, "--letters", tmp_path / "letters") == 0
    assert {path.suffix for path in (tmp_path / "letters").iterdir()} == {".docx"}
    assert "DOCX alone" in capsys.readouterr().err


def test_a_picture_that_needs_what_the_system_lacks_is_not_written_and_the_lack_is_named(
    files: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "app.gui.timeline.render", None)  # so that loading it fails
    assert explain(files, "--timeline", tmp_path / "t.png") == 1
    assert "app.gui.timeline.render" in capsys.readouterr().err


# -- a disk that is full -----------------------------------------------------------------------------------------------


def full_after(files: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the disk take so many files more, and then no other."""
    taken, sync = iter(range(files)), os.fsync

    def written(descriptor: int) -> None:
        if next(taken, None) is None:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        sync(descriptor)

    monkeypatch.setattr("app.atomic_write.os.fsync", written)


LETTERS = [Letter("01 甲", ()), Letter("02 乙", ())]


def test_where_one_letter_cannot_be_written_none_is_and_no_folder_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    full_after(1, monkeypatch)
    with pytest.raises(OSError, match="space"):
        write_letters(Workspace(), LETTERS, tmp_path / "new" / "letters", CHINESE)
    assert list(tmp_path.iterdir()) == []


def test_letters_that_were_to_be_replaced_stay_where_one_cannot_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_letters(Workspace(), LETTERS, tmp_path, CHINESE)
    before = contents(tmp_path)
    full_after(1, monkeypatch)
    with pytest.raises(OSError, match="space"):
        write_letters(Workspace(), [Letter("01 甲", (Block(Style.TITLE, "new"),)), LETTERS[1]], tmp_path, CHINESE)
    assert contents(tmp_path) == before


def test_without_a_letter_no_folder_is_made(tmp_path: Path) -> None:
    assert write_letters(Workspace(), [], tmp_path / "letters", CHINESE) == []
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("option", OPTIONS)
def test_a_full_disk_leaves_the_old_file_and_says_so_where_there_is_one(
    files: Path, tmp_path: Path, option: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    place = tmp_path / f"out{OPTIONS[option]}"
    full_after(0, monkeypatch)
    assert explain(files, option, place) == 1
    said = capsys.readouterr().err
    assert "the disk is full" in said
    assert "is unchanged" not in said
    monkeypatch.undo()
    assert explain(files, option, place) == 0
    before = contents(tmp_path)
    full_after(0, monkeypatch)
    assert explain(files, option, place) == 1
    assert "is unchanged" in capsys.readouterr().err
    assert contents(tmp_path) == before


# -- Ctrl+C ------------------------------------------------------------------------------------------------------------


def stop(*_: object, **__: object) -> None:
    raise KeyboardInterrupt


@pytest.mark.parametrize(("language", "sentence"), [("en", "Stopped."), ("zh", "已经停下。")])
def test_who_stops_the_reading_gets_a_sentence_and_no_output(
    files: Path, tmp_path: Path, language: str, sentence: str,
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    monkeypatch.setattr(Workspace, "add", stop)
    assert main(["explain", str(files), "--json", str(tmp_path / "out.json"), "--lang", language]) == 130
    said = capsys.readouterr()
    assert said.err.startswith(sentence)
    assert "Traceback" not in said.err
    assert not (tmp_path / "out.json").exists()


@pytest.mark.parametrize("option", OPTIONS)
def test_who_stops_the_writing_keeps_the_old_file(
    files: Path, tmp_path: Path, option: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / f"out{OPTIONS[option]}"
    assert explain(files, option, place) == 0
    before = contents(tmp_path)
    monkeypatch.setattr("app.atomic_write.os.fsync", stop)
    assert explain(files, option, place) == 130
    assert contents(tmp_path) == before
