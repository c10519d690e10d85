"""Lines that name both what is due and what was repaid of it (应还 1,036.00 已还 500.00): a plan with its states."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from app.importers.screens.checking import fen
from app.importers.screens.page import Cell
from app.importers.screens.tokens import Token, TokenKind

_PAID = frozenset({"已还", "已还款", "已偿还", "已还金额", "已还总额", "实还金额", "实还总额"})
_DUE = re.compile(r"应还|该还|要还|需还")
_LEAST = 2


def split_paid(line: Sequence[Token]) -> tuple[list[Token], Token | None]:
    """The line without what it says was repaid, and that sum; None where it names no sum that is due besides."""
    found = [at for at, token in enumerate(line[:-1]) if token.value in _PAID and line[at + 1].kind is TokenKind.MONEY]
    rest = [token for at, token in enumerate(line) if not (found and at in (found[0], found[0] + 1))]
    is_due = any(token.kind is not TokenKind.MONEY and _DUE.search(token.value) for token in rest)
    if len(found) != 1 or not is_due or not any(token.kind is TokenKind.MONEY for token in rest):
        return list(line), None
    return rest, line[found[0] + 1]


def say_both(tokens: Iterable[Sequence[Token]]) -> bool:
    """Whether two lines or more have a day, what was due on it and what was repaid: they need no title."""
    both = (line for line in tokens if any(t.kind is TokenKind.DAY for t in line) and split_paid(line)[1])
    return sum(1 for _ in both) >= _LEAST


def state_of(total: Cell, paid: Token) -> str:
    """How a period stands of which ``paid`` was repaid: 已还 where it is all that is due, else 未还."""
    due, repaid = fen(total), fen(paid.value)
    return "已还" if due is not None and repaid is not None and repaid >= due > 0 else "未还"
