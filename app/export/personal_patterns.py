"""The shapes by which names, numbers and places are known in any text, in the order in which they are tried."""

from __future__ import annotations

import re
from enum import Enum

from app.export.personal import words


class Found(Enum):
    """What was recognised; the value begins its pseudonym."""

    MAIL = "M"
    MESSENGER = "W"
    NETWORK = "H"
    PHONE = "P"
    PERSON = "N"
    ACCOUNT = "A"
    IDENTITY = "I"
    PLACE = "L"
    COMPANY = "C"
    CODE = ""


SHORTEST = 9
"""Digits from which on a number is taken for one of an account, a contract or an order."""
_HAN = "\u4e00-\u9fff"
_LABEL = "|".join(sorted(words()["name_labels"], key=len, reverse=True))
_VALUE_LABEL = "|".join(sorted(words()["value_labels"], key=len, reverse=True))
_COMPOUND = "|".join(words()["compound_surnames"])
_COMPANY = "|".join(words()["company_ends"])
_MESSENGER = "|".join(words()["messengers"])
_PAPERS = "|".join(words()["identity_papers"])
_TO = "|".join(words()["given_to"])
_POLITE = "|".join(words()["polite"])
_TAIL_WORD = "|".join(words()["tail_words"])
_ACCOUNT = "|".join(words()["account_words"])
_NO_COUNT = rf"(?!\d|[.,/-]\d| ?(?:{'|'.join(words()['counted'])}))"
"""After the last digits of an account: neither more of a number or a day, nor what a number counts."""
_SURNAME = "|".join((*words()["compound_surnames"], *words()["surnames"]))
_PERSON = rf"(?:{_SURNAME})[{_HAN}]{{1,2}}"
_BETWEEN = rf"(?:[、/&和与及:：]|{_LABEL})+"
ONE_OF_SEVERAL = re.compile(rf"{_PERSON}(?={_BETWEEN}{_PERSON}|$)")
"""Each name of a list of persons."""
_UNIT = "号弄组栋幢座室楼层"
_ROOM = rf"(?:[{_HAN}\dA-Za-z-]*[{_UNIT}元])?"
_STREET = "路|街|大道|巷|弄|胡同|村|镇|社区|小区|苑|广场|大厦"
_SECTION = r"(?:[东西南北中]?[一二三四五六七八九十\d]{1,3}段)"
_AT_STREET = rf"(?:{_STREET}){_SECTION}?\s*+"
_REGION = rf"(?:[{_HAN}]{{2,8}}?[省市区县旗州])"
"""Of the regions a letter may begin and end in many ways, at most four are tried, and only before a number."""
_PROVINCE = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"

