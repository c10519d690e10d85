"""Which payment a wallet's refund gives back: by the order that it names, by its amount, or by who was paid."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import timedelta

from app.core.facts import Outcome, Product, WalletKind, WalletRow
from app.core.linking.bank_returns import RETURN_DAYS
from app.core.money import Fen

_WINDOW = timedelta(days=RETURN_DAYS)
_PURCHASE_WINDOW = timedelta(days=180)
"""How long after it a part of a purchase may be refunded that names its words and seller alone."""


def owners(refunds: Collection[WalletRow], tries: Iterable[WalletRow]) -> dict[int, WalletRow]:
    """The row that each refund gives money back of, by the refund's identity; without the refunds that tell of none.

    It is the row whose order the refund names; without a name, the one earlier row of its amount, or the last of equal
    repayments, of which it is the same which came back; where no row has its amount, the one earlier repayment of more
    to whom it names, or the one purchase of more whose words and seller it repeats, of which it gives back a part.
    """
    by_order: dict[str, list[WalletRow]] = defaultdict(list)
    by_amount: dict[tuple[Fen, Product], list[WalletRow]] = defaultdict(list)
    by_payee: dict[tuple[str, Product], list[WalletRow]] = defaultdict(list)
    by_item: dict[tuple[str, str, Product], list[WalletRow]] = defaultdict(list)
    items = {_item(r, r.item) for r in refunds if r.item}
    orders, amounts = {r.refund_of for r in refunds if r.refund_of}, {r.amount for r in refunds}
    payees = {(r.counterparty, r.product) for r in refunds if r.counterparty}
    for row in tries:
        if row.outcome not in (Outcome.DONE, Outcome.CLOSED):
            continue
        if row.order_no in orders or row.amount in amounts:
            by_order[row.order_no].append(row)
            by_amount[row.amount, row.product].append(row)
        if row.kind is WalletKind.REPAYMENT and (row.counterparty, row.product) in payees:
            by_payee[row.counterparty, row.product].append(row)
        if row.kind is WalletKind.PURCHASE and (key := _item(row, row.text)) in items:
            by_item[key].append(row)
    owned = {id(r): _owner(r, by_order, by_amount, by_payee) or _part_of(r, by_order, by_item) for r in refunds}
    found = {key: owner for key, owner in owned.items() if owner is not None}
    left = [refund for refund in sorted(refunds, key=lambda r: (r.at, r.sources)) if id(refund) not in found]
    return _with_twins(found, left, by_amount)


def _with_twins(
    found: dict[int, WalletRow],
    refunds: Iterable[WalletRow],
    by_amount: Mapping[tuple[Fen, Product], list[WalletRow]],
) -> dict[int, WalletRow]:
    """Also each refund that names no order and that one of several equal repayments came back by: the last of them."""
    for refund in refunds:
        given_back = {id(owner) for owner in found.values()}
        equal = [
            row for row in by_amount.get((refund.amount, refund.product), ())
            if _is_after(refund, row) and row.kind is WalletKind.REPAYMENT
        ]  # fmt: skip
        near = [row for row in equal if id(row) not in given_back]
        nameless = refund.refund_of in ("", refund.order_no) and refund.product is not Product.OTHER
        if near and len(equal) > 1 and nameless:
            found[id(refund)] = max(near, key=lambda row: (refund.item in row.text, row.at, row.sources))
    return found


def _owner(
    refund: WalletRow,
    by_order: Mapping[str, list[WalletRow]],
    by_amount: Mapping[tuple[Fen, Product], list[WalletRow]],
    by_payee: Mapping[tuple[str, Product], list[WalletRow]],
) -> WalletRow | None:
    if refund.refund_of and (named := by_order.get(refund.refund_of)):
        return min(named, key=lambda r: (abs(r.amount - refund.amount), r.at))
    # A refund that bears a number of its own names no order, and still repeats the words of what it gives back.
    if refund.refund_of and refund.refund_of != refund.order_no:
        return None
    same = by_amount.get((refund.amount, refund.product), ())
    near = [r for r in same if _is_after(refund, r) and (not refund.refund_of or refund.item == r.text)]
    if any(_is_after(refund, r) for r in same):
        return near[0] if len(near) == 1 else None
    more = by_payee.get((refund.counterparty, refund.product), ())
    near = [r for r in more if _is_after(refund, r) and r.amount > refund.amount]
    return near[0] if len(near) == 1 else None


def _item(row: WalletRow, words: str) -> tuple[str, str, Product]:
    """What was bought, of whom, and by which product."""
    return words, row.counterparty, row.product


def _part_of(
    refund: WalletRow,
    by_order: Mapping[str, list[WalletRow]],
    by_item: Mapping[tuple[str, str, Product], list[WalletRow]],
) -> WalletRow | None:
    """The one earlier purchase, of more, of which a refund that names no order repeats words and seller."""
    if by_order.get(refund.refund_of) or refund.refund_of not in ("", refund.order_no):
        return None
    near = [
        r for r in by_item.get(_item(refund, refund.item), ()) if timedelta() <= refund.at - r.at <= _PURCHASE_WINDOW
    ]
    return near[0] if len(near) == 1 and near[0].amount > refund.amount else None


def _is_after(refund: WalletRow, row: WalletRow) -> bool:
    return timedelta() <= refund.at - row.at <= _WINDOW
