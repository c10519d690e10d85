"""One door: without a command the window opens, with one the command line answers."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable

READS_APART = "--read-apart"
"""What the program starts itself with to read files apart from itself (`importers.reader_child`)."""

NEW_OBJECTS = 500_000
"""After how many new objects garbage is looked for: facts are many and live long, and looking over those of a large
wallet for every 700, as by default, is a tenth of reading it and an eighth of explaining it."""

DESK_WORKER = "--desk-worker"
"""What it starts itself with to be a worker of a desk (`desk.worker`)."""


def main(arguments: list[str] | None = None) -> int:
    """Run the program and return its exit status; ``arguments`` are those of the process by default."""
    given = sys.argv[1:] if arguments is None else arguments
    gc.set_threshold(NEW_OBJECTS)
    if given == [READS_APART]:
        from app.importers.reader_child import child as reader

        reader()
        return 0
    if given[:1] == [DESK_WORKER]:
        from app.desk.worker import child as desk_worker

        desk_worker(int(given[1]), _letter_setter)
        return 0
    try:
        return _answered(given)
    except KeyboardInterrupt:
        from app.cli.run import tell_stopped

        return tell_stopped(given)


def _answered(given: list[str]) -> int:
    from app.cli.run import opens_window, run, tell_missing_library

    if not opens_window(given):
        return run(given)
    try:
        from app.gui.application import run as show_window
    except ImportError as error:
        if ".so" not in str(error):
            raise
        return tell_missing_library(str(error))
    return show_window(given)


def _letter_setter() -> Callable[[str, str], bytes] | None:
    """What sets a letter as PDF without a display; None where a library that it needs is not installed.

    Qt orders what it writes by a number that it draws for each process, unless it is told one.
    """
    os.environ |= {"QT_QPA_PLATFORM": "offscreen", "QT_HASH_SEED": "0"}
    try:
        from app.gui.services.letters_pdf import letter_pdf
    except ImportError:
        return None
    return letter_pdf


if __name__ == "__main__":
    sys.exit(main())
