"""A disclosure table gives its items, who takes them, and the yearly cost; what is not charged is no item."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from app.core.papers import CostDisclosure
from app.importers.read import read_paths
from tests.importers.strangers_words import disclosures


def read(name: str, tmp_path: Path) -> CostDisclosure:
    paper = next(paper for paper in disclosures() if paper.name == name)
    path = tmp_path / name
    path.write_bytes(paper.data)
    (found,) = read_paths([path]).ledger.disclosures
    return found


def test_each_item_stands_with_who_takes_it(tmp_path: Path) -> None:
    found = read("明示表-四栏.html", tmp_path)
    assert [(item.name, item.payee, item.contingent) for item in found.items] == [
        ("贷款利息", "某某消费金融有限公司", False),
        ("担保费", "某某融资担保有限公司", False),
        ("逾期罚息", "某某消费金融有限公司", True),
    ]
    assert found.yearly == Decimal("0.1766")
    assert len(found.yearly_sources) == 1


def test_an_item_that_is_not_charged_is_none_and_what_follows_the_word_default_is_contingent(tmp_path: Path) -> None:
    found = read("明示表.txt", tmp_path)
    assert [(item.name, item.contingent) for item in found.items] == [("利息", False), ("罚息", True)]
    assert found.yearly == Decimal("0.144")
