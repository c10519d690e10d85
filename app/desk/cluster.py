"""The same function on a cluster of Dask: the one module that knows of it. The rest of the program does not."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from itertools import islice
from typing import Any

from app import __version__
from app.desk.engines import Cancelled
from app.desk.record import Record
from app.desk.tasks import Limits, Task
from app.desk.worker import Done, Worker

_AT_A_TIME = 2_000
"""Tasks that the scheduler holds: enough for hundreds of workers, some megabytes of its memory."""
_RETRIES = 2
_LOOK_EVERY = 0.1  # seconds in which a cancel is felt
_PATIENCE = 30  # seconds in which the first worker may still come
_REASONS: tuple[tuple[type[Exception], str], ...] = (
    (ImportError, "not-installed-there"),
    (AttributeError, "other-version"),
    (TypeError, "other-version"),
)
"""What the errors of a task mean: of a worker's program that is not there, or whose function takes other values."""
_own = threading.local()


def is_available() -> bool:
    """Whether the part that speaks with a cluster is installed."""
    return find_spec("distributed") is not None


class NoWorkers(OSError):
    """The scheduler answers, and no worker is there to do anything."""


def explain_guarded(task: dict[str, Any], limits: Limits, version: str) -> Done:
    """What a worker of the cluster does: the case in a warm process of its own, held to the same limits as at home.

    One process for each thread of the worker; it ends with the worker, as nobody asks it any more. A worker on which
    the program has not the ``version`` of the one who asks does nothing: its results would differ.
    """
    if version != __version__:
        return Done(Record(task["name"], reason="other-version", detail=__version__))
    worker: Worker | None = getattr(_own, "worker", None)
    if worker is None:
        worker = _own.worker = Worker(limits)
    return worker.run(Task.from_json(task))


class ClusterEngine:
    """The workers of a scheduler at an address such as ``tcp://10.0.0.1:8786``.

    The program must be installed there, and the folders reachable by the same paths. A worker that is lost is made up
    for by others.
    """

    def __init__(self, address: str) -> None:
        self.address = address

    def run(self, tasks: Sequence[Task], limits: Limits, cancelled: Cancelled) -> Iterator[Done]:
        """Give out so many tasks at a time that a hundred thousand do not fill the scheduler.

        Raises OSError where none answers, and NoWorkers. Done once here and once there gives the same files, so a task
        that is given out twice harms nothing.
        """
        import distributed

        dask: Any = distributed  # it names no types
        rest, reasons = iter(tasks), ((dask.KilledWorker, "worker-lost"), *_REASONS)
        with dask.Client(self.address, set_as_default=False) as client:
            _wait_for_workers(client, cancelled)
            names: dict[Any, str] = {}

            def give_out(number: int) -> list[Any]:
                batch = list(islice(rest, number))
                values = [task.to_json() for task in batch]
                futures = client.map(
                    explain_guarded, values, limits=limits, version=__version__, pure=False, retries=_RETRIES
                )
                names.update(zip(futures, (task.name for task in batch), strict=True))
                return list(futures)

            coming = dask.as_completed(give_out(_AT_A_TIME), loop=client.loop)
            while names:
                if cancelled():
                    client.cancel(list(names))
                    return
                ready = coming.next_batch(block=False)
                if not ready:
                    time.sleep(_LOOK_EVERY)
                    continue
                coming.update(give_out(len(ready)))
                yield from (_answer(future, names.pop(future), reasons) for future in ready)


def _wait_for_workers(client: Any, cancelled: Cancelled) -> None:
    """Wait a while for the first worker to come. Raises NoWorkers."""
    until = time.monotonic() + _PATIENCE
    while not client.nthreads() and not cancelled():
        if time.monotonic() > until:
            raise NoWorkers
        time.sleep(_LOOK_EVERY)


def _answer(future: Any, name: str, reasons: Sequence[tuple[type[Exception], str]]) -> Done:
    """A task's record; one that no worker could do is a row that says why."""
    if future.status == "finished":
        done: Done = future.result()
        return done
    error = future.exception()
    reason = next((code for kind, code in reasons if isinstance(error, kind)), "died")
    return Done(Record(name, reason=reason))
