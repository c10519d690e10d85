"""How the sentences sound: plain, dated, never accusing or promising; and all shared cases told without a slip."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import app.core
from app.core.discrepancy import Discrepancy, Severity
from app.core.explanation import Explanation
from app.texts import Language, Phrasebook
from app.texts.discrepancy_texts import DiscrepancyTexts
from app.texts.outlook_texts import OutlookTexts
from tests.labelled_cases import explanation_of, labelled_cases
from tests.languages import CHINESE, ENGLISH, EVERY_LANGUAGE
from tests.texts.texts_samples import StrictPhrasebook

MINE = (
    "discrepancy.", "arithmetic.", "component.", "input.", "party.", "question.", "deadline.", "missing.", "severity.",
    "certainty.", "phenomenon.", "layer.", "product.", "method.", "basis.", "state.", "link.", "convention.",
    "hypothesis.", "outlook.",
)  # fmt: skip
PLACEHOLDER = re.compile(r"\{[^}]*\}")
HAN = "\u4e00-\u9fff"
NO_VERDICTS = {
    CHINESE: ("违法", "违规", "非法", "诈骗您", "骗", "保证", "肯定会", "一定能", "必须退"),
    ENGLISH: ("illegal", "unlawful", "fraud", "swindle", "cheat", "will certainly", "we guarantee", "!"),
}


def sentences_of(language: Language) -> dict[str, str]:
    return {m: text for m, text in Phrasebook(language).messages.items() if m.startswith(MINE)}


def test_chinese_sentences_are_punctuated_in_chinese() -> None:
    half_width = rf"[{HAN}][,;:?!()]|[,;:?!()][{HAN}]|[{HAN}]\.($|[{HAN}])|\.\.\."
    loose = r"[“”]\s|\s[，。；：？、）」]"
    slip = re.compile(f"{half_width}|{loose}")
    assert not {m: t for m, t in sentences_of(CHINESE).items() if slip.search(PLACEHOLDER.sub("甲", t))}


def test_chinese_sentences_end_as_sentences_do() -> None:
    whole = {m: t for m, t in sentences_of(CHINESE).items()
             if re.search(r"\.(answer|details|advice|text)(-with(out)?-\w+)?$", m)}  # fmt: skip
    assert len(whole) > 200
    assert not {m: t for m, t in whole.items() if t[-1] not in "。？"}
    assert not {m: t for m, t in sentences_of(CHINESE).items() if ".title" in m and t[-1] in "。？，"}


def test_english_sentences_end_as_sentences_do() -> None:
    whole = {m: t for m, t in sentences_of(ENGLISH).items()
             if re.search(r"\.(answer|details|advice|text)(-with(out)?-\w+)?$", m)}  # fmt: skip
    assert not {m: t for m, t in whole.items() if t[-1] not in ".?" or t[0].islower()}
    assert not {m: t for m, t in sentences_of(ENGLISH).items() if ".title" in m and t[-1] in ".?,"}


def test_english_is_spelt_the_british_way_and_holds_no_chinese() -> None:
    """The Credit Reference Center spells its name so itself; it goes by no other name here."""
    american = r"\b(installment|amortiz|recogniz|canceled|(?<!Credit Reference )center|color)"
    slip = re.compile(rf"{american}|credit (registry|bureau|centre)", re.IGNORECASE)
    assert not {m: t for m, t in sentences_of(ENGLISH).items() if slip.search(t)}
    assert not {m: t for m, t in sentences_of(ENGLISH).items() if re.search(rf"[{HAN}，。；：]", t)}


def test_an_amount_is_one_thing_in_english() -> None:
    """“500.00 yuan was paid”; only what is counted beside it (fees of 5.00 yuan) is many."""
    many = re.compile(r"(?<!of )\{\w+:(money|signed)\} yuan (were|are|have|stand)\b|\bthese \{\w+:(money|signed)\}")
    assert not {m: t for m, t in Phrasebook(ENGLISH).messages.items() if many.search(t)}


@EVERY_LANGUAGE
def test_no_sentence_accuses_promises_or_judges_what_is_legal(language: Language) -> None:
    told = sentences_of(language)
    assert not {m: w for m, text in told.items() for w in NO_VERDICTS[language] if w in text.lower()}


@EVERY_LANGUAGE
def test_every_title_has_a_day_or_a_month_in_it(language: Language) -> None:
    dated = re.compile(r":(monthday|month)\}")
    titles = {m: t for m, t in sentences_of(language).items() if m.startswith("discrepancy.") and ".title" in m}
    assert len(titles) > 50
    assert not {m: t for m, t in titles.items() if not dated.search(t)}


@EVERY_LANGUAGE
def test_an_amount_in_a_sentence_has_its_unit_once(language: Language) -> None:
    unit = "元" if language == CHINESE else "yuan"
    told = {m: t for m, t in sentences_of(language).items() if re.search(r"\.(answer|details)", m)}
    assert not {m: t for m, t in told.items() if re.search(rf"{unit} ?{unit}|[¥￥]", t)}
    bare = re.compile(r":(money|signed)\}(?! ?元)") if language == CHINESE else None
    assert not {m: t for m, t in told.items() if bare and bare.search(t)}


# ---- The shared cases, told -----------------------------------------------------------------------------------------


@cache
def told_cases() -> tuple[Explanation, ...]:
    """Every sixth shared case, explained; enough to meet nearly every variant and quick enough for each run."""
    return tuple(map(explanation_of, labelled_cases()[::6]))


def found() -> Iterator[Discrepancy]:
    for explanation in told_cases():
        yield from explanation.discrepancies


@EVERY_LANGUAGE
def test_every_discrepancy_of_the_shared_cases_is_told_with_values_of_the_right_kind(language: Language) -> None:
    texts = DiscrepancyTexts(StrictPhrasebook(language))
    assert len(list(found())) > 20
    for d in found():
        told = [texts.title(d), texts.explanation(d), texts.name(d.code), texts.certainty(d), *texts.missing(d)]
        told += [texts.question(d, q) for q in d.questions] + [texts.party(q) for q in d.questions]
        assert all(told)
        assert not [text for text in (*told, texts.deadline(d)) if re.search(r"[{}]|None|  |。。|，，", text)]


@EVERY_LANGUAGE
def test_no_sentence_about_the_shared_cases_speaks_of_an_amount_of_nothing(language: Language) -> None:
    texts = DiscrepancyTexts(Phrasebook(language))
    for d in found():
        said = [texts.title(d), texts.answer(d), texts.details(d), texts.advice(d)]
        assert not [text for text in said if re.search(r"(?<![\d,.])0\.00", text)], d.id


def test_every_title_of_the_shared_cases_fits_the_list() -> None:
    texts = DiscrepancyTexts(Phrasebook(CHINESE))
    assert not [texts.title(d) for d in found() if _width(texts.title(d)) > 48]


def _width(text: str) -> int:
    """Columns that a text takes, two for a Chinese character."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


