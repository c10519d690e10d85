"""A question in one's own words leads to one's own rows, to the help, or is declined; by mouse, keys and names."""

from __future__ import annotations

from collections import Counter

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QLabel

from app.core.explanation import EventKind
from app.core.money import grouped
from app.gui.models.rows_model import ID_ROLE
from app.gui.services.settings import TEXT_SIZES
from app.gui.window.asking import EXAMPLES
from app.gui.window.main_window import MainWindow
from app.questions.answering import leads
from app.questions.naming import named_in
from app.questions.own_answers import own_parts
from app.texts import Language, Phrasebook
from app.texts.event_texts import event_line
from tests.gui.driving import Driver
from tests.languages import EVERY_LANGUAGE
from tests.packaging.test_languages_fit import cut_off_at_rest

OVERDUE = "我明明还了，怎么还显示逾期？"
LATE = "晚还几天要收多少罚息？"


def ask(driver: Driver, window: MainWindow, question: str) -> list[str]:
    """Type a question, as an input method does, and say what can be chosen."""
    window.actions_["ask"].trigger()
    typed = QInputMethodEvent("", [])
    typed.setCommitString(question)
    QApplication.sendEvent(window.row.ask, typed)
    driver.until(lambda: not window.workbench.asking._soon.isActive())
    return [button.accessibleName() for button in window.workbench.asking.answers.buttons]


def sample(driver: Driver, window: MainWindow) -> None:
    """The sample, without hints."""
    window.settings.set_hints_seen()
    window.take_sample()
    driver.filled(window)


def test_enter_shows_the_persons_own_discrepancy_that_answers(driver: Driver) -> None:
    def scene(window: MainWindow) -> None:
        sample(driver, window)
        window.actions_["show-why"].trigger()
        parts = window.workbench
        choices = ask(driver, window, LATE)
        late = next(d for d in parts.session.explanation.discrepancies if d.code == "DEBIT-LATE")
        assert choices[0] == parts.texts.title(late)
        driver.press(window, Qt.Key.Key_Return)
        assert parts.selection.discrepancy == late
        assert parts.regions.is_shown("why")
        assert not parts.asking.answers.isVisible()
        assert QApplication.focusWidget() is parts.listed.view

    driver.play(scene)


def test_an_amount_in_the_question_leads_to_the_row_that_holds_it(driver: Driver) -> None:
    def scene(window: MainWindow) -> None:
        sample(driver, window)
        parts = window.workbench
        proved = {event for d in parts.session.explanation.discrepancies for event in d.events}
        amounts = Counter(e.amount for e in parts.session.explanation.events)
        plain = next(e for e in parts.session.explanation.events if e.id not in proved and amounts[e.amount] == 1)
        choices = ask(driver, window, f"{grouped(plain.amount or 0)} 元是什么")
        assert choices[0] == event_line(plain, window.wording.say)
        driver.press(window, Qt.Key.Key_Return)
        assert parts.selection.current_event == plain

    driver.play(scene)


@EVERY_LANGUAGE
@pytest.mark.parametrize("question", ["能先还一半吗", "几点扣款", "结清了怎么还在扣", "加上所有费用的年化是多少"])
def test_the_window_tells_all_that_the_command_line_tells_of_ones_own_files(
    driver: Driver, question: str, language: Language
) -> None:
    def scene(window: MainWindow) -> None:
        window.choose_language(language)
        sample(driver, window)
        parts = window.workbench
        choices = ask(driver, window, question)
        (lead, *_) = leads(question, parts.session.explanation)
        book, named = window.wording.book, named_in(question)
        told = own_parts(lead, parts.session.explanation, book, named, is_first=True)
        assert told
        answers = parts.asking.answers
        heard = f"{answers.accessibleName()}\n{answers.buttons[0].accessibleDescription()}"
        for part in told:
            assert part.text in (choices if part.event else [label.text() for label in answers.findChildren(QLabel)])
            assert part.event or heard.count(part.text) == 2  # when it is shown, and again at the first choice

    driver.play(scene)


