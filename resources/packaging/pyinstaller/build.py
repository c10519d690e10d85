"""Builds the double-click program for the system it runs on: ``python resources/packaging/pyinstaller/build.py [OUT]``.

It needs the program's dependencies and PyInstaller, for instance in an environment of its own:

    python -m venv build/venv
    build/venv/bin/pip install -c resources/packaging/constraints.txt '.[package]'
    build/venv/bin/python resources/packaging/pyinstaller/build.py

OUT (``dist`` by default) gets the folder ``tallyline`` (macOS: ``Tallyline.app``), packed once more for download.
Sizes are listed per part; exit status 1 where the whole is larger than promised.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent)]

import libraries
import notices
from contents import ROOT, VERSION

MOST_INSTALLED_MB, MOST_DOWNLOAD_MB = 260, 90
"""37 MB are the part that reads pictures, 5 MB what letters are made of."""
MB = 1_000_000
_WINDOWS_VERSION = """\
VSVersionInfo(
  ffi=FixedFileInfo(filevers=({numbers}), prodvers=({numbers})),
  kids=[
    StringFileInfo([StringTable('040904B0', [
      StringStruct('CompanyName', 'Tallyline'),
      StringStruct('FileDescription', 'Tallyline 对账时间线'),
      StringStruct('FileVersion', '{version}'),
      StringStruct('ProductName', 'Tallyline'),
      StringStruct('ProductVersion', '{version}'),
      StringStruct('LegalCopyright', 'MIT licence'),
    ])]),
    VarFileInfo([VarStruct('Translation', [1033, 1200])]),
  ],
)
"""


def main(arguments: list[str]) -> int:
    """Build, list sizes and pack. Returns 1 where a promise on size is missed."""
    out = Path(arguments[0]).resolve() if arguments else ROOT / "dist"
    prepare(out / "made")
    run_pyinstaller(out)
    folder = out / ("Tallyline.app" if sys.platform == "darwin" else "tallyline")
    if sys.platform.startswith("linux"):
        finish_linux(folder)
    installed = list_sizes(folder)
    download = pack(folder, out)
    packed = download.stat().st_size
    print(f"installed {installed / MB:.1f} MB (at most {MOST_INSTALLED_MB}), "
          f"download {packed / MB:.1f} MB (at most {MOST_DOWNLOAD_MB}): {download}")  # fmt: skip
    return 0 if installed <= MOST_INSTALLED_MB * MB and packed <= MOST_DOWNLOAD_MB * MB else 1


def prepare(made: Path) -> None:
    """Make what is not kept in the tree: icons, notices, and the version that Windows shows."""
    made.mkdir(parents=True, exist_ok=True)
    subprocess.run([sys.executable, str(HERE.parent / "make_icons.py"), str(made)], check=True)
    (made / "THIRD-PARTY-NOTICES.txt").write_text(notices.of_python_parts(), encoding="utf-8")
    numbers = ", ".join([*VERSION.split("."), "0", "0", "0"][:4])
    (made / "version.txt").write_text(_WINDOWS_VERSION.format(numbers=numbers, version=VERSION), encoding="utf-8")


def run_pyinstaller(out: Path) -> None:
    """Collect the program into a folder."""
    command = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN", "--distpath", str(out)]
    surroundings = os.environ | {"SOURCE_DATE_EPOCH": os.environ.get("SOURCE_DATE_EPOCH", "1735689600")}
    subprocess.run([*command, "--workpath", str(out / "work"), str(HERE / "tallyline.spec")],
                   env=surroundings, check=True)  # fmt: skip


def finish_linux(folder: Path) -> None:
    """Settle which libraries are bundled, and name the licences of those taken from the building system."""
    inside = folder / "_internal"
    libraries.settle(inside)
    with (inside / "resources" / "THIRD-PARTY-NOTICES.txt").open("a", encoding="utf-8") as listed:
        listed.write("\n" + notices.of_system_libraries(inside))


def list_sizes(folder: Path) -> int:
    """Print the size of each part, the largest first. Returns the sum in bytes."""
    sizes: Counter[str] = Counter()
    for path in folder.rglob("*"):
        if path.is_file() and not path.is_symlink():
            sizes[part_of(path.relative_to(folder))] += path.stat().st_size
    for part, size in sizes.most_common():
        if size >= MB / 10:
            print(f"{size / MB:8.1f} MB  {part}")
    print(f"{sum(size for size in sizes.values() if size < MB / 10) / MB:8.1f} MB  the rest")
    return sum(sizes.values())


def part_of(path: Path) -> str:
    """The part that a file of the bundle belongs to."""
    names = [name for name in path.parts if name not in ("_internal", "Contents", "Frameworks", "Resources", "MacOS")]
    if names[0] == "PySide6":
        return "/".join(names[: 4 if "plugins" in names else -1 if len(names) > 4 else None])
    return names[0] if ".so" not in names[0] else "libraries of the system"


def pack(folder: Path, out: Path) -> Path:
    """Pack the folder for download, as its system's people expect."""
    name = f"{out}/tallyline-{VERSION}-{sys.platform}"
    if sys.platform.startswith("linux"):
        archive = Path(f"{name}.tar.xz")
        surroundings = os.environ | {"XZ_OPT": "-6 -T0"}
        tar = ["tar", "--sort=name", "--owner=0", "--group=0", "--numeric-owner", "-cJf", str(archive)]
        subprocess.run([*tar, "-C", str(folder.parent), folder.name], env=surroundings, check=True)
        return archive
    return Path(shutil.make_archive(name, "zip", folder.parent, folder.name))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
