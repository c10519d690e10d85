"""Reads the page that shows a reserve advance (备用金) still out: what is to be returned, until when, when taken."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from itertools import pairwise

from app.core.discrepancy import FactValue
from app.core.explanation import Problem
from app.core.facts import Ledger, Product, ReserveAdvance
from app.core.money import Fen
from app.core.papers import Notice, NoticeKind
from app.importers.importer import Imported, Importer, Reader, Recognising
from app.importers.papers.running_text import fen
from app.importers.reading.dates import UnreadableDate, parse_moment
from app.importers.reading.lines import lines, spaced
from app.importers.reading.table import Table

_LEAST_LINES, _MOST_LINES, _LONGEST = 2, 16, 40
_TITLE = re.compile(r"(?:花呗|支付宝|我的)?\s?备用金(?:首页|详情)?")
_SUM = re.compile(r"(?<![\d.,])[¥￥]?\s?(\d{1,3}(?:,\d{3})+\.\d{2}|\d+\.\d{2})\s?元?(?![\d.])")
_OWED = re.compile(r"应还|待还|需还|未还|使用中|归还金额")
_TAKEN = re.compile(r"取用|已取|取出|借用")
_RETURNED = re.compile(r"已归还|已还清|已结清|归还成功|已转入|可取用额度|还款记录|取用记录")
_UNTIL = re.compile(r"最晚|最迟|前(?:归还|还款|还)|到期|还款日")
_WHOLE = re.compile(r"20\d{2}\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}(?:\s?日)?(?:\s\d{1,2}:\d{2}(?::\d{2})?)?")
_BARE = re.compile(r"(?<![\d-])(\d{1,2})\s?[月/-]\s?(\d{1,2})\s?日?(?![\d-])")
_STATE = "使用中"


@dataclass(frozen=True, slots=True)
class _Shown:
    """What a page shows, in fen, with the lines that do; a deadline without its year is ``(month, day)``."""

    owed: Fen
    taken: Fen
    taken_at: datetime | None
    until: date | tuple[int, int] | None
    rows: tuple[int, ...]


class ReservePages(Recognising):
    """Pages of one advance that is out, pasted line by line or read from a picture."""

    @property
    def name(self) -> str:
        """The family's id."""
        return "reserve-page"

    def recognise(self, table: Table) -> Reader | None:
        """Read a short page headed 备用金 with one sum to be returned, and when it was taken or is due at last."""
        shown = _shown(_texts(table))
        return partial(_imported, table, shown) if shown else None


def _texts(table: Table) -> list[tuple[int, str]]:
    if len(table) > 2 * _MOST_LINES:
        return []
    found = [(number, spaced(text)) for number, text in lines(table)]
    fits = _LEAST_LINES < len(found) <= _MOST_LINES and all(len(text) <= _LONGEST for _, text in found)
    is_one = fits and any(_TITLE.fullmatch(text) for _, text in found[:2])
    return found if is_one and not any(_RETURNED.search(text) for _, text in found) else []


def _shown(texts: Sequence[tuple[int, str]]) -> _Shown | None:
    said = list(_sums(texts))
    owed = {amount for _, label, amount in said if _OWED.search(label)}
    taken = {amount for _, label, amount in said if _TAKEN.search(label)}
    if len(owed | taken) != len({amount for _, _, amount in said}) or len(owed) > 1 or len(taken) > 1 or not said:
        return None
    days = {row: found[0] for row, text in texts if (found := _WHOLE.findall(text))}
    until = next((day for row, text in texts if _UNTIL.search(text) for day in _deadline(text, days.get(row))), None)
    at = next((_moment(days[row]) for row, text in texts if row in days and _TAKEN.search(text)), None)
    if at is None and until is None:
        return None
    rows = tuple(dict.fromkeys([row for row, _, _ in said] + [row for row, text in texts if _UNTIL.search(text)]))
    return _Shown(next(iter(owed or taken)), next(iter(taken or owed)), at, until, rows)


def _sums(texts: Sequence[tuple[int, str]]) -> Iterator[tuple[int, str, Fen]]:
    """Each sum with the line it stands on, and its label: the words before it there, else the line above."""
    for (_, above), (row, text) in pairwise([(0, ""), *texts]):
        for found in _SUM.finditer(_WHOLE.sub(" ", text)):
            label = text if re.search(r"[^\d\s¥￥元.,]", _SUM.sub("", text)) else above
            if (amount := fen(found[1])) is not None:
                yield row, label, amount


def _deadline(text: str, whole: str | None) -> Iterator[date | tuple[int, int]]:
    if whole and (at := _moment(whole)):
        yield at.date()
    elif found := _BARE.search(text):
        yield int(found[1]), int(found[2])


def _moment(text: str) -> datetime | None:
    try:
        return parse_moment(text)[0]
    except UnreadableDate:
        return None


def _imported(table: Table, shown: _Shown) -> Imported:
    sources = tuple(table.source(row) for row in shown.rows)
    facts: tuple[tuple[str, FactValue], ...] = (("file", table.file), ("amount", shown.owed))
    if shown.taken_at:
        advance = ReserveAdvance(shown.taken_at, shown.taken, state=_STATE, sources=sources)
        on = shown.taken_at.date()
        told = Problem("reserve-page-read", sources[0], (*facts, ("on", on)))
        return Imported("reserve-page", Ledger(reserves=(advance,)), 1, 1, (on, on), problems=(told,))
    until = shown.until
    day = until if isinstance(until, date) else None
    notice = Notice(
        NoticeKind.DUE, Product.RESERVE, shown.owed, day,
        month_day=None if day or until is None or isinstance(until, date) else until, text=_STATE, rule="reserve-page",
        sources=sources,
    )  # fmt: skip
    told = Problem("reserve-page-without-day" if day else "reserve-page-without-year", sources[0], facts)
    return Imported("reserve-page", Ledger(notices=(notice,)), 1, 1, problems=(told,))


IMPORTERS: tuple[Importer, ...] = (ReservePages(),)
