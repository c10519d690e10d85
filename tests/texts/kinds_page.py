"""The help's page of all kinds of discrepancies, made from their declarations; ``python -m tests.texts.kinds_page``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import app
from app.core.discrepancy import Phenomenon, Severity
from app.core.kinds import KINDS, Kind
from app.texts import Language, Phrasebook, languages
from app.texts.discrepancy_texts import DiscrepancyTexts
from tests.languages import CHINESE, ENGLISH

HELP = Path(app.__file__).parent.parent / "resources" / "help"

TITLES = {CHINESE: "所有对不上的种类", ENGLISH: "All kinds of discrepancies"}
LEADS = {
    CHINESE: "程序认得的每一种对不上，各用一句话说明。代码与工作簿和 JSON 里的相同。",
    ENGLISH: "Every kind that the program knows, in one sentence each. Workbook and JSON use the same codes.",
}
HEADINGS = {
    CHINESE: ("种类", "是什么", "轻重", "代码"),
    ENGLISH: ("Kind", "What it is", "Severity", "Code"),
}
ORDER = (Phenomenon.RESERVE, Phenomenon.DEBIT_TIME, Phenomenon.PLAN, Phenomenon.OTHER)


def path_of(language: Language) -> Path:
    """Where the page of a language stands."""
    return HELP / language.code.partition("-")[0] / "kinds.md"


def page(language: Language) -> str:
    """The page in Markdown: a table for each phenomenon, kinds in the order of their declarations."""
    book = Phrasebook(language)
    parts = [f"# {TITLES[language]}", LEADS[language]]
    for phenomenon in ORDER:
        kinds = [kind for kind in KINDS.values() if kind.phenomenon is phenomenon]
        parts += [f"## {book.say(f'phenomenon.{phenomenon.value}')}", "\n".join(_table(book, kinds))]
    return "\n\n".join(parts) + "\n"


def _table(book: Phrasebook, kinds: list[Kind]) -> Iterator[str]:
    yield _row(*HEADINGS[book.language])
    yield _row(*("---" for _ in HEADINGS[book.language]))
    for kind in kinds:
        loud = {severity for told in kind.variants.values() for severity in told.severities}
        about = book.say(f"discrepancy.{kind.code}.about")
        severities = _listed(book, [s for s in Severity if s in loud])
        yield _row(DiscrepancyTexts(book).name(kind.code), about, severities, f"`{kind.code}`")


def _listed(book: Phrasebook, severities: list[Severity]) -> str:
    mark = "、" if book.language == CHINESE else ", "
    return mark.join(book.say(f"severity.{severity.value}") for severity in severities)


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    for own in languages():
        path_of(own).write_text(page(own), encoding="utf-8")
