"""The table of cases as rows and columns of the window."""

from __future__ import annotations

from app.core.money import grouped
from app.desk.table import Entry, State
from app.desk.wording import kinds_text, result_text
from app.gui.desk.desk_work import NOT_YET, Opened
from app.gui.models.rows_model import Column, RowsModel
from app.gui.services.translator import Wording
from app.palette import Ink
from app.texts import Phrasebook

_STATES = {state: number for number, state in enumerate(State)}


class DeskModel(RowsModel[Entry]):
    """Cases under the desk's own column names."""

    _state: State | None = None

    def show_state(self, state: State | None) -> None:
        """Show only the cases that the desk is so far with; None shows all."""
        self.beginResetModel()
        self._state = state
        self._arrange()
        self.endResetModel()
        self.shown_changed.emit()

    def _arrange(self) -> None:
        super()._arrange()
        if self._state is not None:
            self._order = [item for item in self._order if self._rows[item].note.state is self._state]

    def _header(self, column: Column[Entry]) -> str:
        return self._wording.say(f"desk.column.{column.id}")


def desk_columns(wording: Wording) -> list[Column[Entry]]:
    """Columns of the cases; sums sort by amount, days and states by their order."""
    return [
        Column("case", lambda e: e.case, width=22),
        Column("state", lambda e: wording.say(f"desk.state.{e.note.state.value}"), lambda e: _STATES[e.note.state]),
        Column("kinds", lambda e: told(e, wording), _found, ink=_ink, width=44),
        Column("since", lambda e: e.note.since),
        Column("deadline", lambda e: e.note.deadline, lambda e: e.note.deadline or "9999"),
        _count("serious", Ink.SERIOUS),
        _count("warning", Ink.WARNING),
        _sum("refund"),
        _sum("confirm"),
        _sum("unexplained"),
        _sum("due"),
        Column("due_on", lambda e: e.texts.get("due_on", ""), lambda e: e.texts.get("due_on") or "9999"),
        _count("not_checked", None),
        _count("files_refused", Ink.WARNING),
        Column("note", lambda e: e.note.note, width=24),
    ]


def totals_text(opened: Opened | None, wording: Wording) -> str:
    """What all cases of a folder come to, and how many are not explained yet; without a folder what to do."""
    if opened is None:
        return wording.say("desk.window.empty")
    cases, waiting = len(opened.entries), opened.waiting
    which = "totals-none" if cases and cases == waiting else "totals" if waiting else "totals-all"
    sums = {name: sum(e.sums.get(name, 0) for e in opened.entries) for name in ("refund", "confirm", "unexplained")}
    text = wording.say(f"desk.window.{which}", cases=cases, waiting=waiting, **sums)
    return f"{text}\n{wording.say('desk.loose', count=opened.loose)}" if opened.loose else text


def told(entry: Entry, wording: Wording) -> str:
    """What was found in a case, or why it could not be explained."""
    book = Phrasebook(wording.language)
    if entry.texts.get("reason") == "nothing-readable" and (refused := entry.texts.get("refused")):
        return refused
    if entry.is_explained and not entry.texts.get("kinds"):
        compared = entry.counts.get("agree", 0) + entry.counts.get("differ", 0)
        return book.say("desk.window.all-agree" if compared else "desk.window.none-compared", count=compared)
    return result_text(entry, book) or kinds_text(entry, book)


def _ink(entry: Entry) -> Ink | None:
    """Red for what went wrong alone: a case that was not begun yet is in no trouble."""
    if entry.is_explained:
        return None
    return Ink.SECONDARY if entry.texts == NOT_YET else Ink.SERIOUS


def _found(entry: Entry) -> tuple[bool, str]:
    """Sorts what could not be explained first, then like kinds together, without writing any name."""
    return entry.is_explained, entry.texts.get("kinds", "")


def _count(name: str, ink: Ink | None) -> Column[Entry]:
    def number(entry: Entry) -> int:
        return entry.counts.get(name, 0)

    return Column(
        name, lambda e: str(number(e) or ""), number, right=True, ink=lambda e: ink if number(e) else None, width=7,
        largest_first=True,
    )  # fmt: skip


def _sum(name: str) -> Column[Entry]:
    def amount(entry: Entry) -> int:
        return entry.sums.get(name, 0)

    return Column(name, lambda e: grouped(amount(e)) if amount(e) else "", amount, right=True, fen=amount)
