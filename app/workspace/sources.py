"""The files of a case: what was read of them, where their bytes lie, and the passwords that open them."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from app.core.decisions import Decided, Taught
from app.core.errors import KnownTrouble, TroubleCode
from app.core.explanation import SourceReport
from app.core.facts import Ledger, Source
from app.own_files import is_same_file

if TYPE_CHECKING:
    from app.importers.read import Reading
    from app.importers.reading.containers import Held
    from app.importers.rows_around import Head
    from app.storage.case_file import CaseFile
    from app.storage.originals import Packed

Progress = Callable[[int, int, str], None]
"""Told the bytes done, the bytes in all as known so far, and the name of the file at work."""


@dataclass(frozen=True, slots=True)
class ImportPreview:
    """What some paths hold, read but not yet part of the case.

    ``taught`` is what had been taught when it was read. ``known`` are digests that the case already has, ``left_out``
    those that the person does not want in it.
    """

    paths: tuple[Path, ...]
    reading: Reading
    known: frozenset[str] = frozenset()
    left_out: frozenset[str] = frozenset()
    taught: Taught = field(default_factory=Taught)

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
    """Every reading that the case ever made, by content. Which of them count is decided elsewhere.

    Beside each reading stands what had been taught then: of a picture that was corrected since, or a table that is to
    be read in another way, the reading under what is decided now counts.
    """

    def __init__(self) -> None:
        self.passwords: tuple[str, ...] = ()
        self._readings: list[tuple[Reading, Taught]] = []
        self._held: tuple[Held, ...] = ()
        self._given: tuple[str, ...] = ()

    def read(
        self,
        paths: tuple[Path, ...],
        passwords: Sequence[str],
        taught: Taught,
        progress: Progress | None,
        cancelled: Callable[[], bool] | None,
    ) -> Reading:
        """Read paths without keeping anything but the passwords. Raises Cancelled where ``cancelled`` says so."""
        from app.importers.read import read_paths

        self.know_passwords(passwords)
        self._given = tuple(dict.fromkeys((*self._given, *map(str, paths))))
        return read_paths(
            paths,
            passwords=self.passwords,
            progress=progress,
            cancelled=cancelled,
            taught=taught,
        )

    def read_again(self, taught: Taught, progress: Progress | None) -> None:
        """Read and keep the sources whose bytes are in the case's file."""
        from app.importers.read import read_paths

        read = read_paths((), passwords=self.passwords, progress=progress, held=self._held, taught=taught)
        self._readings.append((read, taught))

    def know_passwords(self, passwords: Iterable[str]) -> None:
        """Remember passwords, those known first."""
        self.passwords = tuple(dict.fromkeys((*self.passwords, *passwords)))

    def keep(self, reading: Reading, taught: Taught) -> None:
        """Hold what was read under what was taught; a later reading of a file goes before an earlier one."""
        self._readings.append((reading, taught))

    def read_corrected(self, digests: Iterable[str], taught: Taught) -> None:
        """Read again each file that was never read under what is taught of it now, where its bytes are."""
        from app.importers.read import Reading, read_paths

        for digest in digests:
            readings = [
                (report, under)
                for read, under in self._readings
                for report in read.sources
                if digest_of(report) == digest
            ]
            if not readings or any(_bearing(report, under) == _bearing(report, taught) for report, under in readings):
                continue
            (report,) = self.reports([digest], taught)
            place = self._container(report.path)
            held = self.held_at(place)
            paths = () if held or not self.place_of(report) else (place,)
            read = read_paths(paths, passwords=self.passwords, held=held, taught=taught)
            own = tuple(s for s in read.sources if digest_of(s) == digest)
            if own:
                self.keep(Reading(only(read.ledger, {digest}), own), taught)

    def subjects(self, decided: Decided) -> set[str]:
        """What the files of a case are known by when something is taught: their digests, and their tables' shapes."""
        reports = self.reports(decided.sources, decided.taught)
        return {*decided.sources, *(shape for report in reports for shape in _shapes(report))}

    def hold(self, file: CaseFile) -> None:
        """Know the sources whose bytes are in the case's file."""
        from app.importers.reading.containers import Held

        self._held = tuple(Held(kept.path, kept.size, partial(file.content, kept)) for kept in file.sources())

    def reports(self, digests: Iterable[str], taught: Taught) -> tuple[SourceReport, ...]:
        """What became of these files, in the order given; without those never read."""
        wanted = tuple(digests)
        chosen = self._chosen(wanted, taught)
        found = ((digest, chosen[digest]) for digest in wanted if digest in chosen)
        return tuple(next(s for s in reading.sources if digest_of(s) == digest) for digest, reading in found)

    def ledger(self, digests: Iterable[str], taught: Taught) -> Ledger:
        """The facts of these files; of a file read twice those of the last reading, under the latest mapping."""
        by_reading: dict[int, set[str]] = {}
        for digest, reading in self._chosen(digests, taught).items():
            by_reading.setdefault(id(reading), set()).add(digest)
        parts = (only(read.ledger, by_reading[id(read)]) for read, _ in self._readings[::-1] if id(read) in by_reading)
        return sum(parts, Ledger())

    def _chosen(self, digests: Iterable[str], taught: Taught) -> dict[str, Reading]:
        """By file the reading that counts: the last one under what is taught, else the last one."""
        wanted = set(digests)
        found: dict[str, Reading] = {}
        for exact in (True, False):
            for reading, under in reversed(self._readings):
                for report in reading.sources:
                    digest = digest_of(report)
                    if digest not in wanted or digest in found:
                        continue
                    if not exact or _bearing(report, under) == _bearing(report, taught):
                        found[digest] = reading
        return found

    def everything(self, taught: Taught) -> tuple[Ledger, tuple[SourceReport, ...]]:
        """All facts and reports of files ever read, without where the files lay."""
        digests = tuple(dict.fromkeys(digest_of(s) for reading, _ in self._readings for s in reading.sources))
        reports = (replace(s, path="") for s in self.reports(digests, taught))
        return self.ledger(digests, taught), tuple(reports)

    def held_at(self, place: str) -> tuple[Held, ...]:
        """What the case's file keeps of a place."""
        return tuple(one for one in self._held if one.path == place)

    def places(self, digests: Iterable[str]) -> list[str]:
        """The files that hold these sources; what could not be read at all has none."""
        wanted = set(digests)
        reports = (s for reading, _ in self._readings for s in reading.sources if s.path and s.sha256)
        return list(dict.fromkeys(self._container(s.path) for s in reports if digest_of(s) in wanted))

    def refuse_input(self, path: Path, own: Path | None) -> None:
        """Raise OutputIsInput where a path leads to a file that was read, to the zip that holds one, or to ``own``."""
        if not path.exists():
            return
        sources = (s for reading, _ in self._readings for s in reading.sources)
        inputs = [Path(place) for place in {self.place_of(source) for source in sources} if place]
        if any(is_same_file(path, each) for each in (*inputs, *([own] if own else ()))):
            raise OutputIsInput(path.name)

    def packed(self, digests: Iterable[str]) -> tuple[Packed, ...]:
        """The bytes of these sources, ready to be kept in a case file. Raises OSError for a file gone."""
        from app.storage.originals import pack

        places = self.places(digests)
        if away := next(filter(self._is_away, places), ""):
            raise FileNotFoundError(away)
        return tuple(map(pack, places))

    def place_of(self, report: SourceReport) -> str:
        """The file on the disk that holds a source; nothing where it has none or where none may be looked at.

        A case that somebody sent can name a place on any computer. Looking at it there would tell that computer of this
        one, so such a place counts only once the person gave it in this session.
        """
        return "" if not report.path or self._is_away(report.path) else self._container(report.path)

    def _is_away(self, path: str) -> bool:
        return is_remote(path) and not path.startswith(self._given)

    def _container(self, path: str) -> str:
        held = self._held_places
        return container_of(path, held, lambda _: False) if self._is_away(path) else container_of(path, held)

    def rows_around(
        self,
        wanted: Sequence[Source],
        reports: Iterable[SourceReport],
        reach: int,
        cancelled: Callable[[], bool] | None,
        heads: Mapping[Source, Head] | None = None,
    ) -> dict[Source, list[tuple[int, list[str]]]]:
        """The cells of rows as they stand in their files, with ``reach`` rows above and below, by row number.

        ``heads`` name a table's header: its rows are those of the form of the table that has it. A row whose file is
        gone or changed since is left out.
        """
        from app.importers.rows_around import rows_around

        places = {digest_of(s): self._container(s.path) for s in reports if s.path}
        closed = {place for place in places.values() if self._is_away(place)}
        headed = {source: (heads or {}).get(source) for source in wanted}
        return rows_around(headed, places, reach, self.passwords, cancelled, self._held, closed)

    @property
    def _held_places(self) -> set[str]:
        return {one.path for one in self._held}


