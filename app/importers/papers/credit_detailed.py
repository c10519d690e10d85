"""Reads the ruled tables of a detailed credit report: accounts by their labels, months by their marks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from app.core.facts import Source
from app.core.money import Fen
from app.core.papers import CreditAccount, CreditLineKind, MonthMark
from app.importers.papers.credit_brief import is_inactive
from app.importers.papers.running_text import day, fen, packed
from app.importers.reading.table import Table, clean
from app.importers.recognising.names import stem_of

_LABELS = {
    "管理机构", "账户标识", "开立日期", "到期日期", "借款金额", "账户授信额度", "共享授信额度", "授信额度",
    "账户币种", "币种", "业务种类", "担保方式", "还款期数", "还款频率", "还款方式", "共同借款标志", "账户状态",
    "五级分类", "余额", "已用额度", "剩余还款期数", "本月应还款", "应还款日", "本月实还款", "最近一次还款日期",
    "当前逾期期数", "当前逾期总额", "发卡机构", "账户关闭日期", "最大使用额度", "剩余分期期数",
}  # fmt: skip
_BEGINS = ("管理机构", "发卡机构")
_SECTIONS = (
    ("循环额度下分账户", CreditLineKind.REVOLVING),
    ("非循环贷账户", CreditLineKind.LOAN),
    ("循环贷账户", CreditLineKind.REVOLVING),
    ("准贷记卡账户", CreditLineKind.QUASI_CARD),
    ("贷记卡账户", CreditLineKind.CARD),
)
_HISTORY = re.compile(r"((?:19|20)\d{2})年(\d{1,2})月?[-—–至~]+((?:19|20)\d{2})年(\d{1,2})月?的?还款记录")
_Month = tuple[int, int]
_YEAR = re.compile(r"(?:19|20)\d{2}")
_MARK = re.compile(r"[N1-7CDZGBAM*#/]")
_AS_OF = re.compile(r"截至((?:19|20)\d{2})年(\d{1,2})月")


@dataclass(slots=True)
class _Open:
    """An account while its rows go by."""

    kind: CreditLineKind
    values: dict[str, str] = field(default_factory=dict)
    marks: list[MonthMark] = field(default_factory=list)
    as_of: tuple[int, int] | None = None
    rows: list[Source] = field(default_factory=list)
    span: tuple[_Month, _Month] | None = None  # the first and the last month that the marks speak of


def detailed_accounts(table: Table) -> list[CreditAccount]:
    """Every account of the tables; what is not printed is None, and missing is never zero."""
    kind, found = CreditLineKind.OTHER, list[_Open]()
    names: list[str] = []
    year = ""
    for number, cells in _rows(table):
        line = "".join(cells)
        if section := next((kind for words, kind in _SECTIONS if words in line and len(line) < 40), None):
            kind = section
        if _is_labels(cells):
            names = cells
            if any(label in cells for label in _BEGINS):
                found.append(_Open(kind))
            continue
        if not found:
            continue
        account = found[-1]
        account.rows.append(table.source(number))
        if as_of := _AS_OF.search(line):
            account.as_of = (int(as_of[1]), int(as_of[2]))
        if span := _HISTORY.search(line):
            account.span = ((int(span[1]), int(span[2])), (int(span[3]), int(span[4])))
        if names:
            account.values |= {n: c for n, c in zip(names, cells, strict=False) if n and n not in account.values}
            names = []
        elif _YEAR.fullmatch(cells[0]) and _has_marks(cells[1:]):
            year = cells[0]
            account.marks += _marks(int(year), cells[1:], account.span)
        elif year and _are_sums(cells, months := _marked(account.marks, int(year))):
            account.marks = _with_sums(account.marks, int(year), cells[-12:], months)
            year = ""
    return [made for one in found if (made := _account(one))]


def _rows(table: Table) -> Iterator[tuple[int, list[str]]]:
    """The rows that are not blank, their cells packed; a line of text is parted at its blanks, and not at a comma."""
    is_text = _is_text(table)
    for number in range(1, len(table) + 1):
        cells = [packed(cell) for cell in table.row(number)[:40]]
        if is_text or sum(1 for cell in cells if cell) == 1:
            cells = [packed(part) for part in clean(table.joined(number)[:2_000]).split()]
        if any(cells):
            yield number, cells


def _is_text(table: Table) -> bool:
    """Whether the headings of accounts stand in one cell: then the commas of amounts alone make others of a row."""
    rows = [[cell for cell in table.row(number)[:40] if cell.strip()] for number in range(1, len(table) + 1)]
    headings = [
        cells for cells in rows if any(word in "".join(cells) for word in _BEGINS) and "账户标识" in "".join(cells)
    ]
    return bool(headings) and all(len(cells) == 1 for cells in headings)


def _is_labels(cells: list[str]) -> bool:
    return sum(1 for cell in cells if cell in _LABELS) >= 2


def _has_marks(cells: list[str]) -> bool:
    filled = [cell for cell in cells if cell]
    return 0 < len(filled) <= 12 and all(_MARK.fullmatch(cell) for cell in filled)


def _marks(year: int, cells: list[str], span: tuple[_Month, _Month] | None) -> list[MonthMark]:
    """Twelve columns are the months; a line of text has lost its gaps, and then the months it speaks of count them.

    Those begin with the year, or with the first month of the heading. Where neither gives as many as there are marks,
    none is given a month, because it cannot be told.
    """
    if len(cells) >= 12:
        return [MonthMark((year, month), cell) for month, cell in enumerate(cells[:12], 1) if cell]
    if span is None:
        return []
    first, last = ((month if own == year else end) for (own, month), end in zip(span, (1, 12), strict=True))
    begins = [start for start in sorted({1, first}) if last - start + 1 == len(cells)]
    if len(begins) != 1 or not span[0][0] <= year <= span[1][0]:
        return []
    return [MonthMark((year, month), cell) for month, cell in enumerate(cells, begins[0]) if cell]


def _marked(marks: list[MonthMark], year: int) -> list[int]:
    """The months of a year that have a mark."""
    return [mark.month[1] for mark in marks if mark.month[0] == year]


def _are_sums(cells: list[str], months: list[int]) -> bool:
    filled = [cell for cell in cells if cell]
    whole = len(cells) >= 12 or (len(cells) == len(filled) == len(months) and bool(months))
    return whole and bool(filled) and all(re.fullmatch(r"[\d,]+|--?|—", cell) for cell in filled)


def _with_sums(marks: list[MonthMark], year: int, cells: list[str], months: list[int]) -> list[MonthMark]:
    """The marks of a year with what was overdue in each month: of all twelve, or of those that have a mark."""
    columns = range(1, 13) if len(cells) == 12 else months
    sums = {
        (year, month): fen(cell) for month, cell in zip(columns, cells, strict=False) if cell.replace(",", "").isdigit()
    }
    return [MonthMark(one.month, one.mark, sums.get(one.month, one.overdue)) for one in marks]


def _account(one: _Open) -> CreditAccount | None:
    values = one.values
    lender = next((values[name] for name in _BEGINS if values.get(name)), "")
    if not lender:
        return None
    state = values.get("账户状态", "")
    closed = day(values.get("账户关闭日期", ""))
    is_over = any(word in state for word in ("结清", "销户", "转出"))
    return CreditAccount(
        kind=one.kind,
        lender=lender,
        lender_stem=stem_of(lender),
        opened=day(values.get("开立日期", "")),
        amount=_sum(values, "借款金额", "账户授信额度", "授信额度"),
        purpose=values.get("业务种类", ""),
        ends=day(values.get("到期日期", "")),
        as_of=one.as_of,
        balance=_sum(values, "余额", "已用额度"),
        overdue=_sum(values, "当前逾期总额"),
        state="" if state == "正常" else state,
        is_inactive=is_inactive(state),
        settled=((closed.year, closed.month) if closed else one.as_of) if is_over else None,
        late_months=sum(1 for mark in one.marks if mark.mark in "1234567") if one.marks else None,
        marks=tuple(sorted(one.marks, key=lambda mark: mark.month)),
        sources=tuple(one.rows[:40]),
    )


def _sum(values: Mapping[str, str], *names: str) -> Fen | None:
    return next((amount for name in names if (amount := fen(values.get(name, ""))) is not None), None)
