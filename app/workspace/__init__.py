"""A case: the files a person gave, what they explain, and what the person decided. Its state changes only here."""

from app.workspace.beside import counts_for_glance, discard_unfinished, glance, recover, unfinished_cases
from app.workspace.case import Workspace
from app.workspace.sources import ImportPreview, Progress, digest_of, only
from app.workspace.steps import Changes, Outcome, StaleOutcome, StepUnderWay
from app.workspace.tables import work_calendar
from app.workspace.teaching import MappableTable, mappable, mapping_text, table_kinds

__all__ = [
    "Changes",
    "ImportPreview",
    "MappableTable",
    "Outcome",
    "Progress",
    "StaleOutcome",
    "StepUnderWay",
    "Workspace",
    "counts_for_glance",
    "digest_of",
    "discard_unfinished",
    "glance",
    "mappable",
    "mapping_text",
    "only",
    "recover",
    "table_kinds",
    "unfinished_cases",
    "work_calendar",
]
