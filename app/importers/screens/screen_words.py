"""The words that stand on the pages of lending programs, from one dated table."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from app.resource_files import resource


@dataclass(frozen=True, slots=True)
class ScreenWords:
    """``labels`` and ``states`` by word: the role a label names, what a state means; ``titles`` by kind of page;
    ``products`` the name of each product by its id."""

    labels: Mapping[str, str]
    states: Mapping[str, str]
    titles: Mapping[str, tuple[str, ...]]
    products: Mapping[str, str]


@cache
def screen_words() -> ScreenWords:
    """The table of words."""
    table = tomllib.loads(resource("tables", "screen_words.toml").read_text(encoding="utf-8"))

    def by_word(part: str) -> dict[str, str]:
        return {word: meant for meant, words in table[part].items() for word in words}

    titles = {kind: tuple(words) for kind, words in table["titles"].items()}
    return ScreenWords(by_word("labels"), by_word("states"), titles, table["products"])
