"""What is said of a case does not depend on the guise of its files, nor on papers that have nothing to do with it."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from tests.simulation.kinds.catalogue import KINDS, case, explained
from tests.simulation.kinds.disguises import DISGUISES, differences, plain, said, with_a_stranger

SAME = ("late-coupon", "wrong-loan", "unpaid-bill", "overpayment-returned", "settled", "purchase-refunded", "midnight")
"""Kinds of which much is to be said; the command of the kinds tries all of them with ``--disguised``."""


@pytest.mark.parametrize(("seed", "kind"), [*enumerate(kind for kind in KINDS if kind in SAME)])
def test_the_same_is_said_in_every_guise(seed: int, kind: str, tmp_path: Path) -> None:
    assert [*differences(kind, seed, tmp_path)] == []
    assert explained(tmp_path / "usual").discrepancies


@pytest.mark.parametrize("seed", range(4))
def test_the_wallet_of_somebody_else_makes_no_bill_unpaid(seed: int, tmp_path: Path) -> None:
    files = with_a_stranger(case("bills-alone", seed), Random(seed))
    assert said(files, tmp_path / "files") == said(plain(case("bills-alone", seed), Random(seed)), tmp_path / "plain")


@pytest.mark.slow
@pytest.mark.parametrize(("seed", "kind"), [*enumerate(KINDS)])
def test_every_kind_is_told_alike_in_a_guise(seed: int, kind: str, tmp_path: Path) -> None:
    """The guises go round among the kinds, each on many of them; the command of the kinds tries all on each."""
    guise = [*DISGUISES][seed % len(DISGUISES)]
    assert [*differences(kind, seed, tmp_path, [guise])] == []
