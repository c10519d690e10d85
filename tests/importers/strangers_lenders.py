"""Lenders' papers as strangers hold them: plans, records, loans, bills and contracts in other layouts and words."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date
from xml.sax.saxutils import escape

from tests.importers.strangers_files import OF_PLAN, PLAN, Found, Paper, csv, grouped, html, mail, pdf, xlsx, yuan

_ASKED = ["查询日期：2026-01-20"]
_HAN = "零一二三四五六"


def document(*parts: str | Sequence[Sequence[str]]) -> bytes:
    """A text document of paragraphs and tables."""
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    body = "".join(
        f"<w:p><w:r><w:t>{escape(part[:4])}</w:t></w:r><w:r><w:t>{escape(part[4:])}</w:t></w:r></w:p>"
        if isinstance(part, str)
        else "<w:tbl>"
        + "".join(
            "<w:tr>"
            + "".join(f"<w:tc><w:p><w:r><w:t>{escape(cell)}</w:t></w:r></w:p></w:tc>" for cell in row)
            + "</w:tr>"
            for row in part
        )
        + "</w:tbl>"
        for part in parts
    )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        kinds = "http://schemas.openxmlformats.org/package/2006/content-types"
        archive.writestr(
            "[Content_Types].xml",
            f'<?xml version="1.0"?><Types xmlns="{kinds}">'
            '<Default Extension="xml" ContentType="application/xml"/></Types>',
        )
        archive.writestr(
            "word/document.xml",
            f'<?xml version="1.0"?><w:document xmlns:w="{space}"><w:body>{body}</w:body></w:document>',
        )
    return buffer.getvalue()


def plans() -> Iterator[Paper]:
    """Plans in other words and layouts."""
    han = [
        ["期次", "应还日期", "应还本金(元)", "应还利息(元)", "应还本息合计(元)", "还款状态"],
        *(
            [
                f"第{_HAN[n]}期",
                f"{due.year}年{due.month}月{due.day}日",
                grouped(p),
                grouped(i),
                grouped(p + i),
                "未到期",
            ]
            for n, due, p, i in PLAN
        ),
    ]
    yield Paper("计划-汉字期.csv", csv([_ASKED, *han]), OF_PLAN)
    unit = [
        ["分期", "扣款日期", "每期还款", "其中：本金", "其中：利息", "剩余本金", "备注"],
        *(
            [
                f"{n}期",
                f"{due:%Y/%m/%d}",
                f"{yuan(p + i)}元",
                f"{yuan(p)}元",
                f"{yuan(i)}元",
                f"{yuan(sum(q for m, _, q, _ in PLAN if m > n))}元",
                "待扣款",
            ]
            for n, due, p, i in PLAN
        ),
    ]
    yield Paper("计划-带元.csv", csv([["某某消费金融 还款计划"], _ASKED, *unit]), OF_PLAN)
    paid = [
        ["期数", "到期日", "应还本金", "应还利息", "应还金额", "已还本金", "已还利息", "已还金额", "结清日期", "状态"],
        *(
            [
                f"{n}",
                f"{due}",
                yuan(p),
                yuan(i),
                yuan(p + i),
                *(
                    [yuan(p), yuan(i), yuan(p + i), f"{due}", "已结清"]
                    if n == 1
                    else ["0.00", "0.00", "0.00", "", "未结清"]
                ),
            ]
            for n, due, p, i in PLAN
        ),
    ]
    yield Paper("计划-应还已还.xlsx", xlsx([["查询日期：2026-03-01"], *paid]), OF_PLAN)
    yield Paper("计划-应还已还.pdf", pdf(paid, [["还款计划表"], ["查询日期：2026-03-01"]], "two pages"), OF_PLAN)
    note = [
        "## 还款计划（2026-01-20）",
        "",
        "| 期数 | 日期 | 本金 | 利息 | 合计 |",
        "|:--:|---|--:|--:|--:|",
        *(f"| {n}/5 | {due} | {yuan(p)} | {yuan(i)} | {yuan(p + i)} |" for n, due, p, i in PLAN),
    ]
    yield Paper("计划.md", "\n".join(note).encode(), OF_PLAN)
    spaced = [
        "还款计划表        查询日期：2026-01-20",
        "期数   应还日期       应还本金     应还利息     应还总额",
        *(f"{n:<6} {due}    {grouped(p):>10}   {grouped(i):>8}   {grouped(p + i):>10}" for n, due, p, i in PLAN),
    ]
    yield Paper("计划-对齐.txt", "\n".join(spaced).encode("gb18030"), OF_PLAN)
    table = [
        ["期数", "还款日期", "应还本金", "应还利息", "应还总额"],
        *([f"{n}", f"{due}", grouped(p), grouped(i), grouped(p + i)] for n, due, p, i in PLAN),
    ]
    yield Paper("计划.docx", document("附件：还款计划表", "查询日期：2026-01-20", table), OF_PLAN)
    nested = html(table, "尊敬的客户，您的还款计划如下（截至2026-01-20）").decode()
    framed = nested.replace("<table", "<table><tr><td>某某金融</td></tr><tr><td><table", 1).replace(
        "</table>", "</table></td></tr></table>", 1
    )
    yield Paper("计划-嵌套.eml", mail(framed, "gbk", "还款计划"), OF_PLAN)
    fees = [
        ["期次", "应还日", "本金", "利息", "服务费", "担保费", "应还合计", "状态"],
        *([f"{n}", f"{due}", yuan(p), yuan(i), "12.00", "25.50", yuan(p + i + 3_750), "待还"] for n, due, p, i in PLAN),
    ]
    yield Paper(
        "计划-两种费.csv", csv([_ASKED, *fees]), Found(plan=frozenset((due, p + i + 3_750) for _, due, p, i in PLAN))
    )
    stacked = [["还款计划"], _ASKED, ["合同编号：HT2026000001"], *table, [""], ["合同编号：HT2026000002"], *table]
    yield Paper("计划-两份相叠.csv", csv(stacked), OF_PLAN)
    lines = ["我的还款计划", "查询时间：2026年1月20日 10:20"]
    for n, due, p, i in PLAN:
        lines += [
            f"{n}/5期",
            f"还款日：{due.year}年{due.month}月{due.day}日",
            f"应还总额：{grouped(p + i)}",
            f"本金：{grouped(p)}",
            f"利息：{grouped(i)}",
            "状态：未还款",
        ]
    yield Paper("计划-一行一项.txt", "\n".join(lines).encode(), OF_PLAN)
    chat = ["还款计划", "截至 2026.01.20"]
    for n, due, p, i in PLAN:
        chat.append(f"第{n}期 {due.month}月{due.day}日 {yuan(p + i)} 本金{yuan(p)} 利息{yuan(i)}")
    yield Paper("计划-无年.txt", "\n".join(chat).encode(), OF_PLAN)
    doubled = (
        html(table, "还款计划 2026-01-20")
        .decode()
        .replace("</span>", "</span><br>")
        .replace("<td>", "<td align=right>\n  ")
    )
    yield Paper("计划-换行.html", doubled.encode("gb18030").replace(b"charset='utf-8'", b"charset='gbk'"), OF_PLAN)


_PAID = ((date(2026, 2, 15), 164_021, 12_400, 0), (date(2026, 3, 18), 166_055, 10_366, 266))
OF_RECORDS = Found(postings=frozenset((on, p + i + late) for on, p, i, late in _PAID))


def records() -> Iterator[Paper]:
    """Lists of repayments in other words and layouts."""
    wide = [
        ["交易流水号", "还款时间", "还款期次", "还款总额", "还款本金", "还款利息", "还款罚息", "还款渠道", "交易状态"],
        *(
            [
                f"HK{n}",
                f"{on} 09:0{n}:00",
                f"第{n}期",
                grouped(p + i + late),
                grouped(p),
                grouped(i),
                grouped(late),
                "银行卡代扣",
                "还款成功",
            ]
            for n, (on, p, i, late) in enumerate(_PAID, 1)
        ),
    ]
    yield Paper("记录-宽.xlsx", xlsx([["还款流水"], *wide], ["A1:I1"]), OF_RECORDS)
    yield Paper("记录-宽.pdf", pdf(wide, [["贷款还款明细"]], "ruled"), OF_RECORDS)
    yield Paper("记录.docx", document("还款明细清单", wide, "本清单仅供参考"), OF_RECORDS)
    real = [
        ["实还日期", "实还金额", "实还本金", "实还利息", "实还罚息"],
        *([f"{on:%Y%m%d}", yuan(p + i + late), yuan(p), yuan(i), yuan(late)] for on, p, i, late in _PAID),
        ["合计", yuan(sum(p + i + late for _, p, i, late in _PAID)), "", "", ""],
    ]
    yield Paper("记录-实还.csv", csv([["个人贷款还款清单"], *real], encoding="gb18030"), OF_RECORDS)
    lines = [
        "还款记录",
        "2026年3月",
        "微粒贷还款 成功",
        "03月18日 10:22",
        "-1,766.87元",
        "2026年2月",
        "微粒贷还款 成功",
        "02月15日 09:00",
        "-1,764.21元",
    ]
    told = {(date(2026, 3, 18), 176_687), (date(2026, 2, 15), 176_421)}
    yield Paper("记录-按月复制.txt", "\n".join(lines).encode(), Found(notices=frozenset(told)))
    single = [
        "还款详情",
        "还款成功",
        "1,766.87",
        "还款时间 2026-03-18 10:22:31",
        "还款本金 1,660.55",
        "还款利息 103.66",
        "罚息 2.66",
        "付款方式 某某银行(1234)",
        "订单号 2026031800001",
    ]
    yield Paper("记录-一笔.txt", "\n".join(single).encode(), Found(postings=frozenset({(date(2026, 3, 18), 176_687)})))


def movements() -> Iterator[Paper]:
    """What was lent and what was repaid in one list: the loan is no repayment, and a purchase is neither."""
    split = [
        ["日期", "类型", "金额", "本金", "利息"],
        ["2026-01-15", "借款", "8,406.98", "8,406.98", ""],
        *([f"{on}", "还款", yuan(p + i + late), yuan(p), yuan(i + late)] for on, p, i, late in _PAID),
    ]
    yield Paper("借款还款一张表.csv", csv(split), OF_RECORDS)
    totals = [
        ["交易日期", "交易类型", "交易金额", "剩余本金"],
        ["2026-01-15", "放款", "8,406.98", "8,406.98"],
        *([f"{on}", "还款", yuan(p + i + late), yuan(840_698 - p)] for on, p, i, late in _PAID),
    ]
    yield Paper("放款还款只有金额.csv", csv(totals), Found(notices=OF_RECORDS.postings))
    bought = [[cell.replace("放款", "消费") for cell in row] for row in totals]
    yield Paper("消费还款只有金额.csv", csv(bought), Found())


def loans() -> Iterator[Paper]:
    """Loans: lists, contracts, slips."""
    found = Found(loans=frozenset({(date(2026, 1, 15), 840_698)}))
    pairs = [
        ["借款详情"],
        ["借款编号", "WLD2026011500001"],
        ["借款金额", "8,406.98元"],
        ["借款时间", "2026-01-15 10:00:00"],
        ["借款期限", "5期"],
        ["年利率", "18%"],
        ["还款方式", "等额本息"],
        ["状态", "还款中"],
    ]
    yield Paper("借款详情.csv", csv(pairs), found)
    contract = [
        "个人消费贷款合同",
        "合同编号：XF202601150001",
        "贷款人：某某消费金融有限公司",
        "借款人：张某",
        "第一条 贷款金额：人民币捌仟肆佰零陆元玖角捌分（小写：¥8,406.98元）。",
        "第二条 贷款期限：自2026年1月15日起至2026年6月15日止，共5期。",
        "第三条 贷款年利率（单利）为18%，按日计息。",
        "第四条 还款方式：等额本息，每月15日为还款日。",
    ]
    yield Paper("贷款合同.txt", "\n".join(contract).encode(), found)
    yield Paper("贷款合同.docx", document(*contract), found)
    yield Paper(
        "贷款合同.html", ("<html><meta charset=utf-8>" + "".join(f"<p>{line}</p>" for line in contract)).encode(), found
    )
    table = [
        ["期数", "还款日期", "应还本金", "应还利息", "应还总额"],
        *([f"{n}", f"{due}", grouped(p), grouped(i), grouped(p + i)] for n, due, p, i in PLAN),
    ]
    both = Found(loans=found.loans, plan=OF_PLAN.plan)
    yield Paper("合同带计划.docx", document(*contract, "附件一：还款计划表", table), both)
    slip = [
        "电子借据",
        "借据编号：JJ2026011500001",
        "出借人：某某小额贷款有限公司",
        "借款金额（元）：8,406.98",
        "放款日期：2026年01月15日",
        "到期日期：2026年06月15日",
        "年化利率：18.00%",
        "还款方式：等额本息",
    ]
    yield Paper("电子借据.txt", "\n".join(slip).encode(), found)


_BILL = Found(bills=frozenset({(date(2026, 3, 20), 153_050)}))


def bills() -> Iterator[Paper]:
    """Month bills of products."""
    rows = [
        ["交易日期", "交易说明", "金额(元)"],
        ["2026-02-12", "某某超市", "30.50"],
        ["2026-02-20", "某某商城", "1,000.00"],
        ["2026-03-01", "分期账单 第2/6期", "500.00"],
    ]
    above = [["花呗月账单", "2026年3月"], ["本期应还", "1,530.50"], ["最后还款日", "2026-03-20"]]
    yield Paper("花呗账单.csv", csv([*above, *rows]), _BILL)
    yield Paper(
        "花呗账单.html",
        html(rows, "花呗 2026年3月账单 应还金额：1,530.50元 还款日：2026-03-20").decode().encode(),
        _BILL,
    )


def lenders() -> list[Paper]:
    """All of them."""
    return [paper for kind in (plans, records, movements, loans, bills) for paper in kind()]
