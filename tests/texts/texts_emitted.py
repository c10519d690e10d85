"""Reads from the explainers' source which code and variant each can emit, and which facts it names."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import product
from pathlib import Path

import app

EXPLAINERS = Path(app.__file__).parent / "core" / "rules"
WRITING = EXPLAINERS / "context.py"
"""Holds what several explainers write discrepancies down with."""

RECORD = (
    "severity", "certainty", "at", "evidence", "parts", "unexplained", "facility", "expected", "actual", "missing",
    "also", "code", "variant",
)  # fmt: skip
"""Arguments of the record itself; every other named argument is a fact."""

SURE_PERIODS = ("story.period", "after.period")
"""Periods that are always a number; any other may be None and then is no fact."""


@dataclass(frozen=True)
class Emission:
    """One call that writes down a discrepancy."""

    where: str
    codes: frozenset[str]
    variants: frozenset[str]
    facts: frozenset[str]
    always_info: bool
    missing: frozenset[str]

    @property
    def pairs(self) -> Iterator[tuple[str, str]]:
        """Every code with every variant; some of them may be impossible."""
        return product(sorted(self.codes), sorted(self.variants))


def _functions_of(tree: ast.Module) -> dict[str, ast.FunctionDef]:
    return {n.name: n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef)}


@cache
def emissions() -> tuple[Emission, ...]:
    """Every call in every explainer."""
    return tuple(e for path in sorted(EXPLAINERS.glob("*.py")) for e in _Module(path).emissions())


class _Module:
    def __init__(self, path: Path) -> None:
        self._name = path.stem
        tree = ast.parse(path.read_text(encoding="utf-8"))
        self._functions = _functions_of(tree)
        self._wrappers = {**_functions_of(ast.parse(WRITING.read_text(encoding="utf-8"))), **self._functions}
        self._calls = [n for n in ast.walk(tree) if isinstance(n, ast.Call) and isinstance(n.func, ast.Name)]

    def emissions(self) -> Iterator[Emission]:
        for call in self._calls:
            name = call.func.id  # type: ignore[attr-defined]
            wrapped = self._wrapped(name)
            if name == "discrepancy" and isinstance(call.args[0], ast.Name):
                continue  # inside a wrapper: its callers are looked at
            if name == "discrepancy":
                yield self._emission(call, call.args[0], call.args[1], call.keywords)
            elif wrapped is not None:
                named = [a.arg for a in self._wrappers[name].args.args]
                code, variant = (call.args[named.index(n)] for n in ("code", "variant"))
                yield self._emission(call, code, variant, [*wrapped.keywords, *call.keywords])

    def _wrapped(self, name: str) -> ast.Call | None:
        """The call of ``discrepancy`` that a function passes its own code and variant on to."""
        function = self._wrappers.get(name)
        for node in ast.walk(function) if function else ():
            named = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "discrepancy"
            if named and isinstance(node.args[0], ast.Name):  # type: ignore[attr-defined]
                return node  # type: ignore[return-value]
        return None

    def _emission(self, call: ast.Call, code: ast.expr, variant: ast.expr, named: list[ast.keyword]) -> Emission:
        facts = {k.arg for k in named if k.arg and k.arg not in RECORD}
        period = next((k.value for k in named if k.arg == "period"), None)
        if period is None or ast.unparse(period) not in SURE_PERIODS:
            facts.discard("period")
        missing = {c for k in named if k.arg == "missing" for c in self._texts(k.value)}
        return Emission(
            f"{self._name}.py, line {call.lineno}",
            frozenset(self._texts(code)),
            frozenset(self._texts(variant)),
            frozenset(facts),
            any(ast.unparse(a) == "Severity.INFO" for a in call.args),
            frozenset(missing),
        )

    def _texts(self, node: ast.expr) -> set[str]:
        """Every text that an expression can be; calls and properties of the module are followed to their returns."""
        match node:
            case ast.Constant(value=str(text)):
                return {text}
            case ast.IfExp():
                return self._texts(node.body) | self._texts(node.orelse)
            case ast.Tuple():
                return {text for element in node.elts for text in self._texts(element)}
            case ast.Call(func=ast.Name(id=name)) if name in self._functions:
                return self._returned(name)
            case ast.Attribute(attr=name) if name in self._functions:
                return self._returned(name)
        return set()

    def _returned(self, name: str) -> set[str]:
        returns = (n.value for n in ast.walk(self._functions[name]) if isinstance(n, ast.Return) and n.value)
        return {text for value in returns for text in self._texts(value)}
