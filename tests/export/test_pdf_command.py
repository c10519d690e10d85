"""``explain --pdf`` writes the whole explanation without a window, and says so where it cannot."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from app.__main__ import main
from app.core.money import grouped
from app.own_files import is_own_file
from app.texts import Language, Phrasebook
from app.texts.discrepancy_texts import DiscrepancyTexts
from app.workspace import Workspace
from tests.gui.small_case import write_case
from tests.gui.test_pdf_text import text_in
from tests.languages import CHINESE, ENGLISH
from tests.patience import SECONDS
from tests.shared import ROOT


@pytest.fixture
def files(tmp_path: Path) -> Path:
    return write_case(tmp_path / "files")


def plain(text: str) -> str:
    return re.sub(r"\s", "", text)


def test_a_process_of_its_own_without_a_display_writes_it(files: Path, tmp_path: Path) -> None:
    out = tmp_path / "all.pdf"
    command = [sys.executable, "-m", "app", "explain", str(files), "--pdf", str(out), "--lang", ENGLISH.code]
    surroundings = {k: v for k, v in os.environ.items() if k not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")}
    done = subprocess.run(command, cwd=ROOT, env=surroundings, capture_output=True, timeout=SECONDS, check=False)
    assert done.returncode == 0, done.stderr.decode()
    assert unsaid(files, out, ENGLISH) == []


@pytest.mark.usefixtures("qapp")
def test_it_says_everything_in_the_other_language_too(files: Path, tmp_path: Path) -> None:
    out = tmp_path / "all.pdf"
    assert main(["explain", str(files), "--pdf", str(out), "--lang", CHINESE.code, "--quiet"]) == 0
    assert unsaid(files, out, CHINESE) == []


def unsaid(files: Path, out: Path, language: Language) -> list[str]:
    """What of the explanation the page does not say."""
    said, case = text_in(out.read_bytes()), Workspace()
    case.add([files])
    (found,) = case.explanation.discrepancies
    texts = DiscrepancyTexts(Phrasebook(language), case.explanation.years)
    expected = [
        texts.title(found),
        texts.answer(found),
        texts.advice(found),
        *(r.file for r in case.explanation.sources),
    ]
    expected += [grouped(part.amount, signed=True) for part in found.bridge]
    return [text for text in expected if plain(text) not in said]


@pytest.mark.usefixtures("qapp")
def test_masked_it_names_no_contract(files: Path, tmp_path: Path) -> None:
    for name, more in (("whole", []), ("masked", ["--mask"])):
        assert main(["explain", str(files), "--pdf", str(tmp_path / f"{name}.pdf"), "--quiet", *more]) == 0
    contract = "JB20240115001"
    assert contract in text_in((tmp_path / "whole.pdf").read_bytes())
    assert contract not in text_in((tmp_path / "masked.pdf").read_bytes())


@pytest.mark.usefixtures("qapp")
def test_it_is_written_again_over_itself_and_never_over_what_others_wrote(files: Path, tmp_path: Path) -> None:
    out = tmp_path / "all.pdf"
    out.write_bytes(b"%PDF-1.4 of somebody else")
    assert main(["explain", str(files), "--pdf", str(out), "--quiet"]) == 1
    assert out.read_bytes() == b"%PDF-1.4 of somebody else"
    out.unlink()
    for _ in range(2):
        assert main(["explain", str(files), "--pdf", str(out), "--quiet"]) == 0
        assert is_own_file(out)


@pytest.mark.parametrize("option", ["--pdf", "--timeline"])
def test_where_qt_cannot_be_loaded_the_library_is_named_and_the_rest_is_written(
    files: Path, tmp_path: Path, option: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "app.gui.timeline.render", None)
    outputs = [option, str(tmp_path / "out.pdf"), "--json", str(tmp_path / "out.json")]
    assert main(["explain", str(files), *outputs, "--lang", "en", "--quiet"]) == 1
    assert "this system lacks" in capsys.readouterr().err
    assert not (tmp_path / "out.pdf").exists()
    assert (tmp_path / "out.json").exists()
