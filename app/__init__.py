"""Tallyline (对账时间线): why a loan, its bills and its debits disagree."""

__version__ = "0.1.0"
