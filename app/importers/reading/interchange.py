"""Reads the files by which banks hand statements to programs: OFX and QFX, QIF, MT940 and CAMT.053, as one table.

Their fields have fixed meanings, so the table is headed by the words that every statement's reader knows. No balance is
made up: these files print it once, and not for each row.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html import unescape

from app.importers.reading.progress import IDLE, Watch

HEADER = ["交易日期", "借贷标志", "交易金额", "币种", "摘要", "对方户名", "流水号", "交易状态", "账号"]
_OF_CARDS = [*HEADER[:-1], "卡号末四位"]
Row = tuple[int, list[str]]
"""The offset in the text at which a transaction begins, and its cells."""

_HEAD = 2_000
_MOST_LINES = 1_000_000
"""More than the longest file that a bank hands out in these forms has; each line is a row, blank or not."""
_PLAIN = re.compile(r"\d+(?:\.\d{1,2})?")
_QIF_HEAD = re.compile(
    r"(?:!(?:Option|Clear):[^\r\n]{0,40}[\r\n]{1,4}){0,4}!(?:Account|Type:(?:Bank|CCard|Cash|Oth))\b"
)
"""What Quicken writes before the first account; the records of its accounts have no amount."""
_OFX_ROW = re.compile(
    r"<STMTTRN>(?P<body>(?:(?!<STMTTRN>).){0,8000}?)(?=</STMTTRN>|<STMTTRN>|</BANKTRANLIST>)", re.S | re.I
)
_OFX_FIELD = re.compile(r"<([A-Z0-9.]{2,20})>([^<\r\n]*)", re.I)
_OFX_ACCOUNT = re.compile(r"<ACCTID>([^<\r\n]{1,40})", re.I)
_CARDS = re.compile(r"<CCSTMTRS>|^!Type:CCard\b", re.I | re.M)
_ACCOUNTS = re.compile(r"<STMTRS>|^!Type:(?:Bank|Cash|Oth)", re.I | re.M)
_MT_ACCOUNT = re.compile(r"^:25:(?:[^\r\n/]{0,20}/)?([A-Za-z0-9*]{4,40})", re.M)
_MT_ROW = re.compile(
    r"^:61:(?P<day>\d{6})(?:\d{4})?(?P<side>R?[CD])[A-Z]?(?P<sum>\d+,\d{0,2})[^\r\n]*(?:\r?\n(?!:)[^\r\n]*)*"
    r"(?:\r?\n:86:(?P<text>[^\r\n]*(?:\r?\n(?![:-])[^\r\n]*)*))?",
    re.M,
)
_MT_CURRENCY = re.compile(r"^:60[FM]:[CD]\d{6}([A-Z]{3})", re.M)
_CAMT_ROW = re.compile(r"<(?:\w+:)?Ntry>(?P<body>(?:(?!</?(?:\w+:)?Ntry>).){0,20000})</(?:\w+:)?Ntry>", re.S)
_CAMT_ACCOUNT = re.compile(
    r"<(?:\w+:)?Acct>\s*<(?:\w+:)?Id>\s*(?:<(?:\w+:)?Othr>\s*<(?:\w+:)?Id>|<(?:\w+:)?IBAN>)\s*([A-Za-z0-9*]{4,40})<"
)
_CAMT_PARTY = {
    role: re.compile(rf"<(?:\w+:)?{role}>\s*(?:<(?:\w+:)?Pty>\s*)?<(?:\w+:)?Nm>([^<]{{1,200}})<")
    for role in ("Cdtr", "Dbtr")
}
"""Who was paid, and who paid."""


def is_one(body: bytes, most: int) -> bool:
    """Whether a text begins as one of these files does, and has no more than ``most`` bytes nor lines without end."""
    begins = _reader(body[: 2 * _HEAD].decode("utf-8", "ignore")) is not None
    return begins and len(body) <= most and body.count(b"\n") <= _MOST_LINES


def rows_of(text: str, watch: Watch = IDLE) -> list[list[str]]:
    """The transactions below `HEADER`, each on the line it begins on; only the heading where the text holds none.

    The heading says of files of cards alone that the account is a card.
    """
    read = _reader(text)
    rows: list[list[str]] = [_OF_CARDS if _CARDS.search(text) and not _ACCOUNTS.search(text) else HEADER]
    at, line = 0, 1
    for start, cells in read(text) if read else ():
        watch.check()
        line += text.count("\n", at, start)
        at = start
        rows += [[] for _ in range(line - len(rows) - 1)]
        rows.append(cells)  # several on one line stand one below the other
    return rows


def _reader(head: str) -> Callable[[str], Iterator[Row]] | None:
    head = head[:_HEAD]
    start = head.lstrip("\ufeff \r\n\t")
    if "<OFX>" in head.upper() or start.startswith("OFXHEADER"):
        return _ofx
    if _QIF_HEAD.match(start):
        return _qif
    if re.match(r"(?:\{1:|:20:)", start) and ":25:" in head:
        return _mt940
    return _camt if "camt.05" in head and "<" in start[:1] else None


def _ofx(text: str) -> Iterator[Row]:
    currency = re.search(r"<CURDEF>([A-Z]{3})", text, re.I)
    accounts = [(named.start(), named[1].strip()) for named in _OFX_ACCOUNT.finditer(text)]
    for match in _OFX_ROW.finditer(text):
        held = {name.upper(): unescape(value).strip() for name, value in _OFX_FIELD.findall(match["body"])}
        day, amount = held.get("DTPOSTED", "")[:8], held.get("TRNAMT", "").replace(",", "")
        told = " ".join(dict.fromkeys(filter(None, (held.get("NAME"), held.get("MEMO")))))
        if not day and not amount:
            continue
        cells = _cells(day, amount, currency[1] if currency else "", told, held.get("FITID", ""))
        cells[-1] = _account_at(accounts, match.start())
        yield match.start(), cells


def _qif(text: str) -> Iterator[Row]:
    held: dict[str, str] = {}
    account, of_accounts = "", False
    at = begins = 0
    for line in text.splitlines(keepends=True):
        if line.startswith("^"):
            if "D" in held and ("T" in held or "U" in held):
                yield begins, [*_of_qif(held)[:-1], account]
            elif of_accounts:
                account = held.get("N", "")
            held, begins = {}, at + len(line)
        elif not line.startswith("!"):
            held.setdefault(line[:1], line[1:].strip())
        else:
            begins, of_accounts = at + len(line), line.startswith("!Account")
        at += len(line)


def _of_qif(held: dict[str, str]) -> list[str]:
    """The cells of a record of lines by their first letters; 31/1'24 is 31/1/2024."""
    day = re.sub(r"'\s?(\d{2})$", r"/20\1", held["D"]).replace("'", "/").replace(" ", "")
    amount = held.get("T", held.get("U", "")).replace(",", "")
    cells = _cells(day, amount, "", held.get("M", "") or held.get("P", ""), "")
    cells[HEADER.index("对方户名")] = held.get("P", "")
    return cells


