"""How the conclusions were reached: marks, conventions, rules with their source, version and what was masked."""

from __future__ import annotations

from collections.abc import Iterator

from app import __version__
from app.core.discrepancy import Certainty, Severity
from app.export.workbook.context import WorkbookContext
from app.export.workbook.grid import Cell, Row, Sheet, height
from app.export.workbook.sheets.top import heads, top
from app.export.workbook.styles import SEVERITY_LOOK, SYMBOLS, Look

_WIDTHS = (28, 92, 44)
_CONVENTIONS = ("fen", "half-up", "days", "penalty", "due", "certain-gap", "evidence", "xirr", "offline")


def sheet(context: WorkbookContext) -> Sheet:
    """The sheet that says how to read and check all others."""
    return Sheet(name=context.sheet("method"), widths=_WIDTHS, rows=[*top(context, "method"), *_rows(context)])


def _rows(context: WorkbookContext) -> Iterator[Row]:
    yield _section(context, "about")
    for name in ("program", "language", "as-of", "masking"):
        yield _line(context.say(f"method.{name}"), _about(context, name))
    yield _section(context, "legend")
    yield from _legend(context)
    yield _section(context, "conventions")
    yield heads([context.say(f"method.{n}") for n in ("convention", "meaning", "basis")])
    for name in _CONVENTIONS:
        title, text, basis = (context.say(f"convention.{name}.{part}") for part in ("name", "text", "basis"))
        yield _line(title, text, basis)
    yield from _hypotheses(context)


def _section(context: WorkbookContext, name: str) -> Row:
    return Row([Cell(context.say(f"method.{name}"), Look.SECTION)], 28)


def _line(name: str, text: str, basis: str = "", look: Look = Look.WRAP) -> Row:
    high = height([(name, _WIDTHS[0]), (text, _WIDTHS[1]), (basis, _WIDTHS[2])])
    return Row([Cell(name, look), Cell(text, Look.WRAP), Cell(basis, Look.WRAP)], high)


def _about(context: WorkbookContext, name: str) -> str:
    return {
        "program": f"Tallyline {__version__}",
        "language": context.say("language"),
        "as-of": context.explanation.day.isoformat() if context.explanation.day else "—",
        "masking": context.say("summary.masked" if context.masked else "summary.unmasked"),
    }[name]


def _legend(context: WorkbookContext) -> Iterator[Row]:
    for severity in Severity:
        name = f"{SYMBOLS[severity]} {context.book.say(f'severity.{severity.value}')}"
        yield _line(name, context.say(f"legend.{severity.value}"), look=SEVERITY_LOOK[severity])
    for certainty in Certainty:
        name = context.book.say(f"certainty.{certainty.value}.name")
        yield _line(name, context.book.say(f"certainty.{certainty.value}.sentence"))
    yield _line(context.say("legend.number-name"), context.say("legend.number"))
    yield _line(context.say("legend.evidence-name"), context.say("legend.evidence"))
    yield Row([Cell(1234, Look.INPUT_MONEY), Cell(context.say("legend.input"), Look.WRAP)], 20)
    yield Row([Cell(0, Look.CHECK), Cell(context.say("legend.check"), Look.WRAP)], 20)
    yield Row([Cell(1234, Look.CHANGED_MONEY), Cell(context.say("legend.changed"), Look.WRAP)], 20)


def _hypotheses(context: WorkbookContext) -> Iterator[Row]:
    """Terms that were found from debits alone: what was kept, and the row that refutes each other one."""
    inferred = [f for f in context.explanation.facilities if f.hypotheses]
    if inferred:
        yield _section(context, "hypotheses")
        yield heads([context.say(f"method.{n}") for n in ("loan", "hypothesis", "refuted")])
    for loan in inferred:
        for h in loan.hypotheses:
            mark = context.say("method.kept" if h.kept else "method.refused")
            text = f"{mark} {context.book.say(f'hypothesis.{h.text}', **dict(h.facts))}"
            rows = ", ".join(f"{context.evidence_label(s)} {context.row_name(s)}" for s in h.refuted_by)
            yield _line(context.facility(loan.id), text, rows)
