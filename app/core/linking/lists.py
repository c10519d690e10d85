"""Lists of payments that a person or an app keeps: of which loan they are, where they do not say it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from app.core.facts import Product
from app.core.linking.claims import Claim
from app.core.linking.payments import Movement
from app.core.linking.records import LinkedDebit
from app.core.notices import PROVIDER


def listed_in(debit: Movement) -> set[str]:
    """The files that alone tell of a debit and name no product: of which loan it is they do not say."""
    row = debit.row
    if row is None or debit.bank or row.provider != PROVIDER or row.product is not Product.OTHER:
        return set()
    return {source.digest for source in row.sources}


def loans_of_lists(linked: Iterable[LinkedDebit], claims: Iterable[Claim]) -> dict[str, set[str]]:
    """The loans of which a list holds a payment, by the list's file: to the fen where ``claims`` are of exact dues.

    What else stands in such a list may be a payment of theirs with a charge or in parts; of a list that holds none,
    nothing tells that it is of a loan whose papers lie beside it.
    """
    found: dict[str, set[str]] = defaultdict(set)
    for debit, contract in (
        *((claim.debit, claim.contract) for claim in claims),
        *((link.debit, r.contract) for link in linked for r in link.repayments),
    ):
        for digest in listed_in(debit):
            found[digest].add(contract)
    return found
