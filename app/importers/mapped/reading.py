"""Finds who reads a table as a person mapped it, and says in the result that it was read so."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial

from app.core.discrepancy import FactValue
from app.core.explanation import Problem
from app.importers.importer import Imported, Importer, Reader, Recognising
from app.importers.lenders.monthly_bill import MonthlyBill
from app.importers.lenders.reserve_record import ReserveRecord
from app.importers.lenders.tables import LenderTables
from app.importers.mapped.kinds import HEADERLESS, mapped_kinds
from app.importers.mapped.payments import OwnPayments
from app.importers.mapped.statement import MappedStatement
from app.importers.mapped.wallet import MappedWallet
from app.importers.reading.table import Table
from app.importers.recognising.understanding import Mappings, Understanding, fingerprint, understand


@dataclass(frozen=True, slots=True)
class AsMapped(Recognising):
    """Another importer that reads a table as it was mapped, and says so."""

    importer: Importer
    said: Problem

    @property
    def name(self) -> str:
        """The family's id."""
        return self.importer.name

    def recognise(self, table: Table) -> Reader | None:
        """Read as the other importer does, with the notice that a person said what the table is."""
        reader = self.importer.recognise(table)
        return partial(self._read, reader) if reader else None

    def _read(self, reader: Reader) -> Imported:
        read = reader()
        return replace(read, problems=(self.said, *read.problems))


def mapped(table: Table, mappings: Mappings) -> tuple[Importer | None, Problem] | None:
    """Who reads a table that a person mapped, and the notice of it; None where nobody mapped a table of its shape.

    Without an importer the notice says what the table lacks.
    """
    found = understand(table, mappings) if mappings else None
    if not isinstance(found, Understanding) or fingerprint(table, found.header) not in mappings:
        return None
    kind, source = found.kind, table.source(max(1, found.header))
    facts: tuple[tuple[str, FactValue], ...] = (
        ("file", table.file),
        ("row", found.header),
        ("kind", f"kind.{kind}"),
        ("shape", fingerprint(table, found.header)),
    )
    asked: tuple[Importer, ...] = (
        OwnPayments(mappings),
        MappedStatement(mappings),
        MappedWallet(mappings),
        LenderTables(mappings),
        MonthlyBill(mappings),
        ReserveRecord(mappings),
    )
    lacks = mapped_kinds()[kind].lacking(found.roles) if kind in mapped_kinds() else ()
    readable = kind in mapped_kinds() and not lacks and (found.header > 0 or kind in HEADERLESS)
    importer = next((one for one in asked if one.claims(table)), None) if readable else None
    if importer is None:
        code = "mapped-bill-without-month" if kind == "bill" and readable else "mapped-unfinished"
        known = facts if kind in mapped_kinds() else tuple(fact for fact in facts if fact[0] != "kind")
        return None, Problem(code, source, known)
    said = Problem("table-mapped", source, facts)
    return AsMapped(importer, said), said