PATTERNS: tuple[tuple[Found, re.Pattern[str]], ...] = (
    (Found.MAIL, re.compile(r"(?<![\w.+*-])[\w.+*-]++@[\w-]+(?:\.[\w-]+)+")),
    (Found.MESSENGER, re.compile(
        rf"(?i)\bwxid_\w+|(?<![a-z])(?:{_MESSENGER})\s*+(?:号码?)?\s*+[:：]?\s*+(?!\d{{4}}[-/.]\d)(?P<name>[a-z\d][a-z\d_.-]{{4,24}})"
    )),
    (Found.NETWORK, re.compile(r"(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.])")),
    (Found.NETWORK, re.compile(r"(?i)(?<![\w:])(?:[\da-f]{0,4}:){4,7}[\da-f]{1,4}(?![\w:])")),
    (Found.IDENTITY, re.compile(
        r"(?<![\dA-Za-z])[1-9]\d{5}[ -]?(?:19|20)\d\d[ -]?(?:0[1-9]|1[0-2])[0-3]\d[ -]?\d{3}[\dXx](?![\dA-Za-z])"
    )),
    (Found.IDENTITY, re.compile(r"(?:身份证|证件)(?:号码?)?\s*+[:：]?\s*+(?P<name>\d{3,10}\*+[\dXx]{1,4})")),
    (Found.IDENTITY, re.compile(r"(?<!\d)[1-9]\d{6,9}\*{4,}[\dXx]{1,4}(?!\d)")),
    (Found.IDENTITY, re.compile(
        rf"(?:{_PAPERS})(?:号码?)?\s*+[:：]?\s*+(?P<name>[A-Za-z]{{0,2}}(?:[{_HAN}]{{1,2}}字?第)?\d{{5,}}号?)"
    )),
    (Found.IDENTITY, re.compile(r"(?<![A-Za-z\d])[EGDSPCHMK][A-Z]?\d{7,8}(?![A-Za-z\d])")),
    (Found.IDENTITY, re.compile(rf"[{_PROVINCE}][A-HJ-Z]·?[A-HJ-NP-Z\d]{{5,6}}(?![A-Za-z\d])")),
    (Found.ACCOUNT, re.compile(r"(?<![\d.])\d{4}(?:[ -]\d{4}){2,4}(?:[ -]\d{1,4})?(?![\d.])")),
    (Found.PHONE, re.compile(
        r"(?<![\d.])(?:\+?86[- ]?)?1[3-9]\d(?:[- ]\d{3,4}[- ]\d{4,5}|\d{8}|\*{2,}\d{2,4})(?![\d.])"
    )),
    (Found.PHONE, re.compile(
        r"(?<![\d.-])(?:[（(]0\d{2,3}[)）] ?|0\d{2,3}[- ])\d{3,4}[- ]?\d{4}(?![\d-])"
    )),
    (Found.ACCOUNT, re.compile(rf"(?i)(?:{_VALUE_LABEL})\s*+[:：]?\s*+(?P<name>\d{{5,}})(?![\d.])")),
    (Found.ACCOUNT, re.compile(r"(?<!\d)(?!(?<=\*\*)\*)(?:\d{2,6})?\s?(?:\*{2,}+[ -]?){1,4}(?P<tail>\d{3,4})(?!\d)")),
    (Found.ACCOUNT, re.compile(
        r"(?<=[卡行户折宝])[（(\[【](?P<tail>\d{4})[)）\]】]"
        rf"|(?i:{_TAIL_WORD})\s*+[是为:：]?\s*+[（(\[【]?(?P<tail2>\d{{3,6}})(?!\d)"
    )),
    (Found.ACCOUNT, re.compile(
        rf"(?<=卡) ?[*：:]? ?(?P<tail>\d{{4}}){_NO_COUNT}|(?<![\d*])\*(?P<tail2>\d{{4}})(?![\d.])"
    )),
    (Found.ACCOUNT, re.compile(
        rf"(?i)(?<![a-z])(?:{_ACCOUNT})\s?[-:：#]?\s?(?P<tail>(?!20[0-4]\d(?!\d))\d{{4}}){_NO_COUNT}"
        rf"|(?:[.]{{3,40}}|…{{1,40}}|(?<![a-z])[x×•●]{{3,40}})\s?(?P<tail2>\d{{4}}){_NO_COUNT}"
    )),
    (Found.PLACE, re.compile(
        rf"(?=[{_HAN}A-Za-z]{{1,60}}?{_AT_STREET}\d){_REGION}{{0,4}}(?:[{_HAN}A-Za-z]{{1,6}}(?:{_STREET})){_SECTION}?\s*+\d++\s*+[{_UNIT}]{_ROOM}"
    )),
    (Found.PLACE, re.compile(
        rf"(?=[{_HAN}A-Za-z]{{6,60}}\s?\d){_REGION}{{2,4}}[{_HAN}A-Za-z]{{0,12}}\s?\d+\s*(?:[{_UNIT}]{_ROOM}|\s\d{{3,4}}(?!\d))"
    )),
    (Found.PLACE, re.compile(rf"(?:住址|地址|家住)\s*+[:：]?\s*+(?P<name>[{_HAN}\dA-Za-z#-]{{3,40}})")),
    (Found.PERSON, re.compile(
        rf"(?:(?<![{_HAN}])|(?<=[人名方]))(?P<names>{_PERSON}(?:{_BETWEEN}{_PERSON})*{_BETWEEN}(?:{_SURNAME})[{_HAN}]{{1,2}}?)"
        rf"(?=$|[^{_HAN}]|共同|的|还款|借款|[各等两二])"
    )),
    (Found.PERSON, re.compile(
        rf"(?<![{_HAN}])(?P<name>{_PERSON})(?=转(?:账|给|来|$|[^{_HAN}])|的(?:转账|红包)|代[还付扣])"
    )),
    (Found.PERSON, re.compile(
        rf"(?i)(?:{_LABEL})\s*+[:：]?\s*+(?P<name>[{_HAN}·*]{{2,12}}|[A-Za-z]+(?:[ ·][A-Za-z]+){{0,2}})"
    )),
    (Found.PERSON, re.compile(rf"(?<![{_HAN}·])(?P<name>[{_HAN}]{{2,8}}(?:·[{_HAN}]{{2,8}}){{1,3}})(?![{_HAN}·])")),
    (Found.PERSON, re.compile(rf"(?:尊敬的|亲爱的)(?P<name>[{_HAN}]{{2,4}}?)(?=(?:{_POLITE})|[：:，,!！])")),
    (Found.PERSON, re.compile(rf"(?<![{_HAN}])(?P<name>[{_HAN}]{{2,4}}?)(?={_POLITE})")),
    (Found.PERSON, re.compile(rf"(?:{_TO})(?P<name>[{_HAN}]{{2,4}}?)(?=的|$|[^{_HAN}])")),
    (Found.COMPANY, re.compile(rf"(?P<name>[{_HAN}]{{2,24}}?(?:{_COMPANY}))(?![{_HAN}])")),
    (Found.PERSON, re.compile(rf"(?P<name>(?:{_COMPOUND})[{_HAN}]{{1,2}})(?=$|[^{_HAN}]|[收转还的付代借您你先女])")),
    (Found.PERSON, re.compile(rf"(?<![{_HAN}])(?P<name>[{_HAN}]{{2,4}})(?=\s\d{{{SHORTEST},}})")),
    (Found.PERSON, re.compile(
        rf"(?<![{_HAN}\w*])(?P<name>[{_HAN}]\*{{1,2}}[{_HAN}]?|\*{{1,2}}[{_HAN}]{{1,2}})(?![{_HAN}*])"
    )),
    (Found.CODE, re.compile(rf"(?<![A-Za-z])[A-Za-z]*+\d[A-Za-z\d]{{{SHORTEST - 1},}}")),
)  # fmt: skip
MAY_NAME = re.compile(
    rf"(?i)\d{{3}}|[*@·]|{_LABEL}|{_COMPOUND}|{_COMPANY}|{_MESSENGER}|{_POLITE}|{_TO}|[路街省市区址住]|wxid|尊敬|亲爱"
    rf"|转(?:账|给|来|$|\W)|代[还付扣]|[、/&和与及]|[A-Z]{{2}}[ ·][A-Z]"
    rf"|[a-z]{{2}}[._][a-z]{{2}}|(?:\d{{1,3}}\.){{3}}|::|[{_PROVINCE}][A-Z]"
)
"""What every text has that holds anything to find; most texts have none of it."""
