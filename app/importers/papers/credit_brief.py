"""Reads the sentences of a brief credit report; lines may break anywhere in them."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import NamedTuple

from app.core.money import Fen
from app.core.papers import CreditAccount, CreditEnquiry, CreditLineKind, EnquiryReason
from app.importers.papers.running_text import RunningText, day, fen
from app.importers.reading.table import Table
from app.importers.recognising.names import stem_of

_DAY = r"(?:19|20)\d{2}年\d{1,2}月\d{1,2}日"
_MONTH = r"((?:19|20)\d{2})年(\d{1,2})月"
_SUM = r"(\d{1,3}(?:,\d{3})+|\d+)"
_START = re.compile(rf"(?P<opened>{_DAY})(?P<lender>[^\d,。;:]{{3,50}}?)(?P<way>发放的|为(?=.{{2,30}}?授信))")
_SECTION = re.compile(r"非信贷交易记录|公共记录|查询记录|声明信息|报告说明|相关还款责任|为个人承担|为企业承担")
_NEVER, _LATE = "从未", re.compile(r"发生过逾期的.{0,24}?(?:账户|明细)")
_LOAN = re.compile(rf"^{_SUM}元?(?:\((?P<currency>[^)]*)\))?(?P<purpose>[^,。;]{{2,24}}?)[,。]")
_CARD = re.compile(r"^(?P<card>准?贷记卡)(?:\((?P<currency>[^)]*)\))?")
_CREDIT_LINE = re.compile(r"^(?P<purpose>.{2,24}?)授信")
_ENDS = re.compile(rf"({_DAY})到期|额度有效期至({_DAY})")
_AS_OF = re.compile(rf"截至{_MONTH}")
_BALANCE = re.compile(rf"(?:余额为?|已使用额度|已用额度|透支余额为?){_SUM}")
_LIMIT = re.compile(rf"信用额度(?:为|折合人民币)?{_SUM}")
_SETTLED = re.compile(rf"{_MONTH}(?:\d{{1,2}}日)?(?:已)?(?P<state>结清|销户|转出|核销|呆账)")
_OVERDUE = re.compile(rf"(?:逾期金额为?|当前逾期(?:总额)?(?:金额)?为?){_SUM}")
_LATE_MONTHS = re.compile(r"(\d+)个月处于逾期状态|(\d+)个月份?(?:透支|逾期)")
_VERY_LATE = re.compile(r"(\d+)个月逾期超过90天")
_INACTIVE = ("尚未激活", "未激活")
_STATES = (*_INACTIVE, "呆账", "止付", "冻结")
_REASONS = {
    "贷后管理": EnquiryReason.AFTER_LENDING,
    "保后管理": EnquiryReason.AFTER_LENDING,
    "贷款审批": EnquiryReason.APPROVAL,
    "融资审批": EnquiryReason.APPROVAL,
}
_ENQUIRY = re.compile(
    r"((?:19|20)\d{2}年\d{1,2}月\d{1,2}日)([^\d。:]{2,40}?)"
    r"(贷后管理|贷款审批|信用卡审批|担保资格审查|保前审查|保后管理|资信审查|融资审批|本人查询(?:\([^)]*\))?|"
    r"客户准入资格审查|特约商户实名审查|法人代表[^\d]{0,12}|异议(?:核查|处理)|司法调查)"
)


class _Group(NamedTuple):
    """From where on the headings say that accounts were never late (0 months), or were."""

    start: int
    never_late: bool


def brief_accounts(table: Table, paper: RunningText) -> tuple[list[CreditAccount], list[int]]:
    """Every account that a sentence tells of, and the rows of sentences that tell of one and are not understood."""
    text = paper.text
    starts = list(_START.finditer(text))
    groups = _groups(text)
    found: list[CreditAccount] = []
    unread: list[int] = []
    for place, match in enumerate(starts):
        end = starts[place + 1].start() if place + 1 < len(starts) else len(text)
        stops = [at for at in (_first(_SECTION, text, match.end()), _first(_LATE, text, match.end())) if at >= 0]
        end = min([end, *stops, match.end() + 600])
        account = _account(match, text[match.end() : end])
        if account is None:
            unread.append(paper.row(match.start()))
            continue
        never = next((group.never_late for group in reversed(groups) if group.start < match.start()), False)
        late = 0 if never and account.late_months is None else account.late_months
        sources = paper.sources(table, match.start(), end)
        found.append(replace(account, late_months=late, sources=sources))
    return found, unread


def enquiries(table: Table, paper: RunningText) -> tuple[CreditEnquiry, ...]:
    """Who looked at the report, as its list of enquiries says."""
    start = paper.text.rfind("查询记录")
    if start < 0:
        return ()
    found = []
    for match in _ENQUIRY.finditer(paper.text, start):
        on, by, words = day(match[1]), match[2], match[3]
        if on:
            reason, rows = _REASONS.get(words, EnquiryReason.OTHER), paper.sources(table, match.start(), match.end())
            found.append(CreditEnquiry(on, by, words, reason, stem_of(by), rows))
    return tuple(found)


def is_inactive(state: str) -> bool:
    """Whether a state says that a card was never activated."""
    return state in _INACTIVE


def _groups(text: str) -> list[_Group]:
    headings = re.compile(r"(从未逾期|从未发生过逾期)|发生过逾期")
    return [_Group(match.start(), bool(match[1])) for match in headings.finditer(text)]


def _first(pattern: re.Pattern[str], text: str, start: int) -> int:
    match = pattern.search(text, start)
    return match.start() if match else -1


def _account(head: re.Match[str], body: str) -> CreditAccount | None:
    """The account of a sentence: what was given, how long, how it stands."""
    loan, card, line = _LOAN.match(body), _CARD.match(body), _CREDIT_LINE.match(body)
    if head["way"] == "发放的" and card:
        kind = CreditLineKind.QUASI_CARD if card["card"].startswith("准") else CreditLineKind.CARD
        amount, purpose = _sum(_LIMIT, body), card["card"]
    elif head["way"] == "发放的" and loan:
        kind, amount, purpose = CreditLineKind.LOAN, fen(loan[1]), loan["purpose"]
    elif head["way"] == "为" and line:
        kind, amount, purpose = CreditLineKind.REVOLVING, _sum(_LIMIT, body), line["purpose"]
    else:
        return None
    settled, ends, late, very = (p.search(body) for p in (_SETTLED, _ENDS, _LATE_MONTHS, _VERY_LATE))
    lender = head["lender"].lstrip(".、)")
    state = settled["state"] if settled else next((state for state in _STATES if state in body), "")
    return CreditAccount(
        kind=kind,
        lender=lender,
        lender_stem=stem_of(lender),
        opened=day(head["opened"]),
        amount=amount,
        purpose=purpose,
        ends=day(ends[1] or ends[2]) if ends else None,
        as_of=_month(_AS_OF.search(body)),
        balance=_sum(_BALANCE, body),
        overdue=0 if "当前无逾期" in body else _sum(_OVERDUE, body),
        state=state,
        is_inactive=is_inactive(state),
        settled=_month(settled) if settled else None,
        late_months=int(late[1] or late[2]) if late else None,
        very_late_months=int(very[1]) if very else 0 if "没有发生过90天以上逾期" in body else None,
    )


def _sum(pattern: re.Pattern[str], body: str) -> Fen | None:
    match = pattern.search(body)
    return fen(match[1]) if match else None


def _month(match: re.Match[str] | None) -> tuple[int, int] | None:
    return (int(match[1]), int(match[2])) if match and 0 < int(match[2]) < 13 else None
