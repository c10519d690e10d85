"""The objection to a credit report: each statement that the rows contradict, with the rows on both sides, enclosed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from app.core.ahead import MarkCheck, MarkStanding
from app.core.discrepancy import distinct
from app.core.explanation import Explanation
from app.export.complaint_rules import rules_for
from app.export.letter_blocks import Block, Letter, Style, enclosed_rows, grounds, notes_on, sender_blocks
from app.texts import Phrasebook
from app.texts.credit_texts import CreditTexts
from app.texts.rows_text import rows_text


def objection_letters(explanation: Explanation, phrasebook: Phrasebook) -> list[Letter]:
    """One letter about everything in the reports that the rows contradict; none where nothing does.

    It is addressed to the credit centre or the reporting lender, holds blanks where only the sender knows, and claims
    nothing that no row shows. Give it a masked explanation where names and numbers shall not leave the house.
    """
    wrong = [c for c in explanation.ahead.credit.checks if c.standing is MarkStanding.CONTRADICTS]
    if not wrong:
        return []
    say, rules = phrasebook.say, list(rules_for("credit", explanation.as_of))
    blocks = [
        Block(Style.TITLE, say("letters.title.credit-centre")),
        Block(Style.TEXT, say("letters.dear", addressee=say("letters.to.credit-centre"))),
        *sender_blocks(phrasebook),
        Block(Style.HEADING, say("letters.answer")),
        Block(Style.TEXT, say("letters.objection")),
        Block(Style.TEXT, say("letters.answer-by", day=say("letters.blank-day"))),
        *_matters(wrong, CreditTexts(explanation, phrasebook, enclosed=True), phrasebook),
        *grounds(rules, phrasebook),
        *_enclosures(wrong, phrasebook),
        Block(Style.TEXT, say("letters.signature")),
    ]
    return [Letter(say("letters.file.credit-report"), tuple(blocks), notes_on(rules, phrasebook))]


def _matters(wrong: Sequence[MarkCheck], texts: CreditTexts, phrasebook: Phrasebook) -> Iterator[Block]:
    """One matter for each account: what the report says, and what the rows say."""
    say = phrasebook.say
    by_account: dict[tuple[object, ...], list[MarkCheck]] = defaultdict(list)
    for check in wrong:
        by_account[check.reported_on, texts.account(check), check.facility].append(check)
    for number, checks in enumerate(by_account.values(), start=1):
        first = checks[0]
        yield Block(Style.HEADING, say("letters.matter", number=number, about=texts.account(first)))
        told = "letters.report-of" if first.reported_on else "letters.report"
        on = {"on": first.reported_on} if first.reported_on else {}
        yield Block(Style.TEXT, say(told, **on))
        for n, check in enumerate(checks, start=1):
            rows = say("terminal.rows", rows=rows_text(check.evidence))
            sentence = say("letters.objected", told=texts.told(check), rows=texts.rows(check), evidence=rows)
            yield Block(Style.NUMBERED, sentence, n)


def _enclosures(wrong: Sequence[MarkCheck], phrasebook: Phrasebook) -> Iterator[Block]:
    """The report, and each file with its rows, each with a box to tick."""
    say = phrasebook.say
    yield Block(Style.HEADING, say("letters.enclosures"))
    yield Block(Style.TICK, say("letters.enclosed-identity"))
    yield from enclosed_rows(
        distinct(s for check in wrong for s in check.source), phrasebook, "letters.enclosed-report"
    )
    yield from enclosed_rows(distinct(s for check in wrong for s in check.evidence), phrasebook)
