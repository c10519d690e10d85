"""What a person sends away from the bundled sample: workbook and letters, masked from end to end."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from app.export.letter_files import as_text
from app.export.letters import letters_of
from app.resource_files import resource
from app.texts import Phrasebook
from app.workspace import Workspace
from app.workspace.exports import export_workbook, letters
from tests.export.workbook_reader import broken_links
from tests.languages import CHINESE, ENGLISH


@pytest.fixture(scope="module")
def sample() -> Workspace:
    workspace = Workspace()
    workspace.add([resource("samples")])
    return workspace


@pytest.mark.parametrize("mask", [False, True])
def test_the_sample_gives_a_workbook_whose_links_hold(sample: Workspace, tmp_path: Path, mask: bool) -> None:
    target = tmp_path / "out.xlsx"
    export_workbook(sample, target, CHINESE, mask=mask)
    book = openpyxl.load_workbook(target)
    assert len(book.sheetnames) >= 12
    assert broken_links(book) == []


def test_no_number_of_the_sample_is_left_in_a_masked_workbook(sample: Workspace, tmp_path: Path) -> None:
    target = tmp_path / "out.xlsx"
    export_workbook(sample, target, CHINESE, mask=True)
    with zipfile.ZipFile(io.BytesIO(target.read_bytes())) as parts:
        rows = [parts.read(n).decode() for n in parts.namelist() if n.startswith("xl/worksheets/sheet")]
    texts = re.findall(r"<t[^>]*>([^<]*)</t>", "".join(rows))
    fingerprints = {s.sha256 for s in sample.sources}
    assert [t for t in texts if re.search(r"(?<![\d.])\d{15,}(?!\d)", t) and t not in fingerprints] == []
    for facility in sample.explanation.facilities:
        assert not facility.contract or all(facility.contract not in t for t in texts)


def test_letters_are_masked_like_the_workbook(sample: Workspace) -> None:
    contracts = [f.contract for f in sample.explanation.facilities if f.contract]
    assert any(c in as_text(letters(sample, CHINESE)) for c in contracts)
    assert not any(c in as_text(letters(sample, CHINESE, mask=True)) for c in contracts)


def test_every_question_of_a_discrepancy_is_asked_once(sample: Workspace) -> None:
    asked = next(d for d in sample.explanation.discrepancies if d.questions)
    told = replace(sample.explanation, discrepancies=(asked,))
    text = as_text(letters_of(told, Phrasebook(ENGLISH), {}))
    to_the_supervisor = any(q.to == "lender" for q in asked.questions)
    assert text.count("Request:") == len(asked.questions)
    assert text.count("What I asked the institution for:") == to_the_supervisor