@EVERY_LANGUAGE
def test_what_only_looks_odd_is_told_calmly_from_the_first_words(language: Language) -> None:
    """A person who sees a blue dot must read at once that nothing is lost."""
    texts = DiscrepancyTexts(Phrasebook(language))
    alarming = ("今天", "马上", "立即", "today", "at once")
    for d in found():
        if d.severity is Severity.INFO:
            assert not [word for word in alarming if word in texts.answer(d)], d.id


@EVERY_LANGUAGE
def test_the_outlook_and_the_hypotheses_of_the_shared_cases_have_their_sentences(language: Language) -> None:
    book = StrictPhrasebook(language)
    for explanation in told_cases():
        outlook = OutlookTexts(explanation.facilities, book)
        assert all(outlook.line(item) for item in explanation.outlook)
        for facility in explanation.facilities:
            for h in facility.hypotheses:
                assert book.say(f"hypothesis.{h.text}", **dict(h.facts))


def test_an_english_line_that_begins_with_the_name_of_a_loan_begins_with_a_capital() -> None:
    lines = ("discrepancy.", "outlook.", "settlement.", "settle-doubt.", "bill-settlement.", "ahead.due.")
    told = {m: t for m, t in Phrasebook(ENGLISH).messages.items() if m.startswith(lines)}
    assert sum(text.startswith(("{loan:Text}", "{product:Message}")) for text in told.values()) > 50
    assert not [m for m, text in told.items() if text.startswith(("{loan}", "{product}", "{product:message}"))]


@EVERY_LANGUAGE
def test_a_part_whose_amount_stands_in_the_rows_has_a_name_as_part_and_as_input(language: Language) -> None:
    told = sentences_of(language)
    rules = Path(app.core.__file__).parent / "rules"
    parts = {
        name for file in rules.glob("*.py") for name in re.findall(r'given\("([a-z-]+)", ', file.read_text("utf-8"))
    }
    assert len(parts) > 20
    assert not [m for name in parts for m in (f"component.{name}", f"input.{name}") if m not in told]
