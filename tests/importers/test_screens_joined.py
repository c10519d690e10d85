"""Several pictures of one scrolled plan close together; what contradicts, or does not close, stays as it was read."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path

import pytest

from app.core.papers import NoticeKind, PictureStanding
from app.importers.read import read_paths
from app.importers.screens.assembling import page_of
from app.importers.screens.joining import join
from app.importers.screens.lines import lines_of_text
from app.importers.screens.screen_table import ScreenTable
from tests.importers import screens_drawn
from tests.importers.screens_drawn import LIGHT, WIDTH, Canvas

HEAD = "借呗 还款计划\n借款金额 4000.00元 2025年11月20日借款\n"
ROWS = (
    "第1期 2025-12-20 1,040.00\n本金1,000.00 利息40.00 已还清",
    "第2期 2026-01-20 1,030.00\n本金1,000.00 利息30.00 已还清",
    "第3期 2026-02-20 1,020.00\n本金1,000.00 利息20.00 待还款",
    "第4期 2026-03-20 1,010.00\n本金1,000.00 利息10.00 待还款",
)


def shot(name: str, *rows: str, head: str = "") -> ScreenTable:
    page = page_of(lines_of_text((head + "\n".join(rows)).split("\n")))
    assert page is not None
    return ScreenTable(name, name, page)


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_pictures_that_overlap_close_as_one_plan_whatever_their_order(order: tuple[int, ...]) -> None:
    shots = [shot("a", *ROWS[:2], head=HEAD), shot("b", *ROWS[1:3]), shot("c", *ROWS[2:])]
    join([shots[at] for at in order])
    assert all(one.page.is_closed and one.page.parts == 3 and one.page.terms == 4 for one in shots)
    assert [row.text("period") for one in shots for row in one.page.rows] == ["1", "2", "3", "4"]
    assert [one.page.has_head for one in shots] == [True, False, False]


def test_pictures_without_a_common_row_stay_apart() -> None:
    shots = [shot("a", *ROWS[:2], head=HEAD), shot("b", *ROWS[2:])]
    join(shots)
    assert not any(one.page.is_closed for one in shots)


def test_pictures_that_contradict_one_another_stay_apart() -> None:
    other = ROWS[1].replace("1,030.00", "1,031.00").replace("30.00", "31.00")
    shots = [shot("a", *ROWS[:2], head=HEAD), shot("b", other, *ROWS[2:])]
    join(shots)
    assert not any(one.page.is_closed for one in shots)


def test_pictures_whose_principal_is_not_what_was_lent_prove_nothing() -> None:
    shots = [shot("a", *ROWS[:2], head=HEAD.replace("4000", "5000")), shot("b", *ROWS[1:])]
    join(shots)
    assert not any(one.page.is_closed for one in shots)


def test_a_row_cut_at_the_edge_is_taken_from_the_picture_that_shows_it_whole() -> None:
    cut = ROWS[2].split("\n")[0]
    shots = [shot("a", *ROWS[:2], cut, head=HEAD), shot("b", *ROWS[1:])]
    join(shots)
    assert [row.text("period") for one in shots for row in one.page.rows] == ["1", "2", "3", "4"]
    assert all(one.page.is_closed for one in shots)


def test_a_part_that_says_how_many_periods_there_are_is_no_plan_that_fails_to_add_up() -> None:
    assert shot("a", *ROWS[:2], head=HEAD + "共4期\n").page.notes == ()


def test_a_scrolled_page_is_read_from_its_pictures_and_proved_by_them_together(tmp_path: Path) -> None:
    page = screens_drawn.page(3, screens_drawn.plan_months, scale=2.0, dark=False)
    height = page.picture.height
    for name, (top, bottom) in {"一": (0, 0.45), "二": (0.33, 0.75), "三": (0.62, 1)}.items():
        part = page.picture.crop((0, round(height * top), page.picture.width, round(height * bottom)))
        (tmp_path / f"{name}.png").write_bytes(screens_drawn.as_file(part))
    reading = read_paths(sorted(tmp_path.iterdir()))
    read = sorted((row.period, row.due.isoformat(), f"{row.instalment / 100:,.2f}") for row in reading.ledger.plan_rows)
    assert read == [(int(row["period"]), row["due"], row["total"]) for row in page.rows]
    assert {row.standing for row in reading.ledger.picture_rows} == {PictureStanding.CLOSED}
    (loan,) = reading.ledger.loans
    assert loan.terms == len(page.rows)


def test_a_picture_of_messages_is_read_as_they_were_sent_and_never_called_proved(tmp_path: Path) -> None:
    canvas = Canvas(2.5, LIGHT, 300)
    canvas.head("短信")
    for line in ("2026年3月10日 08:05", "【支付宝】您的借呗3月10日成功还", "款900.41元，剩余本金9,012.00元。"):
        canvas.text(20, line, 14)
        canvas.y += 26
    assert canvas.picture.width > WIDTH
    path = tmp_path / "短信.png"
    path.write_bytes(screens_drawn.as_file(canvas.picture))
    ledger = read_paths([path]).ledger
    (notice,) = ledger.notices
    assert (notice.kind, notice.amount, f"{notice.on}") == (NoticeKind.REPAID, 900_41, "2026-03-10")
    assert [row.standing for row in ledger.picture_rows] == [PictureStanding.READ]


def test_a_bills_day_of_repayment_gets_the_year_of_its_month() -> None:
    page = shot(
        "a", "超市\n12-20 30.50", "打车\n12-28 22.55", head="花呗账单\n2025年12月\n应还\n53.05\n还款日 01月09日\n"
    ).page
    assert page.front["due"].text == "2026-01-09"
