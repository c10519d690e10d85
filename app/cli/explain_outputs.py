"""What ``explain`` writes: each output whole or not at all, never over what is read, and said in a sentence."""

from __future__ import annotations

import argparse
import errno
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from app.cli.comparing import is_earlier_paper
from app.cli.console import write_exactly
from app.core.errors import KnownTrouble
from app.own_files import is_own_file, is_same_file
from app.texts import Phrasebook
from app.texts.file_reasons import reason_of

if TYPE_CHECKING:
    from app.core.explanation import Explanation
    from app.core.views.settlement_outlook import SettlementOutlook
    from app.workspace import Workspace

STANDARD_OUTPUT = Path("-")


def named_twice(given: argparse.Namespace) -> Path | None:
    """An output that stands in the place of another one."""
    outputs = (given.json, given.excel, given.pdf, given.timeline, given.letters, given.ics)
    named: list[Path] = [path for path in outputs if path]
    for at, path in enumerate(named):
        if any(path.absolute() == other.absolute() or is_same_file(path, other) for other in named[:at]):
            return path
    return None


def told_to(given: argparse.Namespace) -> TextIO:
    """Where sentences go: beside the JSON where that takes the standard output."""
    return sys.stderr if given.json == STANDARD_OUTPUT else sys.stdout


def room_of(told: TextIO) -> int:
    """Columns that sentences may take where they go."""
    from app.export.terminal import WIDTH

    return shutil.get_terminal_size().columns if told.isatty() else WIDTH


