"""What may happen to a term of a loan; each event tells its own truth."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from tests.simulation.lender import (
    BALANCE,
    BANK_OF,
    CARD,
    FUND,
    OTHER_CARD,
    Line,
    WalletLine,
    penalty,
)
from tests.simulation.loan_base import LoanBase


class TermEvents(LoanBase):
    """A loan whose terms are paid as they should be, or otherwise."""

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


def _parts(fine: tuple[int, int]) -> dict[str, int]:
    return {"penalty_on_principal": fine[0], "penalty_on_interest": fine[1]}
