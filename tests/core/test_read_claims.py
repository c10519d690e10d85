"""A balance that a page or message claims is laid beside the computed one, to the fen, with the rows that claim it."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from app.__main__ import main
from app.core.explanation import Explanation
from app.core.facts import Product
from app.core.papers import Notice, NoticeKind
from app.core.pipeline import explain
from app.core.views.read_claims import read_claims
from app.core.views.scope import Scope, restricted
from app.core.views.settlement_outlook import SettlementQuestion, settlement_outlook
from app.export.masking import masked
from app.importers.papers.message_words import amount_of, rule_of
from tests.core.case_builder import CaseBuilder, day

ON = day("04-25")


def kept_to() -> CaseBuilder:
    """A loan of which three periods were paid; ten days later a page is read."""
    case = CaseBuilder()
    for period in case.loan()[:3]:
        case.paid(period)
    return case


def claimed(case: CaseBuilder, amount: int, on: date = ON, kind: NoticeKind = NoticeKind.BALANCE) -> Explanation:
    says = {"remaining": amount} if kind is NoticeKind.REPAID else {"amount": amount}
    rows = case._row("page.txt")
    case._add(notices=(Notice(kind, Product.JIEBEI, on=on, sources=rows, **says),))  # type: ignore[arg-type]
    return explain(case.ledger, as_of=day("04-15"))


def settling(on: date) -> int:
    outlook = settlement_outlook(explain(kept_to().ledger, as_of=day("04-15")), SettlementQuestion(on))
    return outlook.day.loans[0].ways[0].amount


def test_what_settling_takes_that_day_agrees_and_names_the_page() -> None:
    explanation = claimed(kept_to(), settling(ON))
    (found,) = settlement_outlook(explanation, SettlementQuestion(day("04-20"))).claimed
    assert found.agrees and found.payoff.on == ON
    assert [source.file for source in found.sources] == ["page.txt"]


def test_a_page_that_shows_the_principal_alone_is_explained_by_the_interest_to_that_day() -> None:
    case = kept_to()
    principal = sum(row.principal for row in case.ledger.plan_rows if row.period > 3)
    (found,) = settlement_outlook(claimed(case, principal), SettlementQuestion(ON)).claimed
    assert [part.component for part in found.parts] == ["interest-not-shown"]
    assert found.rest == 0


def test_what_no_named_part_gives_is_left_over_as_it_is() -> None:
    (found,) = settlement_outlook(claimed(kept_to(), settling(ON) + 12_34), SettlementQuestion(ON)).claimed
    assert (found.rest, found.parts) == (12_34, ())


def test_a_message_of_a_repayment_names_the_principal_that_is_left() -> None:
    case = kept_to()
    principal = sum(row.principal for row in case.ledger.plan_rows if row.period > 3)
    (found,) = settlement_outlook(
        claimed(case, principal, day("04-15"), NoticeKind.REPAID), SettlementQuestion(ON)
    ).claimed
    assert found.agrees


@pytest.mark.parametrize("on", [day("03-01"), day("04-14")])
def test_of_a_claim_before_the_papers_end_nothing_is_said(on: date) -> None:
    assert claimed(kept_to(), 1_000_00, on).claims == ()


def test_a_claim_of_a_product_with_several_loans_or_none_is_laid_to_none() -> None:
    case = kept_to()
    case._add(notices=(Notice(NoticeKind.BALANCE, Product.WEILIDAI, 5_00, ON, sources=case._row("page.txt")),))
    assert explain(case.ledger, as_of=day("04-15")).claims == ()


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("借呗 2026年4月25日 提前结清应还8,123.45元", 8_123_45),
        ("2026-04-25 借呗 剩余待还总额：9,000.00元", 9_000_00),
        ("【微众银行】截至2026年4月25日，您的微粒贷待还总额为12,345.67元", 12_345_67),
    ],
)
def test_a_line_that_names_a_balance_is_read_as_one(text: str, fen: int) -> None:
    rule = rule_of(text)
    assert rule and rule.kind == "balance"
    assert amount_of("balance", text) == fen


@pytest.mark.parametrize(
    "text",
    [
        "【借呗】您的借款已结清，结清金额8,123.45元，感谢使用",
        "【微众银行】您的微粒贷本期应还512.33元，还款日06月20日",
        "【花呗】您的账单待还总额500.00元，请于6月10日前还款",
    ],
)
def test_a_reminder_or_a_receipt_is_no_claimed_balance(text: str) -> None:
    rule = rule_of(text)
    assert rule is None or rule.kind != "balance"


def test_the_claim_of_a_pasted_line_stands_in_the_json_without_being_asked(tmp_path: Path) -> None:
    samples = Path(__file__).parents[2] / "resources" / "samples"
    page, out = tmp_path / "page.txt", tmp_path / "out.json"
    page.write_text("借呗 2026年12月1日 提前结清应还8,123.45元\n", encoding="utf-8")
    assert main(["explain", str(samples), str(page), "--json", str(out), "--lang", "zh"]) in (0, 1)
    items = [item for item in json.loads(out.read_text("utf-8"))["outlook"] if item.get("kind") == "claimed-balance"]
    assert len(items) <= 1
    assert all(item["amount"] == "8123.45" and item["text"] for item in items)


def test_a_part_of_the_case_without_the_loan_has_no_claim_and_one_with_it_has() -> None:
    explanation = claimed(kept_to(), settling(ON))
    (claim,) = explanation.claims
    assert restricted(explanation, Scope(frozenset({claim.facility}))).claims == (claim,)
    other = restricted(explanation, Scope(frozenset({"JB-9"})))
    assert settlement_outlook(other, SettlementQuestion(ON)).claimed == ()


def test_a_masked_case_lays_its_claims_to_the_same_loan() -> None:
    (found,) = settlement_outlook(masked(claimed(kept_to(), settling(ON))), SettlementQuestion(ON)).claimed
    assert found.agrees


def test_a_page_that_names_what_was_lent_is_laid_to_the_loan_of_that_amount_among_several() -> None:
    case = kept_to()
    (lent,) = {record.principal for record in case.ledger.loans}
    loans = list(explain(case.ledger, as_of=day("04-15")).standings)
    other = replace(loans[0], facility="JB-2", lent=lent + 1_000_00)
    rows = case._row("page.txt")
    for said, expected in ((None, ()), (lent, ("JB-1",)), (lent + 1_000_00, ("JB-2",)), (7_77, ())):
        notice = Notice(NoticeKind.BALANCE, Product.JIEBEI, 5_000_00, ON, lent=said, sources=rows)
        assert tuple(claim.facility for claim in read_claims([notice], [loans[0], other])) == expected
