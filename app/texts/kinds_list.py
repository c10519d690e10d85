"""The list of all kinds of discrepancies, as a page of the help shows it, made from their declarations."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from app.core.discrepancy import Phenomenon, Severity
from app.core.kinds import KINDS, Kind
from app.texts.catalogue import Phrasebook

COLUMNS = ("kind", "about", "severity", "code")
ORDER = (Phenomenon.RESERVE, Phenomenon.DEBIT_TIME, Phenomenon.PLAN, Phenomenon.OTHER)


def kinds_list(book: Phrasebook) -> str:
    """The kinds in Markdown: a heading and a table for each phenomenon, kinds in the order of their declarations."""
    parts = []
    for phenomenon in ORDER:
        kinds = [kind for kind in KINDS.values() if kind.phenomenon is phenomenon]
        parts += [f"## {book.say(f'phenomenon.{phenomenon.value}')}", "\n".join(_table(book, kinds))]
    return "\n\n".join(parts)


def _table(book: Phrasebook, kinds: Iterable[Kind]) -> Iterator[str]:
    yield _row(*(book.say(f"window.help.kinds.{column}") for column in COLUMNS))
    yield _row(*("---" for _ in COLUMNS))
    mark = book.language.habit("list")
    for kind in kinds:
        told = {severity for variant in kind.variants.values() for severity in variant.severities}
        severities = mark.join(book.say(f"severity.{severity.value}") for severity in Severity if severity in told)
        name, about = (book.say(f"discrepancy.{kind.code}.{part}") for part in ("name", "about"))
        yield _row(name, about, severities, f"`{kind.code}`")


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"
