"""The window of many cases from the screen reader's tree alone: what it says of itself and of every cell."""

from __future__ import annotations

from pathlib import Path

from tests.desk.made_cases import desk_of
from tests.gui.hands import Move
from tests.gui.test_five_tasks import CHOOSE, Person, person, pytestmark

__all__ = ["pytestmark"]


def test_a_folder_of_cases_is_explained_and_read_cell_by_cell(tmp_path: Path) -> None:
    folder = desk_of(tmp_path / "desk", "First", "Second")
    with person("reader", folder, tmp_path) as someone:
        someone.do(
            Move("Many cases…", "menu item", menu=("File",)),
            Move("Open a folder of cases", "push button"),
            CHOOSE,
        )
        assert {"Case: First", "Case: Second", "Progress: new"} <= cells(someone, "Case: Second")
        assert cells(someone, "What was found: not explained yet")
        someone.do(Move("Explain all", "push button"))
        someone.reads("Written:")
        told = cells(someone, "Case: Second")
        assert "What was found: not explained yet" not in told
        assert {"Serious: ", "Progress: new"} <= told
        assert {n.name for n in someone.eyes.showing() if n.role == "table"} == {"Cases"}


def cells(someone: Person, awaited: str) -> set[str]:
    """Every cell of the table, once one says what is awaited: its heading and its value."""
    someone.eyes.wait_for(awaited, "cell")
    return {node.name for node in someone.eyes.showing() if node.role == "cell"}
