"""Turns the radicals that some PDFs print in place of Chinese characters back into those characters."""

from __future__ import annotations

import unicodedata

# NFKC knows the Kangxi radicals only, and gives the traditional form where the two differ (⼾ becomes 戶).
# The simplified radicals of the supplement (⺠, ⻓ …) have no mapping in Unicode at all.
_OWN = {
    "⼾": "户",
    "⺟": "母",
    "⺠": "民",
    "⺎": "兀",
    "⺒": "巳",
    "⺝": "月",
    "⺪": "疋",
    "⺬": "示",
    "⺰": "丝",
    "⺷": "羊",
    "⺸": "羊",
    "⺼": "肉",
    "⺾": "艹",
    "⻁": "虎",
    "⻄": "西",
    "⻅": "见",
    "⻆": "角",
    "⻉": "贝",
    "⻋": "车",
    "⻓": "长",
    "⻔": "门",
    "⻘": "青",
    "⻙": "韦",
    "⻚": "页",
    "⻛": "风",
    "⻜": "飞",
    "⻝": "食",
    "⻢": "马",
    "⻣": "骨",
    "⻤": "鬼",
    "⻥": "鱼",
    "⻦": "鸟",
    "⻧": "卤",
    "⻨": "麦",
    "⻩": "黄",
    "⻪": "黾",
    "⻬": "齐",
    "⻮": "齿",
    "⻰": "龙",
    "⻳": "龟",
}
_KANGXI = {chr(code): unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)}
_CHARACTERS = str.maketrans(_KANGXI | _OWN)


def fold_radicals(text: str) -> str:
    """Return ``text`` with every radical (U+2E80–U+2FD5) written as the simplified character of the same shape."""
    return text if text.isascii() else text.translate(_CHARACTERS)
