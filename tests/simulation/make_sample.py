"""Makes the bundled sample: one made-up person's files that show the three phenomena; run from tests with -m.

cd tests && python -m simulation.make_sample
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from app.core.facts import Method
from app.core.loans import Period, Terms, schedule
from tests.simulation.lender import (
    CARD,
    BillLine,
    BillPage,
    Case,
    LoanLine,
    RecordLine,
    ReserveLine,
    WalletLine,
    due_dates,
    interest,
    penalty,
)
from tests.simulation.writers import (
    PLAIN_STYLE,
    Row,
    Written,
    bill_rows,
    cmb_rows,
    csv_bytes,
    loan_rows,
    plan_rows,
    record_rows,
    reserve_rows,
    wallet_rows,
    xlsx_bytes,
)

SAMPLES = Path(__file__).resolve().parents[2] / "resources" / "samples"
LABEL = "示例（虚构）"
RATE = Decimal("0.0004")
BIG, SMALL = "SL2026011000000001", "SL2026021500000002"


def at(text: str) -> datetime:
    """``04-10 09:12`` of the year 2026."""
    return datetime.fromisoformat(f"2026-{text.replace(' ', 'T')}:00")


def sample_case() -> Case:
    """The person's half year: two loans, a pay-later account and two reserve advances."""
    case = Case("sample", date(2026, 7, 15))
    _big_loan(case)
    _small_loan(case)
    _bills(case)
    _everyday(case)
    return case


def _big_loan(case: Case) -> None:
    """10,000.00 in twelve: paid late, paid twice, partly prepaid, settled early together with a reserve advance."""
    drawn = at("01-10 09:30")
    dues = due_dates(drawn.date(), 12, 10)
    plan = schedule(10_000_00, Terms(RATE, Method.EQUAL_INSTALMENT), drawn.date(), dues)
    case.loans.append(LoanLine(BIG, drawn, 10_000_00, 12, Method.EQUAL_INSTALMENT, RATE, 10, state="settled"))
    _drawdown(case, drawn, 10_000_00)
    case.page(BIG, drawn.date(), plan, set())
    _paid(case, BIG, plan[0], at("02-10 08:15"))
    _late(case, plan[1])
    _twice(case, plan[2])
    case.page(BIG, date(2026, 4, 21), plan, {1, 2, 3})
    left = _prepaid(case, plan, at("04-22 20:05"), 2_000_00)
    case.page(BIG, date(2026, 4, 23), left, {1, 2, 3})
    _paid(case, BIG, left[3], at("05-10 08:15"))
    _paid(case, BIG, left[4], at("06-10 08:15"))
    case.page(BIG, date(2026, 6, 24), left, {1, 2, 3, 4, 5})
    _settled(case, left, at("06-25 19:40"))


def _drawdown(case: Case, moment: datetime, amount: int) -> None:
    order = case.order_no(moment)
    case.wallet.append(WalletLine(moment, amount, "借呗放款至银行卡", status="放款成功", order=order))
    case.book(CARD, moment.date(), amount, "借呗放款")


def _paid(case: Case, contract: str, period: Period, moment: datetime, fine: tuple[int, int] = (0, 0)) -> None:
    case.pay(moment, period.total + sum(fine), "借呗自动还款")
    case.records.append(
        RecordLine(contract, moment, moment.date(), period.number, period.principal, period.interest, *fine)
    )


def _late(case: Case, period: Period) -> None:
    """Two tries on the due day find too little money; three days later it succeeds, with penalty."""
    for moment in (at("03-10 08:15"), at("03-10 19:02")):
        case.pay(moment, period.total, "借呗自动还款", status="还款失败")
    days = (date(2026, 3, 13) - period.due).days
    fine = (penalty(period.principal, RATE, days), penalty(period.interest, RATE, days))
    _paid(case, BIG, period, at("03-13 10:20"), fine)


