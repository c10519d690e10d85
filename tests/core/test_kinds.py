"""What a kind of discrepancy does not declare is refused when a discrepancy is made."""

from __future__ import annotations

from datetime import date, datetime
from functools import cache
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.discrepancy import Certainty, Discrepancy, FactValue, Severity
from app.core.facts import Ledger, Product, Source
from app.core.kinds import KINDS, UndeclaredError
from app.core.kinds.kind import variant
from app.core.pipeline import explain
from app.core.rules.writing import Occurrence, discrepancy
from app.export.json_report import to_json
from app.export.terminal import summary
from app.importers.read import read_paths
from app.resource_files import resource
from app.texts import Language, Phrasebook, languages
from tests.core.bending import bent
from tests.core.test_explain_order import busy_case

ROW = Source("wallet.csv", "", 7)
SETTLED: dict[str, FactValue] = {"days": 3, "amount": 900_00}


def unconfirmed(
    code: str = "STATUS-UNCONFIRMED",
    variant: str = "bank-debited",
    severity: Severity = Severity.WARNING,
    missing: tuple[str, ...] = ("final-state",),
    **facts: FactValue,
) -> Discrepancy:
    told = facts or SETTLED
    occurred = Occurrence(datetime(2024, 6, 15), (ROW,), product=Product.JIEBEI)
    return discrepancy(occurred, code, variant, severity, Certainty.PATTERN, missing=missing, **told)


def test_a_discrepancy_that_keeps_to_its_declaration_is_made() -> None:
    made = unconfirmed()
    assert made.questions == KINDS["STATUS-UNCONFIRMED"].questions
    assert dict(made.facts)["days"] == 3


@pytest.mark.parametrize(
    ("departure", "named"),
    [
        ({"code": "STATUS-UNHEARD-OF"}, "STATUS-UNHEARD-OF"),
        ({"variant": "lost"}, "no variant lost"),
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


@cache
def ledgers() -> tuple[Ledger, ...]:
    return busy_case(), read_paths([resource("samples")]).ledger


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 1), st.sampled_from(languages()), st.integers(0, 2**32))
def test_whatever_rows_are_missing_or_differ_no_rule_departs_from_its_declaration(
    which: int, language: Language, seed: int
) -> None:
    explanation = explain(bent(ledgers()[which], Random(seed)))
    book = Phrasebook(language)
    assert summary(explanation, book)
    assert to_json(explanation, book)
