"""Catalogues are read in their own short way, and say the same as any reader of TOML makes of them."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from app.resource_files import resource
from app.texts.catalogue_lines import messages_in

FILES = sorted(Path(str(resource("translations"))).glob("*/*.toml"))


def flat(table: Mapping[str, object], prefix: str = "") -> Iterator[tuple[str, str]]:
    for key, value in table.items():
        if isinstance(value, dict):
            yield from flat(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", str(value)


def test_every_catalogue_is_read_as_toml_is() -> None:
    assert len(FILES) > 20
    for path in FILES:
        text = path.read_text(encoding="utf-8")
        read = list(messages_in(text))
        assert sorted(read) == sorted(flat(tomllib.loads(text))), path.name


@pytest.mark.parametrize("line", ["a = 1", "a = 'b'", 'a = "b" # c', 'a = """b"""', r'a = "\t"', "[a", 'a b = "c"'])
def test_what_a_catalogue_does_not_keep_to_is_refused_with_its_line(line: str) -> None:
    with pytest.raises(ValueError, match="line 2"):
        list(messages_in(f"# c\n{line}\n"))
