"""Reads pages of our own drawing with known text: cells that are right, wrong ones that nothing marks, time, memory.

python -m tests.benchmarks.bench_screens [PAGES] [FIRST]
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from statistics import median

from app.importers.pictures.ocr import Reader
from app.importers.screens.assembling import page_of
from app.importers.screens.lines import lines_of
from app.importers.screens.page import DAY_ROLES, MONEY_ROLES, ScreenPage
from tests.importers import screens_drawn

VARIANTS = ("png", "jpeg60", "small", "turned")
ROLES = {"state": ("state", "loan_state", "outcome")}


def main() -> int:
    """Print what was measured; the status is 1 where a bound of the issue is missed."""
    pages, first = (int(sys.argv[i]) if len(sys.argv) > i else default for i, default in ((1, 300), (2, 0)))
    reader, found = Reader(), Counter[str]()
    seconds, processor = [], []
    for number in range(first, first + pages):
        drawn, variant = screens_drawn.page(number), VARIANTS[number // 5 % len(VARIANTS)]
        data = screens_drawn.as_file(drawn.picture, variant)
        began, used = time.perf_counter(), time.process_time()
        page = page_of(lines_of(reader.read(data).words))
        seconds.append(time.perf_counter() - began)
        processor.append(time.process_time() - used)
        if drawn.rows:
            judged = judge(drawn, page)
            found += judged
            if judged["wrong"]:
                print(
                    f"page {number} {drawn.kind} {variant}: {dict(judged)} {page.notes if page else 'not understood'}"
                )
        else:
            found["invented"] += len(page.rows) if page else 0
    return told(found, seconds, processor)


def judge(drawn: screens_drawn.Drawn, page: ScreenPage | None) -> Counter[str]:
    """Cells right and wrong; wrong ones by whether anything marks them."""
    found: Counter[str] = Counter()
    rows = page.rows if page is not None and page.kind == drawn.kind else ()
    told_of_page = page is None or page.kind != drawn.kind or bool(page.notes)
    for at, wanted in enumerate(drawn.rows):
        row = _matching(rows, at, wanted)
        for role, value in wanted.items():
            if role not in MONEY_ROLES | DAY_ROLES | {"state"}:
                continue
            read = next((row.text(r) for r in ROLES.get(role, (role,)) if row and row.text(r)), "")
            read = read[:10] if role in DAY_ROLES else read
            if read == (value.replace(",", "") if role in MONEY_ROLES else value):
                found["right"] += 1
                continue
            found["wrong"] += 1
            marked = told_of_page or (row is not None and row.is_doubtful) or (row is not None and not read)
            found["marked" if marked else "unmarked"] += 1
            found["unmarked amount"] += not marked and role in MONEY_ROLES
    found["rows"] += len(drawn.rows)
    found["invented"] += max(0, len(rows) - len(drawn.rows))
    found["closed"] += page is not None and page.is_closed
    found["closed and wrong"] += page is not None and page.is_closed and bool(found["wrong"])
    return found


def _matching(rows: tuple, at: int, wanted: dict[str, str]):  # type: ignore[no-untyped-def,type-arg]
    if "period" in wanted:
        return next((row for row in rows if row.text("period") == wanted["period"]), None)
    return rows[at] if at < len(rows) else None


def told(found: Counter[str], seconds: list[float], processor: list[float]) -> int:
    """Print the sums and say whether the bounds hold."""
    cells = found["right"] + found["wrong"]
    before, after = found["right"] / cells, (found["right"] + found["marked"]) / cells
    print(f"cells {cells}, rows {found['rows']}: right {before:.4f}, right or marked {after:.4f}")
    print(
        f"unmarked {found['unmarked']}, of them amounts {found['unmarked amount']}; rows invented {found['invented']}"
    )
    print(f"pages that closed {found['closed']}, of them with a wrong cell {found['closed and wrong']}")
    print(f"median {median(seconds):.2f} s, {median(processor):.2f} s of processor; longest {max(seconds):.2f} s")
    peak = _peak()
    print(f"peak {peak} MB")
    holds = before >= 0.985 and after >= 0.999 and found["unmarked amount"] * 1000 <= cells and not found["invented"]
    return 0 if holds and peak <= 1_229 else 1


def _peak() -> int:
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


if __name__ == "__main__":
    sys.exit(main())
