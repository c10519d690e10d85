"""Five tasks in a real window, each by mouse alone, by keyboard alone and from the screen reader's tree alone.

How many actions each takes is asserted, so that a task does not get longer unseen.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest

from app.resource_files import resource
from tests.gui.hands import Hand, Keyboard, Mouse, Move, Reader
from tests.gui.screen_reader import ScreenReader, launcher, session_bus
from tests.gui.small_case import write_case
from tests.gui.test_real_window import (
    ROOT,
    TOOLS,
    UNKNOWN_STATEMENT,
    ended_after,
    until,
    virtual_screen,
    window_manager,
)

pytest.importorskip("jeepney", reason="a screen reader is played over D-Bus")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not sys.platform.startswith("linux") or not all(map(shutil.which, (*TOOLS, "dbus-daemon"))) or not launcher(),
        reason="needs a virtual screen, a window manager, a typist and the accessibility bus",
    ),
]
WAYS = ("mouse", "keyboard", "reader")

SAMPLE = Move("Try the sample", "push button", ("ctrl+shift+l",))
SKIP = Move("Skip", "push button", ("ctrl+m", "Escape"))
FOLDER = Move("Add folder", "push button", ("ctrl+shift+o",))
CHOOSE = Move("Choose", "push button", ("Return",))


class Person:
    """Somebody at a screen with the program running, who acts in one way alone."""

    def __init__(self, eyes: ScreenReader, hand: Hand) -> None:
        self.eyes, self.hand = eyes, hand

    def do(self, *moves: Move) -> None:
        """Make the moves one after the other."""
        for move in moves:
            self.hand.do(move)

    def reads(self, text: str) -> str:
        """Wait until something holds a text, and return all that it says."""
        return self.eyes.wait_for(f"{text}…").name


@contextmanager
def person(way: str, folder: Path, tmp_path: Path) -> Iterator[Person]:
    """The program started in ``folder`` on a screen of its own."""
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    with virtual_screen() as display, session_bus(home, display) as bus:
        environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("QT_")},
            "DISPLAY": display, "HOME": str(home), "XDG_CONFIG_HOME": str(home / "config"),
            "XDG_RUNTIME_DIR": str(home), "LANG": "en_US.UTF-8", "LANGUAGE": "en_US", "PYTHONPATH": str(ROOT),
            "DBUS_SESSION_BUS_ADDRESS": bus, "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
        }  # fmt: skip
        with (
            window_manager(environment),
            ScreenReader.on(bus) as eyes,  # before the program, which looks for the bus when it starts
            ended_after(subprocess.Popen([sys.executable, "-m", "app"], cwd=folder, env=environment)),
        ):
            eyes.wait_for("Try the sample", "push button")
            yield Person(eyes, hand_of(way, eyes, environment))


def hand_of(way: str, eyes: ScreenReader, environment: Mapping[str, str]) -> Hand:
    """The one way in which a person acts."""
    if way == "mouse":
        return Mouse(eyes, environment)
    return Keyboard(eyes, environment) if way == "keyboard" else Reader(eyes)


def own_files(folder: Path) -> Path:
    """Three files that a person has: a wallet's export and two bills."""
    folder.mkdir()
    samples = Path(str(resource("samples")))
    for end in ("支付宝交易明细.csv", "花呗账单_2026-05.csv", "花呗账单_2026-06.csv"):
        (found,) = samples.glob(f"*{end}")
        shutil.copy(found, folder)
    return folder


@pytest.mark.parametrize(("way", "actions"), [("mouse", 4), ("keyboard", 7), ("reader", 4)])
def test_three_own_files_tell_why_the_bill_differs(way: str, actions: int, tmp_path: Path) -> None:
    folder = own_files(tmp_path / "mine")
    with person(way, folder, tmp_path) as someone:
        someone.do(
            FOLDER,
            CHOOSE,
            Move("Add 3 files", "push button", ("Return",)),
            Move("May purchase, refund on June bill…", "list item", ("F8",) * 4),
        )
        assert someone.reads("The refund is not lost")
        assert someone.reads("花呗账单_2026-06.csv Row")
        assert someone.hand.count == actions


@pytest.mark.parametrize(("way", "actions"), [("mouse", 5), ("keyboard", 5), ("reader", 5)])
def test_the_statement_of_an_unknown_bank_is_mapped_and_explained(way: str, actions: int, tmp_path: Path) -> None:
    folder = write_case(tmp_path / "mine")
    (folder / "流水.csv").write_text(UNKNOWN_STATEMENT, encoding="utf-8")
    with person(way, folder, tmp_path) as someone:
        someone.do(
            FOLDER,
            CHOOSE,
            Move("Say what the columns are…", "push button", ("Return",)),
            Move("Read it this way", "push button", ("Return",)),
            Move("Add 5 files", "push button", ("Return",)),
        )
        assert "bank: 2 agree, 1 differs" in someone.reads("checked against")
        assert someone.hand.count == actions


@pytest.mark.parametrize("way", WAYS)
def test_the_sample_tells_what_to_claim_and_what_settling_costs_answers_and_writes_its_letters(
    way: str, tmp_path: Path
) -> None:
    """Three tasks in one window, since each begins with the sample: what that takes is part of each."""
    folder = tmp_path / "mine"
    folder.mkdir()
    with person(way, folder, tmp_path) as someone:
        someone.do(SAMPLE)
        assert someone.reads("You can claim") == "You can claim 1.62 yuan"
        assert someone.hand.count == 1
        someone.do(SKIP)
        begun = someone.hand.count
        settles_on_a_day(someone)
        asked = someone.hand.count
        leads_to_the_own_row(someone, way)
        written = someone.hand.count
        writes_a_letter(someone, folder)
        tasks = {
            "settle": asked,
            "ask": begun + written - asked,
            "letter": begun + someone.hand.count - written,
        }
        assert tasks == ACTIONS[way]


ACTIONS = {
    "mouse": {"settle": 4, "ask": 5, "letter": 5},
    "keyboard": {"settle": 6, "ask": 8, "letter": 6},
    "reader": {"settle": 4, "ask": 6, "letter": 5},
}


def settles_on_a_day(someone: Person) -> None:
    """See what settling would cost on another day."""
    someone.do(Move("Choose a day and see what settling would cost…", "check box", ("ctrl+shift+b",)))
    before = someone.reads("Settle 3,0")
    someone.hand.slide("Choose a day to settle on", 0.5, "2026-08-01")
    until(lambda: someone.eyes.find(before) is None)
    assert someone.reads("Settle ") != before


def leads_to_the_own_row(someone: Person, way: str) -> None:
    """Ask what others ask and be shown the own row."""
    if way == "reader":  # to put the keyboard somewhere is no action of the tree; the menu has one
        someone.do(Move("Ask in your own words…", "menu item", menu=("Edit",)))
    else:
        someone.do(Move("Ask in your own words", "text", ("ctrl+shift+f",)))
    someone.do(Move("I paid one day late, is that overdue?", "push button", ("Down", "Down", "Return")))
    someone.do(Move("10 March: 3 days late, 1.62 charged", "push button", ("Return",)))
    assert someone.reads("It is paid, and the extra 1.62 yuan")


def writes_a_letter(someone: Person, folder: Path) -> None:
    """Have the letters to the lender as files in a folder."""
    someone.do(
        Move("Letters that ask this…", "push button", ("ctrl+alt+t",)),
        Move("Write to files…", "push button", ("Return",)),
        Move("Save", "push button", ("Return",)),
    )
    until(lambda: any(folder.iterdir()))
    assert someone.reads("is written")
