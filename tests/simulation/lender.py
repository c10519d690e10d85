"""The true books of a made-up borrower and lender: every row that will stand in a file, and what is true of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

from app.core.facts import Method
from app.core.loans import Period

CARD, OTHER_CARD, BALANCE, FUND = "招商银行储蓄卡(1234)", "中国工商银行储蓄卡(5678)", "余额", "余额宝"
BANK_OF = {CARD: "招商银行", OTHER_CARD: "工商银行"}


@dataclass(eq=False, slots=True)
class WalletLine:
    """A row of the wallet's export; amounts in fen, never negative."""

    at: datetime
    amount: int
    text: str
    party: str = "蚂蚁借呗"
    category: str = "信用借还"
    direction: str = "不计收支"
    account: str = CARD
    status: str = "还款成功"
    order: str = ""


@dataclass(eq=False, slots=True)
class BankLine:
    """A row of a bank's statement; negative when money left the account."""

    bank: str
    on: date
    amount: int
    summary: str
    party: str


@dataclass(eq=False, slots=True)
class LoanLine:
    """A drawdown in the lender's list: terms as they were that day, the rate as a fraction a day."""

    contract: str
    drawn: datetime
    principal: int
    terms: int
    method: Method
    rate: Decimal
    due_day: int
    grace: int = 0
    state: str = "open"


@dataclass(eq=False, slots=True)
class PlanLine:
    """A period on a plan page, as it stood at the start of ``as_of``; state is open, overdue or settled."""

    contract: str
    as_of: date
    period: int
    starts: date
    due: date
    principal: int
    interest: int
    state: str = "open"


@dataclass(eq=False, slots=True)
class RecordLine:
    """What the lender recorded of one repayment for one period; ``channel`` waiver is no money at all."""

    contract: str
    at: datetime
    counted_on: date
    period: int
    principal: int
    interest: int
    penalty_on_principal: int = 0
    penalty_on_interest: int = 0
    channel: str = "auto"
    account: str = CARD
    outcome: str = "done"

    @property
    def penalty(self) -> int:
        """Both parts of the penalty."""
        return self.penalty_on_principal + self.penalty_on_interest

    @property
    def total(self) -> int:
        """Everything it records."""
        return self.principal + self.interest + self.penalty


@dataclass(eq=False, slots=True)
class BillLine:
    """A line of a monthly bill; negative for what lowers it."""

    posted: date
    traded: datetime
    kind: str
    text: str
    amount: int
    order: str = ""


@dataclass(eq=False, slots=True)
class BillPage:
    """A monthly bill; ``declared`` and ``count`` are what it says of itself."""

    month: tuple[int, int]
    statement: date
    due: date
    lines: list[BillLine]
    declared: int
    count: int


@dataclass(eq=False, slots=True)
class ReserveLine:
    """A reserve advance as its record states it."""

    taken: datetime
    amount: int = 500_00
    returned: datetime | None = None
    given_back: int | None = None
    fee: int = 0
    moved_to: tuple[int, int] | None = None


Line = WalletLine | BankLine | LoanLine | PlanLine | RecordLine | BillLine | BillPage | ReserveLine


@dataclass(frozen=True, slots=True)
class Truth:
    """A discrepancy that is in the books: its code, its difference in fen, and the rows that prove it."""

    code: str
    difference: int
    evidence: tuple[Line, ...]
    contract: str = ""
    period: int = 0
    required: bool = True
    loud: bool = True


