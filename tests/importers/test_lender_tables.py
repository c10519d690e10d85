"""What a lender's table says, beyond its headers: pages, blocks, totals, units, states and trouble."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime
from decimal import Decimal

import pytest

from app.core.facts import Method, Outcome, PeriodState, PlanTotal, Product, Trigger
from app.importers.importer import Imported
from app.importers.lenders.tables import LenderTables, doubt
from app.importers.reading.table import Table
from app.importers.recognising.understanding import ColumnMapping, Doubt, fingerprint, understand
from app.importers.registry import recognise
from app.texts import Phrasebook, languages
from tests.importers.lender_samples import parsed, table_of

LENDER = LenderTables()
RECORDS = "还款时间,入账日期,借据号,期数,还款类型,还款金额,本金,利息,罚息,还款账户,状态\n"
DRAWDOWNS = "借据号,借款时间,借款金额,期数,还款方式,日利率,还款日,宽限期,状态\n"


def grid(text: str, sheet: str = "") -> Table:
    return Table("made-up.csv", sheet, "0" * 16, list(csv.reader(io.StringIO(text.strip()))))


def read(text: str, sheet: str = "") -> Imported:
    table = grid(text, sheet)
    assert LENDER.claims(table)
    return LENDER.read(table)


def codes(result: Imported) -> list[str]:
    """The codes of the problems, each of which can be said in both languages."""
    for problem in result.problems:
        for language in languages():
            Phrasebook(language).say(f"problem.{problem.code}", **dict(problem.facts))
    return [problem.code for problem in result.problems]


def test_contract_and_day_are_taken_from_the_lines_above_the_table() -> None:
    result = read("""
还款计划表
借据号：JB2024030100001234,查询日期：2024-03-15 10:00:00
期数,应还日期,应还本金,应还利息,应还总额
1,2024-04-01,996.04,12.40,1008.44
2,2024-05-01,1000.37,8.03,1008.40
""")
    assert {(row.contract, row.as_of) for row in result.ledger.plan_rows} == {("JB2024030100001234", date(2024, 3, 15))}
    assert codes(result) == []


def test_blocks_of_several_loans_keep_their_own_contract_and_are_held_against_their_subtotals() -> None:
    result = read("""
借据号,JB1111111111
期数,应还日期,应还本金,应还利息,应还总额,状态
1,2024-04-01,996.04,12.40,1008.44,待还
2,2024-05-01,1000.37,8.03,1008.40,待还
小计,,1996.41,20.43,2016.84,
借据号：JB2222222222
期数,应还日期,应还本金,应还利息,应还总额,状态
1,2024-04-09,996.04,12.40,1008.44,待还
2,2024-05-09,1000.37,8.03,1008.40,已逾期(3天)
小计,,1996.41,20.43,2016.80,
""")
    assert [row.contract for row in result.ledger.plan_rows] == ["JB1111111111"] * 2 + ["JB2222222222"] * 2
    assert result.ledger.plan_rows[-1].state is PeriodState.OVERDUE
    (problem,) = [problem for problem in result.problems if problem.code == "lender-sum-differs"]
    assert problem.source is not None
    assert (problem.source.row, dict(problem.facts)["difference"]) == (10, -4)
    assert codes(result) == ["lender-plan-without-day", "lender-sum-differs"]


def test_a_paper_whose_pages_have_totals_of_their_own_is_held_against_the_last_as_a_whole() -> None:
    paper = """
期数,应还日期,应还本金,应还利息,应还总额
1,2024-04-01,996.04,12.40,1008.44
本页小计,,996.04,12.40,1008.44
2,2024-05-01,1000.37,8.03,1008.40
第2页小计,,1000.37,8.03,1008.40
合计,,1996.41,20.43,2016.84
"""
    result = read(paper)
    assert (len(result.ledger.plan_rows), result.rows) == (2, 2)
    assert "lender-sum-differs" not in codes(result)
    assert "lender-sum-differs" in codes(read(paper.replace("合计,,1996.41", "合计,,1996.42")))


def test_a_try_that_failed_has_no_parts_and_may_be_left_out_of_the_total() -> None:
    paper = """
