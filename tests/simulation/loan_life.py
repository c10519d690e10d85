"""The life of one loan in the true books: what was due, what happened to each term, and what is true of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from random import Random

from simulation.lender import (
    BALANCE,
    BANK_OF,
    CARD,
    FUND,
    OTHER_CARD,
    Case,
    Line,
    LoanLine,
    PlanLine,
    RecordLine,
    ReserveLine,
    WalletLine,
    due_dates,
    half_up,
    interest,
    penalty,
)

from app.core.events import Method
from app.core.loans import STANDARD, Convention, Period, RoundingStep, schedule

AUTO_TEXTS = ("借呗自动还款", "借呗还款", "蚂蚁借呗还款")
BY_DAY = Convention(step=RoundingStep.PER_DAY)


class LoanLife:
    """A loan from its drawdown to the day of the exports; ``case`` gets all its rows and truths."""

    def __init__(self, case: Case, rng: Random, loan: LoanLine, *, by_day: bool = False, account: str = CARD) -> None:
        self.case, self.rng, self.loan, self.by_day, self.account = case, rng, loan, by_day, account
        self.rate, self.due_day = loan.rate, loan.due_day
        self.settled: set[int] = set()
        self.overdue: set[int] = set()
        self.busy_until = loan.drawn.date()
        self.ended = self.broken = False
        self.shown: list[tuple[date, list[PlanLine]]] = []
        dues = due_dates(loan.drawn.date(), loan.terms, loan.due_day)
        self.plan = self._schedule(loan.principal, loan.drawn.date(), dues, 1)
        case.loans.append(loan)
        drawn = WalletLine(
            loan.drawn, loan.principal, "借呗放款至银行卡", status="放款成功", order=case.order_no(loan.drawn)
        )
        case.wallet.append(drawn)
        case.book(CARD, loan.drawn.date(), loan.principal, "借呗放款")
        self.page(loan.drawn.date())

    # -- the plan --------------------------------------------------------------------------------------------------

    def _schedule(
        self, balance: int, starts: date, dues: Sequence[date], first: int, payment: int | None = None
    ) -> list[Period]:
        convention = BY_DAY if self.by_day else STANDARD
        return list(
            schedule(
                balance, self.rate, self.loan.method, starts, dues, convention, payment=payment, first_number=first
            )
        )

    def period(self, number: int) -> Period:
        """A period of the plan in force."""
        return self.plan[number - 1]

    def lines(self, number: int, until: date | None = None) -> list[PlanLine]:
        """The rows of a period on the pages shown until a day, the last two of them."""
        rows = [x for day, page in self.shown for x in page if x.period == number and (not until or day <= until)]
        return rows[-2:]

    def page(self, as_of: date) -> list[PlanLine]:
        """A plan page as things stand; a day has one page."""
        last = self.shown[-1] if self.shown else None
        if last and last[0] >= as_of:
            return last[1]
        rows = self.case.page(self.loan.contract, as_of, self.plan, self.settled, self.overdue)
        self.shown.append((as_of, rows))
        return rows

    def open_balance(self, first: int) -> int:
        """Principal of this period and all later ones."""
        return sum(p.principal for p in self.plan[first - 1 :])

    def accrued(self, balance: int, days: int) -> int:
        """Interest to a day, as this lender rounds it."""
        return interest(balance, self.rate, days, by_day=self.by_day)

    # -- money -----------------------------------------------------------------------------------------------------

    def moment(self, day: date, first: int = 6, last: int = 20) -> datetime:
        """A moment of that day between two full hours."""
        seconds = self.rng.randrange(first * 3600, last * 3600)
        return datetime.combine(day, time()) + timedelta(seconds=seconds)

    def debit(self, at: datetime, amount: int, text: str = "", **more: object) -> list[Line]:
        """A debit, worded as an automatic one unless told otherwise; a bank may book it at the next midnight."""
        more.setdefault("account", self.account)
        if at.hour >= 22 and self.rng.random() < 0.5:
            more.setdefault("booked", at.date() + timedelta(days=1))
        return list(self.case.pay(at, amount, text or self.rng.choice(AUTO_TEXTS), **more))  # type: ignore[arg-type]

    def record(self, at: datetime, number: int, principal: int, cost: int, **more: object) -> RecordLine:
        """The lender's record of a repayment for a period."""
        more.setdefault("counted_on", at.date())
        more.setdefault("account", self.account)
        line = RecordLine(self.loan.contract, at, period=number, principal=principal, interest=cost, **more)  # type: ignore[arg-type]
        self.case.records.append(line)
        return line

    def pay(self, number: int, at: datetime, **more: object) -> list[Line]:
        """A period paid as planned, debited and recorded."""
        p = self.period(number)
        rows: list[Line] = [*self.debit(at, p.total), self.record(at, number, p.principal, p.interest, **more)]
        self.done(number, at.date())
        return rows

    def done(self, number: int, day: date) -> None:
        """The lender counts the period as settled."""
        self.settled.add(number)
        self.overdue.discard(number)
        self.busy_until = max(self.busy_until, day)

    def tell(self, code: str, difference: int, evidence: Sequence[Line], number: int = 0, **more: object) -> None:
        """Note down what is true, with the plan rows of the period."""
        rows = [*evidence, *self.lines(number)]
        self.case.tell(code, difference, rows, contract=self.loan.contract, period=number, **more)

    def fail(self, number: int, day: date) -> list[Line]:
        """A try on that day that found too little money."""
        return self.debit(self.moment(day, 5, 12), self.period(number).total, status="还款失败")

    # -- what may happen to a term; each tells its own truth -------------------------------------------------------

    def normal(self, number: int) -> None:
        """As it should be: now and then after failed tries the same day, by hand in time, or booked at midnight."""
        p, way = self.period(number), self.rng.random()
        if way < 0.15:
            self.fail(number, p.due)
            self.pay(number, self.moment(p.due, 13, 21))
        elif way < 0.25:
            at = self.moment(p.due, 7, 22)
            self.debit(at, p.total, "借呗主动还款")
            self.record(at, number, p.principal, p.interest, channel="manual")
            self.done(number, p.due)
        elif way < 0.35:
            self.pay(number, self.moment(p.due, 22, 23))
        else:
            self.pay(number, self.moment(p.due))

    def late(self, number: int) -> None:
        """Paid after the due date, with penalty, or within the grace days without."""
        p, days = self.period(number), self.rng.choice((1, 2, 3, 5, 9, 17))
        evidence = self.fail(number, p.due) if self.rng.random() < 0.7 else []
        fine = self._fine(p.principal, p.interest, days)
        at = self.moment(p.due + timedelta(days=days))
        evidence += self.debit(at, p.total + sum(fine))
        evidence.append(self.record(at, number, p.principal, p.interest, **_parts(fine)))
        self.done(number, at.date())
        self.tell("DEBIT-LATE", sum(fine), evidence, number, loud=bool(sum(fine)))

    def _fine(self, principal: int, cost: int, days: int) -> tuple[int, int]:
        if days <= self.loan.grace:
            return (0, 0)
        return penalty(principal, self.rate, days), penalty(cost, self.rate, days)

    def late_after_part(self, number: int) -> None:
        """A part collected in time, interest first; the rest days later with penalty on the rest only."""
        p, days = self.period(number), self.rng.choice((4, 5, 8, 12))
        part = max(p.total // self.rng.choice((2, 3, 5)), 1)
        cost = min(part, p.interest)
        first = self.moment(p.due, 6, 12)
        evidence = self.debit(first, part)
        evidence.append(self.record(first, number, part - cost, cost))
        left = (p.principal - part + cost, p.interest - cost)
        fine = self._fine(*left, days)
        at = self.moment(p.due + timedelta(days=days))
        evidence += self.debit(at, sum(left) + sum(fine))
        evidence.append(self.record(at, number, *left, **_parts(fine)))
        self.done(number, at.date())
        self.tell("DEBIT-LATE", sum(fine), evidence, number, loud=bool(sum(fine)))

    def late_in_two(self, number: int) -> None:
        """Two late payments: the first bears penalty on everything, the second on what was left."""
        p = self.period(number)
        gap, more = self.rng.choice((4, 5, 6)), self.rng.choice((1, 3, 7))
        fine = self._fine(p.principal, p.interest, gap)
        part = max(p.total // 2, p.interest)
        first = self.moment(p.due + timedelta(days=gap))
        evidence = self.debit(first, part + sum(fine))
        evidence.append(self.record(first, number, part - p.interest, p.interest, **_parts(fine)))
        left = p.principal - part + p.interest
        again = (penalty(left, self.rate, more), 0)
        at = self.moment(first.date() + timedelta(days=more))
        evidence += self.debit(at, left + sum(again))
        evidence.append(self.record(at, number, left, 0, **_parts(again)))
        self.done(number, at.date())
        self.tell("DEBIT-LATE", sum(fine) + sum(again), evidence, number)

    def early(self, number: int) -> None:
        """The whole term before its day."""
        p = self.period(number)
        at = self.moment(p.due - timedelta(days=self.rng.choice((1, 2, 4, 6))))
        if at.date() <= max(p.starts, self.busy_until):
            return self.normal(number)
        self.tell("DEBIT-EARLY", 0, self.pay(number, at), number, loud=False)
        return None

    def duplicate(self, number: int) -> None:
        """Collected twice by automatic debits, the same day or days apart; given back at once, in two parts, or not."""
        p = self.period(number)
        at = self.moment(p.due, 6, 12)
        evidence = self.pay(number, at)
        gap = self.rng.choice((0, 0, 1, 2))
        self._again(number, evidence, "DEBIT-DUPLICATE", self.moment(at.date() + timedelta(days=gap), 13, 20), p.total)

    def duplicate_of_late(self, number: int) -> None:
        """Late with penalty, and the same amount collected again the same day."""
        p, days = self.period(number), self.rng.choice((4, 6))
        fine = self._fine(p.principal, p.interest, days)
        at = self.moment(p.due + timedelta(days=days), 6, 10)
        rows: list[Line] = self.debit(at, p.total + sum(fine))
        rows.append(self.record(at, number, p.principal, p.interest, **_parts(fine)))
        self.done(number, at.date())
        self.tell("DEBIT-LATE", sum(fine), rows, number)
        self._again(number, rows, "DEBIT-DUPLICATE", self.moment(at.date(), 12, 20), p.total + sum(fine))

    def by_hand_and_automatic(self, number: int) -> None:
        """Paid by hand and collected as well; the lender records either of them."""
        p = self.period(number)
        by_hand, collected = self.moment(p.due, 6, 10), self.moment(p.due, 12, 20)
        evidence = self.debit(by_hand, p.total, "借呗主动还款")
        if self.rng.random() < 0.7:
            evidence.append(self.record(by_hand, number, p.principal, p.interest, channel="manual"))
        else:
            evidence.append(self.record(collected, number, p.principal, p.interest))
        self.done(number, p.due)
        self._again(number, evidence, "DEBIT-MANUAL-AUTO-OVERLAP", collected, p.total, "借呗自动还款")

    def _again(self, number: int, evidence: list[Line], code: str, at: datetime, amount: int, text: str = "") -> None:
        again = self.debit(at, amount, text)
        second = again[0]
        assert isinstance(second, WalletLine)
        back = self.rng.choice((0, 1, 1, 2, 3))
        returned = 0
        for n in range(min(back, 2)):  # 1: whole, 2: in two parts, 3: one half only
            part = amount if back == 1 else amount // 2 if n == 0 else amount - amount // 2
            if back == 3 and n:
                break
            again += self.case.give_back(second, self.moment(at.date() + timedelta(days=1 + n)), part)
            returned += part
        self.busy_until = max(self.busy_until, at.date() + timedelta(days=3))
        self.tell(code, amount - returned, [*evidence, *again], number)

    def combined(self, number: int) -> None:
        """Collected from two sources within minutes on the due date."""
        p = self.period(number)
        first, part = self.moment(p.due), max(p.total // 3, 1)
        second = first + timedelta(seconds=self.rng.choice((30, 60, 300)))
        cost = min(part, p.interest)
        source = self.rng.choice([x for x in (FUND, BALANCE, OTHER_CARD) if x != self.account])
        evidence = self.debit(first, part, account=source)
        evidence.append(self.record(first, number, part - cost, cost, account=source))
        evidence += self.debit(second, p.total - part)
        evidence.append(self.record(second, number, p.principal - part + cost, p.interest - cost))
        self.done(number, p.due)
        self.tell("DEBIT-PARTIAL-COMBINED", 0, evidence, number, loud=False)

    def failed_but_charged(self, number: int) -> None:
        """The wallet says failed, the bank took it; it succeeds later that day; the first is given back, or is not."""
        p = self.period(number)
        at = self.moment(p.due, 6, 10)
        evidence = self.debit(at, p.total, status="还款失败")
        evidence.append(self.case.book(self.account, at.date(), -p.total, "借呗自动还款"))
        kept = p.total
        if self.rng.random() < 0.6:
            day = at.date() + timedelta(days=self.rng.choice((1, 2, 3)))
            evidence.append(self.case.book(self.account, day, p.total, "借呗还款"))
            kept = 0
        self.pay(number, self.moment(p.due, 12, 20))
        self.tell("DEBIT-FAIL-CHARGED", kept, evidence, number)

    def wrong_source(self, number: int) -> None:
        """Collected from another card than usual."""
        p = self.period(number)
        at = self.moment(p.due)
        other = OTHER_CARD if self.account == CARD else CARD
        evidence = self.debit(at, p.total, account=other)
        evidence.append(self.record(at, number, p.principal, p.interest, account=other))
        self.done(number, p.due)
        self.tell("DEBIT-WRONG-SOURCE", 0, evidence, number)

    def after_midnight(self, number: int) -> None:
        """Paid by hand just before midnight, counted the next day, with a charge."""
        p = self.period(number)
        at = datetime.combine(p.due, time(23, self.rng.randrange(30, 59), self.rng.randrange(60)))
        counted = p.due + timedelta(days=1)
        evidence = self.debit(at, p.total, "借呗主动还款", booked=counted)
        when = datetime.combine(counted, time(0, self.rng.randrange(5, 59)))
        evidence.append(self.record(when, number, p.principal, p.interest, channel="manual"))
        self.done(number, counted)
        self._charged(number, evidence, "DEBIT-CUTOFF-MIDNIGHT", counted)

    def _charged(self, number: int, evidence: list[Line], code: str, counted: date) -> None:
        """A charge for a day the person did not lose, taken by itself."""
        p = self.period(number)
        days = (counted - p.due).days
        fine = penalty(p.principal, self.rate, days), penalty(p.interest, self.rate, days)
        if not sum(fine):
            return
        at = self.moment(counted, 9, 20)
        evidence += self.debit(at, sum(fine), "借呗还款-逾期费用")
        evidence.append(self.record(at, number, 0, 0, **_parts(fine)))
        self.busy_until = max(self.busy_until, counted)
        self.tell(code, sum(fine), evidence, number)

    def lag(self, number: int) -> None:
        """Paid in time and counted later, with or without a charge."""
        p, days = self.period(number), self.rng.choice((1, 2, 3, 5))
        at = self.moment(p.due, 6, 19)
        counted = p.due + timedelta(days=days)
        evidence = self.debit(at, p.total)
        evidence.append(self.record(at, number, p.principal, p.interest, counted_on=counted))
        self.done(number, counted)
        if self.rng.random() < 0.5 and penalty(p.principal, self.rate, days):
            self._charged(number, evidence, "POST-LAG", counted)
        else:
            self.tell("POST-LAG", 0, evidence, number, required=days >= 2, loud=days >= 2)

    def unposted(self, number: int) -> None:
        """Debited and never recorded; every later page shows it as overdue."""
        p = self.period(number)
        evidence = self.debit(self.moment(p.due), p.total)
        self.overdue.add(number)
        self.broken = True
        self.case.tell("POST-MISSING", -p.total, evidence, contract=self.loan.contract, period=number)

    def settled_too_soon(self, number: int) -> None:
        """Shown as settled while its repayment is still pending."""
        p = self.period(number)
        at = self.moment(p.due)
        evidence = self.debit(at, p.total)
        evidence.append(self.record(at, number, p.principal, p.interest, outcome="pending"))
        self.done(number, p.due)
        self.page(p.due + timedelta(days=2))
        self.busy_until = p.due + timedelta(days=2)
        self.tell("STATUS-SETTLED-PREMATURE", 0, evidence, number)

    def stale(self, number: int) -> None:
        """Repaid and recorded; a page two days later still shows it as due."""
        p = self.period(number)
        at = self.moment(p.due)
        evidence: list[Line] = self.debit(at, p.total)
        evidence.append(self.record(at, number, p.principal, p.interest))
        self.page(p.due + timedelta(days=2))
        self.done(number, p.due + timedelta(days=2))
        self.tell("STATUS-STALE", 0, evidence, number)

    def waived(self, number: int) -> None:
        """A part of the interest was waived: less was collected."""
        p = self.period(number)
        gone = max(p.interest * self.rng.choice((10, 20, 50)) // 100, 1)
        at = self.moment(p.due)
        evidence: list[Line] = self.debit(at, p.total - gone)
        evidence.append(self.record(at, number, p.principal, p.interest - gone))
        evidence.append(self.record(at, number, 0, gone, channel="waiver", account="优惠券"))
        self.done(number, p.due)
        self.tell("AMOUNT-WAIVED", -gone, evidence, number, loud=False)

    def waived_and_late(self, number: int) -> None:
        """A part of the interest waived, and the rest paid late, with penalty on what was unpaid."""
        p, days = self.period(number), self.rng.choice((4, 7))
        gone = max(p.interest // 5, 1)
        fine = self._fine(p.principal, p.interest - gone, days)
        at = self.moment(p.due + timedelta(days=days))
        evidence: list[Line] = self.debit(at, p.total - gone + sum(fine))
        evidence.append(self.record(at, number, p.principal, p.interest - gone, **_parts(fine)))
        waiver = self.record(at, number, 0, gone, channel="waiver", account="优惠券")
        self.done(number, at.date())
        self.tell("AMOUNT-WAIVED", -gone, [*evidence, waiver], number, loud=False)
        self.tell("DEBIT-LATE", sum(fine), evidence, number)

    def odd_amount(self, number: int) -> None:
        """A little more, or less, than was due and recorded, for no known reason."""
        p, odd = self.period(number), self.rng.choice((-57, 37, 137, 412))
        at = self.moment(p.due)
        evidence: list[Line] = self.debit(at, p.total + odd)
        evidence.append(self.record(at, number, p.principal, p.interest))
        self.done(number, p.due)
        self.tell("UNEXPLAINED", odd, evidence, number)

    def with_fee(self, number: int) -> None:
        """One or two charges by other payees beside the repayment."""
        p = self.period(number)
        at = self.moment(p.due)
        self.pay(number, at)
        payees = [
            ("某某融资担保有限公司", "担保费"),
            ("某某科技有限公司", "借款会员服务费"),
            ("某某增信服务有限公司", "增信服务费"),
        ]
        for party, text in self.rng.sample(payees, self.rng.choice((1, 1, 2))):
            fee = self.rng.choice((9_90, 30_00, 58_00))
            beside = at + timedelta(seconds=self.rng.randrange(-40, 90))
            rows = self.case.pay(
                beside,
                fee,
                text,
                party=party,
                category="商业服务",
                direction="支出",
                account=self.account,
                status="交易成功",
            )
            if self.account in BANK_OF:
                assert not isinstance(rows[1], WalletLine)
                rows[1].party = f"支付宝-{party}"
            self.case.tell("FEE-THIRD-PARTY", fee, rows, contract=self.loan.contract, period=number)

    def missed(self, number: int) -> None:
        """Nothing was debited; a later page shows it as overdue."""
        evidence = self.fail(number, self.period(number).due) if self.rng.random() < 0.4 else []
        self.overdue.add(number)
        self.broken = True
        self.case.tell("DEBIT-MISSED", -self.period(number).total, evidence, contract=self.loan.contract, period=number)

    # -- what may happen to the plan -------------------------------------------------------------------------------

    def change(self, number: int, how: str) -> None:
        """Change the plan inside the period that is running, with a page before and after."""
        p = self.period(number)
        first = max(p.starts, self.busy_until) + timedelta(days=2)
        last = p.due - timedelta(days=6)
        if first > last or self.loan.method is Method.BULLET:
            return
        day = first + timedelta(days=self.rng.randrange((last - first).days + 1))
        if self.rng.random() < 0.75:
            self.page(day - timedelta(days=1))
        evidence, code = getattr(self, f"_{how}")(number, day)
        if not code:
            return
        before = self.shown[-1][1]
        self.busy_until = day + timedelta(days=1)
        after = self.page(day + timedelta(days=1))
        settled = {x.period for x in after if x.state == "settled"}
        old = [x for x in before if x.period not in settled]
        new = [x for x in after if x.period not in settled]
        difference = sum(x.interest for x in new) - sum(x.interest for x in old)
        self.case.tell(code, difference, [*evidence, *old, *new], contract=self.loan.contract, period=number)

    def _prepay(self, number: int, day: date) -> tuple[list[Line], str]:
        """A part of the principal repaid early; the rest computed anew: lower, shorter, or cut from the end."""
        p = self.period(number)
        balance = self.open_balance(number)
        principal = max(balance * self.rng.choice((10, 25, 40)) // 100, 1)
        days = (day - p.starts).days
        whole = self.rng.random() < 0.15
        cost = self.accrued(balance if whole else principal, days)
        at = self.moment(day)
        evidence: list[Line] = self.debit(at, principal + cost, self.rng.choice(("借呗提前还款", "借呗主动还款")))
        evidence.append(self.record(at, number, principal, cost, channel="manual"))
        since = day if whole else p.starts
        self._replan_prepaid(number, balance - principal, since)
        return evidence, "PLAN-REAMORTISED"

    def _replan_prepaid(self, number: int, balance: int, since: date) -> None:
        dues, way = [p.due for p in self.plan[number - 1 :]], self.rng.random()
        old = self.plan[number - 1 :]
        if self.loan.method is Method.EQUAL_INSTALMENT and way < 0.3:
            new = self._schedule(balance, since, dues, number, payment=old[0].total)
        elif self.loan.method is not Method.INTEREST_ONLY and way < 0.5:
            new = self._cut_from_end(number, balance, since)
        else:
            new = self._schedule(balance, since, dues, number)
        self.plan[number - 1 :] = new

    def _cut_from_end(self, number: int, balance: int, since: date) -> list[Period]:
        rows, left = [], balance
        for p in self.plan[number - 1 :]:
            if left <= 0:
                break
            starts = since if p.number == number else p.starts
            part = min(p.principal, left) if p is not self.plan[-1] else left
            days = (p.due - starts).days
            rows.append(Period(p.number, starts, p.due, days, part, self.accrued(left, days), left - part))
            left -= part
        return rows

    def _new_rate(self, number: int, day: date) -> tuple[list[Line], str]:
        """Another rate: from the start of the running period, or from that day on."""
        del day
        factor = self.rng.choice((Decimal("0.9"), Decimal("1.2"), Decimal("0.8")))
        self.rate = (self.rate * factor).normalize()
        p = self.period(number)
        dues = [x.due for x in self.plan[number - 1 :]]
        self.plan[number - 1 :] = self._schedule(self.open_balance(number), p.starts, dues, number)
        return [], "PLAN-RATE-CHANGED"

    def _move_due_day(self, number: int, day: date) -> tuple[list[Line], str]:
        """Due dates moved forwards or backwards by some days."""
        p = self.period(number)
        shift = self.rng.choice((-5, -3, 3, 7, 10))
        if p.due + timedelta(days=shift) <= day + timedelta(days=2) or self.due_day + shift not in range(1, 29):
            return [], ""
        self.due_day += shift
        dues = [date(x.due.year, x.due.month, self.due_day) for x in self.plan[number - 1 :]]
        self.plan[number - 1 :] = self._schedule(self.open_balance(number), p.starts, dues, number)
        return [], "PLAN-DUE-DAY-CHANGED"

    def _defer(self, number: int, day: date) -> tuple[list[Line], str]:
        """Periods added: what is left is divided over more of them."""
        del day
        p, more = self.period(number), self.rng.choice((1, 2, 3, 6))
        dues = [x.due for x in self.plan[number - 1 :]]
        dues += due_dates(dues[-1], more, self.due_day)
        self.plan[number - 1 :] = self._schedule(self.open_balance(number), p.starts, dues, number)
        return [], "PLAN-DEFERRED"

    def settle(self, number: int, extra: int, reserve: bool) -> None:
        """Repaid as a whole before its time; ``extra`` is a day too many or too few, ``reserve`` an advance in it."""
        p = self.period(number)
        first = max(p.starts, self.busy_until) + timedelta(days=2)
        if first >= p.due:
            return self.normal(number)
        day = first + timedelta(days=self.rng.randrange((p.due - first).days))
        if self.rng.random() < 0.75:
            self.page(day - timedelta(days=1))
        balance, days = self.open_balance(number), (day - p.starts).days
        one_day = half_up(balance * self.rate)
        cost = self.accrued(balance, days) + extra * one_day
        at = self.moment(day, 13, 20)
        paid = balance + cost
        rows: list[Line] = []
        if reserve:
            rows += self._advance(at)
            paid += 500_00
        debit = self.debit(at, paid, self.rng.choice(("借呗提前结清", "借呗提前结清", "借呗主动还款")))
        records: list[Line] = []
        for q in self.plan[number - 1 :]:
            own = cost if q.number == number else 0
            records.append(self.record(at, q.number, q.principal, own, channel="manual"))
            self.settled.add(q.number)
        planned = sum(q.total for q in self.plan[number - 1 :])
        last = [x for x in self.shown[-1][1] if x.period >= number]
        evidence = [*debit, *records, *last]
        own_truths = [("RESERVE-IN-SETTLE-SCOPE", 500_00, rows)] if reserve else []
        own_truths += [("DAYCOUNT-CONVENTION", extra * one_day, [])] if extra else []
        for code, difference, more in own_truths or [("SETTLE-INTEREST-TO-DATE", balance + cost - planned, [])]:
            loud = code != "SETTLE-INTEREST-TO-DATE"
            self.case.tell(code, difference, [*evidence, *more], contract=self.loan.contract, period=number, loud=loud)
        self.ended, self.busy_until = True, day
        return None

    def _advance(self, settled: datetime) -> list[Line]:
        """A reserve advance taken some days before, repaid with the settlement."""
        taken = settled - timedelta(days=self.rng.randrange(1, 6), hours=self.rng.randrange(1, 5))
        wallet = WalletLine(
            taken,
            500_00,
            "备用金取出至余额",
            "备用金",
            account=BALANCE,
            status="放款成功",
            order=self.case.order_no(taken),
        )
        record = ReserveLine(taken, returned=settled, given_back=500_00)
        self.case.wallet.append(wallet)
        self.case.reserves.append(record)
        return [wallet, record]

    # -- the whole life --------------------------------------------------------------------------------------------

    def finish(self) -> None:
        """The page on the day of the exports, where there is one: always where something is left overdue."""
        overdue = self.overdue
        if overdue or (not self.ended and self.rng.random() < 0.8):
            self.page(self.case.as_of)
        for truth in list(self.case.truths):
            if truth.contract == self.loan.contract and truth.code in ("POST-MISSING", "DEBIT-MISSED"):
                self.case.truths.remove(truth)
                rows = [*truth.evidence, *self.lines(truth.period)]
                self.case.tell(truth.code, truth.difference, rows, contract=truth.contract, period=truth.period)
        if self.ended or len(self.settled) == len(self.plan):
            self.loan.state = "settled"


def _parts(fine: tuple[int, int]) -> dict[str, int]:
    return {"penalty_on_principal": fine[0], "penalty_on_interest": fine[1]}


Happening = Callable[[LoanLife, int], None]

HAPPENINGS: dict[str, Happening] = {
    "late": LoanLife.late,
    "late_after_part": LoanLife.late_after_part,
    "late_in_two": LoanLife.late_in_two,
    "early": LoanLife.early,
    "duplicate": LoanLife.duplicate,
    "duplicate_of_late": LoanLife.duplicate_of_late,
    "by_hand_and_automatic": LoanLife.by_hand_and_automatic,
    "combined": LoanLife.combined,
    "failed_but_charged": LoanLife.failed_but_charged,
    "wrong_source": LoanLife.wrong_source,
    "after_midnight": LoanLife.after_midnight,
    "lag": LoanLife.lag,
    "unposted": LoanLife.unposted,
    "settled_too_soon": LoanLife.settled_too_soon,
    "stale": LoanLife.stale,
    "waived": LoanLife.waived,
    "waived_and_late": LoanLife.waived_and_late,
    "odd_amount": LoanLife.odd_amount,
    "with_fee": LoanLife.with_fee,
}
"""Everything that may happen to a term that is not the last."""

SLOW = timedelta(days=24)
"""How long after its due date the story of a term may go on."""


def live(life: LoanLife, chance: float) -> None:
    """Let the loan run to the day of the exports; ``chance`` is how often something happens to a term."""
    rng, number = life.rng, 1
    usual = 0
    while number <= len(life.plan) and not life.ended:
        p = life.period(number)
        if p.due >= life.case.as_of:
            break
        if not life.broken and rng.random() < chance / 3:
            life.change(number, rng.choice(("prepay", "new_rate", "move_due_day", "defer")))
            p = life.period(number) if number <= len(life.plan) else p
        if p.due >= life.case.as_of:
            break
        usual += _term(life, number, chance, usual)
        number += 1
    life.finish()


def _term(life: LoanLife, number: int, chance: float, usual: int) -> int:
    rng, p = life.rng, life.period(number)
    ahead = p.due + SLOW < life.case.as_of
    following = number < len(life.plan) and life.period(number + 1).due < life.case.as_of
    if p.due <= life.busy_until:
        life.normal(number)
        return 1
    if not life.broken and not life.overdue and number > 1 and rng.random() < chance / 4:
        life.settle(number, rng.choice((0, 0, 1, 1, -1)), rng.random() < 0.35)
        return 1
    if ahead and not following and not life.broken and rng.random() < chance / 2:
        life.missed(number)
        return 0
    if not ahead or rng.random() > chance:
        life.normal(number)
        return 1
    name = rng.choice(list(HAPPENINGS))
    unusual = name == "wrong_source" and usual < 3
    unusual = unusual or (name == "failed_but_charged" and life.account not in BANK_OF)
    if life.broken or unusual or (name in ("combined", "waived", "waived_and_late") and p.interest < 10):
        name = "late" if not life.broken else "lag"
    HAPPENINGS[name](life, number)
    return 1


__all__ = ["HAPPENINGS", "LoanLife", "live"]
