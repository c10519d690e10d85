"""A made-up case of four files: one loan, interest monthly, whose second term was debited five days late."""

from __future__ import annotations

from pathlib import Path

_ALIPAY = """\
------------------------------------------------------------------------------------
导出信息：
姓名：测*
支付宝账户：138******00
起始时间：[2024-01-01 00:00:00]    终止时间：[2024-05-01 23:59:59]
导出交易类型：[全部]
导出时间：[2024-05-01 10:12:00]
共6笔记录
收入：0笔 0.00元
支出：1笔 12.50元
不计收支：5笔 8288.16元

特别提示：
1.本明细仅供个人对账使用。

------------------------支付宝（中国）网络技术有限公司  电子客户回单------------------------
交易时间,交易分类,交易对方,对方账号,商品说明,收/支,金额,收/付款方式,交易状态,交易订单号,商家订单号,备注,
2024-04-15 09:20:11,信用借还,蚂蚁借呗,/,借呗还款,不计收支,74.40,招商银行储蓄卡(1234),还款成功,2024041500001,,,
2024-03-20 08:01:02,信用借还,蚂蚁借呗,/,借呗还款,不计收支,69.76,招商银行储蓄卡(1234),还款成功,2024032000001,,,
2024-03-15 08:00:00,信用借还,蚂蚁借呗,/,借呗还款,不计收支,69.60,,还款失败,2024031500001,,,
2024-02-20 12:00:00,餐饮美食,某某餐厅,/,午餐,支出,12.50,余额,交易成功,2024022000001,,,
2024-02-15 08:00:00,信用借还,蚂蚁借呗,/,借呗还款,不计收支,74.40,招商银行储蓄卡(1234),还款成功,2024021500001,,,
2024-01-15 10:00:00,信用借还,蚂蚁借呗,/,借呗放款至银行卡,不计收支,8000.00,,放款成功,2024011500001,,,
"""
_LOANS = """\
借据号,借款时间,借款金额,期数,还款方式,日利率,还款日,宽限期,状态
JB20240115001,2024-01-15 10:00:00,8000.00,6,先息后本,0.0300%,15,0,还款中
"""
_RECORDS = """\
还款时间,入账日期,借据号,期数,还款类型,还款金额,本金,利息,罚息,还款账户,状态
2024-04-15 09:20:11,2024-04-15,JB20240115001,3,自动扣款,74.40,0.00,74.40,0.00,招商银行储蓄卡(1234),成功
2024-03-20 08:01:02,2024-03-20,JB20240115001,2,自动扣款,69.76,0.00,69.60,0.16,招商银行储蓄卡(1234),成功
2024-02-15 08:00:00,2024-02-15,JB20240115001,1,自动扣款,74.40,0.00,74.40,0.00,招商银行储蓄卡(1234),成功
"""
_PLAN_HEADER = "查询日期,借据号,期数,起息日,应还日期,应还本金,应还利息,应还总额,状态\n"
_PLAN = (
    (1, "2024-01-15", "2024-02-15", "0.00", "74.40", "74.40"),
    (2, "2024-02-15", "2024-03-15", "0.00", "69.60", "69.60"),
    (3, "2024-03-15", "2024-04-15", "0.00", "74.40", "74.40"),
    (4, "2024-04-15", "2024-05-15", "0.00", "72.00", "72.00"),
    (5, "2024-05-15", "2024-06-15", "0.00", "74.40", "74.40"),
    (6, "2024-06-15", "2024-07-15", "8000.00", "72.00", "8072.00"),
)


def write_case(folder: Path) -> Path:
    """Write the files into ``folder`` and return it."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "alipay.csv").write_bytes(_ALIPAY.encode("gb18030"))
    (folder / "借款记录.csv").write_text(_LOANS, encoding="utf-8")
    (folder / "还款记录.csv").write_text(_RECORDS, encoding="utf-8")
    lines = [f"2024-01-15,JB20240115001,{','.join(map(str, term))},待还\n" for term in _PLAN]
    (folder / "还款计划.csv").write_text(_PLAN_HEADER + "".join(lines), encoding="utf-8")
    return folder


def write_locked(folder: Path, password: str) -> Path:
    """The same files in a zip with a password."""
    import pyzipper

    case = write_case(folder / "plain")
    path = folder / "账单.zip"
    with pyzipper.AESZipFile(path, "w", encryption=pyzipper.WZ_AES) as archive:
        archive.setpassword(password.encode())
        for file in sorted(case.iterdir()):
            archive.write(file, file.name)
    return path


def write_unknown(folder: Path) -> Path:
    """A plan under headings that no lender uses."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "unknown.csv"
    rows = [f"{number},{due},{capital},{cost}" for number, _, due, capital, cost, _ in _PLAN]
    path.write_text("甲,乙,丙,丁\n" + "\n".join(rows) + "\n", encoding="utf-8")
    return path
