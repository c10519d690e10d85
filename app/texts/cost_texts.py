"""Says what a loan really costs a year, with what of it the lender's own table has no line for."""

from __future__ import annotations

from collections.abc import Sequence

from app.core.discrepancy import FactValue
from app.core.explanation import Facility
from app.core.loans.all_in_cost import AllInCost, Cover
from app.texts.catalogue import Phrasebook
from app.texts.loan_names import loan_names

MOST_PAYEES = 3
"""Payees that are named in the sentence; the JSON names all."""


class CostTexts:
    """The sentences about yearly costs, in one language; the same in terminal, window, workbook and JSON.

    ``loans`` are those of the case, by which each is named.
    """

    def __init__(self, phrasebook: Phrasebook, loans: Sequence[Facility] = ()) -> None:
        self._names = loan_names(loans, phrasebook)
        self._say = phrasebook.say
        self._gap = phrasebook.gap

    def lines(self, costs: Sequence[AllInCost]) -> list[str]:
        """A paragraph for each loan of which something can be said, then how it is computed; nothing without any."""
        told = [self.cost(cost) for cost in costs if cost.cost or cost.stated]
        return [*told, self._say("cost.rule")] if told else []

    def cost(self, cost: AllInCost) -> str:
        """The yearly cost first, then the lender's own, and every amount that its table has no line for."""
        alone = self._say("ahead.loan", product=self._say(f"product.{cost.product}"), amount=cost.lent)
        facts: dict[str, FactValue] = {"loan": self._names.get(cost.facility, alone)}
        if cost.cost is None or cost.cost.nominal is None or cost.cost.effective is None:
            return self._gap.join([self._say("cost.unknown", **facts, paid=cost.paid), *self._stated(cost)])
        facts |= {"nominal": cost.cost.nominal, "effective": cost.cost.effective}
        told = [self._say("cost.yearly", **facts, paid=cost.paid)]
        if cost.twice:
            told.append(self._say("cost.twice", amount=cost.twice))
        if cost.short:
            told.append(self._say("cost.short", received=cost.received, short=cost.short))
        if cost.to_come:
            told.append(self._say("cost.to-come", amount=cost.to_come))
        if cost.planned and cost.planned.nominal is not None and cost.planned.effective is not None:
            planned = {"nominal": cost.planned.nominal, "effective": cost.planned.effective}
            told.append(self._say("cost.planned", **planned))
        return self._gap.join([*told, *self._stated(cost), *self._covered(cost)])

    def _stated(self, cost: AllInCost) -> list[str]:
        """The yearly cost that the disclosure table states, and which of the computed ones it is."""
        stated = cost.stated
        if stated is None:
            return []
        computed = [
            (f"{basis}-{kind}", getattr(found, kind))
            for basis, found in (("planned", cost.planned), ("paid", cost.cost))
            for kind in ("nominal", "effective")
            if found
        ]
        met = next((name for name, rate in computed if stated.is_written_of(rate)), "")
        name = met or ("other" if computed else "alone")
        return [self._say(f"cost-stated.{name}", rate=stated.yearly)]

    def _covered(self, cost: AllInCost) -> list[str]:
        told = []
        for cover in (
            Cover.DISCLOSED,
            Cover.THIRD_PARTY,
            Cover.LENDER_FEE,
            Cover.BEYOND,
            Cover.ABOVE,
            Cover.PENALTY,
            Cover.COUPON,
            Cover.RETURNED,
        ):
            lines = [line for line in cost.lines if line.cover is cover]
            if not lines or not cost.of(cover):
                continue
            payees = tuple(dict.fromkeys(line.payee for line in lines if line.payee))[:MOST_PAYEES]
            facts: dict[str, FactValue] = {"amount": abs(cost.of(cover)), "count": len(lines), "payees": payees}
            told.append(self._say(f"cost.{cover.value}", **facts))
            alone = cost.lender_alone
            if cover is Cover.THIRD_PARTY and alone and alone.nominal is not None and alone.effective is not None:
                told.append(self._say("cost.alone", nominal=alone.nominal, effective=alone.effective))
        if any(line.cover is Cover.TERMS for line in cost.lines):
            told.append(self._say("cost.terms"))
        return told

    def cover(self, cover: Cover) -> str:
        """What covers a payment, in words."""
        return self._say(f"cost-cover.{cover.value}")
