"""What is enclosed with a letter: the rows that prove it and concern its addressee, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from app.core.discrepancy import Discrepancy, distinct
from app.core.explanation import EventKind
from app.core.facts import Source
from app.export.letter_blocks import Block, Style, enclosed_rows
from app.export.letter_facts import MOVING, money_moved, own_charges
from app.export.recurring import CHARGE
from app.export.workbook.context import WorkbookContext

_LENDERS = frozenset({EventKind.DUE, EventKind.POSTING, EventKind.WAIVER, EventKind.PLAN_CHANGE, EventKind.STATUS})
"""What only a page of the lender's tells."""
_WITH_IDENTITY = ("credit-centre", "regulator")


def enclosures(context: WorkbookContext, to: str, institution: str, found: Sequence[Discrepancy]) -> Iterator[Block]:
    """A copy of the identity document where it is asked for, and each file with its rows, each with a box to tick."""
    say = context.book.say
    yield Block(Style.HEADING, say("letters.enclosures"))
    if to in _WITH_IDENTITY:
        yield Block(Style.TICK, say("letters.enclosed-identity"))
    rows = distinct(s for d in found for s in own_rows(context, to, institution, d))
    yield from enclosed_rows(rows, context.book)


def own_rows(context: WorkbookContext, to: str, institution: str, d: Discrepancy) -> Sequence[Source]:
    """The rows of a discrepancy that an addressee may see: all of them where its money is all that they tell of.

    A bank is shown what moved on an account, another payee what it took, a platform no page of the lender's, which it
    does not know, and a lender, or who supervises it, no row of another lender's loan.
    """
    if to == "bank":
        of_loan = {s for e in context.explanation.events if e.kind not in MOVING for s in e.sources}
        moved = {s for e in money_moved(context, d) for s in e.sources}
        return [s for s in d.evidence if s not in of_loan - moved]
    if to == "payee" and d.code == CHARGE:
        taken = {s for e in own_charges(context, d) for s in e.sources}
        return [s for s in d.evidence if s in taken] or d.evidence
    if to == "wallet":
        lenders = {
            s for f in context.explanation.facilities for v in f.versions for i in v.instalments for s in i.sources
        }
        lenders |= {s for e in context.explanation.events if e.kind in _LENDERS for s in e.sources}
        own = {s for e in context.explanation.events if e.kind not in _LENDERS for s in e.sources}
        return [s for s in d.evidence if s not in lenders - own] or d.evidence
    if to in ("lender", "regulator") and institution:
        others = {f.id for f in context.explanation.facilities if f.lender and f.lender != institution}
        of_others = {s for e in context.explanation.events if e.facility in others for s in e.sources}
        own = {s for e in context.explanation.events if e.facility not in others for s in e.sources}
        return [s for s in d.evidence if s not in of_others - own]
    return d.evidence
