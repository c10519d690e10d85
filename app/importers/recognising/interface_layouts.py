"""Knows the tables that the platform sends to a lending institution by their columns, whatever their order."""

from __future__ import annotations

from dataclasses import dataclass

from app.importers.reading.table import Table, clean

_HEADER_WITHIN = 20
_OTHER_NAMES = {"repay_seq_no": "seq_no", "instmnt_status": "status"}


@dataclass(frozen=True, slots=True)
class Layout:
    """One kind of interface file: recognised by the columns it has and by those it lacks."""

    name: str
    has: frozenset[str]
    lacks: frozenset[str]

    def fits(self, columns: frozenset[str]) -> bool:
        """Whether a table with these columns is of this kind."""
        return self.has <= columns and not self.lacks & columns


def _layout(name: str, has: str, lacks: str = "") -> Layout:
    return Layout(name, frozenset(has.split()), frozenset(lacks.split()))


LAYOUTS = (
    _layout("loan_detail", "contract_no encash_amt total_terms", "settle_date term_no"),
    _layout("repay_plan", "contract_no term_no end_date prin_amt int_amt", "settle_date seq_no calc_date"),
    _layout("instmnt", "contract_no settle_date term_no end_date status prin_bal int_bal", "seq_no"),
    _layout("loan", "contract_no settle_date status prin_bal", "term_no seq_no"),
    _layout("repay_loan_detail", "contract_no seq_no repay_date repay_amt paid_prin_amt", "term_no"),
    _layout("repay_instmnt_detail", "contract_no seq_no term_no repay_date repay_amt paid_prin_amt"),
    _layout("exempt_loan_detail", "contract_no seq_no exempt_amt", "term_no"),
    _layout("exempt_instmnt_detail", "contract_no seq_no term_no exempt_amt"),
    _layout("loan_calc", "contract_no calc_date prin_bal"),
    _layout("arg_status_change", "contract_no event_code before_status after_status"),
)


def layout_of(table: Table) -> tuple[int, Layout] | None:
    """The header row and the kind of an interface table, or None where it is none."""
    for number in range(1, min(len(table), _HEADER_WITHIN) + 1):
        columns = frozenset(column_names(table.row(number)))
        for layout in LAYOUTS:
            if layout.fits(columns):
                return number, layout
    return None


def column_names(cells: list[str]) -> list[str]:
    """The names of the columns that a header's cells are, each as the newest form of the files has it."""
    plain = (clean(cell).strip('"').casefold() for cell in cells)
    return [_OTHER_NAMES.get(name, name).replace("xpt_", "exempt_") for name in plain]
