"""Monthly bills are read by what their lines say, wherever and however the front states it."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime

import pytest

from app.core.facts import Bill, LineKind, Product
from app.importers.importer import Imported
from app.importers.lenders.monthly_bill import MonthlyBill
from app.importers.reading.table import Table
from app.texts import Phrasebook, languages

BILL = MonthlyBill()
LINES = """入账日期,交易时间,类型,交易说明,金额(元),交易订单号
2024-06-09,2024-06-09 18:34:13,消费,某某超市订单,146.06,2024060942128896271988814548
2024-07-01,2024-06-11 17:44:33,备用金,备用金,500.00,2024061108577084793450425636
"""
FRONT = "花呗月账单\n账单月份：2024-07,账单日：2024-07-01,还款日：2024-07-10,本期应还：646.06元\n"


def grid(text: str, sheet: str = "") -> Table:
    return Table("made-up.csv", sheet, "0" * 16, list(csv.reader(io.StringIO(text.strip()))))


def read(text: str, sheet: str = "") -> Imported:
    table = grid(text, sheet)
    assert BILL.claims(table)
    return BILL.read(table)


def bill(text: str, sheet: str = "") -> Bill:
    (found,) = read(text, sheet).ledger.bills
    return found


def codes(result: Imported) -> list[str]:
    for problem in result.problems:
        for language in languages():
            Phrasebook(language).say(f"problem.{problem.code}", **dict(problem.facts))
    return [problem.code for problem in result.problems]


FRONTS = [
    FRONT,
    "花呗月账单\n本期应还：646.06元,还款日：2024-07-10,账单日：2024-07-01,账单月份：2024-07\n",
    "花呗月账单\n账单月份：2024年7月\n账单日：2024年7月1日\n还款日：2024年7月10日\n本期应还：¥646.06\n",
    "花呗月账单\n账单月份,2024-07,账单日,2024-07-01\n还款日,2024-07-10,本期应还,646.06\n",
    "花呗月账单\n账单月份,账单日,还款日,本期应还\n2024-07,2024-07-01,2024-07-10,646.06\n",
    "花呗2024年7月账单\n出账日期:2024/7/1 最后还款日:2024/7/10 本期应还金额:646.06\n",
    "花呗账单 账单月：202407\n账单日期：20240701\n到期还款日：20240710\n应还总额：646.06\n",
    "姓名：张三,账号：138****0000\n花呗月账单\n导出时间：2024-07-05 10:11:12\n"
    "账期：2024-07  账单日：2024-07-01\n还款日：2024-07-10,本期应还：646.06元\n",
    "Huabei monthly bill\nBill month: 2024-07,Statement date: 2024-07-01,Due date: 2024-07-10,Amount due: 646.06\n",
]


@pytest.mark.parametrize("front", FRONTS)
def test_the_front_is_found_in_any_order_line_or_writing(front: str) -> None:
    found = bill(front + LINES + "合计,,,共2笔,646.06,\n")
    assert (found.product, found.month, found.statement_date, found.due, found.declared, found.declared_lines) == (
        Product.HUABEI,
        (2024, 7),
        date(2024, 7, 1),
        date(2024, 7, 10),
        64606,
        2,
    )
    rows = {source.row for source in found.sources}
    total = len(front.strip().splitlines()) + len(LINES.strip().splitlines()) + 1
    assert total in rows and min(rows) < total - 3


def test_lines_keep_their_dates_kinds_texts_and_sources() -> None:
    purchase, advance = bill(FRONT + LINES).lines
    assert (purchase.kind, purchase.amount, purchase.text) == (LineKind.PURCHASE, 14606, "某某超市订单")
    assert (advance.kind, advance.posted_on, advance.traded_at) == (
        LineKind.RESERVE,
        date(2024, 7, 1),
        datetime(2024, 6, 11, 17, 44, 33),
    )
    assert advance.order_no == "2024061108577084793450425636"
    assert [source.row for source in advance.sources] == [5]


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("消费", LineKind.PURCHASE),
        ("账单分期", LineKind.INSTALMENT),
        ("分期手续费", LineKind.FEE),
        ("利息", LineKind.INTEREST),
        ("退款", LineKind.REFUND),
        ("备用金", LineKind.RESERVE),
        ("逾期费用", LineKind.PENALTY),
        ("溢缴款", LineKind.CREDIT),
        ("会员费", LineKind.FEE),
        ("优惠减免", LineKind.REDUCTION),
        ("逾期费用减免", LineKind.PENALTY),
        ("Purchase", LineKind.PURCHASE),
        ("Refund", LineKind.REFUND),
    ],
)
def test_kinds_of_lines_are_known_by_their_words(word: str, kind: LineKind) -> None:
    text = FRONT + LINES + f"2024-06-20,2024-06-20 10:00:00,{word},说明,20.00,2024062000001111\n"
    assert bill(text).lines[-1].kind is kind


def test_a_refund_lowers_the_bill_with_or_without_a_minus() -> None:
    line = "2024-06-20,2024-06-20 10:00:00,退款,退款-超市,{},2024062000001111\n"
    assert bill(FRONT + LINES + line.format("-20.00")).lines[-1].amount == -2000
    assert bill(FRONT + LINES + line.format("20.00")).lines[-1].amount == -2000


@pytest.mark.parametrize("word", ["溢缴款抵扣", "费用减免"])
def test_a_credit_and_a_reduction_lower_the_bill_too(word: str) -> None:
    line = f"2024-06-20,2024-06-20 10:00:00,{word},说明,20.00,\n"
    assert bill(FRONT + LINES + line).lines[-1].amount == -2000


def test_an_unknown_kind_counts_towards_the_bill_and_is_told() -> None:
    result = read(FRONT + LINES + "2024-06-20,2024-06-20 10:00:00,神秘,说明,20.00,2024062000001111\n")
    (found,) = result.ledger.bills
    assert (found.lines[-1].kind, found.lines[-1].amount) == (LineKind.OTHER, 2000)
    assert codes(result) == ["bill-line-kind-unknown", "bill-sum-differs"]


def test_a_bill_that_holds_other_lines_than_it_declares_says_so() -> None:
    result = read(FRONT + LINES + "合计,,,共3笔,700.00,\n")
    assert codes(result) == ["bill-count-differs", "bill-sum-differs"]
    assert dict(result.problems[1].facts)["difference"] == 70000 - 64606


def test_a_bill_whose_front_and_lines_differ_is_not_blamed_on_its_total() -> None:
    result = read(FRONT.replace("646.06", "650.00") + LINES + "合计,,,共2笔,646.06,\n")
    assert codes(result) == ["bill-sum-differs"]
    assert [problem.source.row for problem in result.problems if problem.source] == [2]


def test_a_front_without_an_amount_is_completed_by_the_total() -> None:
    text = "花呗月账单\n账单月份：2024-07\n" + LINES + "合计,,,共2笔,646.06,\n"
    assert bill(text).declared == 64606


def test_last_months_amount_and_the_minimum_are_not_the_amount_due() -> None:
    front = "花呗月账单\n账单月份：2024-07,上期应还：999.00,最低还款额：100.00,本期应还：646.06元\n"
    assert bill(front + LINES).declared == 64606


@pytest.mark.parametrize(
    ("title", "product"),
    [
        ("信用购月账单", Product.HUABEI),
        ("京东白条账单", Product.BAITIAO),
        ("美团月付账单", Product.YUEFU),
        ("抖音月付账单", Product.DOUYIN),
    ],
)
def test_bills_of_the_same_shape_are_known_by_their_title(title: str, product: Product) -> None:
    assert bill(FRONT.replace("花呗月账单", title) + LINES).product is product


def test_columns_in_other_words_and_order_are_understood() -> None:
    lines = """流水号,金额（元）,商品说明,类别,消费时间,记账日期
