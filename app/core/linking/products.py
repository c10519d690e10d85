"""Which product a loan is where its lender's papers do not say: by the money that moved for it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from datetime import date

from app.core.facts import BankRow, LoanRecord, PeriodState, PlanRow, Product, WalletKind
from app.core.linking.payments import Movement
from app.core.money import Fen
from app.core.normalise import Repayment

NEAR_DUE = 5
"""How many days a debit of a period's exact amount may lie from its due date to speak for a product."""

NEAR_DRAWDOWN = 2
"""How many days the bank's credit may lie from the day of the drawdown."""

MOST_TOGETHER = 4
"""One debit takes the instalments of so many loans at most."""

WALLETS = {
    Product.JIEBEI: "alipay", Product.HUABEI: "alipay", Product.RESERVE: "alipay", Product.WANGSHANG: "alipay",
    Product.WEILIDAI: "wechat", Product.FENFU: "wechat", Product.BAITIAO: "jd", Product.JINTIAO: "jd",
    Product.YUEFU: "meituan",
}  # fmt: skip
"""The wallet whose export shows a product's payments; other products are paid from a bank account."""

_NO_LOANS = frozenset({Product.OTHER, Product.RESERVE, Product.CARD})


def product_by_debits(
    rows: Iterable[PlanRow],
    repayments: Iterable[Repayment],
    record: LoanRecord | None,
    debits: Mapping[Fen, Sequence[Movement]],
    bank: Sequence[BankRow],
    together: Mapping[Fen, Set[date]],
) -> Product:
    """The product of the money that was paid out, else of most debits that are periods' or records' exact amounts.

    ``debits`` are those that `debits_by_amount` gives, ``together`` what `due_together` gives for the loan. Where
    two products debited the amounts twice or more, as of two equal loans, the one goes first whose debits agree
    with what the last page shows as repaid and as still unpaid. Product.OTHER where nothing fits or two products
    fit as well.
    """
    plan = tuple(rows)
    paid_out = _paid_out(record, bank)
    if paid_out is not None:
        return paid_out
    wanted: dict[Fen, set[date]] = {}
    for row in plan:
        wanted.setdefault(row.instalment, set()).add(row.due)
    for repayment in repayments:
        wanted.setdefault(repayment.total, set()).add(repayment.at.date())
    for amount, days in together.items():
        wanted.setdefault(amount, set()).update(days)
    votes: Counter[Product] = Counter()
    for amount, days in wanted.items():
        for m in debits.get(amount, ()):
            votes[m.product] += any(abs((m.on - day).days) <= NEAR_DUE for day in days)
    against = _against(plan, debits, frozenset(votes)) if sum(c >= AGAIN for c in votes.values()) > 1 else Counter()
    ranked = sorted(((-against[p], count, p.value) for p, count in votes.items() if count), reverse=True)
    if not ranked or (len(ranked) > 1 and ranked[0][:2] == ranked[1][:2]):
        return Product.OTHER
    return Product(ranked[0][2])


AGAIN = 2
"""So many debits of a loan's exact amounts make a product one that may be the loan's, beside another one."""


def _against(
    rows: Sequence[PlanRow], debits: Mapping[Fen, Sequence[Movement]], products: frozenset[Product]
) -> Counter[Product]:
    """How many periods of the last page speak against each of the products: repaid and not debited, or unpaid and
    debited.
    """
    last = max((row.as_of or date.min for row in rows), default=date.min)
    found: Counter[Product] = Counter()
    for row in rows:
        if (row.as_of or date.min) != last or row.due >= last or not row.amounts_kept:
            continue
        near = (m.product for m in debits.get(row.instalment, ()) if abs((m.on - row.due).days) <= NEAR_DUE)
        debited = products.intersection(near)
        found.update(products - debited if row.state is PeriodState.SETTLED else debited)
    return found


def beyond_debits(
    chosen: Mapping[str, Product], plans: Mapping[str, Sequence[PlanRow]], debits: Mapping[Fen, Sequence[Movement]]
) -> Iterator[str]:
    """Of loans that are due alike and were taken for one product, those that its debits are too few for, by contract.

    Where a product debited each period of two equal loans once, one of them is another lender's: the one whose last
    page speaks against it.
    """
    alike: dict[tuple[Product, frozenset[tuple[date, Fen]]], list[str]] = defaultdict(list)
    for contract, product in chosen.items():
        if product not in _NO_LOANS and (rows := plans.get(contract)):
            alike[product, frozenset((row.due, row.instalment) for row in rows)].append(contract)
    for (product, dues), contracts in alike.items():
        times = Counter(
            sum(m.product is product and abs((m.on - due).days) <= NEAR_DUE for m in debits.get(amount, ()))
            for due, amount in dues
        )
        usual = max((n for n in times if n), key=lambda n: (times[n], n), default=len(contracts))
        own = frozenset({product})
        yield from sorted(contracts, key=lambda c: (_against(plans[c], debits, own)[product], c))[usual:]


def due_together(plans: Iterable[Iterable[PlanRow]]) -> dict[str, dict[Fen, set[date]]]:
    """What the loans of these plans, two to four, ask for together on the days they share: by loan, amount and day.

    One debit may take the instalments of several loans.
    """
    of_day: dict[date, dict[str, Fen]] = defaultdict(dict)
    for rows in plans:
        for row in rows:
            of_day[row.due].setdefault(row.contract, row.instalment)
    found: dict[str, dict[Fen, set[date]]] = defaultdict(lambda: defaultdict(set))
    for day, dues in of_day.items():
        for contract in dues if 2 <= len(dues) <= MOST_TOGETHER else ():
            found[contract][sum(dues.values())].add(day)
    return found


def _repaid_to(credit: BankRow, bank: Sequence[BankRow]) -> Product | None:
    """The product that the debits of a credit's payee name, where they name one alone."""
    if not credit.payee:
        return None
    payee = (credit.bank, credit.account, credit.payee)
    named = {
        row.product for row in bank
        if row.amount < 0 and row.product is not None and (row.bank, row.account, row.payee) == payee
    }  # fmt: skip
    return named.pop() if len(named) == 1 else None


def debits_by_amount(moved: Iterable[Movement]) -> dict[Fen, list[Movement]]:
    """The debits that may speak for a product, by their amount, and by what several of one day come to together."""
    found: dict[Fen, list[Movement]] = defaultdict(list)
    of_day: dict[tuple[Product, date], list[Movement]] = defaultdict(list)
    for m in moved:
        if m.kind is WalletKind.REPAYMENT and m.done and m.product not in _NO_LOANS:
            found[m.amount].append(m)
            of_day[m.product, m.on].append(m)
    for own in of_day.values():
        if len(own) > 1:  # two institutions that fund a loan take their shares of each period
            found[sum(m.amount for m in own)].append(own[0])
    return dict(found)


def _paid_out(record: LoanRecord | None, bank: Sequence[BankRow]) -> Product | None:
    """The product that the bank names of the one credit of the amount lent, within days of the drawdown."""
    if record is None or record.drawn_at is None or record.principal is None:
        return None
    drawn = record.drawn_at.date()
    credits = [row for row in bank if row.amount == record.principal and 0 <= (row.on - drawn).days <= NEAR_DRAWDOWN]
    named = {row.product or _repaid_to(row, bank) for row in credits}
    found = named.pop() if len(named) == 1 else None
    return found if found not in _NO_LOANS else None
