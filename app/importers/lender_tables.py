"""Reads the tables of drawdowns, plans and repayments that a person holds, whatever their headers are called."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from app.core.discrepancies import FactValue
from app.core.events import (
    LoanRecord,
    Method,
    Outcome,
    PeriodState,
    PlanRow,
    Posting,
    Product,
    Source,
    Trigger,
    Waiver,
)
from app.core.explanation import Problem
from app.core.money import Fen
from app.importers.base import Imported, Importer
from app.importers.cells import Cells
from app.importers.gathering import Fact, Gathering, Skip
from app.importers.interface_files import layout_of
from app.importers.lead import Label, day_in, is_totals, labels, value_of
from app.importers.meaning import Doubt, Mappings, Understanding, understand, unit
from app.importers.shapes import parse_days, parse_month_day, parse_period, parse_rate, present
from app.importers.table import Table
from app.importers.words import meaning

_KINDS = ("drawdowns", "plan", "records")
_STATES = {"open": PeriodState.OPEN, "overdue": PeriodState.OVERDUE, "settled": PeriodState.SETTLED}
_OUTCOMES = {
    "done": Outcome.DONE,
    "pending": Outcome.PENDING,
    "failed": Outcome.FAILED,
    "closed": Outcome.CLOSED,
}
_TRIGGERS = {
    "auto": Trigger.AUTO,
    "manual": Trigger.MANUAL,
    "incoming": Trigger.INCOMING,
    "offline": Trigger.OFFLINE,
}
_METHODS = {method.value: method for method in Method}


@dataclass(frozen=True, slots=True)
class LenderTables:
    """Tables that a lender's service sends on request, and those that people type from the screens."""

    mappings: Mappings = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The family's id."""
        return "lender"

    def claims(self, table: Table) -> bool:
        """Whether the table is surely one of drawdowns, of a plan or of repayments."""
        if layout_of(table):
            return False
        found = understand(table, self.mappings)
        return isinstance(found, Understanding) and found.kind in _KINDS

    def read(self, table: Table) -> Imported:
        """Turn the rows into facts, and say which column was taken for what."""
        found = understand(table, self.mappings)
        if not isinstance(found, Understanding):
            raise ValueError("read was called on a table that was not claimed")
        gathering = Gathering(table, f"lender-{found.kind}")
        page = Page.of(table, found)
        for cells, context in page.rows():
            _take(gathering, found.kind, cells, context)
        _note_what_is_missing(gathering, found, page)
        return gathering.imported(columns=found.taken, spoken=[page.as_of] if page.as_of else [])


def doubt(table: Table, mappings: Mappings | None = None) -> Problem | None:
    """What to tell a person of a table that nobody claimed and that looks like a lender's; None where it does not."""
    found = understand(table, mappings)
    if not isinstance(found, Doubt):
        return None
    facts: tuple[tuple[str, FactValue], ...] = (
        ("file", table.file),
        ("row", found.header),
        ("header", tuple(name for name, _ in found.samples)),
        ("kind", f"kind.{found.guess.kind}"),
        ("columns", tuple(f"{name}={role}" for name, role in found.guess.taken if role)),
        ("samples", tuple(f"{name}: {cell}" for name, cell in found.samples if cell)),
    )
    return Problem("lender-table-unsure", table.source(found.header), facts)


@dataclass(frozen=True, slots=True)
class Context:
    """What holds for a row without standing in it: the contract and the day, from labels or from the row above."""

    contract: str
    as_of: date | None
    product: Product
    source: Source


@dataclass(frozen=True, slots=True)
class Page:
    """A table with what it says of itself beside its rows."""

    table: Table
    found: Understanding
    beside: tuple[Label, ...]

    @classmethod
    def of(cls, table: Table, found: Understanding) -> Page:
        """The page of an understood table."""
        return cls(table, found, tuple(labels(table, range(1, found.header))))

    @property
    def as_of(self) -> date | None:
        """The day that the page says it was asked for or printed on."""
        label = value_of(self.beside, "as_of")
        return day_in(label.value) if label else None

    @property
    def product(self) -> Product:
        """The product that the page names beside its rows; 借呗 where it names none."""
        texts = [self.table.sheet, *(cell for row in range(1, self.found.header) for cell in self.table.row(row))]
        named = next((found for text in texts if (found := meaning("product", text))), "jiebei")
        return Product(named)

    def rows(self) -> Iterator[tuple[Cells, Context]]:
        """The data rows; a repeated header, lines of totals and labels between blocks are none."""
        contract = value_of(self.beside, "contract")
        named = contract.value if contract else ""
        header = self._texts(self.found.header)
        for number in range(self.found.header + 1, len(self.table) + 1):
            texts = self._texts(number)
            filled = sum(1 for text in texts if text)
            if not filled or texts == header or is_totals(texts):
                continue
            if filled < 3 and (label := value_of(labels(self.table, [number]), "contract")):
                named = label.value
            elif filled >= 2:
                cells = self._cells(number, texts)
                named = cells.text("contract") or named
                yield cells, Context(named, self.as_of, self.product, self.table.source(number))

    def _texts(self, number: int) -> list[str]:
        return [present(cell) for cell in self.table.row(number)]

    def _cells(self, number: int, texts: list[str]) -> Cells:
        columns = self.found.roles
        values = {role: texts[column.index] for role, column in columns.items() if column.index < len(texts)}
        names = {role: column.name for role, column in columns.items()}
        units = {role: unit(column.heading) for role, column in columns.items()}
        return Cells(number, values, names, units)


