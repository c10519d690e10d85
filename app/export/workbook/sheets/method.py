"""How the conclusions were reached: marks, conventions, rules with their source, version and what was masked."""

from __future__ import annotations

from collections.abc import Iterator

from app import __version__
from app.core.discrepancy import Certainty, Severity
from app.export.workbook.context import Desk
from app.export.workbook.grid import Cell, Row, Sheet, height
from app.export.workbook.sheets.top import heads, top
from app.export.workbook.styles import SEVERITY_LOOK, SYMBOLS, Look

_WIDTHS = (28, 92, 44)
_CONVENTIONS = ("fen", "half-up", "days", "penalty", "due", "certain-gap", "evidence", "xirr", "offline")


def sheet(desk: Desk) -> Sheet:
    """The sheet that says how to read and check all others."""
    return Sheet(name=desk.sheet("method"), widths=_WIDTHS, rows=[*top(desk, "method"), *_rows(desk)])


def _rows(desk: Desk) -> Iterator[Row]:
    yield _section(desk, "about")
    for name in ("program", "language", "as-of", "masking"):
        yield _line(desk.say(f"method.{name}"), _about(desk, name))
    yield _section(desk, "legend")
    yield from _legend(desk)
    yield _section(desk, "conventions")
    yield heads([desk.say(f"method.{n}") for n in ("convention", "meaning", "basis")])
    for name in _CONVENTIONS:
        title, text, basis = (desk.say(f"convention.{name}.{part}") for part in ("name", "text", "basis"))
        yield _line(title, text, basis)
    yield from _hypotheses(desk)


def _section(desk: Desk, name: str) -> Row:
    return Row([Cell(desk.say(f"method.{name}"), Look.SECTION)], 28)


def _line(name: str, text: str, basis: str = "", look: Look = Look.WRAP) -> Row:
    high = height([(name, _WIDTHS[0]), (text, _WIDTHS[1]), (basis, _WIDTHS[2])])
    return Row([Cell(name, look), Cell(text, Look.WRAP), Cell(basis, Look.WRAP)], high)


def _about(desk: Desk, name: str) -> str:
    return {
        "program": f"Tallyline {__version__}",
        "language": desk.say("language"),
        "as-of": desk.explanation.day.isoformat() if desk.explanation.day else "—",
        "masking": desk.say("summary.masked" if desk.masked else "summary.unmasked"),
    }[name]


def _legend(desk: Desk) -> Iterator[Row]:
    for severity in Severity:
        name = f"{SYMBOLS[severity]} {desk.book.say(f'severity.{severity.value}')}"
        yield _line(name, desk.say(f"legend.{severity.value}"), look=SEVERITY_LOOK[severity])
    for certainty in Certainty:
        name = desk.book.say(f"certainty.{certainty.value}.name")
        yield _line(name, desk.book.say(f"certainty.{certainty.value}.sentence"))
    yield _line(desk.say("legend.number-name"), desk.say("legend.number"))
    yield _line(desk.say("legend.evidence-name"), desk.say("legend.evidence"))
    yield Row([Cell(1234, Look.INPUT_MONEY), Cell(desk.say("legend.input"), Look.WRAP)], 20)
    yield Row([Cell(0, Look.CHECK), Cell(desk.say("legend.check"), Look.WRAP)], 20)
    yield Row([Cell(1234, Look.CHANGED_MONEY), Cell(desk.say("legend.changed"), Look.WRAP)], 20)


def _hypotheses(desk: Desk) -> Iterator[Row]:
    """Terms that were found from debits alone: what was kept, and the row that refutes each other one."""
    inferred = [f for f in desk.explanation.facilities if f.hypotheses]
    if inferred:
        yield _section(desk, "hypotheses")
        yield heads([desk.say(f"method.{n}") for n in ("loan", "hypothesis", "refuted")])
    for loan in inferred:
        for h in loan.hypotheses:
            mark = desk.say("method.kept" if h.kept else "method.refused")
            text = f"{mark} {desk.book.say(f'hypothesis.{h.text}', **dict(h.facts))}"
            rows = ", ".join(f"{desk.evidence_label(s)} {desk.row_name(s)}" for s in h.refuted_by)
            yield _line(desk.facility(loan.id), text, rows)
