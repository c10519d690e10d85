"""Turns the rows that concern credit into facts: kind, outcome, refunds and what could not be read."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import NamedTuple

from app.core.discrepancy import FactValue
from app.core.facts import Outcome, Product, Purpose, Source, Trigger, WalletKind, WalletRow
from app.core.money import Fen, UnreadableAmount
from app.importers.reading.dates import UnreadableDate, parse_moment
from app.importers.wallets.layout import Layout, Wallet
from app.importers.wallets.methods import sources_and_reductions
from app.importers.wallets.wording import Meaning, Words, meaning

_BLANK = {"/", "-", "--", '"/"'}
_ROUNDED_NUMBER = re.compile(r"\d(?:\.\d+)?E\+\d+", re.IGNORECASE)
_REFUND_PREFIX = re.compile(r"^退款[-－—:：]?\s*")
_PLAIN_AMOUNT = re.compile(r"[0-9]+\.[0-9]{2}")
_SUFFIX = re.compile(r"[_*].*", re.DOTALL)

_STATES: tuple[tuple[Outcome, re.Pattern[str]], ...] = (
    (Outcome.FAILED, re.compile("失败|未成功|被拒")),
    (Outcome.CLOSED, re.compile("关闭|取消|撤销|全额退款|已退还|作废")),
    # Paid, and the goods are still on their way.
    (Outcome.DONE, re.compile("等待(?:对方|卖家)?(?:确认收货|发货)")),
    (Outcome.PENDING, re.compile("等待|待付款|待还款|待扣款|(?:处理|进行|受理|还款|缴费|扣款|支付)中")),
    (Outcome.DONE, re.compile("成功|完成|已到账|已存入|已转账|已收钱|已支付|已退款|已还款")),
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

    @property
    def words(self) -> Words:
        """The cells that the wording rules read; a refund's text without its 退款-."""
        return Words(
            text=_REFUND_PREFIX.sub("", self.text),
            counterparty=self.counterparty,
            category=self.category,
            method=self.method,
            status=self.status,
            order_no=self.order_no,
            direction=self.direction,
        )

    @property
    def refunds(self) -> bool:
        """Whether the row gives money back to the person; a 支出 of that state is the person refunding a buyer."""
        if self.direction == "支出":
            return self.text.startswith("退款")
        said = self.text.startswith("退款") or self.category.endswith("退款")
        return said or self.status.startswith("退款")


_CELLS = Line._fields[1:]


def lines(rows: Sequence[int], columns: Mapping[str, Sequence[str]]) -> list[Line]:
    """Rows of these numbers without marks for nothing (``/``) and without order numbers that a spreadsheet rounded."""
    plain = {name: ["" if cell in _BLANK else cell for cell in columns[name]] for name in _CELLS}
    for name in ("order_no", "merchant_no"):
        plain[name] = ["" if is_rounded(cell) else cell.replace(" ", "") for cell in plain[name]]
    return list(map(Line._make, zip(rows, *plain.values(), strict=True)))


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


@dataclass(slots=True)
class Facts:
    """The facts of a file's credit rows and the remarks on them; ``lost`` are credit rows that cannot be read."""

    rows: list[WalletRow] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    lost: set[int] = field(default_factory=set)


def facts_of(wallet: Wallet, layout: Layout, lines: Iterable[Line], source: Callable[[int], Source]) -> Facts:
    """The facts of the rows picked from one file.

    Refunds come last, as a refund of a purchase on credit may only show it by the order it belongs to.
    """
    maker = _Maker(wallet, layout, source)
    refunds = [line for line in lines if not maker.take(line)]
    for refund in refunds:
        maker.take_refund(refund)
    return maker.facts


class _Maker:
    def __init__(self, wallet: Wallet, layout: Layout, source: Callable[[int], Source]) -> None:
        self._wallet = wallet
        self._layout = layout
        self._source = source
        self._orders: dict[str, Product] = {}
        self._merchant_orders: dict[str, Product] = {}
        self.facts = Facts()

    def take(self, line: Line) -> bool:
        """Make a fact of a row; False where it is a refund, whose turn comes later."""
        if line.refunds:
            return False
        said = meaning(self._wallet.name, line.words, line.at)
        if said is not None and (row := self._row(line, said)):
            self._orders[line.order_no] = self._merchant_orders[line.merchant_no] = row.product
        return True

    def take_refund(self, line: Line) -> None:
        """Make a fact of a refund where its wording, its method or the order it belongs to concerns credit."""
        said = meaning(self._wallet.name, line.words, line.at) or self._known_order(line)
        if said is None:
            return
        belongs_to = _SUFFIX.sub("", line.order_no) if self._wallet.refund_keeps_order else ""
        refund = replace(said, kind=WalletKind.REFUND, trigger=Trigger.UNKNOWN, purpose=Purpose.UNKNOWN)
        self._row(line, refund, belongs_to)

    def _known_order(self, line: Line) -> Meaning | None:
        product = self._orders.get(_SUFFIX.sub("", line.order_no)) if line.order_no else None
        if product is None and line.merchant_no and not line.method:
            product = self._merchant_orders.get(line.merchant_no)
        if product is None:
            return None
        return Meaning(WalletKind.REFUND, product, Trigger.UNKNOWN, Purpose.UNKNOWN, None, "refund.of-known-order")

    def _row(self, line: Line, said: Meaning, refund_of: str = "") -> WalletRow | None:
        try:
            at, amount = parse_moment(line.at)[0], self._amount(line.amount)
        except (UnreadableDate, UnreadableAmount):
            self.facts.lost.add(line.row)
            self._remark(line, "wallet-row-lost", date=line.at, amount=line.amount, text=_title(line))
            return None
        account, reduction = sources_and_reductions(line.method)
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
            order_no=line.order_no,
            merchant_no=line.merchant_no,
            refund_of=refund_of,
            counterparty=line.counterparty,
            text=_title(line),
            category=line.category,
            status=line.status,
            provider=self._wallet.name,
            rule=said.rule,
            reduction=reduction,
            sources=(self._source(line.row),),
        )
        self.facts.rows.append(row)
        self._look_over(line, row)
        return row

    def _amount(self, text: str) -> Fen:
        if _PLAIN_AMOUNT.fullmatch(text):  # what nearly all rows hold; each other form is tried only where it is not so
            return int(text.replace(".", ""))
        return abs(self._wallet.amount(text))

    def _outcome(self, line: Line, kind: WalletKind) -> Outcome:
        if self._layout.only_done:
            return Outcome.DONE
        if not self._layout.states:
            return Outcome.UNKNOWN
        # 京东 writes beside the amount what became of it: 468.32(已全额退款).
        said = f"{line.status} {line.amount}" if "退款" in line.amount else line.status
        outcome = outcome_of(said, refunds=kind is WalletKind.REFUND)
        if outcome is Outcome.UNKNOWN:
            self._remark(line, "wallet-status-unknown", status=line.status, text=_title(line))
        return outcome

    def _look_over(self, line: Line, row: WalletRow) -> None:
        if row.kind is WalletKind.OTHER:
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
        self.facts.remarks.append(Remark(line.row, code, tuple(facts.items())))


def _title(line: Line) -> str:
    return line.text or line.category or line.counterparty
