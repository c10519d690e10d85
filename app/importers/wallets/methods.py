"""How a wallet's row was paid: its funding sources, and what was taken off the amount before."""

from __future__ import annotations

from functools import lru_cache

_JOINER = "&"
_REDUCTIONS = ("红包", "优惠", "立减", "满减", "特惠", "折扣", "抵扣", "补贴", "券", "积分", "集分宝")
"""Words of what is no money of the payer's (export formats, section 1.9); all else joined by ``&`` is a source."""


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
