"""Understands a table whose layout nobody has fixed: which kind it is and which column is what, by words and values.

Header words are weighed together with the shapes of the cells below them and with the arithmetic that must hold between
columns. The best assignment wins only with a margin; otherwise the table is a `Doubt`, for a person to decide.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import dropwhile
from weakref import WeakKeyDictionary

from app.importers.reading.table import Table, clean
from app.importers.recognising.booked_dues import with_booked_dues
from app.importers.recognising.cell_shapes import is_value, present, profile
from app.importers.recognising.further_parts import further_parts
from app.importers.recognising.interface_layouts import layout_of
from app.importers.recognising.labels import is_totals
from app.importers.recognising.refining import (
    are_loans_of_their_own,
    is_at_odds,
    is_of_loan,
    refined,
    settled_kind,
)
from app.importers.recognising.role_assignment import Assignment, Column, Fits, assign
from app.importers.recognising.vocabulary import Heading, heading, kinds, plain

_HEADER_WITHIN = 60
_MOST_HEADERS = 6
_SAMPLE_ROWS = 60
_MARGIN = 0.4
_MOSTLY, _WIDEST_BARE, _SENTENCE = 0.8, 30, 24


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """What a person said a table of this shape is: its kind, and the role of each column by its heading."""

    kind: str
    roles: Mapping[str, str]


Mappings = Mapping[str, ColumnMapping]
"""What a person has taught, by `fingerprint` of the header."""


@dataclass(frozen=True, slots=True)
class Understanding:
    """A table that is understood: its kind, the header's physical row, and for each role its column.

    ``unused`` are the columns that no role has; ``further`` says which of them hold more of a part. ``top`` is the
    first row of the header: the row above ``header`` where groups of columns (应还, 实还) stand there.
    """

    kind: str
    header: int
    top: int
    roles: Mapping[str, Column]
    unused: tuple[Column, ...] = ()
    further: Mapping[str, tuple[Column, ...]] = field(default_factory=dict)

    @property
    def taken(self) -> tuple[tuple[str, str], ...]:
        """Each heading with what it was taken for, in the order of the columns; empty for what was not used."""
        pairs = [(column, role) for role, column in self.roles.items()] + [(column, "") for column in self.unused]
        return tuple((column.name, role) for column, role in sorted(pairs, key=lambda pair: pair[0].index))


@dataclass(frozen=True, slots=True)
class Doubt:
    """A table that looks like a lender's and is not sure: the best guess, the kinds it may be, and sample values."""

    header: int
    guess: Understanding
    kinds: tuple[str, ...]
    unsure: tuple[str, ...]
    samples: tuple[tuple[str, str], ...]


def understand(table: Table, mappings: Mappings | None = None) -> Understanding | Doubt | None:
    """What the table is; None where it looks like nothing that a lender hands out."""
    if mappings and (taught := _taught(table, mappings)):
        return taught
    if table not in _SEEN:
        _SEEN[table] = None if layout_of(table) else _understand(table)
    return _SEEN[table]


def understood(table: Table, mappings: Mappings, *kinds_wanted: str) -> Understanding | None:
    """The table where it is surely of one of these kinds; None for any other."""
    found = understand(table, mappings)
    return found if isinstance(found, Understanding) and found.kind in kinds_wanted else None


_SEEN: WeakKeyDictionary[Table, Understanding | Doubt | None] = WeakKeyDictionary()


def fingerprint(table: Table, header: int) -> str:
    """The name of a header's shape: files with the same headings in the same order share it.

    Of a table without a header (``header`` 0) it is what the cells of each column look like.
    """
    texts = [plain(cell) for cell in table.row(header)] if header else _looks(columns_at(table, 0))
    return hashlib.sha256("\x1f".join(texts).rstrip("\x1f").encode()).hexdigest()[:16]


