"""The summary that a person reads in the terminal: what is wrong, why, and what to do, worst first."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from app.core.discrepancy import Discrepancy, Severity
from app.core.explanation import Explanation, Facility, SourceReport
from app.core.money import grouped
from app.core.views.settlement_outlook import SettlementOutlook
from app.core.views.summary import summary_of
from app.export.recurring import recurring_charge
from app.export.terminal_ahead import ahead_lines
from app.texts import Phrasebook
from app.texts.comparison_texts import ComparisonTexts
from app.texts.cost_texts import CostTexts
from app.texts.discrepancy_texts import DiscrepancyTexts
from app.texts.outlook_texts import OutlookTexts
from app.texts.rows_text import rows_text
from app.texts.settlement_texts import SettlementTexts
from app.texts.summary_texts import SummaryTexts

if TYPE_CHECKING:
    from app.export.letter_blocks import Letter
    from app.texts.changes_texts import ChangesTexts

WIDTH, NARROWEST = 96, 40
_COLOURS = {Severity.SERIOUS: "\x1b[31m", Severity.WARNING: "\x1b[33m", Severity.INFO: "\x1b[34m"}
_PLAIN = "\x1b[0m"
SYMBOLS = {Severity.SERIOUS: "▲", Severity.WARNING: "◆", Severity.INFO: "●"}
MOST_ANSWERS = 6
"""Answers and changes of one loan that are listed."""

MOST_PAPERS = 5
"""Missing papers that are listed; the JSON and the workbook hold all."""


def summary(
    explanation: Explanation,
    phrasebook: Phrasebook,
    room: int = WIDTH,
    *,
    coloured: bool = False,
    settling: SettlementOutlook | None = None,
) -> str:
    """The explanation as text: head, trouble with files, discrepancies, what comes next.

    Lines are ``room`` columns wide at most, never more than can be read well nor fewer than can be filled.
    ``settling`` is the answer to a question of settling; it comes last.
    """
    writer = _Summary(phrasebook, explanation.years, min(max(room, NARROWEST), WIDTH), coloured)
    return "\n".join(
        [*writer.lines(explanation), *(writer.settling(settling, explanation.facilities) if settling else ())]
    )


def before_sending(letters: Iterable[Letter], phrasebook: Phrasebook, room: int = WIDTH) -> str:
    """What the sender of some letters should do first: fill in, look up, compare; each once, with its letters."""
    of: dict[str, list[str]] = {}
    for letter in letters:
        for note in letter.notes:
            of.setdefault(note, []).append(letter.name)
    wide, say = min(max(room, NARROWEST), WIDTH), phrasebook.say
    told = [say("cli.note-blanks"), *(say("cli.note", letters=tuple(names), text=note) for note, names in of.items())]
    lines = [*wrapped(say("cli.before-sending"), "", "  ", wide)]
    for paragraph in told:
        lines += wrapped(paragraph, "  ", "    ", wide)
    return "\n".join(lines)


def changes_told(name: str, texts: ChangesTexts, phrasebook: Phrasebook, room: int = WIDTH) -> str:
    """What has changed since ``name``: the answer, both sides, and each list of what differs."""
    wide = min(max(room, NARROWEST), WIDTH)
    lines = [*wrapped(phrasebook.say("changes.heading", name=name), "", "  ", wide)]
    for paragraph in (texts.headline(), *texts.sides()):
        lines += wrapped(paragraph, "  ", "    ", wide)
    for title, entries in texts.groups():
        lines += ["", *wrapped(title, "  ", "  ", wide)]
        for entry in entries:
            lines += wrapped(entry, "    ", "      ", wide)
    return "\n".join(lines)


def unread_lines(explanation: Explanation, phrasebook: Phrasebook, room: int = WIDTH) -> list[str]:
    """Each file that could not be read, with the reason and the remedy."""
    writer = _Summary(phrasebook, explanation.years, min(max(room, NARROWEST), WIDTH), coloured=False)
    return [line for source in explanation.sources if not source.format for line in writer.trouble(source)]


class _Summary:
    def __init__(self, phrasebook: Phrasebook, years: frozenset[int], room: int, coloured: bool) -> None:
        self._width, self._coloured = room, coloured
        self._say = phrasebook.say
        self._texts = DiscrepancyTexts(phrasebook, years)
        self._book = phrasebook

    def lines(self, e: Explanation) -> Iterator[str]:
        yield from self._head(e)
        for source in e.sources:
            yield from self.trouble(source)
        told: dict[object, Discrepancy] = {}
        for d in e.discrepancies:
            yield ""
            first = told.setdefault(recurring_charge(d) or d.id, d)
            yield from self._discrepancy(d) if first is d else self._again(d, first)
        yield from self._found_terms(e)
        yield from self._fetch(e)
        yield from ahead_lines(e, self._book, self._wrap)
        settling = [item for item in e.outlook if not item.is_due]
        if settling:
            yield ""
            yield from self._wrap(self._say("terminal.outlook"), "", "  ")
            texts = OutlookTexts(e.facilities, self._book)
            for item in settling:
                yield from self._wrap(texts.line(item), "  ")
        yield from self._costs(e)

    def _costs(self, e: Explanation) -> Iterator[str]:
        """What each loan costs a year with everything that was paid for it."""
        told = CostTexts(self._book, e.facilities).lines(e.costs)
        if told:
            yield ""
            yield from self._wrap(self._say("cost.heading"), "", "  ")
        for paragraph in told:
            yield from self._wrap(paragraph, "  ", "    ")

    def settling(self, outlook: SettlementOutlook, loans: Sequence[Facility]) -> Iterator[str]:
        """What settling on a day takes; ``loans`` are those of the case."""
        yield ""
        yield from self._wrap(self._say("settlement.heading", on=outlook.day.on), "", "  ")
        for paragraph in SettlementTexts(self._book, loans).lines(outlook):
            yield from self._wrap(paragraph, "  ", "    ")

    def _head(self, e: Explanation) -> Iterator[str]:
        read = [s for s in e.sources if s.format]
        if not read:
            yield from self._wrap(self._say("terminal.no-file"), "", "  ")
            return
        used = [s for s in read if s.used]
        if used:
            head = "terminal.head" if e.day else "terminal.head-undated"
            yield from self._wrap(self._say(head, files=len(used), **({"as_of": e.day} if e.day else {})), "", "  ")
        if len(used) < len(read):
            unused = tuple(s.file for s in read if not s.used)
            yield from self._wrap(self._say("terminal.unused", files=unused), "", "  ")
        yield from self._wrap(ComparisonTexts(e, self._book).headline(), "", "  ")
        texts, told = SummaryTexts(e, summary_of(e), self._book), list[str]()
        if e.comparison.counts.checked or e.discrepancies:
            told.append(self._say("terminal.answer", told=texts.headline()))
        yield from self._wrap(self._book.gap.join([*told, *texts.still_owed()]), "", "  ")
        counts = {severity: sum(d.severity is severity for d in e.discrepancies) for severity in Severity}
        if not e.discrepancies:
            return
        found = self._say(
            "terminal.counts",
            serious=counts[Severity.SERIOUS],
            warning=counts[Severity.WARNING],
            info=counts[Severity.INFO],
            unexplained=sum(abs(d.unexplained) for d in e.discrepancies),
        )
        yield from self._wrap(found, "", "  ")

    def _found_terms(self, e: Explanation) -> Iterator[str]:
        """What the debits alone say of loans without a plan: the answers that close, and what changed on the way."""
        for facility in e.facilities:
            kept = [h for h in facility.hypotheses if h.kept]
            if not kept:
                continue
            yield ""
            product = self._say(f"product.{facility.product}")
            yield from self._wrap(
                self._say("terminal.found-terms", product=product, amount=facility.principal or 0), "", "  "
            )
            for hypothesis in kept[:MOST_ANSWERS]:
                text = self._say(f"hypothesis.{hypothesis.text}", **dict(hypothesis.facts))
                yield from self._wrap(text, "  ", "    ")

    def _fetch(self, e: Explanation) -> Iterator[str]:
        """The papers that would decide most, with the way to get each."""
        papers = ComparisonTexts(e, self._book).fetch_lines()
        if papers:
            yield ""
            yield from self._wrap(self._say("comparison.fetch"), "", "  ")
        for paper, way in papers[:MOST_PAPERS]:
            yield from self._wrap(paper, "  ", "    ")
            yield from self._wrap(way, "    ")

    def trouble(self, source: SourceReport) -> Iterator[str]:
        """What stands in the way of a file, each with its remedy."""
        for problem in source.problems:
            text = self._say(f"problem.{problem.code}", **dict(problem.facts))
            named = text if source.file in text else f"{source.file} {text}"
            yield from self._wrap(f"! {named}", "", "  ")

    def _discrepancy(self, d: Discrepancy) -> Iterator[str]:
        amount = grouped(d.difference, signed=True)
        title = f"{SYMBOLS[d.severity]} {self._texts.title(d)}"
        yield from self._headed(title, amount, d.severity)
        yield from self._wrap(self._texts.answer(d), "  ")
        if d.severity is Severity.INFO:
            return
        yield from self._wrap(self._texts.details(d), "  ")
        for line in self._texts.arithmetic(d):
            yield from self._wrap(line, "    ")
        yield from self._wrap(self._say("terminal.rows", rows=rows_text(d.evidence)), "  ", "    ")
        yield from self._wrap(self._texts.advice(d), "  → ", "    ")
        for question in d.questions:
            asked = self._say("terminal.ask", party=self._texts.party(question), text=self._texts.question(d, question))
            yield from self._wrap(asked, "  ? ", "    ")

    def _again(self, d: Discrepancy, first: Discrepancy) -> Iterator[str]:
        """A charge like an earlier one: what differs from it, and where the rest is told."""
        title = f"{SYMBOLS[d.severity]} {self._texts.title(d)}"
        yield from self._headed(title, grouped(d.difference, signed=True), d.severity)
        yield from self._wrap(self._say("terminal.rows", rows=rows_text(d.evidence)), "  ", "    ")
        yield from self._wrap(self._say("terminal.again", first=self._texts.title(first)), "  → ", "    ")

    def _headed(self, title: str, amount: str, severity: Severity) -> Iterator[str]:
        """The title with the amount at the right edge, on a line of its own where both do not fit on one."""
        lines = list(wrapped(title, "", "  ", self._width))
        room = self._width - width(lines[-1]) - width(amount)
        lines = [*lines[:-1], f"{lines[-1]}{' ' * room}{amount}"] if room >= 2 else [*lines, amount.rjust(self._width)]
        colour = _COLOURS[severity] if self._coloured else ""
        yield from (f"{colour}{line}{_PLAIN}" if colour else line for line in lines)

    def _wrap(self, text: str, first: str, rest: str | None = None) -> Iterator[str]:
        return wrapped(text, first, rest, self._width)


_WIDE = frozenset("WF")


def width(text: str) -> int:
    """Columns a text takes in a terminal; East Asian wide characters take two."""
    if text.isascii():
        return len(text)
    return len(text) + sum(map(_WIDE.__contains__, map(unicodedata.east_asian_width, text)))


def wrapped(text: str, first: str, rest: str | None = None, room: int = WIDTH) -> Iterator[str]:
    """Lines no wider than the page; Chinese breaks anywhere, other text at blanks."""
    indent = first
    for paragraph in text.splitlines():
        line, taken = indent, width(indent)
        for word in _pieces(paragraph):
            if taken + width(word.rstrip()) > room and line.strip():
                yield line.rstrip()
                line = (rest if rest is not None else first) + word.lstrip()
                taken = width(line)
            else:
                line, taken = line + word, taken + width(word)
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
