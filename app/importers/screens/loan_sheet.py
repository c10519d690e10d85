"""Reads what is told of a loan by labels with their values: 借款金额 | 12,000.00, or a column for each loan."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

from app.core.explanation import Problem
from app.core.facts import LoanRecord, Source
from app.importers.importer import Imported, Importer, Reader, Recognising
from app.importers.lenders.tables import LenderTables
from app.importers.papers.contract import labelled_terms, stated_terms
from app.importers.reading.table import Table, clean
from app.importers.recognising.cell_shapes import amount_in, present
from app.importers.recognising.row_account import Gathering
from app.importers.recognising.understanding import understood
from app.importers.recognising.vocabulary import heading
from app.importers.screens.balance_page import BalancePages
from app.importers.screens.naming import named_loans

_MOST_ROWS, _MOST_LOANS, _LEAST_LABELS = 120, 20, 4
_LONGEST_LABEL, _LONGEST_VALUE = 20, 80
_PAIR = re.compile(r"(?P<label>[^\d:：,，。;]{2,20}?)(?:\s*[:：]\s*|\s{2,}|\t)(?P<value>\S.*)")
_OF_THIS_PERIOD = re.compile(r"第?\s*\d{1,3}\s*(?:期\s*)?/\s*共?\s*\d{1,3}\s*期?")
_HEADS = frozenset({"项目", "字段", "名称", "要素", "内容项", "item", "field", "name"})
"""What heads the labels of a sheet."""
_SUM = re.compile(r"\d\.\d{2}(?!\d)")
_MOSTLY = 0.6


@dataclass(frozen=True, slots=True)
class _Labelled:
    """A label with the values beside it, one for each loan, and its row."""

    label: str
    values: tuple[str, ...]
    row: int


class LoanSheets(Recognising):
    """Sheets that tell of loans by labels at their left, and pasted lines of labels and values."""

    @property
    def name(self) -> str:
        """The family's id."""
        return "loan-sheet"

    def recognise(self, table: Table) -> Reader | None:
        """Read the loans where the amount and the day are among the labels, and most lines are labels with values."""
        if len(table) > _MOST_ROWS:
            return None
        labelled, titles = _lines(table)
        told = sum(bool(heading(line.label).concepts) for line in labelled)
        if told < _LEAST_LABELS or told < _MOSTLY * (len(labelled) + len(titles)) or any(map(_SUM.search, titles)):
            return None  # lines with sums of their own are of a plan, or of repayments
        loans = [_Turned(table, titles, lines) for lines in _loans(labelled)]
        if loans and all(map(_is_whole, loans)):
            return partial(_imported, table, loans)
        stated = labelled_terms(table) if len(loans) == 1 else None
        return partial(_of_stated, table, stated) if stated and stated.terms else None


def loan_told(table: Table) -> Reader | None:
    """How a page that says what is owed of a loan is read for the loan itself, whatever parts labels and values."""
    stated = labelled_terms(table)
    return LoanSheets().recognise(table) or (partial(_of_stated, table, stated) if stated and stated.terms else None)


def balance_told(table: Table) -> Reader | None:
    """How the labels of a single loan are read for what they say is owed of it."""
    if len(_loans(_lines(table)[0])) != 1:
        return None
    rows = [[" ".join(filter(None, map(clean, table.row(number))))] for number in range(1, len(table) + 1)]
    return BalancePages().recognise(table.with_rows(rows))


def _lines(table: Table) -> tuple[list[_Labelled], list[str]]:
    """The labels with their values, and the other lines."""
    labelled: list[_Labelled] = []
    titles: list[str] = []
    for number in range(1, len(table) + 1):
        cells = [unicodedata.normalize("NFKC", clean(cell)) for cell in table.row(number)]
        cells = [cell for cell in cells if cell]
        if not cells or re.split(r"[\s:]", cells[0])[0].casefold() in _HEADS:
            continue
        if not _is_label(cells[0]):  # a line, which a comma may have parted within an amount
            cells = [unicodedata.normalize("NFKC", clean(table.joined(number)))]
        pairs = list(_pairs(cells, number))
        labelled += pairs
        titles += [] if pairs else cells
    return labelled, titles


