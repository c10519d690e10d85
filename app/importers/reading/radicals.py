"""Turns the radical code points that some PDF fonts yield into the characters they stand for."""

from __future__ import annotations

import re
import unicodedata

# The supplement has no compatibility mapping in Unicode (but for ⺟ and ⻳); these are the radicals that are whole
# characters of simplified Chinese. ⼾ is mapped by Unicode to the traditional 戶.
_OWN = dict(
    zip(
        "⼾⺠⺒⺓⺝⺩⺬⺮⺳⺶⺷⺼⺁⺇⺊⺌⺍⻁⻄⻅⻆⻉⻊⻋⻑⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻨⻩⻬⻮⻰",
        "户民巳幺月王示竹网羊羊月厂几卜小小虎西见角贝足车長长门青韦页风飞食马骨鬼鱼鸟麦黄齐齿龙",
        strict=True,
    )
)

_RADICALS = re.compile("[\u2e80-\u2fdf]")


def plain_radicals(text: str) -> str:
    """``中国农业银⾏账⼾`` becomes ``中国农业银行账户``; all other characters stay as they are, full-width ones too."""
    if not _RADICALS.search(text):
        return text
    return "".join(_OWN.get(c) or _mapped(c) for c in text)


def _mapped(character: str) -> str:
    is_radical = "\u2e80" <= character <= "\u2fdf"
    return unicodedata.normalize("NFKC", character) if is_radical else character
