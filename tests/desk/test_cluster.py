"""What a cluster may lack ends in a sentence: no workers, another version, workers that are lost, no program there."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from app import __version__
from app.__main__ import main
from app.desk import cluster
from app.desk.cluster import ClusterEngine, explain_guarded
from app.desk.run import run_desk
from app.desk.tasks import Limits, Task
from app.desk.wording import result_text
from app.texts import Language, Phrasebook
from tests.desk.made_cases import desk_of, order, written
from tests.languages import EVERY_LANGUAGE


class KilledWorker(Exception):
    """As the cluster's library names it."""


class Future:
    """A task given out: done at once, or failed as the cluster would fail it."""

    def __init__(self, work: Callable[[], object], error: Exception | None) -> None:
        self._work, self._error = work, error
        self.status = "error" if error else "finished"

    def result(self) -> object:
        return self._work()

    def exception(self) -> Exception | None:
        return self._error


class Coming:
    """Futures in the order in which they are ready."""

    def __init__(self, futures: Iterable[Future], loop: object) -> None:
        self._ready = list(futures)

    def next_batch(self, block: bool) -> list[Future]:
        batch, self._ready = self._ready, []
        return batch

    def update(self, futures: Iterable[Future]) -> None:
        self._ready += futures


@pytest.fixture
def scheduler(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, Any]]:
    """A cluster within this process: its ``workers``, and the ``error`` that every task meets."""
    told: dict[str, Any] = {"workers": {"a": 1}, "error": None}

    class Client:
        loop = None

        def __init__(self, address: str, **_: object) -> None:
            if told.get("silent"):
                raise OSError("Timed out trying to connect")

        def __enter__(self) -> Client:
            return self

        def __exit__(self, *_: object) -> None:
            return

        def nthreads(self) -> dict[str, int]:
            return dict(told["workers"])

        def map(self, work: Callable[..., object], values: Iterable[object], **named: Any) -> list[Future]:
            given = {name: value for name, value in named.items() if name not in ("pure", "retries")}
            return [Future(lambda v=value: work(v, **given), told["error"]) for value in values]  # type: ignore[misc]

    module = ModuleType("distributed")
    module.Client, module.as_completed, module.KilledWorker = Client, Coming, KilledWorker  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "distributed", module)
    monkeypatch.setattr(cluster, "is_available", lambda: True)
    yield told
    if (worker := getattr(cluster._own, "worker", None)) is not None:
        worker.close()
        del cluster._own.worker


def test_a_cluster_gives_the_same_bytes(tmp_path: Path, scheduler: dict[str, Any]) -> None:
    from app.desk.engines import LocalEngine

    folder = desk_of(tmp_path / "desk", "甲", "乙")
    run_desk(order(folder, tmp_path / "there"), ClusterEngine("tcp://a:1"))
    run_desk(order(folder, tmp_path / "here"), LocalEngine(1))
    assert written(tmp_path / "there") == written(tmp_path / "here")


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (KilledWorker("x"), "worker-lost"),
        (ModuleNotFoundError("No module named 'app.desk'"), "not-installed-there"),
        (TypeError("explain_guarded() got an unexpected keyword"), "other-version"),
        (RuntimeError("x"), "died"),
    ],
)
@EVERY_LANGUAGE
def test_a_task_that_no_worker_could_do_is_a_row_that_says_why(
    tmp_path: Path, scheduler: dict[str, Any], error: Exception, reason: str, language: Language
) -> None:
    scheduler["error"] = error
    ran = run_desk(order(desk_of(tmp_path / "desk", "甲"), tmp_path / "out"), ClusterEngine("tcp://a:1"))
    assert ran.entries[0].texts["reason"] == reason
    assert len(result_text(ran.entries[0], Phrasebook(language))) > len(reason)


def test_a_worker_of_another_version_does_nothing() -> None:
    done = explain_guarded(Task("nowhere", "甲", "nowhere").to_json(), Limits(), "0.0.1")
    assert (done.record.reason, done.record.detail) == ("other-version", __version__)


@pytest.mark.parametrize(("state", "told"), [("silent", "does not answer"), ("empty", "no worker has come")])
def test_a_scheduler_that_is_not_there_or_has_nobody_is_said(
    tmp_path: Path,
    scheduler: dict[str, Any],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    state: str,
    told: str,
) -> None:
    monkeypatch.setattr(cluster, "_PATIENCE", 0)
    scheduler |= {"silent": True} if state == "silent" else {"workers": {}}
    folder = desk_of(tmp_path / "desk", "甲")
    asked = ["desk", str(folder), "--out", str(tmp_path / "out"), "--scheduler", "tcp://10.0.0.1:8786", "--lang", "en"]
    assert main(asked) == 1
    assert told in capsys.readouterr().err
