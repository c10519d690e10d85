"""Reads English letters by which a lender certifies that a loan is repaid."""

from __future__ import annotations

import re
from datetime import date
from functools import partial

from app.core.facts import Product
from app.core.papers import SettlementCertificate
from app.importers.importer import Imported, Importer, Reader, Recognising
from app.importers.papers.certificate import certified
from app.importers.papers.message_words import product_of
from app.importers.papers.running_text import day, fen
from app.importers.reading.lines import lines, spaced
from app.importers.reading.table import Table
from app.importers.recognising.currency import is_foreign
from app.importers.recognising.vocabulary import meaning

_MOST = 80  # lines; a letter of one page has fewer
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?"
_DAY = (
    rf"(?:\d{{1,2}}(?:st|nd|rd|th)?[\s-]{{1,3}}(?:of )?{_MONTH}[\s,-]{{1,3}}\d{{4}}"
    rf"|{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}}|(?:19|20)\d{{2}}[-/.]\d{{1,2}}[-/.]\d{{1,2}})"
)
_MONEY = r"(?:RMB|CNY|[¥￥])\s?[¥￥]?\s?(\d[\d,]*(?:\.\d{1,2})?)|(\d[\d,]*(?:\.\d{1,2})?)\s?(?:RMB|CNY|yuan|renminbi)\b"
_SAID = r"(?:[^.]|\.(?!\s+[A-Z]))"  # a letter of one sentence, in which No. 12 and Co., stand
_DONE = (
    r"(?:(?:(?:re)?paid(?: off)?|settled|cleared|discharged|closed)(?: early)?(?: in full)?"
    r"|(?:full|early|final) (?:re)?payment)"
)
_SETTLED = re.compile(
    rf"\b(?:has|have|had|was|were|is|are) (?:also |already |now |hereby )?(?:been )?(?:fully |completely |duly )*"
    rf"{_DONE}\b",
    re.IGNORECASE,
)
_WORD_OF_A_LENDER = re.compile(
    r"\b(?:certif(?:y|ies|icate)|confirm(?:s|ed|ation)?|hereby|to whom it may concern"
    r"|(?:clearance|settlement) letter)\b",
    re.IGNORECASE,
)
_LOAN = re.compile(r"\b(?:loan|facility|credit|borrow\w*|advance)\b", re.IGNORECASE)
_UNDONE = re.compile(
    r"\bnot (?:yet )?(?:been )?(?:fully )?(?:re)?(?:paid|settled|cleared)|\b(?:is|are|remains?) (?:still )?"
    r"(?:outstanding|overdue|unpaid|payable)|\bto (?:fully |early )?(?:settle|repay|pay)\b"
    rf"|\b(?:once|until|unless|if|upon|when|after) {_SAID}{{0,60}}?"
    r"\b(?:settle|repay|pay|(?:re)?paid|settled|cleared)\b|\b(?:quotation|quote|please pay|will be|must be|shall be)\b"
    r"|\b(?:partly|partially|in part)\b|\b(?:I|my|me|mine)\b|\?|\b(?:please|kindly|could you|can you)"
    r" (?:[a-z]+ ){0,2}?(?:confirm|issue|send|provide|certify)\b|\b(?:request|apply|application|template|sample)\b",
    re.IGNORECASE,
)
_NOTHING_LEFT = re.compile(
    rf"\b(?:no|nil|zero|nothing)\b{_SAID}{{0,30}}?\b(?:outstanding|overdue|unpaid|payable|owing|due)\b", re.IGNORECASE
)
_LEFT = re.compile(
    rf"\b(?:outstanding|remaining)\b{_SAID}{{0,40}}?(?:{_MONEY})"
    rf"|\b(?:balance|amount)s? (?:outstanding|remaining|due|left){_SAID}{{0,30}}?(?:{_MONEY})",
    re.IGNORECASE,
)
_ON = (
    re.compile(rf"{_DONE},? (?:on|as of|as at|by|dated)(?: the)? ({_DAY})", re.IGNORECASE),
    re.compile(
        rf"\b(?:settlement|clearance|pay-?off|closure|closing|full repayment|(?:re)?paid|settled|cleared)"
        rf" (?:date|on)\s{{0,9}}:?\s{{0,9}}({_DAY})",
        re.IGNORECASE,
    ),
    re.compile(rf"(?:\bas (?:of|at)|(?:^|\. )on) ({_DAY}),?{_SAID}{{0,90}}?\b{_DONE}", re.IGNORECASE),
)
_DRAWN = re.compile(
    rf"\b(?:(?:granted|drawn(?: down)?|disbursed|advanced|borrowed|taken out|released|made)"
    rf"(?: to (?:you|the borrower))?(?: on)?|(?:disbursement|drawdown|loan|value|start|granting|release) date)"
    rf"\s{{0,9}}:?\s{{0,9}}({_DAY})",
    re.IGNORECASE,
)
_ISSUED = re.compile(
    rf"^(?:(?:issued|dated)(?: on)?|(?:issue )?date(?: of issue)?)?\s{{0,9}}:?\s{{0,9}}({_DAY})\.?$", re.IGNORECASE
)
_NUMBER = re.compile(
    r"\b(?:contract|agreement|loan|facility|account|reference|ref|IOU)(?: account| contract| agreement| reference)?"
    r"\.?\s{0,9}(?:(?:no|nr|number|id|ref)\b\.?\s{0,9}:?|[:#])\s{0,9}#?\s{0,9}([A-Za-z0-9][A-Za-z0-9-]{3,39})",
    re.IGNORECASE,
)
_LENDER = re.compile(r"\b(?:Co\.|Ltd|Limited|Bank|Company|Inc\.|Corporation|Finance)", re.IGNORECASE)
_LONGEST_NAME = 60


