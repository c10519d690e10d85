"""The whole files that fuzzing starts from: samples and cases beside the project, and made-up files of other kinds."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

_LONGEST = 12  # lines of a text that are kept: enough for the preamble's end, a header and some rows
_TEXTS = {".csv", ".txt", ".md", ".json"}
_PLAN = (("期数", "应还日期", "应还本金", "应还利息"), (1, "2024-01-15", 100.5, 3.25), (2, "2024-02-15", 100, 2))
_PAGE = "<html><table><tr><td>交易日期</td><td>收入</td><td>支出</td><td>余额</td></tr>{}</table></html>"
_ROW = "<tr><td>2024-01-0{}</td><td>1.00</td><td></td><td>{}.00</td></tr>"


def importer_seeds(folders: list[Path]) -> list[bytes]:
    """Short versions of every file in the folders, and a PDF, a zip, a page and a workbook made here."""
    files = sorted(path for folder in folders for path in folder.rglob("*") if path.is_file())
    seeds = [shortened(path.read_bytes()) if path.suffix in _TEXTS else path.read_bytes() for path in files]
    texts = [seed for seed in seeds if len(seed) < 4000]
    return [*seeds, *(made(texts[0] if texts else b"a,b\n1,2\n"))]


def shortened(data: bytes) -> bytes:
    """A text with its beginning, the rows after its header, and its end."""
    lines = data.splitlines(keepends=True)
    if len(lines) <= 2 * _LONGEST:
        return data[:8000]
    widest = max(range(min(len(lines), 40)), key=lambda n: lines[n].count(b",") + lines[n].count(b"\t"))
    return b"".join([*lines[: widest + _LONGEST], lines[-1]])[:8000]


def made(text: bytes) -> list[bytes]:
    """Files of the kinds that the samples do not hold."""
    return [
        *(statement(ruled) for ruled in (True, False)),
        packed({"a.csv": text, "b/c.csv": text}),
        packed({"inner.zip": packed({"a.csv": text})}),
        _PAGE.format("".join(_ROW.format(n, n) for n in range(1, 5))).encode("gb18030"),
        workbook(),
        open_document(),
    ]


def packed(members: dict[str, bytes]) -> bytes:
    """A zip."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def workbook() -> bytes:
    """A small workbook of a lender's plan."""
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in _PLAN:
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def open_document() -> bytes:
    """A small OpenDocument sheet of a lender's plan."""
    names = " ".join(f'xmlns:{n}="urn:oasis:names:tc:opendocument:xmlns:{n}:1.0"' for n in ("office", "table", "text"))
    cell = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    lines = "".join(f"<table:table-row>{''.join(map(cell.format, row))}</table:table-row>" for row in _PLAN)
    sheet = f'<office:spreadsheet><table:table table:name="a">{lines}</table:table></office:spreadsheet>'
    content = f"<office:document-content {names}><office:body>{sheet}</office:body></office:document-content>"
    kind = b"application/vnd.oasis.opendocument.spreadsheet"
    return packed({"mimetype": kind, "content.xml": content.encode(), "META-INF/manifest.xml": b"<m/>"})


def statement(ruled: bool) -> bytes:
    """A small PDF with a table, ruled or not."""
    from reportlab.lib import colors
    from reportlab.platypus import SimpleDocTemplate, Table, TableStyle

    days = range(1, 5)
    rows = [["Date", "Amount", "Balance", "Text"], *([f"2024-01-0{n}", f"{n}.00", f"{n}0.00", "x"] for n in days)]
    style = TableStyle([("GRID", (0, 0), (-1, -1), 1, colors.black)] if ruled else [])
    out = io.BytesIO()
    SimpleDocTemplate(out, pageCompression=0, invariant=1).build([Table(rows, style=style)])
    return out.getvalue()
