"""Cases on the drives and shares of Windows, and in folders whose names mean something to SQLite."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path, PurePath, PurePosixPath, PureWindowsPath

import pytest

from app.storage import replace, schema


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        (PureWindowsPath(r"C:\Users\a b\x.tally"), "file:///C:/Users/a%20b/x.tally"),
        (PureWindowsPath(r"\\server\share\x.tally"), "file:////server/share/x.tally"),
        (PureWindowsPath(r"Z:\#1 50%\x?.tally"), "file:///Z:/%231%2050%25/x%3F.tally"),
        (PurePosixPath("/home/a/对.tally"), "file:///home/a/%E5%AF%B9.tally"),
    ],
)
def test_a_place_is_told_to_sqlite_as_it_reads_it(path: PurePath, uri: str) -> None:
    assert schema._uri(path) == uri


def test_sqlite_reads_the_place_of_a_share_and_refuses_the_name_of_a_computer(tmp_path: Path) -> None:
    place = tmp_path / "x.tally"
    with closing(sqlite3.connect(place)) as database:
        database.execute("CREATE TABLE a (b)")
    path = place.as_posix().lstrip("/")
    with closing(sqlite3.connect(f"file:////{path}?mode=ro", uri=True)) as database:
        assert database.execute("SELECT name FROM sqlite_master").fetchall() == [("a",)]
    with pytest.raises(sqlite3.OperationalError):
        sqlite3.connect(f"file://{path}?mode=ro", uri=True)


class _Windows:
    platform = "win32"


def test_a_folder_is_not_flushed_where_it_cannot_be_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.storage.replace.sys", _Windows())

    def refused(*_: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("app.storage.replace.os.open", refused)
    replace.sync_folder(tmp_path)
