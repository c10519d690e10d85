"""Promises of a desk's worker: it does one case after the other and keeps nothing of those that are done."""

from __future__ import annotations

import gc
import io
import json
import weakref
from pathlib import Path

import pytest

from app import own_process
from app.core.inference import remembered
from app.desk import explaining, worker
from app.desk.record import Record
from app.desk.tasks import Task
from app.process_limits import Memory


class _Ring:
    """Something that only a look for garbage takes away."""

    def __init__(self) -> None:
        self.itself = self


def test_what_a_case_left_is_gone_before_the_next_begins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    left: list[weakref.ref[_Ring]] = []
    alive: list[int] = []
    found: list[str] = []

    @remembered.remembered(8)
    def look_up(name: str) -> str:
        found.append(name)
        return name

    def explain(task: Task, _setter: object) -> Record:
        alive.append(sum(ring() is not None for ring in left))
        left.append(weakref.ref(_Ring()))
        look_up("the same loan")
        return Record(task.name)

    tasks = [Task(str(tmp_path), name, str(tmp_path / name)) for name in ("甲", "乙", "丙")]
    given = io.BytesIO(b"".join(json.dumps(task.to_json()).encode() + b"\n" for task in tasks))
    monkeypatch.setattr(own_process, "pipes", lambda: (given, io.BytesIO()))
    monkeypatch.setattr(explaining, "explain_case", explain)
    monkeypatch.setattr(Memory, "hold", lambda _memory, _megabytes: None)
    monkeypatch.setattr(gc, "freeze", lambda: None)  # the process of the tests is no worker
    gc.disable()
    try:
        worker.child(2048, lambda: None)
    finally:
        gc.enable()
    assert alive == [0, 0, 0]
    assert found == ["the same loan"] * 3
