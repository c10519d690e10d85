"""From the bytes of a picture to the table of the page that it shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from app.importers.pictures.read_picture import read_picture
from app.importers.pictures.words import Picture
from app.importers.reading.app_lists import states_both_ways
from app.importers.reading.errors import Refused
from app.importers.reading.progress import Watch
from app.importers.reading.table import Table
from app.importers.screens.assembling import page_of
from app.importers.screens.lines import Line, lines_of
from app.importers.screens.page_kinds import title_kind
from app.importers.screens.picture_text import text_of
from app.importers.screens.screen_table import PictureReading, ScreenTable, confirmed_page

PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"BM")
_LEAST_SHARP = 0.33  # screenshots have 0.6 and more, also as JPEG at 60; photographs of a screen about 0.2
_LEAST_SURE = 0.72


def is_picture(data: bytes) -> bool:
    """Whether a file is a picture that can be read, by its first bytes."""
    return data.startswith(PICTURES) or (data[:4] == b"RIFF" and data[8:12] == b"WEBP")


def open_picture(data: bytes, file: str, digest: str, watch: Watch, pictures: Mapping[str, str]) -> Table:
    """The table of a picture: as the person confirmed it, or as it is read. Raises Refused with the reason."""
    if confirmed := confirmed_page(pictures, digest):
        return ScreenTable(file, digest, confirmed, watch)
    picture, lines = _looked_at(data, digest, watch)
    if text := text_of(lines, file, digest):
        return text
    return ScreenTable(file, digest, _reading(picture, lines).page, watch)


def reading_of(data: bytes, digest: str, watch: Watch) -> PictureReading:
    """The words of a picture and the page they make. Raises Refused with the reason, and Cancelled."""
    picture, lines = _looked_at(data, digest, watch)
    if text_of(lines, "", digest):
        raise Refused("picture-read-as-text")
    return _reading(picture, lines)


def _looked_at(data: bytes, digest: str, watch: Watch) -> tuple[Picture, list[Line]]:
    picture = read_picture(data, digest, watch)
    if not picture.words:
        raise Refused("picture-without-text")
    if picture.sharpness < _LEAST_SHARP or picture.sureness < _LEAST_SURE:
        raise Refused("picture-photo")
    return picture, lines_of(picture.words)


def _reading(picture: Picture, lines: Sequence[Line]) -> PictureReading:
    page = page_of(lines)
    if page is not None and page.kind == "bill" and states_both_ways(line.text for line in lines):
        page = None  # the list of a wallet's month, which asks for nothing
    if page is None:
        raise Refused("picture-disclosure" if title_kind(lines) == "disclosure" else "picture-no-page")
    return PictureReading(picture, page)
