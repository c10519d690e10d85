"""LibreOffice as another spreadsheet program: it computes a workbook anew, without a window."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest
from openpyxl.utils import column_index_from_string
from python_calamine import CalamineWorkbook

from tests.patience import SECONDS

_NAMES = ("soffice", "libreoffice")
_PROGRAM = next((found for name in _NAMES if (found := shutil.which(name))), "")
needs_libre_office = pytest.mark.skipif(not _PROGRAM, reason="needs LibreOffice")
_PATIENCE = SECONDS


def computed(content: bytes, folder: Path) -> bytes:
    """The workbook with every value computed by LibreOffice; the stored ones are taken away before."""
    return all_computed({"bare": content}, folder)["bare"]


def all_computed(contents: Mapping[str, bytes], folder: Path, *, drawn: bool = True) -> dict[str, bytes]:
    """Workbooks by name as ``computed`` gives them, all by one start of LibreOffice.

    Without ``drawn`` their charts and pictures are taken away before, which no formula reads: a third of the work.
    """
    bare, out = folder / "bare", folder / "computed"
    bare.mkdir()
    for name, content in contents.items():
        (bare / f"{name}.xlsx").write_bytes(_bare(content, drawn=drawn))
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [_PROGRAM, profile, "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(out)]
    files = [str(bare / f"{name}.xlsx") for name in contents]
    subprocess.run([*command, *files], check=True, capture_output=True, timeout=_PATIENCE + 5 * len(files))
    return {name: (out / f"{name}.xlsx").read_bytes() for name in contents}


def differences(content: bytes, folder: Path) -> tuple[int, list[str]]:
    """How many formulas there are, and those whose stored value is not what LibreOffice computes."""
    return differing(content, computed(content, folder))


def differing(content: bytes, anew: bytes) -> tuple[int, list[str]]:
    """How many formulas a workbook has, and those whose stored value is not that of the workbook computed anew."""
    own, other = (CalamineWorkbook.from_filelike(io.BytesIO(x)) for x in (content, anew))
    count, wrong = 0, []
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        for number, name in enumerate(own.sheet_names, start=1):
            stored, computed_ = (b.get_sheet_by_name(name).to_python(skip_empty_area=False) for b in (own, other))
            for cell in _FORMULA.finditer(package.read(f"xl/worksheets/sheet{number}.xml").decode()):
                row, at = int(cell["row"]) - 1, column_index_from_string(cell["letters"]) - 1
                count += 1
                if not _same(_at(stored, row, at), _at(computed_, row, at)):
                    place = f"{name}!{cell['letters']}{cell['row']} {cell['formula']}"
                    wrong.append(f"{place}: {_at(stored, row, at)!r}, LibreOffice {_at(computed_, row, at)!r}")
    return count, wrong


_FORMULA = re.compile(r'<c r="(?P<letters>[A-Z]+)(?P<row>\d+)"[^>]*><f>(?P<formula>[^<]*)</f>')
_VALUE = re.compile(rb"(<f>[^<]*</f>)<v>[^<]*</v>")


_DRAWING = re.compile(rb"<(?:drawing|Relationship [^>]*drawing|Override [^>]*(?:drawing|chart))[^>]*/>")
_DRAWN = ("xl/drawings/", "xl/charts/", "xl/media/")


def _bare(content: bytes, *, drawn: bool) -> bytes:
    """The workbook with its formulas and without their values."""
    bare = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(bare, "w") as target:
        for item in source.infolist():
            if drawn or not item.filename.startswith(_DRAWN):
                part = _VALUE.sub(rb"\1", source.read(item))
                target.writestr(item.filename, part if drawn else _DRAWING.sub(b"", part))
    return bare.getvalue()


def _at(rows: list[list[object]], row: int, column: int) -> object:
    return rows[row][column] if row < len(rows) and column < len(rows[row]) else ""


def _same(own: object, other: object) -> bool:
    if isinstance(own, int | float) and isinstance(other, int | float):
        return abs(own - other) < 1e-6
    return str(own) == str(other)
