"""The cases whose whole explanations are kept: the sample, and a dozen small ones built fact by fact."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import fields, replace
from datetime import date, datetime

from app.core.explanation import Explanation, SourceReport
from app.core.facts import LineKind, Outcome, Product, Source, Trigger, WalletKind
from app.core.pipeline import explain
from app.resource_files import resource
from app.workspace import Workspace
from tests.core.case_builder import OTHER_CARD, CaseBuilder, Purpose, at, day, plan_of

Make = Callable[[], Explanation]


def sample() -> Explanation:
    workspace = Workspace()
    workspace.add([resource("samples")])
    return workspace.explanation


def built(case: CaseBuilder, as_of: str) -> Explanation:
    """The case explained, with a report on each file that its facts stand in."""
    rows = Counter(source.file for kind in fields(case.ledger) for fact in getattr(case.ledger, kind.name)
                   for source in _sources(fact))  # fmt: skip
    reports = [SourceReport(file, "", "made-up", count, count) for file, count in sorted(rows.items())]
    return explain(case.ledger, reports, as_of=day(as_of))


def _sources(fact: object) -> tuple[Source, ...]:
    lines = tuple(s for line in getattr(fact, "lines", ()) for s in line.sources)
    return (*getattr(fact, "sources", ()), *lines, *getattr(fact, "declaring", ()))


def all_agrees() -> Explanation:
    case = CaseBuilder()
    for period in case.loan()[:5]:
        case.paid(period)
    return built(case, "07-01")


def late_with_a_penalty() -> Explanation:
    case = CaseBuilder()
    plan = case.loan()
    case.paid(plan[0])
    case.wallet(at("03-15 20:10"), plan[1].total, outcome=Outcome.FAILED, status="余额不足")
    case.paid(plan[1], at("03-18 09:31"), penalty=1_94)
    return built(case, "04-01")


def late_within_grace() -> Explanation:
    case = CaseBuilder()
    plan = case.loan(grace=3)
    case.paid(plan[0], at("02-17 09:31"))
    return built(case, "03-01")


def debited_twice_and_one_returned() -> Explanation:
    case = CaseBuilder()
    plan = case.loan()
    case.paid(plan[0])
    case.paid(plan[1], trigger=Trigger.MANUAL)
    second = case.wallet(at("03-15 18:00"), plan[1].total, trigger=Trigger.AUTO)
    case.bank(day("03-15"), -plan[1].total)
    case.wallet(
        at("03-17 10:00"), plan[1].total, WalletKind.REFUND, refund_of=second.order_no, order_no="R1", text="还款退回"
    )
    case.bank(day("03-17"), plan[1].total, "支付宝-退款")
    return built(case, "04-01")


def due_and_not_debited() -> Explanation:
    case = CaseBuilder()
    plan = case.loan()
    case.paid(plan[0])
    case.page(day("03-20"), plan, settled=[1], overdue=[2])
    case.covers(day("01-01"), day("03-20"))
    return built(case, "03-20")


def late_evening_counted_the_next_day() -> Explanation:
    case = CaseBuilder()
    plan = case.loan()
    case.wallet(at("02-15 23:50"), plan[0].total, trigger=Trigger.MANUAL)
    case.bank(day("02-16"), -plan[0].total)
    case.record(at("02-16 00:30"), 1, plan[0].principal, plan[0].interest, trigger=Trigger.MANUAL)
    case.wallet(at("02-16 10:00"), 65, text="借呗还款-逾期费用")
    case.record(at("02-16 10:00"), 1, 0, 0, penalty=65)
    return built(case, "03-01")


def a_plan_alone() -> Explanation:
    case = CaseBuilder()
    case.loan()
    case.ledger = replace(case.ledger, wallet=())
    return built(case, "05-01")


def debits_alone() -> Explanation:
    case = CaseBuilder()
    case.wallet(datetime(2026, 1, 15, 10), 12_000_00, WalletKind.DRAWDOWN, text="借呗放款至银行卡")
    for period in plan_of(12_000_00, date(2026, 1, 15), 12)[:6]:
        case.wallet(datetime(period.due.year, period.due.month, period.due.day, 9), period.total)
    return built(case, "07-16")


def a_part_prepaid() -> Explanation:
    case = CaseBuilder()
    plan = case.loan()
    case.paid(plan[0])
    case.paid(plan[1])
    when, interest = at("03-25 10:00"), 11_60
    case.wallet(when, 3_000_00 + interest, purpose=Purpose.PREPAYMENT, text="借呗提前还款")
    case.record(when, 3, 3_000_00, interest, trigger=Trigger.MANUAL)
    left = sum(p.principal for p in plan[2:]) - 3_000_00
    anew = plan_of(left, date(2026, 3, 15), 10)
    page = [p._replace(number=n, due=old.due, starts=old.starts)
            for n, (p, old) in enumerate(zip(anew, plan[2:], strict=True), start=3)]  # fmt: skip
    case.page(day("03-26"), page)
    return built(case, "04-01")


def settled_with_the_reserve() -> Explanation:
    case = CaseBuilder()
    plan = case.loan(terms=6)
    case.paid(plan[0])
    case.reserve(at("03-01 12:00"), returned_at=at("03-05 10:00"), returned=500_00)
    left = sum(p.principal for p in plan[1:])
    interest = round(left * 4 * 18 / 10_000)
    case.wallet(at("03-05 10:00"), left + interest + 500_00, purpose=Purpose.SETTLEMENT, text="借呗提前结清")
    case.record(at("03-05 10:00"), 2, left, interest, trigger=Trigger.MANUAL)
    return built(case, "04-01")


def bills_with_a_refund_and_no_reserve() -> Explanation:
    case = CaseBuilder()
    bought = case.line(day("02-20"), 80_00, order="T1")
    case.bill(3, [bought, case.line(day("02-25"), 20_00, order="T2")])
    case.bill(4, [case.line(day("03-12"), -30_00, LineKind.REFUND, order="T1"), case.line(day("03-14"), 90_00)])
    case.reserve(at("02-18 09:00"), moved_to=(2026, 3))
    for month, amount in ((3, 100_00), (4, 60_00)):
        case.wallet(
            datetime(2026, month, 10, 8), amount, product=Product.HUABEI, bill_month=(2026, month), text="花呗还款"
        )
    return built(case, "05-01")


def more_than_any_rule_gives() -> Explanation:
    case = CaseBuilder()
    plan = case.loan()
    case.paid(plan[0])
    case.wallet(at("03-15 12:00"), plan[1].total + 37)
    case.record(at("03-15 12:00"), 2, plan[1].principal, plan[1].interest)
    return built(case, "04-01")


def an_export_that_lacks_rows() -> Explanation:
    case = CaseBuilder()
    plan = case.loan()
    case.paid(plan[2])
    case.page(day("05-01"), plan, settled=[1, 2, 3])
    case.covers(day("01-01"), day("05-01"), rows=7, declared=40, oldest=day("04-10"))
    return built(case, "05-01")


def from_another_account() -> Explanation:
    case = CaseBuilder()
    plan = case.loan()
    for period in plan[:3]:
        case.paid(period)
    case.paid(plan[3], account=OTHER_CARD)
    return built(case, "06-01")


CASES: dict[str, Make] = {
    make.__name__.replace("_", "-"): make
    for make in (
        sample, all_agrees, late_with_a_penalty, late_within_grace, debited_twice_and_one_returned,
        due_and_not_debited, late_evening_counted_the_next_day, a_plan_alone, debits_alone, a_part_prepaid,
        settled_with_the_reserve, bills_with_a_refund_and_no_reserve, more_than_any_rule_gives,
        an_export_that_lacks_rows, from_another_account,
    )
}  # fmt: skip
