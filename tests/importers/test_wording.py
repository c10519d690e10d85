"""Every wording rule recognises the rows it was written for, and says how well its wording is known."""

from __future__ import annotations

import csv

import pytest

from app.core.facts import Product, Purpose, Trigger, WalletKind
from app.importers.wallets.wording import Evidence, Meaning, Words, bill_month, meaning, rules, sieve
from tests.shared import shared

R, D, P = WalletKind.REPAYMENT, WalletKind.DRAWDOWN, WalletKind.PURCHASE
CREDIT = "信用借还"

RECOGNISED: list[tuple[str, str, Words, WalletKind | None, Product]] = [
    (
        "not-credit.deposit-free",
        "alipay",
        Words(category=CREDIT, text="租赁", status="芝麻免押下单成功"),
        None,
        Product.OTHER,
    ),
    ("not-credit.power-bank", "alipay", Words(category=CREDIT, counterparty="街电", text="充电"), None, Product.OTHER),
    ("reserve.taken", "alipay", Words(text="备用金取出至余额"), WalletKind.RESERVE_TAKEN, Product.RESERVE),
    ("reserve.returned", "alipay", Words(text="备用金归还"), WalletKind.RESERVE_RETURNED, Product.RESERVE),
    ("reserve.taken-other", "alipay", Words(text="备用金到账"), WalletKind.RESERVE_TAKEN, Product.RESERVE),
    ("reserve.returned-other", "alipay", Words(text="备用金自动还款"), WalletKind.RESERVE_RETURNED, Product.RESERVE),
    ("reserve.returned-other", "alipay", Words(text="备用金手续费"), WalletKind.RESERVE_RETURNED, Product.RESERVE),
    ("jiebei.drawdown-to-card", "alipay", Words(text="借呗放款至银行卡"), D, Product.JIEBEI),
    ("jiebei.drawdown", "alipay", Words(text="蚂蚁借呗放款至余额"), D, Product.JIEBEI),
    ("jiebei.repayment", "alipay", Words(text="蚂蚁借呗还款"), R, Product.JIEBEI),
    ("jiebei.repayment-push", "alipay", Words(text="还款成功", counterparty="还款到：借呗"), R, Product.JIEBEI),
    ("jiebei.drawdown-other", "alipay", Words(text="信用贷放款至银行卡"), D, Product.JIEBEI),
    ("jiebei.repayment-other", "alipay", Words(text="借呗提前结清"), R, Product.JIEBEI),
    ("huabei.repayment-month", "alipay", Words(text="花呗自动还款-2024年10月账单"), R, Product.HUABEI),
    ("huabei.repayment", "alipay", Words(text="花呗主动还款"), R, Product.HUABEI),
    ("huabei.repayment-older", "alipay", Words(text="自动还款-花呗2022年07月账单"), R, Product.HUABEI),
    ("huabei.repayment-joint", "alipay", Words(text="自动还款-花呗|信用购2026年09月账单"), R, Product.HUABEI),
    ("huabei.monthly-plan", "alipay", Words(text="花呗月月付 第2/12期"), WalletKind.OTHER, Product.HUABEI),
    ("huabei.repayment-other", "alipay", Words(text="信用购还款"), R, Product.HUABEI),
    ("douyin.repayment", "alipay", Words(category=CREDIT, text="抖音月付账单"), R, Product.DOUYIN),
    ("douyin.repayment-other", "wechat", Words(text="抖音月付还款"), R, Product.DOUYIN),
    ("fangxinjie.repayment", "wechat", Words(text="放心借还款"), R, Product.FANGXINJIE),
    ("fangxinjie.drawdown", "wechat", Words(text="放心借放款"), D, Product.FANGXINJIE),
    ("wangshang.drawdown", "alipay", Words(text="网商贷-放款"), D, Product.WANGSHANG),
    ("wangshang.repayment", "alipay", Words(text="网商贷-还款"), R, Product.WANGSHANG),
    ("fenfu.repayment", "wechat", Words(category="分付还款", counterparty="分付"), R, Product.FENFU),
    ("fenfu.repayment-other", "wechat", Words(text="分付自动还款"), R, Product.FENFU),
    ("weilidai.drawdown", "wechat", Words(text="微粒贷放款"), D, Product.WEILIDAI),
    ("weilidai.drawdown-type", "wechat", Words(category="微粒贷放款"), D, Product.WEILIDAI),
    ("weilidai.repayment", "wechat", Words(text="微粒贷还款"), R, Product.WEILIDAI),
    ("weilidai.repayment-type", "wechat", Words(category="微粒贷还款"), R, Product.WEILIDAI),
    ("baitiao.repayment", "jd", Words(text="白条主动还款", category="白条"), R, Product.BAITIAO),
    ("baitiao.repayment-auto", "jd", Words(text="白条自动还款"), R, Product.BAITIAO),
    ("baitiao.repayment-month", "jd", Words(text="白条还款-1月"), R, Product.BAITIAO),
    ("baitiao.repayment-other", "wechat", Words(text="还款-京东白条"), R, Product.BAITIAO),
    ("jintiao.repayment", "jd", Words(text="金条还款"), R, Product.JINTIAO),
    ("jintiao.drawdown", "jd", Words(text="金条借款到账"), D, Product.JINTIAO),
    ("yuefu.repayment-month", "meituan", Words(text="【美团月付】主动还款2025年3月账单"), R, Product.YUEFU),
    ("yuefu.repayment", "meituan", Words(text="【美团月付】主动还款-本期账单"), R, Product.YUEFU),
    ("yuefu.repayment-type", "meituan", Words(category="还款", text="月付账单"), R, Product.YUEFU),
    ("yuefu.repayment-other", "wechat", Words(text="美团月付还款"), R, Product.YUEFU),
    ("meituan-loan.repayment", "wechat", Words(text="美团借钱还款"), R, Product.MEITUAN_LOAN),
    ("meituan-loan.drawdown", "meituan", Words(text="美团借钱放款"), D, Product.MEITUAN_LOAN),
    ("youqianhua.repayment", "wechat", Words(text="度小满还款"), R, Product.YOUQIANHUA),
    ("youqianhua.drawdown", "wechat", Words(text="有钱花放款"), D, Product.YOUQIANHUA),
    ("360jietiao.repayment", "alipay", Words(text="360借条自动还款"), R, Product.JIETIAO_360),
    ("360jietiao.drawdown", "alipay", Words(text="奇富借条放款"), D, Product.JIETIAO_360),
    ("fenqile.repayment", "wechat", Words(text="分期乐还款"), R, Product.FENQILE),
    ("fenqile.drawdown", "wechat", Words(text="分期乐借款到账"), D, Product.FENQILE),
    ("paipaidai.repayment", "wechat", Words(text="还款-拍拍贷"), R, Product.PAIPAIDAI),
    ("paipaidai.drawdown", "wechat", Words(text="拍拍贷放款"), D, Product.PAIPAIDAI),
    ("zhaolian.repayment", "alipay", Words(text="招联金融还款"), R, Product.ZHAOLIAN),
    ("zhaolian.drawdown", "alipay", Words(text="好期贷放款"), D, Product.ZHAOLIAN),
    ("meituan.drawdown", "meituan", Words(text="借钱放款"), D, Product.MEITUAN_LOAN),
    ("meituan.loan-repayment", "meituan", Words(category="还款", text="借钱"), R, Product.MEITUAN_LOAN),
    ("meituan.repayment", "meituan", Words(category="还款", text="本期"), R, Product.OTHER),
    ("card.repayment", "alipay", Words(category=CREDIT, counterparty="华夏银行", text="信用卡还款"), R, Product.CARD),
    ("card.repayment-wechat", "wechat", Words(category="信用卡还款"), R, Product.CARD),
    ("loan.repayment-type", "wallet-unknown", Words(category="贷款还款", counterparty="甲"), R, Product.OTHER),
    ("extension-fee.jiebei", "alipay", Words(text="借呗延期还款服务费"), WalletKind.CHARGE, Product.JIEBEI),
    ("extension-fee.huabei", "alipay", Words(text="花呗延期还款手续费"), WalletKind.CHARGE, Product.HUABEI),
    ("extension-fee.weilidai", "alipay", Words(text="微粒贷展期服务费"), WalletKind.CHARGE, Product.WEILIDAI),
    ("extension-fee.jintiao", "alipay", Words(text="金条延期服务费"), WalletKind.CHARGE, Product.JINTIAO),
    ("extension-fee.baitiao", "alipay", Words(text="白条延期还款手续费"), WalletKind.CHARGE, Product.BAITIAO),
    ("extension-fee.yuefu", "alipay", Words(text="月付延期服务费"), WalletKind.CHARGE, Product.YUEFU),
    ("extension-fee.fenfu", "alipay", Words(text="分付展期费"), WalletKind.CHARGE, Product.FENFU),
    (
        "extension-fee.loan",
        "alipay",
        Words(text="还款日变更手续费", category="信用借还"),
        WalletKind.CHARGE,
        Product.OTHER,
    ),
    ("charge.guarantee", "alipay", Words(text="担保费", counterparty="某某公司"), WalletKind.CHARGE, Product.OTHER),
    (
        "charge.guarantor",
        "alipay",
        Words(text="服务", counterparty="某某融资担保有限公司"),
        WalletKind.CHARGE,
        Product.OTHER,
    ),
    (
        "charge.membership",
        "alipay",
        Words(text="会员服务费", counterparty="某某小额贷款"),
        WalletKind.CHARGE,
        Product.OTHER,
    ),
    (
        "charge.loan-service",
        "wechat",
        Words(text="借款权益会员", counterparty="某某"),
        WalletKind.CHARGE,
        Product.OTHER,
    ),
    ("purchase.huabei", "alipay", Words(method="账户余额&花呗分期(3期)", direction="支出"), P, Product.HUABEI),
    ("purchase.baitiao", "jd", Words(method="京东白条", direction="支出"), P, Product.BAITIAO),
    ("purchase.douyin", "alipay", Words(method="抖音月付", direction="支出"), P, Product.DOUYIN),
    ("purchase.yuefu", "meituan", Words(method="美团月付", direction="支出"), P, Product.YUEFU),
    ("purchase.fenfu", "wechat", Words(method="分付", direction="支出"), P, Product.FENFU),
    ("income.huabei", "alipay", Words(method="花呗", direction="收入"), WalletKind.REFUND, Product.HUABEI),
    ("income.baitiao", "jd", Words(method="京东白条", direction="收入"), WalletKind.REFUND, Product.BAITIAO),
    ("income.yuefu", "meituan", Words(method="美团月付", direction="收入"), WalletKind.REFUND, Product.YUEFU),
    ("income.fenfu", "wechat", Words(method="分付", direction="收入"), WalletKind.REFUND, Product.FENFU),
    (
        "transfer.to-person",
        "wechat",
        Words(counterparty="借呗", text="转账", category="转账", direction="支出"),
        WalletKind.TRANSFER,
        Product.OTHER,
    ),
    ("jiebei.repaid-state", "alipay", Words(counterparty="借呗", text="账单", status="还款成功"), R, Product.JIEBEI),
    ("jiebei.repaid-type", "wallet-unknown", Words(counterparty="借呗", category="还款"), R, Product.JIEBEI),
    ("fenqile.repaid-to", "wechat", Words(counterparty="分期乐", text="还款"), R, Product.FENQILE),
    ("fenqile.repaid-to-type", "wallet-unknown", Words(counterparty="分期乐", category="贷款还款"), R, Product.FENQILE),
    ("paipaidai.repaid-to", "wechat", Words(counterparty="上海拍拍贷金融信息服务", text="还款"), R, Product.PAIPAIDAI),
    (
        "paipaidai.repaid-to-type",
        "wallet-unknown",
        Words(counterparty="上海拍拍贷金融信息服务", category="贷款还款"),
        R,
        Product.PAIPAIDAI,
    ),
    (
        "ant.unsaid",
        "wallet-unknown",
        Words(counterparty="重庆蚂蚁消费金融有限公司", category="还款"),
        WalletKind.OTHER,
        Product.OTHER,
    ),
    (
        "douyin.repaid-to",
        "wallet-unknown",
        Words(counterparty="抖音月付", method="招商银行储蓄卡(1234)"),
        R,
        Product.DOUYIN,
    ),
    ("zhaolian.repaid-to", "wechat", Words(counterparty="招联消费金融", text="还款"), R, Product.ZHAOLIAN),
    (
        "zhaolian.repaid-to-type",
        "wallet-unknown",
        Words(counterparty="招联消费金融", category="贷款还款"),
        R,
        Product.ZHAOLIAN,
    ),
    ("youqianhua.repaid-to", "wechat", Words(counterparty="度小满金融", text="还款"), R, Product.YOUQIANHUA),
    (
        "youqianhua.repaid-to-type",
        "wallet-unknown",
        Words(counterparty="度小满金融", category="贷款还款"),
        R,
        Product.YOUQIANHUA,
    ),
    ("360jietiao.repaid-to", "wechat", Words(counterparty="360借条", text="还款"), R, Product.JIETIAO_360),
    (
        "360jietiao.repaid-to-type",
        "wallet-unknown",
        Words(counterparty="360借条", category="贷款还款"),
        R,
        Product.JIETIAO_360,
    ),
    ("fangxinjie.repaid-to", "wechat", Words(counterparty="放心借", text="还款"), R, Product.FANGXINJIE),
    (
        "fangxinjie.repaid-to-type",
        "wallet-unknown",
        Words(counterparty="放心借", category="贷款还款"),
        R,
        Product.FANGXINJIE,
    ),
    ("huabei.repaid-type", "wallet-unknown", Words(counterparty="花呗", category="信用还款"), R, Product.HUABEI),
    ("jiebei.drawn-state", "alipay", Words(counterparty="借呗", text="账单", status="放款成功"), D, Product.JIEBEI),
    (
        "huabei.repaid-state",
        "alipay",
        Words(counterparty="花呗|信用购", text="账单", status="还款失败"),
        R,
        Product.HUABEI,
    ),
    (
        "reserve.taken-state",
        "alipay",
        Words(counterparty="备用金", status="放款成功"),
        WalletKind.RESERVE_TAKEN,
        Product.RESERVE,
    ),
    (
        "reserve.returned-state",
        "alipay",
        Words(counterparty="备用金", status="还款成功"),
        WalletKind.RESERVE_RETURNED,
        Product.RESERVE,
    ),
    (
        "huabei.order-shape",
        "alipay",
        Words(order_no="2024101029020999000000000000", status="还款成功"),
        R,
        Product.HUABEI,
    ),
    ("state.repaid", "alipay", Words(category=CREDIT, text="某某贷", status="还款成功"), R, Product.OTHER),
    ("state.drawn", "alipay", Words(category=CREDIT, text="某某贷", status="放款成功"), D, Product.OTHER),
    ("loan.drawdown", "alipay", Words(category=CREDIT, text="借款到账", status="交易成功"), D, Product.OTHER),
    ("loan.repayment", "alipay", Words(category=CREDIT, text="某某贷还款", status="交易成功"), R, Product.OTHER),
    ("loan.unknown", "alipay", Words(category=CREDIT, text="某某", status="交易成功"), WalletKind.OTHER, Product.OTHER),
    (
        "weilidai.repayment-to-bank",
        "wechat",
        Words(counterparty="深圳前海微众银行股份有限公司", text="还款", direction="支出"),
        R,
        Product.WEILIDAI,
    ),
    (
        "weilidai.repayment-to-bank-type",
        "wechat",
        Words(counterparty="微众银行", category="信用借还", direction="支出"),
        R,
        Product.WEILIDAI,
    ),
    (
        "webank.unsaid",
        "wechat",
        Words(counterparty="微众银行", category="商户消费", direction="支出"),
        WalletKind.OTHER,
        Product.OTHER,
    ),
    (
        "weilidai.repaid-to",
        "wechat",
        Words(counterparty="微粒贷", category="商户消费", direction="支出"),
        R,
        Product.WEILIDAI,
    ),
    ("lender.repaid-to", "wechat", Words(counterparty="还呗", text="还款", direction="支出"), R, Product.OTHER),
    (
        "lender.repaid-to-type",
        "wallet-unknown",
        Words(counterparty="某某消费金融股份有限公司", category="还款"),
        R,
        Product.OTHER,
    ),
    ("jd.category", "jd", Words(category="白条", text="某某"), WalletKind.OTHER, Product.OTHER),
]


