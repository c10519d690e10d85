"""From lines of tokens to the rows of a page: a grammar, since half of what a person wants is no box of its own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from app.importers.recognising.vocabulary import meaning
from app.importers.screens.checking import checked
from app.importers.screens.lines import Line
from app.importers.screens.page import DAY_ROLES, HEADINGS, MONEY_ROLES, Cell, ScreenPage, ScreenRow, cell_of
from app.importers.screens.ruled_table import ruled_rows
from app.importers.screens.screen_words import screen_words
from app.importers.screens.tokens import Token, TokenKind, tokens_of
from app.importers.screens.years import Calendar, with_due_year, with_periods, with_years

_LEAST_PERIODS = 3
"""From so many periods that count up on a page of a loan stand for its plan."""

_TITLE_LINES = 8
_DAY_ROLE = {"plan": "due", "drawdowns": "drawn_at", "records": "paid_at", "bill": "posted_on"}
_SUM_ROLE = {"plan": "total", "drawdowns": "loan_amount", "records": "total", "bill": "line_amount"}
_METHODS = ("equal-instalment", "equal-principal", "interest-only", "bullet")
_STATE_ROLES = {
    "plan": {"settled": "state", "open": "state", "overdue": "state"},
    "drawdowns": {
        "settled": "loan_state",
        "open": "loan_state",
        "overdue": "loan_state",
        **dict.fromkeys(_METHODS, "method"),
    },
    "records": {
        "done": "outcome",
        "failed": "outcome",
        "pending": "outcome",
        "settled": "outcome",
        "auto": "channel",
        "manual": "channel",
    },
    "bill": {},
}
_OTHER_DAYS = {
    "plan": DAY_ROLES - {"due"},
    "drawdowns": DAY_ROLES - {"drawn_at"} | {"as_of", "statement"},
    "records": DAY_ROLES - {"paid_at", "due"} | {"as_of"},
    "bill": DAY_ROLES - {"posted_on", "due"},
}
"""Labels of days that are not the day of a row."""
_FRONT_ROLES = ("loan_amount", "total", "due", "drawn_at", "as_of", "terms", "statement", "outstanding")


def page_of(lines: Sequence[Line]) -> ScreenPage | None:
    """What a page says; None where it is no page of loans, plans, bills or repayments."""
    tokens = [tokens_of(line) for line in lines]
    kind = _kind(lines, tokens)
    if kind not in HEADINGS:
        return None
    product = next((name for line in lines[:_TITLE_LINES] if (name := meaning("product", line.text))), "")
    ruled = ruled_rows(tokens) if kind == "plan" else None
    if ruled is not None:
        rows, first = ruled
        front = _front(tokens[:first], kind)
    else:
        blocks, first = _blocks(tokens, kind)
        rows = [row for block in blocks if (row := _row(block, kind)) is not None]
        if not rows and kind in ("records", "drawdowns"):
            blocks, first = _led_by_days(tokens)
            rows = [row for block in blocks if (row := _row(block, kind)) is not None]
        front = _front(tokens[:first], kind)
    if not rows:
        return None
    if kind == "records" and (title := next((line for line in lines[:_TITLE_LINES] if "还" in line.text), None)):
        front["title"] = cell_of(title.text, title.words[0])
    rows = with_periods(rows) if kind == "plan" else rows
    rows = with_years(rows, _DAY_ROLE[kind], front, steps_by_month=kind == "plan")
    front = with_due_year(front)
    return checked(ScreenPage(kind, product, tuple(rows), front))


def title_kind(lines: Sequence[Line]) -> str:
    """The kind that the first lines name; empty where they name none."""
    texts = [line.text.replace(" ", "") for line in lines[:_TITLE_LINES]]
    titles = screen_words().titles
    return next((kind for text in texts for kind, words in titles.items() if any(word in text for word in words)), "")


def _kind(lines: Sequence[Line], tokens: Sequence[Sequence[Token]]) -> str:
    titled = title_kind(lines)
    if titled == "plan" and not any(t.kind is TokenKind.PERIOD for line in tokens for t in line):
        return "records" if _has_state(tokens, "done") and not _has_state(tokens, "open") else titled
    if titled == "drawdowns" and _has_a_plan(tokens):
        return "plan"
    if titled:
        return titled
    flat = [token for line in tokens for token in line]
    periods = [token for token in flat if token.kind is TokenKind.PERIOD]
    borrowed = [token for token in flat if token.meant in ("drawn_word", "loan_amount")]
    if len(periods) >= 2 and (any(t.meant in ("principal", "interest") for t in flat) or _has_dues(tokens)):
        return "drawdowns" if len(borrowed) >= len(periods) else "plan"
    if _has_state(tokens, "done") and any(t.kind is TokenKind.TIME for t in flat):
        return "records"
    return "drawdowns" if len(borrowed) >= 2 else ""


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


def _has_dues(tokens: Iterable[Sequence[Token]]) -> bool:
    """Whether two lines or more have a period with its whole due date and its sum."""
    whole = {TokenKind.PERIOD, TokenKind.DAY, TokenKind.MONEY}
    return sum(1 for line in tokens if whole <= {token.kind for token in line}) >= 2


def _has_state(tokens: Iterable[Sequence[Token]], meant: str) -> bool:
    states = screen_words().states
    return any(t.kind is TokenKind.STATE and states[t.value] == meant for line in tokens for t in line)


@dataclass(slots=True)
class _Block:
    """The lines of one row of a page, with the year and month that stand above them."""

    lines: list[Sequence[Token]]
    calendar: Calendar
    line: int


def _blocks(tokens: Sequence[Sequence[Token]], kind: str) -> tuple[list[_Block], int]:
    """The lines cut into rows, and the index of the first row's first line."""
    if _is_detail(tokens, kind):
        whole = [line for line in tokens if line]
        return ([_Block(whole, Calendar(), whole[0][0].line)] if whole else []), 0
    blocks: list[_Block] = []
    calendar, first = Calendar(), len(tokens)
    begins = [at for at, line in enumerate(tokens) if not _is_calendar(line) and _begins(tokens, at, kind)]
    begins = _with_days_above(tokens, begins) if kind == "plan" else begins
    for at, line in enumerate(tokens):
        if at in begins:
            first = min(first, at)
            blocks.append(_Block([line], calendar, line[0].line))
        elif _is_calendar(line):
            calendar = calendar.after(line[0].value)
        elif blocks:
            blocks[-1].lines.append(line)
    return blocks, first


