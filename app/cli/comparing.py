"""The option of the command line that asks what has changed since an earlier case or export, and the answer to it."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from app.core.errors import KnownTrouble, TroubleCode
from app.file_names import is_case_name
from app.own_files import is_same_file
from app.texts import Phrasebook
from app.texts.file_reasons import unread_reason_of

if TYPE_CHECKING:
    from app.workspace import Progress, Workspace


def add_comparing_options(parser: argparse.ArgumentParser, book: Phrasebook) -> None:
    """Add ``--earlier``."""
    parser.add_argument(
        "--earlier", action="append", default=[], metavar="PATH", type=Path, help=book.say("cli.earlier")
    )


def wrong_use(given: argparse.Namespace, book: Phrasebook) -> str:
    """What is wrong with how the option was used; nothing where all is well."""
    if given.earlier and given.quiet:
        return book.say("cli.earlier-quiet")
    if len(given.earlier) > 1 and any(map(is_case_name, given.earlier)):
        return book.say("cli.earlier-one-case")
    return ""


def is_earlier_paper(path: Path, given: argparse.Namespace) -> bool:
    """Whether a path leads to a file that is compared with, which no output may replace."""
    if not path.exists():
        return False
    papers = (p for each in given.earlier for p in (each.rglob("*") if each.is_dir() else (each,)))
    return any(is_same_file(path, paper) for paper in papers)


def what_changed(
    given: argparse.Namespace, workspace: Workspace, book: Phrasebook, room: int, progress: Progress | None
) -> str:
    """Tell what has changed since the earlier papers, in lines of at most ``room`` columns.

    Where that fails the reason goes to the standard error and nothing is returned.
    """
    from app.export.terminal import changes_told
    from app.texts.changes_texts import ChangesTexts
    from app.workspace.earlier import compared

    first, say = given.earlier[0], book.say
    if missing := [path for path in given.earlier if not path.exists()]:
        return _failed(*(say("cli.not-found", path=str(path)) for path in missing))
    is_case = is_case_name(first) and first.is_file()
    try:
        found = compared(
            workspace, given.earlier, is_case=is_case, passwords=given.password, mask=given.mask, progress=progress
        )
    except KnownTrouble as trouble:
        if trouble.code is TroubleCode.CASE_NEEDS_PASSWORD:
            return _failed(say("cli.earlier-needs-password", path=str(first)))
        return _failed(say(f"window.trouble.{trouble.code.value}", file=str(first)))
    except OSError as error:
        return _failed(say("cli.earlier-unreadable", path=str(first), reason=unread_reason_of(error, book)))
    unread = tuple(source.file for source in found.before.sources if not source.format)
    if len(unread) == len(found.before.sources):
        return _failed(say("cli.earlier-nothing", path=str(first)))
    if unread:
        _failed(say("cli.earlier-left-out", files=unread))
    name = first.name if len(given.earlier) == 1 else f"{first.name} +{len(given.earlier) - 1}"
    texts = ChangesTexts(found.before, found.after, found.found, book)
    return changes_told(found.names.text(name) if found.names else name, texts, book, room)


def _failed(*sentences: str) -> str:
    print(*sentences, sep="\n", file=sys.stderr)
    return ""
