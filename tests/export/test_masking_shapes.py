"""Shapes that name somebody are masked wherever they stand; amounts, dates and institutions stay; ids of ours too."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.cli.run import run
from app.export.masking import Mask
from app.export.personal import names_of_files
from app.resource_files import resource
from tests.shared import shared

NAMED = {
    "手机号 +86 139-0571-2233": "139-0571-2233",
    "(028)85551234": "85551234",
    "（028）8555-1234": "8555-1234",
    "联系 021 6543 2109": "6543 2109",
    "护照 E98765432": "E98765432",
    "港澳通行证 C12345678": "C12345678",
    "军官证 南字第12345678号": "12345678",
    "车牌 川A8K6T2": "川A8K6T2",
    "IP 202.115.32.83": "202.115.32.83",
    "fe80::1ff:fe23:4567:890a": "fe23",
    "尊敬的谭秋生：您2024年7月账单": "谭秋生",
    "谭秋生先生，您的借呗": "谭秋生",
    "慕容复您好，您尾号8149": "慕容复",
    "客户经理岳灵珊13666666789": "岳灵珊",
    "还给温如玉的钱": "温如玉",
    "老板娘鲜于凤": "鲜于凤",
    "打印人：贺兰敏之": "贺兰敏之",
    "tan.qiusheng 支付宝": "tan.qiusheng",
    "wx:tanqs88": "tanqs88",
    "抖音号 tanqs_1990": "tanqs_1990",
    "德阳市旌阳区岷江西路二段33号": "岷江西路",
    "北京市朝阳区望京SOHO塔3 1203": "1203",
    "广东省深圳市南山区科技园南区12栋": "科技园",
    "成都市武侯区天府三街199号A座": "A座",
    "阿依古丽·买买提 转交": "买买提",
    "尾号是7788": "7788",
    "**** **** **** 7788": "7788",
    "510107 1992 0315 2468": "2468",
    "5101071992******68": "5101071992",
    "身份证330106********1234": "1234",
    "来自韩梅梅的转账": "韩梅梅",
    "还款-张铁丰转": "张铁丰",
    "XX小区3栋2单元501": "3栋",
    "QQ群 87654321": "87654321",
    "飞书 lilei88": "lilei88",
    "卡号 6222 0212 3456 7890 123": "123",
    "6222-0212-3456-7890": "7890",
    "4392 2600 1234 5670": "5670",
    "4392260012345672": "5672",
    "9558801234567890128": "0128",
    "招商银行储蓄卡 1234": "1234",
    "储蓄卡[1234]": "1234",
    "付款卡 *1234": "1234",
    "Card ending in 4321": "4321",
    "转到建行8899还款": "8899",
    "建行7766,工行8899": "8899",
    "尾号 8899": "8899",
    "尾号（8899）": "8899",
    "末4位：8899": "8899",
    "尾数8899": "8899",
    "工行卡：8899": "8899",
    "平安银行 8899 扣款": "8899",
    "a/c ...4321": "4321",
    "A/C No. 4321": "4321",
    "acct 4321": "4321",
    "ICBC4321": "4321",
    "XXXX 4321": "4321",
    "储蓄卡…4321": "4321",
    "last 4 digits 4321": "4321",
}
"""What is written, and what of it must not leave."""
PLAIN = (
    "¥1,234.56", "2024-05-06 12:34:56", "2024-05-06 12:34:56:789", "0.0350%", "110000.00", "20240506", "借呗自动还款",
    "第 12 期", "还款日每月 10 日",
    "重庆市蚂蚁小额贷款有限公司", "招商银行成都分行", "花呗|信用购2024年07月账单", "余额宝",
    "尊敬的客户您好", "2024年5月6日 借款 12000 元", "微信 2024-05-06", "转账给商户", "某某融资担保有限公司", "1.2.3",
    "金额转出", "余利宝转出", "零钱通转出到银行卡", "张数和金额", "还款和借款的记录", "来自平台的红包",
    "信用卡 2024 年账单", "信用卡 2024年账单", "还款到储蓄卡 1000元", "储蓄卡 2024-01-02", "储蓄卡 1000.00",
    "3*1234.50", "3*1234",
    "建行2024年账单", "建行 2024", "招行1000元", "工行 1234.50", "建行 2024-01-02", "CCB 2024-01-02", "建行95533",
    "bank 1200 rows", "the card 1234.50", "等…2024-05-06",
)  # fmt: skip


@pytest.mark.parametrize("written", list(NAMED))
def test_what_names_somebody_is_masked(written: str) -> None:
    assert NAMED[written] not in Mask([written]).text(written)


@pytest.mark.parametrize("written", PLAIN)
def test_amounts_days_and_institutions_stay(written: str) -> None:
    assert Mask([*NAMED, *PLAIN]).text(written) == written


@pytest.mark.parametrize(
    "written",
    [
        "借款人：王小明、李小红",
        "借款人王小明与共同借款人李小红",
        "王小明、李小红共同还款",
        "户名：王小明/李小红",
        "王小明和李小红",
    ],
)
def test_each_of_several_persons_is_masked(written: str) -> None:
    shown = Mask([written]).text(written)
    assert not any(part in shown for part in ("王", "小明", "李", "小红"))
    assert Mask([written]).text("李小红") != "李小红"


def test_names_of_the_bundled_files_name_nobody() -> None:
    """The word for an invented example was taken for a person's name and hid which file was meant."""
    names = [path.name for path in resource("samples").iterdir()]
    assert names
    assert not names_of_files([*names, "weilidai_bill.csv", "demo.xlsx"])
    assert names_of_files(["示例_谭秋生.csv"]) == {"谭秋生"}


