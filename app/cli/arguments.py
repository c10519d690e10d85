"""Options and errors of the command line in the person's language; argparse itself speaks English alone."""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import NoReturn

from app.amount_text import UnreadableAmount, parse_yuan
from app.core.money import Fen
from app.texts import Phrasebook, languages

PICTURES = (".svg", ".png", ".pdf")
_ERRORS = (
    (re.compile(r"unrecognized arguments: (?P<what>.+)"), "cli.error.unrecognized"),
    (re.compile(r"the following arguments are required: (?P<what>.+)"), "cli.error.required"),
    (re.compile(r"argument (?P<what>[^:]+): expected .+"), "cli.error.value"),
    (re.compile(r"argument (?P<what>[^:]+): invalid choice: .+"), "cli.error.choice"),
    (re.compile(r"argument (?P<what>[^:]+): (?P<told>.+)"), "cli.error.told"),
)


class Parser(argparse.ArgumentParser):
    """An argument parser whose headings, help and errors are sentences of the catalogue."""

    def __init__(self, prog: str, book: Phrasebook, about: str, **more: object) -> None:
        super().__init__(prog, description=about, add_help=False, **more)  # type: ignore[arg-type]
        self._book = book
        self._positionals.title = book.say("cli.arguments")
        self._optionals.title = book.say("cli.options")
        self.add_argument("-h", "--help", action="help", help=book.say("cli.help"))

    def format_usage(self) -> str:
        """The usage with its heading in the person's language."""
        return super().format_usage().replace("usage: ", self._book.say("cli.usage-heading"), 1)

    def format_help(self) -> str:
        """The help with its headings in the person's language."""
        text = super().format_help().replace("usage: ", self._book.say("cli.usage-heading"), 1)
        for title in ("arguments", "options", "commands"):
            told = self._book.say(f"cli.{title}")
            text = text.replace(f"\n{told}:\n", f"\n{self._book.say('cli.section', title=told)}\n", 1)
        return text

    def error(self, message: str) -> NoReturn:
        """Say what is wrong with the arguments and end with status 2."""
        for pattern, name in _ERRORS:
            if found := pattern.fullmatch(message):
                message = self._book.say(name, **found.groupdict())
                break
        self.exit(2, f"{self.format_usage()}{self.prog}: {message}\n{self._book.say('cli.usage')}\n")


def add_language(parser: argparse.ArgumentParser, book: Phrasebook) -> None:
    """Let the answer's language be chosen among those there are; that of the book by default."""
    codes = [language.code for language in languages()]
    told = book.say("cli.lang", languages=tuple(codes))
    parser.add_argument("--lang", choices=codes, default=book.language.code, help=told)


def day_of(book: Phrasebook) -> Callable[[str], date]:
    """A reader of days; what is none is answered in the person's language."""

    def read(text: str) -> date:
        try:
            return date.fromisoformat(text)
        except ValueError:
            raise argparse.ArgumentTypeError(book.say("cli.error.day", text=text)) from None

    return read


def amount_of(book: Phrasebook) -> Callable[[str], Fen]:
    """A reader of amounts in yuan above nothing."""

    def read(text: str) -> Fen:
        try:
            amount = parse_yuan(text)
        except UnreadableAmount:
            amount = 0
        if amount <= 0:
            raise argparse.ArgumentTypeError(book.say("cli.error.amount", text=text))
        return amount

    return read


def claim_of(book: Phrasebook) -> Callable[[str], tuple[str, Fen]]:
    """A reader of ``LOAN=AMOUNT``; the amount alone where there is but one loan."""

    def read(text: str) -> tuple[str, Fen]:
        loan, _, amount = text.rpartition("=")
        return loan.strip(), amount_of(book)(amount)

    return read


def picture_of(book: Phrasebook) -> Callable[[str], Path]:
    """A reader of places for a picture, known by their ending."""

    def read(text: str) -> Path:
        path = Path(text)
        if path.suffix.lower() not in PICTURES:
            raise argparse.ArgumentTypeError(book.say("cli.error.picture", text=text, kinds=", ".join(PICTURES)))
        return path

    return read
