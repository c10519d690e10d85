"""Reads a page that says what is still owed of a loan, or what settling it takes: labels with amounts, no list."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial

from app.core.discrepancy import FactValue
from app.core.explanation import Problem
from app.core.facts import Ledger, Product
from app.core.money import Fen
from app.core.papers import Notice, NoticeKind
from app.importers.importer import Imported, Importer, Reader, Recognising
from app.importers.papers.message_words import product_of
from app.importers.papers.running_text import DAY, fen, packed
from app.importers.reading.dates import UnreadableDate, parse_day
from app.importers.reading.lines import lines
from app.importers.reading.table import Table
from app.importers.screens.assembling import page_of
from app.importers.screens.lines import lines_of_text

_LEAST_LINES, _MOST_LINES, _LONGEST_LINE = 3, 40, 60
_TITLE_LINES = 6
_OWN_TITLE_LINES = 2
_SETTLING = re.compile(r"(?:提前|全部|一次性?)(?:结清|还清)|结清试算|(?:申请|立即)结清|提前全额还款")
_OWED = re.compile(
    r"结清(?:总?金额|总额|应还|需还|还需|要还|应付|需支付)(?:总?金额|总额)?|(?:剩余|全部|当前)(?:待还|应还|未还|欠款)(?:总?金额|总额|总计|本息)?"
    r"|(?:待还|未还|欠款)总额|总(?:欠款|待还)"
)
_ASKED = re.compile(r"(?:应还|需还|还款|待还|支付|应付)(?:总?金额|总额|总计)|合计|总计|共需?(?:还|付)(?:款)?")
"""What a page of settling calls its sum."""
_PRINCIPAL_LEFT = re.compile(r"(?:剩余|待还|未还)(?:待还|应还|未还)?本金")
_DONE = re.compile(r"成功|已结清|已还清|已完成")
"""What was paid already is owed no more."""
_PARTS = re.compile(
    r"(?:提前(?:还款|结清|还清)|待还|应还|剩余|未还)*(?:本金|利息|罚息|手续费|服务费|违约金|逾期费用?|费用)"
)
_NOT_NOW = re.compile(r"本期|本月|下期|下月|账单|每期|月供|已还|最低|额度")
_LENT = re.compile(r"(?:借款|贷款|放款)(?:金额|本金|总额)")
_OF_ITS_DAY = re.compile(r"截至|截止|查询|试算|更新|结清日|今[日天]|当前")
_OF_ANOTHER_DAY = re.compile(r"借款|放款|贷款|到期|下次|下期|合同|起息|还款日|开立|\d\s*期|还款中")
_AMOUNT = re.compile(r"^[:：]?(?:人民币|RMB|¥|￥)?(\d{1,3}(?:,\d{3})+\.\d{2}|\d+\.\d{2})(?:元)?$")
_DAY_OF_NAME = re.compile(r"(?<!\d)(20\d{2})[-_.]?(0[1-9]|1[0-2])[-_.]?(0[1-9]|[12]\d|3[01])(?!\d{3,4}[-.])")
_UNIT = re.compile(r"\((?:人民币)?[:：]?元\)|[:：]$")


@dataclass(slots=True)
class _Shown:
    """What a page shows: amounts by what their labels mean, and the lines that do."""

    owed: Fen | None = None
    principal: Fen | None = None
    lent: Fen | None = None
    parts: list[Fen] = field(default_factory=list)
    rows: list[int] = field(default_factory=list)

    @property
    def amount(self) -> Fen | None:
        """What it says is owed: its sum, and without one the principal that is left."""
        return self.owed if self.owed is not None else self.principal

    @property
    def is_at_odds(self) -> bool:
        """Whether the parts that it names do not make up its sum."""
        return self.owed is not None and len(self.parts) > 1 and sum(self.parts) != self.owed


class BalancePages(Recognising):
    """Pages of a loan's settlement or balance, pasted line by line or read from a picture."""

    @property
    def name(self) -> str:
        """The family's id."""
        return "balance-page"

    def recognise(self, table: Table) -> Reader | None:
        """Read a short page that names a product, and beside or above an amount what is owed in all.

        A page of settling that names no product is told and not used.
        """
        texts = _texts(table)
        if not texts or _is_another_page(texts) or _is_of_several(texts):
            return None
        shown = _shown(texts)
        product = _product(texts)
        if not shown.amount or (product is Product.OTHER and not _is_of_settling(texts)):
            return None
        return partial(_imported, table, texts, shown, product)


def _texts(table: Table) -> list[tuple[int, str]]:
    """The lines of a page that is as short as such pages are; none for any other."""
    if len(table) > 2 * _MOST_LINES:
        return []
    found = [(number, packed(text)) for number, text in lines(table, 2 * _MOST_LINES) if text.strip()]
    fits = _LEAST_LINES <= len(found) <= _MOST_LINES and all(len(text) <= _LONGEST_LINE for _, text in found)
    return found if fits and not any("【" in text for _, text in found) else []


def _is_another_page(texts: Sequence[tuple[int, str]]) -> bool:
    """Whether the lines make a page with rows (a plan, a list, repayments), are of a bill, or tell of what was paid."""
    if any("账单" in text for _, text in texts[:_TITLE_LINES]) or any(_DONE.search(text) for _, text in texts):
        return True
    return page_of(lines_of_text(text for _, text in texts)) is not None


