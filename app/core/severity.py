"""How loud a discrepancy is; apart from the record itself, so that a window's colours need nothing else."""

from __future__ import annotations

from enum import Enum


class Severity(Enum):
    """How loud a discrepancy is; the order is worst first."""

    SERIOUS = "serious"
    WARNING = "warning"
    INFO = "info"
