"""Another case or other exports, explained apart from the case at hand and left as they are."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from app.core.errors import KnownTrouble, TroubleCode
from app.core.explanation import Explanation
from app.core.views.changes import Changes, changes
from app.workspace.case import Workspace

if TYPE_CHECKING:
    from app.export.masking import Leaf, Mask
    from app.workspace.sources import Progress

_LOCKED = (TroubleCode.CASE_NEEDS_PASSWORD, TroubleCode.WRONG_CASE_PASSWORD)


@dataclass(frozen=True, slots=True)
class Compared:
    """An earlier explanation, the present one and what differs; with ``names`` all three bear those pseudonyms."""

    before: Explanation
    after: Explanation
    found: Changes
    names: Mask | None = None


def explained_apart(
    paths: Sequence[Path], *, is_case: bool = False, passwords: Sequence[str] = (), progress: Progress | None = None
) -> Explanation:
    """Explain files, or with ``is_case`` the saved case that is named first, and leave them as they are.

    ``passwords`` are tried on the case and on the files. Raises OSError and whatever opening a case and reading
    files raise.
    """
    return _apart(paths, is_case, passwords, progress)[0]


def compared(
    case: Workspace,
    paths: Sequence[Path],
    *,
    is_case: bool = False,
    passwords: Sequence[str] = (),
    mask: bool = False,
    progress: Progress | None = None,
) -> Compared:
    """Compare a case with earlier papers, explained as ``explained_apart`` does; raises what that raises.

    With ``mask`` both sides bear the same pseudonyms: those that the case alone has when it leaves the program.
    """
    before, leaves = _apart(paths, is_case, passwords, progress, leaves=mask)
    after = case.explanation
    found = changes(before, after)
    if not mask:
        return Compared(before, after, found)
    from app.export.masking import mask_of
    from app.workspace.shown_rows import shown_rows

    names = mask_of(after, leaves=shown_rows(case).leaves())
    names.learn_explanation(before, leaves)
    return Compared(names.value(before), names.value(after), names.value(found), names)


def opened_copy(
    path: Path, scratch: Path, passwords: Sequence[str] = (), progress: Progress | None = None
) -> Workspace:
    """Open a copy of a saved case in the folder ``scratch``, so that the case itself and what lies beside it stay.

    What a killed program had begun is taken back in the copy. ``passwords`` are tried on the case, after none at all,
    and on its sources. Raises OSError and whatever opening a case raises.
    """
    copy = Path(shutil.copyfile(path, scratch / path.name))
    journal = path.with_name(f"{path.name}-journal")
    if journal.exists():
        shutil.copyfile(journal, copy.with_name(journal.name))
    trouble: KnownTrouble | None = None
    for password in ("", *passwords):
        try:
            return Workspace.open(copy, passwords, progress, password=password)
        except KnownTrouble as why:
            if why.code not in _LOCKED:
                raise
            trouble = why
    assert trouble is not None
    raise trouble


def _apart(
    paths: Sequence[Path],
    is_case: bool,
    passwords: Sequence[str],
    progress: Progress | None,
    *,
    leaves: bool = False,
) -> tuple[Explanation, list[Leaf]]:
    """The explanation, and with ``leaves`` what masking learns from its rows."""
    from app.workspace.shown_rows import shown_rows

    with tempfile.TemporaryDirectory(prefix="tallyline-earlier-") as scratch:
        if is_case:
            opened = opened_copy(paths[0], Path(scratch), passwords, progress)
        else:
            opened = Workspace()
            opened.add(paths, passwords, progress)
        with closing(opened):
            return opened.explanation, shown_rows(opened).leaves() if leaves else []
