"""The file that a case is kept in: its name and place, copies of it, and how it was shown last."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from app.core.decisions import Decided, Step
from app.workspace.sources import CaseSources

if TYPE_CHECKING:
    from app.storage.case_store import InMemory, Keeper
    from app.storage.errors import ReadOnly


class KeptInAFile:
    """Keeps its case in a file once that has a name, or in memory until then."""

    _clock: Callable[[], datetime]
    _sources: CaseSources
    _log: list[Step]
    _saved: int
    _kept: Keeper | None
    decided: Decided

    @property
    def is_empty(self) -> bool:
        """Whether the case has no file."""
        raise NotImplementedError

    @property
    def path(self) -> Path | None:
        """The file of a case that has a name, or None."""
        return self._kept.path if self._kept is not None else None

    @property
    def read_only(self) -> ReadOnly | None:
        """Why the case may only be read (``storage.read-only.<value>`` says it), or None."""
        return self._kept.read_only if self._kept is not None else None

    def save(self, path: Path, *, password: str | None = None) -> None:
        """Give the case a name and a place, whole or not at all, and go on there; an unnamed file is taken away.

        ``password`` None leaves the protection as it is, an empty one takes it away. Raises OSError, CaseInUse and
        OutputIsInput.
        """
        from app.storage.case_store import Keeper

        self.refuse_input(path)
        kept = self._kept or Keeper(self._clock)
        kept.save(path, self._in_memory(), password)
        self._kept, self._saved = kept, len(self._log)
        if kept.file is not None:
            self._sources.hold(kept.file)

    def save_copy(self, path: Path, *, originals: bool = True, password: str | None = None) -> None:
        """Write a copy and go on with the case at hand. Raises OSError, CaseInUse and OutputIsInput.

        Without ``originals`` the copy has what was read of the files, but not the files, where they lay and their
        passwords; it explains the same and shows no other rows of them.
        """
        from app.storage.case_store import Keeper

        self.refuse_input(path)
        facts = None if originals else self._sources.everything(self.decided.taught)
        (self._kept or Keeper(self._clock)).save_copy(path, self._in_memory(), facts, password)

    def refuse_input(self, path: Path, *, also_itself: bool = False) -> None:
        """Raise OutputIsInput where a path leads to a file that the case has read; ``also_itself``: or to its own."""
        self._sources.refuse_input(path, self.path if also_itself else None)

    def forget_changes(self) -> None:
        """Give up what is in no file with a name, once the person chose to leave without saving."""
        if self._kept is not None:
            self._kept.forget_unnamed()
        self._saved = len(self._log)

    def close(self) -> None:
        """Let the file go, so that others may write it. An unnamed case stays and is offered by `unfinished_cases`."""
        if self._kept is not None:
            self._kept.close(is_empty=self.is_empty)

    @property
    def view(self) -> Mapping[str, str]:
        """How the case was shown last, by name; what the values mean is the view's own affair."""
        return self._kept.view() if self._kept is not None else {}

    def remember_view(self, shown: Mapping[str, str]) -> None:
        """Keep how the case is shown, by name, where it has a file. Raises CaseMoved and OSError."""
        if self._kept is not None:
            self._kept.remember_view(shown)

    def _in_memory(self) -> InMemory:
        """Every file ever added, also those undone or removed, so that undo works after opening the case again."""
        from app.storage.case_store import InMemory

        added = [digest for step in self._log if step.decision for digest in step.decision.subjects]
        return InMemory(tuple(self._log), self._sources.places(added), self._sources.passwords)