@dataclass(frozen=True, slots=True)
class Outputs:
    """What is written of a case; ``explanation`` is masked where that was asked for."""

    given: argparse.Namespace
    workspace: Workspace
    explanation: Explanation
    settling: SettlementOutlook | None
    book: Phrasebook

    def write(self) -> bool:
        """Write all that was asked for, each for itself. Says of each what became of it; False where one failed."""
        given = self.given
        written = [self._write(path, write) for path, write in self._asked()]
        if given.letters:
            written.append(self._write_letters())
        if given.ics and not self.explanation.ahead.dues:
            self._tell("cli.no-dues")
        return all(written)

    def _asked(self) -> Iterator[tuple[Path, Callable[[Path], None]]]:
        given = self.given
        for path, write in (
            (given.json, self._json), (given.excel, self._workbook), (given.pdf, self._pdf),
            (given.timeline, self._picture), (given.ics if self.explanation.ahead.dues else None, self._calendar),
        ):  # fmt: skip
            if path:
                yield path, write

    def _json(self, path: Path) -> None:
        from app.atomic_write import write_whole
        from app.export.json_report import to_json

        text = to_json(self.explanation, self.book, self.settling)
        if path == STANDARD_OUTPUT:
            write_exactly(text)
        else:
            write_whole(path, text.encode())

    def _workbook(self, path: Path) -> None:
        from app.workspace.exports import export_workbook

        export_workbook(self.workspace, path, self.book.language, mask=self.given.mask)

    def _calendar(self, path: Path) -> None:
        from app.workspace.exports import export_calendar

        export_calendar(self.workspace, path, self.book.language, mask=self.given.mask)

    def _pdf(self, path: Path) -> None:
        from app.workspace.exports import told_explanation, write_explanation

        try:
            from app.gui.services.letters_pdf import letter_pdf
            from app.gui.timeline.render import sheet_pictures
        except ImportError as error:
            raise _lacks_library(error) from error
        language = self.book.language
        name = self.book.say("window.export.name")
        told = told_explanation(self.workspace, language, name=name, mask=self.given.mask)
        write_explanation(self.workspace, told, path, language, pdf=letter_pdf, draw=sheet_pictures)
        self._tell_missing_font(path)

    def _picture(self, path: Path) -> None:
        if path.suffix.lower() == ".svg":
            from app.atomic_write import write_whole
            from app.export.picture import svg

            write_whole(path, svg(self.explanation, self.book).encode())
            return
        try:
            from app.gui.timeline.render import write_picture
        except ImportError as error:
            raise _lacks_library(error) from error
        write_picture(path, self.explanation, self.book)
        self._tell_missing_font(path)

    def _write(self, path: Path, write: Callable[[Path], None]) -> bool:
        """Write one output and say so. Never over an input; over a file of others only with ``--force``."""
        if path == STANDARD_OUTPUT:
            write(path)
            return True
        try:
            self.workspace.refuse_input(path)
            if is_earlier_paper(path, self.given):
                return self._failed("cli.output-is-input", path)
            if not self.given.force and _is_foreign(path):
                return self._failed("cli.not-ours", path)
            write(path)
        except KnownTrouble as trouble:
            return self._failed(f"cli.{trouble.code.value}", path)
        except OSError as error:
            self._failed("cli.not-written", path, reason=reason_of(error, self.book))
            if path.is_file():
                print(self.book.say("cli.old-unchanged"), file=sys.stderr)
            return False
        self._tell("cli.written", path=str(path))
        return True

    def _write_letters(self) -> bool:
        """Write the letters into a folder, each as DOCX and PDF; over one that is there only with ``--force``.

        The one that is there may have been filled in by hand.
        """
        from app.workspace.exports import letters, write_letters

        given, place = self.given, self.given.letters

        def may_replace(path: Path) -> bool:
            return bool(given.force) and not is_earlier_paper(path, given)

        drafts = letters(self.workspace, self.book.language, mask=given.mask)
        pdf = self._setter_of_pdf() if drafts and place.suffix.lower() != ".txt" else None
        try:
            written = write_letters(self.workspace, drafts, place, self.book.language, pdf=pdf, may_replace=may_replace)
        except FileExistsError as error:
            return self._failed("cli.letter-there", error.filename2 or error.filename)
        except KnownTrouble as trouble:
            return self._failed(f"cli.{trouble.code.value}", place)
        except OSError as error:
            return self._failed("cli.letters-not-written", place, reason=reason_of(error, self.book))
        for path in written:
            self._tell("cli.written", path=str(path))
        if not written:
            self._tell("cli.no-letters")
        if written and pdf is not None:
            self._tell_missing_font(place)
        if written and not given.quiet:
            from app.export.terminal import before_sending

            told = told_to(given)
            print(before_sending(drafts, self.book, room_of(told)), file=told)
        return True

    def _setter_of_pdf(self) -> Callable[[str, str], bytes] | None:
        """What sets a letter as PDF; None, which is said, where the system lacks a library that it needs."""
        try:
            from app.gui.services.letters_pdf import letter_pdf
        except ImportError as error:
            library = str(error).partition(":")[0]
            print(self.book.say("packaging.letters-without-pdf", library=library), file=sys.stderr)
            return None
        return letter_pdf

    def _tell_missing_font(self, path: Path) -> None:
        """Say so where Chinese stands as boxes in what Qt drew at a place."""
        from app.gui.style.paper import can_write_chinese

        if not can_write_chinese():
            print(self.book.say("packaging.no-chinese-font", path=str(path)), file=sys.stderr)

    def _tell(self, message: str, **values: str) -> None:
        if not self.given.quiet:
            print(self.book.say(message, **values), file=told_to(self.given))

    def _failed(self, message: str, path: Path | str, **values: str) -> bool:
        print(self.book.say(message, path=str(path), **values), file=sys.stderr)
        return False


def _lacks_library(error: ImportError) -> OSError:
    """What is raised where the system lacks a library of Qt's; the loader's words name it."""
    return OSError(errno.ENOSYS, str(error).partition(":")[0])


def _is_foreign(path: Path) -> bool:
    """Whether a path holds something that another program or a person wrote. Raises OSError."""
    return path.is_file() and path.stat().st_size > 0 and not is_own_file(path)
