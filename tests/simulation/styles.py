"""Other words for the same tables: headers, states, dates, amounts and rates as lenders elsewhere might write them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from random import Random

from simulation.writers import PLAIN_WORDS, Cell, Style, grouped, yuan

LOANS = {
    "contract": ("借据号", "合同编号", "贷款合同号", "借款单号", "支用单号", "借款协议编号", "Contract No."),
    "drawn": ("借款时间", "放款日期", "放款时间", "贷款发放时间", "支用时间", "借款成功时间", "Drawn At"),
    "principal": ("借款金额", "贷款金额(元)", "放款金额", "借款本金", "发放金额", "支用金额（元）", "Loan Amount"),
    "terms": ("期数", "总期数", "借款期数", "分期期数", "借款期限（月）", "还款总期数", "Terms"),
    "method": ("还款方式", "偿还方式", "还本付息方式", "还款方法", "Repayment Method"),
    "rate": ("日利率", "日利率(%)", "执行日利率", "每日利率", "借款日利率", "Daily Rate"),
    "due_day": ("还款日", "每月还款日", "约定还款日", "月还款日", "扣款日", "Due Day"),
    "grace": ("宽限期", "宽限天数", "宽限期（天）", "Grace Days"),
    "state": ("状态", "贷款状态", "借款状态", "借据状态", "Status"),
}
PLAN = {
    "as_of": ("查询日期", "截至日期", "数据日期", "统计截止日", "打印日期", "页面日期", "As Of"),
    "contract": ("借据号", "合同编号", "贷款合同号", "借款单号", "支用单号", "借款协议编号", "Contract No."),
    "period": ("期数", "期次", "第几期", "分期序号", "期号", "当前期", "Term"),
    "starts": ("起息日", "开始日期", "本期起始日", "计息开始日", "期初日", "Period Start"),
    "due": ("应还日期", "到期还款日", "应还款日", "还款到期日", "本期到期日", "最迟还款日", "Due Date"),
    "principal": ("应还本金", "本金(元)", "当期本金", "计划本金", "本期应还本金", "Principal"),
    "interest": ("应还利息", "利息(元)", "当期利息", "计划利息", "本期应还利息", "Interest"),
    "total": ("应还总额", "当期应还(元)", "本期应还合计", "月供", "本息合计", "每期应还款额", "Total Due"),
    "state": ("状态", "还款状态", "本期状态", "当期状态", "是否结清", "Status"),
}
RECORDS = {
    "at": ("还款时间", "交易时间", "扣款时间", "实际还款时间", "付款时间", "还款发生时间", "Paid At"),
    "counted_on": ("入账日期", "记账日期", "账务日期", "到账日期", "核销日期", "记账日", "Posting Date"),
    "contract": ("借据号", "合同编号", "贷款合同号", "借款单号", "支用单号", "借款协议编号", "Contract No."),
    "period": ("期数", "期次", "还款期次", "所属期数", "对应期号", "Term"),
    "channel": ("还款类型", "还款渠道", "扣款方式", "还款来源", "交易类型", "Channel"),
    "total": ("还款金额", "实还金额(元)", "本次还款总额", "实扣金额", "扣款总金额", "还款合计", "Amount"),
    "principal": ("本金", "实还本金", "已还本金", "还本金额", "其中本金", "Principal"),
    "interest": ("利息", "实还利息", "已还利息", "付息金额", "其中利息", "Interest"),
    "penalty": ("罚息", "实还罚息", "逾期罚息", "违约金", "其中罚息", "逾期费用", "Penalty"),
    "account": ("还款账户", "扣款账户", "付款账户", "扣款银行卡", "资金来源账户", "Account"),
    "outcome": ("状态", "处理状态", "交易状态", "还款结果", "扣款结果", "Status"),
}
RESERVE = {
    "taken": ("取用时间", "领取时间", "借用时间", "使用时间", "取出时间"),
    "amount": ("取用金额", "领取金额", "借用金额", "使用金额(元)", "取出金额"),
    "returned": ("归还时间", "还款时间", "退还时间", "结清时间"),
    "given_back": ("归还金额", "还款金额", "实际归还金额(元)", "退还金额"),
    "fee": ("费用", "手续费", "服务费", "费用(元)"),
    "state": ("状态", "当前状态", "使用状态", "处理结果"),
}
WORDS = {
    "open": ("待还", "未还", "未到期", "还款中", "未结清"),
    "overdue": ("逾期", "已逾期", "逾期未还"),
    "settled": ("已结清", "已还", "已还清", "结清"),
    "auto": ("自动扣款", "系统代扣", "自动还款", "批量扣款", "到期自动扣款"),
    "manual": ("主动还款", "手动还款", "自主还款", "手工还款"),
    "waiver": ("利息减免", "优惠减免", "免息券抵扣", "减免"),
    "done": ("成功", "扣款成功", "已入账", "交易成功"),
    "pending": ("处理中", "银行处理中", "待入账", "在途"),
    "loan-open": ("使用中", "还款中", "正常", "未结清"),
    "loan-settled": ("已结清", "结清", "已还清"),
    "equal-instalment": ("等额本息", "每月等额", "等额还款"),
    "equal-principal": ("等额本金", "等本金", "等额本金还款法"),
    "interest-only": ("先息后本", "按月付息到期还本", "按期付息，到期还本"),
}
EXTRA = ("备注", "经办渠道", "客户姓名", "产品名称", "币种")

DAYS: tuple[Callable[[date], str], ...] = (
    str,
    lambda d: f"{d:%Y%m%d}",
    lambda d: f"{d.year}/{d.month}/{d.day}",
    lambda d: f"{d.year}年{d.month}月{d.day}日",
    lambda d: f"{d:%Y.%m.%d}",
    lambda d: f"{d:%Y/%m/%d}",
)
MONEYS: tuple[Callable[[int], Cell], ...] = (
    yuan,
    grouped,
    lambda fen: f"¥{grouped(fen)}",
    lambda fen: f"{yuan(fen)}元",
    lambda fen: Decimal(fen) / 100,
)


def style(rng: Random, *, tame: bool = False) -> Style:
    """A wording; ``tame`` keeps to the words of the shared tables. One meaning has one word in all tables of a case."""
    pick = 0 if tame else None
    contract = _pick(rng, LOANS["contract"], pick)
    loans = _headers(rng, LOANS, pick, contract, optional=("grace", "due_day", "state"))
    percent = "%" in loans["rate"]
    return Style(
        loans=loans,
        plan=_headers(rng, PLAN, pick, contract, optional=("total",)),
        records=_headers(rng, RECORDS, pick, contract, optional=()),
        reserve=_headers(rng, RESERVE, pick, "", optional=()),
        words=PLAIN_WORDS | {name: _pick(rng, words, pick) for name, words in WORDS.items()},
        day=rng.choice(DAYS),
        money=rng.choice(MONEYS),
        rate=_percent if percent else rng.choice((_percent_sign, _fraction)),
    )


def _pick(rng: Random, words: tuple[str, ...], index: int | None) -> str:
    return words[index] if index is not None else rng.choice(words)


def _headers(
    rng: Random, meanings: dict[str, tuple[str, ...]], index: int | None, contract: str, optional: tuple[str, ...]
) -> dict[str, str]:
    """Header words in some order of columns; of the optional ones some have no column."""
    names = [name for name in meanings if name not in optional or index == 0 or rng.random() < 0.7]
    if index is None and rng.random() < 0.5:
        rng.shuffle(names)
    headers = {name: _pick(rng, meanings[name], index) for name in names}
    if contract and "contract" in headers:
        headers["contract"] = contract
    if index is None and rng.random() < 0.3:
        headers["extra"] = rng.choice(EXTRA)
    return headers


def _percent(rate: Decimal) -> str:
    return f"{rate * 100:f}"


def _percent_sign(rate: Decimal) -> str:
    return f"{rate * 100:.4f}%" if rate * 1000000 % 1 == 0 else f"{rate * 100:f}%"


def _fraction(rate: Decimal) -> str:
    return f"{rate:f}"
