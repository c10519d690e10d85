"""The command line: explains files in the terminal, as JSON, as a workbook and as a picture of the timeline."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from app import __version__
from app.cli import ask, desk
from app.cli.arguments import Parser, add_language, day_of, picture_of
from app.cli.comparing import add_comparing_options, what_changed, wrong_use
from app.cli.console import has_no_room, is_reader_gone, let_output_go, locale_of, settle_output, takes_escapes
from app.cli.explain_outputs import Outputs, named_twice, room_of, told_to
from app.cli.settling import UnknownLoan, add_settling_options, settling_of
from app.resource_files import resource
from app.texts import Language, Phrasebook, languages
from app.texts.file_reasons import reason_of
from app.texts.languages import FIRST, language_of, language_spoken

COMMANDS = ("explain", "sample", "desk", "ask")
STOPPED = 130
"""The exit status of a program that Ctrl+C ended."""
SAMPLE_WORKBOOK = "tallyline-sample.xlsx"


def opens_window(arguments: Sequence[str]) -> bool:
    """Whether these arguments ask for the window: none, files, or the sample where there is a display."""
    words = [a for a in arguments if not a.startswith("-")]
    if arguments[:1] in (["explain"], ["desk"], ["ask"]) or len(words) < len(arguments):
        return False
    return has_display()


def has_display() -> bool:
    """Whether a window could be seen."""
    shows_always = sys.platform in ("win32", "darwin")
    return shows_always or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def tell_missing_library(reason: str) -> int:
    """Say in every language which library the system lacks for a window; ``reason`` is the loader's. Returns 1."""
    for language in languages():
        print(Phrasebook(language).say("packaging.library-missing", library=reason.partition(":")[0]), file=sys.stderr)
    return 1


def tell_stopped(arguments: Sequence[str]) -> int:
    """Say that the person stopped the work, and that nothing half-written is left. Returns what shells expect of it."""
    settle_output()
    if sys.stderr.isatty():
        print(file=sys.stderr)  # below the bar of progress
    print(Phrasebook(_language(arguments)).say("cli.stopped"), file=sys.stderr)
    return STOPPED


def run(arguments: Sequence[str]) -> int:
    """Answer on the command line. Returns 0 explained, 1 nothing readable or nothing written, 2 wrong usage."""
    settle_output()
    book = Phrasebook(_language(arguments))
    if not arguments or arguments[0] not in (*COMMANDS, "-h", "--help", "--version"):
        return _no_window(arguments, book)
    parser = _parser(book)
    try:
        given = parser.parse_args(arguments)
        if given.command == "explain" and (wrong := _wrong_use(given, book)):
            parser.error(wrong)
    except SystemExit as stop:  # argparse ends the process; the caller decides what to do with the status
        return int(stop.code or 0)
    try:
        status = _answer(given, book)
        sys.stdout.flush()
    except OSError as error:
        if not (is_gone := is_reader_gone(error)) and not has_no_room(error):
            raise
        let_output_go()
        if is_gone:
            return 0
        print(book.say("cli.not-written", path="stdout", reason=reason_of(error, book)), file=sys.stderr)
        return 1
    return status


def _answer(given: argparse.Namespace, book: Phrasebook) -> int:
    if given.command == "desk":
        return desk.run(given, book)
    if given.command == "ask":
        return ask.run(given, book)
    return _explain(_sample_request(given, book) if given.command == "sample" else given, book)


def _no_window(arguments: Sequence[str], book: Phrasebook) -> int:
    """Say why no window opens: there is no display, or what was named is not there."""
    if arguments and not Path(arguments[0]).exists():
        print(book.say("cli.unknown", word=arguments[0]), file=sys.stderr)
        return 2
    print(book.say("cli.no-display"), file=sys.stderr)
    return 1


def _language(arguments: Sequence[str]) -> Language:
    """The language asked for, before the arguments are parsed, so that usage errors speak it too.

    Without one the language of the system, where that is English; Chinese otherwise.
    """
    for at, word in enumerate(arguments):
        value = word.partition("=")[2] if word.startswith("--lang=") else ""
        if word == "--lang" and at + 1 < len(arguments):
            value = arguments[at + 1]
        if asked := language_of(value):
            return asked
    return language_spoken([locale_of(os.environ)], otherwise=FIRST)


