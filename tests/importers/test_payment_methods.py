"""What a wallet names as the method of payment is parted into sources and reductions."""

from __future__ import annotations

import pytest

from app.importers.wallets.methods import sources_and_reductions


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