@dataclass(slots=True)
class Case:
    """All rows of one person, and all that is true of them. ``as_of`` is the day of the exports."""

    name: str
    as_of: date
    wallet: list[WalletLine] = field(default_factory=list)
    bank: list[BankLine] = field(default_factory=list)
    loans: list[LoanLine] = field(default_factory=list)
    plan: list[PlanLine] = field(default_factory=list)
    records: list[RecordLine] = field(default_factory=list)
    bills: list[BillPage] = field(default_factory=list)
    reserves: list[ReserveLine] = field(default_factory=list)
    truths: list[Truth] = field(default_factory=list)
    said: set[str] = field(default_factory=set)
    _numbers: int = 0

    def order_no(self, at: datetime) -> str:
        """A new order number of that day, as long as the wallet's."""
        self._numbers += 1
        return f"{at:%Y%m%d}{self._numbers * 7919 % 10**8:08d}{self._numbers:012d}"

    def pay(
        self, at: datetime, amount: int, text: str = "借呗还款", *, booked: date | None = None, **more: str
    ) -> list[WalletLine | BankLine]:
        """A row of the wallet, and of the bank if it was paid from a card; failed tries never reach the bank."""
        wallet = WalletLine(at, amount, text, order=self.order_no(at), **more)
        self.wallet.append(wallet)
        rows: list[WalletLine | BankLine] = [wallet]
        if wallet.account in BANK_OF and "失败" not in wallet.status:
            rows.append(self.book(wallet.account, booked or at.date(), -amount, text))
        return rows

    def book(self, account: str, on: date, amount: int, text: str, summary: str = "") -> BankLine:
        """A row of the bank that keeps the account."""
        said = summary or ("快捷支付" if amount < 0 else "代付" if "放款" in text else "快捷退款")
        line = BankLine(BANK_OF[account], on, amount, said, f"支付宝-{text}")
        self.bank.append(line)
        return line

    def give_back(self, debit: WalletLine, at: datetime, amount: int | None = None) -> list[WalletLine | BankLine]:
        """A refund of a debit, by wallet and bank; it names the debit's order."""
        back = debit.amount if amount is None else amount
        number = sum(w.order.startswith(f"{debit.order}_R") for w in self.wallet) + 1
        wallet = WalletLine(
            at,
            back,
            f"退款-{debit.text}",
            debit.party,
            "退款",
            account=debit.account,
            status="退款成功",
            order=f"{debit.order}_R{number}",
        )
        self.wallet.append(wallet)
        rows: list[WalletLine | BankLine] = [wallet]
        if debit.account in BANK_OF:
            rows.append(self.book(debit.account, at.date(), back, debit.text))
        return rows

    def page(
        self, contract: str, as_of: date, plan: Sequence[Period], settled: set[int], overdue: set[int] | None = None
    ) -> list[PlanLine]:
        """A plan page of that day."""
        rows = [
            PlanLine(
                contract,
                as_of,
                p.number,
                p.starts,
                p.due,
                p.principal,
                p.interest,
                "settled" if p.number in settled else "overdue" if p.number in (overdue or ()) else "open",
            )
            for p in plan
        ]
        self.plan += rows
        return rows

    def tell(self, code: str, difference: int, evidence: Sequence[Line], **more: object) -> None:
        """Note down a discrepancy that is in the books."""
        self.truths.append(Truth(code, difference, tuple(evidence), **more))  # type: ignore[arg-type]


def half_up(amount: Decimal) -> int:
    """Round to the fen, half away from zero."""
    return int(amount.quantize(Decimal(1), ROUND_HALF_UP))


def interest(balance: int, rate: Decimal, days: int, *, by_day: bool = False) -> int:
    """Interest in fen: rounded once, or once a day."""
    if by_day:
        return half_up(balance * rate) * days
    return half_up(balance * rate * days)


def penalty(amount: int, rate: Decimal, days: int) -> int:
    """Penalty in fen: one and a half times the rate, rounded once."""
    return half_up(amount * rate * Decimal("1.5") * days)


def due_dates(drawn: date, terms: int, day: int) -> list[date]:
    """The due day of each of the months after a drawdown, or the last day of a shorter month."""
    return [_in_month(drawn.year * 12 + drawn.month - 1 + n, day) for n in range(1, terms + 1)]


def _in_month(months: int, day: int) -> date:
    year, month = divmod(months, 12)
    last = (date(year + (month == 11), (month + 1) % 12 + 1, 1) - timedelta(days=1)).day
    return date(year, month + 1, min(day, last))
