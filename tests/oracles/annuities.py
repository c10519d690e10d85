"""The annuity functions of spreadsheets in exact decimals: money received is positive, money paid negative."""

from __future__ import annotations

from decimal import Decimal, localcontext
from itertools import pairwise

from app.core.loans.yearly_cost import DIGITS
from tests.oracles.apr import root_between

_ZERO = Decimal(0)


def fv(rate: Decimal, nper: Decimal, pmt: Decimal = _ZERO, pv: Decimal = _ZERO, due: int = 0) -> Decimal:
    """Return the future value (FV). ``rate`` per period; ``due`` is 1 for payments at the start of a period."""
    with localcontext(DIGITS):
        return _future(rate, nper, pmt, pv, due)


def _future(rate: Decimal, nper: Decimal, pmt: Decimal, pv: Decimal, due: int) -> Decimal:
    return -(pv * _growth(rate, nper) + pmt * _series(rate, nper, due))


def pv(rate: Decimal, nper: Decimal, pmt: Decimal = _ZERO, fv: Decimal = _ZERO, due: int = 0) -> Decimal:
    """Return the present value (PV)."""
    with localcontext(DIGITS):
        return -(fv + pmt * _series(rate, nper, due)) / _growth(rate, nper)


def pmt(rate: Decimal, nper: Decimal, pv: Decimal, fv: Decimal = _ZERO, due: int = 0) -> Decimal:
    """Return the payment of each period (PMT)."""
    with localcontext(DIGITS):
        return -(fv + pv * _growth(rate, nper)) / _series(rate, nper, due)


def ipmt(rate: Decimal, per: int, nper: Decimal, pv: Decimal, fv: Decimal = _ZERO, due: int = 0) -> Decimal:
    """Return the interest part of payment number ``per``, from 1 (IPMT)."""
    with localcontext(DIGITS):
        if due and per == 1:
            return _ZERO
        owed = _future(rate, Decimal(per - 1), pmt(rate, nper, pv, fv, due), pv, due)
        return owed * rate / (1 + rate if due else 1)


def ppmt(rate: Decimal, per: int, nper: Decimal, pv: Decimal, fv: Decimal = _ZERO, due: int = 0) -> Decimal:
    """Return the principal part of payment number ``per``, from 1 (PPMT)."""
    with localcontext(DIGITS):
        return pmt(rate, nper, pv, fv, due) - ipmt(rate, per, nper, pv, fv, due)


def cumipmt(rate: Decimal, nper: Decimal, pv: Decimal, start: int, end: int, due: int = 0) -> Decimal:
    """Return the interest of payments ``start`` to ``end`` together (CUMIPMT)."""
    with localcontext(DIGITS):
        return sum((ipmt(rate, per, nper, pv, _ZERO, due) for per in range(start, end + 1)), _ZERO)


def cumprinc(rate: Decimal, nper: Decimal, pv: Decimal, start: int, end: int, due: int = 0) -> Decimal:
    """Return the principal of payments ``start`` to ``end`` together (CUMPRINC)."""
    with localcontext(DIGITS):
        return sum((ppmt(rate, per, nper, pv, _ZERO, due) for per in range(start, end + 1)), _ZERO)


def ispmt(rate: Decimal, per: int, nper: Decimal, pv: Decimal) -> Decimal:
    """Return the interest of a period, counted from 0, of a loan repaid in equal parts of principal (ISPMT)."""
    with localcontext(DIGITS):
        return pv * rate * (per / nper - 1)


def nper(rate: Decimal, pmt: Decimal, pv: Decimal, fv: Decimal = _ZERO, due: int = 0) -> Decimal:
    """Return the number of periods (NPER)."""
    with localcontext(DIGITS):
        if not rate:
            return -(pv + fv) / pmt
        worth = pmt * (1 + rate * due) / rate
        return ((worth - fv) / (worth + pv)).ln() / (1 + rate).ln()


def rate(nper: Decimal, pmt: Decimal, pv: Decimal, fv: Decimal = _ZERO, due: int = 0) -> Decimal:
    """Return the rate per period (RATE); of several, the one nearest to 10 %. Raises ValueError if there is none."""
    with localcontext(DIGITS):

        def balance(at: Decimal) -> Decimal:
            return pv * _growth(at, nper) + pmt * _series(at, nper, due) + fv

        values = [(point, balance(point)) for point in _POINTS]
        found = [point for point, value in values if not value]
        for (a, at_a), (b, at_b) in pairwise(values):
            if at_a * at_b < 0:
                found.append(root_between(balance, a, b))
        if not found:
            raise ValueError("no rate balances these payments")
        return min(found, key=lambda at: abs(at - Decimal("0.1")))


_POINTS = [Decimal(n) / 1000 for n in (-999, -900, -700, -500, -300, -200, -100, -50, -20, -10, -5, -1)] + [
    Decimal(n) / 1000 for n in (0, 1, 5, 10, 20, 50, 100, 200, 300, 500, 1000, 2000, 5000, 10_000, 100_000)
]


def effect(nominal_rate: Decimal, periods: int) -> Decimal:
    """Return the effective rate a year of a nominal one (EFFECT)."""
    with localcontext(DIGITS):
        return (1 + nominal_rate / periods) ** periods - 1


def nominal(effective_rate: Decimal, periods: int) -> Decimal:
    """Return the nominal rate a year of an effective one (NOMINAL)."""
    with localcontext(DIGITS):
        return ((1 + effective_rate) ** (Decimal(1) / periods) - 1) * periods


def _growth(at: Decimal, periods: Decimal) -> Decimal:
    return (1 + at) ** periods


def _series(at: Decimal, periods: Decimal, due: int) -> Decimal:
    """What payments of 1 grow to."""
    return periods if not at else (1 + at * due) * (_growth(at, periods) - 1) / at
