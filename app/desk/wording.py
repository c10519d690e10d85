"""What the desk says of a case and of a pattern, for the workbook, the window and the terminal alike."""

from __future__ import annotations

from app.core.money import grouped
from app.desk.patterns import Common, Pattern
from app.desk.table import BETWEEN, Entry
from app.texts import Phrasebook


def kind_name(code: str, book: Phrasebook) -> str:
    """A kind by its name; the code itself where a newer version wrote it."""
    message = f"discrepancy.{code}.name"
    return book.say(message) if message in book else code


def loan_name(product: str, lender: str, book: Phrasebook) -> str:
    """A loan's product and lender, as far as the papers name them."""
    message = f"product.{product}"
    shown = book.say(message) if message in book else product
    return " · ".join(filter(None, (shown, lender))) or book.say("desk.no-loan")


def pattern_text(pattern: Pattern, book: Phrasebook) -> str:
    """A pattern in a sentence: what, where, in how many cases of how many, and what chance would bring."""
    value = pattern.value
    if pattern.common is Common.AMOUNT:
        value = grouped(int(pattern.value))
    elif pattern.common is Common.HOUR:
        value = f"{int(pattern.value):02d}:00–{int(pattern.value):02d}:59"
    return book.say(
        f"desk.pattern.{pattern.common.value}",
        kind=kind_name(pattern.code, book),
        loan=loan_name(pattern.product, pattern.lender, book),
        value=value,
        cases=len(pattern.cases),
        among=pattern.among,
        expected=f"{pattern.expected:.1f}",
    )


def result_text(entry: Entry, book: Phrasebook) -> str:
    """Why a case could not be explained; empty where it was."""
    if entry.is_explained:
        return ""
    reason, _, detail = entry.texts.get("reason", "").partition(" ")
    message = f"desk.reason.{reason}"
    return book.say(message, detail=detail) if message in book else reason


def kinds_text(entry: Entry, book: Phrasebook) -> str:
    """The kinds of a case by name, with how many there are of each."""
    kinds = [kind.rpartition(" ") for kind in entry.texts.get("kinds", "").split(BETWEEN) if kind]
    return " · ".join(f"{kind_name(code, book)} {count}" for code, _, count in kinds)
