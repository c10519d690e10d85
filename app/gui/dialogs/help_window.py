"""Help, read from local pages."""

from __future__ import annotations

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QKeyEvent, QKeySequence, QTextCursor, QTextTable, QTextTableFormat
from PySide6.QtWidgets import QLineEdit, QMainWindow, QSizePolicy, QTextBrowser, QToolBar, QWidget

from app.gui.services.help_pages import PAGES, path_of, text_of
from app.gui.services.translator import Wording
from app.gui.style.icons import program_icon, tinted
from app.gui.style.theme import Theme
from app.gui.style.widgets import size_within_screen
from app.palette import Ink


class HelpWindow(QMainWindow):
    """Pages with links between them, back and forward; nothing is fetched from anywhere."""

    def __init__(self, wording: Wording, theme: Theme, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setObjectName("helpWindow")
        self.setWindowIcon(program_icon())
        self._wording, self._theme = wording, theme
        self._page = "index"
        self.browser = QTextBrowser(self)
        self.browser.setOpenExternalLinks(False)
        self.browser.setOpenLinks(False)
        self.browser.anchorClicked.connect(self._follow)
        self.browser.document().setDocumentMargin(24)
        bar = QToolBar(self)
        bar.setMovable(False)
        self.back = bar.addAction("", lambda: self._go(-1))
        self.home = bar.addAction("", lambda: self.show_page("index"))
        self.field = QLineEdit(bar)
        self.field.setClearButtonEnabled(True)
        self.field.setMaximumWidth(240)
        self.field.returnPressed.connect(self.find_next)
        room = QWidget(bar)
        room.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        bar.addWidget(room)
        bar.addWidget(self.field)
        self.addToolBar(bar)
        self.setCentralWidget(self.browser)
        self._history: list[str] = []
        size_within_screen(self, 760, 640)
        wording.changed.connect(self.retranslate)
        theme.changed.connect(self.recolour)
        self.retranslate()
        self.recolour()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes it."""
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        elif event.matches(QKeySequence.StandardKey.Find):
            self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.field.selectAll()
        elif event.matches(QKeySequence.StandardKey.FindNext):
            self.find_next()
        else:
            super().keyPressEvent(event)

    def find_next(self) -> bool:
        """Go to the next place with the words in the field: on this page, then on the others; say whether there is."""
        words = self.field.text().strip()
        if not words or self.browser.find(words):
            return bool(words)
        at = PAGES.index(self._page)
        for page in (*PAGES[at + 1 :], *PAGES[: at + 1]):
            if words.casefold() in text_of(self._wording.book, page).casefold():
                self.show_page(page)
                self.browser.moveCursor(QTextCursor.MoveOperation.Start)
                if self.browser.find(words):
                    return True
        return False

    def show_page(self, page: str, heading: str = "") -> None:
        """Open a page in the current language, at a heading where one is named."""
        if page != self._page:
            self._history.append(self._page)
        self._page = page
        self._load()
        if heading:
            self._show_section(heading)

    def _show_section(self, heading: str) -> None:
        """Put a heading of the page at the top of what is seen."""
        block = self.browser.document().begin()
        while block.isValid() and not (block.blockFormat().headingLevel() and block.text().strip() == heading):
            block = block.next()
        if block.isValid():
            top = self.browser.document().documentLayout().blockBoundingRect(block).top()
            self.browser.verticalScrollBar().setValue(int(top))

    def retranslate(self) -> None:
        """Say everything in the current language."""
        self.setWindowTitle(self._wording.say("window.help.title"))
        self.field.setPlaceholderText(self._wording.say("window.help.find"))
        self.field.setAccessibleName(self._wording.say("window.help.find"))
        self.back.setText(self._wording.say("window.help.back"))
        self.home.setText(self._wording.say("window.help.contents"))
        self.browser.setAccessibleName(self._wording.say("window.help.title"))
        self._load()

    def recolour(self) -> None:
        """Draw in the current colours."""
        colours = self._theme.colours
        self.back.setIcon(tinted("previous", colours[Ink.TEXT], colours[Ink.HINT]))
        self._load()

    def _load(self) -> None:
        place = path_of(self._wording.language, self._page)
        self.browser.document().setBaseUrl(QUrl.fromLocalFile(str(place)))
        self.browser.setMarkdown(text_of(self._wording.book, self._page))
        self._set_out()
        self.back.setEnabled(bool(self._history))

    def _set_out(self) -> None:
        """Give headings and tables the room that Markdown cannot ask for."""
        document = self.browser.document()
        cursor, block = QTextCursor(document), document.begin()
        cursor.beginEditBlock()  # or the page is laid out anew for each cell
        while block.isValid():
            if level := block.blockFormat().headingLevel():
                shape = block.blockFormat()
                shape.setTopMargin(0 if level == 1 else 20)
                shape.setBottomMargin(8)
                cursor.setPosition(block.position())
                cursor.setBlockFormat(shape)
            block = block.next()
        for table in document.rootFrame().childFrames():
            if isinstance(table, QTextTable):
                self._set_out_table(table)
        cursor.endEditBlock()

    def _set_out_table(self, table: QTextTable) -> None:
        """A line under each row, as in the tables of the window; a border around cells is drawn in parts only."""
        grid = table.format().toTableFormat()
        grid.setBorder(0)
        grid.setBorderCollapse(True)
        grid.setCellPadding(6)
        table.setFormat(grid)
        for row in range(table.rows()):
            for column in range(table.columns()):
                cell = table.cellAt(row, column)
                shape = cell.format().toTableCellFormat()
                shape.setBottomBorder(1)
                shape.setBottomBorderStyle(QTextTableFormat.BorderStyle.BorderStyle_Solid)
                shape.setBottomBorderBrush(self._theme.colours[Ink.LINE])
                cell.setFormat(shape)

    def _follow(self, link: QUrl) -> None:
        name = link.fileName().removesuffix(".md")
        if name in PAGES:
            self.show_page(name)

    def _go(self, _by: int) -> None:
        if self._history:
            self._page = self._history.pop()
            self._load()
