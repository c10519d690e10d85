"""What the log and the crash report hold says where the program failed, and nothing of the person."""

from __future__ import annotations

import traceback

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.gui.services.redaction import redacted


@pytest.mark.parametrize(
    "private",
    [
        "12.34", "1,234,567.89", "-8000.00", "6222021234567890123", "13812345678", "JB20240115001", "2024-03-15",
        "张三", "张*", "工商银行尾号", "alipay_record_20240406_1012.csv", "zhang.san@example.com", "20240315104851",
        "1234", "'secret name'", '"Zhang San"',
        "138******00", "１２．５０", "Zhang San", "/data/loans/ZhangSan/a.csv", "D:\\Documents\\Wang Wei\\a.csv",
        "ZHANG SAN", "6222 0212 3456 7890 123",
    ],
)  # fmt: skip
def test_what_is_private_is_gone(private: str) -> None:
    assert private not in redacted(f"ValueError: cannot read {private} here")
    assert private.strip("'\"") not in redacted(f"ValueError: cannot read {private} here")


@pytest.mark.parametrize("place", ["/home/zhangsan/账单/a.csv", "C:\\Users\\zhangsan\\a.csv", "/Users/zhangsan/x"])
def test_a_home_folder_does_not_name_its_owner(place: str) -> None:
    assert "zhangsan" not in redacted(f"[Errno 2] No such file: {place}")


@given(st.integers(100, 10**12))
def test_no_amount_in_fen_or_yuan_is_left(fen: int) -> None:
    said = redacted(f"expected {fen / 100:.2f} and {fen * 100}, got {fen // 100:,}.{fen % 100:02d}")
    assert not any(len(word.strip(",.")) > 3 for word in said.split() if word.strip(",.").isdigit())
    assert f"{fen // 100}.{fen % 100:02d}" not in said


def test_a_traceback_keeps_where_the_program_failed_and_not_what_it_held() -> None:
    def fail() -> None:
        name = "张三 6222021234567890123"
        raise ValueError(f"no account of {name}: 1,234.56")

    try:
        fail()
    except ValueError as error:
        said = redacted("".join(traceback.format_exception(error)))
    assert "ValueError" in said
    assert ", in fail" in said
    assert not {"张三", "6222021234567890123", "1,234.56"} & set(said.replace(":", " ").split())
    assert "1,234.56" not in said


def test_the_programs_own_file_is_named_without_where_it_was_installed() -> None:
    said = redacted('  File "/home/zhangsan/tallyline/app/core/money.py", line 1234, in parse_yuan')
    assert said == '  File "app/core/money.py", line 1234, in parse_yuan'
