"""Early settlements that no lender's record shows: a debit of all that was open, and a plan that ends with it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence, Set
from dataclasses import replace
from datetime import date
from itertools import chain, combinations, pairwise

from app.core.facts import Outcome, PeriodState, PlanRow, Purpose
from app.core.linking.claims import Claim
from app.core.linking.loan_books import LoanBook, stated_accruals
from app.core.linking.payments import Movement
from app.core.linking.records import NEXT_PART, LinkedDebit
from app.core.loans.plan_rate import accrual_of
from app.core.loans.reserve_advance import AMOUNT, FEES
from app.core.loans.settled_in_parts import PartPaid, ways_in_parts
from app.core.loans.settled_months import parts_that_give
from app.core.loans.settlement import GIVEN_BACK_WITHIN
from app.core.money import Fen
from app.core.normalise import PostedPart, Repayment

MOST_A_DAY = 6
"""So many debits of one day are tried together."""

LEAST_AHEAD = 2
"""A settlement is early while at least so many periods are still to fall due; the last alone is paid as planned.

A loan of one period is settled early by a debit of less than was planned.
"""

_MOST_BESIDE = AMOUNT + max(FEES)
"""What a settlement may take beyond all that was planned: a reserve advance that was out, and its fee."""


def unrecorded_settlements(
    books: Sequence[LoanBook], linked: Sequence[LinkedDebit], claimed: Sequence[Claim], ended: Set[str]
) -> Iterator[tuple[LoanBook, LinkedDebit, tuple[Movement, ...]]]:
    """The debits that settled a loan of which no record shows it, each with the loan and the debits beside it.

    The debit pays all principal of two or more periods that were still to fall due, and no more than they came to, but
    for a reserve advance where the wording and the next page both tell that it settled; the wording calls it a
    settlement, the next page shows them all as settled, or it is their principal and the interest to the day, or with
    flat fees those of so many periods, to the fen and no later page shows anything open. What is debited later makes
    none of them paid before.
    Where a record of repayments ends before it, only a debit that is worded as a settlement counts, and only where no
    later page shows anything still open. A debit that fits two loans settles none: which of them is not told. The
    repayment that comes with the debit has no rows of its own; what it paid beside the principal stands as fee where
    the plan has flat fees, else as interest. A loan is settled once: not one of ``ended``, the contracts that a record
    shows as settled, and by the first debit; where no single one does, by two or three of one day together; where these
    do not either, by two or three of days that follow each other, as where a bank's limit lets no more through.
    """
    settled = set(ended)
    taken = {id(claim.debit) for claim in claimed}
    ordered = sorted(linked, key=lambda link: (link.debit.at, link.debit.amount, link.debit.sources))
    loose = [link for link in ordered if not link.repayments and id(link.debit) not in taken]
    alone = ((link, (link.debit,)) for link in loose)
    debits_left = [link.debit for link in loose]
    split = [book for book in books if book.is_split]
    without_records = [book for book in split if not book.repayments]
    for link, debits in chain(alone, _together(debits_left), _one_after_another(debits_left)):
        own = set(map(id, debits))
        possible = split if link.debit.purpose is Purpose.SETTLEMENT else without_records
        if own & taken or not possible:
            continue
        paid = {(claim.contract, claim.period) for claim in claimed if claim.debit.at <= link.debit.at}
        fitting = [
            (book, rows) for book in possible
            if book.contract not in settled and _not_recorded(book, link)
            and (rows := _settled_rows(book, link, paid | _recorded(book), debits))
        ]  # fmt: skip
        if len(fitting) == 1:
            book, rows = fitting[0]
            settled.add(book.contract)
            taken |= own
            yield book, LinkedDebit(debits[-1], (_repayment(book, link, rows),)), tuple(debits[:-1])


def _together(debits: Sequence[Movement]) -> Iterator[tuple[LinkedDebit, tuple[Movement, ...]]]:
    """Two or three debits of one day and product as if they were one, with themselves.

    They call themselves a settlement only where each does.
    """
    by_day: dict[tuple[object, ...], list[Movement]] = defaultdict(list)
    for debit in debits:
        if not debit.returned:
            by_day[debit.on, debit.product, debit.payer].append(debit)
    for of_day in by_day.values():
        for size in (2, 3):
            for several in combinations(of_day[:MOST_A_DAY], size):
                yield _as_one(several), several


def _one_after_another(debits: Sequence[Movement]) -> Iterator[tuple[LinkedDebit, tuple[Movement, ...]]]:
    """Two or three debits of one product on days that follow each other as if they were one, with themselves."""
    by_product: dict[tuple[object, ...], list[Movement]] = defaultdict(list)
    for debit in debits:
        if not debit.returned:
            by_product[debit.product, debit.payer].append(debit)
    for own in by_product.values():
        for size in (2, 3):
            for start, first in enumerate(own):
                near = [m for m in own[start + 1 : start + MOST_A_DAY] if m.on - first.on <= NEXT_PART * (size - 1)]
                for rest in combinations(near, size - 1):
                    several = (first, *rest)
                    gaps = [after.on - before.on for before, after in pairwise(several)]
                    if any(gaps) and max(gaps) <= NEXT_PART:
                        yield _as_one(several), several


def _as_one(several: Sequence[Movement]) -> LinkedDebit:
    worded = all(m.purpose is Purpose.SETTLEMENT for m in several)
    purpose = Purpose.SETTLEMENT if worded else Purpose.UNKNOWN
    return LinkedDebit(replace(several[-1], amount=sum(m.amount for m in several), purpose=purpose), ())


def _not_recorded(book: LoanBook, link: LinkedDebit) -> bool:
    """Whether no record of the lender can hold what the debit did: none is given, or it ends before.

    Where there is a record, the debit is one that is worded as a settlement.
    """
    if not book.repayments:
        return True
    debit = link.debit
    ended = all(r.at < debit.at for r in book.repayments)
    return ended and not any(page.open_rows for page in book.snapshots if page.as_of > debit.on)


def _recorded(book: LoanBook) -> set[tuple[str, int]]:
    """The periods that a record shows as paid."""
    done = (r for r in book.repayments if r.outcome is Outcome.DONE)
    return {(book.contract, part.period) for r in done for part in r.parts if part.period is not None}


def _settled_rows(
    book: LoanBook, link: LinkedDebit, paid: Set[tuple[str, int]], debits: Sequence[Movement]
) -> tuple[PlanRow, ...]:
    """The periods that the debit settled: those ahead, else those with what is overdue; none where it settled none.

    ``debits`` are those that it is made of; between those of several days nothing may have fallen due or been shown.
    """
    debit, first = link.debit, debits[0]
    if book.product is not debit.product or (first.on < debit.on and _parted(book, first.on, debit.on)):
        return ()
    page = book.page_before(debit.on) or book.page_after(debit.on)
    unpaid = [row for row in page.open_rows if (book.contract, row.period) not in paid] if page else []
    ahead = [row for row in unpaid if row.due > debit.on]
    worded, kept = debit.purpose is Purpose.SETTLEMENT, _kept(debit)
    for rows in (ahead, unpaid):
        principal, planned = sum(row.principal for row in rows), sum(row.instalment for row in rows)
        if _is_early(book, ahead, kept < planned) and principal <= kept <= planned:
            sure = worded or _shown_settled(book, rows, debit.on)
            sure = sure or (
                _closes_in_parts(book, rows, debits)
                if first.on < debit.on
                else closes(book, rows, kept, debit.on, booked=debit.row is None)
            )
            return tuple(rows) if sure else ()
    beyond = kept - sum(row.instalment for row in ahead)
    beside = _is_early(book, ahead, False) and 0 < beyond <= _MOST_BESIDE
    return tuple(ahead) if beside and worded and _shown_settled(book, ahead, debit.on) else ()


def _parted(book: LoanBook, first: date, last: date) -> bool:
    """Whether a period fell due or a page was made between the days of debits, so that they are no one settlement."""
    shown = any(first < page.as_of <= last for page in book.snapshots if page.open_rows)
    page = book.page_before(first) or book.page_after(first)
    return shown or page is None or any(first <= row.due <= last for row in page.open_rows)


def _closes_in_parts(book: LoanBook, rows: Sequence[PlanRow], debits: Sequence[Movement]) -> bool:
    """Whether debits of several days are the principal of ``rows`` and its interest by each day's balance, to the fen,
    and nothing is shown open later."""
    starts, accrual = rows[0].starts, accrual_of(rows, stated_accruals(book))
    if starts is None or accrual is None or any(p.open_rows for p in book.snapshots if p.as_of > debits[-1].on):
        return False
    paid = [PartPaid(m.on, m.amount) for m in debits]
    return bool(ways_in_parts(sum(row.principal for row in rows), starts, paid, accrual, ()))


def _kept(debit: Movement) -> Fen:
    """What the lender kept of a debit: what was too much may have come back; all of it did only if it undid it."""
    return debit.amount - debit.returned if debit.returned < debit.amount else debit.amount


def _is_early(book: LoanBook, ahead: Sequence[PlanRow], less: bool) -> bool:
    """Whether enough is ahead for an early settlement; of a loan of one period where ``less`` than planned is paid."""
    return len(ahead) >= (1 if len(book.periods) == 1 and less else LEAST_AHEAD)


def closes(book: LoanBook, rows: Sequence[PlanRow], amount: Fen, on: date, *, booked: bool) -> bool:
    """Whether an amount debited on a day is the principal of ``rows``, the periods that were open, and its interest to
    the day, to the fen, and nothing is shown open later.

    With flat fees it is the principal and those of so many periods. A bank may book it a day after it was made:
    ``booked`` is that nothing but its row tells the day.
    """
    starts = rows[0].starts
    if any(page.open_rows for page in book.snapshots if page.as_of > on):
        return False
    principal = sum(row.principal for row in rows)
    if len({(row.fee, row.interest) for row in rows}) == 1 and rows[0].fee and not rows[0].interest:
        shares, left = divmod(amount - principal, rows[0].fee)
        return not left and 0 <= shares <= len(rows)
    if starts is None:
        return False
    accrual, passed = accrual_of(rows, stated_accruals(book)), (on - starts).days
    beside = amount - principal
    if not beside and passed <= GIVEN_BACK_WITHIN:
        return True  # the drawdown itself, given back at once
    days = (passed, passed - 1) if booked else (passed,)
    if accrual and beside in {accrual.interest(principal, counted) for counted in days if counted > 0}:
        return True
    page = book.page_before(on) or book.page_after(on)  # few rows fit a rate a day by chance: its whole plan decides
    if page is None or accrual_of(page.open_rows, stated_accruals(book)) is not None:
        return False
    return bool(parts_that_give(beside, principal, page.rows, rows[0], on))


def _shown_settled(book: LoanBook, rows: Sequence[PlanRow], on: date) -> bool:
    """Whether the first page of ``on`` or later shows every one of them as settled, the last before it is due.

    A page of the day itself may have been asked for before the debit: then the one after it decides.
    """
    later = (page for page in book.snapshots if page.as_of >= on)
    page = next((page for page in later if page.as_of > on or not page.open_rows), None)
    alone = len(book.periods) == 1  # of no other debit of its own that the page could speak of
    if page is None or (page.as_of >= rows[-1].due and not alone):
        return False
    states = {row.period: row.state for row in page.rows}
    return all(states.get(row.period) is PeriodState.SETTLED for row in rows)


def _repayment(book: LoanBook, link: LinkedDebit, rows: Sequence[PlanRow]) -> Repayment:
    beside = _kept(link.debit) - sum(row.principal for row in rows)
    in_fees = any(row.fee for row in rows)
    parts = tuple(
        _part(
            row,
            interest=beside if first and not in_fees else 0,
            fee=beside if first and in_fees else 0,
            on=link.debit.on,
        )
        for first, row in ((row is rows[0], row) for row in rows)
    )
    debit = link.debit
    return Repayment(
        contract=book.contract, at=debit.at, counted_on=debit.on, parts=parts, trigger=debit.trigger,
        account=debit.account, outcome=Outcome.DONE, batch="", sources=(),
    )  # fmt: skip


def _part(row: PlanRow, *, interest: Fen, fee: Fen, on: date) -> PostedPart:
    return PostedPart(
        period=row.period, principal=row.principal, interest=interest, penalty_on_principal=0, penalty_on_interest=0,
        penalty=0, fee=fee, total=row.principal + interest + fee, counted_on=on, sources=(),
    )  # fmt: skip
