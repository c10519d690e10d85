"""Wraps the folder that ``pyinstaller/build.py`` made in a Debian package: ``python .../build_deb.py [OUT]``.

OUT (``dist`` by default) holds the folder ``tallyline`` and gets ``tallyline_VERSION_ARCH.deb``.
The system libraries that the program asks for become dependencies, by the names they have where the package is built;
build it on the oldest Debian that is to be served.
"""

from __future__ import annotations

import gzip
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE.parent / "pyinstaller")]

import make_icons
import papers
from contents import ROOT, VERSION
from libraries import binaries, bundled, from_outside, needed

FONTS = "fonts-noto-cjk | fonts-wqy-microhei | fonts-wqy-zenhei | fonts-arphic-ukai"
CONTROL = """\
Package: tallyline
Version: {version}
Architecture: {architecture}
Maintainer: {maintainer}
Installed-Size: {size}
Depends: {depends}
Recommends: {recommends}
Section: misc
Priority: optional
Description: explain why a loan, its bills and its debits disagree
 Lines the exports of a Chinese consumer borrower (wallet, bank, bills, lender's
 records) up on one timeline, explains each discrepancy to the fen with the rows
 that prove it, and writes the whole as an Excel workbook. Everything stays on
 the computer: the program uses no network.
"""


def main(arguments: list[str]) -> int:
    """Build the package and say where it is."""
    out = Path(arguments[0]).resolve() if arguments else ROOT / "dist"
    architecture = told("dpkg", "--print-architecture").strip()
    package = out / f"tallyline_{VERSION}_{architecture}.deb"
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "root"
        lay_out(root, out / "tallyline")
        depends, recommends = dependencies(root)
        control = CONTROL.format(version=VERSION, architecture=architecture, size=kilobytes(root),
                                 maintainer=papers.maintainer(), depends=depends, recommends=", ".join([FONTS, recommends]))  # fmt: skip
        write(root / "DEBIAN" / "control", control)
        run("dpkg-deb", "--root-owner-group", "-Zxz", "-z6", "--build", str(root), str(package))
    print(f"{package.stat().st_size / 1e6:.1f} MB  {package}\nDepends: {depends}\nRecommends: {FONTS}, {recommends}")
    return 0


def lay_out(root: Path, bundle: Path) -> None:
    """Put everything where a Debian system has it."""
    share = root / "usr" / "share"
    shutil.copytree(bundle, root / "usr" / "lib" / "tallyline", symlinks=True)
    (root / "usr" / "bin").mkdir(parents=True)
    (root / "usr" / "bin" / "tallyline").symlink_to("../lib/tallyline/tallyline")
    make_icons.write_theme(share / "icons" / "hicolor")
    for name, place in (
        ("tallyline.desktop", "applications/tallyline.desktop"),
        ("tallyline-mime.xml", "mime/packages/tallyline.xml"),
        ("org.tallyline.Tallyline.metainfo.xml", "metainfo/org.tallyline.Tallyline.metainfo.xml"),
    ):
        write(share / place, (HERE / name).read_text(encoding="utf-8"))
    for page in sorted((HERE / "man").rglob("tallyline.1")):
        place = share / "man" / page.parent.relative_to(HERE / "man") / "man1" / "tallyline.1.gz"
        write(place, gzip.compress(page.read_bytes(), mtime=0))
    place = share / "doc" / "tallyline"
    write(place / "copyright", papers.copyright_of((root / papers.NOTICES[1:]).read_text(encoding="utf-8")))
    write(place / "changelog.gz", gzip.compress(papers.changelog().encode(), mtime=0))
    write(place / "CHANGELOG.md.gz", gzip.compress((ROOT / "CHANGELOG.md").read_bytes(), mtime=0))
    for path in root.rglob("*"):
        if not path.is_symlink():
            settle(path)


def settle(path: Path) -> None:
    """Give a file the rights that Debian wants; only a program is executable, and packed files bear no time."""
    runs = path.is_dir() or (os.access(path, os.X_OK) and ".so" not in path.name)
    path.chmod(0o755 if runs else 0o644)
    if path.suffix == ".gz" and path.is_file():
        packed = bytearray(path.read_bytes())
        packed[4:8] = bytes(4)
        path.write_bytes(packed)


def dependencies(root: Path) -> tuple[str, str]:
    """The Debian packages that the program must have, and those that its printing uses."""
    inside = root / "usr" / "lib" / "tallyline" / "_internal"
    plugins = inside / "PySide6" / "Qt" / "plugins" / "printsupport"
    printing = needed(binaries(plugins)) - needed(path for path in binaries(inside) if path.parent != plugins)
    must = owners(from_outside(inside) - printing) - {"libc6"}
    libc = f"libc6 (>= {newest_libc(inside)})"
    return ", ".join([libc, *sorted(must)]), ", ".join(sorted(owners(printing - bundled(inside))))


def owners(libraries: set[str]) -> set[str]:
    """The Debian packages that hold these libraries here. Raises CalledProcessError where none does."""
    known = dict(re.findall(r"^\t(\S+) \(libc6.*\) => (\S+)$", told("/sbin/ldconfig", "-p"), re.M))
    places = {Path(known[name]).resolve() for name in libraries if not name.startswith("ld-linux")}
    return {line.partition(":")[0] for place in places for line in told("dpkg", "-S", f"*{place.name}").splitlines()}


def newest_libc(inside: Path) -> str:
    """The oldest version of the C library that has every function asked for."""
    asked = re.findall(r"GLIBC_(\d+)\.(\d+)", told("readelf", "-VW", *map(str, binaries(inside))))
    return ".".join(map(str, max((int(major), int(minor)) for major, minor in asked)))


def kilobytes(root: Path) -> int:
    """The space that the files take, as ``Installed-Size`` counts it."""
    return sum(-(-p.lstat().st_size // 1024) for p in root.rglob("*") if p.is_file() or p.is_symlink())


def write(path: Path, content: str | bytes) -> None:
    """Write a file and the folders above it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)


def run(*command: str) -> None:
    """Run a command. Raises CalledProcessError where it fails."""
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def told(*command: str) -> str:
    """What a command says. Raises CalledProcessError where it fails."""
    return subprocess.run(command, check=True, capture_output=True, encoding="utf-8").stdout


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
