"""The command line: explains files in the terminal, as JSON, as a workbook and as a picture of the timeline."""

from __future__ import annotations

import argparse
import errno
import os
import shutil
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from app import __version__, ask_command, desk_command
from app.command_line import Parser, add_language, day_of, picture_of, reason_of
from app.console import settle_output, write_exactly
from app.core.errors import KnownTrouble
from app.own_files import is_own_file, is_same_file
from app.resource_files import resource
from app.settling_options import UnknownLoan, add_settling_options, settling_of
from app.texts import Language, Phrasebook, languages
from app.texts.languages import FIRST, language_of, language_spoken

if TYPE_CHECKING:
    from app.core.explanation import Explanation
    from app.core.views.settlement_outlook import SettlementOutlook
    from app.workspace import Workspace

COMMANDS = ("explain", "sample", "desk", "ask")
SAMPLE_WORKBOOK = "tallyline-sample.xlsx"
STANDARD_OUTPUT = Path("-")


def opens_window(arguments: Sequence[str]) -> bool:
    """Whether these arguments ask for the window: none, files, or the sample where there is a display."""
    words = [a for a in arguments if not a.startswith("-")]
    if arguments[:1] in (["explain"], ["desk"], ["ask"]) or len(words) < len(arguments):
        return False
    return has_display()


