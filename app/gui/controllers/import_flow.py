"""The way of files into the case: read beside the window, preview, password or mapping where needed, then add."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QDialog, QWidget

from app.core.explanation import SourceReport
from app.gui.dialogs.import_dialog import LOCKED, ImportDialog, mappable_problem, problem_of
from app.gui.dialogs.mapping_dialog import MappingDialog
from app.gui.dialogs.picture_dialog import PictureDialog
from app.gui.services.shared import Services
from app.gui.services.tasks import Report
from app.workspace import ImportPreview, MappableTable
from app.workspace.pictures import ShownPicture, is_unconfirmed
from app.workspace.teaching import taught as parsed


class Importing(QObject):
    """One import at a time; ``dialog`` is its preview while it is open. ``told`` carries what a person should know."""

    told = Signal(str)

    def __init__(self, services: Services, window: QWidget) -> None:
        super().__init__(window)
        self._services, self._window = services, window
        self._session, self._wording, self._theme = services.session, services.wording, services.theme
        self._settings, self._trouble = services.settings, services.trouble
        self.dialog: ImportDialog | None = None
        self.mapping_dialog: MappingDialog | None = None
        self.picture_dialog: PictureDialog | None = None
        self._paths: tuple[Path, ...] = ()
        self._passwords: list[str] = []
        self._mappings: dict[str, tuple[str, str]] = {}
        self._pictures: dict[str, tuple[str, str]] = {}

    def start(self, paths: Sequence[Path], *, ask: bool = True) -> None:
        """Read paths and show their preview; without ``ask`` they are added at once, as the sample is,
        unless one is locked or none is understood.
        """
        if self.dialog is not None or self._session.tasks.current is not None or not paths:
            return
        self._paths, self._passwords, self._mappings = tuple(paths), [], {}
        self._pictures = {}
        self._read(self._show if ask else self._add_or_ask)

    def _read(self, then: Callable[[ImportPreview], None]) -> None:
        workspace, paths = self._session.workspace, self._paths
        passwords = tuple(self._passwords)
        mappings = self._known_mappings()
        pictures = {digest: rows for digest, (rows, _) in self._pictures.items()}

        def work(report: Report) -> ImportPreview:
            return workspace.preview(paths, passwords, report.progress, report.cancelled, mappings, pictures)

        label = self._wording.say("window.status.opening")
        self._session.tasks.run(work, label, then, self._trouble)

    def _show(self, preview: ImportPreview) -> None:
        if self.dialog is not None:
            self.dialog.show_preview(preview)
            return
        if not preview.sources:
            self.told.emit(self._wording.say("window.import.no-files", names=tuple(p.name for p in self._paths)))
            return
        self.dialog = ImportDialog(preview, self._services, self._window)
        self.dialog.password_given.connect(self._try_password)
        self.dialog.mapping_wanted.connect(self._ask_mapping)
        self.dialog.picture_wanted.connect(self._ask_picture)
        self.dialog.all_confirmed.connect(self._confirm_all)
        self.dialog.finished.connect(self._close)
        self.dialog.open()

    def _add_or_ask(self, preview: ImportPreview) -> None:
        """Add what was read, where nothing needs the person first."""
        locked = any(problem_of(source, LOCKED) for source in preview.sources)
        understood = any(source.format for source in preview.sources)
        (self._add if understood and not locked else self._show)(preview)

    def _try_password(self, password: str) -> None:
        if self._session.tasks.current is None:
            self._passwords.append(password)
            self._read(self._show)

    def _ask_mapping(self, report: SourceReport) -> None:
        def taught(shape: str, text: str) -> None:
            if self._session.tasks.current is None:
                self._mappings[shape] = (text, report.file)
                self._read(self._show)

        if self.dialog is not None:
            self._ask_columns(report, self.dialog, taught)

    def teach(self, report: SourceReport) -> None:
        """Let the person say what a table of the case is; it is read anew, and that is a decision like any other."""

        def taught(shape: str, text: str) -> None:
            decision = self._session.workspace.mapping(shape, text, report.file)
            self._session.decide(decision, self._wording.say("window.status.explaining"))
            self._settings.remember_mapping(shape, text)

        if self.dialog is None and self.mapping_dialog is None:
            self._ask_columns(report, self._window, taught)

    def _ask_columns(self, report: SourceReport, over: QWidget, taught: Callable[[str, str], None]) -> None:
        """Ask what the columns of a file are, over a window; ``taught`` is given the table's shape and the answer."""
        problem = mappable_problem(report)
        if problem is None or problem.source is None or self._session.tasks.current is not None:
            return
        workspace = self._session.workspace

        def work(task: Report) -> MappableTable | None:
            return workspace.table_to_map(report, problem, task.cancelled)

        def show(table: MappableTable | None) -> None:
            if table is None or not table.columns:
                self.told.emit(self._wording.say("window.mapping.gone", file=report.file))
            elif over is self._window or self.dialog is over:
                self._show_mapping(report.file, table, over, taught)

        self._session.tasks.run(work, self._wording.say("window.status.opening"), show, self._trouble)

    def _show_mapping(self, file: str, table: MappableTable, over: QWidget, taught: Callable[[str, str], None]) -> None:
        dialog = MappingDialog(file, table, self._services, over)
        self.mapping_dialog = dialog
        if before := self._known_mappings().get(table.shape):
            dialog.show_taught(*parsed(before))

        def closed(result: int) -> None:
            self.mapping_dialog = None
            if result == QDialog.DialogCode.Accepted:
                taught(table.shape, dialog.mapping)
            dialog.deleteLater()

        dialog.finished.connect(closed)
        dialog.open()

    def _known_mappings(self) -> dict[str, str]:
        """What is known of tables by their shape: from other cases, from this one, and from this import."""
        now = {shape: text for shape, (text, _) in self._mappings.items()}
        return {**self._settings.mappings(), **self._session.workspace.decided.mappings, **now}

    def _ask_picture(self, report: SourceReport) -> None:
        if self._session.tasks.current is not None:
            return
        workspace = self._session.workspace

        def work(task: Report) -> ShownPicture | None:
            return workspace.shown_picture(report, task.cancelled)

        self._session.tasks.run(work, self._wording.say("window.status.opening"), self._show_picture, self._trouble)

    def correct(self, report: SourceReport) -> None:
        """Show a picture of the case beside its rows; what is corrected is a decision like any other."""
        if self.dialog is not None or self.picture_dialog is not None or self._session.tasks.current is not None:
            return
        workspace = self._session.workspace

        def work(task: Report) -> ShownPicture | None:
            return workspace.shown_picture(report, task.cancelled)

        self._session.tasks.run(work, self._wording.say("window.status.opening"), self._show_correction, self._trouble)

    def _show_correction(self, shown: ShownPicture | None) -> None:
        if shown is None:
            self.told.emit(self._wording.say("window.picture.gone"))
            return
        dialog = PictureDialog(shown, 0, self._wording, self._theme, self._window)
        self.picture_dialog = dialog

        def closed(result: int) -> None:
            self.picture_dialog = None
            if result == QDialog.DialogCode.Accepted:
                decision = self._session.workspace.confirming_picture(shown.digest, dialog.confirmed, shown.file)
                self._session.decide(decision, self._wording.say("window.status.explaining"))
            dialog.deleteLater()

        dialog.finished.connect(closed)
        dialog.open()

    def _confirm_all(self) -> None:
        """Take the rows of every picture that waits as they were read, since the person says that they are right."""
        waiting = self._waiting()
        if not waiting or self._session.tasks.current is not None:
            return
        workspace = self._session.workspace

        def work(task: Report) -> list[ShownPicture]:
            shown = (workspace.shown_picture(report, task.cancelled) for report in waiting)
            return [one for one in shown if one is not None]

        def confirm(pictures: list[ShownPicture]) -> None:
            for one in pictures:
                rows = one.confirmed([[cell.text for cell in row] for row in one.rows])
                self._pictures[one.digest] = (rows, one.file)
            self._read(self._show)

        self._session.tasks.run(work, self._wording.say("window.status.opening"), confirm, self._trouble)

    def _show_picture(self, shown: ShownPicture | None) -> None:
        if self.dialog is None or shown is None:
            return
        dialog = PictureDialog(shown, len(self._waiting(shown.digest)), self._wording, self._theme, self.dialog)
        self.picture_dialog = dialog

        def confirmed(result: int) -> None:
            self.picture_dialog = None
            if result == QDialog.DialogCode.Accepted and self._session.tasks.current is None:
                self._pictures[shown.digest] = (dialog.confirmed, shown.file)
                self._read(self._show_next)
            dialog.deleteLater()

        dialog.finished.connect(confirmed)
        dialog.open()

    def _show_next(self, preview: ImportPreview) -> None:
        """Show the preview anew, and the next picture that nobody has confirmed."""
        self._show(preview)
        if waiting := self._waiting():
            self._ask_picture(waiting[0])

    def _waiting(self, besides: str = "") -> list[SourceReport]:
        sources = self.dialog.preview.fresh if self.dialog is not None else ()
        return [s for s in sources if is_unconfirmed(s) and s.sha256[:16] not in (besides, *self._pictures)]

    def _close(self, result: int) -> None:
        dialog, self.dialog = self.dialog, None
        if dialog is None:
            return
        dialog.files.remember()
        dialog.deleteLater()
        if result == QDialog.DialogCode.Accepted:
            self._add(dialog.chosen)

    def _add(self, preview: ImportPreview) -> None:
        workspace = self._session.workspace
        for shape, (text, file) in self._mappings_used(preview).items():
            self._session.decide(workspace.mapping(shape, text, file))
            self._settings.remember_mapping(shape, text)
        for digest, (rows, file) in self._pictures.items():
            self._session.decide(workspace.confirming_picture(digest, rows, file))
        if preview.chosen:
            self._session.decide(workspace.keep(preview), self._wording.say("window.status.explaining"))

    def _mappings_used(self, preview: ImportPreview) -> dict[str, tuple[str, str]]:
        """What was taught now, and what other cases taught of the tables that are added; by shape, with the file."""
        known, held = self._known_mappings(), self._session.workspace.decided.mappings
        met = {str(dict(p.facts).get("shape", "")): s.file for s in preview.chosen for p in s.problems}
        used = {shape: (known[shape], file) for shape, file in met.items() if known.get(shape)}
        return {shape: said for shape, said in {**used, **self._mappings}.items() if held.get(shape) != said[0]}
