"""What the text of a bill's line says of instalments, their fees and refunds: the number, and what it is of."""

from __future__ import annotations

import re
from dataclasses import replace

from app.core.bill_facts import BilledInstalment
from app.core.facts import BillLine, LineKind
from app.importers.reading.lines import spaced

_GAP = r"\s{0,3}"  # never without end: where several stand in a row, a page of blanks would be tried in every way
_NUMBERED = (
    re.compile(
        rf"(?:第{_GAP})?(\d{{1,2}}){_GAP}期?{_GAP}(?:/{_GAP}共?|[,，]?{_GAP}[(（]?{_GAP}共)"
        rf"{_GAP}(\d{{1,2}}){_GAP}期{_GAP}[)）]?"
    ),
    re.compile(rf"[(（]{_GAP}(\d{{1,2}}){_GAP}/{_GAP}(\d{{1,2}}){_GAP}[)）]"),
    re.compile(rf"\binstal?lment\s{{1,3}}(\d{{1,2}}){_GAP}(?:/|of){_GAP}(\d{{1,2}})\b", re.IGNORECASE),
)
"""How lines name an instalment: 第3/12期, 第 3 期，共 12 期, 第3期（共12期）, (3/12), instalment 3 of 12."""

_TOTAL_FIRST = re.compile(rf"共?{_GAP}(\d{{1,2}}){_GAP}期{_GAP}[,，]?{_GAP}(?:的|之)?{_GAP}第{_GAP}(\d{{1,2}}){_GAP}期")
"""The same the other way round: 共12期，第3期."""

_FEE = re.compile(r"手续费|服务费|利息|息费|\bfee\b|\binterest\b", re.IGNORECASE)
_BOTH = re.compile(r"本金|本息|含")
_PART = re.compile(
    r"分期|手续费|服务费|利息|息费|本金|\bfee\b|\binterest\b|\bprincipal\b|[\s\-—–_:：,，.。()（）]", re.IGNORECASE
)
"""What a line's text says beside the name of what is paid off: its part of the instalment, and signs."""

_OF_INSTALMENTS = re.compile(r"分期|\binstal?lment", re.IGNORECASE)
_SIGNS = re.compile(r"[\s\-—–_:：,，.。|/]{0,40}(?:[(（]\s{0,9}[)）])?\s+")
_SIGNS_BEHIND = " -—–_:：,，.。|/"
"""What is left beside a number that was taken out of a text."""

_RETURNED = re.compile(r"退款|退货|退回|分期|\brefund\b|[\s\-—–_:：,，.。()（）]", re.IGNORECASE)

_KINDS = frozenset({LineKind.INSTALMENT, LineKind.FEE, LineKind.INTEREST, LineKind.PURCHASE, LineKind.OTHER})


def worded(line: BillLine) -> BillLine:
    """The line with what its text says; the same for the same text."""
    if line.kind is LineKind.REFUND:
        return replace(line, item=refunded_item(line.text))
    instalment = _instalment(line) if line.kind in _KINDS else None
    of_instalments = line.kind is LineKind.FEE and instalment is None and bool(_OF_INSTALMENTS.search(line.text))
    item = _PART.sub("", line.text) if of_instalments else ""
    return replace(line, instalment=instalment, is_instalment_fee=of_instalments, item=item)


def refunded_item(text: str) -> str:
    """What a refund's text says beside that it is one: the name of what was bought."""
    return _RETURNED.sub("", text)


def _instalment(line: BillLine) -> BilledInstalment | None:
    text = spaced(line.text)
    found, swapped = _TOTAL_FIRST.search(text), True
    if not found:
        found, swapped = next((m for p in _NUMBERED if (m := p.search(text))), None), False
    if not found:
        return None
    number, of = (int(found[2]), int(found[1])) if swapped else (int(found[1]), int(found[2]))
    if not 1 <= number <= of or of < 2:
        return None
    rest = text[: found.start()] + " " + text[found.end() :]
    fee = line.kind in (LineKind.FEE, LineKind.INTEREST) or (bool(_FEE.search(rest)) and not _BOTH.search(rest))
    return BilledInstalment(number, of, _PART.sub("", rest), fee, _SIGNS.sub(" ", rest).rstrip(_SIGNS_BEHIND).strip())
