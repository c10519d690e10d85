"""A letter says who, which loan, what happened, how much and what is asked; one to each addressee, and no advice."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.cli.run import run
from app.core.discrepancy import Discrepancy, Phenomenon, Question, Severity
from app.core.explanation import EventKind, Explanation
from app.core.facts import Outcome, Source
from app.core.pipeline import explain
from app.core.reconciliation import LoanAccount
from app.export.complaint_rules import kind_of_institution, rules_for
from app.export.letter_blocks import BESIDE, enclosed_rows
from app.export.letter_facts import own_words
from app.export.letter_files import as_docx, as_html, as_text, with_text
from app.export.letters import Style, letters_of
from app.export.masking import masked
from app.export.workbook.context import WorkbookContext
from app.resource_files import resource
from app.texts import Language, Phrasebook, languages
from app.workspace import Workspace
from app.workspace.exports import letters
from tests.core.case_builder import CaseBuilder, at, day
from tests.core.test_explain_after_the_end import twins
from tests.export.export_cases import LOAN, case, cells, event, events, row
from tests.languages import CHINESE, ENGLISH, EVERY_LANGUAGE

ZH = Phrasebook(CHINESE)


@pytest.fixture(scope="module")
def sample() -> Workspace:
    """The sample, read."""
    workspace = Workspace()
    workspace.add([resource("samples")])
    return workspace


def text_of(e: Explanation) -> str:
    """All letters of a case, in Chinese."""
    return as_text(letters_of(e, ZH, cells()))


def held() -> Discrepancy:
    """A charge for lateness although the payment was made in time."""
    return replace(case().discrepancies[0], code="POST-LAG", variant="charged")


def test_a_penalty_for_a_late_payment_is_asked_about_and_not_claimed_back() -> None:
    assert "请退还" not in text_of(case())
    assert "请退还：合计 1.80 元" in text_of(case(held()))


def test_who_which_loan_what_is_asked_what_happened_and_how_much_come_in_this_order() -> None:
    text = text_of(case(held())).partition("=" * 40)[0]
    parts = [
        "放款机构", "姓名：____", "借据号：JB2024", "2024-01-11 放款", "请求\n", "合计 1.80 元", "日前", "事项 1：",
        "请求：我", "2024-03-14 08:00：付款", "差额的组成：", "附件：", "第 3 行", "签名：", "日期：",
    ]  # fmt: skip
    assert [text.index(p) for p in parts] == sorted(text.index(p) for p in parts)


def test_who_is_written_to_is_one_blank_and_not_one_for_each_loan() -> None:
    to_lender, *others = letters_of(case(held()), ZH, cells())
    assert sum("放款机构：" in block.text for block in to_lender.blocks) == 0
    (complaint,) = [x for x in others if "投诉" in x.title]
    assert any(block.text.startswith("借呗，放款机构：____") for block in complaint.blocks)
    assert "已向机构提出" in [block.text for block in complaint.blocks if block.style is Style.HEADING]


def test_the_number_of_a_loan_stands_once_where_the_loans_are_listed() -> None:
    letter, *_ = letters_of(case(), ZH, {})
    contract = case().facilities[0].contract
    assert [b.text.startswith("借呗") for b in letter.blocks if contract in b.text] == [True]


def test_a_platform_is_offered_no_page_of_the_lender() -> None:
    asked = (Question("wallet", "wallet-final-state"), Question("lender", "lender-attempts"))
    told = [replace(x, sources=(row(3),)) if x.kind is EventKind.DUE else x for x in events()]
    e = replace(case(replace(case().discrepancies[0], questions=asked)), events=tuple(told))
    files = {
        letter.title: [b.text.partition("，")[0] for b in letter.blocks if b.style is Style.TICK and ".csv" in b.text]
        for letter in letters_of(e, ZH, {})
    }
    assert files[ZH.say("letters.title.lender")] == ["还款计划.csv", "钱包.csv"]
    assert files[ZH.say("letters.title.wallet")] == ["钱包.csv"]


def test_the_sheets_of_one_file_are_one_enclosure() -> None:
    rows = [Source("page.xlsx", sheet, n, "d") for n, sheet in ((2, "计划"), (3, "计划"), (5, "记录"))]
    assert [b.text for b in enclosed_rows(rows, ZH)] == ["page.xlsx，“计划”第 2–3 行；“记录”第 5 行"]


def test_a_matter_says_what_it_is_about_without_conceding_it_and_names_its_loan_and_period_once() -> None:
    late = text_of(case()).partition("=" * 40)[0]
    assert "事项 1：还款日的扣款和逾期费用，2024-03-1" in late
    assert "晚于还款日" not in late
    facts = late.partition("经过：")[2].partition("差额的组成")[0]
    assert not re.search("借呗|第 2 期", facts)


def test_each_addressee_gets_one_letter_and_the_supervisor_gets_one_about_a_lender() -> None:
    asked = (Question("lender", "lender-attempts"), Question("credit-centre", "credit-dispute"))
    first = replace(case().discrepancies[0], questions=asked)
    again = replace(first, id="another", period=3)
    found = letters_of(case(first, again), ZH, {})
    assert [x.name for x in found] == ["01 致放款机构", "02 征信异议", "03 投诉材料"]


def test_a_title_concedes_nothing_and_no_advice_is_sent() -> None:
    for letter in letters_of(case(), ZH, {}):
        assert letter.blocks[0].style is Style.TITLE
        assert not any(word in letter.blocks[0].text for word in ("晚", "多收", "逾期"))
        assert not any(word in block.text for block in letter.blocks for word in ("先等", "当天或之前", "可拨"))


def test_wallet_and_bank_rows_of_one_payment_are_one_fact_with_its_order_number() -> None:
    bank = replace(event(5, EventKind.BANK, datetime(2024, 3, 14), -1001_62), account="招商银行1234")
    e = replace(case(), events=(*events(), bank))
    d = replace(e.discrepancies[0], events=("e2", "e3", "e4", "e5"))
    text = text_of(replace(e, discrepancies=(d,)))
    facts = [line for line in text.partition("附件")[0].splitlines() if line.strip()[:2] in ("1.", "2.", "3.", "4.")]
    assert len(facts) == 3
    assert "招商银行 1234的流水在 2024-03-14 有同一笔支出" in facts[1]
    assert "单号 2024031422001445661400000001" in facts[1]


def test_what_is_asked_twice_about_one_discrepancy_tells_its_facts_once() -> None:
    asked = (Question("lender", "lender-attempts"), Question("lender", "lender-breakdown"))
    text = text_of(case(replace(held(), questions=asked))).partition("=" * 40)[0]
    assert text.count("经过：") == 1
    assert "  1. 我的借呗有一笔还款应在" in text
    assert "  2. 我的账户在" in text
    assert "请核实下列金额，属于多收或多扣的请退还：合计 1.80 元（事项 1）。" in text


def test_what_was_due_after_a_settlement_or_for_another_period_is_not_told() -> None:
    other = event(8, EventKind.DUE, datetime(2024, 2, 11), 1000_00, period=1)
    settled = event(6, EventKind.SETTLEMENT, datetime(2024, 3, 20), 2000_00)
    later = event(7, EventKind.DUE, datetime(2024, 4, 11), 1000_00, period=3)
    e = replace(case(), events=(*events(), other, settled, later))
    d = replace(e.discrepancies[0], events=("e2", "e3", "e6", "e7", "e8"))
    told = text_of(replace(e, discrepancies=(d,)))
    assert "2024-03-11：" in told
    assert "2024-02-11：" not in told
    assert "2024-04-11：" not in told


def test_a_rule_that_must_be_looked_up_first_has_a_box_and_a_note_that_is_not_in_the_letter() -> None:
    asked = (Question("wallet", "wallet-reserve-place"), Question("credit-centre", "credit-dispute"))
    wallet, credit = letters_of(case(replace(case().discrepancies[0], questions=asked)), ZH, {})
    cited = [b for b in wallet.blocks if "消费者权益保护" in b.text]
    assert [(b.style, b.number) for b in cited] == [(Style.TICK, 0)]
    assert "核对" in wallet.notes[0]
    assert not any("寄出前" in b.text for x in (wallet, credit) for b in x.blocks)
    assert any(b.style is Style.BULLET and "征信业管理条例" in b.text for b in credit.blocks)


def test_a_letter_as_text_gives_the_same_letter_again() -> None:
    for language in languages():
        for letter in letters_of(case(), Phrasebook(language), cells()):
            assert with_text(letter, as_text([letter])) == letter


@given(st.lists(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=30)))
def test_any_edited_text_is_a_letter_whose_words_are_all_there(lines: list[str]) -> None:
    letter = with_text(letters_of(case(), ZH, {})[0], "\n".join(lines))
    said = as_text([letter])
    assert [x.strip() for x in said.splitlines() if x.strip()] == [
        x.strip() for x in "\n".join(lines).splitlines() if x.strip()
    ]


def test_what_never_fell_due_is_not_told() -> None:
    later = event(9, EventKind.DUE, datetime(2024, 4, 11), 1000_00, period=3)
    settled = LoanAccount(LOAN, 3000_00, (), settled_on=date(2024, 3, 14))
    e = replace(case(), events=(*events(), later), accounts=(settled,))
    d = replace(e.discrepancies[0], events=("e3", "e9"))
    assert "2024-04-11" not in text_of(replace(e, discrepancies=(d,)))


def test_nothing_to_ask_gives_nothing() -> None:
    assert text_of(case(replace(case().discrepancies[0], questions=()))) == ""


@EVERY_LANGUAGE
def test_a_masked_letter_names_no_contract(language: Language) -> None:
    found = letters_of(masked(case()), Phrasebook(language), {})
    assert found
    assert LOAN not in as_text(found)


def test_the_days_of_an_answer_depend_on_the_institution_and_the_date() -> None:
    def days(kind: str, on: date) -> list[int | None]:
        return [rule.days for rule in rules_for(kind, on)]

    assert days("bank", date(2026, 11, 1)) == [15]
    assert days("bank", date(2019, 1, 1)) == []
    assert days("wallet", date(2026, 11, 1)) == [None]
    assert days("small-loan", date(2026, 11, 1)) == []
    assert [kind_of_institution(n) for n in ("网商银行", "某某小额贷款有限公司", "")] == ["bank", "small-loan", ""]


def test_a_table_of_costs_is_asked_only_of_loans_drawn_since_it_is_due() -> None:
    def names(drawn: date) -> set[str]:
        return {rule.id for rule in rules_for("bank", date(2026, 11, 1), drawn)}

    assert "cost-shown" in names(date(2026, 8, 1))
    assert "cost-shown" not in names(date(2026, 7, 31))


def test_a_document_holds_the_same_words_and_no_time_of_this_computer() -> None:
    import docx

    letter = letters_of(case(), ZH, cells())[0]
    document = docx.Document(io.BytesIO(as_docx(letter, "zh-CN")))
    words = "\n".join(p.text for p in document.paragraphs)
    assert all(block.text.strip() in words for block in letter.blocks)
    page = document.sections[0]
    assert (round(page.page_width.mm), round(page.page_height.mm)) == (210, 297)
    assert document.core_properties.modified == datetime.fromisoformat("2000-01-01T00:00:00+00:00")
    shown = as_html(letter).replace("&nbsp;" * 4, BESIDE[0])
    assert all(block.text.split("\n")[0][:20] in shown for block in letter.blocks if "&" not in block.text)
    assert "NUMPAGES" in page.footer._element.xml


def test_the_command_line_writes_each_letter_twice_and_never_over_one_that_is_there(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["explain", str(resource("samples")), "--letters", str(tmp_path / "letters"), "--quiet"]
    assert run(arguments) == 0
    written = sorted(p.name for p in (tmp_path / "letters").iterdir())
    assert {Path(name).suffix for name in written} == {".docx", ".pdf"}
    assert (tmp_path / "letters" / written[1]).read_bytes().startswith(b"%PDF-")
    filled_in = tmp_path / "letters" / written[0]
    filled_in.write_bytes(b"filled in by hand")
    assert run(arguments) == 1
    assert filled_in.read_bytes() == b"filled in by hand"
    assert written[0] in capsys.readouterr().err
    assert run([*arguments, "--force"]) == 0
    assert filled_in.read_bytes() != b"filled in by hand"


@pytest.mark.parametrize(("language", "first"), [("zh", "寄出信件以前："), ("en", "Before the letters are sent:")])
def test_the_terminal_tells_the_sender_what_to_do_before_the_letters_go(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], language: str, first: str
) -> None:
    assert run(["explain", str(resource("samples")), "--letters", str(tmp_path / "letters"), "--lang", language]) == 0
    lines = capsys.readouterr().out.splitlines()
    told = "".join(line.strip() for line in lines[lines.index(first) :])
    assert Phrasebook(Language(language)).say("letters.note.regulator").replace(" ", "") in told.replace(" ", "")


# -- as a clerk reads them -------------------------------------------------------------------------------------------


def both() -> Explanation:
    """A charge that lender and platform are asked about."""
    asked = (Question("lender", "lender-attempts"), Question("wallet", "wallet-final-state"))
    return case(replace(held(), questions=asked))


def test_only_one_of_two_addressees_is_asked_to_pay_and_the_supervisor_reads_of_it() -> None:
    asking = {x.name: "请退还：合计 1.80 元" in as_text([x]) for x in letters_of(both(), ZH, {})}
    assert asking == {"01 致放款机构": True, "02 致支付平台": False, "03 投诉材料": False}


def test_the_supervisor_is_asked_to_have_the_lender_answer_and_to_pay_nothing_itself() -> None:
    complaint = as_text(letters_of(both(), ZH, {})[-1:])
    assert "请督促上述机构核实下列事项，属于多收或多扣的请其退还：合计 1.80 元（事项 1）。" in complaint
    assert "我向机构提出的请求：" in complaint
    assert "日前，按上面的联系方式书面答复" not in complaint


def test_where_only_the_platform_is_asked_it_is_asked_to_pay() -> None:
    only = replace(held(), questions=(Question("wallet", "wallet-final-state"),))
    assert "请退还：合计 1.80 元" in text_of(case(only))


def test_a_plan_that_became_cheaper_is_no_matter_for_a_supervisor() -> None:
    d = case().discrepancies[0]
    cheaper = replace(d, phenomenon=Phenomenon.PLAN, difference=-180, actual=(d.expected or 0) - 180, unexplained=-360)
    assert [x.name for x in letters_of(case(cheaper), ZH, {})] == ["01 致放款机构"]


def test_money_that_is_all_back_is_no_matter_for_a_supervisor() -> None:
    d = case().discrepancies[0]
    back = tuple(
        replace(part, terms=tuple(replace(x, negative=not x.negative) for x in part.terms)) for part in d.bridge
    )
    returned = replace(
        d, severity=Severity.WARNING, expected=d.actual, difference=0, unexplained=0, bridge=(*d.bridge, *back)
    )
    assert [x.name for x in letters_of(case(returned), ZH, {})] == ["01 致放款机构"]


def test_the_payee_is_called_by_its_name() -> None:
    d = case().discrepancies[0]
    facts = tuple(sorted({**dict(d.facts), "payee": "某某融资担保有限公司"}.items()))
    asked = replace(d, facts=facts, questions=(Question("payee", "lender-attempts"),))
    assert "某某融资担保有限公司：" in text_of(case(asked))


@pytest.mark.parametrize("book", [ZH, Phrasebook(ENGLISH)], ids=lambda b: b.language.code)
def test_equal_charges_of_one_payee_are_one_matter_with_their_total(book: Phrasebook) -> None:
    built = CaseBuilder()
    plan = built.loan()
    for period, amount in zip(plan, (-104_00, -104_00, -104_00, -95_00), strict=False):
        built.paid(period)
        built.bank(period.due, amount, "海南某某融资担保有限公司 担保费")
    e = explain(built.ledger)
    (letter,) = [x for x in letters_of(e, book, {}) if x.title == book.say("letters.title.payee")]
    text = as_text([letter])
    headings = [x.text for x in letter.blocks if x.style is Style.HEADING]
    days = book.say("letters.on-days", first=plan[0].due, last=plan[2].due, times=3)
    assert [days in x for x in headings if str(plan[0].due) in x] == [True]
    assert len([x for x in headings if str(plan[3].due) in x]) == 1
    assert "312.00" in text and text.count(book.say("letters.asked")) == 2
    assert all(str(period.due) in text for period in plan[:4])


def test_the_order_number_stands_with_the_payment_and_not_with_the_bank() -> None:
    bank = replace(event(5, EventKind.BANK, datetime(2024, 3, 14), -1001_62), account="招商银行1234")
    e = replace(case(), events=(*events(), bank))
    d = replace(e.discrepancies[0], events=("e3", "e5"))
    text = text_of(replace(e, discrepancies=(d,)))
    assert text.index("订单号 2024031422001445661400000001") < text.index("招商银行 1234的流水")


def test_a_debit_that_is_shown_as_failed_stands_with_what_the_bank_took() -> None:
    failed = replace(events()[2], kind=EventKind.FAILED_DEBIT)
    bank = replace(event(5, EventKind.BANK, datetime(2024, 3, 14), -1001_62), account="招商银行1234")
    e = replace(case(), events=(failed, bank))
    text = text_of(replace(e, discrepancies=(replace(e.discrepancies[0], events=("e3", "e5")),)))
    assert "显示没有成功" in text
    assert "招商银行 1234的流水在 2024-03-14 有同样金额的支出" in text
    assert "  2. " not in text


@pytest.mark.parametrize(
    ("language", "told", "own"),
    [
        (CHINESE, "您已为这期账单还了 1.00 元。", "我已为这期账单还了 1.00 元。"),
        (ENGLISH, "You have paid it; your bill, yours.", "I have paid it; my bill, yours."),
    ],
)
def test_what_was_written_to_the_sender_is_said_by_the_sender(language: Language, told: str, own: str) -> None:
    assert own_words(WorkbookContext(case(), Phrasebook(language)), told) == own


@EVERY_LANGUAGE
def test_no_letter_of_the_sample_speaks_to_its_sender(language: Language, sample: Workspace) -> None:
    word = r"您" if language == CHINESE else r"\b[Yy]our?\b (?!account|bank)"
    facts = [b.text for x in letters(sample, language) for b in x.blocks if b.style is Style.NUMBERED]
    assert facts
    assert [text for text in facts if re.search(word, text) and "Please" not in text] == []


def guaranteed() -> Explanation:
    """Three instalments, each with the same charge of a guarantor that only the bank shows."""
    built = CaseBuilder()
    for period in built.loan()[:3]:
        built.paid(period)
        built.bank(period.due, -104_00, "某某融资担保有限公司")
    return explain(built.ledger)


@EVERY_LANGUAGE
def test_charges_that_recur_are_one_matter_of_every_letter_each_told_once(language: Language) -> None:
    found = letters_of(guaranteed(), Phrasebook(language), {})
    assert len(found) == 3
    for letter in found:
        told = [block.text for block in letter.blocks]
        assert [block.number for block in letter.blocks if block.style is Style.NUMBERED] == [1, 2, 3]
        assert sum("312.00" in text for text in told) == 2, "what they come to, and in what is asked"
        assert len(told) == len(set(told))


def taken_though_failed() -> Explanation:
    """A debit that the wallet shows as failed and the bank took."""
    built = CaseBuilder()
    first, *_ = built.loan()
    built.wallet(at("02-14 10:00"), first.total, outcome=Outcome.FAILED)
    built.bank(day("02-14"), -first.total)
    built.paid(first)
    return explain(built.ledger)


@pytest.mark.parametrize(("e", "to", "files"), [
    (guaranteed(), "payee", {"bank.csv"}),
    (taken_though_failed(), "bank", {"bank.csv", "wallet.csv"}),
])  # fmt: skip
def test_who_moved_money_is_told_of_that_money_alone(e: Explanation, to: str, files: set[str]) -> None:
    (letter,) = (x for x in letters_of(e, ZH, {}) if x.title == ZH.say(f"letters.title.{to}"))
    told = as_text([letter])
    loan = e.facilities[0]
    assert loan.principal is not None
    assert not [x for x in (loan.contract, f"{loan.principal / 100:,.2f}", "应还", "入账") if x in told]
    facts = [block.text for block in letter.blocks if block.style is Style.NUMBERED]
    assert facts
    assert not any("付款" in fact for fact in facts)
    enclosed = [block.text for block in letter.blocks if block.style is Style.TICK]
    assert {file for file in files if any(file in x for x in enclosed)} == files
    assert len(enclosed) == len(files)


def test_lenders_that_are_not_named_are_told_of_the_loans_of_their_own_house_alone() -> None:
    one = case().discrepancies[0]
    other = replace(one, id=f"{one.id}.b", facility="WLD", events=())
    loans = case().facilities
    e = replace(case(one, other), facilities=(*loans, replace(loans[0], id="WLD", contract="WLD1", product="weilidai")))
    lenders = [x for x in letters_of(e, ZH, cells()) if x.title == ZH.say("letters.title.lender")]
    assert [("WLD1" in as_text([x]), LOAN in as_text([x])) for x in lenders] == [(False, True), (True, False)]
    assert [x.name for x in lenders] == ["01 致放款机构 借呗", "02 致放款机构 微粒贷"]


@pytest.mark.parametrize("named", [True, False])
def test_a_complaint_is_about_one_lender_and_names_no_loan_of_another(named: bool) -> None:
    one = case().discrepancies[0]
    other = replace(one, id=f"{one.id}.b", facility="WLD", events=())
    (loan, *rest), lenders = case().facilities, ("某某小贷", "别的银行") if named else ("", "")
    second = replace(loan, id="WLD", contract="WLD1", product="weilidai", lender=lenders[1])
    e = replace(case(one, other), facilities=(replace(loan, lender=lenders[0]), *rest, second))
    complaints = [x for x in letters_of(e, ZH, cells()) if x.title == ZH.say("letters.title.regulator")]
    assert [("WLD1" in as_text([x]), LOAN in as_text([x])) for x in complaints] == [(False, True), (True, False)]
    called = lenders if named else ("借呗", "微粒贷")
    assert [x.name.partition(" ")[2] for x in complaints] == [f"投诉材料 {name}" for name in called]
    assert all("□ 12378" in as_text([x]) for x in complaints)


def test_nobody_is_offered_the_workbook_with_all_the_rest(sample: Workspace) -> None:
    for language in languages():
        offered = [b.text for x in letters(sample, language) for b in x.blocks if b.style is Style.TICK]
        assert offered
        assert not [x for x in offered if "工作簿" in x or "时间线" in x or "workbook" in x or "timeline" in x]


def test_which_loan_a_disputed_payment_was_for_is_left_to_the_lender_to_say() -> None:
    lender, *_ = letters_of(explain(twins(wrong=True)), ZH, {})
    facts = [block.text for block in lender.blocks if block.style is Style.NUMBERED]
    assert len([fact for fact in facts if "：付款 1," in fact]) == 2
    assert len([fact for fact in facts if "机构为借呗" in fact and "入账 1," in fact]) == 2
