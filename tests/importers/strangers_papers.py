"""Composes papers as strangers hold them: other banks, renderings, mails, notes and lenders' pages, with their truth.

The kinds are of our own making. Each paper says what a careful reader finds in it: nothing more may be read of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date

from tests.importers.strangers_accounts import accounts, cards, more_accounts
from tests.importers.strangers_banks import papers as of_banks
from tests.importers.strangers_cards import cards as card_bills
from tests.importers.strangers_cards_of_text import cards_of_text
from tests.importers.strangers_containers import wrapped
from tests.importers.strangers_copied import copied
from tests.importers.strangers_files import (
    OF_PLAN,
    PLAN,
    Found,
    Paper,
    csv,
    docx,
    grouped,
    html,
    mail,
    ods,
    pdf,
    xlsx,
    yuan,
)
from tests.importers.strangers_formats import formats
from tests.importers.strangers_lenders import lenders
from tests.importers.strangers_odd import odd
from tests.importers.strangers_pages import papers as pages
from tests.importers.strangers_plans import papers as of_lenders
from tests.importers.strangers_shapes import shapes
from tests.importers.strangers_sides import papers as of_sides
from tests.importers.strangers_statements import statements
from tests.importers.strangers_told import papers as told
from tests.importers.strangers_units import stated
from tests.importers.strangers_words import words as said

# --- lenders' papers --------------------------------------------------------------------------------------------------


def _plan_rows(show: Callable[[int], str] = yuan, period: str = "{}", day: str = "%Y-%m-%d") -> list[list[str]]:
    return [
        [period.format(n), f"{due:{day}}", show(p + i), show(p), show(i), "未还"] for n, due, p, i in PLAN
    ]  # fmt: skip


def plans() -> Iterator[Paper]:
    """Repayment plans of lenders."""
    header = ["期数", "还款日", "应还总额", "应还本金", "应还利息", "状态"]
    asked = ["查询日期：2026-01-20"]
    yield Paper("计划.html", html([header, *_plan_rows(grouped, "第{}期")], "还款计划 查询日期：2026-01-20"), OF_PLAN)
    yield Paper("计划.ods", ods([["度小满 还款计划"], asked, header, *_plan_rows()]), OF_PLAN)
    yield Paper("计划.pdf", pdf([header, *_plan_rows(grouped)], [["附件一 还款计划表"], asked], "ruled"), OF_PLAN)
    yield Paper("计划-分母.csv", csv([asked, header, *_plan_rows(yuan, "{}/5")]), OF_PLAN)
    yield Paper("计划-点.csv", csv([asked, header, *_plan_rows(yuan, "{}", "%Y.%m.%d")]), OF_PLAN)
    grouped_head = [["", "", "应还", "应还", "应还", ""], ["期次", "到期日", "合计", "本金", "利息", "还款状态"]]
    yield Paper("计划-两行表头.xlsx", xlsx([asked, *grouped_head, *_plan_rows()], ["C2:E2"]), OF_PLAN)
    english = ["No.", "Due date", "Instalment", "Principal", "Interest", "Status"]
    rows = [[*row[:5], "Unpaid"] for row in _plan_rows()]
    yield Paper("schedule.csv", csv([["Repayment schedule as of 2026-01-20"], english, *rows]), OF_PLAN)
    typed: list[list[object]] = [[n, due, (p + i) / 100, p / 100, i / 100] for n, due, p, i in PLAN]
    yield Paper("计划-真数.xlsx", xlsx([asked, header[:5], *typed]), OF_PLAN)
    total = ["合计", "", yuan(sum(p + i for _, _, p, i in PLAN)), yuan(sum(p for _, _, p, _ in PLAN)),
             yuan(sum(i for _, _, _, i in PLAN)), ""]  # fmt: skip
    yield Paper("计划-合计.csv", csv([asked, header, *_plan_rows(), total]), OF_PLAN)
    lines = ["还款计划", "查询日期 2026-01-20"]
    for n, due, p, i in PLAN:
        lines += [
            f"第{n}期",
            f"{due:%Y年%m月%d日}",
            f"应还 {grouped(p + i)}元",
            f"本金{grouped(p)} + 利息{grouped(i)}",
            "待还",
        ]
    yield Paper("计划-复制.txt", "\n".join(lines).encode(), OF_PLAN)
    upright = [f"{n}、{due:%Y-%m-%d} 应还{yuan(p + i)}元（本金{yuan(p)}元，利息{yuan(i)}元）" for n, due, p, i in PLAN]
    yield Paper("计划-逐行.txt", "\n".join(["还款计划（2026-01-20 查询）", *upright]).encode(), OF_PLAN)


def odd_plans() -> Iterator[Paper]:
    """Plans that are laid out in other ways."""
    header = ["期数", "还款日", "应还总额", "应还本金", "应还利息", "状态"]
    asked = ["查询日期：2026-01-20"]
    marked = [[n, day, f"¥{total}", f"¥{p}", f"¥{i}", state] for n, day, total, p, i, state in _plan_rows(grouped)]
    yield Paper("计划-货币符号.csv", csv([asked, header, *marked]), OF_PLAN)
    fees = [["期次", "应还款日", "本金", "利息", "担保费", "本期应还合计"],
            *([f"{n}", f"{due}", yuan(p), yuan(i), "25.00", yuan(p + i + 2_500)] for n, due, p, i in PLAN)]  # fmt: skip
    with_fee = Found(plan=frozenset((due, p + i + 2_500) for _, due, p, i in PLAN))
    yield Paper("计划-担保费.csv", csv([asked, *fees]), with_fee)
    across = [
        ["期数", *(f"第{n}期" for n, *_ in PLAN)],
        ["还款日", *(f"{due}" for _, due, _, _ in PLAN)],
        ["应还本金", *(yuan(p) for _, _, p, _ in PLAN)],
        ["应还利息", *(yuan(i) for _, _, _, i in PLAN)],
    ]
    yield Paper("计划-横排.csv", csv([asked, *across]), OF_PLAN)
    summed = [["项目", *across[0][1:], "合计"], *([*row, ""] for row in across[1:])]
    summed += [["应还合计", *(yuan(p + i) for _, _, p, i in PLAN), ""], ["状态", *("待还" for _ in PLAN), ""]]
    yield Paper("计划-横排.xlsx", xlsx([["还款计划表"], asked, *summed, ["以上为试行计划"]]), OF_PLAN)
    in_thousands = [[name, *(f"{float(cell) / 1000:.5f}" for cell in cells)] for name, *cells in across[2:]]
    yield Paper("计划-横排-千元.csv", csv([["单位：千元"], *across[:2], *in_thousands]), OF_PLAN)
    months = ["项目", *(f"{due.year}年{due.month}月" for _, due, _, _ in PLAN)]
    yield Paper("计划-横排-月份.csv", csv([asked, months, *across[1:]]), OF_PLAN)
    paid = [[cell.replace("还款日", "实还日").replace("应还", "实还") for cell in row] for row in across[1:]]
    yield Paper("记录-横排-月份.csv", csv([months, *paid]), Found())
    yield Paper("计划-横排-别的月份.csv", csv([[months[0], *months[2:], "2030年1月"], *across[1:]]), Found())
    yield Paper("计划-横排-没有日期.csv", csv([across[0], *across[2:], summed[-2]]), Found())
    only_months = [["期数", "月份", "本金", "利息", "合计"],
                   *([f"{n}", f"{due:%Y-%m}", yuan(p), yuan(i), yuan(p + i)] for n, due, p, i in PLAN)]  # fmt: skip
    yield Paper("计划-只有月份.csv", csv(only_months), Found())
    calculator = [["贷款计算器"], ["期次", "月供", "月供本金", "月供利息", "剩余本金"],
                  *([f"{n}", yuan(p + i), yuan(p), yuan(i), yuan(sum(q for m, _, q, _ in PLAN if m > n))]
                    for n, _, p, i in PLAN)]  # fmt: skip
    yield Paper("房贷计算器.csv", csv(calculator), Found())
    total_only = [["期数", "还款日", "应还金额", "状态"],
                  *([f"{n}", f"{due}", yuan(p + i), "待还"] for n, due, p, i in PLAN)]  # fmt: skip
    yield Paper("计划-只有总额.csv", csv(total_only), Found())
    page = html([header, *_plan_rows()], "您好，您的借款已发放，还款计划如下（2026-01-20 生成）：").decode()
    yield Paper("计划.eml", mail(page, subject="放款通知"), OF_PLAN)


_PAID = ((date(2026, 2, 15), 164_021, 12_400, 0), (date(2026, 3, 18), 166_055, 10_366, 266))
OF_RECORDS = Found(postings=frozenset((on, p + i + late) for on, p, i, late in _PAID))


def records() -> Iterator[Paper]:
    """Lists of what was repaid."""
    header = ["还款日期", "还款金额", "其中本金", "其中利息", "罚息", "还款方式", "结果"]
    rows = [
        [f"{on}", yuan(p + i + late), yuan(p), yuan(i), yuan(late), "自动扣款", "成功"] for on, p, i, late in _PAID
    ]  # fmt: skip
    yield Paper("还款明细.html", html([header, *rows], "微粒贷 还款记录"), OF_RECORDS)
    yield Paper("还款明细.ods", ods([["还款记录"], header, *rows]), OF_RECORDS)
    failed = [*rows, ["2026-04-15", "1764.21", "1681.14", "83.07", "0.00", "自动扣款", "失败"]]
    extra = frozenset({(date(2026, 4, 15), 176_421)})
    yield Paper("还款明细-失败.csv", csv([header, *failed]), Found(postings=OF_RECORDS.postings | extra))
    lines = ["还款记录"]
    for on, p, i, late in _PAID:
        lines += [f"{on:%Y.%m.%d} 还款成功", f"{grouped(p + i + late)}元",
                  f"本金 {grouped(p)} 利息 {grouped(i)} 罚息 {grouped(late)}"]  # fmt: skip
    yield Paper("还款记录-复制.txt", "\n".join(lines).encode(), OF_RECORDS)


def loans() -> Iterator[Paper]:
    """Lists of loans."""
    header = ["借据编号", "放款日期", "借款本金(元)", "期限", "年利率(单利)", "还款方式", "状态"]
    rows = [
        ["WLD2026011500001", "2026-01-15", "8,406.98", "5期", "18%", "等额本息", "还款中"],
        ["WLD2025060100002", "2025-06-01", "3,000.00", "12期", "14.4%", "等额本金", "已结清"],
    ]
    found = Found(loans=frozenset({(date(2026, 1, 15), 840_698), (date(2025, 6, 1), 300_000)}))
    yield Paper("借据列表.html", html([header, *rows], "我的借款"), found)
    yield Paper("借据列表.csv", csv([header, *rows], ",", "gb18030"), found)
    yield Paper("借据列表.xlsx", xlsx([["借款记录"], header, *rows], ["A1:G1"]), found)


# --- words ------------------------------------------------------------------------------------------------------------


def words() -> Iterator[Paper]:
    """Messages and certificates."""
    told = [
        ("2026-02-15 09:00", "【微众银行】您的微粒贷2月15日应还1764.21元已从尾号1234扣款成功。", 2026, 2, 15, 176_421),
        ("2026-03-15 09:01", "【度小满金融】尾号1234的卡余额不足，本期应还1,764.21元扣款失败。", 2026, 3, 15, 176_421),
        ("2026-03-18 10:22", "【度小满金融】还款成功！您已成功还款1,766.87元，感谢使用。", 2026, 3, 18, 176_687),
    ]  # fmt: skip
    found = frozenset((date(y, m, d), fen) for _, _, y, m, d, fen in told)
    yield Paper("短信.txt", "\n\n".join(f"{at}\n{text}" for at, text, *_ in told).encode(), Found(notices=found))
    backup = csv([["时间", "号码", "内容"], *([at, "10690000", text] for at, text, *_ in told)])
    yield Paper("短信备份.csv", backup, Found(notices=found))
    certificate = (
        "贷款结清证明\n编号：JQ20260601\n兹证明客户张某（证件号码：3201********1234）于2025年6月1日在我行办理的个人消费贷款，"
        "合同编号：XF20250601000123，贷款金额人民币叁仟元整（¥3,000.00），已于2026年6月1日全部结清本金及利息。\n"
        "特此证明。\n某某消费金融有限公司\n2026年6月2日\n"
    )
    settled = Found(certificates=frozenset({(date(2026, 6, 1), 300_000)}))
    yield Paper("结清证明.txt", certificate.encode(), settled)
    yield Paper(
        "结清证明.html",
        f"<html><body>{''.join(f'<p>{x}</p>' for x in certificate.splitlines())}</body></html>".encode(),
        settled,
    )


def more_words() -> Iterator[Paper]:
    """Messages of other senders, and texts that only look like them."""
    told = (
        ("【招联金融】尊敬的客户，您2026年03月05日的还款688.50元已成功入账。", date(2026, 3, 5), 68_850),
        ("【拍拍贷】您2026年3月8日应还的512.30元因银行卡余额不足扣款失败，请及时充值。", date(2026, 3, 8), 51_230),
        ("【马上消费】您的借款3,000.00元已于2026年3月9日发放至尾号4321的银行卡，请查收。", date(2026, 3, 9), 300_000),
        ("【工商银行】您尾号1234卡3月10日08:01支出(支付宝-借呗)900.41元，余额1,234.56元。", None, 90_041),
    )
    yield Paper("短信二.txt", "\n".join(text for text, *_ in told[:3]).encode(),
                Found(notices=frozenset((on, fen) for _, on, fen in told[:3])))  # fmt: skip
    chat = (
        "2026年3月10日 上午8:05\n借呗客服：您好，您的借呗已逾期，请点击 http://example.top/x 立即还款\n我：我已经还了"
    )
    yield Paper("聊天.txt", chat.encode(), Found())
    fraud = "【支付宝】您的备用金500元已到期，请联系客服微信abc123办理退还备用金，否则影响征信。"
    yield Paper("诈骗.txt", fraud.encode(), Found())
    cost = [["综合融资成本明示表"], ["贷款本金", "8,406.98元"], ["利息", "年化 18%", "贷款人收取"],
            ["担保费", "每期25.00元", "担保公司收取"],
            ["年化综合融资成本（单利）", "22.4%"], ["违约情形：罚息", "利率上浮50%"]]  # fmt: skip
    disclosed = Found(disclosures=frozenset({(None, 840_698)}))
    yield Paper("明示表.html", html(cost, heads=False), disclosed)
    yield Paper("明示表.xlsx", xlsx(cost), disclosed)
    due = "您的借款将于2026年4月15日到期，应还本金1,681.14元，应还利息83.07元，合计1,764.21元，请确保余额充足。"
    yield Paper("还款提醒.txt", due.encode(), Found(notices=frozenset({(date(2026, 4, 15), 176_421)})))


# --- what nobody should read rows from --------------------------------------------------------------------------------


def foreign() -> Iterator[Paper]:
    """Papers that have days and amounts and are none of ours."""
    orders = [["下单时间", "订单号", "商品名称", "数量", "实付金额", "物流状态"],
              ["2026-02-01 10:00:00", "123456789012", "手机壳", "1", "19.90", "已签收"],
              ["2026-03-01 10:00:00", "123456789013", "花呗还款指南（书）", "1", "29.90", "已签收"]]  # fmt: skip
    yield Paper("订单.csv", csv(orders), Found())
    salary = [
        ["月份", "应发工资", "社保", "公积金", "个税", "实发工资"],
        ["2026-02", "8000", "800", "500", "90", "6610"],
    ]
    yield Paper("工资条.xlsx", xlsx(salary), Found())
    fund = [["确认日期", "基金代码", "基金名称", "成交金额", "成交份额", "净值"],
            ["2026-02-03", "000001", "某某混合", "1000.00", "812.35", "1.2310"],
            ["2026-03-03", "000001", "某某混合", "1000.00", "801.21", "1.2481"]]  # fmt: skip
    yield Paper("基金.csv", csv(fund), Found())
    receipt = (
        "某某银行电子回单\n回单编号：20260210000123\n交易日期：2026年02月10日\n付款人户名：张*\n付款人账号：6217****0001\n"
        "收款人户名：支付宝（中国）网络技术有限公司\n金额（小写）：900.41\n金额（大写）：玖佰元零肆角壹分\n用途：借呗还款\n"
    )
    yield Paper("回单.txt", receipt.encode(), Found(notices=frozenset({(date(2026, 2, 10), 90_041)})))
    water = [["抄表日期", "用户号", "上期读数", "本期读数", "用量", "应缴金额", "缴费日期"],
             ["2026-02-01", "0012345", "1200", "1230", "30", "105.00", "2026-02-05"],
             ["2026-03-01", "0012345", "1230", "1255", "25", "87.50", "2026-03-04"]]  # fmt: skip
    yield Paper("水费.csv", csv(water), Found())
    yield Paper(
        "合同.docx",
        docx(["个人借款合同", "甲方（出借人）：某某银行", "借款金额：人民币8,406.98元", "借款日：2026年1月15日"]),
        Found(),
    )
    yield Paper("说明.rtf", rb"{\rtf1\ansi 2026-02-15 900.41}", Found())
    yield Paper("数据.json", b'{"date": "2026-02-15", "amount": 900.41}', Found())
    rent = "租房合同\n甲方：李某 乙方：张某\n租金每月2,500.00元，押一付三，2026年2月1日起至2027年1月31日止。"
    yield Paper("租房.txt", rent.encode(), Found())


def papers() -> list[Paper]:
    """Every paper."""
    kinds: tuple[Callable[[], Iterable[Paper]], ...] = (
        accounts, more_accounts, cards, plans, odd_plans, records, loans, words, more_words, foreign,
    )  # fmt: skip
    return [
        *(paper for kind in kinds for paper in kind()),
        *statements(),
        *wrapped(),
        *odd(),
        *card_bills(),
        *lenders(),
        *said(),
        *of_banks(),
        *of_lenders(),
        *of_sides(),
        *told(),
        *pages(),
        *shapes(),
        *cards_of_text(),
        *formats(),
        *copied(),
        *stated(),
    ]
