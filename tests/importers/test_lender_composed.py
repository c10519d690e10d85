"""Headings put together from the words that lenders use, in any combination, are taken for what they mean."""

from __future__ import annotations

from collections.abc import Mapping

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from app.importers.recognising.understanding import Understanding, understand
from tests.importers.lender_samples import table_of

NUMBER = "号/编号/号码"
YUAN = "/(元)/（元）/(单位：元)"
LOAN = "借据/合同/借款合同/贷款合同/合约/贷款/借款"
PENALTY = "罚息/违约金/滞纳金/逾期利息/逾期费用"
PARTS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "plan": {
        "as_of": ("查询/截至/统计/数据/快照/打印/导出/更新/制表", "日/日期/时间"),
        "contract": (LOAN, NUMBER),
        "period": ("/还款/当前/分期/所属", "期数/期次/期号/期序/期别"),
        "starts": ("起息/开始/起始/本期开始/计息开始", "日/日期"),
        "due": ("应还/到期/应还款/到期还款/约定还款/计划还款/最后还款/最迟还款/应缴/本期到期", "日/日期"),
        "principal": ("应还/计划/每期/当期/约定/应缴/应收/本期应还/", "本金", "/额/金额", YUAN),
        "interest": ("应还/计划/每期/当期/约定/应缴/应收/本期应还/", "利息", "/额/金额", YUAN),
        "penalty": ("应还/应收/", PENALTY, YUAN),
        "total": ("应还/计划/每期/当期/本期应还/应缴", "总额/合计/总计/金额/本息/总金额/款额", YUAN),
        "state": ("/还款/当期/本期/期次/分期", "状态/情况/状况"),
    },
    "records": {
        "paid_at": ("还款/交易/扣款/实际还款/支付/操作", "时间/日期/日"),
        "counted_on": ("入账/记账/账务/会计/核销/到账/销账", "日期/日/时间"),
        "contract": (LOAN, NUMBER),
        "period": ("/还款/所还/对应", "期数/期次/期号/期别"),
        "channel": ("还款/扣款/交易", "类型/渠道/方式/途径/种类"),
        "total": ("实还/还款/扣款/实收/交易/本次还款/已还", "总额/金额/总金额/合计", YUAN),
        "principal": ("实还/已还/还款/偿还/归还/实收/本次/其中/", "本金", "/额/金额", YUAN),
        "interest": ("实还/已还/还款/偿还/归还/实收/本次/其中/", "利息", "/额/金额", YUAN),
        "penalty": ("实还/已还/其中/", PENALTY, YUAN),
        "account": ("还款/扣款/付款/支付/", "账户/账号/银行卡/卡号"),
        "outcome": ("/处理/还款/扣款/交易", "状态/结果"),
    },
    "drawdowns": {
        "contract": (LOAN, NUMBER),
        "drawn_at": ("借款/放款/贷款/支用/发放/贷款发放", "日期/时间/日"),
        "loan_amount": ("借款/贷款/放款/支用/合同/发放", "金额/额", YUAN),
        "terms": ("/总/分期/借款/贷款/合同", "期数"),
        "method": ("还款/还本付息/", "方式"),
        "daily_rate": ("/执行/借款/合同", "日利率/日息/日费率"),
        "due_day": ("/每月/约定/固定", "还款日"),
        "grace": ("宽限", "期/天数/期天数/期(天)"),
        "loan_state": ("/借款/贷款/借据/合同", "状态"),
    },
    "reserve": {
        "taken_at": ("取用/领取/使用/借出/支用/取出", "时间/日期"),
        "taken": ("取用/领取/使用/借出/取出", "金额/额", YUAN),
        "returned_at": ("归还/还款/退还/返还", "时间/日期"),
        "returned": ("归还/还款/退还/返还", "金额/总额", YUAN),
        "fee": ("/服务/取用", "费用/手续费/费"),
        "reserve_state": ("/当前/归还/备用金", "状态/情况"),
    },
}
MAY_BE_MISSING = {
    "as_of", "contract", "starts", "state", "penalty", "counted_on", "channel", "account", "outcome", "due_day",
    "grace", "loan_state", "fee",
}  # fmt: skip


@st.composite
def composed(draw: st.DrawFn, kind: str) -> list[tuple[str, str]]:
    """Columns of a table of ``kind``: a heading and its role, in some order."""
    kept = [role for role in PARTS[kind] if role not in MAY_BE_MISSING or draw(st.booleans())]
    parts = [[draw(st.sampled_from(choices.split("/"))) for choices in PARTS[kind][role]] for role in kept]
    headings = ["".join(words) for words in parts]
    assume(len(set(headings)) == len(headings))
    return draw(st.permutations(list(zip(headings, kept, strict=True))))


@settings(max_examples=150, deadline=None)
@given(st.data(), st.sampled_from(sorted(PARTS)))
def test_composed_headings_are_taken_for_what_they_mean(data: st.DataObject, kind: str) -> None:
    columns = data.draw(composed(kind))
    found = understand(table_of(kind, columns))
    assert isinstance(found, Understanding), found
    assert (found.kind, dict(found.taken)) == (kind, dict(columns))
