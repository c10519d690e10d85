"""What a consumer loan costs under a stated convention, exact to the fen."""

from app.core.loans.conventions import (
    STANDARD,
    Convention,
    DayCount,
    PaymentFactor,
    Rate,
    Residual,
    RoundingStep,
    Terms,
)
from app.core.loans.day_counts import units
from app.core.loans.schedules import Factors, Period, charges, interest, level_payment, periods, schedule, shares

__all__ = [
    "STANDARD",
    "Convention",
    "DayCount",
    "Factors",
    "PaymentFactor",
    "Period",
    "Rate",
    "Residual",
    "RoundingStep",
    "Terms",
    "charges",
    "interest",
    "level_payment",
    "periods",
    "schedule",
    "shares",
    "units",
]
