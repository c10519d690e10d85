"""The one function of the desk: it explains a case and writes its files. Locally and on a cluster it is the same."""

from __future__ import annotations

import hashlib
import json
import tempfile
import traceback
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from app import __version__
from app.atomic_write import write_whole
from app.core.errors import KnownTrouble
from app.desk.clock import without_clock, without_zone
from app.desk.record import Record, record_of
from app.desk.tasks import Task
from app.file_names import is_case_name
from app.texts import Language, Phrasebook

if TYPE_CHECKING:
    from app.workspace import Workspace

EXPLANATION, WORKBOOK, LETTERS, RECORD = "explanation.json", "workbook.xlsx", "letters", "record.json"
"""What stands in a case's folder. The record is written last: where it stands, the others do."""


Setter = Callable[[str, str], bytes]
"""Sets a page of HTML with a title as PDF."""


def explain_case(task: Task, setter: Callable[[], Setter | None] = lambda: None) -> Record:
    """Explain one case and write its files; what was written before from the same files is taken as it is.

    Nothing is raised but MemoryError: a case that cannot be explained is a record with its reason. Depends on the files
    and the task alone, keeps nothing, and may be done twice at the same time: every file is put in place whole.
    ``setter`` is asked for whatever sets letters as PDF, where letters are wanted; without it they are DOCX alone.
    """
    try:
        fingerprint = fingerprint_of(task)
        before = record_in(task)
        if before is not None and before.fingerprint == fingerprint and before.asked_for(task):
            return before
        return _explained(task, fingerprint, before, setter)
    except KnownTrouble as trouble:
        return Record(task.name, reason=trouble.code.value)
    except OSError as error:
        return Record(task.name, reason="not-opened", detail=error.strerror or type(error).__name__)
    except MemoryError:
        raise
    except Exception as error:  # a defect of the program costs this row, and says where it stands
        return Record(task.name, reason="defect", detail=_place_of(error))


def record_in(task: Task) -> Record | None:
    """The record of an earlier run, of these files or of others; None where there is none that can be read."""
    try:
        text = (Path(task.folder) / RECORD).read_text(encoding="utf-8")
        record = Record.from_json(json.loads(text))
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return record if record.case == task.name else None


def fingerprint_of(task: Task) -> str:
    """A digest of what a case is made of and of what is asked: names and bytes of its files. Raises OSError."""
    asked = (task.language, task.mask, task.as_of)
    digest = hashlib.sha256(repr((__version__, asked)).encode())
    source = Path(task.source)
    for path in _files(source):
        digest.update(f"\0{path.relative_to(source.parent).as_posix()}\0".encode("utf-8", "surrogateescape"))
        if path.is_file():
            with path.open("rb") as file:
                digest.update(hashlib.file_digest(file, "sha256").digest())
    return digest.hexdigest()


def _files(source: Path) -> Iterator[Path]:
    if not source.is_dir():
        yield source
        return
    yield from sorted(p for p in source.rglob("*") if not p.is_dir())


def _explained(task: Task, fingerprint: str, before: Record | None, setter: Callable[[], Setter | None]) -> Record:
    """Explain and write. What an earlier run wrote is written anew, so that no file tells of other papers."""
    from app.workspace.exports import shown

    with tempfile.TemporaryDirectory(prefix="tallyline-desk-") as scratch:
        workspace = _opened(task, Path(scratch))
        try:
            book = Phrasebook(Language(task.language))
            explanation = shown(workspace, mask=task.mask)
            asked = task.asked | set(before.wrote if before else ())
            record = replace(record_of(task.name, fingerprint, explanation, book), wrote=tuple(sorted(asked)))
            _write(task, workspace, record, book, setter)
        finally:
            workspace.close()
    return record


def _opened(task: Task, scratch: Path) -> Workspace:
    """The case in memory. A case file is opened as a copy: looking at it from the desk changes nothing in it."""
    from app.workspace import Workspace
    from app.workspace.earlier import opened_copy

    source = Path(task.source)
    if is_case_name(source) and source.is_file():
        return opened_copy(source, scratch, task.passwords)
    day = date.fromisoformat(task.as_of) if task.as_of else None
    workspace = Workspace(as_of=day)
    workspace.add([source], task.passwords)
    return workspace


def _write(
    task: Task, workspace: Workspace, record: Record, book: Phrasebook, setter: Callable[[], Setter | None]
) -> None:
    from app.export.json_report import to_json
    from app.workspace.exports import shown

    folder = Path(task.folder)
    folder.mkdir(parents=True, exist_ok=True)
    write_whole(folder / EXPLANATION, to_json(shown(workspace, mask=task.mask), book).encode())
    if "workbook" in record.wrote and not workspace.is_empty:
        _write_workbook(task, workspace, book)
    if "letters" in record.wrote:
        _write_letters(task, workspace, book, setter())
    write_whole(folder / RECORD, json_bytes(record))


def _write_workbook(task: Task, workspace: Workspace, book: Phrasebook) -> None:
    from app.workspace.exports import export_workbook

    with tempfile.TemporaryDirectory(prefix="tallyline-desk-") as scratch:
        export_workbook(workspace, place := Path(scratch) / WORKBOOK, book.language, mask=task.mask)
        write_whole(Path(task.folder) / WORKBOOK, without_clock(place.read_bytes()))


def _write_letters(task: Task, workspace: Workspace, book: Phrasebook, pdf: Setter | None) -> None:
    """Put the letters where none of other content stands: one that is there may have been filled in by hand."""
    from app.workspace.exports import export_letters

    with tempfile.TemporaryDirectory(prefix="tallyline-desk-") as scratch:
        with without_zone():
            written = export_letters(workspace, Path(scratch), book.language, mask=task.mask, pdf=pdf)
        fresh = {path.name: without_clock(path.read_bytes()) for path in written}
    for number in count(1):
        folder = Path(task.folder) / (LETTERS if number == 1 else f"{LETTERS}-{number}")
        if all(not (folder / n).exists() or (folder / n).read_bytes() == data for n, data in fresh.items()):
            break
    for name, data in fresh.items():
        folder.mkdir(exist_ok=True)
        write_whole(folder / name, data)


def json_bytes(record: Record) -> bytes:
    """A record as it stands in its file."""
    return (json.dumps(record.to_json(), ensure_ascii=False, indent=1) + "\n").encode()


def _place_of(error: Exception) -> str:
    """Where in the program a defect stands; never its message, which may quote a person's file."""
    frames = traceback.extract_tb(error.__traceback__)
    last = next((f for f in reversed(frames) if "app" in Path(f.filename).parts), frames[-1])
    return f"{type(error).__name__}: {Path(last.filename).name}:{last.lineno}"
