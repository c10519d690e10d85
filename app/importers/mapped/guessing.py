"""Guesses what a table is and what its columns are, by headings first and by the cells where headings say nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from itertools import combinations, pairwise, permutations

from app.amount_text import UnreadableAmount
from app.importers.banks import statement_words
from app.importers.mapped.cell_meanings import (
    names_accounts,
    names_partners,
    speak_of_due,
    speak_of_paid,
    tells_directions,
    tells_outcomes,
)
from app.importers.mapped.kinds import PAYMENTS, STATEMENT, WALLET, mapped_kinds
from app.importers.recognising.cell_shapes import parse_amount, parse_period, present
from app.importers.recognising.role_assignment import Column, Fits, assign, suits
from app.importers.recognising.vocabulary import kinds, roles

_MOSTLY = 0.8
_MOST_TRIED = 6  # columns of amounts; each three of them are tried against each other
_BY_STATEMENT_WORD = {
    "booked": "posted_on",
    "traded": "traded_at",
    "in": "money_in",
    "out": "money_out",
    "amount": "money",
    "booked-amount": "money",
    "mark": "direction",
    "balance": "balance",
    "summary": "text",
    "counterparty": "counterparty",
    "account": "account",
    "status": "outcome",
    "reference": "order_no",
}
_PAYMENT_ROLES = {"traded_at": "paid_at", "posted_on": "paid_at", "money_out": "money"}
_WALLET_WORDS = ("付款方式", "支付方式", "交易方式")
_WALLET_DIRECTION = "收/支"
_DATES = ("due", "paid_at", "traded_at", "posted_on", "drawn_at", "taken_at")
_MONEY = ("money", "line_amount", "loan_amount", "taken", "total")


def guessed_kind(columns: tuple[Column, ...]) -> str:
    """The kind that the columns fit best; a person's own list of payments where nothing says more."""
    fits: Fits = {}
    scored = [(found.score, kind.name) for kind in kinds() if (found := assign(kind, columns, fits=fits))]
    best = max((pair for pair in scored if pair[1] in mapped_kinds()), default=(0.0, ""))
    if running(columns):
        return STATEMENT
    words = {role for column in columns if (role := statement_words.role_of(column.name))}
    if any(word in column.name for column in columns for word in _WALLET_WORDS):
        return WALLET
    if "balance" in words or {"in", "out"} <= words or ("mark" in words and "counterparty" in words):
        return STATEMENT
    if any(map(names_accounts, columns)) and any(tells_outcomes(c) or tells_directions(c) for c in columns):
        return WALLET
    if any(column.name == _WALLET_DIRECTION for column in columns):
        return WALLET
    if best[1]:
        return "records" if best[1] == "plan" and _is_of_paid(columns) else best[1]
    if any(map(_is_direction, columns)):
        return STATEMENT
    money = [column for column in columns if _is_money(column)]
    if _periods(columns) and len(money) > 1:
        return "records" if _is_of_paid(columns) else "plan"
    return "records" if _shares(money) else PAYMENTS


def _is_of_paid(columns: tuple[Column, ...]) -> bool:
    """Whether periods and their parts are those that were paid: by the headings, or as only lateness adds a third."""
    dates = [column for column in columns if is_date(column)]
    if speak_of_paid(columns, dates):
        return True
    penalties = [role for role, _ in _shares([c for c in columns if _is_money(c)]) if role == "penalty"]
    return bool(penalties) and not speak_of_due(columns)


def guessed_roles(kind: str, columns: tuple[Column, ...]) -> dict[str, str]:
    """For each column by name the role it may play in a table of this kind; empty where nothing speaks for one."""
    by_word = _by_words(kind, columns)
    given = {role: name for name, role in by_word.items()}
    for role, name in _by_cells(kind, columns, given):
        if given.setdefault(role, name) == name:
            by_word.setdefault(name, role)
    return {column.name: by_word.get(column.name, "") for column in columns}


