"""What every test shares."""

from __future__ import annotations

import gc
import os
import socket
import sys

import pytest
from hypothesis import HealthCheck, settings

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

_LINES_OUT = {f"socket.{call}" for call in ("connect", "bind", "sendto", "sendmsg", "getaddrinfo", "gethostbyname")}


def _refuse_network(event: str, arguments: tuple[object, ...]) -> None:
    """Refuse every way to another computer; a socket file on this one (the display's) is none."""
    if event in _LINES_OUT and getattr(arguments[0], "family", None) != getattr(socket, "AF_UNIX", -1):
        raise RuntimeError(f"a test reached for the network: {event} {arguments[1:]}")


# How long an example takes, or takes to be made, is the machine's and no promise of the program's.
# Examples are others in every run: a third of the usual number in each finds as much over time.
settings.register_profile("any-machine", deadline=None, max_examples=35, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any-machine")

sys.addaudithook(_refuse_network)  # it cannot be taken off again: it holds for the whole run


@pytest.fixture(scope="session", autouse=True)
def _one_application(qapp: object) -> None:
    """The application of windows, before a picture or a letter makes one without: a process can have one only."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Options of this project's tests."""
    parser.addoption("--refresh-golden", action="store_true", help="write the golden files anew (tests/golden)")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> object:
    """With ``--dist loadfile`` the order of `tests.workers`; else what xdist does by itself."""
    from tests.workers import WholeFiles

    return WholeFiles(config, log) if config.getvalue("dist") == "loadfile" else None


def pytest_collection_finish() -> None:
    """The thousands of tests and modules stay to the end: no collection of garbage need walk them again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """In a process of many the long files come first; alone, the order of the files stays."""
    if hasattr(config, "workerinput"):
        from tests.workers import in_order

        in_order(items)
