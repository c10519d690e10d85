"""Frozen facts of a repayment plan: its periods, with their parts or with what is due in all."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.core.money import Fen
from app.core.sources import Product, Source
from app.core.words import Word


class PeriodState(Word):
    """What a plan page says of a period."""

    OPEN = "open"  # 待还, NORMAL
    OVERDUE = "overdue"  # 逾期, OVD
    SETTLED = "settled"  # 已结清, CLEAR
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A period of a plan as it stood at the start of ``as_of``.

    ``as_of`` is None for the plan at drawdown of an interface file (``repay_plan``). Interface files show zero amounts
    for settled periods; ``amounts_kept`` is False there. ``penalty`` is what the page adds for lateness. ``fee`` is the
    flat fee of an instalment purchase that is due with the period. ``product`` is what the page's own title names.
    ``whole`` is what is due in all where nothing tells how it is split; principal and interest are 0 then, and nothing
    may be said of what is owed. ``waived`` is what the page itself takes off; the amounts are without it. ``follows``:
    the page has no amounts of it, and they are those by which its open rows follow from the page before.
    """

    contract: str
    period: int
    as_of: date | None
    due: date
    principal: Fen
    interest: Fen
    starts: date | None = None
    penalty: Fen = 0
    state: PeriodState = PeriodState.UNKNOWN
    cleared_on: date | None = None
    amounts_kept: bool = True
    sources: tuple[Source, ...] = ()
    fee: Fen = 0
    product: Product | None = None
    whole: Fen = 0
    waived: Fen = 0
    follows: bool = False

    @property
    def instalment(self) -> Fen:
        """What is due of the period: principal, interest and flat fee, in fen; without penalty."""
        return self.principal + self.interest + self.fee + self.whole


@dataclass(frozen=True, slots=True)
class PlanTotal:
    """A period of a plan of which the page shows what is due in all, ``instalment`` in fen, and not how it is split.

    ``principal`` and ``interest`` are given where the page shows them for this period; ``as_of`` and ``product`` are as
    in `PlanRow`.
    """

    contract: str
    period: int
    as_of: date | None
    due: date
    instalment: Fen
    principal: Fen | None = None
    interest: Fen | None = None
    state: PeriodState = PeriodState.UNKNOWN
    cleared_on: date | None = None
    sources: tuple[Source, ...] = ()
    product: Product | None = None
