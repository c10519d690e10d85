"""What the workflows name is there, and what they run is what the README and the packaging scripts say.

No runner is asked: this is what can be held without one.
"""

from __future__ import annotations

import fnmatch
import re
import shutil
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
PACKAGING = ROOT / "resources" / "packaging"
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
TEXT = (ROOT / ".github" / "workflows" / "packages.yml").read_text(encoding="utf-8")
JOBS: dict[str, Any] = yaml.safe_load(TEXT)["jobs"]
README = (ROOT / "README.md").read_text(encoding="utf-8")
SYSTEMS = {"Linux": "ubuntu", "Windows": "windows", "macOS": "macos"}
"""What a runner calls its system, and how the names of its machines begin."""
EVERY_JOB = pytest.mark.parametrize("job", JOBS)


def steps(job: str, system: str) -> list[dict[str, Any]]:
    """The steps that a system takes, in their order."""
    taken = {f"runner.os == '{system}'"} | {f"runner.os != '{other}'" for other in SYSTEMS if other != system}
    return [step for step in JOBS[job]["steps"] if step.get("if") is None or step["if"] in taken]


def commands(job: str, system: str) -> list[str]:
    """The lines that a system runs, without what is the runner's own affair."""
    lines = [line for step in steps(job, system) for line in step.get("run", "").splitlines()]
    return [line for line in lines if "GITHUB_PATH" not in line]


def in_the_readme(command: str) -> str:
    """A command as the README would give it, where the Python at hand is not one of an environment's."""
    return command.replace("python -m pip", "pip").replace('"', "'")


def readme_commands() -> str:
    """All commands of the README, with the Python of any environment as the Python at hand."""
    blocks = "\n".join(re.findall(r"```sh\n(.*?)```", README, re.DOTALL))
    return re.sub(r"(?:build/venv|\.venv)/bin/", "", blocks)


def test_this_file_speaks_of_every_workflow() -> None:
    assert [path.name for path in WORKFLOWS] == ["packages.yml"]


def test_packages_are_made_only_of_what_was_tested_and_nothing_may_be_written_to_the_project() -> None:
    workflow = yaml.safe_load(TEXT)
    assert JOBS["package"]["needs"] == "test"
    assert workflow["permissions"] == {"contents": "read"}
    assert set(workflow[True]) == {"push", "pull_request"}  # YAML reads the word "on" as a truth


@EVERY_JOB
def test_each_job_runs_on_three_systems(job: str) -> None:
    machines = JOBS[job]["strategy"]["matrix"]["system"]
    assert sorted(name.partition("-")[0] for name in machines) == sorted(SYSTEMS.values())
    assert not any(name.endswith("-latest") for name in machines), "what is run today is run tomorrow"
    assert JOBS[job]["runs-on"] == "${{ matrix.system }}"


@EVERY_JOB
def test_every_condition_is_of_a_system_and_every_value_is_given(job: str) -> None:
    told = {f"runner.os {sign} '{system}'" for sign in ("==", "!=") for system in SYSTEMS}
    assert {step["if"] for step in JOBS[job]["steps"] if "if" in step} <= told
    used = set(re.findall(r"\$\{\{ *matrix\.(\w+) *\}\}", yaml.safe_dump(JOBS[job])))
    assert used == set(JOBS[job]["strategy"]["matrix"])
    assert set(re.findall(r"\$\{\{ *([a-z]+)", yaml.safe_dump(JOBS[job]))) == {"matrix"}


def test_the_pythons_are_the_oldest_that_is_promised_and_the_newest_that_is_pinned_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    pins = (PACKAGING / "constraints.txt").read_text(encoding="utf-8")
    newest = re.findall(r"for Python 3\.11 to (3\.\d+)", pins)
    assert project["requires-python"] == ">=3.11"
    assert JOBS["test"]["strategy"]["matrix"]["python"] == ["3.11", *newest]


def test_every_action_is_pinned_to_one_commit_and_says_its_version() -> None:
    used = re.findall(r"uses: *(.*)", TEXT)
    assert len(used) == sum("uses" in step for job in JOBS.values() for step in job["steps"])
    assert [line for line in used if not re.fullmatch(r"actions/[\w-]+@[0-9a-f]{40}  # v\d+\.\d+\.\d+", line)] == []
    places = {line.split("@")[0]: line for line in used}
    assert set(used) == set(places.values()), "one version of each"


@EVERY_JOB
@pytest.mark.parametrize("system", SYSTEMS)
def test_every_file_that_is_named_is_there(job: str, system: str) -> None:
    named = re.findall(r"(?:resources|app|tests)[\\/][\w./\\-]+", "\n".join(commands(job, system)))
    assert [name for name in named if not (ROOT / name.replace("\\", "/")).is_file()] == []
    assert named


