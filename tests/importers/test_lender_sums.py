"""Which sums of a lender's table are due: after what was taken off, with all parts, and never balances or lists."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest

from app.core.facts import LineKind, Product
from app.core.papers import NoticeKind
from app.core.pipeline import explain
from app.importers.importer import Imported
from app.importers.reading.table import Table
from app.importers.registry import Claim, recognise

_DAYS = ("2025-04-12", "2025-05-12", "2025-06-12")
_PARTS = (("1000.00", "60.00"), ("1010.00", "50.00"), ("1020.00", "40.00"))


def claimed(*rows: Sequence[str]) -> Claim:
    return recognise(Table("a.csv", "", "0", [list(cells) for cells in rows]))


def read(*rows: Sequence[str]) -> Imported:
    claim = claimed(*rows)
    assert claim.reader
    return claim.reader()


def plan(names: Sequence[str], behind: Sequence[Sequence[str]]) -> Imported:
    """A plan with principal and interest of 1,060.00 in each period, and further columns."""
    rows = [
        [f"{n}", day, *parts, *more] for n, (day, parts, more) in enumerate(zip(_DAYS, _PARTS, behind, strict=True), 1)
    ]
    return read(["查询日期：2025-04-01"], ["期数", "还款日", "应还本金", "应还利息", *names], *rows)


def dues(found: Imported) -> list[tuple[int, int, int, int]]:
    return [(row.principal, row.interest, row.penalty, row.fee) for row in found.ledger.plan_rows]


def codes(found: Imported) -> set[str]:
    return {problem.code for problem in found.problems}


@pytest.mark.parametrize("names", [("应还", "减免金额", "实际应还"), ("应还总额", "优惠金额", "优惠后应还"),
                                   ("应还", "利息减免", "减免后应还金额")])  # fmt: skip
@pytest.mark.parametrize("sign", ["", "-"])
def test_what_a_plan_takes_off_lowers_what_is_due(names: Sequence[str], sign: str) -> None:
    found = plan(names, [("1060.00", "0.00", "1060.00"), ("1060.00", f"{sign}10.00", "1050.00"),
                         ("1060.00", "", "1060.00")])  # fmt: skip
    assert dues(found) == [(100_000, 6_000, 0, 0), (101_000, 4_000, 0, 0), (102_000, 4_000, 0, 0)]
    assert "lender-reduction-untold" not in codes(found)


def test_the_one_sum_of_a_plan_may_be_what_is_left_already() -> None:
    found = plan(("免息券抵扣", "应还金额"), [("10.00", "1050.00"), ("10.00", "1050.00"), ("10.00", "1050.00")])
    assert [interest for _, interest, _, _ in dues(found)] == [5_000, 4_000, 3_000]


def test_a_penalty_given_up_in_part_is_due_for_the_rest() -> None:
    late = plan(("应还罚息", "减免罚息", "应还合计"), [("5.00", "3.00", "1062.00"), ("0", "0", "1060.00"),
                                             ("0", "0", "1060.00")])  # fmt: skip
    assert dues(late)[0] == (100_000, 6_000, 200, 0)


def test_what_a_reduction_is_of_is_not_guessed() -> None:
    found = plan(("担保费", "减免金额", "实际应还"), [("20.00", "5.00", "1075.00"), ("20.00", "0", "1080.00"),
                                            ("20.00", "0", "1080.00")])  # fmt: skip
    assert not found.ledger.plan_rows
    assert [row.instalment for row in found.ledger.plan_totals] == [107_500, 108_000, 108_000]


def test_a_reduction_that_no_sum_holds_is_told_and_taken_off_nothing() -> None:
    found = plan(("应还", "减免金额"), [("1060.00", "0"), ("1060.00", "10.00"), ("1060.00", "0")])
    assert [sum(parts) for parts in dues(found)] == [106_000] * 3
    assert "lender-reduction-untold" in codes(found)


def test_what_a_record_takes_off_was_given_up() -> None:
    names = ("还款时间", "期次", "本金", "利息", "优惠券抵扣", "实付金额")
    rows = [("2025-04-12 08:00", "1", "1000.00", "60.00", "5.00", "1055.00"),
            ("2025-05-12 08:00", "2", "1010.00", "50.00", "0.00", "1060.00")]  # fmt: skip
    found = read(names, *rows)
    assert [(p.total, p.interest) for p in found.ledger.postings] == [(105_500, 5_500), (106_000, 5_000)]
    assert [(w.period, w.amount, w.interest) for w in found.ledger.waivers] == [(1, 500, 500)]
    assert "lender-parts-differ" not in codes(found)
    beside = [(*row[:4], "1060.00", *row[4:]) for row in rows]
    told = read((*names[:4], "还款金额", *names[4:]), *beside)
    assert [(p.total, p.interest) for p in told.ledger.postings] == [(105_500, 5_500), (106_000, 5_000)]
    paid_whole = read(names, (*rows[0][:5], "1060.00"), rows[1])
    assert [p.interest for p in paid_whole.ledger.postings] == [6_000, 5_000]
    assert not paid_whole.ledger.waivers


_NET = [("1060.00", "5.00", "1055.00"), ("1060.00", "0.00", "1060.00"), ("1060.00", "0.00", "1060.00")]
_GROSS = [("1060.00", "0.00", "1060.00")] * 3


@pytest.mark.parametrize(("behind", "told"), [(_NET, []), (_GROSS, ["AMOUNT-WAIVED"])])
def test_what_plan_and_record_both_take_off_differs_in_nothing(
    behind: Sequence[Sequence[str]], told: Sequence[str]
) -> None:
    """Of a plan that does not foretell it, the reduction is told as given up."""
    paid = read(
        ("还款时间", "期次", "本金", "利息", "优惠券抵扣", "实付金额"),
        ("2025-04-12 08:00", "1", "1000.00", "60.00", "5.00", "1055.00"),
        ("2025-05-12 08:00", "2", "1010.00", "50.00", "0.00", "1060.00"),
    ).ledger
    found = explain(plan(("应还", "减免金额", "实际应还"), behind).ledger + paid)
    assert [discrepancy.code for discrepancy in found.discrepancies] == told


def test_a_subsidy_of_interest_is_taken_off_it() -> None:
    found = plan(("财政贴息", "个人应还"), [("10.00", "1050.00")] * 3)
    assert [interest for _, interest, _, _ in dues(found)] == [5_000, 4_000, 3_000]


def test_of_two_totals_the_one_with_all_fees_tells_what_is_due() -> None:
    found = plan(("应还本息", "应还服务费", "应还保费", "合计应还"), [("1060.00", "10.00", "5.50", "1075.50")] * 3)
    assert {fee for *_, fee in dues(found)} == {1_550}


@pytest.mark.parametrize("of_all", [True, False])
def test_two_columns_of_a_part_are_both_due(of_all: bool) -> None:
    more = [("36.00", "12.50"), ("36.00", "12.50"), ("36.00", "12.50")]
    behind = [(*fees, "1108.50") for fees in more] if of_all else more
    found = plan(("担保费", "咨询服务费", "合计")[: 3 if of_all else 2], behind)
    assert {fee for *_, fee in dues(found)} == {4_850}


def test_compound_interest_is_due_with_the_penalty() -> None:
    found = plan(("罚息", "复利", "合计"), [("3.20", "0.12", "1063.32"), ("0", "0", "1060.00"), ("0", "0", "1060.00")])
    assert dues(found)[0] == (100_000, 6_000, 332, 0)


def test_a_fee_that_the_totals_do_not_hold_is_no_part_of_them() -> None:
    found = plan(("担保费", "已付咨询费", "合计"), [("36.00", "9.00", "1096.00")] * 3)
    assert {fee for *_, fee in dues(found)} == {3_600}


def test_a_penalty_beside_a_sum_that_may_hold_it_is_told() -> None:
    names = ("期数", "应还日期", "应还金额", "逾期费用", "还款状态")
    rows = [(f"{n}", day, "1060.00", "6.66" if n == 1 else "0.00", "逾期" if n == 1 else "待还")
            for n, day in enumerate(_DAYS, 1)]  # fmt: skip
    found = read(["查询日期：2025-05-01"], names, *rows)
    assert [row.period for row in found.ledger.plan_totals] == [2, 3]
    (told,) = (dict(problem.facts) for problem in found.problems if problem.code == "lender-split-unreadable")
    assert (told["column"], told["text"]) == ("逾期费用", "6.66")


def test_repayments_written_with_a_minus_are_repayments() -> None:
    names = ("还款时间", "还款金额", "本金", "利息", "罚息")
    rows = [("2025-04-12 08:01", "-1060.00", "-1000.00", "-60.00", "0.00"),
            ("2025-05-14 20:11", "-1062.46", "-1010.00", "-50.00", "-2.46")]  # fmt: skip
    assert [(p.total, p.penalty) for p in read(names, *rows).ledger.postings] == [(106_000, 0), (106_246, 246)]
    mixed = read(names, rows[0], ("2025-04-13 09:00", "1060.00", "1000.00", "60.00", "0.00"))
    assert [p.total for p in mixed.ledger.postings] == [-106_000, 106_000]
    assert [p.total for p in read(names, rows[0]).ledger.postings] == [-106_000]


_LISTS = (
    (("分期名称", "分期总金额", "总期数", "剩余期数", "每期本金", "每期手续费", "下期入账日"),
     ("账单分期", "12000.00", "12", "8", "1000.00", "72.00", "2025-05-05"),
     ("现金分期", "6000.00", "6", "2", "1000.00", "45.00", "2025-05-05")),
    (("订单编号", "商品", "下单日期", "分期金额", "分期数", "月供", "已还期数", "剩余本金"),
     ("FQL1", "手机", "2025-03-12", "6000", "12", "540.5", "3", "4600"),
     ("FQL2", "耳机", "2025-04-02", "900", "3", "310", "1", "610")),
    (("分期商品", "分期金额", "分期期数", "每期应还", "已还期数", "待还金额", "最近还款日"),
     ("手机", "6000.00", "12", "540.50", "3", "4864.50", "2025-06-12"),
     ("电脑", "9000.00", "24", "420.00", "10", "5880.00", "2025-06-12")),
    (("分期时间", "分期商品", "分期本金", "期数", "每期本金", "每期手续费"),
     ("2025-03-10", "手机", "3000.00", "6", "500.00", "12.00"),
     ("2025-04-10", "衣服", "600.00", "3", "200.00", "4.80")),
    (("期数", "还款日", "剩余应还本金", "剩余应还利息", "剩余应还总额"),
     ("1", "2025-04-12", "2030.00", "90.00", "2120.00"), ("2", "2025-05-12", "1020.00", "40.00", "1060.00"),
     ("3", "2025-06-12", "0.00", "0.00", "0.00")),
    (("期数", "还款日", "累计应还本金", "累计应还利息"),
     ("1", "2025-04-12", "1000.00", "60.00"), ("2", "2025-05-12", "2010.00", "110.00"),
     ("3", "2025-06-12", "3030.00", "150.00")),
)  # fmt: skip
"""Lists with a row for each instalment purchase, and plans that show balances or sums so far alone."""


@pytest.mark.parametrize("rows", _LISTS, ids=lambda rows: rows[0][0] + rows[0][2])
def test_what_is_no_plan_of_one_loan_gives_no_period_and_no_repayment(rows: Sequence[Sequence[str]]) -> None:
    claim = claimed(*rows)
    assert claim.reader is None


def test_a_loan_drawn_and_repaid_on_two_days_is_no_advance_of_the_reserve() -> None:
    lent = ("借款日", "还款日", "借款本金", "还款本金", "利息", "使用天数")
    rows = [("2025-03-12", "2025-03-30", "3000", "3000", "21.60", "18"),
            ("2025-04-12", "2025-05-01", "2000", "2000", "15.20", "19")]  # fmt: skip
    assert claimed(lent, *rows).reader is None
    taken = ("取用日期", "归还日期", "取用金额", "归还金额", "费用", "天数")
    assert len(read(taken, *rows).ledger.reserves) == 2


def test_a_column_of_products_tells_plans_apart() -> None:
    days = [("借呗", "12", "2093.06"), ("金条", "20", "510.00")]
    rows = [[name, "2025-04-01", f"2025-0{month}-{day}", total] for name, day, total in days for month in (4, 5, 6)]
    told = read(("产品", "查询日期", "还款日", "应还金额"), *rows).ledger.plan_totals
    assert {(row.product, row.due.day, row.period) for row in told} == {
        (product, day, n) for product, day in ((Product.JIEBEI, 12), (Product.JINTIAO, 20)) for n in (1, 2, 3)
    }


@pytest.mark.parametrize(("title", "product"), [("多多月付", Product.OTHER), ("美团月付", Product.YUEFU)])
def test_another_shops_instalments_are_not_those_of_meituan(title: str, product: Product) -> None:
    lines = [("2025-04-01", "抽纸", "25.90"), ("2025-04-07", "洗衣液", "39.80")]
    (bill,) = read([f"{title} 2025年4月账单"], ["应还金额", "65.70"], ("日期", "商品", "金额"), *lines).ledger.bills
    assert (bill.product, bill.declared) == (product, 6_570)


def test_a_bill_may_write_what_was_bought_with_a_minus() -> None:
    head, names = ["分付账单 2025年5月"], ("日期", "类型", "金额")
    bought = [("2025-04-10", "消费", "-100.00"), ("2025-04-15", "消费", "-50.00"), ("2025-05-05", "利息", "-1.20")]
    (bill,) = read(head, names, *bought, ("2025-04-12", "退款", "+20.00"), ("合计", "", "-131.20")).ledger.bills
    assert sorted(line.amount for line in bill.lines) == [-2_000, 120, 5_000, 10_000]
    assert bill.declared == 13_120
    (given,) = read(head, names, ("2025-04-10", "消费", "100.00"), ("2025-05-05", "利息", "-1.20")).ledger.bills
    assert sorted(line.amount for line in given.lines) == [-120, 10_000]


def test_what_is_still_unpaid_of_each_period_is_due() -> None:
    rows = [("期数", "应还款日", "未还本金", "未还利息"),
            *([f"{n}", day, *parts] for n, (day, parts) in enumerate(zip(_DAYS, _PARTS, strict=True), 1))]  # fmt: skip
    assert [sum(parts) for parts in dues(read(["查询日期：2025-04-01"], *rows))] == [106_000] * 3


def test_a_list_of_loans_may_say_what_is_due_next() -> None:
    found = read(
        ("借款编号", "借款时间", "借款本金", "借款期数", "已还期数", "待还本金", "本期应还", "下次还款日", "状态"),
        ("DXM001", "2025-03-12 10:20:30", "12000", "6", "2", "8078.49", "2093.06", "2025-06-12", "还款中"),
        ("DXM002", "2024-12-01 09:00:00", "5000", "12", "5", "3021.50", "450.10", "2025-06-01", "还款中"),
    )
    assert [(loan.principal, loan.terms) for loan in found.ledger.loans] == [(1_200_000, 6), (500_000, 12)]


def test_that_a_period_was_late_is_no_state_of_one_that_was_repaid() -> None:
    rows = [("1", "2025-04-12", "1060.00", "2025-04-12", "1060.00", ""),
            ("2", "2025-05-12", "1060.00", "2025-05-14", "1062.46", "逾期2天"),
            ("3", "2025-06-12", "1060.00", "", "", "逾期8天")]  # fmt: skip
    for name, states in (("备注", ["unknown", "unknown", "overdue"]), ("状态", ["unknown", "overdue", "overdue"])):
        found = read(("期数", "应还日", "应还金额", "实还日期", "实还金额", name), *rows)
        assert [row.state.value for row in found.ledger.plan_totals] == states


def test_two_loans_by_short_names_each_fall_due_on_a_day_of_their_own() -> None:
    rows = [[loan, f"{n}", f"{day[:-2]}{on}", *parts, "1060.00"] for loan, on in (("A01", "12"), ("B02", "20"))
            for n, (day, parts) in enumerate(zip(_DAYS, _PARTS, strict=True), 1)]  # fmt: skip
    found = read(("借据", "期数", "还款日", "本金", "利息", "合计"), *rows)
    assert {(row.contract, row.due.day) for row in found.ledger.plan_rows} == {("A01", 12), ("B02", 20)}


def test_a_debit_that_failed_is_told_with_what_was_asked_for() -> None:
    names = ("扣款时间", "应扣金额", "实扣金额", "扣款结果")
    rows = [("2025-04-12 08:00", "1060.00", "1060.00", "成功"), ("2025-05-12 08:00", "1061.00", "0.00", "失败")]
    told = {(notice.kind, notice.amount) for notice in read(names, *rows).ledger.notices}
    assert told == {(NoticeKind.REPAID, 106_000), (NoticeKind.FAILED, 106_100)}


def test_the_days_of_grace_are_no_due_dates() -> None:
    rows = [[f"{n}", day, f"{day[:-2]}15", *parts, "1060.00"]
            for n, (day, parts) in enumerate(zip(_DAYS, _PARTS, strict=True), 1)]  # fmt: skip
    found = read(("期次", "还款日", "宽限到期日", "本金", "利息", "合计"), *rows)
    assert [row.due for row in found.ledger.plan_rows] == [date.fromisoformat(day) for day in _DAYS]


def test_a_plan_may_begin_with_its_last_period() -> None:
    rows = [[f"{n}", day, *parts, "1060.00"] for n, (day, parts) in enumerate(zip(_DAYS, _PARTS, strict=True), 1)]
    found = read(("期数", "还款日", "本金", "利息", "合计"), *rows[::-1])
    assert {row.period: row.principal for row in found.ledger.plan_rows} == {1: 100_000, 2: 101_000, 3: 102_000}


def test_a_bill_asks_for_the_instalment_and_not_for_the_purchase() -> None:
    (bill,) = read(
        ["京东白条 2025年05月账单"],
        ("消费时间", "商品名称", "消费金额", "分期期数", "当前期", "本期应还"),
        ("2025-03-20 10:01:00", "某某冰箱", "1800.00", "6", "2", "304.50"),
        ("2025-04-02 12:01:00", "米面粮油", "105.90", "1", "1", "105.90"),
    ).ledger.bills
    assert [line.amount for line in bill.lines] == [30_450, 10_590]
    assert {line.kind for line in bill.lines} == {LineKind.OTHER}