class EnglishLetters(Recognising):
    """English letters that certify that a loan is settled; what only says how to settle it, or is unsure, is none."""

    @property
    def name(self) -> str:
        """The family's id."""
        return "certificate"

    def recognise(self, table: Table) -> Reader | None:
        """Read a letter whose sentence says that a loan has been repaid, in the words of who certifies."""
        if len(table) > _MOST or is_foreign(table):
            return None
        told = [spaced(text) for _, text in lines(table)]
        text = " ".join(told)
        says = _SETTLED.search(text) and _WORD_OF_A_LENDER.search(text) and _LOAN.search(text)
        is_done = says and not _UNDONE.search(_NOTHING_LEFT.sub("", text)) and not _owes(text)
        return partial(_read, table, told, text) if is_done else None


def _owes(text: str) -> bool:
    """Whether a letter names an amount that is left."""
    return any(fen(next(filter(None, match.groups()))) != 0 for match in _LEFT.finditer(text))


def _read(table: Table, told: list[str], text: str) -> Imported:
    """The loans of a letter; whose they were is not kept."""
    numbers = list(dict.fromkeys(n for n in _NUMBER.findall(text) if any(map(str.isdigit, n)))) or [""]
    sources = tuple(table.source(number) for number, _ in lines(table))[:20]
    settled = next((on for form in _ON if (match := form.search(text)) and (on := _day(match[1]))), None)
    dated = (on for line in reversed(told) if (match := _ISSUED.match(line)) and (on := _day(match[1])))
    issued = next(dated, None)  # a mail has a day of its own above its letter
    amount, drawn = re.search(_MONEY, text), _DRAWN.search(text)
    is_one = len(numbers) == 1
    lender = next(
        (n for line in reversed(told) if len(n := line.strip(" .")) <= _LONGEST_NAME and _LENDER.search(n)), ""
    )
    return certified(
        table,
        tuple(
            SettlementCertificate(
                contract=number,
                settled_on=settled,
                issued_on=issued if issued and (settled is None or issued >= settled) else None,
                principal=fen(amount[1] or amount[2]) if amount and is_one else None,
                drawn_on=_day(drawn[1]) if drawn and is_one else None,
                product=_product(text, lender),
                lender=lender,
                sources=sources,
            )
            for number in numbers
        ),
    )


def _product(text: str, lender: str) -> Product:
    """The product that a letter names, in letters of either script."""
    named = product_of(text, lender)
    words = (meaning("product", word) for word in re.findall(r"[a-z]+", text.casefold()))
    return named if named is not Product.OTHER else Product(next(filter(None, words), Product.OTHER))


def _day(text: str) -> date | None:
    """A day as English writes it: 25th June 2024 is 25 June 2024."""
    return day(re.sub(r"(?<=\d)(?:st|nd|rd|th)\b|\bof ", "", text, flags=re.IGNORECASE).strip())


IMPORTERS: tuple[Importer, ...] = (EnglishLetters(),)
