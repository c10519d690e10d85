"""The columns of the table of checks: what was compared, how it came out, with which rows, or what would check it."""

from __future__ import annotations

from dataclasses import dataclass

from app.core.comparison import Check, Standing
from app.core.explanation import Explanation
from app.gui.models.rows_model import Column
from app.gui.services.display_names import Names, amount, amount_copied
from app.gui.services.session import Session
from app.gui.services.translator import Wording
from app.palette import Ink
from app.texts.comparison_texts import ComparisonTexts


@dataclass(frozen=True, slots=True)
class CheckRow:
    """A check with its place in the list, which names it."""

    place: int
    check: Check

    @property
    def id(self) -> str:
        """Names the row among all checks."""
        return str(self.place)


def check_rows(explanation: Explanation) -> list[CheckRow]:
    """Every check, in order of time."""
    return [CheckRow(place, check) for place, check in enumerate(explanation.comparison.checks)]


def check_columns(names: Names, wording: Wording, session: Session) -> list[Column[CheckRow]]:
    """Columns of the checks."""

    def missing(row: CheckRow) -> str:
        texts = ComparisonTexts(session.explanation, wording.book)
        return texts.name(row.check.paper) if row.check.paper else ""

    return [
        Column("date", lambda r: r.check.on.isoformat(), lambda r: (r.check.on, r.place), width=12),
        Column("what", lambda r: wording.say(f"comparison.subject.{r.check.subject.value}"), width=10),
        Column("facility", lambda r: names.facility(r.check.facility), width=16),
        Column("period", lambda r: names.period(r.check.period), lambda r: r.check.period or 0, right=True, width=6),
        Column(
            "amount",
            lambda r: amount(r.check.amount),
            lambda r: r.check.amount or 0,
            lambda r: amount_copied(r.check.amount),
            True,
        ),
        Column("standing", lambda r: wording.say(f"comparison.standing.{r.check.standing.value}"), ink=_ink, width=12),
        Column("source", lambda r: names.rows(r.check.sources), width=26),
        Column("met", lambda r: names.rows(r.check.met), width=36),
        Column("missing", missing, width=40),
    ]


def _ink(row: CheckRow) -> Ink | None:
    return {Standing.DIFFERS: Ink.SERIOUS, Standing.NOT_CHECKED: Ink.WARNING}.get(row.check.standing)