借据编号,JJ-8801
扣款日期,扣款渠道,扣款总额,冲本,冲息,冲罚息,扣款结果
2024-02-15 09:01,银联代扣,1079.33,935.33,144.00,0.00,成功
2024-03-15 09:01,银联代扣,1079.33,0.00,0.00,0.00,失败
2024-03-18 12:30,主动还款,1081.29,946.55,132.78,1.96,成功
小计,,2160.62,1881.88,276.78,1.96,
"""
    result = read(paper)
    assert [(row.principal, row.penalty, row.outcome.value) for row in result.ledger.postings] == [
        (93_533, 0, "done"),
        (0, 0, "failed"),
        (94_655, 196, "done"),
    ]
    assert codes(result) == []
    assert "lender-parts-differ" in codes(read(paper.replace("1.96,成功", "2.96,成功")))
    assert "lender-sum-differs" in codes(read(paper.replace("小计,,2160.62", "小计,,2160.00")))


def totals(text: str) -> tuple[PlanTotal, ...]:
    reader = recognise(grid(text)).reader
    assert reader
    return reader().ledger.plan_totals


def test_rows_that_each_hold_one_part_of_a_period_are_one_period() -> None:
    paper = """
期数,应还日,费用项目,应还金额,状态
1,2024-02-15,本金,935.71,已还
1,2024-02-15,利息,144.00,已还
2,2024-03-15,本金,946.94,未还
2,2024-03-15,利息,132.77,未还
"""
    rows = totals(paper)
    assert [(row.period, row.instalment, row.principal, row.interest, len(row.sources)) for row in rows] == [
        (1, 107_971, 93_571, 14_400, 2),
        (2, 107_971, 94_694, 13_277, 2),
    ]
    assert len(totals(paper.replace("本金,946.94", "利息,946.94"))) == 3
    assert len(totals(paper.replace("本金", "甲").replace("利息", "乙"))) == 4


def test_a_header_of_two_rows_tells_what_was_due_from_what_was_paid() -> None:
    result = read("""
期数,应还日期,应还,,,实还,,,状态
,,本金,利息,合计,本金,利息,日期,
1,2024-04-01,996.04,12.40,1008.44,996.04,12.40,2024-04-01,已还
2,2024-05-01,1000.37,8.03,1008.40,,,,未还
3,2024-06-01,1003.59,4.13,1007.72,,,,未还
""")
    assert [(row.principal, row.interest) for row in result.ledger.plan_rows] == [
        (99604, 1240),
        (100037, 803),
        (100359, 413),
    ]
    assert [row.state for row in result.ledger.plan_rows] == [
        PeriodState.SETTLED,
        PeriodState.OPEN,
        PeriodState.OPEN,
    ]
    assert result.ledger.plan_rows[0].cleared_on == date(2024, 4, 1)


def test_a_plan_without_period_numbers_is_numbered_by_due_date_and_says_so() -> None:
    result = read("应还日期,本金,利息,应还总额\n2024-05-01,1000.37,8.03,1008.40\n2024-04-01,996.04,12.40,1008.44\n")
    assert [(row.period, row.due.month) for row in result.ledger.plan_rows] == [(2, 5), (1, 4)]
    assert "lender-period-counted" in codes(result)


@pytest.mark.parametrize(("many", "read_as_plan"), [("2", False), ("1", True)])
def test_a_list_of_what_several_loans_come_to_is_no_plan(many: str, read_as_plan: bool) -> None:
    rows = [f"2024-0{n}-15,1460.40,110.00,1570.40,{many}" for n in (2, 3, 4, 5)]
    result = read("\n".join(["还款日,应还本金,应还利息,应还金额,笔数", *rows]))
    assert bool(result.ledger.planned) is read_as_plan
    assert (codes(result) == ["lender-sums-of-loans"]) is not read_as_plan


def test_cells_merged_over_several_rows_hold_for_all_of_them() -> None:
    result = read("""
查询日期,借据号,期数,应还日期,应还本金,应还利息,应还总额
2024-03-01,JB1111111111,1,2024-04-01,996.04,12.40,1008.44
,,2,2024-05-01,1000.37,8.03,1008.40
2024-03-02,JB2222222222,1,2024-04-01,996.04,12.40,1008.44
,,2,2024-05-01,1000.37,8.03,1008.40
""")
    assert [(row.contract[-1], row.as_of) for row in result.ledger.plan_rows] == [
        ("1", date(2024, 3, 1)),
        ("1", date(2024, 3, 1)),
        ("2", date(2024, 3, 2)),
        ("2", date(2024, 3, 2)),
    ]


def test_outcomes_channels_and_waivers_are_told_apart() -> None:
    result = read(
        RECORDS
        + """2024-04-01 10:00:00,2024-04-01,JB2024030100001234,1,自动扣款,100.00,99.00,1.00,0.00,招商银行(1234),成功
