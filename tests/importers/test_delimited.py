"""Delimited text keeps its physical rows, whatever its quotes and line ends do, row by row and in frames alike."""

from __future__ import annotations

import csv
import io
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.importers.reading import line_index
from app.importers.reading.delimited import DelimitedBody
from app.importers.reading.table import Table, clean


def table(text: str) -> Table:
    return Table("a.csv", "", "d", DelimitedBody(text.encode()))


def rows(text: str) -> list[list[str]]:
    whole = table(text)
    return [whole.row(number) for number in range(1, len(whole) + 1)]


CELL = st.text(st.sampled_from('ab,"\n\r\t 花1=-'), max_size=6)
RECORDS = st.lists(st.lists(CELL, min_size=1, max_size=5), min_size=1, max_size=8)
ENDS = st.sampled_from(["\n", "\r\n", "\r"])


def physical(records: list[list[str]], end: str) -> tuple[str, dict[int, list[str]]]:
    """The records as a writer of CSV puts them down, and the line each begins on, counted by hand."""
    text, expected = "", {}
    for record in records:
        line = io.StringIO()
        csv.writer(line, quoting=csv.QUOTE_ALL, lineterminator=end).writerow(record)
        expected[1 + len(text.splitlines()) if text else 1] = record
        text += line.getvalue()
    return text, expected


@settings(deadline=None)
@given(RECORDS, ENDS)
def test_every_record_is_the_row_of_the_line_it_begins_on(records: list[list[str]], end: str) -> None:
    text, expected = physical(records, end)
    found = {number: cells for number, cells in enumerate(rows("," * 9 + end + text), 1) if cells}
    assert found.pop(1) == [""] * 10
    assert found == {number + 1: [shown(cell) for cell in cells] for number, cells in expected.items()}


def shown(cell: str) -> str:
    """What a spreadsheet shows of a cell: of a formula that is but a text, the text."""
    formula = re.fullmatch(r'="([^"]*)"', cell)
    return formula[1] if formula else cell


@given(RECORDS, st.booleans())
def test_minimal_quoting_reads_as_full_quoting_does(records: list[list[str]], crlf: bool) -> None:
    records = [[cell.replace("\r", "").lstrip(" \t=") for cell in record] for record in records]
    line = io.StringIO()
    csv.writer(line, lineterminator="\r\n" if crlf else "\n").writerows([["x", *record] for record in records])
    found = [cells for cells in rows("," * 9 + "\n" + line.getvalue())[1:] if cells]
    assert found == [["x", *record] for record in records]


LINE = st.text(st.sampled_from('ab," 花1='), max_size=12)
EVEN_LINE = st.lists(st.text(st.sampled_from("a 花1"), max_size=2), min_size=3, max_size=3).map(",".join)


@settings(deadline=None)
@given(st.lists(st.tuples(LINE | EVEN_LINE, ENDS), max_size=12))
def test_blocks_hold_what_the_rows_hold(lines: list[tuple[str, str]]) -> None:
    blocks_hold_what_the_rows_hold(lines)


def test_blocks_hold_cells_longer_than_the_csv_module_takes() -> None:
    long = "花" * 200_000
    whole = table(f'甲,乙\n"1",{long}\n2\n')
    assert [block.columns for block in whole.blocks(1)] == [{"甲": ["1", "2"], "乙": [long, ""]}]


@settings(deadline=None)
@given(st.lists(EVEN_LINE, max_size=12), st.lists(ENDS, min_size=1, max_size=3), st.booleans())
def test_blocks_of_an_even_grid_hold_what_the_rows_hold(lines: list[str], ends: list[str], is_closed: bool) -> None:
    ended = [(line, ends[n % len(ends)]) for n, line in enumerate(lines)]
    if ended and not is_closed:
        ended[-1] = (lines[-1], "")
    blocks_hold_what_the_rows_hold(ended)


