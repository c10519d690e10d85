"""The forms in which a table may be read: as it stands, and with its lines parted or its days made whole.

Who maps the columns of a table sees it in the form in which it is read, so both ask here.
"""

from __future__ import annotations

from collections.abc import Iterator

from app.importers.papers.wallet_lists import listed
from app.importers.reading.days_in_columns import with_days_in_columns
from app.importers.reading.loose_text import loosely_parted
from app.importers.reading.periods_with_days import with_days_apart
from app.importers.reading.records import is_json, of_records
from app.importers.reading.short_years import with_whole_years
from app.importers.reading.slashed_days import with_whole_days
from app.importers.reading.stated_units import in_stated_unit
from app.importers.reading.table import Table
from app.importers.recognising.understanding import fingerprint


def as_it_stands(table: Table) -> Table:
    """The table with its sums in yuan, whatever unit stands above them."""
    return in_stated_unit(table) or table


def otherwise(table: Table) -> Iterator[Table]:
    """The records of a JSON text; else the table parted in other ways, then each with its days whole, or apart.

    Row numbers stay, save those of a JSON text. All are in yuan.
    """
    if is_json(table):
        yield from filter(None, [of_records(table)])
        return
    parted = list(loosely_parted(table))
    for other in parted:
        yield as_it_stands(other)
    for one in (table, *parted):
        changed = (with_whole_days(one), with_whole_years(one), with_days_apart(one), with_days_in_columns(one))
        for other in filter(None, changed):
            yield as_it_stands(other)


def forms(table: Table) -> Iterator[Table]:
    """Every form of a table: as it stands, the list of a wallet's page with a column for each part, and the others."""
    yield as_it_stands(table)
    yield from filter(None, [listed(table)])
    yield from otherwise(table)


def shaped(table: Table, header: int, shape: str) -> Table:
    """The form of a table whose row ``header`` (0 for none) has this fingerprint; the table itself where none has."""
    return next((form for form in forms(table) if fingerprint(form, header) == shape), table)