2024-05-01 10:00:00,-,JB2024030100001234,2,自动扣款,100.00,-,-,-,招商银行储蓄卡(1234),扣款失败(余额不足)
2024-05-01 11:00:00,,JB2024030100001234,2,到账自动还款,95.00,94.00,1.00,0.00,余额宝,处理中
2024-05-01 12:00:00,2024-05-02,JB2024030100001234,2,利息减免,5.00,,5.00,,优惠券,成功
2024-05-01 13:00:00,2024-05-02,JB2024030100001234,2,利息减免,5.00,,5.00,,优惠券,失败
"""
    )
    first, failed, pending = result.ledger.postings
    assert (first.outcome, first.trigger, first.total) == (Outcome.DONE, Trigger.AUTO, 10000)
    assert (failed.outcome, failed.counted_on) == (Outcome.FAILED, date(2024, 5, 1))
    assert (pending.outcome, pending.trigger) == (Outcome.PENDING, Trigger.INCOMING)
    (waiver,) = result.ledger.waivers
    assert (waiver.amount, waiver.interest, waiver.on) == (500, 500, date(2024, 5, 2))
    assert result.skipped == (("lender-waiver-not-granted", 1),)
    assert codes(result) == []


@pytest.mark.parametrize(
    ("channel", "account", "by_another"),
    [
        ("主动还款", "他人账户", True),
        ("亲属代付", "", True),
        ("自动扣款", "招商银行储蓄卡(1234)", False),
        ("客户还款", "本人账户", False),
    ],
)
def test_a_record_tells_that_another_person_paid(channel: str, account: str, by_another: bool) -> None:
    row = f"2024-04-01 10:00:00,2024-04-01,JB2024030100001234,1,{channel},100.00,99.00,1.00,0.00,{account},成功\n"
    (posting,) = read(RECORDS + row).ledger.postings
    assert posting.by_another is by_another


@pytest.mark.parametrize(
    ("channel", "outcome", "by_guarantor"),
    [
        ("代偿", "成功", True),
        ("理赔代偿", "成功", True),
        ("担保垫付", "成功", True),
        ("提前结清", "已代偿", True),
        ("提前结清", "成功", False),
        ("亲友垫付", "成功", False),
    ],
)
def test_a_record_tells_that_a_guarantor_paid(channel: str, outcome: str, by_guarantor: bool) -> None:
    row = f"2024-04-01 10:00:00,2024-04-01,JB2024030100001234,1,{channel},100.00,99.00,1.00,0.00,,{outcome}\n"
    (posting,) = read(RECORDS + row).ledger.postings
    assert (posting.by_guarantor, posting.outcome) == (by_guarantor, Outcome.DONE)


@pytest.mark.parametrize(("channel", "ahead"), [("部分提前还款", True), ("提前还款", True), ("提前结清", False)])
def test_a_record_tells_what_was_paid_ahead_of_the_plan(channel: str, ahead: bool) -> None:
    row = f"2024-04-01 10:00:00,2024-04-01,JB2024030100001234,1,{channel},100.00,99.00,1.00,0.00,余额宝,成功\n"
    (posting,) = read(RECORDS + row).ledger.postings
    assert (posting.ahead, posting.trigger) == (ahead, Trigger.MANUAL)


def test_the_rows_of_one_repayment_share_a_batch() -> None:
    result = read(
        RECORDS
        + """2024-04-01 10:00:00,2024-04-01,JB2024030100001234,1,主动还款,100.00,99.00,1.00,0.00,余额宝,成功
