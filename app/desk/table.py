"""The table of all cases, the one truth of command and window: what was found, and what the desk notes of each case.

A file of comma-separated values with a byte-order mark, so that spreadsheet programs read it as well; its column names
never change with the language. The columns of `Note` are the desk's own and are carried into every newer table.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from enum import Enum
from pathlib import Path

from app.amount_text import parse_yuan
from app.atomic_write import write_whole
from app.core.money import Fen, yuan
from app.desk.patterns import Common, Pattern
from app.desk.record import SEVERITIES, Record
from app.desk.worker import Done

TABLE, FINDINGS, PATTERNS, RUN = "cases.csv", "findings.csv", "patterns.json", "run.csv"
"""``run.csv`` holds what a run spent; everything else is the same for the same files."""

_NOTED = ("state", "since", "deadline", "note")
_COUNTED = ("loans", *SEVERITIES, "agree", "differ", "not_checked", "files", "files_refused")
_SUMS = ("refund", "confirm", "unexplained", "due")
_TEXTS = ("result", "reason", "as_of", "due_on", "kinds", "lenders", "refused")
COLUMNS = (
    "case", *_NOTED, "result", "reason", "as_of", "loans", *SEVERITIES, "kinds", *_SUMS, "due_on", "agree", "differ",
    "not_checked", "lenders", "files", "files_refused", "refused",
)  # fmt: skip
_FINDING = (
    "case", "code", "variant", "severity", "certainty", "claim", "product", "lender", "at", "difference",
    "unexplained", "title",
)  # fmt: skip
_COMPUTED = ("=", "+", "-", "@", "\t", "\r")
BETWEEN = "; "


class State(Enum):
    """How far the desk is with a case."""

    NEW = "new"
    ASKED = "asked"
    WAITING = "waiting"
    ANSWERED = "answered"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Note:
    """What the desk notes of a case: state, since which day, by which day an answer is due (ISO), and a text."""

    state: State = State.NEW
    since: str = ""
    deadline: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of the table; ``counts``, ``sums`` (fen) and ``texts`` by column, see `Record` for their meaning."""

    case: str
    note: Note
    counts: Mapping[str, int] = field(default_factory=dict)
    sums: Mapping[str, Fen] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_explained(self) -> bool:
        """Whether the case could be explained."""
        return self.texts.get("result") == "ok"

    @property
    def urgency(self) -> tuple[object, ...]:
        """Sorts the most urgent case first: what is not done, by its deadline, by what is serious, by what is claimed.

        A case that could not be explained comes before those in which nothing is serious: somebody must look at it.
        """
        grave = self.counts.get("serious", 0)
        return (
            self.note.state is State.DONE,
            self.note.deadline or "9999",
            0 if grave else 1 if not self.is_explained else 2,
            -grave,
            -self.sums.get("refund", 0),
            -self.sums.get("confirm", 0),
            -self.counts.get("warning", 0),
            self.case,
        )


class UnreadableTable(ValueError):
    """The table is there and is none of this program's; it is left as it is."""


def _told_of(file: str, told: str) -> str:
    """A sentence about a file, which names it in the beginning or is put after its name."""
    return told if told.startswith(file) else f"{file}: {told}"


def entry_of(record: Record, note: Note) -> Entry:
    """A record as a row of the table."""
    of = record.severities
    kinds = sorted(record.kinds.items(), key=lambda kind: (-kind[1], kind[0]))
    return Entry(
        record.case,
        note,
        {
            "loans": record.loans,
            **{name: of[name] for name in SEVERITIES},
            "agree": record.agree,
            "differ": record.differ,
            "not_checked": record.unchecked,
            "files": record.files,
            "files_refused": len({file for file, _, _ in record.refused}),
        },
        {name: getattr(record, name) for name in _SUMS},
        {
            "result": "failed" if record.reason else "ok",
            "reason": " ".join(filter(None, (record.reason, record.detail))),
            "as_of": record.as_of,
            "due_on": record.due_on,
            "kinds": BETWEEN.join(f"{code} {count}" for code, count in kinds),
            "lenders": BETWEEN.join(record.lenders),
            "refused": BETWEEN.join(_told_of(file, told) for file, _, told in record.refused),
        },
    )


