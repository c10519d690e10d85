"""A due date on a day off: the holiday is named, with its charge where one was made."""

from __future__ import annotations

from datetime import date, datetime

from app.core.calendar import WorkCalendar
from app.core.discrepancy import Discrepancy, Severity
from app.core.pipeline import explain
from app.texts import Language, Phrasebook
from app.workspace import work_calendar
from tests.core.case_builder import CaseBuilder
from tests.languages import EVERY_LANGUAGE

SPRING = WorkCalendar.read(
    {"2026": {"off": [{"name": "春节", "from": date(2026, 2, 14), "to": date(2026, 2, 22)}], "working": []}}
)
"""A holiday in which the first due date, 15 February 2026, falls; the first working day after it is the 23rd."""


def paid(moment: datetime, penalty: int = 0, calendar: WorkCalendar | None = SPRING) -> Discrepancy:
    case = CaseBuilder()
    first, *_ = case.loan()
    case.paid(first, moment, penalty=penalty)
    (found,) = explain(case.ledger, calendar=calendar).discrepancies
    return found


def test_a_debit_on_the_first_working_day_after_a_holiday_is_a_shifted_due_date() -> None:
    shifted = paid(datetime(2026, 2, 23, 9))
    assert (shifted.code, shifted.severity, shifted.difference) == ("DEBIT-HOLIDAY", Severity.INFO, 0)
    assert dict(shifted.facts)["holiday"] == "holiday.春节"


def test_a_charge_for_the_shift_is_told_with_the_holiday() -> None:
    late = paid(datetime(2026, 2, 23, 9), penalty=4_47 + 71)  # 931.69 and 148.80 at 0.06 % for eight days
    assert (late.code, late.variant, late.difference, late.unexplained) == ("DEBIT-LATE", "holiday-charged", 518, 0)


def test_a_debit_after_the_first_working_day_is_late() -> None:
    assert paid(datetime(2026, 2, 24, 9)).variant == "no-charge"


def test_without_a_calendar_no_day_is_called_a_day_off() -> None:
    assert paid(datetime(2026, 2, 16, 9), calendar=None).code == "DEBIT-LATE"


@EVERY_LANGUAGE
def test_every_holiday_of_the_table_has_a_name(language: Language) -> None:
    book = Phrasebook(language)
    assert {name for name in work_calendar().off.values() if f"holiday.{name}" not in book} == set()
