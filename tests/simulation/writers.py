"""Writes the rows of a case as the files that a person holds, and remembers in which row of which file each stands."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from xml.sax.saxutils import escape

from app.core.facts import Method
from tests.simulation.lender import BankLine, BillPage, Case, Line, LoanLine, PlanLine, RecordLine, WalletLine

Cell = str | int | Decimal
Row = tuple[Sequence[Cell], Line | None]
Sheet = tuple[str, Sequence[Row]]


@dataclass(slots=True)
class Written:
    """The files of a case, and every (file, row) in which a line stands."""

    files: dict[str, bytes] = field(default_factory=dict)
    places: dict[int, set[tuple[str, int]]] = field(default_factory=dict)

    def add(self, name: str, data: bytes, sheets: Iterable[Sequence[Row]]) -> None:
        """Keep a file and where its lines stand, counted from 1."""
        self.files[name] = data
        for rows in sheets:
            for number, (_, line) in enumerate(rows, 1):
                if line is not None:
                    self.places.setdefault(id(line), set()).add((name, number))

    def rows_of(self, lines: Iterable[Line]) -> set[tuple[str, int]]:
        """Where lines stand."""
        return {place for line in lines for place in self.places.get(id(line), ())}


def yuan(fen: int) -> str:
    """``1234.50``."""
    return f"{'-' if fen < 0 else ''}{abs(fen) // 100}.{abs(fen) % 100:02d}"


def grouped(fen: int) -> str:
    """``1,234.50``."""
    return f"{'-' if fen < 0 else ''}{abs(fen) // 100:,}.{abs(fen) % 100:02d}"


def csv_bytes(rows: Sequence[Row], encoding: str, *, line_end: str = "\r\n") -> bytes:
    """Rows as a CSV file."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator=line_end)
    for cells, _ in rows:
        writer.writerow(cells)
    return text.getvalue().encode(encoding)


def xlsx_bytes(sheets: Sequence[Sheet]) -> bytes:
    """Rows as a workbook, the same bytes every time: stored, not compressed, and without a clock."""
    parts = {
        "[Content_Types].xml": _types(len(sheets)),
        "_rels/.rels": _relations([("officeDocument", "xl/workbook.xml")]),
        "xl/workbook.xml": _workbook([name for name, _ in sheets]),
        "xl/_rels/workbook.xml.rels": _relations(
            [("worksheet", f"worksheets/sheet{n}.xml") for n in range(1, len(sheets) + 1)]
        ),
    }
    for number, (_, rows) in enumerate(sheets, 1):
        parts[f"xl/worksheets/sheet{number}.xml"] = _sheet([cells for cells, _ in rows])
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name, text in parts.items():
            archive.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), text.encode())
    return out.getvalue()


_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_SCHEMAS = "http://schemas.openxmlformats.org"
_MAIN = f"{_SCHEMAS}/spreadsheetml/2006/main"
_DOCUMENT = f"{_SCHEMAS}/officeDocument/2006/relationships"


def _types(sheets: int) -> str:
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    overrides = "".join(
        f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{kind}.worksheet+xml"/>'
        for n in range(1, sheets + 1)
    )
    return (
        f'{_XML}<Types xmlns="{_SCHEMAS}/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>{overrides}</Types>'
    )


def _relations(targets: Sequence[tuple[str, str]]) -> str:
    inner = "".join(
        f'<Relationship Id="rId{n}" Type="{_DOCUMENT}/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(targets, 1)
    )
    return f'{_XML}<Relationships xmlns="{_SCHEMAS}/package/2006/relationships">{inner}</Relationships>'


def _workbook(names: Sequence[str]) -> str:
    sheets = "".join(f'<sheet name="{escape(x)}" sheetId="{n}" r:id="rId{n}"/>' for n, x in enumerate(names, 1))
    return f'{_XML}<workbook xmlns="{_MAIN}" xmlns:r="{_DOCUMENT}"><sheets>{sheets}</sheets></workbook>'


def _sheet(rows: Sequence[Sequence[Cell]]) -> str:
    body = "".join(
        f'<row r="{n}">{"".join(_cell(_column(k) + str(n), cell) for k, cell in enumerate(cells) if cell != "")}</row>'
        for n, cells in enumerate(rows, 1)
    )
    return f'{_XML}<worksheet xmlns="{_MAIN}"><sheetData>{body}</sheetData></worksheet>'


def _cell(place: str, cell: Cell) -> str:
    if isinstance(cell, str):
        return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{escape(cell)}</t></is></c>'
    return f'<c r="{place}"><v>{cell}</v></c>'


