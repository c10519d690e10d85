"""Reads a page of a monthly bill that shows no lines: whose bill of which month, what it asks for, and until when."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import islice

from app.core.discrepancy import FactValue
from app.core.explanation import Problem
from app.core.facts import BILLED, Bill, Ledger, Product
from app.core.money import Fen
from app.importers.importer import Imported, Importer, Reader, Recognising
from app.importers.papers.message_words import product_of
from app.importers.papers.running_text import fen, packed
from app.importers.reading.lines import lines
from app.importers.reading.table import Table
from app.importers.recognising.vocabulary import meaning
from app.importers.screens.assembling import page_of
from app.importers.screens.lines import lines_of_text

_LEAST_LINES, _MOST_LINES, _LONGEST_LINE = 3, 30, 60
_FARTHEST = 600  # rows; a page may stand below others
_TITLE_LINES = 6
_PAIR = re.compile(
    r"(?P<label>[^\d,.:;¥()]{2,12})(?:\((?:人民币)?元\))?:?"
    r"(?:(?P<day>20\d{2}[年\-/.]\d{1,2}[月\-/.]\d{1,2}日?|\d{1,2}[月\-/]\d{1,2}日?)"
    r"|(?:人民币|RMB|¥)?(?P<money>\d[\d,]*(?:\.\d{2}(?!\d)|(?=元)))元?)"
)
_MONTH = re.compile(
    r"(?:(?P<year>20\d{2})[年\-/.])?(?<!\d)(?P<month>1[0-2]|0?[1-9])月?份?月?账单"
    r"|账单(?:月份?|期):?(?P<y>20\d{2})[年\-/.]?(?P<m>1[0-2]|0?[1-9])(?!\d)"
)
_DAY = re.compile(r"(?:(20\d{2})[年\-/.])?(\d{1,2})[月\-/.](\d{1,2})日?")
_MONEY = re.compile(r"\d[\d,]*\.\d{2}(?!\d)|\d元")
_ALONE = re.compile(r"¥?\d[\d,]*\.\d{2}元?")
_DOTTED = re.compile(r"20\d{2}\.\d{1,2}\.\d{1,2}(?!\d)")
"""Days whose points make them look like sums."""
_CYCLE = re.compile(r"(?:账单|计费|记账)周期:?[\d年月日./-]+[~至到—-]+[\d年月日./-]+")
"""From when to when a bill counts: no day of a purchase, and none on which it is due."""
_PERIODS = re.compile(r"第?\d{1,2}/\d{1,2}期|[第共分]?(?:(?<![\d.])|(?<=\.\d{2}))\d{1,2}期")
"""Which of how many instalments an amount is, beside it."""
_ASKED = re.compile(
    r"(?:本期|本月|月|账单|当期)*(?:应还|待还|需还)(?:款)?(?:总?金额|总额|款额)?|(?:本期|月)?账单(?:总?金额|总额)"
)
_BESIDE = re.compile(
    r"最低|额度|已还|剩余|可用|未出账|逾期|利息|手续费|优惠|分期|上期|立减|红包|退款"
    r"|^(?:其中)?(?:本期|本月|新增|账单)?(?:消费|取现)(?:总?金额|总额|合计)?$"
)
"""Labels of amounts that are no line of a bill."""
_TAKEN_OFF = re.compile(r"退款|分期|优惠|立减|红包|抵扣")
"""Labels of what the sum of a bill holds and nobody asks for with it."""
_SENTENCE = re.compile(r"[,;。!]|您|请")
_PAID_OFF = re.compile(r"(?:状态:?)?(?:已还清|已结清)")
_NOTHING_ASKED = "无需还款"


@dataclass(frozen=True, slots=True)
class _Shown:
    """What a page shows, and the lines that do."""

    product: Product
    month: tuple[int, int]
    due: date
    asked: Fen
    made: date | None
    minimum: Fen | None
    repaid: Fen
    rows: tuple[int, ...]


class BillPages(Recognising):
    """Pages of bills without their lines, pasted line by line."""

    @property
    def name(self) -> str:
        """The family's id."""
        return "bill-page"

    def recognise(self, table: Table) -> Reader | None:
        """Read a short page that names a product with bills, one amount asked for, its due date, and a year."""
        texts = _texts(table)
        summed = [(row, _PERIODS.sub("", text)) for row, text in texts]
        if texts and _amounts(islice(lines(table), 2 * _MOST_LINES)) > _amounts(summed):
            return None  # a line of several cells, whose amount stands before another number
        shown = _shown(summed) if texts and page_of(lines_of_text(text for _, text in texts)) is None else None
        return partial(_imported, table, shown) if shown else None


