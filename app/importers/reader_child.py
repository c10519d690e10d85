"""The process that reads workbooks, documents, PDFs and pictures for another, one file after the other within bounds.

A request is a line of JSON and the bytes of a file; an answer is lines of JSON (`reading.apart`). When nobody is left
to answer, or nobody asks for a while, it ends.
"""

from __future__ import annotations

import json
import os
import queue
import threading
from collections.abc import Callable, Iterator
from typing import IO, Any

from app.importers.reading.apart import LAST, PART, READY, REFUSED, STEP
from app.importers.reading.errors import Refused
from app.importers.reading.limits import Limits
from app.importers.reading.progress import Watch
from app.own_process import pipes
from app.process_limits import Memory, free_seconds, hold_seconds, peak

_ROWS = 2_000  # in one line of an answer: a few hundred kilobytes
_IDLE = 180  # seconds without a request after which it takes no more memory
_LATER = 30  # seconds after the one who asks: he knows why he ends it, and this is for when he is gone
_FILES = 500  # after so many it makes room for a fresh one, whatever a library may have kept
_GROWN = 512 << 20  # bytes; one that ever held so much makes room too

Request = dict[str, Any]


def child() -> None:
    """The whole life of the process."""
    given, out = pipes()
    requests: queue.SimpleQueue[tuple[Request, bytes]] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(given, requests), daemon=True).start()
    _write(out, READY, None)
    memory = Memory()
    try:
        for _ in range(_FILES):
            request, data = requests.get(timeout=_IDLE)
            memory.hold(request["megabytes"])
            _hold_seconds(request)
            _answer(out, request, data)
            del data
            free_seconds()
    except queue.Empty:
        return
    finally:
        os._exit(0)  # the thread that listens holds the pipe, and nothing is left to be done


def _listen(given: IO[bytes], requests: queue.SimpleQueue[tuple[Request, bytes]]) -> None:
    """Take requests; the process ends with the one who asks, also in the middle of a file."""
    try:
        while line := given.readline():
            request = json.loads(line)
            requests.put((request, given.read(request["bytes"])))
    finally:  # also where a file is larger than what the one before it left room for: a fresh process has room
        os._exit(0)


def _answer(out: IO[bytes], request: Request, data: bytes) -> None:
    def step(done: int, total: int, _file: str) -> None:
        _write(out, STEP, [done, total])
        _hold_seconds(request)

    watch = Watch(step)
    refused: Request | None = None
    try:
        limits = Limits(**request["limits"])
        watch.begin(0, len(data), len(data), "")
        for part in READERS[request["what"]](data, request["facts"], limits, watch):
            _write(out, PART, part)
    except Refused as why:
        refused = {"code": why.code, "facts": why.facts}
    except MemoryError:
        refused = {"code": "reader-too-much-memory", "facts": {}}
    last = (refused is not None and refused["code"] == "reader-too-much-memory") or peak() > _GROWN
    _write(out, REFUSED if refused else LAST, {"last": last, **(refused or {})})


def _hold_seconds(request: Request) -> None:
    hold_seconds(request["seconds"], request["clock"] + _LATER)


def _write(out: IO[bytes], kind: bytes, value: object) -> None:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    out.write(kind + text.encode("utf-8", "surrogatepass") + b"\n")
    out.flush()


def _workbook(data: bytes, _facts: Request, limits: Limits, watch: Watch) -> Iterator[object]:
    from app.importers.reading import workbooks

    book = workbooks.read(data, limits, watch)
    yield book.notes
    for sheet in book.sheets:
        yield sheet.name
        yield from _chunks(sheet.rows)


def _document(data: bytes, _facts: Request, limits: Limits, watch: Watch) -> Iterator[object]:
    from app.importers.reading import documents

    yield from _chunks(documents.read(data, limits, watch))


def _pdf(data: bytes, facts: Request, limits: Limits, watch: Watch) -> Iterator[object]:
    from app.importers.opening import statement
    from app.importers.reading import pdf

    yield from _chunks(pdf.read(data, facts["passwords"], limits, statement, watch))


def _picture(data: bytes, _facts: Request, _limits: Limits, _watch: Watch) -> Iterator[object]:
    from app.importers.pictures.ocr import reader

    picture = reader().read(data)
    words = [(w.text, w.box, w.sure, [round(e, 1) for e in w.edges], w.chances) for w in picture.words]
    yield (picture.width, picture.height, words, picture.turned, picture.sharpness)


def _chunks(rows: list[list[str]]) -> Iterator[list[list[str]]]:
    for at in range(0, len(rows), _ROWS):
        yield rows[at : at + _ROWS]


READERS: dict[str, Callable[[bytes, Request, Limits, Watch], Iterator[object]]] = {
    "workbook": _workbook,
    "document": _document,
    "pdf": _pdf,
    "picture": _picture,
}
"""What can be read apart, by the name it is asked by."""
