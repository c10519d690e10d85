"""What is said of a labelled case does not depend on the names, order and copies of its files, nor on strangers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from random import Random

import pytest

from tests.shared import shared
from tests.simulation.kinds.desk import Desk, at
from tests.simulation.kinds.disguises import Files, as_csv, read_back, said

EVERY, SLOW_EVERY = 24, 8
"""Of the cases one in so many is tried whenever the tests run, and when the slow ones do."""


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


def _differing(folder: Path, guises: Sequence[str], tmp_path: Path) -> list[tuple[str, str]]:
    """The guises in which something else is said of a case."""
    files = {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}
    room, rng = tmp_path / folder.name, Random(folder.name)
    usual = said(files, room / "usual")
    return [(folder.name, guise) for guise in guises if said(GUISES[guise](files, rng), room / guise) != usual]


def test_a_sample_of_the_cases_is_told_alike_in_every_guise(tmp_path: Path) -> None:
    assert [found for folder in _folders()[::EVERY] for found in _differing(folder, [*GUISES], tmp_path)] == []


@pytest.mark.slow
@pytest.mark.parametrize("turn", range(len(GUISES)))
def test_every_eighth_case_is_told_alike_in_one_of_the_guises(turn: int, tmp_path: Path) -> None:
    """The cases go round among the guises: each in one, every guise with a third of them."""
    folders = _folders()[::SLOW_EVERY][turn :: len(GUISES)]
    assert [found for folder in folders for found in _differing(folder, [[*GUISES][turn]], tmp_path)] == []
