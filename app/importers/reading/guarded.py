"""Reads workbooks, text documents and PDFs apart from this process, or in it where no other can be started.

Where a system lets the program start no process, what a file may unfold to is still counted before it is read.
"""

from __future__ import annotations

from collections.abc import Iterable

from app.importers.reading import apart, documents, pdf, workbooks
from app.importers.reading.limits import Limits
from app.importers.reading.progress import Watch

UNGUARDED = ("read-without-guard", 0)
"""The note of a file that was read in this process."""


def workbook(data: bytes, limits: Limits, watch: Watch) -> workbooks.Workbook:
    """As `workbooks.read`."""
    try:
        (head, *parts) = apart.ask("workbook", data, {}, limits, watch)
    except apart.NotStarted:
        book = workbooks.read(data, limits, watch)
        return workbooks.Workbook(book.sheets, (*book.notes, UNGUARDED))
    sheets: list[workbooks.Sheet] = []
    for part in parts:
        if isinstance(part, str):
            sheets.append(workbooks.Sheet(part, []))
        else:
            sheets[-1].rows.extend(part)
    return workbooks.Workbook(tuple(sheets), tuple((code, row) for code, row in head))


def document_rows(data: bytes, limits: Limits, watch: Watch) -> tuple[list[list[str]], tuple[tuple[str, int], ...]]:
    """As `documents.read`, and notes as a workbook has them."""
    try:
        parts = apart.ask("document", data, {}, limits, watch)
    except apart.NotStarted:
        return documents.read(data, limits, watch), (UNGUARDED,)
    return [row for part in parts for row in part], ()


def pdf_rows(
    data: bytes, passwords: Iterable[str], limits: Limits, statement: pdf.Statement, watch: Watch
) -> tuple[list[list[str]], tuple[tuple[str, int], ...]]:
    """As `pdf.read`, and notes as a workbook has them. ``statement`` is for here; the process apart has it too."""
    try:
        parts = apart.ask("pdf", data, {"passwords": [*passwords]}, limits, watch)
    except apart.NotStarted:
        return pdf.read(data, passwords, limits, statement, watch), (UNGUARDED,)
    return [row for part in parts for row in part], ()
