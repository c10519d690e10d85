"""The objection to a credit report holds both sides' rows, blanks for the sender, dated rules, and no advice."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from app.core.ahead import CreditMonth, MarkBasis, MarkStanding
from app.core.explanation import Explanation
from app.export.complaint_rules import rules_for
from app.export.credit_letter import objection_letters
from app.export.letter_files import as_text
from app.export.terminal import summary
from app.resource_files import resource
from app.texts import Phrasebook
from app.texts.credit_rules import credit_rules, rules_about
from app.texts.credit_texts import CreditTexts
from app.workspace import Workspace
from app.workspace.exports import letters
from tests.core.generated_credit_reports import LENDER, PLANTED, planted, right
from tests.languages import CHINESE, ENGLISH

ZH, EN = Phrasebook(CHINESE), Phrasebook(ENGLISH)
PROMISES = ("{", "保证", "一定能", "洗白", "修复征信", "will be removed", "illegal")
REPORT = """个人信用报告
报告编号：2026071600000000000001 报告时间：2026-07-16 04:01:39
信贷记录
贷款
1. 2026年2月15日重庆某某消费金融有限公司发放的3,000元（人民币）个人消费贷款，2026年8月15日到期。
截至2026年06月，余额3,000，逾期金额36。
查询记录
"""


def test_where_nothing_contradicts_no_objection_is_written() -> None:
    assert objection_letters(right(1), ZH) == []


@pytest.mark.parametrize("kind", PLANTED)
@pytest.mark.parametrize("book", [ZH, EN])
def test_the_letter_says_what_the_report_says_what_the_rows_say_and_encloses_both(kind: str, book: Phrasebook) -> None:
    explanation = planted(kind, 1)
    text = as_text(objection_letters(explanation, book))
    assert LENDER in text and "2026-01-15" in text and "report.txt" in text and "plan.csv" in text
    assert "2027-01-10" in text and "{" not in text
    (wrong,) = [c for c in explanation.ahead.credit.checks if c.standing is MarkStanding.CONTRADICTS]
    assert CreditTexts(explanation, book).told(wrong) in text


def test_the_letter_cites_the_rule_with_the_year_alone_because_its_day_was_never_seen() -> None:
    text = as_text(objection_letters(planted("balance", 1), ZH))
    assert "第二十五条，自 2013 年起施行，答复期限一般为 20 天。" in text
    assert "2013-03" not in text


def test_rules_whose_first_day_is_not_known_hold_from_a_day_that_certainly_lies_within() -> None:
    told = {
        r.id: (r.since_year, r.valid_from) for kind in ("credit", "wallet") for r in rules_for(kind, date(2026, 1, 1))
    }
    assert told == {"objection": (2013, date(2014, 1, 1)), "consumer-wallet": (2020, date(2021, 1, 1))}


def test_every_rule_about_records_has_a_source_and_a_date() -> None:
    for rule in credit_rules():
        assert rule.source and (rule.since or rule.valid_from.year >= 2020)
        assert f"ahead.credit.rule.{rule.id}" in ZH and f"ahead.credit.rule.{rule.id}" in EN


def test_the_one_off_repair_is_told_only_of_what_lies_in_its_window() -> None:
    assert "one-off-repair" not in {rule.id for rule in CreditTexts(right(1), ZH).rules()}
    assert {rule.id for rule in CreditTexts(right(1), ZH).rules()} == {"objection", "kept", "free-reports"}


@pytest.mark.parametrize(
    ("month", "overdue", "told"),
    [((2024, 3), 900_00, True), ((2026, 2), 900_00, False), ((2024, 3), 10_001_00, False), ((2019, 12), 900_00, False)],
)
def test_the_repair_concerns_months_in_its_window_of_at_most_its_sum(
    month: tuple[int, int], overdue: int, told: bool
) -> None:
    late = CreditMonth("JB-1", "jiebei", month, "1", MarkBasis.UNPAID, 9, overdue)
    assert ("one-off-repair" in {rule.id for rule in rules_about((late,), date(2026, 11, 28))}) is told


def sampled(tmp_path: Path) -> Workspace:
    (tmp_path / "个人信用报告.txt").write_text(REPORT, encoding="utf-8")
    case = Workspace()
    case.add([resource("samples"), tmp_path / "个人信用报告.txt"])
    return case


def test_a_report_that_is_read_from_a_file_is_told_in_the_terminal_and_objected_to(tmp_path: Path) -> None:
    case = sampled(tmp_path)
    told = summary(case.explanation, ZH)
    assert "显示当前逾期 36.00 元" in told and "1 处不一致" in told
    written = letters(case, CHINESE)
    assert written[-1].name.endswith("征信异议（信用报告）")
    assert [x.name[:2] for x in written] == [f"{n:02d}" for n in range(1, len(written) + 1)]
    assert "个人信用报告.txt" in as_text(written[-1:])


def test_names_are_masked_in_the_objection(tmp_path: Path) -> None:
    text = as_text(letters(sampled(tmp_path), CHINESE, mask=True)[-1:])
    assert "1234" not in text


def explanations() -> list[Explanation]:
    return [*(right(seed) for seed in range(4)), *(planted(kind, 2) for kind in PLANTED)]


@pytest.mark.parametrize("book", [ZH, EN])
def test_no_sentence_promises_advises_or_leaves_a_hole(book: Phrasebook) -> None:
    for explanation in explanations():
        texts, record = CreditTexts(explanation, book), explanation.ahead.credit
        said = [*map(texts.month, record.months), *map(texts.check, record.checks), *map(texts.rule, texts.rules())]
        for sentence in said:
            assert not any(
                word in sentence for word in ("{", "保证", "一定能", "洗白", "修复征信", "will be removed", "illegal")
            )


@pytest.mark.parametrize("book", [ZH, EN])
def test_a_month_that_is_not_over_is_not_told_by_its_end(book: Phrasebook) -> None:
    late = CreditMonth("JB-1", "jiebei", (2026, 4), "1", MarkBasis.UNPAID, 9, 900_00)
    within, after = (
        CreditTexts(replace(right(1), as_of=day), book).month(late) for day in (date(2026, 4, 15), date(2026, 4, 30))
    )
    assert book.say("letters.day", day=date(2026, 4, 15)) in within
    assert within != after == CreditTexts(replace(right(1), as_of=date(2026, 6, 1)), book).month(late)
