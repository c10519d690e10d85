"""Follows the instalments that monthly bills name by number, from bill to bill: where they go on, where they break."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from itertools import groupby

from app.core.bill_facts import BilledInstalment
from app.core.facts import Bill, BillLine, Product
from app.core.money import Fen


@dataclass(frozen=True, slots=True)
class Share:
    """One instalment as a bill asks for it: the ``number``-th of ``of``; ``fees`` are the lines of its fees."""

    bill: Bill
    line: BillLine
    name: str
    number: int
    of: int
    wording: str
    fees: tuple[BillLine, ...] = ()

    @property
    def fee(self) -> Fen:
        """The fees beside it, in fen."""
        return sum(line.amount for line in self.fees)

    @property
    def total(self) -> Fen:
        """What the bill asks for it, with its fees, in fen."""
        return self.line.amount + self.fee

    @property
    def left(self) -> int:
        """How many instalments come after it."""
        return self.of - self.number

    def is_like(self, other: Share) -> bool:
        """Whether it asks for as much as another, but for the cents that one period may hold."""
        return abs(self.line.amount - other.line.amount) < max(self.of, other.of)


class Stride(Enum):
    """How an instalment follows the one before it."""

    NEXT = "next"
    AGAIN = "again"  # the same number once more
    SKIPPED = "skipped"  # numbers between them stand on no bill
    LATER = "later"  # the next number, but bills between them hold none
    RECUT = "recut"  # the next number of another count


@dataclass(frozen=True, slots=True)
class Step:
    """Two instalments of one plan, one after the other; ``between`` are whole bills that hold none of it."""

    before: Share
    after: Share
    stride: Stride
    between: tuple[Bill, ...] = ()


@dataclass
class BilledPlan:
    """The instalments of one purchase or bill, in order of the bills.

    ``missing`` are whole bills after the last of them that hold no more, although instalments were left. ``unseen``
    says that bills since may hold some: no file shows them, or not all of their lines.
    """

    product: Product
    shares: list[Share]
    steps: list[Step] = field(default_factory=list)
    missing: list[Bill] = field(default_factory=list)
    unseen: bool = False

    @property
    def last(self) -> Share:
        """The latest instalment that a bill holds."""
        return self.shares[-1]

    @property
    def is_open(self) -> bool:
        """Whether instalments are left after the latest one."""
        return self.last.left > 0

    def may_follow(self, share: Share) -> bool:
        """Whether a number is the next one; where bills are not all seen, as many may have been passed as months."""
        passed = _month(share.bill) - _month(self.last.bill)
        most = max(passed, 1) if self.unseen or passed > 1 + len(self.missing) else 1
        return 1 <= share.number - self.last.number <= most

    def go_on(self, share: Share, stride: Stride) -> None:
        """Add the next instalment."""
        between = tuple(self.missing)
        self.steps.append(
            Step(self.last, share, Stride.LATER if between and stride is Stride.NEXT else stride, between)
        )
        self.shares.append(share)
        self.missing.clear()
        self.unseen = False

    def wait(self, bill: Bill, *, seen: bool) -> None:
        """A month without an instalment of it; ``seen`` if its bill is next to the one before, with all lines."""
        self.unseen = self.unseen or not seen
        self.missing.append(bill)


def is_whole(bill: Bill) -> bool:
    """Whether the lines of a bill are all there: they make up what it asks for, and are as many as it says."""
    counted = bill.declared_lines is None or bill.declared_lines == len(bill.lines)
    return bool(bill.lines) and counted and bill.declared == sum(line.amount for line in bill.lines)


def billed_plans(bills: Iterable[Bill]) -> tuple[BilledPlan, ...]:
    """Every instalment plan that the lines of bills tell of, by product and in order of its first bill."""
    by_product: dict[str, list[Bill]] = defaultdict(list)
    for bill in bills:
        by_product[bill.product.value].append(bill)
    return tuple(plan for _, own in sorted(by_product.items()) for plan in _followed(own))


def _order(bill: Bill) -> tuple[object, ...]:
    return (bill.month, bill.due or date.min, bill.declared or 0, bill.sources)


def shares_of(bill: Bill) -> list[Share]:
    """The instalments on a bill, each with the fees of its name and number.

    Fees of instalments that name no number are those of the only instalment of a bill, or of its name.
    """
    told = [(line, said) for line in bill.lines if line.amount > 0 and (said := line.instalment)]
    own = sorted(
        ((x, said) for x, said in told if not said.is_fee),
        key=lambda pair: (_key(pair[1]), pair[0].amount, pair[0].sources),
    )
    fees: dict[tuple[str, int, int], list[BillLine]] = defaultdict(list)
    for line, said in told:
        if said.is_fee:
            fees[_key(said)].append(line)
    for line, name in _unnumbered_fees(bill):
        of_name = [said for _, said in own if name in ("", said.name)]
        if len(of_name) == 1:
            fees[_key(of_name[0])].append(line)
    alike, found = Counter(_key(said) for _, said in own), []
    for line, said in own:
        left = fees[_key(said)]
        taken = tuple(left) if alike[_key(said)] == 1 else tuple(left[:1])
        del left[: len(taken)]
        found.append(Share(bill, line, said.name, said.number, said.of, said.wording or line.text, taken))
    return found


def _key(said: BilledInstalment) -> tuple[str, int, int]:
    return (said.name, said.number, said.of)


def _unnumbered_fees(bill: Bill) -> Iterator[tuple[BillLine, str]]:
    """Fees of instalments that name no number, each with the name of what they are for, which may be empty."""
    for line in bill.lines:
        if line.is_instalment_fee and line.amount > 0:
            yield line, line.item


@dataclass
class _Follower:
    """The plans of one product as far as its months were read; ``previous`` are the bills of the month before."""

    plans: list[BilledPlan] = field(default_factory=list)
    previous: tuple[Bill, ...] = ()

    def read(self, bills: tuple[Bill, ...]) -> None:
        """Read the bills of one month: a moved statement day, or two lenders, make several of it."""
        gap = _month(bills[0]) - _month(self.previous[0]) if self.previous else 0
        whole = all(is_whole(bill) for bill in bills)
        near = gap == 1 and whole and all(is_whole(bill) for bill in self.previous)
        going, left = [plan for plan in self.plans if plan.is_open], list[Share]()
        lost = {id(plan) for plan in going}
        for bill in bills:
            shares = shares_of(bill)
            for fits in (_goes_on, _is_renamed):
                lost -= _match([plan for plan in going if plan.is_open], shares, fits, Stride.NEXT)
            left += shares
        waiting = [plan for plan in going if id(plan) in lost]
        if near:
            for fits, stride in ((_is_again, Stride.AGAIN), (_is_ahead, Stride.SKIPPED), (_is_recut, Stride.RECUT)):
                lost -= _match([plan for plan in waiting if id(plan) in lost], left, fits, stride)
        for share in left:
            if not self._stands_on(share, [bill for bill in bills if bill is not share.bill]):
                self._begin(share, (share.bill, *self.previous) if near else ())
        for plan in going:
            if id(plan) in lost:
                plan.wait(bills[0], seen=whole and gap == 1)
        self.previous = bills

    def _stands_on(self, share: Share, bills: Sequence[Bill]) -> tuple[BilledPlan, Share] | None:
        """The plan that has the very instalment on one of these bills: another paper of a bill of the month may."""
        for plan in self.plans:
            for own in plan.shares:
                same = (own.name, own.number, own.of) == (share.name, share.number, share.of)
                if same and own.is_like(share) and any(own.bill is bill for bill in bills):
                    return plan, own
        return None

    def _begin(self, share: Share, bills: Sequence[Bill]) -> None:
        """A plan that begins; in its midst it is one again that a plan had on this bill or on one of last month."""
        again = self._stands_on(share, bills) if share.number > 1 else None
        if again:
            again[0].steps.append(Step(again[1], share, Stride.AGAIN))
        else:
            self.plans.append(BilledPlan(share.bill.product, [share]))


def _match(
    going: list[BilledPlan], left: list[Share], fits: Callable[[BilledPlan, Share], bool], stride: Stride
) -> set[int]:
    """Give shares to the plans that they go on, those of the likest amount first; they leave the list.

    The identities of the plans that were given one.
    """
    pairs = sorted(
        (abs(share.line.amount - plan.last.line.amount), at, number)
        for at, plan in enumerate(going)
        for number, share in enumerate(left)
        if fits(plan, share)
    )
    plans, shares = set[int](), set[int]()
    for _, at, number in pairs:
        if at not in plans and number not in shares:
            plans.add(at)
            shares.add(number)
            going[at].go_on(left[number], stride)
    left[:] = [share for number, share in enumerate(left) if number not in shares]
    return {id(going[at]) for at in plans}


def _followed(bills: Iterable[Bill]) -> list[BilledPlan]:
    follower = _Follower()
    for _, month in groupby(sorted(bills, key=_order), key=_month):
        follower.read(tuple(month))
    return follower.plans


def _month(bill: Bill) -> int:
    return bill.month[0] * 12 + bill.month[1]


def _goes_on(plan: BilledPlan, share: Share) -> bool:
    return (share.name, share.of) == (plan.last.name, plan.last.of) and plan.may_follow(share)


def _is_renamed(plan: BilledPlan, share: Share) -> bool:
    """Whether a share goes on a plan by number, count and amount, though the bill words it otherwise now."""
    return share.of == plan.last.of and share.is_like(plan.last) and plan.may_follow(share)


def _is_again(plan: BilledPlan, share: Share) -> bool:
    own = plan.last
    return (share.name, share.of, share.number) == (own.name, own.of, own.number) and share.is_like(own)


def _is_ahead(plan: BilledPlan, share: Share) -> bool:
    own = plan.last
    return (share.name, share.of) == (own.name, own.of) and share.number > own.number + 1


def _is_recut(plan: BilledPlan, share: Share) -> bool:
    own = plan.last
    return share.name == own.name and share.of != own.of and share.number == own.number + 1
