"""What is told in a terminal fits into it, and is coloured only where colours are wanted."""

from __future__ import annotations

import pytest

from app.export.terminal import summary, width
from app.texts import Language, Phrasebook
from tests.export.export_cases import case
from tests.languages import CHINESE, EVERY_LANGUAGE


@EVERY_LANGUAGE
@pytest.mark.parametrize("room", [60, 80, 96])
def test_no_line_is_wider_than_the_terminal(language: Language, room: int) -> None:
    lines = summary(case(), Phrasebook(language), room).splitlines()
    assert max(width(line) for line in lines) <= room


def test_amounts_end_at_the_right_edge() -> None:
    lines = summary(case(), Phrasebook(CHINESE), 80).splitlines()
    assert any(line.endswith("+1.80") and width(line) == 80 for line in lines)


def test_colours_are_there_only_where_they_are_wanted() -> None:
    assert "\x1b[" not in summary(case(), Phrasebook(CHINESE))
    assert "\x1b[31m▲" in summary(case(), Phrasebook(CHINESE), coloured=True)
