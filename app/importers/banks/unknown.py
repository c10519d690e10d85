"""Reads the statement of any bank by what its columns mean, and says that the bank is not known."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import chain

from app.core.discrepancy import FactValue
from app.core.explanation import Problem
from app.core.facts import BankRow, Ledger
from app.importers.banks import statement_words as words
from app.importers.banks.balance import balance_breaks, chained
from app.importers.banks.carried_days import with_carried_days
from app.importers.banks.columns import Columns
from app.importers.banks.day_groups import with_group_days
from app.importers.banks.engine import read_statement
from app.importers.banks.layout import Layout, Signed, TwoSided
from app.importers.banks.other_units import in_yuan
from app.importers.banks.partial_days import Years, is_day
from app.importers.banks.plain_rows import PlainRows
from app.importers.banks.row_directions import RowDirections
from app.importers.banks.sections import Section, sections
from app.importers.banks.sorting_marks import with_marks
from app.importers.importer import Imported, Importer, Reader, Recognising
from app.importers.reading.table import Table, clean
from app.importers.recognising.understanding import fingerprint

_ABOVE = 60
_OF_AN_ACCOUNT = ("balance", "counterparty", "account", "reference")
_ROWS_NAMED = 5  # rows of one kind of trouble that are named one by one
_SHOWN = ("booked", "traded", "in", "out", "amount", "mark", "balance", "summary", "counterparty", "note", "account")


@dataclass(frozen=True, slots=True)
class UnknownBank(Recognising):
    """Statements of accounts and cards with a date, an amount whose direction is told, and a balance or a text."""

    @property
    def name(self) -> str:
        """The family's id."""
        return "bank-unknown"

    def recognise(self, table: Table) -> Reader | None:
        """Read every section of the table that is surely one of a statement."""
        given, found = _sure(table)
        return (lambda: _together([_read(given, *one) for one in found])) if found else None


def _sure(table: Table) -> tuple[Table, list[tuple[Section, Money]]]:
    """The sections of which it is sure which way money went; of the table as it stands, else with days from above."""
    table = in_yuan(table)
    for given in (table, None):
        tried = given or with_group_days(table)
        if tried is None:
            break
        parts = sections(tried)
        if carried := with_carried_days(tried, parts):
            tried, parts = carried, sections(carried)
        marked = (with_marks(tried, section) for section in parts)
        found = [(section, money) for section in marked if (money := _money_of(tried, section))]
        if found:
            return tried, found
    return table, []


@dataclass(frozen=True, slots=True)
class Money:
    """How a section tells the direction: ``how`` is two-sided, marked, worded, told, signed or balance.

    ``charges`` says that on a card's paper plus is what was bought.
    """

    how: str
    is_card: bool
    charges: bool = False


def _money_of(table: Table, section: Section) -> Money | None:
    """How the section tells which way money went; None where it does not."""
    above = texts_above(table, section)
    is_card = words.of_card(above, section.labels) or words.has_two_currencies(section.labels)
    roles = section.roles
    if words.of_loan(above):
        return None
    rows, ways = PlainRows(section, Years(None)), RowDirections(section)
    if {"in", "out"} <= roles.keys():
        is_sure = _speaks_of_an_account(section, above) and rows.with_slashes(table) is not None
        return Money("two-sided", is_card) if is_sure else None
    if rows.with_slashes(table) is None:
        return None
    body = (table.row(number) for number in range(section.header + 1, section.last + 1))
    signs = ways.signs(row for row in body if section.is_row(row))
    if "mark" in roles and signs.marked:
        return Money("marked", is_card)
    if signs.worded:
        return Money("worded", is_card)
    is_card = is_card or (signs.repays and _is_as_cards_are(section))
    if is_card:
        return Money("told" if signs.told else "signed", is_card, charges=signs.charges)
    if signs.turned and "balance" not in roles:
        return None if signs.earns else Money("signed", is_card, charges=True)
    if signs.has_both or (signs.has_sign and "balance" in roles):
        return Money("signed", is_card)
    return Money("balance", is_card) if ways.directions(table) else None


def _is_as_cards_are(section: Section) -> bool:
    """Whether each row has the days of the trade and of its booking and no balance, as those of cards alone have."""
    return {"booked", "traded"} <= section.roles.keys() and not set(_OF_AN_ACCOUNT) & section.roles.keys()


