"""What a wallet names as the method of payment is parted into sources and reductions."""

from __future__ import annotations

import pytest

from app.importers.wallets.methods import said_reduction, sources_and_reductions


@pytest.mark.parametrize(
    ("method", "sources", "reductions"),
    [
        ("招商银行储蓄卡(6162)&还款红包", "招商银行储蓄卡(6162)", "还款红包"),
        ("招商银行储蓄卡(8705)&支付宝随机立减", "招商银行储蓄卡(8705)", "支付宝随机立减"),
        ("储蓄卡(1001)&余额宝", "储蓄卡(1001)&余额宝", ""),
        ("余额宝", "余额宝", ""),
        ("红包", "红包", ""),
        ("", "", ""),
    ],
)
def test_a_reduction_is_no_source(method: str, sources: str, reductions: str) -> None:
    assert sources_and_reductions(method) == (sources, reductions)


@pytest.mark.parametrize(("said", "reduction"), [
    ("使用还款红包5元", ("还款红包", 5_00)), ("借呗还款 已用立减券2.5元", ("立减券", 2_50)),
    ("抵扣集分宝1.08元", ("集分宝", 1_08)), ("获得红包5元", ("", 0)), ("使用还款红包", ("", 0)),
    ("红包5元待领取", ("", 0)),
    ("借呗还款", ("", 0)),
])  # fmt: skip
def test_a_text_names_a_reduction_that_was_used_with_its_sum(said: str, reduction: tuple[str, int]) -> None:
    assert said_reduction(said) == reduction
