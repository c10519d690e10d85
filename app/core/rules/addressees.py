"""Whom a question is for: a wallet is asked for the state of a debit that it made, and of no other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from app.core.discrepancy import Discrepancy
from app.core.facts import BankRow, Source
from app.core.kinds.asks import BANK_FINAL_STATE, BANK_STATE, FINAL_STATE
from app.core.rules.context import Context


def addressed(context: Context, found: Iterable[Discrepancy]) -> Iterator[Discrepancy]:
    """The discrepancies; where their rows are a bank's own, its final state is asked of the bank."""
    told = list(found)
    asks = any(FINAL_STATE in d.questions for d in told)
    of_wallets = {source for row in context.books.wallet for source in row.sources} if asks else set()
    of_banks = {source: row for row in context.books.bank for source in row.sources}
    for d in told:
        if FINAL_STATE in d.questions and _is_of_bank_alone(d.evidence, of_wallets, of_banks):
            asked = (BANK_FINAL_STATE if q == FINAL_STATE else q for q in d.questions)
            yield replace(d, questions=tuple(q for q in asked if q != BANK_STATE))
        else:
            yield d


def _is_of_bank_alone(rows: Iterable[Source], of_wallets: set[Source], of_banks: dict[Source, BankRow]) -> bool:
    """Whether the money in these rows is a bank's, and no wallet passed it on."""
    own = [of_banks[source] for source in rows if source in of_banks]
    return bool(own) and of_wallets.isdisjoint(rows) and not any(map(_passed_on, own))


def _passed_on(row: BankRow) -> bool:
    """Whether the bank names a wallet before the payee; the payee bears it no more."""
    named = row.counterparty or row.note
    return bool(named) and (not row.payee or not named.startswith(row.payee))
