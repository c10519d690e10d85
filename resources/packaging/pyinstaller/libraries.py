"""Sorts a Linux bundle's shared libraries: what every desktop brings stays with the system, orphans go, symbols go."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterable
from pathlib import Path

_OF_THE_SYSTEM = re.compile(
    r"""lib(?:
        c|m|dl|rt|pthread|util|resolv|gcc_s|stdc\+\+|z           # the C and C++ base
      | X11(?:-xcb)?|Xau|Xdmcp|Xext|Xrender|xcb                  # the X server's own clients
      | EGL|GL|GLX|OpenGL|drm|gbm|wayland-\w+                    # drawing: must match the graphics driver
      | fontconfig|freetype|expat|uuid|png16|brotli\w+|bz2       # fonts: must match the system's caches and files
      | glib-2\.0|gthread-2\.0|pcre2-8|dbus-1|systemd|cap|gcrypt|gpg-error|lz4|lzma|zstd
      | cups|gnutls|avahi-\w+|gssapi_krb5|krb5\w*|k5crypto|com_err|keyutils   # printing: must match the print service
    )\.so\.""",
    re.VERBOSE,
)
"""Libraries of the system, in its own version: bundling them breaks drawing, fonts, printing or talking to services."""

_NEEDED = re.compile(r"\(NEEDED\)\s+Shared library: \[(.+)\]")


def settle(inside: Path) -> None:
    """Bring a fresh bundle's libraries in order. Raises CalledProcessError where a tool of binutils fails."""
    for library in inside.iterdir():
        if _OF_THE_SYSTEM.match(library.name) and not library.is_symlink():
            library.unlink()
    while gone := orphans(inside):
        for library in gone:
            library.unlink()
    for library in sorted(binaries(inside)):
        strip(library)


def binaries(folder: Path) -> list[Path]:
    """The libraries, extension modules and plugins in a folder, links left out."""
    return [path for path in folder.rglob("*") if ".so" in path.name and path.is_file() and not path.is_symlink()]


def needed(files: Iterable[Path]) -> set[str]:
    """The names of the libraries that these files ask the loader for."""
    paths = [str(path) for path in files]
    told = subprocess.run(["readelf", "-d", *paths], capture_output=True, encoding="utf-8", check=True)
    return set(_NEEDED.findall(told.stdout))


def orphans(inside: Path) -> list[Path]:
    """Libraries that nothing in the bundle asks for, and links that lead nowhere."""
    asked = needed(binaries(inside)) | {library.name for library in inside.glob("libpython*")}
    places = (inside, inside / "PySide6" / "Qt" / "lib", *inside.glob("*.libs"))
    loose = [path for place in places if place.exists() for path in place.iterdir() if path.name.startswith("lib")]
    return [p for p in loose if ".so" in p.name and (not p.exists() or p.name not in asked)]


def strip(library: Path) -> None:
    """Take debugging symbols away, but for libraries that were edited after linking: numpy's no longer load then."""
    sections = subprocess.run(["readelf", "-SW", str(library)], capture_output=True, encoding="utf-8", check=True)
    if " .symtab " in sections.stdout and ".libs" not in str(library):
        subprocess.run(["strip", "--strip-unneeded", str(library)], check=True)


def bundled(inside: Path) -> set[str]:
    """The names of the libraries that the bundle brings."""
    return {path.name for path in inside.rglob("*.so*")}


def from_outside(inside: Path) -> set[str]:
    """The names of the libraries that the system must bring."""
    return needed(binaries(inside)) - bundled(inside)
