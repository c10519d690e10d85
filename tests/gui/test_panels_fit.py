"""List, explanation, messages, journal, commands and hints in every language, size of text and small windows: whole."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from PySide6.QtWidgets import QDialog, QWidget

from app.gui.panels.explanation_content import WhyContent
from app.gui.services.settings import TEXT_SIZES
from app.gui.window.main_window import MainWindow
from app.texts import Language
from tests.gui.driving import Driver
from tests.languages import EVERY_LANGUAGE
from tests.packaging.test_languages_fit import cut_off
from tests.patience import MILLISECONDS

ROOMS = ((100, 1366, 768), (150, 1366, 768), (200, 1600, 1000), (100, 911, 600))
"""Percent of the usual text, and the window: a screen of 1366 by 768 at 100 and 150 % and its like, and a large one."""


def whole(driver: Driver, widget: QWidget) -> list[str]:
    """What is cut once the layout has come to rest."""
    with suppress(driver.qtbot.TimeoutError):
        driver.qtbot.waitUntil(lambda: not cut_off(widget), timeout=MILLISECONDS)
    return cut_off(widget)


def open_evidence(window: MainWindow) -> None:
    """Open the first row of every table of evidence."""
    content = window.workbench.why.content
    assert isinstance(content, WhyContent)
    for table in content.evidence.tables:
        table.links[0].click()


def dialog_of(window: MainWindow, action: str, find: Callable[[], QDialog | None]) -> QDialog:
    """Open a dialog by its action."""
    window.actions_[action].trigger()
    dialog = find()
    assert dialog is not None
    return dialog


@pytest.mark.slow
@EVERY_LANGUAGE
@pytest.mark.parametrize(("percent", "width", "height"), ROOMS)
def test_every_state_of_the_panels_is_shown_whole(
    driver: Driver, language: Language, percent: int, width: int, height: int
) -> None:
    def scene(window: MainWindow) -> None:
        window.choose_language(language)
        if percent != 100:
            window.settings.set_text_percent(TEXT_SIZES[TEXT_SIZES.index(percent) - 1])
            window.choose_text_size(1)
        assert window.settings.text_percent() == percent
        window.resize(width, height)
        window.take_sample()
        driver.filled(window)
        parts = window.workbench
        driver.until(parts.hints.isVisible)
        assert whole(driver, window) == [], "hints"
        parts.hints.end()
        for _ in range(3):
            window.actions_["next-discrepancy"].trigger()
            driver.until(lambda: parts.why.readers.current is None)
            open_evidence(window)
            assert whole(driver, window) == [], "evidence"
        text = window.wording.say("window.case.shared", file="账" * 30)
        parts.messages.tell_written(text, Path("x"))
        assert whole(driver, window) == [], "message"
        for action, find in (
            ("journal", lambda: parts.journaling.dialog),
            ("palette", lambda: parts.commands.palette_dialog),
        ):
            dialog = dialog_of(window, action, find)
            driver.until(dialog.isVisible)
            assert whole(driver, dialog) == [], action
            dialog.reject()

    driver.play(scene)
