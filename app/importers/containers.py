"""Finds the files in folders and zips, however deep, without writing anything to disk."""

from __future__ import annotations

import io
import os
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from app.core.discrepancies import FactValue
from app.importers.limits import Limits, variable
from app.importers.watch import IDLE, Watch

if TYPE_CHECKING:
    import pyzipper

BLOCK = 1 << 20
_SYSTEM_NAMES = {".ds_store", "thumbs.db", "desktop.ini", "__macosx"}
_UTF8_NAME = 0x800
_ENCRYPTED = 0x1


class Unopenable(Exception):
    """A file, or a zip member, that cannot be opened; ``code`` is a message id (``problem.<code>``)."""

    def __init__(self, code: str, **facts: FactValue) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


@dataclass(frozen=True, slots=True)
class Item:
    """One file to read: ``name`` is its base name, ``path`` where it lies (members after a ``!``).

    ``load`` returns its bytes or raises Unopenable. ``size`` is the size it declares, in bytes.
    """

    name: str
    path: str
    size: int
    load: Callable[[], bytes]


@dataclass(slots=True)
class Listing:
    """Everything found: the items, what could not be opened, and how many system files were passed over."""

    items: list[Item]
    refused: list[tuple[str, str, Unopenable]]  # name, path, why
    passed_over: int = 0


def is_archive(head: bytes, members: Callable[[], Iterable[str]]) -> bool:
    """Whether the bytes are a zip that is no workbook."""
    if not head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return False
    names = set(members())
    return not names & {"xl/workbook.xml", "xl/workbook.bin", "content.xml", "[Content_Types].xml"}


class Finder:
    """Lists what lies under paths; members of zips are read when they are asked for."""

    def __init__(self, passwords: Iterable[str] = (), limits: Limits | None = None, watch: Watch = IDLE) -> None:
        self._passwords = tuple(dict.fromkeys(passwords))
        self._limits = limits or Limits.from_environment()
        self._watch = watch
        self._listing = Listing([], [])

    def find(self, paths: Iterable[str | os.PathLike[str]]) -> Listing:
        """List every file under ``paths``; a file that two paths lead to is listed once."""
        seen: set[str] = set()
        for given in paths:
            for path in self._walk(Path(given)):
                self._watch.check()
                place = os.path.realpath(path)
                if place not in seen:
                    seen.add(place)
                    self._file(path)
        self._listing.items.sort(key=lambda item: (item.name, item.path))
        self._listing.refused.sort(key=lambda entry: entry[:2])
        return self._listing

    def _walk(self, path: Path) -> Iterator[Path]:
        if not path.is_dir():
            yield path
            return
        visited: set[str] = set()
        for folder, folders, files in os.walk(path, followlinks=True, onerror=self._folder_refused):
            place = os.path.realpath(folder)
            if place in visited:
                folders.clear()
                continue
            visited.add(place)
            folders[:] = [name for name in folders if not self._passed_over(name)]
            yield from (Path(folder, name) for name in files if not self._passed_over(name))

    def _passed_over(self, name: str) -> bool:
        hidden = name.startswith((".", "~$")) or name.casefold() in _SYSTEM_NAMES
        self._listing.passed_over += hidden
        return hidden

    def _folder_refused(self, error: OSError) -> None:
        path = str(error.filename)
        self._refuse(Path(path).name, path, Unopenable("cannot-open", reason=error.strerror or ""))

    def _refuse(self, name: str, path: str, why: Unopenable) -> None:
        self._listing.refused.append((name, path, why))

    def _file(self, path: Path) -> None:
        if len(self._listing.items) >= self._limits.files:
            self._refuse(path.name, str(path), too_much("too-many-files", "files", self._limits.files))
            return
        try:
            size = path.stat().st_size
            if not path.is_file():
                raise Unopenable("not-a-file")
            self._one(path.name, str(path), size, lambda: self._bytes_of(path, size))
        except Unopenable as why:
            self._refuse(path.name, str(path), why)
        except OSError as error:
            code = "not-found" if isinstance(error, FileNotFoundError) else "cannot-open"
            self._refuse(path.name, str(path), Unopenable(code, reason=error.strerror or ""))

    def _one(self, name: str, path: str, size: int, load: Callable[[], bytes]) -> None:
        with Path(path).open("rb") as file:
            head = file.read(4)
        if is_archive(head, lambda: _member_names(path)):
            self._archive(name, path, path, 1)
        else:
            self._listing.items.append(Item(name, path, size, load))

    def _bytes_of(self, path: Path, size: int) -> bytes:
        if size > self._limits.file_bytes:
            raise too_much("file-too-large", "file_bytes", self._limits.file_bytes, size=size)
        try:
            return path.read_bytes()
        except OSError as error:
            raise Unopenable("cannot-open", reason=error.strerror or "") from error

    # --- zips ---------------------------------------------------------------------------------------------------

    def _archive(self, name: str, path: str, source: str | bytes, depth: int) -> None:
        try:
            archive = _opened(source)
            if depth > self._limits.archive_depth:
                raise too_much("zip-too-deep", "archive_depth", self._limits.archive_depth)
            members = self._members(archive)
        except Unopenable as why:
            self._refuse(name, path, why)
            return
        budget = _Budget(self._limits)
        refusals: dict[str, Unopenable] = {}
        for member in members:
            self._watch.check()
            self._member(path, archive, member, depth, budget, refusals)
        for refusal in refusals.values():
            self._refuse(name, path, refusal)

    def _members(self, archive: pyzipper.AESZipFile) -> list[pyzipper.ZipInfo]:
        infos = archive.infolist()
        if len(infos) > self._limits.archive_members:
            raise too_much("zip-too-many-members", "archive_members", self._limits.archive_members)
        return [i for i in infos if not i.is_dir() and not any(map(self._passed_over, _parts(member_name(i))))]

    def _member(
        self,
        path: str,
        archive: pyzipper.AESZipFile,
        member: pyzipper.ZipInfo,
        depth: int,
        budget: _Budget,
        refusals: dict[str, Unopenable],
    ) -> None:
        full = member_name(member)
        name = _parts(full)[-1]
        place = f"{path}!{full}"
        try:
            budget.declared(member)
            password = self._password(archive, member)
        except Unopenable as why:
            refusals.setdefault(why.code, why)
            return
        load = _Loader(archive, member, password, budget, self._watch)
        if name.casefold().endswith(".zip"):
            self._inner(name, place, load, depth)
        else:
            self._listing.items.append(Item(name, place, member.file_size, load))

    def _inner(self, name: str, place: str, load: _Loader, depth: int) -> None:
        try:
            data = load()
        except Unopenable as why:
            self._refuse(name, place, why)
            return
        self._archive(name, place, data, depth + 1)

    def _password(self, archive: pyzipper.AESZipFile, member: pyzipper.ZipInfo) -> bytes | None:
        """The password that opens a member. Raises Unopenable if none is needed and none fits."""
        if not member.flag_bits & _ENCRYPTED:
            return None
        for password in self._passwords:
            # Chinese Windows tools take the password's GBK bytes, others its UTF-8 bytes.
            for encoding in ("utf-8", "gb18030"):
                candidate = password.encode(encoding)
                if _opens(archive, member, candidate):
                    return candidate
        raise Unopenable("wrong-password" if self._passwords else "needs-password")


