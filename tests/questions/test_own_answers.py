"""What a person's own files answer to a question: with amounts, days and rows, or the paper that would tell."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest

from app.__main__ import main
from app.cli.ask import lines
from app.core.explanation import EventKind
from app.core.facts import Purpose
from app.core.papers import MonthMark
from app.core.pipeline import explain
from app.questions.answering import leads
from app.questions.naming import Named, named_in
from app.questions.own_answers import own_parts
from app.texts import Phrasebook
from app.texts.event_texts import event_line
from tests.core.case_builder import CaseBuilder
from tests.core.test_credit_record import account_with, checks
from tests.languages import CHINESE
from tests.timeline_cases import event

PLAN = """查询日期,借据号,产品,期数,应还日期,应还本金,应还利息,应还总额,状态
2026-01-15,D1,借呗,1,2026-02-15,2955.81,148.80,3104.61,未还
2026-01-15,D1,借呗,2,2026-03-15,3003.31,101.30,3104.61,未还
2026-01-15,D1,借呗,3,2026-04-15,3029.71,74.90,3104.61,未还
2026-01-15,D1,借呗,4,2026-05-15,3011.17,36.13,3047.30,未还
"""
BANK = """交易日期,交易时间,支出,收入,余额,摘要,对方户名
2026-01-15,10:05:00,,12000.00,20000.00,借呗放款,蚂蚁消费金融
2026-02-15,09:01:00,3104.61,,16895.39,借呗还款,蚂蚁消费金融
2026-02-16,10:00:00,3104.61,,13790.78,借呗还款,蚂蚁消费金融
"""


def asked(question: str, folder: Path, capsys: pytest.CaptureFixture[str], language: str = "zh") -> str:
    """What the command says of the first thing that the question may be about, without breaks."""
    (folder / "plan.csv").write_text(PLAN, encoding="utf-8")
    (folder / "bank.csv").write_text(BANK, encoding="utf-8")
    main(["ask", question, str(folder), "--lang", language])
    first, *_ = capsys.readouterr().out.split("\n2. ")
    parted = " " if language == "en" else ""
    return parted.join(line.strip() for line in first.splitlines())


@pytest.mark.parametrize("question", ["怎么扣了我两次", "同一期划了两遍", "重复扣款了"])
def test_a_double_debit_is_answered_with_its_day_amount_rows_and_what_to_ask(
    question: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = asked(question, tmp_path, capsys)
    assert all(part in told for part in ("2 月 16 日重复扣款", "3,104.61 元", "bank.csv 3, 4", "→ ", "? 问放款机构"))


def test_at_what_hour_is_answered_by_the_times_that_the_files_state(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = asked("几点扣款", tmp_path, capsys)
    assert "最早 09:01，最晚 10:00" in told
    assert "the earliest 09:01, the latest 10:00" in asked("what time do they take it", tmp_path, capsys, "en")


def answered(question: str, case: CaseBuilder) -> str:
    """What the command says of the first thing that the question may be about, of a case that was built."""
    explanation = explain(case.ledger)
    (lead, *_) = leads(question, explanation)
    said = lines(1, lead, explanation, Phrasebook(CHINESE), named_in(question))
    return "".join(line.strip() for line in said)


def test_half_of_it_is_computed_for_the_one_loan_that_runs() -> None:
    case = CaseBuilder()
    first, *rest = case.loan()
    case.paid(first)
    half = sum(p.principal for p in rest) // 2
    assert f"提前还本金 {half // 100:,}.{half % 100:02} 元" in answered("能先还一半", case)


def test_a_loan_that_is_called_settled_and_was_not_is_said_to_show_no_settlement(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "没有看到提前结清的还款" in asked("结清了怎么还在扣", tmp_path, capsys)
    assert "没有看到提前结清的还款" not in asked("现在结清要多少钱", tmp_path, capsys)


@pytest.mark.parametrize(("again", "told"), [(False, "没有看到这笔借款再扣钱"), (True, "又扣过 1 次")])
def test_what_a_settled_loan_took_since_is_counted(again: bool, told: str) -> None:
    case = CaseBuilder()
    first, *rest = case.loan()
    case.paid(first)
    left, when = sum(p.principal for p in rest), first.due + timedelta(days=10)
    interest = round(left * 4 * 10 / 10_000)
    case.wallet(datetime.combine(when, time(12)), left + interest, text="借呗提前结清", purpose=Purpose.SETTLEMENT)
    case.record(datetime.combine(when, time(12)), 2, left, interest)
    if again:
        case.wallet(datetime.combine(rest[0].due, time(12)), rest[0].total)
    explanation = explain(case.ledger)
    question = "结清了怎么还在扣"
    (lead, *_) = leads(question, explanation)
    assert told in "".join(
        line.strip() for line in lines(1, lead, explanation, Phrasebook(CHINESE), named_in(question))
    )
    parts = own_parts(lead, explanation, Phrasebook(CHINESE), named_in(question), is_first=True)
    shown = [explanation.event(part.event).kind for part in parts if part.event]
    assert shown == [EventKind.SETTLEMENT, *([EventKind.DEBIT] if again else [])]
    assert all(part.rows for part in parts if part.event)


def test_only_the_likeliest_lead_says_what_was_compared_and_which_paper_would_tell() -> None:
    case = CaseBuilder()
    case.paid(case.loan()[0])
    explanation, question = explain(case.ledger), "鞋退了钱怎么没到"
    (lead, *_) = leads(question, explanation)
    first, other = (
        own_parts(lead, explanation, Phrasebook(CHINESE), named_in(question), is_first=is_first)
        for is_first in (True, False)
    )
    assert [part.text for part in other] == ["您的文件里没有找到这一类差异。"]
    assert first[0] == other[0]
    assert len(first) > 1


def test_it_is_answered_in_english_alike(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = asked("why was I debited twice", tmp_path, capsys, "en")
    assert all(part in told for part in ("16 February", "3,104.61", "bank.csv 3, 4", "→ "))


@pytest.mark.parametrize(
    ("question", "language"),
    [("3月15号一次还清要多少钱", "zh"), ("how much to pay it all off on 15 March", "en")],
)
def test_settling_is_computed_for_the_day_that_is_asked_for(
    question: str, language: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = asked(question, tmp_path, capsys, language)
    assert "2026-03-15" in told
    assert "9,145.49" in told  # the principal of three periods and the interest of the second


def test_what_no_row_holds_is_said_to_be_in_none(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "没有找到；与借款无关的收支" in asked("7月20号扣的299是什么钱", tmp_path, capsys)
    assert "与借款无关的收支" not in asked("先还3000能省多少利息", tmp_path, capsys)  # it names what may be paid


def test_where_nothing_is_found_what_was_compared_and_the_paper_that_would_tell_are_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = asked("鞋退了钱怎么没到", tmp_path, capsys)
    assert "没有找到这一类差异" in told
    assert "还款已与还款计划和银行流水核对" in told


@pytest.mark.parametrize(
    ("question", "about"),
    [
        ("比欠的多扣了30", "differs"),
        ("5月20号扣的299是什么钱", "differs"),
        ("先还3000能省多少利息", "prepay"),
        ("taken once by hand and once by itself, how do I get it back", "twice"),
        ("how much to pay it all off", "settle"),
    ],
)
def test_what_people_type_leads_to_what_they_mean(question: str, about: str) -> None:
    assert leads(question)[0].about == about


def test_a_named_day_is_the_next_such_one() -> None:
    assert Named.from_((None, 2, 29), date(2026, 3, 1)) == date(2028, 2, 29)
    assert Named.from_((None, 3, 15), date(2026, 3, 15)) == date(2026, 3, 15)
    assert Named.from_((2025, 3, 15), date(2026, 3, 15)) is None


def test_a_mark_is_told_in_words_and_never_by_its_code() -> None:
    posting = replace(event("p", EventKind.POSTING, datetime(2026, 3, 10, 9), loan="L1"), amount=90000, text="manual")
    assert event_line(posting, Phrasebook(CHINESE).say) == "2026-03-10 09:00 机构入账 900.00 元 · 主动还款"


@pytest.mark.parametrize("question", ["征信报告写我2月逾期可是我按时还了", "报告上说我逾期，我明明按时还的"])
def test_a_mark_that_the_rows_contradict_is_answered_with_the_month_and_the_rows(question: str) -> None:
    case = CaseBuilder()
    for period in case.loan()[:3]:
        case.paid(period)
    assert checks(case, account_with(MonthMark((2026, 2), "1", 0)), "mark")
    told = explain(case.ledger, as_of=date(2026, 5, 2))
    (first, *_) = leads(question, told)
    said = "".join(line.strip() for line in lines(1, first, told, Phrasebook(CHINESE), named_in(question)))
    assert "2026 年 2 月的标记是“1”" in said
    assert "都按时付了" in said
    assert "records.csv" in said
