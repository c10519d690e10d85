"""Finds the files in folders, zips and mails, however deep, without writing anything to disk."""

from __future__ import annotations

import hashlib
import os
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from app.file_names import is_passed_over
from app.importers.reading.archives import HEADS, Archive, as_named, climbs_out, member_path, parts
from app.importers.reading.errors import Refused, too_much
from app.importers.reading.limits import Limits
from app.importers.reading.mails import HEAD_BYTES, Part, is_mail, is_mailbox, mails_of
from app.importers.reading.mails import parts as mail_parts
from app.importers.reading.progress import IDLE, Watch

if TYPE_CHECKING:
    import zipfile

Load = Callable[[], bytes]
Apart = Callable[[bytes, Limits], list[Part]]


@dataclass(frozen=True, slots=True)
class Item:
    """One file to read: ``name`` is its base name, composed, ``path`` where it lies (a member's after a ``!``).

    ``size`` is the size it declares, in bytes; ``load`` returns its bytes or raises Refused. ``notes`` are message ids
    (``problem.<note>``) of what was met on the way to it. ``is_cover`` marks a mail's own text beside attachments: that
    nothing is found in it is no news.
    """

    name: str
    path: str
    size: int
    load: Callable[[], bytes]
    notes: tuple[str, ...] = ()
    is_cover: bool = False


@dataclass(frozen=True, slots=True)
class Held:
    """A file whose bytes somebody keeps: where it lay, its size in bytes, and how to get them."""

    path: str
    size: int
    load: Callable[[], bytes]

    @property
    def name(self) -> str:
        """The base name, also of a path of another system."""
        return composed(self.path.replace("\\", "/").rpartition("/")[2])


@dataclass(frozen=True, slots=True)
class Refusal:
    """A file that cannot be opened; ``sha256`` is empty where its bytes cannot be had."""

    name: str
    path: str
    why: Refused
    sha256: str = ""


@dataclass(slots=True)
class Listing:
    """Everything found, each in order of names, and how many system files were passed over."""

    items: list[Item] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)
    passed_over: int = 0


