"""Draws pages of lending programs as a telephone shows them, with the text and the rows that stand on them known."""

from __future__ import annotations

import io
import random
import subprocess
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import cache

from PIL import Image, ImageDraw, ImageFont

LIGHT = {
    "ground": "#f5f5f5",
    "card": "#ffffff",
    "ink": "#1f1f1f",
    "grey": "#8a8a8a",
    "line": "#e6e6e6",
    "blue": "#1677ff",
}
DARK = {
    "ground": "#111111",
    "card": "#1e1e1e",
    "ink": "#eaeaea",
    "grey": "#8f8f8f",
    "line": "#2c2c2c",
    "blue": "#4c94ff",
}
WIDTH = 360  # points; the picture has ``scale`` pixels for each


@dataclass
class Drawn:
    """A page: its picture, the cells that a person would copy from it, and its rows by kind."""

    picture: Image.Image
    kind: str
    product: str
    cells: list[str]
    rows: list[dict[str, str]]
    facts: dict[str, str] = field(default_factory=dict)


_other_font: list[str] = []


def draw_with(file: str) -> None:
    """Draw all pages of this process with another font than the machine's usual one."""
    _other_font[:] = [f"{file}|0"]
    font.cache_clear()
    chinese_font.cache_clear()


@cache
def chinese_font() -> str:
    """The file of a Chinese sans-serif font of this machine, or of the other one that was named."""
    if _other_font:
        return _other_font[0]
    found = subprocess.run(
        ["fc-match", "-f", "%{file}|%{index}", "Noto Sans CJK SC:lang=zh-cn"],
        capture_output=True,
        text=True,
        check=True,
    )
    return found.stdout


@cache
def font(size: int) -> ImageFont.FreeTypeFont:
    """That font at a size in pixels."""
    file, _, index = chinese_font().partition("|")
    return ImageFont.truetype(file, size, index=int(index or 0) & 0xFFFF)


def money(fen: int) -> str:
    """Fen as an app writes them, ``1,080.50``."""
    return f"{fen // 100:,}.{fen % 100:02d}"