2024-04-01 10:00:00,2024-04-01,JB2024030100001234,2,主动还款,99.00,99.00,0.00,0.00,余额宝,成功
2024-04-01 10:00:00,2024-04-01,JB2024030100009999,2,主动还款,99.00,99.00,0.00,0.00,余额宝,成功
"""
    )
    first, second, other = (posting.batch for posting in result.ledger.postings)
    assert first == second != other


@pytest.mark.parametrize(
    ("words", "method"),
    [
        ("等额本息", Method.EQUAL_INSTALMENT),
        ("每月等额", Method.EQUAL_INSTALMENT),
        ("等额本金", Method.EQUAL_PRINCIPAL),
        ("先息后本", Method.INTEREST_ONLY),
        ("按月付息，到期还本", Method.INTEREST_ONLY),
        ("按期付息到期还本", Method.INTEREST_ONLY),
        ("到期一次性还本付息", Method.BULLET),
        ("Equal installments", Method.EQUAL_INSTALMENT),
    ],
)
def test_methods_of_repayment_are_known_by_their_words(words: str, method: Method) -> None:
    result = read(f'{DRAWDOWNS}JB2024030100001234,2024-03-01 12:00:00,3000,3,"{words}",0.04%,1,3,使用中\n')
    (loan,) = result.ledger.loans
    assert loan.method is method


@pytest.mark.parametrize(
    ("heading", "cell"),
    [
        ("日利率", "0.0400%"),
        ("日利率", "0.0004"),
        ("日利率", "0.04"),
        ("日利率(%)", "0.0400"),
        ("日利率（%）", "0.04"),
        ("日利率", "万4"),
        ("日利率", "万分之四"),
        ("日息(万分之)", "4"),
        ("日息", "4"),
        ("日利率", "0.4‰"),
        ("利率", "0.04%"),
        ("日利率", "0.04%/天"),
    ],
)
def test_daily_rates_mean_the_same_in_every_unit(heading: str, cell: str) -> None:
    header = DRAWDOWNS.replace("日利率", heading)
    result = read(f"{header}JB2024030100001234,2024-03-01 12:00:00,3000,3,等额本息,{cell},每月1号,3天,使用中\n")
    (loan,) = result.ledger.loans
    assert loan.daily_rate == Decimal("0.0004")
    assert (loan.due_day, loan.grace_days, loan.terms, loan.principal) == (1, 3, 3, 300000)
    assert loan.drawn_at == datetime(2024, 3, 1, 12)


def test_a_yearly_rate_is_not_converted_and_the_person_is_told() -> None:
    result = read(
        "借据号,借款日期,借款金额(万元),期数,年利率,还款方式\nJB2024030100001234,2024-03-01,1.523456,12,14.4%,等额本息\n"
    )
    (loan,) = result.ledger.loans
    assert (loan.daily_rate, loan.principal) == (None, 1523456)
    assert codes(result) == ["lender-yearly-rate"]


def test_the_product_is_what_the_page_names_and_otherwise_none() -> None:
    row = "JB2024030100001234,2024-03-01,3000,12,0.04%,等额本息\n"
    header = "借据号,借款日期,借款金额,期数,日利率,还款方式\n"
    assert [loan.product for loan in read(header + row).ledger.loans] == [Product.OTHER]
    assert [loan.product for loan in read(header + row, "微粒贷借款记录").ledger.loans] == [Product.WEILIDAI]


def test_bad_cells_are_told_and_the_other_rows_are_read() -> None:
    result = read(
        RECORDS
        + """2024-05-32 10:00:00,2024-04-01,JB2024030100001234,1,自动扣款,100.00,99.00,1.00,0.00,余额宝,成功
