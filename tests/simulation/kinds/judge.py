"""Judges what was said of a case: RIGHT, PARTLY, SILENT or WRONG."""

from __future__ import annotations

from dataclasses import dataclass, field

from app.core.discrepancy import Certainty, Discrepancy, Severity
from app.core.explanation import Explanation
from tests.simulation.kinds.desk import Desk, Want


@dataclass
class Verdict:
    """How a case came out, with every false statement and what was not said."""

    name: str
    false: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    partly: list[str] = field(default_factory=list)
    wanted: int = 0

    @property
    def word(self) -> str:
        """RIGHT, PARTLY, SILENT or WRONG."""
        if self.false:
            return "WRONG"
        if not self.missing and not self.partly:
            return "RIGHT"
        return "SILENT" if len(self.missing) == self.wanted else "PARTLY"


def judge(desk: Desk, told: Explanation) -> Verdict:
    """Lay what was said beside what is true; every statement answers one truth only."""
    verdict, used = Verdict(desk.name, wanted=len(desk.wants)), set[int]()
    for want in desk.wants:
        _answer(want, told.discrepancies, used, verdict)
    for index, d in enumerate(told.discrepancies):
        what = f"{d.severity.value} {d.id} {d.variant} {d.difference} ({d.certainty.value})"
        if d.code in desk.forbidden and index not in used:
            verdict.false.append(f"{what}: {desk.forbidden[d.code]}")
        elif index not in used and not _harmless(desk, d):
            verdict.false.append(f"{what}: matches nothing true")
        if sum(part.amount for part in d.bridge) + d.unexplained != d.difference:
            verdict.false.append(f"{what}: the bridge does not add up")
    return verdict


def _harmless(desk: Desk, d: Discrepancy) -> bool:
    if d.code in desk.allowed:
        return not desk.allowed[d.code] or d.severity.value in desk.allowed[d.code]
    return d.severity is Severity.INFO


def _answer(want: Want, said: tuple[Discrepancy, ...], used: set[int], verdict: Verdict) -> None:
    places = {row.where for row in want.rows if row.where}
    near = [
        i for i, d in enumerate(said) if i not in used and {(s.file, s.row) for s in d.evidence} & places
    ]  # fmt: skip
    named = [i for i in near if said[i].code in want.codes]
    good = [i for i in named if _amounts(said[i]) & want.amounts]
    whole = [i for i in good if not said[i].unexplained or said[i].code == "UNEXPLAINED"]
    if good:
        index = (whole or good)[0]
        used.add(index)
        if not want.proved and said[index].certainty is Certainty.PROVED:
            verdict.false.append(f"{said[index].id}: proved, and the files do not bear it")
        if not whole and not want.left_open:
            verdict.partly.append(f"{want.what}: {said[index].unexplained} of {said[index].difference} left open")
        return
    half = [
        i for i in near if said[i].code == "UNEXPLAINED" and {abs(a) for a in want.amounts} & _sizes(said[i])
    ]  # fmt: skip
    if half:
        used.add(half[0])
        verdict.partly.append(f"{want.what}: told as unexplained")
    elif named:
        used.add(named[0])
        verdict.false.append(f"{said[named[0]].id}: {said[named[0]].difference} said, {sorted(want.amounts)} true")
    elif not want.optional:
        verdict.missing.append(f"{want.what} {sorted(want.amounts)}")


def _amounts(d: Discrepancy) -> set[int]:
    return {d.difference, *(part.amount for part in d.bridge)}


def _sizes(d: Discrepancy) -> set[int]:
    return {abs(d.difference), abs(d.unexplained)}
