"""Promises on pictures: what rests on one that nobody confirmed is never proved, and what would prove it is named."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.core.discrepancy import Certainty
from app.core.facts import Source
from app.core.papers import PictureRow, PictureStanding
from app.core.picture_rows import CONFIRM, PROOF, held_down
from tests.texts.texts_samples import made

ROW = Source("截屏.png", "", 4, "00")


@pytest.mark.parametrize(
    ("standing", "doubtful", "most"),
    [
        (PictureStanding.CONFIRMED, False, Certainty.PROVED),
        (PictureStanding.CLOSED, False, Certainty.PROVED),
        (PictureStanding.READ, False, Certainty.STRONG),
        (PictureStanding.READ, True, Certainty.PATTERN),
    ],
)
def test_certainty_is_held_to_what_the_picture_allows(
    standing: PictureStanding, doubtful: bool, most: Certainty
) -> None:
    found = replace(made("UNEXPLAINED", "more", {}), certainty=Certainty.PROVED, evidence=(ROW,), missing=())
    (told,) = held_down([found], [PictureRow(standing, doubtful, (ROW,))])
    assert told.certainty is most
    assert told.missing == (() if most is Certainty.PROVED else (CONFIRM,))


def test_what_rests_on_a_persons_own_list_is_never_proved_and_names_the_paper_that_would() -> None:
    found = replace(made("UNEXPLAINED", "more", {}), certainty=Certainty.PROVED, evidence=(ROW,), missing=())
    (told,) = held_down([found], [PictureRow(PictureStanding.TYPED, False, (ROW,))])
    assert told.certainty is Certainty.STRONG
    assert told.missing == (PROOF,)


def test_what_rests_on_no_picture_stays_as_it_is() -> None:
    found = made("UNEXPLAINED", "more", {})
    assert list(held_down([found], [PictureRow(PictureStanding.READ, True, (ROW,))])) == [found]
