"""Writes the Excel workbook that proves itself: live formulas, the rows they rest on, and links between both."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from app.atomic_write import write_whole
from app.core.explanation import Explanation
from app.export.workbook.collector import collector_paused
from app.export.workbook.context import Cells, FollowUp, Headings, WorkbookContext
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
    context = WorkbookContext(explanation, Phrasebook(language), masked, cells or {}, followed, headings or {})
    words = Words(
        language, context.say("title"), context.say("keywords"),
        lambda count: context.say("more-rows", count=count),
        lambda last, rows: context.say("printed", last=last, rows=rows),
        lambda title, where: context.say("drawn", title=title, where=where),
    )  # fmt: skip
    with collector_paused():
        sheets, names = all_sheets(context)
        return packed(sheets, names, words)


def all_sheets(context: WorkbookContext) -> tuple[list[Sheet], dict[str, str]]:
    """Every sheet in order, and the names that formulas use with the cells they stand for."""
    blocks = explanations.told(context)
    context.blocks.update(blocks.starts)
    versions = plans.written(context)
    reconciled = reconciliation.written(context)
    costed = costs.written(context) if costs.is_wanted(context) else None
    sheets = list(_sheets(context, blocks, versions, costed, reconciled))
    names = {**blocks.names, **versions.names}
    if settlement.is_wanted(context):
        page = settlement.written(context)
        at = next(n for n, each in enumerate(sheets) if each.name == context.sheet("plans")) + 1
        sheets.insert(at, settlement.sheet(context, page))
        names |= page.names
    checks_of_others = [*reconciled.checks, *(costed.checks if costed else ())]
    first = summary.sheet(context, blocks, checks_of_others, [each.name for each in sheets])
    return [first, *sheets], names


def _sheets(
    context: WorkbookContext,
    blocks: explanations.Told,
    versions: plans.Plans,
    costed: costs.Page | None,
    reconciled: reconciliation.Page,
) -> Iterator[Sheet]:
    yield discrepancies.sheet(context, blocks)
    yield explanations.sheet(context, blocks)
    yield timeline.sheet(context)
    if context.explanation.events:
        yield months.sheet(context)
        yield picture.sheet(context)
    yield plans.sheet(context, versions)
    if costed:
        yield costs.sheet(context, costed)
    if ahead.is_wanted(context):
        yield ahead.sheet(context)
    if credit.is_wanted(context):
        yield credit.sheet(context)
    yield checks.sheet(context)
    yield reconciliation.sheet(context, reconciled)
    yield evidence.sheet(context)
    yield sources.sheet(context)
    yield method.sheet(context)
