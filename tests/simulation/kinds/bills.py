"""Kinds about monthly bills and reserve advances."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal

from tests.simulation.kinds.desk import Desk, Line, at, bank_method, months_on, yuan
from tests.simulation.kinds.lender import fen
from tests.simulation.kinds.steps import TWICE

DAILY = Decimal("0.0005")


@dataclass
class Account:
    """A bill product of a person, and how its payments are worded."""

    desk: Desk
    name: str = "花呗"
    card: str = "招商银行 2094"
    wallet: str = "alipay"
    due_day: int = 9
    minimum: bool = False
    bank_text: str = "支付宝-花呗还款"
    start: date = date(2024, 1, 1)
    given: list[tuple[date, int, int]] = field(default_factory=list)  # due, amount, minimum

    def bill(
        self, number: int, extra: list[tuple[date, str, str, int]] | None = None, bought: int | None = None
    ) -> Line:
        """The bill of the ``number``-th month, its purchases in the wallet; returns its leading line."""
        rng, stated = self.desk.rng, months_on(self.start, number)
        lines: list[Line] = []
        for _ in range(rng.randrange(2, 5) if bought is None else bought):
            when = at(stated - timedelta(days=rng.randrange(2, 27)), rng.randrange(8, 22))
            lines.append(self.bought(when, rng.randrange(30_00, 700_00), "超市订单"))
        for on, kind, text, amount in extra or []:
            cells = (f"{on}", f"{at(on)}", kind, text, yuan(amount), "")
            lines.append(Line(at(on), cells, amount))
        total = sum(x.amount for x in lines)
        least = fen(Decimal(total) / 10) if self.minimum else 0
        due = stated.replace(day=self.due_day)
        self.given.append((due, total, least))
        lead = [f"账单月份：{stated:%Y-%m}", f"账单日：{stated}", f"还款日：{due}", f"本期应还：{yuan(total)}元"]
        if least:
            lead.append(f"最低还款额：{yuan(least)}元")
        top = Line(at(stated), tuple(lead), total)
        end = Line(at(stated), ("合计", "", "", f"共{len(lines)}笔", yuan(total), ""), total)
        self.desk.bills[f"{self.name}账单_{stated:%Y-%m}"] = (self.name, [top, *sorted(lines, key=lambda x: x.at), end])
        return top

    def bought(self, when: datetime, amount: int, text: str) -> Line:
        """A purchase on the account, in the wallet and as a line of a bill."""
        order = self.desk.order(when)
        if self.wallet:
            self.desk.entry(
                self.wallet, when, "某超市", text, amount, self.name, "交易成功", "支出", "日用百货", order
            )  # fmt: skip
        return Line(when, (f"{when.date()}", f"{when}", "消费", text, yuan(amount), order), amount)

    def pay(
        self, number: int, amount: int, days: int = 0, hour: int = 11, *, hand: bool = False, month: bool = True
    ) -> list[Line]:
        """Pay a bill in wallet and bank so many days after its due day; one that asks for nothing takes nothing."""
        if amount <= 0:
            return []
        due, _, _ = self.given[number]
        moment = at(due + timedelta(days=days), hour, self.desk.rng.randrange(50))
        stated = months_on(self.start, number)
        named = f"-{stated:%Y}年{stated:%m}月账单" if month else ""
        text = f"{self.name}{'主动' if hand else '自动'}还款{named}"
        rows = []
        if self.wallet:
            method = bank_method(self.card, self.wallet)
            rows.append(self.desk.entry(self.wallet, moment, self.name, text, amount, method))
        rows.append(self.desk.booked(self.card, moment, -amount, self.bank_text))
        return rows

    def months(self, count: int, unpaid: int | None = None) -> None:
        """So many bills, each paid in full on its due day but one."""
        for number in range(count):
            self.bill(number)
            if number != unpaid:
                self.pay(number, self.given[number][1])

    def rest(self, _last: int) -> None:
        """End the papers some days after the last due day, with everyday rows."""
        self.desk.as_of = self.given[-1][0] + timedelta(days=12)
        self.desk.everyday(self.start - timedelta(days=20), self.desk.as_of, self.card, self.wallet)


def account_of(desk: Desk, **more: object) -> Account:
    start = date(desk.rng.choice((2023, 2024, 2025)), desk.rng.randrange(2, 9), 1)
    return Account(desk, start=start, **more)  # type: ignore[arg-type]


def late_with_minimum(desk: Desk, variant: int) -> None:
    """Minimum paid on the due day, the rest in two parts later: interest on what was left, on the next bill."""
    account = account_of(desk, minimum=True)
    account.months(1)
    account.bill(1)
    _, total, least = account.given[1]
    rows = account.pay(1, least)
    rest, one, two = total - least, desk.rng.randrange(2, 8), desk.rng.randrange(9, 18)
    part = rest // 2 if variant % 2 else rest
    rows += account.pay(1, part, one, hand=True)
    interest = one * fen(rest * DAILY)
    if part < rest:
        rows += account.pay(1, rest - part, two, hand=True)
        interest += (two - one) * fen((rest - part) * DAILY)
    lead = account.bill(2, [(months_on(account.start, 2) - timedelta(days=1), "利息", "循环利息", interest)])
    account.pay(2, account.given[2][1])
    line = next(x for x in desk.bills[f"花呗账单_{months_on(account.start, 2):%Y-%m}"][1] if x.cells[2] == "利息")
    desk.want("revolving interest", "MINPAY-REVOLVING PENALTY-INTEREST", interest, [lead, line])
    desk.forbid("DEBIT-MISSED DEBIT-LATE", "the minimum was paid in time")
    account.rest(2)


def below_minimum(desk: Desk, variant: int) -> None:
    """Less than the minimum paid on the due day, the rest days later: late, charged on the next bill or not."""
    account = account_of(desk, minimum=True)
    account.months(1)
    account.bill(1)
    _, total, least = account.given[1]
    days, first = desk.rng.randrange(2, 7), least // 2
    rows = account.pay(1, first)
    charge = days * fen((total - first) * DAILY) if variant % 2 == 0 else 0
    rows += account.pay(1, total - first + (charge if variant == 0 else 0), days, hand=True)
    extra = [(months_on(account.start, 2) - timedelta(days=1), "利息", "逾期利息", charge)] if variant == 2 else []
    account.bill(2, extra)
    account.pay(2, account.given[2][1])
    late = "DEBIT-LATE DEBIT-HOLIDAY MINPAY-REVOLVING"  # a due date on a weekend makes it the day off's
    desk.want("late", late, (charge, 0) if variant == 2 else charge, rows)
    desk.allow("MINPAY-REVOLVING UNEXPLAINED" if variant == 2 else "MINPAY-REVOLVING")
    desk.forbid("DEBIT-MISSED", "it was paid")
    account.rest(2)


def unpaid_bill(desk: Desk, variant: int) -> None:
    """A bill that nothing paid: the next carries it over; the last of all; with failed tries; the next with penalty."""
    account = account_of(desk)
    account.months(1)
    lead = account.bill(1)
    due, total, _ = account.given[1]
    rows = [lead]
    if variant == 2:
        for hour in (11, 19):
            row = account.pay(1, total, hour=hour)
            desk.banks[account.card].remove(row[1])
            row[0].cells = (*row[0].cells[:5], "还款失败", row[0].cells[6])
            rows.append(row[0])
    if variant in (0, 3):
        stated = months_on(account.start, 2)
        extra = [(due, "上期未还", "上期账单剩余应还", total)]
        if variant == 3:
            extra.append((stated - timedelta(days=1), "利息", "逾期利息", (stated - due).days * fen(total * DAILY)))
        account.bill(2, extra)
        account.pay(2, account.given[2][1])
    desk.want(
        "unpaid", "DEBIT-MISSED DEBIT-LATE MINPAY-REVOLVING", (-total, total, 0), rows, optional=variant in (0, 3)
    )
    desk.allow("MINPAY-REVOLVING DEBIT-MISSED UNEXPLAINED DEBIT-LATE")
    account.rest(2)


def bill_twice(desk: Desk, variant: int) -> None:
    """A bill paid by hand and collected again; kept, returned, with no month named, a day later."""
    account = account_of(desk)
    account.months(3, unpaid=1)
    total = account.given[1][1]
    month = variant != 2
    rows = account.pay(1, total, -1 if variant == 3 else 0, 9, hand=True, month=month)
    rows += account.pay(1, total, 0, 14, month=month)
    back = 0
    if variant == 1:
        when = at(account.given[1][0] + timedelta(days=2), 10)
        back = total
        rows.append(desk.entry("alipay", when, "花呗", "退款-花呗还款", total, bank_method(account.card), "退款成功"))
        rows.append(desk.booked(account.card, when, total, "支付宝-退款", "退款"))
    desk.want("paid twice", TWICE, (total, total - back), rows)
    account.rest(2)


def refund_to_limit(desk: Desk, variant: int) -> None:
    """Two purchases on the account refunded before they were billed, or one on the next bill as a line."""
    account = account_of(desk)
    account.months(1)
    stated = months_on(account.start, 1)
    rows = []
    for k in range(2):
        day = stated - timedelta(days=12 - 3 * k)
        amount = desk.rng.randrange(50_00, 300_00)
        rows.append(account.bought(at(day, 12), amount, "服装订单"))
        order = rows[-1].cells[5]
        back = at(day + timedelta(days=2), 12)
        rows.append(desk.entry("alipay", back, "某超市", "退款-服装订单", amount, account.name, "退款成功",
                               category="退款", order=f"{order}_1"))  # fmt: skip
        desk.want(f"refund {k}", "REFUND-TO-LIMIT", (-amount, 0, amount), rows[-1:], optional=True)
    account.bill(1)
    account.pay(1, account.given[1][1])
    desk.forbid("UNEXPLAINED BILL-POSTING-CUT REFUND-NEXT-BILL", "refunded before it was billed")
    account.rest(1)


def fenfu(desk: Desk, variant: int) -> None:
    """微信分付: right; late with 1.5 times of its rate; a day late free; collected twice."""
    account = account_of(desk, name="分付", wallet="wechat", due_day=15, bank_text="财付通-分付还款")
    for n in range(3):
        account.bill(n)
    _pay_but(account, 1, 3)
    total = account.given[1][1]
    if variant in (1, 2):
        days = desk.rng.randrange(2, 7)
        charge = fen(total * Decimal("0.0006") * days) if variant == 1 else 0
        rows = account.pay(1, total + charge, days, hand=True, month=False)
        desk.want("late", "DEBIT-LATE" if charge else "DEBIT-LATE DEBIT-HOLIDAY", charge, rows)
    else:
        rows = account.pay(1, total, month=False)
        if variant == 3:
            rows += account.pay(1, total, hour=17, month=False)
            desk.want("twice", TWICE, total, rows)
    account.rest(2)


def _pay_but(account: Account, left_out: int, months: int) -> None:
    for n in range(months):
        if n != left_out:
            account.pay(n, account.given[n][1], month=False)


def prepaid_bill(desk: Desk, variant: int) -> None:
    """A part of a bill paid by hand before the due day, the rest collected on it; or all before the statement."""
    account = account_of(desk)
    account.months(3, unpaid=1)
    total = account.given[1][1]
    part = desk.rng.randrange(10_00, total - 5_00)
    account.pay(1, part, -desk.rng.randrange(1, 6), hand=True, month=variant % 2 == 0)
    account.pay(1, total - part, month=variant % 2 == 0)
    desk.forbid(f"{TWICE} DEBIT-LATE DEBIT-MISSED UNEXPLAINED MINPAY-REVOLVING", "paid in two parts, in time")
    account.rest(2)


def due_day_moved(desk: Desk, variant: int) -> None:
    """The bill's due day moves from the 9th to the 20th: paid on the new day, on the old one, or late by it."""
    account = account_of(desk)
    account.months(1)
    account.due_day = 20
    for n in (1, 2):
        account.bill(n)
    account.pay(2, account.given[2][1])
    total = account.given[1][1]
    days = (0, -11, 2, 0)[variant]
    rows = account.pay(1, total, days, hand=days != 0)
    if days > 0:
        desk.want("late", "DEBIT-LATE DEBIT-HOLIDAY", 0, rows)
    else:
        desk.forbid("DEBIT-LATE", "in time by the bill's own day")
    desk.forbid("DEBIT-MISSED", "it was paid")
    account.rest(2)


