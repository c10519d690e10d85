"""Where the cases are done: in a few warm processes of this computer. A cluster has the same shape (`cluster`)."""

from __future__ import annotations

import os
import queue
import threading
from collections.abc import Callable, Iterator, Sequence
from typing import Protocol

from app.desk.tasks import Limits, Task
from app.desk.worker import Done, Worker

Cancelled = Callable[[], bool]
_LOOK_EVERY = 0.1  # seconds in which a cancel is felt


class Engine(Protocol):
    """Does tasks in any order. What it yields is each task's own, in the order in which they are ready."""

    def run(self, tasks: Sequence[Task], limits: Limits, cancelled: Cancelled) -> Iterator[Done]:
        """Do all tasks, or leave the rest undone as soon as ``cancelled`` says so."""
        ...


class LocalEngine:
    """``jobs`` processes of this computer, as many as it has processors by default."""

    def __init__(self, jobs: int = 0) -> None:
        self.jobs = jobs or os.cpu_count() or 1

    def run(self, tasks: Sequence[Task], limits: Limits, cancelled: Cancelled) -> Iterator[Done]:
        """Each process takes the next task as soon as it has done one. A thread waits for each process."""
        waiting: queue.SimpleQueue[Task] = queue.SimpleQueue()
        for task in tasks:
            waiting.put(task)
        ready: queue.SimpleQueue[Done] = queue.SimpleQueue()
        workers = [Worker(limits) for _ in range(min(self.jobs, len(tasks)))]
        stop = threading.Event()
        threads = [threading.Thread(target=_serve, args=(w, waiting, ready, stop), daemon=True) for w in workers]
        for thread in threads:
            thread.start()
        try:
            yield from _collected(ready, len(tasks), cancelled)
        finally:
            stop.set()
            for worker in workers:
                worker.stop()
            for thread in threads:
                thread.join()


def _collected(ready: queue.SimpleQueue[Done], wanted: int, cancelled: Cancelled) -> Iterator[Done]:
    while wanted and not cancelled():
        try:
            done = ready.get(timeout=_LOOK_EVERY)
        except queue.Empty:
            continue
        wanted -= 1
        yield done


def _serve(
    worker: Worker, waiting: queue.SimpleQueue[Task], ready: queue.SimpleQueue[Done], stop: threading.Event
) -> None:
    try:
        while not stop.is_set():
            ready.put(worker.run(waiting.get_nowait()))
    except queue.Empty:  # every task is given out
        return
    finally:
        worker.close()
