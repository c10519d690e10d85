"""LibreOffice as another spreadsheet program: it computes a workbook anew, without a window."""

from __future__ import annotations

import io
import shutil
import subprocess
from pathlib import Path

import openpyxl
import pytest

_NAMES = ("soffice", "libreoffice")
_PATIENCE = 180


def computed(content: bytes, folder: Path) -> openpyxl.Workbook:
    """The workbook with every value computed by LibreOffice; the stored ones are taken away before.

    Skips the calling test where LibreOffice is not installed.
    """
    program = next((found for name in _NAMES if (found := shutil.which(name))), None)
    if program is None:
        pytest.skip("needs LibreOffice")
    bare, out = folder / "bare.xlsx", folder / "computed"
    openpyxl.load_workbook(io.BytesIO(content)).save(bare)  # openpyxl writes formulas without their values
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [program, profile, "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(out)]
    subprocess.run([*command, str(bare)], check=True, capture_output=True, timeout=_PATIENCE)
    return openpyxl.load_workbook(out / "bare.xlsx", data_only=True)


def differences(content: bytes, folder: Path) -> tuple[int, list[str]]:
    """How many formulas there are, and those whose stored value is not what LibreOffice computes."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    stored = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
    anew = computed(content, folder)
    count, wrong = 0, []
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    count += 1
                    own, other = (b[sheet.title][cell.coordinate].value for b in (stored, anew))
                    if not _same(own, other):
                        wrong.append(f"{sheet.title}!{cell.coordinate} {cell.value}: {own!r}, LibreOffice {other!r}")
    return count, wrong


def _same(own: object, other: object) -> bool:
    if isinstance(own, int | float) and isinstance(other, int | float):
        return abs(own - other) < 1e-6
    return str(own) == str(other)
