"""Explains cases of every kind by their files and prints each verdict: python -m tests.simulation.kinds [KIND]."""

from __future__ import annotations

import argparse
import tempfile
from collections import Counter, defaultdict
from pathlib import Path

from tests.simulation.kinds.catalogue import KINDS, told
from tests.simulation.kinds.disguises import differences


def main() -> None:
    """Explain and judge; what is not right is printed with its reasons."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kind", nargs="?", default="")
    parser.add_argument("-n", type=int, default=8, help="seeds of each kind")
    parser.add_argument("-f", type=int, default=0, help="first seed")
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--disguised", action="store_true", help="say which guises of the files change what is said")
    given = parser.parse_args()
    table: dict[str, Counter[str]] = defaultdict(Counter)
    for kind in (k for k in KINDS if k.startswith(given.kind)):
        for seed in range(given.f, given.f + given.n):
            with tempfile.TemporaryDirectory() as folder:
                verdict, _ = told(kind, seed, (given.keep or Path(folder)) / f"{kind}-{seed}")
                if given.disguised:
                    for line in differences(kind, seed, Path(folder)):
                        print(f"{kind}-{seed} {line}")
            table[kind][verdict.word] += 1
            if verdict.word != "RIGHT":
                print(f"{verdict.word:7s}{verdict.name}")
                for sign, lines in (("!", verdict.false), ("-", verdict.missing), (".", verdict.partly)):
                    for line in lines:
                        print(f"        {sign} {line}")
    words = ("RIGHT", "PARTLY", "SILENT", "WRONG")
    for kind, count in table.items():
        print(f"{kind:28s}" + "".join(f"{count[word]:8d}" for word in words))
    whole = sum(table.values(), Counter[str]())
    print(f"{'all':28s}" + "".join(f"{whole[word]:8d}" for word in words))


if __name__ == "__main__":
    main()
