"""Statements whose sides, balances or moments stand otherwise: books of one's own, balances before, rows in letters."""

from __future__ import annotations

from datetime import date

from tests.importers.strangers_banks import MOVED, OF_MOVED
from tests.importers.strangers_files import Found, Paper, csv, grouped, into, out, xlsx, yuan

_FIRST = MOVED[0].balance - MOVED[0].fen
_SPENT = (
    (date(2026, 2, 26), -3_800, "支付宝-某某商户"),
    (date(2026, 3, 5), 200_000, "自动还款"),
    (date(2026, 3, 9), 129_900, "退货-京东支付"),
    (date(2026, 3, 20), -2_511, "利息"),
)


def _books() -> list[Paper]:
    """An accountant writes what came in as 借, a bank what went out; neither is read by the other's habit."""
    header = ["日期", "摘要", "借方", "贷方", "余额"]
    above = [["银行存款日记账"], ["开户行：某某银行 账号：6214****1234"]]
    opening = ["", "期初余额", "", "", grouped(_FIRST)]
    of_books = [[f"{m.on}", m.text, into(m, grouped), out(m, grouped), grouped(m.balance)] for m in MOVED]
    of_a_bank = [[f"{m.on}", m.text, out(m, grouped), into(m, grouped), grouped(m.balance)] for m in MOVED]
    return [
        Paper("日记账.xlsx", xlsx([*above, header, opening, *of_books]), OF_MOVED),
        Paper("借方是支出.xlsx", xlsx([["某某银行账户明细"], header, opening, *of_a_bank]), OF_MOVED),
    ]


def _ledgers() -> list[Paper]:
    """A lender's ledger of a loan: 借方 is what was lent, 余额 what is owed, and interest leaves that as it was."""
    lent = [
        ["日期", "摘要", "借方", "贷方", "余额"],
        ["2026-01-12", "放款", "12,000.00", "", "12,000.00"],
        ["2026-02-12", "还本", "", "1,949.06", "10,050.94"],
        ["2026-02-12", "收息", "", "144.00", "10,050.94"],
        ["2026-03-12", "还本", "", "1,972.45", "8,078.49"],
    ]
    # Of an account only some rows were kept, two of them with one balance: nothing holds either way.
    kept = [
        ["日期", "摘要", "借方", "贷方", "余额"],
        ["2026-01-12", "转账", "120.00", "", "1,880.00"],
        ["2026-02-12", "还款", "300.00", "", "1,205.10"],
        ["2026-03-12", "还款", "300.00", "", "1,205.10"],
    ]
    of_kept = Found(
        bank=frozenset({(date(2026, 1, 12), -12_000), (date(2026, 2, 12), -30_000), (date(2026, 3, 12), -30_000)})
    )
    return [Paper("贷款分户.csv", csv(lent), Found()), Paper("只留几行.csv", csv(kept), of_kept)]


def _columns() -> list[Paper]:
    plain = [
        ["日期", "内容", "进", "出", "剩"],
        *([f"{m.on}", m.text, into(m), out(m), yuan(m.balance)] for m in MOVED),
    ]
    both = [
        ["交易日期", "摘要", "交易前余额", "交易金额", "交易后余额", "借贷标志"],
        *(
            [f"{m.on}", m.text, yuan(m.balance - m.fen), yuan(abs(m.fen)), yuan(m.balance), "借" if m.fen < 0 else "贷"]
            for m in MOVED
        ),
    ]
    bay = [
        ["東亞銀行（中國）"],
        ["交易日期", "起息日", "摘要", "提款", "存款", "結餘"],
        *([f"{m.on:%d/%m/%Y}", f"{m.on:%d/%m/%Y}", m.text, out(m), into(m), yuan(m.balance)] for m in MOVED),
    ]
    serial: list[list[object]] = [
        [(m.on - date(1899, 12, 30)).days, m.at, m.text, *(f"{f}" for f in (out(m), into(m))), m.balance / 100]
        for m in MOVED
    ]
    return [
        Paper("进出剩.csv", csv(plain), OF_MOVED),
        Paper("余额前后.csv", csv(both), OF_MOVED),
        Paper("提款存款-繁體抬頭.csv", csv(bay), OF_MOVED),
        Paper("整数日与时刻.xlsx", xlsx([["交易日期", "时间", "摘要", "借", "贷", "余额"], *serial]), OF_MOVED),
    ]


