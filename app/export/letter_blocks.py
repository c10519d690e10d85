"""What letters are made of: paragraphs in their styles, the blanks of the sender, rules, and the rows enclosed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from app.core.facts import Source
from app.export.complaint_rules import Rule
from app.export.workbook.grid import runs
from app.texts import Phrasebook


class Style(Enum):
    """How a block looks."""

    TITLE = "title"
    HEADING = "heading"
    TEXT = "text"
    NUMBERED = "numbered"
    BULLET = "bullet"  # a line of a computation
    TICK = "tick"  # what may be enclosed or cited, with a box to tick


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph; ``number`` counts where it is numbered, and is 1 where its box is ticked."""

    style: Style
    text: str
    number: int = 0


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter to one addressee. ``name`` is what its file is called, without an ending.

    ``notes`` are for the sender alone and stand in no letter: what to look up or to fill in before it is sent.
    """

    name: str
    blocks: tuple[Block, ...]
    notes: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """What it is about."""
        return next((block.text for block in self.blocks if block.style is Style.TITLE), self.name)


SENDER = ("name", "identity", "phone", "address")
"""The blanks about the sender."""
_IN_A_LINE = 2
BESIDE = "\N{IDEOGRAPHIC SPACE}\N{IDEOGRAPHIC SPACE}"
"""What stands between two blanks of a line."""


def sender_blocks(book: Phrasebook) -> Iterator[Block]:
    """Who writes, as blanks."""
    yield Block(Style.HEADING, book.say("letters.sender"))
    blanks = [book.say(f"letters.{name}", value=book.say("letters.blank")) for name in SENDER]
    for at in range(0, len(blanks), _IN_A_LINE):
        yield Block(Style.TEXT, BESIDE.join(blanks[at : at + _IN_A_LINE]))


def rule_block(rule: Rule, book: Phrasebook) -> Block:
    """A rule about answers with its source and since when, the year alone where no day is certain.

    It has a box where the sender has to look it up before it may be cited.
    """
    say = book.say
    days = say("letters.rule-days", days=rule.days) if rule.days else ""
    told = "letters.rule-year" if rule.since_year else "letters.rule"
    since = {"year": rule.since_year} if rule.since_year else {"since": rule.valid_from}
    text = say(told, source=rule.source, days=days, **since)
    return Block(Style.BULLET if rule.certainty == "read" else Style.TICK, text)


def grounds(rules: Sequence[Rule], book: Phrasebook) -> Iterator[Block]:
    """The rules about the answer: one that is known is cited, another has a box, as only the sender can look it up."""
    if rules:
        yield Block(Style.HEADING, book.say("letters.grounds"))
    for rule in rules:
        yield rule_block(rule, book)


def notes_on(rules: Sequence[Rule], book: Phrasebook) -> tuple[str, ...]:
    """What the sender should look up before a letter is sent."""
    return tuple(book.say(f"letters.note.{r.certainty}", source=r.source) for r in rules if r.certainty != "read")


def enclosed_rows(
    sources: Iterable[Source], book: Phrasebook, message: str = "letters.enclosed-rows"
) -> Iterator[Block]:
    """Each file with its rows, sheet by sheet and neighbours joined, and a box to tick."""
    by_file: dict[tuple[str, str], dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for source in sources:
        by_file[source.file, source.digest][source.sheet].append(source.row)
    for (file, _), sheets in by_file.items():
        where = book.say("letters.also").join(_rows_of(sheet, rows, book) for sheet, rows in sheets.items())
        yield Block(Style.TICK, book.say(message, file=file, where=where))


def _rows_of(sheet: str, rows: Sequence[int], book: Phrasebook) -> str:
    joined = ", ".join(str(a) if a == b else f"{a}\N{EN DASH}{b}" for a, b in runs(rows))
    told = "letters.rows-of-sheet" if sheet else "letters.rows"
    return book.say(told, sheet=sheet, rows=joined, count=len(rows))
