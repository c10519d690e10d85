"""What a loan costs a year: internal rates of return, nominal and effective, over all that is paid to anyone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Context, Decimal, localcontext
from typing import NamedTuple, TypeAlias

from app.core.loans.roots import Terms, positive_roots

Amount: TypeAlias = int | Decimal
"""Money in any one unit (fen in this program), positive where it was received."""

DIGITS = Context(prec=40, Emax=999_999_999, Emin=-999_999_999)
_GUESS = Decimal("0.1")
_LEAST, _MOST = Decimal("-0.999999999999"), Decimal("1e18")


class Yield(NamedTuple):
    """The rates at which money received and paid balance: ``rate`` the one to show, ``all_rates`` every one.

    Rates are fractions (0.1826 is 18.26 %). A loan that is drawn and then repaid has exactly one. Where flows change
    their sign several times there may be more: ``rate`` is then the one that Newton's steps reach from 10 %, as
    spreadsheets do, or else the one nearest to 10 %. None where there is no rate.
    """

    rate: Decimal | None
    all_rates: tuple[Decimal, ...]


def xirr(flows: Iterable[tuple[date, Amount]]) -> Yield:
    """Return the effective rate per year of dated amounts: (1 + rate)^(days/365), as spreadsheets count (F15).

    The result does not depend on the order of ``flows``.
    """
    dated = list(flows)
    start = min((day for day, _ in dated), default=date.min)
    return yield_of(collected(((day - start).days, amount) for day, amount in dated), 365)


def collected(flows: Iterable[tuple[int, Amount]]) -> dict[int, Decimal]:
    """The sum of the amounts at each whole time."""
    terms: dict[int, Decimal] = {}
    for power, amount in flows:
        terms[power] = terms.get(power, Decimal(0)) + Decimal(amount)
    return terms


def yield_of(terms: Terms, per_unit: int) -> Yield:
    """The rates whose discount factor for one step, x = (1 + rate)^(-1/per_unit), solves the sum of ``terms``."""
    with localcontext(DIGITS):
        exponent = Decimal(-1) / per_unit
        roots = positive_roots(terms, (1 + _MOST) ** exponent, (1 + _LEAST) ** exponent)
        rates = tuple(sorted(x**-per_unit - 1 for x in roots))
        return Yield(_chosen(rates, terms, per_unit), tuple(+rate for rate in rates))


def _chosen(rates: Sequence[Decimal], terms: Terms, per_unit: int) -> Decimal | None:
    if len(rates) < 2:
        return rates[0] if rates else None
    aim = _newton(terms, per_unit)
    return min(rates, key=lambda rate: (abs(rate - aim), rate))


def _newton(terms: Terms, per_unit: int) -> Decimal:
    """Where Newton's steps from 10 % end, or 10 % if they leave the rates that can be."""
    rate = _GUESS
    for _ in range(60):
        x = (1 + rate) ** (Decimal(-1) / per_unit)
        parts = [(power, value * x**power) for power, value in terms.items()]
        slope = -sum((power * part for power, part in parts), Decimal(0)) / per_unit / (1 + rate)
        if not slope:
            break
        following = rate - sum((part for _, part in parts), Decimal(0)) / slope
        if not _LEAST < following < _MOST:
            break
        if abs(following - rate) < Decimal("1e-12"):
            return following
        rate = following
    return _GUESS


def nominal_year(period_rate: Decimal, periods: int = 12) -> Decimal:
    """Return a rate per period times the periods of a year (单利, the way PBOC 2021 No. 3 calls simple, E01)."""
    return period_rate * periods


class YearlyCost(NamedTuple):
    """The yearly cost of a loan, as fractions: nominal (12 × monthly) and effective; None where there is none."""

    nominal: Decimal | None
    effective: Decimal | None


def dated_cost(flows: Iterable[tuple[date, Amount]]) -> YearlyCost:
    """Return the cost of dated amounts: effective by XIRR, nominal as twelve times its monthly equivalent (F15, E01).

    Money received by the borrower is positive, all that is paid to anyone negative.
    """
    rate = xirr(flows).rate
    if rate is None:
        return YearlyCost(None, None)
    with localcontext(DIGITS):
        return YearlyCost(nominal_year((1 + rate) ** (Decimal(1) / 12) - 1), rate)
