"""What a consumer loan costs under a stated convention, exact to the fen."""

from app.core.loans.accrual import Grace, Penalty, PenaltyTerms, arrears, late_charge, penalty
from app.core.loans.changes import change_rate, pause_interest, redate
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
from app.core.loans.inverse import days_behind
from app.core.loans.prepayment import InterestOn, Prepayment, PrepaymentRule, Replan, prepay
from app.core.loans.schedules import (
    Factors,
    Period,
    charges,
    common,
    factors,
    interest,
    level_payment,
    periods,
    schedule,
    shares,
)
from app.core.loans.settlement import settle, settle_all
from app.core.loans.yearly_cost import YearlyCost, dated_cost, irr, monthly_cost, xirr

__all__ = [
    "STANDARD",
    "Convention",
    "DayCount",
    "Factors",
    "Grace",
    "InterestOn",
    "PaymentFactor",
    "Penalty",
    "PenaltyTerms",
    "Period",
    "Prepayment",
    "PrepaymentRule",
    "Rate",
    "Replan",
    "Residual",
    "RoundingStep",
    "Terms",
    "YearlyCost",
    "arrears",
    "change_rate",
    "charges",
    "common",
    "dated_cost",
    "days_behind",
    "factors",
    "interest",
    "irr",
    "late_charge",
    "level_payment",
    "monthly_cost",
    "pause_interest",
    "penalty",
    "periods",
    "prepay",
    "redate",
    "schedule",
    "settle",
    "settle_all",
    "shares",
    "units",
    "xirr",
]
