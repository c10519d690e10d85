"""Messages, certificates, receipts, reports and pages in words that the other papers do not have."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from tests.importers.strangers_files import Found, Paper, csv, grouped, html, mail, pdf, xlsx, yuan
from tests.importers.strangers_lenders import document

_ALONE: tuple[tuple[str, str, date | None, int | None], ...] = (
    (
        "金条放款",
        "【京东金融】您申请的金条借款已于2026年07月02日发放，借款金额8000.00元，收款卡尾号4321，请查收。",
        date(2026, 7, 2),
        800_000,
    ),
    (
        "白条提醒",
        "【京东】您的白条7月账单共1,233.40元，最后还款日2026-07-18，可在APP查账还款。",
        date(2026, 7, 18),
        123_340,
    ),
    (
        "月付扣款",
        "【美团】您2026年7月8日的月付自动还款552.40元成功，扣款账户：某某银行储蓄卡(4321)。",
        date(2026, 7, 8),
        55_240,
    ),
    (
        "月付失败",
        "【美团】月付还款失败通知：2026年7月8日应还552.40元，因银行卡余额不足，扣款失败，请尽快还款。",
        date(2026, 7, 8),
        55_240,
    ),
    ("抖音月付", "【抖音支付】您的抖音月付账单88.80元已于2026年07月10日自动扣款成功。", date(2026, 7, 10), 8_880),
    (
        "放心借",
        "【抖音】您在放心借的借款12,000.00元已于2026年07月03日放款成功，首期还款日为2026年08月03日。",
        date(2026, 7, 3),
        1_200_000,
    ),
    (
        "度小满扣款",
        "【度小满】您好，您2026-07-20应还款1,047.45元已从尾号4321银行卡扣款成功，剩余应还5,206.14元。",
        date(2026, 7, 20),
        104_745,
    ),
    (
        "微粒贷到期",
        "【微众银行】您的微粒贷将于2026年07月18日还款450.00元，请确保尾号4321的卡内余额充足。",
        date(2026, 7, 18),
        45_000,
    ),
    (
        "微粒贷逾期",
        "【微众银行】您的微粒贷借款已逾期2天，截至2026年07月20日应还452.30元，请尽快还款。",
        date(2026, 7, 20),
        45_230,
    ),
    ("分期乐", "【分期乐】订单还款成功：您于2026/07/05还款人民币666.00元，感谢您的支持！", date(2026, 7, 5), 66_600),
    (
        "提前结清",
        "【招联金融】您于2026年7月9日提前还清好期贷，共还款3,021.60元，祝您生活愉快。",
        date(2026, 7, 9),
        302_160,
    ),
    (
        "零钱通扣款",
        "花呗还款提醒 已通过余额宝自动还款1,233.40元 还款时间：2026-07-20 06:12:09",
        date(2026, 7, 20),
        123_340,
    ),
    ("退还多扣", "【度小满】您2026年7月21日多还的12.30元已退回至尾号4321银行卡。", date(2026, 7, 21), 1_230),
)

_SAID = (
    (
        date(2026, 7, 1),
        812_340,
        2_372_418,
        "【江苏银行】您尾号7788的账户2026年7月1日08:02收入工资人民币8,123.40元，余额23,724.18元。",
    ),
    (
        date(2026, 7, 1),
        -123_456,
        2_248_962,
        "【江苏银行】您尾号7788的账户2026年7月1日09:15支出(网银在线-金条还款)人民币1,234.56元，余额22,489.62元。",
    ),
    (
        date(2026, 7, 18),
        -45_000,
        2_203_962,
        "【江苏银行】您尾号7788的账户2026年7月18日07:30支出(财付通-微粒贷还款)人民币450.00元，余额22,039.62元。",
    ),
    (
        date(2026, 8, 1),
        -123_456,
        2_080_506,
        "【江苏银行】您尾号7788的账户2026年8月1日09:16支出(网银在线-金条还款)人民币1,234.56元，余额20,805.06元。",
    ),
)


def messages() -> Iterator[Paper]:
    """One message each of senders and wordings of their own."""
    for name, text, on, fen in _ALONE:
        yield Paper(f"通知-{name}.txt", text.encode(), Found(notices=frozenset({(on, fen)})))
    every = Found(notices=frozenset((on, fen) for _, _, on, fen in _ALONE))
    yield Paper("通知-全部.csv", csv([["日期", "内容"], *(["2026-07-31", text] for _, text, _, _ in _ALONE)]), every)
    pushed = [
        "京东金融",
        "2026年7月18日 06:30",
        "白条还款成功",
        "您的白条账单已还款成功，还款金额1,233.40元",
        "",
        "微众银行",
        "2026年7月18日 07:30",
        "还款成功通知",
        "您的微粒贷自动还款450.00元成功",
    ]
    told = {(date(2026, 7, 18), 123_340), (date(2026, 7, 18), 45_000)}
    yield Paper("推送.txt", "\n".join(pushed).encode(), Found(notices=frozenset(told)))


def bank_messages() -> Iterator[Paper]:
    """Messages of banks that name account, direction and balance are rows of that account."""
    rows = Found(bank=frozenset((on, fen) for on, fen, _, _ in _SAID))
    yield Paper("动账短信.txt", "\n".join(text for *_, text in _SAID).encode(), rows)
    yield Paper(
        "动账短信.csv",
        csv(
            [["时间", "号码", "内容"], *([f"{on} 09:30:00", "95319", text] for on, _, _, text in _SAID)], ",", "gb18030"
        ),
        rows,
    )
    others = (
        "【农业银行】您尾号1234账户07月18日07:30完成代付交易人民币-450.00，余额334.56。",
        "【招商银行】您账户1234于07月18日07:31在财付通-微粒贷快捷支付450.00元，余额334.56",
        "【中国银行】您的借记卡账户1234，于07月18日网上支付(财付通)支取人民币450.00元，交易后余额334.56元",
        "您尾号1234卡7月18日07:31支出(消费财付通-微粒贷)450元，余额334.56元。【工商银行】",
        "【邮储银行】26年07月18日07:31您尾号1234账户快捷支付金额450.00元，余额334.56元。",
        "【建设银行】您尾号1234的储蓄卡7月18日7时31分支出人民币450.00元,活期余额334.56元。",
        "【某某农商银行】您尾号1234的账户于7月18日转出450.00元，用途：微粒贷还款，可用余额334.56元。",
    )
    for at, text in enumerate(others, 1):
        saved = csv([["接收时间", "短信内容"], ["2026-07-18 07:35:00", text]])
        yield Paper(f"动账-{at}.csv", saved, Found(bank=frozenset({(date(2026, 7, 18), -45_000)})))
    came = (
        "【交通银行】您尾号1234的卡于2026年07月02日12:05转入8000.00元，"
        "交易后余额8,334.56元，对方：重庆京东盛际小额贷款有限公司"
    )
    yield Paper("动账-入账.txt", came.encode(), Found(bank=frozenset({(date(2026, 7, 2), 800_000)})))
    card = "【招商银行】您尾号1234信用卡2026年07月18日消费人民币450.00元，可用额度9,550.00元。"
    yield Paper("动账-信用卡.txt", card.encode(), Found(notices=frozenset({(date(2026, 7, 18), 45_000)})))


def certificates() -> Iterator[Paper]:
    """Certificates in other words."""
    text = (
        "贷款结清证明",
        "致：李某（身份证号：3202**********0011）",
        "截至2026年7月9日，您在我司的以下贷款已还清全部款项，账户状态为结清：",
        "借据号：ZL2025110900077",
        "贷款发放日：2025年11月9日",
        "贷款金额：人民币3,000.00元",
        "结清日期：2026年7月9日",
        "特此证明",
        "某某消费金融股份有限公司",
    )
    settled = Found(certificates=frozenset({(date(2026, 7, 9), 300_000)}))
    yield Paper("结清函.txt", "\n".join(text).encode(), settled)
    yield Paper("结清函.docx", document(*text), settled)
    yield Paper(
        "结清函.eml",
        mail("<html><body>" + "".join(f"<div>{x}</div>" for x in text) + "</body></html>", "gb2312"),
        settled,
    )
    two = [
        ["借据编号", "放款日期", "贷款金额", "结清日期"],
        ["ZL2025110900077", "2025-11-09", "3,000.00", "2026-07-09"],
        ["ZL2025120900088", "2025-12-09", "1,500.00", "2026-06-09"],
    ]
    listed = Found(
        certificates=frozenset({(date(2026, 7, 9), 300_000), (date(2026, 6, 9), 150_000)}),
        loans=frozenset({(date(2025, 11, 9), 300_000), (date(2025, 12, 9), 150_000)}),
    )
    yield Paper("结清清单.html", html(two, "贷款结清证明 兹证明客户李某下列贷款均已结清。"), listed)
    none = (
        "非恶意逾期证明\n兹证明客户李某因系统原因，"
        "2026年7月18日微粒贷还款450.00元延迟入账，非本人恶意逾期。\n某某银行\n"
    )
    yield Paper("非恶意逾期证明.txt", none.encode(), Found())


def receipts() -> Iterator[Paper]:
    """Receipts of wallets and banks."""
    alipay = (
        "支付宝电子回单",
        "回单编号：20260720220014001",
        "付款方：李某 账户：138******00",
        "收款方：重庆市蚂蚁消费金融有限公司",
        "付款时间：2026-07-20 06:12:09",
        "交易金额：1,047.45元",
        "交易类型：借呗还款",
        "付款方式：某某银行储蓄卡(4321)",
    )
    paid = Found(notices=frozenset({(date(2026, 7, 20), 104_745)}))
    yield Paper("支付宝回单.txt", "\n".join(alipay).encode(), paid)
    wechat = [
        ["转账电子凭证", ""],
        ["付款人", "李*"],
        ["收款人", "深圳前海微众银行股份有限公司"],
        ["支付金额", "¥450.00"],
        ["支付时间", "2026-07-18 07:30:00"],
        ["摘要", "微粒贷还款"],
    ]
    yield Paper("微信凭证.xlsx", xlsx(wechat), Found(notices=frozenset({(date(2026, 7, 18), 45_000)})))
    bank = [
        ["交易日期", "2026年07月20日", "回单编号", "0072"],
        ["付款人户名", "李某", "付款人账号", "6226****7788"],
        ["收款人户名", "某某消费金融有限公司", "收款人账号", "1101****0001"],
        ["币种", "人民币", "小写金额", "1,047.45"],
        ["大写金额", "壹仟零肆拾柒元肆角伍分", "摘要", "代扣贷款还款"],
    ]
    yield Paper("代扣回单.pdf", pdf(bank, [["某某银行网上银行业务回单"]], "ruled"), paid)


def reports() -> Iterator[Paper]:
    """Cost tables, cards' bills and mails of other makes."""
    rows = [
        ["费用名称", "计收方式", "费率/金额", "收费主体", "折算年化"],
        ["借款本金", "—", "6,000.00元", "—", "—"],
        ["利息", "按日计息按期收取", "年利率14.4%", "某某消费金融有限公司", "14.40%"],
        ["增信服务费", "按期", "15.00元/期", "某某融资担保有限公司", "5.10%"],
        ["年化综合融资成本", "", "", "", "19.50%"],
        ["违约或有成本：罚息", "逾期按日", "年利率21.6%", "某某消费金融有限公司", ""],
    ]
    cost = Found(disclosures=frozenset({(None, 600_000)}))
    yield Paper("成本明示.csv", csv([["贷款综合融资成本公示表"], *rows]), cost)
    yield Paper("成本明示.docx", document("贷款综合融资成本公示表", rows), cost)


