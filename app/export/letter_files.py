"""A letter as text, as HTML (from which the window's room makes PDF) and as DOCX."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from html import escape
from typing import Any

from app import __version__
from app.export.letter_blocks import Block, Letter, Style
from app.own_files import NAME

BOX, TICKED = "☐", "☑"
_NUMBERED = re.compile(r" *(\d{1,3})\. (.+)")
_BULLET = re.compile(r" *· (.+)")
_A4_MM = (210, 297)
_MARGIN_MM = 20
_WIDE_GAP = "\N{IDEOGRAPHIC SPACE}"
"""A gap that a page of HTML would close."""
_TICK = re.compile(rf" *([{BOX}{TICKED}]) (.+)")


def as_text(letters: Sequence[Letter]) -> str:
    """The letters below each other, a line of signs between two; empty without any."""
    return f"\n{'=' * 40}\n\n".join(text_of(x) for x in letters)


def text_of(letter: Letter) -> str:
    """A letter as text, a line for each block; an empty line stands before each heading."""
    return "".join(f"{_line(block)}\n" for block in letter.blocks)


def with_text(letter: Letter, text: str) -> Letter:
    """The letter with a text that a person edited: its first line is the title, a line after an empty one a heading.

    What ``text_of`` wrote gives the same letter again.
    """
    blocks: list[Block] = []
    after_gap = False
    for line in text.splitlines():
        if line.strip():
            blocks.append(_block(line, after_gap=after_gap, is_first=not blocks))
        after_gap = not line.strip()
    return replace(letter, blocks=tuple(blocks))


def _block(line: str, *, after_gap: bool, is_first: bool) -> Block:
    if is_first:
        return Block(Style.TITLE, line.strip())
    if found := _TICK.fullmatch(line):
        return Block(Style.TICK, found[2], int(found[1] == TICKED))
    if found := _NUMBERED.fullmatch(line):
        return Block(Style.NUMBERED, found[2], int(found[1]))
    if found := _BULLET.fullmatch(line):
        return Block(Style.BULLET, found[1])
    return Block(Style.HEADING if after_gap else Style.TEXT, line.strip())


def _line(block: Block) -> str:
    match block.style:
        case Style.TITLE:
            return block.text
        case Style.HEADING:
            return f"\n{block.text}"
        case Style.NUMBERED:
            return f"  {block.number}. {block.text}"
        case Style.BULLET:
            return f"  · {block.text}"
        case Style.TICK:
            return f"  {TICKED if block.number else BOX} {block.text}"
        case _:
            return block.text


def as_html(letter: Letter) -> str:
    """The letter as a page whose paragraphs keep their lines together where they can."""
    blocks = [*map(_html, letter.blocks[:-1]), *(_html(block, above=_ABOVE_LAST) for block in letter.blocks[-1:])]
    return f"<html><body>{''.join(blocks)}</body></html>"


_TAGS = {
    Style.TITLE: '<h2 style="text-align:center;margin:0 0 6px 0">{}</h2>',
    Style.HEADING: '<h4 style="margin-top:8px;margin-bottom:2px">{}</h4>',
}
_ABOVE_LAST = 14
"""Points above the last line, where the sender signs."""


def _html(block: Block, above: int = 2) -> str:
    if block.style is Style.TEXT:
        pattern = f'<p style="margin:{above}px 0 2px 0">{{}}</p>'
    else:
        pattern = _TAGS.get(block.style, '<p style="margin:1px 0;-qt-block-indent:1;text-indent:-16px">{}</p>')
    return pattern.format(escape(_line(block).strip()).replace("\n", "<br>").replace(_WIDE_GAP, "&nbsp;" * 4))


def as_docx(letter: Letter, language: str) -> bytes:
    """The letter as a document of Word. The same letter gives the same text; ``language`` is a tag such as zh-CN."""
    import docx
    from docx.oxml.ns import qn
    from docx.shared import Mm, Pt

    document: Any = docx.Document()
    page = document.sections[0]
    page.page_width, page.page_height = Mm(_A4_MM[0]), Mm(_A4_MM[1])
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Mm(_MARGIN_MM)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Times New Roman", Pt(10.5)
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), "SimSun")
    for spoken in document.styles.element.iter(qn("w:lang")):  # which form of a sign a font shows hangs on it
        spoken.set(qn("w:val"), language)
        spoken.set(qn("w:eastAsia"), language if language.startswith("zh") else "zh-CN")
    properties = document.core_properties
    properties.author, properties.title, properties.language = f"{NAME} {__version__}", letter.title, language
    properties.comments = ""
    properties.created = properties.modified = datetime(2000, 1, 1, tzinfo=UTC)  # no time of this computer leaves it
    for last in [_paragraph(document, block) for block in letter.blocks][-1:]:
        last.paragraph_format.space_before = Pt(_ABOVE_LAST)
    _number_pages(page.footer)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _number_pages(footer: Any) -> None:
    """At the foot of each page its number and how many there are, as fields that Word computes."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    line = footer.paragraphs[0]
    line.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for before, counted in (("", "PAGE"), (" / ", "NUMPAGES")):
        line.add_run(before)
        field, run, shown = (OxmlElement(name) for name in ("w:fldSimple", "w:r", "w:t"))
        field.set(qn("w:instr"), counted)
        shown.text = "1"
        run.append(shown)
        field.append(run)
        line._p.append(field)


def _paragraph(document: Any, block: Block) -> Any:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Cm, Pt

    added = document.add_paragraph()
    run = added.add_run(_line(block).strip())
    layout = added.paragraph_format
    layout.space_after, layout.line_spacing, layout.keep_together = Pt(2), 1, True
    if block.style is Style.TITLE:
        added.alignment, run.bold, run.font.size = WD_ALIGN_PARAGRAPH.CENTER, True, Pt(16)
        layout.space_after = Pt(8)
    elif block.style is Style.HEADING:
        run.bold, layout.keep_with_next, layout.space_before = True, True, Pt(8)
    elif block.style is not Style.TEXT:
        layout.left_indent, layout.first_line_indent = Cm(1.2), Cm(-0.6)
    return added
