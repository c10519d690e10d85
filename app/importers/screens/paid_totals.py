"""Lists of repayments that show what was paid and not its parts: a posting needs them, a message does not."""

from __future__ import annotations

from app.core.discrepancy import FactValue
from app.core.explanation import Problem
from app.core.facts import Ledger, Product
from app.core.papers import Notice, NoticeKind
from app.importers.importer import Imported
from app.importers.reading.dates import UnreadableDate, parse_moment
from app.importers.screens.checking import fen
from app.importers.screens.page import ScreenRow
from app.importers.screens.screen_table import ScreenTable
from app.importers.screens.screen_words import screen_words

_KINDS = {"done": NoticeKind.REPAID, "failed": NoticeKind.FAILED, "": NoticeKind.REPAID}


def shows_totals_alone(table: ScreenTable) -> bool:
    """Whether the page calls itself one of repayments and no row of it says what was principal."""
    page = table.page
    return page.kind == "records" and "title" in page.front and not any(row.text("principal") for row in page.rows)


def totals_imported(table: ScreenTable, family: str) -> Imported:
    """A message for each row: it says what happened, and nothing of what did not."""
    told = [_notice(table, at, row) for at, row in enumerate(table.page.rows)]
    notices = tuple(notice for notice in told if notice)
    days = [notice.on for notice in notices if notice.on]
    left = len(told) - len(notices)
    facts: tuple[tuple[str, FactValue], ...] = (("file", table.file), ("count", len(notices)))
    return Imported(
        format=f"{family}-records",
        ledger=Ledger(notices=notices),
        rows=len(told),
        used=len(notices),
        period=(min(days), max(days)) if days else None,
        problems=(Problem("page-totals-alone", table.source(table.number_of(0)), facts),),
        skipped=(("page-row-untold", left),) if left else (),
    )


def _notice(table: ScreenTable, at: int, row: ScreenRow) -> Notice | None:
    try:
        moment, timed = parse_moment(row.text("paid_at"))
    except UnreadableDate:
        return None
    state = screen_words().states.get(row.text("outcome"), "")
    kind, amount = _KINDS.get("done" if state == "settled" else state), fen(row.cells["total"])
    if kind is None or not amount:
        return None
    return Notice(
        kind=kind,
        product=Product(table.page.product or row.product or Product.OTHER.value),
        amount=amount,
        on=moment.date(),
        at=moment if timed else None,
        text=table.page.front["title"].text,
        rule="page-totals",
        sources=(table.source(table.number_of(at)),),
    )
