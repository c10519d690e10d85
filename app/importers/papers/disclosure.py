"""Reads the table of what a loan costs in all (综合融资成本明示表): each item, who takes it, and the yearly cost."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import partial

from app.core.discrepancy import FactValue
from app.core.explanation import Problem
from app.core.facts import Ledger, Product
from app.core.papers import CostDisclosure, DisclosedItem
from app.importers.importer import Imported, Importer, Reader, Recognising
from app.importers.papers.contract import contract_in
from app.importers.papers.message_words import product_of
from app.importers.papers.running_text import MONEY, RunningText, fen, packed, title_in
from app.importers.reading.lines import lines
from app.importers.reading.table import Table
from app.importers.recognising.names import services_in

_TITLE = re.compile(r"(?:综合融资成本|息费|贷款成本|融资成本).{0,4}(?:明示|公示|告知|披露)(?:表|书)?")
_PRINCIPAL = re.compile(rf"(?:贷款|借款)(?:本金|金额)(?:\(元\))?[^\d%]{{0,12}}?({MONEY})(万?)元?")
_YEARLY = re.compile(
    r"(?:年化综合(?:融资)?成本|综合(?:融资)?成本(?:率)?\(?年化\)?|综合年化(?:成本|利率))"
    r"[^\d%]{0,24}(\d{1,3}(?:\.\d{1,6})?)%"
)
_ITEM = re.compile(
    r"^(?:\d{1,2}[.、])?((?:逾期|违约|提前还款|贷款|融资)?(?:利息|罚息|复利|违约金|滞纳金|手续费|服务费|管理费|咨询费|担保费|保险费|保费|"
    r"会员费|增信(?:服务)?费|评估费|公证费|信息(?:服务)?费|平台(?:服务)?费|账户管理费|催收费))"
)
_CONTINGENT = re.compile(r"违约|逾期|罚息|复利|滞纳|提前还款|催收|或有")
_ENDS_NORMAL = re.compile(r"违约情形|或有成本|逾期情形")
_PAYEE = re.compile(r"([\u4e00-\u9fff()]{2,30}?(?:公司|银行|机构|贷款人|平台|信托))(?:收取)?")
_NONE = re.compile(r"(?:无|不收取|不收|免收|0(?:\.00)?元|0%?)$")
_MOST_LINES = 300
_LONGEST = 120


class Disclosures(Recognising):
    """Tables that a lender must show before a loan is taken."""

    @property
    def name(self) -> str:
        """The family's id."""
        return "disclosure"

    def recognise(self, table: Table) -> Reader | None:
        """Read the table where a title near the top says so, and an item or the yearly cost stands below."""
        if not title_in(table, _TITLE, 30, 40):
            return None
        paper = RunningText.of(table)
        stated = _YEARLY.search(paper.text) is not None or next(_items(table), None) is not None
        return partial(self._stated, table, paper) if stated else None

    @staticmethod
    def _stated(table: Table, paper: RunningText) -> Imported:
        """What the table states; nothing is computed of it."""
        told = _disclosure(table, paper)
        facts: tuple[tuple[str, FactValue], ...] = (
            ("file", table.file),
            ("items", tuple(item.name for item in told.items)),
            *((("rate", f"{(told.yearly * 100).normalize():f}%"),) if told.yearly is not None else ()),
        )
        code = "disclosure-read" if told.yearly is not None else "disclosure-without-rate"
        return Imported(
            format="cost-disclosure",
            ledger=Ledger(disclosures=(told,)),
            rows=1,
            used=1,
            problems=(Problem(code, table.source(1), facts),),
        )


def _disclosure(table: Table, paper: RunningText) -> CostDisclosure:
    amount, yearly = _PRINCIPAL.search(paper.text), _YEARLY.search(paper.text)
    principal = fen(amount[1]) if amount else None
    product = product_of(paper.text[:400], "")
    return CostDisclosure(
        contract=contract_in(paper.text),
        principal=principal * 10_000 if principal and amount and amount[2] else principal,
        yearly=Decimal(yearly[1]).scaleb(-2) if yearly else None,
        items=tuple(_items(table)),
        product=product if product is not Product.CARD else Product.OTHER,
        sources=paper.sources(table, 0, len(paper.text)),
        yearly_sources=paper.sources(table, yearly.start(1), yearly.end(1)) if yearly else (),
    )


def _items(table: Table) -> Iterator[DisclosedItem]:
    """The items in order; one that the table says is not charged is none."""
    is_contingent = False
    met: set[str] = set()
    for row, line in lines(table, _MOST_LINES):
        text = re.sub(r"^[|│:,，]+", "", packed(line))[:_LONGEST]
        is_contingent = is_contingent or bool(_ENDS_NORMAL.search(text))
        named = _ITEM.match(text.partition(":")[2] if _ENDS_NORMAL.match(text) else text)
        if named is None or named[1] in met:
            continue
        said = re.sub(r"^[|│:,，\t ]+", "", text[text.find(named[1]) + len(named[1]) :])
        if _NONE.match(said):
            continue
        met.add(named[1])
        payee = _PAYEE.search(said)
        yield DisclosedItem(
            name=named[1],
            said=said,
            payee=re.sub(r"^[元由向]+", "", payee[1]) if payee else "",
            contingent=is_contingent or bool(_CONTINGENT.search(named[1])),
            services=services_in(named[1]),
            sources=(table.source(row),),
        )


IMPORTERS: tuple[Importer, ...] = (Disclosures(),)
