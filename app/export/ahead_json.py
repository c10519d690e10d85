"""Writes what lies ahead as the ``ahead`` part of the JSON (an addition to ``explanation/1``)."""

from __future__ import annotations

from app.core.ahead import CreditMonth, CreditRecord, MarkCheck, NextDue, Risk, StalePaper
from app.core.explanation import Explanation
from app.core.money import yuan
from app.export.json_values import Json, money, refs
from app.texts import Phrasebook
from app.texts.ahead_texts import AheadTexts, Month, months_of
from app.texts.credit_rules import CreditRule
from app.texts.credit_texts import CreditTexts


def ahead_document(explanation: Explanation, phrasebook: Phrasebook) -> Json:
    """Next dues, their months, the loans of which none is foretold, what may go wrong, the credit record."""
    texts, ahead = AheadTexts(explanation, phrasebook), explanation.ahead
    return {
        "next_dues": [_due(due, texts) for due in ahead.dues],
        "months": [_month(month) for month in months_of(ahead.dues)],
        "stale_papers": [_stale(paper, texts) for paper in ahead.stale],
        "risks": [_risk(risk, texts) for risk in ahead.risks],
        "credit_record": _credit(ahead.credit, CreditTexts(explanation, phrasebook)),
    }


def _due(due: NextDue, texts: AheadTexts) -> Json:
    account, off = due.account, due.day_off
    return {
        "on": due.on.isoformat(),
        "facility": due.facility,
        "product": due.product,
        "kind": due.kind.value,
        "period": due.period,
        "month": due.month or None,
        "basis": due.basis.value,
        "why": due.why,
        "amount": money(due.amount),
        "between": [yuan(due.low), yuan(due.high)] if due.low is not None and due.high is not None else None,
        "account": {
            "name": account.name,
            "times": account.times,
            "of": account.of,
            "balance": money(account.balance),
            "balance_on": account.balance_on.isoformat() if account.balance_on else None,
            "evidence": refs((*account.evidence, *([account.balance_source] if account.balance_source else ()))),
        }
        if account
        else None,
        "together": money(due.together),
        "day_off": {
            "name": off.name,
            "next_working_day": off.next_working.isoformat(),
            "estimated": off.is_estimated,
            "in_time": off.in_time,
            "of": off.of,
            "evidence": refs(off.evidence),
        }
        if off
        else None,
        "text": texts.text(due),
        "evidence": refs(due.evidence),
    }


def _month(month: Month) -> Json:
    return {
        "month": month.month,
        "amount": yuan(month.amount),
        "certain": yuan(month.certain),
        "known": month.known,
        "unknown": month.unknown,
    }


def _stale(paper: StalePaper, texts: AheadTexts) -> Json:
    return {
        "facility": paper.facility,
        "page_on": paper.page_on.isoformat(),
        "since": paper.since.isoformat(),
        "dues": paper.dues,
        "why": paper.why,
        "text": texts.stale(paper),
        "evidence": refs(paper.evidence),
    }


def _risk(risk: Risk, texts: AheadTexts) -> Json:
    return {
        "kind": risk.kind.value,
        "on": risk.on.isoformat(),
        "facility": risk.facility,
        "seen": risk.seen,
        "of": risk.of,
        "text": texts.risk(risk),
        "evidence": refs(risk.evidence),
    }


def _credit(record: CreditRecord, texts: CreditTexts) -> Json:
    return {
        "months": [_credit_month(month, texts) for month in record.months],
        "report": texts.headline() or None,
        "checks": [_check(check, texts) for check in record.checks],
        "rules": [_rule(rule, texts) for rule in texts.rules()],
    }


def _credit_month(month: CreditMonth, texts: CreditTexts) -> Json:
    return {
        "facility": month.facility,
        "month": year_month(month.month),
        "mark": month.mark or None,
        "basis": month.basis.value,
        "days": month.days,
        "overdue": yuan(month.overdue),
        "text": texts.month(month),
        "evidence": refs(month.evidence),
    }


def _check(check: MarkCheck, texts: CreditTexts) -> Json:
    return {
        "fact": check.fact,
        "standing": check.standing.value,
        "why": check.why,
        "facility": check.facility or None,
        "month": year_month(check.month) if check.month else None,
        "text": texts.check(check),
        "source": refs(check.source),
        "with": refs(check.evidence),
    }


def _rule(rule: CreditRule, texts: CreditTexts) -> Json:
    return {"id": rule.id, "source": rule.source, "certainty": rule.certainty, "text": texts.rule(rule)}


def year_month(month: tuple[int, int]) -> str:
    """A month as the contract writes it: 2026-04."""
    return f"{month[0]}-{month[1]:02d}"
