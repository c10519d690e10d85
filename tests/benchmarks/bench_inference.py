"""How long an inference takes: a loan alone, and loans in one wallet. Run it as a program."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from random import Random
from statistics import mean

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from app.core.inference import infer, infer_all  # noqa: E402
from tests.core.inference_lender import any_loan  # noqa: E402
from tests.core.test_inference_wallet import many_loans, wallet  # noqa: E402

LIMIT = 0.2


def alone(count: int) -> list[float]:
    """Return the seconds each of ``count`` random loans takes."""
    spent = []
    for seed in range(count):
        made, _, as_of = any_loan(Random(seed))
        began = time.process_time()
        infer(made.drawn, made.debits, as_of=as_of)
        spent.append(time.process_time() - began)
    return spent


def together(count: int) -> list[float]:
    """Return the seconds a loan of each of ``count`` random wallets takes."""
    spent = []
    for seed in range(count):
        drawdowns, paid, as_of = wallet(Random(seed))
        began = time.process_time()
        infer_all(drawdowns, paid, as_of=as_of)
        spent.append((time.process_time() - began) / len(drawdowns))
    return spent


def frequent(count: int) -> float:
    """Return the seconds that one wallet of so many loans takes, nothing being wrong in them."""
    drawdowns, paid, as_of = many_loans(count)
    began = time.process_time()
    infer_all(drawdowns, paid, as_of=as_of)
    return time.process_time() - began


def main() -> int:
    """Print mean, 95th percentile and longest; fail if the mean of either is over the limit."""
    worst = 0.0
    for count in (8, 16, 32, 64):
        print(f"{count} loans of one wallet: {frequent(count):.2f} s")
    for name, spent in (("a loan alone", alone(200)), ("a loan of a wallet", together(100))):
        ordered = sorted(spent)
        late = ordered[len(ordered) * 95 // 100]
        worst = max(worst, late)
        print(f"{name}: mean {mean(spent):.3f} s, 95 of 100 within {late:.3f} s, longest {ordered[-1]:.3f} s")
    return int(worst > LIMIT)


if __name__ == "__main__":
    sys.exit(main())
