"""Every rule of lenders in the program serves it: nothing in the room of loans is reached by tests alone."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.shared import ROOT

APP = ROOT / "app"
LOANS = APP / "core" / "loans"
Name = tuple[str, str]
"""A module of the room and a name defined at its top."""


def trees() -> dict[str, ast.Module]:
    """Every module of the room but its list of exports, by dotted name."""
    return {dotted(path): parsed(path) for path in sorted(LOANS.glob("*.py")) if path.name != "__init__.py"}


def dotted(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts)


def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def defined(module: str, tree: ast.Module) -> dict[Name, ast.stmt]:
    """What a module defines at its top: functions, classes and constants."""
    found: dict[Name, ast.stmt] = {}
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            found[module, node.name] = node
        for target in assigned(node):
            found[module, target] = node
    return found


def assigned(node: ast.stmt) -> list[str]:
    targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
    return [target.id for target in targets if isinstance(target, ast.Name)]


def imported(tree: ast.Module, exports: dict[str, str]) -> dict[str, Name]:
    """What a module calls things of the room that it imports, wherever in it."""
    found = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("app.core.loans"):
            for alias in node.names:
                home = exports.get(alias.name, "") if node.module == "app.core.loans" else str(node.module)
                found[alias.asname or alias.name] = (home, alias.name)
    return found


def words(node: ast.AST) -> Iterator[str]:
    yield from (n.id for n in ast.walk(node) if isinstance(n, ast.Name))
    yield from (n.attr for n in ast.walk(node) if isinstance(n, ast.Attribute))


def test_no_function_of_the_room_of_loans_is_reached_by_tests_alone() -> None:
    exports = {name: module for name, (module, _) in imported(parsed(LOANS / "__init__.py"), {}).items()}
    modules = trees()
    everything = {name: node for module, tree in modules.items() for name, node in defined(module, tree).items()}
    known = {module: imported(tree, exports) for module, tree in modules.items()}
    outside = [path for path in APP.rglob("*.py") if LOANS not in path.parents]
    waiting = [name for path in outside for name in imported(parsed(path), exports).values()]
    reached: set[Name] = set()
    while waiting:
        module, name = waiting.pop()
        if (module, name) in reached or (module, name) not in everything:
            continue
        reached.add((module, name))
        for word in words(everything[module, name]):
            waiting.append((module, word))
            waiting += [known[module][word]] if word in known[module] else []
    functions = {name for name, node in everything.items() if isinstance(node, ast.FunctionDef | ast.ClassDef)}
    assert not sorted(functions - reached)
