"""Promises of a desk: each case by itself, the same bytes however it is worked out, nothing done twice or lost."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from app.desk.engines import LocalEngine
from app.desk.run import MixedMasking, run_desk
from app.desk.table import TABLE, Note, State, UnreadableTable, read_table, write_table
from app.desk.tasks import Limits, cases_in
from tests.desk.made_cases import InThisProcess, desk_of, letters_order, order, plain_order, written
from tests.small_exports import write_export

NAMES = ("甲", "乙", "丙.zip", "丁.tally")


def test_every_sub_folder_zip_and_case_file_is_a_case_and_loose_files_are_counted(tmp_path: Path) -> None:
    folder = desk_of(tmp_path / "desk", *NAMES)
    write_export(folder, "no-row.csv")
    (folder / ".hidden").mkdir()
    (folder / "out").mkdir()
    listed = cases_in(folder, [folder / "out" / "deeper"])
    assert {case.name for case in listed.cases} == set(NAMES)
    assert listed.loose == 1


def test_the_same_bytes_come_out_whatever_the_number_of_workers(tmp_path: Path) -> None:
    folder = desk_of(tmp_path / "desk", *NAMES)
    for jobs in (1, 2):
        run_desk(order(folder, tmp_path / f"by-{jobs}"), LocalEngine(jobs))
    assert written(tmp_path / "by-1") == written(tmp_path / "by-2")
    assert (tmp_path / "by-1.xlsx").read_bytes() == (tmp_path / "by-2.xlsx").read_bytes()
    assert {f"cases/{name}/explanation.json" for name in NAMES} <= set(written(tmp_path / "by-1"))


@pytest.mark.slow
def test_a_case_among_others_says_what_it_says_alone(tmp_path: Path) -> None:
    folder = desk_of(tmp_path / "desk", *NAMES)
    alone = tmp_path / "alone"
    alone.mkdir()
    shutil.copytree(folder / "乙", alone / "乙")
    run_desk(order(folder, tmp_path / "all", overview=None), LocalEngine(1))
    run_desk(order(alone, tmp_path / "one", overview=None), LocalEngine(1))
    of_one = {name: data for name, data in written(tmp_path / "all").items() if name.startswith("cases/乙/")}
    assert of_one
    assert of_one.items() <= written(tmp_path / "one").items()


def test_a_cancelled_run_goes_on_where_it_was_and_does_nothing_twice(tmp_path: Path) -> None:
    folder, out = desk_of(tmp_path / "desk", *NAMES), tmp_path / "out"
    seen: list[str] = []
    first = run_desk(
        plain_order(folder, out), LocalEngine(1), lambda _d, _t, case: seen.append(case), lambda: len(seen) >= 2
    )
    assert first.left == 2
    done = out / "cases" / seen[0] / "explanation.json"
    done.write_text("kept as it is", encoding="utf-8")
    second = run_desk(plain_order(folder, out), LocalEngine(1))
    assert done.read_text(encoding="utf-8") == "kept as it is"
    assert second.left == 0
    assert {entry.case for entry in second.entries} == set(NAMES)


def test_a_case_whose_files_changed_is_done_again(tmp_path: Path) -> None:
    folder, out = desk_of(tmp_path / "desk", "甲"), tmp_path / "out"
    before = run_desk(plain_order(folder, out), InThisProcess()).entries[0]
    write_export(folder / "甲", "one-bill.csv")
    assert run_desk(plain_order(folder, out), InThisProcess()).entries[0].counts["files"] == before.counts["files"] + 1


def test_a_letter_that_may_have_been_filled_in_is_not_replaced(tmp_path: Path) -> None:
    folder, out = desk_of(tmp_path / "desk", "甲", "乙", "丙"), tmp_path / "out"
    run_desk(letters_order(folder, out), InThisProcess())
    letters = out / "cases" / "丙" / "letters"
    filled_in = next(letters.iterdir())
    filled_in.write_bytes(b"filled in by hand")
    write_export(folder / "丙", "one-reserve-record.csv")
    run_desk(letters_order(folder, out), InThisProcess())
    assert filled_in.read_bytes() == b"filled in by hand"
    assert (letters.with_name("letters-2") / filled_in.name).exists()


@pytest.mark.slow
def test_letters_are_written_as_documents_and_as_pdf_of_the_same_bytes_on_any_day(tmp_path: Path) -> None:
    folder = desk_of(tmp_path / "desk", "甲", "乙", "丙")
    for out in ("one", "two"):
        run_desk(letters_order(folder, tmp_path / out), LocalEngine(1))
    letters = {name: data for name, data in written(tmp_path / "one").items() if "/letters/" in name}
    assert (
        {name.rpartition(".")[0] for name in letters if name.endswith(".pdf")}
        == {name.rpartition(".")[0] for name in letters if name.endswith(".docx")}
        != set()
    )
    assert all(data.startswith(b"%PDF-") for name, data in letters.items() if name.endswith(".pdf"))
    assert letters.items() <= written(tmp_path / "two").items()


def test_a_damaged_and_an_empty_case_end_as_rows_with_a_reason(tmp_path: Path) -> None:
    folder, out = desk_of(tmp_path / "desk", "甲"), tmp_path / "out"
    (folder / "坏.tally").write_bytes(b"no case at all")
    (folder / "空").mkdir()
    (folder / "乱码.zip").write_bytes(b"PK\x03\x04 and then nothing")
    ran = run_desk(plain_order(folder, out), LocalEngine(2))
    reasons = {entry.case: entry.texts["reason"] for entry in ran.entries}
    assert reasons == {
        "甲": "", "坏.tally": "damaged-case", "空": "nothing-there", "乱码.zip": "nothing-readable",
    }  # fmt: skip
    refused = {entry.case: entry.texts["refused"] for entry in ran.entries}
    assert "乱码.zip" in refused["乱码.zip"]


def test_a_case_that_does_not_end_is_stopped_and_the_others_go_on(tmp_path: Path) -> None:
    folder, out = desk_of(tmp_path / "desk", "甲"), tmp_path / "out"
    late = replace(plain_order(folder, out), limits=Limits(seconds=0.001))
    assert run_desk(late, LocalEngine(1)).entries[0].texts["reason"] == "too-long 0.001"
    assert run_desk(plain_order(folder, out), LocalEngine(1)).entries[0].is_explained


def test_a_looked_at_case_file_stays_as_it_was(tmp_path: Path) -> None:
    folder = desk_of(tmp_path / "desk", "丁.tally")
    before = (folder / "丁.tally").read_bytes()
    run_desk(order(folder, tmp_path / "out"), InThisProcess())
    assert (folder / "丁.tally").read_bytes() == before


def test_notes_of_the_desk_outlive_a_run_and_even_their_case(tmp_path: Path) -> None:
    folder, out = desk_of(tmp_path / "desk", "甲", "乙"), tmp_path / "out"
    run_desk(plain_order(folder, out), InThisProcess())
    note = Note(State.WAITING, "2026-03-02", "2026-03-17", "=已电话询问")
    write_table(out, [replace(e, note=note) if e.case == "乙" else e for e in read_table(out)])
    shutil.rmtree(folder / "乙")
    entries = {entry.case: entry for entry in run_desk(plain_order(folder, out), InThisProcess()).entries}
    assert entries["乙"].note == note
    assert entries["乙"].texts["reason"] == "gone"
    assert entries["甲"].note == Note()


@pytest.mark.parametrize(
    "saved",
    [
        lambda data: data.decode("utf-8-sig").encode("gb18030"),
        lambda data: data.replace(b"2026-03-02", b"2026/3/2"),
    ],
)
def test_a_table_saved_by_a_spreadsheet_program_is_read_alike(tmp_path: Path, saved: Callable[[bytes], bytes]) -> None:
    folder, out = desk_of(tmp_path / "desk", "甲"), tmp_path / "out"
    run_desk(plain_order(folder, out), InThisProcess())
    noted = [replace(e, note=Note(State.ASKED, "2026-03-02", "", "问过")) for e in read_table(out)]
    write_table(out, noted)
    (out / TABLE).write_bytes(saved((out / TABLE).read_bytes()))
    assert read_table(out) == noted


def test_what_is_no_table_of_cases_is_left_alone(tmp_path: Path) -> None:
    folder, out = desk_of(tmp_path / "desk", "甲"), tmp_path / "out"
    out.mkdir()
    (out / TABLE).write_text("my,own,notes\n", encoding="utf-8")
    with pytest.raises(UnreadableTable):
        run_desk(plain_order(folder, out), InThisProcess())
    assert (out / TABLE).read_text(encoding="utf-8") == "my,own,notes\n"


def test_masked_results_name_nobody_and_do_not_mix_with_named_ones(tmp_path: Path) -> None:
    folder, out = desk_of(tmp_path / "desk", "王小明", "李雷.zip"), tmp_path / "out"
    run_desk(order(folder, out, mask=True), InThisProcess())
    told = b"".join((name.encode() + data) for name, data in written(out).items())
    assert not any(name.encode() in told for name in ("王小明", "李雷"))
    assert "王小明" in out.with_name("out-key.csv").read_text(encoding="utf-8-sig")
    with pytest.raises(MixedMasking):
        run_desk(order(folder, out), InThisProcess())
    desk_of(folder, "丁一")
    again = run_desk(order(folder, out, mask=True), InThisProcess())
    assert sorted(e.case for e in again.entries) == ["case-00001", "case-00002", "case-00003"]


def test_a_record_holds_no_clock_and_no_place(tmp_path: Path) -> None:
    folder, out = desk_of(tmp_path / "desk", "甲"), tmp_path / "out"
    run_desk(plain_order(folder, out), InThisProcess())
    record = (out / "cases" / "甲" / "record.json").read_text(encoding="utf-8")
    assert str(tmp_path) not in record
    assert not {"seconds", "megabytes"} & set(json.loads(record))
