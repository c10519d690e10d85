"""What earlier debits show that may happen to the next one: drained accounts, late hours, failed tries, limits."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from app.core.ahead import NextDue, Risk, RiskKind
from app.core.discrepancy import FactValue, distinct
from app.core.facts import BankRow, Source
from app.core.linking.payments import Movement
from app.core.money import Fen
from app.core.papers import Notice, NoticeKind
from app.core.rules.funds import last_with_balance
from app.core.views.usual_accounts import LAST, PaidDue, UsualAccounts

LATE_HOUR = 22
"""From this hour on a debit is late in the evening: what is paid in the last hours may be counted on the next day."""

DRAINED_WITHIN = timedelta(days=2)
"""How long before a due date other debits are looked at."""


def is_pattern(seen: int, of: int) -> bool:
    """Whether something is more than chance: three times, or twice of the last two or three."""
    return seen >= 3 or (seen == 2 and of <= 3)


@dataclass(frozen=True, slots=True)
class _Seen:
    """One earlier due at which something was so, with the rows that show it."""

    due: PaidDue
    evidence: tuple[Source, ...]
    account: str = ""
    amount: Fen = 0
    reason: str = ""


class DebitRisks:
    """Looks at the last dues of one loan or bill."""

    def __init__(self, dues: Sequence[PaidDue], accounts: UsualAccounts, notices: Iterable[Notice]) -> None:
        self._last = dues[-LAST:]
        self._accounts = accounts
        self._reasons = {
            (n.on, n.amount): n for n in notices if n.kind is NoticeKind.FAILED and n.reason and n.on and n.amount
        }

    def risks(self, due: NextDue) -> Iterator[Risk]:
        """Everything that the last dues show, as it concerns the next one."""
        looks: tuple[tuple[RiskKind, Callable[[], tuple[list[_Seen], int]]], ...] = (
            (RiskKind.DRAINED, self._drained),
            (RiskKind.LATE_EVENING, self._late_evening),
            (RiskKind.FAILED_FIRST, self._failed_first),
            (RiskKind.DAY_LIMIT, self._day_limit),
        )
        for kind, look in looks:
            seen, of = look()
            if is_pattern(len(seen), of):
                yield _risk(kind, due, seen, of)

    def _late_evening(self) -> tuple[list[_Seen], int]:
        timed = [(past, past.debits[0]) for past in self._last if past.debits and _is_timed(past.debits[0])]
        return [_Seen(p, m.sources, m.account) for p, m in timed if m.at.hour >= LATE_HOUR], len(timed)

    def _failed_first(self) -> tuple[list[_Seen], int]:
        """Dues before whose payment a try failed; a try after it was for something else."""
        found = []
        for past in self._last:
            paid_at = past.debits[0].at if past.debits else None
            failed = [m for m in past.tries if paid_at is None or m.at <= paid_at]
            if failed:
                told = self._reasons.get((failed[0].on, failed[0].amount))
                rows = (*failed[0].sources, *(past.debits[0].sources if past.debits else ()))
                rows += told.sources if told else ()
                found.append(_Seen(past, distinct(rows), failed[0].account, reason=told.reason if told else ""))
        return found, sum(1 for past in self._last if past.debits or past.tries)

    def _day_limit(self) -> tuple[list[_Seen], int]:
        """Dues of which the same sum went out on one day, and the rest on a later one, although more was there."""
        parted: dict[tuple[str, Fen], list[_Seen]] = defaultdict(list)
        for past in self._last:
            by_day: dict[date, list[Movement]] = defaultdict(list)
            for m in past.debits:
                by_day[m.on].append(m)
            first = by_day[min(by_day)] if len(by_day) > 1 else []
            total = sum(m.amount for m in first)
            rest = sum(m.amount for m in past.debits) - total
            accounts = {m.account for m in first}
            if first and len(accounts) == 1 and 0 < total < past.expected and _had_more(first, rest):
                rows = distinct(s for m in past.debits for s in m.sources)
                parted[accounts.pop(), total].append(_Seen(past, rows, first[0].account, total))
        most = max(parted.values(), key=lambda found: (len(found), found[0].amount), default=[])
        # The same sum twice to the fen is a limit however many smaller dues it did not touch.
        return most, min(len(most), 3)

    def _drained(self) -> tuple[list[_Seen], int]:
        """By the account that was drained most often; each that paid or was tried is looked at by itself."""
        moved = [m for past in self._last for m in (*past.debits, *past.tries)]
        looked = [self._drained_of(name) for name in sorted({m.account for m in moved if m.account})]
        return max(looked, key=lambda told: len(told[0]), default=([], 0))

    def _drained_of(self, account: str) -> tuple[list[_Seen], int]:
        found, looked, rows = [], 0, self._accounts.statement(account)
        for past in self._last:
            drained = _drained_before(past, rows)
            if drained is None:
                continue
            looked += 1
            if drained:
                tries = (s for m in past.tries for s in m.sources)
                sources = distinct((*(s for row in drained for s in row.sources), *tries))
                found.append(_Seen(past, sources, account, -sum(row.amount for row in drained)))
        return found, looked


def _is_timed(m: Movement) -> bool:
    """Whether the hour is known: a bank's row may bear a day alone."""
    return m.row is not None or any(row.at for row in m.bank)


