"""Purchases on a bill against the wallet's own rows of them: another amount, closed, on one of the two alone."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from operator import itemgetter
from typing import Any

from app.core.calendar import LONGEST_MONTH
from app.core.discrepancy import BridgePart, Certainty, Discrepancy, Input, Severity, Term, Unit
from app.core.facts import Bill, BillLine, LineKind, Outcome, Product, Source, WalletKind, WalletRow
from app.core.linking.billed_plans import is_whole
from app.core.linking.payments import Movement
from app.core.linking.products import WALLETS
from app.core.money import Fen
from app.core.rules.bill_accounts import month_of
from app.core.rules.bill_refunds import JOINER
from app.core.rules.context import Context
from app.core.rules.writing import Bridge, Occurrence, discrepancy

CODE = "BILL-LINE-DIFF"

_FEWEST, _MOST = 3, 36

Purchase = tuple[Bill, BillLine]


def explain(context: Context) -> Iterator[Discrepancy]:
    """Every purchase that bill and wallet tell differently; a bill that the wallet hardly knows is another person's."""
    if not context.books.bills:
        return
    rows: dict[str, list[WalletRow]] = defaultdict(list)
    for row in context.books.wallet:
        if row.kind is WalletKind.PURCHASE and row.order_no:
            rows[row.order_no].append(row)
    lines = _by_order(context)
    for bill in context.books.bills:
        own = [line for line in bill.lines if _is_purchase(line) and line.order_no]
        unknown = [line for line in own if line.order_no not in rows]
        for line in own:
            for row in rows.get(line.order_no, ())[:1]:
                yield from _told_by_both(context, bill, line, row, lines[line.order_no])
        if len(unknown) < len(own) - len(unknown):
            for line in unknown:
                yield from _unknown_to_wallet(context, bill, line)
    yield from _on_no_bill(context)


def _is_purchase(line: BillLine) -> bool:
    return line.kind is LineKind.PURCHASE and line.amount > 0 and line.instalment is None


def _by_order(context: Context) -> dict[str, list[Purchase]]:
    """Every line of an order, refunds and parts of it included."""
    found: dict[str, list[Purchase]] = defaultdict(list)
    for bill in context.books.bills:
        for line in bill.lines:
            if line.order_no:
                found[line.order_no].append((bill, line))
    return found


def _told_by_both(
    context: Context, bill: Bill, line: BillLine, row: WalletRow, lines: Sequence[Purchase]
) -> Iterator[Discrepancy]:
    """The wallet's amount against the bill's; parts of it by other means, refunds and parts on other bills agree."""
    refunded = context.refunds_of.get(row.order_no, ())
    own = _Line(bill, line, row.amount, row.at.date(), row.sources)
    if row.outcome is Outcome.CLOSED and not refunded and all(x.amount > 0 for _, x in lines):
        yield own.told(context, "closed", Severity.WARNING)
    if row.outcome is not Outcome.DONE or row.product is not bill.product:
        return
    billed = sum(x.amount for _, x in lines)
    back = sum(r.amount for r in refunded if r.outcome is Outcome.DONE)
    partly = line.amount < row.amount and (JOINER in row.account or bool(row.reduction))
    agrees = {row.amount, row.amount - back} & {line.amount, billed, sum(x.amount for _, x in lines if x.amount > 0)}
    if agrees or partly or _is_one_of_many(line.amount, row.amount):
        return
    more = line.amount > row.amount
    loud = Severity.WARNING if more else Severity.INFO
    yield own.told(context, "more" if more else "less", loud, (_difference(line, row),), billed=line.amount)


