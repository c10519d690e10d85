"""Reads the text and tables of a PDF statement as rows of cells."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

from app.importers.reading.errors import Refused, too_much
from app.importers.reading.glued_headings import columns_below, parted
from app.importers.reading.limits import Limits
from app.importers.reading.pdf_budget import PdfBudget, bounded
from app.importers.reading.pdf_words import Word as Placed
from app.importers.reading.progress import IDLE, Cancelled, Watch
from app.importers.reading.radicals import plain_radicals

if TYPE_CHECKING:
    from pdfplumber.page import Page
    from pdfplumber.pdf import PDF

Word = dict[str, Any]
"""A word as pdfplumber gives it: ``text``, ``x0``, ``x1``, ``top``, ``bottom`` in points."""

HEAD = b"%PDF-"
_MOST_EDGES = 4_000  # a page of a hundred rows and twenty columns has half as many
_TOUCHING = 0.5  # points: letters farther apart are two words
_FEWEST_COLUMNS, _FEWEST_ROWS, _LOOKED_AT = 3, 2, 60  # below a run of headings
_GAP = 0.6  # of a letter's height: words nearer to one another are one cell
_DATE_THEN_TIME = re.compile(r"(\d{4}-\d{1,2}-\d{1,2})\s*\n\s*(\d{1,2}:\d{2})")


Statement: TypeAlias = Callable[[Sequence[Sequence[Placed]]], list[list[str]] | None]
"""Puts the words of pages without rules into the rows of a statement; None where they are none."""


def read(
    data: bytes, passwords: Iterable[str], limits: Limits, statement: Statement, watch: Watch = IDLE
) -> list[list[str]]:
    """All lines and table rows of a PDF, page after page; the row number counts them, since a PDF has no rows.

    A ruled table gives its cells. Text without rules gives a row for each line, parted where the gaps are, and below a
    line that looks like a header in its columns; where no page has rules, ``statement`` is asked first. Radical code
    points become plain characters. Raises Refused.
    """
    budget = PdfBudget.of(len(data), limits)
    try:
        with bounded(budget), _opened(data, passwords) as document:
            rows = _document_rows(document, limits, budget, statement, watch)
    except (Refused, Cancelled):
        raise
    except Exception as error:  # damage shows as any exception at all in a reader of PDFs
        raise Refused("damaged-pdf", reason=str(error)) from error
    garbled = sum(any("(cid:" in cell for cell in cells) for cells in rows)  # a font that does not say its characters
    if garbled * 2 >= len(rows):
        raise Refused("pdf-without-text")
    return rows


def _document_rows(
    document: PDF, limits: Limits, budget: PdfBudget, statement: Statement, watch: Watch
) -> list[list[str]]:
    if len(document.pages) > limits.pages:
        raise too_much("pdf-too-long", limits, "pages")
    rows: list[list[str]] = []
    columns: list[Word] = []
    unruled: list[list[Placed]] = []
    for number, page in enumerate(document.pages):
        watch.within(number, len(document.pages))
        budget.begin_page()
        rows += _page_rows(page, columns, unruled)
        page.close()
    stated = statement(unruled) if len(unruled) == len(document.pages) else None
    return [[plain_radicals(cell) for cell in cells] for cells in stated or ()] or rows


def _opened(data: bytes, passwords: Iterable[str]) -> PDF:
    import pdfplumber
    from pdfminer.pdfdocument import PDFPasswordIncorrect
    from pdfplumber.utils.exceptions import PdfminerException

    given = tuple(passwords)
    for password in ("", *given):
        try:
            return pdfplumber.open(io.BytesIO(data), password=password)
        except PdfminerException as error:
            if not any(isinstance(cause, PDFPasswordIncorrect) for cause in (*error.args, error.__cause__)):
                raise
    raise Refused("pdf-wrong-password" if given else "pdf-needs-password")


def _page_rows(page: Page, columns: list[Word], unruled: list[list[Placed]]) -> list[list[str]]:
    """The rows of a page from top to bottom; ``columns`` is the header in force and is kept up to date.

    The words of a page without ruled tables are added to ``unruled``, parted finely: a full cell may touch the next.
    """
    # The reader compares every line with every other; so many are a drawing and rule no table.
    tables = page.find_tables() if len(page.edges) <= _MOST_EDGES else []
    if not tables:
        unruled.append([Placed.of(found) for found in page.extract_words(x_tolerance=_TOUCHING)])
    placed = [(row.bbox[1], cells) for table in tables for row, cells in _ruled(table)]
    boxes = [table.bbox for table in tables]
    words = [w for w in page.extract_words(keep_blank_chars=False) if not any(_inside(w, box) for box in boxes)]
    lines = [(line[0]["top"], _cells(line)) for line in _lines(words)]
    for number, (top, found) in enumerate(lines):
        cells = _unglued(found, lines[number + 1 : number + _LOOKED_AT]) if len(found) == 1 else found
        if _is_header(cells):
            columns[:] = cells
        texts = _aligned(cells, columns) if columns and not boxes else [c["text"] for c in cells]
        placed.append((top, [plain_radicals(text) for text in texts]))
    return [cells for _, cells in sorted(placed, key=lambda entry: entry[0])]


def _ruled(table: Any) -> Iterator[tuple[Any, list[str]]]:
    for row, cells in zip(table.rows, table.extract(), strict=True):
        yield row, [plain_radicals(_unwrapped(cell or "")) for cell in cells]


def _unwrapped(cell: str) -> str:
    """A wrapped cell as one line: a date and the time below it stay apart, broken words and numbers are joined."""
    return _DATE_THEN_TIME.sub(r"\1 \2", cell).replace("\n", "")


def _inside(word: Word, box: tuple[float, float, float, float]) -> bool:
    x, y = (word["x0"] + word["x1"]) / 2, (word["top"] + word["bottom"]) / 2
    return bool(box[0] <= x <= box[2] and box[1] <= y <= box[3])


def _lines(words: Iterable[Word]) -> list[list[Word]]:
    lines: list[list[Word]] = []
    for word in sorted(words, key=lambda w: (w["top"], w["x0"])):
        height = word["bottom"] - word["top"]
        if lines and word["top"] - lines[-1][0]["top"] < height / 2:
            lines[-1].append(word)
        else:
            lines.append([word])
    return [sorted(line, key=lambda w: w["x0"]) for line in lines]


def _cells(line: list[Word]) -> list[Word]:
    """The words of a line, joined where the gap between them is no wider than a blank."""
    cells: list[Word] = []
    for word in line:
        height = word["bottom"] - word["top"]
        if cells and word["x0"] - cells[-1]["x1"] < _GAP * height:
            blank = " " if cells[-1]["text"][-1:].isascii() and word["text"][:1].isascii() else ""
            cells[-1] = {**cells[-1], "text": cells[-1]["text"] + blank + word["text"], "x1": word["x1"]}
        else:
            cells.append(dict(word))
    return cells


def _unglued(cells: list[Word], below: Sequence[tuple[float, list[Word]]]) -> list[Word]:
    """The headings of a line that is one run of them, each over the column of cells that stands below it."""
    rows = [row for _, row in below if len(row) >= _FEWEST_COLUMNS and any(_has_digit(cell["text"]) for cell in row)]
    if len(rows) < _FEWEST_ROWS or _has_digit(cells[0]["text"]):
        return cells
    columns = columns_below([[(cell["x0"], cell["x1"]) for cell in row] for row in rows])
    texts = parted(plain_radicals(cells[0]["text"]), len(columns))
    return [{**cells[0], "text": t, "x0": x0, "x1": x1} for t, (x0, x1) in zip(texts, columns, strict=False)] or cells


def _has_digit(text: str) -> bool:
    return any(map(str.isdigit, text))


def _is_header(cells: list[Word]) -> bool:
    texts = [c["text"] for c in cells]
    return len(texts) >= 4 and not any(c.isdigit() for text in texts for c in text) and len(set(texts)) == len(texts)


def _aligned(cells: list[Word], columns: list[Word]) -> list[str]:
    """The texts of a line, each in the column of the header whose middle or edge lies nearest."""
    texts = [""] * len(columns)
    for cell in cells:
        nearest = min(range(len(columns)), key=lambda i: _distance(cell, columns[i]))
        texts[nearest] = f"{texts[nearest]} {cell['text']}".strip()
    return texts


def _distance(cell: Word, column: Word) -> float:
    middles = abs((cell["x0"] + cell["x1"]) - (column["x0"] + column["x1"])) / 2
    return float(min(middles, abs(cell["x0"] - column["x0"]), abs(cell["x1"] - column["x1"])))
