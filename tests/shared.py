"""Finds the reference material that lies beside the project, and skips a test where it is absent."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def shared(*parts: str) -> Path:
    """Return a path of the shared material, or skip the calling test."""
    base = Path(os.environ.get("TALLYLINE_SHARED", ROOT.parent / "shared"))
    path = base.joinpath(*parts)
    if not path.exists():
        pytest.skip(f"needs the shared material: {'/'.join(parts)}")
    return path
