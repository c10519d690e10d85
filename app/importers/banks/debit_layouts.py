"""The layouts of the debit statements of each bank, as their exports were seen (2017–2026)."""

from __future__ import annotations

from app.importers.banks.layout import Layout, Marked, Signed, TwoSided

CMB = (
    Layout(
        id="cmb-debit-app",
        provider="cmb-debit",
        header=("记账日期", "货币", "交易金额", "联机余额", "交易摘要"),
        money=Signed(("交易金额",)),
        booked=("记账日期",),
        balance=("联机余额",),
        currency=("货币",),
        summary=("交易摘要",),
        counterparty=("对手信息",),
        note=("客户摘要",),
    ),
    Layout(
        id="cmb-debit-web",
        provider="cmb-debit",
        header=("交易日期", "交易时间", "收入", "支出", "余额", "交易类型", "交易备注"),
        money=TwoSided((("收入", "支出"),)),
        booked=("交易日期",),
        time=("交易时间",),
        balance=("余额",),
        summary=("交易类型",),
        counterparty=("交易备注",),
    ),
)

ICBC = (
    Layout(
        # 交易金额 is in the currency of the shop and a dash at home; 记账金额 is what the account was moved by.
        id="icbc-debit-web",
        provider="icbc-debit",
        header=("交易日期", "摘要", "交易金额(收入)", "交易金额(支出)", "余额", "对方户名"),
        money=TwoSided((("记账金额(收入)", "记账金额(支出)"), ("交易金额(收入)", "交易金额(支出)"))),
        booked=("交易日期",),
        balance=("余额",),
        currency=("记账币种", "交易币种"),
        summary=("摘要",),
        counterparty=("对方户名",),
        note=("交易详情", "交易场所"),
    ),
    Layout(
        id="icbc-debit-pdf",
        provider="icbc-debit",
        header=("交易日期", "储种", "摘要", "收入/支出金额", "余额", "对方户名"),
        money=Signed(("收入/支出金额",)),
        booked=("交易日期",),
        balance=("余额",),
        currency=("币种",),
        account=("账号",),
        summary=("摘要",),
        counterparty=("对方户名",),
        note=("渠道", "地区"),
    ),
)

CCB = (
    Layout(
        id="ccb-debit-web",
        provider="ccb-debit",
        header=("记账日", "交易日期", "交易时间", "支出", "收入", "账户余额", "摘要", "交易地点"),
        money=TwoSided((("收入", "支出"),)),
        booked=("记账日",),
        traded=("交易日期",),
        time=("交易时间",),
        balance=("账户余额",),
        currency=("币种",),
        summary=("摘要",),
        counterparty=("对方户名",),
        note=("交易地点", "对方账号"),
    ),
    Layout(
        id="ccb-debit-app",
        provider="ccb-debit",
        header=("摘要", "交易日期", "交易金额", "账户余额", "交易地点/附言", "对方账号与户名"),
        money=Signed(("交易金额",)),
        booked=("交易日期",),
        balance=("账户余额",),
        currency=("币别",),
        summary=("摘要",),
        counterparty=("对方账号与户名",),
        note=("交易地点/附言",),
    ),
)

BOC = (
    Layout(
        id="boc-debit-pdf",
        provider="boc-debit",
        header=("记账日期", "记账时间", "币别", "金额", "余额", "交易名称", "对方账户名"),
        money=Signed(("金额",)),
        booked=("记账日期",),
        time=("记账时间",),
        balance=("余额",),
        currency=("币别",),
        account=("借记卡号",),
        summary=("交易名称",),
        counterparty=("对方账户名",),
        note=("附言", "渠道", "对方卡号/账号", "对方开户行"),
    ),
    Layout(
        id="boc-debit-web",
        provider="boc-debit",
        header=("交易时间", "业务摘要", "对方账户名称", "收入金额", "支出金额", "余额"),
        money=TwoSided((("收入金额", "支出金额"),)),
        booked=("交易时间",),
        balance=("余额",),
        currency=("币种",),
        summary=("业务摘要",),
        counterparty=("对方账户名称",),
        note=("附言", "交易渠道/场所", "对方账户账号"),
    ),
)

