"""A made-up borrower: some loans, a pay-later account, reserve advances and everyday life, and what is true of them."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from random import Random

from app.core.facts import Method
from tests.simulation.lender import (
    BALANCE,
    CARD,
    FUND,
    OTHER_CARD,
    BillLine,
    BillPage,
    Case,
    Line,
    LoanLine,
    ReserveLine,
    WalletLine,
)
from tests.simulation.loan_life import LoanLife, live

SHOPS = ("某某超市", "某某影城", "某某餐厅", "某某服饰旗舰店", "某某数码专营店", "滴滴出行", "中国移动", "某某大药房")
RATES = ("0.0002", "0.00025", "0.0003", "0.00035", "0.0004", "0.00045", "0.0005", "0.0006", "0.000315")


def borrower(seed: int) -> Case:
    """The true books of one person; every seed another one."""
    rng = Random(seed)
    start = date(2022 + seed % 4, rng.randrange(1, 13), 1) + timedelta(days=rng.randrange(0, 31))
    case = Case(f"sim-{seed:04d}", start + timedelta(days=rng.randrange(150, 420)))
    if rng.random() < 0.15:
        _together(case, rng, start)
    else:
        for number in range(rng.choice((1, 1, 2, 2, 3))):
            _loan(case, rng, start + timedelta(days=rng.randrange(0, 60)), number)
    _pay_later(case, rng, start)
    _everyday(case, rng, start)
    return case


def _loan(case: Case, rng: Random, day: date, number: int) -> None:
    life = LoanLife(
        case, rng, _terms(rng, day, number), by_day=rng.random() < 0.2, account=rng.choice((CARD, CARD, CARD, FUND))
    )
    live(life, rng.choice((0.0, 0.35, 0.35, 0.6)))


def _terms(rng: Random, day: date, number: int, due_day: int = 0, method: Method | None = None) -> LoanLine:
    drawn = datetime.combine(day, time(rng.randrange(8, 22), rng.randrange(60), rng.randrange(60)))
    how = method or rng.choice(
        (Method.EQUAL_INSTALMENT, Method.EQUAL_INSTALMENT, Method.EQUAL_PRINCIPAL, Method.INTEREST_ONLY)
    )
    other = rng.random() < 0.2
    return LoanLine(
        f"XD{drawn:%Y%m%d}{rng.randrange(10**8):08d}{number}",
        drawn,
        rng.choice((1_000_00, 2_345_67, 3_000_00, 5_000_00, 8_800_00, 12_000_00, 15_600_00, 50_000_00)),
        rng.choice((3, 6, 6, 9, 12, 12, 24)),
        how,
        Decimal(rng.choice(RATES)),
        due_day or (rng.choice((1, 5, 10, 15, 20, 25, 28)) if other else day.day),
        rng.choice((0, 0, 0, 3)),
    )


# -- two loans due the same day ------------------------------------------------------------------------------------


def _together(case: Case, rng: Random, start: date) -> None:
    """Two loans due on one day and collected by one debit; now and then one of them is lost, or counted late."""
    lives = [LoanLife(case, rng, _terms(rng, start, number, start.day, Method.EQUAL_INSTALMENT)) for number in range(2)]
    dues = [p.due for p in min((life.plan for life in lives), key=len)]
    past = [due for due in dues if due + timedelta(days=9) < case.as_of]
    for number, due in enumerate(past, 1):
        way = rng.random()
        _joint(lives, rng, number, due, "lost" if number == len(past) and way < 0.5 else "lag" if way < 0.2 else "")
    for life in lives:
        for period in life.plan[len(past) :]:
            if period.due < case.as_of and life.plan[-1].number >= period.number:
                life.normal(period.number)
        life.finish()


def _joint(lives: list[LoanLife], rng: Random, number: int, due: date, how: str) -> None:
    periods = [life.period(number) for life in lives]
    at = lives[0].moment(due)
    debit = lives[0].debit(at, sum(p.total for p in periods))
    lag = rng.choice((2, 3)) if how == "lag" else 0
    for n, (life, p) in enumerate(zip(lives, periods, strict=True)):
        if how == "lost" and n:
            life.overdue.add(number)
            life.case.tell("POST-MISSING", -p.total, debit, contract=life.loan.contract, period=number)
            continue
        record = life.record(at, number, p.principal, p.interest, counted_on=due + timedelta(days=lag))
        life.done(number, due + timedelta(days=lag))
        if lag:
            life.tell("POST-LAG", 0, [*debit, record], number)


# -- pay later, and reserve advances -------------------------------------------------------------------------------


def _pay_later(case: Case, rng: Random, start: date) -> None:
    first = start.year * 12 + start.month
    last = case.as_of.year * 12 + case.as_of.month - 1
    months = range(first, last + 1) if rng.random() < 0.7 else range(0)
    carried: dict[int, list[BillLine]] = {m: [] for m in range(first - 1, last + 3)}
    for month in months:
        _purchases(case, rng, month, carried, last=month == last)
    for month in months:
        if rng.random() < 0.3:
            _advance(case, rng, month, carried if month < last else None)
    for month in months:
        _bill(case, rng, month, carried[month])


def _statement(month: int) -> date:
    return date(month // 12, month % 12 + 1, 1)


def _purchases(case: Case, rng: Random, month: int, carried: dict[int, list[BillLine]], *, last: bool) -> None:
    """A cycle's purchases: they stand on the bill of ``month``, or are posted, or refunded, on the one after."""
    begins = _statement(month - 1)
    for _ in range(rng.randrange(1, 6)):
        at = datetime.combine(begins, time()) + timedelta(
            days=rng.randrange(0, 27), seconds=rng.randrange(25000, 80000)
        )
        amount, shop = rng.randrange(20_00, 600_00), rng.choice(SHOPS)
        wallet = WalletLine(at, amount, f"{shop}订单", shop, "日用百货", "支出", "花呗", "交易成功", case.order_no(at))
        case.wallet.append(wallet)
        line = BillLine(at.date(), at, "消费", f"{shop}订单", amount, wallet.order)
        way = rng.random()
        if way < 0.05 and not last:
            line.posted = _statement(month) + timedelta(days=rng.randrange(0, 4))
            carried[month + 1].append(line)
            case.tell("BILL-POSTING-CUT", 0, [wallet, line], loud=False)
            continue
        carried[month].append(line)
        if way < 0.12 and not last:
            _refund(case, rng, wallet, line, month, carried)