def test_what_settling_takes_on_a_day_is_heard_also_where_rows_of_that_day_stand_first(driver: Driver) -> None:
    def scene(window: MainWindow) -> None:
        sample(driver, window)
        answers = window.workbench.asking.answers
        for day, stands in ((15, True), (16, False)):
            window.row.ask.clear()
            choices = ask(driver, window, f"2026年7月{day}号一次还清要多少钱")
            assert choices[0].startswith("2026-07-15") is stands
            assert f"2026-07-{day} 结清要多少钱" in answers.accessibleName()

    driver.play(scene)


def test_a_row_of_the_answer_is_gone_to_by_the_keyboard(driver: Driver) -> None:
    def scene(window: MainWindow) -> None:
        sample(driver, window)
        parts = window.workbench
        events = [e for e in parts.session.explanation.events if e.kind is EventKind.DEBIT and e.timed]
        earliest = min(events, key=lambda e: (e.at.time(), e.at))
        choices = ask(driver, window, "几点扣款")
        for _ in range(choices.index(event_line(earliest, window.wording.say)) + 1):
            driver.press(window, Qt.Key.Key_Down)
        driver.press(window, Qt.Key.Key_Return)
        view = parts.tables.views["events"]
        assert parts.selection.current_event == earliest
        assert QApplication.focusWidget() is view
        assert view.currentIndex().data(ID_ROLE) == earliest.id

    driver.play(scene)


def test_long_answers_are_turned_over_by_page_down_from_the_line_and_from_a_choice(driver: Driver) -> None:
    def scene(window: MainWindow) -> None:
        sample(driver, window)
        window.resize(700, 500)
        ask(driver, window, "结清了怎么还在扣")
        bar = window.workbench.asking.answers.area.verticalScrollBar()
        driver.until(lambda: bar.maximum() > 0)
        assert bar.value() == 0
        driver.press(window, Qt.Key.Key_PageDown)
        assert bar.value() > 0
        driver.press(window, Qt.Key.Key_PageUp)
        assert bar.value() == 0
        driver.press(window, Qt.Key.Key_Down)
        before = bar.value()
        driver.press(window, Qt.Key.Key_PageDown)
        assert bar.value() > before

    driver.play(scene)


def test_what_is_only_guessed_and_what_no_row_holds_is_said_above_the_answers(driver: Driver) -> None:
    def scene(window: MainWindow) -> None:
        sample(driver, window)
        answers, say = window.workbench.asking.answers, window.wording.say
        for question, told in (("7月20号扣的299是什么钱", True), ("为什么同一个月扣了两次款？", False)):
            window.row.ask.clear()
            ask(driver, window, question)
            shown = [label.text() for label in answers.findChildren(QLabel) if label.isVisible()]
            assert (say("ask.named-none") in shown) is told, question

    driver.play(scene)


def test_nothing_is_offered_twice(driver: Driver) -> None:
    def scene(window: MainWindow) -> None:
        sample(driver, window)
        for question in ("晚还会上征信吗？", OVERDUE, LATE, "为什么同一个月扣了两次款？"):
            window.row.ask.clear()
            choices = ask(driver, window, question)
            assert choices
            assert len(choices) == len(set(choices)), question

    driver.play(scene)


def test_the_arrow_keys_lead_into_the_answers_and_back(driver: Driver) -> None:
    def scene(window: MainWindow) -> None:
        sample(driver, window)
        answers = window.workbench.asking.answers
        choices = ask(driver, window, LATE)
        driver.press(window, Qt.Key.Key_Down)
        assert QApplication.focusWidget() is answers.buttons[0]
        driver.press(window, Qt.Key.Key_Up)
        assert QApplication.focusWidget() is window.row.ask
        driver.press(window, Qt.Key.Key_Down)
        at = next(n for n, text in enumerate(choices) if text.startswith("使用说明"))
        for _ in range(at):
            driver.press(window, Qt.Key.Key_Down)
        driver.press(window, Qt.Key.Key_Return)
        help_window = window.workbench.papers.help_window
        assert help_window is not None
        assert help_window.isVisible()

    driver.play(scene)