def month_later(day: date, months: int) -> date:
    """The same day of a later month (days up to 28)."""
    month = day.month - 1 + months
    return date(day.year + month // 12, month % 12 + 1, min(day.day, 28))


class Canvas:
    """Draws down a page, in points."""

    def __init__(self, scale: float, colours: dict[str, str], height: int) -> None:
        self.scale, self.colours = scale, colours
        self.picture = Image.new("RGB", (round(WIDTH * scale), round(height * scale)), colours["ground"])
        self.draw = ImageDraw.Draw(self.picture)
        self.y = 0.0
        self.cells: list[str] = []

    def card(self, height: float) -> None:
        s = self.scale
        box = (10 * s, self.y * s, (WIDTH - 10) * s, (self.y + height) * s)
        self.draw.rounded_rectangle(box, 8 * s, fill=self.colours["card"])

    def rule(self) -> None:
        s = self.scale
        self.draw.line(
            (20 * s, self.y * s, (WIDTH - 20) * s, self.y * s), fill=self.colours["line"], width=max(1, int(s))
        )

    def text(
        self, x: float, text: str, size: float = 14, ink: str = "ink", right: bool = False, said: bool = True
    ) -> None:
        """Write at ``x`` (the right end with ``right``) on the present line; ``said`` counts it as a cell."""
        face = font(max(6, round(size * self.scale)))
        wide = face.getlength(text)
        left = x * self.scale - (wide if right else 0)
        self.draw.text((left, self.y * self.scale), text, font=face, fill=self.colours[ink])
        if said:
            self.cells.append(text)

    def head(self, title: str) -> None:
        self.y = 8
        self.text(16, "9:41", 12, said=False)
        self.text(WIDTH - 16, "5G 86%", 12, right=True, said=False)
        self.y = 34
        face = font(max(6, round(17 * self.scale)))
        self.text(WIDTH / 2 - face.getlength(title) / self.scale / 2, title, 17)
        self.y = 72


def _loan(dice: random.Random, terms: int) -> tuple[date, int, list[dict[str, str]]]:
    drawn = date(dice.choice([2024, 2025]), dice.randint(1, 12), dice.randint(1, 28))
    principal = dice.randint(10, 900) * 10000
    rate = dice.choice([20, 30, 35, 40, 45, 50])  # of 100,000 a day
    left, rows = principal, []
    part = principal // terms
    states = dice.randint(0, terms)
    for period in range(1, terms + 1):
        paid = part if period < terms else left
        interest = (left * rate * 30 + 50000) // 100000
        left -= paid
        rows.append(
            {
                "period": str(period),
                "due": month_later(drawn, period).isoformat(),
                "principal": money(paid),
                "interest": money(interest),
                "total": money(paid + interest),
                "state": "已还清" if period <= states else "待还款",
            }
        )
    return drawn, principal, rows


def plan_cards(dice: random.Random, canvas: Callable[[int], Canvas], terms: int = 12) -> Drawn:
    """A plan page with a card for each period, as of 借呗."""
    drawn, principal, rows = _loan(dice, terms)
    page = canvas(150 + 70 * terms)
    page.head("还款计划")
    page.text(20, "借呗", 14)
    page.text(WIDTH - 20, f"借款金额 {money(principal)}元", 13, right=True)
    page.y += 26
    page.text(20, f"{drawn:%Y年%m月%d日}借款", 12, "grey")
    page.text(WIDTH - 20, f"共{terms}期", 12, "grey", right=True)
    page.y += 28
    for row in rows:
        page.card(62)
        page.y += 9
        day = date.fromisoformat(row["due"])
        page.text(20, f"第{row['period']}期", 14)
        page.text(76, f"{day:%Y-%m-%d}", 13, "grey")
        page.text(WIDTH - 20, row["total"], 15, right=True)
        page.y += 25
        page.text(20, f"本金{row['principal']} 利息{row['interest']}", 12, "grey")
        page.text(WIDTH - 20, row["state"], 12, "blue" if row["state"] == "待还款" else "grey", right=True)
        page.y += 36
    return Drawn(page.picture, "plan", "jiebei", page.cells, rows, {"loan_amount": money(principal)})


def plan_table(dice: random.Random, canvas: Callable[[int], Canvas], terms: int = 12) -> Drawn:
    """A plan as a table with a heading, as of 微粒贷."""
    _, principal, rows = _loan(dice, terms)
    page = canvas(170 + 34 * terms)
    page.head("还款计划表")
    page.text(20, "微粒贷", 14)
    page.text(WIDTH - 20, f"借款本金 {money(principal)}", 13, right=True)
    page.y += 34
    at = (16, 92, 166, 224, 292, 346)
    for x, name in zip(at, ("期数", "还款日", "本金", "利息", "应还总额", "状态"), strict=True):
        page.text(x, name, 11, "grey", right=x != 16)
    page.y += 24
    for row in rows:
        page.rule()
        page.y += 8
        day = date.fromisoformat(row["due"])
        values = (row["period"], f"{day:%Y/%m/%d}", row["principal"], row["interest"], row["total"], row["state"][:2])
        for x, value in zip(at, values, strict=True):
            page.text(x, value, 11, right=x != 16)
        page.y += 25
    for row in rows:
        row["state"] = row["state"][:2]
    return Drawn(page.picture, "plan", "weilidai", page.cells, rows, {"loan_amount": money(principal)})


def plan_months(dice: random.Random, canvas: Callable[[int], Canvas], terms: int = 12) -> Drawn:
    """A plan whose years stand above their months, as of 金条: 05月20日 under 2026年."""
    _, principal, rows = _loan(dice, terms)
    page = canvas(180 + 66 * terms + 40 * 3)
    page.head("还款明细")
    page.text(20, "京东金条", 14)
    page.text(WIDTH - 20, f"借款总额 ¥{money(principal)}", 13, right=True)
    page.y += 30
    year = 0
    for row in rows:
        day = date.fromisoformat(row["due"])
        if day.year != year:
            year = day.year
            page.text(20, f"{year}年", 14)
            page.y += 30
        page.text(20, f"{day.month}月{day.day}日", 14)
        page.text(110, f"{row['period']}/{terms}期", 12, "grey")
        page.text(WIDTH - 20, f"¥{row['total']}", 15, right=True)
        page.y += 23
        page.text(20, f"含本金{row['principal']}元，利息{row['interest']}元", 12, "grey")
        page.text(WIDTH - 20, row["state"], 12, "grey", right=True)
        page.y += 33
        page.rule()
        page.y += 8
    return Drawn(page.picture, "plan", "jintiao", page.cells, rows, {"loan_amount": money(principal)})


def loan_list(dice: random.Random, canvas: Callable[[int], Canvas], count: int = 6) -> Drawn:
    """A list of loans, as of 借呗."""
    page = canvas(130 + 96 * count)
    page.head("借款记录")
    page.text(20, "借呗", 14)
    page.y += 30
    rows = []
    for _ in range(count):
        day = date(dice.choice([2024, 2025]), dice.randint(1, 12), dice.randint(1, 28))
        amount, terms = dice.randint(5, 900) * 10000, dice.choice([3, 6, 12, 24])
        method = dice.choice(["每月等额", "先息后本", "等额本金"])
        state = dice.choice(["还款中", "已结清"])
        left = 0 if state == "已结清" else dice.randint(1, amount)
        page.card(86)
        page.y += 9
        page.text(20, f"{day:%Y.%m.%d}借款{money(amount)}元", 14)
        page.text(WIDTH - 20, state, 13, "blue", right=True)
        page.y += 26
        page.text(20, f"{terms}期 | {method}", 12, "grey")
        page.y += 22
        page.text(20, "剩余待还本金", 12, "grey")
        page.text(WIDTH - 20, money(left), 13, right=True)
        page.y += 38
        rows.append({"drawn_at": day.isoformat(), "loan_amount": money(amount), "terms": str(terms), "state": state})
    return Drawn(page.picture, "drawdowns", "jiebei", page.cells, rows)


def bill(dice: random.Random, canvas: Callable[[int], Canvas], count: int = 9) -> Drawn:
    """A month's bill with its lines, as of 花呗."""
    page = canvas(220 + 54 * count)
    year, month = dice.choice([2025, 2026]), dice.randint(2, 12)
    amounts = [dice.randint(500, 90000) for _ in range(count)]
    page.head("花呗账单")
    page.text(20, f"{year}年{month}月账单", 15)
    page.y += 28
    page.text(20, "应还金额(元)", 12, "grey")
    page.y += 20
    page.text(20, money(sum(amounts)), 26)
    page.y += 42
    due = month_later(date(year, month, 10), 0)
    page.text(20, f"还款日 {due:%m月%d日}", 13)
    page.text(WIDTH - 20, f"共{count}笔", 12, "grey", right=True)
    page.y += 36
    rows = []
    shops = ["便利店购物", "地铁出行", "咖啡", "网上超市", "医院挂号", "电影票", "早餐店", "水果店", "话费充值"]
    for amount in amounts:
        day = date(year, month, 1) if month == 1 else date(year, month - 1, dice.randint(1, 28))
        name = dice.choice(shops)
        page.text(20, name, 14)
        page.text(WIDTH - 20, money(amount), 14, right=True)
        page.y += 23
        page.text(20, f"{day:%m-%d}", 12, "grey")
        page.y += 27
        rows.append({"posted_on": day.isoformat(), "text": name, "line_amount": money(amount)})
    return Drawn(page.picture, "bill", "huabei", page.cells, rows, {"declared": money(sum(amounts))})


def detail(dice: random.Random, canvas: Callable[[int], Canvas], count: int = 1) -> Drawn:
    """One repayment with its parts, label and value on a line."""
    del count
    page = canvas(520)
    principal, interest = dice.randint(10000, 900000), dice.randint(100, 90000)
    day = date(dice.choice([2025, 2026]), dice.randint(1, 12), dice.randint(1, 28))
    hour, minute = dice.randint(0, 23), dice.randint(0, 59)
    page.head("还款详情")
    page.text(20, "借呗", 14)
    page.y += 34
    pairs = [
        ("还款金额", money(principal + interest)),
        ("还款本金", money(principal)),
        ("还款利息", money(interest)),
        ("还款时间", f"{day:%Y-%m-%d} {hour:02d}:{minute:02d}"),
        ("还款方式", dice.choice(["自动还款", "主动还款"])),
        ("还款状态", "还款成功"),
    ]
    for name, value in pairs:
        page.text(20, name, 14, "grey")
        page.text(WIDTH - 20, value, 14, right=True)
        page.y += 40
    row = {
        "paid_at": day.isoformat(),
        "total": money(principal + interest),
        "principal": money(principal),
        "interest": money(interest),
    }
    return Drawn(page.picture, "records", "jiebei", page.cells, [row])


def records(dice: random.Random, canvas: Callable[[int], Canvas], count: int = 9) -> Drawn:
    """A list of repayments under months."""
    page = canvas(150 + 76 * count + 30 * count)
    page.head("还款记录")
    page.text(20, "借呗", 14)
    page.y += 30
    rows, day = [], date(2026, dice.randint(1, 6), dice.randint(1, 28))
    for _ in range(count):
        principal, interest = dice.randint(10000, 900000), dice.randint(100, 90000)
        page.text(20, f"{day:%Y年%m月}", 13, "grey")
        page.y += 26
        page.text(20, dice.choice(["自动还款", "主动还款"]), 14)
        page.text(WIDTH - 20, money(principal + interest), 15, right=True)
        page.y += 23
        page.text(20, f"{day:%m-%d} {dice.randint(0, 23):02d}:{dice.randint(0, 59):02d}", 12, "grey")
        page.text(WIDTH - 20, "还款成功", 12, "grey", right=True)
        page.y += 21
        page.text(20, f"本金{money(principal)} 利息{money(interest)}", 12, "grey")
        page.y += 30
        rows.append(
            {
                "paid_at": day.isoformat(),
                "total": money(principal + interest),
                "principal": money(principal),
                "interest": money(interest),
            }
        )
        day = month_later(day, -1)
    return Drawn(page.picture, "records", "jiebei", page.cells, rows)


def disclosure(dice: random.Random, canvas: Callable[[int], Canvas], count: int = 1) -> Drawn:
    """The table of a loan's whole cost (综合融资成本明示表)."""
    del count
    page = canvas(480)
    amount = dice.randint(10, 900) * 10000
    rate = f"{dice.randint(360, 2400) / 100:.2f}%"
    page.head("综合融资成本明示表")
    pairs = [
        ("贷款本金", f"{money(amount)}元"),
        ("贷款期限", f"{dice.choice([6, 12, 24])}期"),
        ("年化利率(单利)", rate),
        ("担保费", "无"),
        ("综合融资成本(年化)", rate),
        ("逾期罚息", "日利率的1.5倍"),
    ]
    for name, value in pairs:
        page.rule()
        page.y += 10
        page.text(20, name, 13)
        page.text(WIDTH - 20, value, 13, right=True)
        page.y += 34
    return Drawn(page.picture, "disclosure", "", page.cells, [], {"loan_amount": money(amount), "rate": rate})


LAYOUTS = (plan_cards, plan_table, plan_months, loan_list, bill, detail, records, disclosure)
SIZES = (2.0, 2.5, 3.0)


def page(
    number: int, layout: Callable[..., Drawn] | None = None, *, scale: float = 0, dark: bool | None = None
) -> Drawn:
    """Page ``number`` of an endless book, always the same."""
    dice = random.Random(number)
    drawn = layout or LAYOUTS[number % len(LAYOUTS)]
    size = scale or SIZES[number // len(LAYOUTS) % 3]
    is_dark = dice.random() < 0.4 if dark is None else dark
    many = {plan_cards: 24, plan_table: 24, plan_months: 24}.get(drawn, 0) if dice.random() < 0.2 else 0
    colours = DARK if is_dark else LIGHT
    return drawn(dice, lambda height: Canvas(size, colours, height), *([many] if many else []))


def as_file(picture: Image.Image, variant: str = "png") -> bytes:
    """The picture's bytes: ``png``, ``jpeg60``, ``small`` (0.7 of its size), ``turned`` (by a degree) or ``photo``."""
    out = io.BytesIO()
    if variant == "small":
        picture = picture.resize((round(picture.width * 0.7), round(picture.height * 0.7)), Image.Resampling.BICUBIC)
    elif variant == "turned":
        picture = picture.rotate(1, Image.Resampling.BICUBIC, fillcolor=picture.getpixel((1, 1)))
    elif variant == "photo":
        from PIL import ImageFilter

        picture = picture.filter(ImageFilter.GaussianBlur(2.6))
    if variant in ("jpeg60", "photo"):
        picture.save(out, "JPEG", quality=60 if variant == "jpeg60" else 50)
    else:
        picture.save(out, "PNG")
    return out.getvalue()
