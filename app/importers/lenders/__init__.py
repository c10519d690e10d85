"""Lenders' papers: drawdowns, plans, repayment records, monthly bills, reserve records."""
