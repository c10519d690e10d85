"""Purchases and bills in instalments for a flat fee, and what a refund takes off them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import Enum
from fractions import Fraction
from typing import NamedTuple

from app.core.loans.conventions import STANDARD, Convention, Rate
from app.core.loans.schedules import Period, periods, shares
from app.core.money import Fen, product
from tests.oracles.allocation import Allotted, Debt, Order, Part, allocate


class FeeBearer(Enum):
    """Who pays the fee of instalments."""

    BUYER = "buyer"
    MERCHANT = "merchant"


def fee_instalments(
    amount: Fen,
    fee_rate: Rate,
    starts: date,
    dues: Sequence[date],
    convention: Convention = STANDARD,
    bearer: FeeBearer = FeeBearer.BUYER,
) -> tuple[Period, ...]:
    """Return instalments of ``amount`` with a flat fee of ``amount`` × ``fee_rate`` in all (F6, F17).

    ``fee_rate`` is a fraction of the amount for the whole term (0.088 for twelve months, B05). Principal and fee are
    each divided evenly and cut to the fen, the last period takes the rest; the fee stands in ``interest``. A fee that
    the merchant bears is 0 for the buyer.
    """
    fee = product(amount, fee_rate, rounding=convention.rounding) if bearer is FeeBearer.BUYER else 0
    return fee_instalments_of(amount, fee, starts, dues, convention)


def fee_instalments_of(
    amount: Fen, fee: Fen, starts: date, dues: Sequence[date], convention: Convention = STANDARD
) -> tuple[Period, ...]:
    """Return instalments of ``amount`` with a ``fee`` in all, each divided evenly (F10, F17)."""
    terms = len(dues)
    rows = zip(shares(amount, terms, convention), shares(fee, terms, convention), strict=True)
    return periods(amount, list(rows), starts, dues)


class FeeCut(Enum):
    """In line with what unbilled fees are cut when a refund offsets unbilled principal; no rule says which (F12)."""

    BY_UNBILLED_PRINCIPAL = "by-unbilled-principal"  # offset principal / unbilled principal
    BY_PRICE = "by-price"  # refund / price
    BY_OFFSET = "by-offset"  # offset principal / price
    NOTHING = "nothing"  # 白条: the fee of a bill instalment is never returned (D07)


class Refund(NamedTuple):
    """What a refund did, in fen: what each debt took, the instalments after it, the fee cut, and money left over.

    ``plan`` has every period given, cleared ones with 0; its ``interest`` is the fee before the cut, because no source
    says how a cut is spread.
    """

    taken: tuple[Allotted, ...]
    plan: tuple[Period, ...]
    fee_cut: Fen
    rest: Fen


def offset_refund(
    open_periods: Sequence[Period], billed: int, refund: Fen, price: Fen, cut: FeeCut = FeeCut.BY_UNBILLED_PRINCIPAL
) -> Refund:
    """Offset ``refund`` fen of a purchase of ``price`` fen against its open instalments (F12, B21, B22).

    The first ``billed`` of ``open_periods`` are on a bill. The refund goes to billed fees, billed principal, then
    unbilled principal from the last period backwards; unbilled fees are cut in one of three ways, rounded half-up.
    """
    taken, rest = allocate(refund, _debts(open_periods, billed), Order.REFUND)
    unbilled = sum(p.principal for p in open_periods[billed:])
    fees = sum(p.interest for p in open_periods[billed:])
    offset = sum(a.amount for a in taken if not a.debt.billed)
    return Refund(taken, _after(open_periods, taken), _fee_cut(cut, fees, offset, unbilled, refund, price), rest)


def _debts(open_periods: Sequence[Period], billed: int) -> list[Debt]:
    debts = []
    for place, period in enumerate(open_periods):
        on_bill = place < billed
        debts.append(Debt(Part.FEE, period.interest, period.number, on_bill))
        debts.append(Debt(Part.PRINCIPAL, period.principal, period.number, on_bill))
    return debts


def _after(open_periods: Sequence[Period], taken: Sequence[Allotted]) -> tuple[Period, ...]:
    less = {(a.debt.period, a.debt.part): a.amount for a in taken}
    rows = [
        (p.principal - less.get((p.number, Part.PRINCIPAL), 0), p.interest - less.get((p.number, Part.FEE), 0))
        for p in open_periods
    ]
    first = open_periods[0]
    return periods(sum(r[0] for r in rows), rows, first.starts, [p.due for p in open_periods], first.number)


def _fee_cut(cut: FeeCut, fees: Fen, offset: Fen, unbilled: Fen, refund: Fen, price: Fen) -> Fen:
    if cut is FeeCut.NOTHING or not unbilled:
        return 0
    if cut is FeeCut.BY_UNBILLED_PRINCIPAL:
        return product(fees, Fraction(offset, unbilled))
    return product(fees, Fraction(refund if cut is FeeCut.BY_PRICE else offset, price))


def refund_to_sources(refund: Fen, due: Fen, repayments: Sequence[tuple[str, Fen]]) -> tuple[Fen, dict[str, Fen], Fen]:
    """Return what of a refund offsets the current due, what goes back to which source, and the rest (F13, D07).

    ``repayments`` are the earlier repayments, latest first: source and fen. Money goes back to the latest first.
    """
    offset = min(refund, due)
    rest, back = refund - offset, dict[str, Fen]()
    for source, amount in repayments:
        part = min(rest, amount)
        if part:
            back[source] = back.get(source, 0) + part
            rest -= part
    return offset, back, rest


def merchant_fee_returned(fee: Fen, traded: date, refunded: date, days: int = 15) -> Fen:
    """Return how much of a merchant-borne fee is returned: all within ``days`` of the trade, else nothing (B22)."""
    return fee if (refunded - traded).days <= days else 0
