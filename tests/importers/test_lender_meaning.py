"""Headers that nobody has listed are understood by their words, their values and their arithmetic."""

from __future__ import annotations

import pytest

from app.importers.reading.table import Table
from app.importers.recognising.understanding import Understanding, understand
from tests.importers.lender_samples import parsed, table_of

VARIANTS = [
    # plans
    ("plan", "借据编号=contract|期次=period|应还日=due|应还本金=principal|应还利息=interest|应还本息=total|状态=state"),
    ("plan", "合同号=contract|第几期=period|最后还款日=due|本金=principal|利息=interest|月供=total|是否结清=state"),
    (
        "plan",
        "贷款编号=contract|期号=period|到期日=due|每期本金=principal|每期利息=interest|每期应还=total|还款情况=state",
    ),
    (
        "plan",
        "期数=period|还款日期=due|应还本金(元)=principal|应还利息(元)=interest|应还合计(元)=total|剩余本金(元)=outstanding",
    ),
    (
        "plan",
        "统计日期=as_of|借款合同号=contract|分期序号=period|本期起息日=starts|本期到期日=due|本期应还本金=principal"
        "|本期应还利息=interest|本期应还罚息=penalty|本期应还总额=total|本期状态=state",
    ),
    (
        "plan",
        "数据日期=as_of|借款单号=contract|期别=period|开始日=starts|结束日=due|计划本金=principal|计划利息=interest"
        "|计划还款额=total|结清标识=state|结清日期=cleared_on",
    ),
    (
        "plan",
        "Contract No.=contract|Period=period|Due date=due|Principal=principal|Interest=interest|Total=total"
        "|Status=state",
    ),
    (
        "plan",
        "As of=as_of|Loan ID=contract|Instalment No.=period|Start date=starts|Payment due=due|Principal due=principal"
        "|Interest due=interest|Amount due=total|State=state",
    ),
    (
        "plan",
        "Term=period|Due Date=due|Principal Amt=principal|Interest Amt=interest|Late fee=penalty|Total Amt=total"
        "|Outstanding principal=outstanding",
    ),
    (
        "plan",
        "查询时间=as_of|合约编号=contract|期序=period|应缴日期=due|应缴本金=principal|应缴利息=interest|应缴金额=total|缴款状态=state",
    ),
    (
        "plan",
        "客户姓名=|借据号码=contract|还款期数=period|应还款日=due|应还款本金=principal|应还款利息=interest|应还款总额=total"
        "|贷款余额=outstanding|还款状况=state",
    ),
    (
        "plan",
        "状态=state|合计=total|罚息=penalty|利息=interest|本金=principal|应还日期=due|起始日=starts|期次=period|合同编号=contract"
        "|截止日期=as_of",
    ),
    ("plan", "序号=period|还款日=due|还款本金=principal|还款利息=interest|还款本息=total|剩余本金=outstanding"),
    ("plan", "期数=period|计划还款日=due|计划本金=principal|计划利息=interest|实际还款日=cleared_on|状态=state"),
    (
        "plan",
        "dueDate=due|termNo=period|principalAmount=principal|interestAmount=interest|totalAmount=total|status=state",
    ),
    (
        "plan",
        "快照日期=as_of|协议号=contract|当前期数=period|总期数=all_terms|应还款日期=due|本金部分=principal|利息部分=interest|应还款额=total"
        "|当期状态=state",
    ),
    # repayments
    (
        "records",
        "还款日期=paid_at|入账日=counted_on|借据编号=contract|期号=period|还款方式=channel|实还总额=total|实还本金=principal"
        "|实还利息=interest|实还罚息=penalty|扣款卡=account|结果=outcome",
    ),
    (
        "records",
        "扣款时间=paid_at|会计日期=counted_on|合同号=contract|第几期=period|还款来源=channel|扣款金额=total|偿还本金=principal"
        "|偿还利息=interest|逾期利息=penalty|银行卡=account|扣款结果=outcome",
    ),
    (
        "records",
        "实际还款时间=paid_at|贷款编号=contract|期次=period|还款总额=total|其中本金=principal|其中利息=interest|其中罚息=penalty"
        "|还款结果=outcome",
    ),
    (
        "records",
        "流水号=batch|借款编号=contract|交易日期=paid_at|到账日期=counted_on|还款期次=period|类型=channel|金额(元)=total"
        "|本金(元)=principal|利息(元)=interest|违约金(元)=penalty|账号=account|状态=outcome",
    ),
    (
        "records",
        "Paid at=paid_at|Posted on=counted_on|Contract number=contract|Period=period|Channel=channel|Amount paid=total"
        "|Principal paid=principal|Interest paid=interest|Penalty=penalty|Account=account|Result=outcome",
    ),
    (
        "records",
        "Payment date=paid_at|Posting date=counted_on|Loan no=contract|Installment=period|Type=channel|Total=total"
        "|Principal=principal|Interest=interest|Late charges=penalty|Bank card=account|Status=outcome",
    ),
    (
        "records",
        "处理结果=outcome|付款账户=account|滞纳金=penalty|已还利息=interest|已还本金=principal|已还金额=total|还款途径=channel"
        "|期别=period|合约号=contract|账务日期=counted_on|操作时间=paid_at",
    ),
    (
        "records",
        "还款发起时间=paid_at|销账日期=counted_on|借据=contract|还款期=period|还款种类=channel|本次还款金额=total|本次本金=principal"
        "|本次利息=interest|本次罚息=penalty|手续费=fee|支付账户=account|还款状态=outcome",
    ),
    (
        "records",
        "还款时间=paid_at|记账日=counted_on|借据号=contract|期数=period|还款金额=total|本金=principal|利息=interest|罚息=penalty"
        "|剩余本金=outstanding|备注=",
    ),
    (
        "records",
        "还款流水号=batch|还款日=paid_at|清算日期=counted_on|支用编号=contract|期数=period|实收金额=total|实收本金=principal"
        "|实收利息=interest|实收罚息=penalty|实收费用=fee",
    ),
    (
        "records",
        "时间=paid_at|期数=period|还了多少钱=total|本金=principal|利息=interest|从哪扣的=account|成功没有=outcome",
    ),
    # drawdowns
    (
        "drawdowns",
        "借据编号=contract|放款时间=drawn_at|放款金额=loan_amount|分期期数=terms|还款方法=method|日息=daily_rate|扣款日=due_day"
        "|宽限=grace|借据状态=loan_state",
    ),
    (
        "drawdowns",
        "合约编号=contract|支用时间=drawn_at|支用金额=loan_amount|贷款期限=terms|计息方式=method|执行日利率=daily_rate"
        "|账单还款日=due_day|到期日期=ends_on|状态=loan_state",
    ),
    (
        "drawdowns",
        "Loan no.=contract|Drawdown date=drawn_at|Principal=loan_amount|Number of instalments=terms"
        "|Repayment method=method|Daily rate=daily_rate|Due day=due_day|Grace days=grace|Status=loan_state",
    ),
    (
        "drawdowns",
        "贷款机构=lender|贷款合同编号=contract|借款日期=drawn_at|借款本金=loan_amount|期数=terms|年化利率=annual_rate"
        "|还款方式=method|每月还款日=due_day|剩余本金=outstanding|贷款状态=loan_state",
    ),
    (
        "drawdowns",
        "借款人=|借款编号=contract|起息日=drawn_at|贷款本金=loan_amount|总期数=terms|日利率=daily_rate|还款方式=method",
    ),
    (
        "drawdowns",
        "状态=loan_state|宽限期(天)=grace|还款日=due_day|利率(日)=daily_rate|方式=method|期限=terms|金额(元)=loan_amount"
        "|发放日期=drawn_at|借据号=contract",
    ),
    (
        "drawdowns",
        "Contract=contract|Disbursed on=drawn_at|Loan amount=loan_amount|Tenor=terms|Method=method"
        "|Interest rate per day=daily_rate|Maturity date=ends_on|State=loan_state",
    ),
    # reserve advances
    (
        "reserve",
        "领取时间=taken_at|领取金额=taken|还款时间=returned_at|还款金额=returned|手续费=fee|状态=reserve_state",
    ),
    (
        "reserve",
        "使用时间=taken_at|使用金额(元)=taken|退还时间=returned_at|退还金额(元)=returned|服务费(元)=fee|当前状态=reserve_state",
    ),
    (
        "reserve",
        "Taken at=taken_at|Amount taken=taken|Returned at=returned_at|Amount returned=returned|Fee=fee"
        "|Status=reserve_state",
    ),
    ("reserve", "状态=reserve_state|费用=fee|归还金额=returned|归还日期=returned_at|取用日期=taken_at|金额=taken"),
    # colloquial words, other institutions' words
    ("plan", "合同=contract|期=period|日期=due|本金=principal|利息=interest|合计=total|状态=state"),
    (
        "plan",
        "还款序号=period|应还时间=due|应还本金=principal|应还利息=interest|应还费用=fee|应还罚息=penalty|应还小计=total"
        "|已还金额=|未还金额=outstanding|还款状态=state",
    ),
    ("plan", "贷款账号=contract|期供序号=period|约定还款日=due|约定本金=principal|约定利息=interest|约定还款额=total"),
    (
        "plan",
        "期次号=period|分期开始日期=starts|分期结束日期=due|本金金额=principal|初始利息匡算金额=interest|分期状态=state"
        "|融资平台贷款合约号=contract|会计日期=as_of",
    ),
    (
        "plan",
        "当前期数=period|本期金额=total|本期所还本金金额=principal|应付利息=interest|最后还款时间=due|结清时间=cleared_on"
        "|本期状态=state",
    ),
    (
        "plan",
        "#=period|Due=due|Principal=principal|Interest=interest|Payment=total|Balance=outstanding|Paid?=state",
    ),
    (
        "plan",
        "Month=period|Payment date=due|Scheduled principal=principal"
        "|Scheduled interest=interest|Scheduled payment=total|Remaining balance=outstanding",
    ),
    (
        "plan",
        "借据流水号=contract|期数=period|起始日期=starts|截止日期=due|应收本金=principal|应收利息=interest"
        "|应收罚息=penalty|结清标志=state",
    ),
    (
        "plan",
        "截至=as_of|借款=contract|第几期=period|哪天还=due|还多少本金=principal|还多少利息=interest|一共还=total"
        "|还了没=state",
    ),
    (
        "plan",
        "贷款合同=contract|还款期数=period|还款到期日=due|当期本金=principal|当期利息=interest|当期应还款=total"
        "|是否已还=state",
    ),
    (
        "plan",
        "Snapshot=as_of|Contract=contract|Term=period|Accrual start=starts|Maturity=due"
        "|Capital=principal|Int.=interest|Sum=total|Condition=state",
    ),
    (
        "plan",
        "出具日期=as_of|合同号码=contract|期次=period|计息开始日=starts|计息结束日=|应还款日=due|应还本金额=principal"
        "|应还利息额=interest|应还款合计=total|逾期标志=state",
    ),
    ("plan", "查询日=as_of|借据=contract|期=period|到期=due|本=principal|息=interest|本息合计=total"),
    (
        "records",
        "还款流水号=batch|借呗平台贷款合同号=contract|还款日期=paid_at|还款类型=channel|总金额=total"
        "|本次实还正常本金=principal|正常利息=interest|逾期利息罚息=penalty|平台服务费=fee",
    ),
    (
        "records",
        "入账时间=counted_on|还款时间=paid_at|借据号=contract|期次=period|渠道=channel|金额=total|本金=principal"
        "|利息=interest|罚息=penalty|账户=account|状态=outcome",
    ),
    (
        "records",
        "日期=paid_at|合同=contract|期=period|方式=channel|金额=total|本金=principal|利息=interest"
        "|罚息=penalty|卡=account|结果=outcome",
    ),
    (
        "records",
        "Date=paid_at|Posted=counted_on|Contract=contract|Term=period|Method=channel"
        "|Amount=total|Principal=principal|Interest=interest|Late interest=penalty"
        "|From account=account|Status=outcome",
    ),
    (
        "records",
        "交易流水=batch|交易时间=paid_at|记账日=counted_on|借据编号=contract|所还期数=period|交易类型=channel"
        "|交易金额=total|归还本金=principal|归还利息=interest|归还罚息=penalty|交易账户=account|交易状态=outcome",
    ),
    (
        "records",
        "还款申请时间=paid_at|还款成功日=counted_on|合同编号=contract|还款期次=period|实际还款总额=total"
        "|实际还款本金=principal|实际还款利息=interest|实际还款罚息=penalty",
    ),
    (
        "records",
        "Repayment time=paid_at|Value date=counted_on|Agreement no=contract|Instalment=period"
        "|Repayment type=channel|Total repaid=total|Principal repaid=principal"
        "|Interest repaid=interest|Penalty interest=penalty|Paid from=account|Outcome=outcome",
    ),
    (
        "records",
        "还款时间=paid_at|还款金额=total|其中：本金=principal|其中：利息=interest|其中：罚息=penalty|还款卡=account",
    ),
    (
        "records",
        "扣款日=paid_at|期数=period|应还总额=|实扣总额=total|实扣本金=principal|实扣利息=interest|扣款状态=outcome",
    ),
    ("drawdowns", "编号=contract|借款日=drawn_at|金额=loan_amount|期数=terms|还法=method|日利率=daily_rate"),
    (
        "drawdowns",
        "借据编号=contract|贷款发放日=drawn_at|贷款到期日=ends_on|贷款金额=loan_amount|贷款余额=outstanding"
        "|执行利率(日)=daily_rate|还款方式=method|期限(月)=terms",
    ),
    (
        "drawdowns",
        "合同签订日期=|放款日=drawn_at|合同金额=loan_amount|合同编号=contract|分期数=terms|日费率=daily_rate"
        "|固定还款日=due_day",
    ),
    (
        "drawdowns",
        "Contract No.=contract|Borrowed at=drawn_at|Amount=loan_amount|Periods=terms"
        "|Method=method|Rate (daily)=daily_rate|Due day=due_day|Grace=grace|Status=loan_state",
    ),
    (
        "drawdowns",
        "Loan=contract|Start date=drawn_at|End date=ends_on|Amount borrowed=loan_amount"
        "|Number of payments=terms|Daily interest=daily_rate|Repayment=method",
    ),
    (
        "drawdowns",
        "产品名称=product|借款单编号=contract|借款发放时间=drawn_at|借款本金(元)=loan_amount|借款期数(期)=terms"
        "|日利率（%）=daily_rate|还款方式=method|每月还款日期=due_day|宽限天=grace|当前状态=loan_state",
    ),
    (
        "reserve",
        "借出时间=taken_at|借出金额=taken|还款时间=returned_at|已还金额=returned|费用=fee|备用金状态=reserve_state",
    ),
    ("reserve", "动用日期=taken_at|动用金额=taken|还入日期=returned_at|还入金额=returned|收费=fee|情况=reserve_state"),
    (
        "reserve",
        "Used on=taken_at|Amount=taken|Repaid on=returned_at|Amount repaid=returned|Charge=fee|State=reserve_state",
    ),
    (
        "reserve",
        "取现时间=taken_at|取现金额=taken|归还时间=returned_at|归还金额=returned|服务费=fee|进度=reserve_state",
    ),
]


