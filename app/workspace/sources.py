"""The files of a case: what was read of them, where their bytes lie, and the passwords that open them."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from app.core.errors import KnownTrouble, TroubleCode
from app.core.explanation import SourceReport
from app.core.facts import Ledger, Source
from app.own_files import is_same_file

if TYPE_CHECKING:
    from app.importers.read import Reading
    from app.importers.reading.containers import Held
    from app.storage.case_file import CaseFile
    from app.storage.originals import Packed

Progress = Callable[[int, int, str], None]
"""Told the bytes done, the bytes in all as known so far, and the name of the file at work."""


@dataclass(frozen=True, slots=True)
class ImportPreview:
    """What some paths hold, read but not yet part of the case.

    ``known`` are digests that the case already has, ``left_out`` those that the person does not want in it.
    """

    paths: tuple[Path, ...]
    reading: Reading
    known: frozenset[str] = frozenset()
    left_out: frozenset[str] = frozenset()

    @property
    def sources(self) -> tuple[SourceReport, ...]:
        """What became of each file."""
        return self.reading.sources

    @property
    def fresh(self) -> tuple[SourceReport, ...]:
        """The files that the case does not have yet."""
        return tuple(s for s in self.sources if digest_of(s) not in self.known)

    @property
    def chosen(self) -> tuple[SourceReport, ...]:
        """The files that come into the case."""
        return tuple(s for s in self.fresh if digest_of(s) not in self.left_out)


class OutputIsInput(KnownTrouble):
    """What is to be written would take the place of a file that the case is made of."""

    code = TroubleCode.OUTPUT_IS_INPUT


class CaseSources:
    """Every reading that the case ever made, by content. Which of them count is decided elsewhere."""

    def __init__(self) -> None:
        self.passwords: tuple[str, ...] = ()
        self._readings: list[Reading] = []
        self._held: tuple[Held, ...] = ()

    def read(
        self,
        paths: tuple[Path, ...],
        passwords: Sequence[str],
        mappings: Mapping[str, str],
        pictures: Mapping[str, str],
        progress: Progress | None,
        cancelled: Callable[[], bool] | None,
    ) -> Reading:
        """Read paths without keeping anything but the passwords. Raises Cancelled where ``cancelled`` says so."""
        from app.importers.read import read_paths

        self.know_passwords(passwords)
        return read_paths(
            paths,
            passwords=self.passwords,
            progress=progress,
            cancelled=cancelled,
            mappings=mappings,
            pictures=pictures,
        )

    def read_again(self, mappings: Mapping[str, str], pictures: Mapping[str, str], progress: Progress | None) -> None:
        """Read and keep the sources whose bytes are in the case's file."""
        from app.importers.read import read_paths

        read = read_paths(
            (), passwords=self.passwords, progress=progress, mappings=mappings, held=self._held, pictures=pictures
        )
        self._readings.append(read)

    def know_passwords(self, passwords: Iterable[str]) -> None:
        """Remember passwords, those known first."""
        self.passwords = tuple(dict.fromkeys((*self.passwords, *passwords)))

    def keep(self, reading: Reading) -> None:
        """Hold what was read; a later reading of the same file goes before an earlier one."""
        self._readings.append(reading)

    def hold(self, file: CaseFile) -> None:
        """Know the sources whose bytes are in the case's file."""
        from app.importers.reading.containers import Held

        self._held = tuple(Held(kept.path, kept.size, partial(file.content, kept)) for kept in file.sources())

    def reports(self, digests: Iterable[str]) -> tuple[SourceReport, ...]:
        """What became of these files, in the order given; without those never read."""
        by_digest: dict[str, SourceReport] = {}
        for report in (s for reading in reversed(self._readings) for s in reading.sources):
            by_digest.setdefault(digest_of(report), report)
        return tuple(by_digest[digest] for digest in digests if digest in by_digest)

    def ledger(self, digests: Iterable[str]) -> Ledger:
        """The facts of these files; of a file read twice those of the last reading, under the latest mapping."""
        wanted, ledger, seen = set(digests), Ledger(), set[str]()
        for reading in reversed(self._readings):
            fresh = {digest_of(s) for s in reading.sources} & wanted - seen
            ledger += only(reading.ledger, fresh)
            seen |= fresh
        return ledger

    def everything(self) -> tuple[Ledger, tuple[SourceReport, ...]]:
        """All facts and reports, without where the files lay."""
        ledger = sum((reading.ledger for reading in self._readings), Ledger())
        return ledger, tuple(replace(s, path="") for reading in self._readings for s in reading.sources)

    def places(self, digests: Iterable[str]) -> list[str]:
        """The files that hold these sources; what could not be read at all has none."""
        held, wanted = self._held_places, set(digests)
        reports = (s for reading in self._readings for s in reading.sources if s.path and s.sha256)
        return list(dict.fromkeys(container_of(s.path, held) for s in reports if digest_of(s) in wanted))

    def refuse_input(self, path: Path, own: Path | None) -> None:
        """Raise OutputIsInput where a path leads to a file that was read, to the zip that holds one, or to ``own``."""
        if not path.exists():
            return
        held = self._held_places
        paths = {s.path for reading in self._readings for s in reading.sources if s.path}
        inputs = [Path(place) for place in {container_of(place, held) for place in paths}]
        if any(is_same_file(path, each) for each in (*inputs, *([own] if own else ()))):
            raise OutputIsInput(path.name)

    def packed(self, digests: Iterable[str]) -> tuple[Packed, ...]:
        """The bytes of these sources, ready to be kept in a case file. Raises OSError for a file gone."""
        from app.storage.originals import pack

        return tuple(map(pack, self.places(digests)))

    def rows_around(
        self,
        wanted: Sequence[Source],
        reports: Iterable[SourceReport],
        reach: int,
        cancelled: Callable[[], bool] | None,
    ) -> dict[Source, list[tuple[int, list[str]]]]:
        """The cells of rows as they stand in their files, with ``reach`` rows above and below, by row number.

        A row whose file is gone or changed since is left out.
        """
        from app.importers.reading.rows_around import rows_around

        held = self._held_places
        places = {digest_of(s): container_of(s.path, held) for s in reports if s.path}
        return rows_around(wanted, places, reach, self.passwords, cancelled, self._held)

    @property
    def _held_places(self) -> set[str]:
        return {one.path for one in self._held}


def digest_of(source: SourceReport) -> str:
    """The digest by which rows name their file: the first 16 hex digits of its SHA-256; its name if it was not read."""
    return source.sha256[:16] or f"unread {source.file}"


def container_of(path: str, held: Container[str] = ()) -> str:
    """The file that holds a source: itself, or the zip it is a member of (``bills.zip!march.csv``).

    ``held`` are places whose bytes the case has, even where the file is gone from the disk.
    """
    place = path
    while not (place in held or _is_file(place)) and "!" in place:
        place = place.rpartition("!")[0]
    return place


def _is_file(place: str) -> bool:
    try:
        return Path(place).is_file()
    except (OSError, ValueError):  # a member's name may be longer than any disk allows
        return False


def only(ledger: Ledger, digests: set[str]) -> Ledger:
    """The facts of a ledger that stand in the files of these digests."""

    def belongs(fact: object) -> bool:
        if (digest := getattr(fact, "digest", None)) is not None:
            return digest in digests
        return any(source.digest in digests for source in getattr(fact, "sources", ()))

    return Ledger(*(tuple(filter(belongs, getattr(ledger, name))) for name in Ledger.__dataclass_fields__))
