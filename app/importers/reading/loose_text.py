"""Parts pasted and typed text into cells where no comma or tab does: bars, semicolons, blanks, a cell on each line."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import pairwise

from app.importers.reading.app_lists import list_rows
from app.importers.reading.copied_rows import rows_of
from app.importers.reading.glued_headings import parted
from app.importers.reading.lines import line
from app.importers.reading.table import Table, clean

_MOST = 20_000  # lines; nobody types more
_FEWEST_CELLS, _MOST_CELLS = 3, 30
_MOSTLY = 0.6
_RULE = re.compile(r"[\s|:=+*_—–-]{3,}")
_GAP = re.compile(r"[ \u3000\u00a0]{2,}|\t")
_DAY_AND_TIME = re.compile(r"(\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{4}年\d{1,2}月\d{1,2}日)\s(\d{1,2}:\d{2}(?::\d{2})?)")
_WIDTHS = (2, 1)
"""Places that a Chinese letter takes: on a screen, and for a program that fills up with blanks by counting letters."""
_JOINED = "\x00"
_VALUE = re.compile(r"\d")
_SHORT = 14

Rows = list[list[str]]


def loosely_parted(table: Table) -> Iterator[Table]:
    """The table parted in other ways that give most lines as many cells, the surest first; row numbers stay.

    Nothing where the table is no text and has cells of its own, or is too long.
    """
    if len(table) > _MOST or not (table.is_text or _has_lines_alone(table)):
        return
    texts = [line(table, number) for number in range(1, len(table) + 1)]
    for part in _WAYS:
        rows = part(texts)
        if rows:
            yield table.with_rows(rows, is_parted=part in _BY_LOOKS)


def _has_lines_alone(table: Table) -> bool:
    """Whether no row has two cells: paragraphs of a document, or of a page that sets its cells without a table."""
    return all(sum(1 for cell in table.row(n) if clean(cell)) < 2 for n in range(1, len(table) + 1))


def _by_bars(texts: list[str]) -> Rows:
    return _by_mark(texts, "|", lambda text: text.replace("｜", "|").replace("│", "|").strip().strip("|"))


def _by_semicolons(texts: list[str]) -> Rows:
    return _by_mark(texts, ";", lambda text: text.replace("；", ";").strip())


def _by_mark(texts: list[str], mark: str, tidied: Callable[[str], str]) -> Rows:
    rows = []
    for text in texts:
        is_rule = bool(_RULE.fullmatch(text))
        rows.append([] if is_rule else [clean(cell) for cell in tidied(text).split(mark)] if text else [])
    return rows if _is_even(rows) else []


def _by_gaps(texts: list[str]) -> Rows:
    """Cells parted by two blanks or more, each under the heading that it stands nearest to."""
    measured = [_measured(texts, wide) for wide in _WIDTHS]
    _, rows = min(measured, key=lambda found: found[0])
    return rows


def _measured(texts: list[str], wide: int) -> tuple[int, Rows]:
    """How far cells stand from their headings where a Chinese letter is ``wide`` places wide, and the rows then."""
    spans = [_spans(text, wide) for text in texts]
    heading = next((n for n, cells in enumerate(spans) if len(cells) >= _FEWEST_CELLS and _is_heading(cells)), None)
    if heading is None:
        return 0, []
    columns = spans[heading]
    rows: Rows = []
    far = 0
    for number, cells in enumerate(spans):
        if number <= heading or len(cells) < 2 or len(cells) > len(columns):
            rows.append([text for text, _, _ in cells])
            continue
        rows.append(_under(columns, cells))
        far += sum(min(_apart(column, start, end) for column in columns) for _, start, end in cells)
    return far, rows if sum(1 for row in rows[heading + 1 :] if len(row) == len(columns)) else []


def _by_blanks(texts: list[str]) -> Rows:
    """Cells parted by any blank; a time stays with the day before it."""
    rows = []
    for text in texts:
        kept = _DAY_AND_TIME.sub(rf"\1{_JOINED}\2", text)
        rows.append([cell.replace(_JOINED, " ") for cell in kept.split()])
    return [_unglued(row, rows[at + 1 : at + 3]) for at, row in enumerate(rows)] if _is_even(rows) else []


def _unglued(row: list[str], below: Rows) -> list[str]:
    """A row that is one run of headings, parted into as many as the two rows below it have cells."""
    widths = {len(other) for other in below}
    return (parted(row[0], widths.pop()) if len(row) == len(widths) == 1 else []) or row


def _by_lines(texts: list[str]) -> Rows:
    """A cell on each line, as a page's table comes when its text is copied: so many headings, then rows as long."""
    filled = [(number, text) for number, text in enumerate(texts) if text]
    starts = [place for place in range(len(filled)) if _is_word(filled[place][1])]
    for start in starts[:20]:
        size = 0
        while start + size < len(filled) and _is_word(filled[start + size][1]):
            size += 1
        below = filled[start + size :]
        if not _FEWEST_CELLS < size <= _MOST_CELLS:
            continue
        # A word may be a state of the row above and no heading: a row has as many cells as there are headings.
        for width in range(size, _FEWEST_CELLS, -1):
            groups = [below[at : at + width] for at in range(0, len(below) - width + 1, width)]
            if len(groups) >= 2 and _are_alike(groups):
                rows: Rows = [[] for _ in texts]
                for number, text in filled[: start + size - width]:
                    rows[number] = [text]
                head = filled[start + size - width : start + size]
                for group in (head, *groups):
                    rows[group[0][0]] = [text for _, text in group]
                return rows
    return []


