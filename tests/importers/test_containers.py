"""Folders and zips give up every file, and nothing in them can do harm."""

from __future__ import annotations

import io
import os
import random
import struct
import sys
import zipfile
import zlib
from pathlib import Path

import pytest
import pyzipper

from app.importers.reading.containers import Finder, Listing
from app.importers.reading.limits import Limits
from app.importers.reading.progress import Cancelled, Watch


def zipped(members: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def aes(members: dict[str, bytes], password: bytes) -> bytes:
    buffer = io.BytesIO()
    with pyzipper.AESZipFile(buffer, "w", compression=pyzipper.ZIP_DEFLATED, encryption=pyzipper.WZ_AES) as archive:
        archive.setpassword(password)
        for name, data in members.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def zip_crypto(name: bytes, data: bytes, password: bytes) -> bytes:
    """A zip with one stored member under the old cipher, its name in GBK without a mark, as Chinese tools write it."""
    crc = zlib.crc32(data)
    header = bytes(range(11)) + bytes([crc >> 24])
    secret = encrypted(header + data, password)
    fields = struct.pack("<HHHHHIIIHH", 20, 1, 0, 0, 0x5821, crc, len(secret), len(data), len(name), 0)
    local = b"PK\x03\x04" + fields + name + secret
    central = b"PK\x01\x02" + struct.pack("<H", 20) + fields + struct.pack("<HHHII", 0, 0, 0, 0, 0) + name
    return local + central + b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, 1, 1, len(central), len(local), 0)


def encrypted(data: bytes, password: bytes) -> bytes:
    """PKWARE's traditional encryption (APPNOTE 6.1)."""
    keys = [0x12345678, 0x23456789, 0x34567890]

    def step(byte: int) -> None:
        keys[0] = zlib.crc32(bytes([byte]), keys[0] ^ 0xFFFFFFFF) ^ 0xFFFFFFFF
        keys[1] = ((keys[1] + (keys[0] & 255)) * 134775813 + 1) & 0xFFFFFFFF
        keys[2] = zlib.crc32(bytes([keys[1] >> 24]), keys[2] ^ 0xFFFFFFFF) ^ 0xFFFFFFFF

    for byte in password:
        step(byte)
    out = bytearray()
    for byte in data:
        mask = (keys[2] | 2) & 0xFFFF
        out.append(byte ^ ((mask * (mask ^ 1)) >> 8 & 255))
        step(byte)
    return bytes(out)


def found(*paths: Path, passwords: tuple[str, ...] = (), limits: Limits | None = None) -> Listing:
    return Finder(passwords, limits or Limits()).find(paths)


def contents(listing: Listing) -> dict[str, bytes]:
    return {item.name: item.load() for item in listing.items}


def codes(listing: Listing) -> list[tuple[str, str]]:
    return [(refusal.name, refusal.why.code) for refusal in listing.refused]


def test_a_folder_means_everything_in_it(tmp_path: Path) -> None:
    deep = tmp_path / "a" / "b" / "c"
    deep.mkdir(parents=True)
    (tmp_path / "1.csv").write_bytes(b"1")
    (deep / "2.csv").write_bytes(b"2")
    assert contents(found(tmp_path)) == {"1.csv": b"1", "2.csv": b"2"}


def test_hidden_and_system_files_are_passed_over_and_counted(tmp_path: Path) -> None:
    for name in (".DS_Store", "Thumbs.db", "~$账单.xlsx", "desktop.ini"):
        (tmp_path / name).write_bytes(b"x")
    (tmp_path / "a.zip").write_bytes(zipped({"__MACOSX/._b.csv": b"x", "b.csv": b"1"}))
    listing = found(tmp_path)
    assert (contents(listing), listing.passed_over) == ({"b.csv": b"1"}, 5)