def _texts(table: Table) -> list[tuple[int, str]]:
    """The lines of a page that is as short as such pages are; none for any other, and for sentences."""
    if len(table) > _FARTHEST:
        return []
    filled = islice(lines(table), 2 * _MOST_LINES)
    found = [(number, packed(text)) for number, text in filled if text.strip()]
    found = [(number, text) for number, text in found if not _CYCLE.fullmatch(text)]
    fits = _LEAST_LINES <= len(found) <= _MOST_LINES and all(len(text) <= _LONGEST_LINE for _, text in found)
    told = any("【" in text or _NOTHING_ASKED in text for _, text in found)
    spoken = any(_MONEY.search(text) and _SENTENCE.search(re.sub(r"\d,\d", "", text)) for _, text in found)
    return found if fits and not told and not spoken else []


def _shown(texts: Sequence[tuple[int, str]]) -> _Shown | None:
    pairs = list(_pairs(texts))
    said = [(label, amount) for _, label, _, money in pairs if money and (amount := fen(money)) is not None]
    asked = _asked(said)
    bought = [amount for label, amount in said if not _is_asked(label) and not _BESIDE.search(label)]
    is_whole = not bought or (asked is not None and sum(bought) == asked[0])  # lines without days make up the bill
    product = _product(texts)
    if asked is None or not is_whole or len(said) != _amounts(texts) or product is None:
        return None
    days = {meant: day for _, label, day, _ in reversed(pairs) if day and (meant := meaning("label", label))}
    month, due, made = _placed(texts, days.get("due", ""), days.get("statement_date", ""))
    amount, repaid = asked
    if month is None or due is None or amount <= 0:
        return None
    if any(_PAID_OFF.fullmatch(text) for _, text in texts):
        repaid = amount
    least = next((amount for label, amount in said if "最低" in label), None)
    rows = {row for row, label, _, _ in pairs if _is_asked(label) or meaning("label", label)}
    return _Shown(product, month, due, amount, made, least, repaid, tuple(sorted(rows)))


def _asked(said: Sequence[tuple[str, Fen]]) -> tuple[Fen, Fen] | None:
    """What the bill asked for and what of it is repaid, in fen; None where the page leaves it open.

    Of two sums the smaller is what was asked for where what was taken off makes up the difference, and what is left of
    the other where what was repaid does.
    """
    sums = sorted({amount for label, amount in said if _is_asked(label)})
    if len(sums) == 1:
        return sums[0], 0
    if len(sums) != 2:
        return None
    apart = sums[1] - sums[0]
    of = {label for label, amount in said if amount == apart and not _is_asked(label)}
    if any("已还" in label for label in of):
        return sums[1], apart
    return (sums[0], 0) if any(map(_TAKEN_OFF.search, of)) else None


def _amounts(texts: Iterable[tuple[int, str]]) -> int:
    return sum(len(_MONEY.findall(_DOTTED.sub("", text))) for _, text in texts)


def _is_asked(label: str) -> bool:
    return _ASKED.fullmatch(label) is not None and not _BESIDE.search(label)