def test_a_name_that_holds_a_word_for_and_is_one_person() -> None:
    assert Mask(["王和平与李红"]).text("王和平与李红") == "**N2与**N1"


def test_a_label_before_a_number_is_no_name() -> None:
    assert Mask(["订单号 2024031422001445661400000001"]).text("订单号") == "订单号"


@pytest.mark.parametrize(
    ("written", "kind"), [("me@example.com", "M"), ("微信 lilei1988", "W"), ("QQ：12345678", "W"), ("10.23.45.67", "H")]
)
def test_a_pseudonym_says_what_kind_of_address_it_stands_for(written: str, kind: str) -> None:
    assert Mask([written]).text(written).endswith(f"**{kind}1")


def test_a_name_that_is_known_is_found_with_blanks_between_its_signs() -> None:
    assert "谭" not in Mask(["姓名：谭秋生"]).text("谭 秋 生 还款")


def test_a_name_in_latin_letters_is_no_part_of_a_longer_word() -> None:
    mask = Mask([], people=["Tan"])
    assert mask.text("Tan 还款") != "Tan 还款"
    assert mask.text("Tank 还款") == "Tank 还款"


@given(st.integers(-(10**9), 10**9), st.dates())
def test_any_amount_and_any_day_stay(fen: int, day: object) -> None:
    for text in (f"{fen / 100:,.2f}", f"{fen / 100:.2f}", f"{day}", f"{day} 08:00:06"):
        assert Mask([text, *NAMED]).text(text) == text


def test_a_file_that_is_called_after_a_word_of_ours_names_nobody_and_ends_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The words of such a name once went into ids of messages, and the program ended with a defect."""
    folder = tmp_path / "papers"
    folder.mkdir()
    paper = shared("papers", "loan_contract.html")
    for number, name in enumerate(("loan_contract.html", "row amount principal.html")):
        (folder / name).write_bytes(paper.read_bytes() + b"\n" * number)
    assert run(["explain", str(folder), "--mask", "--json", str(tmp_path / "out.json"), "--lang", "en"]) == 0
    assert "12,000.00 yuan" in capsys.readouterr().out
    files = [s["file"] for s in json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))["sources"]]
    assert "loan_contract.html" in files
    assert "row amount principal.html" not in files


@pytest.mark.parametrize(
    "text",
    ["市" * 4_000, "a." * 4_000, "微信" + " " * 4_000, "*" * 4_000, "a" * 9_000, "." * 4_000, "地址" + " " * 4_000],
    ids=["regions", "mail", "messenger", "stars", "letters", "dots", "address"],
)
def test_no_shape_is_searched_for_ever(text: str) -> None:
    began = sum(os.times()[:2])
    assert Mask([text + "!"]).text(text + "!").endswith("!")
    assert sum(os.times()[:2]) - began < 3  # milliseconds; regions took longer than anyone waits from sixty letters on


def test_blanks_between_a_label_and_a_name_hide_nobody() -> None:
    for text, named in (
        ("姓名：{}温如玉", "温如玉"),
        ("微信号：{}tanqs88", "tanqs88"),
        ("地址：{}岷江路口", "岷江路口"),
    ):
        padded = text.format(" " * 60)
        assert named not in Mask([padded]).text(padded)
