"""The rows of files that an explanation rests on, read once more as they stand there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from app.core.facts import Source

if TYPE_CHECKING:
    from app.export.masking import Leaf
    from app.export.personal import Heading
    from app.workspace.case import Workspace

_HEAD_ROWS = 60
"""Rows at the top of a sheet in which its preamble and its heading are looked for."""


@dataclass(frozen=True)
class ShownRows:
    """The rows that an explanation rests on as they stand in their files, and the first rows of each sheet."""

    cells: Mapping[Source, Sequence[str]]
    tops: Mapping[tuple[str, str], Sequence[tuple[int, Sequence[str]]]]

    @cached_property
    def headings(self) -> dict[tuple[str, str], Heading]:
        """The heading above the rows of each sheet, by digest and sheet; a sheet without one is left out."""
        from app.export.personal import heading_of

        found = {place: heading_of(self.tops.get(place, ()), rows) for place, rows in self._rows.items()}
        return {place: heading for place, heading in found.items() if heading}

    def _titles(self, place: tuple[str, str]) -> Sequence[str]:
        heading = self.headings.get(place)
        return heading.cells if heading else ()

    @cached_property
    def _rows(self) -> dict[tuple[str, str], dict[int, Sequence[str]]]:
        by_sheet: dict[tuple[str, str], dict[int, Sequence[str]]] = {}
        for source, cells in self.cells.items():
            by_sheet.setdefault((source.digest, source.sheet), {})[source.row] = cells
        return by_sheet

    def leaves(self) -> list[Leaf]:
        """What masking learns from: each sheet's heading and rows, and what stands above the heading."""
        from app.export.masking import Leaf

        return [
            Leaf(
                self._titles(place),
                list(rows.values()),
                [text for number, cells in self.tops.get(place, ()) if number < min(rows) for text in cells],
            )
            for place, rows in self._rows.items()
        ]

    def without_remarks(self) -> dict[Source, Sequence[str]]:
        """The rows with their free remarks left out."""
        from app.export.personal import without_remarks

        return {s: without_remarks(self._titles((s.digest, s.sheet)), row) for s, row in self.cells.items()}


def shown_rows(case: Workspace) -> ShownRows:
    """Read the rows that the explanation of a case rests on once more, as their files have them."""
    from app.export.workbook.context import rows_used

    used = rows_used(case.explanation)
    first = {(s.digest, s.sheet): Source(s.file, s.sheet, _HEAD_ROWS // 2, s.digest) for s in used}
    originals = case.rows_around(used, reach=0)
    tops = case.rows_around(tuple(first.values()), reach=_HEAD_ROWS // 2)
    return ShownRows(
        {source: rows[0][1] for source, rows in originals.items() if rows},
        {place: tops.get(source, []) for place, source in first.items()},
    )
