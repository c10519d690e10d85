"""Reads the terms of a loan contract by their labels and sentences: number, amount, periods, rate, method, day."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from functools import partial

from app.core.discrepancy import FactValue
from app.core.explanation import Problem
from app.core.facts import Ledger, LoanRecord, Method, Product, Source
from app.core.money import Fen
from app.importers.importer import Imported, Importer, Reader, Recognising
from app.importers.papers.running_text import DAY, MONEY, WORDED_SUM, RunningText, day, fen, title_in
from app.importers.papers.settlement_terms import settlement_terms
from app.importers.reading.table import Table
from app.importers.recognising.labels import WORDED_NUMBER
from app.importers.recognising.names import stem_of
from app.importers.recognising.vocabulary import meaning

_TITLE = re.compile(
    r"(?:借款|贷款|信贷|授信|循环额度)[^。,:]{0,8}(?:合同|协议|契约|借据)|(?:电子)?借据|借条|(?:合同|借款|贷款)要素表?|(?:借款|贷款)(?:详情|信息|明细)"
)
_LABEL = r"(?:\((?:元|人民币|人民币元)\))?[为是]?[::]?\(?(?:大写|小写)?\)?[::]?"
_NUMBER = re.compile(
    rf"(?:合同|协议|借据|借款单?|贷款)(?:编号|号码|号){_LABEL}"
    rf"({WORDED_NUMBER}|[A-Za-z0-9][A-Za-z0-9-]{{3,39}})"
)
_STUCK_DAY = re.compile(r"((?:19|20)\d{2})$")
_AMOUNTS = (
    re.compile(rf"(?:贷款|借款)(?:本金)?(?:金额|总额|本金|数额){_LABEL}(?:人民币)?(?:\(?大写\)?[::]?)?(?:{WORDED_SUM})?"
               rf"(?:[,(]?(?:小写)?[::]?)?({MONEY})(万?)元?"),
    re.compile(rf"(?:借款|贷款|发放)(?:给[^,。]{{1,10}})?(?:人民币)({MONEY})(万?)元"),
    # A page of a telephone puts the sum above its label.
    re.compile(r"(?<![\d,.:-])(?:¥)?((?:\d{1,3}(?:,\d{3})+|\d+)\.\d{2})(万?)元?(?:借款|贷款)(?:金额|本金)(?:\(元\))?(?![为是:]?\(?[¥\d])"),
    re.compile(rf"(?:贷款|借款)(?:本金)?(?:金额|总额|本金|数额){_LABEL}(?:人民币)?(?:\(?大写\)?[::]?)?({WORDED_SUM})()"),
)  # fmt: skip
_TERMS = re.compile(
    rf"(?:(?:(?:贷款|借款)期限|期限|(?:总|分|还款)?期数|分期){_LABEL}(?:共|分)?|共)(\d{{1,3}})(?:个)?(月|期|年)"
)
_YEARLY = re.compile(
    rf"(?:(?:贷款|借款|执行)?年(?:化)?利率|年化(?:综合)?(?:费率|成本)|利率\(年(?:化)?\))(?:\([^)]{{1,8}}\))?{_LABEL}(?:单利)?(\d{{1,2}}(?:\.\d{{1,6}})?)[%‰]"
)
_DAILY = re.compile(rf"(?:贷款|借款|执行)?(?:日|每日|每天)(?:利|息)率?{_LABEL}(0?\.\d{{2,8}}|\d(?:\.\d+)?)(%|‰)?")
_DAYS_OF_YEAR = re.compile(r"日利率[=＝]年(?:化)?利率[/÷](360|365)")
_METHOD = re.compile(rf"还款方式{_LABEL}(?:采用)?([^\d,。;:]{{2,20}})")
_MUCH = (
    r"(?:(?:上浮|加收|上调|提高)(?P<more>\d{1,3}(?:\.\d+)?)%|(?P<times>[12](?:\.\d+)?)倍|利率的(?P<share>1\d\d)%|(?P<a_day>0?\.\d{1,6})%/[日天]|"
    r"(?:每日|每天|日)(?:利率)?[按为是]?(?:(?P<percent>0?\.\d{1,6})%|万分之(?P<myriad>[一二三四五六七八九]|\d(?:\.\d+)?)))"
)
_PENALTIES = (
    re.compile(rf"(?:罚息|逾期利[率息])(?:利率)?:?[^\d。;:]{{0,24}}?{_MUCH}"),
    re.compile(rf"逾期[^\d。;]{{0,30}}?{_MUCH}[^\d。;]{{0,12}}(?:罚息|逾期利息)"),
)
_COSTS_MORE = re.compile(r"复利|滞纳金|催收|(?:逾期|未按[期时约])[^。;]{0,60}违约金|违约金[^。;]{0,60}逾期")
_NOT_LATENESS = re.compile(r"挪用|用途|提前还款|提前结清")
_MOST_A_DAY = Decimal("0.01")
_DIGITS = "零一二三四五六七八九"
_DUE_DAY = re.compile(
    r"每月(?:的)?(\d{1,2})[日号](?:为)?(?:还款|扣款)?|(?:还款日|扣款日)[为是]?[::]?每月(\d{1,2})[日号]?"
)
_GRACE = re.compile(rf"宽限(?:期|天数){_LABEL}(\d{{1,2}})个?(?:自然)?(?:天|日)")
_DRAWN = re.compile(
    rf"(?:放款|起息|借款|贷款|借款起始|贷款发放|借款发放|贷款起始|支用)(?:日期?|时间){_LABEL}({DAY})|自({DAY})(?:起)?至{DAY}"
)
_LENDER = re.compile(
    r"(?:贷款人|出借人|贷款机构|贷款方|放款机构|甲方)(?:\([^)]*\))?(?:名称|信息)?[::]([\u4e00-\u9fff()]{4,30}?(?:公司|银行|社))"
)


class Contracts(Recognising):
    """Loan contracts and IOUs whose terms stand in words; a plan table in them is read as every plan is."""

    @property
    def name(self) -> str:
        """The family's id."""
        return "contract"

    def recognise(self, table: Table) -> Reader | None:
        """Read the terms where a title near the top says so, and the amount lent and a term stand below."""
        if not title_in(table, _TITLE, 40):
            return None
        paper = RunningText.of(table)
        termed = _TERMS.search(paper.text) or _YEARLY.search(paper.text) or _DAILY.search(paper.text)
        return partial(self._terms, table, paper) if termed and _amount(paper.text) is not None else None

    @staticmethod
    def _terms(table: Table, paper: RunningText) -> Imported:
        """The terms as a drawdown's record; who borrows is not kept."""
        loan = _loan(table, paper)
        code, rate = _stated_rate(paper.text)
        facts: tuple[tuple[str, FactValue], ...] = (
            ("file", table.file),
            ("principal", loan.principal or 0),
            ("terms", loan.terms or "—"),
            *((("rate", rate),) if rate else ()),
        )
        on = loan.drawn_at.date() if loan.drawn_at else None
        return Imported(
            format="loan-contract",
            ledger=Ledger(loans=(loan,)),
            rows=1,
            used=1,
            period=(on, on) if on else None,
            problems=(Problem(code, table.source(1), facts),),
        )