@pytest.mark.parametrize("kept", ["$RECYCLE.BIN", "System Volume Information", "lost+found", "RECYCLER"])
def test_what_was_thrown_away_on_a_stick_is_no_source(tmp_path: Path, kept: str) -> None:
    (tmp_path / kept / "S-1-5-21").mkdir(parents=True)
    (tmp_path / kept / "S-1-5-21" / "$R1.csv").write_bytes(b"old")
    (tmp_path / "Icon\r").write_bytes(b"")  # of a folder that a Mac shows in a colour
    (tmp_path / "b.csv").write_bytes(b"1")
    listing = found(tmp_path)
    assert (contents(listing), listing.passed_over) == ({"b.csv": b"1"}, 2)


@pytest.mark.skipif(os.name == "nt", reason="links need rights on Windows")
def test_a_link_that_leads_back_up_ends(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "up").symlink_to(tmp_path)
    (tmp_path / "1.csv").write_bytes(b"1")
    assert [item.name for item in found(tmp_path, tmp_path / "sub").items] == ["1.csv"]


@pytest.mark.skipif(os.name == "nt", reason="there are no pipes among the files of Windows")
def test_a_pipe_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.csv")
    assert codes(found(tmp_path)) == [("pipe.csv", "not-a-file")]


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    assert codes(found(tmp_path / "gone.csv")) == [("gone.csv", "not-found")]


def test_a_zip_of_zips_gives_up_its_files_to_the_depth_allowed(tmp_path: Path) -> None:
    inner = zipped({"3.csv": b"3"})
    (tmp_path / "a.zip").write_bytes(zipped({"1.csv": b"1", "folder/b.zip": zipped({"2.csv": b"2", "c": inner})}))
    assert contents(found(tmp_path)) == {"1.csv": b"1", "2.csv": b"2", "3.csv": b"3"}
    shallow = found(tmp_path, limits=Limits(archive_depth=2))
    assert (sorted(contents(shallow)), codes(shallow)) == (["1.csv", "2.csv"], [("c", "zip-too-deep")])


def test_a_workbook_is_a_file_and_no_container(tmp_path: Path) -> None:
    book = zipped({"[Content_Types].xml": b"", "xl/workbook.xml": b""})
    (tmp_path / "a.xlsx").write_bytes(book)
    (tmp_path / "b.zip").write_bytes(zipped({"c.xlsx": book}))
    assert sorted(contents(found(tmp_path))) == ["a.xlsx", "c.xlsx"]