def _is_one_of_many(billed: Fen, bought: Fen) -> bool:
    """Whether a line may be one instalment of a purchase, cents aside, though it names no number."""
    times = (bought + billed // 2) // billed
    return _FEWEST <= times <= _MOST and abs(times * billed - bought) < times


def _difference(line: BillLine, row: WalletRow) -> BridgePart:
    billed = Term((Input("bill-line", line.amount, Unit.MONEY, line.sources),))
    return BridgePart(
        "line-over-purchase", (billed, Term((Input("purchase", row.amount, Unit.MONEY, row.sources),), True))
    )


def _unknown_to_wallet(context: Context, bill: Bill, line: BillLine) -> Iterator[Discrepancy]:
    """A line of an order that the wallet lacks, although it tells of the day and of the bill's other purchases."""
    if line.traded_at is None:
        return
    bought, wallet = line.traded_at.date(), WALLETS.get(bill.product, "")
    alike = any(
        m.amount == line.amount and abs((m.on - bought).days) <= 1 for m in context.moved_as(WalletKind.PURCHASE)
    )
    if not alike and context.covered_by(wallet, bought):
        yield _Line(bill, line, 0, bought).told(context, "not-in-wallet", Severity.WARNING, (_billed(line),))


def _billed(line: BillLine) -> BridgePart:
    return BridgePart("not-in-wallet", (Term((Input("bill-line", line.amount, Unit.MONEY, line.sources),)),))


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of a bill beside what the wallet says of it: ``amount`` in fen, 0 where it says nothing, and its row."""

    bill: Bill
    line: BillLine
    amount: Fen
    bought_on: date
    rows: tuple[Source, ...] = ()

    def told(
        self, context: Context, variant: str, severity: Severity, parts: tuple[BridgePart, ...] = (), **facts: Any
    ) -> Discrepancy:
        """The discrepancy of this line."""
        line, amount = self.line, self.amount
        return discrepancy(
            Occurrence(line.traded_at or line.posted_on, (*line.sources, *self.rows), product=self.bill.product),
            CODE, variant, severity, Certainty.PROVED,
            Bridge(amount, amount + sum(part.amount for part in parts), parts),
            wording=line.text, month=month_of(self.bill), amount=amount or line.amount, bought_on=self.bought_on,
            **context.open_due(self.bill), **facts,
        )  # fmt: skip


def _on_no_bill(context: Context) -> Iterator[Discrepancy]:
    """Purchases that neither the bill of their cycle nor the next one holds, both with all their lines."""
    lines = [line for bill in context.books.bills for line in bill.lines]
    made = _by_product(context.books.bills)
    orders, alike = {x.order_no for x in lines}, {(x.traded_at.date(), x.amount) for x in lines if x.traded_at}
    for m in context.moved_as(WalletKind.PURCHASE):
        row = m.row
        if (
            row is None
            or m.product not in made
            or not m.done
            or m.returned
            or JOINER in m.account
            or row.order_no in orders
        ):
            continue
        if (m.on, m.amount) in alike or _in_instalments(lines, m.amount):
            continue
        after = _made_after(made[m.product], m.on)
        if len(after) == 2 and all(is_whole(bill) for bill in after) and _holds_its_like(context, after[0], m):
            yield _not_billed(m, after)


def _in_instalments(lines: Sequence[BillLine], amount: Fen) -> bool:
    """Whether instalments on a bill make up a purchase, cents aside."""
    told = ((line, said) for line in lines if (said := line.instalment))
    return any(abs(said.of * line.amount - amount) < said.of for line, said in told)


def _by_product(bills: Sequence[Bill]) -> Mapping[Product, Sequence[tuple[date, Bill]]]:
    """The bills of each product with the days on which they were made, in order of them."""
    made: dict[Product, list[tuple[date, Bill]]] = defaultdict(list)
    for bill in bills:
        if bill.statement_date:
            made[bill.product].append((bill.statement_date, bill))
    return {product: sorted(own, key=lambda one: (one[0], one[1].sources)) for product, own in made.items()}


def _made_after(made: Sequence[tuple[date, Bill]], day: date) -> list[Bill]:
    """The two bills that were made next after a day, the first within a month of it."""
    first = bisect_right(made, day, key=itemgetter(0))
    after = made[first : first + 2]
    return [bill for _, bill in after] if after and after[0][0] - day <= LONGEST_MONTH else []


def _holds_its_like(context: Context, bill: Bill, m: Movement) -> bool:
    """Whether the bill holds most of what the wallet shows as bought in its cycle: so both are of one person."""
    orders = {line.order_no for line in bill.lines if line.order_no}
    ends = bill.statement_date or m.on
    bought = [
        other for other in context.moved_as(WalletKind.PURCHASE)
        if other.product is m.product and other.done and other.row and ends - LONGEST_MONTH <= other.on < ends
    ]  # fmt: skip
    held = sum(1 for other in bought if other.row and other.row.order_no in orders)
    return held > len(bought) - held


def _not_billed(m: Movement, after: Sequence[Bill]) -> Discrepancy:
    row = m.row
    return discrepancy(
        Occurrence(m.at, (*m.sources, *(s for bill in after for s in bill.sources)), product=m.product),
        CODE, "not-billed", Severity.INFO, Certainty.PROVED, Bridge(m.amount, m.amount),
        wording=row.text if row else "", amount=m.amount, bought_on=m.on,
        month=month_of(after[0]), later_month=month_of(after[1]),
    )  # fmt: skip
