"""Why a file, or a part of one, cannot be read."""

from __future__ import annotations

from app.core.discrepancy import FactValue
from app.importers.reading.limits import Limits, variable


class Refused(Exception):
    """A file or a part of one that cannot be read; ``code`` is a message id (``problem.<code>``) for the ``facts``."""

    def __init__(self, code: str, **facts: FactValue) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


def too_much(code: str, limits: Limits, limit: str) -> Refused:
    """Something beyond a limit, with the bound and the variable that raises it."""
    return Refused(code, limit=int(getattr(limits, limit)), variable=variable(limit))
