"""Everything that leaves a case: explanation, workbook and letters, masked where that is wished."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from errno import EEXIST
from pathlib import Path
from typing import TYPE_CHECKING

from app.core.explanation import Explanation
from app.core.facts import Source
from app.core.journal import EntryKind, JournalEntry
from app.file_names import as_file_name
from app.workspace.shown_rows import shown_rows

if TYPE_CHECKING:
    from app.export.calendar_file import Reminder
    from app.export.letter_blocks import Letter
    from app.export.personal import Heading
    from app.texts import Language, Phrasebook
    from app.workspace.case import Workspace
    from app.workspace.explanation_page import Followed, Told


def shown(case: Workspace, *, mask: bool = False) -> Explanation:
    """The explanation as it may leave the program; with ``mask`` names and numbers are pseudonyms."""
    if not mask:
        return case.explanation
    from app.export.masking import masked

    return masked(case.explanation, shown_rows(case).leaves())


def letters(case: Workspace, language: Language, *, mask: bool = False) -> list[Letter]:
    """The letters about all discrepancies, one to each addressee; none where nothing is asked.

    With them comes the objection to what a credit report says against the rows.
    """
    from app.export.credit_letter import objection_letters
    from app.export.letters import letters_of
    from app.export.masking import mask_of
    from app.texts.catalogue import Phrasebook

    told, rows = case.explanation, shown_rows(case)
    cells = rows.cells
    if mask:
        bare = rows.without_remarks()
        names = mask_of(told, (t for row in bare.values() for t in row), rows.leaves())
        told, cells = names.value(told), names.cells(bare)
    book = Phrasebook(language)
    written, objections = letters_of(told, book, cells), objection_letters(told, book)
    return [*written, *(replace(x, name=f"{n:02d} {x.name}") for n, x in enumerate(objections, len(written) + 1))]


def export_letters(
    case: Workspace,
    target: Path,
    language: Language,
    *,
    mask: bool = False,
    pdf: Callable[[str, str], bytes] | None = None,
    may_replace: Callable[[Path], bool] = lambda _: True,
) -> list[Path]:
    """Write all letters as ``write_letters`` does. Returns what was written."""
    return write_letters(case, letters(case, language, mask=mask), target, language, pdf=pdf, may_replace=may_replace)


def write_letters(
    case: Workspace,
    written: Sequence[Letter],
    target: Path,
    language: Language,
    *,
    pdf: Callable[[str, str], bytes] | None = None,
    may_replace: Callable[[Path], bool] = lambda _: True,
) -> list[Path]:
    """Write letters: as one text where ``target`` ends in ``.txt``, else each as DOCX and PDF into that folder.

    ``pdf`` sets a page of HTML with a title; without it there is no PDF. ``may_replace`` says whether a file that is
    there may go; FileExistsError is raised before anything is written where it may not. Returns what was written: all
    letters or, where one cannot be written, none. Raises OSError and OutputIsInput.
    """
    from app.atomic_write import write_whole
    from app.export.letter_files import as_docx, as_html, as_text

    case.refuse_input(target, also_itself=True)
    if target.suffix.lower() == ".txt":
        files = {target: as_text(written).encode()}
    else:
        files = {target / f"{as_file_name(letter.name)}.docx": as_docx(letter, language.tag) for letter in written}
        if pdf:
            files |= {target / f"{as_file_name(x.name)}.pdf": pdf(as_html(x), x.title) for x in written}
    for path in files:
        case.refuse_input(path, also_itself=True)
        if path.exists() and not may_replace(path):
            raise FileExistsError(EEXIST, path.name, str(path))
    if target in files:
        write_whole(target, files[target])
    else:
        _write_into(target, files)
    return list(files)


def _write_into(folder: Path, files: Mapping[Path, bytes]) -> None:
    """Write files into a folder, all or none; one that was made for them goes with them."""
    from app.atomic_write import write_together

    made = [place for place in (folder, *folder.parents) if not place.exists()] if files else []
    try:
        if files:
            folder.mkdir(parents=True, exist_ok=True)
        write_together(files)
    except BaseException:
        for place in made:
            with suppress(OSError):  # somebody else has put something there
                place.rmdir()
        raise


def export_calendar(case: Workspace, path: Path, language: Language, *, mask: bool = False) -> bool:
    """Write the dues to come and the answers awaited as a calendar file, whole or not at all.

    Nothing is written, and False returned, where there is neither.

    Raises OSError and OutputIsInput.
    """
    from app.atomic_write import write_whole
    from app.export.calendar_file import to_ics
    from app.texts.catalogue import Phrasebook

    case.refuse_input(path, also_itself=True)
    book, told = Phrasebook(language), shown(case, mask=mask)
    text = to_ics(told, book, _reminders(case, told, book, mask=mask))
    if text:
        write_whole(path, text.encode())
    return bool(text)


def _reminders(case: Workspace, told: Explanation, book: Phrasebook, *, mask: bool) -> list[Reminder]:
    """The days on which answers are due, of each loan where there are several; masked without what was typed."""
    from app.core.journal import awaited
    from app.export.calendar_file import Reminder
    from app.texts.discrepancy_texts import DiscrepancyTexts
    from app.texts.facility_names import facility_names
    from app.texts.journal_texts import JournalTexts

    texts, found = JournalTexts(book, case.today), []
    titles = DiscrepancyTexts(book, case.explanation.years)
    loans = facility_names(told.facilities, book) if len(told.facilities) > 1 else {}
    for discrepancy, shown_as in zip(case.explanation.discrepancies, told.discrepancies, strict=True):
        waiting = awaited(case.journal_of(discrepancy))
        if waiting is None or waiting.due is None:
            continue
        entry = _without_what_was_typed(waiting, book) if mask else waiting
        title = " · ".join(filter(None, (loans.get(shown_as.facility or ""), titles.title(discrepancy))))
        summary = book.say("journal.calendar", title=title)
        found.append(Reminder(case.explanation.keys[discrepancy.id], waiting.due, summary, texts.entry(entry)))
    return found


def _without_what_was_typed(entry: JournalEntry, book: Phrasebook) -> JournalEntry:
    return replace(entry, text="", to=entry.to if f"party.{entry.to}" in book else "")


def export_workbook(case: Workspace, path: Path, language: Language, *, mask: bool = False) -> None:
    """Write the Excel workbook, whole or not at all. Raises OSError and OutputIsInput."""
    from app.export.workbook.context import FollowUp
    from app.export.workbook.workbook import write_workbook

    case.refuse_input(path, also_itself=True)
    leaving = _leaving(case, mask=mask)
    discrepancies = case.explanation.discrepancies
    followed = [FollowUp(case.mark_of(d).value, leaving.text(case.note_on(d))) for d in discrepancies]
    cells, headings = leaving.cells, leaving.headings
    write_workbook(leaving.told, path, language, masked=mask, cells=cells, followed=followed, headings=headings)


def told_explanation(case: Workspace, language: Language, *, name: str, mask: bool = False) -> Told:
    """Read what goes on the page of the whole explanation: sentences' facts, rows, and what was done. Takes its time.

    ``name`` is the title.
    """
    from app.texts.catalogue import Phrasebook
    from app.workspace.explanation_page import Told

    leaving = _leaving(case, mask=mask)
    followed = _followed(case, leaving, Phrasebook(language), mask=mask)
    return Told(leaving.told, leaving.text(name), leaving.cells, leaving.headings, followed)


def write_explanation(
    case: Workspace,
    told: Told,
    path: Path,
    language: Language,
    *,
    pdf: Callable[[str, str, Mapping[str, bytes]], bytes],
    draw: Callable[[Explanation, Phrasebook], Sequence[bytes]],
) -> None:
    """Write the whole explanation as PDF, whole or not at all. Raises OSError and OutputIsInput.

    ``draw`` makes PNG sheets of the timeline, ``pdf`` a PDF of a page of HTML, its title and the pictures it names.
    """
    from app.atomic_write import write_whole
    from app.texts.catalogue import Phrasebook
    from app.workspace.explanation_page import explanation_page

    case.refuse_input(path, also_itself=True)
    book = Phrasebook(language)
    drawn = timeline_pictures(told, book, draw)
    write_whole(path, pdf(explanation_page(told, book, pictures=list(drawn)), told.name, drawn))


def timeline_pictures(
    told: Told, book: Phrasebook, draw: Callable[[Explanation, Phrasebook], Sequence[bytes]]
) -> dict[str, bytes]:
    """The sheets of the timeline that ``draw`` makes, under the names by which a page shows them."""
    from app.workspace.explanation_page import PICTURE

    return {PICTURE.format(number=n): sheet for n, sheet in enumerate(draw(told.explanation, book))}


def _followed(case: Workspace, leaving: _Leaving, book: Phrasebook, *, mask: bool) -> dict[str, Followed]:
    """What was done about each discrepancy; masked without the entries that the person wrote freely."""
    from app.texts.journal_texts import JournalTexts
    from app.workspace.explanation_page import Followed

    texts, found = JournalTexts(book, case.today), {}
    for own, told in zip(case.explanation.discrepancies, leaving.told.discrepancies, strict=True):
        entries = case.journal_of(own)
        if mask:
            entries = tuple(_without_what_was_typed(e, book) for e in entries if e.kind is not EntryKind.NOTE)
        journal = tuple(texts.entry(entry) for entry in entries)
        found[told.id] = Followed(case.mark_of(own).value, leaving.text(case.note_on(own)), journal)
    return found


@dataclass(frozen=True, slots=True)
class _Leaving:
    """An explanation and its rows as they may leave the program, and how any other text has to be changed."""

    told: Explanation
    cells: Mapping[Source, Sequence[str]]
    headings: Mapping[tuple[str, str], Heading]
    text: Callable[[str], str]


def _leaving(case: Workspace, *, mask: bool) -> _Leaving:
    from app.export.masking import mask_of

    told, rows = case.explanation, shown_rows(case)
    if not mask:
        return _Leaving(told, rows.cells, rows.headings, str)
    bare = rows.without_remarks()
    notes = (case.note_on(d) for d in told.discrepancies)
    names = mask_of(told, [*(t for row in bare.values() for t in row), *notes], rows.leaves())
    headings = {
        (d, names.text(sheet)): row._replace(cells=[*map(names.text, row.cells)])
        for (d, sheet), row in rows.headings.items()
    }
    return _Leaving(names.value(told), names.cells(bare), headings, names.text)
