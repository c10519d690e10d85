"""Writes the Excel workbook that proves itself: live formulas, the rows they rest on, and links between both."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from app.atomic_write import write_whole
from app.core.explanation import Explanation
from app.export.workbook.collector import collector_paused
from app.export.workbook.context import Cells, Desk, FollowUp, Headings
from app.export.workbook.grid import Sheet
from app.export.workbook.openpyxl_frame import Words, packed
from app.export.workbook.sheets import (
    ahead,
    checks,
    costs,
    credit,
    discrepancies,
    evidence,
    explanations,
    method,
    months,
    picture,
    plans,
    reconciliation,
    settlement,
    sources,
    summary,
    timeline,
)
from app.texts import Language, Phrasebook


def write_workbook(
    explanation: Explanation,
    path: Path,
    language: Language,
    *,
    masked: bool = False,
    cells: Cells | None = None,
    followed: Sequence[FollowUp] = (),
    headings: Headings | None = None,
) -> None:
    """Write the workbook, whole or not at all. Raises OSError, and then leaves what was there before.

    ``masked`` says that the explanation holds pseudonyms (see ``masking``), so that the workbook says so too.
    ``cells`` are the rows of evidence as they stand in their files, by row; ``followed`` what the person noted on each
    discrepancy, in their order; ``headings`` are those of each sheet of a file, by digest and sheet.
    """
    content = workbook(explanation, language, masked=masked, cells=cells, followed=followed, headings=headings)
    write_whole(path, content)


def workbook(
    explanation: Explanation,
    language: Language,
    *,
    masked: bool = False,
    cells: Cells | None = None,
    followed: Sequence[FollowUp] = (),
    headings: Headings | None = None,
) -> bytes:
    """The workbook as bytes, with the value of every formula; the same explanation gives the same cells."""
    desk = Desk(explanation, Phrasebook(language), masked, cells or {}, followed, headings or {})
    words = Words(
        language, desk.say("title"), desk.say("keywords"),
        lambda count: desk.say("more-rows", count=count),
        lambda last, rows: desk.say("printed", last=last, rows=rows),
        lambda title, where: desk.say("drawn", title=title, where=where),
    )  # fmt: skip
    with collector_paused():
        sheets, names = all_sheets(desk)
        return packed(sheets, names, words)


def all_sheets(desk: Desk) -> tuple[list[Sheet], dict[str, str]]:
    """Every sheet in order, and the names that formulas use with the cells they stand for."""
    blocks = explanations.told(desk)
    desk.blocks.update(blocks.starts)
    versions = plans.written(desk)
    reconciled = reconciliation.written(desk)
    costed = costs.written(desk) if costs.is_wanted(desk) else None
    sheets = list(_sheets(desk, blocks, versions, costed, reconciled))
    names = {**blocks.names, **versions.names}
    if settlement.is_wanted(desk):
        page = settlement.written(desk)
        at = next(n for n, each in enumerate(sheets) if each.name == desk.sheet("plans")) + 1
        sheets.insert(at, settlement.sheet(desk, page))
        names |= page.names
    checks_of_others = [*reconciled.checks, *(costed.checks if costed else ())]
    first = summary.sheet(desk, blocks, checks_of_others, [each.name for each in sheets])
    return [first, *sheets], names


def _sheets(
    desk: Desk,
    blocks: explanations.Told,
    versions: plans.Plans,
    costed: costs.Page | None,
    reconciled: reconciliation.Page,
) -> Iterator[Sheet]:
    yield discrepancies.sheet(desk, blocks)
    yield explanations.sheet(desk, blocks)
    yield timeline.sheet(desk)
    if desk.explanation.events:
        yield months.sheet(desk)
        yield picture.sheet(desk)
    yield plans.sheet(desk, versions)
    if costed:
        yield costs.sheet(desk, costed)
    if ahead.is_wanted(desk):
        yield ahead.sheet(desk)
    if credit.is_wanted(desk):
        yield credit.sheet(desk)
    yield checks.sheet(desk)
    yield reconciliation.sheet(desk, reconciled)
    yield evidence.sheet(desk)
    yield sources.sheet(desk)
    yield method.sheet(desk)
