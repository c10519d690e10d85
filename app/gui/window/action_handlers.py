"""What each action does."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtWidgets import QDialog, QMenu

from app.core.decisions import Mark
from app.gui.controllers.links import Joining
from app.gui.dialogs.import_dialog import mappable_problem
from app.gui.dialogs.palette_dialog import Command, PaletteDialog
from app.gui.dialogs.print_dialog import REPORT, TIMELINE
from app.gui.dialogs.text_dialog import NoteDialog
from app.gui.services.actions import COMMANDS, menu_told, plain
from app.gui.style.theme import Look
from app.gui.style.widgets import plain_tip
from app.gui.window.copying import copy_focused, copy_picture
from app.texts import Phrasebook
from app.texts.languages import languages
from app.workspace import digest_of
from app.workspace.pictures import is_picture

if TYPE_CHECKING:
    from app.core.explanation import SourceReport
    from app.gui.window.parts import Parts

_NEED_A_CASE = (
    "save-as", "protect", "share-copy", "export-excel", "export-explanation", "export-letters", "export-picture",
    "export-view", "mask", "export-calendar", "print", "next-discrepancy", "previous-discrepancy", "timeline-fit",
    "settle", "find", "find-next", "find-previous", "copy", "copy-picture", "columns", "show-list", "show-tables",
    "show-why",
)  # fmt: skip


class Commands(QObject):
    """The handlers of one window's actions, and which of them make sense at the moment."""

    def __init__(self, parts: Parts) -> None:
        super().__init__(parts)
        self._window, self._parts = parts.window, parts
        self.note_dialog: NoteDialog | None = None
        self.palette_dialog: PaletteDialog | None = None
        if isinstance(menu := self._window.actions_["open-recent"].menu(), QMenu):
            menu.aboutToShow.connect(self.fill_recent)

    def connect_all(self, further: Mapping[str, Callable[[], object]]) -> None:
        """Give every action its handler; ``further`` are those of what stands above the parts."""
        self._window.actions_.connect_all(self._of_files() | self._of_work() | self._of_views() | {**further})

    def _of_files(self) -> dict[str, Callable[[], object]]:
        w = self._parts
        return {
            "add-files": w.import_sources.choose_files,
            "add-folder": w.import_sources.choose_folder,
            "paste": w.import_sources.paste,
            "type-list": w.import_sources.type_list,
            "new-case": w.case_files.new,
            "open-case": w.import_sources.choose_any,
            "open-recent": self.open_recent,
            "compare": w.comparing.choose,
            "desk": w.desks.show,
            "save": w.case_files.save,
            "save-as": w.case_files.save_as,
            "protect": w.case_protection.protect,
            "share-copy": w.case_protection.share,
            "export-excel": w.exporting.workbook,
            "export-explanation": w.exporting.explanation,
            "export-letters": w.exporting.letters,
            "export-picture": w.exporting.picture,
            "export-view": lambda: w.exporting.picture(everything=False),
            "export-calendar": w.exporting.calendar,
            "mask": lambda: w.status.masked.setVisible(self._window.actions_["mask"].isChecked()),
            "print": lambda: w.printing.show(TIMELINE if w.timeline.hasFocus() else REPORT),
            "clear-recent": self.clear_recent,
            "quit": self._window.close,
        }

    def _of_work(self) -> dict[str, Callable[[], object]]:
        w = self._parts
        return {
            "undo": w.session.undo,
            "redo": w.session.redo,
            "copy": lambda: copy_focused(w),
            "copy-picture": lambda: copy_picture(w),
            "find": self.find,
            "find-next": lambda: self.find_step(1),
            "find-previous": lambda: self.find_step(-1),
            "mark-accepted": lambda: self.mark(Mark.ACCEPTED),
            "mark-progress": lambda: self.mark(Mark.IN_PROGRESS),
            "mark-settled": lambda: self.mark(Mark.SETTLED),
            "mark-open": lambda: self.mark(Mark.OPEN),
            "note": self.note,
            "journal": w.journaling.ask,
            "name-loan": w.loan_naming.ask,
            "refuse-link": lambda: self.link(same=False),
            "accept-link": lambda: self.link(same=True),
            "map-columns": self.map_columns,
            "check-picture": self.check_picture,
            "remove-source": self.remove_source,
        }

    def _of_views(self) -> dict[str, Callable[[], object]]:
        w = self._parts
        return {
            "next-discrepancy": lambda: self.step(1),
            "previous-discrepancy": lambda: self.step(-1),
            "next-region": lambda: self.move_focus(1),
            "previous-region": lambda: self.move_focus(-1),
            "timeline-fit": w.timeline.fit,
            "settle": w.timeline_panel.ask_settling,
            "to-message": self.to_message,
            "palette": self.palette,
            "show-list": lambda: w.regions.show_region("list", not w.regions.is_shown("list")),
            "show-tables": self.show_tables,
            "show-why": lambda: w.regions.show_region("why", not w.regions.is_shown("why")),
            "hide-info": self.hide_info,
            "text-larger": lambda: self._window.choose_text_size(1),
            "text-smaller": lambda: self._window.choose_text_size(-1),
            "text-ordinary": lambda: self._window.choose_text_size(0),
            "look-contrast": lambda: self._window.choose_contrast(not self._window.theme.more_contrast),
            "look-system": lambda: self._window.choose_look(Look.SYSTEM),
            "look-light": lambda: self._window.choose_look(Look.LIGHT),
            "look-dark": lambda: self._window.choose_look(Look.DARK),
            **{f"language-{own.code}": partial(self._window.choose_language, own) for own in languages()},
            "help": lambda: w.papers.help("index"),
            "help-exports": lambda: w.papers.help("exports"),
            "help-keys": lambda: w.papers.help("keys"),
            "show-log": w.papers.log,
            "licences": w.papers.licences,
            "about": w.papers.about,
        }

    def refresh(self) -> None:
        """Enable what can be done now."""
        w, workspace = self._parts, self._parts.session.workspace
        idle, filled = w.tasks.current is None, not workspace.is_empty
        found = w.selection.discrepancy
        mark = workspace.mark_of(found) if found else Mark.OPEN
        chain = w.selection.chain
        can = {
            "undo": idle and bool(workspace.history.done),
            "redo": idle and bool(workspace.history.undone),
            "save": filled and workspace.needs_saving,
            "map-columns": idle and (report := self._source()) is not None and mappable_problem(report) is not None,
            "check-picture": idle and (report := self._source()) is not None and is_picture(report),
            "remove-source": idle and filled and w.tables.views["sources"].currentIndex().isValid(),
            "mark-accepted": found is not None and mark is not Mark.ACCEPTED,
            "mark-progress": found is not None and mark is not Mark.IN_PROGRESS,
            "mark-settled": found is not None and mark is not Mark.SETTLED,
            "mark-open": found is not None and mark is not Mark.OPEN,
            "clear-recent": bool(self._window.settings.recent()),
            "open-recent": bool(self._window.settings.recent()) and idle,
            "note": found is not None,
            "journal": found is not None,
            "name-loan": bool(w.loan_naming.loan),
            "compare": idle and filled,
            "refuse-link": idle and chain is not None and len(chain.events) > 1,
            "accept-link": idle and len(self._marked_events()) == 2,
        }
        can |= dict.fromkeys(("add-files", "add-folder", "paste", "type-list", "sample", "open-case", "new-case"), idle)
        can |= dict.fromkeys(_NEED_A_CASE, filled)
        for name, possible in can.items():
            self._window.actions_[name].setEnabled(possible)
        for name in ("list", "tables", "why"):
            self._window.actions_[f"show-{name}"].setChecked(filled and w.regions.is_shown(name))
        self._window.actions_["show-tables"].setChecked(filled and w.regions.is_shown("tables") and not w.tables.folded)
        self._window.actions_["hide-info"].setChecked(workspace.decided.info_hidden)
        self._window.actions_["hide-info"].setEnabled(filled)

    def clear_recent(self) -> None:
        """Forget the recent cases; the cases themselves stay."""
        self._window.settings.clear_recent()
        self._window.start.show_recent()
        self.refresh()

    def fill_recent(self) -> None:
        """Put the recent cases into their menu."""
        menu = self._window.actions_["open-recent"].menu()
        if not isinstance(menu, QMenu):
            return
        menu.clear()
        for number, path in enumerate(self._window.settings.recent(), 1):
            action = menu.addAction(f"&{number % 10} {path.stem.replace('&', '&&')}")
            action.setToolTip(plain_tip(str(path)))
            action.triggered.connect(lambda _checked=False, chosen=path: self._parts.import_sources.take([chosen]))
        menu.addSeparator()
        menu.addAction(self._window.actions_["clear-recent"])

    def open_recent(self) -> None:
        """Show the recent cases where they can be chosen by their numbers."""
        self.fill_recent()
        if isinstance(menu := self._window.actions_["open-recent"].menu(), QMenu):
            menu.popup(self._window.mapToGlobal(QPoint(self._window.width() // 3, self._window.height() // 4)))

    def to_message(self) -> None:
        """Put the keyboard on the hint or the message that is shown; nothing where there is none."""
        w = self._parts
        (w.hints if w.hints.isVisible() else w.message_bar).take_keyboard()

    def palette(self) -> None:
        """List every command that can be given now, to be found by its words."""
        self.refresh()
        actions, book = self._window.actions_, self._window.wording.book
        others = [Phrasebook(own) for own in languages() if own != book.language]
        commands = [
            Command(
                plain(menu_told(spec, book)),
                plain(actions[spec.id].text()),
                actions[spec.id],
                " ".join(plain(told) for other in others for told in (menu_told(spec, other), spec.told(other))),
            )
            for spec in COMMANDS
            if spec.id != "palette" and actions[spec.id].isEnabled()
        ]
        dialog = PaletteDialog(commands, self._window.wording, self._window)
        self.palette_dialog = dialog

        def chosen(_result: int) -> None:
            self.palette_dialog = None
            dialog.deleteLater()
            if dialog.chosen is not None:
                dialog.chosen.trigger()

        dialog.finished.connect(chosen)
        dialog.open()

    def show_tables(self) -> None:
        """Open the tables where they are folded or hidden, else hide them."""
        w = self._parts
        opens = not w.regions.is_shown("tables") or w.tables.folded
        w.regions.show_region("tables", opens)
        if opens:
            w.tables.fold_asked.emit(False)

    def step(self, by: int) -> None:
        """Explain the next or the previous discrepancy of the list."""
        w = self._parts
        w.listed.step(by)
        if w.selection.discrepancy is not None and not w.regions.is_shown("why"):
            w.regions.show_region("why", True)

    def find_step(self, by: int) -> None:
        """Go to the next or the previous hit: in the list, or in the table in front where the list has none."""
        w = self._parts
        w.search_now()
        if w.listed.model.rowCount():
            w.listed.step(by)
        else:
            w.tables.current.step(by)

    def find(self) -> None:
        """Go to the search field."""
        self._window.search.setFocus()
        self._window.search.selectAll()

    def mark(self, mark: Mark) -> None:
        """Set how far the person is with the selected discrepancy."""
        w = self._parts
        if (found := w.selection.discrepancy) is not None:
            w.session.decide(w.session.workspace.marking(found, mark, w.texts.title(found)))
            if mark in (Mark.ACCEPTED, Mark.SETTLED):
                w.listed.step_to_open()

    def note(self) -> None:
        """Take a note on the selected discrepancy."""
        w = self._parts
        if (found := w.selection.discrepancy) is None:
            return
        title, workspace = w.texts.title(found), w.session.workspace
        dialog = NoteDialog(title, workspace.note_on(found), self._window.wording, self._window)
        self.note_dialog = dialog

        def taken(result: int) -> None:
            text = dialog.text.toPlainText()
            if result == QDialog.DialogCode.Accepted and text.strip() != workspace.note_on(found):
                w.session.decide(workspace.noting(found, text, title))
            self.note_dialog = None
            dialog.deleteLater()

        dialog.finished.connect(taken)
        dialog.open()

    def link(self, *, same: bool) -> None:
        """Say that two events belong together, or that the selected one does not belong to its chain."""
        pair = self._marked_events() if same else self._selected_and_neighbour()
        if len(pair) == 2:
            w = self._parts
            Joining(w.session, self._window.wording, w.names).decide(pair[0], pair[1], same=same)

    def _source(self) -> SourceReport | None:
        """The selected file of the case."""
        index = self._parts.tables.views["sources"].currentIndex()
        return self._parts.tables.sources.row_at(index.row()) if index.isValid() else None

    def map_columns(self) -> None:
        """Let the person say what the selected file's table is."""
        if (report := self._source()) is not None:
            self._parts.importing.teach(report)

    def check_picture(self) -> None:
        """Show the selected picture beside its rows, to be corrected."""
        if (report := self._source()) is not None:
            self._parts.importing.correct(report)

    def remove_source(self) -> None:
        """Take the selected file out of the case."""
        w = self._parts
        if (report := self._source()) is not None:
            decision = w.session.workspace.removal(digest_of(report))
            w.session.decide(decision, self._window.wording.say("window.status.explaining"))

    def hide_info(self) -> None:
        """Show or hide what is only informational."""
        w = self._parts
        w.session.decide(w.session.workspace.hiding_info(not w.session.workspace.decided.info_hidden))

    def move_focus(self, by: int) -> None:
        """Go to the next or the previous region."""
        w = self._parts
        tables = w.tables.tabs.chooser if w.tables.folded else w.tables.current
        regions = (self._window.search, w.listed.view, w.timeline, tables, w.why.area)
        stops = [stop for stop in regions if stop.isVisible()]
        focus = self._window.focusWidget()
        inside = [n for n, stop in enumerate(stops) if focus and (stop is focus or stop.isAncestorOf(focus))]
        if stops:
            at = inside[0] if inside else (-1 if by > 0 else 0)
            stops[(at + by) % len(stops)].setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _marked_events(self) -> list[str]:
        view = self._parts.tables.views["events"]
        rows = sorted(index.row() for index in view.selectionModel().selectedRows())
        return [self._parts.tables.events.row_at(row).id for row in rows]

    def _selected_and_neighbour(self) -> list[str]:
        chain, event = self._parts.selection.chain, self._parts.selection.current_event
        if chain is None or event is None:
            return []
        others = [e for e in chain.events if e != event.id]
        linked = [link.b if link.a == event.id else link.a for link in chain.links if event.id in (link.a, link.b)]
        return [event.id, (linked or others)[0]] if others else []
