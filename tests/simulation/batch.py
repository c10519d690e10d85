"""Simulates many borrowers, explains the files of each, and prints what went wrong; run from tests with -m.

cd tests && python -m simulation.batch FIRST LAST [--keep DIR] [--full]
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path
from random import Random

from app.core.explanation import Explanation
from app.core.pipeline import explain
from app.importers.read import read_paths
from tests.simulation.borrower import borrower
from tests.simulation.exports import Choice, choose, export
from tests.simulation.lender import Case
from tests.simulation.scoring import Tally
from tests.simulation.writers import Written


def simulated(seed: int, choice: Choice | None = None) -> tuple[Case, Written]:
    """A borrower's true books and files."""
    case, rng = borrower(seed), Random(seed * 7919 + 1)
    return case, export(case, rng, choice or choose(rng))


def explained(out: Written, folder: Path) -> Explanation:
    """Write the files into a folder, read them as a person's files are read, and explain them."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in out.files.items():
        (folder / name).write_bytes(data)
    reading = read_paths([folder])
    return explain(reading.ledger, reading.sources)


def score(seeds: range, keep: Path | None = None, choice: Choice | None = None) -> Tally:
    """The tally of some seeds; with ``keep`` their files stay in that folder."""
    tally = Tally()
    for seed in seeds:
        case, out = simulated(seed, choice)
        with tempfile.TemporaryDirectory() as folder:
            explanation = explained(out, (keep or Path(folder)) / case.name)
        tally.judge(case, out, explanation.discrepancies)
        for source in explanation.sources:
            for problem in source.problems:
                tally.notes.append(f"problem {case.name} {source.file} {problem.code}")
    return tally


def main() -> None:
    """Print the figures and every miss."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("first", type=int)
    parser.add_argument("last", type=int)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--full", action="store_true", help="everyone holds all files, in known words")
    given = parser.parse_args()
    tally = score(range(given.first, given.last), given.keep, Choice(tame=True) if given.full else None)
    print("\n".join(tally.notes))
    for code in sorted({*tally.true, *tally.false}):
        counts = (tally.true[code], tally.missed[code], tally.wrong[code], tally.false[code])
        print(f"{code:30s} true {counts[0]:4d} missed {counts[1]:4d} wrong {counts[2]:4d} false {counts[3]:4d}")
    print(
        f"recall {tally.recall:.4f} precision {tally.precision:.4f} to-the-cent {tally.to_the_cent:.4f} "
        f"honest {tally.odd_left}/{tally.odd} chatter {tally.chatter / max(len(range(given.first, given.last)), 1):.1f}"
    )


if __name__ == "__main__":
    main()
