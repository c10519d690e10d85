"""How the values of a case are written: as they are, or sealed with AES-GCM under a key that a password opens."""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import unicodedata
from dataclasses import dataclass
from typing import Protocol

KEY = 32  # bytes: AES-256
NONCE = 12
SCRYPT_N, SCRYPT_R, SCRYPT_P = 1 << 17, 8, 1  # 128 MiB and some 0.3 s a try
_SCRYPT_COSTS = tuple(1 << power for power in range(4, 19))


class NotOpened(Exception):
    """A value that this key does not open, or a password that does not open the key."""


class Seal(Protocol):
    """Writes and reads values; ``place`` says where a value stands, so that none can be put in place of another."""

    is_locked: bool

    def put(self, place: str, value: bytes) -> bytes:
        """The value as it is stored."""
        ...

    def take(self, place: str, stored: bytes) -> bytes:
        """The value of what is stored. Raises NotOpened."""
        ...

    def fingerprint(self, sha256: str) -> str:
        """The name under which a file's content is kept."""
        ...


class Open:
    """No seal: values stand in the file as they are."""

    is_locked = False

    def put(self, _place: str, value: bytes) -> bytes:
        """The value itself."""
        return value

    def take(self, _place: str, stored: bytes) -> bytes:
        """The value itself."""
        return stored

    def fingerprint(self, sha256: str) -> str:
        """The SHA-256 itself."""
        return sha256


class Locked:
    """AES-256-GCM with a nonce of its own for each value (NIST SP 800-38D)."""

    is_locked = True

    def __init__(self, key: bytes) -> None:
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        self._key = key
        self._cipher = AESGCM(key)

    def put(self, place: str, value: bytes) -> bytes:
        """Nonce, ciphertext and tag."""
        nonce = os.urandom(NONCE)
        return nonce + self._cipher.encrypt(nonce, value, place.encode())

    def take(self, place: str, stored: bytes) -> bytes:
        """Raises NotOpened where key, place or value is another."""
        from cryptography.exceptions import InvalidTag

        try:
            return self._cipher.decrypt(stored[:NONCE], stored[NONCE:], place.encode())
        except (InvalidTag, ValueError) as error:
            raise NotOpened(place) from error

    def fingerprint(self, sha256: str) -> str:
        """A keyed name, so that nobody can see whether a known file is in the case."""
        return hmac.new(self._key, sha256.encode(), hashlib.sha256).hexdigest()


@dataclass(frozen=True, slots=True)
class Lock:
    """The key of a case, closed by a password: scrypt's salt and costs (RFC 7914), and the key sealed."""

    salt: bytes
    n: int
    r: int
    p: int
    closed: bytes

    def to_text(self) -> str:
        """As it stands in the case."""
        return json.dumps({"salt": self.salt.hex(), "n": self.n, "r": self.r, "p": self.p, "key": self.closed.hex()})

    @classmethod
    def from_text(cls, text: str) -> Lock:
        """Raises ValueError for anything else, and for costs that would fill the memory."""
        found = json.loads(text)
        if not isinstance(found, dict) or not all(isinstance(found.get(name), str) for name in ("salt", "key")):
            raise ValueError("no lock")
        n, r, p = found.get("n"), found.get("r"), found.get("p")
        if n not in _SCRYPT_COSTS or (r, p) != (SCRYPT_R, SCRYPT_P):
            raise ValueError("costs of the lock")
        return cls(bytes.fromhex(found["salt"]), n, SCRYPT_R, SCRYPT_P, bytes.fromhex(found["key"]))

    def open(self, password: str) -> Locked:
        """The seal that the password opens, in whichever way its letters are composed. Raises NotOpened."""
        composed = _composed(password)
        try:
            return self._opened(composed)
        except NotOpened:
            if composed == password:
                raise
        return self._opened(password)  # a case that was closed before passwords were composed

    def _opened(self, password: str) -> Locked:
        return Locked(Locked(_derived(password, self.salt, self.n)).take("key", self.closed))


@dataclass(frozen=True, slots=True)
class Protection:
    """The seal of a case and the lock that a password opens; an open case has none."""

    seal: Seal
    lock: Lock | None = None

    @classmethod
    def by(cls, password: str, *, n: int | None = None) -> Protection:
        """A new key under this password; an empty one protects nothing."""
        if not password:
            return cls(Open())
        n = n or SCRYPT_N
        key, salt = os.urandom(KEY), os.urandom(16)
        closed = Locked(_derived(_composed(password), salt, n)).put("key", key)
        return cls(Locked(key), Lock(salt, n, SCRYPT_R, SCRYPT_P, closed))


def _composed(password: str) -> str:
    """A password as every keyboard gives it: é is one letter, also where a system types it as two."""
    return unicodedata.normalize("NFC", password)


def _derived(password: str, salt: bytes, n: int) -> bytes:
    from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

    return Scrypt(salt=salt, length=KEY, n=n, r=SCRYPT_R, p=SCRYPT_P).derive(password.encode("utf-8", "surrogatepass"))