@EVERY_JOB
@pytest.mark.parametrize("system", SYSTEMS)
def test_parts_are_installed_at_pinned_versions_by_extras_that_exist(job: str, system: str) -> None:
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]
    installed = [line for line in commands(job, system) if "pip install" in line]
    assert all("-c resources/packaging/constraints.txt" in line for line in installed)
    assert {extra for line in installed for extra in re.findall(r"\.\[(\w+)\]", line)} <= set(extras)
    assert installed or "sh resources/packaging/setup.sh test" in commands(job, system)


@pytest.mark.skipif(shutil.which("bash") is None, reason="needs bash")
@pytest.mark.parametrize("system", ["Linux", "macOS"])
def test_what_a_shell_is_given_is_a_shells_language(system: str) -> None:
    scripts = [step["run"] for job in JOBS for step in steps(job, system) if "run" in step]
    assert scripts
    for script in scripts:
        checked = subprocess.run(["bash", "-n"], input=script, capture_output=True, text=True, check=False)
        assert checked.returncode == 0, f"{script}\n{checked.stderr}"


@pytest.mark.skipif(shutil.which("sh") is None, reason="needs a shell")
@pytest.mark.parametrize("script", sorted(PACKAGING.rglob("*.sh")), ids=lambda path: path.name)
def test_every_script_is_a_shells_language(script: Path) -> None:
    checked = subprocess.run(["sh", "-n", str(script)], capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stderr


def test_linux_is_tested_as_the_readme_and_ci_do() -> None:
    said = readme_commands()
    setting, tests, *rest = commands("test", "Linux")
    assert f"{setting} && {tests}" in said
    slow, *checks = rest
    assert slow.endswith("-m slow")
    run = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert [line for line in checks if line.replace("python -m ", ".venv/bin/") not in run] == []
    assert [line.split()[2] for line in checks] == ["ruff", "ruff", "mypy"]


@pytest.mark.parametrize("system", SYSTEMS)
def test_every_system_is_tested_and_checked_alike(system: str) -> None:
    assert commands("test", system)[1:] == commands("test", "Linux")[1:]


def test_linux_is_packed_as_the_readme_says() -> None:
    said = readme_commands()
    packing = [line for line in commands("package", "Linux") if "apt-get" not in line]
    assert [line for line in packing if in_the_readme(line) not in said] == []
    assert len(packing) == 3


def test_windows_and_macos_are_packed_by_the_commands_that_their_scripts_name() -> None:
    windows, mac = commands("package", "Windows"), commands("package", "macOS")
    usage = (PACKAGING / "windows" / "tallyline.iss").read_text(encoding="utf-8")
    assert re.search(r"iscc /DVersion=[\d.]+ (\S+)", usage)[1] == windows[-1].split()[-1]  # type: ignore[index]
    assert '"/DVersion=$version"' in windows[-1]
    assert mac[-1] in (PACKAGING / "macos" / "make_dmg.sh").read_text(encoding="utf-8")


def written() -> dict[str, str]:
    """The name of what each packaging script writes into ``dist``, as the script states it."""
    texts = {
        path.name: path.read_text(encoding="utf-8")
        for path in PACKAGING.rglob("*")
        if path.suffix in (".py", ".sh", ".iss")
    }
    deb = re.search(r'out / f"(tallyline_.*\.deb)"', texts["build_deb.py"])
    archive = re.search(r'name = f"\{out\}/(tallyline-.*)"', texts["build.py"])
    setup = re.search(r"OutputBaseFilename=(.*)", texts["tallyline.iss"])
    image = re.search(r"image=\$out/(.*)", texts["make_dmg.sh"])
    assert deb and archive and setup and image
    assert r"OutputDir={#Root}\dist" in texts["tallyline.iss"]
    return {"deb": deb[1], "archive": f"{archive[1]}.tar.xz", "setup": f"{setup[1]}.exe", "image": image[1]}


def test_what_is_kept_is_what_the_scripts_write() -> None:
    (keeping,) = [step for step in JOBS["package"]["steps"] if "upload-artifact" in step.get("uses", "")]
    patterns = keeping["with"]["path"].split()
    assert keeping["with"]["if-no-files-found"] == "error"
    kept = {name: [p for p in patterns if fnmatch.fnmatch(f"dist/{file}", p)] for name, file in written().items()}
    assert [name for name, by in kept.items() if len(by) != 1] == []
    assert {pattern for by in kept.values() for pattern in by} == set(patterns), "nothing is asked for in vain"


def test_what_linux_builds_with_brings_every_library_that_the_set_up_knows() -> None:
    apt = next(line for line in commands("package", "Linux") if "apt-get" in line)
    asked = set(re.findall(r"\.so\.\d\s+(\S+)", (PACKAGING / "setup.sh").read_text(encoding="utf-8")))
    assert asked - set(apt.split()) == {"libxkbcommon0"}, "which comes with libxkbcommon-x11-0"