2024-05-01 10:00:00,2024-05-01,JB2024030100001234,2,自动扣款,1oo,99.00,1.00,0.00,余额宝,成功
2024-06-01 10:00:00,2024-06-01,JB2024030100001234,3,自动扣款,100.00,98.00,1.00,0.00,余额宝,成功
2024-07-01 10:00:00,2024-07-01,2.02E+25,4,自动扣款,100.00,99.00,1.00,0.00,余额宝,天知道
"""
    )
    assert (result.rows, result.used) == (4, 2)
    assert result.skipped == (("lender-unreadable", 2),)
    assert codes(result) == [
        "lender-date-unreadable",
        "lender-amount-unreadable",
        "lender-parts-differ",
        "lender-contract-rounded",
        "lender-state-unknown",
    ]


def test_a_state_that_says_a_guarantor_paid_is_told_as_that_and_settles_nothing() -> None:
    result = read(
        "借据号,期数,应还日期,应还本金,应还利息,应还总额,状态\n"
        "D1,1,2026-02-15,900.00,148.80,1048.80,已还\nD1,2,2026-03-15,931.68,124.90,1056.58,已代偿\n"
    )
    assert "lender-state-guaranteed" in codes(result)
    assert [row.state for row in result.ledger.plan_rows] == [PeriodState.SETTLED, PeriodState.UNKNOWN]


def test_many_bad_rows_of_one_kind_are_told_in_one_line() -> None:
    good = "2024-05-01 10:00:00,2024-05-01,JB2024030100001234,2,自动扣款,100.00,99.00,1.00,0.00,余额宝,成功\n"
    bad = good.replace("2024-05-01 ", "2024-05-41 ")
    result = read(RECORDS + good * 40 + bad * 30)
    assert (result.rows, result.used) == (70, 40)
    assert codes(result) == ["lender-date-unreadable"] * 5 + ["lender-more-rows"]
    assert dict(result.problems[-1].facts)["count"] == 25


def test_a_rate_that_cannot_be_read_does_not_lose_the_loan() -> None:
    row = "JB2024030100001234,2024-03-01 12:00:00,3000,3,等额本息,{},1,3,使用中\n"
    result = read(DRAWDOWNS + row.format("0.04%") + row.format("面议"))
    assert [loan.daily_rate for loan in result.ledger.loans] == [Decimal("0.0004"), None]
    assert codes(result) == ["lender-rate-ignored"]


def test_a_header_without_rows_is_recognised_and_told() -> None:
    result = read(RECORDS)
    assert (result.rows, result.used, codes(result)) == (0, 0, ["lender-no-rows"])


def test_the_report_says_which_column_was_taken_for_what() -> None:
    columns = parsed(
        "借据编号=contract|期次=period|应还日=due|应还本金=principal|应还利息=interest|应还本息=total|备注="
    )
    assert LENDER.read(table_of("plan", columns)).columns == tuple(columns)


AMBIGUOUS = "还款日期,期数,金额,本金,利息\n2024-04-01,1,110,100,10\n2024-05-02,2,109,100,9\n"


def test_a_table_that_may_be_a_plan_or_a_record_is_left_to_the_person() -> None:
    table = grid(AMBIGUOUS)
    assert isinstance(understand(table), Doubt)
    assert not LENDER.claims(table)
    problem = doubt(table)
    assert problem is not None and problem.source is not None
    facts = dict(problem.facts)
    assert (problem.code, problem.source.row) == ("lender-table-unsure", 1)
    assert facts["header"] == ("还款日期", "期数", "金额", "本金", "利息")
    assert "还款日期: 2024-04-01" in facts["samples"]
    for language in languages():
        assert "还款日期" in Phrasebook(language).say(f"problem.{problem.code}", **facts)


def test_what_a_person_decided_holds_for_every_file_of_the_same_shape() -> None:
    roles = {"还款日期": "paid_at", "期数": "period", "金额": "total", "本金": "principal", "利息": "interest"}
    taught = {fingerprint(grid(AMBIGUOUS), 1): ColumnMapping("records", roles)}
    for text in (AMBIGUOUS, AMBIGUOUS.replace("2024-0", "2023-0")):
        table = grid(text)
        assert LenderTables(taught).claims(table)
        assert len(LenderTables(taught).read(table).ledger.postings) == 2


@pytest.mark.parametrize(
    "text",
    [
        "姓名,手机号,地址\n张三,13800000000,杭州\n李四,13900000000,北京\n",
        "日期,项目,金额\n2024-01-01,早饭,12.00\n2024-01-02,午饭,30.00\n",
        "交易时间,交易分类,交易对方,商品说明,收/支,金额,收/付款方式,交易状态,交易订单号\n"
        "2024-01-01 10:00:00,信用借还,花呗,花呗主动还款,不计收支,100.00,余额宝,还款成功,2024010100001111\n",
        "交易日期,摘要,借方金额,贷方金额,余额\n2024-01-01,还款,100.00,,900.00\n2024-01-02,工资,,5000.00,5900.00\n",
        "股票代码,成交日期,成交价格,成交数量,成交金额,手续费\n600000,2024-01-01,10.00,100,1000.00,5.00\n",
        "起始日期,结束日期,天数,类型,状态\n2024-01-01,2024-01-05,5,年假,已批准\n",
        "订单号,下单时间,商品名称,数量,金额,状态\n2024010100001111,2024-01-01 10:00:00,书,1,50.00,已完成\n",
    ],
)
def test_tables_that_are_no_lenders_are_not_claimed(text: str) -> None:
    table = grid(text)
    assert not LENDER.claims(table)
    assert doubt(table) is None


def test_a_plan_with_totals_only_is_kept_as_totals_and_the_person_is_told_when_it_counts() -> None:
    table = grid("期数,应还日期,应还金额,状态\n1,2024-04-01,1008.44,已还清\n2,2024-05-01,1008.40,待还\n")
    assert [importer.name for importer in recognise(table).importers] == ["lender"]
    result = recognise(table).importers[0].read(table)
    assert result.ledger.plan_rows == ()
    assert [(row.period, row.due, row.instalment, row.state) for row in result.ledger.plan_totals] == [
        (1, date(2024, 4, 1), 100_844, PeriodState.SETTLED),
        (2, date(2024, 5, 1), 100_840, PeriodState.OPEN),
    ]
    assert "lender-plan-of-totals" in {problem.code for problem in result.problems}


def test_a_period_without_its_parts_makes_the_whole_page_one_of_totals() -> None:
    result = read(
        "期数,应还日期,应还金额,应还本金,应还利息\n1,2024-04-01,1008.44,996.04,12.40\n2,2024-05-01,1008.40,996.24,12.16\n"
        "3,2024-06-01,1008.40,,\n"
    )
    assert result.ledger.plan_rows == ()
    assert [(row.period, row.instalment, row.principal, row.interest) for row in result.ledger.plan_totals] == [
        (3, 100_840, None, None),
        (1, 100_844, 99_604, 1_240),
        (2, 100_840, 99_624, 1_216),
    ]


@pytest.mark.parametrize("sheet", ["还款计划2024-03-15", "20240315还款计划"])
def test_the_name_of_a_sheet_may_tell_the_day_of_the_plan(sheet: str) -> None:
    result = read("期数,应还日期,应还本金,应还利息\n第一期,2024-04-01,996.04,12.40\n第十二期,2024-05-01,1,1\n", sheet)
    assert [(row.period, row.as_of) for row in result.ledger.plan_rows] == [
        (1, date(2024, 3, 15)),
        (12, date(2024, 3, 15)),
    ]


def test_a_word_inside_another_word_is_not_that_word() -> None:
    """The 息 of 信息 is no interest: a bank's page with 对手信息 is no repayment record."""
    table = grid(
        "交易日期,交易摘要,交易金额,本次余额,对手信息,日志号,交易渠道\n2024-01-01,代扣,-100.00,900.00,,100000001,电子商务\n"
    )
    assert not LENDER.claims(table)
    assert doubt(table) is None


