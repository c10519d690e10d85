"""Folders of made-up cases, and records without files, for what a desk promises."""

from __future__ import annotations

import random
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from app.desk.engines import Cancelled
from app.desk.explaining import explain_case
from app.desk.record import Finding, Record
from app.desk.run import Order
from app.desk.tasks import Limits, Task
from app.desk.worker import Done
from app.workspace import Workspace
from tests.languages import CHINESE
from tests.small_exports import FILES, write_export

ENOUGH = ("one-loan-row.csv", "bank-with-a-hole.csv", "one-bill.csv")


class InThisProcess:
    """An engine that does the cases here, for promises that are not about processes."""

    def run(self, tasks: Sequence[Task], limits: Limits, cancelled: Cancelled) -> Iterator[Done]:
        """One after the other."""
        from app.gui.services.letters_pdf import letter_pdf

        yield from (Done(explain_case(task, lambda: letter_pdf)) for task in tasks)


def desk_of(folder: Path, *names: str) -> Path:
    """A folder with a case of its own for each name: ``….zip`` is packed, ``….tally`` a case file."""
    folder.mkdir(exist_ok=True)
    for number, name in enumerate(names):
        file = ENOUGH[number % len(ENOUGH)]
        place = folder / name
        if name.endswith(".zip"):
            with zipfile.ZipFile(place, "w") as archive:
                archive.writestr(file, FILES[file])
        elif name.endswith(".tally"):
            case = Workspace()
            case.add([write_export(folder, file)])
            case.save(place)
            case.close()
            (folder / file).unlink()
        else:
            place.mkdir()
            write_export(place, file)
    return folder


def order(folder: Path, out: Path, **more: object) -> Order:
    """An order with everything that a desk can ask for."""
    asked: dict[str, object] = {"workbooks": True, "letters": True, "overview": out.with_suffix(".xlsx"), **more}
    return Order(folder, out, CHINESE, **asked)  # type: ignore[arg-type]


def plain_order(folder: Path, out: Path) -> Order:
    """An order for the explanations and their table alone, for what concerns no other output."""
    return order(folder, out, workbooks=False, letters=False, overview=None)


def letters_order(folder: Path, out: Path) -> Order:
    """An order for the letters, for what concerns no workbook."""
    return order(folder, out, workbooks=False, overview=None)


def written(out: Path) -> dict[str, bytes]:
    """Everything under a folder that must be equal: all but what the run spent."""
    return {
        path.relative_to(out).as_posix(): path.read_bytes()
        for path in sorted(out.rglob("*"))
        if path.is_file() and path.name != "run.csv"
    }


def finding(code: str = "DEBIT-LATE", at: str = "2026-03-10", lender: str = "甲银行", difference: int = 0) -> Finding:
    """A finding at a lender of the same product."""
    return Finding(code, "charged", "serious", "proved", "refund", "jiebei", lender, at, difference, 0, code)


def records_of(chance: random.Random, count: int, kinds: Iterable[str], lenders: Iterable[str]) -> list[Record]:
    """Cases in which kind, lender, day, hour and amount have nothing to do with each other."""
    kinds, lenders, made = list(kinds), list(lenders), []
    for number in range(count):
        lender = chance.choice(lenders)
        days = sorted({f"2026-{chance.randint(1, 12):02d}-{chance.randint(1, 28):02d}" for _ in range(12)})
        found = tuple(
            finding(
                chance.choice(kinds),
                f"{chance.choice(days)}T{chance.randint(0, 23):02d}:15",
                lender,
                chance.randint(100, 90_000),
            )
            for _ in range(chance.randint(0, 4))
        )
        made.append(Record(f"case-{number:05d}", findings=found, days=(("jiebei", lender, tuple(days)),)))
    return made