def _had_more(first: Sequence[Movement], rest: Fen) -> bool:
    """Whether the account still held the rest after the first debits, by the bank's own balance."""
    balances = [row.balance for m in first for row in m.bank if row.balance is not None]
    return bool(balances) and min(balances) >= rest


def _drained_before(past: PaidDue, rows: Sequence[BankRow]) -> list[BankRow] | None:
    """The other debits that left less than was due, before the debit of this due or until its day was over.

    Empty where the account held enough all the time, or already too little before; None where the statement does not
    tell: it has no balance before and at that time, or the order of a day's rows is not known.
    """
    begins = past.due - DRAINED_WITHIN
    first = bisect_left(rows, begins, key=_on)
    last = last_with_balance(rows, first)
    own = {id(row) for m in (*past.debits, *past.tries) for row in m.bank}
    paid = past.debits[0] if past.debits else None
    near = rows[first : bisect_right(rows, past.due, key=_on)]
    until = [row for row in near if id(row) not in own and _is_earlier(row, paid, past.due)]
    if last is None or last.balance is None:
        return None
    before = left = last.balance
    taken: list[BankRow] = []
    for day in sorted({row.on for row in until}):
        of_day = [row for row in until if row.on == day]
        left += sum(row.amount for row in of_day)
        taken += [row for row in of_day if row.amount < 0]
        if before >= past.expected > left:
            return taken
    return []


def _on(row: BankRow) -> date:
    return row.on


def _is_earlier(row: BankRow, paid: Movement | None, due: date) -> bool:
    """Whether a row was booked before the debit of the due was; a row of the debit's day needs a time to be so."""
    if paid is None or paid.on > due:
        return True
    if row.on < paid.on:
        return True
    return row.on == paid.on and row.at is not None and _is_timed(paid) and row.at < paid.at


def _risk(kind: RiskKind, due: NextDue, seen: Sequence[_Seen], of: int) -> Risk:
    facts: dict[str, FactValue] = {"first": seen[0].due.due, "last": seen[-1].due.due}
    accounts = Counter(one.account for one in seen if one.account).most_common(1)
    facts["account"] = accounts[0][0] if accounts else ""
    facts["amount"] = max(one.amount for one in seen)
    facts["reason"] = next((one.reason for one in seen if one.reason), "")
    rows = distinct(s for one in seen for s in one.evidence)
    return Risk(kind, due.on, due.facility, due.product, rows, len(seen), of, tuple(sorted(facts.items())))
