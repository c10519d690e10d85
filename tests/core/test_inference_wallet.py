"""Several loans repaid from one wallet in the same words: which debit belongs to which."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random

import pytest

from app.amount_text import parse_yuan
from app.core.facts import Method, Purpose
from app.core.inference import Drawn, Inference, Paid, RoleKind, Status, infer, infer_all
from app.core.inference.assignment import assign
from app.core.inference.work import ENOUGH, Work
from app.core.loans import Period, Terms, schedule
from tests.core.inference_lender import any_loan, paid_as_planned, plan_of, shuffled
from tests.shared import shared

FIRST_DAY, SECOND_DAY = date(2026, 1, 15), date(2026, 1, 20)
FAR = date(2030, 1, 1)


def debits(plan: tuple[Period, ...], mark: str) -> list[Paid]:
    return [Paid(f"{mark}-{each.number:02}", each.due, each.total) for each in plan]


def combined(paid: list[Paid]) -> list[Paid]:
    """Return the debits with those of one day put into one."""
    by_day: dict[date, Paid] = {}
    for each in sorted(paid, key=lambda each: each.key):
        same = by_day.get(each.on)
        by_day[each.on] = replace(same, amount=same.amount + each.amount) if same else each
    return list(by_day.values())


def answers(found: tuple[Inference, ...]) -> list[tuple[str, Method, int, Decimal]]:
    return [(e.loan, e.terms.method, e.terms.terms, e.terms.daily_rate) for e in found if e.terms is not None]


def test_two_loans_of_different_days_are_told_apart() -> None:
    one = debits(plan_of(1_200_000, "0.0004", Method.EQUAL_INSTALMENT, FIRST_DAY, 12), "one")
    two = debits(plan_of(500_000, "0.0003", Method.EQUAL_PRINCIPAL, SECOND_DAY, 6), "two")

    found = infer_all([Drawn("two", SECOND_DAY, 500_000), Drawn("one", FIRST_DAY, 1_200_000)], [*two, *one], as_of=FAR)

    assert answers(found) == [
        ("one", Method.EQUAL_INSTALMENT, 12, Decimal("0.0004")),
        ("two", Method.EQUAL_PRINCIPAL, 6, Decimal("0.0003")),
    ]
    assert {role.key[:3] for role in found[0].roles} == {"one"}
    assert {role.key[:3] for role in found[1].roles} == {"two"}


def test_one_debit_may_pay_two_loans_due_that_day() -> None:
    one = debits(plan_of(1_200_000, "0.0004", Method.EQUAL_INSTALMENT, FIRST_DAY, 6), "one")
    two = debits(plan_of(500_000, "0.0003", Method.EQUAL_INSTALMENT, FIRST_DAY, 6), "two")
    rows = combined([*one[:3], *two[:3]]) + one[3:] + two[3:]

    found = infer_all([Drawn("a", FIRST_DAY, 1_200_000), Drawn("b", FIRST_DAY, 500_000)], rows, as_of=FAR)

    assert answers(found) == [
        ("a", Method.EQUAL_INSTALMENT, 6, Decimal("0.0004")),
        ("b", Method.EQUAL_INSTALMENT, 6, Decimal("0.0003")),
    ]
    shared_row = [role.amount for each in found for role in each.roles if role.key == "one-01"]
    assert shared_row == [one[0].amount, two[0].amount]
    assert all(not each.unmatched for each in found)


def test_a_loan_may_share_the_due_day_of_another_with_a_long_first_period() -> None:
    other = plan_of(100_000, "0.00045", Method.EQUAL_INSTALMENT, date(2026, 1, 21), 6)
    dues = [period.due for period in other]
    from_third = plan_of_dues(500_000, "0.0005", Method.EQUAL_PRINCIPAL, date(2026, 1, 3), dues)

    found = infer_all(
        [Drawn("a", date(2026, 1, 3), 500_000), Drawn("b", date(2026, 1, 21), 100_000)],
        [*debits(other, "b"), *debits(from_third, "a")],
        as_of=FAR,
    )

    assert answers(found)[0] == ("a", Method.EQUAL_PRINCIPAL, 6, Decimal("0.0005"))
    assert found[0].terms is not None
    assert (found[0].terms.first_due, found[0].terms.due_day) == (date(2026, 2, 21), 21)


def plan_of_dues(principal: int, rate: str, method: Method, on: date, dues: list[date]) -> tuple[Period, ...]:
    return schedule(principal, Terms(Decimal(rate), method), on, dues)


def test_two_loans_that_are_alike_each_get_their_own_debits() -> None:
    plan = plan_of(1_000_000, "0.0003", Method.EQUAL_INSTALMENT, FIRST_DAY, 6)

    found = infer_all(
        [Drawn("a", FIRST_DAY, 1_000_000), Drawn("b", FIRST_DAY, 1_000_000)],
        [*debits(plan, "x"), *debits(plan, "y")],
        as_of=FAR,
    )

    assert [each.status for each in found] == [Status.STATED, Status.STATED]
    assert len({role.key for each in found for role in each.roles}) == 12
    assert all(role.kind is RoleKind.INSTALMENT for each in found for role in each.roles)


def test_what_no_loan_explains_is_listed_with_every_loan() -> None:
    plan = plan_of(1_000_000, "0.0003", Method.EQUAL_INSTALMENT, FIRST_DAY, 6)
    stray = Paid("stray", date(2026, 4, 1), 7_777)

    found = infer_all([Drawn("a", FIRST_DAY, 1_000_000)], [*debits(plan, "x"), stray], as_of=FAR)

    assert found[0].unmatched == (("stray", 7_777),)
    assert found[0].status is Status.STATED


def test_one_loan_alone_is_read_the_same_by_either_door() -> None:
    for seed in range(20):
        made, _, as_of = any_loan(Random(seed))
        alone = infer(made.drawn, made.debits, as_of=as_of)
        assert infer_all([made.drawn], made.debits, as_of=as_of)[0].terms == alone.terms


def test_the_order_of_loans_and_debits_changes_nothing() -> None:
    for seed in range(12):
        random = Random(seed)
        drawdowns, paid, as_of = wallet(random)
        again = infer_all(drawdowns[::-1], shuffled(paid, random), as_of=as_of)
        assert again == infer_all(drawdowns, paid, as_of=as_of), seed


def wallet(random: Random) -> tuple[list[Drawn], list[Paid], date]:
    """Return two or three loans drawn within three months, their debits, and the day of the export."""
    drawdowns: list[Drawn] = []
    paid: list[Paid] = []
    day = date(2000, 1, 1)
    first: date | None = None
    wanted = random.choice((2, 2, 3))
    while len(drawdowns) < wanted:
        made, _, as_of = any_loan(random)
        first = first or made.drawn_on
        if abs((made.drawn_on - first).days) < 90:
            mark = f"loan-{len(drawdowns)}"
            drawdowns.append(replace(made.drawn, key=mark))
            paid.extend(replace(each, key=f"{mark}-{each.key}") for each in made.debits)
            day = max(day, as_of)
    return drawdowns, paid, day


def test_in_thirty_random_wallets_at_most_one_loan_is_stated_wrongly() -> None:
    wrong, stated = [], 0
    for seed in range(30):
        random = Random(seed)
        truth = truths(Random(seed))
        drawdowns, paid, as_of = wallet(random)
        for each in infer_all(drawdowns, paid, as_of=as_of):
            if each.terms is not None:
                stated += 1
                if (each.terms.method, each.terms.terms, each.terms.rate) != truth[each.loan]:
                    wrong.append((seed, each.loan, each.terms))

    assert len(wrong) <= 1, wrong
    assert stated >= 45


def truths(random: Random) -> dict[str, tuple[Method, int, Decimal]]:
    """Return the terms of the loans that ``wallet`` draws from the same random numbers."""
    known: dict[str, tuple[Method, int, Decimal]] = {}
    first: date | None = None
    wanted = random.choice((2, 2, 3))
    while len(known) < wanted:
        made, _, _ = any_loan(random)
        first = first or made.drawn_on
        if abs((made.drawn_on - first).days) < 90:
            known[f"loan-{len(known)}"] = (made.method, *made.original)
    return known


WORDINGS = (
    ("提前结清", Purpose.SETTLEMENT),
    ("提前还款", Purpose.PREPAYMENT),
    ("逾期费用", Purpose.OVERDUE_CHARGE),
)


def rows_of(folder: Path) -> Iterator[list[str]]:
    """Yield the credit rows of a wallet's export, each order once, read as plainly as possible."""
    seen: set[str] = set()
    for path in sorted(folder.glob("alipay_record_*.csv")):
        data = path.read_bytes()
        text = data.decode("utf-8-sig") if data.startswith(b"\xef\xbb\xbf") else data.decode("gb18030")
        for row in csv.reader(text.splitlines()):
            cells = [cell.strip() for cell in row]
            if len(cells) > 9 and "借呗" in cells[4] and cells[9] not in seen:
                seen.add(cells[9])
                yield cells


