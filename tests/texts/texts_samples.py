"""Sample values for every fact that a sentence may name, and which Python type each placeholder kind takes."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from decimal import Decimal

from app.core.discrepancy import BridgePart, Certainty, Discrepancy, FactValue, Input, Severity, Term, Unit
from app.core.facts import Source
from app.core.kinds import KINDS, FactType
from app.texts import Phrasebook
from app.texts.placeholders import PLACEHOLDER

ROW = Source("bill.csv", "", 7)

TYPES: dict[str, tuple[type, ...]] = {
    "time": (datetime,),
    "moment": (datetime,),
    "clock": (datetime,),
    "monthday": (date,),
    "date": (date,),
    "money": (int,),
    "signed": (int,),
    "days": (int,),
    "month": (str,),
    "yearmonth": (str,),
    "rate": (Decimal,),
    "percent": (Decimal,),
    "list": (tuple,),
    "messages": (tuple,),
    "message": (str,),
    "": (int, str),
}
"""In this order a value of an earlier kind can be written in the later ones of its type as well."""

WRITTEN: dict[FactType, frozenset[str]] = {
    FactType.DAY: frozenset({"date", "monthday"}),
    FactType.MOMENT: frozenset({"time", "moment", "clock", "date", "monthday"}),
    FactType.MONTH: frozenset({"month", "yearmonth"}),
    FactType.MONEY: frozenset({"money", "signed"}),
    FactType.DAYS: frozenset({"days"}),
    FactType.COUNT: frozenset({""}),
    FactType.RATE: frozenset({"rate", "percent"}),
    FactType.TEXT: frozenset({""}),
    FactType.TEXTS: frozenset({"list"}),
    FactType.MESSAGE: frozenset({"message"}),
    FactType.MESSAGES: frozenset({"messages"}),
}
"""How a sentence can write a fact of each type."""

SAMPLES: dict[FactType, FactValue] = {
    FactType.DAY: date(2024, 6, 15),
    FactType.MOMENT: datetime(2024, 6, 15, 9, 31),
    FactType.MONTH: "2024-06",
    FactType.MONEY: 123_45,
    FactType.DAYS: 3,
    FactType.COUNT: 2,
    FactType.RATE: Decimal("0.0004"),
    FactType.TEXT: "A",
    FactType.TEXTS: ("A", "B"),
    FactType.MESSAGE: "product.jiebei",
    FactType.MESSAGES: ("product.jiebei", "product.huabei"),
}


def placeholders(text: str) -> tuple[tuple[str, str], ...]:
    """Name and kind of every placeholder of a message, in order; whether with a capital is a language's own matter."""
    return tuple((m[1], _SMALL.get(m[2], m[2] or "")) for m in PLACEHOLDER.finditer(text))


_SMALL = {"Message": "message", "Text": ""}


def made(code: str, variant: str, facts: dict[str, FactValue], difference: int = 123_45) -> Discrepancy:
    """A discrepancy whose difference is one amount of a row."""
    money = Input("second-debit", abs(difference), Unit.MONEY, (ROW,))
    part = BridgePart("second-debit", (Term((money,), negative=difference < 0),))
    kind = KINDS[code]
    return Discrepancy(
        id="",
        code=code,
        variant=variant,
        severity=Severity.WARNING,
        certainty=Certainty.STRONG,
        phenomenon=kind.phenomenon,
        layer=kind.layer,
        at=datetime(2024, 6, 15, 9, 31),
        difference=difference,
        bridge=(part,) if difference else (),
        unexplained=0,
        evidence=(ROW,),
        facility="JB1",
        facts=tuple(sorted(facts.items())),
        questions=kind.questions_of(variant) if variant in kind.variants else (),
        deadline=kind.deadline,
    )


class StrictPhrasebook(Phrasebook):
    """A phrasebook that refuses a value of a type that its placeholder does not write."""

    def say_in(self, years: Collection[int], message: str, /, **values: FactValue) -> str:
        for name, kind in placeholders(self.messages.get(message, "")):
            value = values[name]
            assert isinstance(value, TYPES[kind]), f"{message}: {name} is {value!r}, no value for {kind or 'plain'}"
        return super().say_in(years, message, **values)
