"""What people ask, as declared in ``resources/tables/questions.toml``: phrases of our own, kinds and help pages."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from itertools import product
from typing import Any

from app.resource_files import resource

_NAMED = re.compile(r"\{([a-z]+)\}")
_CHOICE = re.compile(r"\[([^\]]*)\]")
NOT_OURS = "other"
"""The intent of questions that this program has nothing to say to."""


@dataclass(frozen=True, slots=True)
class Intent:
    """One thing that is asked. ``kinds`` are codes of discrepancies, with ``*`` for any ending.

    ``page`` is a page of the help, empty where the files cannot answer. Each of ``signs`` that is found in a question
    speaks for it, and one of ``hints`` a little. One of ``topics`` names the thing itself (征信, 备用金), whatever is
    told around it. What ``is_broad`` is asked in passing with nearly everything else.
    """

    id: str
    phrases: tuple[str, ...]
    kinds: tuple[str, ...]
    page: str
    signs: tuple[re.Pattern[str], ...] = ()
    hints: tuple[re.Pattern[str], ...] = ()
    topics: tuple[re.Pattern[str], ...] = ()
    is_broad: bool = False

    def tells_of(self, code: str, variant: str = "") -> bool:
        """Whether a kind of discrepancy answers it, or this variant of it: ``CODE.variant`` names one alone."""
        return any(_matches(kind, f"{code}.{variant}" if "." in kind else code) for kind in self.kinds)


@cache
def intents() -> tuple[Intent, ...]:
    """Every intent with its phrases written out, those of every language together: people mix them."""
    return tuple(
        Intent(
            entry["id"],
            tuple(
                phrase
                for patterns in entry["phrases"].values()
                for pattern in patterns
                for phrase in written_out(pattern)
            ),
            tuple(entry["kinds"]),
            entry["page"],
            tuple(re.compile(with_concepts(sign)) for sign in entry["signs"]),
            tuple(re.compile(with_concepts(hint)) for hint in entry.get("hints", ())),
            tuple(re.compile(with_concepts(topic)) for topic in entry.get("topics", ())),
            entry.get("broad", False),
        )
        for entry in _table()["intent"]
    )


@cache
def empty_words() -> frozenset[str]:
    """English words that tell nothing of what is asked."""
    return frozenset(_table()["empty_words"])


@cache
def spoken_words() -> tuple[tuple[re.Pattern[str], str], ...]:
    """What people say or mistype for a usual word, with that word, in the order in which they are replaced."""
    return tuple((re.compile(written), meant) for written, meant in _table()["spoken"])


@cache
def speaks_of_money() -> re.Pattern[str]:
    """Words without which a question is not about a debt."""
    return re.compile(_table()["money"])


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(resource("tables", "questions.toml").read_text(encoding="utf-8"))


def with_concepts(sign: str) -> str:
    """A sign in which ``{paid}`` stands for every way of saying so, as ``concepts`` has it."""
    return _NAMED.sub(lambda found: f"(?:{_table()['concepts'][found[1]]})", sign)


def written_out(pattern: str) -> list[str]:
    """Every phrase of a pattern, in which ``[a|b]`` stands for either."""
    parts = _CHOICE.split(pattern)
    choices = [part.split("|") if number % 2 else [part] for number, part in enumerate(parts)]
    return ["".join(chosen) for chosen in product(*choices)]


def _matches(pattern: str, name: str) -> bool:
    return name.startswith(pattern[:-1]) if pattern.endswith("*") else name == pattern
