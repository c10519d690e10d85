"""Nothing leaves the computer: no test may reach a network, and no module of the program could."""

from __future__ import annotations

import ast
import socket
import subprocess
import sys

import pytest

from app import own_process
from tests.shared import ROOT
from tests.test_architecture import tree_of

MODULES = sorted((ROOT / "app").rglob("*.py"))
_NEVER = {
    "socket", "ssl", "http", "urllib", "ftplib", "smtplib", "telnetlib", "asyncio", "xmlrpc", "requests", "webbrowser",
    "subprocess", "pickle", "shelve", "marshal", "multiprocessing",
}  # fmt: skip
_STARTS_ITSELF = ROOT / "app" / "own_process.py"
"""The one module that starts a process: this program again, to read a file or to explain a case apart from the rest."""
_MAKES_FACTS = ROOT / "app" / "core" / "made_quickly.py"
"""The one module that makes code: the ``__init__`` of a dataclass from the names of its fields, as the library does."""
_NEVER_CALLED = {"eval", "exec", "__import__", "os.system", "os.popen", "os.startfile", "tempfile.mktemp"}


def test_a_connection_is_refused_for_the_whole_run() -> None:
    with pytest.raises(RuntimeError, match="network"), socket.socket() as line:
        line.connect(("127.0.0.1", 9))
    with pytest.raises(RuntimeError, match="network"):
        socket.getaddrinfo("localhost", 80)


def test_no_module_can_reach_a_network_a_shell_or_foreign_code() -> None:
    assert len(MODULES) > 700
    may = {_STARTS_ITSELF: {"subprocess"}, _MAKES_FACTS: {"exec"}}
    reached = {path: _reached(tree_of(path)) - may.get(path, set()) for path in MODULES}
    assert {str(path): found for path, found in reached.items() if found} == {}


def test_what_reaches_out_is_seen_however_it_is_imported() -> None:
    for line, seen in {
        "import socket as s": "socket", "from urllib.request import urlopen": "urllib.request",
        "from PySide6.QtNetwork import QTcpSocket": "PySide6.QtNetwork", "import a, ssl": "ssl",
        "def f():\n    import pickle": "pickle", "x = [eval('1')]": "eval", "import os\nos.system('x')": "os.system",
    }.items():  # fmt: skip
        assert _reached(ast.parse(line)) == {seen}
    assert _reached(ast.parse("import os\nos.fspath('x')\nevaluate('x')\nshelf.eval.x()\n")) == set()


def _reached(module: ast.Module) -> set[str]:
    """What a module imports or calls that could leave the computer or run what is no part of the program."""
    found: set[str] = set()
    for node in ast.walk(module):
        match node:
            case ast.Import(names):
                found |= {alias.name for alias in names if _is_foreign(alias.name)}
            case ast.ImportFrom(module) if _is_foreign(str(module)):
                found.add(str(module))
            case ast.Call(ast.Name(name)) if name in _NEVER_CALLED:
                found.add(name)
            case ast.Call(ast.Attribute(ast.Name(room), name)) if f"{room}.{name}" in _NEVER_CALLED:
                found.add(f"{room}.{name}")
    return found


def _is_foreign(name: str) -> bool:
    of_qt = name.startswith("PySide6.") and ("Network" in name or "WebEngine" in name)
    return name.partition(".")[0] in _NEVER or of_qt


def test_a_process_that_is_started_is_this_program_and_nothing_else() -> None:
    tree = ast.parse(_STARTS_ITSELF.read_text(encoding="utf-8"))
    started = [n for n in ast.walk(tree) if isinstance(n, ast.Call) and ast.unparse(n.func).startswith("subprocess.")]
    (first,) = [ast.unparse(call.args[0]) for call in started]
    assert first == "[*_command(), option, *arguments]"
    assert own_process._command()[0] == sys.executable


def test_reading_a_picture_opens_no_socket() -> None:
    """An audit hook ends the process at the first event of a socket."""
    run = """
import io, os, sys
sys.addaudithook(lambda event, _: os._exit(9) if event.startswith("socket.") else None)
from PIL import Image
from app.importers.pictures.ocr import Reader
out = io.BytesIO()
Image.new("RGB", (400, 600), "white").save(out, "PNG")
print(len(Reader().read(out.getvalue()).words))
"""
    done = subprocess.run([sys.executable, "-c", run], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.strip()) == (0, "0")
