"""The preview of what is about to be added: each file, what it is taken for, what was used, skipped and wrong."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from app.core.explanation import Problem, SourceReport
from app.gui.dialogs.source_details import SourceDetails
from app.gui.models.rows_model import Column, Index, RowsModel
from app.gui.models.tables import is_trouble, source_ink
from app.gui.services.shared import Services
from app.gui.services.translator import Wording
from app.gui.style.theme import EDGE, GAP, Sizes, Theme
from app.gui.style.widgets import heading, make_primary, paragraph, size_within_screen
from app.gui.widgets.table_view import TableView
from app.workspace import ImportPreview, digest_of
from app.workspace.pictures import is_picture, is_unconfirmed

LOCKED = ("needs-password", "wrong-password")
UNKNOWN = (
    "unknown-format", "unknown-format-like", "lender-table-unsure",
    "table-without-header", "mapped-unfinished", "mapped-bill-without-month",
)  # fmt: skip
MAPPABLE = (
    *UNKNOWN, "table-mapped", "bank-read-by-meaning-proved", "bank-read-by-meaning-unproved",
    "bank-read-by-meaning-no-balance", "app-list-read",
)  # fmt: skip
"""The problems that name the header of a table which a person may map, whether it was read or not."""


def problem_of(report: SourceReport, codes: tuple[str, ...]) -> Problem | None:
    """The first problem of a file with one of these codes."""
    return next((p for p in report.problems if p.code in codes), None)


def mappable_problem(report: SourceReport) -> Problem | None:
    """What names the header of a table that a person may map, first of one that was not read; None where none is."""
    return problem_of(report, UNKNOWN) or problem_of(report, MAPPABLE)


def _used(report: SourceReport) -> str:
    return f"{report.used} / {report.rows}" if report.format else ""


class FilesModel(RowsModel[SourceReport]):
    """The files, each with a tick that says whether it comes into the case; those it has already bear none."""

    ticked = Signal()

    def __init__(self, columns: list[Column[SourceReport]], wording: Wording, theme: Theme, parent: QWidget) -> None:
        super().__init__(columns, digest_of, wording, theme, parent)
        self.left_out: set[str] = set()
        self.known: frozenset[str] = frozenset()

    def flags(self, index: Index) -> Qt.ItemFlag:
        """The first column can be ticked."""
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsUserCheckable if self._has_tick(index) else flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """A cell in one of its roles."""
        if role == Qt.ItemDataRole.CheckStateRole and self._has_tick(index):
            digest = digest_of(self.row_at(index.row()))
            return Qt.CheckState.Unchecked if digest in self.left_out else Qt.CheckState.Checked
        return super().data(index, role)

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Tick a file or leave it out."""
        if role != Qt.ItemDataRole.CheckStateRole or not self._has_tick(index):
            return False
        digest = digest_of(self.row_at(index.row()))
        self.left_out ^= {digest}
        self.dataChanged.emit(index, index)
        self.ticked.emit()
        return True

    def _has_tick(self, index: Index) -> bool:
        return index.isValid() and index.column() == 0 and digest_of(self.row_at(index.row())) not in self.known


_FEWEST, _MOST = 3, 10
"""Rows that the list of files has room for, however few or many there are."""
_AIR = 12


