"""Amounts of a wallet's column are read at once as each would be alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.amount_text import parse_yuan
from app.core.money import yuan
from app.importers.wallets.alipay import ALIPAY
from app.importers.wallets.batches import plain_amounts
from app.importers.wallets.jd import JD
from app.importers.wallets.layout import Wallet
from app.importers.wallets.meituan import MEITUAN
from app.importers.wallets.wechat import WECHAT

FEN = st.integers(0, 10**17)
WALLETS = (ALIPAY, WECHAT, JD, MEITUAN)


@given(st.lists(st.tuples(st.sampled_from(["", "¥", "￥"]), FEN)))
def test_plain_amounts_are_read_at_once_as_each_alone(amounts: list[tuple[str, int]]) -> None:
    texts = [sign + yuan(fen) for sign, fen in amounts]
    assert plain_amounts(texts) == [parse_yuan(text) for text in texts] == [fen for _, fen in amounts]


@pytest.mark.parametrize(
    "odd", ["", "/", "12", "-12.00", "1,234.00", "12.3", "12.00 ", "１２.00", "12.00\n13.00", "12.00元"]
)
def test_of_many_amounts_with_one_written_otherwise_none_is_read_at_once(odd: str) -> None:
    assert plain_amounts(["12.34", odd, "0.01"]) is None


@pytest.mark.parametrize("wallet", WALLETS, ids=lambda wallet: wallet.name)
def test_every_wallet_reads_a_plain_amount_as_it_stands(wallet: Wallet) -> None:
    assert [wallet.amount(text) for text in ("0.01", "468.32", "¥12.00")] == [1, 46832, 1200]
