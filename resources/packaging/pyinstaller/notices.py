"""Collects the licences of everything in the bundle from what is installed, so that nothing is listed by hand."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tomllib
from importlib import metadata
from pathlib import Path

from contents import ROOT
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

RULE = "=" * 100
TEXTS = Path(__file__).resolve().parent / "licences"
WITHOUT_TEXT = {"LGPL": ("LGPL-3.0.txt", "GPL-3.0.txt")}
"""Licences whose text a distribution names but does not bring; the LGPL refers to the GPL."""
LICENCE_NAMES = ("licen", "copying", "notice", "copyright")


def parts() -> list[metadata.Distribution]:
    """The distributions that the program depends on, directly or through others, as installed here."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    waiting = [Requirement(text) for text in project["dependencies"]]
    found: dict[str, metadata.Distribution] = {}
    while waiting:
        asked = waiting.pop()
        name = canonicalize_name(asked.name)
        if name in found or not (asked.marker is None or asked.marker.evaluate({"extra": ""})):
            continue
        found[name] = metadata.distribution(asked.name)
        waiting += [Requirement(text) for text in found[name].requires or []]
    return [found[name] for name in sorted(found)]


def licence_files(part: metadata.Distribution) -> list[Path]:
    """The licence texts that a distribution brings in its metadata."""
    files = [file for file in part.files or [] if ".dist-info" in file.parts[0]]
    named = [f for f in files if "licenses" in f.parts or f.name.lower().startswith(LICENCE_NAMES)]
    return [Path(str(part.locate_file(file))) for file in named]


def licence_name(part: metadata.Distribution) -> str:
    """What a distribution says its licence is, in one line."""
    about = part.metadata
    named = next((about[key] for key in ("License-Expression", "License") if about.get(key)), "")
    classified = [c.rpartition(" :: ")[2] for c in about.get_all("Classifier") or [] if c.startswith("License ::")]
    return named.partition("\n")[0] or ", ".join(classified)


def python_texts() -> list[Path]:
    """The licence of the Python that is packed along."""
    folders = (Path(sys.base_prefix), Path(sys.base_prefix) / "lib" / f"python{sys.version_info[0]}.{sys.version_info[1]}")
    found = [folder / "LICENSE.txt" for folder in folders if (folder / "LICENSE.txt").exists()]
    debian = Path(f"/usr/share/doc/python{sys.version_info[0]}.{sys.version_info[1]}/copyright")
    return found or [path for path in (debian,) if path.exists()]


def section(title: str, texts: list[Path]) -> str:
    """One part's heading and licence texts."""
    bodies = [text.read_text(encoding="utf-8", errors="replace").strip() for text in texts]
    return "\n".join([RULE, title, RULE, "", *(f"{body}\n" for body in bodies)])


def of_python_parts() -> str:
    """The notices for Python and every distribution. Raises LookupError where a licence text is missing."""
    said = [section(f"Python {sys.version.split()[0]}  PSF-2.0", python_texts())]
    for part in parts():
        name = licence_name(part)
        texts = licence_files(part) or [TEXTS / t for key, ts in WITHOUT_TEXT.items() if key in name for t in ts]
        if not texts:
            raise LookupError(f"no licence text for {part.name} ({name}): put it into {TEXTS}")
        said.append(section(f"{part.name} {part.version}  {name}", texts))
    return "\n".join(said)


def of_system_libraries(bundle: Path) -> str:
    """The notices for what was copied from the building Debian system; nothing on other systems."""
    if not shutil.which("dpkg"):
        return ""
    names = {path.name for path in bundle.iterdir() if ".so" in path.name}
    packages = {package for name in names for package in _owners(name)}
    copyrights = {p: Path("/usr/share/doc", p, "copyright") for p in sorted(packages)}
    return "\n".join(section(f"Debian package {p}", [text]) for p, text in copyrights.items() if text.exists())


def _owners(library: str) -> list[str]:
    """The Debian package that a library comes from."""
    found = subprocess.run(["dpkg", "-S", f"*/{library}"], capture_output=True, encoding="utf-8", check=False)
    return [line.partition(":")[0] for line in found.stdout.splitlines()[:1]]
