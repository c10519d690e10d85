"""Any file alone can be drawn: the bundled ones, those beside the project, and exports with nothing of a loan."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

import pytest

from app.cli.run import run
from app.core.pipeline import explain
from app.export.picture import svg
from app.importers.read import read_paths
from app.resource_files import resource
from app.texts import Phrasebook, languages
from app.timeline.brackets import NO_ROW, frames
from app.timeline.model import prepare
from app.timeline.scale import Scale
from tests.shared import shared
from tests.small_exports import FILES, write_export

OF_A_SORT = 5
BOOKS = {language.code: Phrasebook(language) for language in languages()}


def picture_of(path: Path, language: str = "zh") -> str:
    """The timeline of one file as the command line writes it."""
    reading = read_paths([path])
    return svg(explain(reading.ledger, reading.sources), BOOKS[language])


@pytest.mark.parametrize("name", sorted(FILES))
def test_an_export_with_little_of_a_loan_is_drawn(name: str, tmp_path: Path) -> None:
    assert picture_of(write_export(tmp_path, name)).startswith("<svg")


def test_the_command_line_writes_the_picture_of_an_export_without_a_loan_row(tmp_path: Path) -> None:
    path, out = write_export(tmp_path, "no-loan-row-and-some-missing.csv"), tmp_path / "t.svg"
    assert run(["explain", str(path), "--timeline", str(out), "--quiet"]) == 0
    assert out.stat().st_size > 200


def test_a_discrepancy_without_any_lane_is_framed_nowhere(tmp_path: Path) -> None:
    reading = read_paths([write_export(tmp_path, "no-loan-row-and-some-missing.csv")])
    timeline = prepare(explain(reading.ledger, reading.sources))
    assert timeline.brackets.discrepancies
    assert set(timeline.brackets.upper.tolist()) == {NO_ROW}
    first, last = timeline.extent
    assert frames(timeline.brackets, Scale(0, 1, 0, 800).showing(first, last, 10), 12.0, 4.0, 4.0) == ()


@pytest.mark.parametrize("path", sorted(resource("samples").iterdir()), ids=lambda path: path.name)
def test_each_bundled_file_is_drawn_alone(path: Path) -> None:
    assert picture_of(path, "en").startswith("<svg")


def files_below(*rooms: Path) -> list[Path]:
    """Every file of some folders beside the project."""
    return sorted(path for room in rooms for path in room.rglob("*") if path.is_file())


def undrawn(files: list[Path]) -> dict[str, str]:
    """The files whose picture ends in an exception, each with it."""
    failed = {}
    for path in files:
        try:
            picture_of(path)
        except Exception as error:
            failed[f"{path.parent.name}/{path.name}"] = repr(error)
    return failed


def test_each_sample_and_each_paper_beside_the_project_is_drawn_alone() -> None:
    assert undrawn(files_below(shared("samples"), shared("papers"))) == {}


@pytest.mark.slow
def test_files_of_each_sort_of_the_cases_beside_the_project_are_drawn_alone() -> None:
    """A sort is what is called alike but for its numbers; of each up to eight are drawn, from all over the cases."""
    sorts = defaultdict(list)
    for path in files_below(shared("cases"), shared("cases-hard", "cases")):
        sorts[re.sub(r"\d+", "", path.name)].append(path)
    chosen = [path for paths in sorts.values() for path in paths[:: -(-len(paths) // OF_A_SORT)]]
    assert undrawn(chosen) == {}
    assert len(sorts) > 40