def _speaks_of_an_account(section: Section, above: list[str]) -> bool:
    """Whether more than a date and two amounts says that this is a statement: a private cash book has those too."""
    says = {*_OF_AN_ACCOUNT, "mark"} & section.roles.keys()
    return bool(says) or _names_an_account(above)


def _names_an_account(above: list[str]) -> bool:
    return any(word in text for text in above for word in ("银行", "账户", "流水", "交易明细", "卡号"))


def texts_above(table: Table, section: Section) -> list[str]:
    """The name of the sheet and the texts above a section, those at the top of the table and those near it."""
    first = max(1, section.header - _ABOVE)
    rows = chain(range(1, min(first, 30)), range(first, section.header))
    return [table.sheet, *(clean(cell) for row in rows for cell in table.row(row) if clean(cell))]


def _read(table: Table, section: Section, money: Money) -> Imported:
    """Read a section, and say by which columns and whether its balances prove it."""
    read = _years_asked(table, read_section(table, section, money))
    if not read.used and dict(read.skipped).keys() == {"bank-foreign-currency"}:
        return replace(read, problems=(*read.problems, _only("bank-only-foreign", table, section, read)))
    if not money.is_card and _owes(read.ledger.bank):
        told = _only("bank-debt-account", table, section, read)
        return Imported(read.format, Ledger(), read.rows, 0, problems=(told,), columns=read.columns)
    if not read.used or any(problem.code == "bank-columns-unproved" for problem in read.problems):
        return read
    return replace(read, problems=(_said(table, section, read), *read.problems))


def read_section(table: Table, section: Section, money: Money) -> Imported:
    """The bank rows of a section whose columns are known."""
    above = texts_above(table, section)
    below = (clean(cell) for row in range(section.header + 1, section.last + 1) for cell in table.row(row)[:1])
    years = Years.told(above) if Years.told(above).last else Years.told(text for text in below if len(text) > 12)
    years = years.with_months(table.row(number) for number in range(max(1, section.header - 1), section.last + 1))
    rows = PlainRows(section, years).with_slashes(table) or PlainRows(section, years)
    plain = rows.table(table, money.how)
    columns = Columns(section.header, plain.places, plain.width)
    bank = words.bank_in(above)
    layout = _layout(section, money, plain.places, proved=table.is_parted and "balance" in plain.places)
    read = read_statement(plain.table, layout, columns, bank)
    if _runs_backwards(read.ledger.bank) and (turned := _turned(section, money, above)):
        read = read_statement(plain.table, replace(layout, money=turned), columns, bank)
    return replace(
        read,
        problems=(*read.problems, *(_untold(table, row) for row in plain.untold[:_ROWS_NAMED])),
        columns=_taken(section),
        skipped=(*read.skipped, *plain.skipped),
        rows=read.rows + sum(count for _, count in plain.skipped),
    )


def _layout(section: Section, money: Money, places: dict[str, int], *, proved: bool) -> Layout:
    """The layout of the rewritten rows; ``proved`` where only their balances can show that the cells stand right."""
    kind = "credit" if money.is_card else "debit"
    given = {name: (name,) for name in places}
    notes = tuple(name for name in places if name.startswith("note"))
    return Layout(
        id=f"bank-unknown-{kind}",
        provider=f"bank-unknown-{kind}",
        header=tuple(text for text in section.labels if text),
        money=TwoSided((("in", "out"),)) if money.how != "signed" else Signed(("amount",), charges=money.charges),
        booked=given.get("booked", ()),
        traded=given.get("traded", ()),
        time=given.get("time", ()),
        balance=given.get("balance", ()),
        currency=given.get("currency", ()),
        account=given.get("account", ()),
        summary=given.get("summary", ()),
        counterparty=given.get("counterparty", ()),
        note=notes,
        reference=given.get("reference", ()),
        short_rows=True,
        proved_by_balance=proved,
    )


def _turned(section: Section, money: Money, above: list[str]) -> Signed | TwoSided | None:
    """The other way in which the money may have gone; None where the paper's own words say which way it went.

    In books of one's own 借方 is what came in: who keeps them writes from the account's side, not from the bank's.
    """
    if money.how == "signed":
        return Signed(("amount",), charges=not money.charges)
    return TwoSided((("out", "in"),)) if words.of_books(above, section.labels) else None


