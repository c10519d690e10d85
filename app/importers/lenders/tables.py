"""Reads the tables of drawdowns, plans and repayments that a person holds, whatever their headers are called."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import partial

from app.core.discrepancy import FactValue
from app.core.explanation import Problem
from app.core.facts import PlanRow, PlanTotal
from app.core.money import Fen
from app.importers.importer import Imported, Importer, Reader, Recognising
from app.importers.lenders.facts import as_totals, fact_of, numbered
from app.importers.lenders.parted_periods import put_together
from app.importers.lenders.payment_totals import shows_sums_alone
from app.importers.lenders.reductions import with_reduced_payments, with_reductions
from app.importers.lenders.signs import as_sizes
from app.importers.lenders.unnamed_fees import with_unnamed_fees
from app.importers.reading.table import Table
from app.importers.recognising.cell_shapes import amount_in
from app.importers.recognising.cells import Cells, Unreadable
from app.importers.recognising.labels import count_in
from app.importers.recognising.row_account import Fact, Gathering
from app.importers.recognising.table_page import Page
from app.importers.recognising.understanding import Doubt, Mappings, Understanding, understand, understood
from app.importers.recognising.vocabulary import meaning

_KINDS = ("drawdowns", "plan", "records")
_SUMMED = ("total", "principal", "interest", "loan_amount")


@dataclass(frozen=True, slots=True)
class LenderTables(Recognising):
    """Tables that a lender's service sends on request, and those that people type from the screens."""

    mappings: Mappings = field(default_factory=dict)
    kinds: tuple[str, ...] = _KINDS

    @property
    def name(self) -> str:
        """The family's id."""
        return "lender"

    def recognise(self, table: Table) -> Reader | None:
        """Read the rows where it is surely of one of ``kinds``: drawdowns, a plan, repayments, a plan of totals."""
        found = understood(table, self.mappings, *self.kinds)
        return partial(self._facts, table, found) if found and not shows_sums_alone(found) else None

    @staticmethod
    def _facts(table: Table, found: Understanding) -> Imported:
        """The rows as facts, with which column was taken for what."""
        gathering, page = Gathering(table, f"lender-{found.kind}"), Page.of(table, found)
        read: list[Cells] = []
        for cells, context in page.rows():
            read.append(cells)
            gathering.row(cells.row, partial(fact_of, found.kind, cells, context, gathering))
        _leave_out_sums_of_loans(gathering, found)
        _count_periods(gathering, found, page)
        gathering.facts = put_together(gathering.facts, found, table)
        by_source = {table.source(cells.row): cells for cells in read}
        gathering.facts = with_unnamed_fees(gathering.facts, by_source)
        with_reductions(gathering, found, by_source)
        with_reduced_payments(gathering, found, by_source)
        _set_apart_what_is_not_split(gathering)
        gathering.facts = as_sizes(gathering.facts)
        _take_payment_as_said(gathering, found)
        _note_what_is_missing(gathering, found, page)
        declared = _check_totals(gathering, page, read)
        return gathering.imported(found.taken, declared, [page.as_of] if page.as_of else [])


def doubt(table: Table, mappings: Mappings | None = None) -> Problem | None:
    """What to tell a person of a table that nobody claimed and that looks like a lender's; None where it does not."""
    found = understand(table, mappings)
    if isinstance(found, Understanding) and found.kind == "bill" and _speaks_of_instalments(found):
        return Problem("bill-untold", table.source(found.header), (("file", table.file), ("row", found.header)))
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


def _speaks_of_instalments(found: Understanding) -> bool:
    """Whether lines are of instalments or of the reserve, as those of no statement or ledger are."""
    told = {
        meaning("line_kind", cell) for c in found.roles if c in ("line_kind", "text") for cell in found.roles[c].cells
    }
    return bool(told & {"instalment", "reserve"})


_OF_SEVERAL = re.compile(r"(?:借款|贷款|待还|应还|还款)?笔数|(?:number|count) of loans", re.IGNORECASE)


def _leave_out_sums_of_loans(gathering: Gathering, found: Understanding) -> None:
    """A list of what several loans come to on each day, by its column of how many, is no plan of a loan."""
    several = any(
        cell.strip().isdecimal() and int(cell) > 1
        for column in found.unused if _OF_SEVERAL.fullmatch(column.name.strip())
        for cell in column.cells
    )  # fmt: skip
    if several and found.kind in ("plan", "totals"):
        gathering.facts = [fact for fact in gathering.facts if not isinstance(fact, PlanRow | PlanTotal)]
        gathering.problem("lender-sums-of-loans", found.header)


