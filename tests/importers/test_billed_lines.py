"""What the text of a bill's line says: which instalment of how many, of what a fee or a refund is."""

from __future__ import annotations

from datetime import date

import pytest

from app.core.facts import BillLine, LineKind
from app.importers.recognising.billed_lines import worded


def read(text: str, kind: LineKind) -> BillLine:
    return worded(BillLine(date(2026, 2, 1), kind, 1_00, text=text))


@pytest.mark.parametrize(
    "wording",
    ["第3/12期", "3/12期", "第 3 期，共 12 期", "第3期/共12期", "第3期（共12期）", "(3/12)", "共12期，第3期",
     "instalment 3 of 12"],
)  # fmt: skip
def test_the_ways_in_which_lines_name_an_instalment_are_read(wording: str) -> None:
    said = read(f"手机分期 {wording}", LineKind.INSTALMENT).instalment
    assert said is not None
    assert (said.number, said.of, said.name, said.is_fee) == (3, 12, "手机", False)


@pytest.mark.parametrize("text", ["超市 3/12", "2026/03/12 订单", "满3期免息", "第13/12期", "第1/1期"])
def test_what_is_no_number_of_an_instalment_is_not_read_as_one(text: str) -> None:
    assert read(text, LineKind.PURCHASE).instalment is None


@pytest.mark.parametrize(("text", "item"), [("手机分期手续费", "手机"), ("分期手续费", ""), ("年费", None)])
def test_a_fee_of_instalments_without_a_number_is_known_with_what_it_is_of(text: str, item: str | None) -> None:
    line = read(text, LineKind.FEE)
    assert (line.is_instalment_fee, line.item) == (item is not None, item or "")


def test_a_refund_is_named_by_what_was_bought() -> None:
    assert read("退款-手机（分期）", LineKind.REFUND).item == "手机"