def _pairs(texts: Sequence[tuple[int, str]]) -> Iterator[tuple[int, str, str, str]]:
    """The row and the text of each label, and the day or the amount behind it, or alone on the line below."""
    for at, (row, text) in enumerate(texts):
        below = texts[at + 1][1] if at + 1 < len(texts) else ""
        rest = _MONTH.sub("", text).rstrip(":")
        named = rest if _is_asked(rest) and _ALONE.fullmatch(below) else text
        whole = text if re.search(r"\d", named) or not re.match(r"[¥\d]", below) else f"{named.rstrip(':')}:{below}"
        for found in _PAIR.finditer(whole):
            yield row, found["label"].removeprefix("元"), found["day"] or "", found["money"] or ""


def _product(texts: Sequence[tuple[int, str]]) -> Product | None:
    """The product whose bill it is: named near the top, where the page calls itself a bill or names a 月付."""
    top = [text for _, text in texts[:_TITLE_LINES]]
    named = {product for text in top if (product := _named(text))}
    is_bill = any("账单" in text or "月付" in text for text in top)
    return named.pop() if is_bill and len(named) == 1 else None


def _named(text: str) -> Product | None:
    product = product_of(text, "")
    if product is Product.DOUYIN and "月付" in text:
        return product
    if product is Product.OTHER and "月付" in text:
        return Product.YUEFU
    return product if product in BILLED else None


def _placed(
    texts: Sequence[tuple[int, str]], due: str, made: str
) -> tuple[tuple[int, int] | None, date | None, date | None]:
    """The bill's month, its due date and the day it was made, each with the year that any of them or the page tells."""
    months = {
        (m["year"] or m["y"] or "", int(m["month"] or m["m"])) for _, text in texts for m in _MONTH.finditer(text)
    }
    if len(months) > 1:
        whole = {(year, month) for year, month in months if year}
        months = whole if len(whole) == 1 and {month for _, month in months} == {month for _, month in whole} else set()
        if not months:
            return None, None, None
    year, month = months.pop() if months else ("", 0)
    whole_days = [_of(found[1], found) for _, text in texts for found in _DAY.finditer(text) if found[1]]
    anchor = date(int(year), month, 15) if year else next(filter(None, whole_days), None)
    if anchor is None:
        return None, None, None
    until, since = _near(due, anchor), _near(made, anchor)
    day = since or until
    if day is None:
        return None, None, None
    if year:
        return (int(year), month), until, since
    return (day.year - (month > day.month), month) if month else (day.year, day.month), until, since


def _near(text: str, anchor: date) -> date | None:
    """A day with its own year, or with the one that lays it nearest to another day of the page."""
    found = _DAY.fullmatch(text)
    if found is None:
        return None
    years = [found[1]] if found[1] else [str(anchor.year + step) for step in (-1, 0, 1)]
    days = [day for year in years if (day := _of(year, found))]
    return min(days, key=lambda day: abs(day - anchor), default=None)


def _of(year: str, found: re.Match[str]) -> date | None:
    try:
        return date(int(year), int(found[2]), int(found[3]))
    except ValueError:
        return None


def _imported(table: Table, shown: _Shown) -> Imported:
    sources = tuple(table.source(row) for row in shown.rows)
    bill = Bill(
        shown.product, shown.month, shown.due, shown.asked, (), shown.made, None, sources, minimum=shown.minimum,
        repaid=shown.repaid,
    )  # fmt: skip
    month = f"{shown.month[0]}-{shown.month[1]:02d}"
    facts: tuple[tuple[str, FactValue], ...] = (
        ("file", table.file), ("product", f"product.{shown.product.value}"), ("month", month),
        ("amount", shown.asked), ("due", shown.due),
    )  # fmt: skip
    told = Problem("bill-page-read", sources[0], facts)
    period = (shown.made, shown.made) if shown.made else None
    return Imported("bill-page", Ledger(bills=(bill,)), 1, 1, period, problems=(told,))


IMPORTERS: tuple[Importer, ...] = (BillPages(),)
