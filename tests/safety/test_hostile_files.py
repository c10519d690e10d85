"""Files made to do harm end in a reason, soon, and leave nothing behind."""

from __future__ import annotations

import io
import os
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

import pytest

from app.importers.read import Reading, read_paths
from app.importers.reading.limits import Limits

SOON = 5.0
"""Seconds of the processor's time in which every answer is there; a clock on the wall counts other programs too."""


@pytest.fixture(autouse=True)
def soon() -> Iterator[None]:
    """No hostile file takes long."""
    began = spent()
    yield
    assert spent() - began < SOON


def spent() -> float:
    """Seconds of the processor that this process took, and those that read for it: they live on, so no one counts them.

    Only Linux says it of a process that lives.
    """
    seconds = sum(os.times()[:4])
    for task in Path("/proc/self/task").glob("*/children"):
        for pid in task.read_text().split():
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            seconds += (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return seconds


def codes(reading: Reading) -> set[str]:
    return {problem.code for source in reading.sources for problem in source.problems}


def read(folder: Path, data: bytes, name: str = "file.xls") -> Reading:
    path = folder / name
    path.write_bytes(data)
    return read_paths([path])


def packed(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


# -- zips --------------------------------------------------------------------------------------------------------------


def test_a_flat_bomb_is_not_unpacked(tmp_path: Path) -> None:
    bomb = packed({f"{n}.csv": bytes(20 << 20) for n in range(3)})
    assert len(bomb) < 100_000
    assert codes(read(tmp_path, bomb)) == {"zip-bomb"}


def test_a_nested_bomb_is_not_unpacked(tmp_path: Path) -> None:
    bomb = packed({"a.csv": b"a,b\n"})
    for level in range(6):
        bomb = packed({f"{level}-{n}.zip": bomb for n in range(3)})
    assert "zip-too-deep" in codes(read(tmp_path, bomb))


def test_what_zips_in_a_zip_unpack_to_counts_together(tmp_path: Path) -> None:
    inner = packed({"a.csv": os.urandom(1000) * 60})
    outer = packed({f"{n}.zip": inner for n in range(10)})
    path = tmp_path / "a.zip"
    path.write_bytes(outer)
    assert "zip-too-large" in codes(read_paths([path], limits=Limits(archive_bytes=300_000)))


def test_a_member_that_declares_ten_gigabytes_is_not_unpacked(tmp_path: Path) -> None:
    archive = bytearray(packed({"a.csv": b"a,b\n1,2\n"}))
    at = archive.index(b"PK\x01\x02")
    archive[at + 24 : at + 28] = struct.pack("<I", 0xFFFFFFFE)
    assert codes(read(tmp_path, bytes(archive))) == {"file-too-large"}


NAMES = ("a\x01\x1b[31m.csv", "长" * 300 + ".csv", "../../../etc/cron.d/x", "C:\\x.csv", "a\n.csv")


@pytest.mark.parametrize("name", NAMES)
def test_a_member_of_any_name_is_read_in_memory_and_written_nowhere(tmp_path: Path, name: str) -> None:
    before = set(tmp_path.rglob("*"))
    reading = read(tmp_path, packed({name: b"a,b\n1,2\n"}), "a.zip")
    assert len(reading.sources) == 1
    assert set(tmp_path.rglob("*")) - before == {tmp_path / "a.zip"}


def test_a_member_without_a_name_is_read(tmp_path: Path) -> None:
    archive = bytearray(packed({"x": b"a,b\n1,2\n"}))
    at = archive.index(b"PK\x01\x02")
    archive[at + 28 : at + 32] = struct.pack("<HH", 0, 1)  # the letter of the name becomes a field beside it
    assert len(read(tmp_path, bytes(archive)).sources) == 1


# -- paths -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["x" * 300, "\udcff\udcfe", "a\0b", "a" * 5000])
def test_a_path_that_no_disk_can_hold_is_a_file_that_cannot_be_opened(tmp_path: Path, name: str) -> None:
    assert codes(read_paths([tmp_path / name])) <= {"not-found", "cannot-open"}
    assert codes(read_paths([tmp_path / name]))


def test_a_file_with_control_characters_in_its_name_is_read(tmp_path: Path) -> None:
    assert len(read(tmp_path, b"a,b\n1,2\n", "a\x01\n\x1b[2J.csv").sources) == 1


def test_links_in_a_circle_through_deep_folders_end(tmp_path: Path) -> None:
    folder = tmp_path
    for level in range(60):
        folder = folder / f"d{level}"
        folder.mkdir()
        (folder / "up").symlink_to(tmp_path)
        (folder / "self").symlink_to(folder)
    (folder / "a.csv").write_text("a,b\n1,2\n")
    assert [source.file for source in read_paths([tmp_path]).sources] == ["a.csv"]


# -- workbooks ---------------------------------------------------------------------------------------------------------

SHEET = "<worksheet><sheetData>{}</sheetData></worksheet>"
CELL = '<row r="{row}"><c r="{ref}"><v>1</v></c></row>'


def book(sheet: str, more: dict[str, bytes] | None = None) -> bytes:
    """A workbook with this sheet."""
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types"></Types>',
        "xl/workbook.xml": f'<workbook xmlns:r="{office}"><sheets><sheet name="a" sheetId="1" r:id="r1"/></sheets>'
        "</workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1"'
        f' Type="{office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": sheet,
    }
    return packed({name: text.encode() for name, text in parts.items()} | (more or {}))


@pytest.mark.parametrize(
    ("row", "ref"),
    [(1, "BDWGN1"), (2, "ZZZZZZ2"), (1048576, "XFD1048576"), (1, "A99999999"), (9, "bcd1000000"), (1, "XFD999999")],
)
def test_a_cell_in_the_millionth_column_or_row_does_not_fill_the_memory(tmp_path: Path, row: int, ref: str) -> None:
    assert codes(read(tmp_path, book(SHEET.format(CELL.format(row=row, ref=ref))))) == {"sheet-too-large"}


def test_a_row_of_a_million_cells_in_a_text_is_left_out_and_named(tmp_path: Path) -> None:
    assert "line-too-long" in codes(read(tmp_path, b"a" + b"," * 1_000_000 + b"\n1\n", "a.csv"))


def with_parts(parts: dict[str, bytes], sheets: int = 1) -> bytes:
    """A workbook as openpyxl writes it, with some of its parts replaced or added."""
    return packed(_plain_parts(sheets) | parts)


@cache
def _plain_parts(sheets: int) -> dict[str, bytes]:
    from openpyxl import Workbook

    made, plain = Workbook(), io.BytesIO()
    for number in range(1, sheets):
        made.create_sheet(f"s{number}")
    made.save(plain)
    with zipfile.ZipFile(plain) as package:
        return {name: package.read(name) for name in package.namelist()}


def grid(cells: int, width: int, cell: str = '<c r="{ref}"><v>1</v></c>') -> bytes:
    """A sheet with so many cells."""
    rows = (
        f'<row r="{row}">{"".join(cell.format(ref=f"{chr(65 + column)}{row}") for column in range(width))}</row>'
        for row in range(1, cells // width + 1)
    )
    return MAIN.format(f"<sheetData>{''.join(rows)}</sheetData>").encode()


FIRST = "xl/worksheets/sheet1.xml"
MAIN = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{}</worksheet>'
STRING = '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>{}</t></si></sst>'
NAMING = ('<c r="{ref}" t="s"><v>0</v></c>', "<c t = 's' r='{ref}'><f>1</f><v>0</v></c>")


@pytest.mark.parametrize("cell", NAMING)
def test_one_long_text_named_by_many_cells_is_not_unfolded(tmp_path: Path, cell: str) -> None:
    strings = {"xl/sharedStrings.xml": STRING.format("x" * 100_000).encode()}
    data = with_parts({FIRST: grid(20_000, 10, cell)} | strings)
    assert codes(read(tmp_path, data)) == {"workbook-too-many-characters"}


def test_a_short_text_named_by_many_cells_is_read(tmp_path: Path) -> None:
    data = with_parts({FIRST: grid(50_000, 10, NAMING[0]), "xl/sharedStrings.xml": STRING.format("x").encode()})
    assert codes(read(tmp_path, data)) == {"no-table"}


@pytest.mark.parametrize("apart", [True, False], ids=["by two relations", "by one relation"])
def test_a_part_that_is_a_thousand_sheets_is_damage(tmp_path: Path, *, apart: bool) -> None:
    plain = _plain_parts(1000)
    book, relations = (plain[name].decode() for name in ("xl/workbook.xml", "xl/_rels/workbook.xml.rels"))
    if apart:
        relations = re.sub(r"/xl/worksheets/sheet\d+.xml", "/xl/worksheets/sheet1.xml", relations)
    else:
        book = re.sub(r'r:id="rId\d+"', 'r:id="rId1"', book)
    parts = {"xl/workbook.xml": book.encode(), "xl/_rels/workbook.xml.rels": relations.encode()}
    assert codes(read(tmp_path, with_parts(parts | {FIRST: grid(20_000, 1)}, sheets=1000))) == {"damaged-workbook"}


@pytest.mark.parametrize(("sheets", "said"), [(1, "no-table"), (10, "workbook-too-many-cells")])
def test_the_cells_of_all_sheets_count_together(tmp_path: Path, sheets: int, said: str) -> None:
    unplaced = grid(20_000, 5, "<c><v>1</v></c>")
    data = with_parts({f"xl/worksheets/sheet{n}.xml": unplaced for n in range(1, sheets + 1)}, sheets)
    path = tmp_path / "a.xlsx"
    path.write_bytes(data)
    assert codes(read_paths([path], limits=Limits(cells=100_000))) == {said}


def test_a_long_text_that_an_open_document_repeats_is_not_unfolded(tmp_path: Path) -> None:
    cell = f'<table:table-cell table:number-columns-repeated="1000"><text:p>{"x" * 100_000}</text:p></table:table-cell>'
    rows = f'<table:table-row table:number-rows-repeated="1000">{cell}</table:table-row>'
    assert codes(read(tmp_path, open_document(rows))) == {"workbook-too-many-characters"}


ENTITIES = '<!DOCTYPE x [<!ENTITY a "lol">{}]>'.format(
    "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(12))
)
QUADRATIC = '<!DOCTYPE x [<!ENTITY a "{}">]>'.format("x" * 50_000)


@pytest.mark.parametrize("head", [ENTITIES, QUADRATIC], ids=["billion laughs", "quadratic"])
def test_entities_of_a_workbook_are_refused(tmp_path: Path, head: str) -> None:
    strings = f"{head}<sst><si><t>{'&a;' * 50_000}</t></si></sst>".encode()
    data = book(SHEET.format(CELL.format(row=1, ref="A1")), {"xl/sharedStrings.xml": strings})
    assert codes(read(tmp_path, data)) == {"damaged-workbook"}


@pytest.mark.parametrize("head", [ENTITIES, QUADRATIC], ids=["billion laughs", "quadratic"])
def test_entities_of_a_page_are_text(tmp_path: Path, head: str) -> None:
    text = "&m;" + "&a;" * 50_000
    page = f'<?xml version="1.0"?><Workbook>{head}<Table><Row><Cell><Data>{text}</Data></Cell></Row></Table>'
    assert len(read(tmp_path, page.encode()).sources) == 1


def test_an_external_entity_and_a_link_open_nothing(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("TOP SECRET")
    head = f'<!DOCTYPE x [<!ENTITY a SYSTEM "file://{tmp_path}/secret.txt">]>'
    strings = f"{head}<sst><si><t>&a;</t></si></sst>".encode()
    data = book(SHEET.format(CELL.format(row=1, ref="A1")), {"xl/sharedStrings.xml": strings})
    assert "TOP SECRET" not in repr(read(tmp_path, data))


OPEN_TAGS = ("<!--", "<![CDATA[", "<a ", "<!", "<td", "</", "<?", '<a b="', "<td>a<br>", "<script>")


@pytest.mark.parametrize("open_tag", OPEN_TAGS)
def test_a_page_of_tags_that_never_close_is_read_in_one_pass(tmp_path: Path, open_tag: str) -> None:
    page = "<html><table><tr><td>" + open_tag * (300_000 // len(open_tag))
    assert len(read(tmp_path, page.encode()).sources) == 1


def test_comments_before_a_page_are_not_tried_in_every_way(tmp_path: Path) -> None:
    assert len(read(tmp_path, b"<!---->" * 500 + b"x").sources) == 1


def test_a_page_that_numbers_its_cells_far_apart_does_not_fill_the_memory(tmp_path: Path) -> None:
    row = '<row ss:index="{}"><cell ss:index="16000">1</cell></row>'
    page = "<workbook>" + "".join(row.format(n) for n in range(1, 20_000))
    assert codes(read(tmp_path, page.encode())) == {"sheet-too-large"}


def old_workbook() -> bytearray:
    import xlwt

    book = xlwt.Workbook()
    sheet = book.add_sheet("a")
    sheet.write(0, 0, 1234.5)
    sheet.write(1, 1, 777.25)
    out = io.BytesIO()
    book.save(out)
    return bytearray(out.getvalue())


def test_an_old_workbook_with_a_cell_in_the_last_corner_does_not_fill_the_memory(tmp_path: Path) -> None:
    data = old_workbook()
    at = data.index(struct.pack("<HHHH", 0x27E, 10, 1, 1))
    data[at + 4 : at + 8] = struct.pack("<HH", 0xFFFF, 0xFFFF)
    assert codes(read(tmp_path, bytes(data))) == {"sheet-too-large"}


def test_an_old_workbook_that_declares_more_strings_than_bytes_is_damaged(tmp_path: Path) -> None:
    data = old_workbook()
    at = data.index(struct.pack("<HH", 0x00FC, 8))
    data[at + 8 : at + 12] = struct.pack("<I", 0x7FFFFFFF)
    assert codes(read(tmp_path, bytes(data))) == {"damaged-workbook"}


def test_an_old_workbook_whose_sectors_lead_round_in_a_circle_is_damaged(tmp_path: Path) -> None:
    data = old_workbook()
    first = struct.unpack_from("<I", data, 76)[0]
    table = (first + 1) * 512
    struct.pack_into("<II", data, table, 1, 0)
    assert codes(read(tmp_path, bytes(data))) == {"damaged-workbook"}


def open_document(rows: str, after: str = "</table:table>") -> bytes:
    names = " ".join(f'xmlns:{n}="urn:oasis:names:tc:opendocument:xmlns:{n}:1.0"' for n in ("office", "table", "text"))
    sheet = f'<office:spreadsheet><table:table table:name="a">{rows}{after}</office:spreadsheet>'
    content = f"<office:document-content {names}><office:body>{sheet}</office:body></office:document-content>"
    kind = b"application/vnd.oasis.opendocument.spreadsheet"
    return packed({"mimetype": kind, "content.xml": content.encode(), "META-INF/manifest.xml": b"<m/>"})


def test_an_open_document_that_repeats_a_cell_without_end_does_not_fill_the_memory(tmp_path: Path) -> None:
    cell = '<table:table-cell table:number-columns-repeated="16384" office:value-type="float" office:value="1"/>'
    row = f'<table:table-row table:number-rows-repeated="1000000">{cell}</table:table-row>'
    assert codes(read(tmp_path, open_document(row))) == {"sheet-too-large"}


def test_an_open_document_whose_tags_do_not_close_is_damaged_and_not_waited_for(tmp_path: Path) -> None:
    row = "<table:table-row><table:table-cell><text:p>1</text:p></table:table-row>"
    assert codes(read(tmp_path, open_document(row))) == {"damaged-workbook"}


# -- texts, pictures, PDFs ---------------------------------------------------------------------------------------------


def test_records_that_each_have_names_of_their_own_span_no_table(tmp_path: Path) -> None:
    """Less than a megabyte of them once filled three gigabytes."""
    records = ",\n".join(f'{{"a{n}":"1","b{n}":"2","c{n}":"3"}}' for n in range(1_000))
    assert codes(read(tmp_path, f"[{records}]".encode(), "a.json")) == {"json-unknown"}


OFX = "OFXHEADER:100\n<OFX><CURDEF>CNY<BANKTRANLIST>"


def test_a_statement_for_programs_with_lines_without_end_is_not_held_as_rows(tmp_path: Path) -> None:
    row = "<STMTTRN><DTPOSTED>20240101<TRNAMT>-1.00<NAME>x</STMTTRN></BANKTRANLIST></OFX>"
    filler = "\n" * 1_100_000
    assert "bank-read-by-meaning-no-balance" not in codes(read(tmp_path, f"{OFX}{filler}{row}".encode(), "a.ofx"))


def test_empty_rows_of_a_statement_for_programs_are_none(tmp_path: Path) -> None:
    assert codes(read(tmp_path, f"{OFX}{'<STMTTRN>' * 5_000}".encode(), "a.ofx")) == {"bank-no-rows"}


def test_an_amount_of_a_million_digits_or_powers_is_no_amount(tmp_path: Path) -> None:
    texts = ("9" * 9000, "1e999999999", ",,,", "-1E-99999")
    rows = "".join(f"{n},2024-01-0{n},{text},1.00\n" for n, text in enumerate(texts, 1))
    assert len(read(tmp_path, f"期数,应还日期,应还本金,应还利息\n{rows}".encode(), "a.csv").sources) == 1


def test_a_cell_of_blanks_does_not_hold_up_the_look_for_rates_and_dates(tmp_path: Path) -> None:
    blank = "2024-01-01 00:00" + " " * 20_000 + "x"
    rows = "".join(f'"{blank}","0.0{" " * 20_000}x",{n}\n' for n in range(20))
    assert len(read(tmp_path, f"日期,日利率,金额\n{rows}".encode(), "a.csv").sources) == 1


@pytest.mark.parametrize("head", [b"GIF89a", b"II*\0", b"MM\0*"])
def test_a_picture_of_an_odd_format_is_never_decoded(tmp_path: Path, head: bytes) -> None:
    assert codes(read(tmp_path, head + os.urandom(5000))) == {"picture-file"}


def test_a_pdf_with_a_script_and_an_attachment_gives_its_text_and_runs_nothing(tmp_path: Path) -> None:
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    page = Canvas(out, pageCompression=0)
    for line, text in enumerate(("Date Amount Balance Text", "2024-01-01 1.00 10.00 x")):
        page.drawString(72, 700 - 20 * line, text)
    page.save()
    mark = tmp_path / "was-run"
    script = f'/OpenAction << /S /JavaScript /JS (app.launchURL\\("file://{mark}"\\);) >>'
    launch = f"/AA << /WC << /S /Launch /F (/bin/touch) /P ({mark}) >> >>"
    data = out.getvalue().replace(b"/Type /Catalog", f"/Type /Catalog {script} {launch}".encode())
    assert b"JavaScript" in data
    reading = read(tmp_path, data, "a.pdf")
    assert "damaged-pdf" not in codes(reading)
    assert not mark.exists()
    assert set(tmp_path.iterdir()) == {tmp_path / "a.pdf"}


# -- formulas ----------------------------------------------------------------------------------------------------------


def test_a_formula_in_a_cell_goes_in_and_out_as_text(tmp_path: Path) -> None:
    from openpyxl import load_workbook

    from app.workspace import Workspace
    from app.workspace.exports import export_workbook
    from tests.gui.small_case import write_case
    from tests.languages import CHINESE

    files = write_case(tmp_path / "files")
    attacks = ("=cmd|' /C calc'!A1", '=HYPERLINK("http://x","y")', "+1+cmd", "@SUM(1)", "-2+3+cmd|' /C calc'!A0")
    export = (files / "alipay.csv").read_bytes().decode("gb18030")
    texts = ("借呗还款", "借呗放款至银行卡", "蚂蚁借呗", "还款失败", "招商银行储蓄卡(1234)")
    for text, attack in zip(texts, attacks, strict=True):
        quoted = '"' + f"{text}{attack}".replace('"', '""') + '"' if '"' in attack else f"{text}{attack}"
        export = export.replace(text, quoted, 1)
    (files / "alipay.csv").write_bytes(export.encode("gb18030"))
    case = Workspace()
    case.add([files])
    case.decide(case.noting(case.explanation.discrepancies[0], attacks[0], "x"))
    export_workbook(case, tmp_path / "out.xlsx", CHINESE)
    cells = [c for sheet in load_workbook(tmp_path / "out.xlsx") for row in sheet.iter_rows() for c in row]
    formulas = [str(cell.value) for cell in cells if cell.data_type == "f"]
    assert not [f for f in formulas if "cmd" in f or "http" in f or f.startswith("=SUM(1)")]


# -- PDFs that unfold --------------------------------------------------------------------------------------------------

HELLO = b"BT /F1 10 Tf 72 700 Td (Hello) Tj ET"
FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 6 0 R >>"
WIDE_FONT = (
    b"<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-H /DescendantFonts [6 0 R] >>",
    b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /X /FontDescriptor 7 0 R /W [0 4294967295 500]"
    b" /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>",
    b"<< /Type /FontDescriptor /FontName /X /Flags 4 /FontBBox [0 0 1 1] /ItalicAngle 0 /Ascent 1 /Descent 0 >>",
)


def stream(content: bytes, entries: bytes = b"") -> bytes:
    return b"<< %s /Length %d >>\nstream\n%s\nendstream" % (entries, len(content), content)


def document(content: bytes, filters: bytes = b"/FlateDecode", font: bytes = FONT, more: Sequence[bytes] = ()) -> bytes:
    """A PDF of one page whose content is ``content``; ``more`` are objects from the sixth on."""
    page = b"/MediaBox [0 0 600 800] /Resources << /Font << /F1 5 0 R >> /XObject << /A 8 0 R >> >>"
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /Contents 4 0 R %s >>" % page,
        stream(content, b"/Filter " + filters),
        font,
        *more,
    )
    out, places = b"%PDF-1.4\n", []
    for number, each in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    entries = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    tail = b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, len(out))
    return out + head + entries + tail


def packed_often(size: int, times: int) -> bytes:
    """Blanks, packed so many times over."""
    packing = zlib.compressobj(9)
    content = b"".join(packing.compress(b" " * (1 << 20)) for _ in range(size >> 20)) + packing.flush()
    for _ in range(times - 1):
        content = zlib.compress(content, 9)
    return content


def in_words(many: int) -> bytes:
    words = b" ".join(b"1 0 0 1 %d %d Tm (w%d) Tj" % (n % 200 * 3, n // 200 * 2, n) for n in range(many))
    return zlib.compress(b"BT /F1 4 Tf " + words + b" ET")


def forms_in_forms() -> list[bytes]:
    """Ten forms, each of which draws the next one ten times."""
    kind = b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /A %d 0 R >> >>"
    inner = [stream(b"/A Do " * 10 if n < 9 else b"0 0 m 1 1 l S", kind % (9 + n)) for n in range(10)]
    return [b"null", b"null", *inner]


CODES = b"begincmap 1 beginbfrange <00000000> <FFFFFFFF> <0041> endbfrange endcmap"
UNFOLDING = {
    "packed three times": (
        lambda: document(packed_often(1 << 27, 3), b"[/FlateDecode /FlateDecode /FlateDecode]"),
        "unpacks",
    ),
    "four thousand million codes": (lambda: document(zlib.compress(HELLO), more=[stream(CODES)]), "unpacks"),
    "four thousand million widths": (
        lambda: document(zlib.compress(HELLO), font=WIDE_FONT[0], more=WIDE_FONT[1:]),
        "unpacks",
    ),
    "sixty thousand words": (lambda: document(in_words(60_000)), "full"),
    "forms in forms": (lambda: document(zlib.compress(b"/A Do " * 10), more=forms_in_forms()), "full"),
}
SAID = {"unpacks": "pdf-unpacks-too-large", "full": "pdf-too-full"}


@pytest.mark.parametrize("name", UNFOLDING)
def test_a_pdf_that_unfolds_without_end_is_named(tmp_path: Path, name: str) -> None:
    made, why = UNFOLDING[name]
    assert codes(read(tmp_path, made(), "a.pdf")) == {SAID[why]}


def test_a_full_page_is_read(tmp_path: Path) -> None:
    assert codes(read(tmp_path, document(in_words(3000)), "a.pdf")) == {"no-table"}


def test_a_page_of_thousands_of_lines_is_a_drawing(tmp_path: Path) -> None:
    down = (b"%d 0 m %d 800 l S" % (n % 600, n % 600) for n in range(0, 6000, 2))
    across = (b"0 %d m 600 %d l S" % (n % 800, n % 800) for n in range(1, 6000, 2))
    content = zlib.compress(b" ".join((*down, *across, HELLO)))
    assert codes(read(tmp_path, document(content), "a.pdf")) == {"no-table"}


def test_a_budget_is_one_documents_own(tmp_path: Path) -> None:
    from app.importers.reading.pdf import read as read_pdf

    limits = Limits(pdf_bytes=10_000)
    content = document(zlib.compress(HELLO + b" " * 8_000))
    assert len(content) < 1000
    for _ in range(3):
        assert read_pdf(content, (), limits, lambda _: None) == [["Hello"]]
