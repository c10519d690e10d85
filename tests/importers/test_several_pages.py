"""The plans of two loans in one text are each read, and where they cannot be told apart, that is said."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from app.core.nameless_plans import told_apart
from app.importers.read import Reading, read_paths


def plan(day: int, *, principal: int = 1_000, head: bool = False) -> list[str]:
    lines = [f"借款金额 {3 * principal}.00元", f"借款日期 2026年01月{day}日"] if head else []
    lines += ["还款计划 查询日期 2026-01-25"]
    for number, interest in enumerate((12, 8, 4), 1):
        lines += [f"第{number}期", f"2026年0{number + 1}月{day}日", f"应还 {principal + interest}.00元"]
        lines += [f"本金{principal}.00 + 利息{interest}.00", "待还"]
    return lines


def read(folder: Path, lines: list[str]) -> Reading:
    path = folder / "还款计划.txt"
    path.write_text("\n".join(lines), encoding="utf-8")
    return read_paths([path])


def code(reading: Reading) -> str:
    return reading.sources[0].problems[0].code


def test_two_plans_below_their_loans_are_read(tmp_path: Path) -> None:
    ledger = read(tmp_path, [*plan(15, head=True), *plan(20, head=True)]).ledger
    assert {(loan.drawn_at.date() if loan.drawn_at else None, loan.principal) for loan in ledger.loans} == {
        (date(2026, 1, 15), 300_000),
        (date(2026, 1, 20), 300_000),
    }
    assert len({row.contract for row in ledger.plan_rows}) == 2 and len(ledger.plan_rows) == 6


def test_two_plans_that_name_no_loan_are_of_two_loans(tmp_path: Path) -> None:
    ledger = told_apart(read(tmp_path, [*plan(15), *plan(20, principal=2_000)]).ledger)
    names = {row.due.day: row.contract for row in ledger.plan_rows}
    assert len(ledger.plan_rows) == 6 and len(set(names.values())) == 2 and "" not in names.values()


def test_two_plans_of_which_one_does_not_hold_are_refused(tmp_path: Path) -> None:
    assert code(read(tmp_path, [*plan(15), *plan(20)[:-1], "待还", "第4期", "应还 9.00元"])) == "page-text-several"


def test_a_sum_of_a_period_without_a_day_is_no_shorter_plan(tmp_path: Path) -> None:
    lines = [line for line in plan(15) if line != "2026年04月15日"]
    reading = read(tmp_path, lines)
    assert reading.ledger.plan_rows == () and code(reading) == "page-text-sum-without-row"


ORDERS = (
    ("FQL202602181234567", 12, 3, 61_230),
    ("FQL202603021234568", 6, 2, 32_000),
    ("FQL202604051234569", 3, 1, 25_000),
)


def orders(*, asked: int) -> list[str]:
    lines = ["分期乐", "我的账单", "2026年5月账单", f"本月应还 {asked / 100:,.2f}元"]
    for number, terms, period, due in ORDERS:
        lines += [
            "某某商品",
            f"订单号 {number}",
            f"第{period}/{terms}期 应还日 2026-05-18",
            f"本期应还 {due / 100:.2f}元",
        ]
        lines += [f"本金 {due / 100 - 20:.2f}元 服务费 20.00元", "待还"]
    return lines


def test_each_of_several_orders_on_a_page_has_its_own_period(tmp_path: Path) -> None:
    rows = read(tmp_path, orders(asked=118_230)).ledger.plan_rows
    assert [(row.contract, row.period, row.due, row.instalment, row.fee) for row in rows] == [
        (number, period, date(2026, 5, 18), due, 2_000) for number, _, period, due in ORDERS
    ]


def test_orders_that_do_not_make_up_what_the_page_asks_for_are_not_read(tmp_path: Path) -> None:
    assert read(tmp_path, orders(asked=150_000)).ledger.planned == ()
