"""Text documents are read as pages are: paragraphs as lines, tables as rows; what was struck out is not read."""

from __future__ import annotations

import io
import time
import zipfile
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest

from app.importers.read import read_paths
from app.importers.reading.documents import is_document, read
from app.importers.reading.errors import Refused
from app.importers.reading.limits import Limits
from tests.importers.strangers_lenders import document

SPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def made(body: str, prefix: str = "w") -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        text = f'<{prefix}:document xmlns:{prefix}="{SPACE}"><{prefix}:body>{body}</{prefix}:body></{prefix}:document>'
        archive.writestr("word/document.xml", text)
    return buffer.getvalue()


def test_paragraphs_and_tables_stand_in_their_order() -> None:
    data = document("还款计划", [["期数", "金额"], ["1", "900.41"]], "以上")
    assert is_document(data)
    assert read(data, Limits()) == [["还款计划"], ["期数", "金额"], ["1", "900.41"], ["以上"]]


def test_a_spanning_cell_leaves_the_columns_below_in_their_place() -> None:
    span = '<w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr><w:p><w:r><w:t>应还</w:t></w:r></w:p></w:tc>'
    one = "<w:tc><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc>"
    rows = (f"{span}{one.format('状态')}", "".join(map(one.format, ("本金", "利息", "未还"))))
    table = "<w:tbl>" + "".join(f'<w:tr w:rsidR="00A1">{row}</w:tr>' for row in rows) + "</w:tbl>"
    assert read(made(table), Limits()) == [["应还", "", "状态"], ["本金", "利息", "未还"]]


def test_what_was_struck_out_and_what_fields_ask_for_is_not_read() -> None:
    gone = "<w:r><w:delText>800.00</w:delText><w:instrText>PAGE</w:instrText></w:r>"
    line = f"<w:p><w:r><w:t>900.41</w:t></w:r>{gone}</w:p>"
    assert read(made(line), Limits()) == [["900.41"]]


def test_the_parts_may_have_another_prefix() -> None:
    assert read(made("<a:p><a:r><a:t>900.41</a:t></a:r></a:p>", "a"), Limits()) == [["900.41"]]


def test_a_damaged_document_ends_in_a_reason() -> None:
    with pytest.raises(Refused) as refused:
        read(document("还款计划")[:-40], Limits())
    assert refused.value.code == "damaged-document"


@pytest.mark.parametrize("body", ["<w:tr ", "<w:tbl><w:tr><w:tc>", "<w:tc><w:tcPr><w:gridSpan ", "<w:instrText "])
def test_a_document_made_to_take_for_ever_ends_within_seconds(body: str) -> None:
    started = time.process_time()
    with suppress(Refused):
        read(made(body * (1_000_000 // len(body))), Limits())
    assert time.process_time() - started < 5


TEXT = "application/vnd.oasis.opendocument.text"
SPACES = " ".join(f'xmlns:{n}="urn:oasis:names:tc:opendocument:xmlns:{n}:1.0"' for n in ("office", "table", "text"))


def opened(body: str, kind: str = TEXT, root: str = "text") -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo("mimetype"), kind)
        inner = f"<office:body><office:{root}>{body}</office:{root}></office:body>"
        archive.writestr("content.xml", f"<office:document-content {SPACES}>{inner}</office:document-content>")
    return buffer.getvalue()


def cells(*texts: str, more: str = "") -> str:
    inner = "".join(f"<table:table-cell{more}><text:p>{text}</text:p></table:table-cell>" for text in texts)
    return f"<table:table-row>{inner}</table:table-row>"


def test_an_open_document_gives_its_paragraphs_and_tables() -> None:
    lead = "<text:tracked-changes><text:p>800.00</text:p></text:tracked-changes><text:h>还款计划</text:h>"
    span = '<table:table-cell table:number-columns-spanned="2"><text:p>应还</text:p></table:table-cell>'
    top = f"<table:table-row>{span}<table:covered-table-cell/></table:table-row>"
    rows = cells("本金", "利息") + cells("1", more=' table:number-columns-repeated="2"')
    data = opened(f'{lead}<table:table table:name="a">{top}{rows}</table:table><text:p>以上<text:s/>共 1 期</text:p>')
    assert is_document(data)
    assert read(data, Limits()) == [["还款计划"], ["应还", ""], ["本金", "利息"], ["1", "1"], ["以上 共 1 期"]]


@pytest.mark.parametrize(
    "body", ["<text:tracked-changes>", "<table:table-cell>", "<table:covered-table-cell>", "<text:p "]
)
def test_an_open_document_made_to_take_for_ever_ends_within_seconds(body: str) -> None:
    started = time.process_time()
    with suppress(Refused):
        read(opened(body * 50_000), Limits())
    assert time.process_time() - started < 5


def test_a_flat_open_document_is_read_as_its_package(tmp_path: Path) -> None:
    typed = ' office:value-type="string"'
    head = cells("交易日期", "摘要", "收入", "支出", "余额", more=typed)
    rows = head + cells("2026-03-10", "借呗还款", "", "900.41", "99.59", more=typed)
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    sheet = f'<table:table table:name="a">{rows}</table:table>'
    body = f"<office:body><office:spreadsheet>{sheet}</office:spreadsheet></office:body>"
    path = tmp_path / "流水.fods"
    path.write_text(
        f'<?xml version="1.0"?>\n<office:document {SPACES} office:mimetype="{kind}">{body}</office:document>\n', "utf-8"
    )
    (row,) = read_paths([path]).ledger.bank
    assert (row.on, row.amount, row.balance) == (date(2026, 3, 10), -90_041, 9_959)
