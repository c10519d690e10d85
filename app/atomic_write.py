"""Writes a file, or several that belong together, whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from pathlib import Path


def write_whole(path: Path, content: bytes) -> None:
    """Write beside the target, flush to the disk, then put it in its place; the old file stays if anything fails.

    Raises OSError, and leaves nothing half-written. What is no file, such as a pipe or /dev/stdout, is written into.
    The file beside the target has a short name: the target's own may be as long as the system takes.
    """
    if path.exists() and not path.is_file():
        path.write_bytes(content)
        return
    write_together({path: content})


def write_together(files: Mapping[Path, bytes]) -> None:
    """Write files of one kind of output: all of them lie beside their places before the first is put there.

    Where one cannot be written (a full disk above all) none is, and what was there before stays. Raises OSError.
    """
    ready: dict[Path, Path] = {}
    try:
        for path, content in files.items():
            ready[path] = _laid_beside(path, content)
        for path, part in ready.items():
            part.replace(path)
    except BaseException:
        for part in ready.values():
            part.unlink(missing_ok=True)
        raise


def _laid_beside(path: Path, content: bytes) -> Path:
    handle, name = tempfile.mkstemp(prefix=".tallyline-", dir=path.parent)
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        part.chmod(0o666 & ~_umask())
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    return part


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
