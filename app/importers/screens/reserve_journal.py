"""Reads a list of what happened to reserve advances (备用金): taken, returned, moved to a bill, charged."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from app.core.facts import ReserveAdvance, Source
from app.core.money import Fen
from app.importers.importer import Imported, Importer, Reader, Recognising
from app.importers.lenders.reserve_record import is_closed, moved_to
from app.importers.reading.table import Table, clean
from app.importers.recognising.cell_shapes import amount_in, moment_in
from app.importers.recognising.row_account import Gathering
from app.importers.recognising.vocabulary import heading, meaning
from app.importers.screens.lines import lines_of_text
from app.importers.screens.tokens import TokenKind, tokens_of

_LONGEST, _LONGEST_LINE, _WIDEST = 600, 200, 30
_NAME = re.compile("备用金|備用金|reserve|standby cash", re.IGNORECASE)
_MOST_ON_TOP = 10
"""What is returned beyond an advance is its fee if it is at most one part in so many."""

_OF_A_BILL = re.compile("账单日|还款日|应还|账单")
_ADVANCE = re.compile(r"\badvances?\b", re.IGNORECASE)
_KINDS = ("taken", "returned")


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the list: what happened, when and of how much, in fen, with the words of its state."""

    kind: str  # taken, returned, moved, fee
    at: datetime
    amount: Fen
    state: str
    source: Source


class ReserveJournal(Recognising):
    """A table or a copied page of which each line is one thing that happened to a reserve advance."""

    @property
    def name(self) -> str:
        """The family's id."""
        return "reserve-journal"

    def recognise(self, table: Table) -> Reader | None:
        """Read the lines where the list names 备用金 and every line of it says what happened, when and of how much."""
        entries = _entries(table)
        return partial(_imported, table, entries) if any(entry.kind == "taken" for entry in entries) else None


def _entries(table: Table) -> list[Entry]:
    """What the list tells; nothing where a part of it does not tell what happened, or it is no such list."""
    found = _parts_of(table)
    told = [parts for parts in found if parts.is_whole]
    beside = " ".join(word for parts in found if not parts.is_whole for word in parts.words)
    named = _names_it(beside) or all(_names_it(" ".join(parts.words)) for parts in told)
    if not told or not named or _OF_A_BILL.search(beside):
        return []
    entries = [entry for parts in told if (entry := _entry(parts, table.source(parts.row)))]
    return entries if len(entries) == len(told) else []


def _names_it(text: str) -> bool:
    return "reserve" in _concepts(text)


def _concepts(text: str) -> frozenset[str]:
    """What a text speaks of; the advance of "reserve advance repaid" is a name and no taking."""
    return heading(_ADVANCE.sub("", text)).concepts


@dataclass(slots=True)
class _Parts:
    """What stands on a line, or on the lines of a copied page that tell one thing; ``row`` is the first of them."""

    row: int
    at: datetime | None = None
    amount: Fen | None = None
    words: tuple[str, ...] = ()

    @property
    def is_whole(self) -> bool:
        """Whether it has a day and a sum."""
        return self.at is not None and self.amount is not None

    @property
    def states(self) -> tuple[str, ...]:
        """The words that say how an advance stands."""
        return tuple(word for word in self.words if meaning("reserve_state", word))

    @property
    def kinds(self) -> set[str]:
        """What its words say that happened; where some name 备用金, those say it, and the others are remarks."""
        told = [(_concepts(word), word) for word in self.words if word not in self.states or _names_it(word)]
        told = [(concepts, word) for concepts, word in told if "reserve" in concepts] or told
        if any(meaning("reserve_state", word) == "moved" for _, word in told):
            return {"moved"}
        kinds = {kind for concepts, _ in told for kind in _KINDS if kind in concepts}
        charged = any("fee" in concepts or "penalty" in concepts for concepts, _ in told)
        return kinds or ({"fee"} if charged else set())

    def has_any_of(self, other: _Parts) -> bool:
        """Whether both have a day, a sum, or words of what happened: then they tell of two things."""
        days, sums = self.at and other.at, self.amount is not None and other.amount is not None
        return bool(days or sums or (self.kinds and other.kinds))

    def add(self, other: _Parts) -> None:
        """Take what the line below says of the same."""
        self.at, self.amount = self.at or other.at, other.amount if self.amount is None else self.amount
        self.words = (*self.words, *other.words)


def _parts_of(table: Table) -> list[_Parts]:
    """The lines of a list; of a copied page on which no line has both a day and a sum, those that belong together."""
    cells = _cells(table)
    if not any(_NAME.search(text) for row in cells for text in row):
        return []
    lines = [_parts(number, row) for number, row in enumerate(cells, 1)]
    if any(line.is_whole for line in lines):
        return lines
    found: list[_Parts] = []
    for line in lines:
        if found and not found[-1].has_any_of(line):
            found[-1].add(line)
        else:
            found.append(line)
    return found


