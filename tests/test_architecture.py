"""The rooms of the house and the doors between them, kept shut by reading the imports of every module."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.shared import ROOT

APP = ROOT / "app"
MODULES = sorted(APP.rglob("*.py"))

TOOLS = {
    "amount_text", "amount_words", "resource_files", "palette", "atomic_write", "file_names", "own_files",
    "own_process", "process_limits",
}  # fmt: skip
"""Small modules that serve every room: amounts as they are written, shipped files, colours, writing a file whole or
not at all, names of files, our own files, our own processes and how they are held."""

DOORS = {
    "core": {"core"},
    "importers": {"importers", "core", *TOOLS},
    "texts": {"texts", "core", *TOOLS},
    "timeline": {"timeline", "core", *TOOLS},
    "export": {"export", "core", "texts", "timeline", *TOOLS, ""},
    "storage": {"storage", "core", *TOOLS},
    "workspace": {"workspace", "core", "importers", "texts", "timeline", "export", "storage", *TOOLS},
    "desk": {"desk", "workspace", "core", "importers", "texts", "export", *TOOLS, ""},
    "gui": {"gui", "workspace", "desk", "questions", "core", "texts", "timeline", *TOOLS, ""},
    "cli": {"cli", "workspace", "desk", "questions", "core", "texts", "export", "gui", *TOOLS, ""},
    "questions": {"questions", "core", "texts", *TOOLS},
    "__main__": {"cli", "gui", "importers", "desk"},
    "palette": {"core"},
    "amount_text": {"core", "amount_words"},
    "amount_words": {"core"},
    "resource_files": set[str](),
    "atomic_write": set[str](),
    "file_names": set[str](),
    "own_files": set[str](),
    "own_process": set[str](),
    "process_limits": set[str](),
    "__init__": set[str](),
}
"""Which rooms a room may enter; "" is the package itself, for its version."""

FLOORS = {
    "core": (
        {"words", "made_quickly"},
        {"money", "calendar", "severity", "errors", "sources", "sole_fits"},
        {"papers", "bill_facts", "plan_facts", "loan_names"},
        {"facts"},
        {"discrepancy"},
        {"picture_rows"},
        {"comparison", "reconciliation", "ahead"},
        {"kinds"},
        {"loans"},
        {"explanation"},
        {"journal"},
        {"decisions"},
        {"notices"},
        {"corrections"},
        {"numbered_plans"},
        {"nameless_pages"},
        {"nameless_plans", "refunded_orders"},
        {"normalise"},
        {"linking"},
        {"inference"},
        {"case"},
        {"compare"},
        {"rules"},
        {"views"},
        {"pipeline"},
    ),
    "importers": (
        {"reading"},
        {"pictures"},
        {"importer"},
        {"recognising"},
        {"wallets", "banks", "lenders"},
        {"papers"},
        {"screens", "mapped"},
        {"registry", "opening", "forms"},
        {"read", "rows_around", "reader_child"},
    ),
    "gui": (
        {"style"},
        {"services"},
        {"models", "timeline"},
        {"widgets"},
        {"dialogs"},
        {"controllers"},
        {"panels"},
        {"desk"},
        {"window"},
        {"application"},
    ),
    "cli": (
        {"console", "arguments"},
        {"comparing", "settling"},
        {"explain_outputs", "ask_answers"},
        {"ask", "desk"},
        {"run"},
    ),
}
"""Inside a room: a part may use those on the floors below it, and of its own floor only itself."""

GUESTS = {
    "pandas": set[str](),
    "openpyxl": {"importers", "export"},
    "docx": {"export"},
    "python_calamine": {"importers"},
    "pdfplumber": {"importers"},
    "pyzipper": {"importers"},
    "rapidfuzz": {"importers"},
    "formualizer": set[str](),
    "PIL": {"importers", "workspace"},
    "onnxruntime": {"importers"},
    "numpy": {"timeline", "importers", "export", "gui"},
    "PySide6": {"gui"},
    "sqlite3": {"storage"},
    "cryptography": {"storage"},
    "distributed": {"desk"},
}
"""Which rooms may call a library."""

LATE = {
    "pandas",
    "openpyxl",
    "docx",
    "python_calamine",
    "pdfplumber",
    "pyzipper",
    "formualizer",
    "onnxruntime",
    "PIL",
    "distributed",
}
"""Libraries that cost the start of the window too much to be imported before they are needed."""


def room(path: Path) -> str:
    """The room a module stands in."""
    parts = path.relative_to(APP).with_suffix("").parts
    return parts[0]


@cache
def tree_of(path: Path) -> ast.Module:
    """A module's syntax tree."""
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def imports(path: Path, *, late: bool) -> tuple[str, ...]:
    """Dotted names a module imports; without ``late`` only those that run when it is imported."""
    return tuple(module for module, _ in _imported(path, late=late, for_types=False))


def _imported(path: Path, *, late: bool, for_types: bool) -> Iterator[tuple[str, str]]:
    """Each module that is imported, with the name that is taken from it; none where it is imported whole."""
    for node in _reached(tree_of(path), late, for_types):
        if isinstance(node, ast.Import):
            yield from ((alias.name, "") for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are written in full"
            yield from ((str(node.module), alias.name) for alias in node.names)


def _reached(node: ast.AST, late: bool, for_types: bool) -> Iterator[ast.AST]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.expr):
            continue  # nothing is imported inside an expression
        is_typing = isinstance(child, ast.If) and "TYPE_CHECKING" in ast.unparse(child.test)
        if (is_typing and not for_types) or (not late and isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef)):
            continue
        yield child
        yield from _reached(child, late, for_types)


