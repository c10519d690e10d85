"""Reads electronic receipts (电子回单): a bank's word of single payments to or from a lender.

Each becomes a message that the bank might have sent: it says what happened, and nothing of what did not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

from app.core.discrepancy import FactValue
from app.core.explanation import Problem
from app.core.facts import Ledger, Product
from app.core.papers import Notice, NoticeKind
from app.importers.importer import Imported, Importer, Reader, Recognising
from app.importers.papers.bill_detail import as_receipt
from app.importers.papers.message_words import product_of
from app.importers.papers.running_text import DAY, MONEY, RunningText, day, fen, packed, title_in
from app.importers.reading.dates import UnreadableDate, parse_moment
from app.importers.reading.table import Table

_TITLE = re.compile(r"回单|(?:转账|交易|付款|汇款|支付|还款)(?:电子)?凭证")
_MOST = 500  # receipts in one file
_MOST_ROWS = 20_000
_LONGEST_VALUE = 80
_PARTIES = {"付款人", "收款人", "付款方", "收款方"}
_LABELS = {
    "payer": r"付款(?:人|方)?(?:户名|名称|全称|姓名|账户名称|账户名)|付款[人方](?=[::])",
    "payee": r"收款(?:人|方)?(?:户名|名称|全称|姓名|账户名称|账户名)|收款[人方](?=[::])",
    "payer_account": r"付款(?:人|方)?(?:账号|帐号|卡号|账户(?!名))",
    "payee_account": r"收款(?:人|方)?(?:账号|帐号|卡号|账户(?!名))",
    "words": r"[大]写(?:金额)?\)?|金额\(?大写\)?|交易金额\(大写\)",
    "amount": r"(?:交易|转账|付款|支付|汇款)?金额(?:\(?小写\)?)?|小写(?:金额)?\)?",
    "when": r"(?:交易|记账|付款|转账|支付|入账|汇款)(?:日期|时间)|日期",
    "purpose": r"用途|摘要|附言|备注|业务(?:类型|种类|名称)|交易(?:类型|摘要|名称)|资金用途",
    "other": r"(?:付款|收款)(?:人|方)?(?:开户)?(?:银?行|行名|机构)(?:名称)?|开户行|币种|"
    r"(?:付款|支付|收款)方式|(?:电子)?回单(?:编号|号码?|类型)|"
    r"(?:交易)?流水号|渠道|交易(?:机构|柜员|渠道)|打印(?:日期|时间|次数)|验证码|凭证(?:号码?|种类)|重要提示|温馨提示|手续费|状态|"
    r"户名|账号|序号|电子印章|本回单|经办",
}
_LABEL = re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in _LABELS.items()))
_MOMENT = re.compile(rf"({DAY})(\d{{2}}:\d{{2}}(?::\d{{2}})?)?|(20\d{{6}})(?!\d)")
_LENDS = re.compile(
    r"小额?贷|消费金融|信托|融资担保|贷款|网商|微众|借呗|花呗|微粒贷|白条|金条|度小满|分期|消金|支付宝|财付通|网银在线|蚂蚁"
)
_REPAYS, _LENDS_OUT = (
    re.compile(r"还款|还贷|归还|偿还|代扣|贷款回收|结清"),
    re.compile(r"放款|发放|借款|贷款|提款|支用"),
)
_COMPANY = re.compile(r"公司|银行|支付|网络|科技|中心|基金|信托|集团|备付金")


@dataclass(frozen=True, slots=True)
class _Receipt:
    """The parts of one receipt by their labels, and where it stands in the text."""

    parts: Mapping[str, str]
    start: int
    end: int


class Receipts(Recognising):
    """Receipts of which at least one tells of a repayment or of a loan's money."""

    @property
    def name(self) -> str:
        """The family's id."""
        return "receipt"

    def recognise(self, table: Table) -> Reader | None:
        """Read the receipts where the paper calls itself one and one in it concerns a loan."""
        paper = as_receipt(table) or table
        found = list(_notices(paper)) if paper is not table or title_in(table, _TITLE, 30) else []
        return partial(self._messages, table, found) if any(found) else None

    @staticmethod
    def _messages(table: Table, found: list[Notice | None]) -> Imported:
        """A message for each receipt that concerns a loan; the names of persons are not kept."""
        told = tuple(notice for notice in found if notice)
        days = [notice.on for notice in told if notice.on]
        facts: tuple[tuple[str, FactValue], ...] = (
            ("file", table.file),
            ("count", len(told)),
            ("others", len(found) - len(told)),
        )
        return Imported(
            format="receipt",
            ledger=Ledger(notices=told),
            rows=len(found),
            used=len(told),
            period=(min(days), max(days)) if days else None,
            problems=(Problem("receipt-read", table.source(1), facts),),
            skipped=(("receipt-other", len(found) - len(told)),) if len(found) > len(told) else (),
        )


