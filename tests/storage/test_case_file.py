"""The case file: what is confirmed is there, what is there is checked, and nothing is written by two at once."""

from __future__ import annotations

import errno
import hashlib
import os
import sqlite3
import stat
import threading
import zlib
from pathlib import Path

import pytest

from app.core.decisions import Mark
from app.storage import schema
from app.storage.case_file import CaseFile
from app.storage.errors import (
    CaseInUse,
    CaseMoved,
    CaseNeedsPassword,
    DamagedCase,
    NewerCase,
    ReadOnly,
    ReadOnlyCase,
    WrongCasePassword,
)
from app.storage.locking import CaseLock, lock_place
from app.storage.originals import PIECE, pack
from tests.storage.case_making import START, make_case, mark, note, quick, redo, undo


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "我的对账.tally"


def test_steps_come_back_in_their_order(path: Path) -> None:
    steps = (note("一"), mark(Mark.SETTLED), undo(), redo(), note("“两”\n'3'"))
    make_case(path, *steps).close()
    assert CaseFile.open(path).log() == steps


def test_a_step_is_in_the_file_when_append_returns(path: Path) -> None:
    case = make_case(path)
    case.append(note("asked on Monday"))
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as other:
        assert other.execute("SELECT name FROM decision").fetchall() == [("迟了五天",)]
    other.close()
    assert not path.with_name(f"{path.name}-journal").exists()


def test_a_case_says_that_it_is_one_and_of_which_version(path: Path) -> None:
    make_case(path).close()
    head = path.read_bytes()[:100]
    assert int.from_bytes(head[68:72], "big") == schema.APPLICATION_ID
    assert int.from_bytes(head[60:64], "big") == schema.VERSION


def test_only_its_owner_can_read_a_case(path: Path) -> None:
    make_case(path).close()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize("change", ["UPDATE decision SET name = ''", "DELETE FROM decision"])
def test_the_table_of_decisions_takes_additions_only(path: Path, change: str) -> None:
    make_case(path, note("一")).close()
    with sqlite3.connect(path) as database, pytest.raises(sqlite3.IntegrityError, match="only added"):
        database.execute(change)
    database.close()


@pytest.mark.parametrize("size", [0, 1, PIECE, PIECE + 1, 3 * PIECE])
def test_the_bytes_of_a_source_come_back_whatever_its_size(tmp_path: Path, path: Path, size: int) -> None:
    file = tmp_path / "a.csv"
    file.write_bytes(os.urandom(size))
    make_case(path, files=(file,)).close()
    with_source = CaseFile.open(path)
    (kept,) = with_source.sources()
    assert (kept.path, with_source.content(kept)) == (str(file), file.read_bytes())


def test_a_content_is_kept_once_and_each_of_its_places_is_known(tmp_path: Path, path: Path) -> None:
    files = tuple(tmp_path / name for name in ("a.csv", "b.csv"))
    for file in files:
        file.write_bytes(b"x" * 100)
    case = make_case(path, files=(*files, files[0]))
    assert [kept.path for kept in case.sources()] == [str(file) for file in files]
    assert len({kept.number for kept in case.sources()}) == 1


