"""Pages and tables of the programs of lenders, in which one thing must not be taken for another."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.core.facts import PeriodState
from app.importers.importer import Imported
from app.importers.read import read_paths
from app.importers.reading.dates import UnreadableDate, parse_day
from app.importers.reading.table import Table
from app.importers.registry import Claim, recognise


def claim(*lines: str) -> Claim:
    return recognise(Table("made-up.csv", "", "0" * 16, [line.split(",") for line in lines]))


def read(*lines: str) -> Imported:
    reader = claim(*lines).reader
    assert reader is not None
    return reader()


def test_principal_beside_two_charges_is_no_balance_and_both_are_fees() -> None:
    rows = [
        f"{n},2026-0{n}-08,1520.30,{p},{i},60.00,40.00"
        for n, p, i in ((1, "1200.00", "220.30"), (2, "1212.00", "208.30"))
    ]
    plan = read("还款计划", "期数,还款日,月供,本金,利息,保险费,服务费", *rows).ledger.plan_rows
    assert [(row.principal, row.interest, row.fee) for row in plan] == [
        (120_000, 22_030, 10_000),
        (121_200, 20_830, 10_000),
    ]


@pytest.mark.parametrize(("paid", "state"), [("已还2期", ""), ("剩余 4 期", ""), ("逾期 3 天", "逾期")])
def test_how_many_periods_were_repaid_is_no_state_and_no_number_of_periods(paid: str, state: str) -> None:
    loans = read(
        "美团生活费",
        "我的借款",
        "2026-03-01借款",
        "3000.00元",
        f"{paid} 共6期",
        "2026-04-15借款",
        "1000.00元",
        f"{paid} 共3期",
    ).ledger.loans
    assert [(loan.principal, loan.terms, loan.state) for loan in loans] == [
        (300_000, 6, state),
        (100_000, 3, state),
    ]


def test_the_number_above_an_order_is_that_of_its_loan_and_days_late_are_a_state(tmp_path: Path) -> None:
    path = tmp_path / "订单.txt"
    lines = ["分期乐 我的订单"]
    lines += [
        "订单号：FQL26011500012",
        "2026-02-15 第1期 应还 318.00元 已还清",
        "2026-03-15 第2期 应还 318.00元 待还款",
    ]
    lines += [
        "订单号：FQL26020100034",
        "2026-03-01 第1期 应还 870.00元 已还清",
        "2026-04-01 第2期 应还 870.00元 逾期3天",
    ]
    path.write_text("\n".join(lines), encoding="utf-8")
    planned = read_paths([path]).ledger.planned
    assert [(row.contract, row.period, row.state) for row in planned] == [
        ("FQL26011500012", 1, PeriodState.SETTLED),
        ("FQL26011500012", 2, PeriodState.OPEN),
        ("FQL26020100034", 1, PeriodState.SETTLED),
        ("FQL26020100034", 2, PeriodState.OVERDUE),
    ]


def test_a_number_of_the_row_is_no_period_where_a_column_of_periods_stands_beside_it() -> None:
    rows = ["1,2026-02-05 09:00:12,3/12,1066.19,946.19,120.00", "2,2026-03-05 11:00:12,4/12,1066.19,955.65,110.54"]
    postings = read("序号,还款时间,还款期数,还款金额,其中本金,其中利息", *rows).ledger.postings
    assert [posting.period for posting in postings] == [3, 4]


def test_what_is_owed_at_the_beginning_of_a_period_is_no_day() -> None:
    rows = ["1,2026-02-05,12000.00,946.19,120.00,11053.81", "2,2026-03-05,11053.81,955.65,110.54,10098.16"]
    plan = read("期次,还款日期,期初本金,本期本金,本期利息,期末本金", *rows).ledger.plan_rows
    assert [(row.principal, row.starts) for row in plan] == [(94_619, None), (95_565, None)]
    with pytest.raises(UnreadableDate):
        parse_day("12000.00")


@pytest.mark.parametrize("listed", [("2026.01.05", "2026.03.01"), ("2026.01.05 | 12期", "2026.01.05 | 12期")])
def test_the_days_of_the_loans_on_a_page_are_not_the_day_of_what_is_owed(listed: tuple[str, str]) -> None:
    lines = ["我的借款", "待还总额 14132.17元", "借款 12000.00元", listed[0], "借款 5000.00元", listed[1]]
    assert {notice.on for notice in read(*lines).ledger.notices} <= {None}


@pytest.mark.parametrize(
    ("asked", "states"),
    [("是否逾期", ["unknown", "unknown"]), ("是否未还", ["settled", "open"]), ("是否结清", ["open", "settled"])],
)
def test_yes_and_no_answer_what_the_heading_asks(asked: str, states: list[str]) -> None:
    rows = ["1,2026-02-05,1066.19,否", "2,2026-03-05,1066.19,是"]
    planned = read(f"期数,应还款日,应还总额,{asked}", *rows).ledger.planned
    assert [row.state.value for row in planned] == states


def test_what_a_bill_asks_for_of_instalments_is_no_repayment() -> None:
    rows = ["2026-03-01,2026-04-05,手机分期,12,2,300.00,5.40", "2026-02-11,2026-04-05,家电分期,6,3,150.00,2.70"]
    found = claim("交易日,入账日,交易描述,分期总期数,当前期数,本期应还本金,本期手续费", *rows)
    assert (found.reader, found.doubt and found.doubt.code) == (None, "lender-table-unsure")


def test_a_period_without_any_payment_is_not_repaid_yet() -> None:
    rows = ["A001,2026-02-05,946.19,120.00,946.19,120.00,2026-02-05", "A001,2026-03-05,955.65,110.54,,,"]
    result = read("借据号,还款日,应还本金,应还利息,实还本金,实还利息,实还日期", *rows)
    assert (len(result.ledger.postings), result.problems, dict(result.skipped)) == (1, (), {"lender-not-repaid-yet": 1})


def test_a_persons_list_of_repayments_is_no_plan() -> None:
    rows = ["2026-01-05,借款,12000,借呗", "2026-02-05,还款,1066.19,借呗第1期", "2026-03-05,还款,1066.19,借呗第2期"]
    found = claim("时间,事项,金额,备注", *rows)
    assert not found.reader or found.reader().ledger.planned == ()


def test_an_instalment_page_with_principal_and_fee_is_a_plan() -> None:
    lines = [f"第{n}期 2026-0{n}-10 本金500.00 手续费15.00 待还" for n in (1, 2, 3)]
    plan = read("花呗 分期明细", "手机分期 12期", *lines).ledger.plan_rows
    assert [(row.period, row.principal, row.fee) for row in plan] == [(n, 50_000, 1_500) for n in (1, 2, 3)]


HEAD = ("借款详情", "微粒贷", "借款金额(元)", "12000.00", "借款时间 2026-01-15", "年利率(单利) 14.4%", "还款计划")


def shown(*rows: tuple[str, str, str, str]) -> list[str]:
    return [
        text for due, total, principal, interest in rows for text in (due, total, f"本金{principal} 利息{interest}")
    ]


def test_the_first_periods_of_a_plan_are_read_where_their_interest_follows_the_loan() -> None:
    first = ("第1期 2026-02-15", "1079.71", "935.71", "144.00")
    rows = (
        first,
        ("第2期 2026-03-15", "1079.71", "946.94", "132.77"),
        ("第3期 2026-04-15", "1079.71", "958.30", "121.41"),
    )
    found = read(*HEAD, *shown(*rows))
    assert [row.principal for row in found.ledger.plan_rows] == [93_571, 94_694, 95_830]
    assert [(loan.principal, loan.terms) for loan in found.ledger.loans] == [(1_200_000, None)]
    other = (
        first,
        ("第2期 2026-03-15", "1079.71", "946.94", "132.77"),
        ("第3期 2026-04-15", "1079.71", "1,030.30", "49.41"),
    )
    assert not read(*HEAD, *shown(*other)).ledger.plan_rows


def prepaid(*states: str, principal: str = "6,000.00", interest: tuple[str, ...] = ()) -> Claim:
    """A pasted plan of six periods of 1,000.00 at 0.05 % a day, of which 2,000.00 were prepaid behind the second."""
    shown = interest or ("93.00", "75.00", "30.00", "23.25", "15.50", "7.50")
    dues = ("02-10", "03-12", "04-11", "05-12", "06-12", "07-12")
    parts = ("1000.00", "1000.00", "500.00", "500.00", "500.00", "500.00")
    rows = [
        f"第{n}期 2026-{due} {float(part) + float(more):.2f} 本金{part} 利息{more} {state}"
        for n, (due, part, more, state) in enumerate(zip(dues, parts, shown, states, strict=True), 1)
    ]
    return recognise(
        Table("a.txt", "", "0", [[f"微粒贷 借款金额{principal}元 2026年1月10日 6期 日利率0.05%"], *([r] for r in rows)])
    )


def test_a_plan_cut_anew_by_a_prepayment_repays_less_than_was_lent() -> None:
    reader = prepaid("已还", "已还", "已还", "待还", "待还", "待还").reader
    assert reader is not None
    rows = reader().ledger.plan_rows
    assert (len(rows), sum(row.principal for row in rows)) == (6, 400_000)


@pytest.mark.parametrize(
    ("states", "principal", "interest"),
    [
        (("待还",) * 6, "6,000.00", ()),  # behind which period?
        (("已还", "已还", "已还", "待还", "待还", "待还"), "5,000.00", ()),
        (("已还", "已还", "已还", "待还", "待还", "待还"), "3,000.00", ()),
        (("已还",) * 3 + ("待还",) * 3, "6,000.00", ("93.00", "75.00", "30.00", "23.25", "25.50", "7.50")),
    ],
)
def test_a_plan_that_lacks_principal_for_another_reason_is_not_used(
    states: tuple[str, ...], principal: str, interest: tuple[str, ...]
) -> None:
    claim = prepaid(*states, principal=principal, interest=interest)
    assert claim.reader is None and claim.doubt and claim.doubt.code == "page-text-principal-differs"


def test_a_page_titled_as_a_bill_that_shows_the_plan_of_one_purchase_is_a_plan() -> None:
    rows = [f"第{n}期 2026-0{n + 1}-14 应还321.50 本金299.91 手续费21.59 待还" for n in range(1, 4)]
    assert len(read("白条账单", *rows).ledger.plan_rows) == 3
    of_several = ["手机 第3/12期 2026-03-14 321.50", "电脑 第7/12期 2026-03-14 200.00"]
    assert all(importer.name != "page-text" for importer in claim("白条账单", *of_several).importers)


def test_a_column_that_nobody_knows_moves_no_sum_under_another_heading(tmp_path: Path) -> None:
    path = tmp_path / "明细.csv"
    rows = [
        "1,2026-02-15,1079.71,935.71,144.00,1079.71,11064.29",
        "2,2026-03-15,1079.71,946.94,132.77,2159.42,10117.35",
    ]
    lines = ["还款明细", "序号,还款日,还款金额,其中本金,其中利息,累计还款,剩余本金", *rows]
    path.write_text("\n".join(lines), encoding="utf-8")
    reading = read_paths([path])
    assert not reading.ledger.planned
    assert [problem.code for problem in reading.sources[0].problems] == ["lender-table-unsure"]
