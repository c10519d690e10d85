"""Letters while a person looks through them: blanks are filled in, boxes ticked, and every text may be edited."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from app.export.letter_blocks import BESIDE, SENDER, Letter
from app.export.letter_files import BOX, TICKED, text_of, with_text
from app.texts import Phrasebook

__all__ = ["SENDER", "Drafts", "Tick"]


@dataclass(frozen=True, slots=True)
class Tick:
    """A line with a box: its number in the text from 0, what it says, and whether it is ticked."""

    line: int
    text: str
    is_on: bool


class Drafts:
    """The texts of some letters. A blank is filled in only where it still stands as the program wrote it."""

    def __init__(self, letters: Sequence[Letter], book: Phrasebook) -> None:
        self._letters, self._book = tuple(letters), book
        self._blanks = dict.fromkeys(SENDER, "")
        self._day: date | None = None
        self.texts = [text_of(letter) for letter in letters]
        self.mark()

    def __len__(self) -> int:
        return len(self._letters)

    def name(self, index: int) -> str:
        """What the file of a letter is called."""
        return self._letters[index].name

    def notes(self, index: int) -> tuple[str, ...]:
        """What the sender should look up or fill in before a letter is sent."""
        return self._letters[index].notes

    def fill(self, blank: str, value: str) -> None:
        """Fill in a blank about the sender in every letter; an empty value makes it a blank again."""
        before, self._blanks[blank] = self._blanks[blank], " ".join(value.split())
        self._replace(self._line(blank, before), self._line(blank, self._blanks[blank]))

    def answer_by(self, day: date | None) -> None:
        """Set the day by which an answer is asked in every letter; None makes it a blank again."""
        before, self._day = self._day, day
        self._replace(self._asked_by(before), self._asked_by(day))

    def ticks(self, index: int) -> list[Tick]:
        """The lines of a letter that have a box."""
        lines = enumerate(line.strip() for line in self.texts[index].splitlines())
        return [Tick(n, line[1:].strip(), line[0] == TICKED) for n, line in lines if line[:1] in (BOX, TICKED) and line]

    def tick(self, index: int, line: int, *, is_on: bool) -> None:
        """Tick a box, or take the tick away."""
        lines = self.texts[index].splitlines(keepends=True)
        lines[line] = lines[line].replace(*((BOX, TICKED) if is_on else (TICKED, BOX)), 1)
        self.texts[index] = "".join(lines)

    @property
    def is_edited(self) -> bool:
        """Whether a text is another than at the last `mark`, or than the program wrote it."""
        return self.texts != self._marked

    def mark(self) -> None:
        """Count the texts as they stand as nothing that could be lost."""
        self._marked = list(self.texts)

    def letters(self, chosen: Collection[int]) -> list[Letter]:
        """The chosen letters as they stand now."""
        return [with_text(x, self.texts[n]) for n, x in enumerate(self._letters) if n in chosen]

    def _line(self, blank: str, value: str) -> str:
        return self._book.say(f"letters.{blank}", value=value or self._book.say("letters.blank"))

    def _asked_by(self, day: date | None) -> str:
        say = self._book.say
        return say("letters.answer-by", day=say("letters.day", day=day) if day else say("letters.blank-day"))

    def _replace(self, before: str, after: str) -> None:
        def filled(line: str) -> str:
            return BESIDE.join(after if part == before else part for part in line.split(BESIDE))

        self.texts = ["\n".join(map(filled, text.split("\n"))) for text in self.texts]
