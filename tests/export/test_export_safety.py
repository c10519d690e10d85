"""Any text can stand in a cell, and none is executed."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.export.workbook.safety import LONGEST, begins_formula, markup, plain, sheet_name


@pytest.mark.parametrize("text", ['=HYPERLINK("http://x")', "+1+1", "-2+3", "@SUM(1)", "\t=1", "\r=1"])
def test_what_a_spreadsheet_would_run_is_known(text: str) -> None:
    assert begins_formula(text)


@pytest.mark.parametrize("text", ["", "-", "借呗", "1,000.00", " =1"])
def test_ordinary_text_is_left_alone(text: str) -> None:
    assert not begins_formula(text)


def test_control_characters_are_shown_not_dropped() -> None:
    assert plain("a\x00b\x1fc\nd") == "a\N{REPLACEMENT CHARACTER}b\N{REPLACEMENT CHARACTER}c\nd"


def test_a_long_text_is_cut_with_an_ellipsis() -> None:
    assert plain("长" * (LONGEST + 1)) == "长" * (LONGEST - 1) + "…"


def test_a_text_as_long_as_a_cell_stays_whole() -> None:
    assert plain("长" * LONGEST) == "长" * LONGEST


def test_characters_that_count_twice_are_counted_twice() -> None:
    shown = plain("😀" * LONGEST)
    assert shown.endswith("…")
    assert len(shown.encode("utf-16-le")) // 2 <= LONGEST


def test_an_escape_of_the_format_stays_as_written() -> None:
    assert markup("_x0041_") == "_x005F_x0041_"


@given(st.text())
def test_every_text_makes_well_formed_xml(text: str) -> None:
    read = ElementTree.fromstring(f"<t>{markup(text)}</t>").text or ""
    assert read.replace("_x005F_x", "_x") == plain(text).replace("\r", "")


def test_the_name_of_a_sheet_has_no_forbidden_sign() -> None:
    assert sheet_name("a/b:c*d?[e]'" + "x" * 40) == "a b c d  e  xxxxxxxxxxxxxxxxxxx"
