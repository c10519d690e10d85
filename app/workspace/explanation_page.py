"""The whole explanation of a case as a page of HTML to print or hand on; the window's room makes a PDF of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape

from app.core.discrepancy import BridgePart, Discrepancy
from app.core.explanation import Explanation
from app.core.facts import Source
from app.core.money import grouped
from app.core.views.summary import summary_of
from app.export.personal import Heading
from app.texts.ahead_groups import ahead_groups
from app.texts.catalogue import Phrasebook
from app.texts.comparison_texts import ComparisonTexts
from app.texts.discrepancy_texts import DiscrepancyTexts
from app.texts.facility_names import facility_names
from app.texts.outlook_texts import OutlookTexts
from app.texts.summary_texts import SummaryTexts
from app.workspace.evidence import EvidenceRow, EvidenceSheet, sheets_of

PICTURE = "timeline-{number}.png"
"""The name under which the page shows each sheet of the timeline."""

_ROOM = 92
"""Half-width characters that a line of evidence may take on upright A4."""
_MOST_ROWS = 40
"""Rows of one sheet of evidence that are shown; the workbook holds all."""
_SMALL = "font-size:9pt"
"""Letters of evidence: so a contract's number stands in one line with its row."""
_MARKED = ' bgcolor="#EAF0FF"'
_CARD = "#F6F7F9"
_QUIET = "#5A6371"
_RULE = "#E2E5EA"


@dataclass(frozen=True, slots=True)
class Followed:
    """What the person did about a discrepancy: their mark (empty where it is open), note and journal, in sentences."""

    mark: str = ""
    note: str = ""
    journal: tuple[str, ...] = ()


@dataclass(frozen=True)
class Told:
    """What goes on the page, masked already where that is wished.

    ``cells`` are the rows of evidence as they stand in their files, ``headings`` those of each sheet by digest and
    sheet, ``followed`` what was done by the id of a discrepancy.
    """

    explanation: Explanation
    name: str
    cells: Mapping[Source, Sequence[str]]
    headings: Mapping[tuple[str, str], Heading]
    followed: Mapping[str, Followed] = field(default_factory=dict)


def explanation_page(told: Told, book: Phrasebook, pictures: Sequence[str] = ()) -> str:
    """The page: the answer to the whole case, the timeline, then each discrepancy with its arithmetic and its rows.

    ``pictures`` are the names of the sheets of the timeline.
    """
    found = told.explanation.discrepancies
    parts = [*_case(told, book)]
    parts += [f'<p style="margin-top:10px"><img src="{name}" width="600"></p>' for name in pictures]
    loans = facility_names(told.explanation.facilities, book)
    for number, one in enumerate(found, 1):
        parts += _Discrepancy(told, one, number, book, loans).html()
    parts += _sources(told.explanation, book)
    return f"<html><body>{''.join(parts)}</body></html>"


def _case(told: Told, book: Phrasebook) -> Iterator[str]:
    """What stands in the window while nothing is selected."""
    explanation, say = told.explanation, book.say
    texts = SummaryTexts(explanation, summary_of(explanation), book)
    yield _heading(told.name, 1)
    yield _quiet(say("timeline.as-of", date=explanation.day) if explanation.day else "")
    yield _heading(texts.headline(), 2)
    yield from map(_paragraph, texts.losses())
    outlook = OutlookTexts(explanation.facilities, book)
    coming = [outlook.line(item) for item in explanation.outlook if not item.is_due]
    compared = ComparisonTexts(explanation, book)
    papers = [say("words.labelled", label=name, text=way) if way else name for name, way in compared.fetch_lines()]
    for title, lines in (
        (say("summary.owing"), [*texts.owing(), *coming]),
        *ahead_groups(explanation, book),
        (say("comparison.fetch"), papers),
        (say("summary.checked"), [compared.headline()]),
    ):
        if lines:
            yield _heading(title, 3)
            yield from map(_paragraph, lines)


def _sources(explanation: Explanation, book: Phrasebook) -> Iterator[str]:
    """The files that all of it rests on, as they were read."""
    yield _heading(book.say("window.tab.sources"), 2)
    for report in sorted(explanation.sources, key=lambda s: (s.file, s.sha256)):
        read_as = [book.say(f"format.{one}") for one in report.format.split(", ") if f"format.{one}" in book]
        period = f"{report.period[0]} – {report.period[1]}" if report.period else ""
        yield _paragraph(" · ".join(x for x in (report.file, ", ".join(read_as), period) if x))


