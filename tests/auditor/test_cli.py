"""The command line as its users meet it: one export in, a report out, and a sentence where that cannot be."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
import zipfile
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from auditor import cli, terminal
from connectors import snapshot_json
from connectors.registry import read_input
from tests.auditor import district

AT = ["--run-id", "test", "--run-at", "2026-11-20T08:00:00Z", "--as-of", "2026-11-20"]


@dataclass
class Done:
    """What a command left: its status, and what it printed on each side."""

    returncode: int
    stdout: str
    stderr: str


def run(*arguments: object) -> Done:
    """The command line as it is, in this process; `test_the_program_starts_on_its_own` starts a real one."""
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err), pytest.raises(SystemExit) as ended:
        terminal.run(lambda: cli.app([str(argument) for argument in arguments]))
    return Done(ended.value.code or 0, out.getvalue(), err.getvalue())  # type: ignore[arg-type]


def test_the_program_starts_on_its_own(oak: Path, tmp_path: Path) -> None:
    export = district.facebook(tmp_path / "fb", FAMILY)
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    command = [sys.executable, "-W", "error", "-m", "auditor.cli", "audit", export, "--staff", "t1", "--roster", oak]
    done = subprocess.run(
        [*map(str, command), "-o", str(tmp_path / "out")], capture_output=True, text=True, env=environment
    )
    assert done.returncode in (0, 4, 10), done.stderr
    assert done.stdout.splitlines() == [str(tmp_path / "out" / "findings.json"), str(tmp_path / "out" / "report.html")]


@pytest.fixture(scope="session")
def oak(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return district.roster(tmp_path_factory.mktemp("oak") / "roster")


def audit(export: Path, roster: Path, out: Path, *more: object) -> Done:
    return run("audit", export, "--staff", district.TEACHER, "--roster", roster, "-o", out, *AT, *more)


def findings(out: Path) -> dict[str, Any]:
    return json.loads((out / "findings.json").read_text(encoding="utf-8"))  # type: ignore[no-any-return]


FAMILY = ["Rosalind Thistlewood", "Imogen Thistlewood", "Tomasz Wisniewski", "Esperanza Quintanilla"]


def test_a_report_says_who_is_in_the_school_lists(oak: Path, tmp_path: Path) -> None:
    export = district.facebook(tmp_path / "fb", [*FAMILY, "Zebulon Quackenbush"])
    done = audit(export, oak, tmp_path / "out")
    assert done.returncode == 10, done.stderr
    assert done.stdout.splitlines() == [str(tmp_path / "out" / "findings.json"), str(tmp_path / "out" / "report.html")]
    result = findings(tmp_path / "out")
    verdicts = {c["display_name"]: c["verdict"] for c in result["connections"]}
    assert verdicts == {**dict.fromkeys(FAMILY, "community"), "Zebulon Quackenbush": "not_in_roster"}
    assert result["summary"]["by_verdict"]["community"] == 4
    page = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    assert "Zebulon Quackenbush" in page
    assert "<script" not in page


def test_all_formats_are_written_when_asked_for(oak: Path, tmp_path: Path) -> None:
    export = district.facebook(tmp_path / "fb", FAMILY)
    done = audit(export, oak, tmp_path / "out", "--format", "html,json,csv,xlsx,pdf", "--lang", "es")
    assert done.returncode in (0, 4, 10), done.stderr
    names = {path.name for path in (tmp_path / "out").iterdir()}
    assert names == {"report.html", "findings.json", "connections.csv", "report.xlsx", "report.pdf"}
    assert (tmp_path / "out" / "report.pdf").read_bytes().startswith(b"%PDF")
    assert zipfile.is_zipfile(tmp_path / "out" / "report.xlsx")
    assert 'lang="es"' in (tmp_path / "out" / "report.html").read_text(encoding="utf-8")


def test_findings_fit_their_schema(oak: Path, tmp_path: Path) -> None:
    audit(district.facebook(tmp_path / "fb", [*FAMILY, "Zebulon Quackenbush"]), oak, tmp_path / "out")
    schema = json.loads(run("schema", "findings").stdout)
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(findings(tmp_path / "out"), schema)


def test_the_contract_of_findings_holds(oak: Path, tmp_path: Path) -> None:
    audit(district.instagram(tmp_path / "ig", ["imogen.thistlewood", "zq_9"]), oak, tmp_path / "out")
    result = findings(tmp_path / "out")
    assert result["schema"] == "auditor/findings/1"
    assert {"id", "at", "policy", "roster", "version"} <= set(result["run"])
    assert {"id", "sha256"} <= set(result["run"]["policy"])
    assert {"sha256", "as_of"} <= set(result["run"]["roster"])
    assert result["account"] | {"staff_name": "", "school": ""} == {
        "platform": "instagram", "handle": "ms_okonkwo_5", "staff_id": "t1", "audience": "community",
        "staff_name": "", "school": "",
    }  # fmt: skip
    assert {"connections", "settings", "profile"} <= set(result["coverage"])
    assert {"state", "reason", "expected", "received", "note"} <= set(result["coverage"]["connections"])
    assert {"connections", "by_verdict", "by_category", "needs_attention"} == set(result["summary"])
    assert {"id", "kinds", "display_name", "handle", "url", "since", "verdict", "category", "person_id", "p_community",
            "p_person", "reasons", "declared"} <= set(result["connections"][0])  # fmt: skip
    assert {"key", "value", "raw", "source"} <= set(result["settings"][0])
    assert {"fingerprint", "check", "clauses", "outcome", "severity", "subject", "evidence", "message", "remedy",
            "exception", "decision"} <= set(result["findings"][0])  # fmt: skip


def test_the_same_inputs_give_the_same_bytes(oak: Path, tmp_path: Path) -> None:
    export = district.facebook(tmp_path / "fb", [*FAMILY, "Zebulon Quackenbush"])
    for name in ("one", "two"):
        audit(export, oak, tmp_path / name, "--format", "html,json,csv,xlsx,pdf")
    for path in sorted((tmp_path / "one").iterdir()):
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes(), path.name


HOSTILE = [
    "<script>alert(1)</script>",
    '=HYPERLINK("http://example.invalid","x")',
    "\u202egnp.exe",
    "x" * 10_000,
    "a\x00b",
    "{{ 7*7 }} %(n)s {0}",
    "-2+3",
]


def test_hostile_names_are_harmless_everywhere(oak: Path, tmp_path: Path) -> None:
    export = district.facebook(tmp_path / "fb", HOSTILE)
    done = audit(export, oak, tmp_path / "out", "--format", "html,json,csv,xlsx,pdf")
    assert done.returncode == 0, done.stderr
    assert {c["verdict"] for c in findings(tmp_path / "out")["connections"]} == {"cannot_tell"}
    assert len(findings(tmp_path / "out")["connections"]) == len(HOSTILE)
    page = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    assert "<script" not in page
    assert "\u202e" not in page
    assert "\x00" not in page
    assert "{{ 7*7 }} %(n)s {0}" in page, "a name is never taken for a template"
    rows = list(csv.reader((tmp_path / "out" / "connections.csv").read_text(encoding="utf-8-sig").splitlines()))
    assert len(rows) == len(HOSTILE) + 1
    assert not any(cell[:1] in ("=", "+", "-", "@", "\t", "\r") for row in rows for cell in row)
    with zipfile.ZipFile(tmp_path / "out" / "report.xlsx") as book:
        assert not any(b"<f>" in book.read(name) for name in book.namelist() if "worksheets/" in name)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.zip", b""),
        ("cut.zip", b"PK\x03\x04 and then nothing"),
        ("page.html", b"<html><body>Sign in</body></html>"),
        ("notes.txt", b"\x00\x01\x02"),
        ("Rich_Media.csv", b"Time,Media Link\n2024-02-01,https://example.invalid\n"),
        ("deep.json", b"[" * 100_000),
    ],
)
def test_a_file_that_is_no_export_ends_in_one_sentence(oak: Path, tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    done = audit(tmp_path / name, oak, tmp_path / "out")
    assert done.returncode in (1, 3), done.stderr
    last = done.stderr.strip().splitlines()[-1]
    assert last.startswith("Error: ")
    assert "Traceback" not in done.stderr
    assert "defect" not in done.stderr
    assert not (tmp_path / "out").exists()


def test_the_wrong_platform_is_said(oak: Path, tmp_path: Path) -> None:
    done = audit(district.facebook(tmp_path / "fb", FAMILY), oak, tmp_path / "out", "--platform", "instagram")
    assert done.returncode == 3
    assert "looks like facebook, not instagram" in done.stderr


def test_the_wrong_account_is_said(oak: Path, tmp_path: Path) -> None:
    export = district.instagram(tmp_path / "ig", ["imogen.thistlewood"])
    done = audit(export, oak, tmp_path / "out", "--account", "chess_club")
    assert done.returncode in (1, 3)
    assert "belongs to ms_okonkwo_5, not to chess_club" in done.stderr


@pytest.mark.parametrize(("staff", "words"), [("nobody", "no staff member"), ("s1", "belongs to nobody on the staff")])
def test_the_owner_has_to_be_staff(oak: Path, tmp_path: Path, staff: str, words: str) -> None:
    export = district.facebook(tmp_path / "fb", FAMILY)
    done = run("audit", export, "--staff", staff, "--roster", oak, "-o", tmp_path / "out")
    assert done.returncode == 1
    assert words in done.stderr


def test_the_exit_status_tells_how_it_went(oak: Path, tmp_path: Path) -> None:
    people = [*FAMILY, "Zebulon Quackenbush"]
    whole = audit(district.facebook(tmp_path / "whole", FAMILY), oak, tmp_path / "o1")
    part = audit(district.facebook(tmp_path / "part", FAMILY, followers=None), oak, tmp_path / "o2")
    look = audit(district.facebook(tmp_path / "look", people), oak, tmp_path / "o3")
    both = audit(district.facebook(tmp_path / "both", people, followers=None), oak, tmp_path / "o4")
    assert [done.returncode for done in (whole, part, look, both)] == [0, 4, 10, 10]


def test_usage_errors_have_their_own_status(oak: Path, tmp_path: Path) -> None:
    export = district.facebook(tmp_path / "fb", FAMILY)
    assert run("audit").returncode == 2
    assert audit(export, oak, tmp_path / "out", "--format", "docx").returncode == 2
    assert audit(export, oak, tmp_path / "out", "--platform", "myspace").returncode == 2


def test_a_public_account_lists_nobody(oak: Path, tmp_path: Path) -> None:
    pack = tmp_path / "public.toml"
    shipped = (Path(__file__).parents[2] / "auditor/policy/packs/melrose-2011.toml").read_text(encoding="utf-8")
    assert 'audience_mode = "community"' in shipped
    pack.write_text(shipped.replace('audience_mode = "community"', 'audience_mode = "public"'), encoding="utf-8")
    export = district.facebook(tmp_path / "fb", ["Zebulon Quackenbush"])
    audit(export, oak, tmp_path / "out", "--policy", pack)
    result = findings(tmp_path / "out")
    assert result["connections"] == []
    assert result["account"]["audience"] == "public"
    assert "Quackenbush" not in (tmp_path / "out" / "report.html").read_text(encoding="utf-8")


def test_an_incomplete_list_is_never_a_pass(oak: Path, tmp_path: Path) -> None:
    export = district.facebook(tmp_path / "fb", ["Imogen Thistlewood"], followers=None)
    audit(export, oak, tmp_path / "out")
    result = findings(tmp_path / "out")
    assert result["coverage"]["connections"]["state"] == "partial"
    outcomes = {f["outcome"] for f in result["findings"] if f["check"] == "connections_in_community"}
    assert "pass" not in outcomes
    assert "not_assessed" in outcomes


def test_what_the_owner_declared_is_taken_over(oak: Path, tmp_path: Path) -> None:
    export = district.facebook(tmp_path / "fb", [*FAMILY, "Zebulon Quackenbush"])
    said = tmp_path / "declarations.csv"
    said.write_text("connection,relation,note\nZebulon Quackenbush,own_family,my brother\n", encoding="utf-8")
    audit(export, oak, tmp_path / "out", "--declarations", said)
    brother = next(c for c in findings(tmp_path / "out")["connections"] if c["display_name"] == "Zebulon Quackenbush")
    assert brother["declared"]["relation"] == "own_family"
    assert brother["verdict"] == "not_in_roster"


def test_an_instagram_list_keeps_both_kinds_of_one_person(oak: Path, tmp_path: Path) -> None:
    export = district.instagram(tmp_path / "ig", ["imogen.thistlewood", "bo"], ["imogen.thistlewood"])
    audit(export, oak, tmp_path / "out")
    kinds = {c["handle"]: c["kinds"] for c in findings(tmp_path / "out")["connections"]}
    assert kinds == {"imogen.thistlewood": ["follower", "following"], "bo": ["follower"]}


def test_a_stored_snapshot_is_audited_like_the_export(oak: Path, tmp_path: Path) -> None:
    export = district.instagram(tmp_path / "ig", ["imogen.thistlewood", "zq_9"])
    stored = tmp_path / "snapshot.json"
    stored.write_text(snapshot_json.dump(read_input([export])), encoding="utf-8")
    jsonschema.validate(json.loads(stored.read_text(encoding="utf-8")), json.loads(run("schema", "snapshot").stdout))
    for source, out in ((export, "one"), (stored, "two")):
        assert audit(source, oak, tmp_path / out).returncode in (4, 10)
    assert findings(tmp_path / "one") == findings(tmp_path / "two")
    stored.write_text(stored.read_text(encoding="utf-8")[:300], encoding="utf-8")
    broken = audit(stored, oak, tmp_path / "three")
    assert broken.returncode == 1
    assert "snapshot is not complete JSON" in broken.stderr


def test_roster_check_speaks_and_counts(oak: Path) -> None:
    done = run("roster", "check", oak)
    assert done.returncode == 0, done.stderr + done.stdout
    assert "Traceback" not in done.stderr
    report = json.loads(run("roster", "check", oak, "--format", "json").stdout)
    assert report["format"] == "oneroster-1.2"


def test_policy_show_prints_every_clause() -> None:
    done = run("policy", "show", "melrose-2011")
    assert done.returncode == 0
    for clause in ("4.3d", "4.10", "N10", "AP-Em1"):
        assert clause in done.stdout


def test_classify_writes_one_row_per_row(oak: Path, tmp_path: Path) -> None:
    table = tmp_path / "in.csv"
    table.write_text("connection_id,display_name\n9,Imogen Thistlewood\n2,Zebulon Quackenbush\n", encoding="utf-8")
    wanted = ("-o", tmp_path / "out.csv", "--candidates", tmp_path / "who.csv")
    done = run("classify", table, "--roster", oak, *wanted, "--engine", "local")
    assert done.returncode == 0, done.stderr
    rows = list(csv.DictReader((tmp_path / "out.csv").read_text(encoding="utf-8").splitlines()))
    assert [row["connection_id"] for row in rows] == ["9", "2"]
    assert list(rows[0]) == ["connection_id", "verdict", "category", "person_id", "p_community", "p_person", "reasons"]
    assert [row["verdict"] for row in rows] == ["community", "not_in_roster"]
    listed = list(csv.DictReader((tmp_path / "who.csv").read_text(encoding="utf-8").splitlines()))
    assert [(row["connection_id"], row["rank"], row["person_id"]) for row in listed] == [
        ("9", "1", rows[0]["person_id"])
    ]
    assert done.stdout.splitlines()[1:] == [
        "Compared with people in the roster one by one: 1. With only a group of them, counted as a whole: 0. "
        "With nobody: 1."
    ]


def test_every_command_explains_itself() -> None:
    for command in ("audit", "classify", "annual", "demo", "schema", "roster check", "policy show", "policy check"):
        done = run(*command.split(), "--help")
        assert done.returncode == 0, command
        assert "Example: auditor" in done.stdout, command


def test_reports_are_closed_to_other_users(oak: Path, tmp_path: Path) -> None:
    audit(district.facebook(tmp_path / "fb", FAMILY), oak, tmp_path / "out")
    assert (tmp_path / "out").stat().st_mode & 0o077 == 0
    assert (tmp_path / "out" / "findings.json").stat().st_mode & 0o077 == 0
