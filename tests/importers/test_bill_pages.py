"""A page of a bill that shows no lines is a bill with its sum and its due date, and nothing is said of its lines."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest

from app.core.facts import Bill, Product
from app.core.pipeline import explain
from app.importers.read import Reading, read_paths
from app.texts import Language, Phrasebook
from tests.languages import EVERY_LANGUAGE

WALLET = """导出信息：
------------------------支付宝（中国）网络技术有限公司  电子客户回单------------------------
交易时间,交易分类,交易对方,对方账号,商品说明,收/支,金额,收/付款方式,交易状态,交易订单号,商家订单号,备注,
2026-09-09 08:00:00,信用借还,花呗,/,花呗自动还款-2026年09月账单,不计收支,931.05,余额宝,还款成功,2026090911,,,
"""


def pasted(folder: Path, *lines: str) -> Reading:
    (folder / "page.txt").write_text("\n".join(lines), encoding="utf-8")
    return read_paths([folder / "page.txt"])


def told(reading: Reading) -> tuple[list[Bill], list[str]]:
    return list(reading.ledger.bills), [p.code for source in reading.sources for p in source.problems]


@pytest.mark.parametrize(
    ("lines", "product", "month", "due"),
    [
        (
            ("花呗账单", "2026年9月账单", "本期应还 931.05元", "最后还款日 9月9日"),
            Product.HUABEI,
            (2026, 9),
            date(2026, 9, 9),
        ),
        (
            (
                "信用购 9月账单",
                "应还款（元）",
                "931.05",
                "还款日 2026.09.09",
                "账单周期 2026.08.01-2026.08.31",
                "消费 900.00",
                "利息 31.05",
            ),
            Product.HUABEI,
            (2026, 9),
            date(2026, 9, 9),
        ),
        (
            ("京东白条", "9月账单", "本期应还", "¥931.05", "还款日：2026-09-14"),
            Product.BAITIAO,
            (2026, 9),
            date(2026, 9, 14),
        ),
        (("美团月付", "本月应还(元)", "931.05", "最后还款日 2026年9月8日"), Product.YUEFU, (2026, 9), date(2026, 9, 8)),
        (
            ("抖音月付账单", "2026年12月账单", "应还金额 931.05", "还款日 01月06日"),
            Product.DOUYIN,
            (2026, 12),
            date(2027, 1, 6),
        ),
        (
            ("某某银行信用卡", "2026年9月账单", "本期应还金额 931.05", "最低还款额 93.11", "到期还款日 9月20日"),
            Product.CARD,
            (2026, 9),
            date(2026, 9, 20),
        ),
    ],
)
def test_a_page_without_lines_is_a_bill_with_its_sum_and_its_due_date(
    tmp_path: Path, lines: tuple[str, ...], product: Product, month: tuple[int, int], due: date
) -> None:
    (bill,), codes = told(pasted(tmp_path, *lines))
    assert (bill.product, bill.month, bill.due, bill.declared, bill.lines) == (product, month, due, 931_05, ())
    assert codes == ["bill-page-read"]


def test_the_least_and_the_day_it_was_made_are_kept(tmp_path: Path) -> None:
    lines = (
        "花呗账单",
        "2026年9月账单",
        "账单日 9月1日",
        "本期应还 931.05元",
        "最低还款额 93.11元",
        "最后还款日 9月9日",
    )
    (bill,), _ = told(pasted(tmp_path, *lines))
    assert (bill.minimum, bill.statement_date) == (93_11, date(2026, 9, 1))


@pytest.mark.parametrize(
    "lines",
    [
        ("花呗账单", "9月账单", "本期应还 931.05元", "最后还款日 9月9日"),  # of which year?
        ("花呗账单", "2026年9月账单", "本期应还 931.05元", "本月应还 900.00元", "最后还款日 9月9日"),
        ("花呗账单", "2026年9月账单", "2026年8月账单", "本期应还 931.05元", "最后还款日 9月9日"),
        ("花呗账单", "2026年9月账单", "本期应还 931.05元", "最后还款日 9月9日", "某某超市 31.05"),
        ("借呗", "2026年9月账单", "本期应还 931.05元", "最后还款日 9月9日"),
        ("花呗账单", "2026年9月账单", "本期应还 931.05元", "无需还款", "最后还款日 9月9日"),
        ("花呗账单", "2026年9月账单", "账单金额 931.05元", "本期应还 431.05元", "退款 -400.00元", "最后还款日 9月9日"),
        ("花呗账单", "2026年9月账单", "本期应还 931.05元", "最后还款日 9月9日", "消费某某超市 31.05"),
        ("【支付宝】您的花呗账单", "2026年9月账单", "本期应还 931.05元", "最后还款日 9月9日"),
    ],
)
def test_a_page_that_leaves_open_what_it_asks_for_is_no_such_bill(tmp_path: Path, lines: tuple[str, ...]) -> None:
    bills, codes = told(pasted(tmp_path, *lines))
    assert bills == [] and "bill-page-read" not in codes


@pytest.mark.parametrize(
    ("more", "declared", "repaid"),
    [
        (("本期应还 931.05元", "消费 500.00", "账单分期 第2/6期 431.05"), 931_05, 0),
        (("账单金额 1331.05", "退款 -400.00", "本期应还 931.05"), 931_05, 0),
        (("账单金额 3931.05", "已分期 3000.00 6期 每期手续费22.50", "本期应还 931.05"), 931_05, 0),
        (("账单金额 931.05", "已还 400.00", "剩余待还 531.05"), 931_05, 0),
        (("账单金额 931.05", "已还 400.00", "待还金额 531.05"), 931_05, 400_00),
        (("本期应还 931.05元", "已还清"), 931_05, 931_05),
    ],
)
def test_what_a_page_tells_beside_its_sum_makes_up_what_it_asks_for_and_what_is_repaid(
    tmp_path: Path, more: tuple[str, ...], declared: int, repaid: int
) -> None:
    (bill,), codes = told(pasted(tmp_path, "花呗账单", "2026年9月账单", "最后还款日 9月9日", *more))
    assert (bill.declared, bill.repaid, codes) == (declared, repaid, ["bill-page-read"])


def test_nothing_is_said_of_the_lines_of_a_page_that_shows_none(tmp_path: Path) -> None:
    reading = pasted(tmp_path, "花呗账单", "2026年9月账单", "本期应还 931.05元", "最后还款日 9月9日")
    assert explain(reading.ledger, as_of=date(2026, 9, 5)).discrepancies == ()


def test_a_payment_of_the_bill_agrees_with_its_page(tmp_path: Path) -> None:
    (tmp_path / "wallet.csv").write_text(WALLET, encoding="utf-8")
    page = tmp_path / "page.txt"
    page.write_text("花呗账单\n2026年9月账单\n本期应还 931.05元\n最后还款日 9月9日", encoding="utf-8")
    ledger = read_paths([page, tmp_path / "wallet.csv"]).ledger
    assert [row.at for row in ledger.wallet] == [datetime(2026, 9, 9, 8)]
    found = explain(ledger, as_of=date(2026, 9, 20))
    assert found.discrepancies == () and not any(bill.bills for bill in found.bill_standings)


def test_what_a_later_page_without_lines_may_have_taken_over_is_not_called_overdue(tmp_path: Path) -> None:
    """Its payment may have been for both; the sum of the two is asked for by nobody."""
    bought = "2026-07-12 08:00:00,日用百货,某店,/,某某,支出,31.05,花呗,交易成功,2026071211,,,\n"
    (tmp_path / "wallet.csv").write_text(WALLET + bought, encoding="utf-8")
    page = "花呗账单\n2026年{0}月账单\n账单日 {0}月1日\n本期应还 {1}元\n最后还款日 {0}月9日"
    (tmp_path / "8.txt").write_text(page.format(8, "500.00"), encoding="utf-8")
    (tmp_path / "9.txt").write_text(page.format(9, "931.05"), encoding="utf-8")
    found = explain(read_paths(sorted(tmp_path.iterdir())).ledger, as_of=date(2026, 10, 12))
    assert found.discrepancies == () and not any(bill.bills for bill in found.bill_standings)
    assert not [month for month in found.ahead.credit.months if month.overdue]


@EVERY_LANGUAGE
def test_what_is_said_of_it_stands_in_both_languages(tmp_path: Path, language: Language) -> None:
    reading = pasted(tmp_path, "花呗账单", "2026年9月账单", "本期应还 931.05元", "最后还款日 9月9日")
    (problem,) = (p for source in reading.sources for p in source.problems)
    assert "931.05" in Phrasebook(language).say(f"problem.{problem.code}", **dict(problem.facts))


def _page(month: int, asked: str) -> list[str]:
    return ["花呗", f"2026年{month}月账单", f"本期应还 {asked}元", f"最后还款日 2026年{month}月10日"]


def test_the_bills_of_several_months_in_one_text_are_each_read(tmp_path: Path) -> None:
    path = tmp_path / "账单.txt"
    path.write_text("\n".join([*_page(2, "1,233.40"), *_page(3, "880.20"), *_page(4, "432.10")]), encoding="utf-8")
    bills = read_paths([path]).ledger.bills
    assert [(bill.month, bill.due, bill.declared) for bill in bills] == [
        ((2026, 2), date(2026, 2, 10), 123_340),
        ((2026, 3), date(2026, 3, 10), 88_020),
        ((2026, 4), date(2026, 4, 10), 43_210),
    ]
    assert [bill.sources[0].row for bill in bills] == [3, 7, 11]


def test_of_bills_of_which_one_cannot_be_read_none_is(tmp_path: Path) -> None:
    path = tmp_path / "账单.txt"
    path.write_text("\n".join([*_page(2, "1,233.40"), *_page(3, "880.20")[:3]]), encoding="utf-8")
    assert read_paths([path]).ledger.bills == ()


def test_lines_without_days_that_make_up_the_bill_are_no_other_sums_of_it(tmp_path: Path) -> None:
    head = ("京东白条", "2026年5月账单", "本期应还(元)", "604.50", "最后还款日 2026-05-18", "账单明细")
    bills, _ = told(pasted(tmp_path, *head, "某某冰箱 第2/6期", "304.50", "某某电视 第5/5期", "300.00"))
    assert [(bill.product, bill.month, bill.declared) for bill in bills] == [(Product.BAITIAO, (2026, 5), 60_450)]
    assert told(pasted(tmp_path, *head, "某某冰箱 第2/6期", "304.50"))[0] == []


def test_the_sum_below_the_month_and_its_state_is_what_the_bill_asks_for(tmp_path: Path) -> None:
    bills, _ = told(pasted(tmp_path, "抖音月付", "5月账单 待还款", "512.35元", "还款日：2026年6月6日"))
    assert [(bill.product, bill.month, bill.due, bill.declared) for bill in bills] == [
        (Product.DOUYIN, (2026, 5), date(2026, 6, 6), 51_235)
    ]


def test_a_charge_with_its_own_day_is_a_line_of_the_bill_and_the_least_is_not_what_is_due(tmp_path: Path) -> None:
    lines = ("花呗", "2026年5月账单", "本期应还 612.35元", "5月10日还款日", "最低应还 61.24元", "账单明细")
    reading = pasted(tmp_path, *lines, "04-03 某某餐厅 100.00", "04-08 手机 分期 500.00", "04-08 分期手续费 12.35")
    assert [(bill.declared, [line.amount for line in bill.lines]) for bill in reading.ledger.bills] == [
        (61_235, [10_000, 50_000, 1_235])
    ]
    assert reading.ledger.notices == ()


def test_what_is_still_to_be_repaid_is_asked_for_where_the_lines_make_it_up(tmp_path: Path) -> None:
    lines = ("美团月付", "2026年5月账单", "待还金额 ¥512.35", "还款日 6月8日", "交易明细")
    bills, _ = told(pasted(tmp_path, *lines, "外卖 5月3日 22.35", "酒店 5月10日 490.00"))
    assert [(bill.due, bill.declared) for bill in bills] == [(date(2026, 6, 8), 51_235)]
    assert told(pasted(tmp_path, *lines, "外卖 5月3日 22.35", "酒店 5月10日 590.00"))[0] == []