ABC = (
    Layout(
        # Loan and interest rows come without a time, and what follows the last filled cell is left away.
        id="abc-debit-pdf",
        provider="abc-debit",
        header=("交易日期", "交易时间", "交易摘要", "交易金额", "本次余额", "对手信息", "日志号"),
        money=Signed(("交易金额",)),
        booked=("交易日期",),
        time=("交易时间",),
        balance=("本次余额",),
        summary=("交易摘要",),
        counterparty=("对手信息",),
        note=("交易附言", "交易渠道"),
        reference=("日志号",),
        short_rows=True,
    ),
    Layout(
        id="abc-debit-web",
        provider="abc-debit",
        header=("交易日期", "交易时间", "交易金额", "本次余额", "对方户名", "交易用途", "交易摘要"),
        money=Signed(("交易金额",)),
        booked=("交易日期",),
        time=("交易时间",),
        balance=("本次余额",),
        summary=("交易摘要",),
        counterparty=("对方户名",),
        note=("交易用途", "交易类型", "交易渠道", "对方账号"),
    ),
)

BOCOM = (
    Layout(
        id="bocom-debit-pdf",
        provider="bocom-debit",
        header=("交易日期", "交易时间", "交易类型", "借贷", "交易金额", "余额", "对方户名"),
        money=Marked(("交易金额",), ("借贷",)),
        booked=("交易日期",),
        time=("交易时间",),
        balance=("余额",),
        summary=("交易类型",),
        counterparty=("对方户名",),
        note=("摘要", "交易地点", "对方账号"),
        short_rows=True,
    ),
    Layout(
        id="bocom-debit-web",
        provider="bocom-debit",
        header=("记账日期", "交易时间", "交易方式", "支出金额", "收入金额", "余额", "对方户名"),
        money=TwoSided((("收入金额", "支出金额"),)),
        booked=("记账日期",),
        time=("交易时间",),
        balance=("余额",),
        summary=("摘要", "交易方式"),
        counterparty=("对方户名",),
        note=("交易方式", "交易地点", "对方账户"),
    ),
)

SPDB = (
    Layout(
        id="spdb-debit",
        provider="spdb-debit",
        header=("顺序号", "交易日期", "交易类型", "存入金额", "取出金额", "余额", "交易对手名称"),
        money=TwoSided((("存入金额", "取出金额"),)),
        booked=("交易日期",),
        balance=("余额",),
        summary=("交易类型",),
        counterparty=("交易对手名称",),
        note=("附言", "交易对手账号"),
    ),
)

CMBC = (
    Layout(
        id="cmbc-debit-pdf",
        provider="cmbc-debit",
        header=("交易时间", "摘要", "交易金额", "账户余额", "现转标志"),
        money=Signed(("交易金额",)),
        booked=("交易时间",),
        balance=("账户余额",),
        summary=("摘要",),
        counterparty=("对方户名/账号",),
        note=("交易渠道", "交易机构"),
        reference=("凭证号码",),
        short_rows=True,
        proved_by_balance=True,
    ),
)

CIB = (
    Layout(
        id="cib-debit",
        provider="cib-debit",
        header=("交易时间", "记账日", "支出", "收入", "账户余额", "摘要", "对方户名", "对方银行"),
        money=TwoSided((("收入", "支出"),)),
        booked=("记账日",),
        traded=("交易时间",),
        balance=("账户余额",),
        summary=("摘要",),
        counterparty=("对方户名",),
        note=("用途", "备注", "交易渠道", "对方账号"),
    ),
)

PAB = (
    Layout(
        id="pab-debit",
        provider="pab-debit",
        header=("交易时间", "付款方姓名", "收款方姓名", "交易类型", "交易金额", "账户余额"),
        money=Marked(("交易金额",), ("交易类型",)),
        booked=("交易时间",),
        balance=("账户余额",),
        summary=("摘要",),
        counterparty=("收款方姓名",),
        payer=("付款方姓名",),
        note=("备注",),
        reference=("交易流水号",),
    ),
)

CITIC = (
    Layout(
        id="citic-debit",
        provider="citic-debit",
        header=("交易日期", "收入金额", "支出金额", "账户余额", "交易摘要"),
        titles=("账户交易明细", "中信银行"),
        money=TwoSided((("收入金额", "支出金额"),)),
        booked=("交易日期",),
        balance=("账户余额",),
        summary=("交易摘要",),
        counterparty=("对方户名", "对手信息"),
        note=("备注",),
    ),
)

PSBC = (
    Layout(
        # Only the title is known from a real file; the columns are told by the names that banks use for them.
        id="psbc-debit-pdf",
        provider="psbc-debit",
        header=("交易日期", "交易金额"),
        titles=("中国邮政储蓄银行借记账户历史明细",),
        money=Signed(("交易金额",)),
        booked=("交易日期",),
        time=("交易时间",),
        balance=("账户余额", "余额", "交易后余额", "本次余额"),
        summary=("交易摘要", "摘要", "交易名称"),
        counterparty=("对方户名", "对手信息", "对方账户名"),
        note=("附言", "备注", "交易渠道"),
        reference=("外部系统流水",),
        proved_by_balance=True,
    ),
)
