"""Statements in PDF become rows of cells; pictures and locked files are said."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from app.importers import opening
from app.importers.reading import pdf
from app.importers.reading.errors import Refused
from app.importers.reading.limits import Limits
from app.importers.reading.radicals import plain_radicals

HEADER = ("记账日期", "货币", "交易金额", "联机余额", "交易摘要")
ROWS = (
    ("2024-03-15", "CNY", "-1,020.00", "8,310.55", "快捷支付"),
    ("2024-03-16", "CNY", "12.00", "8,322.55", "支付宝-还款"),
)


def document(draw: Callable[[Canvas], None], password: str = "") -> bytes:
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    buffer = io.BytesIO()
    canvas = Canvas(buffer, encrypt=StandardEncryption(password) if password else None)
    canvas.setFont("STSong-Light", 9)
    draw(canvas)
    canvas.save()
    return buffer.getvalue()


def statement(canvas: Canvas, *, ruled: bool = False) -> None:
    canvas.drawString(60, 800, "招商银行交易流水")
    for line, cells in enumerate((HEADER, *ROWS)):
        for column, cell in enumerate(cells):
            canvas.drawString(60 + 95 * column, 760 - 20 * line, cell)
    if ruled:
        canvas.grid([55 + 95 * n for n in range(6)], [775 - 20 * n for n in range(4)])


def latin(canvas: Canvas) -> None:
    canvas.setFont("Helvetica", 9)
    canvas.drawString(60, 800, "2024-03-15")


def read(data: bytes, *passwords: str, limits: Limits | None = None) -> list[list[str]]:
    return pdf.read(data, passwords, limits or Limits(), opening.statement)


@pytest.mark.parametrize("ruled", [False, True])
def test_a_statement_gives_its_title_header_and_rows(ruled: bool) -> None:
    rows = read(document(lambda canvas: statement(canvas, ruled=ruled)))
    assert rows == [["招商银行交易流水"], list(HEADER), *map(list, ROWS)]


def test_pages_follow_one_another_under_the_first_header() -> None:
    def draw(canvas: Canvas) -> None:
        statement(canvas)
        canvas.showPage()
        canvas.setFont("STSong-Light", 9)
        canvas.drawString(60, 800, "2024-03-17")
        canvas.drawString(250, 800, "-3.00")

    assert read(document(draw))[-1] == ["2024-03-17", "", "-3.00", "", ""]


def test_one_of_the_passwords_opens_a_locked_statement() -> None:
    data = document(latin, "2468")
    assert read(data, "1", "2468") == [["2024-03-15"]]
    for passwords, code in ((), "pdf-needs-password"), (("1",), "pdf-wrong-password"):
        with pytest.raises(Refused, match=code):
            read(data, *passwords)


def test_a_pdf_of_pictures_is_said_to_be_one() -> None:
    with pytest.raises(Refused, match="pdf-without-text"):
        read(document(lambda canvas: canvas.rect(10, 10, 50, 50)))


def test_a_pdf_whose_font_hides_its_characters_is_not_read_as_gibberish() -> None:
    # The library writes the names of Chinese encodings so that readers lose them once the file is encrypted.
    with pytest.raises(Refused, match="pdf-without-text"):
        read(document(statement, "1"), "1")


def test_a_damaged_pdf_is_said_to_be_one() -> None:
    with pytest.raises(Refused, match="damaged-pdf"):
        read(b"%PDF-1.7\nnothing follows")


def test_a_pdf_beyond_the_limit_of_pages_is_refused() -> None:
    def draw(canvas: Canvas) -> None:
        statement(canvas)
        canvas.showPage()
        canvas.showPage()

    with pytest.raises(Refused, match="pdf-too-long"):
        read(document(draw), limits=Limits(pages=1))


def test_radicals_of_a_statement_become_characters_and_nothing_else_changes() -> None:
    assert plain_radicals("中国农业银⾏账⼾活期交易明细清单") == "中国农业银行账户活期交易明细清单"
    assert plain_radicals("⺠⽣⽔⾦") == "民生水金"
    assert plain_radicals("金额（元）　１２") == "金额（元）　１２"
