"""Parts a sheet that holds two plans of one shape: side by side, one below the other, or told apart by a column."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import pairwise

from app.importers.reading.table import Table, clean
from app.importers.recognising.cell_shapes import is_value, parse_period, present
from app.importers.recognising.labels import ASKED, day_in, is_totals, labels, value_of
from app.importers.recognising.understanding import names_columns
from app.importers.recognising.vocabulary import heading, plain

_MOST, _WIDEST, _HEADER_WITHIN = 3_000, 60, 60
_LEAST, _MOST_BESIDE, _LINES_ABOVE = 3, 4, 12
_CHANGED = r"(?:变更|调整|修改|展期|延期|重组|协商|提前还款|部分还款|提前还)"
_PLAN = r"的?(?:还款|分期)?(?:计划|安排)"
_BEFORE = rf"{_CHANGED}(?:之|以)?前|[原旧](?:来|始|先)?{_PLAN}|(?<![a-z])(?:before|original|old)(?![a-z])"
_AFTER = rf"{_CHANGED}(?:之|以)?后|[新现]行?{_PLAN}|(?<![a-z])(?:after|revised|new)(?![a-z])"
_WORDS = (("before", re.compile(_BEFORE)), ("after", re.compile(_AFTER)))
_FIRST_LETTERS = {"原": "before", "旧": "before", "新": "after", "现": "after"}
_MARKS = " ()[]【】-_·:/"


class Version(Enum):
    """Which of two plans a part is, by the words above it."""

    BEFORE = "before"
    AFTER = "after"
    UNSAID = ""


@dataclass(frozen=True, slots=True)
class Part:
    """One plan of a sheet: its table with its own rows at their numbers, and which of the plans it is."""

    table: Table
    version: Version


def version_in(text: str) -> Version:
    """Which plan a line of words speaks of; UNSAID where it speaks of none, or of both."""
    told = [name for name, pattern in _WORDS if pattern.search(plain(text))]
    return Version(told[0]) if len(told) == 1 else Version.UNSAID


def plans_apart(table: Table) -> tuple[Part, ...]:
    """The plans of a sheet, each as a table of its own; none where nothing shows that it holds several."""
    if len(table) > _MOST:
        return ()
    return _by_column(table) or _beside(table) or _below(table)


def _beside(table: Table) -> tuple[Part, ...]:
    """Plans side by side: by words in their headings or above them, or because all headings stand again."""
    for header in range(1, min(len(table), _HEADER_WITHIN) + 1):
        names = [clean(cell) for cell in table.row(header)[:_WIDEST]]
        filled = [at for at, name in enumerate(names) if name]
        if len(filled) < _LEAST + 1 or any(map(is_value, filter(None, names))):
            continue
        told = [_heading_version(name) for name in names]
        groups = _groups(table, header, len(names))
        versions = [own if own is not Version.UNSAID else group for (own, _), group in zip(told, groups, strict=True)]
        bases = [base for _, base in told]
        common = set.intersection(
            *({bases[at] for at in filled if versions[at] is v} for v in (Version.BEFORE, Version.AFTER))
        )
        if len(common) >= 2:
            return tuple(_of_version(table, header, versions, bases, v) for v in (Version.BEFORE, Version.AFTER))
        if starts := _repeated(names, filled):
            return tuple(_of_columns(table, header, *ends) for ends in pairwise([*starts, _WIDEST]))
    return ()


def _heading_version(name: str) -> tuple[Version, str]:
    """Which plan a heading names, and the heading without that word: 原应还日期 and 应还日期(变更前)."""
    text = plain(name)
    for version, pattern in _WORDS:
        if found := pattern.search(text):
            return Version(version), f"{text[: found.start()]} {text[found.end() :]}".strip(_MARKS)
    if (rest := text[1:]) and text[0] in _FIRST_LETTERS and heading(rest).understood == 1:
        return Version(_FIRST_LETTERS[text[0]]), rest
    return Version.UNSAID, text


def _groups(table: Table, header: int, width: int) -> list[Version]:
    """Which plan each column is of by the row above the header, whose words hold for the columns to their right."""
    above = [clean(cell) for cell in table.row(header - 1)[:width]]
    told = [version_in(text) for text in above if text]
    if not {Version.BEFORE, Version.AFTER} <= set(told):
        return [Version.UNSAID] * width
    found, now = [], Version.UNSAID
    for at in range(width):
        now = version_in(above[at]) if at < len(above) and above[at] else now
        found.append(now)
    return found


def _of_version(table: Table, header: int, versions: Sequence[Version], bases: Sequence[str], version: Version) -> Part:
    """The columns of one plan, and those that are of both; headings without the word that tells the plans apart."""
    own = {at for at, of in enumerate(versions) if of in (version, Version.UNSAID)}
    rows = [_kept(table.row(number), own) for number in range(1, len(table) + 1)]
    for number in range(1, header):
        if sum(map(bool, map(clean, table.row(number)))) == 1:
            rows[number - 1] = [
                text if version_in(text) in (version, Version.UNSAID) else "" for text in table.row(number)
            ]
    rows[header - 1] = [base if at in own else "" for at, base in enumerate(bases)]
    return Part(_part(table, rows), version)


def _repeated(names: Sequence[str], filled: Sequence[int]) -> list[int]:
    """The first columns of blocks of which each has the same headings; none where they do not stand again."""
    texts = [names[at] for at in filled]
    for count in range(2, _MOST_BESIDE + 1):
        size, rest = divmod(len(texts), count)
        if not rest and size >= _LEAST and texts == texts[:size] * count and names_columns(texts[:size]):
            return [filled[at * size] for at in range(count)]
    return []


def _of_columns(table: Table, header: int, start: int, end: int) -> Part:
    """The columns from ``start`` to before ``end``, below the lines of words that stand alone in their rows."""
    own = set(range(start, end))
    rows = []
    for number in range(1, len(table) + 1):
        cells = table.row(number)
        alone = number < header and sum(map(bool, map(clean, cells))) == 1
        rows.append(list(cells) if alone else _kept(cells, own))
    told = {version_in(text) for row in rows[: header - 1] for text in row} - {Version.UNSAID}
    return Part(_part(table, rows), told.pop() if len(told) == 1 else Version.UNSAID)


def _kept(cells: Sequence[str], own: set[int]) -> list[str]:
    return [cell if at in own else "" for at, cell in enumerate(cells)]


def _below(table: Table) -> tuple[Part, ...]:
    """Plans one below the other under the same headings, each below words or a day of its own, or numbered anew."""
    blocks = list(_blocks(table))
    if len(blocks) < 2 or len({tuple(map(clean, table.row(header))) for _, header in blocks}) > 1:
        return ()
    said = [[table.joined(number) for number in range(start, header)] for start, header in blocks]
    by_words = all(any(map(_tells, lines)) for lines in said[1:])
    if not by_words and not _begin_anew(table, blocks):
        return ()
    first, header = blocks[0]
    # What tells of the first loan stands above it as that of the others does; a day of asking holds for the page.
    shared = [n for n in range(first, header) if _tells(table.joined(n)) is not by_words]
    parts = []
    for (start, header), (end, _) in pairwise([*blocks, (len(table) + 1, 0)]):
        named = value_of(labels(table, range(start, header)), "contract")
        own = {*range(start, end), *(() if named and by_words else shared)}
        rows = [table.row(number) if number in own else [] for number in range(1, len(table) + 1)]
        told = {version_in(table.joined(number)) for number in range(start, end)} - {Version.UNSAID}
        parts.append(Part(_part(table, rows), told.pop() if len(told) == 1 else Version.UNSAID))
    return tuple(parts)


def _begin_anew(table: Table, blocks: Sequence[tuple[int, int]]) -> bool:
    """Whether the periods below every header count from the first one, two or more of them."""
    names = [heading(clean(cell)).concepts for cell in table.row(blocks[0][1])]
    column = next((at for at, concepts in enumerate(names) if "period" in concepts), None)
    if column is None:
        return False
    for (_, header), (end, _) in pairwise([*blocks, (len(table) + 1, 0)]):
        cells = (row[column] for number in range(header + 1, end) if len(row := table.row(number)) > column)
        numbers = [number for cell in cells if (number := parse_period(present(cell))) is not None]
        if numbers[:2] != [1, 2]:
            return False
    return True


def _blocks(table: Table) -> Iterator[tuple[int, int]]:
    """The first line above each header and the header, where rows stand below it."""
    behind = 1
    for number in range(1, len(table) + 1):
        texts = [clean(cell) for cell in table.row(number) if clean(cell)]
        if len(texts) >= _LEAST and names_columns(texts):
            start = number
            while start > max(behind, number - _LINES_ABOVE) and _is_line(table.row(start - 1)):
                start -= 1
            yield start, number
            behind = number + 1


def _is_line(row: Sequence[str]) -> bool:
    return sum(1 for cell in row if present(cell)) < _LEAST and not is_totals(list(row))


def _tells(text: str) -> bool:
    return version_in(text) is not Version.UNSAID or bool(ASKED.search(text) and day_in(text))


def _by_column(table: Table) -> tuple[Part, ...]:
    """Plans whose rows say in a column which of them they are of."""
    top = [table.row(number)[:_WIDEST] for number in range(1, min(len(table), _HEADER_WITHIN) + 1)]
    places = {at for row in top for at, cell in enumerate(row) if version_in(cell) is not Version.UNSAID}
    for at in sorted(places):
        rows = {number: row for number in range(1, len(table) + 1) if sum(map(bool, row := table.row(number))) > _LEAST}
        told = {number: version_in(row[at]) for number, row in rows.items() if len(row) > at}
        said = {number: version for number, version in told.items() if version is not Version.UNSAID}
        first = min(said, default=0)
        is_whole = {*said.values()} == {Version.BEFORE, Version.AFTER} and all(n in said for n in rows if n > first)
        if is_whole and names_columns([clean(cell) for cell in table.row(first - 1) if clean(cell)]):
            return tuple(_of_rows(table, at, said, version) for version in (Version.BEFORE, Version.AFTER))
    return ()


def _of_rows(table: Table, column: int, said: Mapping[int, Version], version: Version) -> Part:
    numbers = range(1, len(table) + 1)
    return Part(
        _part(table, [_kept_row(table.row(n), column, said.get(n, version) is version) for n in numbers]), version
    )


def _kept_row(cells: Sequence[str], column: int, is_own: bool) -> list[str]:
    return [cell if at != column else "" for at, cell in enumerate(cells)] if is_own else []


def _part(table: Table, rows: list[list[str]]) -> Table:
    return table.with_rows(rows, is_parted=table.is_parted)
