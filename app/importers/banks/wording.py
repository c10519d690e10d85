"""What a bank's wording says of a row, from a table: the product that it names, and what kind of movement it is."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache, cached_property, lru_cache
from typing import NamedTuple

from app.core.facts import BankRow, BankSays, Ledger, Product
from app.core.sources import Service
from app.importers.recognising.names import services_in
from app.resource_files import resource


@dataclass(frozen=True)
class _Words:
    """The table: words of each product, of each company that lends several and of each saying, casefolded; summaries
    that name a product where nothing else is told; what stands before and after a payee, and what tells a person who
    is called by a product.
    """

    products: tuple[tuple[Product, tuple[str, ...]], ...]
    alone: Mapping[str, Product]
    lenders: tuple[tuple[tuple[Product, ...], tuple[str, ...]], ...]
    sayings: tuple[tuple[BankSays, tuple[str, ...]], ...]
    passed_on: re.Pattern[str]
    never: tuple[tuple[str, frozenset[Product]], ...]
    nickname: re.Pattern[str]
    transfers: tuple[str, ...]
    called: frozenset[str]
    moves: re.Pattern[str]
    bank_ends: str

    @cached_property
    def speaks(self) -> re.Pattern[str]:
        """Any word of a product, a company or a saying: what holds none of them, as most rows of a bank, says nothing.

        To search for all at once takes a fifth of the time that looking for each takes.
        """
        words = [word for _, own in (*self.products, *self.lenders, *self.sayings) for word in own]
        return re.compile("|".join(map(re.escape, words)))


class Wording(NamedTuple):
    """What a row's wording says, each by the name of the fact's field."""

    product: Product | None
    says: tuple[BankSays, ...]
    payee: str
    short_bank: str
    services: tuple[Service, ...]
    lends: tuple[Product, ...]


def wording(bank: str, summary: str, counterparty: str, note: str, *, paid: bool = False) -> Wording:
    """What the texts of a bank's row say; the same for the same words. ``paid`` says that money left an account."""
    product, lends, says = _said(" ".join(filter(None, (summary, counterparty, note))))
    if paid and product is None and not lends and not counterparty and not note:
        product = _table().alone.get(summary)
    named = _table().passed_on.sub("", counterparty or note).strip()
    payee = _table().moves.sub("", named).strip() or named
    if product is not None and (
        _is_person(product, says, counterparty or note, payee) or _is_sent_to_person(summary, counterparty)
    ):
        product, lends = None, ()
    services = services_in(counterparty or summary) if BankSays.THIRD_PARTY_CHARGE in says else ()
    return Wording(product, says, payee, bank.removesuffix(_table().bank_ends), services, lends)


def worded(row: BankRow) -> BankRow:
    """The row with what its wording says."""
    return replace(row, **wording(row.bank, row.summary, row.counterparty, row.note, paid=row.amount < 0)._asdict())


def with_bank_wording(ledger: Ledger) -> Ledger:
    """A ledger whose bank rows say what their wording says; what earlier versions kept of a case does not yet."""
    return replace(ledger, bank=tuple(map(worded, ledger.bank)))


def product_of(text: str) -> Product | None:
    """The credit product that a bank's wording names; None where it names none, or two that cannot be told apart.

    A company that lends under several names stands for the first of them.
    """
    return _one_named(text.casefold())


def _one_named(folded: str) -> Product | None:
    named = [product for product, words in _table().products if _holds(folded, words)]
    if Product.JIEBEI in named and Product.HUABEI in named:
        # 蚂蚁花呗借呗扣款^…^jiebei names both; the mark at its end tells them apart.
        return Product.JIEBEI if folded.rstrip().endswith("jiebei") else None
    return named[0] if named else next(iter(_lends(folded)), None)


def _lends(folded: str) -> tuple[Product, ...]:
    """What a company lends, where a wording names one that lends under several names."""
    return next((own for own, words in _table().lenders if _holds(folded, words)), ())


def _holds(folded: str, words: tuple[str, ...]) -> bool:
    for word in words:  # noqa: SIM110 - a loop takes a third of the time of any(), and every row asks for dozens
        if word in folded:
            return True
    return False


def _is_person(product: Product, says: tuple[BankSays, ...], passed_on: str, payee: str) -> bool:
    """Whether a payee is a person or shop that only bears the product's name, by the wallet or by a nickname."""
    if any(passed_on.startswith(wallet) and product in others for wallet, others in _table().never):
        return True
    if BankSays.REPAYMENT in says or BankSays.MONEY_MOVED in says:
        return False
    words = next(words for named, words in _table().products if named is product)
    folded = payee.casefold()
    return any(word in folded and _table().nickname.fullmatch(folded.replace(word, "")) for word in words)


def _is_sent_to_person(summary: str, counterparty: str) -> bool:
    """Whether a transfer went to an account that is called by a product alone, as no lender's is."""
    return counterparty.casefold() in _table().called and _holds(summary.casefold(), _table().transfers)


@lru_cache(maxsize=8192)
def _said(text: str) -> tuple[Product | None, tuple[Product, ...], tuple[BankSays, ...]]:
    folded = text.casefold()
    if not _table().speaks.search(folded):
        return None, (), ()
    says = tuple(saying for saying, words in _table().sayings if _holds(folded, words))
    named = any(_holds(folded, words) for _, words in _table().products)
    return _one_named(folded), () if named else _lends(folded), says


@cache
def _table() -> _Words:
    table = tomllib.loads(resource("tables", "bank_wording.toml").read_text(encoding="utf-8"))
    wallets = "|".join(map(re.escape, table["passed-on"]["wallets"]))
    moves = "|".join(map(re.escape, table["moves"]["words"]))
    return _Words(
        tuple((Product(p["name"]), _folded(p["words"])) for p in table["product"]),
        {word: Product(name) for name, words in table["alone"].items() for word in words},
        tuple((tuple(map(Product, e["products"])), _folded(e["words"])) for e in table["lender"]),
        tuple((BankSays(name), _folded(words)) for name, words in table["says"].items()),
        re.compile(rf"^(?:{wallets})[-－\s]*"),
        tuple((wallet, frozenset(map(Product, names))) for wallet, names in table["passed-on"]["never"].items()),
        re.compile(table["friends"]["nickname"]),
        _folded(table["friends"]["transfers"]),
        frozenset(_folded(table["friends"]["called"])),
        re.compile(rf"[-－\s]{{0,9}}(?:{moves}){{1,9}}$"),
        table["bank"]["ends"],
    )


def _folded(words: list[str]) -> tuple[str, ...]:
    return tuple(word.casefold() for word in words)