@pytest.mark.parametrize(("rule", "provider", "words", "kind", "product"), RECOGNISED, ids=[r[0] for r in RECOGNISED])
def test_each_rule_recognises_the_row_it_was_written_for(
    rule: str, provider: str, words: Words, kind: WalletKind | None, product: Product
) -> None:
    said = meaning(provider, words)
    if kind is None:
        assert said is None
        return
    assert said is not None
    assert (said.rule, said.kind, said.product) == (rule, kind, product)


def test_no_rule_is_without_an_example() -> None:
    assert {rule.id for rule in rules()} == {rule for rule, *_ in RECOGNISED}


def test_every_rule_says_how_well_it_is_known_and_where() -> None:
    assert all(isinstance(rule.evidence, Evidence) and rule.section for rule in rules())


@pytest.mark.parametrize(("rule", "provider", "words", "kind", "product"), RECOGNISED, ids=[r[0] for r in RECOGNISED])
def test_the_sieve_lets_every_recognised_row_through(
    rule: str, provider: str, words: Words, kind: WalletKind | None, product: Product
) -> None:
    assert any(pattern.search(getattr(words, field)) for field, pattern in sieve(provider).items())


@pytest.mark.parametrize(
    ("provider", "words"),
    [
        (
            "alipay",
            Words(text="某某超市订单", category="日用百货", method="余额宝", direction="支出", status="交易成功"),
        ),
        ("alipay", Words(text="转账", category="转账红包", counterparty="张三", status="交易成功")),
        ("alipay", Words(text="视频会员服务费", counterparty="某某视频", method="余额", status="交易成功")),
        ("alipay", Words(text="网商银行转入", category="账户存取", status="交易成功")),
        ("wechat", Words(category="商户消费", counterparty="某某", method="零钱", direction="支出")),
        ("jd", Words(text="牛奶", method="先享后付", category="先享后付", direction="不计收支")),
        ("meituan", Words(text="奶茶", method="微信支付", category="支付", direction="支出")),
        ("jd", Words(text="面条主食", method="钱包余额", direction="支出")),
    ],
)
def test_everyday_rows_mean_nothing(provider: str, words: Words) -> None:
    assert meaning(provider, words) is None


