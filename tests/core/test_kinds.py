"""What a kind of discrepancy does not declare is refused when a discrepancy is made."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from app.core.discrepancy import Certainty, Discrepancy, FactValue, Severity
from app.core.facts import Product, Source
from app.core.kinds import KINDS, UndeclaredError
from app.core.kinds.kind import variant
from app.core.rules.context import discrepancy

ROW = Source("wallet.csv", "", 7)
SETTLED: dict[str, FactValue] = {"days": 3, "amount": 900_00}


def unconfirmed(
    code: str = "STATUS-UNCONFIRMED",
    story: str = "bank-debited",
    severity: Severity = Severity.WARNING,
    missing: tuple[str, ...] = ("final-state",),
    **facts: FactValue,
) -> Discrepancy:
    told = facts or SETTLED
    return discrepancy(
        code, story, severity, Certainty.PATTERN, datetime(2024, 6, 15), evidence=(ROW,), product=Product.JIEBEI,
        missing=missing, **told,
    )  # fmt: skip


def test_a_discrepancy_that_keeps_to_its_declaration_is_made() -> None:
    made = unconfirmed()
    assert made.questions == KINDS["STATUS-UNCONFIRMED"].questions
    assert dict(made.facts)["days"] == 3


@pytest.mark.parametrize(
    ("departure", "named"),
    [
        ({"code": "STATUS-UNHEARD-OF"}, "STATUS-UNHEARD-OF"),
        ({"story": "lost"}, "no variant lost"),
        ({"severity": Severity.SERIOUS}, "never serious"),
        ({"missing": ("plan-page",)}, "plan-page"),
        ({**SETTLED, "tries": 2}, "undeclared.*tries"),
        ({"days": 3}, "not told.*amount"),
        ({**SETTLED, "days": date(2024, 6, 15)}, "type.*days"),
        ({**SETTLED, "amount": "900.00"}, "type.*amount"),
    ],
    ids=["code", "variant", "severity", "paper", "fact", "absent fact", "day for days", "text for money"],
)
def test_a_departure_from_the_declaration_is_refused_and_named(departure: dict[str, FactValue], named: str) -> None:
    with pytest.raises(UndeclaredError, match=named):
        unconfirmed(**departure)  # type: ignore[arg-type]


def test_a_declaration_with_a_fact_that_has_no_type_is_refused() -> None:
    with pytest.raises(UndeclaredError, match="colour"):
        variant("amount colour?", Severity.INFO)


def test_a_fact_that_may_have_no_value_may_be_left_out() -> None:
    late = KINDS["DEBIT-LATE"].variants["charged"]
    assert "unpaid" in late.sometimes
    assert "unpaid" not in late.always
