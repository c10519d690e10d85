"""Reads what messages say of a loan's changed terms: a new rate, another day of the month, an instalment put off."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal

from app.core.discrepancy import FactValue
from app.core.papers import ChangedTerms, Notice, NoticeKind
from app.importers.papers.message_days import Told, days_in

_RATE = re.compile(r"(?P<days>日利率|日息)?[^。；;]{0,60}?(?<![\d.])(?P<rate>\d{1,2}(?:\.\d{1,6})?)\s{0,2}[%％]")
_BECOMES = re.compile(
    r"(?:调整|变更|修改|下调|上调|降低|降|提高|升|改)?(?:为|至|到)\s{0,3}(\d{1,2}(?:\.\d{1,6})?)\s{0,2}[%％]"
)
_DAY_OF_MONTH = re.compile(
    r"(?:变更|调整|修改|更改|改)?(?:为|至|到|成)(?:每个?月)?\s{0,3}(\d{1,2})\s{0,3}[日号](?![\d/-])"
)
_UNTIL = re.compile(r"(?:延期|展期|延后|顺延|推迟|延缓|变更|调整|改|延长)(?:还款)?(?:至|到|为)\s{0,3}(?=\d)")
_FROM = re.compile(r"(?:自|从|于)\s{0,3}(?=\d)")
_FROM_MONTH = re.compile(r"(?:自|从|于)\s{0,3}(20\d{2})\s?年\s?(1[0-2]|0?[1-9])\s?月(?:份)?(?:起|开始)")
_MONTHLY = re.compile("月利率|月息|月费率")
_OF_NEW_LOANS = re.compile(
    r"(?:在贷|存量|已有|此前|已借|未结清)[^。；;]{0,16}(?:按?原|不变|不受)|新(?:增|借|发生|发放)的?(?:借款|贷款)"
)
"""A rate for loans to come changes nothing of the loans that there are."""


def changed_terms(kind: NoticeKind, text: str, sent: datetime | None) -> tuple[ChangedTerms, date | None] | None:
    """What will hold by a message of one of the kinds of `TERMS_CHANGED`, and from which day; None where it is unsure.

    The day is the one that the message names, else the one on which it was sent.
    """
    near = sent.date() if sent else None
    if kind is NoticeKind.DEFERRED:
        return _deferred(text, near)
    told = _rate(text) if kind is NoticeKind.RATE_CHANGED else _due_day(text)
    named = [day for day in days_in(text) if any(m.end() == day.start for m in _FROM.finditer(text))]
    month = _FROM_MONTH.search(text)
    first = date(int(month[1]), int(month[2]), 1) if month else near
    return (told, named[0].on(near, ahead=True) if named else first) if told else None


def _rate(text: str) -> ChangedTerms | None:
    if _MONTHLY.search(text) or _OF_NEW_LOANS.search(text):
        return None
    rates = {found["rate"] for found in _RATE.finditer(text)}
    becomes = {found[1] for found in _BECOMES.finditer(text)}
    new = becomes if becomes else rates
    if len(new) != 1:
        return None
    return ChangedTerms(rate=Decimal(new.pop()).scaleb(-2), is_daily="日利率" in text or "日息" in text)


def _due_day(text: str) -> ChangedTerms | None:
    days = {int(found[1]) for found in _DAY_OF_MONTH.finditer(text)}
    return ChangedTerms(due_day=days.pop()) if len(days) == 1 and days <= set(range(1, 32)) else None


def _deferred(text: str, near: date | None) -> tuple[ChangedTerms, date | None] | None:
    named = days_in(text)
    until = next((day for day in named if any(m.end() == day.start for m in _UNTIL.finditer(text))), None)
    due = _on(until, named, near)
    if until is None or due is None:
        return None
    before = [day for day in named if day.start < until.start and "由" in text[max(0, day.start - 3) : day.start]]
    was_due = _on(before[0], named, near) if before else None
    return (ChangedTerms(due=due, was_due=was_due), due) if was_due is None or was_due < due else None


def _on(told: Told | None, named: list[Told], near: date | None) -> date | None:
    """A day with its own year, or the one that lays it ahead of when the message was sent, or next to another day."""
    if told is None:
        return None
    whole = near or next((day for other in named if (day := other.on(None))), None)
    return told.on(whole, ahead=True)


def told_terms(notice: Notice) -> tuple[str, tuple[tuple[str, FactValue], ...]]:
    """The code of the problem that tells a person what a message says of terms, and its facts."""
    terms = notice.terms or ChangedTerms()
    if terms.due:
        return "message-deferred", (("due", terms.due),)
    when: tuple[tuple[str, FactValue], ...] = (("on", notice.on),) if notice.on else ()
    undated = "" if notice.on else "-undated"
    if terms.due_day:
        return f"message-due-day{undated}", (("day", terms.due_day), *when)
    basis = "daily" if terms.is_daily else "yearly"
    return f"message-rate-{basis}{undated}", (("rate", terms.rate or Decimal(0)), *when)
