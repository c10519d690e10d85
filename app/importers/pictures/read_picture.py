"""The words of a picture, read apart from this process and remembered."""

from __future__ import annotations

from collections import OrderedDict
from importlib.util import find_spec

from app.importers.pictures.words import Picture, Word
from app.importers.reading import apart
from app.importers.reading.errors import Refused
from app.importers.reading.limits import Limits
from app.importers.reading.progress import Watch

_REMEMBERED = 200  # pictures: a corrected table and the rows around a finding need no second reading
_read: OrderedDict[str, Picture] = OrderedDict()


def is_available() -> bool:
    """Whether the part that reads pictures is installed."""
    return find_spec("onnxruntime") is not None and find_spec("PIL") is not None


def read_picture(data: bytes, digest: str, watch: Watch) -> Picture:
    """The words of a picture. Raises Refused with the reason, and Cancelled where the watch says so."""
    if digest in _read:
        return _read[digest]
    if not is_available():
        raise Refused("picture-reader-missing")
    try:
        ((width, height, found, turned, sharpness),) = apart.ask("picture", data, {}, Limits.from_environment(), watch)
    except apart.NotStarted:
        raise Refused("reader-not-started") from None
    words = tuple(
        Word(text, tuple(box), sure, tuple(edges), tuple(chances)) for text, box, sure, edges, chances in found
    )
    picture = Picture(width, height, words, turned, sharpness)
    _read[digest] = picture
    if len(_read) > _REMEMBERED:
        _read.popitem(last=False)
    return picture
