"""The line in which a person asks in their own words: led to their discrepancies, to the help, to what can be done."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QApplication

from app.gui.panels.answers import PAGES, Answer, Answers, Choice
from app.gui.services.actions import plain
from app.texts.help_answers import PAGE

if TYPE_CHECKING:
    from app.gui.window.parts import Parts
    from app.questions.answering import Lead
    from app.questions.naming import Holding
    from app.questions.own_answers import Part

ASK_AFTER_MS = 150
_MOST_FOUND = 4
_MOST_EXAMPLES = 6
EXAMPLES = ("paid-still-due", "overdue", "credit", "settle", "differs", "refund", "twice", "debit", "complain", "next")
"""Intents with a question of ours as an example, ``ask.example.<intent>``, what is asked most first."""
_DOES = {"settle": "settle", "prepay": "settle", "complain": "export-letters"}
"""Actions of the window that answer an intent."""


class Asking(QObject):
    """Listens to the line and shows what its question may be about."""

    def __init__(self, parts: Parts) -> None:
        super().__init__(parts)
        self._w = parts
        self.line = parts.window.row.ask
        self.answers = Answers(self.line, parts.window)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(ASK_AFTER_MS)
        self._soon.timeout.connect(self.answer_now)
        self.line.textEdited.connect(lambda _text: self._soon.start())
        self.line.returnPressed.connect(self._take_first)
        self.line.installEventFilter(self)
        self.answers.left.connect(self.focus)
        self.answers.chosen.connect(self._done)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._focus_moved)

    def focus(self) -> None:
        """Go to the line."""
        self._w.window.row.begin_asking()
        self.line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.line.selectAll()

    def close(self) -> None:
        """Take the answers away."""
        self._soon.stop()
        self.answers.hide()

    def retranslate(self) -> None:
        """What was said in another language goes."""
        self.close()

    def answer_now(self) -> None:
        """Show what the question may be about, or that this is not known; examples where nothing is asked."""
        self._soon.stop()
        say, question = self._w.window.wording.say, self.line.text().strip()
        if not question:
            self._show_examples()
            return
        from app.questions.answering import leads
        from app.questions.naming import Holding, holding, named_in
        from app.questions.own_answers import own_parts, remarks

        explanation = None if self._w.session.workspace.is_empty else self._w.session.view.of_loans
        held = holding(question, explanation) if explanation else Holding()
        found, named = leads(question, explanation), named_in(question)
        if not found and not held:
            declined = Answer("", (self._help("index"),), say("ask.declined"))
            self.answers.show_answers([declined], say("ask.declined"))
            return
        book = self._w.window.wording.book

        def own(lead: Lead) -> tuple[Part, ...]:
            is_first = lead is found[0] and lead.is_sure
            return own_parts(lead, explanation, book, named, is_first=is_first) if explanation else ()

        answers = [*self._named(held), *self._each_once(found, held, own)]
        before = [Answer("", (), text) for text in remarks(found, named, held, explanation, book)]
        count = len({d.id for lead in found for d in lead.found} | {d.id for d in held.discrepancies})
        sure = "summary" if all(lead.is_sure for lead in found) else "summary-unsure"
        likeliest = next((answer.told for answer in answers if answer.told), ())
        heard = [say(f"ask.window.{sure}", count=len(answers), found=count), *likeliest]
        self.answers.show_answers([*before, *answers], "\n".join(heard))

    def _named(self, held: Holding) -> list[Answer]:
        """What holds the amounts and days of the question, first of all."""
        from app.questions.naming import MOST_HELD
        from app.texts.event_texts import event_line

        if not held:
            return []
        say, texts = self._w.window.wording.say, self._w.texts
        own = [Choice(texts.title(d), partial(self._choose, d.id)) for d in held.discrepancies]
        own += [Choice(event_line(e, say), partial(self._w.read_event, e.id)) for e in held.events]
        about = say("ask.more", count=len(own) - MOST_HELD) if len(own) > MOST_HELD else ""
        return [Answer(say("ask.named"), tuple(own[:MOST_HELD]), about)]

    def _each_once(self, found: Sequence[Lead], held: Holding, own: Callable[[Lead], Sequence[Part]]) -> list[Answer]:
        """The leads as answers with each one's ``own`` parts; what is ``held`` or stands under a likelier one, once.

        None that has nothing of its own.
        """
        seen, answers = {d.id for d in held.discrepancies} | {e.id for e in held.events}, []
        for lead in found:
            parts = [part for part in own(lead) if part.note or (part.event or part.text) not in seen]
            answer = self._told(replace(lead, found=tuple(d for d in lead.found if d.id not in seen)), parts)
            if answer.choices or lead.is_beyond:
                answers.append(answer)
            seen.update(d.id for d in lead.found)
            seen.update(part.event or part.text for part in parts)
        return answers

    def _show_examples(self) -> None:
        say = self._w.window.wording.say
        examples = [say(f"ask.example.{name}") for name in EXAMPLES[:_MOST_EXAMPLES]]
        choices = tuple(Choice(text, partial(self._ask, text)) for text in examples)
        title = say("ask.window.examples")
        self.answers.show_answers([Answer(title, choices, say("ask.window.stays"))], title)

    def _told(self, lead: Lead, parts: Sequence[Part]) -> Answer:
        """A lead with what the files say and what can be chosen, and where the help answers it."""
        say, texts = self._w.window.wording.say, self._w.texts
        title = say(f"ask.about.{lead.about}")
        if lead.is_beyond:
            return Answer(title, (), say(f"ask.beyond.{lead.about}"))
        own = [Choice(texts.title(d), partial(self._choose, d.id)) for d in lead.found[:_MOST_FOUND]]
        own += [Choice(part.text, partial(self._w.read_event, part.event)) for part in parts if part.event]
        about = [part.text for part in parts if part.note]
        if len(lead.found) > _MOST_FOUND:
            about.append(say("ask.more", count=len(lead.found) - _MOST_FOUND))
        if self._w.session.workspace.is_empty and lead.kinds:
            about.append(
                say("ask.kinds", kinds=tuple(say(f"discrepancy.{code}.name") for code in lead.kinds[:_MOST_FOUND]))
            )
        told = tuple(part.text for part in parts if not (part.note or part.event))
        choices = (*own, *self._doing(lead), self._help(lead.page, title))
        return Answer(title, choices, self._w.window.wording.book.gap.join(about), told)

    def _doing(self, lead: Lead) -> list[Choice]:
        """What the window can do about it now."""
        if lead.about == "next" and not self._w.session.workspace.is_empty:
            return [Choice(self._w.window.wording.say("summary.owing"), self._w.show_overview)]
        action = self._w.window.actions_[_DOES[lead.about]] if lead.about in _DOES else None
        if action is None or not action.isEnabled():
            return []
        if lead.about in ("settle", "prepay") and not self._w.timeline_panel.tells_settling:
            return []
        return [Choice(f"{plain(action.text())}…", action.trigger)]

    def _help(self, page: str, heading: str = "") -> Choice:
        say = self._w.window.wording.say
        name = say("ask.window.index") if page == "index" else say(f"ask.help.{page}")
        told = say("ask.section", section=heading) if page == PAGE else say("ask.page", page=name)
        return Choice(told, lambda: self._w.papers.help(page, heading), quiet=True)

    def _choose(self, found: str) -> None:
        """Show a discrepancy with the rows that prove it, and put the keyboard in the list beside it."""
        self._w.selection.choose_discrepancy(found)
        self._w.regions.show_region("why", True)
        self._w.listed.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _ask(self, question: str) -> None:
        self.line.setText(question)
        self.line.setFocus()
        self.answer_now()

    def _take_first(self) -> None:
        """Enter chooses what fits best of what is shown for the words that stand there."""
        if self._soon.isActive() or not self.answers.isVisible():
            self.answer_now()
        elif self.line.text().strip():
            self.answers.take_first()

    def _done(self) -> None:
        if not self.answers.isVisible():
            self._w.window.row.end_asking()

    def _focus_moved(self, _before: object, now: object) -> None:
        if self.answers.isVisible() and now is not None and now is not self.line and not self.answers.has_keyboard:
            self.close()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Down goes into the answers, Esc takes them away; a click into the empty line shows examples."""
        if isinstance(event, QFocusEvent):
            self._focus_changed(event)
        if event.type() is QEvent.Type.MouseButtonPress and not self.answers.isVisible():
            self.answer_now()
        if not isinstance(event, QKeyEvent) or event.type() is not QEvent.Type.KeyPress:
            return super().eventFilter(watched, event)
        if event.key() == Qt.Key.Key_Down:
            if self._soon.isActive() or not self.answers.isVisible():
                self.answer_now()
            self.answers.take_keyboard()
            return True
        if event.key() in PAGES and self.answers.isVisible():
            self.answers.turn_page(event.key())
            return True
        if event.key() == Qt.Key.Key_Escape and (self.answers.isVisible() or self.line.text()):
            self.close()
            self.line.clear()
            return True
        return super().eventFilter(watched, event)

    def _focus_changed(self, event: QFocusEvent) -> None:
        if event.gotFocus() and event.reason() is Qt.FocusReason.ShortcutFocusReason and not self.answers.isVisible():
            self.answer_now()
        if event.lostFocus() and not self.answers.isVisible():
            self._w.window.row.end_asking()