def _by_words(kind: str, columns: tuple[Column, ...]) -> dict[str, str]:
    lender = next((one for one in kinds() if one.name == kind), None)
    if lender is None:
        return _by_statement_words(kind, columns)
    if found := assign(lender, columns):
        return {column.name: role for role, column in found.roles.items() if role in mapped_kinds()[kind].roles}
    table, chosen = roles(), dict[str, str]()
    scored = [(suits(table[role], column), role, column) for role in lender.roles for column in columns]
    for score, role, column in sorted(scored, key=lambda one: (-one[0], one[2].index, one[1])):
        if score > _LEAST and column.name not in chosen and role not in chosen.values():
            chosen[column.name] = role
    return chosen


_LEAST = 0.55


def _by_statement_words(kind: str, columns: tuple[Column, ...]) -> dict[str, str]:
    chosen: dict[str, str] = {}
    for column in columns:
        role = _BY_STATEMENT_WORD.get(statement_words.role_of(column.name), "")
        if kind == PAYMENTS:
            role = _PAYMENT_ROLES.get(role, role)
        if kind == WALLET:
            role = "account" if any(word in column.name for word in _WALLET_WORDS) else role
        fits = _FITS.get(role, _anything)
        if role in mapped_kinds()[kind].roles and role not in chosen.values() and fits(column):
            chosen[column.name] = role
    return chosen


def _by_cells(kind: str, columns: tuple[Column, ...], given: Mapping[str, str]) -> Iterable[tuple[str, str]]:
    """What cells alone say of columns that no heading names: necessary roles, and the text."""
    if kind == STATEMENT:
        yield from running(columns).items()
        yield from (("direction", column.name) for column in columns if _is_direction(column))
    if kind == WALLET:
        for role, says in _OF_WALLETS.items():
            yield from ((role, column.name) for column in columns if column.name not in given.values() and says(column))
    free = [column for column in columns if column.name not in given.values()]
    lacking = {role for group, _ in mapped_kinds()[kind].lacking(given) for role in group} - given.keys()
    dates = [column for column in free if is_date(column)]
    if role := next((role for role in _DATES if role in lacking), ""):
        yield from ((role, column.name) for column in dates[:1])
    numbers = [column for column in free if column in _periods(columns)]
    if kind in ("plan", "records") and "period" not in given:
        yield from (("period", column.name) for column in numbers[:1])
    money = [column for column in free if _is_money(column) and column not in numbers]
    if "principal" in lacking:
        yield from _shares([column for column in columns if _is_money(column)]) or _split(money)
    elif role := next((role for role in _MONEY if role in lacking), ""):
        yield from ((role, column.name) for column in money[:1])
    if "penalty" in mapped_kinds()[kind].roles:
        yield from _total_and_penalty([column for column in money if column.name not in given.values()], columns, given)
    if kind == STATEMENT and len(money) > 1 and "balance" not in given:
        yield from (("balance", column.name) for column in money[1:2])
    cards = [column for column in free if names_accounts(column)]
    if kind != WALLET and "account" in mapped_kinds()[kind].roles and "account" not in given:
        yield from (("account", column.name) for column in cards[:1])
    texts = [c for c in free if c.profile.share("text") >= _MOSTLY and c.profile.filled and c not in cards]
    yield from _told_in_words(kind, texts, given)


def _told_in_words(kind: str, texts: list[Column], given: Mapping[str, str]) -> Iterable[tuple[str, str]]:
    """With whom, where a heading asks that, and what for: of the others the one that says most."""
    wanted = [role for role in ("counterparty", "text") if role in mapped_kinds()[kind].roles and role not in given]
    partner = next((column for column in texts if names_partners(column)), None)
    if "counterparty" in wanted and partner is not None and (len(texts) > 1 or "text" not in wanted):
        yield "counterparty", partner.name
        texts = [column for column in texts if column is not partner]
    if "text" in wanted and texts:
        yield "text", max(texts, key=lambda column: sum(map(len, column.cells))).name


def _split(money: list[Column]) -> Iterable[tuple[str, str]]:
    """Principal and interest where there are two columns; of one alone nothing tells that it is no total."""
    if len(money) == 2:
        larger, smaller = sorted(money, key=lambda column: -sum(_amounts(column)))
        return [("principal", larger.name), ("interest", smaller.name)]
    return [("total", money[0].name)] if len(money) == 1 else []


