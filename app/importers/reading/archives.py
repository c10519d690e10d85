"""Opens zips in memory: passwords, Chinese member names, and bounds on what they unpack to."""

from __future__ import annotations

import io
import lzma
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from pathlib import PurePath

from app.importers.reading.errors import Refused, too_much
from app.importers.reading.limits import Limits
from app.importers.reading.progress import IDLE, Watch

HEADS = (b"PK\x03\x04", b"PK\x05\x06")
_BLOCK = 1 << 20
_UTF8_NAME = 0x800
_ENCRYPTED = 0x1
_OFFICE = {"[Content_Types].xml", "content.xml"}  # every Office and OpenDocument file has one of them

_FAILURES = (
    RuntimeError,
    OSError,
    ValueError,
    EOFError,
    NotImplementedError,
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
)


_DAMAGED = {
    **dict.fromkeys((".xlsx", ".xlsm", ".xlsb", ".ods", ".et"), "damaged-workbook"),
    **dict.fromkeys((".docx", ".odt"), "damaged-document"),
}
"""What a zip that cannot be opened is said to be, by the ending of its name: nobody unpacks a workbook."""


def as_named(why: Refused, name: str) -> Refused:
    """A refused zip as what its name calls it."""
    code = _DAMAGED.get(PurePath(name).suffix.casefold()) if why.code == "damaged-zip" else None
    return Refused(code, **why.facts) if code else why


class Archive:
    """One zip. Nothing of it is ever written to disk, so a member's path can do no harm."""

    def __init__(
        self,
        source: str | bytes,
        passwords: Iterable[str],
        limits: Limits,
        watch: Watch = IDLE,
        within: Archive | None = None,
    ) -> None:
        """Open a zip by its path or bytes; what it unpacks to counts for ``within`` too. Raises Refused."""
        self._passwords = tuple(passwords)
        self._limits = limits
        self._watch = watch
        self._unpacked: list[int] = within._unpacked if within else []
        self._failures: tuple[type[Exception], ...] = _FAILURES
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(source) if isinstance(source, bytes) else source)
        except self._failures as error:
            raise Refused("damaged-zip", reason=str(error)) from error
        if any(info.flag_bits & _ENCRYPTED for info in self._zip.infolist()):
            self._zip.close()
            self._zip = self._with_ciphers(source)

    def _with_ciphers(self, source: str | bytes) -> zipfile.ZipFile:
        """The zip by the library that knows all ciphers; it is loaded for encrypted ones alone. Raises Refused."""
        import pyzipper

        self._failures = (*_FAILURES, pyzipper.BadZipFile)
        try:
            opened: zipfile.ZipFile = pyzipper.AESZipFile(io.BytesIO(source) if isinstance(source, bytes) else source)
        except self._failures as error:
            raise Refused("damaged-zip", reason=str(error)) from error
        return opened

    @property
    def is_office(self) -> bool:
        """Whether this zip is a workbook or another Office file, and no collection of files."""
        return bool(_OFFICE & set(self._zip.namelist()))

    @property
    def is_apple(self) -> bool:
        """Whether this zip is a document of Numbers, Pages or Keynote, whose form nobody else reads."""
        return any(name.endswith(".iwa") and "Index" in name for name in self._zip.namelist())

    def members(self) -> list[zipfile.ZipInfo]:
        """The files in it. Raises Refused if they are too many."""
        infos = self._zip.infolist()
        if len(infos) > self._limits.archive_members:
            raise too_much("zip-too-many-members", self._limits, "archive_members")
        return [info for info in infos if not info.filename.endswith("/")]

    def unlock(self, member: zipfile.ZipInfo) -> bytes | None:
        """The password that opens a member, None where it needs none.

        Raises Refused if the member declares to be too large or packs too well, and if no password fits.
        """
        self._refuse_bomb(member)
        if not member.flag_bits & _ENCRYPTED:
            return None
        for password in self._passwords:
            # Chinese Windows tools take the password's GBK bytes, others its UTF-8 bytes.
            for candidate in dict.fromkeys(password.encode(encoding) for encoding in ("utf-8", "gb18030")):
                if self._opens(member, candidate):
                    return candidate
        raise Refused("wrong-password" if self._passwords else "needs-password")

    def begins(self, member: zipfile.ZipInfo, password: bytes | None, length: int) -> bytes:
        """The first bytes of a member. Raises Refused."""
        try:
            with self._zip.open(member, pwd=password) as stream:
                return bytes(stream.read(length))
        except self._failures as error:
            raise Refused("damaged-zip", reason=str(error)) from error

    def load(self, member: zipfile.ZipInfo, password: bytes | None) -> bytes:
        """A member's bytes. Raises Refused."""
        try:
            return b"".join(self._blocks(member, password))
        except self._failures as error:
            raise Refused("damaged-zip", reason=str(error)) from error

    def _blocks(self, member: zipfile.ZipInfo, password: bytes | None) -> Iterator[bytes]:
        # The module gives at most the declared size, which `unlock` has bounded, and checks the sum at the end.
        with self._zip.open(member, pwd=password) as stream:
            while block := stream.read(_BLOCK):
                self._watch.check()
                yield block

    def _opens(self, member: zipfile.ZipInfo, password: bytes) -> bool:
        # ZipCrypto checks a single byte, so one wrong password in 256 seems to fit: only reading it all tells.
        try:
            for _ in self._blocks(member, password):
                pass
        except self._failures:
            return False
        return True

    def _refuse_bomb(self, member: zipfile.ZipInfo) -> None:
        limits = self._limits
        self._unpacked.append(member.file_size)
        if member.file_size > limits.file_bytes:
            raise too_much("file-too-large", limits, "file_bytes")
        if sum(self._unpacked) > limits.archive_bytes:
            raise too_much("zip-too-large", limits, "archive_bytes")
        if member.file_size > _BLOCK and member.file_size > limits.archive_ratio * max(member.compress_size, 1):
            raise too_much("zip-bomb", limits, "archive_ratio")


def member_path(member: zipfile.ZipInfo) -> str:
    """A member's path; one without the UTF-8 mark was read as cp437, and is GBK in the zips of Chinese programs."""
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


def parts(path: str) -> list[str]:
    """The names along a member's path, without ``..`` and drives."""
    return [p for p in path.replace("\\", "/").split("/") if p not in ("", ".", "..") and not p.endswith(":")]


def climbs_out(path: str) -> bool:
    """Whether unpacking this path would write outside the folder chosen."""
    plain = path.replace("\\", "/")
    return plain.startswith("/") or ".." in plain.split("/") or plain[1:2] == ":"
