"""What a person may claim of a discrepancy: money back, a confirmation, or nothing because nothing was lost."""

from __future__ import annotations

from enum import Enum

from app.core.discrepancy import Certainty, Discrepancy, Phenomenon, Severity


class Claim(Enum):
    """The three kinds; their sums are never added to each other."""

    REFUND = "refund"  # taken too much, by arithmetic that closes
    CONFIRM = "confirm"  # only the other party can say
    NOTHING = "nothing"  # it only looks odd


def claim_of(d: Discrepancy) -> Claim:
    """A refund only of money that was taken, that closes to 0.00 and that is held wrongly.

    Interest that a changed plan would bring in future is not yet paid, so it is to be confirmed.
    """
    if d.severity is Severity.INFO:
        return Claim.NOTHING
    taken = d.difference > 0 and d.phenomenon is not Phenomenon.PLAN and not d.unexplained
    sure = d.certainty in (Certainty.PROVED, Certainty.STRONG) and d.severity is Severity.SERIOUS
    return Claim.REFUND if taken and sure else Claim.CONFIRM