class _Budget:
    """Watches what one zip unpacks to, by what it declares and by what really comes out."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self._declared = 0

    def declared(self, member: pyzipper.ZipInfo) -> None:
        """Raise Unopenable if the member's declared size is too much."""
        limits = self.limits
        self._declared += member.file_size
        if member.file_size > limits.file_bytes:
            raise too_much("file-too-large", "file_bytes", limits.file_bytes, size=member.file_size)
        if self._declared > limits.archive_bytes:
            raise too_much("zip-too-large", "archive_bytes", limits.archive_bytes)
        if member.file_size > BLOCK and member.file_size > limits.archive_ratio * max(member.compress_size, 1):
            raise too_much("zip-bomb", "archive_ratio", limits.archive_ratio)


class _Loader:
    """Unpacks one member into memory, never more than it declares."""

    def __init__(
        self,
        archive: pyzipper.AESZipFile,
        member: pyzipper.ZipInfo,
        password: bytes | None,
        budget: _Budget,
        watch: Watch,
    ) -> None:
        self._archive = archive
        self._member = member
        self._password = password
        self._budget = budget
        self._watch = watch

    def __call__(self) -> bytes:
        try:
            return b"".join(self._blocks())
        except (RuntimeError, OSError, ValueError, EOFError, NotImplementedError, zlib.error) as error:
            raise Unopenable("damaged-zip", reason=str(error)) from error
        except _bad_zip() as error:
            raise Unopenable("damaged-zip", reason=str(error)) from error

    def _blocks(self) -> Iterator[bytes]:
        total = 0
        with self._archive.open(self._member, pwd=self._password) as stream:
            while block := stream.read(BLOCK):
                total += len(block)
                if total > self._member.file_size:
                    raise too_much("zip-bomb", "archive_ratio", self._budget.limits.archive_ratio)
                self._watch.check()
                yield block


def too_much(code: str, limit: str, bound: int, **facts: FactValue) -> Unopenable:
    """Something beyond a limit, with the variable that raises it."""
    return Unopenable(code, limit=bound, variable=variable(limit), **facts)


def member_name(member: pyzipper.ZipInfo) -> str:
    """A member's name; one without the UTF-8 mark was read as cp437 and is GBK in Chinese zips."""
    name = str(member.filename)
    if member.flag_bits & _UTF8_NAME:
        return name
    try:
        raw = name.encode("cp437")
    except UnicodeEncodeError:
        return name
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return name


def _parts(name: str) -> list[str]:
    """The parts of a member's path; ``..`` and drives are dropped, since nothing is ever written there."""
    parts = [p for p in name.replace("\\", "/").split("/") if p not in ("", ".", "..") and not p.endswith(":")]
    return parts or ["?"]


def _member_names(path: str) -> list[str]:
    try:
        return [str(name) for name in _opened(path).namelist()]
    except Unopenable:
        return []


def _opened(source: str | bytes) -> pyzipper.AESZipFile:
    import pyzipper

    try:
        return pyzipper.AESZipFile(io.BytesIO(source) if isinstance(source, bytes) else source)
    except (pyzipper.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise Unopenable("damaged-zip", reason=str(error)) from error


def _bad_zip() -> type[Exception]:
    import pyzipper

    bad: type[Exception] = pyzipper.BadZipFile
    return bad


def _opens(archive: pyzipper.AESZipFile, member: pyzipper.ZipInfo, password: bytes) -> bool:
    """Whether the password opens the member: its first bytes unpack, or its check value agrees."""
    try:
        with archive.open(member, pwd=password) as stream:
            # ZipCrypto checks one byte only, so one wrong password in 256 gets here: reading on tells.
            while stream.read(BLOCK):
                pass
    except (RuntimeError, ValueError, EOFError, zlib.error, _bad_zip()):
        return False
    return True
