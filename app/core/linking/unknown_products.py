"""Records and debits of the same money of which one side names no product, as a bank that names a platform alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence

from app.core.facts import Product
from app.core.linking.payments import Movement
from app.core.normalise import Repayment


def across_unknown_products(
    debits: Sequence[Movement],
    loose: Sequence[int],
    repayments: Sequence[Repayment],
    free: Collection[int],
    products: Mapping[str, Product],
) -> Iterator[tuple[int, int]]:
    """Each ``loose`` debit with the ``free`` record of its day and exact amount, by their places.

    One of the two is of no known product; the record must be the only one that fits the debit, and the debit the only
    one that fits the record. ``products`` are those of the loans by contract.
    """
    fits = [
        (d, r) for d in loose for r in sorted(free)
        if _is_of(debits[d], repayments[r], products[repayments[r].contract])
    ]  # fmt: skip
    of_debit, of_record = Counter(d for d, _ in fits), Counter(r for _, r in fits)
    yield from ((d, r) for d, r in fits if of_debit[d] == of_record[r] == 1)


def _is_of(debit: Movement, recorded: Repayment, product: Product) -> bool:
    near = recorded.at.date() == debit.on and recorded.total == debit.amount and not recorded.by_another
    return near and product is not debit.product and Product.OTHER in (product, debit.product)
