"""What is to be done for one case, and the cases that a folder holds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from app.file_names import CASE_SUFFIX, is_passed_over

_SUFFIXES = (CASE_SUFFIX, ".zip")


@dataclass(frozen=True, slots=True)
class Limits:
    """What one case may take before it ends as a row with its reason.

    ``seconds`` of the clock, ``megabytes`` of data in the worker's memory (where the system can be told; Windows
    cannot). They guard the desk against a case that never ends; what a file may unfold to is counted before.
    """

    seconds: float = 300
    megabytes: int = 2048


@dataclass(frozen=True, slots=True)
class Task:
    """One case and what to write of it.

    ``source`` is the folder, zip or case, ``name`` what it is called in the table, ``folder`` where its files go (it
    must be reachable under the same path by whoever does the task). Plain values only, so that it travels as JSON.
    """

    source: str
    name: str
    folder: str
    language: str = "zh"
    mask: bool = False
    workbook: bool = False
    letters: bool = False
    as_of: str = ""
    passwords: tuple[str, ...] = ()

    @property
    def asked(self) -> frozenset[str]:
        """What is to be written beside the explanation."""
        wanted = {"workbook": self.workbook, "letters": self.letters}
        return frozenset(name for name, is_wanted in wanted.items() if is_wanted)

    def to_json(self) -> dict[str, Any]:
        """The task as JSON values."""
        return asdict(self)

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> Task:
        """The task of JSON values."""
        return cls(**{**values, "passwords": tuple(values["passwords"])})


@dataclass(frozen=True, slots=True)
class Listed:
    """The cases of a folder in order of their names, and how many loose files lie beside them and are no case."""

    cases: tuple[Path, ...]
    loose: int


def cases_in(folder: Path, leaving_out: Iterable[Path] = ()) -> Listed:
    """Every sub-folder, zip and case file of a folder; hidden ones and ``leaving_out`` are passed over. Raises OSError.

    ``leaving_out`` is what the desk itself writes, where that lies somewhere in the same folder.
    """
    own = {place for path in leaving_out for place in (path.resolve(), *path.resolve().parents)}
    cases, loose = [], 0
    for path in sorted(folder.iterdir(), key=lambda p: p.name):
        if is_passed_over(path.name) or path.resolve() in own:
            continue
        if path.is_dir() or path.suffix.casefold() in _SUFFIXES:
            cases.append(path)
        else:
            loose += 1
    return Listed(tuple(cases), loose)
