"""What the program promises to others: exit statuses, languages, files left alone, and JSON that keeps its form."""

from __future__ import annotations

import json
import shutil
import zipfile
from decimal import Decimal
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from app.__main__ import main
from app.resource_files import resource
from tests.shared import shared

MONEY = {"type": "string", "pattern": "^-?[0-9]+\\.[0-9]{2}$"}
DAY = {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
ROWS = {
    "type": "array",
    "items": {
        "required": ["file", "row"],
        "properties": {"file": {"type": "string"}, "row": {"type": "integer", "minimum": 1}},
    },
}
PROBLEM = {"required": ["code", "message"], "properties": {"message": {"type": "string", "minLength": 8}}}
FORM = {
    "required": ["schema", "generator", "as_of", "language", "sources", "facilities", "events", "chains"],
    "properties": {
        "schema": {"const": "explanation/1"},
        "as_of": DAY,
        "language": {"enum": ["zh-CN", "en"]},
        "sources": {
            "items": {
                "required": ["file", "sha256", "format", "rows", "used", "problems"],
                "properties": {"problems": {"items": PROBLEM}},
            }
        },
        "facilities": {
            "items": {
                "required": ["id", "product", "principal", "drawn_at", "method", "daily_rate", "terms", "basis"],
                "properties": {"basis": {"enum": ["given", "inferred", "open"]}},
            }
        },
        "events": {"items": {"required": ["id", "kind", "at", "amount", "source"]}},
        "chains": {"items": {"required": ["facility", "events", "state"]}},
        "discrepancies": {
            "items": {
                "required": ["id", "code", "severity", "certainty", "title", "explanation"],
                "properties": {
                    "code": {"pattern": "^[A-Z]+(-[A-Z]+)*$"},
                    "severity": {"enum": ["info", "warning", "serious"]},
                    "certainty": {"enum": ["proved", "strong", "pattern", "open"]},
                    "difference": MONEY,
                    "unexplained": MONEY,
                    "evidence": {**ROWS, "minItems": 1},
                    "bridge": {
                        "items": {
                            "required": ["component", "amount", "formula", "evidence"],
                            "properties": {"amount": MONEY, "evidence": ROWS},
                        }
                    },
                },
            }
        },
    },
}
"""The essential rules of explanation/1, written down here once more so that the promise is kept without the schema."""


@pytest.fixture
def case(tmp_path: Path) -> Path:
    """The sample's files in a folder of their own."""
    return Path(shutil.copytree(resource("samples"), tmp_path / "case"))


def explained(tmp_path: Path, *arguments: str | Path) -> dict[str, Any]:
    """The JSON that the command line writes for these arguments."""
    out = tmp_path / "out.json"
    assert main(["explain", *map(str, arguments), "--json", str(out), "--quiet"]) == 0
    said: dict[str, Any] = json.loads(out.read_text("utf-8"))
    return said


def content(said: dict[str, Any], names: dict[str, str] | None = None) -> Any:
    """What is said, without what may differ: the order and the names of sources."""
    text = json.dumps({key: said[key] for key in ("as_of", "facilities", "discrepancies")}, ensure_ascii=False)
    for new, old in (names or {}).items():
        text = text.replace(new, old)
    return json.loads(text)


# -- form ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["zh", "en"])
def test_json_has_the_form_of_the_contract(case: Path, tmp_path: Path, language: str) -> None:
    said = explained(tmp_path, case, "--lang", language)
    jsonschema.validate(said, FORM)
    assert said["language"] == {"zh": "zh-CN", "en": "en"}[language]


def test_json_is_valid_against_the_schema_that_ships_with_the_program(case: Path, tmp_path: Path) -> None:
    schema = json.loads(resource("schema", "explanation.schema.json").read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    said = explained(tmp_path, case)
    jsonschema.validate(said, schema)
    assert said["comparison"]["as_of_known"]
    assert {check["standing"] for check in said["comparison"]["checks"]} >= {"agrees", "differs"}


def test_what_settling_costs_is_added_to_the_outlook_as_the_schema_says(case: Path, tmp_path: Path) -> None:
    schema = json.loads(resource("schema", "explanation.schema.json").read_text("utf-8"))
    plain = explained(tmp_path, case)
    asked = ["--settle-on", plain["as_of"], "--prepay", "100", "--claimed", "1234.50"]
    said = explained(tmp_path, case, *asked)
    jsonschema.validate(said, schema)
    added = said["outlook"][len(plain["outlook"]) :]
    assert said["outlook"][: len(plain["outlook"])] == plain["outlook"]
    assert [item["kind"] for item in added] == ["settlement", "settlement-together", "prepayment", "claimed-balance"]
    parts = sum(Decimal(part["amount"]) for part in added[0]["parts"])
    assert Decimal(added[0]["least"]) <= parts == Decimal(added[0]["amount"]) <= Decimal(added[0]["most"])


def test_the_schema_of_the_program_only_adds_to_that_of_the_contract() -> None:
    ours = json.loads(resource("schema", "explanation.schema.json").read_text("utf-8"))
    for addition in ("comparison", "ahead", "outlook", "all_in_cost", "summary"):
        assert ours["properties"].pop(addition)
    assert ours.pop("$comment")
    assert ours == json.loads(shared("contract", "explanation.schema.json").read_text("utf-8"))
    assert "additionalProperties" not in ours  # what is valid by the program's is valid by the contract's


def test_json_is_valid_against_the_schema_of_the_contract(case: Path, tmp_path: Path) -> None:
    schema = json.loads(shared("contract", "explanation.schema.json").read_text("utf-8"))
    (case / "broken.csv").write_bytes(b"\x00\x01\x02")
    jsonschema.validate(explained(tmp_path, case), schema)


def test_every_bridge_and_its_remainder_make_up_the_difference(case: Path, tmp_path: Path) -> None:
    for d in explained(tmp_path, case)["discrepancies"]:
        parts = sum((Decimal(part["amount"]) for part in d["bridge"]), Decimal(0))
        assert parts + Decimal(d["unexplained"]) == Decimal(d["difference"]), d["code"]


def test_chains_and_evidence_speak_of_events_and_files_that_are_there(case: Path, tmp_path: Path) -> None:
    said = explained(tmp_path, case)
    events = {event["id"] for event in said["events"]}
    files = {source["file"] for source in said["sources"]}
    assert {e for chain in said["chains"] for e in chain["events"]} <= events
    assert {row["file"] for d in said["discrepancies"] for row in d["evidence"]} <= files


# -- the same files in other ways ----------------------------------------------------------------------------------


def test_folder_zip_and_single_files_in_any_order_give_the_same_story(case: Path, tmp_path: Path) -> None:
    files = sorted(case.iterdir())
    with zipfile.ZipFile(tmp_path / "case.zip", "w") as archive:
        for path in files:
            archive.write(path, path.name)
    whole = content(explained(tmp_path, case))
    assert content(explained(tmp_path, tmp_path / "case.zip")) == whole
    assert content(explained(tmp_path, *reversed(files))) == whole
    assert content(explained(tmp_path, files[3], case, files[0])) == whole


def test_renamed_files_give_the_same_story_under_their_new_names(case: Path, tmp_path: Path) -> None:
    whole = content(explained(tmp_path, case))
    names = {}
    for number, path in enumerate(sorted(case.iterdir(), reverse=True)):
        names[f"renamed-{number:02d}{path.suffix}"] = path.name
        path.rename(path.with_name(f"renamed-{number:02d}{path.suffix}"))
    renamed = content(explained(tmp_path, case), names)
    for said in (whole, renamed):
        for d in said["discrepancies"]:
            for rows in (d["evidence"], *(part["evidence"] for part in d["bridge"])):
                rows.sort(key=lambda row: (row["file"], row["row"]))
    assert renamed == whole


def test_as_of_day_can_be_given(case: Path, tmp_path: Path) -> None:
    assert explained(tmp_path, case)["as_of"] == "2026-07-15"
    assert explained(tmp_path, case, "--as-of", "2026-08-01")["as_of"] == "2026-08-01"


def test_nothing_is_written_beside_the_sources(case: Path, tmp_path: Path) -> None:
    before = {path.name: path.read_bytes() for path in case.iterdir()}
    explained(tmp_path, case, "--excel", tmp_path / "out.xlsx")
    assert {path.name: path.read_bytes() for path in case.iterdir()} == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["case", "out.json", "out.xlsx"]


# -- statuses and words --------------------------------------------------------------------------------------------


def test_summary_speaks_the_language_asked_for(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", str(case)]) == 0
    chinese = capsys.readouterr().out
    assert main(["explain", str(case), "--lang", "en"]) == 0
    english = capsys.readouterr().out
    assert "还款" in chinese
    assert "repay" in english.lower()


def test_quiet_says_nothing(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", str(case), "--quiet"]) == 0
    assert capsys.readouterr() == ("", "")


def test_unreadable_file_is_named_with_its_reason_and_the_rest_is_explained(
    case: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (case / "照片.csv").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(200))
    out = tmp_path / "out.json"
    assert main(["explain", str(case), "--json", str(out)]) == 0
    said = json.loads(out.read_text("utf-8"))
    refused = next(source for source in said["sources"] if source["file"] == "照片.csv")
    assert refused["problems"]
    assert refused["used"] == 0
    assert len(said["discrepancies"]) == 7
    assert "照片.csv" in capsys.readouterr().out


def test_nothing_readable_is_status_one(tmp_path: Path) -> None:
    (tmp_path / "nothing.csv").write_text("一,二\n三,四\n", "utf-8")
    assert main(["explain", str(tmp_path / "nothing.csv"), "--quiet"]) == 1
    assert main(["explain", str(tmp_path / "absent.csv"), "--quiet"]) == 1


def test_an_empty_folder_is_not_said_to_have_reasons_above(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", str(tmp_path), "--quiet"]) == 1
    assert capsys.readouterr().err == "给出的路径里没有文件。请给出账单文件，或放着账单文件的文件夹。\n"


def test_output_that_cannot_be_written_is_status_one(case: Path, tmp_path: Path) -> None:
    (tmp_path / "taken").mkdir()
    assert main(["explain", str(case), "--json", str(tmp_path / "taken"), "--quiet"]) == 1
    assert main(["explain", str(case), "--json", str(tmp_path / "no" / "such" / "out.json"), "--quiet"]) == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ["explain"],
        ["explain", "x", "--lang", "fr"],
        ["explain", "x", "--as-of", "gestern"],
        ["explain", "x", "--timeline", "x.bmp"],
        ["erklaere", "x"],
        ["explain", "x", "--unknown"],
    ],
)
def test_wrong_usage_is_status_two(arguments: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    assert main(arguments) == 2


def test_version_and_help_are_status_zero(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert main(["--help"]) == 0
    assert main(["explain", "--help"]) == 0
    assert "Tallyline" in capsys.readouterr().out
