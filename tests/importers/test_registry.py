"""Exactly one importer claims a table; anything else is an answer."""

from __future__ import annotations

from dataclasses import dataclass

from app.core.facts import Ledger
from app.importers.importer import Imported, Reader, Recognising
from app.importers.reading.table import Table
from app.importers.registry import importers, likely_header, recognise


@dataclass(frozen=True)
class Known(Recognising):
    """An importer that claims tables with one word in them."""

    name: str
    word: str
    headers: tuple[tuple[str, ...], ...] = ()

    def recognise(self, table: Table) -> Reader | None:
        known = any(self.word in table.row(number) for number in range(1, len(table) + 1))
        return (lambda: Imported(self.name, Ledger(), 0, 0)) if known else None


TABLE = Table("a.csv", "", "d", [["标题"], ["日期", "摘要", "金额"], ["2024-01-02", "还款", "3.00"]])


def test_the_one_that_claims_a_table_gets_it() -> None:
    one, other = Known("one", "日期"), Known("other", "时间")
    claim = recognise(TABLE, known=[one, other])
    assert claim.importers == (one,)
    assert claim.reader is not None and claim.reader().format == "one"


def test_two_that_claim_a_table_are_both_named() -> None:
    both = (Known("one", "日期"), Known("other", "金额"))
    claim = recognise(TABLE, known=both)
    assert (claim.importers, claim.reader) == (both, None)


def test_a_table_that_none_claims_is_told_with_its_header_and_the_nearest_format() -> None:
    near, far = Known("near", "x", (("日期", "摘要", "余额"),)), Known("far", "y", (("contract_no",),))
    claim = recognise(TABLE, known=[near, far])
    assert (claim.importers, claim.header_row, claim.header) == ((), 2, ("日期", "摘要", "金额"))
    assert claim.nearest == "near"


def test_values_are_not_taken_for_a_header() -> None:
    rows = [["1", "2", "3", "4"], ["甲", "乙", "丙"], ["2024-01-02", "12.00", "5%", "x9"]]
    assert likely_header(Table("a", "", "d", rows)) == (2, ("甲", "乙", "丙"))


def test_every_importer_has_a_name_of_its_own() -> None:
    names = [importer.name for importer in importers()]
    assert len(set(names)) == len(names) > 8
