"""Workbooks become text cells at their true rows, and what cannot be read is said."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time

import openpyxl
import pytest
import xlwt
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet

from app.importers.reading import workbooks
from app.importers.reading.errors import Refused
from app.importers.reading.limits import Limits
from app.importers.reading.workbooks import Workbook, cell_text


def xlsx(fill: Callable[[Worksheet], None]) -> bytes:
    book = openpyxl.Workbook()
    assert isinstance(book.active, Worksheet)
    fill(book.active)
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def with_part(data: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """The package with one part changed, or added where it is not there."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        parts = {part: old.read(part) for part in old.namelist()}
        parts[name] = change(parts.get(name, b""))
        for part, content in parts.items():
            new.writestr(part, content)
    return buffer.getvalue()


def read(data: bytes, limits: Limits | None = None) -> Workbook:
    return workbooks.read(data, limits or Limits())


def test_rows_and_columns_are_counted_from_the_corner_even_if_the_table_stands_lower() -> None:
    def fill(sheet: Worksheet) -> None:
        sheet["C4"] = "应还日"
        sheet["C6"] = "2024-03-15"

    (sheet,) = read(xlsx(fill)).sheets
    assert sheet.rows[3:] == [["", "", "应还日"], ["", "", ""], ["", "", "2024-03-15"]]
    assert len(sheet.rows) == 6


def test_every_sheet_is_read_in_its_order() -> None:
    book = openpyxl.Workbook()
    book.create_sheet("还款计划")["A1"] = "x"
    assert [sheet.name for sheet in read(saved(book)).sheets] == ["Sheet", "还款计划"]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (date(2024, 3, 15), "2024-03-15"),
        (datetime(2024, 3, 15, 10, 0, 0), "2024-03-15 10:00:00"),
        (time(23, 59, 1), "23:59:01"),
        (15732.600000000001, "15732.6"),
        (1020.0, "1020"),
        (-3, "-3"),
        (0.000035, "0.000035"),
        (2.02302e27, "2.02302E+27"),
        (True, "TRUE"),
        ("  padded\t", "  padded\t"),
        ("+1 not a formula", "+1 not a formula"),
    ],
)
def test_a_cell_of_a_workbook_becomes_its_plain_text(value: object, text: str) -> None:
    def fill(sheet: Worksheet) -> None:
        sheet["A1"] = value  # type: ignore[assignment]

    assert read(xlsx(fill)).sheets[0].rows == [[text]]


@settings(deadline=None)
@given(st.integers(-(10**13), 10**13))
def test_an_amount_stored_as_a_binary_fraction_comes_back_to_the_fen(fen: int) -> None:
    whole, cents = divmod(abs(fen), 100)
    expected = f"{'-' if fen < 0 else ''}{whole}" + (f".{cents:02d}".rstrip("0") if cents else "")
    assert cell_text(fen / 100) == expected


def test_a_moment_is_rounded_to_the_second_it_was_typed_as() -> None:
    assert cell_text(datetime(2024, 3, 15, 9, 59, 59, 999_998)) == "2024-03-15 10:00:00"


def test_an_xls_of_the_old_kind_is_read() -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("明细")
    sheet.write(2, 1, "交易日期")
    sheet.write(3, 1, 1020.5)
    buffer = io.BytesIO()
    book.save(buffer)
    (found,) = read(buffer.getvalue()).sheets
    assert (found.name, found.rows[2:]) == ("明细", [["", "交易日期"], ["", "1020.5"]])


@pytest.mark.parametrize("page", [1252, 936, 437, 0])
@pytest.mark.parametrize("rows", [3, 400])
def test_an_xls_that_declares_a_false_code_page_is_read_right(page: int, rows: int) -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("Sheet1")
    for row in range(rows):
        sheet.write(row, 0, f"借呗还款 {row}")
        sheet.write(row, 1, "plain é")
    out = io.BytesIO()
    book.save(out)
    data = out.getvalue()
    false = data.replace(b"\x42\x00\x02\x00\xb0\x04", b"\x42\x00\x02\x00" + page.to_bytes(2, "little"))
    assert false != data
    assert read(false).sheets == read(data).sheets
    assert read(data).sheets[0].rows[-1] == [f"借呗还款 {rows - 1}", "plain é"]


def test_a_formula_gives_the_value_stored_with_it() -> None:
    data = xlsx(lambda sheet: sheet.append([1, 2, "=A1+B1"]))
    stored = with_part(data, "xl/worksheets/sheet1.xml", lambda xml: re.sub(rb"<v ?/>|<v></v>", b"<v>3</v>", xml))
    assert (read(stored).sheets[0].rows, read(stored).notes) == ([["1", "2", "3"]], ())


def test_a_formula_without_a_stored_value_is_named_by_its_row() -> None:
    def fill(sheet: Worksheet) -> None:
        sheet["A1"] = "金额"
        sheet["A2"] = "=1+1"

    assert read(xlsx(fill)).notes == (("formula-without-value", 2),)


def test_links_to_other_files_are_said_and_not_followed() -> None:
    data = xlsx(lambda sheet: sheet.append(["x"]))
    linked = with_part(data, "xl/externalLinks/externalLink1.xml", lambda _: b"<externalLink/>")
    assert read(linked).notes == (("workbook-links", 0),)


def ole(*names: str) -> bytes:
    return workbooks.OLE + bytes(504) + b"".join(name.encode("utf-16-le") for name in names) + bytes(512)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (ole("EncryptedPackage"), "workbook-needs-password"),
        (ole("WordDocument"), "not-a-table"),
        (ole("Workbook"), "damaged-workbook"),
        (b"PK\x03\x04 and nothing more", "damaged-workbook"),
    ],
)
def test_what_is_no_readable_workbook_is_refused_with_its_reason(data: bytes, code: str) -> None:
    with pytest.raises(Refused) as refusal:
        read(data)
    assert refusal.value.code == code


def test_a_workbook_cut_short_is_damaged() -> None:
    with pytest.raises(Refused, match="damaged-workbook"):
        read(xlsx(lambda sheet: sheet.append(["x"]))[:-200])


def test_a_cell_in_the_last_corner_does_not_fill_the_memory() -> None:
    def fill(sheet: Worksheet) -> None:
        sheet["A1"] = 1
        sheet["XFD1048576"] = 1

    with pytest.raises(Refused, match="sheet-too-large"):
        read(xlsx(fill))


def test_a_package_that_unpacks_beyond_all_measure_is_refused() -> None:
    data = with_part(xlsx(lambda sheet: sheet.append([1])), "xl/media/x.bin", lambda _: bytes(20 << 20))
    with pytest.raises(Refused, match="zip-bomb"):
        read(data)
