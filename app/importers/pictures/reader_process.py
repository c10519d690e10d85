"""Reads a picture in a process of its own, so that a hostile one costs a sentence and no window.

The picture goes in by standard input and its words come back by standard output: no socket, no file.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections import OrderedDict
from importlib.util import find_spec
from pathlib import Path

from app.importers.pictures.words import Picture, Word
from app.importers.reading.errors import Refused
from app.importers.reading.progress import INTERVAL, Watch

CHILD_OPTION = "--read-one-picture"
"""What a packed program is started with to read a picture; an installed one runs this module."""

_SECONDS = 90
_MEMORY = 1_200 << 20  # bytes of data that a process may hold, where the system can be told
_REMEMBERED = 200  # pictures: a corrected table and the rows around a finding need no second reading
_read: OrderedDict[str, Picture] = OrderedDict()


def is_available() -> bool:
    """Whether the part that reads pictures is installed."""
    return find_spec("onnxruntime") is not None and find_spec("PIL") is not None


def read_picture(data: bytes, digest: str, watch: Watch, seconds: float = _SECONDS) -> Picture:
    """The words of a picture. Raises Refused with the reason, and Cancelled where the watch says so."""
    if digest in _read:
        return _read[digest]
    if not is_available():
        raise Refused("picture-reader-missing")
    answer = _asked(data, watch, seconds)
    if refused := answer.get("refused"):
        raise Refused(refused, **answer["facts"])
    words = tuple(
        Word(text, tuple(box), sure, tuple(edges), tuple(chances))
        for text, box, sure, edges, chances in answer["words"]
    )
    picture = Picture(answer["width"], answer["height"], words, answer["turned"], answer["sharpness"])
    _read[digest] = picture
    if len(_read) > _REMEMBERED:
        _read.popitem(last=False)
    return picture


def _asked(data: bytes, watch: Watch, seconds: float) -> dict:  # type: ignore[type-arg]  # JSON of our own child
    child = subprocess.Popen(
        _command(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, creationflags=_no_window()
    )
    out = _exchanged(child, data, watch, time.monotonic() + seconds)
    try:
        answer = json.loads(out)
    except ValueError as why:  # it died: out of memory, or a decoder broke
        raise Refused("picture-reader-failed") from why
    return answer if isinstance(answer, dict) else {"refused": "picture-reader-failed", "facts": {}}


def _exchanged(child: subprocess.Popen[bytes], data: bytes, watch: Watch, until: float) -> bytes:
    """Give the picture and wait for the answer, asking every 40 ms whether to go on; a killed child ends the thread."""
    answers: list[bytes] = []

    def exchange() -> None:
        answers.append(child.communicate(data)[0])

    exchange_thread = threading.Thread(target=exchange, daemon=True)
    exchange_thread.start()
    try:
        while exchange_thread.is_alive():
            exchange_thread.join(INTERVAL)
            watch.check()
            if time.monotonic() > until:
                raise Refused("picture-took-too-long", seconds=_SECONDS)
    finally:
        child.kill()
        exchange_thread.join()
    return answers[0] if answers else b""


def _command() -> list[str]:
    if getattr(sys, "frozen", False):
        return [sys.executable, CHILD_OPTION]
    root = str(Path(__file__).resolve().parents[3])
    run = f"import sys; sys.path.insert(0, {root!r}); from {__name__} import child; child()"
    return [sys.executable, "-c", run]


def _no_window() -> int:
    return getattr(subprocess, "CREATE_NO_WINDOW", 0)


def child() -> None:
    """Read the picture on standard input and write what was read as JSON: the child's whole life."""
    _hold_memory()
    with os.fdopen(0, "rb", closefd=False) as given:
        data = given.read()
    try:
        from app.importers.pictures.ocr import Reader

        picture = Reader().read(data)
        words = [(w.text, w.box, w.sure, [round(e, 1) for e in w.edges], w.chances) for w in picture.words]
        answer: dict[str, object] = {
            "width": picture.width,
            "height": picture.height,
            "turned": picture.turned,
            "sharpness": picture.sharpness,
            "words": words,
        }
    except Refused as why:
        answer = {"refused": why.code, "facts": why.facts}
    except MemoryError:
        answer = {"refused": "picture-reader-failed", "facts": {}}
    with os.fdopen(1, "wb", closefd=False) as out:
        out.write(json.dumps(answer).encode("ascii"))


def _hold_memory() -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limit; the bound on pixels holds there alone
        return
    resource.setrlimit(resource.RLIMIT_DATA, (_MEMORY, _MEMORY))
