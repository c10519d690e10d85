"""A desk's run: which cases there are, which of them are done, and the tables of all of them."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

from app.atomic_write import write_whole
from app.desk.engines import Cancelled, Engine
from app.desk.patterns import Pattern, patterns_of
from app.desk.record import Record
from app.desk.table import Entry, Note, entry_of, read_table, write_findings, write_patterns, write_run, write_table
from app.desk.tasks import Limits, Task, cases_in
from app.texts import Language

CASES = "cases"
"""The folder that holds one folder for each case."""
KEY = "-key.csv"
"""Ends the name of the file beside ``out`` that says whose number is whose, where names are masked.

It lies outside, so that ``out`` can be handed on as it is.
"""

Progress = Callable[[int, int, str], None]
"""Told how many cases are done, how many there are, and the name of the one done last."""


@dataclass(frozen=True, slots=True)
class Order:
    """What a desk asks for: ``folder`` holds the cases, ``out`` takes what is written.

    ``overview`` is the place of the workbook about all cases; ``workbooks`` and ``letters`` ask for those of each.
    """

    folder: Path
    out: Path
    language: Language
    overview: Path | None = None
    workbooks: bool = False
    letters: bool = False
    mask: bool = False
    as_of: str = ""
    passwords: tuple[str, ...] = ()
    limits: Limits = field(default_factory=Limits)


@dataclass(frozen=True, slots=True)
class Ran:
    """What came of a run: every row in order of urgency, the patterns, and what was left when it was cancelled."""

    entries: tuple[Entry, ...]
    patterns: tuple[Pattern, ...]
    left: int
    loose: int

    @property
    def failed(self) -> tuple[Entry, ...]:
        """The cases that could not be explained."""
        return tuple(e for e in self.entries if not e.is_explained)


class MixedMasking(ValueError):
    """Names and numbers would stand in one folder, so that the one gives the other away."""


def run_desk(
    order: Order, engine: Engine, progress: Progress | None = None, cancelled: Cancelled = lambda: False,
    ended: Callable[[Entry], object] = lambda _entry: None,
) -> Ran:  # fmt: skip
    """Explain every case of a folder and write the tables. Cases done before, from the same files, are not done again.

    ``ended`` is told the row of each case as it is done, with the note that it had when the run began.
    Cancelled or killed, it leaves every finished case whole; the next run goes on from there. Raises OSError where the
    folder cannot be listed or a table not be written; UnreadableTable and MixedMasking before anything is done.
    """
    listed = cases_in(order.folder, [order.out, _key_of(order.out), *([order.overview] if order.overview else [])])
    order.out.mkdir(parents=True, exist_ok=True)
    before = read_table(order.out)  # a table that cannot be read is told now, not after an hour
    if before and order.mask != _key_of(order.out).exists():
        raise MixedMasking
    tasks = _tasks(order, listed.cases)
    notes = {entry.case: entry.note for entry in before}
    done = []
    for one in engine.run(tasks, order.limits, cancelled) if tasks else ():
        done.append(one)
        ended(entry_of(one.record, notes.get(one.record.case, Note())))
        if progress is not None:
            progress(len(done), len(tasks), one.record.case)
    records = sorted((d.record for d in done), key=lambda r: r.case)
    entries = _merged(records, read_table(order.out), {task.name for task in tasks})
    write_findings(order.out, records)
    write_run(order.out, done)
    write_table(order.out, entries)
    patterns = tuple(patterns_of(records))
    write_patterns(order.out, patterns)
    if order.overview is not None:
        from app.desk.overview import write_overview

        write_overview(order.overview, order.language, entries, records, patterns)
    return Ran(tuple(entries), patterns, len(tasks) - len(done), listed.loose)


def _tasks(order: Order, cases: Iterable[Path]) -> list[Task]:
    names = _names(order, [case.name for case in cases])
    return [
        Task(
            source=str(case.absolute()),
            name=names[case.name],
            folder=str((order.out / CASES / names[case.name]).absolute()),
            language=order.language.code,
            mask=order.mask,
            workbook=order.workbooks,
            letters=order.letters,
            as_of=order.as_of,
            passwords=order.passwords,
        )
        for case in cases
    ]


def _names(order: Order, cases: list[str]) -> dict[str, str]:
    """What each case is called: by its own name, or by a number that a key beside the table gives back."""
    if not order.mask:
        return {name: name for name in cases}
    known = _key(order.out)
    highest = max((int(number.rpartition("-")[2]) for number in known.values()), default=0)
    for name in cases:
        if name not in known:
            highest += 1
            known[name] = f"case-{highest:05d}"
    stream = io.StringIO()
    csv.writer(stream).writerows([("case", "number"), *((name, number) for name, number in known.items())])
    write_whole(_key_of(order.out), stream.getvalue().encode("utf-8-sig", "surrogateescape"))
    return known


def _key_of(out: Path) -> Path:
    return out.absolute().with_name(f"{out.absolute().name}{KEY}")


def _key(out: Path) -> dict[str, str]:
    try:
        text = _key_of(out).read_bytes().decode("utf-8-sig", "surrogateescape")
    except FileNotFoundError:
        return {}
    return dict(list(csv.reader(io.StringIO(text, newline="")))[1:])


def _merged(records: list[Record], before: list[Entry], present: set[str]) -> list[Entry]:
    """Every row with the desk's notes. A case that this run did not reach keeps its row; so does one that is gone, as
    long as something is noted of it.
    """
    notes = {entry.case: entry.note for entry in before}
    fresh = {record.case: entry_of(record, notes.get(record.case, Note())) for record in records}
    for entry in before:
        if entry.case in fresh:
            continue
        if entry.case in present:
            fresh[entry.case] = entry
        elif entry.note != Note():
            gone = {**entry.texts, "result": "failed", "reason": "gone"}
            fresh[entry.case] = replace(entry, texts=gone)
    return sorted(fresh.values(), key=lambda e: e.urgency)
