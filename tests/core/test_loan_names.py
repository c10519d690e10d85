"""A loan without a number is named by its day and amount, and no lender is asked by that name."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.loan_names import name_of_loan, stated_number


@given(st.dates(), st.integers(0, 10**12), st.integers(1, 99))
def test_our_own_name_of_a_loan_is_no_number_of_the_lender(drawn: date, principal: int, number: int) -> None:
    assert stated_number(name_of_loan(drawn, principal, number)) == ""


@pytest.mark.parametrize("contract", ["", "JB2026051800017", "2026消贷字第0620-0001号", "2026-05-18-0001", "L1"])
def test_what_the_papers_state_is_kept(contract: str) -> None:
    assert stated_number(contract) == contract
