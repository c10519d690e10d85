"""Other programs: LibreOffice computes the same and turns the control cell red, and nothing asks to be repaired."""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from app.resource_files import resource
from app.texts import Language, languages
from app.workspace import Workspace
from app.workspace.exports import export_workbook
from tests.export.export_cases import case, cells
from tests.export.libre_office import all_computed, computed, differences, differing, needs_libre_office
from tests.export.workbook_reader import Book, written
from tests.labelled_cases import labelled_cases
from tests.languages import CHINESE, EVERY_LANGUAGE

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
ORDER = (
    "sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "sheetProtection", "autoFilter",
    "mergeCells", "conditionalFormatting", "dataValidations", "hyperlinks", "printOptions", "pageMargins", "pageSetup",
    "headerFooter", "rowBreaks", "colBreaks", "ignoredErrors", "drawing", "legacyDrawing", "tableParts",
)  # fmt: skip
"""The elements of a sheet in the order that the format wants (ECMA-376, CT_Worksheet)."""


@pytest.fixture(scope="module")
def book() -> Book:
    return written(case(), cells=cells())


def sample_workbook(folder: Path, language: Language) -> bytes:
    """The workbook of the sample."""
    workspace = Workspace()
    workspace.add([resource("samples")])
    export_workbook(workspace, folder / "sample.xlsx", language)
    return (folder / "sample.xlsx").read_bytes()


# -- LibreOffice -----------------------------------------------------------------------------------------------------


def set_actual(opened: openpyxl.Workbook) -> None:
    """What happened is set higher than the file says."""
    row = next(r for r in opened["解释"].iter_rows() if any(c.value == "实际" for c in r))
    row[2].value = 1009.99


def change_evidence(opened: openpyxl.Workbook) -> None:
    """The row of the file is changed after the fact."""
    cell = next(c for r in opened["凭据"].iter_rows() for c in r if c.value == "1,000.00")
    cell.value = "1,003.00"


def change_due_day(opened: openpyxl.Workbook) -> None:
    """The due day in the row of the plan is changed after the fact."""
    cell = next(c for r in opened["凭据"].iter_rows() for c in r if c.value == "2024-03-11")
    cell.value = "2024-03-13"


def set_payment(opened: openpyxl.Workbook) -> None:
    """A payment is set higher than the lender recorded."""
    row = next(r for r in opened["余额对账"].iter_rows() if any(c.value == 1001.62 for c in r))
    row[1].value = 2000


@pytest.mark.slow
@needs_libre_office
@pytest.mark.parametrize("fault", [None, set_actual, change_evidence, change_due_day, set_payment])
def test_each_planted_fault_turns_the_control_cell_red(
    book: Book, tmp_path: Path, fault: Callable[[openpyxl.Workbook], None] | None
) -> None:
    opened = book.opened()
    if fault:
        fault(opened)
    stream = io.BytesIO()
    opened.save(stream)
    summary = openpyxl.load_workbook(io.BytesIO(computed(stream.getvalue(), tmp_path)), data_only=True)["摘要"]
    control = next(r[1] for r in summary.iter_rows() if r[0].value == "总核对")
    ranges = {str(r.sqref): r.rules for r in summary.conditional_formatting}
    red = [x.dxf.fill.bgColor.rgb for where, rules in ranges.items() if control.coordinate in where for x in rules]
    assert (control.value != 0) is (fault is not None)
    assert len(red) == 1


@pytest.mark.slow
@needs_libre_office
@EVERY_LANGUAGE
def test_libreoffice_computes_what_the_sample_stores(tmp_path: Path, language: Language) -> None:
    count, wrong = differences(sample_workbook(tmp_path, language), tmp_path)
    assert count > 400
    assert wrong == []


@pytest.mark.slow
@needs_libre_office
def test_libreoffice_computes_what_the_labelled_cases_store(tmp_path: Path) -> None:
    """Every formula of every sixth labelled case; not those that formualizer computes (test_workbook_cases)."""
    contents: dict[str, bytes] = {}
    for folder in labelled_cases()[1::6]:
        workspace = Workspace()
        workspace.add([folder])
        export_workbook(workspace, tmp_path / "out.xlsx", CHINESE)
        contents[folder.name] = (tmp_path / "out.xlsx").read_bytes()
    anew = all_computed(contents, tmp_path, drawn=False)
    found = {name: differing(content, anew[name]) for name, content in contents.items()}
    assert {name: wrong for name, (_, wrong) in found.items() if wrong} == {}
    assert sum(count for count, _ in found.values()) > 100 * len(contents)


# -- what makes a spreadsheet program offer a repair -----------------------------------------------------------------


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> list[bytes]:
    """The sample in both languages, and the made-up case."""
    folder = tmp_path_factory.mktemp("packages")
    samples = [sample_workbook(folder, language) for language in languages()]
    return [*samples, written(case(), cells=cells()).content]


