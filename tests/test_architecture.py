"""The rooms of the house and the doors between them, kept shut by reading the imports of every module."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from shared import ROOT

APP = ROOT / "app"
MODULES = sorted(APP.rglob("*.py"))

DOORS = {
    "core": {"core"},
    "importers": {"importers", "core", "assets"},
    "texts": {"texts", "core", "assets"},
    "timeline": {"timeline", "core"},
    "export": {"export", "core", "texts", "timeline", "assets", ""},
    "storage": {"storage", "core", "assets"},
    "workspace": {"workspace", "core", "importers", "texts", "timeline", "export", "storage", "assets"},
    "gui": {"gui", "workspace", "core", "texts", "timeline", "assets", ""},
    "cli": {"cli", "workspace", "core", "texts", "export", "gui", "assets", ""},
    "__main__": {"cli", "gui"},
    "assets": set[str](),
    "__init__": set[str](),
}
"""Which rooms a room may enter; "" is the package itself, for its version."""

GUESTS = {
    "pandas": {"importers", "export"},
    "openpyxl": {"importers", "export"},
    "python_calamine": {"importers"},
    "pdfplumber": {"importers"},
    "pyzipper": {"importers"},
    "rapidfuzz": {"importers"},
    "formualizer": {"export"},
    "numpy": {"timeline", "importers", "export", "gui"},
    "PySide6": {"gui"},
    "sqlite3": {"storage"},
    "cryptography": {"storage"},
}
"""Which rooms may call a library."""

LATE = {"pandas", "openpyxl", "python_calamine", "pdfplumber", "pyzipper", "formualizer"}
"""Libraries that cost the start of the window too much to be imported before they are needed."""


def room(path: Path) -> str:
    """The room a module stands in."""
    parts = path.relative_to(APP).with_suffix("").parts
    return parts[0]


def imports(path: Path, *, late: bool) -> Iterator[str]:
    """Dotted names a module imports; without ``late`` only those that run when it is imported."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in _reached(tree, late):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are written in full"
            yield str(node.module)


def _reached(node: ast.AST, late: bool) -> Iterator[ast.AST]:
    for child in ast.iter_child_nodes(node):
        for_types = isinstance(child, ast.If) and "TYPE_CHECKING" in ast.unparse(child.test)
        if for_types or (not late and isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef)):
            continue
        yield child
        yield from _reached(child, late)


def of(path: Path) -> str:
    """A readable test id."""
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", MODULES, ids=of)
def test_a_room_enters_only_the_rooms_its_doors_lead_to(path: Path) -> None:
    own = [name.split(".") for name in imports(path, late=True) if name.split(".")[0] == "app"]
    assert {parts[1] if len(parts) > 1 else "" for parts in own} <= DOORS[room(path)]


@pytest.mark.parametrize("path", MODULES, ids=of)
def test_a_library_is_called_only_where_the_design_lets_it_in(path: Path) -> None:
    called = {name.split(".")[0] for name in imports(path, late=True)}
    assert {name for name in called if name in GUESTS and room(path) not in GUESTS[name]} == set()


@pytest.mark.parametrize("path", MODULES, ids=of)
def test_heavy_libraries_are_imported_late(path: Path) -> None:
    assert {name.split(".")[0] for name in imports(path, late=False)} & LATE == set()


@pytest.mark.parametrize("path", [p for p in MODULES if room(p) == "core"], ids=of)
def test_the_core_is_standard_library_and_core_alone(path: Path) -> None:
    roots = {name.split(".")[0] for name in imports(path, late=True)} - {"app"}
    assert roots <= set(sys.stdlib_module_names)
    assert not roots & {"os", "pathlib", "io", "time", "random", "socket", "subprocess", "sqlite3"}


@pytest.mark.parametrize("path", MODULES, ids=of)
def test_a_module_opens_with_a_sentence(path: Path) -> None:
    said = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    assert said and said.splitlines()[0].endswith(".")
