"""The program in a real window under a window manager, used by keyboard only as a person would."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TOOLS = ("Xvfb", "openbox", "xdotool", "xprop")
PATIENCE = 60.0
SCREENS_TRIED = 5
AGAIN_AFTER = 5.0

UNKNOWN_STATEMENT = """\
哪天,出去,进来,剩下,干什么
2024-02-15,74.40,,1025.60,支付宝-借呗还款
2024-03-20,69.76,,955.84,支付宝-借呗还款
2024-03-21,,50.00,1005.84,工资
"""
"""Of no bank: no reader knows such headings."""

SIX_TABLES = {
    "statement": ("银行.csv", UNKNOWN_STATEMENT),
    "wallet": (
        "钱包.csv",
        "啥时候,跟谁,做了啥,进还是出,多少,从哪付的,成没成\n2024-05-15 08:00:00,某某,某事,出,72.00,某行(1234),成功\n",
    ),
    "payments": ("自记.csv", "日子,还了多少,怎么还的\n2024-02-15,74.40,第1回\n2024-03-20,69.76,第2回\n"),
    "plan": (
        "计划.csv",
        "甲,乙,丙,丁,戊\n1,2025-02-15,90,5,95\n2,2025-03-15,91,4,95\n3,2025-04-15,92,3,95\n",
    ),
    "records": ("已还.csv", "还上的那天,第几回,本,息,罚,一共\n2025-02-15,1,90,5,0,95\n2025-03-16,2,91,4,0.10,95.10\n"),
    "bill": ("月账.csv", "账单月份：2025-05\n哪天,买了什么,多少\n2025-04-03,超市,88.20\n2025-04-25,退超市,-20.00\n"),
}
"""A table of each kind that a person can teach, none of which any reader knows."""

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not sys.platform.startswith("linux") or not all(map(shutil.which, TOOLS)),
        reason=f"needs a virtual screen, a window manager and a typist: {', '.join(TOOLS)}",
    ),
]


class Desk:
    """A virtual screen with a window manager and one running program."""

    def __init__(self, home: Path, display: str) -> None:
        self.home = home
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("QT_")},
            "DISPLAY": display,
            "HOME": str(home),
            "XDG_CONFIG_HOME": str(home / "config"),
            "LANG": "zh_CN.UTF-8",
            "LANGUAGE": "zh_CN",
        }
        self.program: subprocess.Popen[bytes] | None = None

    def start(self, *arguments: str) -> None:
        """Start the program."""
        command = [sys.executable, "-m", "app", *arguments]
        self.program = subprocess.Popen(command, cwd=ROOT, env=self.environment)

    def window(self, name: str) -> str:
        """Wait for a window whose title holds ``name``, bring it to the front and return its id."""
        found: list[str] = []

        def is_there() -> bool:
            found[:] = self._found(name)
            return bool(found) and self._run("windowactivate", found[-1]).returncode == 0 and self._has_focus(found[-1])

        until(is_there)
        return found[-1]

    def _found(self, name: str) -> list[str]:
        """The visible windows whose title holds ``name``; none where one closes while the screen is looked over."""
        # With --sync xdotool gives up at the first window that is gone between two of its questions.
        return self._run("search", "--onlyvisible", "--name", name).stdout.split()

    def _has_focus(self, window: str) -> bool:
        return self._run("getwindowfocus").stdout.split() == [window]

    def press(self, *keys: str) -> None:
        """Press keys, one after the other."""
        self._do("key", "--clearmodifiers", "--delay", "40", *keys)

    def confirm(self, name: str) -> None:
        """Press Return in a dialog until it is gone: while it is still reading it takes no key."""
        self._return_until(lambda: not self.is_shown(name))

    def go_on(self, dialog: str, following: str) -> None:
        """Press Return in a dialog until the following one is there: while it is still reading it takes no key."""
        self.window(dialog)
        self._return_until(lambda: self.is_shown(following))
        self.window(following)

    def _return_until(self, done: Callable[[], bool]) -> None:
        again = 0.0

        def is_done() -> bool:
            nonlocal again
            if done():
                return True
            if time.monotonic() > again:
                self.press("Return")
                again = time.monotonic() + AGAIN_AFTER
            return False

        until(is_done)

    def type(self, text: str) -> None:
        """Type a text."""
        self._do("type", "--delay", "15", text)

    def is_shown(self, name: str) -> bool:
        """Whether a window of such a title is shown."""
        return bool(self._found(name))

    def has_written(self, text: str) -> bool:
        """Whether the settings hold a text."""
        return any(text in path.read_text(encoding="utf-8") for path in self.home.rglob("*.ini"))

    def ended(self) -> int:
        """Wait for the program to end and return its exit status."""
        assert self.program is not None
        return self.program.wait(PATIENCE)

    def close(self) -> None:
        """End the program where it still runs."""
        if self.program is not None:
            self.program.terminate()
            self.program.wait(PATIENCE)

    def is_managed(self) -> bool:
        """Whether a window manager is there and says so, as `windowactivate` asks of it."""
        asked = subprocess.run(
            ["xprop", "-root", "_NET_SUPPORTING_WM_CHECK"], env=self.environment, capture_output=True, text=True,
            check=False, timeout=PATIENCE,
        )  # fmt: skip
        return "window id" in asked.stdout

    def _do(self, *words: str) -> None:
        self._run(*words).check_returncode()

    def _run(self, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["xdotool", *words], env=self.environment, check=False, capture_output=True, text=True, timeout=PATIENCE
        )


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A screen of its own for each test."""
    home = tmp_path / "home"
    home.mkdir()
    with virtual_screen() as display:
        desk = Desk(home, display)
        with window_manager(desk.environment):
            until(desk.is_managed)
            try:
                yield desk
            finally:
                desk.close()


