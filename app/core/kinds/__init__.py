"""The kinds of discrepancies, each declared once.

To add one: declare it here, in the module of its phenomenon (code, layer, variants with their facts and severities,
questions, deadline). A new fact's name goes to ``FACT_TYPES`` in ``kind.py``, a new question to ``asks.py``. Then write
its sentences in every language (``discrepancy.<code>.name``, ``.about``, four parts for each variant) and the rule in
``core/rules`` that finds it. What was forgotten is told by ``tests/texts`` and by ``Kind.check``; the help lists the
kinds from here.
"""

from __future__ import annotations

from collections.abc import Mapping

from app.core.kinds import bill, bill_lines, debit_time, other, plan, reserve
from app.core.kinds.kind import FACT_TYPES, Differing, FactType, Kind, UndeclaredError, Variant

__all__ = ["FACT_TYPES", "KINDS", "Differing", "FactType", "Kind", "UndeclaredError", "Variant", "kind_of"]

_MODULES = (debit_time, reserve, bill, bill_lines, plan, other)

KINDS: Mapping[str, Kind] = {kind.code: kind for module in _MODULES for kind in module.KINDS}


def kind_of(code: str) -> Kind:
    """The declaration of a code. Raises UndeclaredError where there is none."""
    if code not in KINDS:
        raise UndeclaredError(f"no kind of discrepancy has the code {code}")
    return KINDS[code]
