"""How a wallet's row was paid: its funding sources, and what was taken off the amount before."""

from __future__ import annotations

import re
from functools import lru_cache

from app.core.money import Fen

_JOINER = "&"
_REDUCTIONS = ("红包", "优惠", "立减", "满减", "特惠", "折扣", "抵扣", "补贴", "券", "积分", "集分宝")
"""Words of what is no money of the payer's (export formats, section 1.9); all else joined by ``&`` is a source."""

_SAID = re.compile(
    r"(?:使用|已用|用了|用|抵扣|已抵|减免|立减)[了:：]?\s*"
    rf"(?P<what>[^\d\s，,。;；使用]{{0,8}}(?:{'|'.join(_REDUCTIONS)})[^\d\s，,。;；]{{0,4}}?)\s*"
    r"(?P<yuan>\d{1,4})(?:\.(?P<rest>\d{1,2}))?\s*元"
)
"""使用还款红包5元, in a row's text or note: what was used and how much of it; what was won or may be had is not."""


def said_reduction(text: str) -> tuple[str, Fen]:
    """The reduction that a text says was used, and its sum in fen; empty and 0 where it names none with a sum."""
    if "元" not in text or (found := _SAID.search(text)) is None:
        return "", 0
    return found["what"].strip(), int(found["yuan"]) * 100 + int((found["rest"] or "0").ljust(2, "0"))


@lru_cache(maxsize=4096)
def sources_and_reductions(method: str) -> tuple[str, str]:
    """Split 收/付款方式 into funding sources and reductions, each as written, several joined by ``&``.

    ``招商银行储蓄卡(8705)&还款红包`` is the card and a red packet. What consists of reductions alone was paid by them:
    it is kept as the source.
    """
    parts = [part.strip() for part in method.split(_JOINER)]
    taken_off = [part for part in parts if any(word in part for word in _REDUCTIONS)]
    sources = [part for part in parts if part not in taken_off]
    return (_JOINER.join(sources), _JOINER.join(taken_off)) if sources else (method, "")
