"""Pictures whose lines are read as a text: messages, the table of a loan's cost, a balance, a wallet's list."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from app.core.explanation import Problem
from app.core.facts import Ledger
from app.core.papers import PictureRow, PictureStanding
from app.importers.importer import Imported, Importer, Reader, Recognising
from app.importers.papers.disclosure import Disclosures
from app.importers.papers.messages import Messages
from app.importers.papers.wallet_lists import WalletLists
from app.importers.reading.app_lists import states_both_ways
from app.importers.reading.table import Table
from app.importers.screens.balance_page import BalancePages
from app.importers.screens.lines import Line

_SENDER = "【"
_BETWEEN = re.compile(r"[\d\s:：\-/.年月日号周星期一二三四五六日天上下午晚早昨今APM]+")
_READERS: tuple[Importer, ...] = (Disclosures(), BalancePages(), WalletLists(), Messages())


class PictureText(Table):
    """The lines of a picture as rows of one cell."""


def text_of(lines: Sequence[Line], file: str, digest: str) -> PictureText | None:
    """The text of a picture of messages with their senders, a disclosure table, a balance or a wallet's list whose
    rows make up its sums; None for any other.
    """
    texts = [line.text for line in lines]
    whole = PictureText(file, "", digest, [[text] for text in texts])
    if Disclosures().claims(whole) or BalancePages().claims(whole):
        return whole
    if states_both_ways(texts) and WalletLists().claims(whole):  # the sums that it states show that no digit is wrong
        return whole
    if not any(_SENDER in text for text in texts):
        return None
    messages = PictureText(file, "", digest, [[text] for text in _joined(texts)])
    return messages if Messages().claims(messages) else None


def _joined(texts: Sequence[str]) -> list[str]:
    """The lines of a bubble as one text; a sender or a line of date and time alone begins another."""
    rows: list[str] = []
    is_open = False
    for text in texts:
        is_day = _BETWEEN.fullmatch(text) is not None
        if is_open and not is_day and _SENDER not in text:
            rows[-1] += text
        else:
            rows.append(text)
            is_open = _SENDER in text
    return [row for row in rows if _SENDER in row or _BETWEEN.fullmatch(row)]


class PictureTexts(Recognising):
    """Reads them, each fact with how far it may be trusted."""

    @property
    def name(self) -> str:
        """The family's id."""
        return "picture-text"

    def recognise(self, table: Table) -> Reader | None:
        """Read a table that comes from such a picture."""
        readers = (one.recognise(table) for one in _READERS) if isinstance(table, PictureText) else ()
        reader = next(filter(None, readers), None)
        return partial(self._with_standing, table, reader) if reader else None

    @staticmethod
    def _with_standing(table: Table, reader: Reader) -> Imported:
        read = reader()
        sources = (*(n.sources for n in read.ledger.notices), *(d.sources for d in read.ledger.disclosures))
        rows = tuple(PictureRow(PictureStanding.READ, False, given) for given in sources)
        said = Problem("picture-text-read", None, (("file", table.file),))
        return replace(read, ledger=read.ledger + Ledger(picture_rows=rows), problems=(said, *read.problems))
