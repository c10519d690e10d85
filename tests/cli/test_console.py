"""What is written to a terminal, a file or a pipe arrives whole, whatever encoding the system gives it."""

from __future__ import annotations

import ctypes
import errno
import io
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from app.__main__ import main
from app.cli.console import is_reader_gone, locale_of, settle_output, takes_escapes
from app.cli.run import has_display
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


def test_a_reader_that_has_read_enough_is_no_trouble(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """As ``tallyline explain … | head -1`` is: what is still held back is not complained of at the end either."""
    (tmp_path / "bank.csv").write_bytes(FILES["bank-with-a-hole.csv"])
    reader, writer = os.pipe()
    os.close(reader)
    with open(writer, "w", encoding="utf-8") as stream:  # noqa: PTH123 - by its number
        monkeypatch.setattr(sys, "stdout", stream)
        assert main(["explain", str(tmp_path)]) == 0
    assert capsys.readouterr().err == ""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no disk that is always full")
@pytest.mark.parametrize(("language", "said"), [("zh", "stdout"), ("en", "stdout could not be written")])
def test_where_there_is_no_room_for_the_output_that_is_said(
    language: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "bank.csv").write_bytes(FILES["bank-with-a-hole.csv"])
    with Path("/dev/full").open("w", encoding="utf-8") as stream:
        monkeypatch.setattr(sys, "stdout", stream)
        assert main(["explain", str(tmp_path), "--lang", language]) == 1
    assert said in capsys.readouterr().err


@pytest.mark.parametrize(
    ("error", "system", "gone"),
    [
        (BrokenPipeError(errno.EPIPE, ""), "linux", True),
        (OSError(errno.EINVAL, ""), "win32", True),
        (OSError(errno.EINVAL, ""), "linux", False),
        (OSError(errno.EINVAL, "", "a:b.xlsx"), "win32", False),
        (OSError(errno.ENOSPC, ""), "win32", False),
    ],
)
def test_each_system_says_in_its_way_that_the_reader_is_gone(error: OSError, system: str, *, gone: bool) -> None:
    assert is_reader_gone(error, system) is gone


# -- Windows, by its calls; none of them ever ran there ----------------------------------------------------------------


class Kernel:
    """The calls of ``kernel32`` for a console, as far as they are made."""

    class _Call:
        def __init__(self, answer: Callable[..., int]) -> None:
            self.restype, self._answer = None, answer

        def __call__(self, *given: Any) -> int:
            return self._answer(*given)

    def __init__(self, *, console: bool = True, obeys: bool = True, language: int = 0x0409) -> None:
        self.asked: list[int] = []
        self.modes: list[int] = []
        self._console, self._obeys = console, obeys
        self.GetStdHandle = Kernel._Call(self._handle)
        self.GetConsoleMode = Kernel._Call(self._mode)
        self.SetConsoleMode = Kernel._Call(self._set)
        self.GetUserDefaultUILanguage = Kernel._Call(lambda: language)

    def _handle(self, which: int) -> int:
        self.asked.append(which)
        return 7

    def _set(self, _handle: object, mode: Any) -> int:
        self.modes.append(mode.value)
        return int(self._obeys)

    def _mode(self, _handle: object, mode: Any) -> int:
        ctypes.cast(mode, ctypes.POINTER(ctypes.c_uint32)).contents.value = 3
        return int(self._console)


class Terminal(io.StringIO):
    """A terminal whose number is that of the standard errors."""

    def isatty(self) -> bool:
        return True

    def fileno(self) -> int:
        return 2


@pytest.mark.parametrize(("console", "obeys"), [(True, True), (True, False), (False, True)])
def test_a_console_of_windows_is_asked_to_obey_and_gets_signs_alone_where_it_does_not(
    monkeypatch: pytest.MonkeyPatch, *, console: bool, obeys: bool
) -> None:
    kernel = Kernel(console=console, obeys=obeys)
    monkeypatch.setattr(ctypes, "WinDLL", lambda _: kernel, raising=False)
    assert takes_escapes(Terminal(), "win32") is (console and obeys)
    assert kernel.asked == [-12]
    assert kernel.modes == ([3 | 4] if console else [])


def test_other_terminals_obey_and_no_file_does(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(ctypes, "WinDLL", raising=False)
    assert takes_escapes(Terminal(), "linux")
    assert takes_escapes(Terminal(), "darwin")
    assert not takes_escapes(io.StringIO(), "win32")


@pytest.mark.parametrize(
    ("environment", "system", "number", "told"),
    [
        ({"LANG": "en_GB.UTF-8"}, "linux", 0x0804, "en_GB.UTF-8"),
        ({"LANG": "en_GB.UTF-8", "LC_ALL": "zh_CN.UTF-8"}, "darwin", 0x0409, "zh_CN.UTF-8"),
        ({}, "linux", 0x0409, ""),
        ({}, "win32", 0x0409, "en_US"),
        ({}, "win32", 0x0804, "zh_CN"),
        ({}, "win32", 0x0001, ""),
        ({"LANG": "zh_CN"}, "win32", 0x0409, "zh_CN"),
    ],
)
def test_the_language_is_that_of_the_variables_or_of_the_windows_of_windows(
    environment: dict[str, str], system: str, number: int, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ctypes, "WinDLL", lambda _: Kernel(language=number), raising=False)
    assert locale_of(environment, system) == told


@pytest.mark.parametrize(
    ("system", "variables", "seen"),
    [("win32", {}, True), ("darwin", {}, True), ("linux", {}, False), ("linux", {"WAYLAND_DISPLAY": "w"}, True)],
)
def test_where_a_window_could_be_seen(
    system: str, variables: dict[str, str], monkeypatch: pytest.MonkeyPatch, *, seen: bool
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("app.cli.run.sys", SimpleNamespace(platform=system))
    assert has_display() is seen
