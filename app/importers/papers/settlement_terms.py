"""Reads from a contract what repaying early costs: a share of the principal repaid early, or nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

_EARLY = re.compile(r"提前(?:部分|全部|全额|一次性)?(?:还款|归还|偿还|结清|还清|清偿|还本)")
_OF = (
    r"(?:剩余|未还|未偿还|尚未归还|提前(?:还款|归还|偿还|结清|还清))?的?(?:贷款|借款|部分)?"
    r"(?:本金余额|本金|贷款余额|还款金额|金额)"
)
_FEE = r"(?:违约金|手续费|补偿金|服务费|费用)"
_SHARE = r"(\d{1,2}(?:\.\d{1,3})?)%"
_SHARES = (
    re.compile(rf"{_OF}(?:的|[×xX*]|乘以)*{_SHARE}[^\d。;]{{0,16}}{_FEE}"),
    re.compile(rf"{_FEE}(?:费率)?(?:为|是|:|按照?|金额|等于|=)*{_OF}(?:的|[×xX*]|乘以)+{_SHARE}"),
)
_FREE = re.compile(
    rf"(?:不(?:再|会|另)?(?:收取|收|计收)|免(?:收|除)?|(?:无需|不需要?)(?:支付|承担|缴纳)?|没有|无)(?:任何|额外|其他)*的?{_FEE}"
    rf"|{_FEE}(?:为|是|:)*(?:无|免收?|0(?:\.0+)?[元%]?)(?=$|[,、])"
)
_CLAUSE = re.compile(r"(?:(?!第[\d一二三四五六七八九十百]+条)[^。;])+")
_IF = r"满|以内|之内|[前首]\d|第[\d一二三四五六七八九十]+期|\d+(?:个月|期|年|天|日)(?:以?[内后]|以上)|如|若"
_CONDITION_BEFORE = re.compile(_IF)
_CONDITION = re.compile(rf"{_IF}|\d+(?:个月|期|年|天|日)|最低|不低于|不少于|不超过|最高|孰|可能|有权")
_BEFORE = 16
"""So many characters before the word for repaying early may hold a condition; more is of another line."""
_MOST = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class SettlementTerms:
    """``share`` of the principal repaid early, a fraction, 0 for nothing; ``span`` is where the clause stands."""

    share: Decimal
    span: tuple[int, int]


def settlement_terms(text: str) -> SettlementTerms | None:
    """What a contract, as packed text, takes for repaying early.

    None where it does not say, where its clauses differ, or where one depends on when or how much is repaid.
    """
    found: list[SettlementTerms] = []
    for clause in _CLAUSE.finditer(text):
        early = _EARLY.search(clause[0])
        if not early or not re.search(_FEE, clause[0][early.start() :]):
            continue
        before, after = clause[0][max(0, early.start() - _BEFORE) : early.start()], clause[0][early.start() :]
        shares = {Decimal(match[1]) / 100 for pattern in _SHARES for match in pattern.finditer(after)}
        if _CONDITION_BEFORE.search(before) or _CONDITION.search(after) or bool(shares) == bool(_FREE.search(after)):
            return None
        span = clause.start() + early.start(), clause.end()
        found += [SettlementTerms(share, span) for share in shares or {Decimal(0)}]
    same = len({terms.share for terms in found}) == 1
    return found[0] if same and found[0].share <= _MOST else None
