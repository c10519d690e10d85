"""A block for each discrepancy: expected, one live formula for each cause, actual, and a check that must be 0.00."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from app.amount_text import parse_fen, parse_yuan
from app.core.discrepancy import BridgePart, Discrepancy, Input, Unit
from app.core.facts import Source
from app.core.money import yuan
from app.export.workbook.context import WorkbookContext
from app.export.workbook.evidence_cells import (
    Written,
    as_written,
    day_as_written,
    day_written,
    where_summed,
    where_written,
)
from app.export.workbook.formulas import Arithmetic, Product, Span, arithmetic, span_of
from app.export.workbook.grid import Cell, Formula, Row, Sheet, fixed, height, runs, total, wide
from app.export.workbook.paper import kept_whole
from app.export.workbook.sheets.evidence import FIRST_CELL
from app.export.workbook.sheets.top import top
from app.export.workbook.styles import COLOURS, SEVERITY_HEAD, SYMBOLS, Look
from app.palette import Ink

_WIDTHS = (3, 30, 17, 52, 26, 22, 18, 12)
_CHECK = "H"
"""The column that says whether an input is what its file says: 0 where it is."""
_AMOUNT, _WRITTEN = "C", "F"
AMOUNT_COLUMN = 3
"""The column of the amounts of a bridge, counted from 1."""
_TEXT_WIDTH = sum(_WIDTHS[2:7])
_INPUT_LOOKS = {
    "money": Look.INPUT_MONEY,
    "rate": Look.INPUT_RATE,
    "days": Look.INPUT_COUNT,
    "count": Look.INPUT_COUNT,
    "factor": Look.INPUT_FACTOR,
}


@dataclass
class Told:
    """The rows of all blocks, with the names and the check cells that stand in them. Rows count from 1."""

    rows: list[Row] = field(default_factory=list)
    merged: list[str] = field(default_factory=list)
    starts: dict[str, int] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    bridges: dict[str, int] = field(default_factory=dict)
    """The row in which each bridge starts with what was expected, by id; its causes and their sum follow."""
    ends: dict[str, int] = field(default_factory=dict)
    """The last row of the numbers of each block, by id."""

    @property
    def next(self) -> int:
        """The row that is added next."""
        return len(self.rows) + 1

    def add(self, cells: Sequence[Cell | None], *, high: float | None = None, level: int = 1) -> int:
        """Add a row behind the gutter and return its number; one without a height is as high as its texts need."""
        self.rows.append(Row([None, *cells], high or _high(cells), level))
        return len(self.rows)


def _high(cells: Sequence[Cell | None]) -> float | None:
    """The height of a row whose wrapped texts need more than a line."""
    wrapped = ((cell, width) for cell, width in zip(cells, _WIDTHS[1:], strict=False) if cell)
    texts = [(str(cell.value), width) for cell, width in wrapped if cell.look is Look.WRAP]
    return height(texts) if any(wide(text) >= width - 1 for text, width in texts) else None


def told(context: WorkbookContext) -> Told:
    """Write every block."""
    blocks = Told(rows=top(context, "explanations"))
    if not context.explanation.discrepancies:
        blocks.add([Cell(context.say("block.none"), Look.PLAIN)])
    for d in context.explanation.discrepancies:
        _block(context, d, blocks)
        blocks.rows.append(Row())
    return blocks


def sheet(context: WorkbookContext, blocks: Told) -> Sheet:
    """The sheet with all blocks, one below the other."""
    return Sheet(
        name=context.sheet("explanations"),
        widths=_WIDTHS,
        rows=blocks.rows,
        merged=blocks.merged,
        tab=COLOURS[Ink.ACCENT],
        page_breaks=kept_whole(blocks.rows, list(blocks.starts.values()), _WIDTHS),
        pages=20,
    )


def _block(context: WorkbookContext, d: Discrepancy, blocks: Told) -> None:
    blocks.starts[d.id] = blocks.next
    _head(context, d, blocks)
    inputs_at = blocks.next + _bridge_height(d) + 1
    computed = arithmetic(d, context.input_name(context.numbers[d.id]), inputs_at, _AMOUNT)
    _bridge(context, d, computed, blocks)
    if computed.lines:
        _inputs(context, d, computed, blocks)
    blocks.ends[d.id] = blocks.next - 1
    _words(context, d, blocks)


def _bridge_height(d: Discrepancy) -> int:
    """Rows of the bridge: header, expected, causes, sum, actual, remainder, check."""
    return len(d.bridge) + 6


def _head(context: WorkbookContext, d: Discrepancy, blocks: Told) -> None:
    number, look = context.numbers[d.id], SEVERITY_HEAD[d.severity]
    title = f"{SYMBOLS[d.severity]} #{number}  {context.texts.title(d)}"
    back = context.discrepancy_place(number)
    row = blocks.add(
        [Cell(title, look), *[Cell("", look)] * 4, Cell(context.say("back"), look, back), Cell("", look)],
        high=24,
        level=0,
    )
    blocks.merged.append(f"B{row}:F{row}")
    for text in (context.texts.answer(d), context.texts.details(d)):
        _paragraph(blocks, "", text)


def _paragraph(blocks: Told, label: str, text: str) -> None:
    if not text:
        return
    first = "C" if label else "B"
    room = _TEXT_WIDTH if label else _TEXT_WIDTH + _WIDTHS[1]
    told = Cell(text, Look.PARAGRAPH)
    cells = [Cell(label, Look.NOTE), told] if label else [told]
    row = blocks.add(cells, high=height([(text, room)]))
    blocks.merged.append(f"{first}{row}:G{row}")


def _bridge(context: WorkbookContext, d: Discrepancy, computed: Arithmetic, blocks: Told) -> None:
    say = context.say
    blocks.add(_heads(context, ("item", "amount", "how", "", "written", "rows", "same")), high=22)
    amounts = d.expected is not None and d.actual is not None
    start = d.expected if d.expected is not None and amounts else 0
    opening = say("block.expected" if amounts else "block.zero-start")
    first = blocks.add(_stated(context, d, opening, start, blocks.next))
    for part, formula in zip(d.bridge, computed.formulas, strict=True):
        blocks.add(_part(context, part, formula))
    last = blocks.next - 1
    end = start + d.difference
    added = Formula(total(f"{_AMOUNT}{first}:{_AMOUNT}{last}"), end - d.unexplained)
    added_at = blocks.add([Cell(say("block.sum"), Look.TOTAL_TEXT), Cell(added, Look.TOTAL)])
    actual = blocks.add(_stated(context, d, say("block.actual" if amounts else "block.difference"), end, blocks.next))
    rest = Formula(f"ROUND({_AMOUNT}{actual}-{_AMOUNT}{added_at},2)", d.unexplained)
    rest_at = blocks.add([Cell(say("block.unexplained")), Cell(rest, Look.SIGNED)])
    named = f"{'-' if d.unexplained >= 0 else '+'}{yuan(abs(d.unexplained))}"
    check = Formula(f"ROUND({_AMOUNT}{rest_at}{named},2)", 0)
    blocks.add([Cell(say("block.check"), Look.CHECK_TEXT), Cell(check, Look.CHECK), Cell(say("block.zero"), Look.NOTE)])
    check_name = context.defined("name.discrepancy", number=context.numbers[d.id], what=say("name.check"))
    _define(context, blocks, check_name, rest_at + 1)
    blocks.bridges[d.id] = first


def _stated(context: WorkbookContext, d: Discrepancy, label: str, amount: int, row: int) -> list[Cell | None]:
    """What was expected or what happened, with the cell of the file that says so, where one does."""
    found = where_written(Input("amount", amount, Unit.MONEY, d.evidence), context.cells) if amount else None
    cells: list[Cell | None] = [Cell(label), Cell(amount, Look.INPUT_MONEY)]
    if found is None:
        summed = where_summed(amount, d.evidence, context.cells) if amount else []
        return [*cells, *_summed(context, summed, row)] if summed else cells
    place = context.evidence_place(found.source, FIRST_CELL + found.index)
    return [*cells, Cell(context.row_name(found.source), Look.WRAP), Cell(""), _written(found, place),
            _rows_link(context, [found.source]), _same(found, place, amount, Unit.MONEY, row)]  # fmt: skip


def _summed(context: WorkbookContext, found: Sequence[Written], row: int) -> list[Cell | None]:
    """That an amount is the sum of a column of some rows, live, and whether it still is."""
    places = [context.evidence_place(w.source, FIRST_CELL + w.index) for w in found]
    amounts = [parse_yuan(w.text) if "." in w.text else parse_fen(w.text) for w in found]
    read = [f'VALUE(SUBSTITUTE({at},",",""))' for at in places]
    in_fen = "" if "." in found[0].text else "/100"
    live = Formula(f"ROUND(({'+'.join(read)}){in_fen},2)", sum(amounts))
    heading = context.headings.get((found[0].source.digest, found[0].source.sheet))
    title = heading.cells[found[0].index] if heading and found[0].index < len(heading.cells) else ""
    title = title or context.say("evidence.cell", number=found[0].index + 1)
    told = context.say("block.summed", rows=_rows_told(context, [w.source for w in found]), column=title)
    same = Cell(Formula(f"ROUND({_AMOUNT}{row}-{_WRITTEN}{row},2)", 0), Look.CHECK)
    return [Cell(told, Look.WRAP), Cell(""), Cell(live, Look.MONEY, places[0]),
            _rows_link(context, [w.source for w in found]), same]  # fmt: skip


def _rows_told(context: WorkbookContext, found: Sequence[Source]) -> str:
    """Rows of one sheet of a file in words, neighbours joined."""
    where = f"{found[0].file} · {found[0].sheet}" if found[0].sheet else found[0].file
    numbers = [str(a) if a == b else f"{a}\N{EN DASH}{b}" for a, b in runs(s.row for s in found)]
    return context.say("block.rows-of", file=where, rows=", ".join(numbers))


def _written(found: Written, place: str) -> Cell:
    return Cell(Formula(place, found.text), Look.LINK, place) if place else Cell("")


def _same(found: Written, place: str, value: int | Decimal, unit: Unit, row: int) -> Cell | None:
    """0 where the input is still what its file says, else 1."""
    text = as_written(f"{_AMOUNT}{row}", found.text, value, unit)
    if not place or not text:
        return None
    return Cell(Formula(f'IF(SUBSTITUTE({place},",","")={text},0,1)', 0), Look.CHECK)


def _heads(context: WorkbookContext, names: Sequence[str]) -> list[Cell | None]:
    looks = {"amount": Look.HEAD_RIGHT, "value": Look.HEAD_RIGHT}
    return [Cell(context.say(f"block.{n}") if n else "", looks.get(n, Look.HEAD)) for n in names]


def _part(context: WorkbookContext, part: BridgePart, formula: str) -> list[Cell | None]:
    return [
        Cell(context.texts.component(part), Look.WRAP),
        Cell(Formula(formula, part.amount), Look.SIGNED),
        Cell(context.texts.formula(part), Look.WRAP),
        Cell(""),
        Cell(""),
        _rows_link(context, part.evidence),
    ]


def _rows_link(context: WorkbookContext, sources: Sequence[Source], look: Look = Look.LINK) -> Cell:
    if not sources:
        return Cell("")
    return Cell(context.first_labels(sources), look, context.evidence_place(sources[0]))


def _inputs(context: WorkbookContext, d: Discrepancy, computed: Arithmetic, blocks: Told) -> None:
    """The numbers that the formulas multiply: each with its name and the cell of the file it was read from."""
    blocks.add(_heads(context, ("input", "value", "meaning", "name", "written", "rows", "same")), high=22)
    spans: list[Span] = []
    for line in computed.lines:
        if isinstance(line, Product):
            blocks.add([Cell(context.say("block.product")), Cell(Formula(line.formula, line.amount), Look.SIGNED)])
            continue
        span = span_of(line, d, context.input_name(context.numbers[d.id]), context.starts_of(d.facility))
        spans += [span] if span else []
        _define(
            context,
            blocks,
            computed.names[line],
            blocks.add(_input(context, line, computed.names[line], span, blocks.next)),
        )
    for name, (message, day) in {n: v for span in spans for n, v in span.dates.items()}.items():
        _define(context, blocks, name, blocks.add(_day(context, d, (name, message, day), blocks.next)))


def _day(context: WorkbookContext, d: Discrepancy, given: tuple[str, str, date], row: int) -> list[Cell | None]:
    """A day that days are counted from or to, with the cell of the file that says it, where one does."""
    name, message, day = given
    stating = context.plan_rows.get((message.rpartition("-")[2], day), ())
    plan = [s for s in d.evidence if s in stating]
    found = day_written(day, [*plan, *d.evidence], context.cells)
    cells: list[Cell | None] = [Cell(context.say(message)), Cell(day, Look.INPUT_DATE)]
    if found is None:
        return [*cells, Cell(""), Cell(name, Look.WRAP), Cell(""), Cell("")]
    place = context.evidence_place(found.source, FIRST_CELL + found.index)
    text = day_as_written(f"{_AMOUNT}{row}", found.text)
    same = Cell(Formula(f"IF({place}={text},0,1)", 0), Look.CHECK) if text else None
    meaning = Cell(context.row_name(found.source), Look.WRAP)
    return [*cells, meaning, Cell(name, Look.WRAP), _written(found, place), _rows_link(context, [found.source]), same]


def _define(context: WorkbookContext, blocks: Told, name: str, row: int) -> None:
    blocks.names[name] = fixed(context.sheet("explanations"), row, AMOUNT_COLUMN)


def _input(context: WorkbookContext, given: Input, name: str, span: Span | None, row: int) -> list[Cell | None]:
    found = where_written(given, context.cells)
    link = context.evidence_place(found.source, FIRST_CELL + found.index) if found else ""
    text = found.text if found else ""
    written = Cell(Formula(link, text), Look.LINK, link) if text and link else Cell("")
    same = _same(found, link, given.value, given.unit, row) if found and not span else None
    meaning = (
        context.row_name(found.source) if found else context.say("block.by-rule" if not given.evidence else "block.row")
    )
    value = Cell(given.value, _INPUT_LOOKS[given.unit.value])
    if span:
        value, meaning = Cell(Formula(span.formula, Decimal(given.value)), Look.COUNT), context.say("block.days")
    return [
        Cell(context.book.say(f"input.{given.name}")),
        value,
        Cell(meaning, Look.WRAP),
        Cell(name, Look.WRAP),
        written,
        _rows_link(context, given.evidence),
        same,
    ]


def _words(context: WorkbookContext, d: Discrepancy, blocks: Told) -> None:
    texts, say = context.texts, context.say
    name = context.book.say(f"certainty.{d.certainty.value}.name")
    _paragraph(blocks, say("block.certainty"), context.book.say("words.labelled", label=name, text=texts.certainty(d)))
    for text in texts.missing(d):
        _paragraph(blocks, say("block.missing"), text)
    _paragraph(blocks, say("block.advice"), texts.advice(d))
    for question in d.questions:
        _paragraph(blocks, say("block.ask", party=texts.party(question)), texts.question(d, question))
    _paragraph(blocks, say("block.deadline"), texts.deadline(d))
    _evidence(context, d, blocks)


def _evidence(context: WorkbookContext, d: Discrepancy, blocks: Told) -> None:
    """A line for each file: which of its rows, and where they stand in the sheet of evidence."""
    by_file: dict[tuple[str, str, str], list[Source]] = {}
    for s in d.evidence:
        by_file.setdefault((s.file, s.sheet, s.digest), []).append(s)
    label = context.say("block.evidence")
    for found in by_file.values():
        text = _rows_told(context, found)
        link = _rows_link(context, found, Look.BACK)
        cells = [Cell(label, Look.NOTE), Cell(text, Look.PARAGRAPH), None, None, None, link]
        row = blocks.add(cells, high=height([(text, _TEXT_WIDTH - _WIDTHS[6])]))
        blocks.merged.append(f"C{row}:F{row}")
        label = ""
