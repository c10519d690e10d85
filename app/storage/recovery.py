"""Puts what can be read of a damaged case into a new file, and leaves the damaged one as it is."""

from __future__ import annotations

import hashlib
import shutil
import sqlite3
import struct
import tempfile
import zlib
from collections.abc import Mapping
from contextlib import closing, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from app.core.decisions import Step, StepKind
from app.core.errors import TroubleCode
from app.storage import page_scan, schema
from app.storage.case_file import CaseFile
from app.storage.decision_log import Line, read_line
from app.storage.encryption import NotOpened, Protection
from app.storage.errors import CaseTrouble, DamagedCase, NewerCase
from app.storage.opening import protection_of
from app.storage.originals import PIECE
from app.storage.replace import place_case


class NothingToRecover(CaseTrouble):
    """A file in which nothing of a case can be found."""

    code = TroubleCode.NOTHING_TO_RECOVER


@dataclass(frozen=True, slots=True)
class Recovered:
    """What was found: the new file, its steps and sources by name, and what was lost.

    ``lost_steps`` counts the lines missing among those found; how many were lost after the last one nobody can tell.
    """

    path: Path
    steps: int
    sources: tuple[str, ...]
    lost_steps: int
    lost_sources: tuple[str, ...]

    @property
    def is_whole(self) -> bool:
        """Whether nothing is known to be lost."""
        return not (self.lost_steps or self.lost_sources)


@dataclass(slots=True)
class _Found:
    """The rows of the tables of a case, as far as they can be made out."""

    about: dict[str, str] = field(default_factory=dict)
    lines: list[tuple[Line, page_scan.Value]] = field(default_factory=list)
    originals: dict[int, tuple[str, int]] = field(default_factory=dict)
    pieces: dict[int, dict[int, bytes]] = field(default_factory=dict)
    places: list[tuple[int, int, str | bytes]] = field(default_factory=list)

    def take(self, row: page_scan.Row) -> None:
        """Know a row by how its values look."""
        match row.values:
            case (None, "id" | "begun" | "named" | "lock" as name, str(value)):
                self.about[name] = value
            case (None, str() | bytes() as at, str() | bytes() as name, int(acts_on), str() | bytes() as line, total):
                self.lines.append((Line(row.number, at, name, acts_on, line), total))
            case (None, str(fingerprint), int(size)):
                self.originals[row.number] = fingerprint, size
            case (None, int(original), int(part), bytes(packed)):
                self.pieces.setdefault(original, {})[part] = packed
            case (None, int(original), str() | bytes() as path):
                self.places.append((row.number, original, path))


def recover_case(path: Path, into: Path, password: str = "") -> Recovered:
    """Read what can be read of ``path`` into ``into``, where nothing may be yet.

    A line of the log or a source counts as found only where its checksum holds. Where lines are missing, the decisions
    found to be in force are kept and those undone are left out. Raises OSError, NothingToRecover, NewerCase,
    CaseNeedsPassword and WrongCasePassword.
    """
    if into.exists():
        raise FileExistsError(17, "File exists", str(into))
    _refuse_newer(path)
    found = _found(path)
    protection = _protection(found, password, path)
    case = found.about.get("id", "")
    numbered = _steps(found, protection, case)
    contents, lost = _contents(found, protection, case)
    if not numbered and not contents:
        raise NothingToRecover(path)
    missing = max(numbered, default=0) - len(numbered)
    steps = _in_force(numbered) if missing else [step for _, (_, step) in sorted(numbered.items())]

    def fill(fresh: CaseFile) -> None:
        fresh.append(*steps)
        fresh.keep(contents.items())

    place_case(into, datetime.now(UTC), fill, protection).release()
    return Recovered(into, len(steps), tuple(contents), missing, lost)


def _refuse_newer(path: Path) -> None:
    try:
        schema.version_of(path)
    except NewerCase:
        raise
    except DamagedCase:
        return  # a broken header is no reason to stop


def _found(path: Path) -> _Found:
    """The rows of a case; what a killed program had begun is taken back first, in a copy."""
    found = _Found()
    with tempfile.TemporaryDirectory(prefix="tallyline-") as folder:
        readable = path
        journal = path.with_name(f"{path.name}-journal")
        if journal.exists():
            readable = Path(folder) / "case"
            shutil.copyfile(path, readable)
            shutil.copyfile(journal, Path(folder) / "case-journal")
            with suppress(sqlite3.Error), closing(schema.connect(readable, writable=True)) as database:
                database.execute("SELECT count(*) FROM sqlite_master").fetchall()
        data = readable.read_bytes()
    for row in page_scan.rows(data, _page_size(data)):
        found.take(row)
    return found


def _page_size(data: bytes) -> int:
    (size,) = struct.unpack_from(">H", data, 16) if len(data) > 18 else (0,)
    return size if size in (512, 1024, 2048, 4096, 8192, 16384, 32768) else schema.PAGE


def _protection(found: _Found, password: str, path: Path) -> Protection:
    try:
        return protection_of(found.about.get("lock", ""), password, path)
    except (ValueError, KeyError, TypeError) as error:
        raise NothingToRecover(path) from error


def _steps(found: _Found, protection: Protection, case: str) -> dict[int, tuple[int, Step]]:
    """The lines that are whole, by number, each with the number of the decision it acts on."""
    steps = {}
    for line, total in found.lines:
        with suppress(NotOpened, ValueError, KeyError, TypeError):
            steps[line.number] = line.acts_on, read_line(line, total, protection.seal, case)
    return steps


def _in_force(numbered: Mapping[int, tuple[int, Step]]) -> list[Step]:
    """The decisions in force after a log with gaps, since an undo says what it undid."""
    force: dict[int, bool] = {}
    for _, (acts_on, step) in sorted(numbered.items()):
        force[acts_on] = step.kind is not StepKind.UNDO
    decisions = {n: step for n, (_, step) in numbered.items() if step.kind is StepKind.DECIDE}
    return [step for number, step in sorted(decisions.items()) if force[number]]


def _contents(found: _Found, protection: Protection, case: str) -> tuple[dict[str, bytes], tuple[str, ...]]:
    """The sources that are whole, by path, and the paths of the others."""
    whole: dict[str, bytes] = {}
    lost: list[str] = []
    for number, original, stored in sorted(found.places, key=lambda place: place[0]):
        try:
            raw = stored if isinstance(stored, str) else protection.seal.take(f"{case}/place/{number}", stored)
            path = raw if isinstance(raw, str) else raw.decode()
        except (NotOpened, ValueError):
            lost.append("")
            continue
        try:
            whole[path] = _content(found, original, protection, case)
        except (NotOpened, KeyError, ValueError, zlib.error):
            lost.append(path)
    return whole, tuple(lost)


def _content(found: _Found, original: int, protection: Protection, case: str) -> bytes:
    fingerprint, size = found.originals[original]
    pieces = found.pieces.get(original, {})
    parts = range(-(-size // PIECE))
    opened = (protection.seal.take(f"{case}/piece/{original}/{part}", pieces[part]) for part in parts)
    content = b"".join(zlib.decompressobj().decompress(piece, PIECE) for piece in opened)
    if protection.seal.fingerprint(hashlib.sha256(content).hexdigest()) != fingerprint:
        raise ValueError("not the bytes that were kept")
    return content
