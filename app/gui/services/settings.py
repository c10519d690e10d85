"""What the program remembers between runs: language, look, layout and recent cases, never anything out of a case."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings

from app.gui.style.theme import Look
from app.texts.languages import Language, language_of

RECENT_KEPT = 10
MAPPINGS_KEPT = 100
TEXT_SIZES = (80, 90, 100, 110, 125, 150, 175, 200)
"""Sizes of texts, in percent of the system's."""


class Settings:
    """Typed access to the settings file; ``path`` places it elsewhere, as tests do."""

    def __init__(self, path: Path | None = None) -> None:
        form = QSettings.Format.IniFormat
        self._path = path
        self._store = (
            QSettings(str(path), form) if path else QSettings(form, QSettings.Scope.UserScope, "Tallyline", "Tallyline")
        )

    def language(self) -> Language | None:
        """The language the person chose, or None."""
        return language_of(self._text("language"))

    def set_language(self, language: Language) -> None:
        """Remember the language."""
        self._store.setValue("language", language.code)

    def look(self) -> Look:
        """The colours the person chose."""
        return next((look for look in Look if look.value == self._text("look")), Look.SYSTEM)

    def set_look(self, look: Look) -> None:
        """Remember the colours."""
        self._store.setValue("look", look.value)

    def contrast(self) -> bool:
        """Whether the person asked for high contrast, whatever the system says."""
        return self._text("contrast") == "yes"

    def set_contrast(self, more: bool) -> None:
        """Remember whether high contrast is asked for."""
        self._store.setValue("contrast", "yes" if more else "no")

    def text_percent(self) -> int:
        """The size of texts in percent of the system's, one of `TEXT_SIZES`."""
        text = self._text("text-percent")
        return int(text) if text.isdigit() and int(text) in TEXT_SIZES else 100

    def set_text_percent(self, percent: int) -> None:
        """Remember the size of texts."""
        self._store.setValue("text-percent", str(percent))

    def hints_seen(self) -> bool:
        """Whether the hints over the sample were read or skipped."""
        return self._text("hints") == "seen"

    def set_hints_seen(self) -> None:
        """Remember that the hints were read or skipped."""
        self._store.setValue("hints", "seen")

    def layout(self, name: str) -> QByteArray:
        """The remembered state of a window, splitter or header; empty where there is none."""
        value = self._store.value(f"layout/{name}")
        return value if isinstance(value, QByteArray) else QByteArray()

    def set_layout(self, name: str, state: QByteArray) -> None:
        """Remember the state of a window, splitter or header."""
        self._store.setValue(f"layout/{name}", state)

    def shown(self, region: str) -> bool:
        """Whether a region is shown."""
        return self._text(f"shown/{region}") != "no"

    def set_shown(self, region: str, shown: bool) -> None:
        """Remember whether a region is shown."""
        self._store.setValue(f"shown/{region}", "yes" if shown else "no")

    def choice(self, name: str) -> str:
        """What the person chose of something that has a name; empty where they chose nothing."""
        return self._text(f"choice/{name}")

    def set_choice(self, name: str, value: str) -> None:
        """Remember a choice."""
        self._store.setValue(f"choice/{name}", value)

    def recent(self) -> list[Path]:
        """The cases opened last, the latest first, those that are gone left out."""
        value = self._store.value("recent")
        texts = value if isinstance(value, list) else [value] if isinstance(value, str) and value else []
        return [Path(str(text)) for text in texts if Path(str(text)).exists()]

    def add_recent(self, path: Path) -> None:
        """Put a case at the top of the recent ones."""
        from app.own_files import is_same_file  # the first page opens nothing, and does without what it loads

        others = [known for known in self.recent() if known != path and not is_same_file(known, path)]
        self._store.setValue("recent", [str(p) for p in [path, *others][:RECENT_KEPT]])

    def clear_recent(self) -> None:
        """Forget the recent cases."""
        self._store.remove("recent")

    def mappings(self) -> dict[str, str]:
        """What was taught of tables, by their shape: headings and what they mean, nothing out of any row."""
        return self._mapping("mappings")

    def remember_mapping(self, shape: str, mapping: str) -> None:
        """Keep what was taught of tables of a shape for other cases; an empty mapping is forgotten."""
        others = {known: text for known, text in self.mappings().items() if known != shape}
        kept = dict([*others.items(), *([(shape, mapping)] if mapping else [])][-MAPPINGS_KEPT:])
        self._keep_mapping("mappings", kept)

    def sender(self) -> dict[str, str]:
        """Who writes letters, by blank, where the person wished that to be remembered."""
        return self._mapping("sender")

    def remember_sender(self, sender: Mapping[str, str]) -> None:
        """Keep who writes letters, never the identity number; an empty one is forgotten."""
        kept = {name: value for name, value in sender.items() if value and name != "identity"}
        self._keep_mapping("sender", kept)

    def _mapping(self, name: str) -> dict[str, str]:
        import json  # the first page asks for none

        value = self._text(name)
        try:
            known = json.loads(value) if value else {}
        except ValueError:  # the file was edited by hand
            return {}
        return {str(k): str(v) for k, v in known.items()} if isinstance(known, dict) else {}

    def _keep_mapping(self, name: str, kept: Mapping[str, str]) -> None:
        import json

        self._store.setValue(name, json.dumps(kept, ensure_ascii=False) if kept else "")

    def cases_folder(self) -> Path:
        """Where cases without a name are kept: beside temporary files where the person's own folder is not writable."""
        if self._path is not None:
            return self._path.parent / "cases"
        import os  # the first page asks for no case
        import tempfile
        from contextlib import suppress

        from app.gui.services.own_folder import own_folder

        if (own := own_folder()) is not None:
            folder = own / "cases"
            with suppress(OSError):
                folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            if os.access(folder, os.W_OK):
                return folder
        return Path(tempfile.mkdtemp(prefix="tallyline-"))

    def last_folder(self) -> str:
        """The folder files were last taken from."""
        return self._text("folder")

    def set_last_folder(self, folder: Path) -> None:
        """Remember the folder files were taken from."""
        self._store.setValue("folder", str(folder))

    def desk_folder(self) -> str:
        """The folder of cases that was looked at last."""
        return self._text("desk-folder")

    def set_desk_folder(self, folder: Path) -> None:
        """Remember the folder of cases that is looked at."""
        self._store.setValue("desk-folder", str(folder))

    def sync(self) -> None:
        """Write what is not written yet."""
        self._store.sync()

    def _text(self, key: str) -> str:
        value = self._store.value(key)
        return value if isinstance(value, str) else ""
