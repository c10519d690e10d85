"""How the JSON writes amounts and rows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from app.core.facts import Source
from app.core.money import Fen, yuan

Json = dict[str, Any]


def refs(sources: Iterable[Source]) -> list[Json]:
    """Rows as the contract names them: base name, sheet or null, physical row; each once, in order."""
    named = sorted({replace(s, digest="") for s in sources})
    return [{"file": s.file, "sheet": s.sheet or None, "row": s.row} for s in named]


def money(amount: Fen | None) -> str | None:
    """An amount as the contract writes it."""
    return None if amount is None else yuan(amount)
