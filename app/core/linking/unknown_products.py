"""Records and debits of the same money of which one side names no product, as a bank that names a platform alone."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date

from app.core.facts import Product
from app.core.linking.payments import Movement
from app.core.money import Fen
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
    by_sum: dict[tuple[date, Fen], list[int]] = defaultdict(list)
    for r in sorted(free):
        if not repayments[r].by_another:
            by_sum[repayments[r].at.date(), repayments[r].total].append(r)
    fits = [
        (d, r)
        for d in loose
        for r in by_sum.get((debits[d].on, debits[d].amount), ())
        if _one_is_unknown(debits[d].product, products[repayments[r].contract])
    ]
    of_debit, of_record = Counter(d for d, _ in fits), Counter(r for _, r in fits)
    yield from ((d, r) for d, r in fits if of_debit[d] == of_record[r] == 1)


def _one_is_unknown(one: Product, other: Product) -> bool:
    return one is not other and Product.OTHER in (one, other)
