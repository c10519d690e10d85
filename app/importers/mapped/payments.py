"""Reads a person's own list of payments. It is what the person remembers or noted: a word, and no proof."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import partial

from app.core.facts import Ledger, Product
from app.core.money import Fen
from app.core.papers import OWN_LIST, Notice, NoticeKind, PictureRow, PictureStanding
from app.importers.importer import Imported, Reader, Recognising
from app.importers.mapped.kinds import PAYMENTS
from app.importers.papers import message_words
from app.importers.reading.table import Table
from app.importers.recognising.cell_shapes import parse_period
from app.importers.recognising.cells import Cells, Unreadable
from app.importers.recognising.row_account import Gathering
from app.importers.recognising.table_page import Context, Page
from app.importers.recognising.understanding import Mappings, Understanding, understood
from app.importers.recognising.vocabulary import plain

_WORDS = (
    (NoticeKind.FAILED, ("失败", "没扣", "没成功", "未成功", "failed", "declined")),
    (NoticeKind.REFUND, ("退款", "退回", "refund")),
    (NoticeKind.REPAID, ("还", "扣", "付", "期", "repa", "paid", "payment", "instal")),
    (NoticeKind.DRAWDOWN, ("放款", "借到", "借入", "借了", "借款到", "到账", "支用", "提款", "borrowed", "drawdown")),
)
"""The first kind of which a word stands in the row's text; a list of payments holds repayments where none does.

A bare 借 says nothing: the names of products hold it.
"""


@dataclass(frozen=True, slots=True)
class OwnPayments(Recognising):
    """Lists of dates and amounts that a person kept."""

    mappings: Mappings

    @property
    def name(self) -> str:
        """The family's id."""
        return "own-list"

    def recognise(self, table: Table) -> Reader | None:
        """Read each row as a payment where it was mapped as a person's own list.

        Money that came in is left out where both signs stand there; where only refunds bear a minus, plus was paid.
        """
        found = understood(table, self.mappings, PAYMENTS)
        return partial(read_own_list, table, found) if found else None


def read_own_list(table: Table, found: Understanding) -> Imported:
    """Read an own list whose columns are known."""
    page, listing = Page.of(table, found), _Listing(Gathering(table, OWN_LIST))
    rows = list(page.rows())
    minus = [cells for cells, _ in rows if cells.text("money").lstrip("¥￥ ").startswith(("-", "−", "－"))]
    pays_by_minus = any(_kind(cells.text("text")) is not NoticeKind.REFUND for cells in minus)
    for cells, context in rows:
        listing.take(cells, context, only_minus=pays_by_minus)
    return listing.imported(found)


@dataclass(slots=True)
class _Listing:
    gathering: Gathering
    notices: list[Notice] = field(default_factory=list)

    def take(self, cells: Cells, context: Context, *, only_minus: bool) -> None:
        self.gathering.rows += 1
        if not cells.text("money"):
            self.gathering.skipped["own-list-without-amount"] += 1
            return
        try:
            amount = cells.fen("money")
            if only_minus and amount > 0:
                self.gathering.skipped["own-list-incoming"] += 1
                return
            self.notices.append(_notice(cells, context, abs(amount)))
        except Unreadable as trouble:
            self.gathering.trouble(cells.row, trouble)

    def imported(self, found: Understanding) -> Imported:
        gathering, notices = self.gathering, tuple(self.notices)
        days = [notice.on for notice in notices if notice.on]
        typed = (PictureRow(PictureStanding.TYPED, False, notice.sources) for notice in notices)
        if not gathering.rows:
            gathering.problem("lender-no-rows", found.header or None, kind=f"kind.{PAYMENTS}")
        gathering.used = len(notices)
        account = gathering.imported(found.taken)
        return Imported(
            format=OWN_LIST,
            ledger=Ledger(notices=notices, picture_rows=tuple(typed)),
            rows=account.rows,
            used=account.used,
            period=(min(days), max(days)) if days else None,
            problems=account.problems,
            skipped=account.skipped,
            columns=account.columns,
        )


def _notice(cells: Cells, context: Context, amount: Fen) -> Notice:
    at, text = cells.moment("paid_at"), cells.text("text")
    named = message_words.product_of(text, "")
    return Notice(
        kind=_kind(text),
        product=named if named is not Product.OTHER else context.product,
        amount=amount,
        on=_day(at),
        at=at if at.time() != time() else None,
        account=cells.text("account"),
        period=parse_period(cells.text("period")) if cells.text("period") else None,
        text=text,
        rule=OWN_LIST,
        sources=(context.source,),
    )


def _kind(text: str) -> NoticeKind:
    """What a row says, by the first word found in its text."""
    folded = plain(text)
    return next((kind for kind, words in _WORDS if any(word in folded for word in words)), NoticeKind.REPAID)


def _day(at: datetime) -> date:
    return at.date()
