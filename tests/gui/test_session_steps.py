"""The window's session: what a person decides beside work in the background stays, and undo names what it undoes."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from app.core.decisions import Mark, Step, replay
from app.gui.services.session import Session
from app.gui.services.tasks import Tasks
from app.gui.timeline.preparing import prepared
from app.workspace import Outcome, Workspace, digest_of
from tests.patience import MILLISECONDS


class Gate:
    """Holds the working out of a step until it is let go; ``trouble`` is raised then."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.opened = threading.Event()
        self.trouble: Exception | None = None
        real = Workspace.outcome

        def held(workspace: Workspace, step: Step) -> Outcome:
            if workspace.needs_explaining(step):
                assert self.opened.wait(20)
                if self.trouble is not None:
                    raise self.trouble
            return real(workspace, step)

        monkeypatch.setattr(Workspace, "outcome", held)


@pytest.fixture
def errors() -> list[Exception]:
    """What the session handed to the window."""
    return []


@pytest.fixture
def session(qtbot: QtBot, folder: Path, tmp_path: Path, errors: list[Exception]) -> Iterator[Session]:
    """A session that holds the small case."""
    root = QObject()
    tasks = Tasks(root)
    session = Session(tasks, tmp_path / "cases", prepared, lambda decision: decision.kind.value, errors.append, root)
    session.decide(session.workspace.keep(session.workspace.preview([folder])))
    qtbot.waitUntil(lambda: tasks.current is None and not session.workspace.is_empty, timeout=MILLISECONDS)
    yield session
    tasks.close()
    session.workspace.close()


def idle(qtbot: QtBot, session: Session) -> None:
    qtbot.waitUntil(lambda: session.tasks.current is None, timeout=MILLISECONDS)


def remove_last(session: Session) -> None:
    session.decide(session.workspace.removal(digest_of(session.workspace.sources[-1])))


def mark_first(session: Session) -> None:
    session.decide(session.workspace.marking(session.explanation.discrepancies[0], Mark.SETTLED, "late"))


def test_a_mark_made_while_a_file_is_taken_out_stays(
    qtbot: QtBot, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = Gate(monkeypatch)
    remove_last(session)
    mark_first(session)
    assert list(session.workspace.decided.marks.values()) == [Mark.SETTLED]
    gate.opened.set()
    idle(qtbot, session)
    assert list(session.workspace.decided.marks.values()) == [Mark.SETTLED]
    assert session.workspace.history == replay(session.workspace.log)


def test_a_decision_taken_while_an_undo_is_worked_out_follows_it(
    qtbot: QtBot, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    remove_last(session)
    idle(qtbot, session)
    before = len(session.workspace.sources)
    gate = Gate(monkeypatch)
    session.undo()
    session.decide(session.workspace.hiding_info(True))
    gate.opened.set()
    qtbot.waitUntil(lambda: session.workspace.decided.info_hidden, timeout=MILLISECONDS)
    assert len(session.workspace.sources) == before + 1
    assert session.undo_name == "hide-info"


@pytest.mark.parametrize("ending", ["fails", "is cancelled"])
def test_after_an_undo_that_comes_to_nothing_undo_still_names_what_it_undoes(
    qtbot: QtBot, session: Session, errors: list[Exception], monkeypatch: pytest.MonkeyPatch, ending: str
) -> None:
    remove_last(session)
    idle(qtbot, session)
    with monkeypatch.context() as patched:
        gate = Gate(patched)
        session.undo()
        if ending == "is cancelled":
            session.tasks.cancel()
        else:
            gate.trouble = OSError(5, "gone", "x.csv")
        gate.opened.set()
        idle(qtbot, session)
        assert session.tasks.close()
    assert [type(error) for error in errors] == ([OSError] if ending == "fails" else [])
    assert session.undo_name == "remove-source"
    session.undo()
    idle(qtbot, session)
    assert [decision.kind.value for decision in session.workspace.history.done] == ["add-sources"]
    assert (session.undo_name, session.redo_name) == ("add-sources", "remove-source")
