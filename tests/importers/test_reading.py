"""Paths become a ledger and one report for each file, whatever lies among them."""

from __future__ import annotations

import json
import random
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.decisions import Taught
from app.core.explanation import SourceReport
from app.importers.read import Reading, read_paths
from app.importers.reading.limits import Limits
from app.importers.reading.progress import Cancelled
from app.texts import Phrasebook, languages
from tests.importers.test_containers import aes, zipped
from tests.languages import CHINESE

HEADER = "交易时间,交易分类,交易对方,对方账号,商品说明,收/支,金额,收/付款方式,交易状态,交易订单号,商家订单号,备注,"
REPAID = "2024-03-15 10:00:00,信用借还,花呗,/,花呗自动还款-2024年03月账单,不计收支,{},余额宝,还款成功,{}\t,\t,,"


def wallet(*amounts: str, end: str = "\r\n") -> str:
    """A wallet's export with one repayment for each amount."""
    rows = [REPAID.format(amount, f"20240315290209990000000000{n:02d}") for n, amount in enumerate(amounts)]
    title = "------------------------支付宝支付科技有限公司  电子客户回单------------------------"
    return end.join(["导出信息：", f"共{len(rows)}笔记录", title, HEADER, *rows, ""])


def put(folder: Path, name: str, content: str | bytes, encoding: str = "gb18030") -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
    return path


def codes(reading: Reading) -> dict[str, list[str]]:
    return {report.file: [p.code for p in report.problems] for report in reading.sources}


def only(reading: Reading) -> SourceReport:
    (report,) = reading.sources
    return report


def amounts(reading: Reading) -> list[int]:
    return sorted(row.amount for row in reading.ledger.wallet)


def assert_said(reading: Reading) -> None:
    """Every problem has its sentence in both languages."""
    for language in languages():
        book = Phrasebook(language)
        for problem in (p for report in reading.sources for p in report.problems):
            assert book.say(f"problem.{problem.code}", **dict(problem.facts))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_an_export_is_read_in_every_encoding_and_line_end(tmp_path: Path, encoding: str, end: str) -> None:
    reading = read_paths([put(tmp_path, "a.csv", wallet("1020.00", "3.50", end=end), encoding)])
    assert amounts(reading) == [350, 102000]
    assert [row.sources[0].row for row in reading.ledger.wallet] == [5, 6]
    assert (only(reading).rows, only(reading).used) == (2, 2)


def test_mixed_line_ends_keep_the_physical_rows(tmp_path: Path) -> None:
    text = wallet("1.00", "2.00", "3.00", end="\n").split("\n")
    mixed = "\r\n".join(text[:3]) + "\r" + "\n".join(text[3:])
    reading = read_paths([put(tmp_path, "a.csv", mixed)])
    assert [row.sources[0].row for row in reading.ledger.wallet] == [5, 6, 7]


def test_an_xls_that_is_tab_separated_text_in_gbk_is_read(tmp_path: Path) -> None:
    reading = read_paths([put(tmp_path, "a.xls", wallet("8.00").replace("\t", "").replace(",", "\t"))])
    assert amounts(reading) == [800]


def test_an_xls_that_is_a_page_of_html_is_read(tmp_path: Path) -> None:
    lines = wallet("8.00").split("\r\n")
    rows = "".join("<tr>" + "".join(f"<td>{c}</td>" for c in line.split(",")) + "</tr>" for line in lines)
    reading = read_paths([put(tmp_path, "a.xls", f"<html><body><table>{rows}</table></body></html>")])
    assert (amounts(reading), reading.ledger.wallet[0].sources[0].row) == ([800], 5)


