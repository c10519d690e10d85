"""Computes every formula of a workbook and stores the values, so that viewers that do not compute show them too."""

from __future__ import annotations


class NotComputed(RuntimeError):
    """A formula of the workbook has no value: a defect of the program, never of a person's file."""


def recalculated(workbook: bytes) -> bytes:
    """Return the workbook with the value of every formula stored beside it. Raises NotComputed.

    Nothing volatile is used, so the same workbook gives the same bytes.
    """
    import formualizer

    result = formualizer.recalculate_xlsx_bytes(workbook)
    summary = result["summary"]
    if summary["status"] != "success" or summary["total_errors"]:
        raise NotComputed(str(summary))
    computed: bytes = result["bytes"]
    return computed