_CARD = (
    (date(2026, 6, 22), date(2026, 6, 23), "银联还款", -300_000),
    (date(2026, 6, 25), date(2026, 6, 26), "财付通-某某超市", 25_480),
    (date(2026, 7, 1), date(2026, 7, 1), "账单分期-第2期/共6期 本金", 83_333),
    (date(2026, 7, 1), date(2026, 7, 1), "账单分期-第2期/共6期 手续费", 5_000),
    (date(2026, 7, 9), date(2026, 7, 10), "年费", 20_000),
)
OF_CARD = Found(bank=frozenset((booked, -fen) for _, booked, _, fen in _CARD))


def cards() -> Iterator[Paper]:
    """Bills of cards with a table of instalments beside the rows, in mails and saved pages of old charsets."""
    header = ["交易日", "入账日", "卡号", "交易说明", "交易金额", "入账金额(人民币)"]
    rows = [
        [f"{on:%m/%d}", f"{booked:%m/%d}", "7788", text, grouped(fen), grouped(fen)] for on, booked, text, fen in _CARD
    ]
    plan = [["分期类型", "分期总额", "总期数", "已还期数", "剩余本金"], ["账单分期", "5,000.00", "6", "2", "3,333.34"]]
    summary = [["本期应还款额", "最低还款额", "到期还款日"], ["1,338.13", "133.81", "2026年08月05日"]]
    parts = "".join(
        html(table, title).decode().split("<body>")[1].split("</body>")[0]
        for title, table in (("账单汇总", summary), ("分期明细", plan), ("交易明细", [header, *rows]))
    )
    page = f"<html><body><p>某某银行信用卡电子账单</p><p>账单周期 2026/06/18-2026/07/17</p>{parts}</body></html>"
    yield Paper("分期账单.eml", mail(page, "gb2312", "信用卡电子账单"), OF_CARD)
    yield Paper("分期账单.html", page.encode("utf-8"), OF_CARD)
    sheet = [["某某银行信用卡电子账单"], ["账单周期", "2026/06/18-2026/07/17"], *summary, [], *plan, [], header, *rows]
    yield Paper("分期账单.xlsx", xlsx(sheet), OF_CARD)
    lines = [
        "某某银行信用卡对账单",
        "账单日：2026年07月17日  到期还款日：2026年08月05日",
        "交易日期    入账日期    交易说明                                  人民币金额",
    ]
    for on, booked, text, fen in _CARD:
        lines.append(f"{on}  {booked}  {text}{' ' * (40 - sum(1 if c.isascii() else 2 for c in text))}{yuan(fen):>12}")
    yield Paper("卡账单.txt", "\r\n".join(lines).encode("gb18030"), OF_CARD)
    marked = [
        ["交易日期", "记账日期", "交易摘要", "借贷标志", "记账金额", "记账币种"],
        *(
            [f"{on:%Y%m%d}", f"{booked:%Y%m%d}", text, "贷" if fen < 0 else "借", yuan(abs(fen)), "人民币"]
            for on, booked, text, fen in _CARD
        ),
    ]
    yield Paper("卡-借贷标志.csv", csv([["信用卡账单明细"], *marked], "\t", "utf-16"), OF_CARD)


def papers() -> list[Paper]:
    """All of them."""
    kinds = (messages, bank_messages, certificates, receipts, reports, cards)
    return [paper for kind in kinds for paper in kind()]