def read_wallet(folder: Path) -> tuple[list[Drawn], list[Paid]]:
    rows = list(rows_of(folder))
    refunded = {cells[9].partition("_R")[0] for cells in rows if "_R" in cells[9]}
    drawdowns, paid = [], []
    for cells in rows:
        on, amount, text, order = date.fromisoformat(cells[0][:10]), parse_yuan(cells[6]), cells[4], cells[9]
        if "放款" in text:
            drawdowns.append(Drawn(order, on, amount))
        elif "成功" in cells[8] and "_R" not in order and order not in refunded:
            purpose = next((purpose for words, purpose in WORDINGS if words in text), Purpose.UNKNOWN)
            paid.append(Paid(order, on, amount, purpose))
    return drawdowns, paid


@pytest.mark.slow
def test_every_inferable_loan_of_the_shared_cases_is_stated_and_right() -> None:
    base = shared("cases")
    wrong, missing = [], []
    for path in sorted(shared("cases-truth").glob("noplan-*.json")):
        truth = json.loads(path.read_text(encoding="utf-8"))
        drawdowns, paid = read_wallet(base / path.stem)
        found = {each.loan: each for each in infer_all(drawdowns, paid, as_of=date.fromisoformat(truth["as_of"]))}
        for loan in truth["loans"]:
            drawn = next(
                each
                for each in drawdowns
                if each.on.isoformat() == loan["drawn"][:10] and each.principal == parse_yuan(loan["principal"])
            )
            terms = found[drawn.key].terms
            said = terms and (terms.method.value, terms.terms, terms.daily_rate)
            if said is None and loan["inferable"]:
                missing.append((path.stem, loan))
            if said is not None and said != (loan["method"], loan["terms"], Decimal(loan["daily_rate"])):
                wrong.append((path.stem, loan, said))

    assert not missing
    # An interest-only loan deferred at its last period pays exactly what one with more periods pays.
    assert [each for each in wrong if each[1]["method"] != "interest-only"] == []
    assert len(wrong) <= 1


