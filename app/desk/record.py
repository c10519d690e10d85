"""What the desk keeps of one case: counts, sums and findings, equal for equal files whoever worked them out."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from datetime import datetime, time
from sys import intern
from typing import Any

from app.core.discrepancy import Discrepancy
from app.core.explanation import Explanation, Facility
from app.core.money import Fen
from app.core.severity import Severity
from app.core.views.summary import claim_of, summary_of
from app.desk.tasks import Task
from app.export.report import totals_of
from app.texts import Phrasebook

SCHEMA = "desk-case/1"
_LOCKED = frozenset({"needs-password", "wrong-password", "case-needs-password", "wrong-case-password"})


@dataclass(frozen=True, slots=True)
class Finding:
    """One discrepancy as the desk compares it with those of other cases. ``at`` is an ISO day, or moment where known.

    ``difference`` and ``unexplained`` in fen; ``lender`` is empty where no paper names it, ``product`` where it is of
    no loan.
    """

    code: str
    variant: str
    severity: str
    certainty: str
    claim: str
    product: str
    lender: str
    at: str
    difference: Fen
    unexplained: Fen
    title: str

    @property
    def day(self) -> str:
        """The day, ISO."""
        return self.at[:10]

    @property
    def hour(self) -> int | None:
        """The hour of the day; None where only the day is known."""
        return int(self.at[11:13]) if len(self.at) > len("2026-01-01") else None

    @property
    def of(self) -> tuple[str, str]:
        """The product and the lender."""
        return self.product, self.lender


@dataclass(frozen=True, slots=True)
class Record:
    """A case in one row.

    Sums in fen: ``refund`` was taken too much and closes, ``confirm`` only the other side can say; never added up.
    ``due`` is what falls due next, of all loans, by ``due_on`` (ISO, the first of
    them). ``refused`` are files that could not be read: name, code, sentence. ``days`` are product, lender and the days
    on which something happened there: what a pattern is measured against. ``reason`` is empty where the case was
    explained, else a message id (``desk.reason.<reason>``) with ``detail``.
    """

    case: str
    fingerprint: str = ""
    reason: str = ""
    detail: str = ""
    as_of: str = ""
    loans: int = 0
    agree: int = 0
    differ: int = 0
    unchecked: int = 0
    refund: Fen = 0
    confirm: Fen = 0
    unexplained: Fen = 0
    due: Fen = 0
    due_on: str = ""
    lenders: tuple[str, ...] = ()
    files: int = 0
    refused: tuple[tuple[str, str, str], ...] = ()
    findings: tuple[Finding, ...] = ()
    days: tuple[tuple[str, str, tuple[str, ...]], ...] = ()
    wrote: tuple[str, ...] = ()
    """What was written beside the explanation: ``workbook``, ``letters``."""

    @property
    def severities(self) -> Counter[str]:
        """How many findings there are of each severity."""
        return Counter(f.severity for f in self.findings)

    @property
    def kinds(self) -> Counter[str]:
        """How many findings there are of each kind."""
        return Counter(f.code for f in self.findings)

    def asked_for(self, task: Task) -> bool:
        """Whether it holds all that a task asks for; a password may open more than was read without."""
        return task.asked <= set(self.wrote) and not (self.is_locked and task.passwords)

    @property
    def is_locked(self) -> bool:
        """Whether a password would open something more."""
        return self.reason in _LOCKED or any(code in _LOCKED for _, code, _ in self.refused)

    def to_json(self) -> dict[str, Any]:
        """The record as JSON values."""
        return {"schema": SCHEMA, **asdict(self)}

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> Record:
        """The record of JSON values. Raises ValueError, KeyError and TypeError for anything else.

        Words that many cases share are held once, so that a hundred thousand records fit the memory.
        """
        if values.get("schema") != SCHEMA:
            raise ValueError("no record of this version")
        given = {f.name: values[f.name] for f in fields(cls)}
        given["refused"] = tuple(tuple(item) for item in given["refused"])
        given["days"] = tuple((intern(p), intern(x), tuple(map(intern, days))) for p, x, days in given["days"])
        given["lenders"], given["wrote"] = tuple(given["lenders"]), tuple(given["wrote"])
        given["findings"] = tuple(map(_finding_from, given["findings"]))
        return cls(**given)


def record_of(case: str, fingerprint: str, explanation: Explanation, book: Phrasebook) -> Record:
    """The record of an explanation, masked already where that is wished; sentences in the book's language."""
    from app.texts.discrepancy_texts import DiscrepancyTexts

    facilities = {f.id: f for f in explanation.facilities}
    texts, found = DiscrepancyTexts(book, explanation.years), explanation.discrepancies
    counts, figures = explanation.comparison.counts, summary_of(explanation)
    due = [o for o in explanation.outlook if o.is_due and o.amount]
    read = [s for s in explanation.sources if s.format]
    return Record(
        case=case,
        fingerprint=fingerprint,
        reason="" if read else "nothing-readable" if explanation.sources else "nothing-there",
        as_of=explanation.day.isoformat() if explanation.day else "",
        loans=len(facilities),
        agree=counts.agree,
        differ=counts.differ,
        unchecked=counts.unchecked,
        refund=figures.refund,
        confirm=sum(abs(d.difference) for d in figures.confirm),
        unexplained=totals_of(found).unexplained,
        due=sum(o.amount or 0 for o in due),
        due_on=min(o.on for o in due).isoformat() if due else "",
        lenders=tuple(sorted({f.lender for f in facilities.values() if f.lender})),
        files=len(explanation.sources),
        refused=tuple(sorted(_refused(explanation, book))),
        findings=tuple(_finding(d, facilities, texts) for d in found),
        days=_days(explanation, facilities),
    )


def _refused(explanation: Explanation, book: Phrasebook) -> Iterable[tuple[str, str, str]]:
    for source in explanation.sources:
        for problem in source.problems if not source.format else ():
            yield source.file, problem.code, book.say(f"problem.{problem.code}", **dict(problem.facts))


def _finding(d: Discrepancy, facilities: dict[str, Facility], texts: Any) -> Finding:
    loan = facilities.get(d.facility or "")
    return Finding(
        code=d.code,
        variant=d.variant,
        severity=d.severity.value,
        certainty=d.certainty.value,
        claim=claim_of(d).value,
        product=loan.product if loan else "",
        lender=loan.lender if loan else "",
        at=_moment(d.at),
        difference=d.difference,
        unexplained=d.unexplained,
        title=texts.title(d),
    )


def _moment(at: datetime) -> str:
    return at.date().isoformat() if at.time() == time() else at.isoformat(timespec="minutes")


def _days(explanation: Explanation, facilities: dict[str, Facility]) -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    days: dict[tuple[str, str], set[str]] = defaultdict(set)
    for event in explanation.events:
        if loan := facilities.get(event.facility or ""):
            days[loan.product, loan.lender].add(event.at.date().isoformat())
    return tuple((*of, tuple(sorted(those))) for of, those in sorted(days.items()))


def _finding_from(values: dict[str, Any]) -> Finding:
    shared: dict[str, Any] = {name: intern(v) if isinstance(v, str) else v for name, v in values.items()}
    return Finding(**shared)


SEVERITIES = tuple(s.value for s in Severity)
"""Worst first."""
