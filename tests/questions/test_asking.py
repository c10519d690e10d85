"""Promises of asking in one's own words: led to what answers, declined where nothing here does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from app.__main__ import main
from app.core.kinds import KINDS
from app.gui.services.help_pages import PAGES, text_of
from app.questions.answering import MOST, leads
from app.questions.intents import NOT_OURS, intents, with_concepts, written_out
from app.texts import Language, Phrasebook
from app.texts.help_answers import PAGE, answer_of
from tests.languages import CHINESE, EVERY_LANGUAGE
from tests.small_exports import write_export

ASKED = (
    ("我明明已经还款了，为啥还说我逾期没还", "paid-still-due"),
    ("最后一期怎么比前面多了几分钱", "differs"),
    ("我想月底把借呗全部提前还掉，会不会另外收手续费", "settle"),
    ("衣服退了货，账单里为什么还要我还这笔钱", "refund"),
    ("晚还了一天要付多少罚息", "overdue"),
    ("手动还完了又被自动扣了一次", "twice"),
    ("为什么不扣余额宝，从我银行卡里扣钱", "account"),
    ("逾期会不会影响我的征信", "credit"),
    ("花呗还款日可以改到每月二十号吗", "plan"),
    ("还款计划怎么变了三次，每次变了什么", "plan"),
    ("有一期从两张卡扣的，对不对", "account"),
    ("I was charged twice for the same instalment", "twice"),
    ("how is my interest calculated", "interest"),
)


@pytest.mark.parametrize(("question", "about"), ASKED)
def test_a_question_leads_to_what_it_is_about(question: str, about: str) -> None:
    assert about in [lead.about for lead in leads(question)]
    assert len(leads(question)) <= MOST


@pytest.mark.parametrize(
    ("question", "about"),
    [
        ("还款计划怎么变了三次", "plan"),
        ("有一期从两张卡扣的", "account"),
        ("怎么查还款计划", "next"),
        ("这一期扣了两次", "twice"),
    ],
)
def test_how_often_a_plan_changed_and_how_many_cards_paid_come_first_and_no_looking_up_or_double_debit(
    question: str, about: str
) -> None:
    assert leads(question)[0].about == about


@pytest.mark.parametrize(
    "question", ["今天下雨吗", "", "？？？", "花呗可以在超市用吗", "what is the capital of France"]
)
def test_what_is_about_something_else_is_declined(question: str) -> None:
    assert [lead for lead in leads(question) if not lead.is_beyond] == []


def test_what_no_file_can_answer_is_said_alone() -> None:
    assert [(lead.about, lead.is_beyond) for lead in leads("我的借呗额度为什么还没恢复")] == [("limit", True)]


@pytest.mark.parametrize("intent", intents(), ids=lambda intent: intent.id)
def test_every_intent_names_kinds_and_pages_that_there_are(intent: object) -> None:
    from app.questions.intents import Intent

    assert isinstance(intent, Intent)
    assert intent.page in ("", *PAGES)
    assert len(intent.phrases) > 5
    for kind in intent.kinds:
        named = [*KINDS, *(f"{code}.{variant}" for code, declared in KINDS.items() for variant in declared.variants)]
        assert any(name == kind or (kind.endswith("*") and name.startswith(kind[:-1])) for name in named), kind


@EVERY_LANGUAGE
def test_every_intent_and_page_has_its_words(language: Language) -> None:
    book = Phrasebook(language)
    for intent in intents():
        if intent.id != NOT_OURS:
            assert f"ask.about.{intent.id}" in book
            assert (f"ask.help.{intent.page}" if intent.page else f"ask.beyond.{intent.id}") in book


@EVERY_LANGUAGE
def test_the_help_answers_everything_that_may_be_asked(language: Language) -> None:
    book = Phrasebook(language)
    about = [intent.id for intent in intents() if intent.page == PAGE or intent.id in ("use", "limit")]
    assert [name for name in about if not answer_of(book, name)] == []
    headings = re.findall("^## (.+)$", text_of(book, PAGE), re.MULTILINE)
    assert headings == list(dict.fromkeys(headings))
    assert set(headings) == {book.say(f"ask.about.{name}") for name in about}


def test_the_first_thing_that_a_question_may_be_about_is_answered(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", "晚还一天算逾期吗", "--lang", "zh"]) == 0
    told = "".join(line.strip() for line in capsys.readouterr().out.splitlines())
    first, *_ = answer_of(Phrasebook(CHINESE), "overdue")
    assert first.replace(" ", "") in told.replace(" ", "")


def test_a_sign_with_a_concept_finds_every_way_of_saying_it() -> None:
    sign = re.compile(with_concepts("{paid}.{0,9}{demanded}"))
    asked = ("还了还在催", "钱都扣了显示没还", "i paid but it says unpaid")
    assert all(map(sign.search, asked))
    assert not sign.search("没还就催")


def test_a_pattern_stands_for_every_phrase() -> None:
    assert written_out("[还|付]了[钱|]") == ["还了钱", "还了", "付了钱", "付了"]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_files_that_could_not_be_read_are_named_and_not_said_to_hold_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], language: str
) -> None:
    (tmp_path / "notes.txt").write_text("shopping: milk\n", encoding="utf-8")
    question = "我明明已经还款了，为啥还说我逾期没还"
    assert main(["ask", question, str(tmp_path / "notes.txt"), "--lang", language]) == 1
    said = capsys.readouterr()
    assert "notes.txt" in said.err
    assert Phrasebook(Language(language)).say("ask.none-found") not in said.out
    assert said.out, "what the question may be about is told as without papers"
    write_export(tmp_path, "one-bill.csv")
    assert main(["ask", question, str(tmp_path), "--lang", language]) == 0
    assert "notes.txt" in capsys.readouterr().err


def test_one_s_own_findings_stand_under_the_question(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write_export(tmp_path, "one-bill.csv")
    assert main(["ask", "这个月账单的金额对不上", str(path), "--lang", "zh"]) == 0
    told = capsys.readouterr().out
    assert "金额对不上" in told
    assert "·" in told


def test_the_command_says_where_it_does_not_know(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", "recommend a film for tonight", "--lang", "en"]) == 1
    assert "Bills cannot answer this" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("question", "code", "variant"),
    [
        ("我已经结清了为什么还扣钱", "DEBIT-DUPLICATE", "settled-kept"),
        ("还款退回来了怎么办", "STATUS-SETTLED-PREMATURE", "returned"),
    ],
)
def test_a_question_leads_to_the_one_variant_of_a_kind_that_answers_it(question: str, code: str, variant: str) -> None:
    asked = [intent for lead in leads(question) for intent in intents() if intent.id == lead.about]
    assert any(intent.tells_of(code, variant) for intent in asked)
    alone = [intent for intent in asked if not intent.tells_of(code)]
    assert not any(intent.tells_of(code, other) for intent in alone for other in ("kept", "pending"))


@EVERY_LANGUAGE
def test_what_is_only_guessed_is_said_to_be_and_not_answered_as_if_it_were_known(
    language: Language, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = {"zh": "银行里的钱没人动", "en": "money sat there on payday"}[language.code]
    found = leads(asked)
    assert found and not any(lead.is_sure or lead.is_beyond for lead in found)
    assert main(["ask", asked, "--lang", language.code]) == 0
    book, told = Phrasebook(language), capsys.readouterr().out
    assert told.startswith(book.say("ask.unsure"))
    assert answer_of(book, found[0].about)[0][:12] not in told


@pytest.mark.parametrize(
    ("said", "about"),
    [
        ("咋个把剩下的都还脱", "settle"),
        ("划了我两趟", "twice"),
        ("账单对不拢", "differs"),
        ("got hit twice", "twice"),
        ("退咗货", "refund"),
    ],
)
def test_spoken_words_and_dialect_are_understood(said: str, about: str) -> None:
    assert next(lead.about for lead in leads(said)) == about
