"""How the suite is shared out among the processes of pytest-xdist: files go whole, the long ones first.

Used with ``--dist loadfile``. Files that go through the labelled cases go to one process, which reads each case once.
"""

from __future__ import annotations

import pytest
from xdist.scheduler import LoadFileScheduling

LABELLED_CASES = (
    "tests/test_shared_cases.py",
    "tests/test_next_dues_of_cases.py",
    "tests/test_credit_months_of_cases.py",
    "tests/export/test_reconciliation.py",
    "tests/export/test_workbook_cases.py",
    "tests/texts/test_texts_tone.py",
    "tests/core/test_bill_settlement.py",
    "tests/export/test_letters_cases.py",
    "tests/export/test_workbook_settlement.py",
    "tests/test_settlement_foretold.py",
    "tests/timeline/test_timeline_covered.py",
)
LONG = (
    *LABELLED_CASES,
    "tests/gui/test_five_tasks.py",
    "tests/gui/test_dialogs_fit.py",
    "tests/test_kinds.py",
    "tests/export/test_workbook_elsewhere.py",
    "tests/test_kinds_disguised.py",
    "tests/desk/test_run.py",
    "tests/gui/test_real_window.py",
    "tests/desk/test_planted_cases.py",
    "tests/safety/test_hostile_files.py",
    "tests/gui/test_window_work.py",
    "tests/gui/test_window_asking.py",
    "tests/test_shared_cases_disguised.py",
    "tests/packaging/test_desktop_first_run.py",
    "tests/timeline/test_timeline_of_each_file.py",
)
"""What would leave the other processes idle if it came last, the longest first."""


class WholeFiles(LoadFileScheduling):  # type: ignore[misc]
    """Shares out files in the order of the collection."""

    def __init__(self, config: pytest.Config, log: object = None) -> None:
        config.option.loadscopereorder = False  # by default the files with the fewest tests come last, however long
        super().__init__(config, log)

    def _split_scope(self, nodeid: str) -> str:
        file: str = super()._split_scope(nodeid)
        return "labelled cases" if file in LABELLED_CASES else file


def in_order(items: list[pytest.Item]) -> None:
    """The tests of long files before all others."""
    places = {file: place for place, file in enumerate(LONG)}
    items.sort(key=lambda item: places.get(item.nodeid.split("::")[0], len(LONG)))