def _with_days_above(tokens: Sequence[Sequence[Token]], begins: list[int]) -> list[int]:
    """Where rows begin on a page that puts the day on the line above each period, and none below the last."""
    if not begins or any(t.kind is TokenKind.DAY for line in tokens[begins[-1] :] for t in line):
        return begins
    are_led = all(at and [t.kind for t in tokens[at - 1]] == [TokenKind.DAY] for at in begins)
    return [at - 1 for at in begins] if are_led else begins


def _led_by_days(tokens: Sequence[Sequence[Token]]) -> tuple[list[_Block], int]:
    """The lines cut where a day stands on a line without a sum, as in lists that put the day above what was paid.

    Where a state stands above every such day, the row begins with it.
    """
    begins = [
        at
        for at, line in enumerate(tokens)
        if any(map(_is_dated, line)) and not any(token.kind is TokenKind.MONEY for token in line)
    ]
    if begins and all(at and any(t.kind is TokenKind.STATE for t in tokens[at - 1]) for at in begins):
        begins = [at - 1 for at in begins]
    blocks: list[_Block] = []
    calendar = Calendar()
    for at, line in enumerate(tokens):
        if _is_calendar(line):
            calendar = calendar.after(line[0].value)
        elif at in begins:
            blocks.append(_Block([line], calendar, line[0].line))
        elif blocks:
            blocks[-1].lines.append(line)
    return [block for block in blocks if len(block.lines) > 1], begins[0] if begins else len(tokens)


def _is_detail(tokens: Sequence[Sequence[Token]], kind: str) -> bool:
    """Whether the page is about one repayment or one loan: each label has one value and stands on a line with it."""
    flat = [token for line in tokens for token in line]
    names = [t.meant for t in flat if t.kind is TokenKind.LABEL]
    paid = {"paid_at"} if "paid_at" in names else {"due"}
    leads = {"records": paid, "drawdowns": {"loan_amount", "drawn_at"}}.get(kind)
    return leads is not None and leads <= set(names) and len(set(names)) == len(names) >= 3


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
    if TokenKind.MONEY not in kinds or any(t.meant in ("principal", "interest") for t in line):
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


def _row(block: _Block, kind: str) -> ScreenRow | None:
    gathered = _Gathered(kind)
    for line in block.lines:
        gathered.take(line)
    cells = gathered.cells
    day = _DAY_ROLE[kind]
    if day in cells:
        cells[day] = block.calendar.complete(cells[day])
    needed = (day, _SUM_ROLE[kind]) if kind != "plan" else (day,)
    if any(role not in cells for role in needed) or not any(role in cells for role in ("total", "principal", *needed)):
        return None
    if kind == "records" and "principal" not in cells and _speaks_of(block.lines, "drawn_word"):
        return None
    return ScreenRow({role: cells[role] for role in HEADINGS[kind] if role in cells}, block.line)


