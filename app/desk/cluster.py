"""The same function on a cluster of Dask: the one module that knows of it. The rest of the program does not."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from itertools import islice
from typing import Any

from app.desk.engines import Cancelled
from app.desk.record import Record
from app.desk.tasks import Limits, Task
from app.desk.worker import Done, Worker

_AT_A_TIME = 2_000
"""Tasks that the scheduler holds: enough for hundreds of workers, some megabytes of its memory."""
_RETRIES = 2
_LOOK_EVERY = 0.1  # seconds in which a cancel is felt
_own = threading.local()


def is_available() -> bool:
    """Whether the part that speaks with a cluster is installed."""
    return find_spec("distributed") is not None


def explain_guarded(task: dict[str, Any], limits: Limits) -> Done:
    """What a worker of the cluster does: the case in a warm process of its own, held to the same limits as at home.

    One process for each thread of the worker; it ends with the worker, as nobody asks it any more.
    """
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

        Raises OSError where none answers. Done once here and once there gives the same files, so a task that is given
        out twice harms nothing.
        """
        import distributed

        dask: Any = distributed  # it names no types
        rest = iter(tasks)
        with dask.Client(self.address, set_as_default=False) as client:
            names: dict[Any, str] = {}

            def give_out(number: int) -> list[Any]:
                batch = list(islice(rest, number))
                values = [task.to_json() for task in batch]
                futures = client.map(explain_guarded, values, limits=limits, pure=False, retries=_RETRIES)
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
                yield from (_answer(future, names.pop(future)) for future in ready)


def _answer(future: Any, name: str) -> Done:
    """A task's record; one whose workers died again and again is a row that says so."""
    if future.status == "finished":
        done: Done = future.result()
        return done
    return Done(Record(name, reason="died"))