_WAYS: tuple[Callable[[list[str]], Rows], ...] = (
    _by_bars, _by_semicolons, _by_gaps, _by_blanks, _by_lines, rows_of, list_rows,
)  # fmt: skip


_BY_LOOKS = (_by_gaps, _by_blanks, _by_lines, rows_of, list_rows)


def _is_even(rows: Rows) -> bool:
    """Whether most rows that are not blank have one number of cells, and enough of them."""
    widths = Counter(len(row) for row in rows if len(row) > 1)
    if not widths:
        return False
    width, count = widths.most_common(1)[0]
    return _FEWEST_CELLS <= width <= _MOST_CELLS and count >= 2 and count >= _MOSTLY * sum(widths.values())


def _spans(text: str, wide: int) -> list[tuple[str, int, int]]:
    """The cells of a line with the places at which they begin and end; a Chinese letter takes ``wide`` places."""
    found: list[tuple[str, int, int]] = []
    at = 0
    for piece in re.split(f"({_GAP.pattern})", text):
        width = sum(wide if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in piece)
        if piece.strip():
            found.append((piece.strip(), at, at + width))
        at += width
    return found


def _is_heading(cells: list[tuple[str, int, int]]) -> bool:
    return all(_is_word(text) for text, _, _ in cells)


def _is_word(text: str) -> bool:
    return 0 < len(text) <= _SHORT and not _VALUE.search(text)


def _under(columns: list[tuple[str, int, int]], cells: list[tuple[str, int, int]]) -> list[str]:
    if len(cells) == len(columns):
        return [text for text, _, _ in cells]
    row = [""] * len(columns)
    for text, start, end in cells:
        place = min(range(len(columns)), key=lambda n: _apart(columns[n], start, end))
        row[place] = f"{row[place]} {text}".strip()
    return row


def _apart(column: tuple[str, int, int], start: int, end: int) -> int:
    _, first, last = column
    return min(abs(first - start), abs(last - end), abs(first + last - start - end) // 2)


def _are_alike(groups: list[list[tuple[int, str]]]) -> bool:
    """Whether the same places of all groups hold values and words, the first of them numbers or days that go on."""
    shapes = [tuple(bool(_VALUE.search(text)) for _, text in group) for group in groups]
    same = sum(a == b for a, b in pairwise(shapes))
    return sum(shapes[0]) >= 2 and 10 * same >= 8 * (len(shapes) - 1)
