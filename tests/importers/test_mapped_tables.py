"""Any table of dates and amounts can be read as a person says, and nothing is read that the person did not say."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from app.core.comparison import Standing, Subject
from app.core.decisions import Taught
from app.core.discrepancy import Certainty
from app.core.facts import Source
from app.core.papers import NoticeKind, PictureStanding
from app.core.sources import Product
from app.importers.read import Reading, read_paths
from app.importers.recognising.vocabulary import kinds
from app.texts import Language, Phrasebook
from app.workspace import MappableTable, Workspace, mappable, mapping_text
from app.workspace.teaching import ReadRow
from app.workspace.typed_lists import typed_text, wrong_in
from tests.languages import EVERY_LANGUAGE


def table_of(text: str, header: int = 1) -> MappableTable:
    rows = [(number, line.split(",")) for number, line in enumerate(text.strip().splitlines(), 1)]
    return mappable(Source("表.csv", "", max(1, header), "d" * 16), header, rows)


def guessed(text: str, header: int = 1, kind: str = "") -> tuple[str, dict[str, str], tuple[ReadRow, ...]]:
    """The kind guessed, the roles guessed for it, and the rows as they are read so."""
    table = table_of(text, header)
    chosen = kind or table.guessed_kind()
    roles = table.guessed_roles(chosen)
    return chosen, roles, table.read(chosen, roles)


def read_mapped(folder: Path, text: str, kind: str, roles: dict[str, str]) -> Reading:
    path = folder / "表.csv"
    path.write_text(text.strip() + "\n", encoding="utf-8")
    shape = table_of(text).shape
    return read_paths([path], taught=Taught({shape: mapping_text(kind, roles)}))


STATEMENT = """\
哪天,出去,进来,剩下,干什么
2026-03-10,900.41,,1099.59,支付宝-借呗还款
2026-03-11,,50.00,1149.59,工资
"""


def test_a_statement_is_guessed_by_its_headings() -> None:
    kind, roles, rows = guessed("记账日,金额,余额,备注\n2026-03-10,-900.41,1000,还借呗\n2026-03-11,50,1050,工资")
    assert kind == "statement"
    assert roles == {"记账日": "posted_on", "金额": "money", "余额": "balance", "备注": "text"}
    assert [(row.what, row.on, row.amount) for row in rows] == [
        ("bank", date(2026, 3, 10), -90_041),
        ("bank", date(2026, 3, 11), 5_000),
    ]
    assert [row.text for row in rows] == ["还借呗", "工资"]


def test_a_column_that_says_both_ways_makes_a_statement() -> None:
    kind, roles, rows = guessed("哪天,多少,方向\n2026-03-10,900.41,支\n2026-03-11,50,收")
    assert (kind, roles["方向"]) == ("statement", "direction")
    assert [row.amount for row in rows] == [-90_041, 5_000]


def test_columns_that_make_another_are_shares_of_what_was_repaid() -> None:
    kind, roles, rows = guessed(
        "日子,本儿,息儿,晚了的钱,拢共\n2026-02-10,797.11,103.30,0,900.41\n2026-03-13,805.43,94.98,1.62,902.03"
    )
    assert kind == "records"
    assert list(roles.values()) == ["paid_at", "principal", "interest", "penalty", "total"]
    assert [(row.what, row.amount) for row in rows] == [("record", 90_041), ("record", 90_203)]
    assert guessed("日子,甲,乙\n2026-02-10,797.11,103.30\n2026-03-13,805.43,94.98")[0] == "payments"


@pytest.mark.parametrize(
    ("text", "column"),
    [
        (
            "还款日期,本金,利息,晚了的钱,合计\n2026-02-10,797.11,103.30,0,900.41\n2026-03-13,805.43,94.98,1.62,902.03",
            "晚了的钱",
        ),
        ("还款日期,本金,利息,罚\n2026-02-10,797.11,103.30,0\n2026-03-13,805.43,94.98,1.62", "罚"),
        ("还款日期,几何,本金,利息,罚\n2026-02-10,900.41,797.11,103.30,0\n2026-03-13,902.03,805.43,94.98,1.62", "罚"),
        ("还款日期,本金,利息,利率,合计\n2026-02-10,797.11,103.30,0.05,900.41\n2026-03-13,805.43,94.98,0.05,900.41", ""),
    ],
)
def test_a_penalty_is_what_principal_and_interest_lack_of_the_total(text: str, column: str) -> None:
    roles = guessed(text, kind="records")[1]
    assert [name for name, role in roles.items() if role == "penalty"] == ([column] if column else [])
    assert {"paid_at", "principal", "interest"} <= set(roles.values())
    assert roles.get("几何", "total") == "total"


def test_lines_under_the_month_of_a_bill_are_the_bill() -> None:
    lines = "哪天,啥,钱\n2026-02-15,超市,120.00\n2026-02-20,退超市,-20.00"
    kind, _, rows = guessed(f"账单月份：2026-03\n{lines}", header=2)
    assert kind == "bill"
    assert [(row.what, row.amount) for row in rows] == [("bill-line", 12_000), ("bill-line", -2_000)]
    assert guessed(lines)[0] == "payments"


def test_a_statement_is_guessed_by_its_running_balance() -> None:
    kind, roles, rows = guessed(f"{STATEMENT.strip()}\n2026-03-12,49.59,,1100.00,转账")
    assert kind == "statement"
    assert {name: role for name, role in roles.items() if role.startswith(("money", "bal"))} == {
        "出去": "money_out",
        "进来": "money_in",
        "剩下": "balance",
    }
    assert [row.amount for row in rows] == [-90_041, 5_000, -4_959]


def test_a_table_without_known_headings_is_guessed_by_its_cells() -> None:
    kind, roles, rows = guessed("甲,乙,丙\n2026-03-10,900.41,还借呗\n2026-04-11,900.41,还借呗")
    assert (kind, roles) == ("payments", {"甲": "paid_at", "乙": "money", "丙": "text"})
    assert [row.amount for row in rows] == [90_041, 90_041]


def test_a_plan_is_guessed_by_what_adds_up() -> None:
    kind, roles, rows = guessed("A,B,C,D,E\n1,2026-03-10,100,5,105\n2,2026-04-10,100,4,104\n3,2026-05-10,100,3,103")
    assert kind == "plan"
    assert roles == {"A": "period", "B": "due", "C": "principal", "D": "interest", "E": "total"}
    assert [row.amount for row in rows] == [10_500, 10_400, 10_300]


def test_a_table_without_any_header_can_be_mapped_too(tmp_path: Path) -> None:
    path = tmp_path / "清单.csv"
    path.write_text("2026-03-10,900.41,还借呗\n2026-04-11,900.41,还借呗\n", encoding="utf-8")
    (report,) = read_paths([path]).sources
    (problem,) = [p for p in report.problems if p.code == "table-without-header"]
    shape = str(dict(problem.facts)["shape"])
    taught = {shape: mapping_text("payments", {"#1": "paid_at", "#2": "money", "#3": "text"})}
    reading = read_paths([path], taught=Taught(taught))
    assert [(n.kind, n.amount, n.sources[0].row) for n in reading.ledger.notices] == [
        (NoticeKind.REPAID, 90_041, 1),
        (NoticeKind.REPAID, 90_041, 2),
    ]


def test_prose_with_a_day_and_an_amount_is_no_table_without_a_header(tmp_path: Path) -> None:
    path = tmp_path / "信.txt"
    path.write_text("您好，请问 2026-03-10 的 900.41 元是什么？\n谢谢。\n", encoding="utf-8")
    (report,) = read_paths([path]).sources
    assert "table-without-header" not in {p.code for p in report.problems}


def test_a_mapped_statement_gives_bank_rows_with_their_balances(tmp_path: Path) -> None:
    roles = {"哪天": "traded_at", "出去": "money_out", "进来": "money_in", "剩下": "balance", "干什么": "text"}
    reading = read_mapped(tmp_path, STATEMENT, "statement", roles)
    assert [(row.on, row.amount, row.balance) for row in reading.ledger.bank] == [
        (date(2026, 3, 10), -90_041, 109_959),
        (date(2026, 3, 11), 5_000, 114_959),
    ]
    assert [p.code for p in reading.sources[0].problems] == ["table-mapped"]


def test_amounts_without_any_direction_are_not_read_as_a_statement(tmp_path: Path) -> None:
    text = "哪天,多少,备忘\n2026-03-10,900.41,还借呗\n2026-03-12,20.00,午饭\n"
    reading = read_mapped(tmp_path, text, "statement", {"哪天": "traded_at", "多少": "money", "备忘": "text"})
    assert not reading.ledger.bank
    assert "mapped-direction-untold" in {p.code for p in reading.sources[0].problems}


def test_a_mapped_wallet_counts_everyday_rows_and_uses_what_concerns_credit(tmp_path: Path) -> None:
    text = (
        "时刻,钱,怎么付,什么,行不行\n"
        "2026-03-10 10:00:00,900.41,建设银行(1234),借呗还款,成功\n"
        "2026-03-11 12:00:00,20,余额,午饭,成功\n"
    )
    roles = {"时刻": "traded_at", "钱": "money", "怎么付": "account", "什么": "text", "行不行": "outcome"}
    reading = read_mapped(tmp_path, text, "wallet", roles)
    assert [(row.amount, row.product.value, row.outcome.value) for row in reading.ledger.wallet] == [
        (90_041, "jiebei", "done")
    ]
    assert reading.sources[0].skipped == (("wallet-everyday", 1),)


def test_a_heading_that_stands_twice_is_mapped_by_its_place(tmp_path: Path) -> None:
    text = "时刻,钱,钱,什么\n2026-03-10 10:00:00,1.00,900.41,借呗还款\n"
    roles = {"时刻": "traded_at", "钱 (2)": "money", "什么": "text"}
    assert [row.amount for row in read_mapped(tmp_path, text, "wallet", roles).ledger.wallet] == [90_041]


OWN = """\
哪天,花了,备忘
2026-02-15,1074.40,还借呗
2026-03-18,1061.20,借呗第二期
2026-03-20,300.00,扣款失败
2026-04-02,2000.00,微粒贷放款
"""
OWN_ROLES = {"哪天": "paid_at", "花了": "money", "备忘": "text"}


def test_an_own_list_is_a_persons_word_and_no_proof(tmp_path: Path) -> None:
    ledger = read_mapped(tmp_path, OWN, "payments", OWN_ROLES).ledger
    assert [(n.kind.value, n.product.value, n.amount) for n in ledger.notices] == [
        ("repaid", "jiebei", 107_440),
        ("repaid", "jiebei", 106_120),
        ("failed", "other", 30_000),
        ("drawdown", "weilidai", 200_000),
    ]
    assert {row.standing for row in ledger.picture_rows} == {PictureStanding.TYPED}
    assert not ledger.coverages  # so that nothing can be said to be missing from it


def test_money_that_came_in_is_left_out_of_an_own_list_with_both_signs(tmp_path: Path) -> None:
    reading = read_mapped(tmp_path, "哪天,花了,备忘\n2026-02-15,-10.00,还\n2026-02-16,5.00,工资", "payments", OWN_ROLES)
    assert [n.amount for n in reading.ledger.notices] == [1_000]
    assert reading.sources[0].skipped == (("own-list-incoming", 1),)


def test_in_an_own_list_whose_refunds_bear_a_minus_plus_was_paid(tmp_path: Path) -> None:
    text = "哪天,花了,备忘\n2026-02-15,10.00,还\n2026-02-16,-2.00,退回\n2026-03-15,10.00,还"
    reading = read_mapped(tmp_path, text, "payments", OWN_ROLES)
    assert [(n.kind, n.amount) for n in reading.ledger.notices] == [
        (NoticeKind.REPAID, 1_000),
        (NoticeKind.REFUND, 200),
        (NoticeKind.REPAID, 1_000),
    ]
    assert not reading.sources[0].skipped


PLAN = """\
借呗还款计划
查询日期：2026-01-15
期数,应还日期,应还本金,应还利息,应还总额,状态
1,2026-02-15,1000.00,74.40,1074.40,待还
2,2026-03-15,1000.00,60.00,1060.00,待还
3,2026-04-15,1000.00,50.00,1050.00,待还
"""


def test_a_plan_is_held_against_an_own_list(tmp_path: Path) -> None:
    (tmp_path / "计划.csv").write_text(PLAN, encoding="utf-8")
    (tmp_path / "我的.csv").write_text(OWN, encoding="utf-8")
    case = Workspace()
    case.decide(case.mapping(table_of(OWN).shape, mapping_text("payments", OWN_ROLES), "我的.csv"))
    case.add([tmp_path])
    first = next(c for c in case.explanation.comparison.checks if c.subject is Subject.OBLIGATION)
    assert (first.on, first.standing) == (date(2026, 2, 15), Standing.AGREES)
    assert [source.file for source in first.met] == ["我的.csv"]
    late = next(c for c in case.explanation.comparison.checks if c.on == date(2026, 3, 15))
    assert late.standing is Standing.NOT_CHECKED  # 1.20 more, three days late: what it is stands in no paper
    assert all(d.certainty is not Certainty.PROVED for d in case.explanation.discrepancies)


@pytest.mark.parametrize(
    ("kind", "roles"), [("records", {"哪天": "paid_at", "花了": "total"}), ("nonsense", OWN_ROLES), ("payments", {})]
)
def test_a_mapping_that_does_not_suffice_reads_nothing_and_says_so(
    tmp_path: Path, kind: str, roles: dict[str, str]
) -> None:
    reading = read_mapped(tmp_path, OWN, kind, roles)
    assert reading.ledger == type(reading.ledger)()
    assert {p.code for p in reading.sources[0].problems} == {"mapped-unfinished"}


def test_a_bill_without_its_month_says_what_to_add(tmp_path: Path) -> None:
    roles = {"哪天": "posted_on", "花了": "line_amount", "备忘": "text"}
    assert {p.code for p in read_mapped(tmp_path, OWN, "bill", roles).sources[0].problems} == {
        "mapped-bill-without-month"
    }


def test_a_bill_may_name_its_month_in_a_column_if_it_is_one_month(tmp_path: Path) -> None:
    roles = {"哪天": "posted_on", "花了": "line_amount", "月份": "bill_month"}
    text = "哪天,花了,月份\n2026-02-12,30.50,2026年3月\n2026-02-20,100.00,2026年3月\n"
    (bill,) = read_mapped(tmp_path, text, "bill", roles).ledger.bills
    assert bill.month == (2026, 3)
    assert [line.amount for line in bill.lines] == [30_50, 100_00]
    several = read_mapped(tmp_path, text.replace("100.00,2026年3月", "100.00,2026年4月"), "bill", roles)
    assert not several.ledger.bills
    assert {p.code for p in several.sources[0].problems} == {"mapped-bill-without-month"}


def test_a_mapping_that_was_taken_back_no_longer_counts(tmp_path: Path) -> None:
    path = tmp_path / "表.csv"
    path.write_text(OWN, encoding="utf-8")
    (report,) = read_paths([path], taught=Taught({table_of(OWN).shape: ""})).sources
    assert not report.format


def test_what_was_typed_by_hand_is_read_under_its_own_name(tmp_path: Path) -> None:
    path = tmp_path / "我记的.csv"
    rows = [("2026-03-10", "900.41", "第 3 期, 晚了"), ("", "", ""), ("2026年4月13日", "1,000", "")]
    path.write_text(typed_text(rows, "jiebei"), encoding="utf-8")
    reading = read_paths([path])
    assert [(n.on, n.amount, n.product.value, n.text) for n in reading.ledger.notices] == [
        (date(2026, 3, 10), 90_041, "jiebei", "第 3 期, 晚了"),
        (date(2026, 4, 13), 100_000, "jiebei", ""),
    ]
    assert reading.sources[0].format == "own-list"
    assert {row.standing for row in reading.ledger.picture_rows} == {PictureStanding.TYPED}


@pytest.mark.parametrize(
    ("row", "wrong"),
    [
        (("2026-03-10", "900.41", ""), ""),
        (("", "", ""), ""),
        (("3月10日", "900.41", ""), "day"),
        (("2026-02-30", "1", ""), "day"),
        (("2026-03-10", "", "还款"), "amount"),
        (("2026-03-10", "-5", ""), "amount"),
        (("2026-03-10", "一百", ""), "amount"),
    ],
)
def test_what_is_wrong_with_a_typed_row_is_said_at_once(row: tuple[str, str, str], wrong: str) -> None:
    assert wrong_in(row) == wrong


def test_dates_amounts_and_remarks_alone_are_guessed_as_an_own_list_where_no_bill_can_be_read() -> None:
    kind, _roles, rows = guessed("日期,金额,备注\n2026-03-10,900.41,还借呗\n2026-04-10,900.41,还借呗")
    assert kind == "payments"
    assert [row.on for row in rows] == [date(2026, 3, 10), date(2026, 4, 10)]


def test_a_table_that_only_looks_like_lines_of_text_is_offered_to_be_taught(tmp_path: Path) -> None:
    path = tmp_path / "钱包.csv"
    path.write_text(
        "时间,对象,进出,数额,方式,结果\n"
        "2026-03-10 09:00,某某银行,出,900.41,某银行(1234),成功\n"
        "2026-04-10 09:00,某某银行,出,900.41,某银行(1234),成功\n",
        encoding="utf-8",
    )
    (report,) = read_paths([path]).sources
    assert [problem.code for problem in report.problems] == ["unknown-format"]


@EVERY_LANGUAGE
def test_every_kind_of_a_lenders_table_has_a_name(language: Language) -> None:
    book = Phrasebook(language)
    assert [kind.name for kind in kinds() if f"format.lender-{kind.name}" not in book] == []
    assert [product.value for product in Product if f"format.bill-{product.value}" not in book] == []


def test_a_wallet_that_nobody_knows_is_guessed_by_its_cells_and_its_failed_payments_are_none() -> None:
    kind, roles, rows = guessed(
        "啥时候,跟谁,做了什么,进还是出,多少,从哪付的,成没成\n"
        "2026-02-10 08:01:02,蚂蚁借呗,借呗还款,出,900.41,小城银行(4321),成功\n"
        "2026-03-02 12:30:00,早餐铺,早点,出,8.50,余额,成功\n"
        "2026-03-10 08:01:00,蚂蚁借呗,借呗还款,出,900.41,小城银行(4321),失败"
    )
    assert kind == "wallet"
    assert roles == {
        "啥时候": "traded_at",
        "跟谁": "counterparty",
        "做了什么": "text",
        "进还是出": "direction",
        "多少": "money",
        "从哪付的": "account",
        "成没成": "outcome",
    }
    assert [row.what for row in rows] == ["wallet-repayment", "", "wallet-repayment"]
    none_of_credit = (
        "时,何人,何事,数,来自,果\n2026-03-02,早餐铺,早点,8.50,余额,成功\n2026-03-03,早餐铺,早点,8.50,余额,失败"
    )
    assert guessed(none_of_credit)[0] == "wallet"


def test_what_was_paid_is_told_from_what_is_due_by_plain_words_or_by_what_lateness_cost() -> None:
    rows = "1,2026-02-10,797.11,103.30,0,900.41\n2,2026-03-13,805.43,94.98,1.62,902.03"
    paid = guessed(f"第几回,还上的那天,其中本,其中息,其中罚,总共\n{rows}")
    assert paid[0] == "records"
    assert paid[1]["还上的那天"] == "paid_at"
    assert guessed(f"甲,乙,丙,丁,戊,己\n{rows}")[0] == "records"
    assert guessed(f"第几回,该还的日子,本,息,罚,总共\n{rows}")[0] == "plan"


def test_with_whom_is_told_from_what_for_by_a_heading_that_asks() -> None:
    for why in ("干什么", "甲"):
        _, roles, _ = guessed(
            f"哪天,出去,进来,剩下,{why},对面是谁\n"
            "2026-03-10,900.41,,1099.59,借呗还款,蚂蚁智信杭州信息技术有限公司\n"
            "2026-03-11,,50.00,1149.59,工资,某某公司\n"
            "2026-03-12,49.59,,1100.00,转账,某某人"
        )
        assert (roles[why], roles["对面是谁"]) == ("text", "counterparty")


@pytest.mark.parametrize("kind", ["payments", "statement"])
def test_the_card_that_paid_is_not_what_it_was_for(kind: str) -> None:
    text = (
        "哪天,打哪出的,多少,为啥\n2026-03-10,招商银行储蓄卡(1234),-900.41,还借呗\n"
        "2026-03-11,招商银行储蓄卡(1234),-50,吃饭"
    )
    _, roles, rows = guessed(text, kind=kind)
    assert (roles["打哪出的"], roles["为啥"]) == ("account", "text")
    assert rows[0].text == "还借呗"
