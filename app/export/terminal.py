"""The summary that a person reads in the terminal: what is wrong, why, and what to do, worst first."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence

from app.core.discrepancy import Discrepancy, Severity
from app.core.explanation import Explanation, Outlook, SourceReport
from app.core.facts import Source
from app.core.money import grouped
from app.texts import Phrasebook
from app.texts.comparison_texts import ComparisonTexts
from app.texts.discrepancy_texts import DiscrepancyTexts

WIDTH = 96
SYMBOLS = {Severity.SERIOUS: "▲", Severity.WARNING: "◆", Severity.INFO: "●"}
MOST_ANSWERS = 6
"""Answers and changes of one loan that are listed."""

MOST_PAPERS = 5
"""Missing papers that are listed; the JSON and the workbook hold all."""

MOST_ROWS = 6
"""Rows of evidence that are listed; the JSON and the workbook hold all."""


def summary(explanation: Explanation, phrasebook: Phrasebook) -> str:
    """The explanation as text: head, trouble with files, discrepancies, what comes next."""
    return "\n".join(_Summary(phrasebook).lines(explanation))


class _Summary:
    def __init__(self, phrasebook: Phrasebook) -> None:
        self._say = phrasebook.say
        self._texts = DiscrepancyTexts(phrasebook)
        self._book = phrasebook

    def lines(self, e: Explanation) -> Iterator[str]:
        yield from self._head(e)
        for source in e.sources:
            yield from self._trouble(source)
        for d in e.discrepancies:
            yield ""
            yield from self._discrepancy(d)
        yield from self._found_terms(e)
        yield from self._fetch(e)
        if e.outlook:
            yield ""
            yield self._say("terminal.outlook")
            for item in e.outlook:
                yield from _wrapped(self._outlook(item), "  ")

    def _head(self, e: Explanation) -> Iterator[str]:
        read = [s for s in e.sources if s.format]
        if not read:
            yield self._say("terminal.no-file")
            return
        used = [s for s in read if s.used]
        if used:
            head = "terminal.head" if e.day else "terminal.head-undated"
            yield self._say(head, files=len(used), **({"as_of": e.day} if e.day else {}))
        if len(used) < len(read):
            unused = tuple(s.file for s in read if not s.used)
            yield from _wrapped(self._say("terminal.unused", files=unused), "", "  ")
        yield from _wrapped(ComparisonTexts(e, self._book).headline(), "", "  ")
        counts = {severity: sum(d.severity is severity for d in e.discrepancies) for severity in Severity}
        if not e.discrepancies:
            return
        yield self._say(
            "terminal.counts",
            serious=counts[Severity.SERIOUS],
            warning=counts[Severity.WARNING],
            info=counts[Severity.INFO],
            unexplained=sum(abs(d.unexplained) for d in e.discrepancies),
        )

    def _found_terms(self, e: Explanation) -> Iterator[str]:
        """What the debits alone say of loans without a plan: the answers that close, and what changed on the way."""
        for facility in e.facilities:
            kept = [h for h in facility.hypotheses if h.kept]
            if not kept:
                continue
            yield ""
            product = self._say(f"product.{facility.product}")
            yield self._say("terminal.found-terms", product=product, amount=facility.principal or 0)
            for hypothesis in kept[:MOST_ANSWERS]:
                text = self._say(f"hypothesis.{hypothesis.text}", **dict(hypothesis.facts))
                yield from _wrapped(text, "  ", "    ")

    def _fetch(self, e: Explanation) -> Iterator[str]:
        """The papers that would decide most, with the way to get each."""
        papers = ComparisonTexts(e, self._book).fetch_lines()
        if papers:
            yield ""
            yield self._say("comparison.fetch")
        for paper, way in papers[:MOST_PAPERS]:
            yield from _wrapped(paper, "  ", "    ")
            yield from _wrapped(way, "    ")

    def _trouble(self, source: SourceReport) -> Iterator[str]:
        for problem in source.problems:
            text = self._say(f"problem.{problem.code}", **dict(problem.facts))
            named = text if source.file in text else f"{source.file} {text}"
            yield from _wrapped(f"! {named}", "", "  ")

    def _discrepancy(self, d: Discrepancy) -> Iterator[str]:
        amount = grouped(d.difference, signed=True)
        title = f"{SYMBOLS[d.severity]} {self._texts.title(d)}"
        yield f"{title}{' ' * max(WIDTH - width(title) - width(amount), 2)}{amount}"
        yield from _wrapped(self._texts.answer(d), "  ")
        if d.severity is Severity.INFO:
            return
        yield from _wrapped(self._texts.story(d), "  ")
        for line in self._texts.arithmetic(d):
            yield from _wrapped(line, "    ")
        yield from _wrapped(self._say("terminal.rows", rows=rows_text(d.evidence)), "  ", "    ")
        yield from _wrapped(self._texts.advice(d), "  → ", "    ")
        for question in d.questions:
            asked = self._say("terminal.ask", party=self._texts.party(question), text=self._texts.question(d, question))
            yield from _wrapped(asked, "  ? ", "    ")

    def _outlook(self, item: Outlook) -> str:
        return self._say(f"outlook.{item.text}", amount=item.amount or 0, on=item.on, **dict(item.facts))


def rows_text(evidence: Sequence[Source]) -> str:
    """Files (and sheets) with the rows in them, ``bill.csv 12, 14``; long lists end with an ellipsis."""
    by_file: dict[str, list[int]] = {}
    for source in evidence[:MOST_ROWS]:
        place = f"{source.file} › {source.sheet}" if source.sheet else source.file
        by_file.setdefault(place, []).append(source.row)
    listed = "; ".join(f"{file} {', '.join(map(str, rows))}" for file, rows in by_file.items())
    return f"{listed} …" if len(evidence) > MOST_ROWS else listed


def width(text: str) -> int:
    """Columns a text takes in a terminal; East Asian wide characters take two."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def _wrapped(text: str, first: str, rest: str | None = None) -> Iterator[str]:
    """Lines no wider than the page; Chinese breaks anywhere, other text at blanks."""
    indent = first
    for paragraph in text.splitlines():
        line = indent
        for word in _pieces(paragraph):
            if width(line) + width(word.rstrip()) > WIDTH and line.strip():
                yield line.rstrip()
                line = (rest if rest is not None else first) + word.lstrip()
            else:
                line += word
        yield line.rstrip()
        indent = rest if rest is not None else first


def _pieces(text: str) -> Iterator[str]:
    """The places where a line may break: after a blank, and around wide characters but before closing marks."""
    piece = ""
    for character in text:
        wide = unicodedata.east_asian_width(character) in "WF"
        if piece and (wide or piece[-1] == " ") and character not in "，。；：、！？）」”,.;:)":
            yield piece
            piece = ""
        piece += character
    if piece:
        yield piece
