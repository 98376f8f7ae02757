"""The report of `auditor roster check`."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from auditor.roster import load
from auditor.roster.check import lines, report
from connectors.model import Message
from reports.messages.roster import MESSAGES
from tests.auditor.roster import sets
from tests.auditor.roster.sets import user11, users11


def english(message: Message) -> str:
    """The words of a message, with its terms."""
    params = {name: MESSAGES[str(v)] if name.startswith("t_") else v for name, v in message.params.items()}
    text = MESSAGES[message.id]
    pattern = text if isinstance(text, str) else text[params["n"] != 1]
    return pattern.format(**params)


def test_report_counts_groups_and_schools(tmp_path: Path) -> None:
    rows = [
        user11("t1", "teacher", "Rosa", "Quint", orgSourcedIds="s1,s2"),
        user11("t2", "teacher", "Jo", "Ray", status="tobedeleted"),
        user11("k1", "student", "Noor", "Abadi", agentSourcedIds="t1"),
    ]
    files = {"users.csv": users11(*rows), "orgs.csv": sets.ORGS + "s2,,,Hill School,school,,d1\n"}
    found = report(load(sets.write(tmp_path, files)))
    assert (found.current, found.left, found.merged) == (2, 1, 0)
    data = json.loads(json.dumps(found.as_dict()))
    assert data["format"] == "oneroster-1.1"
    assert data["groups"]["teacher"] == {"current": 1, "left": 1}
    assert data["groups"]["parent"] == {"current": 1, "left": 0}
    schools = {school["name"]: {g: n for g, n in school["groups"].items() if n} for school in data["schools"]}
    assert schools == {"Harbor School": {"teacher": 1, "student": 1, "parent": 1}, "Hill School": {"teacher": 1}}
    assert data["coverage"]["students_with_guardian"] == 1
    assert data["coverage"]["groups"]["volunteer"]["state"] == "missing"


def test_lines_say_file_and_row_and_no_name(tmp_path: Path) -> None:
    rows = [
        user11("t1", "teacher", "Rosalind", "Quintessa"),
        user11("t1", "teacher", "Josephina", "Rayner"),
        *(user11(f"k{n}", "student", "Noorjahan", f"Abadian{n}", agentSourcedIds="Perdita") for n in range(30)),
    ]
    roster = load(sets.write(tmp_path, {"users.csv": users11(*rows)}))
    text = "\n".join(lines(report(roster), english))
    assert "Left out: users.csv, row 3: The id t1 is there a second time" in text
    assert "10 more rows of this file have the same problem: a family link to an unknown id." in text
    assert "students: 30 – covered" in text
    assert not re.search("Rosalind|Quintessa|Josephina|Rayner|Noorjahan|Abadian|Perdita", text)
    assert not re.search(r"[{}]", text)


@pytest.mark.parametrize("name", sets.FORMATS)
def test_every_sample_can_be_said(name: str, tmp_path: Path) -> None:
    roster = load(sets.write(tmp_path, sets.FORMATS[name][1]))
    said = list(lines(report(roster), english))
    assert said[0].startswith("Roster in the format")
    assert report(roster).as_dict()["sha256"] == roster.sha256


def test_every_problem_has_its_words() -> None:
    folder = Path(__file__).parents[3] / "auditor" / "roster"
    source = "\n".join(path.read_text(encoding="utf-8") for path in folder.rglob("*.py"))
    emitted = set(re.findall(r'(?:ERROR|WARNING|INFO),\s*"(\w+)"', source)) | {"no_id"}
    assert len(emitted) > 30
    for what in emitted:
        assert f"roster.problem.{what}" in MESSAGES
        assert f"roster.kind.{what}" in MESSAGES
    known = {name.rpartition(".")[2] for name in MESSAGES if name.startswith("roster.problem.")}
    assert known - emitted == {"more"}
    notes = set(re.findall(r'"roster\.coverage\.\w+"', source))
    assert {note.strip('"') for note in notes} == {n for n in MESSAGES if n.startswith("roster.coverage.")}
