"""Words at places on a PDF's page become the rows a person sees there."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pdfplumber
import pytest
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from app.core.facts import BankRow
from app.importers.banks import LAYOUTS
from app.importers.banks.pdf_layout import statement_rows
from app.importers.read import read_paths
from app.importers.reading.pdf_words import Word
from app.importers.reading.table import Table
from tests.importers.bank_statements import claiming, read, told
from tests.shared import shared

HEIGHT = 8.0
CMB_COLUMNS = {
    "记账日期": 36,
    "货币": 88,
    "交易金额": 135,
    "联机余额": 214,
    "交易摘要": 292,
    "对手信息": 376,
    "客户摘要": 480,
}
CMB_HEADER = list(CMB_COLUMNS)


def word(text: str, x: float, y: float) -> Word:
    """A word set in a font as wide as it is high for Chinese, half as wide else."""
    width = sum(HEIGHT / 2 if c.isascii() else HEIGHT for c in text)
    return Word(text, x, x + width, y, HEIGHT)


def header(y: float = 100) -> list[Word]:
    return [word(name, x, y) for name, x in CMB_COLUMNS.items()]


def cmb_row(y: float, day: str, *texts: str) -> list[Word]:
    """The date, currency, amount, balance and further texts of a row, each at its column's left edge."""
    return [word(text, x, y) for text, x in zip([day, "CNY", *texts], CMB_COLUMNS.values(), strict=False) if text]


def rows_of(*pages: list[Word]) -> list[list[str]]:
    rows = statement_rows(pages, LAYOUTS)
    assert rows is not None
    return rows


def test_words_stand_in_the_columns_of_the_header_and_lines_above_stay_lines() -> None:
    title = [word("招商银行交易流水", 200, 20), word("账号：6214000000005555", 36, 60)]
    rows = rows_of(title + header() + cmb_row(140, "2024-01-05", "-20.50", "4,979.50", "快捷支付", "支付宝", "还款"))
    assert rows == [
        ["招商银行交易流水"],
        ["账号：6214000000005555"],
        CMB_HEADER,
        ["2024-01-05", "CNY", "-20.50", "4,979.50", "快捷支付", "支付宝", "还款"],
    ]


@pytest.mark.parametrize("lines", [1, 2, 3, 4])
def test_texts_wrapped_evenly_about_their_row_belong_to_it(lines: int) -> None:
    words = header()
    for number, day in enumerate(["2024-01-05", "2024-01-06", "2024-01-07"]):
        y = 150 + number * (12 * lines + 3)
        words += cmb_row(y, day, "-1.00", "9.00", "快捷支付")
        top = y - 12 * (lines - 1) / 2
        words += [word(f"第{number}段{line}", 376, top + 12 * line) for line in range(lines)]
    texts = [row[5] for row in rows_of(words)[1:]]
    assert texts == ["".join(f"第{n}段{line}" for line in range(lines)) for n in range(3)]


@pytest.mark.parametrize("lines", [2, 3, 4])
def test_texts_that_hang_below_their_row_belong_to_it(lines: int) -> None:
    words = header()
    for number, day in enumerate(["2024-01-05", "2024-01-06", "2024-01-07"]):
        y = 150 + number * (10 * lines + 2)
        words += cmb_row(y, day, "-1.00", "9.00", "快捷支付")
        words += [word(f"第{number}段{line}", 376, y + 10 * line) for line in range(lines)]
    texts = [row[5] for row in rows_of(words)[1:]]
    assert texts == ["".join(f"第{n}段{line}" for line in range(lines)) for n in range(3)]


def test_sums_right_below_the_last_row_are_no_part_of_its_day() -> None:
    rows = rows_of(
        [
            *header(),
            *cmb_row(120, "2024-01-05", "-1.00", "9.00", "还款"),
            *cmb_row(132, "2024-01-06", "-2.00", "7.00", "结息"),
            word("收入合计：0.00支出合计：3.00", 36, 141),
            word("本流水仅供参考", 36, 150),
        ]
    )
    assert [row[:5] for row in rows[1:3]] == [
        ["2024-01-05", "CNY", "-1.00", "9.00", "还款"],
        ["2024-01-06", "CNY", "-2.00", "7.00", "结息"],
    ]
    assert rows[3:] == [["收入合计：0.00支出合计：3.00"], ["本流水仅供参考"]]


def test_a_blank_inside_a_text_does_not_part_it() -> None:
    first = word("老招", 376, 140)
    second = word("6034306864942510239", first.x1 + 2, 140)
    rows = rows_of(header() + cmb_row(140, "2024-01-05", "-1.00", "9.00", "转账") + [first, second])
    assert rows[1][5] == "老招 6034306864942510239"


def test_a_cell_so_full_that_it_touches_the_next_column_stays_in_its_own() -> None:
    full = word("一二三四五六七八九十一二三", 376, 140)
    assert 480 - full.x1 < 1
    rows = rows_of(header() + cmb_row(140, "2024-01-05", "-1.00", "9.00", "转账") + [full, word("还款", 480, 140)])
    assert rows[1][5:] == ["一二三四五六七八九十一二三", "还款"]


