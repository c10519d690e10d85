"""The tables a platform sends to a lending institution, as a complaint desk hands them on: amounts in whole fen."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date

from app.core.facts import Method
from tests.simulation.lender import Case, PlanLine, RecordLine
from tests.simulation.writers import Row

LOAN_DETAIL = [
    "contract_no",
    "fund_seq_no",
    "loan_status",
    "apply_date",
    "encash_date",
    "currency",
    "encash_amt",
    "start_date",
    "end_date",
    "total_terms",
    "repay_mode",
    "grace_day",
    "rate_type",
    "day_rate",
    "encash_acct_type",
    "repay_acct_type",
]
REPAY_PLAN = ("contract_no", "term_no", "start_date", "end_date", "prin_amt", "int_amt")
INSTMNT = [
    "contract_no",
    "settle_date",
    "term_no",
    "start_date",
    "end_date",
    "status",
    "clear_date",
    "prin_ovd_date",
    "int_ovd_date",
    "prin_ovd_days",
    "int_ovd_days",
    "prin_bal",
    "int_bal",
    "ovd_prin_pnlt_bal",
    "ovd_int_pnlt_bal",
]
REPAY_LOAN = [
    "contract_no",
    "repay_seq_no",
    "repay_type",
    "repay_date",
    "repay_amt",
    "paid_prin_amt",
    "paid_ovd_prin_amt",
    "paid_int_amt",
    "paid_ovd_int_amt",
    "paid_ovd_prin_pnlt_amt",
    "paid_ovd_int_pnlt_amt",
    "fee_amt",
]
REPAY_INSTMNT = [
    "contract_no",
    "repay_seq_no",
    "term_no",
    "repay_amt_type",
    "repay_date",
    "repay_amt",
    "paid_prin_amt",
    "paid_int_amt",
    "paid_ovd_prin_pnlt_amt",
    "paid_ovd_int_pnlt_amt",
]
EXEMPT = [
    "contract_no",
    "seq_no",
    "term_no",
    "settle_date",
    "exempt_amt",
    "exempt_int_amt",
    "exempt_ovd_prin_pnlt_amt",
    "exempt_ovd_int_pnlt_amt",
]
MODES = {Method.EQUAL_INSTALMENT: "1", Method.EQUAL_PRINCIPAL: "2", Method.INTEREST_ONLY: "6"}
TYPES = {"manual": "01", "auto": "02"}


def interface_tables(case: Case) -> Iterator[tuple[str, list[Row]]]:
    """Every table with its rows; pending repayments are left out, settled periods show no amounts."""
    firsts = {x.contract: x.drawn.date() for x in case.loans}
    yield "loan_detail", _loans(case)
    yield "repay_plan", _plan([x for x in case.plan if x.as_of == firsts[x.contract]])
    yield "instmnt_init", _snapshots([x for x in case.plan if x.as_of != firsts[x.contract]])
    posted = [x for x in case.records if x.outcome == "done" and x.channel != "waiver"]
    yield "repay_loan_detail", _by_loan(posted)
    yield "repay_instmnt_detail", _by_period(posted, case)
    waived = [x for x in case.records if x.channel == "waiver"]
    if waived:
        yield "exempt_instmnt_detail", _waivers(waived)


def _day(day: date) -> str:
    return f"{day:%Y%m%d}"


def _loans(case: Case) -> list[Row]:
    rows: list[Row] = [(LOAN_DETAIL, None)]
    for n, x in enumerate(case.loans):
        end = max(p.due for p in case.plan if p.contract == x.contract and p.as_of == x.drawn.date())
        start = _day(x.drawn.date())
        cells = (
            x.contract,
            f"FS{n}",
            "1",
            start,
            f"{x.drawn:%Y%m%d%H%M%S}",
            "CNY",
            x.principal,
            start,
            _day(end),
            x.terms,
            MODES[x.method],
            x.grace,
            "F",
            f"{x.rate:.6f}",
            "01",
            "02",
        )
        rows.append((cells, x))
    return rows


def _plan(lines: Sequence[PlanLine]) -> list[Row]:
    rows: list[Row] = [(REPAY_PLAN, None)]
    rows += [((x.contract, x.period, _day(x.starts), _day(x.due), x.principal, x.interest), x) for x in lines]
    return rows


def _snapshots(lines: Sequence[PlanLine]) -> list[Row]:
    rows: list[Row] = [(INSTMNT, None)]
    for x in lines:
        gone, late = x.state == "settled", x.state == "overdue"
        behind = (x.as_of - x.due).days if late else 0
        since = _day(date.fromordinal(x.due.toordinal() + 1)) if late else ""
        state = {"open": "NORMAL", "overdue": "OVD", "settled": "CLEAR"}[x.state]
        amounts = (0, 0) if gone else (x.principal, x.interest)
        cells = (
            x.contract,
            _day(x.as_of),
            x.period,
            _day(x.starts),
            _day(x.due),
            state,
            _day(x.due) if gone else "",
            since,
            since,
            behind,
            behind,
            *amounts,
            0,
            0,
        )
        rows.append((cells, x))
    return rows


def _seq(x: RecordLine) -> str:
    return f"R{x.at:%Y%m%d%H%M%S}{x.contract[-6:]}"


def _by_loan(records: Sequence[RecordLine]) -> list[Row]:
    groups: dict[str, list[RecordLine]] = defaultdict(list)
    for x in records:
        groups[_seq(x)].append(x)
    rows: list[Row] = [(REPAY_LOAN, None)]
    for seq, group in groups.items():
        late = any(x.penalty for x in group)
        principal, interest = sum(x.principal for x in group), sum(x.interest for x in group)
        split = (0, principal, 0, interest) if late else (principal, 0, interest, 0)
        cells = (
            group[0].contract,
            seq,
            TYPES[group[0].channel],
            f"{group[0].at:%Y%m%d%H%M%S}",
            sum(x.total for x in group),
            *split,
            sum(x.penalty_on_principal for x in group),
            sum(x.penalty_on_interest for x in group),
            0,
        )
        rows.append((cells, group[0]))
    return rows


def _by_period(records: Sequence[RecordLine], case: Case) -> list[Row]:
    dues = {(x.contract, x.period): x.due for x in case.plan}
    rows: list[Row] = [(REPAY_INSTMNT, None)]
    for x in records:
        due = dues[x.contract, x.period]
        kind = "02" if x.counted_on < due else "03" if x.counted_on > due else "01"
        cells = (
            x.contract,
            _seq(x),
            x.period,
            kind,
            _day(x.counted_on),
            x.total,
            x.principal,
            x.interest,
            x.penalty_on_principal,
            x.penalty_on_interest,
        )
        rows.append((cells, x))
    return rows


def _waivers(lines: Sequence[RecordLine]) -> list[Row]:
    rows: list[Row] = [(EXEMPT, None)]
    for n, x in enumerate(lines):
        cells = (x.contract, f"X{n:012d}", x.period, _day(x.counted_on), x.interest, x.interest, 0, 0)
        rows.append((cells, x))
    return rows
