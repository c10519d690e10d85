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
"""The blanks about the sender, a line each."""


def sender_blocks(book: Phrasebook) -> Iterator[Block]:
    """Who writes, as blanks."""
    yield Block(Style.HEADING, book.say("letters.sender"))
    yield from (Block(Style.TEXT, book.say(f"letters.{name}", value=book.say("letters.blank"))) for name in SENDER)


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


def notes_on(rules: Sequence[Rule], book: Phrasebook) -> tuple[str, ...]:
    """What the sender should look up before a letter is sent."""
    return tuple(book.say(f"letters.note.{r.certainty}", source=r.source) for r in rules if r.certainty != "read")


def enclosed_rows(
    sources: Iterable[Source], book: Phrasebook, message: str = "letters.enclosed-rows"
) -> Iterator[Block]:
    """Each file with its rows, neighbours joined, and a box to tick."""
    by_file: dict[tuple[str, str, str], list[int]] = defaultdict(list)
    for source in sources:
        by_file[source.file, source.sheet, source.digest].append(source.row)
    for (file, sheet, _), rows in by_file.items():
        where = f"{file} · {sheet}" if sheet else file
        joined = ", ".join(str(a) if a == b else f"{a}\N{EN DASH}{b}" for a, b in runs(rows))
        yield Block(Style.TICK, book.say(message, file=where, rows=joined, count=len(rows)))