@contextmanager
def virtual_screen() -> Iterator[str]:
    """The name of a virtual screen that is seen to answer; a server that came up badly is replaced by another."""
    for _ in range(SCREENS_TRIED):
        read, write = os.pipe()
        # Without -noreset the server starts over, and drops whoever is just connecting, when its last client leaves.
        server = subprocess.Popen(
            ["Xvfb", "-displayfd", str(write), "-noreset", "-screen", "0", "1440x900x24", "-nolisten", "tcp"],
            pass_fds=(write,), stderr=subprocess.DEVNULL,
        )  # fmt: skip
        os.close(write)
        with ended_after(server), os.fdopen(read) as told:
            display = f":{told.readline().strip()}"
            if answers(display):
                yield display
                return
    pytest.fail(f"none of {SCREENS_TRIED} virtual screens answered")


def answers(display: str) -> bool:
    """Whether a client can open the display."""
    asked = subprocess.run(
        ["xprop", "-root", "-display", display], capture_output=True, check=False, timeout=PATIENCE
    )  # fmt: skip
    return asked.returncode == 0


@contextmanager
def window_manager(environment: Mapping[str, str]) -> Iterator[None]:
    """One on the screen of the environment while the block runs.

    It is killed: what it is told while it does something else, to end as well, it may miss, and it has nothing to save.
    """
    quiet = {"stderr": subprocess.DEVNULL, "stdout": subprocess.DEVNULL}
    manager = subprocess.Popen(["openbox"], env=environment, **quiet)
    try:
        yield
    finally:
        manager.kill()
        manager.wait(PATIENCE)


@contextmanager
def ended_after(process: subprocess.Popen[bytes]) -> Iterator[None]:
    """End a process however the block ends."""
    try:
        yield
    finally:
        process.terminate()
        process.wait(PATIENCE)


def until(fact: Callable[[], bool]) -> None:
    """Wait until something is so."""
    deadline = time.monotonic() + PATIENCE
    while not fact():
        assert time.monotonic() < deadline
        time.sleep(0.15)  # a look at the screen takes several processes


def test_files_are_added_marked_saved_and_left_by_keyboard(desk: Desk, folder: Path, tmp_path: Path) -> None:
    case = tmp_path / "mine.tally"
    desk.start(str(folder))
    desk.window("添加文件")
    desk.press("Return")
    desk.window("未命名的对账")
    desk.press("F8", "ctrl+shift+d", "ctrl+s")
    desk.window("保存对账")
    desk.press("ctrl+a")
    desk.type(str(case))
    desk.press("Return")
    until(case.exists)
    desk.window("mine.tally")
    desk.press("ctrl+q")
    assert desk.ended() == 0


def test_leaving_unsaved_work_asks_and_cancel_stays(desk: Desk, folder: Path) -> None:
    desk.start(str(folder))
    desk.window("添加文件")
    desk.press("Return")
    desk.window("未命名的对账")
    desk.press("ctrl+q")
    desk.window("^对账时间线$")
    desk.press("Escape")
    desk.window("未命名的对账")
    desk.press("ctrl+q")
    desk.window("^对账时间线$")
    desk.press("Tab", "space")
    assert desk.ended() == 0


def test_the_language_is_switched_by_key_and_kept(desk: Desk) -> None:
    desk.start()
    desk.window("对账时间线")
    desk.press("ctrl+alt+e")
    desk.window("Tallyline")
    desk.press("ctrl+q")
    assert desk.ended() == 0
    desk.start()
    desk.window("Tallyline")
    desk.press("ctrl+q")
    assert desk.ended() == 0


def add_and_leave(desk: Desk, taught: Iterable[str]) -> None:
    """Add the files, see that each kind of table taught is remembered, and leave without saving."""
    desk.window("添加文件")
    desk.confirm("添加文件")
    desk.window("未命名的对账")
    for kind in taught:
        until(partial(desk.has_written, kind))
    desk.press("ctrl+q")
    desk.window("^对账时间线$")
    desk.press("Tab", "space")
    assert desk.ended() == 0


def test_the_statement_of_an_unknown_bank_is_mapped_and_explained_by_three_keys(desk: Desk, folder: Path) -> None:
    (folder / "流水.csv").write_text(UNKNOWN_STATEMENT, encoding="utf-8")
    desk.start(str(folder))
    desk.go_on("添加文件", "指定各列含义")
    desk.confirm("指定各列含义")
    add_and_leave(desk, ["statement"])


def test_tables_of_all_six_kinds_are_taught_one_after_the_other_by_return_alone(desk: Desk, tmp_path: Path) -> None:
    folder = tmp_path / "six"
    folder.mkdir()
    for name, text in SIX_TABLES.values():
        (folder / name).write_text(text, encoding="utf-8")
    desk.start(str(folder))
    for _ in SIX_TABLES:
        desk.go_on("添加文件", "指定各列含义")
        desk.confirm("指定各列含义")
    add_and_leave(desk, SIX_TABLES)
