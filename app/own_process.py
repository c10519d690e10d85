"""This program started once more as a process of its own: how, what it reads and writes, and how it is let go.

No ``multiprocessing``: it passes pickled objects, its helpers may start no processes themselves, and a packed program
would need its own start. A process of ours is told what to be by its first argument (`app.__main__`), the same whether
the program is installed or packed, and by every system is started anew and not forked.
"""

from __future__ import annotations

import mmap
import os
import subprocess
import sys
from pathlib import Path
from typing import IO

Process = subprocess.Popen[bytes]
"""A process of this program."""


def start(option: str, *arguments: str) -> Process:
    """Start this program with ``option``; its standard input and output are pipes. Raises OSError.

    Ctrl+C on the terminal is for the one who starts: he then ends what he started.
    """
    return subprocess.Popen(
        [*_command(), option, *arguments],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        start_new_session=True,
    )  # fmt: skip


def end(child: Process) -> int:
    """End a process now, whatever it does, and let its pipes go. Returns its exit status, below 0 for a signal."""
    child.kill()
    status = child.wait()
    for stream in (child.stdin, child.stdout):
        if stream is not None:
            _shut(stream)
    return status


def pipes() -> tuple[IO[bytes], IO[bytes]]:
    """In a process that was started: where it reads what is asked, and where it writes its answers.

    Whatever a library prints from now on is no answer and goes nowhere.
    """
    given, out = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.close(nowhere)
    return given, out


def megabytes() -> int:
    """What this process holds in memory now; 0 where the system does not say it without a library."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    except OSError:  # only Linux has it
        return 0
    return pages * mmap.PAGESIZE >> 20


def _command() -> list[str]:
    if getattr(sys, "frozen", False):
        return [sys.executable]
    root = str(Path(__file__).resolve().parents[1])
    run = f"import sys; sys.path.insert(0, {root!r}); from app.__main__ import main; main(sys.argv[1:])"
    return [sys.executable, "-c", run]


def _shut(stream: IO[bytes]) -> None:
    try:
        stream.close()
    except OSError:  # what was still to be written has no reader any more
        return
