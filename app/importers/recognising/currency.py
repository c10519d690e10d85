"""Tells whether a table or page is in another currency than the yuan, which alone is compared."""

from __future__ import annotations

import re

from app.importers.reading.table import Table

_LOOKED_AT, _LONGEST = 80, 400  # rows, letters of one
_FOREIGN = re.compile(
    r"(?<![A-Za-z])(?:USD|HKD|EUR|JPY|GBP|AUD|CAD|SGD|TWD|MOP|US\$|HK\$|NT\$|A\$|S\$)(?![A-Za-z])"
    r"|[$€£](?=\s?\d)|美元|美金|港[元币幣]|欧元|日元|英镑|澳元|加元|新台币|新加坡元|澳门元"
)
_YUAN = re.compile(r"人民币|(?<![A-Za-z])(?:RMB|CNY|CNH)(?![A-Za-z])|[¥￥]|(?<=[\d.(（位:：])\s*元")


def is_foreign(table: Table) -> bool:
    """Whether the first lines name a currency that is not the yuan, and none of them the yuan."""
    texts = [table.joined(number)[:_LONGEST] for number in range(1, min(len(table), _LOOKED_AT) + 1)]
    return any(map(_FOREIGN.search, texts)) and not any(map(_YUAN.search, texts))
