"""Made-up borrowers whose true books are known are explained rightly, whatever the order and names of their files."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from random import Random

import pytest

from app.core.explanation import Explanation
from app.core.pipeline import explain
from app.export.json_report import to_json
from app.importers.read import read_paths
from app.texts import Phrasebook, languages
from tests.simulation.batch import explained, score, simulated
from tests.simulation.exports import Choice
from tests.simulation.make_sample import sample_files
from tests.simulation.scoring import Tally
from tests.simulation.writers import Written

SEEDS = range(9000, 9040)
SEED = 9007


@pytest.fixture(scope="module")
def tally() -> Tally:
    """Forty borrowers, some of whom lack a source or hold tables in other words."""
    return score(SEEDS)


@pytest.mark.slow
def test_nearly_everything_that_is_true_is_found(tally: Tally) -> None:
    assert tally.recall >= 0.97, tally.notes


@pytest.mark.slow
def test_nearly_every_warning_is_true(tally: Tally) -> None:
    assert tally.precision >= 0.97, tally.notes


@pytest.mark.slow
def test_nearly_every_amount_is_right_to_the_cent(tally: Tally) -> None:
    assert tally.to_the_cent >= 0.99, tally.notes


@pytest.mark.slow
def test_odd_amounts_are_left_unexplained(tally: Tally) -> None:
    assert tally.odd_left == tally.odd > 0


def test_every_discrepancy_and_chain_can_be_told_in_both_languages(tmp_path: Path) -> None:
    for seed in range(9100, 9106):
        explanation = explained(simulated(seed)[1], tmp_path / str(seed))
        for language in languages():
            assert json.loads(to_json(explanation, Phrasebook(language)))["discrepancies"] is not None


# -- independence: from order, names and repetition ----------------------------------------------------------------


def told(explanation: Explanation, names: dict[str, str] | None = None) -> list[tuple[object, ...]]:
    """What is said, with the rows by the names they had."""
    back = names or {}
    return sorted(
        (
            *(d.code, d.variant, d.severity.value, d.certainty.value, d.facility or "", d.period or 0, d.difference),
            *(d.unexplained, tuple((part.component, part.amount) for part in d.bridge)),
            tuple(sorted((back.get(s.file, s.file), s.sheet, s.row) for s in d.evidence)),
        )
        for d in explanation.discrepancies
    )


@pytest.fixture(scope="module", params=[SEED, "sample"])
def files(request: pytest.FixtureRequest) -> Written:
    if request.param == "sample":
        return sample_files()
    return simulated(request.param, Choice(tame=True))[1]


def written(out: Written, folder: Path, names: Sequence[str]) -> list[Path]:
    """The files in a folder, in their order, under names that sort otherwise."""
    folder.mkdir()
    paths = [folder / name for name in names]
    for path, data in zip(paths, out.files.values(), strict=True):
        path.write_bytes(data)
    return paths


def test_order_of_arguments_plays_no_part(files: Written, tmp_path: Path) -> None:
    paths = written(files, tmp_path / "case", list(files.files))
    shuffled = Random(1).sample(paths, len(paths))
    assert told(_explained(paths)) == told(_explained(shuffled)) == told(_explained([tmp_path / "case"]))


def test_names_of_files_play_no_part(files: Written, tmp_path: Path) -> None:
    names = list(files.files)
    renamed = [f"{len(names) - n:02d}{Path(name).suffix}" for n, name in enumerate(names)]
    as_named = told(_explained(written(files, tmp_path / "named", names)))
    other = told(_explained(written(files, tmp_path / "renamed", renamed)), dict(zip(renamed, names, strict=True)))
    assert as_named == other


def test_files_given_twice_count_once(files: Written, tmp_path: Path) -> None:
    names = list(files.files)
    once = written(files, tmp_path / "once", names)
    copies = written(files, tmp_path / "again", [f"副本-{name}" for name in names])
    originals = {f"副本-{name}": name for name in names}
    assert told(_explained(once)) == told(_explained([*once, *once]))
    assert told(_explained(once)) == told(_explained([*once, *copies]), originals)


def test_order_of_rows_plays_no_part_in_what_is_said(tmp_path: Path) -> None:
    out = simulated(SEED, Choice(tame=True, interface=True))[1]
    turned = Written()
    for name, data in out.files.items():
        lender = name.startswith(("loan_", "repay_", "instmnt_", "exempt_"))
        turned.files[name] = _rows_turned(data) if lender else data
    names = list(out.files)
    straight = _explained(written(out, tmp_path / "straight", names))
    reversed_rows = _explained(written(turned, tmp_path / "turned", names))
    assert _without_rows(straight) == _without_rows(reversed_rows) != []


def _rows_turned(data: bytes) -> bytes:
    header, *rows = data.decode().splitlines(keepends=True)
    return "".join([header, *reversed(rows)]).encode()


def _without_rows(explanation: Explanation) -> list[tuple[object, ...]]:
    return [line[:-1] for line in told(explanation)]


def _explained(paths: Sequence[Path]) -> Explanation:
    reading = read_paths(paths)
    return explain(reading.ledger, reading.sources)