def terms_of(table: Table) -> LoanRecord | None:
    """The terms that a paper headed as a contract is states of its loan; None where it is no such paper."""
    return _loan(table, RunningText.of(table)) if Contracts().claims(table) else None


def stated_terms(table: Table) -> LoanRecord:
    """The terms that a page states by their labels; what it does not state is None."""
    return _loan(table, RunningText.of(table))


def labelled_terms(table: Table) -> LoanRecord | None:
    """The terms that a page states by their labels, where the amount lent and its day are among them."""
    loan = stated_terms(table)
    return loan if loan.principal and loan.drawn_at else None


def _stated_rate(text: str) -> tuple[str, str]:
    """The message that tells the rate as the paper states it, and the rate's text; empty where it states none."""
    if yearly := _YEARLY.search(text):
        return "contract-read", f"{yearly[1]}%"
    if daily := _DAILY.search(text):
        return "contract-read-daily", f"{daily[1]}{daily[2] or ''}"
    return "contract-read-without-rate", ""


def _loan(table: Table, paper: RunningText) -> LoanRecord:
    text = paper.text
    named_by = (_DRAWN, _DUE_DAY, _LENDER, _TERMS, _GRACE)
    drawn, due, lender, terms, grace = (pattern.search(text) for pattern in named_by)
    on = day(drawn[1] or drawn[2]) if drawn else None
    named = meaning("product", text[:2_000])
    multiple, late_rate = _penalty_terms(text)
    early = settlement_terms(text)
    return LoanRecord(
        contract=contract_in(text),
        principal=_amount(text),
        drawn_at=datetime.combine(on, time()) if isinstance(on, date) else None,
        terms=_periods(terms),
        method=_method(text),
        daily_rate=_daily_rate(text),
        penalty_multiple=multiple,
        penalty_rate=late_rate,
        settlement_share=early.share if early else None,
        due_day=int(due[1] or due[2]) if due and 1 <= int(due[1] or due[2]) <= 31 else None,
        grace_days=int(grace[1]) if grace else None,
        product=Product(named) if named else Product.JIEBEI if lender and "蚂蚁" in lender[1] else Product.OTHER,
        lender=lender[1] if lender else "",
        lender_stem=stem_of(lender[1]) if lender else "",
        sources=_sources(table, paper),
    )


