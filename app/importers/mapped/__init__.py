"""Reads tables as a person mapped them: what the table is, and what each column means."""

from app.importers.mapped.reading import mapped

__all__ = ["mapped"]
