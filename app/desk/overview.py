"""The workbook about all cases: what is most urgent, what many have in common, and what could not be read."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from app.atomic_write import write_whole
from app.core.money import Fen
from app.core.severity import Severity
from app.desk.clock import without_clock
from app.desk.patterns import Pattern
from app.desk.record import Record
from app.desk.table import Entry, State
from app.desk.wording import kind_name, kinds_text, pattern_text, result_text
from app.export.workbook.grid import Cell, Row, Sheet, Value, blank, height
from app.export.workbook.openpyxl_frame import Words, packed
from app.export.workbook.styles import SEVERITY_LOOK, SYMBOLS, Look
from app.texts import Language, Phrasebook

_MOST_NAMED = 40
"""Cases that a pattern's row names; the findings' table has all."""
_SUMMARY_WIDTHS = (34, 14, 16, 16, 16, 16, 50)
_CASE_WIDTHS = (24, 12, 12, 12, 10, 10, 10, 14, 14, 14, 14, 12, 10, 10, 10, 60, 40)
_KIND_WIDTHS = (34, 24, 12, 12, 16, 16)
_PATTERN_WIDTHS = (80, 10, 10, 12, 60)
_REFUSED_WIDTHS = (28, 34, 80)


def write_overview(
    path: Path, language: Language, entries: Sequence[Entry], records: Sequence[Record], patterns: Sequence[Pattern]
) -> None:
    """Write the workbook, whole or not at all; equal cases give equal bytes. Raises OSError.

    ``entries`` stand in the order in which they are to be shown.
    """
    pages = _Pages(Phrasebook(language))
    sheets = [
        pages.summary(entries, patterns),
        pages.cases(entries),
        pages.patterns(patterns),
        pages.kinds(records),
        pages.refused(entries, records),
    ]
    words = Words(language, pages.say("title"), more=lambda count: pages.say("more-rows", count=count))
    write_whole(path, without_clock(packed(sheets, {}, words)))


class _Pages:
    def __init__(self, book: Phrasebook) -> None:
        self._book = book

    def say(self, message: str, **values: str | int) -> str:
        return self._book.say(f"desk.workbook.{message}", **values)

    def summary(self, entries: Sequence[Entry], patterns: Sequence[Pattern]) -> Sheet:
        explained = [e for e in entries if e.is_explained]
        rows = self._top("summary")
        rows.append(self._heads("what", "cases", "sum", right=(1, 2)))
        for state in State:
            count = sum(e.note.state is state for e in entries)
            rows.append(self._line(self._book.say(f"desk.state.{state.value}"), count))
        rows += blank()
        rows.append(self._heads("what", "cases", "sum", right=(1, 2)))
        for severity in Severity:
            those = [e for e in explained if e.counts.get(severity.value)]
            label = self._book.say(f"desk.column.{severity.value}")
            look = SEVERITY_LOOK[severity]
            rows.append(Row([Cell(f"{SYMBOLS[severity]} {label}", look), Cell(len(those), Look.COUNT), Cell("")]))
        for name in ("refund", "confirm", "unexplained", "due"):
            those = [e for e in explained if e.sums.get(name)]
            amount = sum(e.sums[name] for e in those)
            rows.append(self._line(self._book.say(f"desk.column.{name}"), len(those), amount))
        rows.append(self._line(self.say("not-explained"), len(entries) - len(explained)))
        rows += blank()
        rows.append(Row([Cell(self.say("sheet.patterns"), Look.SECTION)], height=24))
        texts = [pattern_text(p, self._book) for p in patterns[:_MOST_NAMED]] or [self.say("no-patterns")]
        merged = []
        for text in texts:
            rows.append(Row([Cell(text, Look.WRAP)], height=height([(text, 130)])))
            merged.append(f"A{len(rows)}:G{len(rows)}")
        return Sheet(self.say("sheet.summary"), _SUMMARY_WIDTHS, rows, merged=merged, one_page=True)

    def cases(self, entries: Sequence[Entry]) -> Sheet:
        heads = (
            "case", "state", "since", "deadline", "serious", "warning", "info", "refund", "confirm", "unexplained",
            "due", "due_on", "agree", "differ", "not_checked", "kinds", "note",
        )  # fmt: skip
        titles = [self._book.say(f"desk.column.{name}") for name in heads]
        rows = [*self._top("cases"), _headed(titles, right=range(4, 11))]
        rows += [self._case(entry) for entry in entries]
        return Sheet(self.say("sheet.cases"), _CASE_WIDTHS, rows, heading=4, filtered=True, frozen_columns=1)

    def _case(self, e: Entry) -> Row:
        told = result_text(e, self._book) or kinds_text(e, self._book)
        counts = [_counted(severity, e.counts.get(severity.value, 0)) for severity in Severity]
        sums = [Cell(e.sums.get(name, 0), Look.MONEY) for name in ("refund", "confirm", "unexplained", "due")]
        checks = [Cell(e.counts.get(name, 0), Look.COUNT) for name in ("agree", "differ", "not_checked")]
        return Row([
            Cell(e.case),
            Cell(self._book.say(f"desk.state.{e.note.state.value}"), Look.CENTRE),
            Cell(_day(e.note.since), Look.DATE),
            Cell(_day(e.note.deadline), Look.DATE),
            *counts,
            *sums,
            Cell(_day(e.texts.get("due_on", "")), Look.DATE),
            *checks,
            Cell(told, Look.WRAP),
            Cell(e.note.note, Look.WRAP),
        ], height=height([(told, 60), (e.note.note, 40)]))  # fmt: skip

    def patterns(self, patterns: Sequence[Pattern]) -> Sheet:
        rows = [*self._top("patterns"), self._heads("pattern", "cases", "among", "expected", "which", right=(1, 2, 3))]
        for p in patterns:
            told = pattern_text(p, self._book)
            which = ", ".join(p.cases[:_MOST_NAMED]) + (" …" if len(p.cases) > _MOST_NAMED else "")
            rows.append(Row([
                Cell(told, Look.WRAP),
                Cell(len(p.cases), Look.COUNT),
                Cell(p.among, Look.COUNT),
                Cell(f"{p.expected:.1f}", Look.CENTRE),
                Cell(which, Look.WRAP),
            ], height=height([(told, 80), (which, 60)])))  # fmt: skip
        if not patterns:
            rows.append(Row([Cell(self.say("no-patterns"), Look.WRAP)]))
        return Sheet(self.say("sheet.patterns"), _PATTERN_WIDTHS, rows, heading=4)

    def kinds(self, records: Sequence[Record]) -> Sheet:
        rows = [*self._top("kinds"), self._heads("kind", "code", "cases", "times", "more", "less", right=(2, 3, 4, 5))]
        cases: dict[str, set[str]] = defaultdict(set)
        times, more, less = Counter[str](), Counter[str](), Counter[str]()
        for record in records:
            for f in record.findings:
                cases[f.code].add(record.case)
                times[f.code] += 1
                more[f.code] += max(f.difference, 0)
                less[f.code] += max(-f.difference, 0)
        for code in sorted(cases, key=lambda c: (-len(cases[c]), c)):
            rows.append(Row([
                Cell(kind_name(code, self._book)),
                Cell(code),
                Cell(len(cases[code]), Look.COUNT),
                Cell(times[code], Look.COUNT),
                Cell(more[code], Look.MONEY),
                Cell(less[code], Look.MONEY),
            ]))  # fmt: skip
        return Sheet(self.say("sheet.kinds"), _KIND_WIDTHS, rows, heading=4, filtered=True)

    def refused(self, entries: Sequence[Entry], records: Sequence[Record]) -> Sheet:
        rows = [*self._top("refused"), self._heads("case", "file", "why")]
        failed = [(e.case, "", result_text(e, self._book)) for e in entries if not e.is_explained]
        files = [(r.case, file, told) for r in records for file, _, told in r.refused]
        for case, file, why in sorted([*failed, *files]):
            rows.append(Row([Cell(case), Cell(file), Cell(why, Look.WRAP)], height=height([(why, 80)])))
        return Sheet(self.say("sheet.refused"), _REFUSED_WIDTHS, rows, heading=4, filtered=True)

    def _top(self, name: str) -> list[Row]:
        return [
            Row([Cell(self.say(f"sheet.{name}"), Look.TITLE)], height=30),
            Row([Cell(self.say(f"purpose.{name}"), Look.SUBTITLE)], height=18),
            Row([Cell("")]),
        ]

    def _heads(self, *names: str, right: Sequence[int] = ()) -> Row:
        return _headed([self.say(f"head.{name}") for name in names], right)

    def _line(self, label: str, count: int, amount: Fen | None = None) -> Row:
        return Row([Cell(label), Cell(count, Look.COUNT), Cell("") if amount is None else Cell(amount, Look.MONEY)])


def _headed(titles: Sequence[str], right: Sequence[int] = ()) -> Row:
    return Row([Cell(t, Look.HEAD_RIGHT if i in right else Look.HEAD) for i, t in enumerate(titles)], height=34)


def _counted(severity: Severity, count: int) -> Cell:
    return Cell(f"{SYMBOLS[severity]} {count}", SEVERITY_LOOK[severity]) if count else Cell("", Look.CENTRE)


def _day(text: str) -> Value:
    """A day as a cell; what the desk wrote otherwise stays as it is."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return text
