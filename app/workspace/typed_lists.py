"""What a person types by hand: checked while it is typed, and made the text of a file that comes into the case."""

from __future__ import annotations

from collections.abc import Sequence

from app.amount_text import parse_yuan
from app.core.money import Fen

TypedRow = tuple[str, str, str]
"""Day, amount and what it is, as typed."""


def typed_text(rows: Sequence[TypedRow], product: str) -> str:
    """The rows as the text of a file; ``product`` is a product's id, empty where the person named none."""
    from app.importers.mapped.typed import typed_text as text

    return text(rows, product)


def wrong_in(row: TypedRow) -> str:
    """What is wrong with a row: ``day`` or ``amount``; empty where nothing is, and for an empty row."""
    from app.importers.mapped.typed import wrong_in as wrong

    return wrong(row)


def sum_of(rows: Sequence[TypedRow]) -> Fen:
    """The sum of rows in which nothing is wrong, in fen."""
    return sum(parse_yuan(amount) for _, amount, _ in rows)


def product_ids() -> tuple[str, ...]:
    """The products that such a list may be about."""
    from app.importers.recognising.vocabulary import value_names

    return value_names("product")
