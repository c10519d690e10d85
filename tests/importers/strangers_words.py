"""Messages, certificates, receipts and foreign papers as strangers hold them, in words that nobody listed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from tests.importers.strangers_files import Found, Paper, csv, html, pdf, xlsx

_TOLD: tuple[tuple[str, str, date | None, int | None], ...] = (
    (
        "微众",
        "【微众银行】您尾号1234的银行卡于2026年02月15日成功归还微粒贷借款1,764.21元。",
        date(2026, 2, 15),
        176_421,
    ),
    (
        "支付宝",
        "【支付宝】您2026年3月10日的借呗还款900.41元已成功，点击查看 https://x.example/abc",
        date(2026, 3, 10),
        90_041,
    ),
    ("自动扣款", "【花呗】2026年03月10日自动扣款成功，扣款金额1530.50元，感谢您的使用。", date(2026, 3, 10), 153_050),
    (
        "度小满提醒",
        "【度小满】温馨提醒：您有一笔借款将于2026-04-15到期，应还金额1,764.21元，请保证还款账户余额充足。",
        date(2026, 4, 15),
        176_421,
    ),
    (
        "京东失败",
        "【京东金融】您2026年3月14日应还白条233.33元，因余额不足扣款未成功，请尽快还款以免影响信用。",
        date(2026, 3, 14),
        23_333,
    ),
    ("美团", "【美团】您的美团月付3月账单（2026年）98.60元已于2026年03月08日还款成功。", date(2026, 3, 8), 9_860),
    (
        "360",
        "【360借条】尊敬的用户，您的借款5000.00元已于2026年01月15日到账，请查看尾号1234银行卡。",
        date(2026, 1, 15),
        500_000,
    ),
    ("招联放款", "【招联金融】您申请的好期贷3,000元已放款成功，放款日期2026年01月20日。", date(2026, 1, 20), 300_000),
    (
        "银行扣款",
        "【建设银行】您尾号0001的账户2026年3月10日8时1分向支付宝支付借呗还款支出人民币900.41元，活期余额334.56元。",
        date(2026, 3, 10),
        90_041,
    ),
    ("结清", "【拍拍贷】恭喜！您2026年03月20日已结清借款，结清金额2,048.00元。", date(2026, 3, 20), 204_800),
    ("逾期", "【某某消金】您的借款已于2026年3月15日逾期，当前应还1,766.87元，请立即处理。", date(2026, 3, 15), 176_687),
)


def messages() -> Iterator[Paper]:
    """One message each, then all in the forms in which people save them."""
    booked = frozenset({(date(2026, 3, 10), -90_041)})  # what the bank says of account and balance is a row
    for name, text, on, fen in _TOLD:
        told = Found(bank=booked) if name == "银行扣款" else Found(notices=frozenset({(on, fen)}))
        yield Paper(f"短信-{name}.txt", text.encode(), told)
    every = Found(notices=frozenset((on, fen) for name, _, on, fen in _TOLD if name != "银行扣款"), bank=booked)
    yield Paper("短信-全部.txt", "\n".join(text for _, text, _, _ in _TOLD).encode("gb18030"), every)
    rows = [
        ["发送方", "接收时间", "短信内容", "是否已读"],
        *(["10690000", "2026-04-01 09:00:00", text, "是"] for _, text, _, _ in _TOLD),
    ]
    yield Paper("短信-导出.xlsx", xlsx(rows), every)
    yield Paper("短信-网页.html", html(rows).decode().encode("gb18030").replace(b"utf-8", b"gb18030"), every)
    items = "".join(
        f'<sms protocol="0" address="10690000" date="1775005200000" type="1" body="{text}" read="1" />'
        for _, text, _, _ in _TOLD
    )
    yield Paper(
        "短信-备份.xml",
        f"<?xml version='1.0' encoding='UTF-8'?><smses count='{len(_TOLD)}'>{items}</smses>".encode(),
        every,
    )
    card = [
        "还款成功通知",
        "您的微粒贷已还款成功",
        "还款金额：1,764.21元",
        "还款时间：2026年2月15日 09:00",
        "还款账户：某某银行(1234)",
        "查看详情",
    ]
    yield Paper("公众号.txt", "\n".join(card).encode(), Found(notices=frozenset({(date(2026, 2, 15), 176_421)})))
    english = "[Ant] Your Jiebei repayment of CNY 900.41 on 2026-03-10 succeeded."
    yield Paper("english.txt", english.encode(), Found())


_SETTLED = Found(certificates=frozenset({(date(2026, 6, 1), 300_000)}))


def certificates() -> Iterator[Paper]:
    """Certificates of settlement in the words of other lenders."""
    bank = (
        "个人贷款结清通知书",
        "尊敬的客户张某：",
        "您在我行办理的贷款（合同号：GD2025060100123，贷款金额：3,000.00元，放款日期：2025年06月01日）",
        "已于2026年06月01日全部还清，贷款余额为0元。",
        "某某银行股份有限公司",
        "打印日期：2026年06月02日",
    )
    yield Paper("结清通知书.txt", "\n".join(bank).encode("gb18030"), _SETTLED)
    rows = [
        ["结清证明", ""],
        ["借款人", "张*"],
        ["借据编号", "JJ20250601001"],
        ["借款金额", "3000.00元"],
        ["放款日", "2025-06-01"],
        ["结清日期", "2026-06-01"],
        ["当前欠款", "0.00元"],
        ["出具机构", "某某消费金融有限公司"],
        ["出具日期", "2026-06-02"],
    ]
    yield Paper("结清证明-表.html", html(rows, "结清证明", heads=False), _SETTLED)
    yield Paper("结清证明-表.xlsx", xlsx(rows), _SETTLED)
    two = [["贷款结清证明", "某某银行"], *rows[1:]]
    yield Paper("结清证明-表.pdf", pdf(two, [["贷款结清证明"]], "ruled"), _SETTLED)
    english = (
        "Loan Settlement Certificate",
        "This is to certify that loan No. XF20250601000123 of CNY 3,000.00",
        "drawn on 2025-06-01 has been fully repaid on 2026-06-01.",
        "Some Consumer Finance Co., Ltd.",
    )
    yield Paper("settled.txt", "\n".join(english).encode(), _SETTLED)


def receipts() -> Iterator[Paper]:
    """Electronic receipts: each tells of one payment, like a message of the bank."""
    paid = Found(notices=frozenset({(date(2026, 2, 10), 90_041)}))
    lines = (
        "某某银行客户电子回单",
        "回单编号：20260210000123",
        "交易日期：2026年02月10日 08:01:33",
        "付款人户名：张*",
        "付款人账号：6217****0001",
        "付款人开户行：某某银行某某支行",
        "收款人户名：支付宝（中国）网络技术有限公司",
        "收款人账号：2155****0690",
        "币种：人民币",
        "金额（小写）：￥900.41",
        "金额（大写）：玖佰元零肆角壹分",
        "摘要：借呗还款",
        "重要提示：本回单不作为发货依据",
    )
    yield Paper("电子回单.txt", "\n".join(lines).encode(), paid)
    grid = [
        ["付款人户名", "张*", "收款人户名", "支付宝（中国）网络技术有限公司"],
        ["付款人账号", "6217****0001", "收款人账号", "2155****0690"],
        ["付款人开户行", "某某银行", "收款人开户行", "支付宝"],
        ["交易金额（小写）", "900.41", "交易金额（大写）", "玖佰元零肆角壹分"],
        ["交易时间", "2026-02-10 08:01:33", "用途", "借呗还款"],
        ["交易流水号", "88001234", "电子回单号码", "0012"],
    ]
    yield Paper("电子回单.html", html(grid, "某某银行网上银行电子回单", heads=False), paid)
    yield Paper("电子回单.pdf", pdf(grid, [["某某银行网上银行电子回单"]], "ruled"), paid)
    came = "\n".join(
        (
            *lines[:3],
            "付款人户名：某某小额贷款有限公司",
            "付款人账号：1102****0099",
            "收款人户名：张*",
            "收款人账号：6217****0001",
            "金额：3,000.00元",
            "用途：借款发放",
        )
    )
    yield Paper("电子回单-收.txt", came.encode(), Found(notices=frozenset({(date(2026, 2, 10), 300_000)})))
    rent = "\n".join((*lines[:6], "收款人户名：李某", "收款人账号：6222****0002", "金额：2,500.00元", "用途：房租"))
    yield Paper("电子回单-房租.txt", rent.encode(), Found())
    several = "\n".join((*lines, *lines[:2], *(line.replace("02月10日", "03月10日") for line in lines[2:]), rent))
    yield Paper("电子回单-三张.txt", several.encode(), Found(notices=paid.notices | {(date(2026, 3, 10), 90_041)}))
    transfer = "转账成功\n转账金额 ¥900.41\n收款人 张*\n收款账户 某某银行(0001)\n转账时间 2026-02-10 08:01"
    yield Paper("转账截图文字.txt", transfer.encode(), Found())


def disclosures() -> Iterator[Paper]:
    """Tables of what a loan costs in all."""
    rows = [
        ["项目", "收取方式", "收取标准", "收取主体"],
        ["贷款本金", "一次性发放", "20,000.00", ""],
        ["贷款利息", "按期", "年化12.00%", "某某消费金融有限公司"],
        ["担保费", "按期", "每期35.20元", "某某融资担保有限公司"],
        ["综合融资成本（年化）", "", "", "17.66%"],
        ["或有成本", "", "", ""],
        ["逾期罚息", "逾期时", "日0.05%", "某某消费金融有限公司"],
    ]
    found = Found(disclosures=frozenset({(None, 2_000_000)}))
    yield Paper("明示表-四栏.html", html(rows, "综合融资成本明示表"), found)
    yield Paper("明示表-四栏.pdf", pdf(rows, [["综合融资成本明示表"]], "ruled"), found)
    lines = (
        "贷款综合融资成本明示表",
        "贷款金额：12,000.00元",
        "一、正常履约情形",
        "1. 利息：年利率14.4%，由某某小额贷款有限公司收取",
        "2. 服务费：不收取",
        "综合年化成本：14.4%",
        "二、违约情形",
        "1. 罚息：按日0.06%",
    )
    yield Paper("明示表.txt", "\n".join(lines).encode(), Found(disclosures=frozenset({(None, 1_200_000)})))


def unrelated() -> Iterator[Paper]:
    """Papers with days and sums that nobody should take for those of a loan."""
    shop = [
        ["日期", "商品", "单价", "数量", "金额"],
        ["2026-02-01", "大米", "5.50", "10", "55.00"],
        ["2026-02-02", "面粉", "4.00", "5", "20.00"],
    ]
    yield Paper("进货.csv", csv(shop), Found())
    trip = [
        ["出发日期", "车次", "出发站", "到达站", "票价", "状态"],
        ["2026-02-03", "G1", "北京南", "上海虹桥", "553.00", "已支付"],
    ]
    yield Paper("车票.xlsx", xlsx(trip), Found())
    yield Paper("体检.txt", "体检报告\n日期：2026-02-03\n血糖 5.10 mmol/L\n尿酸 380.00\n".encode(), Found())
    yield Paper(
        "日程.ics",
        b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20260215T090000\nSUMMARY:repay 900.41\nEND:VEVENT\nEND:VCALENDAR\n",
        Found(notices=frozenset({(date(2026, 2, 15), 90_041)})),
    )
    steps = [["日期", "步数", "距离"], ["2026-02-01", "8000", "5.60"], ["2026-02-02", "9000", "6.30"]]
    yield Paper("步数.csv", csv(steps), Found())
    insured = [
        ["保单号", "生效日期", "缴费日期", "保费", "状态"],
        ["P2026001", "2026-01-01", "2026-01-01", "1,200.00", "已缴"],
    ]
    yield Paper("保单.csv", csv(insured), Found())
    yield Paper("程序.py", b"rate = 0.18\nfor n in range(12):\n    print('2026-02-15', 900.41)\n", Found())
    yield Paper(
        "日志.log", b"2026-02-15 09:00:00 INFO paid 900.41\n2026-02-15 09:00:01 WARN balance 12.00\n" * 20, Found()
    )
    house = [["期数", "还款日", "金额"], ["1", "每月15日", "约3000"], ["2", "每月15日", "约3000"]]
    yield Paper("大概.csv", csv(house), Found())
    chat = "张三 2026-02-15 09:00\n借我900.41元\n李四 2026-02-15 09:05\n已转你900.41元\n"
    yield Paper("聊天记录.txt", chat.encode(), Found())
    yield Paper(
        "网页.html",
        (
            "<html><meta charset=utf-8><body><h1>新闻</h1><p>2026年2月15日，LPR为3.10%，"
            "月供5,307.27元。</p></body></html>"
        ).encode(),
        Found(),
    )
    stock = [
        ["成交日期", "证券代码", "证券名称", "买卖标志", "成交数量", "成交价格", "成交金额", "资金余额"],
        ["20260203", "600000", "浦发银行", "买入", "100", "9.50", "950.00", "1234.00"],
    ]
    yield Paper("交割单.csv", csv(stock), Found())
    points = [
        ["日期", "积分类型", "积分变动", "积分余额"],
        ["2026-02-01", "消费", "+120", "1,320"],
        ["2026-02-03", "兑换", "-500", "820"],
    ]
    yield Paper("积分.csv", csv(points), Found())


def words() -> list[Paper]:
    """All of them."""
    return [paper for kind in (messages, certificates, receipts, disclosures, unrelated) for paper in kind()]
