"""What lies ahead as a few headed lists, short enough for a page beside other things."""

from __future__ import annotations

from app.core.ahead import MarkStanding
from app.core.explanation import Explanation
from app.texts.ahead_texts import AheadTexts, months_of
from app.texts.catalogue import Phrasebook
from app.texts.credit_texts import CreditTexts

MOST_DUES, MOST_RISKS, MOST_MONTHS = 8, 6, 6
"""Lines of each list; the workbook and the JSON hold all."""

Group = tuple[str, list[str]]


def ahead_groups(explanation: Explanation, phrasebook: Phrasebook) -> list[Group]:
    """Each list with its heading, those left out that have no line: dues, risks, the credit record."""
    say, texts = phrasebook.say, AheadTexts(explanation, phrasebook)
    ahead, soon = explanation.ahead, texts.soon()
    dues = [texts.line(due) for due in soon[:MOST_DUES]]
    months = months_of(soon)
    dues += [texts.month(month) for month in months] if len(soon) > len(months) else []  # else each was told above
    if later := len(ahead.dues) - len(soon[:MOST_DUES]):
        dues.append(say("ahead.later", count=later))
    dues += [texts.stale(paper) for paper in ahead.stale]
    risks = [texts.risk(risk) for risk in ahead.risks[:MOST_RISKS]]
    groups = [
        (say("ahead.heading" if soon else "ahead.none-soon"), dues),
        (say("ahead.risk.heading"), risks),
        *_credit(explanation, phrasebook),
    ]
    return [(heading, lines) for heading, lines in groups if lines]


def _credit(explanation: Explanation, phrasebook: Phrasebook) -> list[Group]:
    say, texts = phrasebook.say, CreditTexts(explanation, phrasebook)
    checks = explanation.ahead.credit.checks
    report = [texts.headline()] if checks else []
    report += [texts.check(check) for check in checks if check.standing is MarkStanding.CONTRADICTS]
    months = [texts.month(month) for month in texts.informative_months()[-MOST_MONTHS:]]
    rules = [texts.rule(rule) for rule in texts.rules()] if checks else []
    return [
        (say("ahead.credit.heading-report"), report),
        (say("ahead.credit.heading"), months),
        (say("ahead.credit.heading-rules"), rules),
    ]