@dataclass(slots=True)
class _Gathered:
    """The cells of one row while its tokens are taken; the first value of a role stays."""

    kind: str
    cells: dict[str, Cell] = field(default_factory=dict)
    waiting: list[str] = field(default_factory=list)

    def take(self, line: Sequence[Token]) -> None:
        """Take the tokens of a line; labels without a value on it wait for the line below."""
        if not any(token.kind in (TokenKind.MONEY, TokenKind.DAY) for token in line):
            self.waiting = [*self.waiting, *(t.meant for t in line if t.kind is TokenKind.LABEL)]
        above, self.waiting = (self.waiting, []) if any(t.kind is TokenKind.MONEY for t in line) else ([], self.waiting)
        label = ""
        for token in line:
            if token.kind is TokenKind.LABEL:
                label = token.meant
                continue
            self._token(token, label or (above.pop(0) if above and token.kind is TokenKind.MONEY else ""))
            if token.kind is not TokenKind.TEXT:
                label = ""

    def _token(self, token: Token, label: str) -> None:
        kind = self.kind
        match token.kind:
            case TokenKind.MONEY:
                role = _money_role(kind, label)
                if role and kind in ("records", "bill") and role in ("total", "line_amount"):
                    value = token.value.lstrip("-") if kind == "records" else token.value
                    self._put(role, cell_of(value, token.word, repaired=token.repaired))
                elif role:
                    self._put(role, cell_of(token.value, token.word, repaired=token.repaired))
            case TokenKind.DAY if label not in _OTHER_DAYS[kind]:
                self._put(_DAY_ROLE[kind], cell_of(token.value, token.word))
            case TokenKind.TIME if kind == "records" and (day := self.cells.get("paid_at")) and ":" not in day.text:
                self.cells["paid_at"] = Cell(f"{day.text} {token.value}", day.box, min(day.sure, token.sure), day.note)
            case TokenKind.PERIOD:
                this, _, of = token.value.partition("/")
                self._put(
                    "terms" if kind == "drawdowns" else "period",
                    cell_of(of if kind == "drawdowns" else this, token.word),
                )
            case TokenKind.COUNT if token.meant == "terms" and kind == "drawdowns":
                self._put("terms", cell_of(token.value, token.word))
            case TokenKind.RATE if kind == "drawdowns":
                self._put("annual_rate", cell_of(token.value, token.word))
            case TokenKind.STATE:
                if role := _STATE_ROLES[kind].get(screen_words().states[token.value], ""):
                    self._put(role, cell_of(token.value, token.word))
            case TokenKind.TEXT if kind == "bill" and len(token.value) > 1:
                self._put("text", cell_of(token.value, token.word))

    def _put(self, role: str, cell: Cell) -> None:
        if role not in HEADINGS[self.kind] or not cell.text:
            return
        known = self.cells.get(role)
        if known and role in MONEY_ROLES | DAY_ROLES and not known.text.endswith(cell.text.lstrip("-").split(" ")[0]):
            self.cells[role] = replace(known, note="two-values")  # where the row below it begins may have been missed
        self.cells.setdefault(role, cell)


def _speaks_of(lines: Iterable[Sequence[Token]], meant: str) -> bool:
    return any(token.meant == meant for line in lines for token in line)


def _money_role(kind: str, label: str) -> str:
    if kind == "drawdowns":
        return "loan_amount" if label in ("", "drawn_word", "loan_amount") else label
    if label in ("", "drawn_word"):
        return _SUM_ROLE[kind]
    return label if label in HEADINGS[kind] else ""


def _front(tokens: Sequence[Sequence[Token]], kind: str) -> dict[str, Cell]:
    """What stands above the rows: sums and days by their labels, and the month of a bill."""
    found: dict[str, Cell] = {}
    waiting = ""
    for line in tokens:
        label, waiting = waiting, ""
        for token in line:
            if token.kind is TokenKind.LABEL:
                label = token.meant
            elif token.kind is TokenKind.DAY and kind == "bill" and token.value.count("-") == 1:
                found.setdefault("bill_month", cell_of(token.value, token.word))
            elif token.kind in (TokenKind.MONEY, TokenKind.DAY, TokenKind.COUNT) and label in _FRONT_ROLES:
                found.setdefault(label, cell_of(token.value, token.word, repaired=token.repaired))
                label = ""
            elif token.meant == "terms" and token.kind is TokenKind.COUNT and token.word.text.startswith(("共", "分")):
                found.setdefault("terms", cell_of(token.value, token.word))
            elif token.kind is TokenKind.MONEY and kind == "records":
                found.setdefault("stray", cell_of(token.value, token.word))
            elif token.kind is TokenKind.MONEY and kind == "bill":
                found.setdefault("total", cell_of(token.value, token.word, repaired=token.repaired))
            elif token.kind is TokenKind.DAY and token.value.count("-") == 2 and not token.value.startswith("--"):
                found.setdefault("drawn_at", cell_of(token.value, token.word))
        waiting = label
    return found
