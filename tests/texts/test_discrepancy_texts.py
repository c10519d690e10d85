"""How a discrepancy is told: which sentences are said, in which order, and how its arithmetic is written."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from decimal import Decimal

import pytest

from app.core.discrepancy import BridgePart, Input, Question, Term, Unit
from app.texts import Phrasebook
from app.texts.catalogue import MissingMessage
from app.texts.discrepancy_texts import DiscrepancyTexts
from tests.languages import CHINESE, ENGLISH
from tests.texts.texts_samples import made

ZH = DiscrepancyTexts(Phrasebook(CHINESE))
EN = DiscrepancyTexts(Phrasebook(ENGLISH))

LATE = {
    "period": 5, "product": "product.jiebei", "due": datetime(2024, 6, 15).date(), "days": 2, "tries": 2, "grace": 0,
    "paid_on": datetime(2024, 6, 17).date(), "amount": 900_74, "charged": 1_08, "unpaid": 0,
}  # fmt: skip


def money(amount: int, *, negative: bool = False) -> Term:
    return Term((Input("bill-line", amount, Unit.MONEY),), negative)


def penalty(balance: int) -> Term:
    inputs = (
        Input("balance", balance, Unit.MONEY),
        Input("daily-rate", Decimal("0.0004"), Unit.RATE),
        Input("penalty-factor", Decimal("1.5"), Unit.FACTOR),
        Input("days", 2, Unit.DAYS),
    )
    return Term(inputs)


# ---- Which sentences are said ---------------------------------------------------------------------------------------


def test_the_title_says_the_day_what_happened_and_what_it_cost() -> None:
    late = made("DEBIT-LATE", "charged", LATE)
    assert ZH.title(late) == "6 月 15 日的还款晚了 2 天，收罚息 1.08 元"
    assert EN.title(late) == "15 June: 2 days late, 1.08 charged"


def test_a_title_names_its_year_unless_the_whole_case_is_of_it() -> None:
    late = made("DEBIT-LATE", "charged", LATE)
    book = Phrasebook(CHINESE)
    spans: list[tuple[int, ...]] = [(2024,), (2025,), (2024, 2025), ()]
    told = [DiscrepancyTexts(book, years).title(late).split("晚")[0] for years in spans]
    assert told == ["6 月 15 日的还款", "2024 年 6 月 15 日的还款", "2024 年 6 月 15 日的还款", "6 月 15 日的还款"]


def test_the_answer_says_first_that_the_money_arrived() -> None:
    assert ZH.answer(made("DEBIT-LATE", "charged", LATE)).startswith("钱已经还上，另外收了 1.08 元罚息。")


def test_what_is_still_unpaid_is_said_before_anything_else() -> None:
    late = made("DEBIT-LATE", "charged", {**LATE, "unpaid": 300_00})
    assert ZH.answer(late).startswith("这一期还差 300.00 元没有还，今天就还上")
    assert "钱已经还上" not in ZH.answer(late)


def test_a_sentence_about_a_fact_without_a_value_is_left_out() -> None:
    assert "扣过 2 次" in ZH.details(made("DEBIT-LATE", "charged", LATE))
    assert "扣过" not in ZH.details(made("DEBIT-LATE", "charged", {**LATE, "tries": 0}))


def test_a_charge_that_no_rule_gives_is_never_called_accounted_for() -> None:
    late = made("DEBIT-LATE", "charged", {**LATE, "rule": "penalty-rule.multiple"}, 1_08)
    open_rest = replace(made("DEBIT-LATE", "charged", LATE, 1_08), bridge=(), unexplained=1_08)
    assert "一分不差" in ZH.answer(late)
    assert "一分不差" not in ZH.answer(open_rest)
    assert "算不出" in ZH.answer(open_rest)


def test_english_sentences_are_set_apart_and_chinese_ones_follow_at_once() -> None:
    late = made("DEBIT-LATE", "charged", {**LATE, "rule": "penalty-rule.multiple"})
    assert ". It fits to the fen: 1.5 times" in EN.answer(late)
    assert "。罚息按日利率的 1.5 倍" in ZH.answer(late)


def test_a_variant_without_sentences_is_a_defect() -> None:
    with pytest.raises(MissingMessage):
        ZH.title(made("DEBIT-LATE", "no-such-variant", LATE))


# ---- Questions and deadlines ----------------------------------------------------------------------------------------


def test_a_question_names_the_loan_as_the_lender_knows_it() -> None:
    attempts = Question("lender", "lender-attempts")
    assert ZH.question(made("DEBIT-LATE", "charged", LATE), attempts).endswith("借据号：JB1。")


def test_a_question_about_an_inferred_loan_does_not_name_it_by_a_number_the_lender_never_gave() -> None:
    attempts = Question("lender", "lender-attempts")
    assert "JB1" not in ZH.question(made("DEBIT-LATE", "inferred", LATE), attempts)


def test_money_that_came_back_is_not_asked_for_again() -> None:
    facts = {"first_at": datetime(2024, 2, 7, 8), "second_at": datetime(2024, 2, 7, 14), "amount": 10_00}
    back = made("DEBIT-DUPLICATE", "returned", {**facts, "returned": 10_00, "kept": 0}, 0)
    gone = made("DEBIT-DUPLICATE", "kept", {**facts, "returned": 0, "kept": 10_00}, 10_00)
    set_off = Question("lender", "lender-return-or-set-off")
    assert "请退回" in ZH.question(gone, set_off)
    assert "请退回" not in ZH.question(back, set_off)
    assert "1–3 天" in ZH.deadline(gone)
    assert ZH.deadline(back) == ""


@pytest.mark.parametrize(("texts", "wait", "over"), [(ZH, "先等", "已经过了 9 天"), (EN, "Wait", "9 days have passed")])
@pytest.mark.parametrize("variant", ["kept", "bill-kept", "settled-kept", "settlement-kept"])
def test_nobody_is_told_to_wait_for_a_return_that_is_overdue(
    texts: DiscrepancyTexts, wait: str, over: str, variant: str
) -> None:
    facts = {
        "first_at": datetime(2024, 2, 7, 8), "second_at": datetime(2024, 2, 7, 14), "amount": 10_00, "kept": 10_00,
        "month": "2024-02", "period": 2, "product": "product.jiebei",
    }  # fmt: skip
    early = made("DEBIT-DUPLICATE", variant, facts, 10_00)
    late = made("DEBIT-DUPLICATE", variant, {**facts, "waited": 9}, 10_00)
    assert (wait in texts.advice(early), over in texts.advice(early)) == (True, False)
    assert (wait in texts.advice(late), over in texts.advice(late)) == (False, True)
    assert (over in texts.deadline(early), over in texts.deadline(late)) == (False, True)


def test_where_nothing_presses_there_is_no_deadline() -> None:
    assert ZH.deadline(made("DEBIT-EARLY", "whole", LATE)) == ""


# ---- Arithmetic -----------------------------------------------------------------------------------------------------


def test_a_penalty_is_written_as_principal_times_rate_times_factor_times_days() -> None:
    part = BridgePart("penalty-on-principal", (penalty(816_12),))
    assert ZH.formula(part) == "816.12 × 0.04% × 1.5 × 2 天"
    assert EN.formula(part) == "816.12 × 0.04% × 1.5 × 2 days"


def test_an_amount_that_stands_in_a_row_is_named_with_its_sign_and_without_a_formula() -> None:
    refund = BridgePart("refund", (money(5_00, negative=True),))
    late = replace(made("DEBIT-LATE", "charged", LATE), bridge=(refund,), difference=1_00, unexplained=6_00)
    assert ZH.arithmetic(late) == ["退款：−5.00 元", "未解释：6.00 元"]


def test_many_terms_are_summed_up_by_sign() -> None:
    terms = tuple(money(1_00) for _ in range(3)) + tuple(money(2_00, negative=True) for _ in range(2))
    assert ZH.formula(BridgePart("declared-minus-lines", terms)) == "3.00 − 4.00"


def test_many_terms_of_one_sign_are_one_sum() -> None:
    terms = tuple(money(amount) for amount in (1_00, 2_00, 3_00, 4_00, 5_00))
    assert ZH.formula(BridgePart("interest-added-periods", terms)) == "15.00"


def test_equal_terms_are_multiplied() -> None:
    assert ZH.formula(BridgePart("interest-to-date", (money(32),) * 10)) == "0.32 × 10"


@pytest.mark.parametrize("count", [3, 21])
def test_whoever_computes_a_formula_gets_its_amount_also_where_each_day_was_rounded(count: int) -> None:
    day = Term((Input("balance", 1036_32, Unit.MONEY), Input("daily-rate", Decimal("0.0005"), Unit.RATE)))
    part = BridgePart("bill-late-charge", (day,) * count)
    assert part.amount == 52 * count
    assert ZH.formula(part) == f"0.52 × {count}（每份 1,036.32 × 0.05%，取整到分）"
    assert EN.formula(part) == f"0.52 × {count} (each 1,036.32 × 0.05%, rounded to the fen)"


def test_where_no_money_is_at_stake_there_is_no_arithmetic() -> None:
    assert ZH.arithmetic(made("DEBIT-EARLY", "whole", LATE, 0)) == []
    assert "0.00" not in ZH.explanation(made("DEBIT-EARLY", "whole", LATE, 0))


def test_the_explanation_is_answer_story_arithmetic_and_advice_in_this_order() -> None:
    late = made("DEBIT-LATE", "charged", LATE)
    told = ZH.explanation(late).splitlines()
    assert told == [ZH.answer(late), ZH.details(late), *ZH.arithmetic(late), ZH.advice(late)]
