"""Says how one explanation differs from an earlier one, in short lists with headings."""

from __future__ import annotations

from collections.abc import Iterable

from app.core.discrepancy import Discrepancy, FactValue
from app.core.explanation import Event, EventKind, Explanation
from app.core.money import grouped
from app.core.views.changes import Changes, Pair
from app.core.views.summary import summary_of
from app.texts.catalogue import Phrasebook
from app.texts.discrepancy_texts import DiscrepancyTexts

MOST_LINES = 60
"""Lines of each list; the rest is counted."""

Group = tuple[str, list[str]]


class ChangesTexts:
    """The sentences of one language about what differs between two explanations."""

    def __init__(self, before: Explanation, after: Explanation, found: Changes, book: Phrasebook) -> None:
        self._before, self._after, self._found, self._book = before, after, found, book
        self._titles = DiscrepancyTexts(book, after.years)
        self._loans = {f.id: f for e in (before, after) for f in e.facilities}

    def headline(self) -> str:
        """Whether rows differ between the first and last days of both, or that nothing could be compared."""
        found = self._found
        rows = len(found.changed) + len(found.only_before) + len(found.only_after)
        if not found.same and not rows:
            return self._say("nothing-common")
        return self._say("rows", count=rows, same=found.same) if rows else self._say("no-rows", same=found.same)

    def sides(self) -> list[str]:
        """What each side is: its files, its day, what can be claimed and what is owed."""
        return [self._side("before", self._before), self._side("after", self._after)]

    def groups(self) -> list[Group]:
        """Each list with its heading; those without a line are left out."""
        found = self._found
        lists = (
            ("changed", [self._pair(pair) for pair in found.changed]),
            ("only-before", [self._event(event) for event in found.only_before]),
            ("only-after", [self._event(event) for event in found.only_after]),
            ("discrepancies", [*self._alike(), *(self._discrepancy(*pair) for pair in found.found)]),
            ("not-compared", list(self._not_compared())),
        )
        return [(self._say(name), self._shortened(lines)) for name, lines in lists if lines]

    def text(self) -> str:
        """All of it as text, to be copied."""
        parts = [self.headline(), *self.sides()]
        for title, lines in self.groups():
            parts += ["", title, *(f"· {line}" for line in lines)]
        return "\n".join(parts)

    def _side(self, name: str, explanation: Explanation) -> str:
        summary = summary_of(explanation)
        said = self._say(f"side.{name}", files=len(explanation.sources), count=len(explanation.discrepancies))
        parts = [said] if explanation.day is None else [said, self._say("day", day=explanation.day)]
        parts += [self._say("refund", amount=summary.refund)] if summary.refunds else []
        parts += [self._say("owed", amount=summary.owed)] if summary.owed is not None else []
        return self._say("gap").join(parts)

    def _alike(self) -> Iterable[str]:
        if self._found.found_same:
            yield self._say("discrepancy.alike", count=self._found.found_same)

    def _not_compared(self) -> Iterable[str]:
        found = self._found
        for name, count in (("outside-before", found.outside_before), ("outside-after", found.outside_after)):
            if count:
                yield self._say(name, count=count)
        for name, kinds in (("kinds-before", found.kinds_before), ("kinds-after", found.kinds_after)):
            if kinds:
                yield self._say(name, kinds=tuple(self._kind(kind) for kind in kinds))

    def _pair(self, pair: Pair) -> str:
        before, after = pair.before, pair.after
        if before is None or after is None:
            return self._event(pair.shown)
        told = [
            (_moment(before), _moment(after)),
            (self._kind(before.kind), self._kind(after.kind)),
            (_amount(before), _amount(after)),
        ]
        shown = [was if was == now else self._say("became", was=was, now=now) for was, now in told]
        return " ".join(part for part in (*shown[:2], self._loan(after), shown[2]) if part)

    def _event(self, event: Event) -> str:
        where = f"({event.sources[0].file})" if event.sources else ""
        parts = (_moment(event), self._kind(event.kind), self._loan(event), _amount(event), where)
        return " ".join(part for part in parts if part)

    def _discrepancy(self, before: Discrepancy | None, after: Discrepancy | None) -> str:
        if before is None and after is not None:
            return self._say("discrepancy.new", title=self._titles.title(after))
        if after is None and before is not None:
            return self._say("discrepancy.gone", title=self._titles.title(before))
        assert before is not None
        assert after is not None
        was, now = grouped(before.difference, signed=True), grouped(after.difference, signed=True)
        return self._say("discrepancy.changed", title=self._titles.title(after), was=was, now=now)

    def _kind(self, kind: EventKind) -> str:
        return self._book.say(f"timeline.kind.{kind.value}")

    def _loan(self, event: Event) -> str:
        loan = self._loans.get(event.facility or "")
        message = f"timeline.product.{loan.product if loan else event.facility}"
        product = self._book.say(message) if message in self._book else ""
        sized = f"{product} {grouped(loan.principal)}" if loan and loan.principal and product else product
        period = self._book.say("window.why.period", period=event.period) if event.period is not None else ""
        return " ".join(part for part in (sized, period) if part)

    def _shortened(self, lines: list[str]) -> list[str]:
        more = len(lines) - MOST_LINES
        return [*lines[:MOST_LINES], self._say("more", count=more)] if more > 0 else lines

    def _say(self, message: str, **values: FactValue) -> str:
        return self._book.say(f"changes.{message}", **values)


def _moment(event: Event) -> str:
    return f"{event.at:%Y-%m-%d %H:%M}" if event.timed else f"{event.at:%Y-%m-%d}"


def _amount(event: Event) -> str:
    return "" if event.amount is None else grouped(event.amount)
