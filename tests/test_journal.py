"""The journal of a dispute: part of the case's one history, kept in its file, told in the list and as a calendar."""

from __future__ import annotations

import sqlite3
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.journal import EntryKind, JournalEntry, awaited, entry_from_json, entry_to_json, removal_to_json
from app.storage import schema
from app.texts import Language, Phrasebook
from app.texts.journal_texts import JournalTexts
from app.workspace import Workspace
from app.workspace.exports import export_calendar
from tests.gui.small_case import write_case
from tests.languages import CHINESE, EVERY_LANGUAGE

days = st.dates(date(2020, 1, 1), date(2030, 1, 1))
entries = st.builds(
    JournalEntry,
    id=st.text(min_size=1, max_size=30),
    kind=st.sampled_from(EntryKind),
    on=days,
    to=st.text(max_size=10),
    due=st.none() | days,
    text=st.text(max_size=40),
)


class Clock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = datetime(2024, 6, 1, 2, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


@pytest.fixture
def case(tmp_path: Path) -> Workspace:
    case = Workspace(Clock())
    case.add([write_case(tmp_path / "files")])
    return case


def asked(case: Workspace, on: date, due: date | None, text: str = "") -> None:
    (found,) = case.explanation.discrepancies
    case.decide(case.journaling(found, JournalEntry("", EntryKind.ASKED, on, "lender", due, text), "晚了"))


@given(entries)
def test_an_entry_comes_back_as_it_was_written(entry: JournalEntry) -> None:
    assert entry_from_json(entry_to_json(entry)) == (entry.id, entry)
    assert entry_from_json(removal_to_json(entry.id)) == (entry.id, None)


@pytest.mark.parametrize("value", ["", "[]", "{}", '{"entry": 3}', '{"entry": "a", "kind": "x", "on": "2024-01-01"}'])
def test_what_is_no_entry_is_refused(value: str) -> None:
    with pytest.raises(ValueError):
        entry_from_json(value)


@given(st.lists(entries, max_size=6))
def test_what_is_awaited_is_the_latest_question_without_an_answer_after_it(journal: list[JournalEntry]) -> None:
    waiting = awaited(journal)
    spoken = sorted((e for e in journal if e.kind is not EntryKind.NOTE), key=lambda e: (e.on, e.id))
    assert waiting == (spoken[-1] if spoken and spoken[-1].kind is EntryKind.ASKED else None)


def test_an_entry_is_undone_and_redone_with_everything_else(case: Workspace) -> None:
    (found,) = case.explanation.discrepancies
    asked(case, date(2024, 6, 1), date(2024, 6, 16))
    (entry,) = case.journal_of(found)
    case.undo()
    assert case.journal_of(found) == ()
    case.redo()
    assert case.journal_of(found) == (entry,)
    case.decide(case.unjournaling(found, entry, "晚了"))
    assert case.journal_of(found) == ()
    case.undo()
    assert case.journal_of(found) == (entry,)


def test_a_saved_case_keeps_its_journal(case: Workspace, tmp_path: Path) -> None:
    asked(case, date(2024, 6, 1), date(2024, 6, 16), "请说明 0.16 元")
    (found,) = case.explanation.discrepancies
    case.save(tmp_path / "a.tally")
    kept = case.journal_of(found)
    case.close()
    again = Workspace.open(tmp_path / "a.tally")
    (found,) = again.explanation.discrepancies
    assert again.journal_of(found) == kept
    assert kept[0].text == "请说明 0.16 元"
    again.close()


def test_a_case_of_the_version_before_opens_and_takes_a_journal(case: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "old.tally"
    case.save(path)
    case.close()
    with sqlite3.connect(path) as database:
        database.execute("PRAGMA user_version=2")
    database.close()
    old = Workspace.open(path)
    assert schema.version_of(path) == schema.VERSION
    asked(old, date(2024, 6, 1), None)
    old.close()
    again = Workspace.open(path)
    assert len(again.journal_of(again.explanation.discrepancies[0])) == 1
    again.close()


@EVERY_LANGUAGE
def test_the_reminder_says_how_long_an_answer_is_overdue(language: Language) -> None:
    entry = JournalEntry("1", EntryKind.ASKED, date(2024, 6, 1), "lender", date(2024, 6, 16))
    book = Phrasebook(language)
    assert "2024-06-16" in JournalTexts(book, date(2024, 6, 16)).reminder([entry])
    late = JournalTexts(book, date(2024, 6, 19)).reminder([entry])
    assert late == book.say("journal.overdue", due=date(2024, 6, 16), days=3)
    answered = JournalEntry("2", EntryKind.ANSWERED, date(2024, 6, 18), "lender")
    assert JournalTexts(book, date(2024, 6, 19)).reminder([entry, answered]) == ""


def test_answers_awaited_stand_in_the_calendar_and_what_was_typed_is_masked(case: Workspace, tmp_path: Path) -> None:
    asked(case, date(2024, 6, 1), date(2024, 6, 16), "找张三核实")
    path = tmp_path / "due.ics"
    assert export_calendar(case, path, CHINESE)
    text = path.read_text(encoding="utf-8").replace("\r\n ", "").replace("\n ", "")
    assert "DTSTART;VALUE=DATE:20240616" in text
    assert "找张三核实" in text
    assert export_calendar(case, path, CHINESE, mask=True)
    assert "张三" not in path.read_text(encoding="utf-8").replace("\r\n ", "").replace("\n ", "")
