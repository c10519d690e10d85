"""Reads messages of lenders, wallets and banks: SMS, push texts, cards of official accounts, one or hundreds."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import partial

from app.core.discrepancy import FactValue
from app.core.explanation import Problem
from app.core.facts import BankRow, Ledger, Product
from app.core.papers import TERMS_CHANGED, Notice, NoticeKind
from app.importers.banks import statement_words
from app.importers.importer import Imported, Importer, Reader, Recognising
from app.importers.papers import message_words as words
from app.importers.papers.account_messages import account_row
from app.importers.papers.guesses import seems_to_be
from app.importers.papers.message_days import Told, days_in, relative_in
from app.importers.papers.message_terms import changed_terms, told_terms
from app.importers.papers.message_units import Unit, units
from app.importers.reading.lines import lines
from app.importers.reading.table import Table
from app.importers.recognising.understanding import is_plain_table

_KINDS = {kind.value for kind in NoticeKind}
_NAMED = ("repaid", "failed", "due", "drawdown", "settled")
_SUMMED = {kind: kind.value for kind in NoticeKind if kind.value in _NAMED} | {NoticeKind.OVERDUE: "due"}
_NO_MESSAGES = {"cashbook", "balance-certificate", "receipt"}
_LOOKED_AT = 400
_HEADED_WITHIN, _FEWEST_HEADINGS = 10, 3
_BALANCE_ALONE = re.compile(r"(?:账户)?余额[:：]?\s{0,3}[\d,]{1,20}\.\d{2}元?")
_MOSTLY = 0.5
_LONGEST_UNSIGNED = 400  # letters; more without a sender are lines of some other text that hang together
_MOST_CELLS = 5  # a line of more is a row of some table
_AHEAD = {NoticeKind.DUE}
_LABELLED = re.compile(r"(?:还款|扣款|交易|支付|付款|到账|放款|入账|结清)(?:时间|日期)\s{0,3}[:：]?\s{0,3}(?=\d)")
_DEADLINE = re.compile(r"[\d年月/.-]{3,10}日?\s{0,3}(?:\d{1,2}[:：时点]\d{0,2}分?)?\s{0,3}(?:之|以)?前")
"""By when something is to be done: no day on which anything happened."""
_DUE_WORDS = ("还款日", "扣款日", "到期", "将于", "将在")


@dataclass(frozen=True, slots=True)
class Messages(Recognising):
    """Pasted or saved messages."""

    @property
    def name(self) -> str:
        """The family's id."""
        return "messages"

    def recognise(self, table: Table) -> Reader | None:
        """Read every message where most of what stands there are such that tell something, or imitate such."""
        if _heads_a_statement(table):
            return None
        found = units(table, _LOOKED_AT)
        gathered = _Gathered(table)
        rows = [unit for unit in found if gathered.account_row(unit) is not None]
        others = [unit for unit in found if unit not in rows]
        known = [
            (unit, rule) for unit in others if (rule := _rule_of(unit)) and (_speaks(unit) or rule.kind == "fraud")
        ]
        telling = [rule for unit, rule in known if rule.kind == "fraud" or gathered.notice_of(unit)]
        informative = len(rows) + len(telling)
        mostly = informative >= 1 and len(known) + len(rows) >= _MOSTLY * len(found) and not is_plain_table(table)
        return partial(self.notices, table) if mostly and seems_to_be(table) not in _NO_MESSAGES else None

    @staticmethod
    def notices(table: Table) -> Imported:
        """Every message that tells something as a fact; texts that imitate lenders are told and not used."""
        gathered = _Gathered(table)
        for unit in units(table, len(table)):
            gathered.take(unit)
        return gathered.imported()


def _heads_a_statement(table: Table) -> bool:
    """Whether one of the first lines is the header of a statement, whose rows were torn when they were copied.

    Balances that stand on lines of their own are of such rows too.
    """
    first = [line.strip() for _, line in lines(table, _HEADED_WITHIN)]
    if sum(bool(_BALANCE_ALONE.fullmatch(line)) for line in first) > 1:
        return True
    heads = (line.split() for line in first)
    return any(len(head) >= _FEWEST_HEADINGS and all(map(statement_words.role_of, head)) for head in heads)