def named(path: Path) -> str:
    """The dotted name of a module."""
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def known_to(path: Path) -> set[str]:
    """The modules of ours that a module knows: those it imports at any time, and those it names for types alone."""
    ours = {named(module) for module in MODULES}
    taken = _imported(path, late=True, for_types=True)
    found = {whole if (whole := f"{module}.{name}") in ours else module for module, name in taken}
    return (found & ours) - {named(path)}


def broken(rule: Callable[[Path], object], modules: Iterable[Path] = MODULES) -> dict[str, object]:
    """The modules that break a rule, each with what it does wrong."""
    found = {str(path.relative_to(ROOT)): rule(path) for path in modules}
    return {name: wrong for name, wrong in found.items() if wrong}


def test_a_room_enters_only_the_rooms_its_doors_lead_to() -> None:
    def entered(path: Path) -> set[str]:
        own = [name.split(".") for name in imports(path, late=True) if name.split(".")[0] == "app"]
        return {parts[1] if len(parts) > 1 else "" for parts in own} - DOORS[room(path)]

    assert broken(entered) == {}


def stairs_up(of_room: str) -> set[tuple[str, str, str]]:
    """The imports inside a room that do not lead to a floor below."""
    floor = {part: height for height, parts in enumerate(FLOORS[of_room]) for part in parts}
    up = set()
    for path in (p for p in MODULES if room(p) == of_room and p != APP / of_room / "__init__.py"):
        own = path.relative_to(APP).with_suffix("").parts[1]
        for name in imports(path, late=True):
            parts = name.split(".")
            inside = parts[:2] == ["app", of_room] and len(parts) > 2 and parts[2] != own
            if inside and floor[parts[2]] >= floor[own]:
                up.add((of_room, own, parts[2]))
    return up


@pytest.mark.parametrize("of_room", FLOORS)
def test_inside_a_room_imports_lead_down(of_room: str) -> None:
    assert stairs_up(of_room) == set()


def test_no_module_knows_one_that_knows_it() -> None:
    """Not even by the types it names: who reads one of them could understand neither without the other."""
    knows = {named(path): known_to(path) for path in MODULES}
    assert len(set().union(*knows.values())) > 400
    while ends := {m for m, below in knows.items() if not below} | (knows.keys() - set().union(*knows.values())):
        knows = {module: below - ends for module, below in knows.items() if module not in ends}
    assert knows == {}


def test_a_library_is_called_only_where_the_design_lets_it_in() -> None:
    def called(path: Path) -> set[str]:
        libraries = {name.split(".")[0] for name in imports(path, late=True)}
        return {name for name in libraries if name in GUESTS and room(path) not in GUESTS[name]}

    assert broken(called) == {}


def test_heavy_libraries_are_imported_late() -> None:
    assert broken(lambda path: {name.split(".")[0] for name in imports(path, late=False)} & LATE) == {}


def test_the_core_is_standard_library_and_core_alone() -> None:
    outside = {"os", "pathlib", "io", "time", "random", "socket", "subprocess", "sqlite3"}

    def foreign(path: Path) -> set[str]:
        roots = {name.split(".")[0] for name in imports(path, late=True)} - {"app"}
        return (roots - set(sys.stdlib_module_names)) | (roots & outside)

    core = [path for path in MODULES if room(path) == "core"]
    assert len(core) > 50
    assert broken(foreign, core) == {}


def test_the_core_knows_no_word_of_a_paper() -> None:
    """Words of papers are read where papers are read, and the core is given codes; its comments may quote them."""

    def words(path: Path) -> list[str]:
        tree = tree_of(path)
        said = {id(n.value) for n in ast.walk(tree) if isinstance(n, ast.Expr) and isinstance(n.value, ast.Constant)}
        texts = (n.value for n in ast.walk(tree) if isinstance(n, ast.Constant) and id(n) not in said)
        return [text for text in texts if isinstance(text, str) and re.search(r"[\u3000-\u9fff\uff00-\uffef]", text)]

    assert broken(words, [path for path in MODULES if room(path) == "core"]) == {}


def test_a_module_opens_with_a_sentence() -> None:
    def lacks(path: Path) -> bool:
        said = ast.get_docstring(tree_of(path))
        return not (said and said.splitlines()[0].endswith("."))

    assert broken(lacks) == {}


LONGEST_FILE = 350
LONGEST_FUNCTION = 50


def test_a_module_and_its_functions_stay_short_enough_to_be_read() -> None:
    def too_long(path: Path) -> list[str]:
        functions = (n for n in ast.walk(tree_of(path)) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef))
        found = [f.name for f in functions if (f.end_lineno or 0) - f.lineno + 1 > LONGEST_FUNCTION]
        return [*found, *(["the file"] if path.read_text(encoding="utf-8").count("\n") > LONGEST_FILE else [])]

    assert len(MODULES) > 400
    assert broken(too_long) == {}
