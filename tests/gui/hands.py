"""Three ways to use a running program, each alone: by mouse, by keyboard, by what a screen reader can do.

All of them see only what stands in the accessibility tree. What is done is counted: a click, a key or a chord, a text
typed at one go, one act of the screen reader.
"""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from tests.gui.screen_reader import Node, ScreenReader
from tests.patience import SECONDS


@dataclass(frozen=True, slots=True)
class Move:
    """A control by its spoken name and role, and the keys that do the same; ``menu`` the menus that lead to it."""

    name: str
    role: str = ""
    keys: tuple[str, ...] = ()
    menu: tuple[str, ...] = ()


class Hand(Protocol):
    """A way to act; ``count`` says how many actions it took so far."""

    count: int

    def do(self, move: Move) -> None:
        """Do what a control does."""

    def slide(self, name: str, share: float, typed: str) -> None:
        """Put a slider to a share of its way, roughly; by keyboard type the value into the field beside it."""


class Mouse:
    """Moves the pointer to what it sees and clicks."""

    def __init__(self, eyes: ScreenReader, environment: Mapping[str, str]) -> None:
        self._eyes, self._environment, self.count = eyes, environment, 0

    def do(self, move: Move) -> None:
        """Click the control; one in a menu after its menu."""
        for menu in move.menu:
            self._click(self._eyes.wait_in_front(menu, "menu item"), 0.5)
        self._click(self._eyes.wait_in_front(move.name, move.role), 0.5)

    def slide(self, name: str, share: float, typed: str) -> None:
        """Click into the slider's way."""
        self._click(self._eyes.wait_in_front(name, "slider"), share)

    def _click(self, node: Node, share: float) -> None:
        x, y = self._eyes.point(node, share)
        self.count += 1
        _xdotool(self._environment, "mousemove", str(x), str(y), "click", "1")


class Keyboard:
    """Presses the keys of a move once its control is there, in the window in front."""

    def __init__(self, eyes: ScreenReader, environment: Mapping[str, str]) -> None:
        self._eyes, self._environment, self.count = eyes, environment, 0

    def do(self, move: Move) -> None:
        """Press the keys."""
        if not move.menu:
            self._eyes.wait_in_front(move.name, move.role)
        self.count += len(move.keys)
        _xdotool(self._environment, "key", "--clearmodifiers", "--delay", "60", *move.keys)

    def slide(self, name: str, share: float, typed: str) -> None:
        """Type the value into the field that has the keyboard."""
        self._eyes.wait_for(name, "slider")
        self.count += 2
        _xdotool(self._environment, "key", "--clearmodifiers", "ctrl+a")
        _xdotool(self._environment, "type", "--delay", "40", typed)


class Reader:
    """Does what the accessibility tree offers to do."""

    def __init__(self, eyes: ScreenReader) -> None:
        self._eyes, self.count = eyes, 0

    def do(self, move: Move) -> None:
        """Do the action of the control; one in a menu after its menu, an item of a list is selected."""
        for menu in move.menu:
            self.count += 1
            self._eyes.press(self._eyes.wait_for(menu, "menu item"))
        self.count += 1
        node = self._eyes.wait_for(move.name, move.role)
        if node.role == "list item":
            self._eyes.select(node)
        else:
            self._eyes.press(node)

    def slide(self, name: str, share: float, typed: str) -> None:
        """Set the value of the slider."""
        self.count += 1
        self._eyes.set_share(self._eyes.wait_for(name, "slider"), share)


def _xdotool(environment: Mapping[str, str], *words: str) -> None:
    subprocess.run(["xdotool", *words], env=dict(environment), check=True, capture_output=True, timeout=SECONDS)
