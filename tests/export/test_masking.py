"""Names and numbers are gone, the same thing has the same pseudonym, and nothing else is touched."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.explanation import EventKind
from app.core.facts import WalletKind
from app.core.pipeline import explain
from app.core.views.settlement_outlook import SettlementQuestion, settlement_outlook
from app.export.json_report import to_json
from app.export.masking import Mask, mask_of, masked
from app.texts import Phrasebook
from tests.core.case_builder import CaseBuilder, at, day
from tests.export.export_cases import LOAN, case, cells, event, row
from tests.languages import CHINESE


def shown(text: str, *others: str) -> str:
    """A text masked by a mask that knows it and others."""
    return Mask([text, *others]).text(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("招商银行储蓄卡(1234)", "招商银行储蓄卡(**A1)"),
        ("6222****5678", "**A1"),
        ("工商银行 尾号5678", "工商银行 尾号**A1"),
        ("138******00", "**P1"),
        ("13812345678", "**P1"),
        ("me@example.com", "**M1"),
        ("姓名:王小明", "姓名:**N1"),
        ("张*", "**N1"),
        ("110101199003070017", "**I1"),
        ("2023081222001445661400000001", "2023*1*0001"),
        (LOAN, "JB20*1*0042"),
    ],
)
def test_what_names_a_person_or_an_account_is_replaced(text: str, expected: str) -> None:
    assert shown(text) == expected


@pytest.mark.parametrize(
    "text", ["1,234,567.89", "0.0004", "2024-03-14 08:00:06", "20240314080006", "20240314", "第 12 期", "花呗"]
)
def test_amounts_dates_and_rates_stay(text: str) -> None:
    assert shown(text) == text


def test_a_card_is_the_same_in_full_half_hidden_and_by_its_tail() -> None:
    full, half, tail = "6222021234565678", "6222****5678", "招商银行储蓄卡(5678)"
    mask = Mask([full, half, tail])
    assert {mask.text(full), mask.text(half), mask.text(tail).rpartition("(")[2].rstrip(")")} == {"**A1"}


def test_a_name_found_once_is_replaced_everywhere() -> None:
    mask = Mask(["老招 6034306864942510239", "云闪付-老招"])
    assert "老招" not in mask.text("云闪付-老招")


def test_pseudonyms_do_not_depend_on_order() -> None:
    texts = ["招商银行储蓄卡(1234)", "工商银行卡(0001)", LOAN, "13812345678"]
    first, second = Mask(texts), Mask(reversed(texts))
    assert [first.text(t) for t in texts] == [second.text(t) for t in texts]


def test_the_whole_explanation_is_masked_to_its_depths() -> None:
    told = event(9, EventKind.DEBIT, case().events[0].at, 1, text="王* 13812345678")
    plain = replace(case(), events=(*case().events, told))
    found = repr(masked(plain))
    assert LOAN not in found
    assert "13812345678" not in found
    assert "王*" not in found


def test_links_inside_the_explanation_still_hold() -> None:
    e = masked(case())
    assert {x.facility for x in e.events} == {e.facilities[0].id} == {d.facility for d in e.discrepancies}
    assert set(e.chains[0].events) <= {x.id for x in e.events}


def test_amounts_of_the_explanation_are_untouched() -> None:
    assert [d.difference for d in masked(case()).discrepancies] == [d.difference for d in case().discrepancies]


def test_rows_are_masked_like_the_explanation() -> None:
    mask = mask_of(case(), [t for texts in cells().values() for t in texts])
    e, rows = mask.value(case()), mask.cells(cells())
    assert rows[row(3)][1] == e.facilities[0].contract
    assert rows[row(4, "钱包.csv")][3].endswith("0001")
    assert "2001445661400" not in repr(rows)


def test_what_rows_add_does_not_renumber_the_explanation() -> None:
    assert mask_of(case(), [t for texts in cells().values() for t in texts]).value(case()) == masked(case())


def test_places_on_this_computer_are_left_out() -> None:
    e = replace(case(), sources=(replace(case().sources[0], path="/home/wang/账单.csv"),))
    assert masked(e).sources[0].path == ""


numbers = st.text("0123456789", min_size=15, max_size=30)


@given(numbers, st.sampled_from(["", "订单号 ", "卡号:", "JB"]))
def test_no_long_number_survives(number: str, before: str) -> None:
    hidden = shown(f"{before}{number} 已付")
    assert number not in hidden
    assert hidden.endswith(" 已付")


@given(numbers)
def test_what_is_masked_needs_no_masking(number: str) -> None:
    assert shown(shown(number)) == shown(number)


def test_what_is_still_owed_and_what_a_loan_costs_is_masked_and_still_answers() -> None:
    built = CaseBuilder()
    plan = built.loan()
    built.paid(plan[0])
    built.wallet(at("02-15 12:01"), 25_00, WalletKind.CHARGE, text="担保费", counterparty="某某融资担保有限公司")
    built.page(day("02-20"), plan, settled=(1,))
    plain = explain(built.ledger)
    told = masked(plain, ())
    outlook = settlement_outlook(told, SettlementQuestion(day("02-25"), 300_000))
    assert to_json(told, Phrasebook(CHINESE), outlook)
    assert outlook.day.usual == settlement_outlook(plain, SettlementQuestion(day("02-25"))).day.usual > 0
    assert told.costs[0].cost is not None
    assert told.costs[0].cost.nominal is not None
