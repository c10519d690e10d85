"""A case that somebody sent names places of another computer; none of them is asked for anything."""

from __future__ import annotations

import io
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app.core.decisions import Decision, DecisionKind, Step, StepKind
from app.storage.locking import lock_place
from app.storage.originals import pack
from app.workspace import Workspace, digest_of
from app.workspace.sources import is_remote
from tests.importers.test_containers import zipped
from tests.small_exports import write_export
from tests.storage.case_making import START, make_case

AWAY = ("//evil.example/share/a.csv", "\\\\evil.example\\share\\b.zip", "/net/evil.example/c.csv")


@pytest.fixture
def looked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The places of another computer at which anybody looked."""
    seen: list[str] = []

    def watching(look: Callable[..., Any]) -> Callable[..., Any]:
        def watched(place: Any, *given: Any, **named: Any) -> Any:
            if not isinstance(place, int) and "evil" in os.fsdecode(place):
                seen.append(os.fsdecode(place))
            return look(place, *given, **named)

        return watched

    for module, names in ((os, ("stat", "lstat", "scandir", "listdir", "open", "readlink")), (io, ("open",))):
        for name in names:
            monkeypatch.setattr(module, name, watching(getattr(module, name)))
    return seen


def received(folder: Path, place: str) -> Path:
    """A case with one source, kept in it, which says that it lay at ``place``."""
    path = write_export(folder, "one-loan-row.csv") if not place.endswith("zip") else folder / "b.zip"
    if place.endswith("zip"):
        path.write_bytes(zipped({"in.csv": write_export(folder, "one-loan-row.csv").read_bytes()}))
    (source,) = Workspace(as_of=None).preview([path]).reading.sources
    packed = replace(pack(str(path)), path=place)
    adding = Decision(DecisionKind.ADD_SOURCES, START, (digest_of(source),), place)
    case = make_case(folder / "received.tally")
    case.append(Step(StepKind.DECIDE, START, adding), sources=[packed])
    case.close()
    return folder / "received.tally"


@pytest.mark.parametrize("place", AWAY)
def test_a_received_case_is_opened_shown_and_exported_without_looking_where_it_says_its_files_lay(
    tmp_path: Path, looked: list[str], place: str
) -> None:
    case = Workspace.open(received(tmp_path, place))
    (report,) = case.sources
    rows = [source for event in case.explanation.events for source in event.sources]
    assert report.path.startswith(place)
    assert case.rows_around(rows)
    assert case.place_of(report) == ""
    case.refuse_input(write_export(tmp_path, "one-bill.csv"))
    case.save(tmp_path / "mine.tally")
    assert looked == []


def test_a_place_that_the_person_gave_is_looked_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_export(tmp_path, "one-loan-row.csv")
    monkeypatch.setattr("app.workspace.sources.is_remote", lambda _: True)
    case = Workspace()
    case.add([tmp_path])
    assert case.place_of(case.sources[0]) == str(path)
    assert case.rows_around([s for event in case.explanation.events for s in event.sources])


@pytest.mark.parametrize("place", ["/home/a/b.csv", "C:\\a\\b.csv", "D:/a.csv", "a//b.csv", "/network/a.csv"])
def test_a_place_of_this_computer_is_no_other_computers(place: str) -> None:
    assert not is_remote(place)


def test_what_a_killed_program_left_beside_a_case_goes_when_it_is_opened_to_be_written(tmp_path: Path) -> None:
    path = tmp_path / "mine.tally"
    make_case(path).close()
    left = [tmp_path / f".mine.tally{end}" for end in (".part", ".new", ".part-journal", ".new-wal")]
    left.append(lock_place(left[0]))
    other = tmp_path / ".mine.tally.old"
    for place in (*left, other):
        place.write_bytes(b"half a case")
    case = Workspace.open(path)
    assert [place for place in left if place.exists()] == []
    assert other.exists()
    case.close()
