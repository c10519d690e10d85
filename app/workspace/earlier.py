"""Another case or other exports, explained apart from the case at hand."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from app.core.explanation import Explanation
from app.workspace.case import Workspace

if TYPE_CHECKING:
    from app.workspace.sources import Progress


def explained_apart(
    paths: Sequence[Path], *, is_case: bool = False, password: str = "", progress: Progress | None = None
) -> Explanation:
    """Explain files, or with ``is_case`` the saved case that is named first, and leave them as they are.

    ``password`` opens the case or the files. Raises OSError and whatever opening a case and reading files raise.
    """
    if is_case:
        opened = Workspace.open(paths[0], progress=progress, password=password)
    else:
        opened = Workspace()
        opened.add(paths, [password] if password else [], progress)
    try:
        return opened.explanation
    finally:
        opened.close()