def reserve(desk: Desk, variant: int) -> None:
    """A reserve advance returned on time; late with a charge by the day; into the bill; collected beside the bill."""
    account = account_of(desk)
    account.months(2)
    taken = at(account.start + timedelta(days=desk.rng.randrange(2, 20)), 14)
    days = 7 + (desk.rng.randrange(1, 5) if variant == 1 else 0)
    charge = (days - 7) * fen(Decimal(50_000) * Decimal("0.00056")) if variant == 1 else 0
    back = taken + timedelta(days=days)
    fee, paid = 1_99, 500_00 + 1_99 + charge
    desk.entry("alipay", taken, "备用金", "备用金取用", 500_00, "余额", "交易成功", "不计收支")
    row = desk.entry("alipay", back, "备用金", "备用金归还", paid, bank_method(account.card), "还款成功")
    bank = desk.booked(account.card, back, -paid, "支付宝-备用金还款")
    cells = (f"{taken}", yuan(500_00), f"{back}", yuan(paid), yuan(fee), "已归还")
    record = Line(taken, cells, paid)
    desk.reserves.append(record)
    if variant == 1:
        desk.want("late reserve", "RESERVE-LATE-ACCRUAL", charge, [row, bank, record])
    desk.allow("RESERVE-FEE-CONFUSED RESERVE-FEE", "info", "warning")
    account.rest(1)


BILLS = {
    "late-with-minimum": late_with_minimum,
    "below-minimum": below_minimum,
    "unpaid-bill": unpaid_bill,
    "bill-twice": bill_twice,
    "refund-to-limit": refund_to_limit,
    "fenfu": fenfu,
    "prepaid-bill": prepaid_bill,
    "bill-due-day-moved": due_day_moved,
    "reserve": reserve,
}