@pytest.mark.parametrize(
    ("text", "trigger", "purpose"),
    [
        ("借呗自动还款", Trigger.AUTO, Purpose.UNKNOWN),
        ("借呗主动还款", Trigger.MANUAL, Purpose.UNKNOWN),
        ("借呗还款", Trigger.UNKNOWN, Purpose.UNKNOWN),
        ("借呗提前结清", Trigger.MANUAL, Purpose.SETTLEMENT),
        ("借呗提前还款", Trigger.MANUAL, Purpose.PREPAYMENT),
        ("借呗还款-逾期费用", Trigger.UNKNOWN, Purpose.OVERDUE_CHARGE),
        ("花呗自动还款-2024年10月账单", Trigger.AUTO, Purpose.BILL),
        ("花呗主动还款", Trigger.MANUAL, Purpose.UNKNOWN),
        ("【美团月付】主动还款-本期账单", Trigger.MANUAL, Purpose.BILL),
        ("白条还款-1月", Trigger.UNKNOWN, Purpose.BILL),
    ],
)
def test_wording_tells_who_started_a_repayment_and_what_for(text: str, trigger: Trigger, purpose: Purpose) -> None:
    said = meaning("jd" if "白条" in text else "meituan" if "美团" in text else "alipay", Words(text=text))
    assert isinstance(said, Meaning)
    assert (said.trigger, said.purpose) == (trigger, purpose)


