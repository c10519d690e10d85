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
