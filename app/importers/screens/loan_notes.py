"""Reads what a person writes down of a loan in a sentence: what was borrowed, when, and in how many months."""

from __future__ import annotations

import re
from datetime import datetime, time
from functools import partial

from app.core.facts import LoanRecord
from app.importers.importer import Imported, Importer, Reader, Recognising
from app.importers.papers.message_words import product_of
from app.importers.papers.running_text import day, fen
from app.importers.reading.lines import lines
from app.importers.reading.table import Table
from app.importers.recognising.cell_shapes import parse_rate
from app.importers.recognising.currency import is_foreign
from app.importers.recognising.row_account import Gathering
from app.importers.screens.naming import named_loans

_MOST_LINES, _LONGEST_LINE = 20, 300
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?"
_DAY = re.compile(
    rf"(20\d{{2}} ?[-/.年] ?\d{{1,2}} ?[-/.月] ?\d{{1,2}} ?日?"
    rf"|\d{{1,2}} {_MONTH} 20\d{{2}}|{_MONTH} \d{{1,2}},? 20\d{{2}})",
    re.IGNORECASE,
)
_SUM = r"(?:(?:CNY|RMB|[¥￥]|人民币) ?)?(\d[\d,]{0,14}(?:\.\d{1,2})?)(?![\d%]|\.\d)"
_LENT = re.compile(
    rf"(?:\bloan|\bborrow(?:ed|ing)?|\blent|\bprincipal|\bamount|借了?款?(?:本金|金额)?|贷了?款?(?:本金|金额)?)"
    rf" ?(?:of|amount|was|is|:|：|,)? ?{_SUM} ?(万)?",
    re.IGNORECASE,
)
_TERMS = re.compile(
    r"\b(\d{1,3}) (?:equal )?(?:monthly )?(?:payments|instal?lments|months)\b"
    r"|\b(?:terms?|periods?|instal?lments) ?: ?(\d{1,3})\b"
    r"|(?:分成?|共|期限|期数) ?[:：]? ?(\d{1,3}) ?(?:期|个月)",
    re.IGNORECASE,
)
_DUE_DAY = re.compile(
    r"\bdue (?:day ?:? ?|on |by |every )?(?:the )?(\d{1,2})(?:st|nd|rd|th)?\b(?![-/.]\d)|每[个]?月 ?(\d{1,2}) ?[号日]",
    re.IGNORECASE,
)
_DAILY = re.compile(r"(\d?\.\d{1,5}) ?% ?(?:per|a|/) ?day|日利?率?[:：]? ?(\d?\.\d{1,5}) ?%", re.IGNORECASE)
_ANY_SUM = re.compile(r"\d[\d,]*\.\d{2}(?!\d)")
_NOT_OWN = re.compile(r"【|您|尊敬|certif|hereby|to whom|approved|offer|额度|可借|最高|申请", re.IGNORECASE)


class LoanNotes(Recognising):
    """Notes of loans, each a sentence of its own or a few lines."""

    @property
    def name(self) -> str:
        """The family's id."""
        return "loan-notes"

    def recognise(self, table: Table) -> Reader | None:
        """Read where each line with a sum tells of a loan by its amount, day and months, or all lines tell of one."""
        if len(table) > _MOST_LINES:
            return None
        texts = [(number, " ".join(text.split())) for number, text in lines(table, _MOST_LINES)]
        if any(len(text) > _LONGEST_LINE or _NOT_OWN.search(text) for _, text in texts) or is_foreign(table):
            return None
        summed = [(number, text) for number, text in texts if _ANY_SUM.search(text)]
        told = [_loan(table, text, (number,)) for number, text in summed]
        if not told or None in told:
            whole = "; ".join(text for _, text in texts)
            told = [_loan(table, whole, tuple(number for number, _ in texts))]
        loans = [loan for loan in told if loan]
        return partial(_imported, table, loans) if loans and len(loans) == len(told) else None


def _loan(table: Table, text: str, rows: tuple[int, ...]) -> LoanRecord | None:
    """The loan that a text tells of; None where one of amount, day and months is missing or not the only one."""
    lent, days, terms = _LENT.findall(text), _DAY.findall(text), _TERMS.findall(text)
    on = day(days[0]) if len(days) == 1 else None
    if len(lent) != 1 or len(terms) != 1 or on is None or not (amount := fen(lent[0][0])):
        return None
    due, daily = _DUE_DAY.search(text), _DAILY.search(text)
    due_day = int(due[1] or due[2]) if due else 0
    return LoanRecord(
        contract="",
        principal=amount * 10_000 if lent[0][1] else amount,
        drawn_at=datetime.combine(on, time()),
        terms=int(next(filter(None, terms[0]))),
        daily_rate=parse_rate(f"{daily[1] or daily[2]}%") if daily else None,
        due_day=due_day if 1 <= due_day <= 31 else None,
        product=product_of(text, ""),
        sources=tuple(map(table.source, rows)),
    )


def _imported(table: Table, loans: list[LoanRecord]) -> Imported:
    gathering = Gathering(table, "loan-notes")
    for loan in named_loans(loans):
        gathering.row(loan.sources[0].row, partial(_same, loan))
    gathering.problem("loan-notes-read", None, count=len(loans))
    return gathering.imported()


def _same(loan: LoanRecord) -> LoanRecord:
    return loan


IMPORTERS: tuple[Importer, ...] = (LoanNotes(),)
