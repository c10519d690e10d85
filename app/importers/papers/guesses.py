"""Tells what a file seems to be that nobody reads, so that its refusal can say what to do with it in one step."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache

from app.importers.papers.running_text import packed
from app.importers.reading.app_lists import is_list, states_both_ways
from app.importers.reading.lines import lines
from app.importers.reading.table import Table
from app.resource_files import resource

_TITLES_WITHIN, _WITHIN = 15, 120
_LONGEST_TITLE = 40
_ALONE_WITHIN, _LONGEST_ALONE, _WIDEST = 3, 24, 50
_SIGNED = re.compile(r"^【[^【】]{2,20}】.|.【[^【】]{2,20}】$")
"""How messages name who sent them."""


@dataclass(frozen=True, slots=True)
class _Kind:
    id: str
    title: re.Pattern[str] | None
    pattern: re.Pattern[str]

    def is_titled(self, titles: list[str]) -> bool:
        """Whether one of these short lines is a title of the kind; some kinds have none."""
        return self.title is None or any(map(self.title.search, titles))


def seems_to_be(table: Table) -> str:
    """The id of the kind of paper (``problem.paper-<id>``); empty where nothing speaks for any."""
    near = [packed(line) for _, line in lines(table, _WITHIN)]
    titles = [line for line in near[:_TITLES_WITHIN] if len(line) <= _LONGEST_TITLE]
    text = "\n".join(near)[:20_000]
    shown = [text for _, text in lines(table, _WITHIN)]
    if is_list(shown) or states_both_ways(shown):
        return "app-list"
    known = (kind.id for kind in _kinds() if kind.is_titled(titles) and kind.pattern.search(text))
    return next(known, "message" if any(map(_SIGNED.search, near)) else "")


def of_another(table: Table) -> bool:
    """Whether a line of its own near the top says that the rows are of a purse or bill of no bank and no lender."""
    for number in range(1, min(len(table), _ALONE_WITHIN) + 1):
        filled = [text for cell in table.row(number)[:_WIDEST] if (text := packed(cell))]
        if len(filled) == 1 and len(filled[0]) <= _LONGEST_ALONE and _another()[0].search(filled[0]):
            return _another()[1].search(filled[0]) is None
    return False


@cache
def _another() -> tuple[re.Pattern[str], re.Pattern[str]]:
    words = tomllib.loads(resource("tables", "paper_kinds.toml").read_text(encoding="utf-8"))["another"]
    return re.compile(words["title"]), re.compile(words["unless"])


@cache
def _kinds() -> tuple[_Kind, ...]:
    table = tomllib.loads(resource("tables", "paper_kinds.toml").read_text(encoding="utf-8"))
    return tuple(
        _Kind(k["id"], re.compile(k["title"]) if "title" in k else None, re.compile(k["pattern"]))
        for k in table["kind"]
    )
