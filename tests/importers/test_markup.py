"""Tables in HTML and in Excel's 2003 XML keep their rows and columns."""

from __future__ import annotations

from app.importers.reading.markup import is_markup, rows


def test_a_page_gives_the_cells_of_its_rows() -> None:
    page = "<html><table><tr><th>日期<th>金额</tr><tr><td>2024-01-02</td><td>1&nbsp;0<br>2</td></tr></table></html>"
    assert is_markup(page)
    assert rows(page) == [["日期", "金额"], ["2024-01-02", "1\xa00\n2"]]


def test_the_xml_of_excel_2003_keeps_rows_and_cells_that_it_leaves_out() -> None:
    xml = (
        '<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>\n<Workbook><Worksheet><Table>'
        '<Row ss:Index="3"><Cell><Data>日期</Data></Cell><Cell ss:Index="3"><Data>金额</Data></Cell></Row>'
        "</Table></Worksheet></Workbook>"
    )
    assert is_markup(xml)
    assert rows(xml) == [[], [], ["日期", "", "金额"]]


def test_a_csv_is_no_markup() -> None:
    assert not is_markup("日期,<b>,金额\n")


def test_the_lines_of_a_page_stand_between_its_tables() -> None:
    page = "<html><h1>账单</h1><p>账单日：2025-01-10<table><tr><td>a</td></tr></table>合计 1.00 元</html>"
    assert rows(page) == [["账单"], ["账单日：2025-01-10"], ["a"], ["合计 1.00 元"]]


def test_a_table_for_layout_leaves_the_rows_of_the_tables_in_it_whole() -> None:
    inner = "<table><tr><td>1</td><td>2</td></tr><tr><td>3</td><td>4</td></tr></table>"
    page = f"<html><table><tr><td>左</td><td>{inner}</td><td>右</td></tr><tr><td>下</td></tr></table></html>"
    assert rows(page) == [["左", "", "右"], ["1", "2"], ["3", "4"], ["下"]]


def test_a_cell_whose_table_holds_one_text_is_that_text() -> None:
    def single(text: str) -> str:
        return f"<td>{alone(text)}</td>"

    def alone(text: str) -> str:
        return f"<table><tr><td><b>{text}</b></td></tr></table>"

    page = f"<html><table><tr>{single('日期')}{single('金额')}</tr><tr>{single('2026-03-10')}<td>1.00</td></tr></table>"
    assert rows(page) == [["日期", "金额"], ["2026-03-10", "1.00"]]
    lines = f"<html><table><tr><td>{alone('a')}{alone('b')}</td></tr></table>"
    assert [row for row in rows(lines) if any(row)] == [["a"], ["b"]]


def test_merged_cells_keep_the_columns_of_what_stands_beside_them() -> None:
    page = "<table><tr><td rowspan=2>a<td colspan=2>b<td>c<tr><td>d<td>e<td>f</table>"
    assert rows(page) == [["a", "b", "", "c"], ["", "d", "e", "f"]]


def test_tables_nested_without_end_are_read_in_time_that_their_length_allows() -> None:
    assert rows("<table><tr><td>" * 50_000)[-1:] == [[""]]
    assert rows("</table>" * 50_000 + "<table><tr><td>a</td>") == [["a"]]
