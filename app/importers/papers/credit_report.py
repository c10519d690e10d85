"""Reads the credit report of the People's Bank, the brief and the detailed form; the person it is about is not kept."""

from __future__ import annotations

import re
from datetime import datetime
from functools import partial

from app.core.discrepancy import FactValue
from app.core.explanation import Problem
from app.core.facts import Ledger
from app.core.papers import CreditAccount, CreditLineKind, CreditReport
from app.importers.importer import Imported, Importer, Reader, Recognising
from app.importers.papers.credit_brief import brief_accounts, enquiries
from app.importers.papers.credit_detailed import detailed_accounts
from app.importers.papers.running_text import RunningText, title_in
from app.importers.reading.dates import UnreadableDate, parse_moment
from app.importers.reading.table import Table

_TITLE = re.compile(r"个人信用报告|个人征信报告|征信报告")
_PROOF = re.compile(r"征信中心|报告编号|报告时间|信贷记录|信贷交易信息|信息概要")
_DETAILED = re.compile(r"账户标识|五级分类|还款记录[::]?|非循环贷账户|借贷账户")
_REPORTED = re.compile(r"报告时间[::]?((?:19|20)\d{2}[-年./]\d{1,2}[-月./]\d{1,2}日?)(\d{1,2}:\d{2}(?::\d{2})?)?")
_CARDS = {CreditLineKind.CARD, CreditLineKind.QUASI_CARD}


class CreditReports(Recognising):
    """Credit reports as text, PDF or page."""

    @property
    def name(self) -> str:
        """The family's id."""
        return "credit-report"

    def recognise(self, table: Table) -> Reader | None:
        """Read the report where its title stands near the top and its own words below."""
        if not title_in(table, _TITLE, 40):
            return None
        paper = RunningText.of(table)
        return partial(self._report, table, paper) if _PROOF.search(paper.text) else None

    @staticmethod
    def _report(table: Table, paper: RunningText) -> Imported:
        """The report's accounts and enquiries as one fact."""
        brief, unread = brief_accounts(table, paper)
        detailed = detailed_accounts(table) if _DETAILED.search(paper.text) else []
        report = CreditReport(
            reported_at=_reported_at(paper.text),
            detailed=len(detailed) > len(brief),
            accounts=tuple(detailed if len(detailed) > len(brief) else brief),
            enquiries=enquiries(table, paper),
            sources=(table.source(paper.row(0)),),
        )
        entries = len(report.accounts) + len(report.enquiries)
        on = report.reported_at.date() if report.reported_at else None
        return Imported(
            format="credit-report-detailed" if report.detailed else "credit-report-brief",
            ledger=Ledger(credit_reports=(report,)),
            rows=entries + len(unread),
            used=entries,
            period=(on, on) if on else None,
            problems=(_told(table, report), *(_unread(table, row) for row in unread[:5])),
            skipped=(("credit-entry-unread", len(unread)),) if unread else (),
        )


def _reported_at(text: str) -> datetime | None:
    match = _REPORTED.search(text)
    if not match:
        return None
    try:
        return parse_moment(f"{match[1]} {match[2] or ''}".strip())[0]
    except UnreadableDate:
        return None


def _told(table: Table, report: CreditReport) -> Problem:
    """What the report says, in one sentence."""
    loans = [account for account in report.accounts if account.kind not in _CARDS]
    open_loans = [account for account in loans if account.settled is None and not account.state]
    facts: tuple[tuple[str, FactValue], ...] = (
        ("file", table.file),
        ("on", report.reported_at.date().isoformat() if report.reported_at else "-"),
        ("loans", len(loans)),
        ("open", len(open_loans)),
        ("balance", f"{sum(account.balance or 0 for account in open_loans) // 100:,}"),  # whole yuan
        ("cards", len(report.accounts) - len(loans)),
        ("late", sum(1 for account in report.accounts if _was_late(account))),
        ("enquiries", len(report.enquiries)),
    )
    return Problem("credit-report-read", table.source(1), facts)


def _was_late(account: CreditAccount) -> bool:
    return bool(account.late_months or account.overdue) or any(one.mark in "1234567" for one in account.marks)


def _unread(table: Table, row: int) -> Problem:
    return Problem("credit-entry-unread", table.source(row), (("file", table.file), ("row", row)))


IMPORTERS: tuple[Importer, ...] = (CreditReports(),)
