"""How loans are called: by product and amount, and by a mark of their own where that is not enough."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from app.core.discrepancy import FactValue
from app.core.explanation import Facility
from app.core.money import grouped
from app.core.views.loan_marks import marks_apart
from app.texts.catalogue import Phrasebook


def product_name(facility: Facility, book: Phrasebook) -> str:
    """The product's name."""
    message = f"timeline.product.{facility.product}"
    return book.say(message) if message in book else facility.product


def with_amount(name: str, facility: Facility) -> str:
    """A name with what was lent, where that is known: 借呗 10,000.00."""
    return f"{name} {grouped(facility.principal)}" if facility.principal else name


def told_apart(name: str, mark: tuple[str, FactValue] | None, book: Phrasebook) -> str:
    """A name with what `marks_apart` found to tell it by, if anything."""
    return name if mark is None else book.say(f"timeline.apart.{mark[0]}", loan=name, mark=mark[1])


def facility_names(facilities: Sequence[Facility], book: Phrasebook) -> Mapping[str, str]:
    """The loans by their ids, no two called the same."""
    marks = marks_apart(facilities)
    return {
        own.id: told_apart(with_amount(product_name(own, book), own), marks.get(own.id), book) for own in facilities
    }
