"""Everything that leaves a case: explanation, workbook and letters, masked where that is wished."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from app.core.discrepancy import Discrepancy
from app.core.explanation import Explanation

if TYPE_CHECKING:
    from app.texts.catalogue import Language
    from app.workspace.case import Workspace


def shown(case: Workspace, *, mask: bool = False) -> Explanation:
    """The explanation as it may leave the program; with ``mask`` names and numbers are pseudonyms."""
    if not mask:
        return case.explanation
    from app.export.masking import masked

    return masked(case.explanation)


def complaint(case: Workspace, language: Language, found: Iterable[Discrepancy] = (), *, mask: bool = False) -> str:
    """The letters to send about some discrepancies, all of them by default; empty where nothing is to be asked."""
    from app.export.complaint import complaint_pack
    from app.export.masking import masked
    from app.texts.catalogue import Phrasebook

    told = case.explanation
    told = replace(told, discrepancies=tuple(found) or told.discrepancies)
    return complaint_pack(masked(told) if mask else told, Phrasebook(language))


def export_letters(case: Workspace, path: Path, language: Language, *, mask: bool = False) -> None:
    """Write the letters of `complaint` as text in UTF-8, whole or not at all. Raises OSError and OutputIsInput."""
    from app.atomic_write import write_whole

    case.refuse_input(path, also_itself=True)
    write_whole(path, complaint(case, language, mask=mask).encode())


def export_workbook(case: Workspace, path: Path, language: Language, *, mask: bool = False) -> None:
    """Write the Excel workbook, whole or not at all. Raises OSError and OutputIsInput."""
    from app.export.masking import mask_of
    from app.export.workbook.context import FollowUp, rows_used
    from app.export.workbook.workbook import write_workbook

    case.refuse_input(path, also_itself=True)
    told = case.explanation
    originals = case.rows_around(rows_used(told), reach=0)
    cells = {source: rows[0][1] for source, rows in originals.items() if rows}
    followed = [FollowUp(case.mark_of(d).value, case.note_on(d)) for d in told.discrepancies]
    if mask:
        names = mask_of(told, [*(t for row in cells.values() for t in row), *(f.note for f in followed)])
        told, cells = names.value(told), names.cells(cells)
        followed = [replace(f, note=names.text(f.note)) for f in followed]
    write_workbook(told, path, language, masked=mask, cells=cells, followed=followed)