def _notices(table: Table) -> Iterator[Notice | None]:
    """A message for each receipt in order; None for one that concerns no loan or is not whole."""
    paper = RunningText.of(_with_colons(table))
    for receipt in _receipts(paper.text):
        yield _notice(table, paper, receipt)


def _with_colons(table: Table) -> Table:
    """The table with a colon behind a party's name that stands in a cell of its own beside its value."""
    rows = []
    for number in range(1, min(len(table), _MOST_ROWS) + 1):
        cells = table.row(number)
        is_pair = any(packed(cell) in _PARTIES for cell in cells)
        rows.append([f"{c}:" if packed(c) in _PARTIES else c for c in cells] if is_pair else [table.joined(number)])
    return table.with_rows(rows)


def _receipts(text: str) -> Iterator[_Receipt]:
    """The receipts of a text; where the label that stands first stands again, another begins."""
    labels = list(_LABEL.finditer(text))
    first = labels[0][0] if labels else ""
    begins = [at for at, label in enumerate(labels) if label[0] == first][:_MOST]
    for at, until in zip(begins, [*begins[1:], len(labels)], strict=True):
        end = labels[until].start() if until < len(labels) else len(text)
        parts = _parts(text, labels[at:until], end)
        yield _Receipt(parts, labels[at].start(), end)


def _parts(text: str, labels: Sequence[re.Match[str]], end: int) -> dict[str, str]:
    """The values behind some labels; nothing where payer or payee stand twice, so that no two receipts are mixed."""
    parts: dict[str, str] = {}
    for at, label in enumerate(labels):
        name = label.lastgroup or "other"
        following = labels[at + 1].start() if at + 1 < len(labels) else end
        value = text[label.end() : following][:_LONGEST_VALUE]
        value = re.sub(r"^[:()]+", "", value)
        if name in ("payer", "payee") and parts.get(name, value) != value:
            return {}
        if name == "purpose":
            parts[name] = parts.get(name, "") + value
        elif value and name != "other":
            parts.setdefault(name, value)
    return parts


def _notice(table: Table, paper: RunningText, receipt: _Receipt) -> Notice | None:
    parts = receipt.parts
    amount = re.match(rf"(?:CNY)?({MONEY})", parts.get("amount", ""))
    on, at = _moment(parts.get("when", ""))
    kind, party = _told(parts)
    if kind is None or amount is None or on is None or not fen(amount[1]):
        return None
    said = f"{party} {parts.get('purpose', '')}".strip()
    product = product_of(said, "")
    is_product = product is not Product.OTHER
    account = parts.get("payee_account" if kind is NoticeKind.DRAWDOWN else "payer_account", "")
    tail = re.findall(r"\d{4}(?!\d)", account)
    return Notice(
        kind=NoticeKind.ACCOUNT_DEBIT if kind is NoticeKind.REPAID and not is_product else kind,
        product=product,
        amount=fen(amount[1]),
        on=on,
        at=at,
        account=tail[-1] if tail else "",
        text=said,
        rule="receipt",
        sources=paper.sources(table, receipt.start, receipt.end),
    )


def _told(parts: Mapping[str, str]) -> tuple[NoticeKind | None, str]:
    """What a receipt tells of a loan, and the other party; None where it tells nothing, or not which way money went."""
    payer, payee, purpose = (parts.get(name, "") for name in ("payer", "payee", "purpose"))
    is_out = bool(_COMPANY.search(payee)) and not _COMPANY.search(payer)
    is_in = bool(_COMPANY.search(payer)) and bool(payee) and not _COMPANY.search(payee)
    names = product_of(purpose, "")
    speaks_of_loan = names is not Product.OTHER and names is not Product.CARD
    if is_out and (_REPAYS.search(purpose) or speaks_of_loan) and (_LENDS.search(payee) or speaks_of_loan):
        return NoticeKind.REPAID, payee
    if is_in and _LENDS_OUT.search(purpose) and not _REPAYS.search(purpose):
        return NoticeKind.DRAWDOWN, payer
    return None, ""


def _moment(text: str) -> tuple[date | None, datetime | None]:
    found = _MOMENT.search(text)
    if found is None:
        return None, None
    on = day(found[1]) if found[1] else day(found[3])
    if not (on and found[2]):
        return on, None
    try:
        return on, parse_moment(f"{on:%Y-%m-%d} {found[2]}")[0]
    except UnreadableDate:
        return on, None


IMPORTERS: tuple[Importer, ...] = (Receipts(),)
