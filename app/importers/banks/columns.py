"""Finds a layout's header in a table and reads cells by the part they play."""

from __future__ import annotations

from dataclasses import dataclass
from weakref import WeakKeyDictionary

from app.importers.banks.labels import label, words
from app.importers.banks.layout import Layout, Marked, Names, Signed, TwoSided
from app.importers.banks.statement_words import of_card
from app.importers.reading.table import Table

_DEEPEST_HEADER = 80
_WIDEST = 1_000  # cells; a row of more is no header, and to look at each would take long


@dataclass(frozen=True, slots=True)
class Columns:
    """The header of a table: physical row, column by label, and how many columns it has."""

    row: int
    places: dict[str, int]
    width: int

    def place(self, names: Names) -> int | None:
        """The column of the first of ``names`` that stands in the header."""
        for name in names:  # a loop takes half the time of next(), and this is asked for every cell of every row
            if name in self.places:
                return self.places[name]
        return None

    def cell(self, cells: list[str], names: Names) -> str:
        """The raw cell under the first of ``names`` that stands in the header; empty beyond the row's end."""
        place = self.place(names)
        return cells[place] if place is not None and place < len(cells) else ""

    def text(self, cells: list[str], names: Names) -> str:
        """The text under ``names``, without padding and dashes."""
        return words(self.cell(cells, names))

    def joined(self, cells: list[str], names: Names) -> str:
        """All texts under ``names``, each once, in the order of ``names``."""
        return " ".join(dict.fromkeys(filter(None, (self.text(cells, (name,)) for name in names))))


def find_columns(table: Table, layouts: tuple[Layout, ...]) -> tuple[Layout, Columns] | None:
    """The layout whose header stands in ``table`` (and whose title stands above it, if it needs one)."""
    above: list[str] = [label(table.sheet)]
    for row, (labels, found) in enumerate(_labels(table), start=1):
        for layout in layouts:
            if found.issuperset(layout.header) and _titled(layout, above) and not _of_a_card(layout, labels, above):
                return layout, _columns(row, labels)
        above += filter(None, labels)
    return None


_SEEN: WeakKeyDictionary[Table, tuple[tuple[list[str], frozenset[str]], ...]] = WeakKeyDictionary()


def _labels(table: Table) -> tuple[tuple[list[str], frozenset[str]], ...]:
    """The labels of the first rows, where a header may stand: made once, although every bank asks for them."""
    if table not in _SEEN:
        rows = (table.row(number) for number in range(1, min(len(table), _DEEPEST_HEADER) + 1))
        labels = ([label(cell) for cell in cells] if len(cells) <= _WIDEST else [] for cells in rows)
        _SEEN[table] = tuple((each, frozenset(each)) for each in labels)
    return _SEEN[table]


def repeats_header(layout: Layout, cells: list[str]) -> bool:
    """Whether a row is the header once more, as on the next page of a PDF."""
    return {label(cell) for cell in cells}.issuperset(layout.header)


def money_columns(layout: Layout) -> tuple[Names, ...]:
    """The columns that hold the amount, the direction aside."""
    match layout.money:
        case Signed(amount) | Marked(amount):
            return (amount,)
        case TwoSided(pairs):
            return tuple((name,) for pair in pairs for name in pair)


def _titled(layout: Layout, above: list[str]) -> bool:
    return not layout.titles or any(title in text for title in layout.titles for text in above)


def _of_a_card(layout: Layout, labels: list[str], above: list[str]) -> bool:
    """Whether a header that an account's statement has too stands on a card's: what is owed there is no balance."""
    unknown = [name for name in labels if name not in layout.header]
    return layout.provider.endswith("-debit") and of_card(above, unknown)


def _columns(row: int, labels: list[str]) -> Columns:
    places: dict[str, int] = {}
    for column, name in enumerate(labels):
        if name:
            places.setdefault(name, column)
    width = max(places.values()) + 1
    return Columns(row, places, width)
