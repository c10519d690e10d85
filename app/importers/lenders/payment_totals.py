"""Reads tables of repayments that show what was paid and not its parts, and of debits that were tried."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import time
from functools import partial

from app.core.facts import Ledger
from app.core.money import Fen
from app.core.papers import PAYMENT_LIST, Notice, NoticeKind
from app.importers.importer import Imported, Importer, Reader, Recognising
from app.importers.reading.table import Table
from app.importers.recognising.cell_shapes import amount_in, parse_period
from app.importers.recognising.cells import Cells, Unreadable
from app.importers.recognising.movements import is_lent, tells_movements
from app.importers.recognising.row_account import Gathering
from app.importers.recognising.table_page import Context, Page
from app.importers.recognising.understanding import Mappings, Understanding, understood
from app.importers.recognising.vocabulary import meaning

_REPAYS = re.compile(r"还款|归还|偿还|扣款|代扣|划扣|repa(?:y|id)|debit", re.IGNORECASE)
_KINDS = {"done": NoticeKind.REPAID, "settled": NoticeKind.REPAID, "failed": NoticeKind.FAILED}


@dataclass(frozen=True, slots=True)
class PaymentTotals(Recognising):
    """A table with a day, a sum and a result for each repayment: it proves that money moved, not what it paid."""

    mappings: Mappings = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The family's id."""
        return "lender-payments"

    def recognise(self, table: Table) -> Reader | None:
        """Read the rows where the table speaks of repaying, or of debits."""
        found = understood(table, self.mappings, "paid_totals", "records")
        if found is None or (found.kind == "records" and not shows_sums_alone(found)):
            return None
        ways = found.roles.get("channel")
        if not any(map(_REPAYS.search, _headings(table, found))) and not (ways and tells_movements(ways)):
            return None
        return partial(_notices, table, found)


def shows_sums_alone(found: Understanding) -> bool:
    """Whether a table of repayments has sums and neither principal nor interest: a fee beside a sum is no split."""
    return found.kind == "records" and "total" in found.roles and not {"principal", "interest"} & found.roles.keys()


def _headings(table: Table, found: Understanding) -> Iterator[str]:
    """What stands above the rows, and the headings of the day and the sum."""
    yield table.sheet
    yield from (table.joined(row) for row in range(1, found.top))
    yield from (found.roles[role].name for role in ("paid_at", "total"))


def _notices(table: Table, found: Understanding) -> Imported:
    gathering, page = Gathering(table, "lender-paid_totals"), Page.of(table, found)
    notices: list[Notice] = []
    for cells, context in page.rows():
        gathering.rows += 1
        if is_lent(cells.text("channel")):
            gathering.problem("lender-row-is-drawdown", cells.row, text=cells.text("channel"))
            gathering.skipped["lender-drawdown-among-repayments"] += 1
            continue
        try:
            notice = _notice(cells, context, tried=_asked(table, found, cells.row))
        except Unreadable as trouble:
            gathering.trouble(cells.row, trouble)
            continue
        if notice is None:
            gathering.skipped["page-row-untold"] += 1
        else:
            notices.append(notice)
    gathering.used = len(notices)
    if notices:
        gathering.problem("table-totals-alone", found.header, count=len(notices))
    imported = gathering.imported(found.taken, spoken=[notice.on for notice in notices if notice.on])
    return replace(imported, ledger=Ledger(notices=tuple(notices)))


def _asked(table: Table, found: Understanding, row: int) -> Fen:
    """What the row says was to be debited, where the sum beside it is of what was."""
    asked = [c for c in found.unused if "due" in c.heading.concepts and any(map(amount_in, c.cells))]
    cells = table.row(row)
    return (amount_in(cells[asked[0].index]) or 0) if len(asked) == 1 and asked[0].index < len(cells) else 0


def _notice(cells: Cells, context: Context, *, tried: Fen) -> Notice | None:
    """What a row says; None where it neither succeeded nor failed, or is of nothing. A debit that failed took 0.00."""
    at, amount, state = cells.moment("paid_at"), cells.fen("total"), cells.text("outcome")
    kind = _KINDS.get(meaning("outcome", state) or meaning("period_state", state) or "") if state else NoticeKind.REPAID
    if kind is NoticeKind.FAILED:
        amount = amount or tried
    if kind is None or not amount:
        return None
    return Notice(
        kind=kind,
        product=context.titled or context.product,
        amount=abs(amount),
        on=at.date(),
        at=at if at.time() != time() else None,
        account=cells.text("account"),
        period=parse_period(cells.text("period")) if cells.text("period") else None,
        reason=cells.text("reason"),
        text=" ".join(filter(None, (cells.text("channel"), state))),
        rule=PAYMENT_LIST,
        sources=(context.source,),
    )


IMPORTERS: tuple[Importer, ...] = (PaymentTotals(),)
