"""``tallyline ask``: a question in one's own words, led to what answers it."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from app.cli.arguments import add_language
from app.texts import Phrasebook
from app.texts.event_texts import event_line

if TYPE_CHECKING:
    from app.core.explanation import Explanation
    from app.questions.answering import Lead
    from app.questions.naming import Holding, Named

_MOST_FOUND = 5


def add_options(ask: argparse.ArgumentParser, book: Phrasebook) -> None:
    """Say which options the command has."""
    say = book.say
    ask.add_argument("question", metavar="QUESTION", help=say("ask.cli.question"))
    ask.add_argument("paths", nargs="*", metavar="PATH", type=Path, help=say("ask.cli.paths"))
    ask.add_argument("--password", action="append", default=[], metavar="TEXT", help=say("cli.password"))
    add_language(ask, book)


def run(given: argparse.Namespace, book: Phrasebook) -> int:
    """Say what the question may be about, with the person's own findings. Returns 1 where a path is missing, none of
    the files could be read, or it is about something else.
    """
    from app.export.terminal import unread_lines
    from app.questions.answering import leads
    from app.questions.naming import Holding, holding, named_in
    from app.questions.own_answers import remarks

    missing = [path for path in given.paths if not path.exists()]
    for path in missing:
        print(book.say("cli.not-found", path=str(path)), file=sys.stderr)
    explanation = _explained(given, [path for path in given.paths if path.exists()])
    useless = explanation is not None and not any(source.format for source in explanation.sources)
    if explanation is not None:
        for line in unread_lines(explanation, book):
            print(line, file=sys.stderr)
    if explanation is not None and useless:  # what no paper tells is answered as without papers
        print(book.say("cli.nothing-readable" if explanation.sources else "cli.nothing-given"), file=sys.stderr)
        explanation = None
    held = holding(given.question, explanation) if explanation else Holding()
    found, named = leads(given.question, explanation), named_in(given.question)
    if not found and not held:
        print(book.say("ask.declined"))
        return 1
    for line in named_lines(held, explanation, book):
        print(line)
    for remark in remarks(found, named, held, explanation, book):
        print(remark)
    for number, lead in enumerate(found, start=1):
        for line in lines(number, lead, explanation, book, named):
            print(line)
    return 1 if missing or useless else 0


def named_lines(named: Holding, explanation: Explanation | None, book: Phrasebook) -> list[str]:
    """What holds the amounts and days of the question, as lines of text; none where nothing does."""
    from app.questions.naming import MOST_HELD
    from app.texts.discrepancy_texts import DiscrepancyTexts
    from app.texts.rows_text import rows_text

    if not named:
        return []
    texts = DiscrepancyTexts(book, explanation.years if explanation else ())
    told = [f"   · {texts.title(d)}" for d in named.discrepancies]
    told += [f"   · {event_line(e, book.say)}  {rows_text(e.sources)}" for e in named.events]
    more = [f"   · {book.say('ask.more', count=len(told) - MOST_HELD)}"] if len(told) > MOST_HELD else []
    return [book.say("ask.named"), *told[:MOST_HELD], *more]


def lines(number: int, lead: Lead, explanation: Explanation | None, book: Phrasebook, named: Named) -> list[str]:
    """A lead as lines of text, with what the case says of it; without papers, what it may be. The first is answered."""
    from app.cli.ask_answers import IN_FULL, found_lines, part_lines
    from app.export.terminal import wrapped
    from app.questions.own_answers import SETTLING, Part, own_parts
    from app.texts.discrepancy_texts import DiscrepancyTexts
    from app.texts.help_answers import answer_of

    say = book.say
    head = f"{number}. {say(f'ask.about.{lead.about}')}"
    if lead.is_beyond:
        return [head, f"   {say(f'ask.beyond.{lead.about}')}"]
    texts = DiscrepancyTexts(book, explanation.years if explanation else ())
    first = number == 1 and lead.is_sure
    in_full = IN_FULL if first else 0
    told = found_lines(lead.found[:in_full], explanation, book)
    told += [f"   · {texts.title(d)}" for d in lead.found[in_full:_MOST_FOUND]]
    if len(lead.found) > _MOST_FOUND:
        told.append(f"   · {say('ask.more', count=len(lead.found) - _MOST_FOUND)}")
    if explanation is not None:
        how = [Part(say("ask.settle-how"))] if lead.about in SETTLING else []
        told += part_lines([*own_parts(lead, explanation, book, named, is_first=first), *how])
    kinds = tuple(say(f"discrepancy.{code}.name") for code in lead.kinds[:_MOST_FOUND])
    if kinds and explanation is None:
        told.append(f"   {say('ask.kinds', kinds=kinds)}")
    answer = [line for paragraph in answer_of(book, lead.about) for line in wrapped(paragraph, "   ")]
    page = f"   {say('ask.page', page=say(f'ask.help.{lead.page}'))}"
    return [head, *told, *(answer if first else ()), page]


def _explained(given: argparse.Namespace, paths: list[Path]) -> Explanation | None:
    if not paths:
        return None
    from app.workspace import Workspace

    workspace = Workspace()
    workspace.add(paths, given.password)
    return workspace.explanation
