"""The set-up script asks for root only where something is missing, and says what to do where it cannot go on."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(os.name != "posix", reason="the set-up script is for POSIX systems")

SCRIPT = Path(__file__).resolve().parents[2] / "resources" / "packaging" / "setup.sh"
LIBRARIES = [line.split()[0] for line in SCRIPT.read_text(encoding="utf-8").splitlines() if ".so." in line]
USED = ("sh", "dirname", "tr", "grep", "env", "mkdir", "cat")
COMPLETE = {
    "id": "echo 1000",
    "ldconfig": f"printf '%s (libc6) => /lib/x\\n' {' '.join(LIBRARIES)}",
    "fc-list": "echo NotoSansCJK-Regular.ttc",
    "python3": 'case "$*" in *ensurepip*|*version_info*) ;; "-m venv "*) mkdir -p "$3/bin"; '
    'cat "$0" >"$3/bin/python"; chmod +x "$3/bin/python" ;; *) echo "python $*" >>"$LOG" ;; esac',
    "apt-get": 'echo "apt-get $*" >>"$LOG"',
    "sudo": 'echo "sudo" >>"$LOG"; exec "$@"',
    "uname": "echo Linux",
}


def set_up(folder: Path, machine: Mapping[str, str], *arguments: str) -> tuple[int, str, list[str]]:
    """Run the script on a made-up machine: its exit status, what it says, and what it had others do."""
    tools = folder / "bin"
    tools.mkdir()
    for name in (*USED, "chmod"):
        (tools / name).symlink_to(shutil.which(name) or name)
    for name, body in machine.items():
        (tools / name).write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
        (tools / name).chmod(0o755)
    log = folder / "log"
    log.touch()
    surroundings = {"PATH": str(tools), "LOG": str(log), "TALLYLINE_VENV": str(folder / "an environment")}
    ran = subprocess.run(
        [str(tools / "sh"), str(SCRIPT), *arguments],
        env=surroundings, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    return ran.returncode, ran.stdout + ran.stderr, log.read_text(encoding="utf-8").splitlines()


def test_where_all_is_there_nobody_is_asked_for_root(tmp_path: Path) -> None:
    status, _, done = set_up(tmp_path, COMPLETE)
    assert status == 0
    assert [line for line in done if not line.startswith("python -m pip install")] == []


def test_what_is_missing_is_named_and_installed_by_sudo(tmp_path: Path) -> None:
    machine = COMPLETE | {"ldconfig": "echo 'libGL.so.1 (libc6) => /lib/libGL.so.1'"}
    status, said, done = set_up(tmp_path, machine)
    assert status == 0
    assert "lacks: libegl1" in said
    assert "with sudo" in said
    assert any(line.startswith("apt-get install") and "libxcb-cursor0" in line for line in done)
    assert not any("libgl1" in line for line in done)


def test_root_needs_no_sudo(tmp_path: Path) -> None:
    machine = COMPLETE | {"id": "echo 0", "fc-list": ""}
    status, _, done = set_up(tmp_path, machine)
    assert status == 0
    assert "apt-get install -q -y --no-install-recommends fonts-noto-cjk" in done
    assert "sudo" not in done


def test_without_root_and_sudo_the_command_for_root_is_said(tmp_path: Path) -> None:
    machine = {name: body for name, body in COMPLETE.items() if name != "sudo"} | {"fc-list": ""}
    status, said, done = set_up(tmp_path, machine)
    assert status == 1
    assert "As root, run: env DEBIAN_FRONTEND=noninteractive apt-get" in said
    assert done == []


def test_an_old_python_is_refused_with_the_remedy(tmp_path: Path) -> None:
    old = 'case "$*" in *version_info*) exit 1 ;; --version) echo Python 3.9.6 ;; esac'
    status, said, done = set_up(tmp_path, COMPLETE | {"python3": old})
    assert status == 1
    assert "Python 3.9.6 is too old: install Python 3.11 or newer" in said
    assert done == []


def test_a_linux_of_another_family_is_told_what_to_install_by_hand(tmp_path: Path) -> None:
    machine = {name: body for name, body in COMPLETE.items() if name != "apt-get"}
    status, said, _ = set_up(tmp_path, machine)
    assert status == 0
    assert "install Qt's xcb libraries and a Chinese font by hand" in said


def test_an_unknown_purpose_is_refused_before_anything_is_done(tmp_path: Path) -> None:
    status, said, done = set_up(tmp_path, COMPLETE, "tset")
    assert status == 1
    assert "unknown purpose 'tset'" in said
    assert done == []


@pytest.mark.parametrize(("arguments", "project"), [((), ".[screens]"), (("test",), "-e .[test]")])
def test_the_project_is_installed_at_pinned_versions(tmp_path: Path, arguments: tuple[str, ...], project: str) -> None:
    machine = COMPLETE | dict.fromkeys(("Xvfb", "openbox", "xdotool", "xprop"), "")
    status, _, done = set_up(tmp_path, machine, *arguments)
    assert status == 0
    installed = [line for line in done if line.startswith("python -m pip install")]
    assert all(f"--constraint {SCRIPT.parent / 'constraints.txt'}" in line for line in installed)
    assert installed[-1].endswith(f"--no-build-isolation {project}")


def test_for_the_tests_what_they_start_is_compiled_once(tmp_path: Path) -> None:
    machine = COMPLETE | dict.fromkeys(("Xvfb", "openbox", "xdotool", "xprop"), "")
    _, _, done = set_up(tmp_path, machine, "test")
    assert "python -m compileall -q app tests" in done
