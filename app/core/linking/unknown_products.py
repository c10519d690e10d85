"""Records and debits of the same money of which one side names no product, as a bank that names a platform alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from app.core.facts import Product
from app.core.linking.overrides import LinkOverrides
from app.core.normalise import Repayment

if TYPE_CHECKING:
    from app.core.linking.records import LinkedDebit


def across_unknown_products(
    linked: Sequence[LinkedDebit],
    repayments: Sequence[Repayment],
    products: Mapping[str, Product],
    overrides: LinkOverrides,
) -> tuple[LinkedDebit, ...]:
    """The links, and each debit that had none with the record of its day and exact amount that nothing else has.

    One of the two is of no known product; the record must be the only one that fits the debit, and the debit the only
    one that fits the record. ``products`` are those of the loans by contract.
    """
    taken = {id(r) for link in linked for r in link.repayments}
    free = [r for r in repayments if id(r) not in taken]
    fits = {
        index: [r for r in free if _is_of(link, r, products[r.contract], overrides)]
        for index, link in enumerate(linked)
        if not link.repayments
    } if free else {}  # fmt: skip
    own = {index: found[0] for index, found in fits.items() if len(found) == 1}
    times = [id(r) for found in fits.values() for r in found]
    return tuple(
        replace(link, repayments=(own[index],)) if index in own and times.count(id(own[index])) == 1 else link
        for index, link in enumerate(linked)
    )


def _is_of(link: LinkedDebit, recorded: Repayment, product: Product, overrides: LinkOverrides) -> bool:
    debit = link.debit
    unknown = Product.OTHER in (product, debit.product) and product is not debit.product
    near = recorded.at.date() == debit.on and recorded.total == debit.amount and not recorded.by_another
    return unknown and near and not overrides.refuses(debit.wallet_sources or debit.bank_sources, recorded.sources)