def test_a_workbook_is_one_report_with_all_its_sheets(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for amount in ("1.00", "2.00"):
        sheet = book.create_sheet(amount)
        for line in wallet(amount).split("\r\n"):
            sheet.append(line.split(","))
    book.save(tmp_path / "a.xlsx")
    reading = read_paths([tmp_path])
    assert (amounts(reading), only(reading).sheets, only(reading).rows) == ([100, 200], ("1.00", "2.00"), 2)


def test_a_locked_zip_is_opened_by_its_password(tmp_path: Path) -> None:
    put(tmp_path, "a.zip", aes({"账单.csv": wallet("5.00").encode("gb18030")}, b"112233"))
    assert codes(read_paths([tmp_path])) == {"a.zip": ["needs-password"]}
    assert codes(read_paths([tmp_path], passwords=["000000"])) == {"a.zip": ["wrong-password"]}
    reading = read_paths([tmp_path], passwords=["000000", "112233"])
    assert (amounts(reading), only(reading).file) == ([500], "账单.csv")


def test_the_same_content_counts_once_and_the_second_file_says_so(tmp_path: Path) -> None:
    put(tmp_path, "b.csv", wallet("5.00"))
    put(tmp_path, "a.csv", wallet("5.00"))
    put(tmp_path, "c.zip", zipped({"z.csv": wallet("5.00").encode("gb18030")}))
    reading = read_paths([tmp_path])
    assert amounts(reading) == [500]
    assert codes(reading) == {"a.csv": [], "b.csv": ["given-twice"], "z.csv": ["given-twice"]}
    assert_said(reading)


def test_a_path_given_twice_is_read_once(tmp_path: Path) -> None:
    path = put(tmp_path, "a.csv", wallet("5.00"))
    assert codes(read_paths([path, tmp_path, path])) == {"a.csv": []}


@settings(deadline=None, max_examples=20)
@given(st.randoms(use_true_random=False))
def test_the_order_of_paths_changes_nothing(tmp_path_factory: pytest.TempPathFactory, chance: random.Random) -> None:
    folder = tmp_path_factory.mktemp("case")
    paths = [put(folder, f"{n}.csv", wallet(f"{n}.00")) for n in range(1, 5)] + [put(folder, "x.csv", "")]
    first = read_paths(paths)
    chance.shuffle(paths)
    assert read_paths(paths) == first


BAD = {
    "empty.csv": (b"", "empty-file"),
    "blank.csv": (b" \r\n\r\n", "empty-file"),
    "binary.csv": (bytes(range(256)) * 40, "binary-file"),
    "latin.csv": ("naïve,café,Ünï\n".encode("latin-1") * 5 + b"\xff", "unknown-encoding"),
    "photo.csv": (b"\x89PNG\r\n\x1a\n" + bytes(50), "picture-damaged"),
    "a.rar": (b"Rar!\x1a\x07\x01\x00" + bytes(50), "other-archive"),
    "half.zip": (zipped({"a.csv": b"1,2" * 50})[:-30], "damaged-zip"),
    "half.xlsx": (b"PK\x03\x04" + bytes(60), "damaged-workbook"),
    "half.docx": (b"PK\x03\x04" + bytes(60), "damaged-document"),
    "half.pdf": (b"%PDF-1.4\n", "damaged-pdf"),
    "letter.txt": ("你好，今天天气不错。\n".encode(), "no-table"),
    "recipe.csv": ("菜名,口味,份量\n鱼香肉丝,辣,大\n".encode(), "unknown-format"),
    "bomb.zip": (zipped({"bomb.csv": bytes(8 << 20)}), "zip-bomb"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_named_with_its_reason_and_the_others_are_read(tmp_path: Path, name: str) -> None:
    content, code = BAD[name]
    put(tmp_path, name, content)
    put(tmp_path, "good.csv", wallet("5.00"))
    reading = read_paths([tmp_path])
    bad = [report for report in reading.sources if report.file != "good.csv"]
    assert [p.code for report in bad for p in report.problems] == [code]
    assert amounts(reading) == [500]
    assert_said(reading)


def test_a_file_cut_off_in_a_character_is_read_up_to_there(tmp_path: Path) -> None:
    whole = wallet("5.00", "6.00").encode("gb18030")
    reading = read_paths([put(tmp_path, "a.csv", whole[: whole.rindex("成功".encode("gb18030")) + 1])])
    assert codes(reading)["a.csv"][0] == "cut-character"
    assert 500 in amounts(reading)
    assert_said(reading)


def test_a_file_beyond_a_limit_is_refused_with_the_way_to_raise_it(tmp_path: Path) -> None:
    path = put(tmp_path, "a.csv", wallet("5.00", "6.00"))
    for limits, code in ((Limits(file_bytes=100), "file-too-large"), (Limits(rows=5), "too-many-rows")):
        reading = read_paths([path], limits=limits)
        assert codes(reading) == {"a.csv": [code]}
        assert "TALLYLINE_MAX_" in Phrasebook(CHINESE).say(f"problem.{code}", **dict(only(reading).problems[0].facts))


def test_a_row_with_a_cell_too_many_is_named(tmp_path: Path) -> None:
    text = wallet("5.00", "6.00", "7.00").replace("6.00,余额宝", "6.00,余额,宝")
    reading = read_paths([put(tmp_path, "a.csv", text)])
    assert ("too-many-cells", 6) in [(p.code, p.source.row) for p in only(reading).problems if p.source]
    assert_said(reading)


def test_an_unknown_table_tells_its_header_its_shape_and_the_nearest_format(tmp_path: Path) -> None:
    header = "交易日期,交易时刻,收入,支出,余额,交易类型,交易备忘"
    reading = read_paths([put(tmp_path, "a.csv", f"说明\n{header}\n天,地,玄,黄,宇,宙,洪\n")])
    facts = dict(only(reading).problems[0].facts)
    assert (facts["header"], facts["row"]) == (tuple(header.split(",")), 2)
    assert facts["shape"]
    assert facts["nearest"]
    assert reading.ledger.wallet == reading.ledger.bank == ()


def test_an_unknown_table_is_read_once_a_person_has_said_what_its_columns_are(tmp_path: Path) -> None:
    path = put(tmp_path, "a.csv", "甲,乙,丙,丁\n1,2024-01-20,100.00,3.00\n2,2024-02-20,100.00,2.00\n")
    shape = str(dict(only(read_paths([path])).problems[0].facts)["shape"])
    roles = {"": "plan", "甲": "period", "乙": "due", "丙": "principal", "丁": "interest"}
    reading = read_paths([path], taught=Taught({shape: json.dumps(roles)}))
    assert [(row.period, row.principal, row.interest) for row in reading.ledger.plan_rows] == [
        (1, 10000, 300),
        (2, 10000, 200),
    ]


def test_progress_counts_bytes_up_to_the_whole(tmp_path: Path) -> None:
    sizes = [put(tmp_path, f"{n}.csv", wallet(f"{n}.00")).stat().st_size for n in (1, 2)]
    told: list[tuple[int, int, str]] = []
    read_paths([tmp_path], progress=lambda *step: told.append(step))
    assert {(0, sum(sizes), "1.csv"), (sizes[0], sum(sizes), "2.csv")} < set(told)
    assert told[-1] == (sum(sizes), sum(sizes), "")
    assert all(0 <= done <= total for done, total, _ in told)


def test_a_cancelled_reading_stops(tmp_path: Path) -> None:
    with pytest.raises(Cancelled):
        read_paths([put(tmp_path, "a.csv", wallet("5.00"))], cancelled=lambda: True)
