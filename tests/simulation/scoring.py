"""Holds an explanation against the true books: what was found, what was not, and what was said without being true."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from app.core.discrepancy import Discrepancy, Severity
from tests.simulation.lender import BankLine, Case, PlanLine, Truth, WalletLine
from tests.simulation.writers import Written

KIN = {
    "DEBIT-MANUAL-AUTO-OVERLAP": "DEBIT-DUPLICATE",
    "DEBIT-CUTOFF-MIDNIGHT": "DEBIT-LATE",
    "DEBIT-FAIL-CHARGED": "DEBIT-DUPLICATE",
}
"""What may be said instead where the wallet's row is lost: a bank tells neither hour nor hand nor state."""


@dataclass(slots=True)
class Tally:
    """Counts by code over many cases, and a line for everything that went wrong."""

    true: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)
    false: Counter[str] = field(default_factory=Counter)
    loud: int = 0
    chatter: int = 0
    odd: int = 0
    odd_left: int = 0
    notes: list[str] = field(default_factory=list)

    @property
    def recall(self) -> float:
        """Share of what is true that was found."""
        return 1 - self.missed.total() / max(self.true.total(), 1)

    @property
    def precision(self) -> float:
        """Share of the warnings that are true."""
        return 1 - self.false.total() / max(self.loud, 1)

    @property
    def to_the_cent(self) -> float:
        """Share of what was found whose amount is right and whose bridge closes."""
        return 1 - self.wrong.total() / max(self.true.total() - self.missed.total(), 1)

    def judge(self, case: Case, out: Written, said: Sequence[Discrepancy]) -> None:
        """Count one case."""
        rows = [{(s.file, s.row) for s in d.evidence} for d in said]
        used: set[int] = set()
        gone = {id(row) for row in (*case.wallet, *case.bank, *case.loans) if id(row) not in out.places}
        for truth in sorted(case.truths, key=lambda t: not t.required):
            self._truth(case, out, truth, said, rows, used, gone)
        for index, d in enumerate(said):
            if d.severity is Severity.INFO:
                self.chatter += index not in used
                continue
            self.loud += 1
            if index not in used:
                self.false[d.code] += 1
                self.notes.append(f"false  {case.name} {d.code} {d.period} {d.facility} {d.difference}")

    def _truth(
        self,
        case: Case,
        out: Written,
        truth: Truth,
        said: Sequence[Discrepancy],
        rows: Sequence[set[tuple[str, int]]],
        used: set[int],
        gone: set[int],
    ) -> None:
        own = out.rows_of(truth.evidence)
        lost = any(isinstance(x, WalletLine | BankLine) and id(x) in gone for x in truth.evidence)
        lost |= any(x.contract == truth.contract and id(x) in gone for x in case.loans)
        lost |= truth.code == "DEBIT-MISSED" and all(id(w) in gone for w in case.wallet)
        shown = (x for x in truth.evidence if isinstance(x, PlanLine))
        lost |= truth.code == "STATUS-SETTLED-PREMATURE" and any(id(x) not in out.places for x in shown)
        codes = {truth.code, KIN.get(truth.code, "")} if lost else {truth.code}
        alike = [i for i, d in enumerate(said) if d.code in codes and i not in used]
        hits = [i for i in alike if rows[i] & own or not truth.evidence]
        asked = truth.required and not lost
        where = f"{case.name} {truth.code} {truth.period} {truth.contract}"
        self.true[truth.code] += asked
        if not hits:
            if asked:
                self.missed[truth.code] += 1
                self.notes.append(f"missed {where} {truth.difference}")
            return
        best = max(hits, key=lambda i: (said[i].difference == truth.difference, len(rows[i] & own)))
        used.add(best)
        d = said[best]
        closes = sum(part.amount for part in d.bridge) + d.unexplained == d.difference
        if asked and (d.difference != truth.difference or not closes):
            self.wrong[truth.code] += 1
            self.notes.append(f"amount {where} true {truth.difference} said {d.difference}")
        if truth.code == "UNEXPLAINED":
            self.odd += 1
            self.odd_left += d.unexplained == truth.difference
