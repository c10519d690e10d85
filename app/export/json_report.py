"""Writes an explanation as the JSON that other programs rely on (contract ``explanation/1``)."""

from __future__ import annotations

import json
from datetime import date, time
from decimal import Decimal

from app import __version__
from app.core.comparison import Check
from app.core.discrepancy import BridgePart, Discrepancy, FactValue, Question
from app.core.explanation import Chain, Event, Explanation, Facility, Hypothesis, Problem, SourceReport
from app.core.money import plain_rate, yuan
from app.core.views.settlement_outlook import SettlementOutlook
from app.core.views.summary import summary_of
from app.export.ahead_json import ahead_document
from app.export.cost_json import cost_document
from app.export.json_values import Json, money, refs
from app.export.settlement_json import settlement_items
from app.texts import Phrasebook
from app.texts.comparison_texts import ComparisonTexts
from app.texts.discrepancy_texts import DiscrepancyTexts
from app.texts.outlook_texts import OutlookTexts


def to_json(explanation: Explanation, phrasebook: Phrasebook, settling: SettlementOutlook | None = None) -> str:
    """The explanation as JSON text, keys in a fixed order, amounts as yuan with two decimals.

    ``settling`` is the answer to a question of settling; it is added to the outlook.
    """
    document = _Writer(phrasebook, explanation.years).document(explanation)
    if settling:
        document["outlook"] += settlement_items(settling, phrasebook, explanation.facilities)
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _summary(e: Explanation) -> Json:
    """The figures of the case, which are never added to each other; ``owed`` is null where no paper tells it."""
    told = summary_of(e)
    return {
        "to_claim_back": {"amount": yuan(told.refund), "count": len(told.refunds)},
        "to_confirm": {"count": len(told.confirm)},
        "explained": {"amount": yuan(told.explained), "count": len(told.harmless)},
        "overdue": {"amount": yuan(told.late), "count": len(told.missed)},
        "principal_owed": money(told.owed),
        "loans_untold": told.untold,
    }


