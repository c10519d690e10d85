"""The credit report is read in both forms, wherever its lines break, and the person it is about is not kept."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.papers import CreditAccount, CreditLineKind, CreditReport, EnquiryReason, MonthMark
from app.importers.importer import Imported
from app.importers.read import read_paths
from app.importers.reading.table import Table
from app.importers.registry import recognise
from tests.shared import shared

HEAD = (
    "个人信用报告",
    "报告编号：2026031100000000000001 报告时间：2026-03-11 04:01:39",
    "姓名：张三 证件类型：身份证 证件号码：440101199001011234 已婚",
    "信贷记录",
)
SENTENCES = (
    "从未逾期过的账户明细如下：",
    "1. 2025年03月04日南京银行股份有限公司发放的100,000元（人民币）其他个人消费贷款，2027年03月04日到期。"
    "截至2026年02月，余额80,000。",
    "2. 2025年04月05日四川新网银行股份有限公司为其他个人消费贷款授信，额度有效期至2027年04月05日，可循环使用。"
    "截至2026年02月，信用额度200,000元（人民币），余额为20,000，当前无逾期。",
    "3. 2020年01月05日重庆蚂蚁消费金融有限公司发放的30,000元（人民币）其他个人消费贷款，2021年02月已结清。",
    "4. 2019年01月05日招商银行信用卡中心发放的贷记卡（人民币账户）。截至2026年02月，信用额度50,000，已使用额度12,300。",
    "发生过逾期的账户明细如下：",
    "1. 2022年05月06日中国建设银行股份有限公司发放的8,000元（人民币）其他贷款，2026年05月06日到期。"
    "截至2026年02月，余额1,200，逾期金额300。最近5年内有3个月处于逾期状态，其中1个月逾期超过90天。",
    "2. 2018年05月06日某某银行发放的贷记卡（人民币账户），2023年02月销户。"
    "最近5年内有1个月处于逾期状态，没有发生过90天以上逾期。",
    "查询记录",
    "机构查询记录明细",
    "1 2026年01月02日 招商银行股份有限公司 贷后管理",
    "2 2025年12月30日 重庆蚂蚁消费金融有限公司 贷款审批",
    "3 2025年12月01日 本人 本人查询（互联网个人信用信息服务平台）",
)
WANTED = [
    (CreditLineKind.LOAN, "南京银行股份有限公司", 10_000_000, 8_000_000, "", 0),
    (CreditLineKind.REVOLVING, "四川新网银行股份有限公司", 20_000_000, 2_000_000, "", 0),
    (CreditLineKind.LOAN, "重庆蚂蚁消费金融有限公司", 3_000_000, None, "结清", 0),
    (CreditLineKind.CARD, "招商银行信用卡中心", 5_000_000, 1_230_000, "", 0),
    (CreditLineKind.LOAN, "中国建设银行股份有限公司", 800_000, 120_000, "", 3),
    (CreditLineKind.CARD, "某某银行", None, None, "销户", 1),
]


def read(*rows: str | tuple[str, ...]) -> Imported:
    table = Table("报告.txt", "", "0", [[row] if isinstance(row, str) else list(row) for row in rows])
    (importer,) = recognise(table).importers
    assert importer.name == "credit-report"
    return importer.read(table)


def report(*rows: str | tuple[str, ...]) -> CreditReport:
    (found,) = read(*rows).ledger.credit_reports
    return found


def told(account: CreditAccount) -> tuple[object, ...]:
    return (account.kind, account.lender, account.amount, account.balance, account.state, account.late_months)


def test_every_sentence_of_a_brief_report_is_read() -> None:
    found = report(*HEAD, *SENTENCES)
    assert [told(account) for account in found.accounts] == WANTED
    assert found.reported_at == datetime(2026, 3, 11, 4, 1, 39)
    late = found.accounts[4]
    assert (late.overdue, late.very_late_months, late.as_of, late.ends) == (30_000, 1, (2026, 2), date(2026, 5, 6))
    assert (found.accounts[5].settled, found.accounts[5].very_late_months) == ((2023, 2), 0)
    assert [(e.on.month, e.by, e.words[:4], e.reason) for e in found.enquiries] == [
        (1, "招商银行股份有限公司", "贷后管理", EnquiryReason.AFTER_LENDING),
        (12, "重庆蚂蚁消费金融有限公司", "贷款审批", EnquiryReason.APPROVAL),
        (12, "本人", "本人查询", EnquiryReason.OTHER),
    ]
    assert [e.by_stem for e in found.enquiries] == ["招商银行", "重庆蚂蚁消费金融", "本人"]


@given(cut=st.integers(5, 40))
def test_lines_may_break_anywhere_also_in_numbers_and_names(cut: int) -> None:
    whole = "".join(SENTENCES)
    broken = [whole[at : at + cut] for at in range(0, len(whole), cut)]
    assert [told(account) for account in report(*HEAD, *broken).accounts] == WANTED


def test_the_person_is_nowhere_in_what_is_kept() -> None:
    result = read(*HEAD, *SENTENCES)
    kept = repr(result)
    assert "张三" not in kept and "440101199001011234" not in kept and not re.search(r"\d{17}[\dX]", kept)
    facts = dict(result.problems[0].facts)
    assert (facts["loans"], facts["open"], facts["balance"], facts["cards"], facts["late"]) == (4, 3, "101,200", 2, 2)


MATRIX = (
    ("（二）非循环贷账户",),
    ("管理机构", "账户标识", "开立日期", "到期日期", "借款金额", "账户币种"),
    ("重庆蚂蚁消费金融有限公司", "A123****", "2024年05月06日", "2025年05月06日", "12,000", "人民币元"),
    ("业务种类", "担保方式", "还款期数", "还款频率", "还款方式", "共同借款标志"),
    ("其他个人消费贷款", "信用/无担保", "12", "月", "分期等额本息", "无"),
    ("截至2025年02月28日",),
    ("账户状态", "五级分类", "余额", "剩余还款期数", "本月应还款", "应还款日", "本月实还款", "最近一次还款日期"),
    ("正常", "正常", "3,000", "3", "1,034", "2025.02.22", "1,034", "2025.02.22"),
    ("2024年05月—2025年02月的还款记录",),
    ("", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12"),
    ("2025", "N", "N", "", "", "", "", "", "", "", "", "", ""),
    ("", "0", "0", "", "", "", "", "", "", "", "", "", ""),
    ("2024", "/", "/", "/", "/", "*", "N", "N", "1", "2", "N", "#", "N"),
    ("", "--", "--", "--", "--", "0", "0", "0", "1,034", "2,068", "0", "--", "0"),
    ("（五）贷记卡账户",),
    ("发卡机构", "账户标识", "开立日期", "账户授信额度", "共享授信额度", "币种"),
    ("招商银行信用卡中心", "B1", "2019年01月05日", "50,000", "50,000", "人民币元"),
    ("账户状态", "余额", "已用额度"),
    ("销户", "--", "--"),
)


def test_a_detailed_report_gives_every_month_its_mark() -> None:
    found = report(*HEAD, *MATRIX)
    loan, card = found.accounts
    assert found.detailed
    assert (loan.kind, loan.amount, loan.balance, loan.as_of) == (CreditLineKind.LOAN, 1_200_000, 300_000, (2025, 2))
    assert (loan.late_months, len(loan.marks)) == (2, 14)
    assert MonthMark((2024, 8), "1", 103_400) in loan.marks and MonthMark((2024, 11), "#") in loan.marks
    assert MonthMark((2024, 4), "/") in loan.marks and MonthMark((2025, 2), "N", 0) in loan.marks
    assert (card.kind, card.state, card.balance) == (CreditLineKind.CARD, "销户", None)


@pytest.mark.parametrize(
    ("first", "marks", "months"),
    [
        pytest.param("2024年05月", "N N 1 N N N", range(5, 11), id="the months of the heading"),
        pytest.param("2024年05月", "/ / / / N N 1 N N N", range(1, 11), id="the months since the year began"),
        pytest.param("2024年05月", "N N 1 N", (), id="fewer than either"),
        pytest.param("", "N N 1 N N N", (), id="no heading"),
    ],
)
def test_the_marks_of_a_line_that_lost_its_gaps_are_counted_by_the_months_of_the_heading(
    first: str, marks: str, months: Sequence[int]
) -> None:
    heading = f"{first} —2024年10月的还款记录" if first else "还款记录"
    sums = " ".join("1,034" if mark == "1" else "0" for mark in marks.split())
    lines = [" ".join(cells) for cells in MATRIX[:3]]
    (loan,) = report(*HEAD, *lines, heading, "1 2 3 4 5 6 7 8 9 10 11 12", f"2024 {marks}", sums).accounts
    assert [mark.month[1] for mark in loan.marks] == list(months)
    assert [(mark.month, mark.overdue) for mark in loan.marks if mark.mark == "1"] == [((2024, 7), 103_400)] * bool(
        months
    )


@pytest.mark.parametrize("words", ["这是一篇介绍个人信用报告怎么看的文章。", "个人信用报告服务协议的说明"])
def test_a_text_about_reports_is_none(words: str) -> None:
    table = Table("a.txt", "", "0", [[words], ["点击查看。"]])
    assert recognise(table).importers == ()


def test_the_comma_of_an_amount_parts_no_line_of_a_copied_report(tmp_path: Path) -> None:
    lines = [*HEAD, *(" ".join(cells) for cells in MATRIX[:9]), "2024年05月 —2024年10月的还款记录", "2024 N N 1 N N N"]
    copied = tmp_path / "信用报告.txt"
    copied.write_text("\n".join(lines), encoding="utf-8")
    (found,) = read_paths([copied]).ledger.credit_reports
    (loan,) = found.accounts
    assert (loan.lender, loan.amount, loan.opened) == (MATRIX[2][0], 1_200_000, date(2024, 5, 6))
    assert (loan.balance, loan.late_months) == (300_000, 1)


@given(st.lists(st.text(max_size=80), max_size=20))
def test_no_text_whatever_raises(lines: list[str]) -> None:
    read(*HEAD, *lines)


def test_the_shared_report_is_read() -> None:
    (found,) = read_paths([shared("papers", "个人信用报告.txt")]).ledger.credit_reports
    assert [account.amount for account in found.accounts] == [509_800, 2_400_000, 462_100, 125_000, 10_000]
    assert [account.balance for account in found.accounts] == [420_300, 1_440_000, 462_100, None, 0]
    assert len(found.enquiries) == 1