2024060942128896271988814548,"1,146.06",某某超市订单,消费,2024/6/9 18:34:13,2024/6/9
"""
    (line,) = bill(FRONT + lines).lines
    assert (line.amount, line.posted_on, line.order_no[:8]) == (114606, date(2024, 6, 9), "20240609")


def test_a_card_statement_of_a_bank_is_not_claimed() -> None:
    text = "某某银行信用卡账单\n账单日：2024-07-01,还款日：2024-07-10,本期应还：646.06元\n" + LINES
    assert not BILL.claims(grid(text))


def test_lines_without_a_month_are_not_claimed() -> None:
    assert not BILL.claims(grid(LINES))


def test_an_unreadable_line_is_told_and_the_others_are_read() -> None:
    result = read(FRONT + LINES + "2024-06-20,2024-06-20 10:00:00,消费,说明,二十元,2024062000001111\n")
    assert (result.rows, result.used) == (3, 2)
    assert codes(result) == ["lender-amount-unreadable"]


@pytest.mark.parametrize(
    "front",
    [
        "本期应还：646.06元,已还款：300.00元",
        "账单金额：646.06元,本期已还：300.00元,剩余应还：346.06元",
        "剩余应还：346.06元,已还款：300.00元",
        "本期应还：346.06元,已还金额：300.00元",
    ],
)
def test_a_front_that_tells_what_was_repaid_asks_for_the_sum_of_its_lines(front: str) -> None:
    text = f"花呗月账单\n账单月份：2024-07,账单日：2024-07-01,还款日：2024-07-10,{front}\n{LINES}合计,,,共2笔,646.06,\n"
    found = bill(text)
    assert (found.declared, found.repaid) == (646_06, 300_00)
    assert codes(read(text)) == []


def test_a_waiver_of_a_late_charge_is_of_that_charge_and_lowers_the_bill_whatever_its_sign() -> None:
    waived = "2024-06-20,,减免,逾期利息减免,1.50,\n2024-06-21,,退款,循环利息退回,-2.00,\n2024-06-22,,减免,满减,3.00,\n"
    lines = bill(FRONT + LINES + waived).lines[2:]
    assert [(x.kind, x.amount) for x in lines] == [
        (LineKind.PENALTY, -1_50),
        (LineKind.INTEREST, -2_00),
        (LineKind.REDUCTION, -3_00),
    ]


def test_a_repayment_among_the_lines_of_a_bill_is_a_credit() -> None:
    found = bill(FRONT + LINES + "2024-06-25,,还款,提前还款,-300.00,\n")
    assert (found.lines[2].kind, found.lines[2].amount) == (LineKind.CREDIT, -300_00)


@pytest.mark.parametrize(
    ("statement", "due", "expected"),
    [
        ("2024-07-01", "7月10日", date(2024, 7, 10)),
        ("2024-12-20", "1月8日", date(2025, 1, 8)),
        ("2024-07-01", "7月32日", None),
    ],
)
def test_a_due_day_without_a_year_takes_it_from_the_month_of_the_bill(
    statement: str, due: str, expected: date | None
) -> None:
    front = f"花呗{statement[:4]}年{statement[5:7]}月账单\n账单日：{statement},最后还款日：{due},应还款：646.06元\n"
    found = bill(front + LINES)
    assert (found.due, found.declared) == (expected, 646_06)


BILLS = """账单月份,账单日,还款日,应还金额,最低还款额,入账日期,交易日期,类型,说明,金额(元)
2025-03,2025-03-01,2025-03-10,150.00,15.00,2025-02-03,2025-02-03,消费,某某超市,100.00
2025-03,2025-03-01,2025-03-10,150.00,15.00,2025-02-05,2025-02-05,消费,某某书店,50.00
2025-04,2025-04-01,2025-04-10,70.00,7.00,2025-03-03,2025-03-03,消费,某某超市,30.00
2025-04,2025-04-01,2025-04-10,70.00,7.00,2025-03-05,2025-03-05,消费,某某书店,40.00
2025-04,2025-04-12,2025-04-21,33.00,3.30,2025-04-03,2025-04-03,消费,某某饭店,12.00
2025-04,2025-04-12,2025-04-21,33.00,3.30,2025-04-06,2025-04-06,消费,某某饭店,21.00
"""


def test_lines_that_repeat_what_their_bill_asks_for_and_its_least_are_told_apart_by_bill() -> None:
    """In April the bill day moved: the month has two bills."""
    found = [(b.due, b.declared, b.minimum, len(b.lines)) for b in read(BILLS).ledger.bills]
    assert found == [
        (date(2025, 3, 10), 150_00, 15_00, 2), (date(2025, 4, 10), 70_00, 7_00, 2),
        (date(2025, 4, 21), 33_00, 3_30, 2),
    ]  # fmt: skip


@pytest.mark.parametrize(("text", "product"), [("分付利息", Product.FENFU), ("循环利息", Product.HUABEI)])
def test_a_bill_without_a_product_is_of_the_one_that_its_interest_names(text: str, product: Product) -> None:
    lines = f"2024-06-30,,利息,{text},1.50,\n2024-06-12,2024-06-12 10:00:00,消费,白条闪付订单,20.00,\n"
    found = read("账单月份：2024-07,还款日：2024-07-10,本期应还：667.56元\n" + LINES + lines)
    assert found.ledger.bills[0].product is product
    assert ("bill-product-assumed" in codes(found)) is (product is Product.HUABEI)


def test_bills_of_one_table_are_all_of_the_product_that_the_interest_of_one_names() -> None:
    interest = "2025-04,2025-04-01,2025-04-10,70.00,7.00,2025-03-31,,利息,分付利息,0.00\n"
    assert {b.product for b in read(BILLS + interest).ledger.bills} == {Product.FENFU}


PARTED = """美团月付 2026年5月账单
还款日,2026-05-08
应还总额,704.00
交易时间,商户,交易金额,分期,本期应还本金,本期手续费,本期应还
2026-03-08,某某手机店,6000.00,2/12,500.00,28.00,528.00
2026-04-02,某某餐厅,56.00,1/1,56.00,0.00,56.00
2026-04-22,某某商城,360.00,1/3,120.00,0.00,120.00
"""


def test_what_a_line_asks_for_is_told_from_what_was_bought_by_its_parts() -> None:
    found = bill(PARTED)
    assert (found.product, found.month, found.declared) == (Product.YUEFU, (2026, 5), 704_00)
    assert [(line.amount, line.kind, line.instalment and line.instalment.number) for line in found.lines] == [
        (528_00, LineKind.INSTALMENT, 2),
        (56_00, LineKind.OTHER, None),
        (120_00, LineKind.INSTALMENT, 1),
    ]
    assert codes(read(PARTED)) == []


def test_parts_that_do_not_make_up_what_a_line_asks_for_leave_it_open() -> None:
    assert not BILL.claims(grid(PARTED.replace("28.00,528.00", "29.00,528.00")))
