"""Finds the files that ship with the program: in a checkout, in an installed wheel and in a bundle."""

from __future__ import annotations

import sys
from pathlib import Path


def resource(*parts: str) -> Path:
    """Return the path of a shipped file or folder. Raises FileNotFoundError where it is missing."""
    here = Path(__file__).resolve().parent
    roots = [here / "resources", here.parent / "resources"]
    if bundle := getattr(sys, "_MEIPASS", None):
        roots.insert(0, Path(bundle) / "resources")
    for root in roots:
        if (path := root.joinpath(*parts)).exists():
            return path
    raise FileNotFoundError(f"a file of the program is missing: resources/{'/'.join(parts)}")
