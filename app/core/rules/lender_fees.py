"""Fees that the lender itself took beside a loan: for putting a plan off, or for what none of its papers has a line."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from app.core.discrepancy import Certainty, Discrepancy, Severity
from app.core.facts import BankSays
from app.core.loans.formulas import given
from app.core.rules.context import Context
from app.core.rules.plan_change import PlanChange
from app.core.rules.successive_pages import plan_changes
from app.core.rules.third_parties import LenderFee, item_of, lender_fees, payee_of, tables_by_loan
from app.core.rules.writing import Bridge, Occurrence, discrepancy
from app.core.sources import Service

NEAR_CHANGE = timedelta(days=31)
"""How far from the pages between which a plan was put off its fee may lie: it is paid on asking, or with a due."""


def explain(context: Context) -> Iterator[Discrepancy]:
    """Every fee of a lender that was not given back in full."""
    tables = tables_by_loan(context, context.disclosures)
    fees = list(lender_fees(context))
    changes = [c for c in plan_changes(context) if c.code == "PLAN-DEFERRED"] if any(map(_extends, fees)) else []
    for fee in fees:
        table = tables.get(fee.loan)
        item = item_of(table, fee.charge) if table else None
        own = [c for c in changes if _is_for(c, fee)] if _extends(fee) else []
        kept = fee.charge.amount - fee.charge.returned
        rows = (s for change in own[:1] for row in (change.before[0], change.after[0]) for s in row.sources)
        stated: dict[str, Any] = {"disclosed": f"{item.name} {item.said}".strip()} if item else {}
        if table and not item:
            stated = {"items": tuple(dict.fromkeys(one.name for one in table.items if not one.contingent))}
        variant = "disclosed" if item else "for-extension" if _extends(fee) else "by-lender"
        yield discrepancy(
            Occurrence(
                fee.charge.at, (*fee.charge.sources, *rows, *(item.sources if item else ())),
                facility=fee.loan or None, product=fee.product,
            ),
            "COST-NOT-DISCLOSED" if table and not item else "FEE-LENDER",
            variant,
            Severity.INFO if item else Severity.WARNING,
            Certainty.STRONG,
            Bridge(0, kept, parts=(given("lender-fee", kept, fee.charge.sources),)),
            payee=payee_of(fee.charge),
            wording=fee.charge.text,
            amount=kept,
            **stated,
            **(_told(own) if variant == "for-extension" else {}),
        )  # fmt: skip


def _extends(fee: LenderFee) -> bool:
    """Whether a fee is, by its wording, for putting payments off."""
    if fee.charge.row:
        return Service.EXTENSION in fee.charge.row.services
    return any(BankSays.EXTENSION_FEE in row.says for row in fee.charge.bank)


def _is_for(change: PlanChange, fee: LenderFee) -> bool:
    if fee.loan not in ("", change.book.contract) or change.book.product is not fee.product:
        return False
    return change.first.as_of - NEAR_CHANGE <= fee.charge.on <= change.second.as_of + NEAR_CHANGE


def _told(changes: list[PlanChange]) -> dict[str, Any]:
    """What is told of the one change of a plan that such a fee can be for."""
    if len(changes) != 1:
        return {}
    (change,) = changes
    more: dict[str, Any] = {"added": change.added} if change.added > 0 else {"months": change.months_later}
    interest = sum(row.interest for row in change.after) - sum(row.interest for row in change.before)
    if interest > 0:
        more["interest"] = interest
    return {"seen_after": change.second.as_of, **more}