def test_a_plan_of_instalments_that_bear_fees_alone_has_no_interest() -> None:
    result = read("""
账单月份,商品,分期,本期应还本金,本期手续费,到期还款日,还款状态
2026-07,手机,1/3,500.00,3.50,2026-07-15,已还
2026-08,手机,2/3,500.00,3.50,2026-08-15,待还
2026-09,手机,3/3,500.00,0.00,2026-09-15,待还
""")
    rows = [(row.period, row.principal, row.interest, row.fee) for row in result.ledger.plan_rows]
    assert rows == [(1, 50_000, 0, 350), (2, 50_000, 0, 350), (3, 50_000, 0, 0)]


def test_a_row_without_an_amount_is_named_by_a_heading_of_the_table() -> None:
    result = read("""
期数,应还日期,应还本金,应还利息,状态
1,2024-04-01,996.04,12.40,待还
2,2024-05-01,1000.37,,待还
""")
    [trouble] = [problem for problem in result.problems if problem.code == "lender-amount-unreadable"]
    assert dict(trouble.facts)["column"] == "应还利息"


def test_a_table_of_what_settled_a_loan_is_a_record_of_repayments() -> None:
    result = read("""
借据号,结清日期,结清金额,结清本金,结清利息,手续费,状态
JB001,2026-05-20,8050.12,8000.00,50.12,0.00,已结清
""")
    (posting,) = result.ledger.postings
    assert (posting.at, posting.total, posting.principal) == (datetime(2026, 5, 20), 805_012, 800_000)