def _column(index: int) -> str:
    return _column(index // 26 - 1) + chr(65 + index % 26) if index >= 26 else chr(65 + index)


# -- wallet and bank -----------------------------------------------------------------------------------------------

WALLET_HEADER = (
    *("交易时间", "交易分类", "交易对方", "对方账号", "商品说明", "收/支", "金额", "收/付款方式", "交易状态"),
    *("交易订单号", "商家订单号", "备注", ""),
)
PLAIN = "-" * 84


def wallet_rows(
    case: Case, lines: Sequence[WalletLine], first: date, last: date, owner: str, missing: int = 0
) -> list[Row]:
    """The app's export of some lines, newest first, with what it declares of itself.

    ``missing`` rows are declared and not there: the oldest ones, of which the lines must not hold any.
    """
    ordered = sorted(lines, key=lambda w: w.at, reverse=True)
    sums = [(word, [w for w in lines if w.direction == word]) for word in ("收入", "支出", "不计收支")]
    lead = [
        PLAIN,
        PLAIN,
        "导出信息：",
        f"姓名：{owner}",
        "支付宝账户：138******00",
        f"起始时间：[{first} 00:00:00]    终止时间：[{last} 23:59:59]",
        "导出交易类型：[全部]",
        f"导出时间：[{case.as_of} 10:12:00]",
        f"共{len(lines) + missing}笔记录",
        *(f"{word}：{len(own)}笔 {yuan(sum(w.amount for w in own))}元" for word, own in sums),
        "",
        "特别提示：",
        "1.本明细仅供个人对账使用。",
        "",
        "------------------------支付宝（中国）网络技术有限公司  电子客户回单------------------------",
    ]
    rows: list[Row] = [([text], None) for text in lead]
    rows.append((WALLET_HEADER, None))
    for w in ordered:
        cells = (
            f"{w.at:%Y-%m-%d %H:%M:%S}",
            w.category,
            w.party,
            "/",
            w.text,
            w.direction,
            yuan(w.amount),
            w.account,
            w.status,
            f"{w.order}\t",
            "\t",
            "",
            "",
        )
        rows.append((cells, w))
    return rows


CMB_HEADER = ("记账日期", "货币", "交易金额", "联机余额", "交易摘要", "对手信息", "客户摘要")
ICBC_HEADER = ("交易日期", "摘要", "交易金额(收入)", "交易金额(支出)", "交易币种", "余额", "对方户名")


def cmb_rows(lines: Sequence[BankLine], opening: int = 30_000_00, gone: Sequence[BankLine] = ()) -> list[Row]:
    """A statement of 招商银行, oldest first, with its running balance; rows ``gone`` count and do not stand there."""
    rows: list[Row] = [(CMB_HEADER, None)]
    for line, balance in _running(lines, opening, gone):
        cells = (f"{line.on}", "CNY", grouped(line.amount), grouped(balance), line.summary, line.party, "")
        rows.append((cells, line))
    return rows


def icbc_rows(lines: Sequence[BankLine], opening: int = 30_000_00, gone: Sequence[BankLine] = ()) -> list[Row]:
    """A statement of 工商银行 with its lead lines; the rows ``gone`` count and do not stand there."""
    rows: list[Row] = [(("明细查询文件下载",), None), ((), None), (("卡号: 6222****5678,卡别名: ",), None), ((), None)]
    rows.append((ICBC_HEADER, None))
    for line, balance in _running(lines, opening, gone):
        taken, given = ("-", grouped(-line.amount)) if line.amount < 0 else (grouped(line.amount), "-")
        cells = (f"{line.on}     \t", line.summary, taken, given, "人民币", grouped(balance), line.party)
        rows.append((cells, line))
    return rows


def _running(lines: Sequence[BankLine], opening: int, gone: Sequence[BankLine]) -> Iterable[tuple[BankLine, int]]:
    balance = opening
    for line in sorted(lines, key=lambda b: b.on):
        balance += line.amount
        if line not in gone:
            yield line, balance


# -- tables of the lender, worded by a style -----------------------------------------------------------------------

METHOD_WORDS = {
    Method.EQUAL_INSTALMENT: "等额本息",
    Method.EQUAL_PRINCIPAL: "等额本金",
    Method.INTEREST_ONLY: "先息后本",
}


@dataclass(frozen=True)
class Style:
    """How a lender words its tables: header words by meaning, and how dates, moments, amounts, rates are written.

    The order of ``loans``, ``plan`` and ``records`` is the order of the columns; a meaning left out has no column.
    """

    loans: dict[str, str]
    plan: dict[str, str]
    records: dict[str, str]
    reserve: dict[str, str]
    words: dict[str, str]
    day: Callable[[date], str] = str
    money: Callable[[int], Cell] = yuan
    rate: Callable[[Decimal], Cell] = lambda rate: f"{rate * 100:.4f}%"

    def moment(self, at: datetime) -> str:
        """A moment: the day in this style, and the time."""
        return f"{self.day(at.date())} {at:%H:%M:%S}"


PLAIN_WORDS = {
    "open": "待还",
    "overdue": "逾期",
    "settled": "已结清",
    "auto": "自动扣款",
    "manual": "主动还款",
    "waiver": "利息减免",
    "done": "成功",
    "pending": "处理中",
    "loan-open": "使用中",
    "loan-settled": "已结清",
    **{method.value: word for method, word in METHOD_WORDS.items()},
}

PLAIN_STYLE = Style(
    loans={
        "contract": "借据号",
        "drawn": "借款时间",
        "principal": "借款金额",
        "terms": "期数",
        "method": "还款方式",
        "rate": "日利率",
        "due_day": "还款日",
        "grace": "宽限期",
        "state": "状态",
    },
    plan={
        "as_of": "查询日期",
        "contract": "借据号",
        "period": "期数",
        "starts": "起息日",
        "due": "应还日期",
        "principal": "应还本金",
        "interest": "应还利息",
        "total": "应还总额",
        "state": "状态",
    },
    records={
        "at": "还款时间",
        "counted_on": "入账日期",
        "contract": "借据号",
        "period": "期数",
        "channel": "还款类型",
        "total": "还款金额",
        "principal": "本金",
        "interest": "利息",
        "penalty": "罚息",
        "account": "还款账户",
        "outcome": "状态",
    },
    reserve={
        "taken": "取用时间",
        "amount": "取用金额",
        "returned": "归还时间",
        "given_back": "归还金额",
        "fee": "费用",
        "state": "状态",
    },
    words=PLAIN_WORDS,
)


def loan_rows(lines: Sequence[LoanLine], style: Style) -> list[Row]:
    """The list of drawdowns."""

    def cells(x: LoanLine) -> dict[str, Cell]:
        return {
            "contract": x.contract,
            "drawn": style.moment(x.drawn),
            "principal": style.money(x.principal),
            "terms": x.terms,
            "method": style.words[x.method.value],
            "rate": style.rate(x.rate),
            "due_day": x.due_day,
            "grace": x.grace,
            "state": style.words[f"loan-{x.state}"],
        }

    return _table(style.loans, [(cells(x), x) for x in lines])


def plan_rows(lines: Sequence[PlanLine], style: Style) -> list[Row]:
    """The plan pages, one below the other."""

    def cells(x: PlanLine) -> dict[str, Cell]:
        return {
            "as_of": style.day(x.as_of),
            "contract": x.contract,
            "period": x.period,
            "starts": style.day(x.starts),
            "due": style.day(x.due),
            "principal": style.money(x.principal),
            "interest": style.money(x.interest),
            "total": style.money(x.principal + x.interest),
            "state": style.words[x.state],
        }

    return _table(style.plan, [(cells(x), x) for x in lines])


def record_rows(lines: Sequence[RecordLine], style: Style) -> list[Row]:
    """The repayments as the lender recorded them."""

    def cells(x: RecordLine) -> dict[str, Cell]:
        return {
            "at": style.moment(x.at),
            "counted_on": style.day(x.counted_on),
            "contract": x.contract,
            "period": x.period,
            "channel": style.words[x.channel],
            "total": style.money(x.total),
            "principal": style.money(x.principal),
            "interest": style.money(x.interest),
            "penalty": style.money(x.penalty),
            "account": x.account,
            "outcome": style.words[x.outcome],
        }

    return _table(style.records, [(cells(x), x) for x in lines])


def reserve_rows(case: Case, style: Style) -> list[Row]:
    """The record of reserve advances."""
    rows = []
    for x in case.reserves:
        month = x.moved_to
        state = f"已转入花呗{month[0]}年{month[1]:02d}月账单" if month else "已归还" if x.returned else "使用中"
        cells: dict[str, Cell] = {
            "taken": style.moment(x.taken),
            "amount": style.money(x.amount),
            "returned": style.moment(x.returned) if x.returned else "",
            "given_back": style.money(x.given_back) if x.given_back is not None else "",
            "fee": style.money(x.fee),
            "state": state,
        }
        rows.append((cells, x))
    return _table(style.reserve, rows)


def _table(header: dict[str, str], rows: Sequence[tuple[dict[str, Cell], Line]]) -> list[Row]:
    return [(tuple(header.values()), None), *(([cells.get(name, "") for name in header], line) for cells, line in rows)]


# -- bills ---------------------------------------------------------------------------------------------------------

BILL_HEADER = ("入账日期", "交易时间", "类型", "交易说明", "金额(元)", "交易订单号")


def bill_rows(bill: BillPage, title: str = "花呗月账单") -> list[Row]:
    """A monthly bill: lead lines, its lines, and a line of totals; the lead and the totals declare the amount."""
    year, month = bill.month
    lead = (
        f"账单月份：{year}-{month:02d}",
        f"账单日：{bill.statement}",
        f"还款日：{bill.due}",
        f"本期应还：{yuan(bill.declared)}元",
    )
    rows: list[Row] = [((title,), None), (lead, bill), (BILL_HEADER, None)]
    for x in bill.lines:
        cells = (f"{x.posted}", f"{x.traded:%Y-%m-%d %H:%M:%S}", x.kind, x.text, yuan(x.amount), x.order)
        rows.append((cells, x))
    rows.append((("合计", "", "", f"共{bill.count}笔", yuan(bill.declared), ""), bill))
    return rows
