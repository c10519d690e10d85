"""The life of one loan in the true books: what happened to its terms and its plan, and what is true of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal

from app.core.facts import Method
from app.core.loans import Period
from tests.simulation.lender import (
    BALANCE,
    BANK_OF,
    Line,
    ReserveLine,
    WalletLine,
    due_dates,
    half_up,
)
from tests.simulation.term_events import TermEvents


class LoanLife(TermEvents):
    """A loan from its drawdown to the day of the exports."""

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


TermEvent = Callable[[LoanLife, int], None]

TERM_EVENTS: dict[str, TermEvent] = {
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
"""How long after its due date a term may still be acted upon."""


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
    name = rng.choice(list(TERM_EVENTS))
    unusual = name == "wrong_source" and usual < 3
    unusual = unusual or (name == "failed_but_charged" and life.account not in BANK_OF)
    if life.broken or unusual or (name in ("combined", "waived", "waived_and_late") and p.interest < 10):
        name = "late" if not life.broken else "lag"
    TERM_EVENTS[name](life, number)
    return 1


__all__ = ["TERM_EVENTS", "LoanLife", "live"]
