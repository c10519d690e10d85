"""What a reserve advance (备用金) costs: a fee for each use, and a charge a day once its days are over (F14)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from app.core.discrepancy import BridgePart, Input, Term, Unit
from app.core.facts import Source
from app.core.loans.formulas import given
from app.core.money import Fen, product

DAYS = 7
"""Days an advance may be kept, the day of taking not counted (domain facts C01, C05; pages of 2018 to 2024)."""

AMOUNT: Fen = 500_00
"""What is advanced (domain fact C01, pages of 2018 to 2024)."""

FEES: tuple[Fen, ...] = (1_99, 2_29, 0)
"""Fees that were seen: promotional and standard since 10 July 2020, none before (domain facts C02, C03)."""

LATE_RATE = Decimal("0.00056")
"""Share of the advance charged a day once the seven days are over; published for 500 yuan alone (domain fact C06)."""


def late_charge_a_day(amount: Fen) -> Fen:
    """What a day beyond the seventh costs of an advance of ``amount`` fen, rounded half-up: 0.28 yuan of 500."""
    return product(amount, LATE_RATE)


@dataclass(frozen=True, slots=True)
class ReserveCharge:
    """What was charged on returning an advance, in fen; ``parts`` are its formula, none where no known fee fits.

    ``days`` are those beyond the last free one, ``a_day`` what each of them costs; ``fee`` is what is left of the
    charge without theirs.
    """

    fee: Fen
    days: int
    a_day: Fen
    parts: tuple[BridgePart, ...] = ()
    free: bool = False  # the days beyond were not charged

    @property
    def known(self) -> bool:
        """Whether a fee that was seen makes up the charge with the days' own."""
        return self.fee in FEES

    @property
    def late_charge(self) -> Fen:
        """The charge of the days beyond the last free one."""
        return 0 if self.free else self.days * self.a_day


def charge_on_return(
    charged: Fen, amount: Fen, taken_on: date, returned_on: date, evidence: tuple[Source, ...]
) -> ReserveCharge:
    """What a charge of ``charged`` fen on returning ``amount`` is made up of: the use's fee, and each day too many.

    A day costs its share of the advance; where that gives no fee that was seen, what it costs of 500 yuan.
    """
    days = max((returned_on - taken_on).days - DAYS, 0)
    found = [
        ReserveCharge(charged - days * a_day, days, a_day)
        for a_day in dict.fromkeys(late_charge_a_day(base) for base in (amount, AMOUNT))
    ]
    charge = next((one for one in found if one.known), found[0])
    if not charge.known and charged in FEES:  # the late days were not charged
        return replace(charge, fee=charged, free=True, parts=(given("reserve-fee", charged, evidence),))
    if not charge.known:
        return charge
    parts = [given("reserve-fee", charge.fee, evidence)] if charge.fee else []
    if days:
        inputs = (Input("late-charge-a-day", charge.a_day, Unit.MONEY), Input("days", days, Unit.DAYS))
        parts.append(BridgePart("late-charge", (Term(inputs),)))
    return replace(charge, parts=tuple(parts))


def within_settlement(beyond: Fen, advance: Fen, fee: Fen, evidence: tuple[Source, ...]) -> tuple[BridgePart, ...]:
    """What was debited beyond a settlement, as an advance that was out and the fee of its use; none where it is not.

    ``beyond``, ``advance`` and ``fee`` (as the record has it) are in fen; ``evidence`` are the advance's rows.
    """
    on_top = beyond - advance
    if beyond <= 0 or on_top not in (0, fee, *FEES):
        return ()
    parts = (given("reserve-outstanding", advance, evidence),)
    return (*parts, given("reserve-fee", on_top, evidence)) if on_top else parts
