"""Every version of every plan side by side, interest computed anew by days, changes marked, and the yearly cost."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from app.core.explanation import EventKind, Facility, Instalment, PlanVersion
from app.core.loans.yearly_cost import xirr
from app.core.money import Fen, product
from app.export.workbook.context import WorkbookContext
from app.export.workbook.grid import Cell, Formula, Row, Sheet, column, fixed, total
from app.export.workbook.paper import kept_whole
from app.export.workbook.sheets.top import heads, top
from app.export.workbook.styles import COLOURS, Look
from app.palette import Ink

_FIELDS = ("starts", "due", "principal", "interest", "total", "recomputed", "off")
_WIDE = {"starts": 11.5, "due": 11.5}
_FIRST, _OTHER = 12.0, 12.5
_STARTS, _DUE, _PRINCIPAL, _INTEREST, _TOTAL, _RECOMPUTED, _OFF = range(len(_FIELDS))
MOST_VERSIONS = 40
"""Versions that stand side by side; a sheet has columns for two thousand, a reader has not."""


@dataclass
class Plans:
    """The rows of the sheet with the names they define, and the rows in which tables begin that stay whole on paper."""

    rows: list[Row]
    names: dict[str, str] = field(default_factory=dict)
    starts: list[int] = field(default_factory=list)

    def add(self, *cells: Cell | None, high: float | None = None, level: int = 0) -> int:
        """Add a row and return its number."""
        self.rows.append(Row(cells, high, level))
        return len(self.rows)


def written(context: WorkbookContext) -> Plans:
    """Write the plans of every loan."""
    plans = Plans(top(context, "plans"))
    loans = [f for f in context.explanation.facilities if f.versions]
    for number, loan in enumerate(loans, start=1):
        _loan(context, loan, number, plans)
    if not loans:
        plans.add(Cell(context.say("plans.none"), Look.PLAIN))
    return plans


def sheet(context: WorkbookContext, plans: Plans) -> Sheet:
    """The sheet with one block for each loan."""
    versions = max((len(f.versions[:MOST_VERSIONS]) for f in context.explanation.facilities), default=1)
    widths = _widths(max(versions, 1))
    return Sheet(
        name=context.sheet("plans"),
        widths=widths,
        rows=plans.rows,
        page_breaks=kept_whole(plans.rows, plans.starts, widths),
        pages=3,
        frozen_columns=1,
        tab=COLOURS[Ink.PLAN],
    )


def _widths(versions: int) -> Sequence[float]:
    """The first column, and those of so many versions."""
    return [_FIRST, *([_WIDE.get(name, _OTHER) for name in _FIELDS] * versions)]


def _loan(context: WorkbookContext, loan: Facility, number: int, plans: Plans) -> None:
    versions = loan.versions[:MOST_VERSIONS]
    plans.starts.append(len(plans.rows) + 1)
    plans.add(Cell(context.facility(loan.id), Look.SECTION), high=24)
    plans.add(Cell(_terms(context, loan), Look.SUBTITLE))
    plans.add(*_across([_titles(context, v) for v in versions], Cell("")), high=22)
    rate_row = plans.add(*_across([_rates(context, v) for v in versions], Cell(context.say("plans.rate"))))
    for index, version in enumerate(versions):
        if version.daily_rate is not None:
            plans.names[_rate_name(context, number, version)] = fixed(
                context.sheet("plans"), rate_row, _column(index, _DUE)
            )
    titles = [context.say("plans.period"), *[context.say(f"plans.{n}") for _ in versions for n in _FIELDS]]
    right = [i for i in range(1, len(titles)) if (i - 1) % len(_FIELDS) >= _PRINCIPAL]
    plans.rows.append(heads(titles, right, _widths(len(versions))))
    first = len(plans.rows) + 1
    periods = sorted({i.period for v in versions for i in v.instalments})
    names = [_rate_name(context, number, v) if v.daily_rate is not None else "" for v in versions]
    tables = [_table(context, v, versions[:k], k, first, periods, names[k]) for k, v in enumerate(versions)]
    for index, period in enumerate(periods):
        plans.add(*_across([table[index] for table in tables], Cell(period, Look.COUNT)), level=1)
    last = len(plans.rows)
    totals = [_totals(v, k, first, last) for k, v in enumerate(versions)]
    plans.add(*_across(totals, Cell(context.say("plans.sum"), Look.TOTAL_TEXT)))
    _yearly_cost(context, loan, plans)
    plans.add()


def _terms(context: WorkbookContext, loan: Facility) -> str:
    parts = [context.book.say(f"basis.{loan.basis.value}")]
    if loan.method:
        parts.append(context.book.say(f"method.{loan.method.value}"))
    if loan.drawn_at:
        parts.append(context.say("plans.drawn", on=loan.drawn_at.date()))
    if loan.daily_rate is not None:
        parts.append(context.say("plans.stated-rate", rate=loan.daily_rate))
    if loan.terms:
        parts.append(context.say("plans.terms", terms=loan.terms))
    return " · ".join(parts)


def _rate_name(context: WorkbookContext, number: int, version: PlanVersion) -> str:
    return context.defined("name.plan-rate", number=number, version=version.number)


def _across(blocks: Sequence[Sequence[Cell | None]], first: Cell) -> list[Cell | None]:
    return [first, *(cell for block in blocks for cell in block)]


def _column(version: int, field_index: int) -> int:
    """The column of a field of a version, counted from 1."""
    return 2 + version * len(_FIELDS) + field_index


def _titles(context: WorkbookContext, version: PlanVersion) -> list[Cell | None]:
    title = context.say("plans.version", number=version.number, on=version.as_of)
    reason = context.say_or(f"discrepancy.{version.reason}.name", version.reason) if version.reason else ""
    text = f"{title}  {reason}".strip()
    return [Cell(text, Look.GROUP), *[Cell("", Look.GROUP)] * (len(_FIELDS) - 1)]


def _rates(context: WorkbookContext, version: PlanVersion) -> list[Cell | None]:
    if version.daily_rate is None:
        return [None] * len(_FIELDS)
    return [Cell(context.say("plans.daily")), Cell(version.daily_rate, Look.INPUT_RATE), *[None] * (len(_FIELDS) - 2)]


def _table(
    context: WorkbookContext,
    version: PlanVersion,
    before: Sequence[PlanVersion],
    index: int,
    first: int,
    periods: Sequence[int],
    name: str,
) -> list[list[Cell | None]]:
    own = {i.period: i for i in version.instalments}
    old = {i.period: i for i in before[-1].instalments} if before else {}
    last = first + len(periods) - 1
    return [
        _instalment(own[p], old.get(p), _Anew(version, index, first + k, last, name), compared=bool(before))
        if p in own
        else [None] * len(_FIELDS)
        for k, p in enumerate(periods)
    ]


@dataclass(frozen=True, slots=True)
class _Anew:
    """Where an instalment stands, so that its interest can be computed from the principal that is still open."""

    version: PlanVersion
    index: int
    row: int
    last: int
    rate: str

    def formula(self, own: Instalment) -> Formula | None:
        """``ROUND(SUM(open principal)*rate*days, 2)``; None where the page does not show what it needs."""
        over = not own.total or (own.state == "settled" and self.index > 0)  # its principal is no part of what is left
        if not self.rate or own.starts is None or over or self.version.daily_rate is None:
            return None
        principal, starts, due = (column(_column(self.index, f)) for f in (_PRINCIPAL, _STARTS, _DUE))
        still = f"SUM({principal}{self.row}:{principal}${self.last})"
        days = f"({due}{self.row}-{starts}{self.row})"
        owed = sum(i.principal for i in self.version.instalments if i.period >= own.period)
        value = product(owed, self.version.daily_rate, (own.due - own.starts).days)
        return Formula(f"ROUND({still}*{self.rate}*{days},2)", value)


def _instalment(own: Instalment, old: Instalment | None, anew: _Anew, *, compared: bool) -> list[Cell | None]:
    formula = anew.formula(own)
    compared = compared and own.state != "settled"  # interface files show settled periods without amounts
    interest, again = (column(_column(anew.index, f)) for f in (_INTEREST, _RECOMPUTED))
    off = own.interest - formula.value if formula and isinstance(formula.value, int) else 0
    difference = Formula(f"ROUND({interest}{anew.row}-{again}{anew.row},2)", off)
    return [
        Cell(own.starts, Look.DATE),
        _marked(own.due, old.due if old else None, compared, Look.DATE, Look.CHANGED_DATE),
        _marked(own.principal, old.principal if old else None, compared, Look.MONEY, Look.CHANGED_MONEY),
        _marked(own.interest, old.interest if old else None, compared, Look.MONEY, Look.CHANGED_MONEY),
        Cell(own.total, Look.MONEY),
        Cell(formula, Look.MONEY) if formula else Cell(""),
        Cell(difference, Look.SIGNED) if formula else Cell(""),
    ]


def _marked(value: date | Fen, old: date | Fen | None, compared: bool, same: Look, changed: Look) -> Cell:
    return Cell(value, changed if compared and old != value else same)


def _totals(version: PlanVersion, index: int, first: int, last: int) -> list[Cell | None]:
    sums = {
        _PRINCIPAL: sum(i.principal for i in version.instalments),
        _INTEREST: sum(i.interest for i in version.instalments),
        _TOTAL: sum(i.total for i in version.instalments),
    }
    cells: list[Cell | None] = []
    for f in range(len(_FIELDS)):
        letters = column(_column(index, f))
        text = total(f"{letters}{first}:{letters}{last}")
        cells.append(Cell(Formula(text, sums[f]), Look.TOTAL) if f in sums else Cell("", Look.TOTAL_TEXT))
    return cells


# -- yearly cost -----------------------------------------------------------------------------------------------------


def _yearly_cost(context: WorkbookContext, loan: Facility, plans: Plans) -> None:
    """The rate at which money received and paid balance: by the first plan, and by what happened once it is over."""
    for name, flows in (("planned", flows_of_plan(loan)), ("happened", list(_happened(context, loan)))):
        rate = xirr(flows).rate if len(flows) > 1 else None
        if rate is None or (name == "happened" and loan.annual_rate is None):
            continue
        plans.add()
        plans.starts.append(len(plans.rows) + 1)
        at = plans.add(Cell(context.say(f"plans.cost-{name}"), Look.GROUP), *[Cell("", Look.GROUP)] * 5)
        first, last = at + 2, at + 1 + len(flows)
        live = Formula(f"XIRR(C{first}:C{last},B{first}:B{last})", rate)
        own = round(rate, 6)
        titles = [context.say(f"plans.{n}") for n in ("date", "flow", "by-formula", "by-program", "apart")]
        plans.rows.append(heads(["", *titles], (2, 3, 4, 5)))
        for index, (day, amount) in enumerate(flows):
            more = [Cell(live, Look.PERCENT), Cell(own, Look.PERCENT), _apart(first)] if index == 0 else []
            plans.add(Cell(""), Cell(day, Look.INPUT_DATE), Cell(amount, Look.INPUT_MONEY), *more, level=1)


def _apart(row: int) -> Cell:
    return Cell(Formula(f"ROUND(D{row}-E{row},4)", Decimal(0)), Look.PERCENT)


def flows_of_plan(loan: Facility) -> list[tuple[date, Fen]]:
    """The drawdown and every instalment of the first plan; nothing where that does not hold the whole loan."""
    first = loan.versions[0].instalments
    if loan.drawn_at is None or not loan.principal or sum(i.principal for i in first) != loan.principal:
        return []
    return [(loan.drawn_at.date(), loan.principal), *((i.due, -i.total) for i in first if i.total)]


def _happened(context: WorkbookContext, loan: Facility) -> Iterator[tuple[date, Fen]]:
    """The drawdown and every recorded repayment; days on which several were made are one flow each."""
    if loan.drawn_at is None or not loan.principal:
        return
    yield loan.drawn_at.date(), loan.principal
    for event in context.explanation.events:
        if event.facility == loan.id and event.kind is EventKind.POSTING and event.amount:
            yield event.at.date(), -event.amount
