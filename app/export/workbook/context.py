"""What every sheet is given: the explanation, the words, and where each thing stands in the workbook."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from app.core.ahead import rows_of
from app.core.discrepancy import Discrepancy, FactValue, distinct
from app.core.explanation import Explanation, Facility
from app.core.facts import Source
from app.core.money import grouped
from app.export.personal import Heading
from app.export.report import Report, report_of
from app.export.workbook.evidence_columns import (
    ABOVE_EVIDENCE,
    HEAD_POINTS,
    ONE_LINE,
    PART_POINTS,
    EvidenceColumns,
    columns_of,
    lines_high,
)
from app.export.workbook.evidence_pages import EvidenceKind, EvidenceLine, paged
from app.export.workbook.grid import place, runs, wide
from app.export.workbook.paper import ROW_POINTS
from app.export.workbook.safety import sheet_name
from app.texts import Phrasebook
from app.texts.discrepancy_texts import DiscrepancyTexts

Cells = Mapping[Source, Sequence[str]]
"""Rows as they stand in their files."""

Headings = Mapping[tuple[str, str], Heading]
"""The headings of each sheet of a file as they stand there, by digest and sheet."""

DISCREPANCY_HEADING = 4
EVIDENCE_HEADING = 4
_NARROW = 14
"""Signs that a column of rows of evidence holds."""


def rows_used(e: Explanation) -> tuple[Source, ...]:
    """Every row that an explanation rests on, in order of file, sheet and row."""
    named: list[Source] = [s for event in e.events for s in event.sources]
    named += [s for d in e.discrepancies for s in d.evidence]
    named += [s for f in e.facilities for v in f.versions for i in v.instalments for s in i.sources]
    named += [s for f in e.facilities for h in f.hypotheses for s in h.refuted_by]
    named += [s for o in e.outlook for s in o.evidence]
    named += [s for c in e.comparison.checks for s in (*c.sources, *c.met)]
    named += rows_of(e.ahead)
    named += [s for cost in e.costs if cost.stated for s in cost.stated.sources]
    return distinct(named)


@dataclass(frozen=True, slots=True)
class FollowUp:
    """How far the person is with a discrepancy (empty, ``in-progress``, ``settled``, ``accepted``), and their note."""

    mark: str = ""
    note: str = ""


@dataclass(frozen=True)
class WorkbookContext:
    """One explanation in one language, with the place of everything in the workbook.

    ``cells`` are the rows of evidence verbatim; a row that is not there is shown without them. ``followed`` has an
    entry for each discrepancy, or none at all. ``blocks`` are the rows in which the block of each discrepancy begins,
    filled before any sheet refers to them.
    """

    explanation: Explanation
    book: Phrasebook
    masked: bool = False
    cells: Cells = field(default_factory=dict)
    followed: Sequence[FollowUp] = ()
    headings: Headings = field(default_factory=dict)
    blocks: dict[str, int] = field(default_factory=dict)

    @cached_property
    def texts(self) -> DiscrepancyTexts:
        """The sentences about discrepancies."""
        return DiscrepancyTexts(self.book, self.explanation.years)

    @cached_property
    def report(self) -> Report:
        """The explanation in short."""
        return report_of(self.explanation)

    def say(self, message: str, /, **values: FactValue) -> str:
        """A text of the workbook (``workbook.<message>``)."""
        return self.book.say(f"workbook.{message}", **values)

    def defined(self, message: str, /, **values: FactValue) -> str:
        """A text of the workbook as the name of a cell, which holds letters, digits and underscores alone."""
        return re.sub(r"\W+", "_", self.say(message, **values))

    def input_name(self, number: int) -> Callable[[str], str]:
        """The names of the cells in the block of a discrepancy: by an input, a ``date-…`` or ``check``."""

        def called(name: str) -> str:
            label = self.say(f"block.{name}") if name.startswith("date-") else self.say_or(f"input.{name}", name)
            short = name.removeprefix("date-")
            what = label if self.book.language.habit("formula-names") == "labels" else short
            return self.defined("name.discrepancy", number=number, what=what)

        return called

    def sheet(self, name: str) -> str:
        """What a sheet is called."""
        return sheet_name(self.say(f"sheet.{name}"))

    # -- places ----------------------------------------------------------------------------------------------------

    @cached_property
    def used(self) -> tuple[Source, ...]:
        """Every row that is used anywhere: first those of discrepancies, each part in order of file, sheet and row.

        Tables that are wider than a printed page come last in each.
        """
        wider = self.evidence_columns.wide_tables
        return tuple(
            sorted(rows_used(self.explanation), key=lambda s: (s not in self.uses, (s.digest, s.sheet) in wider))
        )

    @cached_property
    def evidence_columns(self) -> EvidenceColumns:
        """The columns of the evidence, and the tables that are wider than a page."""
        return columns_of(self.cells)

    @cached_property
    def evidence_number(self) -> dict[Source, int]:
        """The number of each row of evidence, from 1."""
        return {source: number for number, source in enumerate(self.used, start=1)}

    @cached_property
    def numbers(self) -> dict[str, int]:
        """The number of each discrepancy, from 1, by id."""
        return {d.id: number for number, d in enumerate(self.explanation.discrepancies, start=1)}

    @cached_property
    def uses(self) -> Mapping[Source, list[int]]:
        """The numbers of the discrepancies that name a row."""
        found: dict[Source, list[int]] = defaultdict(list)
        for d in self.explanation.discrepancies:
            for source in d.evidence:
                found[source].append(self.numbers[d.id])
        return found

    @cached_property
    def plan_rows(self) -> Mapping[tuple[str, date], set[Source]]:
        """The rows of plans by a day that they state: when a period ``starts``, or is ``due``."""
        found: dict[tuple[str, date], set[Source]] = defaultdict(set)
        for version in (v for f in self.explanation.facilities for v in f.versions):
            for instalment in version.instalments:
                found["due", instalment.due].update(instalment.sources)
                if instalment.starts:
                    found["starts", instalment.starts].update(instalment.sources)
        return found

    def starts_of(self, facility: str | None) -> set[date]:
        """The first days of periods that the plans of a loan state."""
        plans = [v for f in self.explanation.facilities if f.id == facility for v in f.versions]
        return {i.starts for plan in plans for i in plan.instalments if i.starts}

    def follow_up(self, number: int) -> FollowUp:
        """What the person noted on a discrepancy."""
        return self.followed[number - 1] if self.followed else FollowUp()

    def evidence_place(self, source: Source, col: int = 1) -> str:
        """Where a row of evidence stands."""
        return place(self.sheet("evidence"), self.evidence_row[source], col)

    @cached_property
    def evidence_lines(self) -> Sequence[EvidenceLine]:
        """The sheet of evidence line by line: what discrepancies rest on, then the rest; a heading above each file.

        A file's own headings stand above the rows that they head; what stands before them there tells of the page.
        """
        lines: list[EvidenceLine] = []
        part: bool | None = None
        leaf: tuple[str, str, str] | None = None
        heading: Heading | None = None
        for source in self.used:
            if (source in self.uses) is not part:
                part, leaf = source in self.uses, None
                lines.append(EvidenceLine(EvidenceKind.PART, source))
            if (source.file, source.sheet, source.digest) != leaf:
                leaf = (source.file, source.sheet, source.digest)
                lines.append(EvidenceLine(EvidenceKind.FILE, source))
                heading = self.headings.get((source.digest, source.sheet))
            if heading and source.row > heading.row:
                lines.append(EvidenceLine(EvidenceKind.HEADINGS, source))
                heading = None
            lines.append(EvidenceLine(EvidenceKind.ROW, source))
        columns = self.evidence_columns
        return [
            *paged(
                lines, self.evidence_height, holds=columns.room, above=ABOVE_EVIDENCE, again=HEAD_POINTS,
                is_wide=lambda source: (source.digest, source.sheet) in columns.wide_tables,
            )
        ]  # fmt: skip

    def evidence_height(self, line: EvidenceLine) -> float:
        """The height of a line of the evidence, in points."""
        match line.kind:
            case EvidenceKind.ROW:
                return lines_high(self.cells.get(line.source, ()), self.evidence_columns.widths) or ROW_POINTS
            case EvidenceKind.HEADINGS:
                own = self.headings[line.source.digest, line.source.sheet].cells
                return lines_high(own, self.evidence_columns.widths) or ONE_LINE
            case EvidenceKind.PART:
                return PART_POINTS
        return ONE_LINE

    @cached_property
    def evidence_row(self) -> dict[Source, int]:
        """The row in which each row of evidence stands."""
        lines = enumerate(self.evidence_lines, start=EVIDENCE_HEADING + 1)
        return {line.source: row for row, line in lines if line.kind is EvidenceKind.ROW}

    def discrepancy_place(self, number: int) -> str:
        """Where a discrepancy stands in the list."""
        return place(self.sheet("discrepancies"), DISCREPANCY_HEADING + number)

    def block_place(self, d: Discrepancy) -> str:
        """Where the explanation of a discrepancy begins."""
        return place(self.sheet("explanations"), self.blocks[d.id]) if d.id in self.blocks else ""

    # -- words -----------------------------------------------------------------------------------------------------

    def facility(self, facility: str | None) -> str:
        """A loan by product, amount and the end of its contract's number: 借呗 3,000.00（6969）. No two are alike."""
        return self._labels.get(facility or "", facility or "")

    def loan_width(self, least: float) -> float:
        """The width of a column of loans, at least ``least``, in which each name stands in one line."""
        return max(least, *(wide(label) + 1 for label in self._labels.values()), 0)

    @cached_property
    def _labels(self) -> dict[str, str]:
        loans = self.explanation.facilities
        short = {f.id: self._label(f) for f in loans}
        often = Counter(short.values())
        dated = {
            f.id: self.say("loan-drawn", loan=short[f.id], on=f.drawn_at.date()) if f.drawn_at else short[f.id]
            for f in loans
        }
        labels = {name: label if often[label] == 1 else dated[name] for name, label in short.items()}
        alike, seen = Counter(labels.values()), Counter[str]()
        for name, label in labels.items():
            if alike[label] > 1:
                seen[label] += 1
                labels[name] = f"{label} #{seen[label]}"
        return labels

    def _label(self, facility: Facility) -> str:
        amount = f" {grouped(facility.principal)}" if facility.principal else ""
        tail = self.say("loan-tail", tail=facility.contract[-4:]) if facility.contract else ""
        return f"{self.product(facility.product)}{amount}{tail}"

    def product(self, product: str) -> str:
        """The product's name."""
        return self.say_or(f"product.{product}", product)

    def say_or(self, message: str, otherwise: str, **values: FactValue) -> str:
        """A message of the whole catalogue, or what the file says where there is none."""
        return self.book.say(message, **values) if message in self.book else otherwise

    def row_name(self, source: Source) -> str:
        """A row of a file: name, sheet and number."""
        file = f"{source.file} · {source.sheet}" if source.sheet else source.file
        return self.say("row-of", file=file, row=source.row)

    def numbered(self, found: Iterable[Discrepancy]) -> str:
        """Discrepancies by number, runs joined: #1–#3, #7."""
        joined = runs(self.numbers[d.id] for d in found)
        return ", ".join(f"#{a}" if a == b else f"#{a}\N{EN DASH}#{b}" for a, b in joined)

    def evidence_label(self, source: Source) -> str:
        """What a row of evidence is called all over the workbook."""
        return f"E{self.evidence_number[source]}"

    def evidence_labels(self, sources: Iterable[Source], most: int = 6) -> str:
        """Rows of evidence by number, runs joined: E3–E5, E9."""
        numbers = runs(self.evidence_number[s] for s in sources)
        named = [f"E{a}" if a == b else f"E{a}\N{EN DASH}E{b}" for a, b in numbers]
        return ", ".join(named[:most]) + (" …" if len(named) > most else "")

    def first_labels(self, sources: Sequence[Source]) -> str:
        """The first rows of evidence by number, as many runs as a narrow column shows: E3–E5, E9 …"""
        shown = self.evidence_labels(sources, 2)
        return shown if len(shown) <= _NARROW else self.evidence_labels(sources, 1)
