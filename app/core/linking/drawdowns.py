"""Which payment paid out a loan: of a wallet by the lender's record or the whole plan, of a bank by the whole plan."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from datetime import timedelta

from app.core.facts import BankRow, BankSays, LoanRecord, WalletKind
from app.core.linking.payments import Movement
from app.core.linking.plan_pages import Snapshot
from app.core.linking.short_drawdowns import as_booked, collectors
from app.core.numbered_plans import FIRST_DUE_WITHIN
from app.core.sole_fits import sole_fits

DRAWDOWN_WINDOW = timedelta(days=2)
"""How far a wallet's and a lender's time of one drawdown may lie apart."""


def drawdowns_of_records(records: dict[str, LoanRecord], moved: Iterable[Movement]) -> dict[str, Movement]:
    """Give each record the drawdown of its amount that is nearest in time; a drawdown serves one record."""
    paid_out = [m for m in moved if m.kind is WalletKind.DRAWDOWN and m.done]
    pairs = sorted(
        (abs(m.at - loan.drawn_at), loan.contract, index)
        for loan in records.values()
        for index, m in enumerate(paid_out)
        if loan.drawn_at and m.amount == loan.principal and abs(m.at - loan.drawn_at) <= DRAWDOWN_WINDOW
    )
    found: dict[str, Movement] = {}
    used: set[int] = set()
    for _, contract, index in pairs:
        if contract not in found and index not in used:
            found[contract] = paid_out[index]
            used.add(index)
    return found


def drawdowns_of_plans(
    pages: Mapping[str, Sequence[Snapshot]],
    records: Mapping[str, LoanRecord],
    moved: Iterable[Movement],
    known: Mapping[str, Movement],
) -> dict[str, Movement]:
    """Give each whole plan that names no day of its loan the drawdown of its principal, where one alone fits both.

    It was made within `FIRST_DUE_WITHIN` before the first period fell due, and no other plan may be its own.
    """
    taken = {id(m) for m in known.values()}
    paid_out = [m for m in moved if m.kind is WalletKind.DRAWDOWN and m.done and id(m) not in taken]
    fitting = {
        contract: [m for m in paid_out if _is_drawn_by(m, snapshots[0], records.get(contract))]
        for contract, snapshots in pages.items()
    }
    return sole_fits(fitting)


def booked_drawdowns_of_plans(
    pages: Mapping[str, Sequence[Snapshot]],
    records: Mapping[str, LoanRecord],
    bank: Iterable[BankRow],
    known: Mapping[str, Movement],
) -> dict[str, Movement]:
    """Give each whole plan without a wallet's drawdown the bank's credit of its principal, where one alone fits both.

    The credit speaks of a loan or of who lends, or came from who debits the account time and again; no credit of that
    amount that says less came in that time.
    """
    bank = tuple(bank)
    lenders = collectors(bank)
    credits = [as_booked(row) for row in bank if row.amount > 0 and BankSays.RETURNED not in row.says]
    fitting = {
        contract: [m for m in credits if _is_drawn_by(m, snapshots[0], records.get(contract))]
        for contract, snapshots in pages.items()
        if contract not in known
    }
    return {c: m for c, m in sole_fits(fitting).items() if _is_paid_out(m.bank[0], lenders)}


def _is_paid_out(row: BankRow, lenders: Container[tuple[str, str, str]]) -> bool:
    if BankSays.REPAYMENT in row.says:
        return False
    lent = row.product is not None or not {BankSays.PAID_OUT, BankSays.MONEY_MOVED}.isdisjoint(row.says)
    return lent or (row.bank, row.account, row.payee) in lenders


def _is_drawn_by(drawdown: Movement, page: Snapshot, record: LoanRecord | None) -> bool:
    rows = page.rows
    if (record and record.drawn_at) or [r.period for r in rows] != list(range(1, len(rows) + 1)):
        return False
    fits = drawdown.amount == sum(r.principal for r in rows) and (
        not record or record.principal in (None, drawdown.amount)
    )
    return fits and rows[0].due - FIRST_DUE_WITHIN <= drawdown.on < rows[0].due
