"""Tables in which what was lent and what was repaid stand one below the other, and a column says which each row is."""

from __future__ import annotations

from app.importers.recognising.role_assignment import Column
from app.importers.recognising.vocabulary import meaning, word_of


def is_lent(text: str) -> bool:
    """Whether a cell says that the lender paid out: a whole word (借款), or one that stands for nothing else (放款)."""
    return word_of("movement", text) == "lent" or meaning("channel", text) == "drawdown"


def tells_movements(column: Column) -> bool:
    """Whether each cell says either that money was lent or that it was repaid, and both are there."""
    said = {is_lent(cell) for cell in column.cells if cell}
    return said == {True, False} and all(is_lent(cell) or _is_repaid(cell) for cell in column.cells)


def _is_repaid(text: str) -> bool:
    return word_of("movement", text) == "repaid" or meaning("channel", text) is not None
