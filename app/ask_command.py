"""``tallyline ask``: a question in one's own words, led to what answers it."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from app.texts import Language, Phrasebook

if TYPE_CHECKING:
    from app.core.explanation import Explanation
    from app.questions.answering import Lead

_MOST_FOUND = 5


def add_options(ask: argparse.ArgumentParser, book: Phrasebook) -> None:
    """Say which options the command has."""
    say = book.say
    ask.add_argument("question", metavar="QUESTION", help=say("ask.cli.question"))
    ask.add_argument("paths", nargs="*", metavar="PATH", type=Path, help=say("ask.cli.paths"))
    ask.add_argument("--password", action="append", default=[], metavar="TEXT", help=say("cli.password"))
    values = [x.value for x in Language]
    ask.add_argument("--lang", choices=values, default=book.language.value, help=say("cli.lang"))


def run(given: argparse.Namespace, book: Phrasebook) -> int:
    """Say what the question may be about, with the person's own findings. Returns 1 where a path is missing or it is
    about something else.
    """
    from app.questions.answering import leads

    missing = [path for path in given.paths if not path.exists()]
    for path in missing:
        print(book.say("cli.not-found", path=str(path)), file=sys.stderr)
    explanation = _explained(given, [path for path in given.paths if path.exists()])
    found = leads(given.question, explanation)
    if not found:
        print(book.say("ask.declined"))
        return 1
    for number, lead in enumerate(found, start=1):
        for line in lines(number, lead, explanation is not None, book):
            print(line)
    return 1 if missing else 0


def lines(number: int, lead: Lead, looked: bool, book: Phrasebook) -> list[str]:
    """A lead as lines of text; ``looked`` says whether there are papers to find something in."""
    from app.texts.discrepancy_texts import DiscrepancyTexts

    say = book.say
    head = f"{number}. {say(f'ask.about.{lead.about}')}"
    if lead.is_beyond:
        return [head, f"   {say(f'ask.beyond.{lead.about}')}"]
    texts = DiscrepancyTexts(book)
    told = [f"   · {texts.title(d)}" for d in lead.found[:_MOST_FOUND]]
    if len(lead.found) > _MOST_FOUND:
        told.append(f"   · {say('ask.more', count=len(lead.found) - _MOST_FOUND)}")
    if looked and lead.kinds and not told:
        told.append(f"   {say('ask.none-found')}")
    kinds = tuple(say(f"discrepancy.{code}.name") for code in lead.kinds[:_MOST_FOUND])
    if kinds and not looked:
        told.append(f"   {say('ask.kinds', kinds=kinds)}")
    return [head, *told, f"   {say('ask.page', page=say(f'ask.help.{lead.page}'))}"]


def _explained(given: argparse.Namespace, paths: list[Path]) -> Explanation | None:
    if not paths:
        return None
    from app.workspace import Workspace

    workspace = Workspace()
    workspace.add(paths, given.password)
    return workspace.explanation
