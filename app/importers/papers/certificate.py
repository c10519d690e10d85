"""Reads settlement certificates (结清证明): which loan, settled when, by whose word."""

from __future__ import annotations

import re
from datetime import date
from functools import partial

from app.core.discrepancy import FactValue
from app.core.explanation import Problem
from app.core.facts import Ledger, Product
from app.core.papers import SettlementCertificate
from app.importers.importer import Imported, Importer, Reader, Recognising
from app.importers.papers.message_words import product_of
from app.importers.papers.running_text import DAY, MONEY, WORDED_SUM, RunningText, day, fen, latest, title_in
from app.importers.reading.table import Table
from app.importers.recognising.cell_shapes import present
from app.importers.recognising.understanding import Understanding, columns_at, understand

_TITLE = re.compile(r"(?:结清|还清|清偿)(?:证明|凭证|声明|通知书|确认书|函)|(?:证明|凭证).{0,4}(?:结清|还清)")
_ASKS = re.compile(r"申请|委托|授权|模板|范本|样本|流程|办理|怎么|如何")  # a paper by which one asks for a certificate
_ASKED_FOR = re.compile(r"申请(?:贵|开|出)|请(?:贵|予|协助)?.{0,6}(?:开具|出具)|申请人")
_BODY = re.compile(r"(?:已|均已|全部|全额).{0,30}(?:结清|还清|清偿)|(?:结清|还清)(?:日期|时间)|余额为?:?0(?:\.00)?元")
_CONTRACT = re.compile(
    r"(?:(?:借款|贷款)?(?:合同|协议)(?:编号|号码?)?|借据(?:编号|号码?)?|(?:贷款|借款)编号|编号)[为是]?[::]?\(?"
    r"([A-Za-z0-9][A-Za-z0-9-]{4,39})"
)
_NO_CONTRACT = re.compile(r"(?:证明|证件|身份证|档案|文件|校验|防伪)(?:编号|号码?)")
_ON_THAT_DAY = rf"(?:(?!{DAY})[^。;])"  # up to what is said of another day
_SETTLED = (
    re.compile(rf"(?:结清|还清|清偿)(?:日期?|时间)[为是]?[::]?({DAY})"),
    re.compile(
        rf"(?:于|截至|截止|至)({DAY})(?:前|止|,|,?已|,?全|,?将|,?结|,?提前)*{_ON_THAT_DAY}{{0,24}}?(?:结清|还清|清偿)"
    ),
    re.compile(rf"({DAY}){_ON_THAT_DAY}{{0,12}}(?:结清|还清|清偿)"),
)
_DRAWN = re.compile(
    rf"(?:放款|借款|贷款|发放|起息|支用)(?:日期?|时间|发放日)[为是]?[::]?({DAY})|({DAY})[^。]{{0,20}}(?:发放|借款|贷款)"
)
_PRINCIPAL = re.compile(
    rf"(?:(?:贷款|借款|放款)(?:金额|本金|总额)|本金|金额|(?:贷款|借款)(?:\([^()]{{1,12}}\))?(?=人民币)"
    rf"|(?:办理|申请|获得|取得|发放)[的了]?(?:个人|消费){{0,2}}(?:贷款|借款)(?=\d))[为是]?[::]?"
    rf"(?:人民币)?(?:{WORDED_SUM}\(?)?(?:({MONEY})元?|({WORDED_SUM}))"
)
_ISSUED = re.compile(rf"(?:出具|开具|开立|打印|证明)?(?:日期|时间)[::]({DAY})")
_LENDER = re.compile(
    r"[\u4e00-\u9fff()]{4,30}?(?:有限责任公司|股份有限公司|有限公司|银行|信用社)(?:[\u4e00-\u9fff]{2,10}(?:支行|分行))?"
)
_HEAD = re.compile(r".*?(?:兹证明|特此证明|借款人|客户|机构|贷款人|单位|出具|由|在|向|与|我司|盖章|公章)")


class Certificates(Recognising):
    """Papers that certify that a loan is settled."""

    @property
    def name(self) -> str:
        """The family's id."""
        return "certificate"

    def recognise(self, table: Table) -> Reader | None:
        """Read the paper where a title near the top says so, and the text below."""
        title = title_in(table, _TITLE, 30)
        if not title or _ASKS.search(title):
            return None
        if listed := _listed(table):
            return partial(_of_list, table, listed)
        paper = RunningText.of(table)
        is_asked_for = "本人" in paper.text and _ASKED_FOR.search(paper.text)
        return partial(self._certified, table, paper) if _BODY.search(paper.text) and not is_asked_for else None

    @staticmethod
    def _certified(table: Table, paper: RunningText) -> Imported:
        """The loan or loans that the paper certifies; whose they were is not kept."""
        contracts = _contracts(paper.text)
        return certified(
            table, tuple(_certificate(table, paper, number, single=len(contracts) == 1) for number in contracts)
        )


