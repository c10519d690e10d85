"""Words are found in a whole column as a search of each cell would find them."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.importers.wallets.many_texts import ManyTexts
from app.importers.wallets.wording import sieve

WORDS = "花呗|借呗|白条|还款日变更|360借条"
PIECES = st.sampled_from(["花", "呗", "借", "条", "360", "\n", "", " ", "😀", "\ud83d", "还款日", "变更", "白条", "x"])
TEXTS = st.lists(st.lists(PIECES, max_size=4).map("".join), max_size=8)


@pytest.mark.parametrize("pattern", [WORDS, f"退款|{WORDS}", "^还款|白条", "条"])
@given(texts=TEXTS)
def test_a_column_is_searched_as_each_of_its_cells(pattern: str, texts: list[str]) -> None:
    search = re.compile(pattern).search
    many = ManyTexts(pattern)
    assert not many.found([""] * 1_000)  # so many are searched one by one
    assert many.found(texts) == {at for at, text in enumerate(texts) if search(text)}


@pytest.mark.parametrize("provider", ["alipay", "wechat", "jd", "meituan"])
def test_what_wallets_say_of_credit_is_nothing_but_words(provider: str) -> None:
    """Else every text would be searched by itself, which takes the tenth part of reading a large wallet."""
    assert ManyTexts(sieve(provider)["text"].pattern).is_of_words
