"""Whatever happens beside one another, the state of a case is what its log replays to, and nothing decided is lost."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.core.decisions import Mark, decided, replay
from app.core.discrepancy import Certainty, Discrepancy, Layer, Phenomenon, Severity
from app.core.explanation import Explanation
from app.core.facts import Source
from app.workspace import Outcome, StaleOutcome, StepUnderWay, Workspace, digest_of
from tests.gui.small_case import write_case


@contextmanager
def small_case() -> Iterator[Workspace]:
    """The small case, kept in a folder of its own."""
    with tempfile.TemporaryDirectory() as name:
        case = Workspace.create(Path(name) / "cases", lambda: datetime(2024, 6, 1, tzinfo=UTC))
        case.add([write_case(Path(name) / "files")])
        try:
            yield case
        finally:
            case.close()


def begun(case: Workspace, what: str) -> Outcome:
    """Work out a step beside the case."""
    match what:
        case "remove":
            reports = case.sources
            step = case.redoing() if not reports else None
            if step is None:
                decision = case.removal(digest_of(reports[-1]))
                return case.outcome(type(case.undoing())(case.log[0].kind, decision.at, decision))
            return case.outcome(step)
        case "undo":
            return case.outcome(case.undoing())
    return case.outcome(case.redoing())


def freshly_explained(case: Workspace) -> list[tuple[str, int]]:
    """What a case explains that stands on the same sources and decisions and never did anything beside another."""
    again = case._explained(case.decided)
    return [(d.id, d.difference) for d in again.discrepancies]


ACTIONS = st.lists(
    st.sampled_from(["remove", "undo", "redo", "mark", "note", "hide", "record", "adopt", "cancel"]), max_size=14
)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(ACTIONS)
def test_any_interleaving_is_the_replay_of_the_log(actions: list[str]) -> None:
    with small_case() as case:
        waiting: Outcome | None = None
        recorded = False
        for action in actions:
            try:
                if action in ("remove", "undo", "redo") and waiting is None:
                    waiting = begun(case, action)
                elif action == "record" and waiting is not None and not recorded:
                    case.record(waiting)
                    recorded = True
                elif action == "adopt" and waiting is not None:
                    case.adopt(waiting)
                    waiting, recorded = None, False
                elif action == "cancel" and not recorded:
                    waiting = None
                elif action in ("mark", "note", "hide"):
                    decide(case, action)
            except StaleOutcome:
                waiting = None
            except StepUnderWay:
                assert recorded
        if waiting is not None and recorded:
            case.adopt(waiting)
        assert case.history == replay(case.log)
        assert case.decided == decided(case.history.done)
        assert [(d.id, d.difference) for d in case.explanation.discrepancies] == freshly_explained(case)
        assert case._kept is not None
        assert case._kept.file is not None
        assert tuple(case._kept.file.log()) == case.log


def decide(case: Workspace, what: str) -> None:
    """Take a decision that needs no explaining, if there is anything to decide about."""
    found = next(iter(case.explanation.discrepancies), None)
    if what == "hide":
        case.decide(case.hiding_info(not case.decided.info_hidden))
    elif found is not None and what == "mark":
        case.decide(case.marking(found, Mark.SETTLED, "late"))
    elif found is not None:
        case.decide(case.noting(found, "asked", "late"))


def test_a_mark_made_while_a_removal_is_worked_out_stays() -> None:
    with small_case() as case:
        found = case.explanation.discrepancies[0]
        removal = begun(case, "remove")
        case.decide(case.marking(found, Mark.SETTLED, "late"))
        case.adopt(removal)
        assert list(case.decided.marks.values()) == [Mark.SETTLED]
        assert [d.kind.value for d in case.history.done] == ["add-sources", "mark", "remove-source"]


def test_an_undo_worked_out_before_a_mark_does_not_undo_the_mark() -> None:
    with small_case() as case:
        found = case.explanation.discrepancies[0]
        undo = begun(case, "undo")
        case.decide(case.marking(found, Mark.SETTLED, "late"))
        with pytest.raises(StaleOutcome):
            case.adopt(undo)
        assert not case.is_empty
        assert list(case.decided.marks.values()) == [Mark.SETTLED]


def test_an_explanation_of_other_sources_is_not_shown() -> None:
    with small_case() as case:
        removal = begun(case, "remove")
        first = case.sources[0]
        case.remove_source(digest_of(first))
        case.adopt(removal)
        assert first.file not in {s.file for s in case.explanation.sources}
        assert len(case.explanation.sources) == len(case.sources) == 2


def test_what_is_on_the_disk_must_be_adopted_before_anything_else() -> None:
    with small_case() as case:
        found = case.explanation.discrepancies[0]
        removal = begun(case, "remove")
        case.record(removal)
        with pytest.raises(StepUnderWay):
            case.decide(case.marking(found, Mark.SETTLED, "late"))
        case.adopt(removal)
        assert case.history == replay(case.log)


def test_the_mark_of_a_discrepancy_that_the_case_does_not_have_is_open() -> None:
    with small_case() as case:
        found = case.explanation.discrepancies[0]
        assert Workspace().mark_of(found) is Mark.OPEN
        assert Workspace().note_on(found) == ""


def test_the_keys_of_a_thousand_discrepancies_are_made_once(monkeypatch: pytest.MonkeyPatch) -> None:
    found = tuple(discrepancy(number) for number in range(1000))
    case = Workspace()
    case.explanation = Explanation(date(2026, 1, 1), (), (), (), (), found)
    made: list[str] = []
    import app.core.explanation as module

    digest = module._digest
    monkeypatch.setattr(module, "_digest", lambda *parts: (made.append("x"), digest(*parts))[1])
    assert {case.mark_of(d) for d in found} == {Mark.OPEN}
    assert len(made) == len(found)
    assert len(set(case.explanation.keys.values())) == len(found)


def discrepancy(number: int) -> Discrepancy:
    """A made-up discrepancy; only its number tells it from others."""
    return Discrepancy(
        id=f"d{number}", code="DEBIT-LATE", variant="charged", severity=Severity.WARNING, certainty=Certainty.PROVED,
        phenomenon=Phenomenon.DEBIT_TIME, layer=Layer.TECHNICAL, at=datetime(2024, 1, 1), difference=0, bridge=(),
        unexplained=0, evidence=(Source("a", "", number, "d"),), facility="JB", period=number,
    )  # fmt: skip
