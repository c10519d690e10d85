"""Which charges of another payee are one that comes again and again."""

from __future__ import annotations

from app.core.discrepancy import Discrepancy

CHARGE = "FEE-THIRD-PARTY"


def recurring_charge(d: Discrepancy) -> tuple[object, ...] | None:
    """What equal charges of one payee beside one loan have in common; None for anything else."""
    if d.code != CHARGE:
        return None
    told = dict(d.facts)
    return (d.variant, d.facility, *map(told.get, ("product", "payee", "wording")), d.difference)
