"""Every kind of case by its name, and how one is made, written, read, explained and judged."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from random import Random
from zlib import crc32

from app.core.explanation import Explanation
from app.core.pipeline import explain
from app.importers.read import read_paths
from app.workspace.tables import lender_rules, work_calendar
from tests.simulation.kinds.accounts import ACCOUNTS
from tests.simulation.kinds.advances import ADVANCES
from tests.simulation.kinds.bill_ends import BILL_ENDS
from tests.simulation.kinds.bill_fronts import BILL_FRONTS
from tests.simulation.kinds.bill_instalments import BILL_INSTALMENTS
from tests.simulation.kinds.bills import BILLS
from tests.simulation.kinds.changes import CHANGES
from tests.simulation.kinds.combinations import COMBINATIONS
from tests.simulation.kinds.crossings import CROSSINGS
from tests.simulation.kinds.desk import Desk
from tests.simulation.kinds.endings import ENDINGS
from tests.simulation.kinds.histories import HISTORIES
from tests.simulation.kinds.irregular import IRREGULAR
from tests.simulation.kinds.judge import Verdict, judge
from tests.simulation.kinds.lateness import LATENESS
from tests.simulation.kinds.missing import MISSING
from tests.simulation.kinds.off_plan import OFF_PLAN
from tests.simulation.kinds.others import OTHERS
from tests.simulation.kinds.pages import PAGES
from tests.simulation.kinds.payments import PAYMENTS
from tests.simulation.kinds.products import PRODUCTS
from tests.simulation.kinds.strangers_told import STRANGERS_TOLD
from tests.simulation.kinds.troubles import TROUBLES
from tests.simulation.kinds.ways import WAYS

KINDS: Mapping[str, Callable[[Desk, int], None]] = {
    **LATENESS,
    **PAYMENTS,
    **CHANGES,
    **BILLS,
    **BILL_ENDS,
    **BILL_INSTALMENTS,
    **BILL_FRONTS,
    **ADVANCES,
    **ENDINGS,
    **OTHERS,
    **PRODUCTS,
    **HISTORIES,
    **ACCOUNTS,
    **MISSING,
    **IRREGULAR,
    **PAGES,
    **WAYS,
    **STRANGERS_TOLD,
    **TROUBLES,
    **OFF_PLAN,
    **COMBINATIONS,
    **CROSSINGS,
}


def case(kind: str, seed: int) -> Desk:
    """A case of a kind; variants go round with the seeds."""
    rng = Random(crc32(kind.encode()) * 100_003 + seed)
    desk = Desk(f"{kind}-{seed}", rng, words=rng.randrange(2), encoding=rng.choice(("utf-8-sig", "gb18030")))
    KINDS[kind](desk, seed % 4)
    return desk


def explained(folder: Path) -> Explanation:
    """What the program says of a folder, with the tables that it ships with."""
    reading = read_paths([folder])
    return explain(reading.ledger, reading.sources, calendar=work_calendar(), rules=lender_rules())


def told(kind: str, seed: int, folder: Path) -> tuple[Verdict, Explanation]:
    """Write a case, read it as a person's files are read, explain and judge it."""
    desk = case(kind, seed)
    desk.save(folder)
    explanation = explained(folder)
    return judge(desk, explanation), explanation
