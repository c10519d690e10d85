"""The workbook of every third shared case, of every ninth each time: its checks zero, its list the explanation's."""

from __future__ import annotations

import pytest

from app.core.money import yuan
from app.export.workbook.context import rows_used
from app.importers.rows_around import rows_around
from tests.export.workbook_reader import formulas, is_right, written
from tests.labelled_cases import explanation_of
from tests.shared import ROOT, shared

FOLDER = ROOT.parent / "shared" / "cases"
CASES = sorted(p.name for p in FOLDER.iterdir())[::3] if FOLDER.is_dir() else ["none"]
SLOW = [pytest.param(name, marks=pytest.mark.slow) for n, name in enumerate(CASES) if n % 3]


@pytest.mark.parametrize("case", [*CASES[::3], *SLOW])
def test_a_shared_case_closes_in_every_formula(case: str) -> None:
    e = explanation_of(shared("cases", case))
    places = {s.sha256[:16]: s.path for s in e.sources}
    cells = {source: rows[0][1] for source, rows in rows_around(dict.fromkeys(rows_used(e)), places, 0).items() if rows}
    assert set(cells) == set(rows_used(e))
    book = written(e, cells=cells)
    assert [(at, cell, value) for at, cell, value in formulas(book) if not is_right(cell, value)] == []
    listed = [(r[0], f"{r[3]:.2f}", r[-1]) for r in book.values("discrepancies")[4:]]
    assert listed == [(f"#{n}", yuan(d.difference), d.code) for n, d in enumerate(e.discrepancies, start=1)]
    checks = [r[2] for r in book.values("explanations") if r[1:2] == ["核对：合计减实际"]]
    assert checks == [0.0] * len(e.discrepancies)