@pytest.mark.parametrize("shift", [timedelta(0), timedelta(1)])
def test_rows_before_the_drawdown_are_not_the_loans(shift: timedelta) -> None:
    plan = plan_of(1_000_000, "0.0003", Method.EQUAL_INSTALMENT, FIRST_DAY, 6)
    before = Paid("before", FIRST_DAY - shift - timedelta(1), plan[0].total)

    found = infer_all([Drawn("a", FIRST_DAY, 1_000_000)], [before, *debits(plan, "x")], as_of=FAR)

    assert "before" not in {role.key for role in found[0].roles}


def many_loans(count: int) -> tuple[list[Drawn], list[Paid], date]:
    """Loans of one wallet within twenty months, all paid as planned."""
    random = Random(count)
    drawdowns, paid = [], []
    for number in range(count):
        on = date(2023, 1, 1) + timedelta(random.randrange(600))
        on = on.replace(day=min(on.day, 28))
        principal, terms = random.choice((100_000, 300_000, 500_000, 1_200_000)), random.choice((3, 6, 12))
        method = random.choice((Method.EQUAL_INSTALMENT, Method.EQUAL_INSTALMENT, Method.EQUAL_PRINCIPAL))
        plan = plan_of(principal, random.choice(("0.0002", "0.0004", "0.0005")), method, on, terms)
        drawdowns.append(Drawn(f"loan-{number:02}", on, principal))
        paid += [replace(each, key=f"{number:02}-{each.key}") for each in paid_as_planned(plan)]
    return drawdowns, [each for each in paid if each.on <= date(2024, 12, 31)], date(2025, 1, 1)


def test_a_search_that_is_cut_off_says_so_and_claims_nothing() -> None:
    drawdowns, paid, as_of = many_loans(8)
    whole = infer_all(drawdowns, paid, as_of=as_of)
    assert all(each.searched for each in whole)
    for steps in (0, 500, 1500, 3000):
        for each, full in zip(infer_all(drawdowns, paid, as_of=as_of, steps=steps), whole, strict=True):
            if each.searched:
                assert (each.terms, each.status) == (full.terms, full.status)
            else:
                assert (each.status, each.candidates, each.refuted) == (Status.OPEN, (), ())
    assert not any(each.searched for each in infer_all(drawdowns, paid, as_of=as_of, steps=0))


def test_the_work_of_a_wallet_grows_no_faster_than_its_loans_times_their_debits() -> None:
    spent = []
    for count in (16, 32):
        work = Work()
        drawdowns, paid, as_of = many_loans(count)
        assign(drawdowns, paid, as_of, work)
        spent.append((ENOUGH - work.left) / (len(drawdowns) * len(paid)))
    assert spent[1] <= 1.5 * spent[0]
    assert 8 * (ENOUGH - work.left) < ENOUGH  # 32 loans leave room for many more
