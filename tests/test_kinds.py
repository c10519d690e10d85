"""Cases of many kinds, made as files, are told rightly: what happened is said to the fen, and nothing false."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.export.terminal import summary
from app.texts import Phrasebook, languages
from app.texts.discrepancy_texts import DiscrepancyTexts
from tests.languages import CHINESE
from tests.simulation.kinds.catalogue import KINDS, told

ALWAYS, NOW_AND_THEN = (0,), (1, 2, 3)
"""One variant of each kind, and the others; `python -m tests.simulation.kinds -n 100` tries as many as one likes."""

BOOKS = [Phrasebook(language) for language in languages()]
ZH = DiscrepancyTexts(Phrasebook(CHINESE))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("seeds", [ALWAYS, pytest.param(NOW_AND_THEN, marks=pytest.mark.slow)], ids=["one", "others"])
def test_what_happened_is_said_and_nothing_false(kind: str, seeds: tuple[int, ...], tmp_path: Path) -> None:
    for seed in seeds:
        verdict, explanation = told(kind, seed, tmp_path / str(seed))
        assert (verdict.word, verdict.false, verdict.missing, verdict.partly) == ("RIGHT", [], [], []), verdict.name
        for book in BOOKS:  # every sentence finds what it tells of
            assert not {"{", "}"} & set(summary(explanation, book)), verdict.name
        for d in explanation.discrepancies:
            assert "多收" not in ZH.title(d) or d.difference > 0, verdict.name
