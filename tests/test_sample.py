"""The bundled sample is what its maker makes, is read cleanly, and shows the three phenomena of the program."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from app.__main__ import main
from app.core.discrepancy import Severity
from app.core.explanation import Explanation
from app.core.pipeline import explain
from app.importers.read import read_paths
from app.resource_files import resource
from tests.simulation.make_sample import LABEL, sample_files

EXPECTED = {
    "RESERVE-NOT-ON-BILL": -500_00,
    "RESERVE-IN-SETTLE-SCOPE": 500_00,
    "DEBIT-LATE": 1_62,
    "PLAN-REAMORTISED": -124_01,
    "DEBIT-MANUAL-AUTO-OVERLAP": 0,
    "BILL-POSTING-CUT": 0,
    "REFUND-NEXT-BILL": -329_00,
}


@pytest.fixture(scope="module")
def explanation() -> Explanation:
    reading = read_paths([resource("samples")])
    return explain(reading.ledger, reading.sources)


def test_the_sample_is_byte_for_byte_what_its_maker_makes() -> None:
    bundled = {path.name: path.read_bytes() for path in resource("samples").iterdir()}
    assert bundled == sample_files().files


def test_every_file_of_the_sample_says_that_it_is_made_up() -> None:
    assert all(path.name.startswith(LABEL) for path in resource("samples").iterdir())


def test_every_file_is_read_without_any_problem_and_no_row_of_a_loan_is_left_out(explanation: Explanation) -> None:
    assert {source.file: source.problems for source in explanation.sources if source.problems} == {}
    unused = {source.file: source.rows - source.used for source in explanation.sources if source.rows > source.used}
    assert unused == {f"{LABEL}支付宝交易明细.csv": 7}, "only the month's shopping is no loan's business"


def test_the_sample_shows_the_three_phenomena_to_the_fen_and_nothing_else(explanation: Explanation) -> None:
    assert {d.code: d.difference for d in explanation.discrepancies} == EXPECTED
    assert len(explanation.discrepancies) == len(EXPECTED)
    assert all(d.unexplained == 0 for d in explanation.discrepancies)


def test_late_debit_shows_its_failed_tries_and_splits_its_penalty(explanation: Explanation) -> None:
    late = next(d for d in explanation.discrepancies if d.code == "DEBIT-LATE")
    assert late.severity is Severity.SERIOUS
    assert [(part.component, part.amount) for part in late.bridge] == [
        ("penalty-on-principal", 1_43),
        ("penalty-on-interest", 19),
    ]
    assert dict(late.facts)["tries"] == 2


def test_sample_command_explains_in_the_terminal_and_writes_a_workbook(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    if os.name == "nt":
        pytest.skip("a window opens where there is always a display")
    monkeypatch.chdir(tmp_path)
    assert main(["sample"]) == 0
    assert [path.name for path in tmp_path.iterdir()] == ["tallyline-sample.xlsx"]
    assert "1.62" in capsys.readouterr().out
