"""A loan that only the wallet tells of: its debits are its own, and its plan ends where it was settled."""

from __future__ import annotations

from pathlib import Path

from app.core.explanation import Basis, Event, EventKind
from app.gui.window.main_window import MainWindow
from app.resource_files import resource
from app.timeline.bands import bands_of
from app.timeline.scale import day_number
from tests.gui.driving import Driver

WALLET = "支付宝"


def test_a_loan_found_from_debits_has_these_debits_and_no_plan_after_its_settlement(
    driver: Driver, tmp_path: Path
) -> None:
    (export,) = Path(str(resource("samples"))).rglob(f"*{WALLET}*")
    folder = tmp_path / "wallet alone"
    folder.mkdir()
    (folder / export.name).write_bytes(export.read_bytes())

    def scene(window: MainWindow) -> None:
        driver.import_all(window, folder)
        explanation = window.workbench.session.explanation
        loan = next(f for f in explanation.facilities if f.basis is Basis.INFERRED)
        own = [event for event in explanation.events if event.facility == loan.id]
        (settled,) = (event for event in own if event.kind is EventKind.SETTLEMENT)
        assert {EventKind.DRAWDOWN, EventKind.DEBIT, EventKind.PREPAYMENT} <= {event.kind for event in own}
        assert [event.period for event in own if event.kind is EventKind.DEBIT] == [1, 2, 3, 4, 5]
        states = [i.state for version in loan.versions for i in version.instalments]
        assert states == ["settled"] * 6 + ["settled-early"] * 6
        assert loan.balance == ()  # the other loan's terms are open: a balance of one alone would say that all is paid
        (band,) = (band for band in bands_of(explanation) if band.facility == loan.id)
        assert (band.last, band.open_periods) == (day_number(settled.at.date()), 0)
        window.workbench.session.view.choose_loans(frozenset({loan.id}))
        listed = window.workbench.tables.events
        assert listed.rowCount() == len(own)
        assert all(isinstance(listed.row_at(row), Event) for row in range(listed.rowCount()))

    driver.play(scene)
