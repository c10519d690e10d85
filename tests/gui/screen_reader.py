"""A screen reader for tests: it sees a running program only by its accessibility tree, and acts only through that.

It speaks AT-SPI over D-Bus, as the screen readers of Linux do.
"""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

LAUNCHERS = ("/usr/libexec/at-spi-bus-launcher", "/usr/lib/at-spi2-core/at-spi-bus-launcher")
_ACCESSIBLE = "org.a11y.atspi.Accessible"
_COMPONENT, _ACTION = "org.a11y.atspi.Component", "org.a11y.atspi.Action"
_VALUE, _PROPERTIES = "org.a11y.atspi.Value", "org.freedesktop.DBus.Properties"
_REGISTRY = "org.a11y.atspi.Registry"
_ROOT = "/org/a11y/atspi/accessible/root"
_ACTIVE, _SHOWING = 1 << 1, 1 << 25
_PATIENCE = 20.0


def launcher() -> str:
    """The program that starts the accessibility bus; empty where there is none."""
    return next((path for path in LAUNCHERS if Path(path).exists()), "")


@contextmanager
def session_bus(runtime: Path, display: str) -> Iterator[str]:
    """A session bus of its own, by its address; the accessibility bus is started from it when it is asked for.

    ``runtime`` is the folder for their sockets, which no other bus may share.
    """
    own = {"XDG_RUNTIME_DIR": str(runtime), "DISPLAY": display}
    read, write = os.pipe()
    daemon = subprocess.Popen(
        ["dbus-daemon", "--session", "--nofork", f"--print-address={write}"],
        pass_fds=(write,), stderr=subprocess.DEVNULL, env={**os.environ, **own},
    )  # fmt: skip
    os.close(write)
    try:
        with os.fdopen(read) as told:
            yield told.readline().strip()
    finally:
        daemon.terminate()
        daemon.wait(_PATIENCE)


@dataclass(frozen=True, slots=True)
class Node:
    """A thing on the screen: who owns it and where in its tree, what it is called and what it is."""

    owner: str
    path: str
    name: str
    role: str