@pytest.mark.parametrize(("kind", "layout"), VARIANTS, ids=[f"{kind}-{n}" for n, (kind, _) in enumerate(VARIANTS)])
def test_headers_in_other_words_are_taken_for_what_they_mean(kind: str, layout: str) -> None:
    columns = parsed(layout)
    in_percent = any("%" in heading for heading, role in columns if role == "daily_rate")
    found = understand(table_of(kind, columns, values={"daily_rate": ["0.0400", "0.0350"]} if in_percent else {}))
    assert isinstance(found, Understanding), found
    assert found.kind == kind
    assert dict(found.taken) == dict(columns)


PAGES = ["2025-01-10", "2025-02-12"]
PLAN = [
    ("1", "2025-02-10", "500.00", "6.20"),
    ("2", "2025-03-10", "500.00", "3.10"),
    ("3", "2025-04-10", "500.00", "1.55"),
]


def pages_headed(heading: str, pages: list[str]) -> Understanding:
    """Plan pages whose day stands under a heading of no use."""
    rows = [[day, "JB1", *period] for day in pages for period in PLAN]
    header = [heading, "借据号", "期数", "应还日期", "应还本金", "应还利息"]
    found = understand(Table("plan.csv", "", "0" * 16, [header, *rows]))
    assert isinstance(found, Understanding), found
    return found


def test_the_day_of_a_page_is_told_by_what_it_keeps_apart_where_its_heading_says_nothing() -> None:
    assert dict(pages_headed("计划日期", PAGES).taken)["计划日期"] == "as_of"


def test_one_page_alone_keeps_nothing_apart() -> None:
    assert dict(pages_headed("计划日期", PAGES[:1]).taken)["计划日期"] == ""
