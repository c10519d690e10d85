"""Every sentence of window and command line is said by it; those that explain discrepancies are held in tests/texts."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import app
from app.texts import Phrasebook
from tests.languages import CHINESE

ROOT = Path(app.__file__).parent


@cache
def said() -> tuple[frozenset[str], re.Pattern[str]]:
    """Every text in the program's source, and a pattern of those that are put together when it runs."""
    plain: set[str] = set()
    woven: set[str] = set()
    for tree in (ast.parse(path.read_text(encoding="utf-8")) for path in ROOT.rglob("*.py")):
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                plain.add(node.value)
                if re.fullmatch(r"\w+\.[\w.-]*\{\}[\w.-]*", node.value):  # filled by str.format
                    woven.add(re.escape(node.value).replace(r"\{\}", ".+"))
            elif isinstance(node, ast.JoinedStr) and re.match(r"\w+\\\.", pattern := "".join(pieces(node))):
                woven.add(pattern)
    return frozenset(plain), re.compile("|".join(sorted(woven)))


def pieces(node: ast.JoinedStr) -> Iterator[str]:
    for part in node.values:
        yield re.escape(part.value) if isinstance(part, ast.Constant) and isinstance(part.value, str) else ".+"


def is_said(message: str) -> bool:
    plain, woven = said()
    return message in plain or bool(woven.fullmatch(message))


def test_no_sentence_is_in_vain() -> None:
    ours = [message for message in Phrasebook(CHINESE).messages if message.startswith(("window.", "cli."))]
    assert len(ours) > 100
    assert [message for message in ours if not is_said(message)] == []


def test_the_search_sees_a_sentence_that_nobody_says() -> None:
    assert is_said("window.name")
    assert is_said("window.action.quit")
    assert not is_said("window.no-such-sentence")