def _count_periods(gathering: Gathering, found: Understanding, page: Page) -> None:
    """Count the periods that no column numbers; a list of several loans numbers its own rows (序号), and no period."""
    numbers = found.roles.get("period")
    is_numbered = numbers is not None and (page.products is None or "period" in numbers.heading.concepts)
    rows = [fact for fact in gathering.facts if isinstance(fact, PlanRow)]
    totals = [fact for fact in gathering.facts if isinstance(fact, PlanTotal)]
    if (rows or totals) and not is_numbered:
        gathering.facts = [*numbered(rows), *numbered(totals)]
        gathering.problem("lender-period-counted", found.header)


def _set_apart_what_is_not_split(gathering: Gathering) -> None:
    """Let a page of which some periods show only what is due in all be no plan until those periods are split."""
    unsplit = {(fact.contract, fact.as_of) for fact in gathering.facts if isinstance(fact, PlanTotal)}
    if not unsplit:
        return
    kept: list[Fact] = []
    rows: list[PlanRow] = []
    for fact in gathering.facts:
        if isinstance(fact, PlanRow) and (fact.contract, fact.as_of) in unsplit:
            rows.append(fact)
        else:
            kept.append(fact)
    gathering.facts = [*kept, *as_totals(rows)]
    gathering.problem("lender-plan-of-totals", None)


_DIFFERENCE = re.compile(r"差额|差异|相差|差多少|还差|多还|少还|difference|variance", re.IGNORECASE)


def _take_payment_as_said(gathering: Gathering, found: Understanding) -> None:
    """Say that what a plan shows as paid is no proof of payment; a person's own table tells no day of it either.

    Who holds what is due against what was paid, in a column of differences, made the table.
    """
    if found.kind not in ("plan", "totals"):
        return
    words = {"paid", "repay"} if "cleared_on" in found.roles else {"paid"}
    paid = [c for c in found.unused if words & c.heading.concepts and any(map(amount_in, c.cells))]
    if paid:
        gathering.problem("lender-paid-as-said", found.header, column=paid[0].name)
    if any(_DIFFERENCE.search(column.name) for column in found.unused):
        gathering.facts = [
            replace(fact, cleared_on=None) if isinstance(fact, PlanRow | PlanTotal) else fact
            for fact in gathering.facts
        ]


def _note_what_is_missing(gathering: Gathering, found: Understanding, page: Page) -> None:
    if not gathering.rows:
        gathering.problem("lender-no-rows", found.header, kind=f"kind.{found.kind}")
        return
    if not gathering.facts:
        return
    if found.kind == "drawdowns" and "annual_rate" in found.roles and "daily_rate" not in found.roles:
        gathering.problem("lender-yearly-rate", found.header, column=found.roles["annual_rate"].name)
    if found.kind in ("plan", "totals") and "as_of" not in found.roles and page.as_of is None:
        gathering.problem("lender-plan-without-day", found.header)
    if not any(getattr(fact, "contract", "") for fact in gathering.facts):
        gathering.problem("lender-without-contract", None)


def _check_totals(gathering: Gathering, page: Page, read: list[Cells]) -> tuple[tuple[str, FactValue], ...]:
    """Hold each line of totals against the rows since the one before it, or all above it; what the last one declares.

    The last line of a paper whose pages have totals of their own is of all pages.
    """
    declared: dict[str, FactValue] = {}
    since = 0
    for totals in page.totals():
        block = _summed(totals, [cells for cells in read if cells.row < totals.row], since)
        since = totals.row
        count = count_in(list(totals.values.values()))
        if count is not None:
            declared["rows"] = count
            if count != len(block):
                gathering.problem("lender-count-differs", totals.row, declared=count, found=len(block))
        for role in _SUMMED:
            stated, held = _amount(totals, role), sum(_amount(cells, role) or 0 for cells in block)
            if stated is None:
                continue
            declared[role] = stated
            if stated != held:
                column = totals.headings[role]
                difference = stated - held
                gathering.problem(
                    "lender-sum-differs", totals.row, column=column, declared=stated, found=held, difference=difference
                )
    return tuple(declared.items())


def _summed(totals: Cells, above: list[Cells], since: int) -> list[Cells]:
    """The rows that a line of totals sums: those since the one before it, or all; a try that failed may be left out."""
    block = [cells for cells in above if since < cells.row] or above
    failed = [cells for cells in above if meaning("outcome", cells.text("outcome")) == "failed"]
    ways = (block, above, [cells for cells in block if cells not in failed], [c for c in above if c not in failed])
    return next((way for way in ways if _adds_up(totals, way)), block)


def _adds_up(totals: Cells, block: list[Cells]) -> bool:
    stated = {role: amount for role in _SUMMED if (amount := _amount(totals, role)) is not None}
    return all(sum(_amount(cells, role) or 0 for cells in block) == amount for role, amount in stated.items())


def _amount(cells: Cells, role: str) -> Fen | None:
    try:
        return cells.fen_or_none(role)
    except Unreadable:
        return None


IMPORTERS: tuple[Importer, ...] = (LenderTables(),)
TOTALS: tuple[Importer, ...] = (LenderTables(kinds=("totals",)),)
