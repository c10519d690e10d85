"""The double-click program is told to hold all that is needed and nothing else; built, it keeps its promises."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from importlib import metadata
from pathlib import Path
from types import ModuleType

import pytest

import app
from app import __version__

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "resources" / "packaging" / "pyinstaller"
BUILT = Path(os.environ.get("TALLYLINE_BUNDLE", ROOT / "dist" / "tallyline"))


def module(name: str) -> ModuleType:
    """A module of the build, by its file: its folder is no package."""
    spec = importlib.util.spec_from_file_location(name, FOLDER / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    made = importlib.util.module_from_spec(spec)
    sys.modules[name] = made
    spec.loader.exec_module(made)
    return made


def test_the_bundle_is_of_this_version() -> None:
    assert __version__ == module("contents").VERSION


def test_every_resource_that_the_program_reads_is_kept() -> None:
    contents = module("contents")
    places = {f"{folder}/{Path(source).name}" for source, folder in contents.resources()}
    assert [place for place in places if not contents.keeps(place)] == []
    for kind in ("icons/app/tallyline.svg", "styles/window.qss", "tables/holidays_cn.toml", "help/zh/index.md",
                 "help/pictures/timeline-zh.png", "translations/en/cli.toml"):  # fmt: skip
        assert f"resources/{kind}" in places
    assert not [place for place in places if place.startswith(("resources/packaging/", "resources/decisions/"))]


@pytest.mark.parametrize("needed", [
    "PySide6/Qt/plugins/platforms/libqxcb.so", "PySide6/Qt/plugins/platforms/libqwayland.so",
    "PySide6/plugins/platforms/qwindows.dll",
    "PySide6/Qt/plugins/platforminputcontexts/libibusplatforminputcontextplugin.so",
    "PySide6/Qt/translations/qtbase_zh_CN.qm", "PySide6/Qt/lib/libQt6Widgets.so.6", "PySide6/Qt6Svg.dll",
    "PySide6/plugins/styles/qmodernwindowsstyle.dll", "pdfminer/cmap/GBK-EUC-H.json.gz",
    "tzdata/zoneinfo/Asia/Shanghai",
])  # fmt: skip
def test_what_a_desktop_needs_is_kept(needed: str) -> None:
    assert module("contents").keeps(needed)


@pytest.mark.parametrize("idle", [
    "PySide6/Qt/plugins/tls/libqopensslbackend.so", "PySide6/Qt6Network.dll", "PySide6/Qt/lib/libQt6Qml.so.6",
    "PySide6/Qt/plugins/platformthemes/libqgtk3.so", "PySide6/Qt/translations/qtbase_fr.qm",
    "pandas/tests/frame/common.py", "pdfminer/cmap/90ms-RKSJ-H.json.gz", "PIL/_avif.cpython-311-x86_64-linux-gnu.so",
])  # fmt: skip
def test_what_no_one_uses_is_left_out(idle: str) -> None:
    assert not module("contents").keeps(idle)


def test_nothing_that_the_programs_own_libraries_import_is_left_out() -> None:
    """Letters were written by nobody's packed program: what python-docx is made of was left out as idle."""
    excluded = set(module("contents").EXCLUDED_MODULES)
    tops = {
        file.parts[0].partition(".")[0]
        for part in module("notices").parts()
        for file in part.files or []
        if file.suffix == ".py" and len(file.parts) > 1
    }
    assert {"docx", "lxml", "pdfminer"} <= tops
    assert tops & excluded == set()


def test_what_an_interpreter_offers_who_types_into_it_is_left_out() -> None:
    assert {"readline", "curses", "_curses"} <= set(module("contents").EXCLUDED_MODULES)


def test_every_importer_is_named_since_they_are_loaded_by_name() -> None:
    hidden = set(module("contents").HIDDEN_MODULES)
    from app.importers import registry

    loaded = {f"app.importers.{name}" for name in (*registry._BY_HEADER, *registry._BY_MEANING)}
    assert loaded <= hidden
    assert all(importlib.util.find_spec(name) for name in hidden)


def test_every_part_comes_with_its_licence() -> None:
    module("contents")
    notices = module("notices")
    parts = {part.name for part in notices.parts()}
    assert {"PySide6_Essentials", "shiboken6", "numpy", "openpyxl", "pdfminer.six"} <= parts
    said = notices.of_python_parts()
    assert [part for part in parts if f"\n{part} {metadata.version(part)}" not in said] == []
    assert "GNU LESSER GENERAL PUBLIC LICENSE" in said
    assert "PYTHON SOFTWARE FOUNDATION LICENSE" in said


@pytest.mark.skipif(not BUILT.exists(), reason="needs a build: resources/packaging/pyinstaller/build.py")
def test_built_it_explains_the_sample_without_this_python(tmp_path: Path) -> None:
    surroundings = {"PATH": "/nowhere", "HOME": str(tmp_path), "LANG": "C.UTF-8"}
    program = BUILT / ("tallyline-cli.exe" if sys.platform == "win32" else "tallyline")
    ran = subprocess.run(
        [str(program), "sample"], cwd=tmp_path, env=surroundings, capture_output=True, encoding="utf-8", check=False
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    assert (tmp_path / "tallyline-sample.xlsx").stat().st_size > 10_000
    assert str(Path(app.__file__).parent) not in ran.stdout


@pytest.mark.skipif(not BUILT.exists(), reason="needs a build: resources/packaging/pyinstaller/build.py")
def test_built_it_does_a_desk_in_workers_and_writes_letters(tmp_path: Path) -> None:
    """Its workers, and the process that reads workbooks for them, are the packed program itself."""
    for name in ("甲", "乙"):
        shutil.copytree(ROOT / "resources" / "samples", tmp_path / "desk" / name)
    program = BUILT / ("tallyline-cli.exe" if sys.platform == "win32" else "tallyline")
    asked = ["desk", "desk", "--out", "out", "--jobs", "2", "--letters", "--workbooks", "--excel", "all.xlsx"]
    surroundings = {"PATH": "/nowhere", "HOME": str(tmp_path), "LANG": "C.UTF-8"}
    ran = subprocess.run(
        [str(program), *asked], cwd=tmp_path, env=surroundings, capture_output=True, encoding="utf-8", check=False
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    for name in ("甲", "乙"):
        kinds = {path.suffix for path in (tmp_path / "out" / "cases" / name).rglob("*") if path.is_file()}
        assert kinds == {".json", ".xlsx", ".docx", ".pdf"}
    assert "read-without-guard" not in (tmp_path / "out" / "cases" / "甲" / "explanation.json").read_text("utf-8")
