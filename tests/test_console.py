"""What is written to a terminal, a file or a pipe arrives whole, whatever encoding the system gives it."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest

from app.__main__ import main
from app.console import settle_output
from tests.small_exports import FILES

ENCODINGS = ("cp936", "cp1252", "ascii", "big5", "utf-8")


class Console:
    """Standard output and errors as a system with this encoding gives them."""

    def __init__(self, encoding: str, monkeypatch: pytest.MonkeyPatch) -> None:
        self.encoding = encoding
        self._bytes = io.BytesIO()
        for name in ("stdout", "stderr"):
            monkeypatch.setattr(sys, name, io.TextIOWrapper(self._bytes, encoding=encoding, write_through=True))

    def written(self) -> bytes:
        return self._bytes.getvalue()


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_every_sign_is_written_as_itself_or_as_one_alike(encoding: str, monkeypatch: pytest.MonkeyPatch) -> None:
    console = Console(encoding, monkeypatch)
    settle_output()
    print("−12.34 › ▲ 2024… （１）")
    own = "−12.34 › ▲ 2024… （１）"
    like = {"−": "-", "›": ">", "▲": "!", "…": "...", "（": "(", "１": "1", "）": ")"}
    expected = "".join(sign if _holds(encoding, sign) else like[sign] for sign in own)
    assert console.written().decode(encoding) == f"{expected}\n"


def _holds(encoding: str, sign: str) -> bool:
    try:
        sign.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_summary_is_written_in_any_encoding(
    encoding: str, language: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "银行 流水.csv").write_bytes(FILES["bank-with-a-hole.csv"])
    console = Console(encoding, monkeypatch)
    assert main(["explain", str(tmp_path), "--lang", language]) == 0
    assert console.written().decode(encoding)


@pytest.mark.parametrize("encoding", ["cp1252", "cp936"])
def test_json_for_another_program_is_in_utf_8(encoding: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "银行 流水.csv").write_bytes(FILES["bank-with-a-hole.csv"])
    console = Console(encoding, monkeypatch)
    assert main(["explain", str(tmp_path), "--json", "-", "--quiet"]) == 0
    assert json.loads(console.written().decode("utf-8"))["sources"][0]["file"] == "银行 流水.csv"