def _pairs(cells: Sequence[str], number: int) -> Iterator[_Labelled]:
    """The pairs of a row: in cells, or with a colon or blanks between them."""
    if len(cells) == 1:
        if (found := _PAIR.fullmatch(cells[0])) and present(found["value"]):
            yield _Labelled(found["label"].strip(), (present(found["value"]),), number)
    elif len(cells) > 2 and len(cells) % 2 == 0 and all(_is_label(cell) for cell in cells[::2]):
        for label, value in zip(cells[::2], cells[1::2], strict=True):
            yield _Labelled(label.rstrip(":"), (present(value),), number)
    elif len(cells) > 1 and _is_label(cells[0]):
        yield _Labelled(cells[0].rstrip(": "), tuple(map(present, cells[1:])), number)


def _is_label(cell: str) -> bool:
    text = cell.rstrip(": ")
    is_short = len(text) <= _LONGEST_LABEL and ":" not in text and not any(map(str.isdigit, text))
    return is_short and bool(heading(text).concepts)


def _loans(labelled: Sequence[_Labelled]) -> list[list[_Labelled]]:
    """The labels of each loan: of each column, or of each block that begins with the first label again."""
    columns = {len(line.values) for line in labelled}
    if columns != {1}:
        width = columns.pop() if len(columns) == 1 else 0
        return [
            [replace(line, values=(line.values[at],)) for line in labelled] for at in range(min(width, _MOST_LOANS))
        ]
    blocks: list[list[_Labelled]] = []
    for line in labelled:
        if line.label == labelled[0].label:
            blocks.append([])
        blocks[-1].append(line)
    is_clear = all(len({line.label for line in block}) == len(block) for block in blocks)
    return blocks if is_clear and len(blocks) <= _MOST_LOANS else []


class _Turned(Table):
    """A loan's labels as the header of a table with one row; its row's source are those of the labels."""

    def __init__(self, table: Table, titles: Sequence[str], lines: Sequence[_Labelled]) -> None:
        kept = [line for line in lines if not _OF_THIS_PERIOD.fullmatch(line.values[0])]
        rows = [[title] for title in titles]
        rows += [[line.label for line in kept], [line.values[0][:_LONGEST_VALUE] for line in kept]]
        super().__init__(table.file, table.sheet, table.digest, rows)
        self.rows_of = {line.label: line.row for line in kept}

    def sources(self) -> tuple[Source, ...]:
        """The rows of the labels."""
        return tuple(Source(self.file, self.sheet, row, self.digest) for row in sorted(set(self.rows_of.values())))


def _of_stated(table: Table, stated: LoanRecord) -> Imported:
    """A loan of which the labels tell the amount, the day and the periods, and no more of its terms."""
    gathering = Gathering(table, "lender-drawdowns")
    for loan in named_loans([stated]):
        gathering.row(stated.sources[0].row, partial(_same, loan))
    return gathering.imported()


def _same(loan: LoanRecord) -> LoanRecord:
    return loan


def _is_whole(loan: _Turned) -> bool:
    """Whether the labels tell of a loan, with what was lent."""
    found = understood(loan, {}, "drawdowns")
    return found is not None and (amount_in(found.roles["loan_amount"].cells[0]) or 0) > 0


def _imported(table: Table, loans: Sequence[_Turned]) -> Imported:
    read = [LenderTables().read(loan) for loan in loans]
    stated = stated_terms(table) if len(loans) == 1 else None
    records = [
        _with_late_terms(replace(record, sources=loan.sources()), stated)
        for loan, one in zip(loans, read, strict=True)
        for record in one.ledger.loans
    ]
    problems = [_placed(problem, loan) for loan, one in zip(loans, read, strict=True) for problem in one.problems]
    return replace(
        read[0],
        ledger=replace(read[0].ledger, loans=named_loans(records)),
        rows=len(loans),
        used=len(records),
        problems=tuple(problem for problem in problems if problem.code != "lender-without-contract"),
    )


def _with_late_terms(record: LoanRecord, stated: LoanRecord | None) -> LoanRecord:
    """The record with what lateness and repaying early cost, which only sentences tell."""
    if stated is None:
        return record
    return replace(
        record,
        penalty_multiple=stated.penalty_multiple,
        penalty_rate=stated.penalty_rate,
        settlement_share=stated.settlement_share,
    )


def _placed(problem: Problem, loan: _Turned) -> Problem:
    """The problem at the row of the label that it is about."""
    facts = dict(problem.facts)
    row = loan.rows_of.get(str(facts.get("column", "")), min(loan.rows_of.values()))
    source = Source(loan.file, loan.sheet, row, loan.digest)
    return Problem(problem.code, source, tuple((name, row if name == "row" else told) for name, told in problem.facts))


IMPORTERS: tuple[Importer, ...] = (LoanSheets(),)
