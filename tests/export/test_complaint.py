"""The pack holds the facts in the order a complaint needs, for each party that has something to answer."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.core.discrepancy import Question
from app.export.complaint import complaint_pack
from app.export.masking import masked
from app.texts import Language, Phrasebook
from tests.export.export_cases import LOAN, case

ZH = Phrasebook(Language.ZH)


def test_facts_sums_request_deadline_and_evidence_come_in_this_order() -> None:
    text = complaint_pack(case(), ZH)
    parts = ["致放款机构", "经过：", "2024-03-14 08:00 扣款 1,001.62", "金额的组成：", "请求：", "期限：", "凭据"]
    assert [text.index(p) for p in parts] == sorted(text.index(p) for p in parts)


def test_each_party_gets_its_own_letter() -> None:
    asked = (Question("lender", "lender-attempts"), Question("credit-centre", "credit-dispute"))
    found = replace(case().discrepancies[0], questions=asked)
    assert complaint_pack(case(found), ZH).count("请求：") == 2


def test_nothing_to_ask_gives_nothing() -> None:
    assert complaint_pack(case(replace(case().discrepancies[0], questions=())), ZH) == ""


@pytest.mark.parametrize("language", list(Language))
def test_a_masked_pack_names_no_contract(language: Language) -> None:
    text = complaint_pack(masked(case()), Phrasebook(language))
    assert text
    assert LOAN not in text
