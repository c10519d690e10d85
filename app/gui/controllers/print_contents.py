"""What can be printed of a case: read and drawn beside the window, its text set in turns in the window's own thread."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass, field

from PySide6.QtCore import QBuffer
from PySide6.QtGui import QPdfWriter

from app.gui.dialogs.print_dialog import REPORT, TIMELINE
from app.gui.services.print_sheets import PrintJob, Sheet, text_sheets
from app.gui.services.set_text import SetText, parted, upright_a4
from app.texts import Language
from app.texts.catalogue import Phrasebook
from app.workspace import exports
from app.workspace.case import Workspace


@dataclass(frozen=True)
class Contents:
    """``parts`` of the report and ``pictures`` they name, as PNG; sheets of the timeline and the ``words`` on them."""

    name: str
    parts: list[str] = field(default_factory=list)
    pictures: Mapping[str, bytes] = field(default_factory=dict)
    timeline: list[Sheet] = field(default_factory=list)
    words: list[str] = field(default_factory=list)


def reader(case: Workspace, content: str, language: Language, *, name: str, mask: bool) -> Callable[[], Contents]:
    """What reads one of the contents of the dialog; to be called beside the window, as it takes its time.

    The report alone holds the timeline as a small picture, as where it is exported; beside the timeline it does not.
    """
    from app.gui.timeline.output import print_sheets
    from app.gui.timeline.render import sheet_pictures
    from app.workspace.explanation_page import explanation_page

    def read() -> Contents:
        book = Phrasebook(language)
        told = exports.told_explanation(case, language, name=name, mask=mask)
        timeline, words = ([], []) if content == REPORT else print_sheets(told.explanation, book.say)
        if content == TIMELINE:
            return Contents(told.name, timeline=timeline, words=words)
        pictures = exports.timeline_pictures(told, book, sheet_pictures) if content == REPORT else {}
        parts = parted(explanation_page(told, book, pictures=list(pictures)))
        return Contents(told.name, parts, pictures, timeline, words)

    return read


class Setting:
    """Sets the text of contents; ``job`` is what to print once all `steps` are taken."""

    def __init__(self, contents: Contents) -> None:
        self._contents = contents
        self._buffer = QBuffer()
        self._device = QPdfWriter(self._buffer)  # nothing is written: the text is set as for the PDF
        self._device.setPageLayout(upright_a4())
        self._text = SetText(self._device, contents.pictures)

    def steps(self) -> Generator[int]:
        """Set one part after another; yields how many are set."""
        for done, part in enumerate(self._contents.parts, 1):
            self._text.add(part)
            yield done

    def job(self) -> PrintJob:
        """The report, then the timeline."""
        held = self._contents
        sheets = text_sheets(self._text) if held.parts else []
        return PrintJob(held.name, (*sheets, *held.timeline), (*self._text.words, *held.words, held.name))
