"""What the correction page of a picture shows, and what it makes of a person's corrections."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.core.explanation import SourceReport

if TYPE_CHECKING:
    from app.importers.reading.containers import Held
    from app.importers.screens.page import ScreenPage

_WIDEST = 1_080  # pixels; a wider picture is shown smaller


@dataclass(frozen=True, slots=True)
class ShownCell:
    """A cell: its text, its place in the pixels shown (left, top, right, bottom; None for none), what is doubtful.

    ``note`` is a message id (``window.picture.note.<note>``), empty where nothing is.
    """

    text: str
    place: tuple[float, float, float, float] | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class CheckedRows:
    """After a check: message ids of what does not hold, by row and for the page (``window.picture.note.*``)."""

    rows: tuple[tuple[str, ...], ...]
    page: tuple[str, ...]
    closes: bool


@dataclass(frozen=True, slots=True)
class ShownPicture:
    """A picture with the table read from it. ``pixels`` are RGB bytes, ``width`` x ``height``; turned to lie flat.

    ``roles`` name the columns (``window.role.<role>``), ``headings`` are their usual Chinese words; ``rows`` have a
    cell for each.
    """

    digest: str
    file: str
    pixels: bytes
    width: int
    height: int
    kind: str
    roles: tuple[str, ...]
    headings: tuple[str, ...]
    rows: tuple[tuple[ShownCell, ...], ...]
    page: ScreenPage

    def check(self, texts: Sequence[Sequence[str]]) -> CheckedRows:
        """Check rows as they stand now: each row's sum, the months, the plan as a whole."""
        from app.importers.screens.checking import checked

        page = checked(_typed(self.page, texts))
        return CheckedRows(tuple(row.notes for row in page.rows), page.notes, page.is_closed)

    def confirmed(self, texts: Sequence[Sequence[str]]) -> str:
        """The rows as a person confirmed them, as they are remembered."""
        from app.importers.screens.screen_table import page_to_text

        return page_to_text(_typed(self.page, texts))


def is_picture(report: SourceReport) -> bool:
    """Whether a file is a picture from which rows were read."""
    return report.format.startswith("picture-")


def is_unconfirmed(report: SourceReport) -> bool:
    """Whether a picture's rows are neither confirmed nor proved by their own arithmetic."""
    return is_picture(report) and any(p.code in ("picture-unconfirmed", "picture-doubtful") for p in report.problems)


def shown_picture(
    report: SourceReport,
    place: str,
    passwords: Sequence[str],
    cancelled: Callable[[], bool],
    held: Sequence[Held] = (),
    pictures: Mapping[str, str] | None = None,
) -> ShownPicture | None:
    """Read a picture anew for its correction page; None where the file is gone, changed or no longer readable.

    ``place`` is the file that holds it, ``held`` what the case keeps of it; the rows are those of ``pictures`` where
    the person confirmed some. Raises Cancelled.
    """
    from app.importers.reading.containers import Finder
    from app.importers.reading.errors import Refused
    from app.importers.reading.limits import Limits
    from app.importers.reading.progress import Watch

    watch = Watch(None, cancelled)
    finder = Finder(tuple(passwords), Limits.from_environment(), watch)
    for item in (finder.find((), held) if held else finder.find([place] if place else ())).items:
        try:
            data = item.load()
            if hashlib.sha256(data).hexdigest() == report.sha256:
                return _shown(report, data, watch, pictures or {})
        except Refused:  # gone or changed since it was read
            continue
    return None


def _shown(report: SourceReport, data: bytes, watch: object, pictures: Mapping[str, str]) -> ShownPicture:
    from PIL import Image

    from app.importers.pictures.image import decoded
    from app.importers.reading.progress import Watch
    from app.importers.screens.open_picture import reading_of
    from app.importers.screens.page import HEADINGS
    from app.importers.screens.screen_table import confirmed_page

    assert isinstance(watch, Watch)
    reading = reading_of(data, report.sha256[:16], watch)
    picture, page = decoded(data), _as_confirmed(reading.page, confirmed_page(pictures, report.sha256[:16]))
    if reading.picture.turned:
        picture = picture.rotate(reading.picture.turned, Image.Resampling.BICUBIC, fillcolor="white")
    scale = min(1.0, _WIDEST / picture.width)
    if scale < 1:
        picture = picture.resize((_WIDEST, max(1, round(picture.height * scale))), Image.Resampling.LANCZOS)
    roles = _roles(page)
    rows = tuple(
        tuple(
            ShownCell(c.text, _scaled(c.box, scale), c.note) if (c := row.cells.get(role)) else ShownCell("")
            for role in roles
        )
        for row in page.rows
    )
    named = tuple(HEADINGS[page.kind][role] for role in roles)
    size = (picture.width, picture.height)
    return ShownPicture(report.sha256[:16], report.file, picture.tobytes(), *size, page.kind, roles, named, rows, page)


def _as_confirmed(read: ScreenPage, confirmed: ScreenPage | None) -> ScreenPage:
    """The rows as the person confirmed them, each cell at the place where it was read; as read where there are none."""
    from dataclasses import replace

    if confirmed is None or confirmed.kind != read.kind:
        return read
    rows = list(confirmed.rows)
    if len(rows) == len(read.rows):  # else no row is known to be another's
        for at, (mine, its) in enumerate(zip(rows, read.rows, strict=True)):
            cells = {r: replace(c, box=its.cells[r].box) if r in its.cells else c for r, c in mine.cells.items()}
            rows[at] = replace(mine, cells=cells)
    return replace(confirmed, rows=tuple(rows))


def _roles(page: ScreenPage) -> tuple[str, ...]:
    """The columns of the correction page: those that any row has, and the necessary ones."""
    from app.importers.screens.page import HEADINGS

    needed = {"plan": {"period", "due", "principal", "interest", "total", "state"}}.get(page.kind, set())
    return tuple(role for role in HEADINGS[page.kind] if role in page.roles or role in needed)


def _scaled(box: tuple[float, float, float, float] | None, scale: float) -> tuple[float, float, float, float] | None:
    return (box[0] * scale, box[1] * scale, box[2] * scale, box[3] * scale) if box else None


def _typed(page: ScreenPage, texts: Sequence[Sequence[str]]) -> ScreenPage:
    """The page with rows as a person left them; what was typed has no place and no doubt."""
    from dataclasses import replace

    from app.importers.screens.page import Cell, ScreenRow

    roles = _roles(page)
    cells = [
        {role: Cell(text.strip()) for role, text in zip(roles, row, strict=False) if text.strip()} for row in texts
    ]
    return replace(page, rows=tuple(ScreenRow(row) for row in cells if row))