def _twice(case: Case, period: Period) -> None:
    """Paid by hand in the morning, collected again in the afternoon, given back after three days."""
    morning = at("04-10 09:12")
    case.pay(morning, period.total, "借呗主动还款")
    case.records.append(
        RecordLine(BIG, morning, morning.date(), period.number, period.principal, period.interest, channel="manual")
    )
    again = case.pay(at("04-10 15:30"), period.total, "借呗自动还款")[0]
    assert isinstance(again, WalletLine)
    case.give_back(again, at("04-13 16:00"))


def _prepaid(case: Case, plan: tuple[Period, ...], moment: datetime, principal: int) -> tuple[Period, ...]:
    """Part of the principal repaid early with its interest to the day; the rest is divided anew over what is left."""
    running = plan[3]
    cost = interest(principal, RATE, (moment.date() - running.starts).days)
    case.pay(moment, principal + cost, "借呗提前还款")
    case.records.append(RecordLine(BIG, moment, moment.date(), running.number, principal, cost, channel="manual"))
    balance = sum(p.principal for p in plan[3:]) - principal
    dues = [p.due for p in plan[3:]]
    anew = schedule(balance, Terms(RATE, Method.EQUAL_INSTALMENT), running.starts, dues, first_number=running.number)
    return (*plan[:3], *anew)


def _settled(case: Case, plan: tuple[Period, ...], moment: datetime) -> None:
    """The rest repaid at once; an outstanding reserve advance is collected with it."""
    running, *later = plan[5:]
    balance = running.principal + sum(p.principal for p in later)
    cost = interest(balance, RATE, (moment.date() - running.starts).days)
    case.pay(moment, balance + cost + 500_00, "借呗提前结清")
    for period in (running, *later):
        own = cost if period is running else 0
        case.records.append(
            RecordLine(BIG, moment, moment.date(), period.number, period.principal, own, channel="manual")
        )
    taken = _taken(case, at("06-21 13:10"))
    case.reserves.append(ReserveLine(taken, returned=moment, given_back=500_00))


def _taken(case: Case, moment: datetime) -> datetime:
    case.wallet.append(
        WalletLine(
            moment, 500_00, "备用金取出至余额", "备用金", account="余额", status="放款成功", order=case.order_no(moment)
        )
    )
    return moment


def _small_loan(case: Case) -> None:
    """3,000.00, interest every month and the principal at the end: everything as it should be."""
    drawn = at("02-15 11:05")
    dues = due_dates(drawn.date(), 6, 15)
    plan = schedule(3_000_00, Terms(RATE, Method.INTEREST_ONLY), drawn.date(), dues)
    case.loans.append(LoanLine(SMALL, drawn, 3_000_00, 6, Method.INTEREST_ONLY, RATE, 15))
    _drawdown(case, drawn, 3_000_00)
    case.page(SMALL, drawn.date(), plan, set())
    for period in plan[:4]:
        _paid(case, SMALL, period, datetime.combine(period.due, at("01-01 08:20").time()))
    case.page(SMALL, case.as_of, plan, {1, 2, 3, 4})


# -- pay later -----------------------------------------------------------------------------------------------------


def _bills(case: Case) -> None:
    """Four bills: a reserve advance that never came, a purchase posted a cycle later, a refund on the next bill."""
    advance = _taken(case, at("03-05 14:00"))
    case.reserves.append(ReserveLine(advance, moved_to=(2026, 4)))
    _bill(case, 4, [_bought(case, "03-08 12:30", "某某超市", 186_40), _bought(case, "03-21 19:10", "某某影城", 98_00)])
    coat = _bought(case, "04-18 20:45", "某某服饰旗舰店", 329_00)
    _bill(case, 5, [_bought(case, "04-06 18:20", "某某餐厅", 112_00), coat])
    lamp = _bought(case, "04-29 21:15", "某某数码专营店", 268_00, posted=date(2026, 5, 2))
    _bill(case, 6, [lamp, _bought(case, "05-11 12:05", "某某超市", 205_60), _refunded(case, coat, at("05-20 10:30"))])
    dinner = _bought(case, "06-18 12:15", "某某餐厅", 143_20)
    _bill(case, 7, [_bought(case, "06-09 09:40", "某某大药房", 76_80), dinner])


