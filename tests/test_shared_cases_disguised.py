"""What is said of a labelled case does not depend on the names, order and copies of its files, nor on strangers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from pathlib import Path
from random import Random

import pytest

from tests.shared import shared
from tests.simulation.kinds.desk import Desk, at
from tests.simulation.kinds.disguises import Files, as_csv, read_back, said

EVERY = 15
"""Of the cases one in so many is tried whenever the tests run; the slow run tries all of them."""


def renamed(files: Files, rng: Random) -> Files:
    """Names that say nothing, in another order."""
    given = sorted(files.items())
    rng.shuffle(given)
    return {f"{number:02d}{Path(name).suffix}": data for number, (name, data) in enumerate(given)}


def twice(files: Files, _: Random) -> Files:
    """Every file a second time, under another name."""
    return {**files, **{f"副本-{name}": data for name, data in files.items()}}


def with_a_stranger(files: Files, rng: Random) -> Files:
    """The wallet of a person who has nothing to do with it, of months before the case."""
    desk, day = Desk("stranger", rng, as_of=date(2021, 6, 30)), date(2021, 1, 4)
    while day < desk.as_of:
        amount = rng.randrange(3_00, 500_00)
        desk.entry("alipay-太太", at(day, 13), "菜市场", "买菜", amount, "账户余额", "交易成功", "支出", "日用百货")
        day += timedelta(days=rng.randrange(1, 9))
    return {**files, **{name: as_csv(rows, "gb18030") for name, rows in read_back(desk).items()}}


GUISES: Mapping[str, Callable[[Files, Random], Files]] = {
    "renamed": renamed, "twice": twice, "a stranger's wallet more": with_a_stranger,
}  # fmt: skip


def _folders() -> list[Path]:
    """Every labelled case; of both sets, where they are there."""
    sets = (shared("cases"), shared("cases-hard", "cases"))
    return [folder for each in sets for folder in sorted(each.iterdir()) if folder.is_dir()]


def _differing(guise: str, folders: list[Path], tmp_path: Path) -> list[str]:
    found = []
    for number, folder in enumerate(folders):
        files = {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}
        usual = said(files, tmp_path / f"{number}-usual")
        if said(GUISES[guise](files, Random(number)), tmp_path / f"{number}-other") != usual:
            found.append(folder.name)
    return found


@pytest.mark.parametrize("guise", GUISES)
def test_a_sample_of_the_cases_is_told_alike_in_every_guise(guise: str, tmp_path: Path) -> None:
    assert _differing(guise, _folders()[::EVERY], tmp_path) == []


@pytest.mark.slow
@pytest.mark.parametrize("turn", range(len(GUISES)))
def test_every_case_is_told_alike_in_one_of_the_guises(turn: int, tmp_path: Path) -> None:
    """The cases go round among the guises: each in one, every guise with a third of them."""
    assert _differing([*GUISES][turn], _folders()[turn :: len(GUISES)], tmp_path) == []
