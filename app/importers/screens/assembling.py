"""From lines of tokens to the rows of a page: a grammar, since half of what a person wants is no box of its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from app.importers.recognising.vocabulary import meaning, meanings
from app.importers.screens.blocks import Block, blocks, days_lead, is_charge, led_by_days, sum_without_day
from app.importers.screens.checking import checked
from app.importers.screens.due_and_paid import split_paid, state_of
from app.importers.screens.lines import Line
from app.importers.screens.page import DAY_ROLES, HEADINGS, MONEY_ROLES, Cell, ScreenPage, ScreenRow, cell_of
from app.importers.screens.page_kinds import TITLE_LINES, kind_of
from app.importers.screens.ruled_table import ruled_rows
from app.importers.screens.screen_words import screen_words
from app.importers.screens.tokens import Token, TokenKind, tokens_of
from app.importers.screens.years import with_due_year, with_periods, with_years

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
        "open": "outcome",
        "overdue": "outcome",
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
    kind = kind_of(lines, tokens)
    if kind not in HEADINGS:
        return None
    told = _Told(lines, tokens, kind, _product(lines, kind))
    pages = (_page(told, *cut) for cut in _cuts(told))
    read = [page for page in pages if page is not None]
    better = (page for page in read[1:] if _holds(page) and len(page.rows) > len(read[0].rows))
    return read[0] if read and _holds(read[0]) else next(better, read[0] if read else None)


def _product(lines: Sequence[Line], kind: str) -> str:
    """The product that the page's title names; of a loan's page nothing where its lines name several brands."""
    brands = {brand for line in lines for brand in meanings("brand", line.text)} if kind != "bill" else set()
    titles = lines[:TITLE_LINES] if len(brands) < 2 else ()
    return next((name for line in titles if (name := meaning("product", line.text))), "")


Cut = tuple[list[ScreenRow], int]


@dataclass(frozen=True, slots=True)
class _Told:
    """The lines of a page and their tokens, its kind and its product."""

    lines: Sequence[Line]
    tokens: Sequence[Sequence[Token]]
    kind: str
    product: str


def _cuts(told: _Told) -> Iterator[Cut]:
    """The rows of a page and the first line of them, in each way that its lines may be cut into rows."""
    tokens, kind = told.tokens, told.kind
    ruled = ruled_rows(tokens) if kind == "plan" else None
    if ruled is not None:
        yield ruled
        return
    ways = [] if kind == "records" and days_lead(tokens) else [blocks(tokens, kind)]
    ways += [led_by_days(tokens, kind)] if kind in ("records", "drawdowns", "bill") else []
    of_any_trade = kind == "records" and not _is_of_repayments(told.lines)
    for found, first in ways:
        kept = (block for block in found if not of_any_trade or _tells_repayment(block))
        yield [row for block in kept if (row := _row(block, kind)) is not None], first


def _is_of_repayments(lines: Sequence[Line]) -> bool:
    """Whether the page's title says that all of its rows are repayments."""
    texts = [line.text.replace(" ", "") for line in lines[:TITLE_LINES]]
    titles = screen_words().titles
    return any(word in text for text in texts for word in (*titles["records"], *titles["plan"]) if _repays(word))


def _tells_repayment(block: Block) -> bool:
    return any(_repays(token.word.text) for line in block.lines for token in line)


def _repays(text: str) -> bool:
    return any(word in text for word in ("还款", "归还", "偿还", "还清", "已还", "扣款", "代扣"))


def _holds(page: ScreenPage) -> bool:
    return not page.notes and not any(row.is_doubtful for row in page.rows)


