"""Which rows were taken to belong together, why, and how a person parts or joins them."""

from __future__ import annotations

from dataclasses import dataclass

from app.core.discrepancy import Discrepancy
from app.core.explanation import Event
from app.gui.services.display_names import Names, amount
from app.gui.services.session import Session
from app.gui.services.translator import Wording


@dataclass(frozen=True, slots=True)
class JoinedPair:
    """Two events, by id, that were joined, and the sentence that says why."""

    a: str
    b: str
    sentence: str


class Joining:
    """Reads the links of the explanation and takes the decisions about them."""

    def __init__(self, session: Session, wording: Wording, names: Names) -> None:
        self._session, self._wording, self._names = session, wording, names

    def pairs(self, found: Discrepancy) -> list[JoinedPair]:
        """Every link in the chains of a discrepancy, in order of time."""
        explanation = self._session.explanation
        events, own = explanation.events_by_id, set(found.events)
        chains = {chain.id: chain for event in found.events for chain in explanation.chains_of.get(event, ())}
        links = [link for chain in chains.values() for link in chain.links if link.a in own and link.b in own]
        links.sort(key=lambda link: (events[link.a].at, events[link.b].at))
        return [
            JoinedPair(link.a, link.b, self._sentence(events[link.a], events[link.b], link.reason)) for link in links
        ]

    def decide(self, a: str, b: str, *, same: bool) -> None:
        """Say that two events, by id, belong together or do not."""
        events = self._session.explanation.events_by_id
        label = " / ".join(self._short(events[one]) for one in (a, b))
        decision = self._session.workspace.linking(a, b, same=same, label=label)
        self._session.decide(decision, self._wording.say("window.status.explaining"))

    def part(self, pair: JoinedPair) -> None:
        """Say that a pair does not belong together; nothing while other work is under way."""
        if self._session.tasks.current is None:
            self.decide(pair.a, pair.b, same=False)

    def _sentence(self, a: Event, b: Event, reason: str) -> str:
        why = self._wording.say_or(f"link.{reason}", reason)
        return self._wording.say("window.why.pair", a=self._short(a), b=self._short(b), why=why)

    def _short(self, event: Event) -> str:
        day = f"{event.at:%m-%d}" if len(self._session.explanation.years) == 1 else f"{event.at:%Y-%m-%d}"
        return " ".join(filter(None, (day, self._names.kind(event), amount(event.amount))))
