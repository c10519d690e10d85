"""How the phrasebook writes values in the habits of each language."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal

import pytest

from app.core.discrepancy import FactValue
from app.texts import Language, Phrasebook
from app.texts.catalogue import MissingMessage
from tests.languages import CHINESE, ENGLISH, EVERY_LANGUAGE

ZH, EN = Phrasebook(CHINESE), Phrasebook(ENGLISH)
HABITS: list[tuple[str, FactValue, str, str]] = [
    ("money", 1_234_56, "1,234.56", "1,234.56"),
    ("money", -5, "−0.05", "−0.05"),
    ("signed", 1_08, "+1.08", "+1.08"),
    ("date", datetime(2024, 6, 15, 9, 31), "2024-06-15", "2024-06-15"),
    ("time", datetime(2024, 6, 15, 9, 31, 7), "2024-06-15 09:31", "2024-06-15 09:31"),
    ("time", datetime(2024, 6, 15), "2024-06-15", "2024-06-15"),
    ("moment", datetime(2024, 6, 15, 9, 31, 7), "2024-06-15 09:31", "at 2024-06-15 09:31"),
    ("moment", datetime(2024, 6, 15), "2024-06-15", "on 2024-06-15"),
    ("monthday", date(2024, 6, 5), "6 月 5 日", "5 June"),
    ("monthday", datetime(2024, 12, 31, 23, 59), "12 月 31 日", "31 December"),
    ("dayofyear", date(2024, 6, 5), "2024 年 6 月 5 日", "5 June 2024"),
    ("month", "2024-07", "7 月", "July"),
    ("yearmonth", "2024-12", "2024 年 12 月", "December 2024"),
    ("days", 1, "1 天", "1 day"),
    ("days", 12, "12 天", "12 days"),
    ("rate", Decimal("0.0004"), "0.0400%", "0.0400%"),
    ("percent", Decimal("0.1825"), "18.25%", "18.25%"),
    ("list", ("余额宝", "A"), "余额宝、A", "余额宝, A"),
    ("message", "product.huabei", "花呗", "Huabei"),
    ("messages", ("product.huabei", "product.jiebei"), "花呗、借呗", "Huabei, Jiebei"),
    ("Message", "product.bank-loan", "银行贷款", "Bank loan"),
    ("Text", "loan of 16,000.00 yuan", "Loan of 16,000.00 yuan", "Loan of 16,000.00 yuan"),
    ("", 3, "3", "3"),
]


def written(book: Phrasebook, kind: str, value: FactValue) -> str:
    """What the phrasebook puts in the place of ``{x:kind}``."""
    message = f"{{x:{kind}}}" if kind else "{x}"
    own = Phrasebook(book.language)
    own._messages = {**book.messages, "test": message}
    return own.say("test", x=value)


@pytest.mark.parametrize(("kind", "value", "zh", "en"), HABITS)
def test_a_value_is_written_in_the_habit_of_each_language(kind: str, value: FactValue, zh: str, en: str) -> None:
    assert written(ZH, kind, value) == zh
    assert written(EN, kind, value) == en


def test_a_message_that_the_catalogue_lacks_is_a_defect_and_never_an_empty_text() -> None:
    with pytest.raises(MissingMessage):
        ZH.say("no.such.message")


def test_a_fact_that_is_not_given_is_a_defect_and_never_an_empty_text() -> None:
    with pytest.raises(KeyError, match="amount"):
        ZH.say("outlook.next-due", loan="借呗 1.00 元", period=3, on=date(2024, 6, 15))


@pytest.mark.parametrize(("value", "said"), [(1, "1 file was"), (0, "0 files were"), (2, "2 files were")])
def test_what_depends_on_a_number_being_one_is_chosen_by_it(value: int, said: str) -> None:
    book = Phrasebook(ENGLISH)
    book._messages = {"test": "{x} {x?file was|files were}", "list": "{x?one|several}"}
    assert book.say("test", x=value) == said
    assert book.say("list", x=("A",)) == "one"


def test_a_range_whose_ends_are_equal_is_told_as_one_amount() -> None:
    book = Phrasebook(ENGLISH)
    book._messages = {"test": "it {low=high?stayed at {low:money}|went from {low:money} to {high:money}}."}
    assert book.say("test", low=963_34, high=963_34) == "it stayed at 963.34."
    assert book.say("test", low=963_34, high=963_35) == "it went from 963.34 to 963.35."


@pytest.mark.parametrize("book", [ZH, EN], ids=["zh", "en"])
def test_every_placeholder_of_the_catalogue_is_of_a_known_kind(book: Phrasebook) -> None:
    known = {kind for kind, *_ in HABITS} | {"clock"}
    used = {m[1] or "" for text in book.messages.values() for m in re.finditer(r"\{\w+(?::(\w+))?\}", text)}
    assert used <= known


def test_months_of_two_years_are_told_by_their_year_and_those_of_one_are_not() -> None:
    book = Phrasebook(ENGLISH)
    book._messages = {"test": "{month:month} and {later_month:month}"}
    assert book.say("test", month="2025-12", later_month="2026-01") == "December 2025 and January 2026"
    assert book.say("test", month="2026-01", later_month="2026-02") == "January and February"


def test_days_of_two_years_are_told_by_their_year() -> None:
    book = Phrasebook(ENGLISH)
    book._messages = {"test": "{first:monthday} to {last:monthday}"}
    assert book.say("test", first=date(2025, 12, 30), last=date(2026, 1, 2)) == "30 December 2025 to 2 January 2026"
    assert book.say("test", first=date(2026, 1, 2), last=date(2026, 1, 9)) == "2 January to 9 January"


def test_what_a_sentence_does_not_name_by_its_day_brings_no_year_into_it() -> None:
    book = Phrasebook(ENGLISH)
    book._messages = {"test": "{first:monthday}, {last:date}"}
    assert book.say("test", first=date(2025, 12, 30), last=date(2026, 1, 2)) == "30 December, 2026-01-02"


@pytest.mark.parametrize(
    ("years", "told"),
    [
        ((), "5 June, July"),
        ((2024,), "5 June, July"),
        ((2025,), "5 June 2024, July"),
        ((2024, 2025), "5 June 2024, July"),
    ],
)
def test_a_year_is_told_once_where_the_case_is_not_all_of_it(years: tuple[int, ...], told: str) -> None:
    book = Phrasebook(ENGLISH)
    book._messages = {"test": "{on:monthday}, {month:month}"}
    assert book.say_in(years, "test", on=date(2024, 6, 5), month="2024-07") == told


@EVERY_LANGUAGE
def test_a_value_that_was_not_given_is_a_defect_and_never_shown_as_its_name(language: Language) -> None:
    with pytest.raises(KeyError):
        Phrasebook(language).say("ask.page")