def _shapes(report: SourceReport) -> set[str]:
    """The shapes of the tables of a file that a person may teach, or has taught."""
    return {str(shape) for problem in report.problems if (shape := dict(problem.facts).get("shape"))}


def _bearing(report: SourceReport, taught: Taught) -> tuple[str, frozenset[tuple[str, str]]]:
    """What of all that is taught bears on a file: its picture, and how its tables are to be read."""
    mappings = {(shape, text) for shape in _shapes(report) if (text := taught.mappings.get(shape))}
    return taught.pictures.get(digest_of(report), ""), frozenset(mappings)


def digest_of(source: SourceReport) -> str:
    """The digest by which rows name their file: the first 16 hex digits of its SHA-256; its name if it was not read."""
    return source.sha256[:16] or f"unread {source.file}"


def is_remote(place: str) -> bool:
    """Whether looking at a place may ask another computer for it: a share of Windows, an automatic mount."""
    return place.replace("\\", "/").startswith(("//", "/net/", "/Network/"))


def is_file(place: str) -> bool:
    """Whether a file lies there."""
    try:
        return Path(place).is_file()
    except (OSError, ValueError):  # a member's name may be longer than any disk allows
        return False


def container_of(path: str, held: Container[str] = (), is_there: Callable[[str], bool] = is_file) -> str:
    """The file that holds a source: itself, or the zip it is a member of (``bills.zip!march.csv``).

    ``held`` are places whose bytes the case has, even where the file is gone from the disk.
    """
    place = path
    while not (place in held or is_there(place)) and "!" in place:
        place = place.rpartition("!")[0]
    return place


def only(ledger: Ledger, digests: set[str]) -> Ledger:
    """The facts of a ledger that stand in the files of these digests."""

    def belongs(fact: object) -> bool:
        if (digest := getattr(fact, "digest", None)) is not None:
            return digest in digests
        return any(source.digest in digests for source in getattr(fact, "sources", ()))

    return Ledger(*(tuple(filter(belongs, getattr(ledger, name))) for name in Ledger.__dataclass_fields__))
