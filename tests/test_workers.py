"""What is said of files of tests by name holds: they are there, and who reads the labelled cases reads them once."""

from __future__ import annotations

import re

from tests.shared import ROOT
from tests.workers import LABELLED_CASES, LONG

READS = re.compile(r"^from tests\.labelled_cases import .*\b(?:explanation_of|reading_of)\b", re.MULTILINE)


def test_every_file_that_is_named_is_there() -> None:
    assert [name for name in LONG if not (ROOT / name).is_file()] == []


def test_all_that_read_the_labelled_cases_run_in_the_process_that_has_read_them() -> None:
    files = (ROOT / "tests").rglob("test_*.py")
    reading = {path.relative_to(ROOT).as_posix() for path in files if READS.search(path.read_text(encoding="utf-8"))}
    assert reading == set(LABELLED_CASES)
