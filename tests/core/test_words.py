"""Words that facts are sorted by are found again, however they come: by name, by value, out of another process."""

from __future__ import annotations

import pickle

from app.core.facts import Outcome, Product, Source, WalletKind


def test_a_word_that_went_through_another_process_is_the_same_word() -> None:
    counted = {Product.HUABEI: 1, WalletKind.REPAYMENT: 2, Outcome.DONE: 3}
    assert pickle.loads(pickle.dumps(counted)) == counted
    assert all(counted[pickle.loads(pickle.dumps(word))] == number for word, number in counted.items())


def test_rows_of_one_number_in_two_sheets_are_two_rows() -> None:
    one, other = Source("a.xlsx", "一月", 3, "d"), Source("a.xlsx", "二月", 3, "d")
    assert len({one, other, Source("a.xlsx", "一月", 3, "d")}) == 2
