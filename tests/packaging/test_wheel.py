"""The wheel brings the command, the sample and every resource, and nothing else."""

from __future__ import annotations

import json
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

from app import __version__

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[2]
NOT_SHIPPED = ("decisions/", "packaging/", "help/README.zh.md", "help/pictures/window-", "help/pictures/workbook-")
ONE_OF_EACH_KIND = (
    "icons/app/tallyline.svg", "styles/window.qss", "tables/holidays_cn.toml", "translations/zh/cli.toml",
    "translations/en/cli.toml", "help/zh/index.md", "help/en/index.md", "samples",
    "schema/explanation.schema.json",
)  # fmt: skip


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The scripts of a new environment that holds the wheel; the libraries are borrowed from the running one."""
    home = tmp_path_factory.mktemp("home") / "空 environment"
    venv.create(home, with_pip=False)
    packages = Path(sysconfig.get_path("purelib", vars={"base": str(home)}))
    scripts = Path(sysconfig.get_path("scripts", vars={"base": str(home)}))
    pip = [sys.executable, "-m", "pip", "--python", str(scripts / "python"), "install", "-q", "--no-deps", "--no-index"]
    subprocess.run([*pip, str(wheel)], check=True, capture_output=True)
    (packages / "libraries.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
    return scripts


def run(cwd: Path, *command: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([str(word) for word in command], cwd=cwd, capture_output=True, encoding="utf-8", check=False)


def test_the_wheel_holds_the_program_and_its_papers_only(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert {name.partition("/")[0] for name in names} == {"app", f"tallyline-{__version__}.dist-info"}
    assert f"tallyline-{__version__}.dist-info/licenses/LICENSE" in names
    assert not [name for name in names if "test" in name.lower() or "__pycache__" in name]


def test_every_resource_that_the_program_uses_is_in_the_wheel(wheel: Path) -> None:
    folder = ROOT / "resources"
    files = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    wanted = {f"app/resources/{name}" for name in files if not name.startswith(NOT_SHIPPED)}
    shipped = {name for name in zipfile.ZipFile(wheel).namelist() if name.startswith("app/resources/")}
    assert shipped == wanted


def test_installed_the_wheel_finds_one_of_each_kind_of_resource_in_itself(installed: Path, tmp_path: Path) -> None:
    ask = "import sys; from app.resource_files import resource; print(*(resource(p) for p in sys.argv[1:]), sep='\\n')"
    answer = run(tmp_path, installed / "python", "-X", "utf8", "-c", ask, *ONE_OF_EACH_KIND)
    found = [Path(line) for line in answer.stdout.splitlines()]
    assert len(found) == len(ONE_OF_EACH_KIND), answer.stderr
    assert all(path.is_relative_to(installed.parent) for path in found)


def test_installed_the_command_tells_its_version(installed: Path, tmp_path: Path) -> None:
    answer = run(tmp_path, installed / "tallyline", "--version")
    assert answer.stdout.split() == ["Tallyline", __version__]


def test_installed_the_command_explains_the_bundled_sample(installed: Path, tmp_path: Path) -> None:
    sample = ROOT / "resources" / "samples"
    answer = run(tmp_path, installed / "tallyline", "explain", sample, "--json", tmp_path / "out.json", "--quiet")
    assert (answer.returncode, answer.stderr) == (0, "")
    assert json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))["discrepancies"]
