"""What a message leaves open: values by name and kind, and words that depend on a number or on two values being one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.core.discrepancy import FactValue

PLACEHOLDER = re.compile(r"\{(\w+)(?::(\w+))?\}")
"""``{name}`` or ``{name:kind}``."""
_WORDS = r"((?:[^{}|]|\{\w+(?::\w+)?\})*)"
_CHOICE = re.compile(r"\{(\w+)(?:=(\w+))?\?" + _WORDS + r"\|" + _WORDS + r"\}")
"""``{files?file was|files were}``: the first words where the number, or the length of the list, is one.

``{before=after?stayed at {after:money}|went from {before:money} to {after:money}}``: the first where both are equal.
"""


def in_number(text: str, values: Mapping[str, FactValue]) -> str:
    """The text with the words that its values ask for. Raises KeyError for a value not given."""

    def chosen(found: re.Match[str]) -> str:
        value = values[found[1]]
        holds = value == values[found[2]] if found[2] else _is_one(value)
        return found[3] if holds else found[4]

    return _CHOICE.sub(chosen, text)


def _is_one(value: FactValue) -> bool:
    """Whether it is the number one, or a list of one."""
    return len(value) == 1 if isinstance(value, tuple) else value == 1
