"""Reads pages of our own drawing with known text: cells that are right, wrong ones that nothing marks, time, memory.

python -m tests.benchmarks.bench_screens [PAGES] [FIRST] [FONT]

FONT is the file of another Chinese font to draw with.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from statistics import median

from app.importers.pictures.ocr import Reader
from app.importers.screens.assembling import page_of
from app.importers.screens.lines import lines_of
from app.importers.screens.page import DAY_ROLES, MONEY_ROLES, ScreenPage, ScreenRow
from tests.importers import screens_drawn

VARIANTS = ("png", "jpeg60", "small", "turned")
ROLES = {"state": ("state", "loan_state", "outcome")}


def main() -> int:
    """Print what was measured; the status is 1 where a bound of the issue is missed."""
    pages, first = (int(sys.argv[i]) if len(sys.argv) > i else default for i, default in ((1, 300), (2, 0)))
    if len(sys.argv) > 3:
        screens_drawn.draw_with(sys.argv[3])
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
    """Cells right and wrong; wrong ones by whether their row, the page, or the row above a missed one is marked."""
    found: Counter[str] = Counter()
    rows = list(page.rows) if page is not None and page.kind == drawn.kind else []
    told_of_page = not rows or (page is not None and bool(page.notes))
    left, above = list(rows), None
    for wanted in drawn.rows:
        row = _matching(left, wanted)
        if row is not None:
            left.remove(row)
        by_row = row.is_doubtful if row is not None else above is not None and above.is_doubtful
        found += _cells(row, wanted, marked=told_of_page or by_row)
        above = row or above
    found["rows"] += len(drawn.rows)
    found["invented"] += max(0, len(rows) - len(drawn.rows))
    found["closed"] += page is not None and page.is_closed
    found["closed and wrong"] += page is not None and page.is_closed and bool(found["wrong"])
    return found


def _cells(row: ScreenRow | None, wanted: dict[str, str], *, marked: bool) -> Counter[str]:
    found: Counter[str] = Counter()
    for role in wanted.keys() & (MONEY_ROLES | DAY_ROLES | {"state"}):
        read = next((row.text(r) for r in ROLES.get(role, (role,)) if row.text(r)), "") if row else ""
        value = wanted[role].replace(",", "") if role in MONEY_ROLES else wanted[role]
        if (read[:10] if role in DAY_ROLES else read) == value:
            found["right"] += 1
            continue
        found["wrong"] += 1
        seen = marked or (row is not None and not read)  # an empty cell is seen on the page
        found["marked" if seen else "unmarked"] += 1
        found["unmarked amount"] += not seen and role in MONEY_ROLES
    return found


def _matching(rows: list[ScreenRow], wanted: dict[str, str]) -> ScreenRow | None:
    """The row of a period, or the first of a day; the one with most equal cells among several."""
    key = next(role for role in ("period", "drawn_at", "paid_at", "posted_on") if role in wanted)
    same = [row for row in rows if row.text(key)[:10] == wanted[key]]
    texts = {text.replace(",", "") for text in wanted.values()}
    return max(same, key=lambda row: sum(cell.text in texts for cell in row.cells.values()), default=None)


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
