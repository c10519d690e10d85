"""Runs the program with resources that stand elsewhere: ``another_language.py ROOT window|ARGUMENT...``.

``ROOT`` holds a ``resources`` folder that goes before the program's own, as in a bundle. With ``window`` the window is
opened, told to speak each language in turn, and what it then shows is printed as JSON; else the command line answers.
"""

from __future__ import annotations

import json
import sys


def main(arguments: list[str]) -> int:
    """Answer with the resources of the root."""
    root, *given = arguments
    sys._MEIPASS = root  # type: ignore[attr-defined]
    if given != ["window"]:
        from app.__main__ import main as program

        return program(given)
    print(json.dumps(shown(), ensure_ascii=False))
    return 0


def shown() -> dict[str, dict[str, object]]:
    """What the window shows in each language, by its code."""
    import tempfile
    from pathlib import Path

    from PySide6.QtCore import QCoreApplication

    from app.gui import application
    from app.gui.services.settings import Settings
    from app.texts import languages

    prepared, told = application.prepare(), {}
    with tempfile.TemporaryDirectory() as scratch:
        window = application.open_window(prepared, [], Settings(Path(scratch) / "settings.ini"))
        window.set_up()
        menu = window.actions_.menus["language"].actions()
        offered = {f"language-{language.code}" for language in languages()}
        for language in languages():
            window.actions_[f"language-{language.code}"].trigger()
            window.workbench.papers.help("index")
            helped = window.workbench.papers.help_window
            assert helped is not None
            told[language.code] = {
                "file": window.actions_.menus["file"].title(),
                "languages": [a.text() for a in menu if a.objectName() in offered],
                "checked": window.actions_[f"language-{language.code}"].isChecked(),
                "next": [window.other_language.text(), window.other_language.toolTip()],
                "help": helped.browser.toPlainText().splitlines()[0],
                "qt": QCoreApplication.translate("QPlatformTheme", "Cancel"),
            }
        window.close()
    return told


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
