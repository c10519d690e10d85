"""Reads what stands above the table of a plan: the amount, day, rate and days of grace of the one loan it is of."""

from __future__ import annotations

from dataclasses import replace

from app.core.facts import LoanRecord, Product
from app.importers.papers.contract import stated_terms
from app.importers.reading.table import Table, clean
from app.importers.recognising.understanding import understood

_COLUMNS = 3  # words that stand beside each other in a row head a table


def terms_above(table: Table) -> LoanRecord | None:
    """The terms stated above the header of a plan whose rows name no contract; None without the amount lent.

    Which product it is stays what the plan's rows and the money that moved say.
    """
    found = understood(table, {}, "plan")
    if found is None or found.top < 2 or "contract" in found.roles:
        return None
    rows = [table.row(number) for number in range(1, found.top)]
    if any(map(_is_header, rows)):
        return None
    head = table.with_rows(rows)
    loan = stated_terms(head)
    return replace(loan, product=Product.OTHER, lender="") if loan.principal else None


def _is_header(cells: list[str]) -> bool:
    """Whether a row heads another table: what stands below it is of other loans, or of none."""
    texts = [text for cell in cells if (text := clean(cell))]
    return len(texts) >= _COLUMNS and not any(letter.isdigit() for text in texts for letter in text)
