"""Writes the all-in yearly costs as the ``all_in_cost`` part of the JSON (an addition to ``explanation/1``)."""

from __future__ import annotations

from decimal import Decimal

from app.core.explanation import Explanation
from app.core.loans.all_in_cost import AllInCost
from app.core.loans.yearly_cost import YearlyCost
from app.core.money import plain_rate, yuan
from app.export.json_values import Json, refs
from app.texts import Phrasebook
from app.texts.cost_texts import CostTexts

_PLACES = Decimal("0.000001")


def cost_document(explanation: Explanation, phrasebook: Phrasebook) -> list[Json]:
    """A loan's yearly cost with each payment and what covers it."""
    texts = CostTexts(phrasebook, explanation.facilities)
    return [_cost(cost, texts) for cost in explanation.costs]


def _cost(cost: AllInCost, texts: CostTexts) -> Json:
    return {
        "facility": cost.facility,
        "received": yuan(cost.received),
        "drawn_on": cost.drawn_on.isoformat(),
        "paid": yuan(cost.paid),
        "to_come": yuan(cost.to_come),
        "yearly": _yearly(cost.cost),
        "without_other_payees": _yearly(cost.lender_alone),
        "planned": _yearly(cost.planned),
        "stated": {"yearly": plain_rate(cost.stated.yearly), "evidence": refs(cost.stated.sources)}
        if cost.stated
        else None,
        "text": texts.cost(cost),
        "lines": [
            {
                "on": line.on.isoformat(),
                "amount": yuan(line.amount),
                "cover": line.cover.value,
                "cover_text": texts.cover(line.cover),
                "disclosed": line.cover.disclosed,
                "payee": line.payee or None,
                "to_come": line.to_come,
                "evidence": refs(line.sources),
            }
            for line in cost.lines
        ],
    }


def _yearly(cost: YearlyCost | None) -> Json | None:
    """Rates as plain fractions to six decimals."""
    if cost is None or cost.nominal is None or cost.effective is None:
        return None
    return {
        "nominal": plain_rate(cost.nominal.quantize(_PLACES)),
        "effective": plain_rate(cost.effective.quantize(_PLACES)),
    }