def test_two_contents_of_one_place_are_both_kept(tmp_path: Path, path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_bytes(b"old")
    case = make_case(path, files=(file,))
    file.write_bytes(b"new")
    case.append(sources=[pack(str(file))])
    assert [case.content(kept) for kept in case.sources()] == [b"old", b"new"]


def test_a_name_with_bytes_that_are_no_characters_can_be_kept(tmp_path: Path, path: Path) -> None:
    place = os.fsencode(tmp_path) + b"/\xff\xfe.csv"
    Path(os.fsdecode(place)).write_bytes(b"x")
    case = make_case(path, note("\udcff"), files=(Path(os.fsdecode(place)),))
    assert case.log() == (note("\udcff"),)
    assert case.content(case.sources()[0]) == b"x"


def test_the_view_is_remembered_and_is_no_decision(path: Path) -> None:
    case = make_case(path)
    case.remember_view({"zoom": "1", "tab": "events"})
    case.remember_view({"zoom": "2"})
    case.close()
    opened = CaseFile.open(path)
    assert (opened.view(), opened.log()) == ({"zoom": "2", "tab": "events"}, ())


# -- two at once -------------------------------------------------------------------------------------------------------


def test_the_second_to_open_a_case_may_only_read_and_is_told_why(path: Path) -> None:
    first = make_case(path, note("一"))
    second = CaseFile.open(path)
    assert second.read_only is ReadOnly.IN_USE
    assert second.log() == first.log()
    with pytest.raises(ReadOnlyCase):
        second.append(note("二"))
    first.append(note("三"))
    first.close()
    assert CaseFile.open(path).read_only is None


def test_a_link_to_a_case_leads_to_the_same_lock(path: Path, tmp_path: Path) -> None:
    first = make_case(path)
    link = tmp_path / "link.tally"
    link.symlink_to(path)
    assert CaseFile.open(link).read_only is ReadOnly.IN_USE
    first.close()


def test_a_case_that_cannot_be_written_may_be_read(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_case(path, note("一")).close()
    monkeypatch.setattr(os, "access", lambda *_: False)
    opened = CaseFile.open(path)
    assert (opened.read_only, opened.log()) == (ReadOnly.NOT_WRITABLE, (note("一"),))


def test_a_folder_where_no_lock_can_be_made_means_reading_only(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_case(path).close()

    def refuse(_path: Path) -> None:
        raise PermissionError(errno.EACCES, "no")

    monkeypatch.setattr(CaseLock, "take", refuse)
    assert CaseFile.open(path).read_only is ReadOnly.NOT_WRITABLE


def test_a_case_in_use_cannot_be_begun_anew(path: Path) -> None:
    first = make_case(path)
    with pytest.raises(CaseInUse):
        make_case(path)
    first.close()


def test_a_case_that_nobody_holds_any_more_is_free(path: Path) -> None:
    make_case(path)  # dropped without closing
    opened = CaseFile.open(path)
    assert opened.read_only is None
    opened.close()
    assert not lock_place(path).exists()


def test_a_lock_file_that_a_killed_program_left_does_no_harm(path: Path) -> None:
    make_case(path).close()
    lock_place(path).write_bytes(b"")
    assert CaseFile.open(path).read_only is None


def test_several_threads_may_add_steps(path: Path) -> None:
    case = make_case(path)
    threads = [threading.Thread(target=lambda n=n: case.append(note(str(n)))) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(step.decision.value for step in case.log() if step.decision) == sorted(map(str, range(8)))


# -- files that are not what they should be ----------------------------------------------------------------------------


@pytest.mark.parametrize("content", [b"", b"not a database", b"SQLite format 3\0" + b"\0" * 200, b"PK\x03\x04" * 50])
def test_what_is_no_case_is_refused_and_left_alone(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    with pytest.raises(DamagedCase):
        CaseFile.open(path)
    assert path.read_bytes() == content


def test_a_file_that_is_not_there_is_an_error_of_the_disk(path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        CaseFile.open(path)
    assert list(path.parent.iterdir()) == []


def test_a_case_of_a_newer_version_is_refused_untouched(path: Path) -> None:
    make_case(path, note("一")).close()
    with sqlite3.connect(path) as database:
        database.execute(f"PRAGMA user_version={schema.VERSION + 1}")
    database.close()
    before = path.read_bytes(), path.stat().st_mtime_ns
    with pytest.raises(NewerCase):
        CaseFile.open(path)
    assert (path.read_bytes(), path.stat().st_mtime_ns) == before
    assert list(path.parent.iterdir()) == [path]


def test_another_programs_database_is_no_case(path: Path) -> None:
    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE decision (number)")
    database.close()
    with pytest.raises(DamagedCase):
        CaseFile.open(path)


@pytest.mark.parametrize(
    "extra",
    [
        "CREATE TABLE more (x)",
        "CREATE VIEW more AS SELECT 1",
        "CREATE TRIGGER more AFTER INSERT ON decision BEGIN SELECT load_extension('x'); END",
        "DROP TRIGGER decision_is_never_changed",
    ],
)
def test_a_case_with_other_than_its_own_tables_is_refused(path: Path, extra: str) -> None:
    make_case(path, note("一")).close()
    with sqlite3.connect(path) as database:
        database.execute(extra)
    database.close()
    with pytest.raises(DamagedCase):
        CaseFile.open(path)


def test_a_changed_letter_in_a_decision_shows(path: Path) -> None:
    make_case(path, note("asked on Monday")).close()
    data = path.read_bytes()
    assert data.count(b"Monday") == 1
    path.write_bytes(data.replace(b"Monday", b"Sunday"))
    opened = CaseFile.open(path)
    with pytest.raises(DamagedCase):
        opened.log()


def test_a_changed_byte_in_a_source_shows(tmp_path: Path, path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_bytes(os.urandom(2000))
    make_case(path, files=(file,)).close()
    data = path.read_bytes()
    at = data.index(file.read_bytes()[500:520])
    path.write_bytes(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])
    opened = CaseFile.open(path)
    with pytest.raises(DamagedCase):
        opened.content(opened.sources()[0])


def test_a_piece_that_unpacks_to_more_than_a_piece_is_refused(tmp_path: Path, path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_bytes(b"x")
    make_case(path, files=(file,)).close()
    with sqlite3.connect(path) as database:
        database.execute("UPDATE piece SET packed = ?", (zlib.compress(b"\0" * (64 << 20)),))
    database.close()
    opened = CaseFile.open(path)
    with pytest.raises(DamagedCase):
        opened.content(opened.sources()[0])


def test_a_case_moved_away_takes_no_more_steps(path: Path) -> None:
    case = make_case(path, note("一"))
    path.rename(path.with_name("elsewhere.tally"))
    with pytest.raises(CaseMoved):
        case.append(note("二"))
    assert case.log() == (note("一"),)


def test_a_full_disk_is_an_error_of_the_disk_and_the_case_goes_on_after_it(path: Path) -> None:
    case = make_case(path, note("一"))
    pages = case._database.execute("PRAGMA page_count").fetchone()[0]
    case._database.execute(f"PRAGMA max_page_count={pages}")
    with pytest.raises(OSError, match="No space left") as caught:
        case.append(note("x" * 100_000))
    assert (caught.value.errno, caught.value.filename) == (errno.ENOSPC, str(path))
    case._database.execute("PRAGMA max_page_count=100000")
    case.append(undo(), note("二"))
    case.close()
    assert CaseFile.open(path).log() == (note("一"), undo(), note("二"))


# -- passwords ---------------------------------------------------------------------------------------------------------


def test_a_sealed_case_opens_with_its_password_only(path: Path) -> None:
    make_case(path, note("一"), protection=quick("秘密")).close()
    with pytest.raises(CaseNeedsPassword):
        CaseFile.open(path)
    with pytest.raises(WrongCasePassword):
        CaseFile.open(path, "秘")
    assert CaseFile.open(path, "秘密").log() == (note("一"),)


def test_a_password_is_the_same_however_its_letters_are_composed(path: Path) -> None:
    make_case(path, note("一"), protection=quick("caf\u00e9")).close()
    for password in ("caf\u00e9", "cafe\u0301"):
        CaseFile.open(path, password).close()


def test_a_password_of_half_a_character_is_wrong_and_no_damage(path: Path) -> None:
    make_case(path, note("一"), protection=quick("秘密")).close()
    with pytest.raises(WrongCasePassword):
        CaseFile.open(path, "\ud800")


def test_a_sealed_case_shows_nothing_of_what_it_holds(tmp_path: Path, path: Path) -> None:
    file = tmp_path / "银行流水.csv"
    file.write_text("2024-01-15,6222021234567890123,8000.00\n")
    case = make_case(path, note("asked on Monday"), files=(file,), protection=quick("x"))
    case.append(passwords=["zip-password"])
    case.remember_view({"range": "2024-01"})
    case.close()
    held = path.read_bytes()
    secrets = ("Monday", "迟了五天", "银行流水", "6222021234567890123", "zip-password", "2024-01")
    assert not [s for s in secrets if s.encode() in held]
    assert hashlib.sha256(file.read_bytes()).hexdigest().encode() not in held
    opened = CaseFile.open(path, "x")
    assert opened.content(opened.sources()[0]) == file.read_bytes()
    assert (opened.passwords(), opened.view()) == (("zip-password",), {"range": "2024-01"})


def test_a_sealed_value_cannot_be_put_in_place_of_another(path: Path) -> None:
    make_case(path, note("一"), note("二"), protection=quick("x")).close()
    with sqlite3.connect(path) as database:
        database.execute("DROP TRIGGER decision_is_never_changed")
        one, two = (row[0] for row in database.execute("SELECT line FROM decision ORDER BY number"))
        database.execute("UPDATE decision SET line = CASE number WHEN 1 THEN ? ELSE ? END", (two, one))
        trigger = next(statement for statement in schema.TABLES if "never_changed" in statement)
        database.execute(trigger)
    database.close()
    opened = CaseFile.open(path, "x")
    with pytest.raises(DamagedCase):
        opened.log()


@pytest.mark.parametrize("lock", ["[]", "{", '{"n": 16}', '{"salt": "", "key": "", "n": 1048576, "r": 8, "p": 1}'])
def test_a_lock_made_to_fill_the_memory_is_damage(path: Path, lock: str) -> None:
    make_case(path).close()
    with sqlite3.connect(path) as database:
        database.execute("UPDATE about SET value = ? WHERE name = 'lock'", (lock,))
    database.close()
    with pytest.raises(DamagedCase):
        CaseFile.open(path, "x")


def test_a_case_begun_twice_in_one_place_is_refused(path: Path) -> None:
    make_case(path, note("一")).close()
    with pytest.raises(FileExistsError):
        CaseFile.create(path, START)