def _rule_of(unit: Unit) -> words.Rule | None:
    return words.rule_of(words.without_links(unit.text))


def _speaks(unit: Unit) -> bool:
    """Whether a unit is surely a message: it has a sender, or is short and names a product and a day or an amount."""
    if words.sender_of(unit.text):
        return True
    if len(unit.text) > _LONGEST_UNSIGNED or unit.cells > _MOST_CELLS:
        return False
    named = words.product_of(unit.text, "") is not Product.OTHER or "，" in unit.text[:16]
    return named and bool(unit.sent or days_in(unit.text) or words.names_money(unit.text))


class _Gathered:
    def __init__(self, table: Table) -> None:
        self._table = table
        self._notices: list[Notice] = []
        self._bank: list[BankRow] = []
        self._skipped: Counter[str] = Counter()
        self._problems: list[Problem] = []
        self._rows = 0
        self._near: date | None = None

    def take(self, unit: Unit) -> None:
        """Take one message: its fact, or the reason it gives none."""
        self._rows += 1
        text = words.without_links(unit.text)
        rule = words.rule_of(text)
        if (row := self.account_row(unit)) is not None:
            self._bank.append(row)
            self._near = row.on
            return
        if rule is None or rule.kind not in _KINDS:
            reason = "message-unknown" if rule is None else f"message-{'other' if rule.kind == 'none' else rule.kind}"
            self._skipped[reason] += 1
            if rule and rule.kind == "fraud":
                self._problem("message-fraud", unit.row, kind=f"message.{rule.id.replace('.', '-')}")
            return
        if (notice := self.notice_of(unit)) is None:
            self._skipped["message-unknown"] += 1
            return
        self._notices.append(notice)
        if notice.terms:
            code, facts = told_terms(notice)
            self._problem(code, unit.row, **dict(facts))

    def notice_of(self, unit: Unit) -> Notice | None:
        """What a message tells; None where nothing lays it to a day, as with the words of a page or of a heading.

        Of a message that names who sent it an amount is enough.
        """
        text = words.without_links(unit.text)
        rule = words.rule_of(text)
        notice = self._notice(unit, text, rule) if rule and rule.kind in _KINDS else None
        if notice and notice.kind in TERMS_CHANGED:
            return notice if notice.terms else None
        if notice is None or (notice.sender and notice.amount is not None):
            return notice
        is_of_page = notice.kind is NoticeKind.DUE and notice.amount is None and not notice.sender  # 账单日 2025-11-05
        return notice if (notice.on or notice.month_day) and not is_of_page else None

    def account_row(self, unit: Unit) -> BankRow | None:
        """The row of an account that a message tells; None where it tells none."""
        text = words.without_links(unit.text)
        rule = words.rule_of(text)
        if rule is not None and rule.kind == "fraud":
            return None
        sent = _sent(unit.sent, self._near)
        on, at, _ = _placed(NoticeKind.REPAID, text, sent)
        return account_row(text, words.sender_of(text), on, at, self._table.source(unit.row))

    def _notice(self, unit: Unit, text: str, rule: words.Rule) -> Notice:
        kind, sender = NoticeKind(rule.kind), words.sender_of(text)
        sent = _sent(unit.sent, self._near)
        self._near = sent.date() if sent else self._near
        on, at, bare = _placed(kind, text, sent)
        changed = changed_terms(kind, text, sent) if kind in TERMS_CHANGED else None
        if kind in TERMS_CHANGED:
            on, at, bare = changed[1] if changed else None, None, None
        return Notice(
            kind=kind,
            product=words.product_of(text, sender),
            amount=None if changed and changed[0].due is None else words.amount_of(rule.kind, text),
            on=on,
            at=at,
            month_day=bare,
            account=words.tail_of(text),
            period=words.period_of(text),
            remaining=words.remaining_of(text) if kind is not NoticeKind.DUE else None,
            reason=words.reason_of(text) if kind is NoticeKind.FAILED else "",
            sender=sender,
            text=text[:300],
            rule=rule.id,
            sources=(self._table.source(unit.row),),
            terms=changed[0] if changed else None,
            sent=sent if sent and sent.time() != time() else None,
        )

    def imported(self) -> Imported:
        """Everything the messages gave."""
        bare = [notice for notice in self._notices if notice.on is None and notice.month_day]
        if bare:
            self._problem("message-without-year", bare[0].sources[0].row, count=len(bare))
        days = [notice.on for notice in self._notices if notice.on and notice.kind not in _AHEAD | TERMS_CHANGED]
        days += [row.on for row in self._bank]
        return Imported(
            format="messages",
            ledger=Ledger(bank=tuple(self._bank), notices=tuple(self._notices)),
            rows=self._rows,
            used=len(self._notices) + len(self._bank),
            period=(min(days), max(days)) if days else None,
            problems=(*self._said(), *self._problems),
            skipped=tuple(sorted(self._skipped.items())),
        )

    def _said(self) -> Iterator[Problem]:
        """What the messages say in all, and which of them tell rows of accounts."""
        if self._notices or not self._bank:
            yield _told(self._table, self._notices)
        if self._bank:
            accounts = tuple(dict.fromkeys(f"{row.bank}{row.account}" for row in self._bank))
            facts: tuple[tuple[str, FactValue], ...] = (("file", self._table.file), ("count", len(self._bank)))
            yield Problem("messages-of-accounts", self._bank[0].sources[0], (*facts, ("accounts", accounts)))

    def _problem(self, code: str, row: int, **facts: FactValue) -> None:
        where: tuple[tuple[str, FactValue], ...] = (("file", self._table.file), ("row", row))
        self._problems.append(Problem(code, self._table.source(row), (*where, *facts.items())))


