"""The sentences on what was compared: numbers first, singular and plural right, and a way to get each missing paper."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from app.core.comparison import Comparison, Counts, Paper, Role, Standing, Wanted
from app.core.explanation import Basis, Explanation, Facility
from app.core.facts import Product
from app.core.kinds import KINDS
from app.core.views.comparison import papers
from app.texts import Language, Phrasebook
from app.texts.comparison_texts import ComparisonTexts
from tests.languages import CHINESE, ENGLISH, EVERY_LANGUAGE

ZH, EN = Phrasebook(CHINESE), Phrasebook(ENGLISH)
PLAN = Paper("plan-page", Product.JIEBEI)
COMPUTED = (papers.PLAN, papers.RECORD, papers.BILL, papers.RESERVE, papers.WALLET, papers.BANK)


def told(book: Phrasebook, counts: Counts, wanted: tuple[Wanted, ...] = ()) -> str:
    found = Comparison((), counts, (Role.PLAN, Role.WALLET, Role.BANK), wanted)
    return ComparisonTexts(Explanation(date(2026, 7, 1), (), (), (), (), (), comparison=found), book).headline()


def test_the_headline_says_in_numbers_what_agrees_what_differs_and_what_would_check_the_rest() -> None:
    counts, wanted = Counts(agree=31, differ=3, unchecked=12), (Wanted(PLAN, 9),)
    assert told(EN, counts, wanted) == (
        "34 payments checked against plan, wallet and bank: 31 agree, 3 differ. "
        "12 could not be checked; the repayment plan of Jiebei would check 9 of them."
    )
    assert told(ZH, counts, wanted) == (
        "34 笔还款已与还款计划、钱包账单和银行流水核对：31 笔一致，3 笔不一致。"
        "12 笔没能核对；补上借呗的还款计划，可以核对其中 9 笔。"
    )


def test_charges_of_other_payees_are_told_apart() -> None:
    assert told(EN, Counts(agree=1, charges=2)).endswith("it agrees. Counted apart: 2 charges of other payees.")
    assert told(ZH, Counts(charges=1)).endswith("另有 1 笔是其他收款方的费用，不算还款。")


@EVERY_LANGUAGE
def test_no_statement_is_asked_for_that_is_here(language: Language) -> None:
    say = Phrasebook(language).say
    told_of = {
        here: ComparisonTexts(
            Explanation(date(2026, 7, 1), (), (), (), (), (), comparison=Comparison(accounts=here)),
            Phrasebook(language),
        ).headline()
        for here in ((), (Role.WALLET,), (Role.BANK,), (Role.WALLET, Role.BANK))
    }
    assert len(set(told_of.values())) == len(told_of)
    plan = {"zh": "还款计划", "en": "plan"}[language.code]
    assert all(plan in text for here, text in told_of.items() if here)
    assert told_of[()] == say("comparison.nothing")


def test_one_payment_is_not_told_as_several() -> None:
    assert told(EN, Counts(agree=1)) == "1 payment checked against plan, wallet and bank: it agrees."
    assert told(EN, Counts(unchecked=1), (Wanted(PLAN, 1),)) == (
        "1 payment stands in these files, and no plan or bill that says whether it was right. "
        "With the repayment plan of Jiebei, it could be checked."
    )


@pytest.mark.parametrize("book", [ZH, EN], ids=["zh", "en"])
def test_agreement_is_not_claimed_where_nothing_was_compared(book: Phrasebook) -> None:
    for counts in (Counts(), Counts(unchecked=4), Counts(unchecked=4, due=4), Counts(unchecked=4, due=2)):
        said = told(book, counts, (Wanted(PLAN, counts.unchecked),))
        assert "agree" not in said
        assert "一致" not in said


@EVERY_LANGUAGE
def test_every_paper_that_can_be_missing_has_a_name_and_a_way_to_get_it(language: Language) -> None:
    book = Phrasebook(language)
    kinds = {*COMPUTED, *(missing for kind in KINDS.values() for missing in kind.missing)}
    assert not [k for k in kinds for part in ("name", "way") if f"paper.{k}.{part}" not in book]
    words = [
        f"{part}{w}" for w in papers.WALLETS.values() for part in ("comparison.source.", "paper.wallet-export.way-")
    ]
    words += [*(f"comparison.role.{r.value}" for r in Role), *(f"comparison.standing.{s.value}" for s in Standing)]
    assert not [w for w in words if w not in book]


@pytest.mark.parametrize("book", [ZH, EN], ids=["zh", "en"])
def test_every_paper_can_be_told_with_what_it_decides(book: Phrasebook) -> None:
    wanted = tuple(
        Wanted(paper, 2, ("d",), date(2026, 3, 1), last)
        for kind in sorted({*COMPUTED, *(m for k in KINDS.values() for m in k.missing)})
        for paper in (Paper(kind), Paper(kind, Product.HUABEI, "X", "alipay"))
        for last in (date(2026, 3, 1), date(2026, 5, 1))
    )
    explanation = Explanation(
        date(2026, 7, 1), (), (), (), (), (), comparison=Comparison((), Counts(unchecked=2), (), wanted)
    )
    for paper in ComparisonTexts(explanation, book).fetch():
        assert "3" in paper.decides
        assert paper.name
        assert not [text for text in (paper.name, paper.decides, paper.way) if "{" in text or "None" in text]


def test_a_bill_is_named_by_its_month() -> None:
    bill = Wanted(Paper("bill", Product.HUABEI, month="2026-04"), 1)
    assert "the Huabei bill of April 2026" in told(EN, Counts(agree=1, unchecked=1), (bill,))
    assert "花呗 2026 年 4 月账单" in told(ZH, Counts(agree=1, unchecked=1), (bill,))


def test_papers_of_one_name_are_asked_for_once_with_all_that_they_would_decide() -> None:
    twins = tuple(Wanted(Paper("repayment-record", Product.JIEBEI, loan), 2) for loan in ("A", "B"))
    explanation = Explanation(date(2026, 7, 1), (), (), (), (), (), comparison=Comparison((), Counts(), (), twins))
    texts = ComparisonTexts(explanation, EN)
    assert len(texts.fetch()) == 2
    (once,) = texts.fetch_once()
    assert "4" in once.decides


def test_papers_of_two_loans_of_one_amount_and_day_are_told_apart_by_the_end_of_the_number() -> None:
    drawn = datetime(2026, 3, 1, 10, 0)
    loans = tuple(
        Facility(number, "jiebei", Basis.GIVEN, contract=number, principal=500_000, drawn_at=drawn)
        for number in ("JB20260301001111", "JB20260301002222")
    )
    twins = tuple(Wanted(Paper("plan-page", Product.JIEBEI, loan.id), 2) for loan in loans)
    explanation = Explanation(date(2026, 7, 1), (), loans, (), (), (), comparison=Comparison((), Counts(), (), twins))
    first, second = ComparisonTexts(explanation, ZH).fetch_once()
    assert (first.name, second.name) == (
        "借呗 5,000.00 元（2026-03-01 借，尾号 1111）的还款计划",
        "借呗 5,000.00 元（2026-03-01 借，尾号 2222）的还款计划",
    )
