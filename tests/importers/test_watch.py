"""Progress is told and a cancel is felt, without asking at every row."""

from __future__ import annotations

import pytest

from app.importers.reading import progress
from app.importers.reading.progress import Cancelled, Watch


def test_a_cancel_ends_the_work_at_the_next_check() -> None:
    with pytest.raises(Cancelled):
        Watch(cancelled=lambda: True).check()


def test_checks_in_quick_succession_ask_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[None] = []
    now = [100.0]
    monkeypatch.setattr(progress.time, "monotonic", lambda: now[0])
    looked_at = Watch(cancelled=lambda: bool(asked.append(None)))
    for now[0] in (100.0, 100.01, 100.02, 100.05):
        looked_at.check()
    assert len(asked) == 2


def test_progress_within_a_file_is_told_in_its_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[tuple[int, int, str]] = []
    monkeypatch.setattr(progress.time, "monotonic", lambda: 100.0)
    looked_at = Watch(lambda *step: told.append(step))
    looked_at.begin(1000, 500, 2000, "a.csv")
    looked_at.within(50, 100)
    looked_at.within(60, 100)
    assert told == [(1000, 2000, "a.csv"), (1250, 2000, "a.csv")]