def _told(table: Table, notices: Iterable[Notice]) -> Problem:
    """What the messages say, in one sentence."""
    counted = Counter(_SUMMED.get(notice.kind, "other") for notice in notices)
    facts: tuple[tuple[str, FactValue], ...] = tuple((name, counted[name]) for name in (*_NAMED, "other"))
    return Problem("messages-read", None, (("file", table.file), ("count", counted.total()), *facts))


def _sent(told: Told | None, near: date | None) -> datetime | None:
    """The moment a message was sent; midnight where only its day is told. Without a year it follows the one before."""
    on = told.on(near, ahead=near is not None and told.year is None) if told else None
    if told is None or on is None:
        return None
    return datetime.combine(on, time(*told.time) if told.time else time())


def _placed(
    kind: NoticeKind, text: str, sent: datetime | None
) -> tuple[date | None, datetime | None, tuple[int, int] | None]:
    """The day a message speaks of, the moment where it names one, and month and day where the year is missing."""
    named, ahead = _day_of(kind, text), kind in _AHEAD
    if named is None:
        on = relative_in(text, sent)
        if isinstance(on, datetime):
            return on.date(), on, None
        return (on or (sent.date() if sent and not ahead else None)), None, None
    day = named.on(sent.date() if sent else None, ahead=ahead)
    at = datetime.combine(day, time(*named.time)) if day and named.time else None
    return day, at, None if day else (named.month, named.day)


def _day_of(kind: NoticeKind, text: str) -> Told | None:
    """The day that a message is about: of a reminder behind the words for it, else behind a label, or the first."""
    named = [told for told in days_in(text) if kind in _AHEAD or not _DEADLINE.match(text, told.start)]
    if kind not in _AHEAD and (label := _LABELLED.search(text)):
        return next((told for told in named if told.start >= label.end()), named[0] if named else None)
    if kind in _AHEAD:
        places = [text.find(word) for word in _DUE_WORDS if word in text]
        behind = [told for told in named if places and told.start >= min(places)]
        return behind[0] if behind else named[0] if named else None
    return named[0] if named else None


IMPORTERS: tuple[Importer, ...] = (Messages(),)
