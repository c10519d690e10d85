"""The buttons at the foot of a dialog."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPushButton

from app.gui.style.widgets import make_primary


def keep_or_cancel(dialog: QDialog, keep: str, cancel: str) -> tuple[QDialogButtonBox, QPushButton]:
    """The row of a dialog that keeps what was written, or leaves it, and the button that keeps.

    Enter presses that one, but where the other has the focus.
    """
    buttons = QDialogButtonBox(dialog)
    kept = buttons.addButton(keep, QDialogButtonBox.ButtonRole.AcceptRole)
    make_primary(kept)
    kept.setDefault(True)
    buttons.addButton(cancel, QDialogButtonBox.ButtonRole.RejectRole)
    buttons.accepted.connect(dialog.accept)
    buttons.rejected.connect(dialog.reject)
    return buttons, kept
