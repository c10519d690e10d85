"""Other words for the same tables: headers, states, dates, amounts and rates as lenders elsewhere might write them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from random import Random

from tests.simulation.writers import PLAIN_WORDS, Cell, Style, grouped, yuan


def _words(text: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in text.split("|"))


CONTRACT = _words("""
    借据号 | 合同编号 | 贷款合同号 | 借款单号 | 支用单号 | 借款协议编号 | Contract No. | 借款合同编号 | 贷款编号 |
    贷款账号 | 借据编号 | 业务编号 |
    贷款流水编号 | 合约号 | 放款编号 | IOU No | Loan ID | 借款ID
""")
LOANS = {
    "contract": CONTRACT,
    "drawn": _words("""
        借款时间 | 放款日期 | 放款时间 | 贷款发放时间 | 支用时间 | 借款成功时间 | Drawn At | 起贷日 | 借出时间 |
        到账时间 | 贷款日期 | 放款成功时间 | 提款日期 |
        发放日 | 借款日 | Disbursement Date | Drawdown Date
    """),
    "principal": _words("""
        借款金额 | 贷款金额(元) | 放款金额 | 借款本金 | 发放金额 | 支用金额（元） | Loan Amount | 贷款本金 |
        借款总额 | 合同金额 | 提款金额 | 原始本金 |
        初始本金(元) | 到账金额 | Principal Amount | 放款额
    """),
    "terms": _words("""
        期数 | 总期数 | 借款期数 | 分期期数 | 借款期限（月） | 还款总期数 | Terms | 总期次 | 还款期数 | 分几期 |
        期限(月) | 贷款期数 | 借款期限 | 共几期 |
        Tenor (months) | No. of Instalments
    """),
    "method": _words("""
        还款方式 | 偿还方式 | 还本付息方式 | 还款方法 | Repayment Method | 还款模式 | 计息方式 | 还款类型 |
        本息偿还方式 | Method
    """),
    "rate": _words("""
        日利率 | 日利率(%) | 执行日利率 | 每日利率 | 借款日利率 | Daily Rate | 日利率（%） | 日息 | 日费率 |
        借款利率(日) | 每天利率 | 利率(日) |
        Daily Interest Rate
    """),
    "due_day": _words("""
        还款日 | 每月还款日 | 约定还款日 | 月还款日 | 扣款日 | Due Day | 每月还款日期 | 固定还款日 | 账单还款日 |
        每月扣款日 | 约定扣款日 |
        Repayment Day
    """),
    "grace": _words("""
        宽限期 | 宽限天数 | 宽限期（天） | Grace Days | 宽限日 | 容时天数 | 还款宽限(天) | 宽限期天数
    """),
    "state": _words("""
        状态 | 贷款状态 | 借款状态 | 借据状态 | Status | 当前状态 | 合同状态 | 结清状态 | 借款进度 | Loan Status
    """),
}
PLAN = {
    "as_of": _words("""
        查询日期 | 截至日期 | 数据日期 | 统计截止日 | 打印日期 | 页面日期 | As Of | 快照日期 | 数据时点 | 截止日 |
        计划生成日期 | 制表日 | 统计日期 | 更新日期 |
        Snapshot Date | 查询时点
    """),
    "contract": CONTRACT,
    "period": _words("""
        期数 | 期次 | 第几期 | 分期序号 | 期号 | 当前期 | Term | 期序 | 还款期 | 期 | 账期 | 分期期次 | 还款序号 |
        Instalment No. | Period
    """),
    "starts": _words("""
        起息日 | 开始日期 | 本期起始日 | 计息开始日 | 期初日 | Period Start | 起始日期 | 计息起始日 | 期初日期 |
        本期开始 | 起算日 | From
    """),
    "due": _words("""
        应还日期 | 到期还款日 | 应还款日 | 还款到期日 | 本期到期日 | 最迟还款日 | Due Date | 约定还款日 |
        还款日期 | 还款日 | 应扣日期 | 最后还款日 |
        当期还款日 | 本期还款日 | Payment Due | 应缴日期
    """),
    "principal": _words("""
        应还本金 | 本金(元) | 当期本金 | 计划本金 | 本期应还本金 | Principal | 本期本金 | 每期本金 | 本金额 |
        应缴本金 | 本金部分 |
        Principal Due
    """),
    "interest": _words("""
        应还利息 | 利息(元) | 当期利息 | 计划利息 | 本期应还利息 | Interest | 本期利息 | 每期利息 | 利息额 |
        应缴利息 | 利息部分 |
        Interest Due
    """),
    "total": _words("""
        应还总额 | 当期应还(元) | 本期应还合计 | 月供 | 本息合计 | 每期应还款额 | Total Due | 应还金额 |
        每期还款额 | 本期应还 | 应缴总额 | 期供 | 月还款额 |
        小计
    """),
    "state": _words("""
        状态 | 还款状态 | 本期状态 | 当期状态 | 是否结清 | Status | 期状态 | 结清标志 | 还款情况 | 偿还状态 |
        Period Status
    """),
}
RECORDS = {
    "at": _words("""
        还款时间 | 交易时间 | 扣款时间 | 实际还款时间 | 付款时间 | 还款发生时间 | Paid At | 实还时间 | 缴款时间 |
        还款日期时间 | 支付时间 | 扣款成功时间 |
        实际扣款时间 | 受理时间 | Payment Time | 还款操作时间
    """),
    "counted_on": _words("""
        入账日期 | 记账日期 | 账务日期 | 到账日期 | 核销日期 | 记账日 | Posting Date | 入账日 | 会计日期 |
        系统记账日 | 账务处理日期 | 生效日期 |
        实际入账日 | Value Date | Booking Date
    """),
    "contract": CONTRACT,
    "period": _words("""
        期数 | 期次 | 还款期次 | 所属期数 | 对应期号 | Term | 还款期数 | 期号 | 归属期次 | 对应期数 | 冲抵期次 |
        Instalment No.
    """),
    "channel": _words("""
        还款类型 | 还款渠道 | 扣款方式 | 还款来源 | 交易类型 | Channel | 还款方式 | 交易渠道 | 还款途径 |
        发起方式 | 扣款类型 | Type
    """),
    "total": _words("""
        还款金额 | 实还金额(元) | 本次还款总额 | 实扣金额 | 扣款总金额 | 还款合计 | Amount | 扣款金额 | 实还总额 |
        支付金额 | 缴款金额 | 本次还款金额 |
        实收金额 | 交易金额 | Paid Amount
    """),
    "principal": _words("""
        本金 | 实还本金 | 已还本金 | 还本金额 | 其中本金 | Principal | 归还本金 | 还款本金 | 本次本金 | 冲抵本金 |
        实收本金 |
        Paid Principal
    """),
    "interest": _words("""
        利息 | 实还利息 | 已还利息 | 付息金额 | 其中利息 | Interest | 归还利息 | 还款利息 | 本次利息 | 冲抵利息 |
        实收利息 |
        Paid Interest
    """),
    "penalty": _words("""
        罚息 | 实还罚息 | 逾期罚息 | 违约金 | 其中罚息 | 逾期费用 | Penalty | 逾期利息 | 违约金(元) | 罚息金额 |
        实收罚息 | 滞纳金 |
        Late Charge
    """),
    "account": _words("""
        还款账户 | 扣款账户 | 付款账户 | 扣款银行卡 | 资金来源账户 | Account | 支付账户 | 付款卡 | 扣款账号 |
        还款银行卡 | 支付方式 | 资金渠道 |
        Paid From
    """),
    "outcome": _words("""
        状态 | 处理状态 | 交易状态 | 还款结果 | 扣款结果 | Status | 交易结果 | 扣款状态 | 执行结果 | 入账状态 | Result
    """),
}
RESERVE = {
    "taken": _words("""
        取用时间 | 领取时间 | 借用时间 | 使用时间 | 取出时间 | 申请时间 | 提取时间 | 支用时间 | 借款时间 | 领用日期
    """),
    "amount": _words("""
        取用金额 | 领取金额 | 借用金额 | 使用金额(元) | 取出金额 | 提取金额 | 支用金额 | 备用金金额 | 额度(元) |
        借款金额
    """),
    "returned": _words("""
        归还时间 | 还款时间 | 退还时间 | 结清时间 | 还清时间 | 偿还时间 | 返还时间 | 实际归还时间
    """),
    "given_back": _words("""
        归还金额 | 还款金额 | 实际归还金额(元) | 退还金额 | 还款总额 | 偿还金额 | 返还金额 | 实还金额
    """),
    "fee": _words("""
        费用 | 手续费 | 服务费 | 费用(元) | 使用费 | 服务费(元) | 费用合计
    """),
    "state": _words("""
        状态 | 当前状态 | 使用状态 | 处理结果 | 归还状态 | 备注状态 | 进度 | 结果
    """),
}
WORDS = {
    "open": _words("""
        待还 | 未还 | 未到期 | 还款中 | 未结清 | 待偿还 | 未清 | 未还款 | 应还 | 待扣款
    """),
    "overdue": _words("""
        逾期 | 已逾期 | 逾期未还 | 已逾期未还 | 逾期中 | 拖欠
    """),
    "settled": _words("""
        已结清 | 已还 | 已还清 | 结清 | 已偿还 | 已完成 | 正常结清 | 还清
    """),
    "auto": _words("""
        自动扣款 | 系统代扣 | 自动还款 | 批量扣款 | 到期自动扣款 | 代扣 | 自动划扣 | 银行代扣 | 系统自动扣款 |
        委托扣款
    """),
    "manual": _words("""
        主动还款 | 手动还款 | 自主还款 | 手工还款 | 用户主动 | 手动 | 客户主动还款 | 自助还款 | 本人操作
    """),
    "waiver": _words("""
        利息减免 | 优惠减免 | 免息券抵扣 | 减免 | 减免利息 | 利息优惠 | 优惠券抵扣 | 息费减免
    """),
    "done": _words("""
        成功 | 扣款成功 | 已入账 | 交易成功 | 还款成功 | 完成 | 处理成功 | 已到账
    """),
    "pending": _words("""
        处理中 | 银行处理中 | 待入账 | 在途 | 进行中 | 待确认 | 还款处理中
    """),
    "loan-open": _words("""
        使用中 | 还款中 | 正常 | 未结清 | 生效中 | 未还清
    """),
    "loan-settled": _words("""
        已结清 | 结清 | 已还清 | 已完成 | 还清
    """),
    "equal-instalment": _words("""
        等额本息 | 每月等额 | 等额还款 | 等额 | 按月等额本息 | 等额本息还款法 | 每月等额还款
    """),
    "equal-principal": _words("""
        等额本金 | 等本金 | 等额本金还款法 | 等额本金法 | 每月等额本金 | 等本递减
    """),
    "interest-only": _words("""
        先息后本 | 按月付息到期还本 | 按期付息，到期还本 | 先付息后还本 | 每月付息到期还本 | 按月还息到期还本
    """),
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
