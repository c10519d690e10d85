"""What the desktop is told of the program is true, and the same on every system."""

from __future__ import annotations

import configparser
import io
import re
import shutil
import sqlite3
import subprocess
import sys
import xml.etree.ElementTree as ET
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest
from PIL import Image

from app import __version__
from app.cli.run import run

ROOT = Path(__file__).resolve().parents[2]
PACKAGING = ROOT / "resources" / "packaging"
DEBIAN = PACKAGING / "debian"
CASE_TYPE = "application/x-tallyline"
MIME = {"m": "http://www.freedesktop.org/standards/shared-mime-info"}
EXTENSIONS = {"csv", "txt", "xlsx", "xls", "zip", "pdf"}


@pytest.fixture(scope="module")
def icons(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every icon, made as for a release."""
    folder = tmp_path_factory.mktemp("icons")
    subprocess.run([sys.executable, str(PACKAGING / "make_icons.py"), str(folder)], check=True)
    return folder


def entry() -> configparser.SectionProxy:
    parser = configparser.ConfigParser(interpolation=None)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read(DEBIAN / "tallyline.desktop", encoding="utf-8")
    return parser["Desktop Entry"]


def test_the_desktop_entry_starts_the_program_with_the_files_dropped_on_it() -> None:
    assert entry()["Exec"] == "tallyline %F"
    assert CASE_TYPE in entry()["MimeType"].split(";")
    assert {key for key in entry() if key.endswith("[zh_CN]")} == {
        f"{key}[zh_CN]" for key in ("Name", "GenericName", "Comment", "Keywords")
    }


def test_the_window_names_the_same_desktop_entry() -> None:
    source = (ROOT / "app" / "gui" / "application.py").read_text(encoding="utf-8")
    assert 'setDesktopFileName("tallyline")' in source


def test_a_case_is_known_by_its_name_and_by_its_first_bytes(tmp_path: Path) -> None:
    from app.storage.case_file import CaseFile

    kind = ET.parse(DEBIAN / "tallyline-mime.xml").getroot().find("m:mime-type", MIME)
    assert kind is not None
    assert kind.get("type") == CASE_TYPE
    assert [glob.get("pattern") for glob in kind.iterfind("m:glob", MIME)] == ["*.tally"]
    case = tmp_path / "a.tally"
    CaseFile.create(case, datetime(2026, 1, 1)).close()
    start = case.read_bytes()[:100]
    for match in kind.iterfind(".//m:match", MIME):
        value = (match.get("value") or "").encode().decode("unicode_escape").encode("latin-1")
        offset = int(match.get("offset") or 0)
        assert start[offset : offset + len(value)] == value
    with closing(sqlite3.connect(case)) as database:
        assert database.execute("PRAGMA application_id").fetchone() == (int.from_bytes(b"TALL"),)


def test_the_appstream_metadata_name_this_version_and_entry() -> None:
    component = ET.parse(DEBIAN / "org.tallyline.Tallyline.metainfo.xml").getroot()
    assert component.findtext("launchable") == "tallyline.desktop"
    assert component.findtext("provides/mediatype") == CASE_TYPE
    latest = component.find("releases/release")
    assert latest is not None
    assert latest.get("version") == __version__


@pytest.mark.skipif(not shutil.which("appstreamcli"), reason="needs appstreamcli")
def test_the_appstream_metadata_are_valid() -> None:
    file = str(DEBIAN / "org.tallyline.Tallyline.metainfo.xml")
    told = subprocess.run(["appstreamcli", "validate", "--no-net", file], capture_output=True, text=True, check=False)
    faults = {line.rpartition(" ")[2] for line in told.stdout.splitlines() if line.startswith(("E:", "W:"))}
    assert faults <= {"url-homepage-missing"}, told.stdout  # the project has no page of its own to name


@pytest.mark.parametrize("page", ["tallyline.1", "zh_CN/tallyline.1"])
def test_the_man_page_names_every_option_of_the_command_line(page: str, capsys: pytest.CaptureFixture[str]) -> None:
    text = (DEBIAN / "man" / page).read_text(encoding="utf-8").replace("\\-", "-")
    assert f"Tallyline {__version__}" in text
    helps = []
    for arguments in (["--help"], ["explain", "--help"], ["sample", "--help"]):
        assert run(arguments) == 0
        helps.append(capsys.readouterr().out)
    options = set(re.findall(r"--[a-z][a-z-]+", "\n".join(helps)))
    assert len(options) > 8
    assert {option for option in options if option not in text} == set()


@pytest.mark.parametrize("size", [16, 22, 24, 32, 48, 64, 128, 256, 512])
def test_there_is_an_icon_of_every_size_for_program_and_case(icons: Path, size: int) -> None:
    for place in ("apps/tallyline", "mimetypes/application-x-tallyline"):
        with Image.open(icons / "hicolor" / f"{size}x{size}" / f"{place}.png") as picture:
            assert picture.size == (size, size)
            assert picture.getchannel("A").getextrema() == (0, 255)


@pytest.mark.parametrize("name", ["tallyline", "case"])
@pytest.mark.parametrize("ground", [(255, 255, 255), (22, 25, 30)], ids=["light", "dark"])
def test_at_16_pixels_the_icon_stands_out_from_light_and_dark(icons: Path, name: str, ground: tuple[int, ...]) -> None:
    place = {"tallyline": "apps/tallyline", "case": "mimetypes/application-x-tallyline"}[name]
    with Image.open(icons / "hicolor" / "16x16" / f"{place}.png") as picture:
        under = Image.new("RGBA", picture.size, (*ground, 255))
        under.alpha_composite(picture.convert("RGBA"))
    luminances = [luminance(pixel) for pixel in under.convert("RGB").get_flattened_data()]
    clear = [seen for seen in luminances if contrast(seen, luminance(ground)) >= 3]
    assert len(clear) >= 40


def luminance(pixel: tuple[int, ...]) -> float:
    """Relative luminance by WCAG 2."""
    red, green, blue = ((c / 3294.6 if c <= 10 else ((c / 255 + 0.055) / 1.055) ** 2.4) for c in pixel)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: float, other: float) -> float:
    """Contrast ratio by WCAG 2."""
    return (max(one, other) + 0.05) / (min(one, other) + 0.05)


@pytest.mark.parametrize("name", ["tallyline", "case"])
def test_windows_and_mac_icons_hold_every_size(icons: Path, name: str) -> None:
    with Image.open(icons / f"{name}.ico") as windows:
        assert windows.info["sizes"] >= {(s, s) for s in (16, 20, 24, 32, 40, 48, 64, 256)}
    with Image.open(io.BytesIO((icons / f"{name}.icns").read_bytes())) as mac:
        assert mac.size == (1024, 1024)


def test_windows_and_mac_open_the_same_files() -> None:
    installer = (PACKAGING / "windows" / "tallyline.iss").read_text(encoding="utf-8")
    assert r"Software\Classes\.tally" in installer
    assert '""{app}\\tallyline.exe"" ""%1""' in installer
    spec = (PACKAGING / "pyinstaller" / "tallyline.spec").read_text(encoding="utf-8")
    assert '"public.filename-extension": ["tally"]' in spec
    listed = re.search(r'"CFBundleTypeExtensions": \[(.*)\]', spec)
    assert listed is not None
    assert set(re.findall(r"\w+", listed[1])) == EXTENSIONS