def bare_columns(table: Table) -> tuple[Column, ...]:
    """The columns of a table that has rows with a day and an amount and no header above them; none for others."""
    first = next((number for number in range(1, min(len(table), _HEADER_WITHIN) + 1) if any(table.row(number))), 0)
    if not first or len(table.row(first)) > _WIDEST_BARE or not any(is_value(clean(c)) for c in table.row(first)):
        return ()
    columns = columns_at(table, 0)
    looks = _looks(columns)
    return columns if len(columns[0].cells if columns else ()) > 1 and {"day", "amount"} <= set(looks) else ()


def is_plain_table(table: Table) -> bool:
    """Whether most rows have one number of short cells, three or more, as tables have and messages do not.

    Such a table says what it is by its headings; a line of it is no sentence, though it may hold the words of one.
    """
    rows = [row for number in range(1, min(len(table), _HEADER_WITHIN) + 1) if any(row := table.row(number))]
    filled = ([text for cell in row[:_WIDEST_BARE] if (text := clean(cell))] for row in rows)
    if any(len(text) > _SENTENCE or "【" in text for row in filled for text in row):
        return False
    below = list(dropwhile(lambda row: len(row) < 3, rows))  # without a title, and lines about the whole
    width, count = Counter(map(len, below)).most_common(1)[0] if below else (0, 0)
    return 3 <= width <= _WIDEST_BARE and count >= 2 and count >= _MOSTLY * len(below)


def _looks(columns: tuple[Column, ...]) -> list[str]:
    """What most cells of each column are: a day, an amount or text."""
    return ["day" if _dated(c) else "amount" if c.profile.share("amount") >= _MOSTLY else "text" for c in columns]


def _dated(column: Column) -> bool:
    return column.profile.share("day") + column.profile.share("moment") >= _MOSTLY


def columns_at(table: Table, header: int, top: int = 0) -> tuple[Column, ...]:
    """The columns under physical row ``header``, headed by the groups in row ``top`` as well where that is given.

    A heading that stands twice is numbered, an empty one named by its place.
    """
    texts = _texts(table, header, top or header)
    names: dict[str, int] = {}
    below = [table.row(number) for number in _data_rows(table, header)]
    width = max([len(texts), *map(len, below)])
    found = []
    for index in range(width):
        text = texts[index] if index < len(texts) else ""
        cells = tuple(present(row[index]) if index < len(row) else "" for row in below)
        if text or any(cells):
            known, name = heading(text), _unique(text or f"#{index + 1}", names)
            found.append(Column(index, name, known, profile(cells, unit(known)), cells))
    return tuple(found)


def _texts(table: Table, header: int, top: int) -> list[str]:
    """The texts of a header; a group holds for the empty cells to its right."""
    texts = [clean(cell) for cell in table.row(header)]
    if top == header:
        return texts
    above, group = [clean(cell) for cell in table.row(top)], ""
    above += [""] * (len(texts) - len(above))
    for index, text in enumerate(texts):
        group = above[index] or (group if text else "")
        texts[index] = f"{group} {text}".strip()
    return texts


def unit(known: Heading) -> str:
    """The unit of a column; ``daily`` where the heading says that a rate is a day's, and nothing else."""
    return known.unit or ("daily" if "daily_rate" in known.concepts else "")


def _unique(name: str, names: dict[str, int]) -> str:
    names[name] = names.get(name, 0) + 1
    return name if names[name] == 1 else f"{name} ({names[name]})"


def _data_rows(table: Table, header: int) -> Iterator[int]:
    """The first rows below a header that hold several cells: no footers, no notes."""
    taken, names = 0, table.row(header)
    for number in range(header + 1, len(table) + 1):
        cells = table.row(number)
        if sum(1 for cell in cells if present(cell)) >= 2 and cells != names and not is_totals(cells):
            yield number
            taken += 1
        if taken == _SAMPLE_ROWS:
            return


def _understand(table: Table) -> Understanding | Doubt | None:
    tries = [_at(table, header, top) for header in _headers(table) for top in _tops(table, header)]
    found = [result for result in tries if result is not None]
    return max(found, key=lambda pair: pair[0])[1] if found else None