def _bought(case: Case, when: str, shop: str, amount: int, posted: date | None = None) -> BillLine:
    moment = at(when)
    order = case.order_no(moment)
    case.wallet.append(WalletLine(moment, amount, f"{shop}订单", shop, "日用百货", "支出", "花呗", "交易成功", order))
    return BillLine(posted or moment.date(), moment, "消费", f"{shop}订单", amount, order)


def _refunded(case: Case, line: BillLine, moment: datetime) -> BillLine:
    case.wallet.append(
        WalletLine(
            moment,
            line.amount,
            f"退款-{line.text}",
            line.text.removesuffix("订单"),
            "退款",
            account="花呗",
            status="退款成功",
            order=f"{line.order}_RF1",
        )
    )
    return BillLine(moment.date(), moment, "退款", f"退款-{line.text}", -line.amount, line.order)


def _bill(case: Case, month: int, lines: list[BillLine]) -> None:
    declared = sum(x.amount for x in lines)
    due = date(2026, month, 10)
    case.bills.append(BillPage((2026, month), date(2026, month, 1), due, lines, declared, len(lines)))
    text = f"自动还款-花呗|信用购2026年{month:02d}月账单"
    case.pay(datetime.combine(due, at("01-01 11:40").time()), declared, text, party="花呗")


def _everyday(case: Case) -> None:
    """Salary, and a purchase a month that has nothing to do with any loan."""
    for month in range(1, 8):
        case.book(CARD, date(2026, month, 5), 6_000_00, "工资", "代发工资")
        moment = datetime(2026, month, 12, 18, 30)
        shopping = WalletLine(
            moment,
            45_00 + month * 1_10,
            "某某超市订单",
            "某某超市",
            "日用百货",
            "支出",
            CARD,
            "交易成功",
            case.order_no(moment),
        )
        case.wallet.append(shopping)
        case.book(CARD, moment.date(), -shopping.amount, shopping.text)


# -- files ---------------------------------------------------------------------------------------------------------


def sample_files() -> Written:
    """The sample's files by name."""
    case, out = sample_case(), Written()
    rows = wallet_rows(case, case.wallet, date(2026, 1, 1), case.as_of, LABEL)
    out.add(f"{LABEL}支付宝交易明细.csv", csv_bytes(rows, "gb18030"), [rows])
    statement = list(cmb_rows(case.bank, 2_000_00))
    out.add(f"{LABEL}招商银行交易流水.csv", csv_bytes(statement, "utf-8-sig"), [statement])
    tables: list[tuple[str, list[Row]]] = [
        ("借款记录", loan_rows(case.loans, PLAIN_STYLE)),
        ("还款计划", plan_rows(case.plan, PLAIN_STYLE)),
        ("还款记录", record_rows(sorted(case.records, key=lambda r: (r.at, r.contract, r.period)), PLAIN_STYLE)),
    ]
    out.add(f"{LABEL}借款与还款明细.xlsx", xlsx_bytes(tables), [rows for _, rows in tables])
    for bill in case.bills:
        page = bill_rows(bill, f"花呗月账单{LABEL}")
        out.add(f"{LABEL}花呗账单_{bill.month[0]}-{bill.month[1]:02d}.csv", csv_bytes(page, "utf-8-sig"), [page])
    advances = reserve_rows(case, PLAIN_STYLE)
    out.add(f"{LABEL}备用金记录.csv", csv_bytes(advances, "utf-8-sig"), [advances])
    return out


def main() -> None:
    """Write the sample into the resources; what is no longer part of it goes."""
    files = sample_files().files
    SAMPLES.mkdir(parents=True, exist_ok=True)
    for old in SAMPLES.iterdir():
        if old.name not in files:
            old.unlink()
    for name, data in files.items():
        (SAMPLES / name).write_bytes(data)
        print(f"{len(data):8d}  {name}")


if __name__ == "__main__":
    main()