def _take(gathering: Gathering, kind: str, cells: Cells, context: Context) -> None:
    gathering.row(cells.row, lambda: _READERS[kind](cells, context))
    latest = gathering.facts[-1] if gathering.facts else None
    if isinstance(latest, Posting) and latest.sources[0].row == cells.row:
        parts = latest.principal + latest.interest + latest.penalty + latest.fee
        if parts != latest.total:
            gathering.problem("lender-parts-differ", cells.row, total=latest.total, parts=parts)


def _note_what_is_missing(gathering: Gathering, found: Understanding, page: Page) -> None:
    if found.kind == "drawdowns" and "annual_rate" in found.roles and "daily_rate" not in found.roles:
        gathering.problem("lender-yearly-rate", found.header, column=found.roles["annual_rate"].name)
    if found.kind == "plan" and "as_of" not in found.roles and page.as_of is None:
        gathering.problem("lender-plan-without-day", found.header)


def _drawdown(cells: Cells, context: Context) -> LoanRecord | Skip:
    state = cells.text("loan_state")
    if meaning("loan_state", state) == "failed":
        return Skip("lender-drawdown-failed")
    return LoanRecord(
        contract=context.contract,
        principal=cells.fen("loan_amount"),
        drawn_at=cells.moment("drawn_at"),
        terms=cells.parsed("terms", parse_period, "number"),
        method=_METHODS.get(meaning("method", cells.text("method")) or ""),
        daily_rate=cells.parsed("daily_rate", lambda text: parse_rate(text, cells.units["daily_rate"]), "rate"),
        due_day=cells.parsed("due_day", parse_month_day, "number"),
        grace_days=cells.parsed("grace", parse_days, "number"),
        product=Product(meaning("product", cells.text("product")) or context.product.value),
        lender=cells.text("lender"),
        state=state,
        sources=(context.source,),
    )


def _plan_row(cells: Cells, context: Context) -> PlanRow:
    as_of = cells.day_or_none("as_of")
    parts = _parts(cells)
    state = cells.text("state")
    return PlanRow(
        contract=context.contract,
        period=cells.parsed("period", parse_period, "number") or 0,
        as_of=as_of or context.as_of,
        due=cells.day("due"),
        principal=parts.principal,
        interest=parts.interest,
        starts=cells.day_or_none("starts"),
        penalty=parts.penalty,
        state=_STATES.get(meaning("period_state", state) or "", PeriodState.UNKNOWN),
        cleared_on=cells.day_or_none("cleared_on"),
        sources=(context.source,),
    )


def _repayment(cells: Cells, context: Context) -> Posting | Waiver | Skip:
    at = cells.moment("paid_at")
    channel = meaning("channel", cells.text("channel"))
    outcome = _outcome(cells)
    period = parse_period(cells.text("period"))
    counted_on = cells.day_or_none("counted_on") or at.date()
    batch = cells.text("batch") or f"{context.contract}@{at:%Y%m%d%H%M%S}"
    parts = _parts(cells)
    if channel == "waiver":
        if outcome is not Outcome.DONE:
            return Skip("lender-waiver-not-granted")
        return Waiver(
            contract=context.contract,
            period=period,
            on=counted_on,
            amount=parts.total,
            interest=parts.interest,
            penalty=parts.penalty,
            batch=batch,
            sources=(context.source,),
        )
    return Posting(
        contract=context.contract,
        period=period,
        at=at,
        counted_on=counted_on,
        total=parts.total,
        principal=parts.principal,
        interest=parts.interest,
        penalty=parts.penalty,
        fee=parts.fee,
        trigger=_TRIGGERS.get(channel or "", Trigger.UNKNOWN),
        account=cells.text("account"),
        outcome=outcome,
        batch=batch,
        sources=(context.source,),
    )


def _outcome(cells: Cells) -> Outcome:
    """How the repayment ended; a table without such a column lists what was repaid."""
    if not cells.text("outcome"):
        return Outcome.DONE
    return _OUTCOMES.get(meaning("outcome", cells.text("outcome")) or "", Outcome.UNKNOWN)


@dataclass(frozen=True, slots=True)
class _Parts:
    total: Fen
    principal: Fen
    interest: Fen
    penalty: Fen
    fee: Fen


def _parts(cells: Cells) -> _Parts:
    """The amounts of a row; one of total, principal and interest may be missing and follows from the others."""
    penalty, fee = cells.fen("penalty", 0), cells.fen("fee", 0)
    total, principal, interest = (cells.fen_or_none(name) for name in ("total", "principal", "interest"))
    if total is None and principal is not None and interest is not None:
        total = principal + interest + penalty + fee
    elif principal is None and total is not None and interest is not None:
        principal = total - interest - penalty - fee
    elif interest is None and total is not None and principal is not None:
        interest = total - principal - penalty - fee
    if total is None or principal is None or interest is None:
        raise cells.unreadable("total" if total is None else "principal", "amount")
    return _Parts(total, principal, interest, penalty, fee)


_READERS: Mapping[str, Callable[[Cells, Context], Fact | Skip]] = {
    "drawdowns": _drawdown,
    "plan": _plan_row,
    "records": _repayment,
}

IMPORTERS: tuple[Importer, ...] = (LenderTables(),)
