"""Every state of the window at two sizes, in both languages and in all colours: nothing cut, no name of the code."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import suppress

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QLabel, QTabBar, QTableView, QWidget

from app.gui.panels.lane_menu import arranged
from app.gui.panels.tables_panel import TABS
from app.gui.services.settings import Look
from app.gui.style.theme import contrast as strength
from app.gui.window.main_window import MainWindow
from app.texts import Language
from app.timeline import axes, scene
from app.timeline.lanes import AS_THEY_ARE, Lane
from app.timeline.shapes import Anchor, Text
from tests.gui.driving import Driver
from tests.languages import CHINESE, EVERY_LANGUAGE
from tests.packaging.test_languages_fit import cut_off
from tests.patience import MILLISECONDS
from tests.timeline.covered import covered

SIZES = ((1366, 768), (1600, 1000))
COLOURS = tuple((look, contrast) for contrast in (False, True) for look in (Look.LIGHT, Look.DARK))
IDENTIFIER = re.compile(r"^[a-z]+(?:[-_][a-z0-9]+)*$")
"""Words as the code writes them: a person reads 借呗, not ``jiebei``."""
OF_ANY_LANGUAGE = frozenset({"json", "svg", "pdf", "png"})

State = Callable[[MainWindow], object]
STATES: dict[str, State] = {
    "nothing selected": lambda w: w.workbench.selection.choose_discrepancy(""),
    "a discrepancy": lambda w: w.actions_["next-discrepancy"].trigger(),
    "one loan": lambda w: w.workbench.session.view.choose_loans(
        frozenset({w.workbench.session.explanation.facilities[0].id})
    ),
    "a range": lambda w: mark_range(w),  # noqa: PLW0108  # it is defined below
    "settling": lambda w: w.workbench.timeline_panel.settle_button.click(),
    "lanes arranged": lambda w: w.workbench.session.view.choose_lanes(
        arranged(arranged(AS_THEY_ARE, Lane.DUE, "folded", on=True), Lane.BILL, "pinned", on=True)
    ),
    "all time": lambda w: w.workbench.timeline.fit_all(),
    **{f"table {name}": lambda w, tab=name: w.workbench.tables.show_tab(tab) for name in TABS},  # type: ignore[misc]
}


def mark_range(window: MainWindow) -> None:
    """Mark a third of what is in view, and let list and tables follow."""
    view, panel = window.workbench.timeline, window.workbench.timeline_panel
    scale = view.scale
    assert scale is not None
    view.mark_range(scale.left + scale.width / 3, scale.left + scale.width * 2 / 3, done=True)
    panel.only_range.setChecked(True)


def as_it_was(window: MainWindow) -> None:
    """Take back what a state did."""
    parts = window.workbench
    parts.selection.choose_discrepancy("")
    parts.timeline.mark_range(0, 0, done=True)
    parts.session.view.choose_loans(frozenset())
    parts.session.view.choose_lanes(AS_THEY_ARE)
    parts.timeline.fit_activity()
    if parts.timeline_panel.settle_button.isChecked():
        parts.timeline_panel.settle_button.click()


def cut_at_rest(driver: Driver, window: MainWindow) -> list[str]:
    """What is cut once the layout has come to rest."""
    with suppress(driver.qtbot.TimeoutError):
        driver.qtbot.waitUntil(lambda: not cut_off(window), timeout=MILLISECONDS)
    return cut_off(window)


def said(window: MainWindow) -> Iterator[str]:
    """Every word that is on the screen outside the rows of files."""
    for widget in window.findChildren(QWidget):
        if widget.isVisible() and isinstance(widget, QLabel | QAbstractButton):
            yield widget.text()
        if widget.isVisible() and isinstance(widget, QTabBar):
            yield from (widget.tabText(i) for i in range(widget.count()))
        if widget.isVisible() and isinstance(widget, QTableView):
            model = widget.model()
            columns = range(model.columnCount())
            yield from (str(model.headerData(i, widget.horizontalHeader().orientation())) for i in columns)
            yield from (str(model.index(row, i).data()) for row in range(min(model.rowCount(), 40)) for i in columns)
    yield from (text.text for text in drawn(window))


def drawn(window: MainWindow) -> list[Text]:
    """The texts that the timeline draws."""
    stage = window.workbench.timeline._stage
    assert stage is not None
    shapes = [*scene.content(stage.layout), *axes.names(stage.layout), *axes.header(stage.layout)]
    return [shape for shape in shapes if isinstance(shape, Text)]


def cut_in_timeline(window: MainWindow) -> list[str]:
    """The texts of the timeline that reach over its right edge, names that reach into the picture, what is covered."""
    stage = window.workbench.timeline._stage
    assert stage is not None
    layout, metrics = stage.layout, stage.layout.metrics
    found = []
    for text in drawn(window):
        wide = metrics.width(text.text, text.size, text.strong)
        right = text.x + {Anchor.START: wide, Anchor.MIDDLE: wide / 2, Anchor.END: 0.0}[text.anchor]
        if text.x < layout.grid.gutter < right or (text.x < layout.scale.right < right):
            found.append(text.text)
    shapes = [*scene.content(layout), *axes.names(layout), *axes.header(layout)]
    return found + covered(shapes, metrics, layout.scale.right)


@EVERY_LANGUAGE
def test_every_state_is_shown_whole_and_in_words(driver: Driver, language: Language) -> None:
    def scene_of(window: MainWindow) -> None:
        window.choose_language(language)
        for width, height in SIZES:
            window.resize(width, height)
            assert cut_at_rest(driver, window) == [], "first page"
        window.take_sample()
        driver.filled(window)
        window.workbench.timeline.set_motion(False)
        for width, height in SIZES:
            window.resize(width, height)
            for name, enter in STATES.items():
                enter(window)
                driver.until(lambda: window.workbench.why.readers.current is None)
                assert cut_at_rest(driver, window) == [], f"{name} at {width}×{height}"
                assert cut_in_timeline(window) == [], f"{name} at {width}×{height}"
                if language == CHINESE:
                    names = {text for text in said(window) if IDENTIFIER.match(text)} - OF_ANY_LANGUAGE
                    assert names == set(), f"{name}: {names}"
                as_it_was(window)

    driver.play(scene_of)


def outline_of_a_box(window: MainWindow) -> float:
    """How a box without a tick stands out from its ground."""
    box = QCheckBox(window)
    box.adjustSize()
    drawn = box.grab(QRect(0, 0, 20, box.height())).toImage()
    box.deleteLater()
    shades = [drawn.pixelColor(x, y) for x in range(drawn.width()) for y in range(drawn.height())]
    return max(strength(shades[0], shade) for shade in shades)


def test_no_colour_changes_what_there_is_room_for(driver: Driver) -> None:
    def scene_of(window: MainWindow) -> None:
        window.take_sample()
        driver.filled(window)
        window.resize(*SIZES[0])
        for look, contrast in COLOURS:
            window.choose_look(look)
            if window.theme.more_contrast is not contrast:
                window.actions_["look-contrast"].trigger()
            assert window.theme.more_contrast is contrast
            assert outline_of_a_box(window) >= 3, "a box without a tick is seen"
            for enter in (STATES["a discrepancy"], STATES["settling"]):
                enter(window)
                driver.until(lambda: window.workbench.why.readers.current is None)
                assert cut_at_rest(driver, window) == []
                window.grab()
            as_it_was(window)
        window.actions_["look-contrast"].trigger()

    driver.play(scene_of)
