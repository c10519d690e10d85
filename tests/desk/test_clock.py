"""What a desk writes bears no clock, no zone and no name by chance."""

from __future__ import annotations

import os
import re
import sys
import time

import pytest

from app.desk.clock import without_clock, without_zone

PDF = (
    b'%PDF-1.4\n/CreationDate (D:{}Z)\n/ModDate (D:{}Z)\n<rdf xmp:CreateDate="{}+00:00"/>'
    b"uuid:{}\nD:20240101000000 stays\n/ID [ <{}> <{}> ]\n"
)


def written(second: int, name: str) -> bytes:
    values = (
        f"202611290325{second:02d}", f"202611290325{second:02d}", f"2026-11-29T03:25:{second:02d}",
        f"66f189d0-786c-4f2f-828c-{name * 12}", name * 32, name * 32,
    )  # fmt: skip
    each = iter(values)
    return re.sub(rb"\{\}", lambda _: next(each).encode(), PDF)


def test_a_pdf_loses_its_moments_and_names_and_keeps_its_length() -> None:
    one, other = written(1, "a"), written(59, "7")
    assert one != other
    assert without_clock(one) == without_clock(other)
    assert len(without_clock(one)) == len(one)
    assert b"D:20240101000000 stays" in without_clock(one)


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="a process has no zone of its own there")
def test_what_is_written_names_no_zone_and_the_zone_comes_back(monkeypatch: pytest.MonkeyPatch) -> None:
    if sys.platform != "win32":
        monkeypatch.setenv("TZ", "Asia/Shanghai")
        time.tzset()
        with without_zone():
            assert time.localtime(0).tm_hour == 0
        assert (os.environ["TZ"], time.localtime(0).tm_hour) == ("Asia/Shanghai", 8)
        monkeypatch.undo()
        time.tzset()
