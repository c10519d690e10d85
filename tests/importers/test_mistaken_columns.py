"""Columns and lines that are easily taken for what they are not: what stands in them is read as what it is, or not."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from app.core.facts import Ledger, PeriodState, PlanRow, PlanTotal, Product
from app.importers.importer import Imported
from app.importers.read import read_paths
from app.importers.reading.table import Table
from app.importers.registry import Claim, recognise

DUES = ("2026-04-12", "2026-05-12", "2026-06-12", "2026-07-12")


def claim(*lines: str) -> Claim:
    return recognise(Table("made-up.csv", "", "0" * 16, [line.split(",") for line in lines]))


def read(*lines: str) -> Imported:
    reader = claim(*lines).reader
    assert reader is not None
    return reader()


def paper(folder: Path, *lines: str, name: str = "页面.txt") -> Ledger:
    path = folder / name
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return read_paths([path]).ledger


def periods(rows: tuple[PlanRow | PlanTotal, ...]) -> list[tuple[int, date]]:
    return [(row.period, row.due) for row in rows]


# --- plans ------------------------------------------------------------------------------------------------------------


def test_a_count_of_periods_left_numbers_no_period() -> None:
    rows = [f"{3 - at},{due},500.00,{20 - at}.00,{520 - at}.00" for at, due in enumerate(DUES)]
    told = read("还款计划", "剩余期数,还款日,本金,利息,合计", *rows)
    assert periods(told.ledger.plan_rows) == [(at, date.fromisoformat(due)) for at, due in enumerate(DUES, 1)]


def test_periods_that_stand_newest_first_keep_their_numbers() -> None:
    rows = [f"{4 - at},{due},500.00,{20 - at}.00,{520 - at}.00" for at, due in enumerate(reversed(DUES))]
    told = read("还款计划", "期数,还款日,本金,利息,合计", *rows)
    assert periods(told.ledger.plan_rows) == [(4 - at, date.fromisoformat(d)) for at, d in enumerate(reversed(DUES))]


def test_parts_of_a_period_below_each_other_are_one_where_the_period_is_written_once() -> None:
    rows = [f"{at},{due},本金,500.00\n,,利息,{20 - at}.00" for at, due in enumerate(DUES, 1)]
    told = read("期数,还款日,项目,金额", *"\n".join(rows).split("\n"))
    assert [(row.instalment, row.principal) for row in told.ledger.plan_totals] == [
        (52_000 - 100 * at, 50_000) for at in (1, 2, 3, 4)
    ]


def test_a_list_of_several_lenders_numbers_its_rows_and_none_of_their_periods() -> None:
    told = read(
        "序号,借款平台,还款日期,还款金额,是否已还",
        "1,借呗,2026-04-12,900.41,是",
        "2,微粒贷,2026-04-15,512.30,是",
        "3,借呗,2026-05-12,900.41,否",
    )
    assert {(row.product, row.period) for row in told.ledger.plan_totals} == {
        (Product.JIEBEI, 1), (Product.JIEBEI, 2), (Product.WEILIDAI, 1),
    }  # fmt: skip


def test_card_instalments_fall_due_on_the_day_on_which_the_card_is_charged() -> None:
    rows = [f"{at}/4,{due},500.00,{20 - at}.00,{520 - at}.00,未入账" for at, due in enumerate(DUES, 1)]
    told = read("分期还款明细", "期次,入账日期,每期本金,每期手续费,每期合计,入账状态", *rows)
    assert told.ledger.postings == ()
    assert [(row.due.isoformat(), row.principal, row.fee) for row in told.ledger.plan_rows] == [
        (due, 50_000, 2_000 - 100 * at) for at, due in enumerate(DUES, 1)
    ]


def test_repayments_that_were_booked_stay_repayments() -> None:
    rows = [f"{at},{due},500.00,{20 - at}.00,{520 - at}.00" for at, due in enumerate(DUES, 1)]
    told = read("分期还款记录", "期数,入账日期,实还本金,实还手续费,实还合计", *rows)
    assert told.ledger.plan_rows == ()
    assert len(told.ledger.postings) == len(DUES)


def test_loans_with_their_next_due_are_no_advances_of_the_reserve() -> None:
    told = read(
        "我的借款",
        "借款日期,借款金额,期数,已还期数,剩余应还本金,下期还款日,下期应还",
        "2026-03-12,12000.00,6,1,10050.94,2026-05-12,2093.06",
        "2026-04-01,5000.00,3,0,5000.00,2026-05-01,1717.00",
    )
    assert told.ledger.reserves == ()
    assert [(loan.principal, loan.terms) for loan in told.ledger.loans] == [(1_200_000, 6), (500_000, 3)]


def test_sums_of_what_was_paid_are_repayments_of_the_day_beside_them() -> None:
    rows = [f"{at},{due},500.00,{20 - at}.00,{520 - at}.00" for at, due in enumerate(DUES, 1)]
    told = read("期数,还款日期,已还本金,已还利息,已还金额", *rows)
    assert [(row.at.date().isoformat(), row.principal) for row in told.ledger.postings] == [(d, 50_000) for d in DUES]


def test_sums_of_which_some_are_not_paid_yet_are_of_a_plan_or_asked_about() -> None:
    rows = [f"{at},{due},{500 if at < 3 else 0}.00,{10 if at < 3 else 0}.00" for at, due in enumerate(DUES, 1)]
    claimed = claim("期数,还款日期,已还本金,已还利息", *rows)
    assert claimed.reader is None or claimed.reader().ledger.postings == ()


def test_the_day_that_lenders_call_the_day_of_repaying_is_when_something_falls_due() -> None:
    rows = [f"{due},{520 - at}.00,500.00,{20 - at}.00" for at, due in enumerate(DUES, 1)]
    told = read("还款日,月还款额,其中:本金,其中:利息", *rows)
    assert [row.due.isoformat() for row in told.ledger.plan_rows] == list(DUES)


def test_what_is_paid_in_is_settled_and_what_is_not_is_open() -> None:
    told = read(
        "学费分期还款表", "期数,应缴日期,应缴金额,状态", "1,2026-04-12,1000.00,已缴", "2,2026-05-12,1000.00,未缴"
    )
    assert [row.state for row in told.ledger.plan_totals] == [PeriodState.SETTLED, PeriodState.OPEN]


def test_loans_that_are_each_repaid_at_once_are_no_advances_and_no_periods_of_one_loan() -> None:
    claimed = claim(
        "借款日期,还款日期,借款金额,利息,还款金额,状态",
        "2026-03-12,2026-04-12,5000.00,75.00,5075.00,已还",
        "2026-04-15,2026-05-15,3000.00,45.00,3045.00,未还",
    )
    assert claimed.reader is None
    assert claimed.doubt is not None and claimed.doubt.code == "lender-table-unsure"


# --- bills and cards --------------------------------------------------------------------------------------------------


def test_bills_with_the_number_of_a_card_are_no_huabei_bills() -> None:
    told = read(
        "账单月份,到期还款日,应还总额,最低还款,卡号",
        "2026-03,2026-03-26,5200.50,520.05,某某银行信用卡(1234)",
        "2026-04,2026-04-26,610.30,61.03,某某银行信用卡(1234)",
    )
    assert {bill.product for bill in told.ledger.bills} == {Product.CARD}
    assert "bill-product-assumed" not in {problem.code for problem in told.problems}


BOUGHT = ("2026-03-05,2026-03-06,某某超市,35.50", "2026-03-08,2026-03-09,账单分期 02/06期,500.00")


def test_a_table_of_two_days_in_which_only_repayments_bear_a_minus_is_a_cards() -> None:
    told = read("交易日期,记账日期,交易说明,人民币金额", *BOUGHT, "2026-03-18,2026-03-18,手机银行还款,-535.50")
    assert [row.amount for row in told.ledger.bank] == [-3_550, -50_000, 53_550]
    assert told.format == "bank-unknown-credit"


def test_a_table_of_two_days_with_balances_is_an_accounts() -> None:
    told = read(
        "交易日期,记账日期,交易说明,交易金额,余额",
        "2026-03-05,2026-03-06,工资,5000.00,5000.00",
        "2026-03-08,2026-03-09,还款,-500.00,4500.00",
        "2026-03-18,2026-03-18,还款,-535.50,3964.50",
    )
    assert [row.amount for row in told.ledger.bank] == [500_000, -50_000, -53_550]


# --- pages ------------------------------------------------------------------------------------------------------------

PAID = [("2026-04-12", "1,111.11"), ("2026-05-12", "2,222.22"), ("2026-06-12", "3,333.33")]
TRULY = [(date(2026, 4, 12), 111_111), (date(2026, 5, 12), 222_222), (date(2026, 6, 12), 333_333)]


def test_each_sum_of_a_page_is_of_the_day_above_it_where_the_page_begins_with_a_day(tmp_path: Path) -> None:
    lines = [line for day, sum_ in PAID for line in (f"{day} 08:01:03", "还款成功", f"{sum_}元")]
    told = paper(tmp_path, "借呗 还款记录", *lines)
    assert [(notice.on, notice.amount) for notice in told.notices] == TRULY


def test_each_sum_of_a_page_is_of_the_day_below_it_where_the_page_begins_with_a_sum(tmp_path: Path) -> None:
    lines = [line for day, sum_ in PAID for line in (f"{sum_}元", f"{day} 08:01:03", "还款成功")]
    told = paper(tmp_path, "借呗 还款记录", *lines)
    assert [(notice.on, notice.amount) for notice in told.notices] == TRULY


def test_what_several_lenders_are_owed_in_all_is_owed_to_none_of_them(tmp_path: Path) -> None:
    shown = ("借呗 900.41元", "京东白条 604.50元", "招联金融 900.50元")
    told = paper(tmp_path, "待还款", "截至2026年5月1日", "总待还 2,405.41元", *shown)
    assert told.notices == ()


# --- parts and wholes -------------------------------------------------------------------------------------------------


def test_a_part_of_what_is_due_is_not_what_the_bill_asks_for() -> None:
    told = read(
        "白条账单明细 2026年5月",
        "还款日 2026-05-18",
        "入账日期,商品,订单金额,期数,本期应还本金,本期应还服务费,本期应还",
        "2026-03-20,冰箱,1800.00,2/6,300.00,4.50,304.50",
        "2026-01-10,电视,1500.00,5/5,300.00,0.00,300.00",
    )
    (bill,) = told.ledger.bills
    assert bill.declared is None
    assert [line.amount for line in bill.lines] == [30_450, 30_000]


def test_a_contract_in_text_gives_its_plan_too_where_that_is_whole(tmp_path: Path) -> None:
    terms = (
        "借款合同",
        "合同编号：HT2026-001",
        "贷款人：某某消费金融有限公司",
        "借款人：某某",
        "借款金额：人民币2,000.00元",
    )
    rows = [f"{at} {due} 500.00 {20 - at}.00 {520 - at}.00" for at, due in enumerate(DUES, 1)]
    told = paper(tmp_path, *terms, "借款期限：4个月", "附件 还款计划", "期数 还款日 本金 利息 合计", *rows)
    assert [row.due.isoformat() for row in told.plan_rows] == list(DUES)
    assert {row.contract for row in told.plan_rows} == {"HT2026-001"} == {loan.contract for loan in told.loans}


def test_the_new_day_of_a_plan_is_when_something_falls_due() -> None:
    rows = [f"{at},{due},{due[:-2]}20,500.00,{20 - at}.00,{520 - at}.00" for at, due in enumerate(DUES, 1)]
    told = read("期数,原还款日,新还款日,本金,利息,合计", *rows)
    assert {row.due.day for row in told.ledger.plan_rows} == {20}
