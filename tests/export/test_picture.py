"""A picture on paper can be matched with the workbook and the letters that it is enclosed with."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

from app.export.picture import svg
from app.texts import Language, Phrasebook
from tests.export.export_cases import case


def test_frames_bear_the_numbers_of_the_workbook() -> None:
    first = case().discrepancies[0]
    second = replace(first, id="later", at=first.at + timedelta(days=200), events=())
    drawn = svg(case(first, second), Phrasebook(Language.ZH))
    assert set(re.findall(r">(#\d+)<", drawn)) == {"#1", "#2"}