def _mt940(text: str) -> Iterator[Row]:
    currency, account = _MT_CURRENCY.search(text), _MT_ACCOUNT.search(text)
    for match in _MT_ROW.finditer(text):
        went_out = match["side"] in ("D", "RC")  # what came in and was taken back went out
        amount = ("-" if went_out else "") + match["sum"].rstrip(",").replace(",", ".")
        told = " ".join(re.sub(r"\?\d{2}", " ", match["text"] or "").split())
        cells = _cells(f"20{match['day']}", amount, currency[1] if currency else "", told, "")
        cells[-1] = account[1] if account else ""
        yield match.start(), cells


def _camt(text: str) -> Iterator[Row]:
    accounts = [(named.start(), named[1]) for named in _CAMT_ACCOUNT.finditer(text)]
    for match in _CAMT_ROW.finditer(text):
        body = match["body"]
        total = re.search(r'<(?:\w+:)?Amt Ccy="([A-Z]{3})">([\d.]+)<', body)
        day = re.search(r"<(?:\w+:)?BookgDt>\s*<(?:\w+:)?(?:Dt|DtTm)>([\d-]{10})", body)
        side = re.search(r"<(?:\w+:)?CdtDbtInd>(CRDT|DBIT)<", body)
        if total and day and side:
            texts = re.findall(r"<(?:\w+:)?(?:Ustrd|AddtlNtryInf)>([^<]*)<", body)
            amount = ("-" if side[1] == "DBIT" else "") + total[2]
            cells = _cells(day[1], amount, total[1], unescape(" ".join(dict.fromkeys(texts))), "")
            party = _CAMT_PARTY["Cdtr" if side[1] == "DBIT" else "Dbtr"].search(body)
            cells[HEADER.index("对方户名")] = unescape(party[1]).strip() if party else ""
            if re.search(r"<(?:\w+:)?Sts>(?:<(?:\w+:)?Cd>)?PDNG<", body):
                cells[HEADER.index("交易状态")] = "pending"
            cells[-1] = _account_at(accounts, match.start())
            yield match.start(), cells


def _account_at(accounts: list[tuple[int, str]], place: int) -> str:
    """The last account that is named before a place; those before it are taken off the list."""
    while len(accounts) > 1 and accounts[1][0] < place:
        accounts.pop(0)
    return accounts[0][1] if accounts and accounts[0][0] < place else ""


def _cells(day: str, amount: str, currency: str, text: str, reference: str) -> list[str]:
    """The cells below `HEADER` for a signed amount in units of its currency."""
    size = amount.lstrip("+-")
    mark = ("借" if amount.startswith("-") else "贷") if _PLAIN.fullmatch(size) else ""
    return [day, mark, size, "" if currency in ("CNH", "RMB") else currency, text, "", reference, "", ""]
