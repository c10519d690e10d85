"""Where a case is kept: in memory alone, among the unnamed cases, or under the name a person gave it."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from app.core.decisions import Step
from app.core.explanation import SourceReport
from app.core.facts import Ledger
from app.storage.case_file import OPEN, CaseFile
from app.storage.encryption import Protection
from app.storage.errors import CaseTrouble, ReadOnly
from app.storage.originals import Packed, pack
from app.storage.replace import place_case
from app.storage.unnamed_cases import begin_unnamed


@dataclass(frozen=True, slots=True)
class InMemory:
    """What a case that has no file yet is made of; ``places`` are the paths of its sources."""

    log: Sequence[Step]
    places: Sequence[str]
    passwords: Sequence[str]

    def fill(self, fresh: CaseFile) -> None:
        """Write it into an empty case. Raises OSError."""
        fresh.append(*self.log, sources=map(pack, dict.fromkeys(self.places)), passwords=self.passwords)


class Keeper:
    """The file of one case, if it has one."""

    def __init__(self, clock: Callable[[], datetime], folder: Path | None = None, file: CaseFile | None = None) -> None:
        self._clock = clock
        self._folder = folder
        self.file = file

    @property
    def path(self) -> Path | None:
        """The file of a case that has a name, or None."""
        return self.file.path if self.file is not None and self.file.is_named else None

    @property
    def read_only(self) -> ReadOnly | None:
        """Why the case may only be read, or None."""
        return self.file.read_only if self.file is not None else None

    @property
    def is_durable(self) -> bool:
        """Whether every decision goes into a file as it is made."""
        return self.file is not None or self._folder is not None

    def add(self, step: Step, sources: Sequence[Packed], passwords: Sequence[str]) -> None:
        """Make a step durable, with the sources it adds. Raises ReadOnlyCase, CaseMoved and OSError."""
        if self.file is None and self._folder is not None:
            self.file = begin_unnamed(self._folder, self._clock())
        if self.file is not None:
            self.file.append(step, sources=sources, passwords=passwords)

    def save(self, path: Path, memory: InMemory, password: str | None) -> None:
        """Put the case under a name and go on there; ``password`` None leaves the protection as it is.

        Raises OSError, CaseInUse and DamagedCase.
        """
        same = self.file is not None and _same(path, self.file.path)
        if same and password is None and self.file is not None and self.file.is_in_place and self.file.is_named:
            return  # every decision is in it already
        protection = self._protection(password)
        try:
            lock = place_case(path, self._clock(), self._filling(memory), protection, self.file if same else None)
        except BaseException:
            self._come_back(protection)
            raise
        before, self.file = self.file, None
        self.file = CaseFile.open(path, protection, lock)
        if before is not None and not same:
            _leave(before)

    def save_copy(
        self,
        path: Path,
        memory: InMemory,
        facts: tuple[Ledger, tuple[SourceReport, ...]] | None,
        password: str | None,
    ) -> None:
        """Write a copy and go on where we are; with ``facts`` they stand in place of the sources. Raises as `save`."""

        def fill(fresh: CaseFile) -> None:
            if facts is None:
                self._filling(memory)(fresh)
                return
            if self.file is not None:
                fresh.take_over(self.file, originals=False)
            else:
                fresh.append_without_places(*memory.log)
            fresh.set_facts(*facts)

        place_case(path, self._clock(), fill, self._protection(password)).release()

    def view(self) -> Mapping[str, str]:
        """How the case was shown last."""
        return self.file.view() if self.file is not None else {}

    def remember_view(self, shown: Mapping[str, str]) -> None:
        """Keep how the case is shown, where it has a file that may be written. Raises CaseMoved and OSError."""
        if self.file is not None and self.read_only is None:
            self.file.remember_view(shown)

    def close(self, *, is_empty: bool) -> None:
        """Let the file go; an unnamed case that holds nothing is deleted. Raises OSError."""
        if self.file is None:
            return
        if is_empty and not self.file.is_named and self.read_only is None:
            self.file.discard()
        self.file.close()

    def forget_unnamed(self) -> None:
        """Delete a case that was never named. Raises OSError."""
        if self.file is not None and not self.file.is_named and self.read_only is None:
            self.file.discard()
            self.file = None

    def _come_back(self, *protections: Protection) -> None:
        """Open the file again that gave its lock away to be replaced, whichever of the two it is now."""
        if self.file is None or self.file.read_only is None:
            return
        self.file.close()
        for protection in (*protections, self.file.protection):
            with suppress(OSError, CaseTrouble):
                self.file = CaseFile.open(self.file.path, protection)
                return

    def _filling(self, memory: InMemory) -> Callable[[CaseFile], None]:
        before = self.file
        return memory.fill if before is None else lambda fresh: fresh.take_over(before)

    def _protection(self, password: str | None) -> Protection:
        if password is None:
            return self.file.protection if self.file is not None else OPEN
        return Protection.by(password)


def _leave(before: CaseFile) -> None:
    if before.is_named or before.read_only is not None:
        before.close()
    else:
        before.discard()


def _same(a: Path, b: Path) -> bool:
    return os.path.realpath(a) == os.path.realpath(b)
