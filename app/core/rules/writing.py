"""How a rule writes down what it found: what occurred, the bridge that closes over it, and the discrepancy of both."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from app.core.discrepancy import BridgePart, Certainty, Discrepancy, FactValue, Severity, distinct
from app.core.facts import Product, Source
from app.core.kinds import kind_of
from app.core.linking.periods import PeriodActivity
from app.core.money import Fen


@dataclass(frozen=True, slots=True)
class Occurrence:
    """When something showed, the rows that show it, and the loan or account, period and product it is of.

    ``told`` are the facts that every discrepancy of such an occurrence tells, by name. ``beside`` are rows that bear
    out what is told and hold nothing of it themselves.
    """

    at: datetime | date
    evidence: tuple[Source, ...]
    facility: str | None = None
    period: int | None = None
    product: Product | None = None
    told: tuple[tuple[str, FactValue], ...] = ()
    beside: tuple[Source, ...] = ()

    @property
    def moment(self) -> datetime:
        """The time it showed; midnight where only the day is known."""
        return self.at if isinstance(self.at, datetime) else datetime.combine(self.at, time())

    @property
    def facts(self) -> dict[str, FactValue]:
        """What is told of it: when, of which product and period where it is of one, and what is always told."""
        facts: dict[str, FactValue] = {"at": self.moment}
        if self.product is not None:
            facts["product"] = f"product.{self.product.value}"
        if self.period is not None:
            facts["period"] = self.period
        return {**facts, **dict(self.told)}


def of_period(
    activity: PeriodActivity, at: datetime | date, evidence: tuple[Source, ...], beside: tuple[Source, ...] = ()
) -> Occurrence:
    """What occurred to one period, with what is always told of it: loan, period, product, due date."""
    book = activity.book
    return Occurrence(at, evidence, book.contract, activity.period, book.product, (("due", activity.due),), beside)


@dataclass(frozen=True, slots=True)
class Bridge:
    """From what was expected to what happened, in fen: the named parts, and what no part explains."""

    expected: Fen | None = None
    actual: Fen | None = None
    parts: tuple[BridgePart, ...] = ()
    unexplained: Fen = 0


def discrepancy(
    occurred: Occurrence,
    code: str,
    variant: str,
    severity: Severity,
    certainty: Certainty,
    bridge: Bridge = Bridge(),
    *,
    missing: Sequence[str] = (),
    **facts: FactValue,
) -> Discrepancy:
    """Write down a discrepancy; its difference is what its bridge's parts and remainder add up to.

    Phenomenon, layer, questions and deadline come from the declared kind; what that does not declare is refused
    with UndeclaredError. Bridge parts of 0.00 are left out.
    """
    kind = kind_of(code)
    parts = tuple(part for part in bridge.parts if part.terms)
    told = {**occurred.facts, **facts}
    kind.check(variant, severity, told, tuple(missing))
    asks = severity is not Severity.INFO
    differing = (*occurred.evidence, *(s for part in parts for s in part.evidence))
    return Discrepancy(
        id="",
        code=code,
        variant=variant,
        severity=severity,
        certainty=certainty,
        phenomenon=kind.phenomenon,
        layer=kind.layer,
        at=occurred.moment,
        difference=sum(part.amount for part in parts) + bridge.unexplained,
        bridge=parts,
        unexplained=bridge.unexplained,
        evidence=distinct((*differing, *occurred.beside)),
        beside=tuple(s for s in distinct(occurred.beside) if s not in differing),
        facility=occurred.facility,
        period=occurred.period,
        expected=bridge.expected,
        actual=bridge.actual,
        facts=tuple(sorted(told.items())),
        questions=kind.questions_of(variant) if asks else (),
        deadline=kind.deadline if asks else "",
        missing=tuple(missing),
    )
