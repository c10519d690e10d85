"""Turns the rows that concern credit into facts: kind, outcome, refunds and what could not be read."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import lru_cache
from itertools import repeat
from typing import NamedTuple

from app.amount_text import UnreadableAmount
from app.core.discrepancy import FactValue
from app.core.facts import Outcome, Product, Purpose, Source, Trigger, WalletKind, WalletRow
from app.core.money import Fen
from app.core.sources import Service
from app.importers.reading.dates import UnreadableDate, parse_moment
from app.importers.recognising.billed_lines import refunded_item
from app.importers.recognising.names import services_in
from app.importers.wallets.batches import Batch, Memo
from app.importers.wallets.layout import Layout, Wallet
from app.importers.wallets.methods import said_reduction, sources_and_reductions
from app.importers.wallets.wording import Meaning, meaning

_BLANK = {"/", "-", "--", '"/"'}
_ROUNDED_NUMBER = re.compile(r"\d(?:\.\d+)?E\+\d+", re.IGNORECASE)
_REFUND_PREFIX = re.compile(r"^退款[-－—:：]?\s*")
_SUFFIX = re.compile(r"[_*].*", re.DOTALL)

_STATES: tuple[tuple[Outcome, re.Pattern[str]], ...] = (
    (Outcome.FAILED, re.compile("失败|未成功|被拒|(?i:fail|declined|unsuccess)")),
    (Outcome.CLOSED, re.compile("关闭|取消|撤销|全额退款|已退还|作废|(?i:closed|cancel|full(?:y)? refund)")),
    # Paid, and the goods are still on their way.
    (Outcome.DONE, re.compile("等待(?:对方|卖家)?(?:确认收货|发货)")),
    (
        Outcome.PENDING,
        re.compile("等待|待付款|待还款|待扣款|(?:处理|进行|受理|还款|缴费|扣款|支付)中|(?i:pending|processing|unpaid)"),
    ),
    (
        Outcome.DONE,
        re.compile(
            "成功|完成|已到账|已存入|已转账|已收钱|已支付|已退款|已还款|(?i:success|complete|paid|received|refunded)"
        ),
    ),
)


class Line(NamedTuple):
    """The cells of one row by meaning, as text without padding and without line breaks."""

    row: int
    at: str
    amount: str
    direction: str
    status: str
    method: str
    category: str
    counterparty: str
    text: str
    order_no: str
    merchant_no: str
    gross: str
    note: str
    moment: datetime | None
    """What ``at`` says, where it is read already; so with ``fen`` and ``amount``."""
    fen: Fen | None
    speaks: bool

    @property
    def refunds(self) -> bool:
        """Whether the row gives money back to the person; a 支出 of that state is the person refunding a buyer."""
        if self.direction == "支出":
            return self.text.startswith("退款")
        said = self.text.startswith("退款") or self.category.endswith("退款")
        return said or self.status.startswith("退款")


_CELLS = Line._fields[1:-3]
_FEW_VALUES = {"direction", "status", "method", "category", "counterparty"}
_NUMBERS = {"order_no", "merchant_no"}


def _meant(cell: str) -> str:
    """A cell, blank where it holds a mark for nothing (``/``)."""
    return "" if cell in _BLANK else cell


def is_rounded(number: str) -> bool:
    """Whether a spreadsheet turned an order number into ``2.02302E+27``: its last digits are lost."""
    return "+" in number and bool(_ROUNDED_NUMBER.fullmatch(number))


@lru_cache(maxsize=4096)
def outcome_of(status: str, *, refunds: bool = False) -> Outcome:
    """How a try ended, by the state's wording; UNKNOWN for words never met.

    A refund says 已全额退款 of itself too and is then done, not closed.
    """
    found = next((outcome for outcome, pattern in _STATES if pattern.search(status)), Outcome.UNKNOWN)
    if refunds and found is Outcome.CLOSED and "关闭" not in status and "取消" not in status:
        return Outcome.DONE
    return found


@dataclass(frozen=True, slots=True)
class Remark:
    """Something about a row that a person should know: a message id and its facts."""

    row: int
    code: str
    facts: tuple[tuple[str, FactValue], ...] = ()


_OF_KNOWN_ORDER = Meaning(
    WalletKind.REFUND, Product.OTHER, Trigger.UNKNOWN, Purpose.UNKNOWN, None, "refund.of-known-order"
)
"""What a refund means that is known by its order alone, but for the product."""


@dataclass(slots=True)
class Facts:
    """The facts of a file's credit rows and the remarks on them; ``lost`` are credit rows that cannot be read.

    ``loose`` are refunds that name no credit and no order of this file: what they are of may stand in another one.
    """

    rows: list[WalletRow] = field(default_factory=list)
    loose: list[WalletRow] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    lost: set[int] = field(default_factory=set)


class FactMaker:
    """Makes the facts of the rows picked from one file.

    Refunds come last, as a refund of a purchase on credit may only show it by the order it belongs to.
    """

    def __init__(self, wallet: Wallet, layout: Layout, source: Callable[[int], Source]) -> None:
        self._wallet = wallet
        self._layout = layout
        self._source = source
        self._orders: dict[str, Product] = {}
        self._merchant_orders: dict[str, Product] = {}
        self._lenders: dict[str, Product] = {}
        self._refunds: list[Line] = []
        self._shared = Memo(_meant)  # one text for all facts that have it
        self._facts = Facts()

    def take(self, rows: Batch, speaking: Sequence[bool]) -> None:
        """Make facts of some rows, and put aside the refunds among them.

        ``speaking`` says of each row whether its text holds what a wording rule looks for in it.
        """
        for line in self._lines(rows, speaking):
            if line.refunds:
                self._refunds.append(line)
            elif (said := meaning(self._wallet.name, line, line.at, silent=not line.speaks)) and (
                row := self._row(line, said)
            ):
                self._orders[line.order_no] = self._merchant_orders[line.merchant_no] = row.product
                if row.kind is WalletKind.REPAYMENT:
                    self._lenders[line.counterparty] = row.product

    def finished(self) -> Facts:
        """The facts of all rows taken, after those of the refunds are made too."""
        for line in self._refunds:
            self._take_refund(line)
        return self._facts

    def _lines(self, rows: Batch, speaking: Sequence[bool]) -> Iterator[Line]:
        """The rows without marks for nothing and without order numbers that a spreadsheet rounded."""
        cells: dict[str, Iterable[str]] = {}
        # Of the columns that hold ever new cells a call for each of them would take three times as long.
        for name in _CELLS:
            given = rows.cells(name)
            if name in _FEW_VALUES:
                cells[name] = map(self._shared.__getitem__, given)
            elif name in _NUMBERS:
                cells[name] = ["" if n in _BLANK or ("+" in n and is_rounded(n)) else n.replace(" ", "") for n in given]
            else:
                cells[name] = ["" if cell in _BLANK else cell for cell in given]
        read = (rows.moments or repeat(None), rows.amounts or repeat(None))
        return map(Line._make, zip(rows.numbers, *cells.values(), *read, speaking, strict=False))

    def _take_refund(self, line: Line) -> None:
        """Make a fact of a refund where its wording, its method, its order or who sends it concerns credit."""
        words = line._replace(text=_REFUND_PREFIX.sub("", line.text))
        said = meaning(self._wallet.name, words, line.at) or self._known_order(line)
        belongs_to = _SUFFIX.sub("", line.order_no) if self._wallet.refund_keeps_order else ""
        if said is not None:
            refund = replace(said, kind=WalletKind.REFUND, trigger=Trigger.UNKNOWN, purpose=Purpose.UNKNOWN)
            self._row(line, refund, belongs_to)
        elif belongs_to or (line.merchant_no and not line.method):
            self._take_loose(line, belongs_to)

    def _take_loose(self, line: Line, belongs_to: str) -> None:
        """Keep a refund that may be of an order in another export, without a remark on what it does not say."""
        lost, remarks = set(self._facts.lost), list(self._facts.remarks)
        if self._row(line, _OF_KNOWN_ORDER, belongs_to):
            self._facts.loose.append(self._facts.rows.pop())
        self._facts.lost, self._facts.remarks = lost, remarks

    def _known_order(self, line: Line) -> Meaning | None:
        product = self._orders.get(_SUFFIX.sub("", line.order_no)) if line.order_no else None
        if product is None and line.merchant_no and not line.method:
            product = self._merchant_orders.get(line.merchant_no)
        if product is None and line.counterparty:  # what came back from a lender is of what was repaid to it
            product = self._lenders.get(line.counterparty)
        if product is None:
            return None
        return replace(_OF_KNOWN_ORDER, product=product)

    def _row(self, line: Line, said: Meaning, refund_of: str = "") -> WalletRow | None:
        try:
            at = line.moment or parse_moment(line.at)[0]
            amount = abs(self._wallet.amount(line.amount)) if line.fen is None else line.fen
        except (UnreadableDate, UnreadableAmount):
            self._facts.lost.add(line.row)
            self._remark(line, "wallet-row-lost", date=line.at, amount=line.amount, text=_title(line))
            return None
        account, reduction = sources_and_reductions(line.method)
        off = 0
        if not reduction and said.kind is WalletKind.REPAYMENT:
            reduction, off = said_reduction(f"{line.text} {line.note}")
        # Most of the reading's time is here: a tuple's cells are taken apart at once in the time that asking for two
        # of them by name takes.
        number, _, _, _, status, _, category, counterparty, text, order_no, merchant_no, *_ = line
        row = WalletRow(
            at=at,
            kind=said.kind,
            product=said.product,
            amount=amount,
            outcome=self._outcome(line, said.kind),
            trigger=said.trigger,
            purpose=said.purpose,
            bill_month=said.bill_month,
            account=account,
            order_no=order_no,
            merchant_no=merchant_no,
            refund_of=refund_of,
            counterparty=counterparty,
            text=text or category or counterparty,
            category=category,
            status=status,
            provider=self._wallet.name,
            rule=said.rule,
            reduction=reduction,
            reduced_by=off,
            item=refunded_item(text) if said.kind is WalletKind.REFUND else "",
            services=_services(counterparty, text) if said.kind is WalletKind.CHARGE else (),
            sources=(self._source(number),),
        )
        self._facts.rows.append(row)
        self._look_over(line, row)
        return row

    def _outcome(self, line: Line, kind: WalletKind) -> Outcome:
        if self._layout.only_done:
            return Outcome.DONE
        if not self._layout.states:
            return Outcome.UNKNOWN
        # 京东 writes beside the amount what became of it: 468.32(已全额退款).
        said = f"{line.status} {line.amount}" if "退款" in line.amount else line.status
        outcome = outcome_of(said, refunds=True) if kind is WalletKind.REFUND else outcome_of(said)
        if outcome is Outcome.UNKNOWN:
            self._remark(line, "wallet-status-unknown", status=line.status, text=_title(line))
        return outcome

    def _look_over(self, line: Line, row: WalletRow) -> None:
        if row.kind is WalletKind.OTHER:
            if row.rule.endswith(".unsaid"):
                self._remark(line, "wallet-lender-unsaid", text=row.counterparty, amount=row.amount)
            else:
                self._remark(line, "wallet-wording-unknown", text=row.text, amount=row.amount)
        if line.gross and row.kind is WalletKind.REPAYMENT:
            self._compare_gross(line, row)

    def _compare_gross(self, line: Line, row: WalletRow) -> None:
        try:
            gross = self._wallet.amount(line.gross)
        except UnreadableAmount:
            return  # the amount that moved was read; the other column only explains it
        if gross != row.amount:
            self._remark(line, "wallet-paid-less", due=gross, paid=row.amount, text=row.text)

    def _remark(self, line: Line, code: str, **facts: FactValue) -> None:
        self._facts.remarks.append(Remark(line.row, code, tuple(facts.items())))


def _services(counterparty: str, text: str) -> tuple[Service, ...]:
    """What a charge is for by the name of who takes it; what it is called tells that a plan was put off or a debt
    collected.
    """
    named, called = services_in(counterparty), services_in(text)
    return (*named, *(s for s in (Service.EXTENSION, Service.RECOVERY) if s in called and s not in named))


def _title(line: Line) -> str:
    return line.text or line.category or line.counterparty
