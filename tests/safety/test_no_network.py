"""Nothing leaves the computer: no test may reach a network, and no module of the program could."""

from __future__ import annotations

import ast
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from app import own_process
from tests.shared import ROOT

MODULES = sorted((ROOT / "app").rglob("*.py"))
_NEVER = {
    "socket", "ssl", "http", "urllib", "ftplib", "smtplib", "telnetlib", "asyncio", "xmlrpc", "requests", "webbrowser",
    "subprocess", "pickle", "shelve", "marshal", "multiprocessing",
}  # fmt: skip
_STARTS_ITSELF = ROOT / "app" / "own_process.py"
"""The one module that starts a process: this program again, to read a file or to explain a case apart from the rest."""
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
    never = _NEVER - {"subprocess"} if path == _STARTS_ITSELF else _NEVER
    assert not {name.partition(".")[0] for name in named} & never
    assert not {name for name in named if name.startswith("PySide6.") and ("Network" in name or "WebEngine" in name)}
    assert not called & _NEVER_CALLED


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
