"""What a reserve advance (备用金) costs: a fee for each use, and a charge a day once its days are over (F14)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.core.discrepancy import BridgePart, Input, Term, Unit
from app.core.facts import Source
from app.core.loans.formulas import given
from app.core.money import Fen

DAYS = 7
"""Days an advance may be kept, the day of taking not counted (domain facts C01, C05; pages of 2018 to 2024)."""

AMOUNT: Fen = 500_00
"""What is advanced (domain fact C01, pages of 2018 to 2024)."""

FEES: tuple[Fen, ...] = (1_99, 2_29, 0)
"""Fees that were seen: promotional and standard since 10 July 2020, none before (domain facts C02, C03)."""

LATE_CHARGE: Fen = 28
"""Charge a day once the seven days are over: 500 × 0.056 %, rounded half-up (domain fact C06)."""


@dataclass(frozen=True, slots=True)
class ReserveCharge:
    """What was charged on returning an advance, in fen; ``parts`` are its formula, none where no known fee fits.

    ``days`` are those beyond the last free one; ``fee`` is what is left of the charge without theirs.
    """

    fee: Fen
    days: int
    parts: tuple[BridgePart, ...] = ()

    @property
    def known(self) -> bool:
        """Whether a fee that was seen makes up the charge with the days' own."""
        return self.fee in FEES

    @property
    def late_charge(self) -> Fen:
        """The charge of the days beyond the last free one."""
        return self.days * LATE_CHARGE


def charge_on_return(charged: Fen, taken_on: date, returned_on: date, evidence: tuple[Source, ...]) -> ReserveCharge:
    """What a charge of ``charged`` fen on return is made up of: the use's fee, and each day beyond the seventh."""
    days = max((returned_on - taken_on).days - DAYS, 0)
    charge = ReserveCharge(charged - days * LATE_CHARGE, days)
    if not charge.known:
        return charge
    parts = [given("reserve-fee", charge.fee, evidence)] if charge.fee else []
    if days:
        inputs = (Input("late-charge-a-day", LATE_CHARGE, Unit.MONEY), Input("days", days, Unit.DAYS))
        parts.append(BridgePart("late-charge", (Term(inputs),)))
    return ReserveCharge(charge.fee, days, tuple(parts))


def within_settlement(beyond: Fen, advance: Fen, fee: Fen, evidence: tuple[Source, ...]) -> tuple[BridgePart, ...]:
    """What was debited beyond a settlement, as an advance that was out and the fee of its use; none where it is not.

    ``beyond``, ``advance`` and ``fee`` (as the record has it) are in fen; ``evidence`` are the advance's rows.
    """
    on_top = beyond - advance
    if beyond <= 0 or on_top not in (0, fee, *FEES):
        return ()
    parts = (given("reserve-outstanding", advance, evidence),)
    return (*parts, given("reserve-fee", on_top, evidence)) if on_top else parts
