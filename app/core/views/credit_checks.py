"""Lays each statement of a credit report beside the rows: agrees, contradicts by named rows, or was not checked.

Reports count whole yuan and months. A mark says how an account stood on a reporting day of its month that no paper
names; so a mark contradicts the rows only if no day of its month could have shown it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from app.core.ahead import CreditMonth, MarkBasis, MarkCheck, MarkStanding
from app.core.discrepancy import distinct
from app.core.facts import BankRow, Source
from app.core.papers import CreditAccount, CreditLineKind, CreditReport, MonthMark
from app.core.views.credit_accounts import (
    LAG,
    YUAN,
    Month,
    last_day_of,
    line_of,
    month_of,
    month_plus,
    own_loan,
    same_yuan,
    text_of,
)
from app.core.views.credit_beside import AccountBeside
from app.core.views.credit_cards import CARDS, card_checks
from app.core.views.credit_enquiries import enquiry_checks
from app.core.views.credit_months import mark_of, months_of
from app.core.views.overdue_spans import Borrowed

_LATE, _NOT_LATE = frozenset("1234567"), frozenset("N*C/")
_ALLOWED = (MarkBasis.GRACE, MarkBasis.DAY_OFF)
"""Late, and perhaps allowed to be: by the days of grace, or because the due date was a day off."""
_VERY_LATE = frozenset("4567")
"""Marks of more than 90 days."""


def checks_of(
    reports: Iterable[CreditReport], loans: Sequence[Borrowed], months: Iterable[CreditMonth], as_of: date,
    bank: Sequence[BankRow] = (),
) -> tuple[MarkCheck, ...]:  # fmt: skip
    """Every statement of every account of the reports, in order of account and month, then their enquiries."""
    by_loan: dict[str, dict[Month, CreditMonth]] = {}
    for month in months:
        by_loan.setdefault(month.facility, {})[month.month] = month
    found: list[MarkCheck] = []
    for report in sorted(reports, key=lambda r: (r.reported_at is not None, str(r.reported_at), r.sources)):
        for account in report.accounts:
            if account.kind in CARDS:
                found += card_checks(account, report, bank, as_of)
            else:
                found += _of_account(account, report, loans, by_loan, as_of)
        found += enquiry_checks(report, loans)
    return tuple(found)


def _of_account(
    account: CreditAccount,
    report: CreditReport,
    loans: Sequence[Borrowed],
    by_loan: Mapping[str, Mapping[Month, CreditMonth]],
    as_of: date,
) -> Iterator[MarkCheck]:
    beside = AccountBeside.of(account, report, as_of)
    line = line_of(account, loans) if account.kind is CreditLineKind.REVOLVING else None
    if line is not None:
        months = {month.month: month for month in months_of(line, as_of)}
        yield from _of_line(_Looks(replace(beside, loan=line, months=months)))
        return
    own, why = own_loan(account, report.accounts, loans)
    if own is None:
        yield beside.unchecked("account", why)
        return
    looks = _Looks(replace(beside, loan=own, months=by_loan.get(own.facility, {})))
    for look in (looks.amount, looks.end, looks.balance, looks.overdue_now, looks.marks, looks.late_months):
        yield from look()


def _of_line(looks: _Looks) -> Iterator[MarkCheck]:
    """A line of several loans: only where its balance is that of the loans here are they all of it."""
    balance = [check for check in looks.balance() if check.standing is MarkStanding.AGREES]
    if not balance:
        yield looks.beside.unchecked("account", "line-of-several")
        return
    yield from balance
    for look in (looks.overdue_now, looks.marks, looks.late_months):
        yield from look()


@dataclass(frozen=True, slots=True)
class _Looks:
    """One look for each kind of statement."""

    beside: AccountBeside

    def amount(self) -> Iterator[MarkCheck]:
        """What was lent, in whole yuan."""
        b, told, lent = self.beside, self.beside.account.amount, self.beside.loan.principal
        if told is None or lent is None:
            return
        if same_yuan(told, lent):
            yield b.agrees("amount", told, lent, *b.loan.evidence)
        else:
            yield b.contradicts("amount", "amount-differs", told, lent, *b.loan.evidence)

    def end(self) -> Iterator[MarkCheck]:
        """Whether it is settled, and since which month."""
        b = self.beside
        ended, told, shown = b.loan.settled_on, b.account.settled, b.reported
        if told is not None:
            yield self._settled(told)
        elif ended is not None and shown is not None and b.account.balance:
            if shown > month_plus(month_of(ended), LAG):
                yield b.contradicts(
                    "still-open", "settled-before", text_of(shown), text_of(month_of(ended)), *self._ending()
                )
            elif shown >= month_of(ended):
                yield b.unchecked("still-open", "reporting-lag", text_of(shown))

    def _settled(self, told: Month) -> MarkCheck:
        b, ended = self.beside, self.beside.loan.settled_on
        if ended is None and b.loan.open_on is not None and month_of(b.loan.open_on) > told:
            own, rows = text_of(month_of(b.loan.open_on)), (*b.loan.evidence, *b.loan.open_rows)
            return b.contradicts("settled-month", "not-settled", text_of(told), own, *rows)
        if ended is None:
            return b.unchecked("settled-month", "end-unknown", text_of(told))
        month = month_of(ended)
        if month <= told <= month_plus(month, LAG):
            return b.agrees("settled-month", text_of(told), text_of(month), *self._ending())
        return b.contradicts("settled-month", "another-month", text_of(told), text_of(month), *self._ending())

    def _ending(self) -> tuple[Source, ...]:
        """The rows of the loan with those of its last payments."""
        b = self.beside
        last = max((span.due for span in b.loan.spans), default=None)
        return distinct((*b.loan.evidence, *(s for span in b.loan.spans if span.due == last for s in span.evidence)))

    def balance(self) -> Iterator[MarkCheck]:
        """What is owed, against what was owed on any day of that month."""
        b, told, shown = self.beside, self.beside.account.balance, self.beside.reported
        if told is None or shown is None or b.account.settled:
            return
        ended = b.loan.settled_on
        if ended is not None and month_of(ended) <= shown:
            if told < YUAN:
                yield b.agrees("balance", told, 0, *self._ending())
            return  # whether it is still open is told by itself
        owed = b.loan.owed_within(date(*shown, 1), last_day_of(shown))
        rows = distinct((*b.loan.evidence, *(s for span in b.loan.spans for s in span.evidence)))
        if not owed or not b.known_through(shown):
            yield b.unchecked("balance", "rows-end-before", told)
        elif any(abs(fen - told) < YUAN for fen in owed):
            near = min(owed, key=lambda fen: (abs(fen - told), fen))
            yield b.agrees("balance", told, near, *rows)
        else:
            near = min(owed, key=lambda fen: (abs(fen - told), fen))
            yield b.contradicts("balance", "balance-differs", told, near, *rows)

    def overdue_now(self) -> Iterator[MarkCheck]:
        """What is overdue at the report's month, against the most that any of its days could show."""
        b, told, shown = self.beside, self.beside.account.overdue, self.beside.reported
        if told is None or shown is None:
            return
        month = b.month(shown)
        if month is None or month.basis is MarkBasis.UNKNOWN or last_day_of(shown) > b.as_of:
            ended = b.loan.settled_on
            if told >= YUAN and ended is not None and month_plus(month_of(ended), LAG) < shown:
                yield b.contradicts("overdue-now", "nothing-overdue", told, 0, *self._ending())
            else:
                yield b.unchecked("overdue-now", "rows-end-before", told)
        elif told >= YUAN and month.basis in (MarkBasis.ON_TIME, MarkBasis.POSTED_LATE):
            why = "posted-late" if month.basis is MarkBasis.POSTED_LATE else "nothing-overdue"
            yield b.contradicts("overdue-now", why, told, 0, *month.evidence)
        elif told >= month.overdue + YUAN:
            yield b.contradicts("overdue-now", "more-than-due", told, month.overdue, *month.evidence)
        elif told < YUAN and month.whole:
            yield b.unchecked("overdue-now", "late-not-shown", told)
        else:
            yield b.agrees("overdue-now", told, month.overdue, *month.evidence)

    def marks(self) -> Iterator[MarkCheck]:
        """Each month's mark and what it says was overdue."""
        for one in self.beside.account.marks:
            yield from self._mark(one)

    def _mark(self, one: MonthMark) -> Iterator[MarkCheck]:
        b, month = self.beside, self.beside.month(one.month)
        if one.mark not in _LATE | _NOT_LATE:
            yield b.unchecked("mark", "special-mark", one.mark, one.month)
            return
        if month is None or month.basis is MarkBasis.UNKNOWN or last_day_of(one.month) > b.as_of:
            yield self._beyond(one)
            return
        if one.mark in _NOT_LATE:
            if month.whole:
                yield b.unchecked("mark", "late-not-shown", one.mark, one.month)
            else:
                yield b.check(
                    "mark",
                    MarkStanding.AGREES,
                    "agrees",
                    one.mark,
                    month.mark,
                    month=one.month,
                    evidence=month.evidence,
                )
            return
        wrong = _wrong_mark(one, month)
        if month.basis in _ALLOWED and wrong != "mark-too-high":
            yield b.unchecked("mark", f"within-{month.basis.value}", one.mark, one.month)
            return
        yield self._laid(one, month, MarkStanding.CONTRADICTS if wrong else MarkStanding.AGREES, wrong or "agrees")
        if not wrong and one.overdue is not None and one.overdue >= month.overdue + YUAN:
            yield b.check(
                "overdue-in-month", MarkStanding.CONTRADICTS, "more-than-due", one.overdue, month.overdue,
                month=one.month, evidence=month.evidence,
            )  # fmt: skip

    def _laid(self, one: MonthMark, month: CreditMonth, standing: MarkStanding, why: str) -> MarkCheck:
        """A mark beside the one that the rows give, which counts what was paid in time as paid in time."""
        rows = "N" if month.basis is MarkBasis.POSTED_LATE else month.mark
        shown = month.evidence or self.beside.loan.evidence
        return self.beside.check("mark", standing, why, one.mark, rows, month=one.month, evidence=shown)

    def _beyond(self, one: MonthMark) -> MarkCheck:
        """A mark of a month that the rows do not reach, or that lies after the loan's end."""
        b, ended = self.beside, self.beside.loan.settled_on
        if one.mark in _LATE and ended is not None and one.month > month_plus(month_of(ended), LAG):
            return b.check(
                "mark", MarkStanding.CONTRADICTS, "after-the-end", one.mark, "C", month=one.month,
                evidence=self._ending(),
            )  # fmt: skip
        first = min(b.months or {}, default=None)
        if one.mark in _NOT_LATE and first is not None and one.month < first:
            return b.check("mark", MarkStanding.AGREES, "nothing-due-yet", one.mark, "N", month=one.month,
                           evidence=b.loan.evidence)  # fmt: skip
        return b.unchecked("mark", "rows-end-before", one.mark, one.month)

    def late_months(self) -> Iterator[MarkCheck]:
        """How many months were late, and late by more than 90 days, where the report gives numbers and no marks."""
        account = self.beside.account
        if account.marks:
            return
        if account.late_months is not None:
            yield from self._counted("late-months", account.late_months, lambda _: True)
        if account.very_late_months:  # that there are none is told by every report, and is no news
            yield from self._counted("very-late-months", account.very_late_months, lambda m: m.mark in _VERY_LATE)

    def _counted(self, fact: str, told: int, is_meant: Callable[[CreditMonth], bool]) -> Iterator[MarkCheck]:
        b, shown = self.beside, self.beside.reported
        upto = shown or (b.account.settled if b.account.settled else month_of(b.as_of))
        kept = [m for key, m in (b.months or {}).items() if key <= upto]
        if not kept or not b.known_through(min(upto, max(m.month for m in kept))):
            yield b.unchecked(fact, "rows-end-before", told)
            return
        most = sum(m.basis in (MarkBasis.UNPAID, MarkBasis.WITHIN, *_ALLOWED) and is_meant(m) for m in kept)
        posted = sum(m.basis is MarkBasis.POSTED_LATE and is_meant(m) for m in kept)
        rows = distinct(s for m in kept if m.basis is not MarkBasis.ON_TIME for s in m.evidence)
        rows = rows or distinct(s for m in kept for s in m.evidence)
        if told > most:
            none = f"no-{fact.removesuffix('s')}"
            why = "posted-late" if told <= most + posted else "more-than-rows" if most else none
            yield b.contradicts(fact, why, told, most, *rows)
        elif told < sum(m.whole and is_meant(m) for m in kept):
            yield b.unchecked(fact, "late-not-shown", told)
        else:
            yield b.agrees(fact, told, most, *rows)


def _wrong_mark(one: MonthMark, month: CreditMonth) -> str:
    """Why a mark of lateness cannot be of this month; empty where it can."""
    if month.basis is MarkBasis.POSTED_LATE:
        return "posted-late"
    if month.basis is MarkBasis.ON_TIME:
        return "paid-in-time"
    return "mark-too-high" if one.mark > mark_of(month.days) else ""
