"""Knows by their wording what messages tell; the wordings are data with their evidence."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from app.amount_text import UnreadableAmount, parse_yuan
from app.core.facts import Product
from app.core.money import Fen
from app.resource_files import resource

_LINK = re.compile(
    r"(?:https?|alipays?|weixin)://\S+|(?<![a-z0-9-])(?:[a-z0-9-]{1,63}\.){1,6}(?:com|cn|net|top|xyz|cc|vip|info|link|me|io|co)(?:/\S*)?",
    re.IGNORECASE | re.ASCII,
)
_SENDER = re.compile(r"【([^【】]{1,20})】")
_TAIL = re.compile(
    r"(?:尾号为?|末四位(?:为|是)?|账户|[行卡])\s{0,4}[:：]?\s{0,4}[(（\[]?\s{0,4}\*{0,12}(\d{4})(?![\d年]|[-/.]\d)"
)
_PERIOD = re.compile(r"第\s*(\d{1,3})\s*(?:期|[/／]\s*\d{1,3}\s*期?)")
_REASON = re.compile(
    r"(?:原因(?:为|是|[:：])?|因)([^，。；,;！]{2,24}?)(?:导致|造成|[，。；,;！]|$)|(余额不足|银行卡[^，。]{0,8}(?:限额|注销|冻结)|超出?限额)"
)
_FOREIGN_BEFORE = re.compile(r"(?:USD|HKD|EUR|JPY|GBP|[$€£]|美元|港[元币]|欧元|日元|英镑)[:：]?\s*$", re.IGNORECASE)
_FOREIGN_BEHIND = re.compile(r"\s{0,9}(?:USD|HKD|EUR|JPY|GBP|美元|美金|港[元币]|欧元|日元|英镑)", re.IGNORECASE)
_IN_CASE = re.compile(
    r"(?:如果?|若|倘若)您?(?:已经?|刚刚?)(?:成功|自行|提前)?(?:还款|还清|结清|缴清|缴款|支付|归还|处理)[^，。；;！!]{0,16}"
    r"|(?:如果?|若|倘若)[^，。；;！!]{0,12}?(?:未|没|不足|不够)[^，。；;！!]{0,24}|可能[^，。；;！!]{0,12}(?:失败|逾期)"
)
"""What is said for a case (如已还款请忽略, 若余额不足可能还款失败) does not say that it came about."""
_LARGE = 10_000
_LONGEST = 4_000
"""Characters of the longest message; what is longer is none, and no wording is looked for in it."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A wording: what it tells, and the words beside which it tells something else."""

    id: str
    kind: str
    pattern: re.Pattern[str]
    unless: re.Pattern[str] | None
    evidence: str


@cache
def rules() -> tuple[Rule, ...]:
    """Every rule in the order of trial."""
    return tuple(
        Rule(
            entry["id"],
            entry["kind"],
            re.compile(entry["pattern"]),
            re.compile(entry["unless"]) if "unless" in entry else None,
            entry["evidence"],
        )
        for entry in _table()["rule"]
    )


def rule_of(text: str) -> Rule | None:
    """The rule that knows a message; None where none does."""
    return _rule_of(text) if len(text) <= _LONGEST else None


@lru_cache(maxsize=16)  # of one message it is asked again and again
def _rule_of(text: str) -> Rule | None:
    told = _IN_CASE.sub("", text)
    return next((r for r in rules() if r.pattern.search(told) and not (r.unless and r.unless.search(told))), None)


def without_links(text: str) -> str:
    """The text without anything that could be followed; a text longer than any message as it is."""
    return text if len(text) > _LONGEST else _LINK.sub("", text).strip()


def sender_of(text: str) -> str:
    """The name in 【】, empty where there is none."""
    found = _SENDER.search(text)
    return found[1] if found else ""


def product_of(text: str, sender: str) -> Product:
    """The product that a text or its sender names, the surest name first."""
    body = text.replace(f"【{sender}】", "")
    for entry in _table()["product"]:
        if any(word in spoken for spoken in (body, sender) for word in entry["words"]):
            return Product(entry["product"])
    return Product.OTHER


def amount_of(kind: str, text: str) -> Fen | None:
    """The amount that a message of some kind is about, in fen; None where it names none, or several alike.

    The least that may be repaid of a bill (最低应还) is not what the bill asks for.
    """
    text = re.sub(rf"最低[^\d，。；;]{{0,10}}{_table()['amount']['any']}", "", text)
    for keyword in _table()["amount"].get(kind, ()):
        if found := _after(keyword, text):
            return found
    beside = re.sub(rf"(?:余额|剩余|额度|可用|尚余|待还本金)[^\d，。]{{0,8}}{_table()['amount']['any']}", "", text)
    named = {fen for match in _money().finditer(beside) if (fen := _fen(match)) is not None}
    return named.pop() if len(named) == 1 else None


def names_money(text: str) -> bool:
    """Whether a text names any amount."""
    return any(_fen(match) is not None for match in _money().finditer(text))


def remaining_of(text: str) -> Fen | None:
    """The principal that a message says is left, in fen."""
    return next((fen for keyword in _table()["amount"]["remaining"] if (fen := _after(keyword, text))), None)


def tail_of(text: str) -> str:
    """The last four digits of the card or account that a message names."""
    found = _TAIL.search(text)
    return found[1] if found else ""


def period_of(text: str) -> int | None:
    """The period of a plan that a message names."""
    found = _PERIOD.search(text)
    return int(found[1]) if found else None


def reason_of(text: str) -> str:
    """Why a debit failed, as the message words it."""
    found = _REASON.search(text)
    return (found[1] or found[2]) if found else ""


def column_words(part: str) -> Sequence[str]:
    """How tables of messages head a column, or what its cells say, in small letters: text, sent, direction, …"""
    words: Sequence[str] = _table()["column"][part]
    return words


def _after(keyword: str, text: str) -> Fen | None:
    for match in re.finditer(rf"{keyword}[^\d，。；;]{{0,8}}?{_table()['amount']['any']}", text):
        if (fen := _fen(match)) is not None:
            return fen
    return None


def _fen(match: re.Match[str]) -> Fen | None:
    """An amount is written with 元 or with a sign or with its fen; a bare number is a day, a tail, a count."""
    digits, large = match[match.re.groups - 1], match[match.re.groups]
    whole = match[0].rstrip()
    if _FOREIGN_BEFORE.search(match.string[: match.start()][-5:]) or _FOREIGN_BEHIND.match(match.string[match.end() :]):
        return None
    if not (whole.endswith("元") or "." in digits or re.search(r"[¥￥]|RMB|人民币", whole)):
        return None
    try:
        fen = parse_yuan(digits)
    except UnreadableAmount:
        return None
    return fen * _LARGE if large else fen


@cache
def _money() -> re.Pattern[str]:
    return re.compile(_table()["amount"]["any"])


@cache
def _table() -> Mapping[str, Any]:
    return tomllib.loads(resource("tables", "message_wording.toml").read_text(encoding="utf-8"))
