"""The files of a desk: each a table of cells with the lines that stand in each row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from tests.simulation.kinds.desk import Cell, Desk, Line, yuan

Rows = list[tuple[Sequence[Cell], tuple[Line, ...]]]

LOAN_WORDS = (
    ("借据号", "借款时间", "借款金额", "期数", "还款方式", "日利率", "还款日", "宽限期", "状态"),
    ("合同编号", "放款日期", "贷款金额(元)", "总期数", "还款方式", "日利率(%)", "每月还款日", "宽限天数", "贷款状态"),
)
PLAN_WORDS = (
    ("查询日期", "借据号", "期数", "起息日", "应还日期", "应还本金", "应还利息", "应还总额", "状态"),
    ("截至日期", "合同编号", "期次", "开始日期", "到期还款日", "本金(元)", "利息(元)", "当期应还(元)", "还款状态"),
)
RECORD_WORDS = (
    ("还款时间", "入账日期", "借据号", "期数", "还款类型", "还款金额", "本金", "利息", "罚息", "还款账户", "状态"),
    ("交易时间", "记账日期", "合同编号", "期次", "还款渠道", "实还金额(元)", "实还本金", "实还利息", "实还罚息",
     "扣款账户", "处理状态"),
)  # fmt: skip
BILL_HEADER = ("入账日期", "交易时间", "类型", "交易说明", "金额(元)", "交易订单号")


def tables(desk: Desk) -> dict[str, Rows]:
    """Every file of the case by its name."""
    found: dict[str, Rows] = {}
    for number, (card, lines) in enumerate(desk.banks.items()):
        if not desk.no_bank:
            bank, tail = card.split()
            found[f"{bank}交易流水_{tail}.csv"] = BANKS.get(bank, _cmb)(lines, 40_000_00 + number, tail)
    for wallet, lines in desk.wallets.items():
        if wallet not in desk.skipped:
            kind = wallet.split("-")[0]
            found[f"{WALLET_NAMES[kind]}{wallet[len(kind) :]}.csv"] = WALLETS[kind](desk, lines, wallet[len(kind) :])
    for name, words, lines in (
        ("借款记录", LOAN_WORDS, desk.loans),
        ("还款计划", PLAN_WORDS, desk.pages),
        ("还款记录", RECORD_WORDS, desk.records),
    ):
        if lines and name not in desk.skipped:
            found[f"{name}.csv"] = [(words[desk.words], ()), *((line.cells, (line,)) for line in lines)]
    for name, (_, lines) in desk.bills.items():
        lead, *rest, total = lines
        found[f"{name}.csv"] = [
            ((name.split("_")[0][:-2] + "月账单",), ()), (lead.cells, (lead,)), (BILL_HEADER, ()),
            *((line.cells, (line,)) for line in rest), (total.cells, (total, lead)),
        ]  # fmt: skip
    if desk.reserves:
        header = ("取用时间", "取用金额", "归还时间", "归还金额", "费用", "状态")
        found["备用金记录.csv"] = [(header, ()), *((line.cells, (line,)) for line in desk.reserves)]
    return found | desk.papers


def _booked(lines: Iterable[Line], balance: int) -> Iterator[tuple[Line, int, str, str]]:
    """The rows of a statement in order of time, each with the balance after it, its summary and its text."""
    for line in sorted(lines, key=lambda x: x.at):
        balance += line.amount
        summary, text, *gone = line.cells
        if not gone:  # else it moved the balance, and the file lacks it
            yield line, balance, str(summary), str(text)


def _cmb(lines: Iterable[Line], balance: int, _tail: str) -> Rows:
    rows: Rows = [(("记账日期", "货币", "交易金额", "联机余额", "交易摘要", "对手信息", "客户摘要"), ())]
    for line, left, summary, text in _booked(lines, balance):
        cells = (f"{line.at.date()}", "CNY", yuan(line.amount, True), yuan(left, True), summary, text, "")
        rows.append((cells, (line,)))
    return rows


def _icbc(lines: Iterable[Line], balance: int, tail: str) -> Rows:
    header = ("交易日期", "摘要", "交易金额(收入)", "交易金额(支出)", "交易币种", "余额", "对方户名")
    rows: Rows = [(("明细查询文件下载",), ()), ((f"卡号: 6222****{tail}", "卡别名:"), ()), (header, ())]
    for line, left, summary, text in _booked(lines, balance):
        inwards = line.amount > 0
        amount = yuan(abs(line.amount), True)
        cells = (f"{line.at.date()}", summary, amount if inwards else "-", "-" if inwards else amount, "人民币",
                 yuan(left, True), text)  # fmt: skip
        rows.append((cells, (line,)))
    return rows


def _ccb(lines: Iterable[Line], balance: int, tail: str) -> Rows:
    header = (
        "记账日",
        "交易日期",
        "交易时间",
        "支出",
        "收入",
        "账户余额",
        "币种",
        "摘要",
        "对方账号",
        "对方户名",
        "交易地点",
    )
    rows: Rows = [
        (("China Construction Bank",), ()), (("币　　种：", "人民币"), ()),
        (("账　　号：", f"6217*********{tail}"), ()), (header, ()),
    ]  # fmt: skip
    for line, left, summary, text in _booked(lines, balance):
        out, into = (yuan(max(sign * line.amount, 0)) for sign in (-1, 1))
        day = f"{line.at:%Y%m%d}"
        cells = (day, day, f"{line.at:%H:%M:%S}", out, into, yuan(left), "人民币", summary, "", text, "")
        rows.append((cells, (line,)))
    return rows


BANKS = {"中国工商银行": _icbc, "中国建设银行": _ccb}


def _kept(desk: Desk, lines: Iterable[Line]) -> list[Line]:
    first, last = desk.wallet_from, desk.wallet_until or desk.as_of
    kept = [x for x in lines if (not first or x.at.date() >= first) and x.at.date() <= last]
    return sorted(kept, key=lambda x: x.at, reverse=True)


def _alipay(desk: Desk, lines: Iterable[Line], who: str = "") -> Rows:
    kept = _kept(desk, lines)
    owner, account = ("钱**", "139******22") if who == "-太太" else ("赵**", "138******56")
    first = desk.wallet_from or min(x.at.date() for x in kept)
    last = desk.wallet_until or desk.as_of
    lead: list[str] = ["-" * 84, "-" * 84, "导出信息：", f"姓名：{owner}", f"支付宝账户：{account}"]
    lead += [f"起始时间：[{first} 00:00:00]    终止时间：[{last} 23:59:59]", "导出交易类型：[全部]"]
    lead += [f"导出时间：[{last} 23:59:59]", f"共{len(kept)}笔记录"]
    for word in ("收入", "支出", "不计收支"):
        own = [x for x in kept if x.cells[3] == word]
        lead.append(f"{word}：{len(own)}笔 {yuan(sum(x.amount for x in own))}元")
    lead += ["", "特别提示：", "5.本明细仅供个人对账使用。", ""]
    lead.append("------------------------支付宝支付科技有限公司  电子客户回单------------------------")
    rows: Rows = [((text,), ()) for text in lead]
    header = ("交易时间", "交易分类", "交易对方", "对方账号", "商品说明", "收/支", "金额", "收/付款方式", "交易状态")
    rows.append(((*header, "交易订单号", "商家订单号", "备注", ""), ()))
    for x in kept:
        category, party, text, direction, method, status, order = x.cells
        cells = (f"{x.at}", category, party, "/", text, direction, yuan(x.amount), method, status)
        rows.append(((*cells, f"{order}\t", "\t", "", ""), (x,)))
    return rows


def _wechat(desk: Desk, lines: Iterable[Line], who: str = "") -> Rows:
    kept = _kept(desk, lines)
    first = desk.wallet_from or min(x.at.date() for x in kept)
    last = desk.wallet_until or desk.as_of
    lead = ["微信支付账单明细", f"微信昵称：[清风{who}]", f"起始时间：[{first} 00:00:00] 终止时间：[{last} 23:59:59]"]
    lead += ["导出类型：[全部]", f"导出时间：[{last} 23:59:59]", "", f"共{len(kept)}笔记录", "注："]
    lead += ["3. 本明细仅供个人对账使用", "", "----------------------微信支付账单明细列表--------------------"]
    rows: Rows = [((text, *[""] * 10), ()) for text in lead]
    header = ("交易时间", "交易类型", "交易对方", "商品", "收/支", "金额(元)", "支付方式", "当前状态", "交易单号")
    rows.append(((*header, "商户单号", "备注"), ()))
    for x in kept:
        _, party, text, direction, method, status, order = x.cells
        flow = "支出" if direction == "不计收支" else direction
        state = "支付成功" if status in ("还款成功", "交易成功") else status
        cells = (f"{x.at}", "商户消费", party, text, flow, f"¥{yuan(x.amount)}", method, state, f"{order}\t")
        rows.append(((*cells, "/", "/"), (x,)))
    return rows


WALLET_NAMES = {"alipay": "支付宝交易明细", "wechat": "微信支付账单"}
WALLETS = {"alipay": _alipay, "wechat": _wechat}
