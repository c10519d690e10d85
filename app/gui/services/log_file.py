"""The log: a file in the person's own folder, without amounts, names or numbers."""

from __future__ import annotations

import logging
import logging.handlers
from pathlib import Path

from app.gui.services.own_folder import own_folder

_LOG_BYTES = 256 * 1024


def start_log() -> Path | None:
    """Log to a file and return its place; None where nothing can be written."""
    logger = logging.getLogger("tallyline")
    for handler in logger.handlers:
        if isinstance(handler, logging.handlers.RotatingFileHandler):
            return Path(handler.baseFilename)
    folder = own_folder()
    if folder is None:
        return None
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handler = logging.handlers.RotatingFileHandler(
            folder / "tallyline.log", maxBytes=_LOG_BYTES, backupCount=1, encoding="utf-8", delay=True
        )
    except OSError:
        return None
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    logger.addHandler(handler)
    return Path(handler.baseFilename)
