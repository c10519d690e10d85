"""Whatever the words, the order of columns and the way values are written, a table means the same."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.core.facts import Ledger
from app.importers.lenders.monthly_bill import MonthlyBill
from app.importers.lenders.reserve_record import ReserveRecord
from app.importers.lenders.tables import LenderTables
from app.importers.recognising.understanding import Understanding, understand
from tests.importers.lender_samples import VALUES, table_of

WORDS: Mapping[str, Mapping[str, Sequence[str]]] = {
    "plan": {
        "as_of": ["查询日期", "截至日期", "统计日期", "数据日期", "快照日期", "As of date", "Query date"],
        "contract": ["借据号", "合同编号", "借款合同号", "贷款编号", "合约号", "Contract No.", "Loan ID"],
        "period": ["期数", "期次", "第几期", "期号", "分期序号", "还款期次", "Period", "Instalment no."],
        "starts": ["起息日", "开始日期", "起始日", "本期开始日期", "Start date"],
        "due": [
            "应还日期",
            "到期还款日",
            "最后还款日",
            "应还款日",
            "本期到期日",
            "到期日期",
            "Due date",
            "Payment due date",
        ],
        "principal": [
            "应还本金",
            "本金(元)",
            "本期应还本金",
            "计划本金",
            "应还本金（元）",
            "Principal",
            "Principal due",
        ],
        "interest": ["应还利息", "利息(元)", "本期应还利息", "计划利息", "每期利息", "Interest", "Interest due"],
        "penalty": ["罚息", "应还罚息", "逾期利息", "违约金(元)", "Late fee"],
        "total": ["应还总额", "当期应还(元)", "应还本息", "每期应还", "月供", "应还合计", "Total", "Amount due"],
        "state": ["状态", "还款状态", "本期状态", "期次状态", "Status"],
    },
    "records": {
        "paid_at": ["还款时间", "交易时间", "扣款时间", "实际还款时间", "还款日期", "Payment time", "Paid at"],
        "counted_on": ["入账日期", "记账日期", "账务日期", "销账日期", "会计日期", "Posting date"],
        "contract": ["借据号", "合同编号", "借款编号", "贷款合同号", "Contract number"],
        "period": ["期数", "期次", "还款期数", "第几期", "Period"],
        "channel": ["还款类型", "还款渠道", "还款方式", "扣款方式", "还款途径", "Channel"],
        "total": ["还款金额", "实还金额(元)", "实还总额", "扣款金额", "实收金额", "Amount paid"],
        "principal": ["本金", "实还本金", "已还本金", "其中本金", "Principal paid"],
        "interest": ["利息", "实还利息", "已还利息", "其中利息", "Interest paid"],
        "penalty": ["罚息", "实还罚息", "违约金", "逾期费用", "Penalty"],
        "account": ["还款账户", "扣款账户", "扣款卡", "付款银行卡", "Account"],
        "outcome": ["状态", "处理状态", "扣款结果", "还款结果", "Result"],
    },
    "drawdowns": {
        "contract": ["借据号", "合同编号", "贷款编号", "借款合同号", "Contract No."],
        "drawn_at": ["借款时间", "放款日期", "放款时间", "支用时间", "Drawdown date", "Disbursed at"],
        "loan_amount": ["借款金额", "贷款金额(元)", "放款金额", "借款本金", "Loan amount"],
        "terms": ["期数", "总期数", "分期期数", "借款期限", "Number of instalments"],
        "method": ["还款方式", "还款方法", "Repayment method"],
        "daily_rate": ["日利率", "日利率(%)", "日息", "执行日利率", "Daily rate"],
        "due_day": ["还款日", "每月还款日", "扣款日", "Due day"],
        "grace": ["宽限期", "宽限天数", "宽限期(天)", "Grace days"],
        "loan_state": ["状态", "贷款状态", "借据状态", "Status"],
    },
    "reserve": {
        "taken_at": ["取用时间", "领取时间", "使用时间", "取用日期", "Taken at"],
        "taken": ["取用金额", "领取金额", "使用金额(元)", "Amount taken"],
        "returned_at": ["归还时间", "退还时间", "还款时间", "归还日期", "Returned at"],
        "returned": ["归还金额", "退还金额(元)", "还款金额", "Amount returned"],
        "fee": ["费用", "手续费", "服务费(元)", "Fee"],
        "reserve_state": ["状态", "当前状态", "Status"],
    },
    "bill": {
        "posted_on": ["入账日期", "记账日期", "入账日", "Posting date"],
        "traded_at": ["交易时间", "消费时间", "交易日期", "Transaction time"],
        "line_kind": ["类型", "交易类型", "账单类型", "Type"],
        "text": ["交易说明", "商品说明", "摘要", "交易描述", "Description"],
        "line_amount": ["金额(元)", "金额", "交易金额", "入账金额", "Amount"],
        "order_no": ["交易订单号", "订单号", "交易单号", "Order no."],
    },
}
MAY_BE_MISSING = {
    "plan": {"contract", "starts", "penalty", "state"},
    "records": {"counted_on", "contract", "penalty", "account", "channel"},
    "drawdowns": {"grace", "loan_state", "due_day"},
    "reserve": {"fee"},
    "bill": {"order_no", "traded_at"},
}
EXTRA = ["姓名", "备注", "客户经理", "Remark", "客户名称"]
LEAD = [["花呗月账单"], ["账单月份：2024-07", "账单日：2024-07-01", "还款日：2024-07-10", "本期应还：692.73元"]]
IMPORTERS = {
    "plan": LenderTables(),
    "records": LenderTables(),
    "drawdowns": LenderTables(),
    "reserve": ReserveRecord(),
    "bill": MonthlyBill(),
}
DATES = {
    "as_of",
    "starts",
    "due",
    "counted_on",
    "posted_on",
    "paid_at",
    "drawn_at",
    "taken_at",
    "returned_at",
    "traded_at",
}
AMOUNTS = {"principal", "interest", "penalty", "fee", "total", "loan_amount", "taken", "returned", "line_amount"}


def slashed(text: str) -> str:
    day, _, time = text.partition(" ")
    year, month, number = day.split("-")
    return f"{year}/{int(month)}/{int(number)} {time}".strip()


def in_chinese(text: str) -> str:
    day, _, time = text.partition(" ")
    year, month, number = day.split("-")
    return f"{year}年{int(month)}月{int(number)}日 {time}".strip()


def packed(text: str) -> str:
    return text.replace("-", "")


def with_mark(text: str) -> str:
    return f"-¥{text[1:]}" if text.startswith("-") else f"¥{text}"


def grouped(text: str) -> str:
    return f"{float(text):,.2f}"


def same(text: str) -> str:
    return text


def written(cells: Sequence[str], how: Callable[[str], str]) -> list[str]:
    return [how(cell) if cell else cell for cell in cells]


@st.composite
def wordings(draw: st.DrawFn, kind: str) -> tuple[list[tuple[str, str]], dict[str, list[str]]]:
    """Headings with their roles in some order, and the values of each role written in some way."""
    kept = [role for role in WORDS[kind] if role not in MAY_BE_MISSING[kind] or draw(st.booleans())]
    columns: list[tuple[str, str]] = []
    for role in kept:
        taken = {heading for heading, _ in columns}
        columns.append((draw(st.sampled_from([word for word in WORDS[kind][role] if word not in taken])), role))
    extra = draw(st.lists(st.sampled_from(EXTRA), unique=True, max_size=1 if "" in VALUES[kind] else 0))
    columns = draw(st.permutations([*columns, *((heading, "") for heading in extra)]))
    date_form = draw(st.sampled_from([same, slashed, in_chinese, packed]))
    amount_form = draw(st.sampled_from([same, with_mark, grouped]))
    values = {role: written(VALUES[kind][role], date_form) for role in DATES & VALUES[kind].keys()}
    values |= {role: written(VALUES[kind][role], amount_form) for role in AMOUNTS & VALUES[kind].keys()}
    if any(heading == "日利率(%)" for heading, _ in columns):
        values["daily_rate"] = ["0.0400", "0.0350"]
    return columns, values


def without_sources(ledger: Ledger) -> Ledger:
    return Ledger(
        loans=tuple(replace(loan, sources=()) for loan in ledger.loans),
        plan_rows=tuple(replace(row, sources=()) for row in ledger.plan_rows),
        postings=tuple(replace(posting, sources=()) for posting in ledger.postings),
        waivers=tuple(replace(waiver, sources=()) for waiver in ledger.waivers),
        reserves=tuple(replace(advance, sources=()) for advance in ledger.reserves),
        bills=tuple(
            replace(bill, sources=(), lines=tuple(replace(line, sources=()) for line in bill.lines))
            for bill in ledger.bills
        ),
    )


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data(), st.sampled_from(sorted(WORDS)))
def test_a_table_means_the_same_in_other_words_order_and_writing(data: st.DataObject, kind: str) -> None:
    columns, values = data.draw(wordings(kind))
    lead = LEAD if kind == "bill" else []
    table = table_of(kind, columns, lead=lead, values=values)
    found = understand(table)
    assert isinstance(found, Understanding), found
    assert (found.kind, dict(found.taken)) == (kind, dict(columns))
    importer = IMPORTERS[kind]
    assert importer.claims(table)
    plain = [(WORDS[kind][role][0] if role else heading, role) for heading, role in columns]
    expected = importer.read(table_of(kind, plain, lead=lead))
    got = importer.read(table)
    assert (got.rows, got.used) == (expected.rows, expected.used) == (len(values[next(iter(values))]),) * 2
    assert without_sources(got.ledger) == without_sources(expected.ledger)