def _cells(table: Table) -> list[list[str]]:
    """The filled cells of each row; nothing where there are more or longer ones than such a list has."""
    if len(table) > _LONGEST:
        return []
    rows = [table.row(number) for number in range(1, len(table) + 1)]
    if any(len(row) > _WIDEST or any(len(cell) > _LONGEST_LINE for cell in row) for row in rows):
        return []
    return [[text for cell in row if (text := clean(cell))] for row in rows]


def _parts(row: int, cells: Sequence[str]) -> _Parts:
    """The moment, the one sum and the words of a line: by its cells, or by the tokens of its one cell."""
    found = _Parts(row)
    for text in cells if len(cells) > 1 else _tokens("".join(cells)):
        if (at := moment_in(text)) is not None:
            found.at = datetime.combine(found.at, at.time()) if found.at else at
        elif found.amount is None and (amount := amount_in(text)) is not None:
            found.amount = abs(amount)
        elif not text.isdecimal():
            found.words = (*found.words, text)
    return found


def _tokens(line: str) -> list[str]:
    """The moment, the sums and the words of a line of text."""
    texts: list[str] = []
    for token in (token for found in lines_of_text([line]) for token in tokens_of(found)):
        if token.kind is TokenKind.TIME and texts and moment_in(texts[-1]):
            texts[-1] = f"{texts[-1]} {token.value}"
        elif token.kind in (TokenKind.DAY, TokenKind.MONEY):
            texts.append(token.value)
        else:
            texts.append(token.word.text)
    return texts


def _entry(found: _Parts, source: Source) -> Entry | None:
    """What a line tells; None where it does not tell one thing."""
    if found.at is None or not found.amount or len(found.kinds) != 1:
        return None
    state = " ".join(found.words if found.kinds == {"moved"} else found.states)
    return Entry(found.kinds.pop(), found.at, found.amount, state, source)


def _imported(table: Table, entries: Sequence[Entry]) -> Imported:
    gathering = Gathering(table, "reserve-journal")
    advances, alone = advances_of(entries)
    gathering.facts = [*advances]
    gathering.rows, gathering.used = len(entries), len(entries) - alone
    if alone:
        gathering.skipped["lender-reserve-return-alone"] = alone
    return gathering.imported(spoken=[entry.at for entry in entries])


def advances_of(entries: Sequence[Entry]) -> tuple[list[ReserveAdvance], int]:
    """The advances that the lines tell of, and how many lines belong to none of them.

    A return is of the oldest advance that is out with this very amount, else of the oldest that it returns in part, or
    whole with a fee on top. Lines of one moment are taken as they come, takings first; a charge is of the return
    nearest to it.
    """
    out: list[_Out] = []
    alone = 0
    for entry in sorted(entries, key=lambda e: (e.at, e.kind != "taken", e.kind == "fee", e.amount, e.source)):
        if entry.kind == "taken":
            out.append(_Out(entry, entry.amount))
        elif (of := _advance_of(entry, out)) is not None:
            of.take(entry)
        else:
            alone += 1
    return [advance.fact() for advance in out], alone


@dataclass(slots=True)
class _Out:
    """An advance, and what of it is still out."""

    taken: Entry
    left: Fen
    fee: Fen = 0
    last: datetime | None = None
    state: str = ""
    beside: tuple[Entry, ...] = ()

    def take(self, entry: Entry) -> None:
        """Take what was returned or charged."""
        self.beside = (*self.beside, entry)
        if entry.kind == "fee":
            self.fee += entry.amount
            return
        if entry.kind == "moved":
            self.left, self.state = 0, entry.state
            return
        self.fee += max(entry.amount - self.left, 0)
        self.left = max(self.left - entry.amount, 0)
        self.last = entry.at

    def fact(self) -> ReserveAdvance:
        """The advance as the list states it."""
        state, whole = self.state or self.taken.state, self.left == 0 and not self.state
        return ReserveAdvance(
            taken_at=self.taken.at,
            amount=self.taken.amount,
            returned_at=self.last if whole else None,
            returned=self.taken.amount + self.fee if whole else None,
            fee=self.fee,
            moved_to=moved_to(state),
            state=state,
            closed=self.left == 0 or is_closed(state),
            sources=(self.taken.source, *(entry.source for entry in self.beside)),
        )


def _advance_of(entry: Entry, out: Sequence[_Out]) -> _Out | None:
    if entry.kind == "fee":
        near = [(abs(entry.at - advance.last), advance) for advance in out if advance.last]
        return min(near, key=lambda pair: pair[0])[1] if near else None
    open_ones = [advance for advance in out if advance.left]
    exact = (advance for advance in open_ones if advance.left == entry.amount)
    fits = (a for a in open_ones if entry.amount < a.left or (entry.amount - a.left) * _MOST_ON_TOP <= a.left)
    return next(exact, next(fits, None))


IMPORTERS: tuple[Importer, ...] = (ReserveJournal(),)