class Finder:
    """Lists what lies under paths; members of zips are unpacked when they are asked for."""

    def __init__(self, passwords: Iterable[str] = (), limits: Limits | None = None, watch: Watch = IDLE) -> None:
        self._passwords = tuple(dict.fromkeys(passwords))
        self._limits = limits or Limits()
        self._watch = watch
        self._listing = Listing()
        self._pieces = _Pieces(self._limits)

    def find(self, paths: Iterable[str | os.PathLike[str]], held: Iterable[Held] = ()) -> Listing:
        """List every file under ``paths`` and every one ``held``; a file that two paths lead to is listed once."""
        seen: set[str] = set()
        for path in (found for given in paths for found in self._walk(Path(given))):
            self._watch.check()
            place = _real(path)
            if place not in seen:
                seen.add(place)
                self._file(path)
        for kept in held:
            self._held(kept)
        self._listing.items.sort(key=lambda item: (item.name, item.path))
        self._listing.refused.sort(key=lambda refusal: (refusal.name, refusal.path))
        return self._listing

    # --- folders ------------------------------------------------------------------------------------------------

    def _walk(self, path: Path) -> Iterator[Path]:
        if not _is_folder(path):
            yield path
            return
        visited: set[str] = set()
        for folder, folders, files in os.walk(path, followlinks=True, onerror=self._folder_refused):
            self._watch.check()
            place = os.path.realpath(folder)
            if place in visited:  # a link that leads back up
                folders.clear()
                continue
            visited.add(place)
            folders[:] = [name for name in folders if not self._passed_over(name)]
            yield from (Path(folder, name) for name in files if not self._passed_over(name))

    def _passed_over(self, name: str) -> bool:
        hidden = is_passed_over(name)
        self._listing.passed_over += hidden
        return hidden

    def _folder_refused(self, error: OSError) -> None:
        path = str(error.filename)
        self._refuse(composed(Path(path).name), path, Refused("cannot-open", reason=error.strerror or ""))

    def _refuse(self, name: str, path: str, why: Refused, sha256: str = "") -> None:
        self._listing.refused.append(Refusal(name, path, why, sha256))

    def _file(self, path: Path) -> None:
        name, place = composed(path.name), str(path)
        try:
            if path.exists() and not path.is_file():
                raise Refused("not-a-file")
            size = path.stat().st_size
            with path.open("rb") as file:
                head = file.read(HEAD_BYTES)
            if size > self._limits.file_bytes:
                raise too_much("file-too-large", self._limits, "file_bytes")
            if head[:4] in HEADS and self._archive(name, place, place, 1):
                return
            self._whole(Item(name, place, size, partial(_bytes_of, path)), head, 1)
        except Refused as why:
            self._refuse(name, place, why)
        except (OSError, ValueError) as error:  # a name that no disk can hold is no value
            self._refuse(name, place, _not_opened(error))

    def _held(self, kept: Held) -> None:
        self._watch.check()
        try:
            data = kept.load()
            if data[:4] in HEADS and self._archive(kept.name, kept.path, data, 1):
                return
            self._whole(Item(kept.name, kept.path, kept.size, kept.load), data[:HEAD_BYTES], 1)
        except Refused as why:
            self._refuse(kept.name, kept.path, why)

    def _add(self, item: Item) -> None:
        if len(self._listing.items) >= self._limits.files:
            raise too_much("too-many-files", self._limits, "files")
        self._listing.items.append(item)

    # --- mails --------------------------------------------------------------------------------------------------

    def _whole(self, item: Item, head: bytes, depth: int) -> None:
        """List a file that is no zip, or what a mail or a mailbox holds."""
        if is_mailbox(head):
            self._mailbox(item, depth)
        elif is_mail(head):
            self._mail(item, depth)
        else:
            self._add(item)

    def _mailbox(self, box: Item, depth: int) -> None:
        """List the mails of a mailbox, each as if it were a file of its own."""
        for index, mail in enumerate(self._pieces.of(mails_of, box.load)):
            self._watch.check()
            load = partial(self._pieces.part, mails_of, box.load, index)
            self._mail(Item(box.name, f"{box.path}!{index + 1}", len(mail.data), load), depth + 1)

    def _mail(self, mail: Item, depth: int) -> None:
        """List a mail's own text and what is attached to it."""
        if depth > self._limits.archive_depth:
            raise too_much("mail-too-deep", self._limits, "archive_depth")
        found = self._pieces.of(mail_parts, mail.load)
        if not found:
            raise Refused("empty-file")
        for index, part in enumerate(found):
            self._watch.check()
            place = f"{mail.path}!{part.name or 'text'}" if index == 0 or part.name else f"{mail.path}!{index}"
            load = partial(self._pieces.part, mail_parts, mail.load, index)
            item = Item(
                composed(part.name) or mail.name, place, len(part.data), load, is_cover=not part.name and len(found) > 1
            )
            try:
                is_zip = part.data[:4] in HEADS and self._archive(item.name, place, part.data, depth + 1)
                if not is_zip:
                    self._whole(item, part.data[:HEAD_BYTES] if part.name else b"", depth + 1)
            except Refused as why:
                self._refuse(item.name, place, why)

    # --- zips ---------------------------------------------------------------------------------------------------

    def _archive(self, name: str, path: str, source: str | bytes, depth: int, within: Archive | None = None) -> bool:
        """List the members of a zip, or say why not; False if it is a workbook and so no container."""
        try:
            archive = Archive(source, self._passwords, self._limits, self._watch, within)
            if archive.is_office:
                return False
            if archive.is_apple:
                raise Refused("apple-document")
            if depth > self._limits.archive_depth:
                raise too_much("zip-too-deep", self._limits, "archive_depth")
            members = archive.members()
        except Refused as why:
            self._refuse(name, path, as_named(why, name), _digest(source))
            return True
        locked: dict[str, Refused] = {}
        for member in members:
            self._watch.check()
            self._member(path, archive, member, depth, locked)
        for reason in locked.values():
            self._refuse(name, path, reason, _digest(source))
        return True

    def _member(
        self, path: str, archive: Archive, member: zipfile.ZipInfo, depth: int, locked: dict[str, Refused]
    ) -> None:
        full = member_path(member)
        names = [composed(name) for name in parts(full) or [full]]
        if any(map(self._passed_over, names)):
            return
        place = f"{path}!{full}"
        try:
            password = archive.unlock(member)
            load = partial(archive.load, member, password)
            head = archive.begins(member, password, HEAD_BYTES)
            if head[:4] in HEADS and self._archive(names[-1], place, load(), depth + 1, archive):
                return
            notes = ("zip-path-climbs",) if climbs_out(full) else ()
            self._whole(Item(names[-1], place, member.file_size, load, notes), head, depth + 1)
        except Refused as why:
            if why.code in ("needs-password", "wrong-password"):  # said once, of the zip
                locked.setdefault(why.code, why)
            else:
                self._refuse(names[-1], place, why)


def composed(name: str) -> str:
    """A name as it is told (NFC). A Mac takes accents and Hangul apart in names, on its disk and in its zips."""
    return unicodedata.normalize("NFC", name)


class _Pieces:
    """The pieces of the mails and mailboxes that were taken apart last, as many as one of them may hold.

    A folder of mails need not stay in the memory, and a mail of a thousand pieces is not parsed a thousand times.
    """

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._held: dict[tuple[Apart, Load], list[Part]] = {}
        self._bytes = 0

    def of(self, apart: Apart, load: Load) -> list[Part]:
        """The pieces of what ``load`` gives. Raises Refused."""
        key = (apart, load)
        if key not in self._held:
            self._held[key] = apart(load(), self._limits)
            self._bytes += _size(self._held[key])
        found = self._held[key]
        while self._bytes > self._limits.mail_bytes and len(self._held) > 1:
            self._bytes -= _size(self._held.pop(next(iter(self._held))))
        return found

    def part(self, apart: Apart, load: Load, index: int) -> bytes:
        """One of them."""
        return self.of(apart, load)[index].data


def _size(pieces: Iterable[Part]) -> int:
    return sum(len(piece.data) for piece in pieces)


def _bytes_of(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise _not_opened(error) from error


def _real(path: Path) -> str:
    try:
        return os.path.realpath(path)
    except ValueError:  # no disk can hold such a name; opening it says so
        return str(path)


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:  # too long a name; looking at it as a file says so
        return False


def _not_opened(error: OSError | ValueError) -> Refused:
    code = "not-found" if isinstance(error, FileNotFoundError | ValueError) else "cannot-open"
    return Refused(code, reason=getattr(error, "strerror", None) or "")


def _digest(source: str | bytes) -> str:
    if isinstance(source, bytes):
        return hashlib.sha256(source).hexdigest()
    with Path(source).open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