def _headers(table: Table) -> list[int]:
    """The rows that may be the header: three cells or more of words that a lender uses."""
    candidates: dict[tuple[str, ...], int] = {}
    for number in range(1, min(len(table), _HEADER_WITHIN) + 1):
        texts = [clean(cell) for cell in table.row(number) if clean(cell)]
        if names_columns(texts):
            candidates.setdefault(tuple(texts), number)  # a header that returns below is the first one's
    return list(candidates.values())[:_MOST_HEADERS]


def names_columns(texts: Sequence[str]) -> bool:
    """Whether the filled cells of a row may be a header: three or more that name columns, and no value."""
    names = [text for text in texts if _may_name_a_column(text)]
    return len(names) >= 3 and 2 * len(names) > len(texts) and not any(is_value(text) for text in texts)


def lies_on_its_side(table: Table) -> bool:
    """Whether a table's headings stand one below the other at its left, with three values or more beside each."""
    rows = [row for number in range(1, min(len(table), _HEADER_WITHIN) + 1) if len(row := table.row(number)) > 3]
    beside = [row for row in rows if sum(1 for cell in row[1:] if is_value(clean(cell))) >= 3]
    return len(beside) >= 3 and names_columns([clean(row[0]) for row in beside])


def _may_name_a_column(text: str) -> bool:
    return len(text) <= 40 and not any(map(str.isdigit, text)) and bool(heading(text).concepts)


def _tops(table: Table, header: int) -> list[int]:
    """Where the header may begin: at its own row, or one above where that holds groups of columns."""
    above = [clean(cell) for cell in table.row(header - 1) if clean(cell)]
    groups = len(above) >= 2 and not any(is_value(text) or ":" in plain(text) for text in above)
    return [header, header - 1] if groups else [header]


def _at(table: Table, header: int, top: int) -> tuple[float, Understanding | Doubt] | None:
    columns = columns_at(table, header, top)
    titles = [plain(table.sheet), *(plain(cell) for row in range(1, top) for cell in table.row(row)[:8])]
    columns = with_booked_dues(columns, titles)
    bonus = {kind.name: 0.5 * any(title in text for text in titles for title in kind.titles) for kind in kinds()}
    fits: Fits = {}
    tries = [found for kind in kinds() if (found := assign(kind, columns, bonus[kind.name], fits))]
    tries = [found for found in tries if bonus[found.kind] or not is_of_loan(found, columns)]
    tries.sort(key=lambda found: -found.score)
    if not tries or tries[0].score < _LEAST:
        return None
    best = tries[0]
    near = tuple(found.kind for found in tries if best.score - found.score < _MARGIN)
    near, best = settled_kind(near, tries, columns, titles)
    best = refined(best, columns)
    understanding = _understanding(header, top, best, columns)
    at_odds = is_at_odds(best) or are_loans_of_their_own(best, columns)
    if len(near) == 1 and not best.unsure and not at_odds:
        return best.score, understanding
    samples = tuple((column.name, next((cell for cell in column.cells if cell), "")) for column in columns)
    return best.score, Doubt(header, understanding, near, best.unsure, samples)


_LEAST = 2.2


def _understanding(header: int, top: int, found: Assignment, columns: tuple[Column, ...]) -> Understanding:
    used = {column.index for column in found.roles.values()}
    unused = tuple(column for column in columns if column.index not in used)
    return Understanding(found.kind, header, top, found.roles, unused, further_parts(found.roles, unused))


def _taught(table: Table, mappings: Mappings) -> Understanding | None:
    headers = range(1, min(len(table), _HEADER_WITHIN) + 1)
    for header in (*headers, 0) if bare_columns(table) else headers:
        if mapping := mappings.get(fingerprint(table, header)):
            columns = columns_at(table, header)
            given = {mapping.roles[c.name]: c for c in columns if mapping.roles.get(c.name)}
            return _understanding(header, header, Assignment(mapping.kind, given, 0.0), columns)
    return None