def parts_of(content: bytes) -> dict[str, bytes]:
    """The parts of a package; no name stands twice."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        assert [n for n, count in Counter(package.namelist()).items() if count > 1] == []
        return {name: package.read(name) for name in package.namelist()}


def sheets_of(content: bytes) -> dict[str, ElementTree.Element]:
    """The sheets of a package as XML."""
    return {
        name: ElementTree.fromstring(data)
        for name, data in parts_of(content).items()
        if name.startswith("xl/worksheets/sheet")
    }


def test_every_relation_leads_to_a_part_and_no_id_stands_twice(packages: list[bytes]) -> None:
    for content in packages:
        parts = parts_of(content)
        for name in (n for n in parts if n.endswith(".rels")):
            base = Path(name).parent.parent
            relations = ElementTree.fromstring(parts[name]).findall(f"{RELATIONS}Relationship")
            assert len({r.get("Id") for r in relations}) == len(relations)
            for relation in relations:
                target = relation.get("Target") or ""
                place = target.lstrip("/") if target.startswith("/") else str(base / target)
                assert place in parts, (name, target)


def test_every_part_has_a_content_type_and_every_type_a_part(packages: list[bytes]) -> None:
    for content in packages:
        parts = parts_of(content)
        types = ElementTree.fromstring(parts["[Content_Types].xml"])
        named = [t.get("PartName", "").lstrip("/") for t in types if t.tag.endswith("Override")]
        endings = {t.get("Extension") for t in types if t.tag.endswith("Default")}
        assert len(set(named)) == len(named)
        assert set(named) <= set(parts)
        assert [n for n in parts if n not in named and n.rpartition(".")[2] not in endings] == [
            n for n in parts if n == "[Content_Types].xml" and "xml" not in endings
        ]


def test_the_elements_of_each_sheet_stand_in_the_order_of_the_format(packages: list[bytes]) -> None:
    for content in packages:
        for name, sheet in sheets_of(content).items():
            places = [ORDER.index(child.tag.removeprefix(MAIN)) for child in sheet]
            assert places == sorted(places), name


def test_rows_and_cells_rise_and_no_style_is_beyond_the_table(packages: list[bytes]) -> None:
    for content in packages:
        styles = ElementTree.fromstring(parts_of(content)["xl/styles.xml"])
        formats = len(styles.findall(f"{MAIN}cellXfs/*"))
        for sheet in sheets_of(content).values():
            rows = [int(r.get("r", "0")) for r in sheet.iter(f"{MAIN}row")]
            assert rows == sorted(set(rows))
            for row in sheet.iter(f"{MAIN}row"):
                columns = [_column(c.get("r", "")) for c in row]
                assert columns == sorted(set(columns))
            assert max((int(c.get("s", "0")) for c in sheet.iter(f"{MAIN}c")), default=0) < formats


def _column(place: str) -> int:
    number = 0
    for letter in place.rstrip("0123456789"):
        number = number * 26 + ord(letter) - 64
    return number


@pytest.fixture(scope="module")
def looks(packages: list[bytes]) -> list[openpyxl.Workbook]:
    return [openpyxl.load_workbook(io.BytesIO(content)) for content in packages]


def test_merged_cells_do_not_overlap_and_hold_a_value_only_in_front(looks: list[openpyxl.Workbook]) -> None:
    for book in looks:
        for sheet in book.worksheets:
            taken: set[tuple[int, int]] = set()
            for merged in sheet.merged_cells.ranges:
                inside = {(r, c) for r in range(merged.min_row, merged.max_row + 1)
                          for c in range(merged.min_col, merged.max_col + 1)}  # fmt: skip
                assert not inside & taken
                taken |= inside


def test_names_texts_and_formulas_keep_within_what_the_format_allows(looks: list[openpyxl.Workbook]) -> None:
    for book in looks:
        assert all(len(name) <= 31 and not re.search(r"[\[\]:*?/\\]", name) for name in book.sheetnames)
        assert len({name.lower() for name in book.sheetnames}) == len(book.sheetnames)
        for name in book.defined_names:
            assert re.fullmatch(r"[^\W\d][\w.]{0,254}", name)
            assert not re.fullmatch(r"[A-Za-z]{1,3}\d+|[Rr]\d*[Cc]\d*", name)
        for sheet in book.worksheets:
            assert len(sheet._hyperlinks) < 65_530
            for validation in sheet.data_validations.dataValidation:
                assert len(validation.formula1 or "") <= 257
                assert len(validation.prompt or "") <= 255
                assert len(validation.promptTitle or "") <= 32
            for row in sheet.iter_rows():
                for cell in row:
                    text = cell.value if isinstance(cell.value, str) else ""
                    assert len(text) <= (8192 if cell.data_type == "f" else 32_767)
                    assert not re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", text)


def test_shapes_of_a_drawing_have_each_a_number_of_their_own(packages: list[bytes]) -> None:
    for content in packages:
        for name, data in parts_of(content).items():
            if name.startswith("xl/drawings/") and name.endswith(".xml"):
                numbers = re.findall(rb'cNvPr id="(\d+)"', data)
                assert len(set(numbers)) == len(numbers), name


def test_a_second_reader_opens_every_sheet_without_an_error_cell(packages: list[bytes]) -> None:
    for content in packages:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        for name in book.sheet_names:
            values = book.get_sheet_by_name(name).to_python()
            assert not any(str(v).startswith("#") and str(v).endswith("!") for row in values for v in row)


def test_no_function_is_volatile_or_newer_than_every_program_knows(looks: list[openpyxl.Workbook]) -> None:
    known = {
        "SUM", "SUBTOTAL", "SUMIF", "SUMIFS", "SUMSQ", "COUNTIF", "COUNTIFS", "ROUND", "MIN", "MAX", "ABS", "IF", "OR",
        "INDEX", "EDATE", "XIRR", "TEXT", "SUBSTITUTE", "VALUE", "AND", "YEAR", "MONTH", "DAY",
    }  # fmt: skip
    for book in looks:
        for sheet in book.worksheets:
            for row in sheet.iter_rows():
                for cell in row:
                    if cell.data_type == "f":
                        assert set(re.findall(r"\b([A-Z]{2,})\(", str(cell.value))) <= known, cell.value
