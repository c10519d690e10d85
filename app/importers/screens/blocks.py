"""Cuts the lines of a page into those of its rows."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise

from app.importers.screens.tokens import Token, TokenKind
from app.importers.screens.years import Calendar


@dataclass(slots=True)
class Block:
    """The lines of one row of a page, with the year and month that stand above them."""

    lines: list[Sequence[Token]]
    calendar: Calendar
    line: int


def blocks(tokens: Sequence[Sequence[Token]], kind: str) -> tuple[list[Block], int]:
    """The lines cut into rows, and the index of the first row's first line."""
    if _is_detail(tokens, kind):
        whole = [line for line in tokens if line]
        return ([Block(whole, Calendar(), whole[0][0].line)] if whole else []), 0
    found: list[Block] = []
    calendar, first = Calendar(), len(tokens)
    begins = [at for at, line in enumerate(tokens) if not _is_calendar(line) and _begins(tokens, at, kind)]
    begins = _with_days_above(tokens, begins) if kind == "plan" else begins
    for at, line in enumerate(tokens):
        if at in begins:
            first = min(first, at)
            found.append(Block([line], calendar, line[0].line))
        elif _is_calendar(line):
            calendar = calendar.after(line[0].value)
        elif found:
            found[-1].lines.append(line)
    return found, first


def _with_days_above(tokens: Sequence[Sequence[Token]], begins: list[int]) -> list[int]:
    """Where rows begin on a page that puts the day on the line above each period, and none below the last."""
    if not begins or any(t.kind is TokenKind.DAY for line in tokens[begins[-1] :] for t in line):
        return begins
    are_led = all(at and [t.kind for t in tokens[at - 1]] == [TokenKind.DAY] for at in begins)
    return [at - 1 for at in begins] if are_led else begins


def led_by_days(tokens: Sequence[Sequence[Token]], kind: str) -> tuple[list[Block], int]:
    """The lines cut where a day stands on a line without a sum, as in lists that put the day above what was paid.

    Where a state stands above every such day, the row begins with it.
    """
    begins = [
        at
        for at, line in enumerate(tokens)
        if any(map(_is_dated, line)) and not _shows_a_sum(line) and not (kind == "bill" and _is_labelled_day(line))
    ]
    if begins and all(at and any(t.kind is TokenKind.STATE for t in tokens[at - 1]) for at in begins):
        begins = [at - 1 for at in begins]
    if kind == "drawdowns":
        begins = _led_by_sums(tokens, begins)
    found: list[Block] = []
    calendar, first = Calendar(), len(tokens)
    for at, line in enumerate(tokens):
        if _is_calendar(line):
            calendar = calendar.after(line[0].value)
        elif at in begins:
            found.append(Block([line], calendar, line[0].line))
        elif found:
            found[-1].lines.append(line)
            if _shows_a_sum(line):
                first = min(first, max(begin for begin in begins if begin < at))
    return [block for block in found if len(block.lines) > 1], first


