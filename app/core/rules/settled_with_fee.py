"""What repaying early cost beside principal and interest: a fee of the contract, of a rule, or of no known cause."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from app.core.discrepancy import Certainty, Discrepancy, Severity
from app.core.linking.loan_books import LoanBook
from app.core.loans.formulas import accrued
from app.core.loans.settlement_fees import STATED, SettlementFee, fees_that_fit, stated_fee
from app.core.money import Fen
from app.core.rules.context import Context
from app.core.rules.settled_loans import Settlement, of_settlement
from app.core.rules.writing import Bridge, discrepancy


def recorded_fee(settled: Settlement) -> Fen:
    """What the lender's record holds beyond principal and interest, in fen; nothing where no record is given."""
    own = settled.early.repayment
    beyond = own.total - settled.principal - settled.interest
    return beyond if own.sources else 0


def with_fee(context: Context, settled: Settlement) -> Iterator[Discrepancy]:
    """Settled with a fee on top: a rule that gives it explains it, a pattern where no public page states it.

    What was taken beyond the fee that the contract names is held without a right.
    """
    own, fee = settled.early.repayment, recorded_fee(settled)
    fit, agreed = _fitting(context, settled, fee), _agreed(settled)
    rule = fit or agreed
    most = rule.formula(settled.principal, own.sources) if rule else None
    parts = [settled.not_accrued, settled.charged.part, *([most] if most and 0 < most.amount <= fee else [])]
    beyond = agreed is not None and most is not None and fee > most.amount
    yield discrepancy(
        of_settlement(settled, settled.early.book.record.sources if agreed and settled.early.book.record else ()),
        "SETTLE-INTEREST-TO-DATE",
        "with-fee",
        Severity.SERIOUS if beyond else Severity.INFO if agreed and fit else Severity.WARNING,
        (Certainty.PROVED if fit.published else Certainty.PATTERN) if fit else Certainty.OPEN,
        Bridge(
            settled.planned,
            own.total,
            parts=tuple(parts),
            unexplained=own.total - settled.planned - sum(part.amount for part in parts),
        ),
        fee=fee,
        **_told_of(context, fit, agreed),
    )


def _told_of(context: Context, fit: SettlementFee | None, agreed: SettlementFee | None) -> dict[str, Any]:
    """The facts ``rule`` that fits, ``stated`` that the contract says otherwise, or ``tried``: so many without one."""
    told: dict[str, Any] = {"rule": f"settlement-rule.{fit.id}"} if fit else {}
    if agreed is None:
        told["tried"] = len(context.rules.fees)
    elif fit is None:
        told["stated"] = f"settlement-stated.{'share' if agreed.share else 'free'}"
    return told


def _agreed(settled: Settlement) -> SettlementFee | None:
    """The fee that the loan's own contract names, of share 0 where it says that none is taken; None for no word."""
    share = settled.early.book.settlement_share
    return None if share is None else stated_fee(share)


def _fitting(context: Context, settled: Settlement, fee: Fen) -> SettlementFee | None:
    """The rule that gives a fee: what the loan's own contract says, where it speaks of it, and nothing else then."""
    agreed = _agreed(settled)
    rules = context.rules.fees if agreed is None else (agreed,)
    return next(fees_that_fit(fee, settled.principal, settled.early.book.product, settled.on, rules), None)


def told_of_prepayment_fee(book: LoanBook, fee: Fen, prepaid: Fen) -> dict[str, Any]:
    """The facts ``fee``, taken with a prepayment of ``prepaid`` fen, and ``stated``: what the contract says of it."""
    share = book.settlement_share
    if not fee:
        return {"fee": 0}
    if share is None:
        said = "unknown"
    elif stated_fee(share).formula(prepaid).amount == fee:
        said = "agreed"
    else:
        said = "share" if share else "free"
    return {"fee": fee, "stated": f"settlement-stated.{said}"}


def with_fee_debited(context: Context, settled: Settlement) -> Discrepancy | None:
    """Settled by a debit that no record splits, which holds a known fee beside the interest to the day; else None."""
    own, charged = settled.early.repayment, settled.charged
    if own.sources or settled.accrual is None or charged.counted is not None:
        return None
    plain, fee = replace(settled, interest=charged.exact), settled.interest - charged.exact
    fit = _fitting(context, settled, fee)
    if fit is None:
        return None
    return discrepancy(
        of_settlement(plain),
        "SETTLE-INTEREST-TO-DATE",
        "with-fee-debited",
        Severity.INFO if fit.id == STATED else Severity.WARNING,
        Certainty.STRONG if fit.published else Certainty.PATTERN,
        Bridge(
            settled.planned,
            own.total,
            parts=(plain.not_accrued, plain.charged.part, fit.formula(settled.principal, settled.early.sources)),
        ),
        fee=fee,
        **_told_of(context, fit, _agreed(plain)),
    )


def above_interest(settled: Settlement) -> Discrepancy | None:
    """Settled with more than the interest to the day, by what nothing explains, as recorded or debited; else None.

    Up to a day's interest above it may come of other days counted, and the running period's interest may be asked for
    whole: neither is called too much.
    """
    own, charged, accrual = settled.early.repayment, settled.charged, settled.accrual
    running = settled.open_rows[0]
    ahead = all(row.due > settled.on for row in settled.open_rows)
    if accrual is None or charged.counted is not None or settled.days <= 0 or not ahead:
        return None
    if own.total != sum(row.principal for row in settled.open_rows) + settled.interest:
        return None  # it repaid other principal than the periods have, or a charge beside
    rest = settled.interest - charged.exact
    if rest <= accrual.interest(settled.principal, 1) or settled.interest == running.interest:
        return None
    to_day = accrued("interest-to-date", settled.principal, accrual, settled.days, settled.early.sources)
    return discrepancy(
        of_settlement(replace(settled, interest=charged.exact)),
        "SETTLE-INTEREST-TO-DATE",
        "above-interest-recorded" if own.sources else "above-interest-debited",
        Severity.WARNING,
        Certainty.OPEN,
        Bridge(settled.planned, own.total, parts=(settled.not_accrued, to_day), unexplained=rest),
        missing=("lender-breakdown",),
        rest=rest,
    )
