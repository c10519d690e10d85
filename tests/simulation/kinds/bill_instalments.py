"""Kinds of instalments on successive bills, of bill lines beside the wallet's purchases, and of advances on bills."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from tests.simulation.kinds.bill_ends import LOUD
from tests.simulation.kinds.bills import DAILY, Account, account_of
from tests.simulation.kinds.desk import Desk, Line, at, bank_method, months_on, yuan
from tests.simulation.kinds.lender import fen

Extra = tuple[date, str, str, int]

_NAMES = ("某手机店手机", "某电器行洗衣机", "家具城沙发", "账单", "健身卡年费")
_NUMBERS = ("第{n}/{of}期", "第{n}期/共{of}期", "第{n}期（共{of}期）", "共{of}期，第{n}期")
_ANY = "BILL-INSTALMENT REFUND-FEE-KEPT SETTLE-FEE-REMAINING BILL-LINE-DIFF REFUND-NOT-ON-BILL"


@dataclass
class Plan:
    """A purchase in instalments: its name, how its lines are numbered, its count, instalment and fee."""

    name: str
    wording: str
    of: int
    share: int
    fee: int
    order: str = ""

    def lines(self, on: date, number: int, of: int = 0, share: int = 0, fee: int | None = None) -> list[Extra]:
        """The instalment of a bill, and its fee beside it."""
        told = self.wording.format(n=number, of=of or self.of)
        beside = self.fee if fee is None else fee
        found = [(on, "分期", f"{self.name}分期 {told}", share or self.share)]
        return [*found, *([(on, "手续费", f"{self.name}分期手续费 {told}", beside)] if beside else [])]


def plan_of(desk: Desk, fee: bool = True) -> Plan:
    share = desk.rng.randrange(80_00, 900_00)
    of = desk.rng.choice((6, 9, 12, 24))
    beside = share * desk.rng.randrange(4, 10) // 100 if fee else 0
    return Plan(desk.rng.choice(_NAMES), desk.rng.choice(_NUMBERS), of, share, beside)


def billed(account: Account, extras: list[list[Extra]]) -> list[Line]:
    """So many bills with these lines, each paid in full on its due day; returns their leading lines."""
    leads = []
    for n, extra in enumerate(extras):
        leads.append(account.bill(n, extra))
        account.pay(n, account.given[n][1])
    account.rest(len(extras) - 1)
    return leads


def line_of(account: Account, number: int, kind: str, part: str = "") -> Line:
    """The line of a kind on the bill of a month."""
    return lines_of(account, number, kind, part)[0]


def lines_of(account: Account, number: int, kind: str, part: str = "") -> list[Line]:
    """The lines of a kind on the bill of a month."""
    lines = account.desk.bills[f"{account.name}账单_{months_on(account.start, number):%Y-%m}"][1]
    return [x for x in lines if len(x.cells) > 3 and x.cells[2] == kind and part in str(x.cells[3])]


def on(account: Account, number: int) -> date:
    return months_on(account.start, number) - timedelta(days=1)


def as_planned(desk: Desk, variant: int) -> None:
    """Nothing to tell: by one each month; to the end; two alike a month apart; interest that falls with the rest."""
    account, plan = account_of(desk), plan_of(desk)
    numbers = [1, 2, 3, 4, 5]
    if variant == 1:
        numbers = [plan.of - 1, plan.of, 0, 0, 0]
    extras = [plan.lines(on(account, n), k) if k else [] for n, k in enumerate(numbers)]
    if variant == 2:
        for n in range(1, 5):
            extras[n] += plan.lines(on(account, n), n)
    if variant == 3:
        extras = [
            plan.lines(on(account, n), k, fee=plan.fee * (plan.of + 1 - k) // plan.of) for n, k in enumerate(numbers)
        ]
    desk.forbid(f"{LOUD} {_ANY}", "each instalment came once and in turn")
    billed(account, extras)


def out_of_turn(desk: Desk, variant: int) -> None:
    """A number again in place of the next one; again beside it; one left out; a month without, then on."""
    account, plan = account_of(desk), plan_of(desk)
    first = desk.rng.randrange(1, plan.of - 4)
    steps = {0: (0, 1, 1, 2, 3), 1: (0, 1, 2, 3, 4), 2: (0, 1, 3, 4, 5), 3: (0, 1, None, 2, 3)}[variant]
    extras = [plan.lines(on(account, n), first + k) if k is not None else [] for n, k in enumerate(steps)]
    if variant == 1:
        extras[2] += plan.lines(on(account, 2), first + 1)
    billed(account, extras)
    rows = lines_of(account, 3 if variant == 3 else 2, "分期")
    amount = {0: plan.share + plan.fee, 1: plan.share + plan.fee}.get(variant, 0)
    desk.want("out of turn", "BILL-INSTALMENT", amount, rows, proved=variant > 1)
    desk.forbid(LOUD, "every bill was paid once")


def changed(desk: Desk, variant: int) -> None:
    """Another fee; another instalment; another count of the same rest; a fee that comes after a discount."""
    account, plan = account_of(desk), plan_of(desk)
    more = desk.rng.randrange(5_00, 40_00)
    fees = [0 if variant == 3 else plan.fee] * 2 + [plan.fee + (more if variant == 0 else 0)] * 2
    shares = [plan.share] * 2 + [plan.share + (more if variant == 1 else 0)] * 2
    counts = [plan.of] * 4
    if variant == 2:
        counts[2:], shares[2:] = [plan.of + 3] * 2, [plan.share + more] * 2
    extras = [plan.lines(on(account, n), n + 1, counts[n], shares[n], fees[n]) for n in range(4)]
    billed(account, extras)
    rest = (plan.of + 1) * (plan.share + more + plan.fee) - (plan.of - 2) * (plan.share + plan.fee)
    amount = (more, more, rest, plan.fee)[variant]
    desk.want("changed", "BILL-INSTALMENT", amount, [line_of(account, 2, "分期")], proved=False, left_open=True)
    desk.forbid(LOUD, "every bill was paid once")


def lowered(desk: Desk, variant: int) -> None:
    """A refund spread over the rest; one that cuts periods off; money paid ahead; all refunded, and fees that go on."""
    account, plan = account_of(desk), plan_of(desk)
    plan.of = 12
    bought = at(account.start - timedelta(days=20), 12)
    whole, name = plan.of * plan.share, f"{plan.name}分期"
    order = desk.order(bought)
    desk.entry("alipay", bought, "某店", name, whole, "花呗分期(12期)", "交易成功", "支出", "数码电器", order)
    off = plan.share // 4
    extras = [plan.lines(on(account, n), n + 1) for n in range(4)]
    when, amount = at(on(account, 2) - timedelta(days=9), 15), 10 * off
    if variant in (0, 2):
        extras[2:] = [plan.lines(on(account, n), n + 1, share=plan.share - off) for n in (2, 3)]
    elif variant == 1:
        amount = 4 * plan.share
        extras[2:] = [plan.lines(on(account, n), n + 1, of=8) for n in (2, 3)]
    else:
        amount = whole
        extras[2:] = [[one for one in extras[n] if one[1] == "手续费"] for n in (2, 3)]
    if variant == 2:
        row = desk.entry("alipay", when, "花呗", "花呗提前还款", amount, bank_method(account.card))
        desk.booked(account.card, when, -amount, account.bank_text)
    else:
        row = desk.entry("alipay", when, "某店", f"退款-{name}", amount, "花呗", "退款成功", category="退款",
                         order=f"{order}_1")  # fmt: skip
    billed(account, extras)
    codes, told = ("REFUND-FEE-KEPT", 2 * plan.fee) if variant == 3 else ("BILL-INSTALMENT", -amount)
    desk.want("lowered", codes, told, [row])
    desk.forbid(LOUD, "every bill was paid once")


def ended(desk: Desk, variant: int) -> None:
    """Settled with the next fee; with no fee at all; asked for in one line of the next bill; ended without a word."""
    account, plan = account_of(desk), plan_of(desk, fee=variant != 1)
    left = plan.of - 3
    rest, fees = left * plan.share, left * plan.fee
    extras = [plan.lines(on(account, n), n + 1) for n in range(3)] + [[], []]
    rows = []
    if variant < 2:
        when, paid = at(on(account, 3) - timedelta(days=5), 12), rest + plan.fee
        rows.append(desk.entry("alipay", when, "花呗", "花呗分期提前结清", paid, bank_method(account.card)))
        desk.booked(account.card, when, -paid, account.bank_text)
    elif variant == 2:
        extras[3] = [(on(account, 3), "分期", f"{plan.name}分期提前结清", rest + plan.fee)]
    billed(account, extras)
    rows = rows or [line_of(account, 2, "分期")]
    codes = "SETTLE-FEE-REMAINING" if variant == 0 else "BILL-INSTALMENT"
    desk.want("ended", codes, plan.fee - fees if variant in (0, 2) else 0, rows, proved=False)
    desk.forbid(LOUD, "every bill was paid once")


def beside_wallet(desk: Desk, variant: int) -> None:
    """A line of another amount than its purchase; one the wallet lacks; a refund no bill knows; a part by a packet."""
    account = account_of(desk)
    account.bill(0)
    account.pay(0, account.given[0][1])
    stated = months_on(account.start, 1)
    when = at(stated - timedelta(days=13), 12)
    amount, more = desk.rng.randrange(90_00, 600_00), desk.rng.randrange(10_00, 60_00)
    order = desk.order(when)
    method = "花呗&红包" if variant == 3 else "花呗"
    row = Line(when, (), 0)
    if variant != 1:
        row = desk.entry("alipay", when, "某店", "耳机订单", amount, method, "交易成功", "支出", "数码", order)
    if variant == 2:
        back = at(stated + timedelta(days=2), 15)
        row = desk.entry("alipay", back, "某店", "退款-耳机订单", amount, "花呗", "退款成功", category="退款",
                         order=f"{order}_1")  # fmt: skip
    asked = amount + {0: more, 3: -more}.get(variant, 0)
    _with_line(account, 1, Line(when, (f"{when.date()}", f"{when}", "消费", "耳机订单", yuan(asked), order), asked))
    account.pay(1, account.given[1][1])
    account.bill(2)
    account.pay(2, account.given[2][1])
    account.rest(2)
    line = line_of(account, 1, "消费", "耳机")
    wanted = {
        0: ("BILL-LINE-DIFF", more), 1: ("BILL-LINE-DIFF", asked), 2: ("REFUND-NOT-ON-BILL", -amount)
    }.get(variant)  # fmt: skip
    if wanted:
        desk.want("line", *wanted, [line, *([row] if row.cells else [])])
    else:
        desk.forbid(_ANY, "a red packet paid the rest of the purchase")
    desk.forbid(LOUD, "every bill was paid once")


def _with_line(account: Account, number: int, line: Line) -> None:
    """A bill with its own purchases and one more line, of an order of its own."""
    account.bill(number)
    name = f"{account.name}账单_{months_on(account.start, number):%Y-%m}"
    product, (lead, *lines, _) = account.desk.bills[name]
    due, total, least = account.given[number]
    total += line.amount
    account.given[number] = (due, total, least)
    lead.cells = (*lead.cells[:3], f"本期应还：{yuan(total)}元", *lead.cells[4:])
    lines = sorted([*lines, line], key=lambda x: x.at)
    end = Line(lead.at, ("合计", "", "", f"共{len(lines)}笔", yuan(total), ""), total)
    account.desk.bills[name] = (product, [lead, *lines, end])


def reserve_lines(desk: Desk, variant: int) -> None:
    """An advance that its bill holds with a fee the record lacks; at another amount; on a later day; not at all."""
    account = account_of(desk)
    account.bill(0)
    account.pay(0, account.given[0][1])
    stated, taken = months_on(account.start, 1), at(account.start + timedelta(days=6), 14)
    desk.entry("alipay", taken, "备用金", "备用金取出至余额", 500_00, "余额", "交易成功")
    desk.reserves.append(
        Line(taken, (f"{taken}", yuan(500_00), "", "", "", f"已转入花呗{stated:%Y年%m月}账单"), 500_00)
    )
    amount = (501_99, 520_00, 500_00, 0)[variant]
    posted = taken.date() + timedelta(days=3 if variant == 2 else 0)
    account.bill(1, [(posted, "备用金", "备用金转入", amount)] if amount else [])
    account.pay(1, account.given[1][1])
    account.bill(2)
    account.pay(2, account.given[2][1])
    account.rest(2)
    wanted = {0: ("RESERVE-AMOUNT-DIFF", 1_99), 1: ("RESERVE-AMOUNT-DIFF", 20_00), 3: ("RESERVE-NOT-ON-BILL", -500_00)}
    if variant in wanted:
        desk.want("advance", *wanted[variant], desk.reserves)
    else:
        desk.forbid("RESERVE-NOT-ON-BILL RESERVE-AMOUNT-DIFF", "the bill has it, posted some days later")
    desk.forbid(LOUD, "every bill was paid once")


def other_ways(desk: Desk, variant: int) -> None:
    """A part taken out into instalments; credits on two bills; a part paid, the rest carried; one number twice."""
    account = account_of(desk, minimum=variant == 2)
    account.bill(0)
    if variant == 0:
        rest = desk.rng.randrange(20_00, 30_00) * 6
        taken = [(on(account, 1), "消费", "家电订单", rest + 50_00), (on(account, 1), "分期", "账单分期转出", -rest)]
        account.bill(1, taken)
        plan = Plan("账单", "第{n}/{of}期", 6, rest // 6, desk.rng.randrange(1_00, 3_00))
        for n in range(2):
            account.bill(n + 2, plan.lines(on(account, n + 2), n + 1))
        desk.want("taken out", "PLAN-BILL-INSTALMENT", -rest, [line_of(account, 1, "分期")])
    elif variant == 1:
        parts = (desk.rng.randrange(5_00, 20_00), desk.rng.randrange(5_00, 20_00))
        paid_on = account.given[0][0] - timedelta(days=2)
        for n, part in enumerate(parts):
            account.bill(n + 1, [(paid_on, "溢缴款", "溢缴款抵扣", -part)])
        rows = account.pay(0, account.given[0][1] + sum(parts), -2, hand=True)
        desk.want("credits", "BILL-OVERPAID", sum(parts), rows)
    elif variant == 2:
        due, total, least = account.given[0]
        paid = (total + least) // 2
        rows = account.pay(0, paid, hand=True, month=False)
        interest = 20 * fen((total - paid) * DAILY)
        extra = [
            (due, "上期未还", "上期剩余应还", total - paid),
            (due + timedelta(days=20), "利息", "循环利息", interest),
        ]
        desk.want("interest", "MINPAY-REVOLVING", interest, [account.bill(1, extra), *rows])
    else:
        one, other = plan_of(desk), plan_of(desk)
        other.name, other.wording, other.of = one.name, one.wording, one.of
        other.share = one.share + 111_11
        for n in range(1, 4):
            both = one.lines(on(account, n), n, fee=0) + other.lines(on(account, n), n, fee=0)
            account.bill(n, both + (one.lines(on(account, n), n, fee=0) if n == 3 else []))
        desk.want("twice on one", "BILL-INSTALMENT", one.share, lines_of(account, 3, "分期"), proved=False)
    for n in range(len(account.given)):
        if not (n == 0 and variant in (1, 2)):
            account.pay(n, account.given[n][1])
    desk.forbid("DEBIT-MISSED DEBIT-LATE UNEXPLAINED DEBIT-DUPLICATE", "every bill was met")
    account.rest(len(account.given) - 1)


def all_at_once(desk: Desk, variant: int) -> None:
    """A bill paid with all its later instalments: alone; with one fee; with an advance that was out; with purchases."""
    account, plan = account_of(desk), plan_of(desk, fee=variant != 0)
    for n in range(2):
        account.bill(n, plan.lines(on(account, n), n + 1))
    account.bill(
        2, [(on(account, 2), "消费", "超市订单", 66_00)], bought=0
    )  # nothing else was bought before the payment
    for n in (0, 2):
        account.pay(n, account.given[n][1])
    due, total, _ = account.given[1]
    beyond = (plan.of - 2) * plan.share + (plan.fee if variant else 0)
    if variant == 2:
        taken = at(due - timedelta(days=5), 14)
        desk.entry("alipay", taken, "备用金", "备用金取出至余额", 500_00, "余额", "交易成功")
        beyond += 500_00
    if variant == 3:
        amount = desk.rng.randrange(20_00, 90_00)
        account.bought(at(due - timedelta(days=4), 12), amount, "超市订单")
        beyond += amount
    rows = account.pay(1, total + beyond, -1, 21, hand=True)
    codes = "RESERVE-IN-SETTLE-SCOPE" if variant == 2 else "SETTLE-SCOPE-UNPOSTED"
    desk.want("all at once", codes, beyond, rows, proved=False)
    desk.forbid(f"{LOUD} BILL-INSTALMENT BILL-OVERPAID", "what was paid beyond the bill is all named")
    account.rest(2)


BILL_INSTALMENTS: Mapping[str, Callable[[Desk, int], None]] = {
    "instalments-as-planned": as_planned,
    "instalments-out-of-turn": out_of_turn,
    "instalments-changed": changed,
    "instalments-lowered": lowered,
    "instalments-ended": ended,
    "bill-all-at-once": all_at_once,
    "bill-other-ways": other_ways,
    "bill-beside-wallet": beside_wallet,
    "reserve-lines": reserve_lines,
}
