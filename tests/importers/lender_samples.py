"""Builds made-up lender tables: consistent values by role, under whatever headings a test asks for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from app.importers.reading.table import Table

ZH_STATES = {"settled": "已结清", "overdue": "逾期", "open": "待还"}

PLAN: Mapping[str, Sequence[str]] = {
    "as_of": ["2024-03-01"] * 3 + ["2024-04-20"] * 3,
    "contract": ["JB2024030100001234"] * 6,
    "period": ["1", "2", "3"] * 2,
    "starts": ["2024-03-01", "2024-04-01", "2024-05-01"] * 2,
    "due": ["2024-04-01", "2024-05-01", "2024-06-01"] * 2,
    "principal": ["996.04", "1000.37", "1003.59"] * 2,
    "interest": ["12.40", "8.03", "4.13"] * 2,
    "penalty": ["0.00", "0.00", "0.00"] * 2,
    "fee": ["0.00", "0.00", "0.00"] * 2,
    "total": ["1008.44", "1008.40", "1007.72"] * 2,
    "outstanding": ["2003.96", "1003.59", "0.00"] * 2,
    "state": ["待还", "待还", "待还", "已结清", "待还", "待还"],
    "cleared_on": ["", "", "", "2024-04-01", "", ""],
    "all_terms": ["3"] * 6,
    "": ["张三"] * 6,
}

RECORDS: Mapping[str, Sequence[str]] = {
    "paid_at": ["2024-04-01 09:10:11", "2024-05-01 10:20:30", "2024-06-03 07:08:09"],
    "counted_on": ["2024-04-01", "2024-05-02", "2024-06-03"],
    "contract": ["JB2024030100001234"] * 3,
    "batch": ["R20240401000000001", "R20240501000000002", "R20240603000000003"],
    "period": ["1", "2", "3"],
    "channel": ["自动扣款", "主动还款", "自动扣款"],
    "total": ["1008.44", "1008.40", "1008.92"],
    "principal": ["996.04", "1000.37", "1003.59"],
    "interest": ["12.40", "8.03", "4.13"],
    "penalty": ["0.00", "0.00", "1.20"],
    "fee": ["0.00", "0.00", "0.00"],
    "account": ["招商银行储蓄卡(1234)", "余额宝", "招商银行储蓄卡(1234)"],
    "outcome": ["成功", "成功", "处理中"],
    "outstanding": ["2003.96", "1003.59", "0.00"],
    "": ["无备注", "手机", "手机"],
}

DRAWDOWNS: Mapping[str, Sequence[str]] = {
    "contract": ["JB2024030100001234", "JB2024050500005678"],
    "drawn_at": ["2024-03-01 12:00:01", "2024-05-05 08:09:10"],
    "loan_amount": ["3000.00", "15600.00"],
    "terms": ["3", "12"],
    "method": ["等额本息", "先息后本"],
    "daily_rate": ["0.0400%", "0.0350%"],
    "annual_rate": ["14.40%", "12.60%"],
    "due_day": ["1", "5"],
    "grace": ["3", "0"],
    "ends_on": ["2024-06-01", "2025-05-05"],
    "loan_state": ["使用中", "已结清"],
    "product": ["借呗", "借呗"],
    "lender": ["某某银行", "某某消费金融"],
    "outstanding": ["2003.96", "0.00"],
    "": ["张三", "张三"],
}

RESERVE: Mapping[str, Sequence[str]] = {
    "taken_at": ["2024-06-11 17:44:33", "2024-07-01 08:00:00"],
    "taken": ["500.00", "500.00"],
    "returned_at": ["2024-06-14 17:17:29", ""],
    "returned": ["500.00", ""],
    "fee": ["0.00", "0.00"],
    "reserve_state": ["已归还", "已转入花呗2024年08月账单"],
    "": ["张三", "张三"],
}

BILL: Mapping[str, Sequence[str]] = {
    "posted_on": ["2024-06-09", "2024-06-14", "2024-07-01", "2024-06-20"],
    "traded_at": ["2024-06-09 18:34:13", "2024-06-14 15:26:27", "2024-06-25 10:00:00", "2024-06-20 11:12:13"],
    "line_kind": ["消费", "分期", "备用金", "退款"],
    "text": ["某某超市订单", "账单分期第2期", "备用金", "退款-某某超市订单"],
    "line_amount": ["146.06", "66.67", "500.00", "-20.00"],
    "order_no": ["2024060942128896271988814548", "2024061457361207567670837990", "2024062500001111", "20240620000022"],
}

VALUES = {"plan": PLAN, "records": RECORDS, "drawdowns": DRAWDOWNS, "reserve": RESERVE, "bill": BILL}


def parsed(layout: str) -> list[tuple[str, str]]:
    """``借据号=contract | 备注=`` as pairs of heading and role."""
    pairs = (column.strip().rpartition("=") for column in layout.split("|"))
    return [(heading.strip(), role.strip()) for heading, _, role in pairs]


def table_of(
    kind: str,
    columns: Sequence[tuple[str, str]],
    lead: Sequence[Sequence[str]] = (),
    values: Mapping[str, Sequence[str]] | None = None,
    sheet: str = "",
) -> Table:
    """A table of ``kind`` with these headings and the made-up values of their roles."""
    cells = {**VALUES[kind], **(values or {})}
    rows = zip(*(cells[role] for _, role in columns), strict=True)
    grid = [*map(list, lead), [heading for heading, _ in columns], *map(list, rows)]
    return Table("made-up.csv", sheet, "0" * 16, grid)
