"""What the loader accepts and, with a sentence each, refuses."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor import policy
from auditor.errors import PolicyError
from auditor.policy.loader import _Loader
from auditor.policy.model import MOST_SEVERE, Verb
from auditor.policy.pack import Pack
from auditor.policy.registry import checks
from auditor.policy.shape import Shape, about_content
from auditor.result import Severity
from tests.auditor.policy.packs import HEAD, clause, pack, pack_for


def problems(tmp_path: Path, text: str, head: str = HEAD) -> list[str]:
    path = tmp_path / "hillside.toml"
    path.write_text(head + text, encoding="utf-8")
    return policy.check_file(path)


def test_a_small_pack_is_enough() -> None:
    small = pack(clause())
    assert [c.id for c in small.clauses] == ["1"]
    assert small.clauses[0].demand.params == {"en": "Be careful."}
    assert small.audience_mode == "community"
    assert len(small.sha256) == 64


def test_a_pack_in_several_languages() -> None:
    text = clause().replace('demand = "Be careful."', 'demand = { en = "Be careful.", es = "Tenga cuidado." }')
    assert pack(text).clauses[0].demand.params == {"en": "Be careful.", "es": "Tenga cuidado."}


CHECKS = 'checks = ["location_off"]'
REFUSED = {
    "unknown check": (clause(rest='checks = ["mind_reading"]'), ["line 11, clause 1", "mind_reading", "Known are"]),
    "unknown parameter": (
        clause(rest='checks = ["archive_fresh"]\nparams.archive_fresh = { days = 3 }'),
        ["clause 1", "days", "archive_max_age_days"],
    ),
    "parameter of the wrong type": (
        clause(rest='checks = ["archive_fresh"]\nparams.archive_fresh = { archive_max_age_days = "90" }'),
        ["archive_max_age_days", "whole number"],
    ),
    "true is no number": (
        clause(rest='checks = ["archive_fresh"]\nparams.archive_fresh = { archive_max_age_days = true }'),
        ["archive_max_age_days", "whole number"],
    ),
    "parameter below zero": (
        clause(rest='checks = ["archive_fresh"]\nparams.archive_fresh = { archive_max_age_days = -1 }'),
        ["zero or more"],
    ),
    "parameter that is not finite": (
        clause(rest='checks = ["connections_in_community"]') + "[thresholds]\nreview_above_share = inf",
        ["zero or more"],
    ),
    "parameter of another check": (
        clause(rest=f"{CHECKS}\nparams.archive_fresh = {{ archive_max_age_days = 3 }}"),
        ["archive_fresh", "not among the clause's checks"],
    ),
    "parameters that are no table": (clause(rest=f"{CHECKS}\nparams.location_off = 3"), ["params.location_off = {"]),
    "a word that is no choice": (
        clause(rest='checks = ["connections_in_community"]') + '[community]\nown_family = "perhaps"',
        ["perhaps", "ask, no, yes"],
    ),
    "unknown setting of a list": (
        clause(rest='checks = ["privacy_baseline"]\nparams.privacy_baseline = { baseline_settings = ["diary"] }'),
        ["diary", "signin.two_factor"],
    ),
    "floor of a word": (
        clause(rest='checks = ["privacy_baseline"]\nfloor.privacy_baseline = { baseline_settings = [] }'),
        ["no measure"],
    ),
    "two values for one parameter": (
        clause("1", rest='checks = ["archive_fresh"]\nparams.archive_fresh = { archive_max_age_days = 3 }')
        + clause("2", rest='checks = ["archive_fresh"]\nparams.archive_fresh = { archive_max_age_days = 4 }'),
        ["clause 2", "than clause 1"],
    ),
    "neither checks nor a reason": (clause(rest=""), ["clause 1", "neither checks nor not_automated"]),
    "empty checks": (clause(rest="checks = []"), ["neither checks nor not_automated"]),
    "the same id twice": (clause() + clause(), ["clause 1", "twice"]),
    "unknown key in a clause": (clause(rest=f"{CHECKS}\nfoo = 1"), ["clause 1", "foo", "unknown"]),
    "unknown key at the top": ("[extra]\na = 1\n" + clause(), ["extra", "unknown"]),
    "unknown key of a threshold": (clause() + "[thresholds]\nlikes = 3", ["[thresholds]", "likes"]),
    "unknown group": (clause() + '[community]\nmartians = "yes"', ["[community]", "martians"]),
    "unknown verb": (clause(verb="might"), ["might", "must"]),
    "unknown severity": (clause(rest=f'{CHECKS}\nseverity = "violation"'), ["violation", "suggestion"]),
    "unknown audience": (clause(rest=f'{CHECKS}\naudience = ["friends"]'), ["friends", "community"]),
    "empty audience": (clause(rest=f"{CHECKS}\naudience = []"), ["audience is empty"]),
    "unknown guard": (clause(rest='guard = "guard_dog"'), ["guard_dog", "[[guard]]"]),
    "a missing demand": (clause().replace('demand = "Be careful."', ""), ["clause 1", "demand", "missing"]),
    "an empty demand": (clause().replace('"Be careful."', '""'), ["demand", "not empty"]),
    "a demand without English": (clause().replace('"Be careful."', '{ es = "Cuidado." }'), ["demand"]),
    "a demand in an unknown language": (clause().replace('"Be careful."', '{ en = "a", xx = "b" }'), ["demand"]),
    "a number for an id": (clause().replace('id = "1"', "id = 1"), ["[[clause]] number 1", "a text"]),
    "clauses that are no list": ("[clause]\nid = 1", ["[[clause]]", "no list"]),
    "no clauses": ("", ["no [[clause]]"]),
    "a question about nothing": (
        clause() + '[[open_question]]\nclauses = ["9"]\nquestion = "?"\ndefault = "-"\nreason = "-"\n',
        ["9", "unknown"],
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refused_with_a_sentence(name: str, tmp_path: Path) -> None:
    text, told = REFUSED[name]
    found = problems(tmp_path, text)
    assert any(all(word in problem for word in told) for problem in found), found
    assert all(problem.startswith("hillside.toml") for problem in found)


def test_a_table_that_is_none(tmp_path: Path) -> None:
    found = problems(tmp_path, 'community = "all"\npack = 3\n' + clause(), head="")
    assert [table for table in ("[community]", "[pack]") if any(f"{table}: this is no table" in p for p in found)] == [
        "[community]",
        "[pack]",
    ]


@pytest.mark.parametrize("verb", list(Verb))
@pytest.mark.parametrize("severity", list(Severity))
def test_no_severity_above_what_the_verb_allows(verb: Verb, severity: Severity, tmp_path: Path) -> None:
    order = list(Severity)
    found = problems(tmp_path, clause(verb=verb, rest=f'{CHECKS}\nseverity = "{severity}"'))
    assert bool(found) is (order.index(severity) > order.index(MOST_SEVERE[verb]))


@pytest.mark.parametrize(
    "rule",
    [
        clause(rest=f'{CHECKS}\nkeywords = ["strike"]'),
        clause(rest=f'{CHECKS}\ntext_match = "strike"'),
        clause(rest=f'{CHECKS}\npost_text = "strike"'),
        clause(rest=f'{CHECKS}\nparams.location_off = {{ keywords = ["strike"] }}'),
        clause(rest='checks = ["post_content"]'),
        clause(rest='checks = ["forbidden_keywords"]'),
        clause(rest='checks = ["viewpoint_balanced"]'),
        clause() + '[content]\nforbidden = ["strike"]',
        clause() + "[thresholds]\nsentiment = 3",
        clause() + '[[rule]]\nregex = "strike"',
        clause(rest=f'{CHECKS}\nHashtags = ["strike"]'),
    ],
)
def test_no_rule_about_what_somebody_wrote(rule: str, tmp_path: Path) -> None:
    assert any("would judge what somebody wrote" in problem for problem in problems(tmp_path, rule))


def test_no_check_of_ours_could_be_taken_for_one() -> None:
    names = [name for check in checks().values() for name in (check.meta.id, *check.meta.params)]
    assert not [name for name in names if about_content(name)]


def test_all_problems_are_told_at_once(tmp_path: Path) -> None:
    found = problems(tmp_path, clause("1", "might") + clause("2", rest="") + "[thresholds]\nlikes = 3")
    assert len(found) == 3
    assert [line for line in (11, 18) if any(f"line {line}, clause" in problem for problem in found)] == [11, 18]


def test_bad_toml_is_told_with_its_line(tmp_path: Path) -> None:
    (problem,) = problems(tmp_path, "[[clause]]\nid = \n")
    assert "hillside.toml" in problem
    assert "line 11" in problem


def test_deep_nesting_and_strange_numbers_are_no_traceback(tmp_path: Path) -> None:
    (problem,) = problems(tmp_path, "a = " + "[" * 5000 + "]" * 5000)
    assert "hillside.toml" in problem
    assert problems(tmp_path, "a = " + "9" * 5000)


def test_not_a_text_file(tmp_path: Path) -> None:
    path = tmp_path / "hillside.toml"
    path.write_bytes(b"\xff\xfe[pack]")
    assert "UTF-8" in policy.check_file(path)[0]


def test_a_pack_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(PolicyError, match="melrose-2011"):
        policy.load("hillside")
    with pytest.raises(PolicyError, match=r"nowhere\.toml"):
        policy.load(str(tmp_path / "nowhere.toml"))
    with pytest.raises(PolicyError, match="cannot be read"):
        policy.load(str(tmp_path))
    assert "cannot be read" in policy.check_file(tmp_path / "nowhere.toml")[0]


def test_load_tells_every_problem(tmp_path: Path) -> None:
    path = tmp_path / "hillside.toml"
    path.write_text(HEAD + clause(verb="might") + "[thresholds]\nlikes = 3", encoding="utf-8")
    with pytest.raises(PolicyError) as error:
        policy.load(str(path))
    assert str(error.value).splitlines() == policy.check_file(path)


def test_pack_settings_reach_every_check_that_has_them() -> None:
    text = "[thresholds]\nacknowledged_max_age_days = 30\n"
    both = pack(clause(rest='checks = ["aup_acknowledged", "policies_acknowledged"]') + text)
    assert both.params("aup_acknowledged") == both.params("policies_acknowledged") == {"acknowledged_max_age_days": 30}


def test_a_clause_is_nearer_than_the_pack() -> None:
    near = pack_for(
        "archive_fresh",
        more="params.archive_fresh = { archive_max_age_days = 7 }\n[thresholds]\narchive_max_age_days = 30",
    )
    assert near.params("archive_fresh") == {"archive_max_age_days": 7}


_LINES = [
    *HEAD.splitlines(),
    *clause().splitlines(),
    "[community]", 'staff = "yes"', "[thresholds]", "archive_max_age_days = 3", "[[guard]]", "[[open_question]]",
    'reason = { en = "a" }', "params.location_off = 1", "floor = { location_off = {} }", "checks = [1]", "clauses = 3",
    'audience = "public"', "effective = 2026-09-01", 'effective = "soon"', "email_domains = [1, 2]", "verb = []",
    "[clause]", "[pack.id]", "guard = 1", 'severity = "fix"', 'question = "?"', "id = { a = 1 }",
]  # fmt: skip


@settings(deadline=None, max_examples=100)
@given(st.lists(st.one_of(st.sampled_from(_LINES), st.text(max_size=12)), max_size=25))
def test_any_file_is_a_pack_or_a_list_of_problems(tmp_path_factory: pytest.TempPathFactory, lines: list[str]) -> None:
    path = tmp_path_factory.mktemp("packs") / "any.toml"
    path.write_bytes("\n".join(lines).encode("utf-8", "surrogatepass"))
    found = policy.check_file(path)
    assert all(problem.startswith("any.toml") for problem in found)
    assert found or isinstance(policy.load(str(path)), Pack)


_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
_KEYS = st.sampled_from(
    ["id", "source", "verb", "demand", "checks", "audience", "params", "floor", "severity", "guard"]
)


@settings(deadline=None, max_examples=100)
@given(st.dictionaries(_KEYS, _VALUES, max_size=6))
def test_any_clause_is_a_pack_or_a_list_of_problems(table: dict[str, object]) -> None:
    good = {"id": "1", "source": "1", "verb": "must", "demand": "x", "checks": ["location_off"]}
    shape = Shape("any.toml", "", {"clause": [{**good, **table}]})
    made = _Loader(shape, checks()).pack("0")
    assert all(isinstance(problem, str) for problem in shape.problems)
    if not [problem for problem in shape.problems if "[pack]" not in problem]:
        assert made.clauses[0].checks


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("false_accusation = 5", "20 or more"),
        ("missed_stranger = 1", "2 or more"),
        ('missed_stranger = "much"', "has to be a number"),
        ("mercy = 3", "mercy"),
    ],
)
def test_a_pack_cannot_make_a_false_accusation_cheap(tmp_path: Path, line: str, problem: str) -> None:
    shipped = (Path(policy.__file__).parent / "packs" / "melrose-2011.toml").read_text(encoding="utf-8")
    own = tmp_path / "own.toml"
    own.write_text(re.sub(r"(?m)^(false_accusation|missed_stranger) = \d+$", "", shipped).replace(
        "[verdicts]", f"[verdicts]\n{line}"
    ), encoding="utf-8")  # fmt: skip
    assert any(problem in each for each in policy.check_file(own))
    own.write_text(re.sub(r"(?m)^false_accusation = \d+$", "false_accusation = 50", shipped), encoding="utf-8")
    assert policy.load(str(own)).costs.not_in_roster_at == 1 / 50
