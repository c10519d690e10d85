"""What a partial prepayment on a day would save, by each way of taking its interest and of cutting the plan anew."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import product as combinations

from app.core.facts import Method
from app.core.loans.conventions import Terms
from app.core.loans.plan_changes import as_plan
from app.core.loans.prepayment import InterestOn, PrepaymentRule, Replan, prepay
from app.core.loans.schedules import Period
from app.core.loans.standing import Doubt, LoanStanding, Reading
from app.core.money import Fen


@dataclass(frozen=True, slots=True)
class PrepaymentOption:
    """A prepayment by one rule, in fen: interest paid with it, and the plan after it against the plan without it."""

    rule: PrepaymentRule
    interest: Fen
    plan: tuple[Period, ...]
    saved: Fen

    @property
    def instalment(self) -> Fen:
        """The next instalment."""
        return self.plan[0].total

    @property
    def to_come(self) -> Fen:
        """The interest that is still to come by the plan after it."""
        return sum(period.interest for period in self.plan)


@dataclass(frozen=True, slots=True)
class PrepaymentOutlook:
    """A prepayment of ``amount`` fen of principal on a day, by each rule that this product's pages showed before.

    Where they showed none, by every known one. ``instalment`` and ``periods`` are those without it. Without options
    ``doubts`` say why.
    """

    standing: LoanStanding
    on: date
    amount: Fen
    options: tuple[PrepaymentOption, ...] = ()
    instalment: Fen = 0
    periods: int = 0
    doubts: tuple[Doubt, ...] = ()

    def by(self, replan: Replan) -> tuple[PrepaymentOption, ...]:
        """The options that cut the plan in this way."""
        return tuple(option for option in self.options if option.rule.replan is replan)


def prepay_on(standing: LoanStanding, on: date, amount: Fen) -> PrepaymentOutlook:
    """What prepaying ``amount`` fen of principal on ``on`` would change, interest to date on top (F11, A16).

    Nothing is said where the plan cannot be computed anew as it stands: another method, a rate that is not known,
    something overdue, or a part that nobody recorded. Instalments due by ``on`` are taken as paid.
    """
    doubts = standing.doubts or ((Doubt.BEFORE_PAPERS,) if on < standing.known_until else ())
    if doubts or not standing.readings:
        return PrepaymentOutlook(standing, on, amount, doubts=doubts)
    reading = standing.readings[0]
    plan, terms = _running(reading, on), _terms(reading)
    if not plan or not 0 < amount < sum(period.principal for period in plan):
        return PrepaymentOutlook(standing, on, amount, doubts=(Doubt.PAST_PLAN if not plan else Doubt.NOT_A_PART,))
    late = any(p.due < standing.known_until or p.unsplit or p.fee for p in reading.periods)
    if late or terms is None or not _is_computed(plan, terms, on):
        return PrepaymentOutlook(standing, on, amount, doubts=(Doubt.PLAN_NOT_COMPUTED,))
    rules = standing.prepayments or tuple(PrepaymentRule(*rule) for rule in combinations(Replan, InterestOn))
    options = tuple(_options(plan, terms, on, amount, rules))
    return PrepaymentOutlook(standing, on, amount, options, plan[0].total, len(plan))


def _options(
    plan: tuple[Period, ...], terms: Terms, on: date, amount: Fen, rules: Sequence[PrepaymentRule]
) -> Iterator[PrepaymentOption]:
    without = sum(period.interest for period in plan)
    for rule in rules:
        done = prepay(plan, terms, on, amount, rule)
        to_come = sum(period.interest for period in done.plan)
        yield PrepaymentOption(rule, done.interest, done.plan, without - done.interest - to_come)


def _terms(reading: Reading) -> Terms | None:
    if reading.rate is None or reading.method is None:
        return None
    return Terms(reading.rate, reading.method, reading.convention)


def _running(reading: Reading, on: date) -> tuple[Period, ...]:
    """The periods that end after the day, as a plan; none where nothing tells when the first of them began."""
    plan = as_plan([p for p in reading.periods if p.due > on])
    return plan if plan and plan[0].starts <= on else ()


def _is_computed(plan: tuple[Period, ...], terms: Terms, on: date) -> bool:
    """Whether prepaying nothing gives the plan as it stands, so that its rule is known to the fen."""
    replan = Replan.KEEP_PAYMENT if terms.method is Method.EQUAL_INSTALMENT else Replan.KEEP_TERM
    kept = prepay(plan, terms, on, 0, PrepaymentRule(replan, InterestOn.PREPAID_PART)).plan
    return [(p.due, p.principal, p.interest) for p in kept] == [(p.due, p.principal, p.interest) for p in plan]