def _total_and_penalty(
    free: list[Column], columns: Iterable[Column], given: Mapping[str, str]
) -> Iterable[tuple[str, str]]:
    """The column that principal and interest make in every row, alone or with another; without one by the heading."""
    cells = {column.name: column for column in columns}
    if not {"principal", "interest"} <= given.keys():
        return []
    shares = [
        sum(pair) for pair in zip(*(_amounts(cells[given[role]]) for role in ("principal", "interest")), strict=True)
    ]
    totals = [cells[given["total"]]] if "total" in given else free
    for total in totals:
        rest = [all_of_it - share for all_of_it, share in zip(_amounts(total), shares, strict=True)]
        found = [column for column in free if any(rest) and column is not total and _amounts(column) == rest]
        if found or not any(rest):
            return [("total", total.name), *(("penalty", column.name) for column in found[:1])]
    if "total" in given:
        return []
    return [("penalty", column.name) for column in free if _PENALTY_WORD in column.name][:1]


_PENALTY_WORD = "罚"


def _shares(money: list[Column]) -> list[tuple[str, str]]:
    """The columns of which two or three make another in every row: the largest the principal, the least a penalty."""
    sums = {column.name: _amounts(column) for column in money[:_MOST_TRIED]}
    for count in (2, 3):
        for parts in combinations(sums, count):
            added = [sum(row) for row in zip(*(sums[name] for name in parts), strict=True)]
            total = next((name for name in sums if name not in parts and sums[name] == added and any(added)), "")
            if total:
                largest_first = sorted(parts, key=lambda name: -sum(sums[name]))
                return [*zip(("principal", "interest", "penalty"), largest_first, strict=False), ("total", total)]
    return []


def running(columns: Iterable[Column]) -> dict[str, str]:
    """The columns of which one is the balance that the others make row by row, by role; empty where none is."""
    money = [column for column in columns if _is_money(column)][:_MOST_TRIED]
    sums = {column.name: _amounts(column) for column in money}
    for balance, out, into in permutations(money, 3):
        if _follows(sums[balance.name], [i - o for i, o in zip(sums[into.name], sums[out.name], strict=True)]):
            return {"balance": balance.name, "money_out": out.name, "money_in": into.name}
    for balance, moved in permutations(money, 2):
        if _follows(sums[balance.name], sums[moved.name]):
            return {"balance": balance.name, "money": moved.name}
    return {}


def _follows(balances: list[int], moved: list[int]) -> bool:
    """Whether each balance is the one before with what moved, in the order of the rows or against it."""
    steps = list(pairwise(balances))
    onward = all(after - before == step for (before, after), step in zip(steps, moved[1:], strict=True))
    back = all(before - after == step for (before, after), step in zip(steps, moved, strict=False))
    return len(steps) > 1 and any(moved) and (onward or back)


def _amounts(column: Column) -> list[int]:
    found = []
    for cell in column.cells:
        try:
            found.append(parse_amount(present(cell)))
        except UnreadableAmount:
            found.append(0)
    return found


def _periods(columns: Iterable[Column]) -> list[Column]:
    """The columns that count: one more in each row."""
    found = []
    for column in columns:
        numbers = [parse_period(cell) for cell in column.cells]
        steps = {b - a for a, b in pairwise(numbers) if a is not None and b is not None}
        if len(numbers) > 1 and None not in numbers and steps == {1}:
            found.append(column)
    return found


def is_date(column: Column) -> bool:
    """Whether most cells of a column are days."""
    return column.profile.share("day") + column.profile.share("moment") >= _MOSTLY


def _is_direction(column: Column) -> bool:
    """Whether every cell says which way money went, and both ways occur."""
    told = {statement_words.mark(cell) for cell in column.cells if cell.strip()}
    return told == {1, -1}


def _is_money(column: Column) -> bool:
    return column.profile.share("amount") >= _MOSTLY and not is_date(column)


_OF_WALLETS: Mapping[str, Callable[[Column], bool]] = {
    "account": names_accounts,
    "outcome": tells_outcomes,
    "direction": tells_directions,
}


def _anything(column: Column) -> bool:
    return True


_FITS: Mapping[str, Callable[[Column], bool]] = {
    **dict.fromkeys(_DATES, is_date),
    **dict.fromkeys(("money", "money_in", "money_out", "balance"), lambda c: _is_money(c) or not c.profile.filled),
}
"""What the cells of a column must look like before its heading is believed."""