QUOTED_CELL = st.text(st.sampled_from('a,"花1\t'), max_size=3).map(lambda cell: '"' + cell.replace('"', '""') + '"')
NEARLY_QUOTED = st.sampled_from(['"', '","', '""', "a", '"a"",""b"', '"a" '])
QUOTED_LINE = st.lists(QUOTED_CELL | NEARLY_QUOTED, min_size=3, max_size=3).map(",".join)
PLAINLY_QUOTED = st.lists(st.sampled_from(['""', '"a"', '"花 1"', '"a\t"']), min_size=3, max_size=3).map(",".join)


@settings(deadline=None)
@given(
    st.lists(PLAINLY_QUOTED | QUOTED_LINE, max_size=8) | st.lists(PLAINLY_QUOTED, max_size=12),
    st.lists(ENDS, min_size=1, max_size=2),
    st.booleans(),
)
def test_blocks_of_a_grid_in_quotes_hold_what_the_rows_hold(lines: list[str], ends: list[str], is_closed: bool) -> None:
    ended = [(line, ends[n % len(ends)]) for n, line in enumerate(lines)]
    if ended and not is_closed:
        ended[-1] = (lines[-1], "")
    blocks_hold_what_the_rows_hold(ended)


def test_a_grid_in_quotes_is_split_at_once_and_one_with_a_quote_in_a_cell_is_not() -> None:
    quoted, odd = (DelimitedBody(f'"a","{cell}"\r\n'.encode() * 4) for cell in ("b,", '""b'))
    assert quoted.even_columns(1, 3, [0]) == quoted.even_columns(2, 4, [0]) == [["a"] * 3]
    assert odd.even_columns(1, 3, [0]) is None


def blocks_hold_what_the_rows_hold(lines: list[tuple[str, str]]) -> None:
    whole = table("甲,乙,丙\n" + "".join(line + end for line, end in lines))
    names = ["甲", "乙", "丙"]
    found = {}
    for block in whole.blocks(1, chunk=3):
        assert list(block.columns) == names
        found.update(dict(zip(block.numbers, map(list, zip(*block.columns.values(), strict=True)), strict=True)))
    for number in range(2, len(whole) + 1):
        cells = [*whole.row(number), "", "", ""][:3]
        assert found.pop(number, ["", "", ""]) == cells
    assert not found


def test_mixed_line_ends_count_as_one_line_each() -> None:
    assert rows("a,b\r\n1,2\r3,4\n\n5,6") == [["a", "b"], ["1", "2"], ["3", "4"], [], ["5", "6"]]


def test_a_quote_that_never_closes_is_text_and_swallows_no_rows() -> None:
    body = DelimitedBody(b'a,b\n1,"half\n3,4\n')
    assert [body.row(n) for n in (1, 2, 3)] == [["a", "b"], ["1", '"half'], ["3", "4"]]
    assert [(d.code, d.row) for d in body.damage] == [("unclosed-quote", 2)]


def test_a_title_that_begins_with_a_quotation_is_kept_as_it_stands() -> None:
    assert rows('1,"双11"预售,2\n3,x,4\n') == [["1", '"双11"预售', "2"], ["3", "x", "4"]]


@pytest.mark.parametrize(
    ("line", "cells"),
    [
        ('"123"\t,"a,b"\t,c', ["123\t", "a,b\t", "c"]),
        ('\t"123",x', ["\t123", "x"]),
        ('="00123",="4,5"', ["00123", "4,5"]),
        ('"say ""hi""",', ['say "hi"', ""]),
        ('"=""00123""","=""4,5"""', ["00123", "4,5"]),
        ('"=""a""&""b""",', ['="a"&"b"', ""]),
    ],
)
def test_blanks_and_signs_around_quotes_do_not_break_a_row(line: str, cells: list[str]) -> None:
    assert rows(f"a,b\n{line}\n")[1] == cells


def test_tab_separated_text_with_commas_in_its_amounts_is_split_at_tabs() -> None:
    assert rows('日期\t金额\n2024-01-02\t1,020.00\n="3"\t4\n') == [
        ["日期", "金额"],
        ["2024-01-02", "1,020.00"],
        ["3", "4"],
    ]


def test_a_line_beyond_all_measure_is_left_out_and_named() -> None:
    body = DelimitedBody(b"a,b\n" + b"x" * 2000 + b"\n1,2\n", line_bytes=1000)
    assert (body.row(2), body.row(3)) == ([], ["1", "2"])
    assert [(d.code, d.row) for d in body.damage] == [("line-too-long", 2)]