def test_a_page_without_a_header_goes_on_with_the_columns_before() -> None:
    first = header() + cmb_row(140, "2024-01-05", "-20.50", "4,979.50", "快捷支付")
    second = [*cmb_row(40, "2024-01-06", "-1.00", "4,978.50", "快捷支付"), word("2/2", 280, 800)]
    rows = rows_of(first, second)
    assert [row[0] for row in rows] == ["记账日期", "2024-01-05", "2024-01-06", "2/2"]


def test_english_names_below_a_header_are_no_text_of_a_row() -> None:
    english = [word("Date", 36, 112), word("Amount", 135, 112), word("Counter", 376, 112)]
    rows = rows_of(header() + english + cmb_row(140, "2024-01-05", "-1.00", "9.00", "转账"))
    assert rows == [CMB_HEADER, ["2024-01-05", "CNY", "-1.00", "9.00", "转账", "", ""]]


@pytest.mark.parametrize("pages", [[], [[]], [[word("一封信", 36, 40), word("2024-01-05", 36, 60)]]])
def test_pages_without_a_bank_s_header_give_nothing(pages: list[list[Word]]) -> None:
    assert statement_rows(pages, LAYOUTS) is None


def test_a_real_pdf_is_read_from_its_words() -> None:
    rows = rows_of(*(pdf_words(made_pdf())))
    table = Table("流水.pdf", "", "d", rows)
    assert claiming(table) == ["cmb"]
    result = read(table)
    assert told(result) == []
    assert [(row.amount, row.balance, row.counterparty) for row in result.ledger.bank] == [
        (1_000_00, 5_000_00, "北京住房公积金管理中心111105961007082"),
        (-20_50, 4_979_50, "老招 6034306864942510239"),
    ]


def made_pdf() -> bytes:
    """A page in the manner of 招商银行, with a wrapped counterparty."""
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=(595, 842))
    canvas.setFont("STSong-Light", 8.25)
    for name, x in CMB_COLUMNS.items():
        canvas.drawString(x, 587, name)
    for y, texts in (
        (540, ["2024-02-15", "CNY", "1,000.00", "5,000.00", "代发住房公积金"]),
        (513.8, ["2024-02-29", "CNY", "-20.50", "4,979.50", "转账汇款", "老招 6034306864942510239", "转账"]),
    ):
        for text, x in zip(texts, CMB_COLUMNS.values(), strict=False):
            canvas.drawString(x, y, text)
    canvas.drawString(376, 546, "北京住房公积金管理中心")
    canvas.drawString(376, 534, "111105961007082")
    canvas.save()
    return file.getvalue()


def pdf_words(data: bytes) -> list[list[Word]]:
    with pdfplumber.open(io.BytesIO(data)) as document:
        return [[Word.of(found) for found in page.extract_words()] for page in document.pages]


@pytest.mark.parametrize(("bank", "on_page_1"), [("cmb", 17), ("abc", 42), ("boc", 15), ("bocom", 13)])
def test_the_first_page_of_a_sample_gives_the_rows_expected_of_it(bank: str, on_page_1: int) -> None:
    folder = shared("samples", f"{bank}-debit")
    items = json.loads((folder / "bfc_pdfjs_textitems_p1.json").read_text(encoding="utf-8"))
    table = Table("p1.pdf", "", "d", rows_of([item_word(item) for item in items]))
    assert claiming(table) == [bank]
    result = read(table)
    lines = (folder / "bfc_expected_rows.csv").read_text(encoding="utf-8-sig").splitlines()
    expected = [essence(row) for row in read(Table("e.csv", "", "d", list(csv.reader(lines)))).ledger.bank]
    assert [essence(row) for row in result.ledger.bank] == expected[:on_page_1]
    assert result.rows == on_page_1


def item_word(item: dict[str, object]) -> Word:
    """A text item of pdf.js, whose y grows upwards."""
    *_, x, y = item["transform"]  # type: ignore[misc]
    return Word(str(item["str"]), x, x + item["width"], -y, item["height"] or HEIGHT)


def essence(row: BankRow) -> tuple[object, ...]:
    """A row without the account, which stands above the table in the PDF, and without blanks."""
    texts = ("".join(text.split()) for text in (row.summary, row.counterparty, row.note, row.reference))
    return row.on, row.at, row.amount, row.balance, *texts


def test_latin_letters_in_a_first_row_close_below_the_header_are_its_own() -> None:
    rows = rows_of(header() + cmb_row(116, "2024-01-05", "-1.00", "9.00", "ATM", "ETC"))
    assert rows[1] == ["2024-01-05", "CNY", "-1.00", "9.00", "ATM", "ETC", ""]


def test_an_unruled_pdf_file_ends_in_bank_rows(tmp_path: Path) -> None:
    (tmp_path / "流水.pdf").write_bytes(made_pdf())
    reading = read_paths([tmp_path])
    assert [row.counterparty for row in reading.ledger.bank] == [
        "北京住房公积金管理中心111105961007082",
        "老招 6034306864942510239",
    ]
    assert [report.format for report in reading.sources] == ["cmb-debit-app"]