@pytest.mark.parametrize(
    ("text", "when", "month"),
    [
        ("花呗自动还款-2024年10月账单", "", (2024, 10)),
        ("自动还款-花呗|信用购2026年09月账单", "", (2026, 9)),
        ("【美团月付】主动还款2025年3月账单", "", (2025, 3)),
        ("花呗还款-2024-07账单", "", (2024, 7)),
        ("白条还款-1月", "2025-01-05 09:00:00", (2025, 1)),
        ("白条还款-1月", "2024-12-30 09:00:00", (2025, 1)),
        ("白条还款-12月账单", "2025/1/3 9:00", (2024, 12)),
        ("白条还款-1月", "?", None),
        ("花呗主动还款", "2024-07-05 11:37:42", None),
        ("花呗自动还款-2024年13月账单", "", None),
        ("【美团月付】主动还款-本期账单", "2025-02-12", None),
    ],
)
def test_the_month_of_a_bill_is_read_in_every_form(text: str, when: str, month: tuple[int, int] | None) -> None:
    assert bill_month(text, when) == month


def test_the_verbatim_rows_of_the_reference_are_recognised() -> None:
    expected = {
        "drawdown": D,
        "repayment": R,
        "taken": WalletKind.RESERVE_TAKEN,
        "returned": WalletKind.RESERVE_RETURNED,
    }
    checked = 0
    with shared("samples", "loan-rows", "loan_rows_verbatim.csv").open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            if row["provider"] not in {"alipay", "wechat", "jd", "meituan"}:
                continue
            said = meaning(row["provider"], _words(row))
            event = row["event"]
            kind = next((kind for word, kind in expected.items() if word in event), None)
            kind = P if "purchase (" in event else WalletKind.REFUND if "refunded" in event else kind
            kind = None if "not a loan" in event else kind
            assert (said.kind if said else None) is kind, row["description"]
            checked += 1
    assert checked == 34


def _words(row: dict[str, str]) -> Words:
    plain = {name: "" if text in {"/", "(empty)"} else text for name, text in row.items()}
    return Words(
        text=plain["description"],
        counterparty=plain["counterparty"],
        category=plain["category"],
        method=plain["method"],
        status=plain["status"],
        direction=plain["in_out"],
    )


def test_money_from_the_bank_of_a_lender_says_nothing_of_a_loan() -> None:
    assert meaning("wechat", Words(counterparty="微众银行", category="商户消费", direction="收入")) is None
