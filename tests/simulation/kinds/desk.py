"""A person's papers in the making: rows of wallet, bank and lender, written as the files that a person would hold."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random

Cell = str | int


def yuan(fen: int, grouped: bool = False) -> str:
    """``1234.50`` or ``1,234.50``."""
    whole = f"{abs(fen) // 100:,}" if grouped else f"{abs(fen) // 100}"
    return f"{'-' if fen < 0 else ''}{whole}.{abs(fen) % 100:02d}"


@dataclass(eq=False, slots=True)
class Line:
    """One row of a file: its cells, when it stands there, and, once written, where."""

    at: datetime
    cells: tuple[Cell, ...]
    amount: int = 0
    where: tuple[str, int] | None = None


@dataclass(frozen=True, slots=True)
class Want:
    """What must be said: one of the codes, with one of the amounts in fen, on one of the rows."""

    what: str
    codes: frozenset[str]
    amounts: frozenset[int]
    rows: tuple[Line, ...]
    optional: bool = False
    proved: bool = True  # whether the files bear a certain answer
    left_open: bool = False  # whether a remainder that nobody explains is the right answer


@dataclass
class Desk:
    """Everything one case holds. ``name`` is its kind and seed."""

    name: str
    rng: Random
    as_of: date = date.min
    banks: dict[str, list[Line]] = field(default_factory=dict)
    wallets: dict[str, list[Line]] = field(default_factory=dict)
    loans: list[Line] = field(default_factory=list)
    pages: list[Line] = field(default_factory=list)
    records: list[Line] = field(default_factory=list)
    bills: dict[str, tuple[str, list[Line]]] = field(default_factory=dict)
    reserves: list[Line] = field(default_factory=list)
    papers: dict[str, list[tuple[Sequence[Cell], tuple[Line, ...]]]] = field(
        default_factory=dict
    )  # files of their own shape
    wants: list[Want] = field(default_factory=list)
    allowed: dict[str, frozenset[str]] = field(default_factory=dict)  # code: severities that do no harm
    forbidden: dict[str, str] = field(default_factory=dict)
    wallet_from: date | None = None  # the export begins here
    wallet_until: date | None = None
    no_bank: bool = False
    no_records: bool = False
    skipped: set[str] = field(default_factory=set)  # tables left out of the folder
    words: int = 0  # which wording of a lender's table
    encoding: str = "utf-8-sig"
    number: int = 0

    # -- rows ------------------------------------------------------------------------------------------------------

    def order(self, at: datetime) -> str:
        """An order number of its own."""
        self.number += 1
        return f"{at:%Y%m%d}{self.number:06d}{self.rng.randrange(10**14):014d}"

    def booked(self, card: str, at: datetime, amount: int, text: str, summary: str = "快捷支付") -> Line:
        """A row of a bank statement; negative is money out."""
        line = Line(at, (summary, text), amount)
        self.banks.setdefault(card, []).append(line)
        return line

    def entry(
        self, wallet: str, at: datetime, party: str, text: str, amount: int, method: str,
        status: str = "还款成功", direction: str = "不计收支", category: str = "信用借还", order: str = "",
    ) -> Line:  # fmt: skip
        """A row of a wallet's export."""
        line = Line(at, (category, party, text, direction, method, status, order or self.order(at)), amount)
        self.wallets.setdefault(wallet, []).append(line)
        return line

    def want(self, what: str, codes: str, amounts: int | Sequence[int], rows: Sequence[Line], **more: object) -> None:
        """Something that must be said."""
        known = (amounts,) if isinstance(amounts, int) else amounts
        self.wants.append(Want(what, frozenset(codes.split()), frozenset(known), tuple(rows), **more))  # type: ignore[arg-type]

    def allow(self, codes: str, *severities: str) -> None:
        """What may be said and does no harm."""
        for code in codes.split():
            self.allowed[code] = frozenset(severities)

    def forbid(self, codes: str, why: str) -> None:
        """What would be false."""
        for code in codes.split():
            self.forbidden[code] = why

    def everyday(self, first: date, last: date, card: str, wallet: str = "alipay") -> None:
        """Salaries and purchases, on the card and in the wallet."""
        day = first.replace(day=10)
        while day <= last:
            if day >= first:
                self.booked(card, at(day, 9), self.rng.randrange(9_000_00, 16_000_00), "恒信科技有限公司", "代发工资")
            day = months_on(day, 1)
        day = first
        while (day := day + timedelta(days=self.rng.randrange(4, 15))) <= last:
            when = at(day, self.rng.randrange(8, 22), self.rng.randrange(60))
            amount = self.rng.randrange(5_00, 400_00)
            party = self.rng.choice(("永辉超市", "滴滴出行", "瑞幸咖啡", "优衣库", "老百姓大药房", "中国电信"))
            if wallet:
                method = bank_method(card, wallet)
                self.entry(wallet, when, party, f"{party}订单", amount, method, "交易成功", "支出", "日用百货")
            self.booked(card, when, -amount, f"{'财付通' if wallet == 'wechat' else '支付宝'}-{party}")

    # -- files -----------------------------------------------------------------------------------------------------

    def save(self, folder: Path) -> None:
        """Write every file, and remember where each line stands."""
        from tests.simulation.kinds.files import tables

        folder.mkdir(parents=True, exist_ok=True)
        for name, rows in tables(self).items():
            text = io.StringIO()
            writer = csv.writer(text, lineterminator="\r\n")
            for number, (cells, lines) in enumerate(rows, 1):
                writer.writerow(cells)
                for line in lines:
                    line.where = (name, number)
            (folder / name).write_bytes(text.getvalue().encode(self.encoding))


def at(day: date, hour: int = 11, minute: int = 3, second: int = 0) -> datetime:
    """A moment of a day."""
    return datetime.combine(day, time(hour, minute, second))


def months_on(day: date, months: int) -> date:
    """The same day of a later month, the last one where it is shorter."""
    index = day.month - 1 + months
    year, month = day.year + index // 12, index % 12 + 1
    following = date(year + month // 12, month % 12 + 1, 1)
    return date(year, month, min(day.day, (following - timedelta(days=1)).day))


def bank_method(card: str, wallet: str = "alipay") -> str:
    """How a wallet words the account that paid."""
    bank, last = card.split()
    return f"{bank}({last})" if wallet == "wechat" else f"{bank}储蓄卡({last})"


def percent(rate: Decimal) -> str:
    """``0.0350%``."""
    return f"{rate * 100:.4f}%"
