"""Messages that tell of changed terms are read as that, and never as what is due, was paid or was lent."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from app.core.papers import TERMS_CHANGED, ChangedTerms, Notice, NoticeKind
from app.importers.importer import Imported
from app.importers.reading.table import Table
from app.importers.registry import recognise
from app.texts import Phrasebook, languages

SENT = "2026-05-20 10:00 "


def read(text: str) -> Imported | None:
    reader = recognise(Table("made-up.txt", "", "0" * 16, [[text]])).reader
    return reader() if reader else None


def notice(text: str) -> Notice:
    found = read(text)
    assert found is not None
    (told,) = found.ledger.notices
    return told


@pytest.mark.parametrize(
    ("text", "kind", "on", "terms"),
    [
        (
            "【某某银行】您尾号4321的贷款自2026年6月1日起执行利率由4.35%调整为3.95%。",
            NoticeKind.RATE_CHANGED, date(2026, 6, 1), ChangedTerms(rate=Decimal("0.0395")),
        ),
        (
            "【某某消费金融】您的借款日利率自2026年6月1日起由0.05%下调至0.045%，请以还款计划为准。",
            NoticeKind.RATE_CHANGED, date(2026, 6, 1), ChangedTerms(rate=Decimal("0.00045"), is_daily=True),
        ),
        (
            SENT + "【某某银行】您的个人贷款LPR重定价已完成，现执行年利率3.70%。",
            NoticeKind.RATE_CHANGED, date(2026, 5, 20), ChangedTerms(rate=Decimal("0.0370")),
        ),
        (
            "【招联金融】您的还款日已由每月12日变更为每月20日，自2026年6月起生效。",
            NoticeKind.DUE_DAY_CHANGED, date(2026, 6, 1), ChangedTerms(due_day=20),
        ),
        (
            "【度小满】您申请的延期还款已通过，第3期应还款日由2026年6月12日延期至2026年7月12日，应还金额1,033.90元。",
            NoticeKind.DEFERRED, date(2026, 7, 12),
            ChangedTerms(due=date(2026, 7, 12), was_due=date(2026, 6, 12)),
        ),
    ],
)  # fmt: skip
def test_a_changed_rate_day_or_due_date_is_read_with_the_day_from_which_it_holds(
    text: str, kind: NoticeKind, on: date, terms: ChangedTerms
) -> None:
    told = notice(text)
    assert (told.kind, told.on, told.terms) == (kind, on, terms)


def test_a_deferred_instalment_keeps_its_period_and_amount_and_a_rate_has_none() -> None:
    deferred = notice("【度小满】第3期应还款日由2026年6月12日延期至2026年7月12日，应还金额1,033.90元。")
    assert (deferred.period, deferred.amount) == (3, 103390)
    assert notice("【某某银行】您的贷款自2026年6月1日起执行利率由4.35%调整为3.95%。").amount is None


@pytest.mark.parametrize(
    "text",
    [
        "【支付宝】您的借呗日利率自2026年6月1日起由0.045%下调至0.04%，在贷借款按原利率执行。",  # of loans to come
        "【某某消费金融】您可申请延期还款，最长延期至2026年8月12日，如需办理请登录App。",
        "【度小满】您申请的延期还款未通过，请按时还款。",
        "【某某银行】利率最低3.2%，额度最高20万，点击领取。",
    ],
)
def test_what_is_offered_refused_or_of_other_loans_changes_no_terms(text: str) -> None:
    found = read(text)
    assert found is None or not [told for told in found.ledger.notices if told.kind in TERMS_CHANGED]


def test_the_least_that_may_be_repaid_is_not_what_is_due() -> None:
    assert notice("【某某银行】您信用卡账单最低还款额61.24元，还款日2026年5月10日。").amount is None
    told = notice("【某某银行】您信用卡本期账单应还612.35元，最低应还61.24元，还款日2026年5月10日。")
    assert told.amount == 61235


def test_a_lender_called_a_finance_company_is_no_purchase() -> None:
    found = read("招联消费金融 -300.41元 2026-05-13 08:01:22")
    assert found is None or not found.ledger.notices


@pytest.mark.parametrize(
    "text",
    [
        "【招联金融】您的还款日已变更为每月20日。",
        "【某某银行】您的贷款利率已调整为3.95%。",
        "【某某银行】您的借款日利率已调整为0.045%。",
    ],
)
def test_terms_whose_first_day_is_not_told_are_said_without_one_in_both_languages(text: str) -> None:
    found = read(text)
    assert found is not None and found.ledger.notices[0].on is None
    code = next(p for p in found.problems if p.code.startswith(("message-due-day", "message-rate")))
    assert code.code.endswith("-undated")
    for language in languages():
        assert "made-up.txt" in Phrasebook(language).say(f"problem.{code.code}", **dict(code.facts))


def test_what_was_paid_to_settle_is_no_balance() -> None:
    told = notice("【360借条】您尾号5678的借款已全部结清，结清金额5,210.33元。2026-05-15")
    assert (told.kind, told.amount) == (NoticeKind.SETTLED, 521_033)


def test_what_is_left_to_repay_is_due_and_not_what_was_repaid_of_it() -> None:
    told = notice("【花呗】您6月账单已还300.00元，剩余应还312.35元，请于2026年6月10日前还清。")
    assert (told.kind, told.amount) == (NoticeKind.DUE, 31_235)
    whole = notice("【某某消费金融】您本期应还900.41元，剩余应还本金8,000.00元，还款日2026年6月10日。")
    assert whole.amount == 90_041


def test_the_result_of_a_debit_tells_how_it_ended() -> None:
    kinds = [
        notice(f"【拍拍贷】您尾号1234的卡于2026年6月12日扣款100.00元，扣款结果：{how}。").kind
        for how in ("成功", "失败")
    ]
    assert kinds == [NoticeKind.REPAID, NoticeKind.FAILED]