def _runs_backwards(rows: tuple[BankRow, ...]) -> bool:
    """Whether the balances follow from one another only when every amount is turned round, as what is owed does."""
    held = [row for row in rows if row.balance is not None]
    if len(held) < 3 or chained(held):
        return False
    return not balance_breaks(_turned_round(held))


def _turned_round(rows: list[BankRow]) -> list[BankRow]:
    return [replace(row, amount=-row.amount) for row in rows]


def _owes(rows: tuple[BankRow, ...]) -> bool:
    """Whether the balances follow from one another only as what is owed does, up by what the columns say went out.

    In a lender's books of a loan a row of interest leaves what is owed as it was.
    """
    held = [row for row in rows if row.balance is not None]
    if len(held) < 3 or chained(held):
        return False
    left = len(balance_breaks(_turned_round(held)))
    unmoved = len(held) - len({row.balance for row in held})
    return left <= unmoved and left < len(balance_breaks(held))


def _said(table: Table, section: Section, read: Imported) -> Problem:
    above = texts_above(table, section)
    bank = f"{'named' if words.bank_in(above) else 'unnamed'}-{'card' if 'credit' in read.format else 'account'}"
    if bank == "unnamed-account" and not (section.roles.keys() & _OF_AN_ACCOUNT or _names_an_account(above)):
        bank = "own-list"
    held = [row for row in read.ledger.bank if row.balance is not None]
    proof = "proved" if len(held) > 1 and not balance_breaks(held) else "unproved" if len(held) > 1 else "no-balance"
    facts: tuple[tuple[str, FactValue], ...] = (
        ("file", table.file),
        ("row", section.header),
        ("bank", f"bank.{bank}"),
        ("columns", tuple(text for text, role in _taken(section) if role)),
        ("shape", fingerprint(table, section.header)),
    )
    return Problem(f"bank-read-by-meaning-{proof}", table.source(section.header), facts)


def _years_asked(table: Table, read: Imported) -> Imported:
    """What was read, with one question for the year in place of a complaint for each day that lacks it."""
    yearless = [p for p in read.problems if p.code == "bank-date-unreadable" and is_day(str(dict(p.facts)["text"]))]
    if not yearless:
        return read
    facts: tuple[tuple[str, FactValue], ...] = (("file", table.file), ("count", len(yearless)))
    asked = Problem("bank-year-untold", yearless[0].source, (*facts, ("text", dict(yearless[0].facts)["text"])))
    return replace(read, problems=(asked, *(p for p in read.problems if p not in yearless)))


def _only(code: str, table: Table, section: Section, read: Imported) -> Problem:
    facts: tuple[tuple[str, FactValue], ...] = (("file", table.file), ("row", section.header), ("count", read.rows))
    return Problem(code, table.source(section.header), facts)


def _untold(table: Table, row: int) -> Problem:
    return Problem("bank-row-untold", table.source(row), (("file", table.file), ("row", row)))


def _taken(section: Section) -> tuple[tuple[str, str], ...]:
    played = {column: role for role, columns in section.roles.items() for column in columns if role != "none"}
    return tuple((text, played.get(column, "")) for column, text in enumerate(section.labels) if text)


def _together(read: list[Imported]) -> Imported:
    days = [day for one in read if one.period for day in one.period]
    skipped: dict[str, int] = {}
    for reason, count in (pair for one in read for pair in one.skipped):
        skipped[reason] = skipped.get(reason, 0) + count
    return Imported(
        format=", ".join(dict.fromkeys(one.format for one in read)),
        ledger=sum((one.ledger for one in read), Ledger()),
        rows=sum(one.rows for one in read),
        used=sum(one.used for one in read),
        period=(min(days), max(days)) if days else None,
        declared=tuple(dict.fromkeys(fact for one in read for fact in one.declared)),
        problems=tuple(dict.fromkeys(problem for one in read for problem in one.problems)),
        skipped=tuple(sorted(skipped.items())),
        columns=tuple(dict.fromkeys(pair for one in read for pair in one.columns)),
    )


IMPORTERS: tuple[Importer, ...] = (UnknownBank(),)