def test_one_of_several_passwords_opens_an_aes_zip(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(aes({"账单.csv": b"1", "b.csv": b"2"}, b"483920"))
    assert contents(found(tmp_path, passwords=("111111", "483920"))) == {"账单.csv": b"1", "b.csv": b"2"}


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_the_old_cipher_chinese_passwords_and_gbk_names_are_understood(tmp_path: Path, encoding: str) -> None:
    archive = zip_crypto("支付宝交易明细.csv".encode("gbk"), b"1,2", "密码1".encode(encoding))
    (tmp_path / "a.zip").write_bytes(archive)
    assert contents(found(tmp_path, passwords=("x", "密码1"))) == {"支付宝交易明细.csv": b"1,2"}


@pytest.mark.parametrize(("passwords", "code"), [((), "needs-password"), (("1", "2"), "wrong-password")])
def test_a_zip_that_stays_closed_is_said_once(tmp_path: Path, passwords: tuple[str, ...], code: str) -> None:
    (tmp_path / "a.zip").write_bytes(aes({"1.csv": b"1", "2.csv": b"2"}, b"secret"))
    (tmp_path / "b.zip").write_bytes(zip_crypto(b"3.csv", b"3", b"other"))
    listing = found(tmp_path, passwords=passwords)
    assert codes(listing) == [("a.zip", code), ("b.zip", code)]
    assert all(refusal.sha256 for refusal in listing.refused)


def test_a_path_that_climbs_out_is_read_noted_and_written_nowhere(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.zip").write_bytes(zipped({"../../evil.csv": b"1", "C:\\x\\abs.csv": b"2", "ok/b..csv": b"3"}))
    before = sorted(p.name for p in tmp_path.rglob("*"))
    listing = found(folder)
    assert {item.name: item.notes for item in listing.items} == {
        "evil.csv": ("zip-path-climbs",),
        "abs.csv": ("zip-path-climbs",),
        "b..csv": (),
    }
    assert sorted(p.name for p in tmp_path.rglob("*")) == before


def test_a_zip_bomb_is_refused_by_what_it_declares(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(zipped({"bomb.csv": bytes(8 << 20), "fine.csv": b"1"}))
    listing = found(tmp_path)
    assert (contents(listing), codes(listing)) == ({"fine.csv": b"1"}, [("bomb.csv", "zip-bomb")])


def test_a_zip_that_lies_about_a_size_gives_no_more_than_it_declares(tmp_path: Path) -> None:
    data = bytearray(zipped({"a.csv": bytes(1 << 20)}))
    size = struct.pack("<I", 1 << 20)
    while (at := data.find(size)) >= 0:
        data[at : at + 4] = struct.pack("<I", 100)
    (tmp_path / "a.zip").write_bytes(data)
    assert codes(found(tmp_path)) == [("a.csv", "damaged-zip")]


@pytest.mark.parametrize(
    ("limits", "code"),
    [
        (Limits(archive_members=1), "zip-too-many-members"),
        (Limits(archive_bytes=15), "zip-too-large"),
        (Limits(file_bytes=9), "file-too-large"),
        (Limits(files=1), "too-many-files"),
    ],
)
def test_each_limit_has_its_reason_and_the_variable_that_raises_it(tmp_path: Path, limits: Limits, code: str) -> None:
    data = zipped({"1.csv": b"0123456789", "2.csv": b"0123456789"})
    (tmp_path / "a.zip").write_bytes(data)
    refusals = found(tmp_path, limits=limits).refused
    assert {refusal.why.code for refusal in refusals} == {code}
    assert str(refusals[0].why.facts["variable"]).startswith("TALLYLINE_MAX_")


@pytest.mark.parametrize("cut", [10, 60])
def test_a_zip_cut_short_is_said_to_be_damaged(tmp_path: Path, cut: int) -> None:
    (tmp_path / "a.zip").write_bytes(zipped({"1.csv": b"1" * 100})[:-cut])
    assert codes(found(tmp_path)) == [("a.zip", "damaged-zip")]


def test_the_listing_does_not_depend_on_the_order_of_paths(tmp_path: Path) -> None:
    for name in "bca":
        (tmp_path / f"{name}.csv").write_bytes(name.encode())
    paths = [tmp_path / f"{name}.csv" for name in "cab"]
    assert [i.name for i in found(*paths).items] == [i.name for i in found(*reversed(paths)).items]


def test_a_walk_can_be_cancelled(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"1")
    with pytest.raises(Cancelled):
        Finder(watch=Watch(cancelled=lambda: True)).find([tmp_path])


def test_limits_are_raised_by_the_environment() -> None:
    raised = Limits.from_environment({"TALLYLINE_MAX_ROWS": "5", "TALLYLINE_MAX_CELLS": "many"})
    assert (raised.rows, raised.cells) == (5, Limits().cells)


def test_a_zip_without_a_password_needs_no_library_of_ciphers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyzipper", None)  # so that loading it fails
    (tmp_path / "a.zip").write_bytes(zipped({"b.csv": b"1"}))
    assert contents(found(tmp_path / "a.zip")) == {"b.csv": b"1"}


@pytest.mark.parametrize("method", [zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2, zipfile.ZIP_DEFLATED])
def test_a_member_whose_packed_bytes_are_damaged_is_named_whatever_packed_it(tmp_path: Path, method: int) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        archive.writestr("b.csv", random.Random(1).randbytes(500))
    packed = bytearray(buffer.getvalue())
    packed[45:70] = b"\xff" * 25
    (tmp_path / "a.zip").write_bytes(packed)
    assert codes(found(tmp_path / "a.zip")) == [("b.csv", "damaged-zip")]
