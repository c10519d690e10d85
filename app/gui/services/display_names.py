"""How events, loans and rows are called on screen."""

from __future__ import annotations

from collections.abc import Mapping

from app.core.discrepancy import Discrepancy, FactValue
from app.core.explanation import Chain, Event, EventKind, Explanation, Facility, SourceReport
from app.core.facts import Product, Source
from app.core.money import Fen, grouped, yuan
from app.core.views.loan_marks import marks_apart
from app.gui.services.translator import Wording
from app.texts.facility_names import product_name, told_apart, with_amount


class Names:
    """Names in the current language, for the explanation it was filled with last."""

    def __init__(self, wording: Wording) -> None:
        self._wording = wording
        self._facilities: dict[str, Facility] = {}
        self._own: Mapping[str, str] = {}
        self._marks: Mapping[str, tuple[str, FactValue]] = {}

    def fill(self, explanation: Explanation, own: Mapping[str, str] | None = None) -> None:
        """Take the loans of an explanation, and what the person calls them; None leaves that as it is."""
        self._facilities = {f.id: f for f in explanation.facilities}
        self._own = self._own if own is None else own
        self._marks = marks_apart(explanation.facilities, lambda f: (self._own.get(f.id) or f.product, f.principal))

    def facility(self, facility: str | None) -> str:
        """A loan as the person calls it, else by its product; with its amount: 借呗 10,000.00. No two are alike."""
        found = self._facilities.get(facility or "")
        name = self.official(facility)
        if own := self._own.get(facility or "", ""):
            name = with_amount(own, found) if found else own
        return told_apart(name, self._marks.get(facility or ""), self._wording.book)

    def about(self, found: Discrepancy) -> str:
        """Which loan a discrepancy is about, where the case has another one beside it; empty where it has none.

        One of a bill names its product alone, and so is told by that where there are bills of several.
        """
        if found.facility:
            return self.facility(found.facility) if self._facilities.keys() - {found.facility} else ""
        product = str(dict(found.facts).get("product", ""))
        accounts = {f.product for f in self._facilities.values() if f.id == f.product} - {Product.RESERVE.value}
        bills = {f"product.{account}" for account in accounts}
        return self._wording.say(product) if product in bills and len(bills) > 1 else ""

    def official(self, facility: str | None) -> str:
        """A loan by product and amount, whatever the person calls it."""
        found = self._facilities.get(facility or "")
        if found is None:  # a bill product or the reserve of which the files hold no page of its own
            return self._wording.say_or(f"timeline.product.{facility}", facility) if facility else ""
        return with_amount(self.product(found), found)

    def product(self, facility: Facility) -> str:
        """The product's name."""
        return product_name(facility, self._wording.book)

    def kind(self, event: Event) -> str:
        """What an event is."""
        return self._wording.say_or(f"timeline.kind.{event.kind.value}", event.kind.value)

    def moment(self, event: Event) -> str:
        """When it was: with the time where it is known."""
        return f"{event.at:%Y-%m-%d %H:%M}" if event.timed else f"{event.at:%Y-%m-%d}"

    def text(self, event: Event) -> str:
        """What the row says of itself; who started a repayment and why a plan changed are said in words."""
        kind = "discrepancy.{}.name" if event.kind is EventKind.PLAN_CHANGE else "window.trigger.{}"
        return self._wording.say_or(kind.format(event.text), event.text)

    def period(self, period: int | None) -> str:
        """The number of a period, empty where there is none."""
        return "" if period is None else str(period)

    def state(self, chain: Chain) -> str:
        """How an obligation stands."""
        return self._wording.say_or(f"window.state.{chain.state}", chain.state)

    def instalment_state(self, state: str) -> str:
        """How a period of a plan stands."""
        return self._wording.say_or(f"window.state.{state}", state)

    def row(self, source: Source) -> str:
        """A row of a file: name, sheet and number."""
        place = f"{source.file} · {source.sheet}" if source.sheet else source.file
        return self._wording.say("window.row-of", file=place, row=source.row)

    def rows(self, sources: tuple[Source, ...]) -> str:
        """The first row, and how many more there are."""
        if not sources:
            return ""
        more = f" +{len(sources) - 1}" if len(sources) > 1 else ""
        return f"{self.row(sources[0])}{more}"

    def format(self, report: SourceReport) -> str:
        """What a file was taken for."""
        if not report.format:
            return self._wording.say("window.format.unknown")
        return ", ".join(self._wording.say_or(f"format.{one}", one) for one in report.format.split(", "))

    def span(self, report: SourceReport) -> str:
        """From when to when a file speaks."""
        return f"{report.period[0]} – {report.period[1]}" if report.period else ""

    def skipped(self, reason: str) -> str:
        """Why rows were not used."""
        return self._wording.say_or(f"skipped.{reason}", reason)

    def all_skipped(self, report: SourceReport) -> str:
        """How many rows were not used, by reason."""
        return " · ".join(f"{self.skipped(reason)} {count}" for reason, count in report.skipped)

    def all_problems(self, report: SourceReport) -> str:
        """Everything that is wrong in a file."""
        return " · ".join(self.problem(p.code, p.facts) for p in report.problems)

    def problem(self, code: str, facts: tuple[tuple[str, FactValue], ...]) -> str:
        """What is wrong in a file and what to do."""
        return self._wording.say_or(f"problem.{code}", code, **dict(facts))


def amount(value: Fen | None) -> str:
    """An amount for people, empty where there is none."""
    return "" if value is None else grouped(value)


def amount_copied(value: Fen | None) -> str:
    """An amount as a spreadsheet takes it."""
    return "" if value is None else yuan(value)