def _sources(table: Table, paper: RunningText) -> tuple[Source, ...]:
    """The lines that the terms stand on, and the first one; a plan below them has lines of its own."""
    patterns = (_NUMBER, *_AMOUNTS, _TERMS, _YEARLY, _DAILY, _METHOD, _DUE_DAY, _DRAWN, _LENDER, _GRACE, *_PENALTIES)
    spans = [match.span() for pattern in patterns if (match := pattern.search(paper.text))]
    early = settlement_terms(paper.text)
    lines = [s for span in (*spans, *((early.span,) if early else ())) for s in paper.sources(table, *span)]
    return tuple(sorted({table.source(1), *lines}))


def contract_in(text: str) -> str:
    """The contract's number in a packed text; a date that stuck to it where lines were joined is taken off."""
    match = _NUMBER.search(text)
    if not match or not any(map(str.isdigit, match[1])):
        return ""
    number, behind = match[1], text[match.end() : match.end() + 2]
    stuck = _STUCK_DAY.search(number)
    if stuck and behind.startswith("年") and len(number) > 8:
        return number[: stuck.start()].rstrip("-")
    return number.rstrip("-")


def _amount(text: str) -> Fen | None:
    for pattern in _AMOUNTS:
        for match in pattern.finditer(text):
            amount = fen(match[1])
            if amount:
                return amount * 10_000 if match[2] else amount
    return None


def _periods(match: re.Match[str] | None) -> int | None:
    return int(match[1]) * (12 if match[2] == "年" else 1) if match else None


def _method(text: str) -> Method | None:
    match = _METHOD.search(text)
    named = meaning("method", match[1]) if match else None
    return Method(named) if named else None


def _penalty_terms(text: str) -> tuple[Decimal | None, Decimal | None]:
    """The multiple of the loan's rate, or the rate a day, that lateness costs; neither where clauses differ.

    Neither where lateness costs more than that: compound interest, or damages beside it.
    """
    if _COSTS_MORE.search(text):
        return None, None
    clauses = (clause for clause in re.split(r"[。;]", text) if not _NOT_LATENESS.search(clause))
    found = {_penalty_of(match) for clause in clauses for pattern in _PENALTIES for match in pattern.finditer(clause)}
    multiple, rate = found.pop() if len(found) == 1 else (None, None)
    own = _daily_rate(text)
    dearer = multiple is not None and 1 < multiple <= 2, rate is not None and (own is None or own < rate < _MOST_A_DAY)
    return multiple if dearer[0] else None, rate if dearer[1] else None


def _penalty_of(much: re.Match[str]) -> tuple[Decimal | None, Decimal | None]:
    """The multiple or the rate a day that a clause names."""
    if much["times"]:
        return Decimal(much["times"]), None
    if percent := much["percent"] or much["a_day"]:
        return None, Decimal(percent) / 100
    if parts := much["myriad"]:
        return None, Decimal(_DIGITS.index(parts) if parts in _DIGITS else parts) / 10_000
    return (Decimal(much["share"]) if much["share"] else 100 + Decimal(much["more"])) / 100, None


def _daily_rate(text: str) -> Decimal | None:
    """The daily rate, where the paper states it or says by how many days it parts the yearly one."""
    try:
        if stated := _DAILY.search(text):
            scale = {"%": 100, "‰": 1000}.get(stated[2] or "", 1)
            rate = Decimal(stated[1]) / scale
        elif (yearly := _YEARLY.search(text)) and (days := _DAYS_OF_YEAR.search(text)):
            rate = Decimal(yearly[1]) / 100 / int(days[1])
        else:
            return None
    except InvalidOperation:
        return None
    return rate if 0 < rate < _MOST_A_DAY else None


IMPORTERS: tuple[Importer, ...] = (Contracts(),)