def certified(table: Table, facts: tuple[SettlementCertificate, ...]) -> Imported:
    """What a paper that certifies some loans gives, and what is said of it."""
    told = facts[0]
    numbers = tuple(fact.contract for fact in facts if fact.contract)
    given: tuple[tuple[str, FactValue], ...] = (
        ("file", table.file),
        *((("contracts", numbers),) if numbers else ()),
        *((("on", told.settled_on),) if told.settled_on else ()),
    )
    named = "certificate-read" if numbers else "certificate-without-number"
    code = named if told.settled_on else "certificate-without-day"
    days = [fact.settled_on for fact in facts if fact.settled_on]
    return Imported(
        format="settlement-certificate",
        ledger=Ledger(certificates=facts),
        rows=len(facts),
        used=len(facts),
        period=(min(days), max(days)) if days else None,
        problems=(Problem(code, table.source(1), given),),
    )


def _listed(table: Table) -> tuple[SettlementCertificate, ...]:
    """The loans of a paper that lists them in a table with the day on which each was settled; none of other papers."""
    found = understand(table)
    if not isinstance(found, Understanding) or found.kind != "drawdowns":
        return ()
    headed = columns_at(table, found.header)
    settled = [c for c in headed if {"cleared", "date"} <= c.heading.concepts]
    if len(settled) != 1:
        return ()
    places = {role: found.roles[role].index for role in ("contract", "loan_amount", "drawn_at") if role in found.roles}
    paper = RunningText.of(table)
    lender = _lender(paper.text)
    facts = []
    for number in range(found.header + 1, len(table) + 1):
        cells = [present(cell) for cell in table.row(number)]
        said = {role: cells[at] for role, at in {**places, "settled": settled[0].index}.items() if at < len(cells)}
        if (on := day(said.get("settled", ""))) is None:
            continue
        facts.append(
            SettlementCertificate(
                contract=said.get("contract", ""),
                settled_on=on,
                principal=fen(said.get("loan_amount", "")),
                drawn_on=day(said.get("drawn_at", "")),
                product=product_of(paper.text[:400], lender),
                lender=lender,
                sources=(table.source(number),),
            )
        )
    return tuple(facts)


def _of_list(table: Table, facts: tuple[SettlementCertificate, ...]) -> Imported:
    """The loans of a list; whose they were is not kept."""
    days = [fact.settled_on for fact in facts if fact.settled_on]
    numbers = tuple(fact.contract for fact in facts if fact.contract)
    given: tuple[tuple[str, FactValue], ...] = (("file", table.file), ("on", max(days)))
    code = "certificate-read" if numbers else "certificate-without-number"
    return Imported(
        format="settlement-certificate",
        ledger=Ledger(certificates=facts),
        rows=len(facts),
        used=len(facts),
        period=(min(days), max(days)),
        problems=(Problem(code, table.source(1), (*given, ("contracts", numbers)) if numbers else given),),
    )


def _contracts(text: str) -> list[str]:
    """The loans' numbers, in order; one empty number where the paper names none."""
    found = []
    for match in _CONTRACT.finditer(text):
        if not _NO_CONTRACT.search(text[max(0, match.start() - 4) : match.end()]) and any(map(str.isdigit, match[1])):
            found.append(_without_date(match[1]))
    return list(dict.fromkeys(found)) or [""]


def _without_date(number: str) -> str:
    """A number to which the next line's date stuck, stays as it was written."""
    return number.rstrip("-")


def _certificate(table: Table, paper: RunningText, contract: str, *, single: bool) -> SettlementCertificate:
    text = paper.text
    at = text.find(contract) if contract else 0
    near = text if single else _own_part(text, at)
    settled = next((found for pattern in _SETTLED for found in [_first_day(pattern, near)] if found), None)
    drawn, amount = _DRAWN.search(near), _PRINCIPAL.search(near)
    issued = latest(day(match[1]) for match in _ISSUED.finditer(text))
    lender = _lender(text)
    return SettlementCertificate(
        contract=contract,
        settled_on=settled,
        issued_on=issued if issued and (settled is None or issued >= settled) else None,
        principal=fen(amount[1] or amount[2]) if amount else None,
        drawn_on=day(drawn[1] or drawn[2]) if drawn else None,
        product=product_of(text, lender) if product_of(text, "") is not Product.CARD else Product.CARD,
        lender=lender,
        sources=paper.sources(table, 0, len(text)),
    )


def _own_part(text: str, at: int) -> str:
    """What is said of the loan whose number stands at a place: up to the next number, or around it."""
    following = next((m.start() for m in _CONTRACT.finditer(text, at + 1) if m.start() > at), len(text))
    own = text[at:following]
    return own if any(form.search(own) for form in _SETTLED) else text[max(0, at - 60) : at + 160]


def _first_day(pattern: re.Pattern[str], text: str) -> date | None:
    match = pattern.search(text)
    return day(match[1]) if match else None


def _lender(text: str) -> str:
    """The last institution that the paper names: it signs at its end."""
    found = [_HEAD.sub("", match[0]) for match in _LENDER.finditer(text)]
    return next((name for name in reversed(found) if len(name) > 3), "")


IMPORTERS: tuple[Importer, ...] = (Certificates(),)
