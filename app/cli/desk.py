"""``tallyline desk``: many cases from the command line, on this computer or on a cluster."""

from __future__ import annotations

import argparse
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from app.cli.arguments import add_language, day_of
from app.cli.console import takes_escapes
from app.own_files import is_own_file, is_same_file
from app.texts import Phrasebook
from app.texts.file_reasons import reason_of

if TYPE_CHECKING:
    from types import FrameType

    from app.desk.run import Order, Ran

_MOST_PATTERNS = 10
_MOST_FAILED = 20


def add_options(desk: argparse.ArgumentParser, book: Phrasebook) -> None:
    """Say which options the command has."""
    say, number = book.say, _number_of(book)
    desk.add_argument("folder", type=Path, metavar="FOLDER", help=say("desk.cli.folder"))
    desk.add_argument("--out", type=Path, required=True, metavar="OUT", help=say("desk.cli.out"))
    desk.add_argument("--excel", type=Path, metavar="OVERVIEW.xlsx", help=say("desk.cli.excel"))
    desk.add_argument("--workbooks", action="store_true", help=say("desk.cli.workbooks"))
    desk.add_argument("--letters", action="store_true", help=say("desk.cli.letters"))
    desk.add_argument("--jobs", type=number, default=0, metavar="N", help=say("desk.cli.jobs"))
    desk.add_argument("--scheduler", metavar="ADDRESS", help=say("desk.cli.scheduler"))
    desk.add_argument("--case-seconds", type=number, default=300, metavar="N", help=say("desk.cli.seconds"))
    desk.add_argument("--case-megabytes", type=number, default=2048, metavar="N", help=say("desk.cli.megabytes"))
    desk.add_argument("--as-of", type=day_of(book), metavar="YYYY-MM-DD", help=say("cli.as-of"))
    desk.add_argument("--password", action="append", default=[], metavar="TEXT", help=say("cli.password"))
    add_language(desk, book)
    desk.add_argument("--mask", action="store_true", help=say("desk.cli.mask"))
    desk.add_argument("--force", action="store_true", help=say("cli.force"))
    desk.add_argument("--quiet", action="store_true", help=say("cli.quiet"))


def run(given: argparse.Namespace, book: Phrasebook) -> int:
    """Explain every case. Returns 0 where the tables are written, 1 where nothing could be done, 130 where stopped."""
    from app.desk.engines import Engine, LocalEngine
    from app.desk.run import MixedMasking, run_desk
    from app.desk.table import TABLE, UnreadableTable

    if trouble := _trouble(given, book):
        print(trouble, file=sys.stderr)
        return 1
    engine: Engine = LocalEngine(given.jobs)
    if given.scheduler:
        from app.desk.cluster import ClusterEngine, is_available

        if not is_available():
            print(book.say("desk.no-cluster"), file=sys.stderr)
            return 1
        engine = ClusterEngine(given.scheduler)
    stop = threading.Event()
    try:
        with _interrupts(stop):
            ran = run_desk(_order(given, book), engine, _progress(given.quiet), stop.is_set)
    except MixedMasking:
        print(book.say("desk.mixed-masking", path=str(given.out)), file=sys.stderr)
        return 1
    except UnreadableTable:
        print(book.say("desk.unreadable-table", path=str(given.out / TABLE)), file=sys.stderr)
        return 1
    except OSError as error:
        print(_told(error, given, book), file=sys.stderr)
        return 1
    if not given.quiet:
        _tell(ran, given, book)
    return 130 if ran.left else 0


def _order(given: argparse.Namespace, book: Phrasebook) -> Order:
    from app.desk.run import Order
    from app.desk.tasks import Limits

    return Order(
        folder=given.folder,
        out=given.out,
        language=book.language,
        overview=given.excel,
        workbooks=given.workbooks,
        letters=given.letters,
        mask=given.mask,
        as_of=given.as_of.isoformat() if given.as_of else "",
        passwords=tuple(given.password),
        limits=Limits(given.case_seconds, given.case_megabytes),
    )


def _trouble(given: argparse.Namespace, book: Phrasebook) -> str:
    """What stands in the way before anything is begun."""
    if not given.folder.is_dir():
        return book.say("desk.not-a-folder", path=str(given.folder))
    if is_same_file(given.folder, given.out):
        return book.say("desk.out-is-folder")
    if given.excel and given.excel.is_file() and not given.force and not is_own_file(given.excel):
        return book.say("cli.not-ours", path=str(given.excel))
    return ""


def _told(error: OSError, given: argparse.Namespace, book: Phrasebook) -> str:
    """What a table that could not be written, or a cluster that does not answer, means for the person."""
    from app.desk.cluster import NoWorkers

    if isinstance(error, NoWorkers):
        return book.say("desk.cluster-empty", address=given.scheduler)
    if given.scheduler and error.filename is None:
        return book.say("desk.cluster-silent", address=given.scheduler, reason=str(error))
    return book.say("cli.not-written", path=str(error.filename or given.out), reason=reason_of(error, book))


def _tell(ran: Ran, given: argparse.Namespace, book: Phrasebook) -> None:
    from app.desk.table import TABLE
    from app.desk.wording import pattern_text, result_text

    if ran.loose:
        print(book.say("desk.loose", count=ran.loose))
    if not ran.entries and not ran.left:
        print(book.say("desk.no-cases", path=str(given.folder)))
        return
    for entry in ran.failed[:_MOST_FAILED]:
        print(f"{entry.case}: {result_text(entry, book)}")
    if ran.patterns:
        print(book.say("desk.patterns"))
    for pattern in ran.patterns[:_MOST_PATTERNS]:
        print(f"  {pattern_text(pattern, book)}")
    if ran.left:
        print(book.say("desk.cancelled", left=ran.left))
    cases, failed = len(ran.entries), len(ran.failed)
    table = str(given.out / TABLE)
    print(book.say("desk.finished", cases=cases, explained=cases - failed, failed=failed, table=table))


@contextmanager
def _interrupts(stop: threading.Event) -> Iterator[None]:
    """Ctrl+C asks the run to end in order: what is done is written, what is not is left for the next run."""

    def ask(_signal: int, _frame: FrameType | None) -> None:
        stop.set()

    if threading.current_thread() is not threading.main_thread():  # only there may a signal be caught
        yield
        return
    before = signal.signal(signal.SIGINT, ask)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _progress(quiet: bool) -> Callable[[int, int, str], None] | None:
    """A line on the terminal, redrawn in place; nothing where nobody would see it."""
    if quiet or not takes_escapes(sys.stderr):
        return None

    def show(done: int, total: int, case: str) -> None:
        bar = "█" * (24 * done // total)
        end = "\r\x1b[K" if done >= total else ""
        print(f"\r\x1b[K{bar:░<24} {done}/{total} {case[:40]}{end}", end="", file=sys.stderr, flush=True)

    return show


def _number_of(book: Phrasebook) -> Callable[[str], int]:
    def read(text: str) -> int:
        if not text.isdecimal() or int(text) < 1:
            raise argparse.ArgumentTypeError(book.say("desk.cli.error-number", text=text))
        return int(text)

    return read