def days_lead(tokens: Sequence[Sequence[Token]]) -> bool:
    """Whether days and sums take turns on lines of their own, from a day to a sum: each day is that of the sum below.

    The line below a sum then holds the next one's day, as where a row ends with what was paid.
    """
    turns = [_shows_a_sum(line) for line in tokens if _shows_a_sum(line) or any(map(_is_dated, line))]
    apart = not any(_shows_a_sum(line) and any(map(_is_dated, line)) for line in tokens)
    return apart and len(turns) > 2 and turns == [False, True] * (len(turns) // 2)


def _led_by_sums(tokens: Sequence[Sequence[Token]], days: list[int]) -> list[int]:
    """Where rows begin on a page of loans that puts what was lent above its day; none where no label calls it that.

    Its sums and days alternate from the first sum on, so that a row from day to day would take the next loan's sum.
    """
    sums = [at for at, line in enumerate(tokens) if at not in days and _lends(line)]
    alternate = len(sums) == len(days) > 1 and all(
        above < below for above, below in pairwise([at for pair in zip(sums, days, strict=True) for at in pair])
    )
    if not alternate:
        return days
    return sums if all(any(t.meant == "loan_amount" for t in tokens[at]) for at in sums) else []


def _lends(line: Sequence[Token]) -> bool:
    """Whether a line has a sum that is, or may be, what was lent."""
    before = [None, *line]
    return any(
        token.kind is TokenKind.MONEY and (label is None or label.meant in ("", "drawn_word", "loan_amount"))
        for label, token in zip(before, line, strict=False)
    )


def sum_without_day(tokens: Sequence[Sequence[Token]], read: Collection[str]) -> Token | None:
    """A sum behind a period of a plan that is none of those ``read``: nothing near it says when it falls due."""
    lost = False
    for token in (token for line in tokens for token in line):
        if token.kind is TokenKind.PERIOD:
            lost = token.value.partition("/")[0] not in read
        elif token.kind is TokenKind.MONEY and lost:
            return token
    return None


def _is_labelled_day(line: Sequence[Token]) -> bool:
    """Whether a day is that of a bill (账单日, 还款日), and of none of its lines."""
    return any(token.meant in ("statement", "due", "as_of") for token in line)


def _shows_a_sum(line: Sequence[Token]) -> bool:
    """Whether a line has a sum that no label calls a part (本金166.50) of another one."""
    before = [None, *line]
    return any(
        token.kind is TokenKind.MONEY and not (label and label.meant in ("principal", "interest", "fee", "penalty"))
        for label, token in zip(before, line, strict=False)
    )


def is_charge(line: Sequence[Token]) -> bool:
    """Whether a line of a bill is one that charges for something, 04-08 手续费 12.35, and no parts of another."""
    kinds = [token.kind for token in line]
    labels = [token.meant for token in line if token.kind is TokenKind.LABEL]
    alone = kinds.count(TokenKind.MONEY) == 1 and any(map(_is_dated, line))
    return alone and len(labels) == 1 and labels[0] in ("fee", "interest", "penalty")


def _is_detail(tokens: Sequence[Sequence[Token]], kind: str) -> bool:
    """Whether the page is about one repayment or one loan: each label has one value and stands on a line with it."""
    flat = [token for line in tokens for token in line]
    names = [t.meant for t in flat if t.kind is TokenKind.LABEL]
    paid = {"paid_at"} if "paid_at" in names else {"due"}
    leads = {"records": paid, "drawdowns": {"loan_amount", "drawn_at"}}.get(kind)
    if kind == "records" and "paid_at" in names and _has_one_of_each(flat):
        return True
    return leads is not None and leads <= set(names) and len(set(names)) == len(names) >= 3


def _has_one_of_each(tokens: Sequence[Token]) -> bool:
    """Whether the page shows one day and one sum, and nothing else of the kind."""
    kinds = [token.kind for token in tokens]
    return kinds.count(TokenKind.DAY) == kinds.count(TokenKind.MONEY) == 1


def _is_calendar(line: Sequence[Token]) -> bool:
    return len(line) == 1 and line[0].kind is TokenKind.DAY and (line[0].value.count("-") in (0, 1) or _bare(line[0]))


def _bare(token: Token) -> bool:
    return token.value.startswith("--") and token.value.count("-") == 2


def _begins(tokens: Sequence[Sequence[Token]], at: int, kind: str) -> bool:
    """Whether a row begins on this line."""
    line = tokens[at]
    kinds = [token.kind for token in line]
    if kind == "plan":
        has_periods = any(t.kind is TokenKind.PERIOD for other in tokens for t in other)
        return TokenKind.PERIOD in kinds if has_periods else TokenKind.DAY in kinds and TokenKind.MONEY in kinds
    if kind == "drawdowns":
        meant = {token.meant for token in line}
        return TokenKind.DAY in kinds and TokenKind.MONEY in kinds and bool(meant & {"drawn_word", "loan_amount"})
    if not _shows_a_sum(line) and not (kind == "bill" and is_charge(line)):
        return False
    below = tokens[at + 1] if at + 1 < len(tokens) else ()
    dated = any(_is_dated(token) for token in (*line, *below))
    front = any(t.meant in ("total", "outstanding", "loan_amount", "due", "statement") for t in (*line, *below))
    return dated and not front and not _is_calendar(below)


def _is_dated(token: Token) -> bool:
    return (
        token.kind is TokenKind.DAY
        and (token.value == "today" or token.value.count("-") >= 2)
        and not (token.value.startswith("--") and token.value.count("-") == 2)
    )
