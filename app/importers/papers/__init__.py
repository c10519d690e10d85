"""Readers of the papers that are no tables: messages, contracts, certificates, credit reports."""
