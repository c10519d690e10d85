"""The files that a person has of a case: which of them, in which format, whole or with rows missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from tests.simulation.interface_files import interface_tables
from tests.simulation.lender import BankLine, Case, WalletLine
from tests.simulation.styles import style
from tests.simulation.writers import (
    Row,
    Sheet,
    Style,
    Written,
    bill_rows,
    cmb_rows,
    csv_bytes,
    icbc_rows,
    loan_rows,
    plan_rows,
    record_rows,
    reserve_rows,
    wallet_rows,
    xlsx_bytes,
)


@dataclass(slots=True)
class Choice:
    """What the person holds. ``gap`` cuts the wallet's oldest rows off, or its ``middle``; ``hole`` cuts a bank's.

    ``tame`` keeps to the words of the samples; pages that list ``open_only`` periods leave the settled ones out.
    """

    interface: bool = False
    tame: bool = False
    wallet: bool = True
    bank: bool = True
    lender: bool = True
    gap: bool = False
    middle: bool = False
    hole: bool = False
    open_only: bool = False
    pages: set[date] = field(default_factory=set)


def choose(rng: Random) -> Choice:
    """A person's files: most hold everything, some lack a source or have a wallet with rows missing."""
    way = rng.random()
    return Choice(
        interface=rng.random() < 0.35,
        tame=rng.random() < 0.4,
        wallet=way > 0.08,
        bank=not 0.08 < way < 0.2,
        gap=0.2 < way < 0.32,
        middle=0.26 < way < 0.32,
        hole=0.32 < way < 0.42,
        lender=way < 0.95,
        open_only=0.42 < way < 0.55,
    )


def export(case: Case, rng: Random, choice: Choice) -> Written:
    """Write the files; a truth of which a wallet row is not written is no longer asked for."""
    out = Written()
    if choice.wallet:
        _wallet(case, rng, choice, out)
    if choice.bank:
        _banks(case, rng, choice, out)
    if choice.lender:
        tables = _interface if choice.interface else _tables
        tables(case, rng, choice, out)
    wording = style(rng, tame=choice.tame)
    for bill in case.bills:
        _write(out, rng, f"花呗账单_{bill.month[0]}-{bill.month[1]:02d}", [("账单明细", bill_rows(bill))])
    if case.reserves:
        _write(out, rng, "备用金记录", [("备用金", reserve_rows(case, wording))])
    return out


def _stamp(case: Case) -> str:
    return f"{case.as_of:%Y%m%d}"


def _wallet(case: Case, rng: Random, choice: Choice, out: Written) -> None:
    first = min(w.at.date() for w in case.wallet) - timedelta(days=rng.randrange(0, 9))
    encoding = rng.choice(("gb18030", "gb18030", "utf-8-sig"))
    if choice.gap:
        ordered = sorted(case.wallet, key=lambda w: w.at)
        begin = len(ordered) // 2 if choice.middle else 0
        gone = ordered[begin : begin + max(len(ordered) * rng.choice((10, 25)) // 100, 1)]
        kept = [w for w in ordered if w not in gone]
        rows = wallet_rows(case, kept, first, case.as_of, "张*", missing=len(gone))
        case.tell("EXPORT-GAP", 0, [])
        out.add(f"alipay_record_{_stamp(case)}.csv", csv_bytes(rows, encoding), [rows])
        return
    if rng.random() < 0.3:
        middle = first + (case.as_of - first) / 2
        parts = [(first, middle + timedelta(days=20)), (middle - timedelta(days=20), case.as_of)]
    else:
        parts = [(first, case.as_of)]
    for number, (since, until) in enumerate(parts, 1):
        own = [w for w in case.wallet if since <= w.at.date() <= until]
        rows = wallet_rows(case, own, since, until, "张*")
        out.add(f"alipay_record_{_stamp(case)}_{number}.csv", csv_bytes(rows, encoding), [rows])


def _banks(case: Case, rng: Random, choice: Choice, out: Written) -> None:
    for bank, writer in (("招商银行", cmb_rows), ("工商银行", icbc_rows)):
        own = [b for b in case.bank if b.bank == bank and b.on <= case.as_of]
        if own:
            rows = writer(own, gone=_hole(case, rng, own) if choice.hole else ())
            out.add(f"{bank}流水_{_stamp(case)}.csv", csv_bytes(rows, "utf-8-sig"), [rows])


def _hole(case: Case, rng: Random, own: Sequence[BankLine]) -> Sequence[BankLine]:
    """Some rows in the middle that the statement lacks; its balance shows where."""
    ordered = sorted(own, key=lambda b: b.on)
    if len(ordered) < 12:
        return ()
    first = rng.randrange(4, len(ordered) - 6)
    gone = ordered[first : first + rng.choice((1, 2, 4))]
    after = ordered[first + len(gone)]
    if not sum(b.amount for b in gone):
        return ()
    same_day = [b for b in ordered if b.on in (after.on, ordered[first - 1].on)]
    case.tell("EXPORT-GAP", 0, [b for b in same_day if b not in gone])
    return gone


def _interface(case: Case, rng: Random, choice: Choice, out: Written) -> None:
    for name, rows in interface_tables(case):
        out.add(f"{name}_{_stamp(case)}.csv", csv_bytes(rows, "utf-8"), [rows])


def _tables(case: Case, rng: Random, choice: Choice, out: Written) -> None:
    wording = style(rng, tame=choice.tame)
    if len(case.loans) == 1 and not choice.tame and rng.random() < 0.3:
        wording.plan.pop("contract")
        wording.records.pop("contract")
    records = sorted(case.records, key=lambda r: r.at, reverse=rng.random() < 0.5)
    sheets: list[Sheet] = [
        ("借款记录", loan_rows(case.loans, wording)),
        ("还款计划", plan_rows([x for x in case.plan if not choice.open_only or x.state != "settled"], wording)),
        ("还款记录", record_rows(records, wording)),
    ]
    if rng.random() < 0.4:
        out.add(f"借款与还款明细_{_stamp(case)}.xlsx", xlsx_bytes(sheets), [rows for _, rows in sheets])
        return
    encoding = rng.choice(("utf-8-sig", "utf-8", "gb18030", "utf-16"))
    for name, rows in sheets:
        _write(out, rng, f"{name}_{_stamp(case)}", [(name, rows)], encoding)


def _write(out: Written, rng: Random, name: str, sheets: Sequence[Sheet], encoding: str = "utf-8-sig") -> None:
    """One file: a workbook or a CSV."""
    rows: list[Sequence[Row]] = [rows for _, rows in sheets]
    if rng.random() < 0.5:
        out.add(f"{name}.xlsx", xlsx_bytes(sheets), rows)
        return
    text = [([cell if isinstance(cell, str) else str(cell) for cell in cells], line) for cells, line in rows[0]]
    out.add(f"{name}.csv", csv_bytes(text, encoding), rows)


def unwritten(case: Case, out: Written) -> list[WalletLine]:
    """Wallet rows that stand in no file."""
    return [w for w in case.wallet if id(w) not in out.places]


__all__ = ["Choice", "Style", "choose", "export", "unwritten"]
