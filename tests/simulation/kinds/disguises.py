"""The same papers in another guise: what is said of them must not change."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path
from random import Random

from tests.simulation.kinds.catalogue import case, explained
from tests.simulation.kinds.desk import Desk, at, months_on
from tests.simulation.kinds.files import tables
from tests.simulation.writers import xlsx_bytes

Files = Mapping[str, bytes]


def read_back(desk: Desk) -> dict[str, list[list[str]]]:
    """Every file of a desk as rows of cells."""
    return {name: [[str(cell) for cell in cells] for cells, _ in rows] for name, rows in tables(desk).items()}


def as_csv(rows: list[list[str]], encoding: str) -> bytes:
    """Rows as a CSV file in an encoding."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    return text.getvalue().encode(encoding)


def plain(desk: Desk, _: Random) -> Files:
    """The files as they are."""
    return {name: as_csv(rows, "utf-8-sig") for name, rows in read_back(desk).items()}


def in_encoding(encoding: str) -> Callable[[Desk, Random], Files]:
    """All files in another encoding."""
    return lambda desk, _: {name: as_csv(rows, encoding) for name, rows in read_back(desk).items()}


def renamed(desk: Desk, rng: Random) -> Files:
    """Names that say nothing, and sort otherwise; a bill's month stands in the file too."""
    files = list(plain(desk, rng).items())
    rng.shuffle(files)
    return {f"{number:02d}.csv": data for number, (_, data) in enumerate(files)}


def twice(desk: Desk, rng: Random) -> Files:
    """Every file a second time, under another name."""
    files = dict(plain(desk, rng))
    return files | {f"副本-{name}": data for name, data in files.items()}


def workbooks(desk: Desk, _: Random) -> Files:
    """The lender's tables as workbooks."""
    found: dict[str, bytes] = {}
    for name, rows in read_back(desk).items():
        if name.startswith(("借款", "还款")):
            cells = [(row, None) for row in rows]
            found[name.replace(".csv", ".xlsx")] = xlsx_bytes([("Sheet1", cells)])
        else:
            found[name] = as_csv(rows, "utf-8-sig")
    return found


def rows_turned(desk: Desk, rng: Random) -> Files:
    """The rows of the lender's tables in another order."""
    found = {}
    for name, rows in read_back(desk).items():
        head, *body = rows
        if name.startswith(("借款", "还款")):
            rng.shuffle(body)
        found[name] = as_csv([head, *body], "utf-8-sig")
    return found


def with_purchases(desk: Desk, rng: Random) -> Files:
    """A thousand everyday purchases more in the wallet, paid from its balance."""
    first = min((x.at.date() for x in desk.wallets.get("alipay", ())), default=None)
    if first is None:
        return plain(desk, rng)
    days = max((desk.as_of - first).days, 1)
    for number in range(1000):
        when = at(first + timedelta(days=rng.randrange(days)), rng.randrange(7, 23), rng.randrange(60))
        desk.entry(
            "alipay", when, f"某小店{number}", "日用品", rng.randrange(1_00, 60_00), "账户余额", "交易成功", "支出"
        )
    return plain(desk, rng)


def with_a_stranger(desk: Desk, rng: Random) -> Files:
    """The wallet of a person who has nothing to do with it."""
    if "alipay" not in desk.wallets or "alipay-太太" in desk.wallets:
        return plain(desk, rng)
    day = months_on(desk.as_of, -4)
    while day < desk.as_of:
        amount = rng.randrange(3_00, 500_00)
        desk.entry("alipay-太太", at(day, 13), "菜市场", "买菜", amount, "账户余额", "交易成功", "支出", "日用百货")
        day += timedelta(days=rng.randrange(1, 9))
    return plain(desk, rng)


def in_halves(desk: Desk, rng: Random) -> Files:
    """The wallet's export in two that overlap by some days."""
    lines = desk.wallets.get("alipay")
    if not lines:
        return plain(desk, rng)
    days = sorted(x.at.date() for x in lines)
    middle = days[len(days) // 2]
    found = dict(plain(desk, rng))
    if found.pop("支付宝交易明细.csv", None) is None:
        return found
    for half, (first, last) in enumerate(((days[0], middle), (middle - timedelta(days=9), desk.as_of))):
        found[f"支付宝交易明细({half}).csv"] = _half(desk, first, last)
    return found


def _half(desk: Desk, first: date, last: date) -> bytes:
    desk.wallet_from, desk.wallet_until = first, last
    rows = read_back(desk)["支付宝交易明细.csv"]
    desk.wallet_from = desk.wallet_until = None
    return as_csv(rows, "gb18030")


DISGUISES: Mapping[str, Callable[[Desk, Random], Files]] = {
    "gb18030": in_encoding("gb18030"),
    "utf-16": in_encoding("utf-16"),
    "renamed": renamed,
    "twice": twice,
    "workbooks": workbooks,
    "rows turned": rows_turned,
    "1,000 purchases more": with_purchases,
    "a stranger's wallet more": with_a_stranger,
    "export in overlapping halves": in_halves,
}


def said(files: Files, folder: Path) -> list[tuple[object, ...]]:
    """What is said of files, but for the rows that prove it: those have other names and numbers."""
    folder.mkdir(parents=True)
    for name, data in files.items():
        (folder / name).write_bytes(data)
    return sorted(
        (d.code, d.variant, d.severity.value, d.certainty.value, d.facility or "", d.period or 0, d.difference,
         d.unexplained, tuple((part.component, part.amount) for part in d.bridge))
        for d in explained(folder).discrepancies
    )  # fmt: skip


def differences(kind: str, seed: int, folder: Path, guises: Iterable[str] = tuple(DISGUISES)) -> Iterator[str]:
    """What each of some guises of a case adds to what is usually said, or takes away."""
    usual = said(plain(case(kind, seed), Random(seed)), folder / "usual")
    for number, name in enumerate(guises):
        other = said(DISGUISES[name](case(kind, seed), Random(seed)), folder / str(number))
        yield from (f"{name}: less {x}" for x in usual if x not in other)
        yield from (f"{name}: more {x}" for x in other if x not in usual)
