"""What stands in a person's papers becomes a file's name on every system, and never a place elsewhere."""

from __future__ import annotations

import ntpath
from pathlib import PurePosixPath, PureWindowsPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.file_names import MOST_BYTES, as_file_name


def reserved(name: str) -> bool:
    """Whether Windows takes a name for a device; Python 3.13 asks it elsewhere than Python 3.11."""
    newer = getattr(ntpath, "isreserved", None)
    return bool(newer(name) if newer else PureWindowsPath(name).is_reserved())


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("01 致放款机构 某某信托", "01 致放款机构 某某信托"),
        ("甲/乙 信托", "甲_乙 信托"),
        ("..\\..\\Startup\\x", ".._.._Startup_x"),
        ("C:\\x", "C_x"),
        ("a: “b”?*|", "a_ “b”_"),
        ("bank. . ", "bank"),
        ("CON", "_CON"),
        ("nul.docx", "_nul.docx"),
        ("Com1 bank", "_Com1 bank"),
        ("CONIN$", "_CONIN$"),
        ("conout$.docx", "_conout$.docx"),
        ("Concord", "Concord"),
        ("a\u202egnp.exe", "a_gnp.exe"),
        ("..", "_"),
        ("", "_"),
    ],
)
def test_a_name_is_kept_but_for_what_a_system_refuses(text: str, name: str) -> None:
    assert as_file_name(text) == name


@given(st.text(max_size=300))
def test_any_text_becomes_one_name_that_every_system_takes(text: str) -> None:
    name = as_file_name(text)
    assert PurePosixPath(name).name == PureWindowsPath(name).name == name
    assert not reserved(name)
    assert 0 < len(name.encode()) <= MOST_BYTES + 1
    assert as_file_name(name) == name