def read_table(folder: Path) -> list[Entry]:
    """The rows of the table in a folder, in order; none where there is no table yet.

    Raises OSError, and UnreadableTable for a file that is no such table, for instance without its first row.
    """
    path = folder / TABLE
    if not path.exists():
        return []
    rows = csv.DictReader(io.StringIO(_decoded(path.read_bytes())))
    if not set(COLUMNS) <= set(rows.fieldnames or ()):
        raise UnreadableTable(TABLE)
    try:
        return [_entry({name: _plain(row.get(name) or "") for name in COLUMNS}) for row in rows]
    except ValueError as error:
        raise UnreadableTable(TABLE) from error


def write_table(folder: Path, entries: Iterable[Entry]) -> None:
    """Write the table, whole or not at all, in order of the cases' names. Raises OSError."""
    rows = sorted(entries, key=lambda e: e.case)
    write_whole(folder / TABLE, _csv(COLUMNS, ([_cell(e, name) for name in COLUMNS] for e in rows)))


def write_findings(folder: Path, records: Sequence[Record]) -> None:
    """Write one row for each discrepancy of all cases, whole or not at all. Raises OSError."""
    rows = (
        [
            r.case, f.code, f.variant, f.severity, f.certainty, f.claim, f.product, f.lender, f.at.replace("T", " "),
            yuan(f.difference), yuan(f.unexplained), f.title,
        ]
        for r in sorted(records, key=lambda r: r.case)
        for f in r.findings
    )  # fmt: skip
    write_whole(folder / FINDINGS, _csv(_FINDING, rows))


def write_patterns(folder: Path, patterns: Iterable[Pattern]) -> None:
    """Write what many cases have in common. Raises OSError."""
    listed = [{**asdict(p), "common": p.common.value} for p in patterns]
    write_whole(folder / PATTERNS, (json.dumps(listed, ensure_ascii=False, indent=1) + "\n").encode())


def read_patterns(folder: Path) -> list[Pattern]:
    """What was written last; nothing where it is not there or of another version, as the next run writes it anew."""
    try:
        listed = json.loads((folder / PATTERNS).read_text(encoding="utf-8"))
        return [Pattern(**{**p, "common": Common(p["common"]), "cases": tuple(p["cases"])}) for p in listed]
    except (OSError, ValueError, TypeError, KeyError):
        return []


def write_run(folder: Path, done: Iterable[Done]) -> None:
    """Write what the run spent on each case, in order of their names. Raises OSError."""
    rows = ([d.record.case, f"{d.seconds:.2f}", str(d.megabytes or "")] for d in done)
    write_whole(folder / RUN, _csv(("case", "seconds", "megabytes"), sorted(rows)))


def _entry(cells: Mapping[str, str]) -> Entry:
    state = State(cells["state"].strip() or State.NEW.value)
    return Entry(
        cells["case"],
        Note(state, _day(cells["since"]), _day(cells["deadline"]), cells["note"]),
        {name: int(cells[name] or 0) for name in _COUNTED},
        {name: parse_yuan(cells[name] or "0") for name in _SUMS},
        {name: cells[name] for name in _TEXTS},
    )  # fmt: skip


def _day(text: str) -> str:
    """A day as ISO; spreadsheet programs write 2026/3/1 where 2026-03-01 stood."""
    parts = text.strip().replace("/", "-").replace(".", "-").split("-")
    if len(parts) != 3 or not all(p.isdecimal() for p in parts):
        return text.strip()
    year, month, day = map(int, parts)
    return f"{year:04d}-{month:02d}-{day:02d}"


def _cell(entry: Entry, name: str) -> str:
    match name:
        case "case":
            return entry.case
        case "state":
            return entry.note.state.value
        case "since" | "deadline" | "note":
            return str(getattr(entry.note, name))
    if name in _SUMS:
        return yuan(entry.sums.get(name, 0))
    return str(entry.counts.get(name, 0)) if name in _COUNTED else entry.texts.get(name, "")


def _csv(head: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(head)
    writer.writerows([_safe(cell) for cell in row] for row in rows)
    return stream.getvalue().encode("utf-8-sig", "surrogateescape")


def _safe(text: str) -> str:
    """A text that no spreadsheet program computes; an amount stays a number."""
    number = text[:1] == "-" and text[1:].replace(".", "", 1).isdecimal()
    return f"'{text}" if text.startswith(_COMPUTED) and not number else text


def _plain(text: str) -> str:
    return text[1:] if text[:1] == "'" and text[1:].startswith(_COMPUTED) else text


def _decoded(data: bytes) -> str:
    """The text of a table, also where a spreadsheet program saved it in the code page of Chinese Windows."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            return data.decode("gb18030")
        except UnicodeDecodeError as error:
            raise UnreadableTable(TABLE) from error