class _Discrepancy:
    """One discrepancy on the page, in the order of the window: answer, what to do, arithmetic, rows, certainty."""

    def __init__(self, told: Told, found: Discrepancy, number: int, book: Phrasebook, loans: Mapping[str, str]) -> None:
        self._told, self._found, self._number, self._loans = told, found, number, loans
        self._say, self._texts = book.say, DiscrepancyTexts(book, told.explanation.years)
        self._book = book

    def html(self) -> Iterator[str]:
        """The parts in their order."""
        found, texts = self._found, self._texts
        yield f'<hr style="background-color:{_RULE}">'
        yield _heading(f"#{self._number} · {texts.title(found)}", 2)
        yield _quiet(" · ".join(self._about()))
        yield _paragraph(texts.answer(found))
        yield _paragraph(texts.details(found))
        yield from self._to_do()
        yield from self._done()
        yield from self._arithmetic()
        yield from self._evidence()
        yield _heading(self._say("window.why.certainty"), 3)
        yield _paragraph(texts.certainty(found))
        yield from map(_paragraph, texts.missing(found))

    def _about(self) -> Iterator[str]:
        found, followed = self._found, self._told.followed.get(self._found.id, Followed())
        yield self._say(f"timeline.severity.{found.severity.value}")
        if followed.mark:
            yield self._say(f"window.mark.{followed.mark}")
        yield self._say(f"window.certainty.{found.certainty.value}", unexplained=found.unexplained)
        yield f"{found.at:%Y-%m-%d}"
        if found.period is not None:
            yield self._say("window.why.period", period=found.period)
        if loan := self._loans.get(found.facility or ""):
            yield loan

    def _to_do(self) -> Iterator[str]:
        found, texts = self._found, self._texts
        yield _heading(self._say("window.why.to-do"), 3)
        yield _paragraph(texts.advice(found))
        for question in found.questions:
            to = self._say("window.why.ask", to=texts.party(question))
            yield _card(f"{_quiet(to)}{_paragraph(texts.question(found, question))}")
        yield _quiet(texts.deadline(found))

    def _done(self) -> Iterator[str]:
        followed = self._told.followed.get(self._found.id, Followed())
        if followed.note:
            yield _heading(self._say("window.why.your-note"), 3)
            yield _paragraph(followed.note)
        if followed.journal:
            yield _heading(self._say("journal.heading"), 3)
            yield from map(_paragraph, followed.journal)

    def _arithmetic(self) -> Iterator[str]:
        found, say = self._found, self._say
        if not found.bridge and not found.difference and found.expected is None:
            return
        lines = [(say("window.why.expected"), grouped(found.expected))] if found.expected is not None else []
        lines += [(self._part(part), grouped(part.amount, signed=True)) for part in found.bridge]
        lines.append((say("window.why.unexplained"), grouped(found.unexplained, signed=True)))
        if found.actual is not None:
            lines.append((say("window.why.actual"), grouped(found.actual)))
        else:
            lines.append((say("window.why.difference"), grouped(found.difference, signed=True)))
        yield _heading(say("window.why.arithmetic"), 3)
        rows = [f'<tr><td>{escape(name)}</td><td align="right">{amount}</td></tr>' for name, amount in lines]
        yield f'<table width="100%" cellpadding="3" cellspacing="0">{"".join(rows)}</table>'

    def _part(self, part: BridgePart) -> str:
        formula = self._texts.formula(part)
        informative = any(sign in formula.lstrip("\N{MINUS SIGN}+ ") for sign in ("×", "+", "\N{MINUS SIGN}"))
        return f"{self._texts.component(part)}  {formula}" if informative else self._texts.component(part)

    def _evidence(self) -> Iterator[str]:
        found, say = self._found, self._say
        if not found.evidence:
            return
        yield _heading(say("window.why.evidence", count=len(found.evidence)), 3)
        for sheet in sheets_of(found, self._told.cells, self._told.headings):
            first = sheet.first
            yield _caption(f"{first.file} · {first.sheet}" if first.sheet else first.file)
            if sheet.rows:
                yield self._table(sheet)
            if sheet.lost:
                yield _paragraph(say("window.why.row-not-readable"))
            if (more := len(sheet.rows) - _MOST_ROWS) > 0:
                yield _quiet(say("window.export.more-rows", count=more))

    def _table(self, sheet: EvidenceSheet) -> str:
        columns = sheet.columns(_ROOM)
        head = "".join(
            f'<td><span style="color:{_QUIET};{_SMALL}">{escape(sheet.title(n))}</span></td>' for n in columns
        )
        shown = sheet.rows[:_MOST_ROWS]
        before = "".join(self._row(row, columns) for row in shown if row.source.row < sheet.heading_row)
        below = "".join(self._row(row, columns) for row in shown if row.source.row > sheet.heading_row)
        heads = f"<tr><td></td>{head}</tr>" if sheet.heading else ""
        return f'<table cellpadding="3" cellspacing="0">{before}{heads}{below}</table>'

    def _row(self, row: EvidenceRow, columns: Sequence[int]) -> str:
        cells = "".join(
            f'<td{_MARKED if n in row.deciding else ""}><span style="{_SMALL}">'
            f"{escape(row.cells[n].strip()) if n < len(row.cells) else ''}</span></td>"
            for n in columns
        )
        name = self._say("window.why.row", row=row.source.row)
        return f'<tr><td><span style="color:{_QUIET};{_SMALL}">{escape(name)}</span></td>{cells}</tr>'


def _heading(text: str, level: int) -> str:
    return f'<h{level} style="margin-top:{14 if level > 1 else 0}px;margin-bottom:4px">{escape(text)}</h{level}>'


def _paragraph(text: str) -> str:
    return f'<p style="margin:3px 0">{escape(text).replace(chr(10), "<br>")}</p>' if text else ""


def _quiet(text: str) -> str:
    return f'<p style="margin:3px 0;color:{_QUIET}">{escape(text)}</p>' if text else ""


def _caption(text: str) -> str:
    """What a table is called: it looks like a line and stands, as headings do, on the sheet of what it heads."""
    return f'<h4 style="margin:5px 0 0 0;font-size:10.5pt;font-weight:400;color:{_QUIET}">{escape(text)}</h4>'


def _card(inside: str) -> str:
    return f'<table width="100%" cellpadding="8" cellspacing="0" bgcolor="{_CARD}"><tr><td>{inside}</td></tr></table>'
