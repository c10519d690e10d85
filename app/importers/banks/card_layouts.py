"""The layouts of card statements; their rows are seen from the card: a purchase is money out, a repayment money in."""

from __future__ import annotations

from app.importers.banks.layout import Layout, Signed, TwoSided

CITIC_CARD = (
    Layout(
        # 交易金额 may be in a foreign currency, 结算金额 is what the bill counts. Plus is a charge.
        id="citic-credit",
        provider="citic-credit",
        header=("交易日期", "入账日期", "交易描述", "卡末四位", "结算币种", "结算金额"),
        money=Signed(("结算金额",), charges=True),
        booked=("入账日期",),
        traded=("交易日期",),
        currency=("结算币种",),
        account=("卡末四位",),
        summary=("交易描述",),
    ),
)

CGB_CARD = (
    Layout(
        id="cgb-credit",
        provider="cgb-credit",
        header=("交易日期", "入账日期", "交易摘要", "交易货币", "入账金额", "入账货币"),
        money=Signed(("入账金额",), charges=True),
        booked=("入账日期",),
        traded=("交易日期",),
        currency=("入账货币",),
        summary=("交易摘要",),
    ),
)

BOC_CARD = (
    Layout(
        id="boc-credit",
        provider="boc-credit",
        header=("交易日", "银行记账日", "卡号后四位", "交易描述", "存入", "支出"),
        money=TwoSided((("存入", "支出"),)),
        booked=("银行记账日",),
        traded=("交易日",),
        currency=("币种",),
        account=("卡号后四位",),
        summary=("交易描述",),
    ),
)
