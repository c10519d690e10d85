"""Formulas say what the bridge says, whatever it is made of."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from app.core.discrepancy import BridgePart, Discrepancy, Input, Term, Unit
from app.core.money import product, rounded
from app.export.workbook.formulas import Product, arithmetic, span_of
from tests.export.export_cases import late, money, part, penalty, row

FIRST = 20


def called(number: int) -> Callable[[str], str]:
    """Names as short as the ids of inputs."""
    return lambda name: f"d{number}_{name.replace('-', '_')}"


def value_of(formula: str, d: Discrepancy) -> int:
    """What a formula comes to in fen, computed apart from the bridge: names, cells, sums, rounding."""
    computed = arithmetic(d, called(1), FIRST, "C")
    amounts: dict[str, Decimal] = {}
    for at, line in enumerate(computed.lines, start=FIRST):
        amount = Decimal(line.value) if isinstance(line, Input) else Decimal(line.amount)
        is_money = isinstance(line, Product) or line.unit is Unit.MONEY
        amounts[f"C{at}"] = amount / 100 if is_money else amount
        if isinstance(line, Input):
            amounts[computed.names[line]] = amounts[f"C{at}"]

    def summed(match: re.Match[str]) -> str:
        return f"({'+'.join(str(amounts[f'C{r}']) for r in range(int(match[1]), int(match[2]) + 1))})"

    text = re.sub(r"SUM\(C(\d+):C(\d+)\)", summed, formula)
    text = re.sub(r"[a-zC]\w*(?!\w*\()", lambda m: f"Decimal('{amounts[m[0]]}')" if m[0] in amounts else m[0], text)
    text = re.sub(r"(?<![\w'.])(\d+(?:\.\d+)?)(?!['\w.])", r"Decimal('\1')", text)
    total = eval(text, {"Decimal": Decimal, "ROUND": lambda x, _: Decimal(rounded(x * 100)) / 100})
    return int(total * 100)


def test_a_product_is_rounded_once_over_named_inputs() -> None:
    d = late(part("penalty-on-principal", penalty(1000_00, "0.0004", 3, row(3))))
    assert arithmetic(d, called(7), FIRST, "C").formulas == (
        "ROUND(d7_balance*d7_daily_rate*d7_penalty_factor*d7_days,2)",
    )


def test_the_same_input_in_two_parts_has_one_name() -> None:
    one, two = penalty(1000_00, "0.0004", 3, row(3)), penalty(23_20, "0.0004", 3, row(4))
    names = arithmetic(late(part("a", one), part("b", two)), called(1), FIRST, "C").names
    assert sorted(names.values()) == ["d1_balance", "d1_balance_2", "d1_daily_rate", "d1_days", "d1_penalty_factor"]


def test_terms_that_repeat_are_counted() -> None:
    day = penalty(1000_00, "0.0004", 1, row(3))
    formula = arithmetic(late(part("penalty-on-principal", *[day] * 30)), called(1), FIRST, "C").formulas[0]
    assert formula.startswith("30*ROUND(")


def test_many_amounts_become_sums_of_ranges() -> None:
    after = [Term((money("interest-after", 100 + n, row(n + 2)),)) for n in range(12)]
    before = [Term((money("interest-before", 150 + n, row(n + 2)),), negative=True) for n in range(12)]
    d = late(part("interest-later-periods", *after, *before))
    assert arithmetic(d, called(1), FIRST, "C").formulas == ("SUM(C20:C31)-SUM(C32:C43)",)


terms = st.one_of(
    st.builds(
        lambda name, fen, negative, at: Term((money(name, fen, row(at)),), negative),
        st.sampled_from(["refund", "bill-line"]), st.integers(1, 10**7), st.booleans(), st.integers(2, 9),
    ),
    st.builds(
        lambda fen, rate, days, at: penalty(fen, f"0.000{rate}", days, row(at)),
        st.integers(1, 10**7), st.integers(10, 99), st.integers(1, 40), st.integers(2, 9),
    ),
)  # fmt: skip


@given(st.lists(st.lists(terms, min_size=1, max_size=12), min_size=1, max_size=3))
def test_every_formula_comes_to_its_part_to_the_fen(parts: list[list[Term]]) -> None:
    d = late(*(BridgePart(f"p{n}", tuple(own)) for n, own in enumerate(parts)))
    formulas = arithmetic(d, called(1), FIRST, "C").formulas
    assert [value_of(f, d) for f in formulas] == [p.amount for p in d.bridge]


def test_days_follow_from_the_dates_of_the_discrepancy() -> None:
    d = late(part("penalty-on-principal", penalty(1000_00, "0.0004", 3, row(3))))
    span = span_of(Input("days", 3, Unit.DAYS), d, called(1))
    assert span is not None
    assert span.formula == "d1_date_paid_on-d1_date_due"
    assert [day for _, day in span.dates.values()] == [date(2024, 3, 11), date(2024, 3, 14)]


def test_days_that_no_dates_explain_stay_a_number() -> None:
    d = late(part("penalty-on-principal", penalty(1000_00, "0.0004", 5, row(3))))
    assert span_of(Input("days", 5, Unit.DAYS), d, called(1)) is None


def test_the_check_of_this_test_rounds_as_the_program_does() -> None:
    assert product(237_50, Decimal("0.0004"), Decimal("1.5"), 2) == rounded(Decimal("28.5"))