def test_rows_with_other_than_the_headers_cells_are_named_and_footers_are_not() -> None:
    text = "甲,乙,丙,\n" + "1,2,3,\n" * 5 + "1,2\n1,2,3,,\n1,2,3,,5\n1,2,3\n" + "1,2,3,\n共9笔\n支出,3\n"
    whole = table(text)
    assert sum(1 for _ in whole.records(1)) == 12
    assert whole.ragged() == [("too-many-cells", 8, 5), ("too-many-cells", 9, 5), ("too-few-cells", 7, 2)]


def test_a_file_whose_rows_are_all_short_is_not_blamed_for_each() -> None:
    whole = table("甲,乙,丙,丁\n1,2,3,4\n" + "1,2\n" * 50 + "1,2,3,4\n")
    assert sum(1 for _ in whole.records(1)) == 52
    assert whole.ragged() == []


def test_one_field_more_than_the_header_does_not_shift_the_columns() -> None:
    whole = table("时间,说明,备注\n2024\t,甲, ,\n2025\t,乙, ,\n")
    (block,) = whole.blocks(1)
    assert [clean(cell) for cell in block.columns["说明"]] == ["甲", "乙"]
    assert whole.ragged() == []


def test_blocks_of_chosen_columns_keep_only_those() -> None:
    (block,) = table("甲,乙,丙\n1,2,3\n").blocks(1, only=["丙", "甲"])
    assert block.columns == {"甲": ["1"], "丙": ["3"]}


def test_blocks_stop_at_the_last_row_wanted() -> None:
    blocks = list(table("甲\n1\n2\n3\n").blocks(1, chunk=2, last=3))
    assert [block.numbers for block in blocks] == [[2, 3]]


def test_blocks_of_a_sheet_hold_its_cells_as_text() -> None:
    (block,) = Table("a.xlsx", "S", "d", [["甲", "乙"], ["1"], ["2", "3"]]).blocks(1)
    assert block.columns["乙"] == ["", "3"]
    assert block.numbers == [2, 3]


def test_a_text_of_many_blocks_is_looked_over_as_a_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    text = 'a,b,c\r\n1,"x,y",3\r\n"p\r\nq",2,\r\n' * 7
    whole = line_index.look(text.encode(), ord(","))
    monkeypatch.setattr(line_index, "_SMALL", -1)
    monkeypatch.setattr(line_index, "_BLOCK", 5)
    assert line_index.look(text.encode(), ord(",")) == whole


@settings(deadline=None)  # the first example imports numpy
@given(st.text(st.sampled_from('ab,"\n\r花'), max_size=40) | st.lists(QUOTED_LINE, max_size=6).map("\r\n".join))
def test_a_small_text_is_looked_at_as_a_large_one(text: str) -> None:
    small = line_index.look(text.encode(), ord(","))
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(line_index, "_SMALL", -1)
        assert line_index.look(text.encode(), ord(",")) == small


@settings(deadline=None)
@given(
    st.lists(st.lists(st.text(st.sampled_from("ab花"), max_size=2), min_size=2, max_size=2), min_size=1, max_size=5),
    st.sampled_from(['"', '""', ",", "\n", "\r\n", " "]),
    st.integers(0, 80),
)
def test_what_is_said_to_be_quoted_in_every_cell_is_so(rows: list[list[str]], odd: str, place: int) -> None:
    """Also where a quote, a separator or a line end more stands anywhere in it."""
    text = "".join(",".join(f'"{cell}"' for cell in row) + "\r\n" for row in rows)
    place %= len(text) + 1
    broken = text[:place] + odd + text[place:]
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(line_index, "_SMALL", -1)
        assert line_index.look(text.encode(), ord(",")).quoted == bytes([1] * len(rows))
        body = DelimitedBody(broken.encode())
    columns = body.even_columns(1, len(body), [0, 1])
    if columns is not None:
        assert columns == [[[*body.row(number), "", ""][at] for number in range(1, len(body) + 1)] for at in (0, 1)]
