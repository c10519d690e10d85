"""The collector of garbage comes back as it was, whatever happened to the workbook."""

from __future__ import annotations

import gc

import pytest

from app.export.workbook.collector import collector_paused


@pytest.mark.parametrize("was_on", [True, False])
def test_the_collector_is_off_inside_and_afterwards_as_before(*, was_on: bool) -> None:
    before = gc.isenabled()
    try:
        (gc.enable if was_on else gc.disable)()
        with pytest.raises(RuntimeError), collector_paused():
            assert not gc.isenabled()
            raise RuntimeError
        assert gc.isenabled() is was_on
    finally:
        (gc.enable if before else gc.disable)()
