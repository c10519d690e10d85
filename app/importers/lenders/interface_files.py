"""Reads the files that the platform sends to a lending institution: comma-separated, integer fen, dates YYYYMMDD."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from functools import partial

from app.amount_text import parse_fen
from app.core.facts import LoanRecord, Method, PeriodState, PlanRow, Posting, Product, Source, Trigger, Waiver
from app.importers.importer import Imported, Importer, Reader, Recognising
from app.importers.reading.table import Table, clean
from app.importers.recognising.cells import Cells
from app.importers.recognising.interface_layouts import Layout, column_names, layout_of
from app.importers.recognising.row_account import Fact, Gathering, Skip

_METHODS = {"1": Method.EQUAL_INSTALMENT, "2": Method.EQUAL_PRINCIPAL, "6": Method.INTEREST_ONLY}
_STATES = {"NORMAL": PeriodState.OPEN, "OVD": PeriodState.OVERDUE, "CLEAR": PeriodState.SETTLED}
_TRIGGERS = {"01": Trigger.MANUAL, "02": Trigger.AUTO, "03": Trigger.INCOMING, "04": Trigger.OFFLINE}
_NOT_DRAWN = {"2": "lender-drawdown-failed", "3": "lender-drawdown-in-transit"}


class InterfaceFiles(Recognising):
    """The interface files between the platform and a lending institution."""

    name = "interface"

    def recognise(self, table: Table) -> Reader | None:
        """Read on from the header of a known interface table."""
        found = layout_of(table)
        return partial(self._facts, table, *found) if found else None

    @staticmethod
    def _facts(table: Table, start: int, layout: Layout) -> Imported:
        """The rows as facts; a header that returns (days strung together) starts anew."""
        gathering = Gathering(table, f"interface-{layout.name.replace('_', '-')}")
        for cells in _rows(table, start, layout):
            _take(gathering, cells, layout)
        return gathering.imported(columns=tuple((name, name) for name in sorted(layout.has)))


def _rows(table: Table, start: int, layout: Layout) -> Iterator[Cells]:
    names: list[str] = []
    for number in range(start, len(table) + 1):
        cells = [clean(cell) for cell in table.row(number)]
        if layout.fits(frozenset(column_names(cells))):
            names = column_names(cells)
        elif any(cells):
            values = dict(zip(names, cells, strict=False))
            yield Cells(number, values, {}, {}, amount=lambda text, _unit: parse_fen(text))


def _take(gathering: Gathering, cells: Cells, layout: Layout) -> None:
    gathering.row(cells.row, lambda: _READERS[layout.name](cells, gathering.table.source(cells.row)))
    latest = gathering.facts[-1] if gathering.facts else None
    if isinstance(latest, Posting) and latest.sources[0].row == cells.row:
        parts = latest.principal + latest.interest + latest.penalty + latest.fee
        if parts != latest.total:
            gathering.problem("lender-parts-differ", cells.row, total=latest.total, parts=parts)


def _loan(cells: Cells, source: Source) -> LoanRecord | Skip:
    if reason := _NOT_DRAWN.get(cells.text("loan_status").lstrip("0")):
        return Skip(reason)
    return LoanRecord(
        contract=_contract(cells),
        principal=cells.fen("encash_amt"),
        drawn_at=cells.moment("encash_date" if cells.text("encash_date") else "start_date"),
        terms=cells.whole("total_terms"),
        method=_METHODS.get(cells.text("repay_mode").lstrip("0")),
        daily_rate=_rate(cells, "day_rate"),
        due_day=_due_day(cells.day_or_none("start_date"), cells.day_or_none("end_date")),
        grace_days=cells.whole("grace_day", 0),
        product=Product.JIEBEI,
        sources=(source,),
    )


def _due_day(start: date | None, end: date | None) -> int | None:
    """The day of the month a loan falls due: of its end, or of its start where a short month cut the end."""
    if end is None or start is None:
        return end.day if end else None
    ends_the_month = (end + timedelta(days=1)).month != end.month
    return max(start.day, end.day) if ends_the_month else end.day


def _rate(cells: Cells, name: str) -> Decimal | None:
    if not cells.text(name):
        return None
    try:
        rate = Decimal(cells.text(name))
    except InvalidOperation:
        raise cells.unreadable(name, "rate") from None
    if not rate.is_finite() or not 0 <= rate <= Decimal("0.01"):
        raise cells.unreadable(name, "rate")
    return rate.normalize() if rate else Decimal(0)


def _planned(cells: Cells, source: Source) -> PlanRow:
    return PlanRow(
        contract=_contract(cells),
        period=cells.whole("term_no"),
        as_of=None,
        due=cells.day("end_date"),
        principal=cells.fen("prin_amt"),
        interest=cells.fen("int_amt"),
        starts=cells.day_or_none("start_date"),
        sources=(source,),
    )


def _standing(cells: Cells, source: Source) -> PlanRow:
    state = _STATES.get(cells.text("status").upper(), PeriodState.UNKNOWN)
    principal, interest = cells.fen("prin_bal"), cells.fen("int_bal")
    return PlanRow(
        contract=_contract(cells),
        period=cells.whole("term_no"),
        as_of=cells.day("settle_date"),
        due=cells.day("end_date"),
        principal=principal,
        interest=interest,
        starts=cells.day_or_none("start_date"),
        penalty=cells.fen("ovd_prin_pnlt_bal", 0) + cells.fen("ovd_int_pnlt_bal", 0),
        state=state,
        cleared_on=cells.day_or_none("clear_date"),
        amounts_kept=state is not PeriodState.SETTLED or bool(principal or interest),
        sources=(source,),
    )


def _posting(cells: Cells, source: Source) -> Posting:
    """A repayment by loan (its time, no period) or by period (the date it counts, no time)."""
    by_period = bool(cells.text("term_no"))
    at = cells.moment("repay_date")
    on_principal, on_interest = cells.fen("paid_ovd_prin_pnlt_amt", 0), cells.fen("paid_ovd_int_pnlt_amt", 0)
    return Posting(
        contract=_contract(cells),
        period=cells.whole("term_no") if by_period else None,
        at=datetime.combine(at, time()) if by_period else at,
        counted_on=at.date(),
        total=cells.fen("repay_amt"),
        principal=cells.fen("paid_prin_amt", 0) + cells.fen("paid_ovd_prin_amt", 0),
        interest=cells.fen("paid_int_amt", 0) + cells.fen("paid_ovd_int_amt", 0),
        penalty_on_principal=on_principal,
        penalty_on_interest=on_interest,
        penalty=on_principal + on_interest,
        fee=cells.fen("fee_amt", 0),
        trigger=_TRIGGERS.get(cells.text("repay_type").zfill(2), Trigger.UNKNOWN),
        batch=cells.text("seq_no"),
        sources=(source,),
    )


def _waiver(cells: Cells, source: Source) -> Waiver:
    penalty = cells.fen("exempt_ovd_prin_pnlt_amt", 0) + cells.fen("exempt_ovd_int_pnlt_amt", 0)
    interest = cells.fen("exempt_int_amt", 0) + cells.fen("exempt_ovd_int_amt", 0)
    return Waiver(
        contract=_contract(cells),
        period=cells.whole("term_no") if cells.text("term_no") else None,
        on=cells.day("settle_date" if cells.text("settle_date") else "exempt_date"),
        amount=cells.fen("exempt_amt"),
        interest=interest,
        penalty=penalty,
        batch=cells.text("seq_no"),
        sources=(source,),
    )


def _contract(cells: Cells) -> str:
    if not cells.text("contract_no"):
        raise cells.unreadable("contract_no", "word")
    return cells.text("contract_no")


def _not_needed(_cells: Cells, _source: Source) -> Skip:
    return Skip("lender-not-needed")


_READERS: dict[str, Callable[[Cells, Source], Fact | Skip]] = {
    "loan_detail": _loan,
    "repay_plan": _planned,
    "instmnt": _standing,
    "loan": _not_needed,
    "repay_loan_detail": _posting,
    "repay_instmnt_detail": _posting,
    "exempt_loan_detail": _waiver,
    "exempt_instmnt_detail": _waiver,
    "loan_calc": _not_needed,
    "arg_status_change": _not_needed,
}
"""What a row of each layout becomes."""

IMPORTERS: tuple[Importer, ...] = (InterfaceFiles(),)
