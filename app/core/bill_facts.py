"""Frozen facts of monthly bills: what they declare, and their lines."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from app.core.money import Fen
from app.core.sources import Product, Source
from app.core.words import Word


class LineKind(Word):
    """Kinds of lines on a monthly bill."""

    PURCHASE = "purchase"
    INSTALMENT = "instalment"
    FEE = "fee"
    INTEREST = "interest"
    REFUND = "refund"
    RESERVE = "reserve"
    PENALTY = "penalty"
    CARRIED = "carried"  # what an earlier bill left unpaid (上期未还)
    CREDIT = "credit"  # what was paid ahead or too much before (溢缴款)
    REDUCTION = "reduction"  # what a coupon or a waiver takes off (优惠, 减免)
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class BilledInstalment:
    """What a line says of its instalment: the ``number``-th of ``of``, of what has a ``name``; or only its fee.

    ``wording`` is what it says beside the number, as written.
    """

    number: int
    of: int
    name: str
    is_fee: bool
    wording: str


@dataclass(frozen=True, slots=True)
class BillLine:
    """A line of a monthly bill; ``amount`` is negative for what lowers the bill.

    ``instalment`` is the one that its text numbers. ``is_instalment_fee`` says that it is a fee of instalments which
    numbers none; ``item`` is then, and for a refund, the name of what it is of, which may be empty.
    """

    posted_on: date
    kind: LineKind
    amount: Fen
    traded_at: datetime | None = None
    text: str = ""
    order_no: str = ""
    instalment: BilledInstalment | None = None
    is_instalment_fee: bool = False
    item: str = ""
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True)
class Bill:
    """A monthly bill with what it declares of itself; ``sources`` are the declaring lines.

    ``minimum`` is the least it asks to be paid by its due date, where it allows less than all. ``repaid`` is what its
    front says was repaid of ``declared`` when it was looked at.
    """

    product: Product
    month: tuple[int, int]
    due: date | None
    declared: Fen | None
    lines: tuple[BillLine, ...]
    statement_date: date | None = None
    declared_lines: int | None = None
    sources: tuple[Source, ...] = ()
    minimum: Fen | None = None
    repaid: Fen = 0

    @property
    def is_without_lines(self) -> bool:
        """Whether its paper shows no lines and counts none, though it asks for something: what it holds is not told."""
        return not self.lines and not self.declared_lines and bool(self.declared)