def _cards() -> list[Paper]:
    found = Found(bank=frozenset((on, fen) for on, fen, _ in _SPENT))
    slashed = [
        ["某某银行信用卡对账单"],
        ["账单日 2026年03月25日"],
        ["交易日", "银行记账日", "卡号后四位", "交易描述", "交易币/金额", "结算币/金额"],
        *([f"{on}", f"{on}", "4567", text, *[f"CNY/{yuan(-fen)}"] * 2] for on, fen, text in _SPENT),
    ]
    positive = [
        ["某某银行信用卡账单明细 2026年03月"],
        ["交易日期", "记账日期", "交易摘要", "卡号末四位", "币种", "交易金额(支出为正)"],
        *([f"{on}", f"{on}", text, "4567", "人民币", yuan(-fen)] for on, fen, text in _SPENT),
    ]
    return [
        Paper("卡-币种斜杠金额.txt", csv(slashed, "\t"), found),
        Paper("卡-支出为正.csv", csv(positive), found),
    ]


def _in_letters() -> list[Paper]:
    """Filled up with blanks by a program that counts letters: under even headings it is read, under others not."""

    def lines(wide: int) -> list[str]:
        sums = [(out(m, grouped), into(m, grouped), grouped(m.balance)) for m in MOVED]
        shown = ["".join(f"  {text:>12}" for text in three) for three in sums]
        return [f"{m.on:%Y-%m-%d}  {m.text:<{wide}}{three}" for m, three in zip(MOVED, shown, strict=True)]

    even = f"{'交易日期':<10}  {'摘要':<12}  {'支出金额':>12}  {'收入金额':>12}  {'余额':>12}"
    odd = "交易日期    摘要                  支出金额      收入金额      余额          对方户名"
    far = [f"{line}  {m.party}" for line, m in zip(lines(22), MOVED, strict=True)]
    return [
        Paper("按字数对齐.txt", "\n".join(["某某银行 明细清单", even, *lines(12)]).encode(), OF_MOVED),
        Paper("抬头没有对齐.txt", "\n".join(["某某银行 明细清单", odd, *far]).encode(), Found()),
    ]


def _nearly_nothing() -> list[Paper]:
    """A header alone, letters that a program could not write, and the mark of an encoding with nothing behind it."""
    header = ["交易日期", "摘要", "支出", "收入", "余额"]
    lost = csv([["某某银行"], header, *([f"{m.on}", m.text, out(m), into(m), yuan(m.balance)] for m in MOVED)])
    return [
        Paper("只有表头.csv", csv([["某某银行账户明细"], header]), Found()),
        Paper("只剩问号.csv", lost.decode().encode("ascii", "replace"), Found()),
        Paper("只有字节序标记.csv", b"\xef\xbb\xbf", Found()),
    ]


def _of_others() -> list[Paper]:
    """Accounts and bills of no bank and no lender, and a statement whose rows were torn in two."""
    fund = [
        ["住房公积金个人账户明细"],
        ["日期", "摘要", "收入", "支出", "余额"],
        ["2026-01-05", "汇缴", "2.00", "", "20.00"],
        ["2026-01-20", "冲还贷", "", "3.00", "17.00"],
    ]
    phone = [
        ["中国移动 账单"],
        ["月份", "套餐费", "流量费", "合计", "余额"],
        ["2026-01", "58.00", "10.00", "68.00", "32.00"],
        ["2026-02", "58.00", "0.00", "58.00", "74.00"],
    ]
    torn = ["某某银行 交易明细", "交易日期 摘要 金额 余额"]
    for m in MOVED:
        torn += [f"{m.on} {m.text} {yuan(m.fen)} {yuan(m.balance)}", f"{m.at} {m.party}"]
    return [
        Paper("公积金.csv", csv(fund), Found()),
        Paper("话费.csv", csv(phone), Found()),
        Paper("一笔两行.txt", "\n".join(torn).encode(), Found()),
    ]


def papers() -> list[Paper]:
    """All of them."""
    return [*_books(), *_ledgers(), *_columns(), *_cards(), *_in_letters(), *_nearly_nothing(), *_of_others()]