class ScreenReader:
    """Reads the tree of the programs on a bus; every question is asked anew, so that what it says is what is there."""

    def __init__(self, session: str) -> None:
        from jeepney.io.blocking import open_dbus_connection

        self._session = open_dbus_connection(bus=session)
        address = self._ask(self._session, "org.a11y.Bus", "/org/a11y/bus", "org.a11y.Bus", "GetAddress")[0]
        self._bus = open_dbus_connection(bus=address)

    @classmethod
    @contextmanager
    def on(cls, session: str) -> Iterator[ScreenReader]:
        """A reader on a session's accessibility bus, which is started by asking for it."""
        reader = cls(session)
        try:
            yield reader
        finally:
            reader._bus.close()
            reader._session.close()

    def showing(self) -> Iterator[Node]:
        """Everything that is shown, from the end of the tree to its beginning."""
        for owner, path in self._below(_REGISTRY, _ROOT):
            with suppress(_Gone):
                yield Node(owner, path, self._name(owner, path), self._role(owner, path))

    def find(self, name: str, role: str = "") -> Node | None:
        """The last thing shown that is called so, which is the one on top; a name that ends in … holds that."""
        for owner, path in self._below(_REGISTRY, _ROOT):
            with suppress(_Gone):
                called = self._name(owner, path)
                if _is_called(called, name) and role in ("", found := self._role(owner, path)):
                    return Node(owner, path, called, found)
        return None

    def wait_for(self, name: str, role: str = "") -> Node:
        """Wait until something is called so, and return it."""
        deadline = time.monotonic() + _PATIENCE
        while (found := self.find(name, role)) is None:
            late = time.monotonic() > deadline
            assert not late, f"nothing is called {name!r}: {sorted({n.name for n in self.showing()})}"
            time.sleep(0.1)
        return found

    def wait_in_front(self, name: str, role: str = "") -> Node:
        """Wait until something is called so in the window in front, where it rests, and return it.

        A window is shown before it takes keys, and before the window manager has put it in its place.
        """
        deadline, before = time.monotonic() + _PATIENCE, None
        while True:
            found = self.find(name, role)
            place = self._place(found) if found is not None and self._is_in_front(found) else None
            if found is not None and place is not None and place == before:
                return found
            before = place
            late = time.monotonic() > deadline
            assert not late, f"nothing in front is called {name!r}: {sorted({n.name for n in self.showing()})}"
            time.sleep(0.1)

    def _place(self, node: Node) -> tuple[int, ...] | None:
        with suppress(_Gone):
            return tuple(self._call(node.owner, node.path, _COMPONENT, "GetExtents", "u", (0,))[0])
        return None

    def _is_in_front(self, node: Node) -> bool:
        owner, path = node.owner, node.path
        with suppress(_Gone):
            while path != _ROOT:
                if self._state(owner, path) & _ACTIVE:
                    return True
                ((_, (owner, path)),) = self._call(owner, path, _PROPERTIES, "Get", "ss", (_ACCESSIBLE, "Parent"))
        return False

    def point(self, node: Node, share: float) -> tuple[int, int]:
        """A point on the screen within a thing: at a share of its width, in the middle of its height."""
        ((x, y, width, height),) = self._call(node.owner, node.path, _COMPONENT, "GetExtents", "u", (0,))
        return x + round(width * share), y + height // 2

    def press(self, node: Node) -> None:
        """Do the first thing that can be done with it: press a button, choose an item.

        No answer is waited for: it comes only when a dialog that was opened by it is closed again.
        """
        from jeepney import DBusAddress, MessageFlag, new_method_call

        message = new_method_call(DBusAddress(node.path, node.owner, _ACTION), "DoAction", "i", (0,))
        message.header.flags |= MessageFlag.no_reply_expected
        self._bus.send(message)

    def select(self, node: Node) -> None:
        """Select an item of its list."""
        (parent,) = self._call(node.owner, node.path, _PROPERTIES, "Get", "ss", (_ACCESSIBLE, "Parent"))
        (place,) = self._call(node.owner, node.path, _ACCESSIBLE, "GetIndexInParent")
        self._call(parent[1][0], parent[1][1], "org.a11y.atspi.Selection", "SelectChild", "i", (place,))

    def set_share(self, node: Node, share: float) -> None:
        """Set a value between its least and its greatest."""
        least, most = (self._value(node, name) for name in ("MinimumValue", "MaximumValue"))
        value = ("d", least + (most - least) * share)
        self._call(node.owner, node.path, _PROPERTIES, "Set", "ssv", (_VALUE, "CurrentValue", value))

    def _value(self, node: Node, name: str) -> float:
        (value,) = self._call(node.owner, node.path, _PROPERTIES, "Get", "ss", (_VALUE, name))
        return float(value[1])

    # -- inside ----------------------------------------------------------------------------------------------------

    def _below(self, owner: str, path: str, depth: int = 0) -> Iterator[tuple[str, str]]:
        for child_owner, child in reversed(self._call(owner, path, _ACCESSIBLE, "GetChildren")[0]):
            with suppress(_Gone):
                if depth > 1 and not self._is_shown(child_owner, child):
                    continue
                yield from self._below(child_owner, child, depth + 1)
                yield child_owner, child

    def _is_shown(self, owner: str, path: str) -> bool:
        return bool(self._state(owner, path) & _SHOWING)

    def _state(self, owner: str, path: str) -> int:
        low, _high = self._call(owner, path, _ACCESSIBLE, "GetState")[0]
        return int(low)

    def _name(self, owner: str, path: str) -> str:
        ((_, name),) = self._call(owner, path, _PROPERTIES, "Get", "ss", (_ACCESSIBLE, "Name"))
        return str(name)

    def _role(self, owner: str, path: str) -> str:
        (role,) = self._call(owner, path, _ACCESSIBLE, "GetRoleName")
        return str(role)

    def _call(
        self, owner: str, path: str, interface: str, method: str, signature: str = "", body: tuple[Any, ...] = ()
    ) -> Any:
        return self._ask(self._bus, owner, path, interface, method, signature, body)

    def _ask(
        self, connection: Any, owner: str, path: str, interface: str, method: str, signature: str = "",
        body: tuple[Any, ...] = (),
    ) -> Any:  # fmt: skip
        from jeepney import DBusAddress, MessageType, new_method_call

        message = new_method_call(DBusAddress(path, owner, interface), method, signature or None, body)
        reply = connection.send_and_get_reply(message, timeout=_PATIENCE)
        if reply.header.message_type is MessageType.error:
            raise _Gone(f"{method} of {path}: {reply.body}")
        return reply.body


class _Gone(Exception):
    """What was asked is not there any more, or cannot do that."""


def _is_called(name: str, wanted: str) -> bool:
    return wanted[:-1] in name if wanted.endswith("…") else name == wanted
