"""Forty names, numbers and places are planted in files of several formats; not one leaves a masked export."""

from __future__ import annotations

import zipfile
from pathlib import Path

import openpyxl
import pytest

from app.cli.run import run
from app.export.letter_files import as_text
from app.texts import Language
from app.workspace import Workspace
from app.workspace.exports import export_workbook, letters
from tests.languages import CHINESE, EVERY_LANGUAGE

BORROWER = "欧阳建国"
PLANTED = (
    BORROWER, "司马相如", "诸葛孔明", "夏侯惇", "皇甫铁牛", "慕容雪", "OUYANG JIANGUO", "Ouyang Jianguo", "王小明",
    "李雷",
    "西门子庆贸易", "建国小吃工作室", "文三路 478 号", "杭州市西湖区", "13812345678", "139 8765 4321", "137-1111-2222",
    "+86 136 0000 1111", "6222 0212 3456 7890 123", "6214830112341234", "6228-4800-1234-5678", "31415926535",
    "wxid_oyjg88", "oyjg@example.com", "1234567890", "330106199001011234", "33010619900101123X", "330106 19900101 1235",
    "0571-87654321", "独孤求败", "韩梅梅", "赵子龙", "令狐冲", "端木蕻良", "南宫问天", "尉迟恭", "长孙无忌", "东方不败",
    "上官婉儿", "张三丰",
)  # fmt: skip
CONTRACT = "JB20240111000000000042"


def folder_of(tmp_path: Path) -> Path:
    """A wallet export, a bank statement and a lender's tables, with everything planted somewhere."""
    folder = tmp_path / "exports"
    folder.mkdir()
    _wallet(folder / f"支付宝交易明细_{BORROWER}_20240701.csv")
    _bank(folder / "招商银行流水_韩梅梅.csv")
    _lender(folder)
    return folder


def _wallet(path: Path) -> None:
    lines = [
        "-" * 84, "导出信息：", f"姓名：{BORROWER}", "支付宝账户：13812345678",
        "起始时间：[2024-01-01 00:00:00]    终止时间：[2024-06-30 23:59:59]",
        "导出交易类型：[全部]", "导出时间：[2024-07-01 10:00:00]", "共3笔记录",
        "收入：0笔 0.00元", "支出：0笔 0.00元", "不计收支：3笔 3001.62元",
        "-" * 20 + "支付宝（中国）网络技术有限公司  电子客户回单" + "-" * 20,
        "交易时间,交易分类,交易对方,对方账号,商品说明,收/支,金额,收/付款方式,交易状态,交易订单号,商家订单号,备注,",
    ]  # fmt: skip
    rows = [
        ("2024-02-11 08:00:06", "借呗 OUYANG JIANGUO", "司马相如", "wxid_oyjg88 QQ 1234567890 东方不败"),
        ("2024-03-14 08:00:06", "王小明", "oyjg@example.com", "转账给李雷 139 8765 4321 文三路 478 号 上官婉儿"),
        ("2024-04-11 08:00:06", "西门子庆贸易", "137-1111-2222", "家住杭州市西湖区文三路 478 号 尉迟恭"),
    ]  # fmt: skip
    lines += [
        f"{at},信用借还,{other},{account},借呗主动还款-借呗自动还款 户名 {BORROWER},不计收支,1000.54,"
        f"招商银行储蓄卡(1234),还款成功,20240311{n:020d},,{note},"
        for n, (at, other, account, note) in enumerate(rows, start=1)
    ]  # fmt: skip
    path.write_text("\n".join(lines) + "\n", encoding="gb18030")


def _bank(path: Path) -> None:
    head = "记账日期,货币,交易金额,联机余额,交易摘要,对手信息,客户摘要"
    notes = [
        "户名 令狐冲 6222 0212 3456 7890 123 独孤求败 建国小吃工作室",
        "330106199001011234 端木蕻良 6228-4800-1234-5678",
        "33010619900101123X 南宫问天 330106 19900101 1235 0571-87654321 Ouyang Jianguo",
    ]  # fmt: skip
    rows = [("2024-02-11", "韩梅梅"), ("2024-03-14", "长孙无忌 31415926535"), ("2024-04-11", "6214830112341234 赵子龙")]
    lines = ["\ufeff" + head]
    lines += [
        f'{day},CNY,-1000.54,"{9000 - 1000 * n}.00",快捷支付 支付宝还款,{other},{note}'
        for n, ((day, other), note) in enumerate(zip(rows, notes, strict=True))
    ]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _lender(folder: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "诸葛孔明的借款"
    sheet.append(["借款人：夏侯惇 皇甫铁牛 慕容雪", "联系电话：+86 136 0000 1111", "张三丰"])
    sheet.append(["借据号", "借款人", "期数", "还款日", "应还本金", "应还利息", "状态", "日利率"])
    for period, (due, interest) in enumerate(
        (("2024-02-11", "37.20"), ("2024-03-11", "23.20"), ("2024-04-11", "12.40"))
    ):
        sheet.append([CONTRACT, BORROWER, period + 1, due, "1000.00", interest, "待还", "0.04%"])
    book.save(folder / "还款计划_20240212.xlsx")


def leaks(text: str) -> list[str]:
    """The planted things that stand in a text."""
    return [planted for planted in PLANTED if planted in text]


@pytest.fixture(scope="module")
def case_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return folder_of(tmp_path_factory.mktemp("masking"))


def _parts(workbook: Path) -> str:
    with zipfile.ZipFile(workbook) as parts:
        return "\n".join(parts.read(name).decode("utf-8", "replace") for name in parts.namelist())


def test_what_is_planted_is_seen_without_a_mask(case_folder: Path, tmp_path: Path) -> None:
    workspace = Workspace()
    workspace.add([case_folder])
    export_workbook(workspace, tmp_path / "out.xlsx", CHINESE)
    assert len(leaks(_parts(tmp_path / "out.xlsx"))) >= 25


@EVERY_LANGUAGE
def test_nothing_planted_leaves_a_masked_workbook_or_letter(
    case_folder: Path, tmp_path: Path, language: Language
) -> None:
    workspace = Workspace()
    workspace.add([case_folder])
    export_workbook(workspace, tmp_path / "out.xlsx", language, mask=True)
    assert leaks(_parts(tmp_path / "out.xlsx")) == []
    assert leaks(as_text(letters(workspace, language, mask=True))) == []


def test_nothing_planted_leaves_masked_json_picture_calendar_or_terminal(
    case_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    outputs = [tmp_path / f"out.{end}" for end in ("json", "svg", "ics")]
    given = [
        str(x) for option, path in zip(("--json", "--timeline", "--ics"), outputs, strict=True) for x in (option, path)
    ]
    assert run(["explain", str(case_folder), "--mask", "--as-of", "2024-04-01", *given]) == 0
    told = capsys.readouterr()
    written = {path.suffix: path.read_text("utf-8").replace("\n ", "") for path in outputs}
    assert {end: leaks(text) for end, text in written.items()} == {".json": [], ".svg": [], ".ics": []}
    # The place of an output that the person named is theirs to read; it is not part of what is sent.
    assert leaks(told.out.replace(str(case_folder.parent), "")) == []


def test_amounts_dates_and_what_a_file_is_stay(case_folder: Path, tmp_path: Path) -> None:
    workspace = Workspace()
    workspace.add([case_folder])
    export_workbook(workspace, tmp_path / "out.xlsx", CHINESE, mask=True)
    parts = _parts(tmp_path / "out.xlsx")
    for kept in ("1000.54", "2024-03-14 08:00:06", "借呗自动还款", "招商银行流水", "23.20"):
        assert kept in parts