class _Writer:
    def __init__(self, phrasebook: Phrasebook, years: frozenset[int]) -> None:
        self._book = phrasebook
        self._texts = DiscrepancyTexts(phrasebook, years)

    def document(self, e: Explanation) -> Json:
        outlook = OutlookTexts(e.facilities, self._book)
        return {
            "schema": "explanation/1",
            "generator": {"name": "Tallyline", "version": __version__},
            "as_of": e.as_of.isoformat(),
            "language": self._book.language.tag,
            "summary": _summary(e),
            "sources": [self._source(s) for s in e.sources],
            "facilities": [self._facility(f) for f in e.facilities],
            "events": [self._event(x) for x in e.events],
            "chains": [self._chain(c) for c in e.chains],
            "discrepancies": [self._discrepancy(d) for d in e.discrepancies],
            "outlook": [
                {
                    "on": o.on.isoformat(),
                    "facility": o.facility,
                    "amount": money(o.amount),
                    "text": outlook.line(o),
                    "evidence": refs(o.evidence),
                }
                for o in e.outlook
            ],
            "comparison": self._comparison(e),
            "ahead": ahead_document(e, self._book),
            "all_in_cost": cost_document(e, self._book),
        }

    def _comparison(self, e: Explanation) -> Json:
        counts, texts = e.comparison.counts, ComparisonTexts(e, self._book)
        return {
            "as_of_known": e.day is not None,
            "headline": texts.headline(),
            "payments": {"agree": counts.agree, "differ": counts.differ, "not_checked": counts.unchecked},
            "charges": counts.charges,
            "between": [role.value for role in e.comparison.roles],
            "checks": [self._check(check, texts) for check in e.comparison.checks],
            "fetch": [
                {
                    "paper": paper.name,
                    "kind": want.paper.kind,
                    "facility": want.paper.facility or None,
                    "payments": want.payments,
                    "discrepancies": list(want.discrepancies),
                    "first": want.first.isoformat() if want.first else None,
                    "last": want.last.isoformat() if want.last else None,
                    "way": paper.way,
                }
                for want, paper in zip(e.comparison.wanted, texts.fetch(), strict=True)
            ],
        }

    def _check(self, c: Check, texts: ComparisonTexts) -> Json:
        return {
            "subject": c.subject.value,
            "standing": c.standing.value,
            "on": c.on.isoformat(),
            "amount": money(c.amount),
            "facility": c.facility,
            "period": c.period,
            "payment": c.matter or None,
            "source": refs(c.sources),
            "with": refs(c.met),
            "discrepancies": list(c.discrepancies),
            "would_check": texts.name(c.paper) if c.paper else None,
        }

    def _source(self, s: SourceReport) -> Json:
        return {
            "file": s.file,
            "sha256": s.sha256 or None,
            "format": s.format or None,
            "rows": s.rows,
            "used": s.used,
            "period": [d.isoformat() for d in s.period] if s.period else None,
            "declared": {name: declared(name, value) for name, value in s.declared} or None,
            "problems": [self._problem(p) for p in s.problems],
            "skipped": {self._book.say(f"skipped.{reason}"): count for reason, count in s.skipped},
            "columns": dict(s.columns),
        }

    def _problem(self, p: Problem) -> Json:
        return {
            "code": p.code,
            "message": self._book.say(f"problem.{p.code}", **dict(p.facts)),
            "row": p.source.row if p.source else None,
            "sheet": (p.source.sheet or None) if p.source else None,
        }

    def _facility(self, f: Facility) -> Json:
        latest = f.versions[-1].instalments if f.versions else ()
        return {
            "id": f.id,
            "product": f.product,
            "lender": f.lender or None,
            "contract": f.contract or None,
            "principal": money(f.principal),
            "drawn_at": f.drawn_at.isoformat() if f.drawn_at else None,
            "method": f.method.value if f.method else None,
            "daily_rate": plain_rate(f.daily_rate) if f.daily_rate is not None else None,
            "terms": f.terms,
            "annual_rate": plain_rate(f.annual_rate) if f.annual_rate is not None else None,
            "basis": f.basis.value,
            "hypotheses": [self._hypothesis(h) for h in f.hypotheses],
            "instalments": [
                {
                    "period": i.period,
                    "due": i.due.isoformat(),
                    "principal": yuan(i.principal),
                    "interest": yuan(i.interest),
                    "total": yuan(i.total),
                    "state": i.state,
                }
                for i in latest
            ],
        }

    def _hypothesis(self, h: Hypothesis) -> Json:
        return {
            "kept": h.kept,
            "text": self._book.say(f"hypothesis.{h.text}", **dict(h.facts)),
            "refuted_by": refs(h.refuted_by),
        }

    def _event(self, e: Event) -> Json:
        return {
            "id": e.id,
            "kind": e.kind.value,
            "at": e.at.isoformat() if e.timed else e.at.date().isoformat(),
            "posted": e.posted.isoformat() if e.posted else None,
            "amount": money(e.amount),
            "facility": e.facility,
            "period": e.period,
            "account": e.account or None,
            "text": e.text,
            "source": refs(e.sources),
        }

    def _chain(self, c: Chain) -> Json:
        return {
            "facility": c.facility,
            "period": c.period,
            "due": c.due.isoformat() if c.due else None,
            "expected": money(c.expected),
            "events": list(c.events),
            "state": c.state,
        }

    def _discrepancy(self, d: Discrepancy) -> Json:
        return {
            "id": d.id,
            "code": d.code,
            "severity": d.severity.value,
            "certainty": d.certainty.value,
            "phenomenon": d.phenomenon.value,
            "layer": d.layer.value,
            "facility": d.facility,
            "period": d.period,
            "at": d.at.isoformat() if d.at.time() != time() else d.at.date().isoformat(),
            "expected": money(d.expected),
            "actual": money(d.actual),
            "difference": yuan(d.difference),
            "bridge": [self._part(p) for p in d.bridge],
            "unexplained": yuan(d.unexplained),
            "evidence": refs(d.evidence),
            "title": self._texts.title(d),
            "explanation": self._texts.explanation(d),
            "questions": [self._question(d, q) for q in d.questions],
            "deadline": self._texts.deadline(d) or None,
            "missing": self._texts.missing(d),
        }

    def _part(self, p: BridgePart) -> Json:
        return {
            "component": p.component,
            "amount": yuan(p.amount),
            "formula": self._texts.formula(p),
            "evidence": refs(p.evidence),
        }

    def _question(self, d: Discrepancy, q: Question) -> Json:
        return {"to": self._texts.party(q), "text": self._texts.question(d, q)}


_COUNTED = frozenset({"rows", "count", "lines", "pages", "periods"})


def declared(name: str, value: FactValue) -> object:
    """What a file declares as a JSON value: an amount as yuan, a count as a number."""
    if isinstance(value, int) and not isinstance(value, bool) and name.rpartition(".")[2] not in _COUNTED:
        return yuan(value)
    return plain(value)


def plain(value: FactValue) -> object:
    """A fact as a JSON value."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return plain_rate(value)
    return list(value) if isinstance(value, tuple) else value
