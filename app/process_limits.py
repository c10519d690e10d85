"""How much memory and time this process may take, as each system can be told; what it cannot be told is not held.

Linux holds memory by a limit on data, Windows by a job object, macOS by neither: there the process looks at itself and
ends. Time of the processor is counted by Linux and macOS. A clock that ends the process is there on every system.
"""

from __future__ import annotations

import ctypes
import faulthandler
import os
import sys
import threading
import time
from ctypes import c_int64, c_size_t, c_uint32, c_uint64
from functools import cache
from pathlib import Path
from typing import Any

TOO_MUCH_MEMORY = 77
"""The exit status of a process that saw that it holds too much."""
_LOOK_EVERY = 0.05  # seconds
_EXTENDED_LIMITS, _PROCESS_MEMORY = 9, 0x100  # JobObjectExtendedLimitInformation, JOB_OBJECT_LIMIT_PROCESS_MEMORY


class _BasicLimits(ctypes.Structure):
    _fields_ = (
        ("process_time", c_int64),
        ("job_time", c_int64),
        ("flags", c_uint32),
        ("least_working_set", c_size_t),
        ("most_working_set", c_size_t),
        ("processes", c_uint32),
        ("affinity", c_size_t),
        ("priority", c_uint32),
        ("scheduling", c_uint32),
    )


class JobLimits(ctypes.Structure):
    """JOBOBJECT_EXTENDED_LIMIT_INFORMATION of Windows."""

    _fields_ = (
        ("basic", _BasicLimits),
        ("input_and_output", c_uint64 * 6),
        ("process_memory", c_size_t),
        ("job_memory", c_size_t),
        ("most_process_memory", c_size_t),
        ("most_job_memory", c_size_t),
    )


class Memory:
    """The bound on this process's memory; it may be set again for every piece of work."""

    def __init__(self, system: str = sys.platform) -> None:
        self._system = system
        self._job: Any = None
        self._most = 0

    def hold(self, megabytes: int) -> None:
        """Let this process hold at most so much, or what the one that started it may hold, if that is less."""
        if self._system == "win32":
            self._hold_by_job(megabytes << 20)
        elif self._system == "darwin":
            self._watch(megabytes << 20)
        else:
            _hold_data(megabytes << 20)

    def _hold_by_job(self, size: int) -> None:
        kernel: Any = getattr(ctypes, "WinDLL")("kernel32")  # noqa: B009 - other systems do not have it
        kernel.CreateJobObjectW.restype = kernel.GetCurrentProcess.restype = ctypes.c_void_p
        if self._job is None:
            self._job = ctypes.c_void_p(kernel.CreateJobObjectW(None, None))
            kernel.AssignProcessToJobObject(self._job, ctypes.c_void_p(kernel.GetCurrentProcess()))
        limits = JobLimits()
        limits.basic.flags, limits.process_memory = _PROCESS_MEMORY, size
        kernel.SetInformationJobObject(self._job, _EXTENDED_LIMITS, ctypes.byref(limits), ctypes.sizeof(limits))

    def _watch(self, size: int) -> None:
        is_first, self._most = not self._most, size
        if is_first:
            threading.Thread(target=self._look, daemon=True).start()

    def _look(self) -> None:
        while peak() <= self._most:
            time.sleep(_LOOK_EVERY)
        os._exit(TOO_MUCH_MEMORY)


def peak() -> int:
    """The most bytes that this process ever held; 0 where the system does not say."""
    try:
        # What getrusage says on Linux goes on from the one who started this process, however large he is.
        status = Path("/proc/self/status").read_text(encoding="ascii", errors="replace")
        return int(status.partition("VmHWM:")[2].split()[0]) << 10
    except (OSError, IndexError, ValueError):  # another system
        pass
    resource = _resource()
    if resource is None:
        return 0
    most: int = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most << 10


def hold_seconds(seconds: float, on_the_clock: float) -> None:
    """Let this process take so many seconds of the processor from now, and so many on the clock; it ends beyond them.

    The clock is looked at by a thread of the interpreter's own that needs no turn, so that it also ends a process
    that hangs in a library. Setting it again begins anew.
    """
    faulthandler.dump_traceback_later(on_the_clock, exit=True, file=_nowhere())
    resource = _resource()
    if resource is None:  # the clock holds alone
        return
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    until = int(time.process_time() + seconds) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (until if hard < 0 else min(until, hard), hard))


def free_seconds() -> None:
    """Take the clock off: this process waits for work."""
    faulthandler.cancel_dump_traceback_later()


def _hold_data(size: int) -> None:
    resource = _resource()
    if resource is None:
        return
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    resource.setrlimit(resource.RLIMIT_DATA, (size if hard < 0 else min(size, hard), hard))


def _resource() -> Any:
    """The module that tells what a process took and bounds it; None on Windows, or in a Python built without it."""
    try:
        import resource
    except ImportError:
        return None
    return resource


@cache
def _nowhere() -> Any:
    return Path(os.devnull).open("wb")
