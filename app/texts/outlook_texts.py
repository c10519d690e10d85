"""What comes next, in sentences: the next due of a loan, and what settling it on the day would cost."""

from __future__ import annotations

from collections.abc import Sequence

from app.core.explanation import Facility, Outlook
from app.texts.catalogue import Phrasebook
from app.texts.loan_names import loan_names


class OutlookTexts:
    """The sentences of a case; ``loans`` are all of it, as they are told apart from each other."""

    def __init__(self, loans: Sequence[Facility], book: Phrasebook) -> None:
        self._names, self._book = loan_names(loans, book), book

    def line(self, item: Outlook) -> str:
        """Which loan, on which day, and how much."""
        loan = self._names[item.facility or ""]
        return self._book.say(
            f"outlook.{item.text}", loan=loan, amount=item.amount or 0, on=item.on, **dict(item.facts)
        )
