"""What messages tell is understood whatever their sender, and what imitates them is never used."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.facts import Ledger, Product
from app.core.papers import Notice, NoticeKind
from app.importers.papers.message_tables import tabled
from app.importers.papers.message_words import Rule, rule_of, rules, without_links
from app.importers.papers.messages import Messages
from app.importers.read import Reading, read_paths
from app.importers.reading.table import Table
from app.importers.registry import recognise
from tests.shared import shared

SENT = "2025-10-22 09:05 "
K, P = NoticeKind, Product
SAID: tuple[tuple[str, NoticeKind, Product, int | None, date | None], ...] = (
    (
        "【支付宝】您的借呗于10月22日成功还款1,033.90元，剩余本金9,012.00元",
        K.REPAID, P.JIEBEI, 103390, date(2025, 10, 22),
    ),
    (
        "【支付宝】您尾号1001的储蓄卡10月22日自动还款借呗1033.90元成功。",
        K.REPAID, P.JIEBEI, 103390, date(2025, 10, 22),
    ),
    (
        "【支付宝】借呗扣款失败：因银行卡余额不足，10月22日应还1,033.90元未扣款成功，请尽快还款",
        K.FAILED, P.JIEBEI, 103390, date(2025, 10, 22),
    ),
    (
        "【支付宝】您的花呗10月账单应还2,450.40元，还款日11月09日，请确保余额充足",
        K.DUE, P.HUABEI, 245040, date(2025, 11, 9),
    ),
    (
        "【支付宝】您的借呗借款12,000.00元已发放至招商银行(1001)，首次还款日2025年11月22日",
        K.DRAWDOWN, P.JIEBEI, 1200000, date(2025, 11, 22),
    ),
    (
        "【支付宝】您的借呗借款12,000.00元已全部结清，感谢使用",
        K.SETTLED, P.JIEBEI, 1200000, date(2025, 10, 22),
    ),
    (
        "【微众银行】借款成功通知：您好，您申请的微粒贷 5000.00 元已成功发放，收款卡 农业银行(3919)，预计3分钟内到账。",
        K.DRAWDOWN, P.WEILIDAI, 500000, date(2025, 10, 22),
    ),
    (
        "【微众银行】您的微粒贷本期应还512.33元，还款日11月20日，请确保卡内余额充足",
        K.DUE, P.WEILIDAI, 51233, date(2025, 11, 20),
    ),
    (
        "【微众银行】微粒贷还款成功，本次还款512.33元，剩余未还4,500.00元。",
        K.REPAID, P.WEILIDAI, 51233, date(2025, 10, 22),
    ),
    (
        "【京东金融】（还款提醒）您本期白条账单将于11月14日自动扣款233.33元。",
        K.DUE, P.BAITIAO, 23333, date(2025, 11, 14),
    ),
    (
        "【京东金融】（借款到账）您申请的金条借款1000.00元，在尾号7214的银行卡中已到账",
        K.DRAWDOWN, P.JINTIAO, 100000, date(2025, 10, 22),
    ),
    (
        "【京东金融】您的白条已于10月22日还款成功，金额20.49元",
        K.REPAID, P.BAITIAO, 2049, date(2025, 10, 22),
    ),
    (
        "【京东金融】您的金条10月22日扣款失败，原因：超出银行卡限额，应还345.60元",
        K.FAILED, P.JINTIAO, 34560, date(2025, 10, 22),
    ),
    (
        "【美团】您的美团月付账单将于11月8日自动扣款48.14元，请保持余额充足",
        K.DUE, P.YUEFU, 4814, date(2025, 11, 8),
    ),
    (
        "【美团】美团生活费还款成功，已扣款48.14元",
        K.REPAID, P.MEITUAN_LOAN, 4814, date(2025, 10, 22),
    ),
    (
        "【抖音月付】您已使用抖音月付下单148.00元，还款日每月6日",
        K.PURCHASE, P.DOUYIN, 14800, date(2025, 10, 22),
    ),
    (
        "【抖音支付】放心借还款成功，金额300.00元，感谢使用",
        K.REPAID, P.FANGXINJIE, 30000, date(2025, 10, 22),
    ),
    (
        "【度小满】您10月22日的借款还款成功，还款金额888.00元。",
        K.REPAID, P.YOUQIANHUA, 88800, date(2025, 10, 22),
    ),
    (
        "【度小满】您的借款已逾期3天，应还888.00元，请立即还款以免影响征信",
        K.OVERDUE, P.YOUQIANHUA, 88800, date(2025, 10, 22),
    ),
    (
        "【360借条】放款成功，借款5,000.00元已到账尾号1001的银行卡",
        K.DRAWDOWN, P.JIETIAO_360, 500000, date(2025, 10, 22),
    ),
    (
        "【招商银行】您尾号8149信用卡10月20日自动还款失败，应还500.00元，请及时还款",
        K.FAILED, P.CARD, 50000, date(2025, 10, 20),
    ),
    (
        "【招商银行】您的信用卡本期账单金额3,210.55元，最低还款321.06元，到期还款日11月08日",
        K.DUE, P.CARD, 321055, date(2025, 11, 8),
    ),
    (
        "【招商银行】您账户1001于10月22日09:02支付宝-还款支出人民币1033.90元",
        K.ACCOUNT_DEBIT, P.OTHER, 103390, date(2025, 10, 22),
    ),
    (
        "【建设银行】您的快贷已成功还款2,000.00元，贷款余额8,000.00元",
        K.REPAID, P.BANK_LOAN, 200000, date(2025, 10, 22),
    ),
    (
        "【工商银行】您的个人贷款10月21日扣款成功，金额1,500.00元",
        K.REPAID, P.BANK_LOAN, 150000, date(2025, 10, 21),
    ),
    (
        "【支付宝】退款到账：多扣的借呗利息3.20元已退回您的余额",
        K.REFUND, P.JIEBEI, 320, date(2025, 10, 22),
    ),
    (
        "【支付宝】您的花呗额度已调整为8,000元",
        K.LIMIT, P.HUABEI, 800000, date(2025, 10, 22),
    ),
    (
        "【网商银行】您的网商贷今日还款成功，已扣款1,234.50元",
        K.REPAID, P.WANGSHANG, 123450, date(2025, 10, 22),
    ),
    (
        "【财付通】您的分付已自动还款337.00元",
        K.REPAID, P.FENFU, 33700, date(2025, 10, 22),
    ),
    (
        "【分期乐】您11月账单应还金额888.88元，还款日11月18日，如已还款请忽略。",
        K.DUE,
        P.FENQILE,
        88888,
        date(2025, 11, 18),
    ),
    (
        "【支付宝】您的借呗本月账单867.33元，将于11月05日自动还款。如余额不足可能还款失败。",
        K.DUE,
        P.JIEBEI,
        86733,
        date(2025, 11, 5),
    ),
    (
        "【美团】您的美团月付最后还款日为11月08日，若未还款将产生逾期费用，应还48.14元。",
        K.DUE,
        P.YUEFU,
        4814,
        date(2025, 11, 8),
    ),
    (
        "【蚂蚁消金】您的借呗利息优惠已到账，本期减免12.34元，应还1854.99元，还款日11月15日。",
        K.DUE,
        P.JIEBEI,
        185499,
        date(2025, 11, 15),
    ),
    (
        "【微众银行】您于2025年10月22日通过微粒贷借款20000元，分12期，首期还款日2025年11月20日。",
        K.DRAWDOWN,
        P.WEILIDAI,
        2000000,
        date(2025, 10, 22),
    ),
    (
        "【京东金融】您的白条10月账单1234.56元已全部还清。",
        K.REPAID,
        P.BAITIAO,
        123456,
        date(2025, 10, 22),
    ),
    (
        "【马上消费】您于10月21日的还款1000.00元因银行原因失败，已退回，请重新还款。",
        K.FAILED,
        P.OTHER,
        100000,
        date(2025, 10, 21),
    ),
)  # fmt: skip

FRAUD = (
    "【支付宝】您有一笔备用金500元未退还，请联系客服办理退还备用金，否则影响征信",
    "【官方通知】专业征信修复，消除逾期记录，加微信 abc123",
    "您的校园贷账户需注销，请添加QQ12345配合整改",
    "【银监会】请下载会议软件共享屏幕，将资金转入安全账户",
    "【客服中心】停息挂账、债务优化请联系 http://x.top/a",
)


def table(*lines: str) -> Table:
    return Table("sms.txt", "", "0", [[line] for line in lines])


def read(*lines: str) -> Ledger:
    (importer,) = recognise(table(*lines)).importers
    assert importer.name == "messages"
    return importer.read(table(*lines)).ledger


@pytest.mark.parametrize(("text", "kind", "product", "amount", "on"), SAID, ids=[said[0][:24] for said in SAID])
def test_a_message_tells_what_happened(
    text: str, kind: NoticeKind, product: Product, amount: int | None, on: date | None
) -> None:
    (notice,) = read(SENT + text).notices
    assert (notice.kind, notice.product, notice.amount) == (kind, product, amount)
    assert notice.on == on or kind is K.DRAWDOWN
    assert notice.sources[0].row == 1


def test_hundreds_of_messages_each_keep_their_line(tmp_path: Path) -> None:
    path = tmp_path / "短信.txt"
    path.write_text("\n".join(SENT + said[0] for said in SAID * 12), encoding="utf-8")
    reading: Reading = read_paths([path])
    assert [notice.sources[0].row for notice in reading.ledger.notices] == list(range(1, 12 * len(SAID) + 1))
    assert reading.sources[0].used == reading.sources[0].rows == 12 * len(SAID)


@pytest.mark.parametrize("text", FRAUD)
def test_a_text_that_imitates_a_lender_is_told_and_never_used(text: str) -> None:
    paper = table(text, SENT + SAID[0][0])
    result = Messages().read(paper)
    assert [n.kind for n in result.ledger.notices] == [K.REPAID]
    assert [problem.code for problem in result.problems[1:]] == ["message-fraud"]
    assert dict(result.skipped) == {"message-fraud": 1}


def test_no_link_is_kept() -> None:
    (notice,) = read(
        SENT + "【支付宝】您的借呗成功还款5.00元，点击 https://m.alipay.com/x 查看，或 u.alipay.cn/abc"
    ).notices
    assert "alipay." not in notice.text and "://" not in notice.text


@pytest.mark.parametrize(
    "quote",
    [
        "今日结清需还1234.56元",
        "如今日结清，需还1234.56元",
        "提前结清金额为1,234.56元",
        "提前还清全部借款需支付1234.56元",
    ],
)
def test_what_settling_takes_is_no_list_of_loans(quote: str, tmp_path: Path) -> None:
    lines = [f"2024-03-{day} 10:05\n【蚂蚁消金】您的借呗借款{quote}，当日有效。\n" for day in (26, 27, 28)]
    (tmp_path / "sms.txt").write_text("".join(lines), encoding="utf-8")
    ledger = read_paths([tmp_path]).ledger
    assert [(n.kind, n.amount, n.on) for n in ledger.notices] == [
        (NoticeKind.BALANCE, 1234_56, date(2024, 3, day)) for day in (26, 27, 28)
    ]
    assert not ledger.loans


def test_messages_whose_words_nobody_knows_are_no_list_of_loans(tmp_path: Path) -> None:
    lines = [f"2024-03-{day} 10:05\n【蚂蚁消金】您的借呗借款{day}23.00元有变。\n" for day in (26, 27, 28)]
    (tmp_path / "sms.txt").write_text("".join(lines), encoding="utf-8")
    assert not read_paths([tmp_path]).ledger.loans


def test_codes_and_advertisements_are_passed_over() -> None:
    result = Messages().read(
        table("【支付宝】验证码123456，您正在借呗借款", "【京东金融】最高可借20万，拒收请回复R", SENT + SAID[0][0])
    )
    assert dict(result.skipped) == {"message-advert": 1, "message-code": 1}
    assert len(result.ledger.notices) == 1


def test_a_card_of_an_official_account_is_read_with_its_labels() -> None:
    (notice,) = read(
        "2025年4月16日", "", "还款成功通知", "京东白条", "还款时间：4月15日 08:30", "还款金额：20.49元"
    ).notices
    assert (notice.product, notice.amount, notice.at) == (P.BAITIAO, 2049, datetime(2025, 4, 15, 8, 30))


def test_a_day_above_the_messages_gives_them_their_year() -> None:
    one, two = read(
        "2024年12月30日", SAID[0][0].replace("10月22日", "12月30日"), "1月3日", SAID[0][0].replace("10月22日", "1月3日")
    ).notices
    assert (one.on, two.on) == (date(2024, 12, 30), date(2025, 1, 3))


def test_a_day_below_each_message_is_the_one_it_was_sent_on() -> None:
    text = "【支付宝】您的花呗还款成功，还款金额20.49元"
    one, two = read(text, "2025年4月16日 08:30", "", text, "4月18日 09:10").notices
    assert (one.on, two.on) == (date(2025, 4, 16), date(2025, 4, 18))
    (alone,) = read(text, "2025-04-16 08:30").notices
    assert alone.on == date(2025, 4, 16)


def test_a_day_between_messages_is_that_of_the_next_where_another_stands_above_the_first() -> None:
    text = "【支付宝】您的花呗还款成功，还款金额20.49元"
    assert [n.on for n in read("2025年4月16日", text, "2025年4月18日", text).notices] == [
        date(2025, 4, 16), date(2025, 4, 18)
    ]  # fmt: skip
    assert [n.on for n in read(text, "2025年4月18日", text).notices] == [None, date(2025, 4, 18)]


@pytest.mark.parametrize(
    "text",
    ["白条退款30.00元已于9月3日退回您尾号1001的银行卡", "退款30.00元已退至您的白条账户"],
)
def test_money_that_was_sent_back_is_a_refund(text: str) -> None:
    (notice,) = read(f"2025-09-03 10:00 【京东金融】{text}").notices
    assert (notice.kind, notice.product, notice.amount) == (K.REFUND, P.BAITIAO, 3000)


def test_without_any_year_the_day_is_kept_and_told() -> None:
    result = Messages().read(table(SAID[0][0]))
    (notice,) = result.ledger.notices
    assert (notice.on, notice.month_day) == (None, (10, 22))
    assert [problem.code for problem in result.problems[1:]] == ["message-without-year"]


def test_an_export_of_messages_as_a_table_is_read() -> None:
    paper = Table("sms.csv", "", "0", [["时间", "号码", "内容"], ["2025-10-22 09:05:00", "95188", SAID[0][0]]])
    (importer,) = recognise(paper).importers
    assert [n.on for n in importer.read(paper).ledger.notices] == [date(2025, 10, 22)]


def backup(*rows: tuple[str, str, str, str]) -> Table:
    return Table("sms.csv", "", "0", [["Chat Session", "Message Date", "Type", "Text"], *map(list, rows)])


def test_each_row_of_a_backup_is_a_message_whatever_its_text_begins_with() -> None:
    told = Messages.notices(
        backup(
            ("95188", "2025-10-22 09:05:00", "Incoming", SAID[0][0]),
            ("95555", "2025-10-23 09:05:00", "Incoming", "您尾号1001账户10月23日转入500.00元，余额900.00元[招商银行]"),
            ("95188", "2025-10-24 09:05:00", "Outgoing", "我的借呗10月24日成功还款1,033.90元了吗"),
        )
    ).ledger
    assert [notice.on for notice in told.notices] == [date(2025, 10, 22)]
    assert [(row.on, row.amount, row.account) for row in told.bank] == [(date(2025, 10, 23), 50_000, "1001")]


def test_a_table_with_a_column_of_sums_is_no_backup_of_messages() -> None:
    rows = [["日期", "内容", "金额"], ["2025-10-22", "借呗自动还款成功，请在借呗查看本期的还款结果", "1033.90"]]
    assert not list(tabled(Table("a.csv", "", "0", rows)))


def test_the_number_above_a_message_is_no_part_of_the_one_before() -> None:
    told = read(
        "95188", "2025-10-22 09:05", SAID[0][0], "95555", "2025-10-23 09:05",
        "您尾号1001账户10月23日转入500.00元，余额900.00元[招商银行]",
    )  # fmt: skip
    assert [notice.text for notice in told.notices] == [SAID[0][0]]
    assert [row.on for row in told.bank] == [date(2025, 10, 23)]


@pytest.mark.parametrize(
    "lines",
    [
        ("今天天气很好，我们去公园。", "还款这个词偶尔出现。"),
        ("交易日期,金额,余额", "2025-01-01,1.00,2.00"),
        ("# 如何提前还款成功", "先打开应用，再点还款。还款成功后会收到通知。", "这是一篇文章。", "它没有金额。"),
        ("import os", "print('还款成功')"),
    ],
)
def test_a_text_that_is_no_message_is_none(lines: tuple[str, ...]) -> None:
    assert not Messages().claims(table(*lines))


@given(st.lists(st.text(alphabet=st.characters(codec="utf-8"), max_size=200), max_size=12))
def test_no_text_whatever_raises(lines: list[str]) -> None:
    paper = Table("a.txt", "", "0", [[line] for line in lines] or [[""]])
    Messages().claims(paper)
    Messages.notices(paper)


@given(st.text(alphabet="a.:/【】还款成功0129元月日", max_size=120))
def test_a_notice_never_holds_a_link(text: str) -> None:
    assert "://" not in without_links(f"https://a.b/{text} x http://{text}c.com")


def test_every_wording_has_its_evidence_and_a_kind_of_its_own() -> None:
    known = {kind.value for kind in NoticeKind} | {"fraud", "advert", "code"}
    assert all(isinstance(rule, Rule) and rule.kind in known for rule in rules())
    assert {rule.evidence for rule in rules()} <= {"REAL", "SAMPLE", "TEST", "KEYWORD", "SYNTH", "GUESS"}
    assert len({rule.id for rule in rules()}) == len(rules())


def test_the_shared_messages_are_read_as_their_reference_says() -> None:
    notices: tuple[Notice, ...] = read_paths([shared("papers", "sms_mix.txt")]).ledger.notices
    assert [(n.kind, n.product, n.amount, n.month_day) for n in notices] == [
        (K.PURCHASE, P.DOUYIN, 10880, (6, 1)), (K.FAILED, P.CARD, 50000, (6, 10)),
        (K.REPAID, P.JIEBEI, 103390, (6, 10)), (K.DUE, P.WEILIDAI, 51233, (6, 20)),
    ]  # fmt: skip
    assert (notices[1].account, notices[2].remaining) == ("8149", 901200)


def test_the_shared_notifications_are_all_read() -> None:
    reading = read_paths([shared("samples", "loan-notifications")])
    assert [report.format for report in reading.sources] == ["messages"] * 6
    amounts = {n.amount for n in reading.ledger.notices}
    assert {72259, 175487, 2049, 12600, 14800} <= amounts
    assert rule_of("还款成功") is not None


def test_the_moment_behind_a_message_is_when_it_was_sent_and_no_day_of_what_it_says(tmp_path: Path) -> None:
    texts = (
        "【微粒贷】您03月10日应还的900.41元已扣款成功。 2026-03-10 09:12:30",
        "【借呗】您的借呗本期应还900.41元，请于5月10日前还款。（2026/05/05 10:00:00）",
        "【花呗】您的花呗本期应还300.00元，请及时还款。2026-05-05 10:00:00",
        "【花呗】您的花呗6月应还300.00元，最后还款日 2026-06-09 23:59",
    )
    path = tmp_path / "短信.txt"
    path.write_text("\n".join(texts), encoding="utf-8")
    reading = read_paths([path])
    days = [date(2026, 3, 10), date(2026, 5, 10), None, date(2026, 6, 9)]
    assert [notice.on for notice in reading.ledger.notices] == days
    assert [problem.code for problem in reading.sources[0].problems] == ["messages-read"]


def test_a_banks_message_that_ends_with_sender_and_moment_tells_its_row(tmp_path: Path) -> None:
    text = "您尾号1234卡3月10日9:12快捷支付支出900.41元，余额1,200.00元。【工商银行】 2026-03-10 09:12:30"
    path = tmp_path / "短信.txt"
    path.write_text(text, encoding="utf-8")
    rows = read_paths([path]).ledger.bank
    assert [(row.on, row.amount, row.account) for row in rows] == [(date(2026, 3, 10), -90_041, "1234")]
