"""Turns the radical code points that some PDF fonts yield into the characters they stand for."""

from __future__ import annotations

import unicodedata

# The supplement has no compatibility mapping in Unicode (but for ⺟ and ⻳); these are the radicals that are whole
# characters of simplified Chinese. ⼾ is mapped by Unicode to the traditional 戶.
_OWN = {
    "⼾": "户", "⺠": "民", "⺒": "巳", "⺓": "幺", "⺝": "月", "⺩": "王", "⺬": "示", "⺮": "竹", "⺳": "网", "⺶": "羊",
    "⺷": "羊", "⺼": "月", "⺁": "厂", "⺇": "几", "⺊": "卜", "⺌": "小", "⺍": "小", "⻁": "虎", "⻄": "西", "⻅": "见",
    "⻆": "角", "⻉": "贝", "⻊": "足", "⻋": "车", "⻑": "長", "⻓": "长", "⻔": "门", "⻘": "青", "⻙": "韦", "⻚": "页",
    "⻛": "风", "⻜": "飞", "⻝": "食", "⻢": "马", "⻣": "骨", "⻤": "鬼", "⻥": "鱼", "⻦": "鸟", "⻨": "麦", "⻩": "黄",
    "⻬": "齐", "⻮": "齿", "⻰": "龙",
}  # fmt: skip


def plain_radicals(text: str) -> str:
    """``中国农业银⾏账⼾`` becomes ``中国农业银行账户``; all other characters stay as they are, full-width ones too."""
    if not any("\u2e80" <= c <= "\u2fdf" for c in text):
        return text
    return "".join(_OWN.get(c) or _mapped(c) for c in text)


def _mapped(character: str) -> str:
    is_radical = "\u2e80" <= character <= "\u2fdf"
    return unicodedata.normalize("NFKC", character) if is_radical else character
