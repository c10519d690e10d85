"""Pages that say what is still owed of a loan, pasted or as a screenshot: read where they add up."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from app.core.facts import Product
from app.core.papers import Notice, NoticeKind
from app.importers.read import Reading, read_paths
from app.texts import Language, Phrasebook
from tests.importers.screens_drawn import LIGHT, WIDTH, Canvas, as_file
from tests.languages import EVERY_LANGUAGE

DAY = date(2026, 4, 25)


def pasted(folder: Path, *lines: str, name: str = "page.txt") -> Reading:
    (folder / name).write_text("\n".join(lines), encoding="utf-8")
    return read_paths([folder / name])


def told(reading: Reading) -> tuple[list[Notice], list[str]]:
    return list(reading.ledger.notices), [p.code for source in reading.sources for p in source.problems]


def test_a_page_of_settling_is_read_over_several_lines(tmp_path: Path) -> None:
    page = ("借呗", "提前结清", "截至2026年4月25日", "应还总额", "8,123.45", "本金 8,000.00", "利息 123.45")
    (found,), codes = told(pasted(tmp_path, *page))
    assert (found.kind, found.product, found.amount, found.on) == (NoticeKind.BALANCE, Product.JIEBEI, 8_123_45, DAY)
    assert codes == ["balance-read"]
    assert [source.row for source in found.sources] == [4, 6, 7]


def test_a_page_of_one_loan_among_several_names_what_was_lent(tmp_path: Path) -> None:
    page = (
        "借呗 借款详情", "借款金额 12,000.00元", "2026年1月15日借款 共12期", "剩余待还总额", "9,234.56元",
        "剩余本金 9,000.00元", "利息 234.56元", "查询时间 2026-04-25 10:20",
    )  # fmt: skip
    (found,), _ = told(pasted(tmp_path, *page))
    assert (found.lent, found.amount, found.on) == (12_000_00, 9_234_56, DAY)


@pytest.mark.parametrize(
    "lines",
    [
        ("借呗 全部结清", "借呗待还本金 8,000.00 利息 123.45", "备用金 500.00 手续费 1.99", "结清应还总额 8,625.44元"),
        ("借呗 提前结清", "剩余本金 8,000.00", "利息 123.45", "备用金 501.99", "应还总额 8,625.44元"),
        ("借呗 提前结清", "剩余本金 8,000.00", "利息 123.45", "提前还款手续费 501.99", "应还总额 8,625.44元"),
    ],
    ids=["two products", "reserve in all", "fee of repaying early"],
)
def test_parts_that_name_their_product_or_repaying_early_make_up_the_sum(
    tmp_path: Path, lines: tuple[str, ...]
) -> None:
    (found,), codes = told(pasted(tmp_path, "截至2026年4月25日", *lines))
    assert (found.product, found.amount, codes) == (Product.JIEBEI, 8_625_44, ["balance-read"])


def test_a_page_that_only_mentions_the_reserve_advance_is_not_the_advance_s(tmp_path: Path) -> None:
    page = ("提前结清", "截至2026年4月25日", "剩余本金 3,500.00", "应还总额 3,500.00元", "备用金另行归还")
    found, codes = told(pasted(tmp_path, *page))
    assert (list(found), codes) == ([], ["balance-without-product"])


def test_a_part_that_is_not_in_the_sum_still_puts_a_page_at_odds(tmp_path: Path) -> None:
    page = ("截至2026年4月25日", "借呗 全部结清", "借呗待还本金 8,000.00 利息 123.45", "应还总额 8,625.44元")
    found, codes = told(pasted(tmp_path, *page))
    assert (list(found), codes) == ([], ["balance-at-odds"])


@pytest.mark.parametrize(
    ("name", "code", "on"),
    [
        ("page.txt", "balance-without-day", None),
        ("Screenshot_20260425_101112.txt", "balance-day-of-name", DAY),
        ("截屏2026-04-25 上午9.41.txt", "balance-day-of-name", DAY),
        ("1234520260425.txt", "balance-without-day", None),
    ],
)
def test_a_page_without_its_day_takes_that_of_the_file_s_name_and_says_so(
    tmp_path: Path, name: str, code: str, on: date | None
) -> None:
    page = ("京东金条", "提前还款", "全部还清", "还款金额(元)", "5,011.20", "含本金5,000.00元，利息11.20元")
    (found,), codes = told(pasted(tmp_path, *page, name=name))
    assert (found.on, codes) == (on, [code])


def test_a_page_whose_parts_do_not_make_its_sum_is_not_used(tmp_path: Path) -> None:
    page = ("借呗", "提前结清", "2026-04-25", "应还总额", "8,123.45", "本金 8,000.00", "利息 124.45")
    assert told(pasted(tmp_path, *page)) == ([], ["balance-at-odds"])


@pytest.mark.parametrize(
    "page",
    [
        ("花呗", "2026年5月账单", "应还金额", "500.00", "还款日 5月10日"),
        ("借呗", "额度 20,000.00", "可借金额 5,000.00", "日利率 0.04%"),
        ("借呗", "提前结清", "2026-04-25", "还款金额", "8,123.45", "结清成功"),
        ("借呗", "2026-04-25", "本金 1,000.00", "利息 30.00"),
        ("会议纪要", "2026-05-01", "全部事项", "预算总额", "8,000.00", "请各部门报送"),
        (
            "借呗", "借款金额 3,000.00", "第1期 2026-02-20 1,030.00", "本金1,000.00 利息30.00",
            "第2期 2026-03-20 1,020.00", "本金1,000.00 利息20.00", "剩余待还总额 2,040.00",
        ),
    ],
    ids=["bill", "limit", "receipt", "parts", "memo", "plan"],
)  # fmt: skip
def test_a_bill_a_limit_a_plan_and_other_papers_are_no_claimed_balance(tmp_path: Path, page: tuple[str, ...]) -> None:
    notices, codes = told(pasted(tmp_path, *page))
    assert not [n for n in notices if n.kind is NoticeKind.BALANCE]
    assert not [code for code in codes if code.startswith("balance")]


def drawn(interest: str = "123.45") -> bytes:
    page = Canvas(2.5, LIGHT, 420)
    page.head("提前结清")
    page.text(20, "借呗", 14)
    page.text(WIDTH - 20, "2026年4月25日", 13, right=True)
    page.y += 34
    page.text(20, "应还总额(元)", 13, "grey")
    page.y += 26
    page.text(20, "8,123.45", 26)
    page.y += 50
    for name, value in (("剩余本金", "8,000.00"), ("利息", interest), ("违约金", "0.00")):
        page.text(20, name, 14, "grey")
        page.text(WIDTH - 20, value, 14, right=True)
        page.y += 40
    return as_file(page.picture)


def test_a_screenshot_of_it_is_read_and_told_to_be_checked_by_nobody(tmp_path: Path) -> None:
    (tmp_path / "截屏.png").write_bytes(drawn())
    reading = read_paths([tmp_path / "截屏.png"])
    (found,), codes = told(reading)
    assert (found.product, found.amount, found.on) == (Product.JIEBEI, 8_123_45, DAY)
    assert "picture-text-read" in codes
    assert reading.ledger.picture_rows


def test_a_screenshot_whose_parts_do_not_add_up_is_not_used(tmp_path: Path) -> None:
    (tmp_path / "截屏.png").write_bytes(drawn("128.45"))
    assert told(read_paths([tmp_path / "截屏.png"]))[0] == []


@EVERY_LANGUAGE
def test_what_became_of_a_page_is_said_in_both_languages(language: Language) -> None:
    book = Phrasebook(language)
    for code in ("balance-read", "balance-day-of-name", "balance-without-day", "balance-at-odds"):
        said = book.say(f"problem.{code}", file="页.txt", amount=8_123_45, parts=8_124_45, on=DAY)
        assert "8,123.45" in said and "{" not in said


@pytest.mark.parametrize("between", [" ", "：", ","])
def test_a_page_of_one_loan_tells_its_terms_and_what_is_owed(between: str, tmp_path: Path) -> None:
    told_of = {
        "借据编号": "WLD2024030501", "借款金额": "3000.00", "借款日期": "2024-03-05", "借款期数": "3期",
        "还款方式": "等额本息", "剩余本金": "2000.00", "查询日期": "2024-04-10",
    }  # fmt: skip
    lines = ["微粒贷借据详情", *(between.join(pair) for pair in told_of.items())]
    ledger = pasted(tmp_path, *lines, name="page.csv" if between == "," else "page.txt").ledger
    assert [(loan.contract, loan.principal, loan.terms) for loan in ledger.loans] == [("WLD2024030501", 300_000, 3)]
    assert [(notice.amount, notice.on) for notice in ledger.notices] == [(200_000, date(2024, 4, 10))]


def test_of_several_loans_in_columns_no_balance_is_taken(tmp_path: Path) -> None:
    rows = ["借款金额,3000.00,5000.00", "借款日期,2024-03-05,2024-03-09", "期数,3,6", "还款方式,等额本息,等额本息"]
    ledger = pasted(tmp_path, "微粒贷", *rows, "剩余本金,2000.00,4000.00", name="page.csv").ledger
    assert len(ledger.loans) == 2
    assert not ledger.notices
