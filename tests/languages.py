"""The languages that tests name: the two that the program is written in. `languages` knows all there are."""

from __future__ import annotations

import pytest

from app.texts import Language, languages

CHINESE = Language("zh")
ENGLISH = Language("en")

EVERY_LANGUAGE = pytest.mark.parametrize("language", languages(), ids=str)
"""Runs a test once for each language of the program, as its ``language``."""
