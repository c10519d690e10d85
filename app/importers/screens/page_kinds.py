"""What a page is a page of: a plan, a list of loans or of repayments, or a bill."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from app.importers.screens.due_and_paid import say_both
from app.importers.screens.lines import Line
from app.importers.screens.ruled_table import ruled_rows
from app.importers.screens.screen_words import screen_words
from app.importers.screens.tokens import Token, TokenKind, tokens_of

TITLE_LINES = 8
"""Among so many first lines stands the title of a page."""

_LEAST_PERIODS = 3
"""From so many periods that count up on a page of a loan stand for its plan."""

_PAID = re.compile(
    r"(?<![应待需未可该须没])还(?:了|掉|上了|借呗|花呗|白条|金条|微粒贷|备用金|月付|分付|款成功)|[付扣]了|[付扣]款成功|支付成功"
)
"""What a person writes beside money that left; no page of a plan says so of what is due."""
_OF_DUES = frozenset({"principal", "interest", "penalty", "fee", "total", "outstanding", "due", "period"})
"""Labels that only what is due, or was paid, has; a loan's own (借款) say nothing of the lines beside it."""
_OF_EITHER = frozenset({"还款日期", "还款日", "还款金额", "还款总额", "还款合计"})
"""Labels of what is due and of what was paid, as 还款明细 is a title of both."""


def title_kind(lines: Sequence[Line]) -> str:
    """The kind that the first lines name; empty where they name none."""
    texts = [line.text.replace(" ", "") for line in lines[:TITLE_LINES]]
    titles = screen_words().titles
    return next((kind for text in texts for kind, words in titles.items() if any(word in text for word in words)), "")


def kind_of(lines: Sequence[Line], tokens: Sequence[Sequence[Token]]) -> str:
    """The kind of a page by its title, or by what its lines say; empty where it is none of loans."""
    titled = title_kind(lines)
    if titled == "plan" and not any(t.kind is TokenKind.PERIOD for line in tokens for t in line):
        return "records" if _has_state(tokens, "done") and not _has_state(tokens, "open") else titled
    if titled in ("drawdowns", "bill") and (_has_a_plan(tokens) or _has_a_ruled_plan(tokens)):
        return "plan"
    if titled:
        return titled
    if say_both(tokens):
        return "plan"
    flat = [token for line in tokens for token in line]
    periods = [token for token in flat if token.kind is TokenKind.PERIOD]
    borrowed = [token for token in flat if token.meant in ("drawn_word", "loan_amount")]
    if len(periods) >= 2 and (any(t.meant in ("principal", "interest") for t in flat) or _has_dues(tokens)):
        return "drawdowns" if len(borrowed) >= len(periods) else "plan"
    if _has_state(tokens, "done") and any(t.kind is TokenKind.TIME for t in flat):
        return "records"
    return "drawdowns" if len(borrowed) >= 2 else ""


def speaks_of_dues(lines: Sequence[Line]) -> bool:
    """Whether a title, a label or a state says that the lines are of a plan: days, sums and periods alone do not."""
    tokens = [token for line in lines for token in tokens_of(line) if token.value not in _OF_EITHER]
    said = (
        token.kind is TokenKind.STATE or (token.kind is TokenKind.LABEL and token.meant in _OF_DUES) for token in tokens
    )
    named = [line for line in lines if "还款明细" not in line.text.replace(" ", "")]
    return bool(title_kind(named)) or any(said)


def _has_a_plan(tokens: Iterable[Sequence[Token]]) -> bool:
    """Whether periods with their due dates and sums follow each other: the plan of one loan, below its terms.

    Date and sum stand on the line of the period or on those below it. In a list of loans the periods are those of
    several loans, and do not count up.
    """
    of: list[list[Token]] = []
    for line in tokens:
        if any(token.kind is TokenKind.PERIOD for token in line):
            of.append([])
        if of:
            of[-1] += line
    whole = {TokenKind.PERIOD, TokenKind.DAY, TokenKind.MONEY}
    dated = [tokens for tokens in of if whole <= {token.kind for token in tokens}]
    periods = [int(t.value.partition("/")[0]) for line in dated for t in line if t.kind is TokenKind.PERIOD]
    return len(periods) >= _LEAST_PERIODS and periods == list(range(periods[0], periods[0] + len(periods)))


def _has_a_ruled_plan(tokens: Sequence[Sequence[Token]]) -> bool:
    """Whether periods stand as a table below a line of headings, numbered from 1."""
    ruled = ruled_rows(tokens)
    numbers = [row.text("period") for row in ruled[0]] if ruled else []
    return len(numbers) >= _LEAST_PERIODS and numbers == [str(n) for n in range(1, len(numbers) + 1)]


def _has_dues(tokens: Iterable[Sequence[Token]]) -> bool:
    """Whether two lines or more have a period with its whole due date and its sum, and none says it was paid."""
    whole = {TokenKind.PERIOD, TokenKind.DAY, TokenKind.MONEY}
    dated = [line for line in tokens if whole <= {token.kind for token in line}]
    return len(dated) >= 2 and not any(_PAID.search("".join(t.word.text for t in line)) for line in dated)


def _has_state(tokens: Iterable[Sequence[Token]], meant: str) -> bool:
    states = screen_words().states
    return any(t.kind is TokenKind.STATE and states[t.value] == meant for line in tokens for t in line)