def _product(texts: Sequence[tuple[int, str]]) -> Product:
    """The product that the page names first; the reserve advance, which other pages mention too, by its title alone."""
    named = [(at, p) for at, (_, text) in enumerate(texts) if (p := product_of(text, "")) is not Product.OTHER]
    return next((p for at, p in named if p is not Product.RESERVE or at < _OWN_TITLE_LINES), Product.OTHER)


def _is_of_several(texts: Sequence[tuple[int, str]]) -> bool:
    """Whether amounts stand beside the names of several products: their sum is owed of none of them."""
    beside = {product_of(text, "") for _, text in texts if re.search(r"\d\.\d{2}(?!\d)", text)}
    return len(beside - {Product.OTHER, Product.RESERVE}) > 1


def _is_of_settling(texts: Sequence[tuple[int, str]]) -> bool:
    return any(_SETTLING.search(text) for _, text in texts[:_TITLE_LINES])


def _shown(texts: Sequence[tuple[int, str]]) -> _Shown:
    shown, is_settling = _Shown(), _is_of_settling(texts)
    for row, label, amount in _pairs(texts):
        if _LENT.search(label):
            shown.lent = shown.lent or amount
        elif _NOT_NOW.search(label):
            continue
        elif _is_part(label):
            shown.parts.append(amount)
            if _PRINCIPAL_LEFT.search(label) and shown.principal is None:
                shown.principal = amount
        elif shown.owed is None and (_OWED.search(label) or (is_settling and _ASKED.search(label))):
            shown.owed = amount
        else:
            continue
        shown.rows.append(row)
    return shown


def _is_part(label: str) -> bool:
    """Whether a label names a part of the sum, alone or behind its product; the reserve advance is one by its name."""
    part = next((m for m in _PARTS.finditer(label) if m.end() == len(label)), None)
    whose = product_of(label[: part.start()] if part else label, "")
    return whose is Product.RESERVE or (part is not None and (not part.start() or whose is not Product.OTHER))


def _pairs(texts: Sequence[tuple[int, str]]) -> Iterator[tuple[int, str, Fen]]:
    """Each label with the amount behind it on its line, or alone on the next one."""
    for at, (row, text) in enumerate(texts):
        for label, digits in re.findall(
            r"([^\d,.¥￥]{2,20}?)[:：]?(?:人民币|RMB|¥|￥)?(\d[\d,]*\.\d{2})(?!\d)元?", text
        ):
            yield row, _UNIT.sub("", _UNIT.sub("", label)).lstrip("元，,；;。|"), fen(digits) or 0
        if not re.search(r"\d", text) and at + 1 < len(texts) and (alone := _AMOUNT.match(texts[at + 1][1])):
            yield row, _UNIT.sub("", _UNIT.sub("", text)), fen(alone[1]) or 0


def _day(table: Table, texts: Sequence[tuple[int, str]]) -> tuple[date | None, bool]:
    """The day that a page is of, and whether only its file's name tells it."""
    days = [(text, parse_day(found)) for _, text in texts for found in re.findall(DAY, text) if _is_day(found)]
    own = [day for text, day in days if _OF_ITS_DAY.search(text)]
    plain = [day for text, day in days if not _OF_ANOTHER_DAY.search(text)]
    if told := own or (plain if len(set(plain)) == 1 else []):  # of several days none says which is the page's
        return told[0], False
    name = re.split(r"[/\\]", table.file)[-1]
    named = [f"{m[1]}-{m[2]}-{m[3]}" for m in _DAY_OF_NAME.finditer(name)]
    return next((parse_day(day) for day in named if _is_day(day)), None), bool(named)


def _is_day(text: str) -> bool:
    try:
        parse_day(text)
    except UnreadableDate:
        return False
    return True


def _imported(table: Table, texts: Sequence[tuple[int, str]], shown: _Shown, product: Product) -> Imported:
    on, by_name = _day(table, texts)
    amount, where = shown.amount or 0, ("file", table.file)
    facts: tuple[tuple[str, FactValue], ...] = (where, ("amount", amount))
    sources = tuple(table.source(row) for row in dict.fromkeys(shown.rows))
    if shown.is_at_odds:
        parts = (*facts, ("parts", sum(shown.parts)))
        return Imported("balance-page", Ledger(), 1, 0, problems=(Problem("balance-at-odds", sources[0], parts),))
    if product is Product.OTHER:
        untold = Problem("balance-without-product", sources[0], facts)
        return Imported("balance-page", Ledger(), 1, 0, problems=(untold,))
    notice = Notice(
        NoticeKind.BALANCE, product, amount, on, lent=shown.lent, rule="balance", sources=sources,
        text="，".join(text for _, text in texts)[:300],
    )  # fmt: skip
    code = "balance-without-day" if on is None else "balance-day-of-name" if by_name else "balance-read"
    told = Problem(code, sources[0], (*facts, *((("on", on),) if on else ())))
    return Imported("balance-page", Ledger(notices=(notice,)), 1, 1, (on, on) if on else None, problems=(told,))


IMPORTERS: tuple[Importer, ...] = (BalancePages(),)