def _parser(book: Phrasebook) -> argparse.ArgumentParser:
    say = book.say
    parser = Parser("tallyline", book, say("cli.about"))
    parser.add_argument("--version", action="version", version=f"Tallyline {__version__}", help=say("cli.version"))
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND", title=say("cli.commands"))
    explain = commands.add_parser("explain", book=book, help=say("cli.explain"), about=say("cli.explain"))
    explain.add_argument("paths", nargs="+", metavar="PATH", type=Path, help=say("cli.paths"))
    explain.add_argument("--excel", type=Path, metavar="OUT.xlsx", help=say("cli.excel"))
    explain.add_argument("--json", type=Path, metavar="OUT.json|-", help=say("cli.json"))
    explain.add_argument("--pdf", type=Path, metavar="OUT.pdf", help=say("cli.pdf"))
    explain.add_argument("--timeline", type=picture_of(book), metavar="OUT.svg|.png|.pdf", help=say("cli.timeline"))
    explain.add_argument("--letters", type=Path, metavar="FOLDER", help=say("cli.letters"))
    explain.add_argument("--ics", type=Path, metavar="OUT.ics", help=say("cli.ics"))
    explain.add_argument("--as-of", type=day_of(book), metavar="YYYY-MM-DD", help=say("cli.as-of"))
    add_settling_options(explain, book)
    add_comparing_options(explain, book)
    explain.add_argument("--password", action="append", default=[], metavar="TEXT", help=say("cli.password"))
    about = say("desk.cli.about")
    desk.add_options(commands.add_parser("desk", book=book, help=about, about=about), book)
    about = say("ask.cli.about")
    ask.add_options(commands.add_parser("ask", book=book, help=about, about=about), book)
    sample = commands.add_parser("sample", book=book, help=say("cli.sample"), about=say("cli.sample"))
    for command in (explain, sample):
        add_language(command, book)
        command.add_argument("--mask", action="store_true", help=say("cli.mask"))
        command.add_argument("--force", action="store_true", help=say("cli.force"))
        command.add_argument("--quiet", action="store_true", help=say("cli.quiet"))
    return parser


def _wrong_use(given: argparse.Namespace, book: Phrasebook) -> str:
    """What is wrong with options that are right one by one; nothing where all is well."""
    twice = named_twice(given)
    return book.say("cli.one-place-twice", path=str(twice)) if twice else wrong_use(given, book)


def _sample_request(given: argparse.Namespace, book: Phrasebook) -> argparse.Namespace:
    return argparse.Namespace(
        paths=[resource("samples")], excel=Path(SAMPLE_WORKBOOK), json=None, pdf=None, timeline=None, letters=None,
        ics=None, earlier=[], as_of=None, password=[], settle_on=None, prepay=None, claimed=[],
        lang=book.language.code, mask=given.mask, quiet=given.quiet, force=given.force,
    )  # fmt: skip


def _explain(given: argparse.Namespace, book: Phrasebook) -> int:
    from app.workspace import Workspace
    from app.workspace.exports import shown

    missing = [p for p in given.paths if not p.exists()]
    for path in missing:
        print(book.say("cli.not-found", path=str(path)), file=sys.stderr)
    workspace = Workspace(as_of=given.as_of)
    workspace.add([p for p in given.paths if p.exists()], given.password, progress=_progress(given.quiet))
    explanation = shown(workspace, mask=given.mask)
    try:
        settling = settling_of(given, explanation, workspace.explanation)
    except UnknownLoan as unknown:
        print(book.say("cli.unknown-loan", loan=unknown.name, loans=unknown.loans), file=sys.stderr)
        return 2
    if not given.quiet:
        from app.export.terminal import summary

        told = told_to(given)
        coloured = not os.environ.get("NO_COLOR") and takes_escapes(told)
        print(summary(explanation, book, room_of(told), coloured=coloured, settling=settling), file=told)
    if not any(source.format for source in explanation.sources):
        reason = "cli.nothing-readable" if explanation.sources else "cli.nothing-given"
        print(book.say(reason), file=sys.stderr)
        return 1
    compared = True
    if given.earlier:
        told = told_to(given)
        changed = what_changed(given, workspace, book, room_of(told), _progress(given.quiet))
        print(*(["", changed] if changed else []), sep="\n", end="\n" if changed else "", file=told)
        compared = bool(changed)
    written = Outputs(given, workspace, explanation, settling, book).write()
    return 0 if written and compared and not missing else 1


def _progress(quiet: bool) -> Callable[[int, int, str], None] | None:
    """A bar on the terminal, redrawn in place; nothing where nobody would see it."""
    if quiet or not takes_escapes(sys.stderr):
        return None

    def show(done: int, total: int, file: str) -> None:
        share = done / total if total else 1
        bar = "█" * int(24 * share)
        end = "\r\x1b[K" if done >= total else ""
        print(f"\r\x1b[K{bar:░<24} {share:4.0%} {file[:40]}{end}", end="", file=sys.stderr, flush=True)

    return show