def _refund(
    case: Case, rng: Random, wallet: WalletLine, line: BillLine, month: int, carried: dict[int, list[BillLine]]
) -> None:
    """Given back in the same cycle, which is nothing, or in the next one; in one part or two."""
    later = rng.random() < 0.7
    parts = [line.amount] if rng.random() < 0.8 else [line.amount // 3, line.amount - line.amount // 3]
    for n, amount in enumerate(parts, 1):
        day = _statement(month) + timedelta(days=rng.randrange(1, 20)) if later else wallet.at.date()
        at = datetime.combine(day, time(23, 10 + n))
        syntax = rng.choice(("_RF", "*", "_R"))
        back = WalletLine(
            at,
            amount,
            f"退款-{line.text}",
            wallet.party,
            "退款",
            account="花呗",
            status="退款成功",
            order=f"{wallet.order}{syntax}{n}",
        )
        case.wallet.append(back)
        own = BillLine(day, at, "退款", f"退款-{line.text}", -amount, wallet.order)
        carried[month + 1 if later else month].append(own)
        if later:
            case.tell("REFUND-NEXT-BILL", -amount, [back, own, line], loud=False)


def _bill(case: Case, rng: Random, month: int, lines: list[BillLine]) -> None:
    at = datetime.combine(_statement(month) - timedelta(days=3), time(3))
    ended = f"{month % 12 + 1}月账单分期 第6/6期"  # the last one, of a plan of its own
    extra = [("分期", ended, 210_33), ("手续费", "分期手续费", 9_45), ("利息", "循环利息", 3_21)]
    if rng.random() < 0.2:
        for kind, text, amount in extra[: rng.choice((1, 2, 3))]:
            lines.append(BillLine(at.date(), at, kind, text, amount))
    lines.sort(key=lambda x: x.traded)
    total = sum(x.amount for x in lines)
    statement = _statement(month)
    year, number = statement.year, statement.month
    page = BillPage((year, number), statement, date(year, number, 10), lines, total, len(lines))
    case.bills.append(page)
    if rng.random() < 0.06 and total > 0:
        _wrong_total(case, rng, page)
    if page.declared > 0 and page.due < case.as_of:
        _pay_bill(case, rng, page)


def _wrong_total(case: Case, rng: Random, page: BillPage) -> None:
    """The bill declares another sum than its lines have; perhaps because a line is missing from the file."""
    if rng.random() < 0.5 and len(page.lines) > 2:
        gone = next((x for x in page.lines if x.kind == "消费" and not _told(case, x)), None)
        if gone is not None:
            page.lines.remove(gone)
            case.tell("BILL-TOTAL-MISMATCH", gone.amount, [page])
        return
    odd = rng.choice((-12_00, 5_55, 33_33))
    page.declared += odd
    case.tell("BILL-TOTAL-MISMATCH", odd, [page])


def _told(case: Case, line: BillLine) -> bool:
    return any(line in truth.evidence for truth in case.truths)


def _pay_bill(case: Case, rng: Random, page: BillPage) -> None:
    """Collected on the due day, in one sum or from two sources; a failed try before it now and then."""
    year, month = page.month
    text = rng.choice(("花呗自动还款-{0}年{1:02d}月账单", "自动还款-花呗|信用购{0}年{1:02d}月账单")).format(year, month)
    at = datetime.combine(page.due, time(rng.randrange(7, 20), rng.randrange(60), rng.randrange(60)))
    if rng.random() < 0.1:
        case.pay(at - timedelta(hours=2), page.declared, text, party="花呗", status="还款失败")
    if rng.random() < 0.1 and page.declared > 100_00:
        case.pay(at + timedelta(minutes=1), 100_00, text, party="花呗", account=FUND)
        case.pay(at, page.declared - 100_00, text, party="花呗")
        return
    case.pay(at, page.declared, text, party="花呗")


def _advance(case: Case, rng: Random, month: int, carried: dict[int, list[BillLine]] | None) -> None:
    """A reserve advance: returned in time or late, with or without fee, or moved to the next bill, rightly or not."""
    at = datetime.combine(_statement(month - 1), time()) + timedelta(
        days=rng.randrange(0, 20), seconds=rng.randrange(30000, 70000)
    )
    wallet = WalletLine(
        at, 500_00, "备用金取出至余额", "备用金", account=BALANCE, status="放款成功", order=case.order_no(at)
    )
    record = ReserveLine(at)
    case.wallet.append(wallet)
    case.reserves.append(record)
    if carried is not None and rng.random() < 0.55:
        _moved(case, rng, month, carried, wallet, record)
    else:
        _returned(case, rng, month, carried, wallet, record)


def _moved(
    case: Case, rng: Random, month: int, carried: dict[int, list[BillLine]], wallet: WalletLine, record: ReserveLine
) -> None:
    statement = _statement(month)
    record.moved_to = (statement.year, statement.month)
    way = rng.random()
    line = BillLine(statement, wallet.at, "备用金", "备用金", 500_00, wallet.order)
    if way < 0.35:
        carried[month].append(line)
    elif way < 0.6:
        case.tell("RESERVE-NOT-ON-BILL", -500_00, [wallet, record])
    elif way < 0.75:
        line.posted = _statement(month + 1)
        carried[month + 1].append(line)
        case.tell("RESERVE-NOT-ON-BILL", -500_00, [wallet, record])
    else:
        line.amount += rng.choice((15_00, -20_00, 2_29))
        carried[month].append(line)
        case.tell("RESERVE-AMOUNT-DIFF", line.amount - 500_00, [wallet, record, line])


def _returned(
    case: Case,
    rng: Random,
    month: int,
    carried: dict[int, list[BillLine]] | None,
    wallet: WalletLine,
    record: ReserveLine,
) -> None:
    days = rng.choice((2, 5, 7, 8, 11, 15))
    fee = rng.choice((0, 1_99, 2_29)) if days <= 7 else rng.choice((1_99, 2_29))
    late = max(days - 7, 0) * 28
    at = datetime.combine(wallet.at.date() + timedelta(days=days), time(rng.randrange(8, 22), rng.randrange(60), 7))
    if at.date() >= case.as_of:
        case.reserves.remove(record)
        case.wallet.remove(wallet)
        return
    record.returned, record.fee, record.given_back = at, fee + late, 500_00 + fee + late
    rows: list[Line] = [wallet, record, *case.pay(at, record.given_back, "备用金归还", party="备用金")]
    if late:
        case.tell("RESERVE-LATE-ACCRUAL", fee + late, rows)
    elif fee:
        case.tell("RESERVE-FEE-SEPARATE", fee, rows, loud=False)
    if carried is not None and rng.random() < 0.25:
        line = BillLine(_statement(month), wallet.at, "备用金", "备用金", 500_00, wallet.order)
        carried[month].append(line)
        case.tell("RESERVE-BILLED-AFTER-RETURN", 500_00, [*rows, line])


# -- what has nothing to do with any loan --------------------------------------------------------------------------


def _everyday(case: Case, rng: Random, start: date) -> None:
    days = (case.as_of - start).days
    for _ in range(rng.randrange(20, 80)):
        at = datetime.combine(start, time()) + timedelta(days=rng.randrange(-40, days), seconds=rng.randrange(86400))
        shop, account = rng.choice(SHOPS), rng.choice((CARD, CARD, OTHER_CARD, BALANCE, FUND))
        case.pay(
            at,
            rng.randrange(3_00, 500_00),
            f"{shop}订单",
            party=shop,
            category="日用百货",
            direction="支出",
            account=account,
            status="交易成功",
        )
    for month in range(days // 30 + 2):
        day = start - timedelta(days=30) + timedelta(days=30 * month)
        case.book(CARD, min(day, case.as_of), rng.randrange(8_000_00, 12_000_00), "工资", "代发工资")