class ImportDialog(QDialog):
    """Opens while the window stays alive; ``password_given`` and the other signals ask to read again."""

    password_given = Signal(str)
    mapping_wanted = Signal(object)
    picture_wanted = Signal(object)
    all_confirmed = Signal()

    def __init__(self, preview: ImportPreview, services: Services, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("importDialog")
        wording, names, theme = services.wording, services.names, services.theme
        self._wording, self._names = wording, names
        self.preview = preview
        say = wording.say
        self.setWindowTitle(say("window.import.title"))
        self.title = heading("", self, Sizes.title)
        self.hint = paragraph("", self, secondary=True)
        self.lock = QFrame(self)
        self.lock_text = paragraph("", self.lock)
        self.password = QLineEdit(self.lock)
        self.unlock = QPushButton(say("window.import.unlock"), self.lock)
        self.model = FilesModel(self._columns(), wording, theme, self)
        self.files = TableView("import", self.model, services.settings, self)
        self.details = SourceDetails(wording, names, self)
        self._split = QSplitter(Qt.Orientation.Vertical, self)
        self.map_button = QPushButton(say("window.import.map"), self)
        self.picture_button = QPushButton(say("window.import.check-picture"), self)
        self.all_pictures_button = QPushButton(self)
        self.buttons = QDialogButtonBox(self)
        self.add_button = self.buttons.addButton("", QDialogButtonBox.ButtonRole.AcceptRole)
        self.cancel_button = self.buttons.addButton(QDialogButtonBox.StandardButton.Cancel)
        self._build()
        self.show_preview(preview)

    @property
    def current(self) -> SourceReport | None:
        """The selected file."""
        index = self.files.currentIndex()
        return self.model.row_at(index.row()) if index.isValid() else None

    @property
    def chosen(self) -> ImportPreview:
        """What was read, without the files that the person left out."""
        return replace(self.preview, left_out=frozenset(self.model.left_out))

    def show_preview(self, preview: ImportPreview) -> None:
        """Show what was read, at first or with a password or a mapping more."""
        keep, done = (self.current.file, not self._needs_hand(self.current)) if self.current else ("", True)
        self.preview = preview
        self.model.known = preview.known
        self.model.fill(sorted(preview.sources, key=lambda s: (not self._needs_hand(s), s.file)))
        self.files.refit()  # a table that was taught has a name and days now
        say = self._wording.say
        self.title.setText(say("window.import.heading", count=len(preview.sources)))
        known = len(preview.sources) - len(preview.fresh)
        self.hint.setText(say("window.import.known", count=known) if known else say("window.import.hint"))
        self._count()
        self._show_lock()
        waiting = sum(map(is_unconfirmed, preview.fresh))
        self.all_pictures_button.setVisible(waiting > 1)
        self.all_pictures_button.setText(say("window.import.confirm-pictures", count=waiting))
        shown = [self.model.row_at(place) for place in range(self.model.rowCount())]
        position = next((p for p, s in enumerate(shown) if s.file == keep), 0)
        if not done and shown and not self._needs_hand(shown[position]):
            position = 0  # what was in the way of this one is done with; the next that needs a hand stands first
        if self.model.rowCount():
            self.files.setCurrentIndex(self.model.index(position, 0))
        else:
            self._show_details()
        if self.isVisible():
            self.files.fit_inside()
            self._point_to_next()

    def showEvent(self, event: QShowEvent) -> None:
        """Begin where the person has to act."""
        super().showEvent(event)
        self.files.fit_inside()
        self._share_room()
        self._point_to_next()

    def _share_room(self) -> None:
        """Show all files whole where they are few, and ten or so of many; what is told of one scrolls."""
        row, head = self.files.verticalHeader().defaultSectionSize(), self.files.horizontalHeader().height()
        rows = min(max(self.model.rowCount(), _FEWEST), _MOST)
        above = min(head + rows * row + 2 * self.files.frameWidth() + _AIR, self._split.height() * 2 // 3)
        self._split.setSizes([above, self._split.height() - above])

    def _point_to_next(self) -> None:
        """Give the focus to what is to be done next: a password, a table that is not understood, or adding."""
        unread = self.current is not None and problem_of(self.current, UNKNOWN) is not None
        beginning = self.password if self.lock.isVisible() else self.map_button if unread else self.add_button
        beginning.setFocus(Qt.FocusReason.OtherFocusReason)

    def _count(self) -> None:
        """Say on the button how many files are to be added."""
        usable = [s for s in self.chosen.chosen if s.format]
        self.add_button.setText(self._wording.say("window.import.add", count=len(usable)))
        self.add_button.setEnabled(bool(usable))

    def _needs_hand(self, report: SourceReport) -> bool:
        return problem_of(report, (*LOCKED, *UNKNOWN)) is not None or is_unconfirmed(report)

    def _show_lock(self) -> None:
        locked = [(s, p) for s in self.preview.sources if (p := problem_of(s, LOCKED))]
        self.lock.setVisible(bool(locked))
        if locked:
            wrong = any(p.code == "wrong-password" for _, p in locked)
            which = "window.import.wrong-password" if wrong else "window.import.needs-password"
            self.lock_text.setText(self._wording.say(which, files=tuple(s.file for s, _ in locked)))
            self.password.selectAll()

    def _show_details(self) -> None:
        report = self.current
        self.details.show_report(report)
        self.map_button.setVisible(report is not None and mappable_problem(report) is not None)
        self.picture_button.setVisible(report is not None and is_picture(report))

    def _give_password(self) -> None:
        if text := self.password.text():
            self.password_given.emit(text)

    def _ask_mapping(self) -> None:
        if self.current is not None:
            self.mapping_wanted.emit(self.current)

    def _ask_picture(self) -> None:
        if self.current is not None:
            self.picture_wanted.emit(self.current)

    def _columns(self) -> list[Column[SourceReport]]:
        names = self._names
        return [
            Column("file", lambda s: s.file, width=30),
            Column("format", self._format, ink=source_ink, width=24),
            Column("span", names.span, width=24),
            Column("used", _used, lambda s: s.used, right=True, width=11),
        ]

    def _format(self, report: SourceReport) -> str:
        if digest_of(report) in self.preview.known:
            return self._wording.say("window.import.already")
        if problem_of(report, LOCKED):
            return self._wording.say("window.import.locked")
        shown = self._names.format(report)
        return f"{shown} ⚠" if any(map(is_trouble, report.problems)) and report.format else shown

    def _build(self) -> None:
        say = self._wording.say
        self.lock.setObjectName("notice")
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.password.setAccessibleName(say("window.import.password"))
        self.password.setPlaceholderText(say("window.import.password"))
        self.password.setMaximumWidth(260)
        self.password.returnPressed.connect(self._give_password)
        self.unlock.clicked.connect(self._give_password)
        self.files.setAccessibleName(say("window.import.files"))
        self.files.selectionModel().currentRowChanged.connect(self._show_details)
        self.model.ticked.connect(self._count)
        self.map_button.clicked.connect(self._ask_mapping)
        self.picture_button.clicked.connect(self._ask_picture)
        self.all_pictures_button.clicked.connect(self.all_confirmed)
        make_primary(self.add_button)
        self.add_button.setDefault(True)
        self.cancel_button.setText(say("window.cancel"))
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        row = QHBoxLayout()
        row.addWidget(self.password)
        row.addWidget(self.unlock)
        row.addStretch(1)
        inside = QVBoxLayout(self.lock)
        inside.addWidget(self.lock_text)
        inside.addLayout(row)
        self._split.addWidget(self.files)
        self._split.addWidget(self.details)
        foot = QHBoxLayout()
        foot.addWidget(self.map_button)
        foot.addWidget(self.picture_button)
        foot.addWidget(self.all_pictures_button)
        foot.addStretch(1)
        foot.addWidget(self.buttons)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(EDGE + 4, EDGE, EDGE + 4, EDGE)
        layout.setSpacing(GAP)
        for widget in (self.title, self.hint, self.lock):
            layout.addWidget(widget)
        layout.addWidget(self._split, 1)
        layout.addLayout(foot)
        size_within_screen(self, 780, 680)
