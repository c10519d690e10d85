"""Parts headings that stand in one run without a blank (应还日期应还本金应还利息) into as many as there are columns."""

from __future__ import annotations

import re
from collections.abc import Sequence

_OF = (
    "应还款?|实还|还款|到期|计划|本期|当期|每期|已还|未还|剩余|待还|账单|借款|放款|贷款|交易|记账|入账|起息|结清|账户"
    "|最后还款"
)
_WHAT = "日期?|时间|金额|总额|合计|本金|利息|本息|罚息|费用|状态|类型|方式|摘要|渠道|编号|余额|期数"
_ALONE = (
    "期数|期次|期号|序号|第几期|日期|时间|摘要|备注|用途|附言|币种|状态|类型|本金|利息|罚息|费用|合计|总额|总计|金额|月供"
    "|余额|结余|发生额|手续费|服务费|担保费|违约金|滞纳金|逾期天数|对方(?:户名|账号|账户|名称)"
    "|交易(?:对方|对手|说明|地点)|(?:收入|支出|借方|贷方|存入|支取)(?:金额|发生额)?"
)
_HEADING = re.compile(rf"(?:{_OF})(?:{_WHAT})(?:[(（]元[)）])?|(?:{_ALONE})(?:[(（]元[)）])?")
_LONGEST = 120
_FEWEST = 3


def parted(text: str, count: int) -> list[str]:
    """The headings of a run, where it can be parted into so many in one way; nothing otherwise."""
    if count < _FEWEST or len(text) > _LONGEST:
        return []
    ways: list[dict[int, list[list[str]]]] = [{} for _ in range(len(text) + 1)]
    ways[0][0] = [[]]
    for start in range(len(text)):
        for end in range(start + 2, min(len(text), start + 12) + 1) if ways[start] else ():
            if not _HEADING.fullmatch(text, start, end):
                continue
            for size, found in ways[start].items():
                if size < count:
                    more = [[*pieces, text[start:end]] for pieces in found[:2]]
                    ways[end].setdefault(size + 1, []).extend(more)
    found = ways[len(text)].get(count, [])
    return found[0] if len(found) == 1 and len(set(found[0])) == count else []


def columns_below(lines: Sequence[Sequence[tuple[float, float]]]) -> list[tuple[float, float]]:
    """The stretches from left to right in which the cells of some lines stand, each given by its two edges."""
    found: list[tuple[float, float]] = []
    for left, right in sorted(edges for line in lines for edges in line):
        if found and left < found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], right))
        else:
            found.append((left, right))
    return found
