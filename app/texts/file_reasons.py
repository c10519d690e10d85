"""Why a file could not be read or written, and what to do."""

from __future__ import annotations

import errno

from app.texts.catalogue import Phrasebook

_REASONS = {
    errno.ENOENT: "no-folder", errno.ENOTDIR: "no-folder", errno.EACCES: "not-allowed", errno.EPERM: "not-allowed",
    errno.EROFS: "not-allowed", errno.ENOSPC: "disk-full", errno.EISDIR: "is-folder", errno.ENAMETOOLONG: "long-name",
    errno.EEXIST: "there",
}  # fmt: skip

_UNREAD = {
    errno.ENOENT: "gone", errno.ENOTDIR: "gone", errno.EACCES: "not-allowed", errno.EPERM: "not-allowed",
    errno.EISDIR: "is-folder", errno.EIO: "no-device", errno.ENODEV: "no-device", errno.ENXIO: "no-device",
    errno.ETIMEDOUT: "no-device", errno.EHOSTDOWN: "no-device", errno.EHOSTUNREACH: "no-device",
    errno.ESTALE: "no-device", errno.ENETUNREACH: "no-device",
    errno.ENOSPC: "disk-full",
}  # fmt: skip
"""Reading an earlier case fills a disk too: it is opened as a copy."""


def reason_of(error: OSError, book: Phrasebook) -> str:
    """Why a file could not be written and what to do, in the person's language; the system's words where none fits."""
    if error.errno == errno.ENOSYS:  # raised by the one who misses a library, with its name
        return book.say("cli.reason.no-library", library=error.strerror or "")
    known = _REASONS.get(error.errno or 0)
    if known:
        return book.say(f"cli.reason.{known}")
    return book.say("cli.reason.other", reason=error.strerror or str(error))


def unread_reason_of(error: OSError, book: Phrasebook) -> str:
    """Why a file could not be read and what to do, never in words of the system, which may be of another language."""
    known = _UNREAD.get(error.errno or 0)
    if known:
        return book.say(f"cli.unread.{known}")
    return book.say("cli.unread.other", code=errno.errorcode.get(error.errno or 0, str(error.errno or "?")))