def has_display() -> bool:
    """Whether a window could be seen."""
    if sys.platform in ("win32", "darwin"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def tell_missing_library(reason: str) -> int:
    """Say in every language which library the system lacks for a window; ``reason`` is the loader's. Returns 1."""
    for language in languages():
        print(Phrasebook(language).say("packaging.library-missing", library=reason.partition(":")[0]), file=sys.stderr)
    return 1


def run(arguments: Sequence[str]) -> int:
    """Answer on the command line. Returns 0 explained, 1 nothing readable or nothing written, 2 wrong usage."""
    settle_output()
    book = Phrasebook(_language(arguments))
    if not arguments or arguments[0] not in (*COMMANDS, "-h", "--help", "--version"):
        return _no_window(arguments, book)
    parser = _parser(book)
    try:
        given = parser.parse_args(arguments)
        if given.command == "explain" and (
            twice := _named_twice(given.json, given.excel, given.timeline, given.letters, given.ics)
        ):
            parser.error(book.say("cli.one-place-twice", path=str(twice)))
    except SystemExit as stop:  # argparse ends the process; the caller decides what to do with the status
        return int(stop.code or 0)
    try:
        if given.command == "desk":
            return desk_command.run(given, book)
        if given.command == "ask":
            return ask_command.run(given, book)
        return _explain(_sample_request(given, book) if given.command == "sample" else given, book)
    except BrokenPipeError:
        # Whoever read the summary (a pager, ``head``) has read enough; the interpreter must not complain at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


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
    system = next(filter(None, map(os.environ.get, _LOCALES)), "") or ""
    return language_spoken([system], otherwise=FIRST)


_LOCALES = ("LC_ALL", "LC_MESSAGES", "LANG")
"""In the order in which a system's programs obey them."""


def _parser(book: Phrasebook) -> argparse.ArgumentParser:
    say = book.say
    parser = Parser("tallyline", book, say("cli.about"))
    parser.add_argument("--version", action="version", version=f"Tallyline {__version__}", help=say("cli.version"))
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND", title=say("cli.commands"))
    explain = commands.add_parser("explain", book=book, help=say("cli.explain"), about=say("cli.explain"))
    explain.add_argument("paths", nargs="+", metavar="PATH", type=Path, help=say("cli.paths"))
    explain.add_argument("--excel", type=Path, metavar="OUT.xlsx", help=say("cli.excel"))
    explain.add_argument("--json", type=Path, metavar="OUT.json|-", help=say("cli.json"))
    explain.add_argument("--timeline", type=picture_of(book), metavar="OUT.svg|.png|.pdf", help=say("cli.timeline"))
    explain.add_argument("--letters", type=Path, metavar="FOLDER", help=say("cli.letters"))
    explain.add_argument("--ics", type=Path, metavar="OUT.ics", help=say("cli.ics"))
    explain.add_argument("--as-of", type=day_of(book), metavar="YYYY-MM-DD", help=say("cli.as-of"))
    add_settling_options(explain, book)
    explain.add_argument("--password", action="append", default=[], metavar="TEXT", help=say("cli.password"))
    about = say("desk.cli.about")
    desk_command.add_options(commands.add_parser("desk", book=book, help=about, about=about), book)
    about = say("ask.cli.about")
    ask_command.add_options(commands.add_parser("ask", book=book, help=about, about=about), book)
    sample = commands.add_parser("sample", book=book, help=say("cli.sample"), about=say("cli.sample"))
    for command in (explain, sample):
        add_language(command, book)
        command.add_argument("--mask", action="store_true", help=say("cli.mask"))
        command.add_argument("--force", action="store_true", help=say("cli.force"))
        command.add_argument("--quiet", action="store_true", help=say("cli.quiet"))
    return parser


def _named_twice(*outputs: Path | None) -> Path | None:
    """An output that stands in the place of another one."""
    named = [path for path in outputs if path]
    for at, path in enumerate(named):
        if any(path.absolute() == other.absolute() or is_same_file(path, other) for other in named[:at]):
            return path
    return None


def _sample_request(given: argparse.Namespace, book: Phrasebook) -> argparse.Namespace:
    return argparse.Namespace(
        paths=[resource("samples")], excel=Path(SAMPLE_WORKBOOK), json=None, timeline=None, letters=None, ics=None,
        as_of=None, password=[], settle_on=None, prepay=None, claimed=[],
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

        told = _told(given)
        coloured = told.isatty() and not os.environ.get("NO_COLOR")
        print(summary(explanation, book, _room(told), coloured=coloured, settling=settling), file=told)
    if not any(source.format for source in explanation.sources):
        reason = "cli.nothing-readable" if explanation.sources else "cli.nothing-given"
        print(book.say(reason), file=sys.stderr)
        return 1
    outputs = _outputs(given, workspace, explanation, settling, book)
    written = [_write(path, write, workspace, book, given) for path, write in outputs]
    if given.letters:
        written.append(_write_letters(given, workspace, book))
    if given.ics and not explanation.ahead.dues and not given.quiet:
        print(book.say("cli.no-dues"), file=_told(given))
    return 0 if all(written) and not missing else 1


Writer = Callable[[Path], None]


def _outputs(
    given: argparse.Namespace,
    workspace: Workspace,
    explanation: Explanation,
    settling: SettlementOutlook | None,
    book: Phrasebook,
) -> list[tuple[Path, Writer]]:
    from app.workspace.exports import export_workbook

    outputs: list[tuple[Path, Writer]] = []
    if given.json:
        outputs.append((given.json, lambda path: _write_json(path, explanation, settling, book)))
    if given.excel:
        outputs.append((given.excel, lambda path: export_workbook(workspace, path, book.language, mask=given.mask)))
    if given.timeline:
        outputs.append((given.timeline, lambda path: _write_picture(path, explanation, book)))
    if given.ics and explanation.ahead.dues:
        outputs.append((given.ics, lambda path: _write_calendar(path, workspace, book, mask=given.mask)))
    return outputs


def _write_json(path: Path, explanation: Explanation, settling: SettlementOutlook | None, book: Phrasebook) -> None:
    from app.atomic_write import write_whole
    from app.export.json_report import to_json

    if path == STANDARD_OUTPUT:
        write_exactly(to_json(explanation, book, settling))
        return
    write_whole(path, to_json(explanation, book, settling).encode())


def _write_calendar(path: Path, workspace: Workspace, book: Phrasebook, *, mask: bool) -> None:
    from app.workspace.exports import export_calendar

    export_calendar(workspace, path, book.language, mask=mask)


def _setter_of_pdf(book: Phrasebook) -> Callable[[str, str], bytes] | None:
    """What sets a letter as PDF; None, which is said, where the system lacks a library that it needs."""
    try:
        from app.gui.services.letters_pdf import letter_pdf
    except ImportError as error:
        print(book.say("packaging.letters-without-pdf", library=str(error).partition(":")[0]), file=sys.stderr)
        return None
    return letter_pdf


def _write_letters(given: argparse.Namespace, workspace: Workspace, book: Phrasebook) -> bool:
    """Write the letters into a folder, each as DOCX and PDF; over one that is there only with ``--force``.

    The one that is there may have been filled in by hand.
    """
    from app.workspace.exports import letters, write_letters

    def may_replace(path: Path) -> bool:
        return bool(given.force)

    drafts = letters(workspace, book.language, mask=given.mask)
    pdf = _setter_of_pdf(book) if drafts and given.letters.suffix.lower() != ".txt" else None
    try:
        written = write_letters(workspace, drafts, given.letters, book.language, pdf=pdf, may_replace=may_replace)
    except FileExistsError as error:
        print(book.say("cli.letter-there", path=str(error.filename2 or error.filename)), file=sys.stderr)
        return False
    except KnownTrouble as trouble:
        print(book.say(f"cli.{trouble.code.value}", path=str(given.letters)), file=sys.stderr)
        return False
    except OSError as error:
        print(book.say("cli.not-written", path=str(given.letters), reason=reason_of(error, book)), file=sys.stderr)
        return False
    for path in written if not given.quiet else ():
        print(book.say("cli.written", path=str(path)), file=_told(given))
    if not written and not given.quiet:
        print(book.say("cli.no-letters"), file=_told(given))
    if written and pdf is not None:
        _tell_missing_font(given.letters, book)
    if written and not given.quiet:
        from app.export.terminal import before_sending

        print(before_sending(drafts, book, _room(_told(given))), file=_told(given))
    return True


def _room(told: TextIO) -> int:
    """Columns that sentences may take where they go."""
    from app.export.terminal import WIDTH

    return shutil.get_terminal_size().columns if told.isatty() else WIDTH


def _told(given: argparse.Namespace) -> TextIO:
    """Where sentences go: beside the JSON where that takes the standard output."""
    return sys.stderr if given.json == STANDARD_OUTPUT else sys.stdout


def _write_picture(path: Path, explanation: Explanation, book: Phrasebook) -> None:
    if path.suffix.lower() == ".svg":
        from app.atomic_write import write_whole
        from app.export.picture import svg

        write_whole(path, svg(explanation, book).encode())
        return
    try:
        from app.gui.timeline.render import write_picture
    except ImportError as error:  # the system lacks a library of Qt's; the loader's words name it
        raise OSError(errno.ENOSYS, str(error)) from error
    write_picture(path, explanation, book)
    _tell_missing_font(path, book)


def _tell_missing_font(path: Path, book: Phrasebook) -> None:
    """Say so where Chinese stands as boxes in what Qt drew at a place."""
    from app.gui.style.paper import can_write_chinese

    if not can_write_chinese():
        print(book.say("packaging.no-chinese-font", path=str(path)), file=sys.stderr)


def _write(path: Path, write: Writer, workspace: Workspace, book: Phrasebook, given: argparse.Namespace) -> bool:
    """Write one output and say so. Never over an input; over a file of others only with ``--force``."""
    if path == STANDARD_OUTPUT:
        write(path)
        return True
    try:
        workspace.refuse_input(path)
        if not given.force and _is_foreign(path):
            print(book.say("cli.not-ours", path=str(path)), file=sys.stderr)
            return False
        write(path)
    except KnownTrouble as trouble:
        print(book.say(f"cli.{trouble.code.value}", path=str(path)), file=sys.stderr)
        return False
    except OSError as error:
        print(book.say("cli.not-written", path=str(path), reason=reason_of(error, book)), file=sys.stderr)
        return False
    if not given.quiet:
        print(book.say("cli.written", path=str(path)), file=_told(given))
    return True


def _is_foreign(path: Path) -> bool:
    """Whether a path holds something that another program or a person wrote. Raises OSError."""
    return path.is_file() and path.stat().st_size > 0 and not is_own_file(path)


def _progress(quiet: bool) -> Callable[[int, int, str], None] | None:
    """A bar on the terminal, redrawn in place; nothing where nobody would see it."""
    if quiet or not sys.stderr.isatty():
        return None

    def show(done: int, total: int, file: str) -> None:
        share = done / total if total else 1
        bar = "█" * int(24 * share)
        end = "\r\x1b[K" if done >= total else ""
        print(f"\r\x1b[K{bar:░<24} {share:4.0%} {file[:40]}{end}", end="", file=sys.stderr, flush=True)

    return show
