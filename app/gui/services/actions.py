"""Every action of the window, declared once: its menu, key and icon; its words stand in the catalogue."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

from app.gui.services.translator import Wording
from app.gui.style.theme import Theme
from app.palette import Ink
from app.texts import languages

if TYPE_CHECKING:
    from PySide6.QtGui import QKeySequence

    from app.texts import Phrasebook

STANDARD = "standard:"
"""Before the name of a key that each system has its own of (`QKeySequence.StandardKey`)."""


class Spec(NamedTuple):
    """An action: ``id`` names its words (``window.action.<id>``), ``group`` makes it one of several choices.

    ``key`` is empty, a portable text, or `STANDARD` and a name; ``also`` is a second key. An action with a menu of its
    own opens that: its id is the ``menu`` of what stands in it. ``words`` are those that every language has alike.
    """

    id: str
    menu: str
    key: str = ""
    icon: str = ""
    checkable: bool = False
    group: str = ""
    also: str = ""
    menu_of_its_own: bool = False
    words: str = ""

    def told(self, book: Phrasebook) -> str:
        """Its words in a menu, with their mnemonic."""
        return self.words or book.say(f"window.action.{self.id}")


ACTIONS: tuple[Spec, ...] = (
    Spec("new-case", "file", f"{STANDARD}New", "file"),
    Spec("open-case", "file", f"{STANDARD}Open"),
    Spec("open-recent", "file", "Ctrl+R", menu_of_its_own=True),
    Spec("clear-recent", "open-recent", "Ctrl+Alt+R"),
    Spec("desk", "file", "Ctrl+Alt+D"),
    Spec("compare", "file", "Ctrl+Alt+C"),
    Spec("separator-1", "file"),
    Spec("save", "file", f"{STANDARD}Save", "save"),
    Spec("save-as", "file", "Ctrl+Shift+S"),
    Spec("protect", "file", "Ctrl+Alt+P"),
    Spec("separator-2", "file"),
    Spec("add-files", "file", "Ctrl+Alt+O", "add"),
    Spec("add-otherwise", "file", menu_of_its_own=True),
    Spec("add-folder", "add-otherwise", "Ctrl+Shift+O", "folder"),
    Spec("paste", "add-otherwise", "Ctrl+Shift+V"),
    Spec("type-list", "add-otherwise", "Ctrl+Alt+N"),
    Spec("separator-3", "file"),
    Spec("export-excel", "file", "Ctrl+E", "export"),
    Spec("export", "file", menu_of_its_own=True),
    Spec("export-explanation", "export", "Ctrl+Alt+W"),
    Spec("export-letters", "export", "Ctrl+Alt+T"),
    Spec("export-picture", "export", "Ctrl+Shift+E", "picture"),
    Spec("export-view", "export", "Ctrl+Alt+V"),
    Spec("export-calendar", "export", "Ctrl+Alt+J"),
    Spec("share-copy", "export", "Ctrl+Alt+S"),
    Spec("separator-4", "export"),
    Spec("mask", "export", "Ctrl+Alt+M", checkable=True),
    Spec("print", "file", f"{STANDARD}Print", "print"),
    Spec("separator-5", "file"),
    Spec("quit", "file", "Ctrl+Q"),
    Spec("undo", "edit", f"{STANDARD}Undo", "undo"),
    Spec("redo", "edit", "Ctrl+Shift+Z", "redo", also="Ctrl+Y"),
    Spec("separator-6", "edit"),
    Spec("copy", "edit", f"{STANDARD}Copy", "copy"),
    Spec("copy-picture", "edit", "Ctrl+Shift+C", "picture"),
    Spec("separator-7", "edit"),
    Spec("find", "edit", f"{STANDARD}Find", "search"),
    Spec("find-next", "edit", "F3"),
    Spec("find-previous", "edit", "Shift+F3"),
    Spec("ask", "edit", "Ctrl+Shift+F", "help"),
    Spec("separator-8", "edit"),
    Spec("mark", "edit", menu_of_its_own=True),
    Spec("mark-accepted", "mark", "Ctrl+Shift+A", "check"),
    Spec("mark-progress", "mark", "Ctrl+Shift+G"),
    Spec("mark-settled", "mark", "Ctrl+Shift+D"),
    Spec("mark-open", "mark", "Ctrl+Shift+R"),
    Spec("note", "edit", "Ctrl+Shift+N", "note"),
    Spec("journal", "edit", "Ctrl+J"),
    Spec("name-loan", "edit", "Ctrl+Shift+M"),
    Spec("refuse-link", "edit", "Ctrl+Shift+U", "unlink"),
    Spec("accept-link", "edit", "Ctrl+Shift+I", "link"),
    Spec("separator-9", "edit"),
    Spec("source", "edit", menu_of_its_own=True),
    Spec("map-columns", "source", "Ctrl+Shift+T"),
    Spec("check-picture", "source", "Ctrl+Shift+J"),
    Spec("remove-source", "source", "Ctrl+Shift+Backspace", "remove"),
    Spec("next-discrepancy", "go", "F8", "next"),
    Spec("previous-discrepancy", "go", "Shift+F8", "previous"),
    Spec("next-region", "go", "F6"),
    Spec("previous-region", "go", "Shift+F6"),
    Spec("timeline-fit", "go", "Ctrl+0", "fit"),
    Spec("settle", "go", "Ctrl+Shift+B"),
    Spec("to-message", "go", "Ctrl+M"),
    Spec("palette", "go", "Ctrl+K", also="Ctrl+Shift+P"),
    Spec("show-list", "view", "Ctrl+1", checkable=True),
    Spec("show-tables", "view", "Ctrl+2", checkable=True),
    Spec("show-why", "view", "Ctrl+3", checkable=True),
    Spec("hide-info", "view", "Ctrl+4", checkable=True),
    Spec("columns", "view", "Ctrl+Shift+K"),
    Spec("separator-10", "view"),
    Spec("text-size", "view", menu_of_its_own=True),
    Spec("text-larger", "text-size", "Ctrl++", also="Ctrl+="),
    Spec("text-smaller", "text-size", "Ctrl+-"),
    Spec("text-ordinary", "text-size", "Ctrl+5"),
    Spec("look", "view", menu_of_its_own=True),
    Spec("look-system", "look", "Ctrl+Alt+0", checkable=True, group="look"),
    Spec("look-light", "look", "Ctrl+Alt+1", checkable=True, group="look"),
    Spec("look-dark", "look", "Ctrl+Alt+2", checkable=True, group="look"),
    Spec("separator-11", "look"),
    Spec("look-contrast", "look", "Ctrl+Alt+3", checkable=True),
    Spec("language", "view", menu_of_its_own=True),
    *(
        Spec(
            f"language-{own.code}", "language", own.habit("key"), checkable=True, group="language",
            words=own.habit("name"),
        )
        for own in languages()
    ),
    Spec("help", "help", f"{STANDARD}HelpContents", "help"),
    Spec("help-exports", "help", "Shift+F1"),
    Spec("help-keys", "help", "Ctrl+F1"),
    Spec("sample", "help", "Ctrl+Shift+L"),
    Spec("separator-12", "help"),
    Spec("show-log", "help", "Ctrl+Alt+L"),
    Spec("licences", "help", "Ctrl+Alt+I"),
    Spec("about", "help", "Ctrl+Alt+A"),
)  # fmt: skip
MENUS = ("file", "edit", "go", "view", "help")
"""The menus of the bar; an action with a menu of its own is the other kind of menu."""
COMMANDS = tuple(spec for spec in ACTIONS if spec.key)
"""What can be done: no line between others, and nothing that only opens a menu."""
_HOLDERS = {spec.id: spec.menu for spec in ACTIONS if spec.menu_of_its_own}
_SAID_AT_ONCE = ("add-files", "add-folder", "sample", "export-excel", "undo", "redo")
"""Actions that stand outside the menus while the first page comes up; the others are said when they get their keys."""


class Actions:
    """The actions of one window and the menus they stand in."""

    def __init__(self, owner: QWidget, wording: Wording, theme: Theme) -> None:
        self._wording = wording
        self._theme = theme
        self._untinted, self._armed = True, False
        self._by_id: dict[str, QAction] = {}
        self.menus: dict[str, QMenu] = {}
        groups: dict[str, QActionGroup] = {}
        for spec in ACTIONS:
            action = QAction(owner)
            action.setObjectName(spec.id)
            action.setCheckable(spec.checkable)
            action.setSeparator(spec.id.startswith("separator"))
            if spec.menu_of_its_own:
                action.setMenu(QMenu(owner))
            if spec.group:
                groups.setdefault(spec.group, QActionGroup(owner)).addAction(action)
            self._by_id[spec.id] = action

    def __getitem__(self, name: str) -> QAction:
        return self._by_id[name]

    def fill(self, bar: QMenuBar) -> None:
        """Build the menus in the bar."""
        for name in MENUS:
            menu = bar.addMenu("")
            menu.setObjectName(f"menu-{name}")
            menu.setToolTipsVisible(True)
            self.menus[name] = menu
            menu.aboutToShow.connect(self.tint)
        for spec in ACTIONS:
            if isinstance(own := self._by_id[spec.id].menu(), QMenu):
                self.menus[spec.id] = own
        for name, menu in self.menus.items():
            menu.addActions([self._by_id[spec.id] for spec in ACTIONS if spec.menu == name])

    def connect_all(self, handlers: Mapping[str, Callable[[], object]]) -> None:
        """Give each action its handler. Raises KeyError where one is missing or one too many."""
        for name, handler in handlers.items():
            action = self._by_id[name]
            action.triggered.connect(lambda _checked=False, run=handler: run())
        missing = {spec.id for spec in COMMANDS} - set(handlers)
        if missing:
            raise KeyError(f"actions without a handler: {sorted(missing)}")

    def arm(self) -> None:
        """Give every action its key, told by `retranslate`; the first page is up before, as keys load all of ``Qt``."""
        for spec in ACTIONS:
            self._by_id[spec.id].setShortcuts(keys_of(spec))
        self._armed = True

    def key_text(self, name: str) -> str:
        """The first key of an action as the system writes it; empty where it has none, or none yet."""
        if not self._armed:
            return ""
        from PySide6.QtGui import QKeySequence

        return self._by_id[name].shortcut().toString(QKeySequence.SequenceFormat.NativeText)

    def retranslate(self) -> None:
        """Say everything in the current language; of what has no key yet, only what shows already."""
        for spec in ACTIONS:
            action = self._by_id[spec.id]
            if action.isSeparator() or not (self._armed or spec.id in _SAID_AT_ONCE):
                continue
            action.setText(spec.told(self._wording.book))
            action.setIconText(plain(action.text()))
            tip = self._wording.say_or(f"window.tip.{spec.id}", plain(action.text()))
            action.setToolTip(f"{tip}  {self.key_text(spec.id)}".strip())
            action.setStatusTip("")
        for name in MENUS if self.menus else ():
            self.menus[name].setTitle(self._wording.say(f"window.menu.{name}"))

    def recolour(self) -> None:
        """Tint the icons for the current theme, once a menu is opened."""
        self._untinted = True

    def tint(self) -> None:
        """Tint the icons where that is still to be done, before a menu shows them."""
        if not self._untinted:
            return
        from app.gui.style.icons import tinted

        self._untinted = False
        colours = self._theme.colours
        for spec in ACTIONS:
            if spec.icon:
                self._by_id[spec.id].setIcon(tinted(spec.icon, colours[Ink.TEXT], colours[Ink.HINT]))


def menus_to(spec: Spec) -> list[str]:
    """The menus that lead to an action: that of the bar first."""
    menus = [spec.menu]
    while menus[0] in _HOLDERS:
        menus.insert(0, _HOLDERS[menus[0]])
    return menus


def menu_told(spec: Spec, book: Phrasebook) -> str:
    """The words of the menu of the bar that leads to an action, with their mnemonic."""
    return book.say(f"window.menu.{menus_to(spec)[0]}")


def keys_of(spec: Spec) -> list[QKeySequence]:
    """The keys of an action, the one to be told first; none where it has none."""
    from PySide6.QtGui import QKeySequence  # its enumerations are a fiftieth of the start

    if not spec.key:
        return []
    standard = spec.key.removeprefix(STANDARD)
    first = QKeySequence(spec.key if standard == spec.key else QKeySequence.StandardKey[standard])
    return [first, *([QKeySequence(spec.also)] if spec.also else [])]


def plain(text: str) -> str:
    """An action's words without mnemonic and dots: ``添加文件(&A)…`` is 添加文件."""
    shown = text.replace("…", "").replace("...", "")
    if "(&" in shown:
        shown = shown[: shown.index("(&")]
    return shown.replace("&", "").strip()