def _page(told: _Told, rows: list[ScreenRow], first: int) -> ScreenPage | None:
    if not rows:
        return None
    kind = told.kind
    front = _front(told.tokens[:first], kind)
    if kind == "records" and (title := next((line for line in told.lines[:TITLE_LINES] if "还" in line.text), None)):
        front["title"] = cell_of(title.text, title.words[0])
    rows = with_periods(rows) if kind == "plan" else rows
    if kind == "plan" and (lost := sum_without_day(told.tokens, {row.text("period") for row in rows})):
        front["stray"] = cell_of(lost.value, lost.word)
    if kind == "plan" and "terms" not in front and (all_terms := _terms_of(told.tokens)):
        front = {**front, "terms": all_terms}
    if kind == "bill" and "outstanding" in front:  # 待还金额, of a bill of which nothing is repaid yet
        front.setdefault("total", front["outstanding"])
    front = with_due_year(front)
    rows = with_years(rows, _DAY_ROLE[kind], front, steps_by_month=kind == "plan")
    return checked(ScreenPage(kind, told.product, tuple(rows), front))


def _terms_of(tokens: Sequence[Sequence[Token]]) -> Cell | None:
    """The number of periods that every period of a plan names alike, 12 of 3/12."""
    periods = [token for line in tokens for token in line if token.kind is TokenKind.PERIOD]
    named = {token.value.partition("/")[2] for token in periods}
    return cell_of(named.pop(), periods[0].word) if len(named) == 1 and "" not in named else None


def _row(block: Block, kind: str) -> ScreenRow | None:
    gathered = _Gathered(kind)
    for line in block.lines:
        due, paid = split_paid(line) if kind == "plan" else (line, None)
        gathered.take(due)
        if paid and (total := gathered.cells.get("total")):
            gathered.cells["state"] = cell_of(state_of(total, paid), paid.word)
    cells = gathered.cells
    day = _DAY_ROLE[kind]
    if day in cells:
        cells[day] = block.calendar.complete(cells[day])
    needed = (day, _SUM_ROLE[kind]) if kind != "plan" else (day,)
    if any(role not in cells for role in needed) or not any(role in cells for role in ("total", "principal", *needed)):
        return None
    if kind == "records" and "principal" not in cells and _speaks_of(block.lines, "drawn_word"):
        return None
    said = "".join(token.word.text for line in block.lines for token in line)
    brands = meanings("brand", said) if kind == "records" else frozenset()
    product = next(iter(brands)) if len(brands) == 1 else ""
    return ScreenRow({role: cells[role] for role in HEADINGS[kind] if role in cells}, block.line, product=product)


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
        if any(token.kind is TokenKind.DAY for token in line):
            self.waiting = [role for role in self.waiting if role not in DAY_ROLES]
        above, self.waiting = (self.waiting, []) if any(t.kind is TokenKind.MONEY for t in line) else ([], self.waiting)
        label = ""
        for token in line:
            if token.kind is TokenKind.LABEL:
                label = token.meant
                if self.kind == "bill" and is_charge(line):
                    self._put("text", cell_of(token.word.text, token.word))
                    label = ""
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
            case TokenKind.DAY if token.value == "today" and _DAY_ROLE[kind] in self.cells:
                pass  # 今日待还 beside the day itself
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
                self._put("daily_rate" if label == "daily_rate" else "annual_rate", cell_of(token.value, token.word))
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
    if label in ("", "drawn_word") or label in DAY_ROLES:  # 应还 heads a day, and a sum as well
        return _SUM_ROLE[kind]
    return label if label in HEADINGS[kind] else ""


def _is_month(token: Token) -> bool:
    """Whether a day is a month alone, with or without its year."""
    return token.value.count("-") == 1 or (token.value.startswith("--") and token.value.count("-") == 2)


def _front(tokens: Sequence[Sequence[Token]], kind: str) -> dict[str, Cell]:
    """What stands above the rows: sums and days by their labels, and the month of a bill."""
    found: dict[str, Cell] = {}
    waiting = ""
    for line in tokens:
        label, waiting = waiting, ""
        for token in line:
            if token.kind is TokenKind.LABEL:
                label = token.meant
            elif token.kind is TokenKind.DAY and kind == "bill" and _is_month(token):
                found.setdefault("bill_month", cell_of(token.value, token.word))
            elif token.kind is TokenKind.DAY and kind == "bill" and any("还款" in other.value for other in line):
                found.setdefault("due", cell_of(token.value, token.word))
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
