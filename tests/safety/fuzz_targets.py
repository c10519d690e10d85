"""What fuzzing calls: a target says in a few words what was wrong, or nothing; an exception that escapes is worse."""

from __future__ import annotations

from datetime import date
from pathlib import Path

EXPLAINED = 8
"""One input in this many is also explained, since a fact that cannot be reckoned with is as bad as one not read."""


TWO_CLAIMS = "claimed by two importers"


def import_file(data: bytes, folder: Path, number: int) -> str:
    """Read a file as the program does, and explain what was read."""
    from app.importers.read import read_paths

    place = folder / "input.csv"
    place.write_bytes(data)
    reading = read_paths([place])
    if any(problem.code == "two-formats" for source in reading.sources for problem in source.problems):
        return TWO_CLAIMS
    if number % EXPLAINED == 0:
        from app.core.pipeline import explain

        explain(reading.ledger, reading.sources, as_of=date(2026, 1, 1))
    return ""


def case_seeds() -> list[bytes]:
    """Whole case files: small, with sources, sealed, without the originals, and of the first version."""
    import tempfile

    from app.workspace import Workspace
    from tests.gui.small_case import write_case
    from tests.storage.case_making import START, make_case, note, quick, redo, undo
    from tests.storage.test_case_upgrades import write_first_version

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        files = write_case(folder / "files")
        steps = (note("一"), note("三" * 2000), undo(), redo())
        make_case(folder / "1.tally", *steps).close()
        make_case(folder / "2.tally", *steps, files=(files / "alipay.csv",)).close()
        make_case(folder / "3.tally", *steps, files=(files / "alipay.csv",), protection=quick(PASSWORD)).close()
        workspace = Workspace(lambda: START)
        workspace.add([files])
        workspace.save_copy(folder / "4.tally", originals=False)
        write_first_version(folder / "5.tally", steps)
        return [path.read_bytes() for path in sorted(folder.glob("*.tally"))]


PASSWORD = "fuzz"


def read_case(data: bytes, folder: Path, number: int) -> str:
    """Open a file as a case, read all that is in it, and try to recover it where it is damaged."""
    from contextlib import closing

    from app.storage.case_file import CaseFile
    from app.storage.errors import CaseTrouble, DamagedCase
    from app.storage.recovery import recover_case
    from app.workspace import Workspace

    place, into = folder / "input.tally", folder / "new.tally"
    for leftover in folder.iterdir():
        leftover.unlink()
    place.write_bytes(data)
    try:
        with closing(CaseFile.open(place, PASSWORD)) as case:
            case.log(), case.facts(), case.view(), case.passwords()
            for kept in case.sources():
                case.content(kept)
        if number % EXPLAINED == 0:
            Workspace.open(place, password=PASSWORD).close()
    except DamagedCase:
        if place.read_bytes() != data:
            return "a damaged case was changed"
        try:
            recover_case(place, into, PASSWORD)
            with closing(CaseFile.open(into, PASSWORD)) as case:
                case.log()
        except CaseTrouble:
            return ""
    except CaseTrouble:
        return ""
    return ""
