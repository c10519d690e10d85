"""Of a stranger's paper exactly what stands in it is read: no row is invented, no sum and no sign is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.core.facts import Ledger
from app.importers.read import read_paths
from app.texts import Phrasebook, languages
from tests.importers.strangers_files import MOVES, Found, Paper, csv, yuan
from tests.importers.strangers_formats import WHY
from tests.importers.strangers_papers import papers


def found(ledger: Ledger) -> Found:
    return Found(
        bank=frozenset((row.on, row.amount) for row in ledger.bank),
        wallet=frozenset((row.at.date(), row.amount) for row in ledger.wallet),
        plan=frozenset((row.due, row.instalment) for row in ledger.plan_rows),
        postings=frozenset((row.at.date(), row.total) for row in ledger.postings),
        loans=frozenset((row.drawn_at.date() if row.drawn_at else None, row.principal) for row in ledger.loans),
        bills=frozenset((bill.due, bill.declared) for bill in ledger.bills),
        notices=frozenset((notice.on, notice.amount) for notice in ledger.notices),
        certificates=frozenset((paper.settled_on, paper.principal) for paper in ledger.certificates),
        disclosures=frozenset((None, paper.principal) for paper in ledger.disclosures),
    )


@pytest.mark.parametrize("paper", papers(), ids=lambda paper: paper.name)
def test_exactly_what_stands_in_the_paper_is_read(paper: Paper, tmp_path: Path) -> None:
    path = tmp_path / paper.name
    path.write_bytes(paper.data)
    reading = read_paths([path])
    assert found(reading.ledger) == paper.found


@pytest.mark.parametrize("paper", [p for p in papers() if p.found == Found()], ids=lambda paper: paper.name)
def test_a_paper_that_gives_nothing_says_so_in_both_languages(paper: Paper, tmp_path: Path) -> None:
    path = tmp_path / paper.name
    path.write_bytes(paper.data)
    (report,) = read_paths([path]).sources
    assert report.problems
    for language in languages():
        for problem in report.problems:
            assert paper.name in Phrasebook(language).say(f"problem.{problem.code}", **dict(problem.facts))


def test_a_row_whose_direction_nothing_tells_is_named(tmp_path: Path) -> None:
    rows = [
        ["交易日", "摘要", "交易金额", "余额"],
        *([f"{m.on}", m.text, yuan(abs(m.fen)), yuan(m.balance)] for m in MOVES),
    ]
    path = tmp_path / "看余额.csv"
    path.write_bytes(csv(rows))
    reading = read_paths([path])
    assert {(row.on, row.amount) for row in reading.ledger.bank} == {(m.on, m.fen) for m in MOVES[1:]}
    named = [dict(p.facts)["row"] for p in reading.sources[0].problems if p.code == "bank-row-untold"]
    assert named == [2]


def test_a_table_on_its_side_is_told_by_the_rows_that_hold_each_column(tmp_path: Path) -> None:
    paper = next(paper for paper in papers() if paper.name == "计划-横排.csv")
    path = tmp_path / paper.name
    path.write_bytes(paper.data)
    reading = read_paths([path])
    assert {tuple(source.row for source in row.sources) for row in reading.ledger.plan_rows} == {(2, 3, 4, 5)}
    assert "table-set-upright" in {problem.code for problem in reading.sources[0].problems}


@pytest.mark.parametrize(("name", "code"), WHY)
def test_why_a_paper_is_not_used_is_said_in_one_sentence(name: str, code: str, tmp_path: Path) -> None:
    paper = next(paper for paper in papers() if paper.name == name)
    path = tmp_path / name
    path.write_bytes(paper.data)
    (report,) = read_paths([path]).sources
    assert [problem.code for problem in report.problems] == [code]