def test_esc_takes_the_answers_away_and_leaves_the_case_as_it_was(driver: Driver) -> None:
    def scene(window: MainWindow) -> None:
        sample(driver, window)
        ask(driver, window, OVERDUE)
        driver.press(window, Qt.Key.Key_Escape)
        assert not window.workbench.asking.answers.isVisible()
        assert window.row.ask.text() == ""
        assert window.workbench.selection.discrepancy is None

    driver.play(scene)


def test_what_is_not_known_is_said_and_only_the_help_is_offered(driver: Driver) -> None:
    def scene(window: MainWindow) -> None:
        sample(driver, window)
        choices = ask(driver, window, "明天会下雨吗")
        assert choices == ["使用说明：目录"]
        assert window.workbench.asking.answers.accessibleName() == window.wording.say("ask.declined")

    driver.play(scene)


def test_a_question_can_be_asked_before_there_is_a_case(driver: Driver) -> None:
    def scene(window: MainWindow) -> None:
        assert window.row.ask.isVisible()
        assert ask(driver, window, OVERDUE)[0].startswith("使用说明")

    driver.play(scene)


def test_another_region_that_takes_the_keyboard_closes_the_answers(driver: Driver) -> None:
    def scene(window: MainWindow) -> None:
        sample(driver, window)
        ask(driver, window, LATE)
        window.workbench.timeline.setFocus()
        assert not window.workbench.asking.answers.isVisible()
        assert window.row.ask.text() == LATE

    driver.play(scene)


def test_in_a_narrow_window_the_line_takes_the_place_of_the_search_while_it_is_asked_for(driver: Driver) -> None:
    def scene(window: MainWindow) -> None:
        sample(driver, window)
        window.resize(700, 600)
        driver.until(lambda: not window.row.ask.isVisible())
        assert window.search.isVisible()
        window.actions_["ask"].trigger()
        driver.until(window.row.ask.isVisible)
        assert not window.search.isVisible()
        driver.press(window, Qt.Key.Key_Escape)
        window.workbench.listed.view.setFocus()
        driver.until(window.search.isVisible)

    driver.play(scene)


@pytest.mark.slow
@EVERY_LANGUAGE
@pytest.mark.parametrize(("percent", "sizes"), [(100, [(1366, 768), (700, 600)]), (200, [(1600, 1000)])])
def test_no_answer_is_cut(driver: Driver, language: Language, percent: int, sizes: list[tuple[int, int]]) -> None:
    def scene(window: MainWindow) -> None:
        window.choose_language(language)
        sample(driver, window)
        if percent != 100:
            window.settings.set_text_percent(TEXT_SIZES[TEXT_SIZES.index(percent) - 1])
            window.choose_text_size(1)
        for width, height in sizes:
            window.resize(width, height)
            for question in (OVERDUE, LATE, "结清了怎么还在扣", "几点扣款", "明天会下雨吗", "额度怎么没了", ""):
                window.row.ask.clear()
                ask(driver, window, question)
                window.workbench.asking.answer_now()
                driver.until(window.workbench.asking.answers.isVisible)
                assert cut_off_at_rest(driver.qtbot, window) == [], question

    driver.play(scene)


@EVERY_LANGUAGE
def test_every_example_leads_to_what_it_is_an_example_of(language: Language) -> None:
    book = Phrasebook(language)
    firsts = {name: next(iter(leads(book.say(f"ask.example.{name}")))).about for name in EXAMPLES}
    assert firsts == {name: name for name in EXAMPLES}
