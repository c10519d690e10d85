"""What a message leaves open: values by name and kind, and words that depend on a number being one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.core.discrepancy import FactValue

PLACEHOLDER = re.compile(r"\{(\w+)(?::(\w+))?\}")
"""``{name}`` or ``{name:kind}``."""
_BY_NUMBER = re.compile(r"\{(\w+)\?([^{}|]*)\|([^{}|]*)\}")
"""``{files?file was|files were}``: the first words where the number, or the length of the list, is one."""


def in_number(text: str, values: Mapping[str, FactValue]) -> str:
    """The text with the words that its numbers ask for. Raises KeyError for a number not given."""
    return _BY_NUMBER.sub(lambda found: found[2] if _is_one(values[found[1]]) else found[3], text)


def _is_one(value: FactValue) -> bool:
    """Whether it is the number one, or a list of one."""
    return len(value) == 1 if isinstance(value, tuple) else value == 1
