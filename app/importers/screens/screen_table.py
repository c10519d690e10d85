"""A page as a table, so that it is read as if a person had typed it; and as JSON, as a person confirmed it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace

from app.importers.pictures.words import Picture
from app.importers.reading.progress import IDLE, Watch
from app.importers.reading.table import Table
from app.importers.recognising.understanding import ColumnMapping, Mappings, fingerprint
from app.importers.screens.checking import checked
from app.importers.screens.page import HEADINGS, Cell, ScreenPage, ScreenRow
from app.importers.screens.screen_words import screen_words

_FRONT = {
    "bill_month": "账单月份",
    "total": "应还金额",
    "due": "还款日",
    "statement": "账单日",
    "as_of": "查询日期",
    "contract": "借据号",
}
_FIRST_ROW = 3  # the title, the front, the header


class ScreenTable(Table):
    """The rows of ``page`` under headings that the importers know; physical row 1 is the title, row 3 the header."""

    def __init__(self, file: str, digest: str, page: ScreenPage, watch: Watch = IDLE) -> None:
        super().__init__(file, "", digest, _rows(page), watch)
        self.page = page

    def take(self, page: ScreenPage) -> None:
        """Show another page in the place of the one that was read."""
        super().__init__(self.file, self.sheet, self.digest, _rows(page))
        self.page = page

    @property
    def mappings(self) -> Mappings:
        """What its columns are, so that nothing has to be guessed."""
        named = HEADINGS[self.page.kind]
        roles = {named[role]: role for role in self.page.roles}
        return {fingerprint(self, _FIRST_ROW): ColumnMapping(self.page.kind, roles)}

    def number_of(self, row: int) -> int:
        """The physical row of the page's row ``row``, from 0."""
        return _FIRST_ROW + 1 + row


def _rows(page: ScreenPage) -> list[list[str]]:
    named = HEADINGS[page.kind]
    titles = screen_words()
    named_title = titles.products.get(page.product, ""), titles.titles[page.kind][0]
    title = list(named_title) if page.kind == "bill" else ["".join(named_title)]  # what a loan's page is titled by
    front = [f"{name}：{page.front[label].text}" for label, name in _FRONT.items() if label in page.front]
    body = [[row.text(role) for role in page.roles] for row in page.rows]
    return [title, front, [named[role] for role in page.roles], *body]


def page_to_text(page: ScreenPage) -> str:
    """A page as a person confirmed it, for the case's log: values alone, no places."""
    told = {
        "kind": page.kind,
        "product": page.product,
        "front": {label: cell.text for label, cell in sorted(page.front.items())},
        "rows": [{role: cell.text for role, cell in row.cells.items() if cell.text} for row in page.rows],
    }
    return json.dumps(told, ensure_ascii=False, sort_keys=True)


def page_from_text(text: str) -> ScreenPage:
    """Read what `page_to_text` wrote, as confirmed. Raises ValueError for anything else."""
    told = json.loads(text)
    if not isinstance(told, dict) or told.get("kind") not in HEADINGS or not isinstance(told.get("rows"), list):
        raise ValueError("not a page that a person confirmed")
    known = HEADINGS[told["kind"]]
    rows = tuple(ScreenRow({role: Cell(str(row[role])) for role in known if role in row}) for row in told["rows"])
    front = {str(label): Cell(str(value)) for label, value in dict(told.get("front", {})).items()}
    page = ScreenPage(told["kind"], str(told.get("product", "")), rows, front)
    return replace(checked(page), is_confirmed=True)


@dataclass(frozen=True, slots=True)
class PictureReading:
    """A picture with the page that was understood from it; what a correction page shows."""

    picture: Picture
    page: ScreenPage


def confirmed_page(pictures: Mapping[str, str], digest: str) -> ScreenPage | None:
    """The page that a person confirmed for a picture, by its digest."""
    return page_from_text(pictures[digest]) if digest in pictures else None
