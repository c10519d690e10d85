"""The pages that name no contract: where the plans of a table begin and end, and which cannot be of one loan."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from app.core.facts import PeriodState, PlanRow, PlanTotal, Source
from app.core.money import Fen

Place = tuple[str, str, str, int]
"""A table, by digest, file and sheet, and which of the plans that stand in it, from 0."""

Row = PlanRow | PlanTotal


@dataclass(frozen=True, slots=True)
class Page:
    """The rows without a contract of one table, or of one of the plans that stand in it one below the other: of one
    loan, perhaps as it stood on several days.
    """

    place: Place
    rows: tuple[Row, ...]

    @property
    def order(self) -> tuple[object, ...]:
        """Its place among pages by what it says, whatever its file is called."""
        rows = sorted((row.due, row.period, row.instalment, row.as_of or date.min) for row in self.rows)
        return (rows, self.place)

    def is_other_loan(self, page: Page) -> bool:
        """Whether two pages cannot be of one loan.

        Their titles name two products; or the first period falls due on two days, or was repaid with two amounts; or
        what they show of a period differs although they are of the same day.
        """
        if len(self._products | page._products) > 1:
            return True
        theirs: dict[int, list[Row]] = defaultdict(list)
        for row in page.rows:
            theirs[row.period].append(row)
        return any(_contradict(row, other) for row in self.rows for other in theirs[row.period])

    def is_twin(self, page: Page) -> bool:
        """Whether two pages that show the same amounts are of two loans, if there are two.

        They are of one day; or an earlier one shows as settled what a later one shows as unpaid.
        """
        theirs = {row.period: row for row in page.rows}
        pairs = [(row, theirs[row.period]) for row in self.rows if row.period in theirs]
        return any(one.as_of == other.as_of or _unsettled(one, other) for one, other in pairs)

    @property
    def _products(self) -> set[object]:
        return {row.product for row in self.rows if row.product}

    @property
    def whole(self) -> tuple[Fen, date, int] | None:
        """Principal, first due date and number of periods of its first day, where no period of the plan is missing."""
        first = min(row.as_of or date.min for row in self.rows)
        rows = sorted((row for row in self.rows if (row.as_of or date.min) == first), key=lambda row: row.period)
        if [row.period for row in rows] != list(range(1, len(rows) + 1)):
            return None
        amounts = [row.principal if isinstance(row, PlanRow) else row.principal or 0 for row in rows]
        return sum(amounts), rows[0].due, len(rows)


def _contradict(one: Row, other: Row) -> bool:
    same_day = one.as_of == other.as_of and one.as_of is not None
    if one.period != 1 and not same_day:
        return False
    if one.due != other.due:
        return True
    repaid = one.state is PeriodState.SETTLED and other.state is PeriodState.SETTLED
    return (same_day or repaid) and one.instalment != other.instalment and bool(one.instalment and other.instalment)


def _unsettled(one: Row, other: Row) -> bool:
    """Whether the earlier of two rows shows a period as settled, and the later one as unpaid."""
    if one.as_of is None or other.as_of is None or one.as_of == other.as_of:
        return False
    earlier, later = (one, other) if one.as_of < other.as_of else (other, one)
    return earlier.state is PeriodState.SETTLED and later.state in (PeriodState.OPEN, PeriodState.OVERDUE)


@dataclass(frozen=True, slots=True)
class Tables:
    """Where the plans of tables end that hold several, one below the other: the last rows of all but the last."""

    ends: Mapping[tuple[str, str, str], tuple[int, ...]]

    @classmethod
    def of(cls, rows: Iterable[Row]) -> Tables:
        """A plan ends where a row contradicts one that stands above it in the same table."""
        tables: dict[tuple[str, str, str], list[Row]] = defaultdict(list)
        for row in rows:
            if not row.contract and row.sources:
                tables[_table(row.sources[0])].append(row)
        return cls({table: ends for table, own in tables.items() if (ends := cls._ends(own))})

    @staticmethod
    def _ends(rows: list[Row]) -> tuple[int, ...]:
        """The last rows of plans; none where rows of several plans are mixed, so that one would hold a period twice."""
        plans: list[list[Row]] = [[]]
        above: dict[int, list[Row]] = defaultdict(list)
        for row in sorted(rows, key=lambda row: (row.sources[0].row, row.due, row.period)):
            if any(_contradict(row, other) for other in above[row.period]):
                plans.append([])
                above.clear()
            plans[-1].append(row)
            above[row.period].append(row)
        shown = [Counter((row.as_of, row.period) for row in plan) for plan in plans]
        is_mixed = any(len(plan) == 1 or max(periods.values()) > 1 for plan, periods in zip(plans, shown, strict=True))
        return () if is_mixed else tuple(plan[-1].sources[0].row for plan in plans[:-1])

    def place(self, sources: Sequence[Source]) -> Place:
        """The table of a fact, and which of its plans it belongs to; what stands above a plan is of that plan."""
        if not sources:
            return ("", "", "", 0)
        table = _table(sources[0])
        return (*table, bisect_left(self.ends.get(table, ()), sources[0].row))


def _table(source: Source) -> tuple[str, str, str]:
    return (source.digest, source.file, source.sheet)


def pages_of(rows: Iterable[Row], tables: Tables) -> list[Page]:
    """The pages of rows without a contract, in an order that does not depend on how their files are called."""
    found: dict[Place, list[Row]] = defaultdict(list)
    for row in rows:
        if not row.contract:
            found[tables.place(row.sources)].append(row)
    return sorted((Page(place, tuple(own)) for place, own in found.items()), key=lambda page: page.order)
