"""Every window test gets its own settings, and fails on a warning of Qt or on anything left running."""

from __future__ import annotations

import gc
import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QStandardPaths, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.gui.services import settings as settings_module
from tests.gui.driving import Driver
from tests.gui.small_case import write_case
from tests.languages import CHINESE

_PLATFORM_TALK = ("This plugin does not support", "propagateSizeHints")


@pytest.fixture(autouse=True)
def own_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Settings that no other test and no person sees; 简体中文, as most people have it."""
    QStandardPaths.setTestModeEnabled(True)
    monkeypatch.setenv("DISPLAY", os.environ.get("DISPLAY", ":0"))  # the window is asked for, wherever Qt draws it
    path = tmp_path / "settings.ini"
    real = settings_module.Settings
    monkeypatch.setattr("app.gui.application.Settings", lambda: real(path))
    real(path).set_language(CHINESE)
    return path


@pytest.fixture(autouse=True)
def nothing_said_nothing_left() -> Iterator[None]:
    """Qt has nothing to complain of, and no thread or window outlives its test."""
    said: list[str] = []

    def listen(kind: QtMsgType, _context: object, text: str) -> None:
        if kind is not QtMsgType.QtDebugMsg and not any(talk in text for talk in _PLATFORM_TALK):
            said.append(text)

    before = qInstallMessageHandler(listen)
    threads = set(threading.enumerate())
    yield
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    qInstallMessageHandler(before)
    left = [t.name for t in threading.enumerate() if t not in threads and t.name.startswith("task")]
    windows = [w for w in QApplication.topLevelWidgets() if w.isVisible()]
    assert said == []
    assert left == []
    assert windows == []


@pytest.fixture
def driver(qtbot: QtBot) -> Driver:
    """Drives the window through ``main``."""
    return Driver(qtbot)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The files of the small case."""
    return write_case(tmp_path / "files")
