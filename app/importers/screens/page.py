"""What a page of a lending program says, as rows of cells by role, each with the piece of picture it came from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from app.importers.pictures.words import Box, Word

DOUBTFUL_BELOW = 0.55
"""Of a character's probability: dates and sums that hold a less certain one are marked."""

HEADINGS: Mapping[str, Mapping[str, str]] = {
    "plan": {
        "period": "期数",
        "due": "应还日期",
        "total": "应还总额",
        "principal": "应还本金",
        "interest": "应还利息",
        "penalty": "罚息",
        "fee": "费用",
        "state": "状态",
    },
    "drawdowns": {
        "drawn_at": "借款日期",
        "loan_amount": "借款金额",
        "terms": "总期数",
        "method": "还款方式",
        "annual_rate": "年利率",
        "daily_rate": "日利率",
        "outstanding": "剩余待还本金",
        "loan_state": "借款状态",
        "contract": "借据号",
    },
    "records": {
        "paid_at": "还款时间",
        "period": "期数",
        "total": "还款金额",
        "principal": "还款本金",
        "interest": "还款利息",
        "penalty": "罚息",
        "fee": "费用",
        "channel": "还款方式",
        "outcome": "还款状态",
    },
    "bill": {"posted_on": "记账日期", "text": "说明", "line_amount": "金额"},
}
"""Kinds of pages, the roles of their columns in order, and the heading of each."""

MONEY_ROLES = frozenset(
    {"total", "principal", "interest", "penalty", "fee", "loan_amount", "outstanding", "line_amount"}
)
DAY_ROLES = frozenset({"due", "drawn_at", "paid_at", "posted_on"})


@dataclass(frozen=True, slots=True)
class Cell:
    """A value as it will be read, with its place; ``note`` says what is doubtful (a message id, empty for nothing).

    ``box`` is None for what stands in no picture: typed by a person, or completed from its neighbours.
    """

    text: str
    box: Box | None = None
    sure: float = 1.0
    note: str = ""


@dataclass(frozen=True, slots=True)
class ScreenRow:
    """Cells by role; ``notes`` are message ids of checks that the row fails. ``line`` is where it begins.

    ``product`` is the id of the one that the row itself names, where it names one.
    """

    cells: Mapping[str, Cell]
    line: int = 0
    notes: tuple[str, ...] = ()
    product: str = ""

    def text(self, role: str) -> str:
        """The text of a cell, empty where there is none."""
        return self.cells[role].text if role in self.cells else ""

    @property
    def is_doubtful(self) -> bool:
        """Whether a cell of it is marked, or a check fails."""
        return bool(self.notes) or any(cell.note for cell in self.cells.values())


@dataclass(frozen=True, slots=True)
class ScreenPage:
    """A page: its kind (a key of `HEADINGS`), the product's id or nothing, what stands above its rows, and its rows.

    ``front`` has cells by label (``loan_amount``, ``declared``, ``due``, ``bill_month``, ``as_of``). ``notes`` are
    message ids of what does not hold for the page as a whole. ``is_closed`` says that the plan closes by itself,
    ``is_confirmed`` that the person has looked at it. Of a plan that several pictures show together, ``parts`` is how
    many, ``terms`` how many periods the whole has, and ``has_head`` whether this one shows what was lent.
    """

    kind: str
    product: str
    rows: tuple[ScreenRow, ...]
    front: Mapping[str, Cell] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    is_closed: bool = False
    is_confirmed: bool = False
    parts: int = 1
    terms: int = 0
    has_head: bool = True

    @property
    def roles(self) -> tuple[str, ...]:
        """The roles that any row has, in the order of the columns."""
        return tuple(role for role in HEADINGS[self.kind] if any(row.text(role) for row in self.rows))

    @property
    def is_proved(self) -> bool:
        """Whether its rows count as proved."""
        return self.is_closed or self.is_confirmed


def cell_of(text: str, word: Word, *, repaired: bool = False, note: str = "") -> Cell:
    """A cell from a word; a repaired or uncertain one is marked."""
    doubt = note or ("repaired" if repaired else "unsure" if word.sure < DOUBTFUL_BELOW else "")
    return Cell(text, word.box, word.sure, doubt)


def with_cells(row: ScreenRow, **cells: Cell) -> ScreenRow:
    """The row with some cells replaced."""
    return replace(row, cells={**row.cells, **cells})
