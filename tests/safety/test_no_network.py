"""Nothing leaves the computer: no test may reach a network, and no module of the program could."""

from __future__ import annotations

import ast
import socket
from pathlib import Path

import pytest

from tests.shared import ROOT

MODULES = sorted((ROOT / "app").rglob("*.py"))
_NEVER = {
    "socket", "ssl", "http", "urllib", "ftplib", "smtplib", "telnetlib", "asyncio", "xmlrpc", "requests", "webbrowser",
    "subprocess", "pickle", "shelve", "marshal", "multiprocessing",
}  # fmt: skip
_NEVER_CALLED = {"eval", "exec", "__import__", "os.system", "os.popen", "os.startfile", "tempfile.mktemp"}


def test_a_connection_is_refused_for_the_whole_run() -> None:
    with pytest.raises(RuntimeError, match="network"), socket.socket() as line:
        line.connect(("127.0.0.1", 9))
    with pytest.raises(RuntimeError, match="network"):
        socket.getaddrinfo("localhost", 80)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_module_can_reach_a_network_a_shell_or_foreign_code(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    named = {alias.name for n in ast.walk(tree) if isinstance(n, ast.Import) for alias in n.names}
    named |= {str(n.module) for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)}
    called = {ast.unparse(n.func) for n in ast.walk(tree) if isinstance(n, ast.Call)}
    assert not {name.partition(".")[0] for name in named} & _NEVER
    assert not {name for name in named if name.startswith("PySide6.") and ("Network" in name or "WebEngine" in name)}
    assert not called & _NEVER_CALLED
