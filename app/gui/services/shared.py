"""What nearly every part of the window asks, in one record, so that no constructor passes them on one by one."""

from __future__ import annotations

from dataclasses import dataclass

from app.gui.services.discrepancy_wording import DiscrepancyWording
from app.gui.services.display_names import Names
from app.gui.services.messages import Messages
from app.gui.services.session import Session, Trouble
from app.gui.services.settings import Settings
from app.gui.services.translator import Wording
from app.gui.style.theme import Theme


@dataclass(frozen=True, slots=True)
class Services:
    """The case, the words for it, how it looks, what is remembered, and whom to tell; the same for one window's life.

    ``trouble`` takes every exception that a person has to hear of.
    """

    session: Session
    wording: Wording
    texts: DiscrepancyWording
    names: Names
    theme: Theme
    settings: Settings
    messages: Messages
    trouble: Trouble
