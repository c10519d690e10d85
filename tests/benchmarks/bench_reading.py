"""Measures reading, recognising and normalising a wallet's export beside a bare pandas.read_csv of the same file.

Run as ``python tests/benchmarks/bench_reading.py [--quoted] [ROWS]...`` from the project's folder, in an environment
with ``.[test,bench]``; ``--quoted`` puts every cell into quotes. Every figure comes from a process of its own: seconds
of processor time, and its peak memory beyond the interpreter with pandas imported.
"""

from __future__ import annotations

import gc
import subprocess
import sys
import tempfile
import time
from importlib import import_module
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROWS = (10_000, 100_000, 1_000_000)
REPEATS = 3
PREAMBLE = (
    "-" * 84,
    "导出信息：",
    "姓名：张*",
    "支付宝账户：138******00",
    "起始时间：[2024-01-01 00:00:00]    终止时间：[2024-12-31 23:59:59]",
    "导出交易类型：[全部]",
    "导出时间：[2025-01-01 09:12:52]",
    "共{rows}笔记录",
    "------------------------支付宝支付科技有限公司  电子客户回单------------------------",
    "交易时间,交易分类,交易对方,对方账号,商品说明,收/支,金额,收/付款方式,交易状态,交易订单号,商家订单号,备注,",
)
METHODS = ("余额宝", "招商银行储蓄卡(8705)", "余额宝", "账户余额", "花呗", "余额宝&红包", "招商银行储蓄卡(8705)")


def write_wallet(path: Path, rows: int, *, quoted: bool = False) -> None:
    """A made-up export in GB18030: one repayment in fifty rows, one purchase in seven paid with credit."""
    with path.open("w", encoding="gb18030", newline="") as file:
        file.writelines(f"{line.format(rows=rows)}\r\n" for line in PREAMBLE[:-1])
        for line in (PREAMBLE[-1], *(_row(n, rows) for n in range(rows))):
            file.write((_quoted(line) if quoted else line) + "\r\n")


def _quoted(line: str) -> str:
    return ",".join(f'"{cell}"' for cell in line.removesuffix(",").split(","))


def _row(n: int, rows: int) -> str:
    # A step coprime to the ranges spreads the values without a random generator.
    at = f"2024-{12 - n * 12 // rows:02d}-{28 - n % 28:02d} {n % 24:02d}:{n * 7 % 60:02d}:{n * 13 % 60:02d}"
    amount = f"{n * 7919 % 200_000 / 100 + 0.01:.2f}"
    if n % 50 == 0:
        return f"{at},信用借还,花呗,/,花呗自动还款-2024年10月账单,不计收支,{amount},余额宝,还款成功,2024{n:024d}\t,\t,,"
    shop = f"商户{n * 31 % 5000}号餐饮有限公司,abc***@163.com,外卖订单{n}号-招牌套餐"
    method = METHODS[n % len(METHODS)]
    return f"{at},餐饮美食,{shop},支出,{amount},{method},交易成功,2024{n:024d}\t,T200P{n:020d}\t,,"


def bare(path: str) -> int:
    """What pandas alone needs."""
    import pandas as pd

    return len(pd.read_csv(path, encoding="gb18030", skiprows=len(PREAMBLE) - 1, index_col=False))


def ours(path: str) -> int:
    """Reading, recognising and normalising."""
    from app.importers.read import read_paths

    reading = read_paths([path])
    return sum(report.rows for report in reading.sources)


def measure(what: str, path: str) -> None:
    """Print processor seconds, peak bytes beyond the start, and rows; run in a process of its own."""
    import pandas as pd

    sys.path.insert(0, str(ROOT))
    if what == "ours":
        from app.__main__ import NEW_OBJECTS
        from app.importers.registry import importers

        import_module("app.importers.read")  # modules are loaded once in a program's life
        importers()
        gc.set_threshold(NEW_OBJECTS)  # as the program does when it starts
    from app.process_limits import peak

    pd.DataFrame({"a": ["x"]}).to_csv()
    before = peak()
    started = time.process_time()
    rows = {"bare": bare, "ours": ours}[what](path)
    print(time.process_time() - started, peak() - before, rows)


def _best(what: str, path: Path) -> tuple[float, int, int]:
    command = [sys.executable, __file__, "--measure", what, str(path)]
    runs = [subprocess.run(command, capture_output=True, text=True, check=True) for _ in range(REPEATS)]
    figures = [run.stdout.split() for run in runs]
    return min(float(f[0]) for f in figures), min(int(f[1]) for f in figures), int(figures[0][2])


def main(sizes: list[int], *, quoted: bool) -> None:
    """Print a line for each size."""
    titles = ("rows", "file MB", "bare s", "ours s", "ratio", "bare mem", "ours mem")
    print(" ".join(f"{title:>9}" for title in titles), "(memory × file)")
    with tempfile.TemporaryDirectory() as folder:
        for rows in sizes:
            path = Path(folder, f"{rows}.csv")
            write_wallet(path, rows, quoted=quoted)
            size = path.stat().st_size
            bare_seconds, bare_memory, _ = _best("bare", path)
            seconds, memory, seen = _best("ours", path)
            assert seen == rows, (seen, rows)
            print(
                f"{rows:>9} {size / 1e6:>9.1f} {bare_seconds:>9.3f} {seconds:>9.3f} {seconds / bare_seconds:>9.2f}"
                f" {bare_memory / size:>9.2f} {memory / size:>9.2f}"
            )
            path.unlink()


if __name__ == "__main__":
    if sys.argv[1:2] == ["--measure"]:
        measure(*sys.argv[2:4])
    else:
        given = [text for text in sys.argv[1:] if text != "--quoted"]
        main([int(text) for text in given] or list(ROWS), quoted="--quoted" in sys.argv[1:])
