"""Examples of how verdicts are reached, from an invented district: for each rule the first connection that fulfils it.

The district is one of the project's own generator (`bench.districts`), so that nothing beside the project is needed and
nobody in it exists. The same seed gives the same examples as long as the same verdicts are given.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from auditor.classify import index, population
from auditor.classify.classifier import IndexClassifier
from auditor.classify.explain import explain
from auditor.classify.explanation import Explanation
from auditor.classify.text import key
from auditor.roster.model import Group, GroupCoverage, Person, Roster
from auditor.verdict import Subject, Verdict, VerdictKind
from bench.districts import District, draw_rates, make
from reports import charts, render
from reports import explain as words
from reports.catalog import Catalog
from reports.words import Words

SEED, PEOPLE, CONNECTIONS = 2601, 4_000, 6_000
_RARE = 10_000


@dataclass(frozen=True, slots=True)
class Case:
    """One connection of the district, its verdict, and who it is."""

    subject: Subject
    verdict: Verdict
    truth: Person | None
    """Somebody on the whole roster; None for a stranger."""
    role: str
    """What the generator calls them."""

    @property
    def reasons(self) -> frozenset[str]:
        """The verdict's reasons."""
        return frozenset(reason.id.removeprefix("reason.") for reason in self.verdict.reasons)

    @property
    def right(self) -> bool:
        """Whether the verdict names the person it is."""
        return self.truth is not None and self.verdict.person_id == self.truth.person_id


@dataclass(frozen=True, slots=True)
class Rule:
    """What an example is of."""

    name: str
    title: str
    chosen: str
    """The rule in words."""
    guardians: bool = True
    """Whether the lists hold the guardians."""

    def holds(self, case: Case, everyone: Mapping[str, Person]) -> bool:
        """Whether a connection is an example."""
        shown = case.subject
        given, _, family = (shown.display_name or "").rpartition(" ")
        whole = min(len(key(given)), len(key(family))) > 1
        match self.name:
            case "homonym":
                people = [everyone[c.person_id] for c in case.verdict.candidates]
                names = {(key(p.given), key(p.family)) for p in people}
                several = "several_fit" in case.reasons and len(names) == 1 < len(people)
                return whole and several and case.truth in people
            case "nickname":
                return whole and not shown.handle and "short_form" in case.reasons and case.right
            case "handle":
                alone = not (shown.display_name or shown.email or shown.bio)
                return alone and "same_name" in case.reasons and case.right
            case "gap":
                parent = case.truth is not None and case.truth.groups == {Group.PARENT}
                return whole and parent and "group_missing" in case.reasons
            case _:
                rare = population.surnames().one_in(key(family)) >= _RARE
                stranger = case.role == "stranger" and case.verdict.kind is VerdictKind.NOT_IN_ROSTER
                return whole and rare and stranger and "nobody_fits" in case.reasons


RULES = (
    Rule("homonym", "Several people of one name", "a whole name is shown, and several people of that name fit "
         "equally well"),
    Rule("nickname", "A short form of a first name", "a whole name and no user name is shown, and a form of the first "
         "name led to the right person"),
    Rule("handle", "A user name alone", "nothing but a user name is shown, and it led to the right person"),
    Rule("gap", "Lists without parents and guardians", "a parent or guardian who shows a whole name, where the lists "
         "have no parents and guardians",
         guardians=False),
    Rule("stranger", "A stranger with a rare name", "a stranger with a last name that at most one in 10,000 people "
         "has, who was not found"),
)  # fmt: skip


def find() -> list[dict[str, Any]]:
    """The record of the examples, in the order of RULES; a rule that no connection fulfils has none."""
    district = make(seed=SEED, people=PEOPLE, connections=CONNECTIONS, rates=draw_rates(SEED))
    found: dict[str, dict[str, Any]] = {}
    for guardians in (True, False):
        lists = district.roster if guardians else _without_guardians(district.roster)
        classifier = IndexClassifier(index.build(lists))
        open_ = [rule for rule in RULES if rule.guardians == guardians]
        for subjects, owner, cases in _accounts(district, classifier, lists):
            for which, case in enumerate(cases):
                for rule in [rule for rule in open_ if rule.holds(case, district.roster.people)]:
                    explanation = explain(classifier, subjects, owner, which)
                    if explanation.steps:
                        found[rule.name] = _record(rule, case, explanation)
                        open_.remove(rule)
            if not open_:
                break
    return [found[rule.name] for rule in RULES if rule.name in found]


def _accounts(
    district: District, classifier: IndexClassifier, lists: Roster
) -> Iterator[tuple[list[Subject], Person | None, list[Case]]]:
    """The accounts one after the other: what is shown, the owner, and the verdicts."""
    owner_of = dict(zip(district.accounts["account_id"], district.accounts["staff_id"], strict=True))
    fields = ["display_name", "handle", "url", "email", "bio"]
    for account, rows in district.connections.groupby("account_id", sort=False):
        subjects = [Subject(*(cell or None for cell in row)) for row in rows[fields].itertuples(index=False)]
        owner = lists.people.get(owner_of[account])
        truth = district.truth.loc[rows.index]
        people = [district.roster.people.get(person_id) for person_id in truth["person_id"]]
        verdicts = classifier.classify(subjects, owner)
        yield subjects, owner, list(map(Case, subjects, verdicts, people, truth["role"]))


def _without_guardians(lists: Roster) -> Roster:
    """The same lists, parents and guardians left out."""
    people = {
        each.person_id: replace(each, guardians=(), children=())
        for each in lists.people.values()
        if each.groups != {Group.PARENT}
    }
    groups = {**lists.coverage.groups, Group.PARENT: GroupCoverage(Group.PARENT, 0, "missing")}
    coverage = replace(lists.coverage, groups=groups, students_with_guardian=0)
    return replace(lists, people=people, coverage=coverage)


def _record(rule: Rule, case: Case, e: Explanation) -> dict[str, Any]:
    catalog = Catalog("en")
    view = words.view(e, Words(catalog))
    told = [" ".join([*map(catalog.text, row.told), catalog.text(row.effect)]) for row in view.rows]
    nearest = e.nearest.person_id if e.nearest else None
    return {
        "name": rule.name,
        "display_name": case.subject.display_name or "",
        "handle": case.subject.handle or "",
        "truth": _truth(case, nearest, rule),
        "answer": catalog.text(view.answer) + (f", {catalog.text(view.sure)}" if view.sure else ""),
        "reasons": [catalog.text(reason) for reason in view.reasons],
        "steps": [
            {"label": row.label, "bits": round(step.bits, 3), "told": text}
            for row, step, text in zip(view.rows, e.steps, told, strict=True)
        ],
        "together": catalog.text(view.together),
    }


def _truth(case: Case, nearest: str | None, rule: Rule) -> str:
    if case.truth is None:
        return "somebody who is on no list"
    if not rule.guardians:
        return "a parent or guardian whom these lists lack"
    return "the nearest person" if case.truth.person_id == nearest else "another one of them"


def write(examples: Sequence[Mapping[str, Any]], folder: Path) -> None:
    """Draw the picture of each example of a record, as the page of `auditor explain` has it."""
    for example in examples:
        steps = [(s["label"], s["bits"], words.signed(s["bits"], "en")) for s in example["steps"]]
        total = sum(bits for _, bits, _ in steps)
        drawn = charts.waterfall(steps, "Together", words.signed(total, "en"))
        title = next(rule.title for rule in RULES if rule.name == example["name"])
        (folder / picture(example["name"])).write_text(render.waterfall_svg(drawn, title, "en"), encoding="utf-8")


def picture(name: str) -> str:
    """The file of an example's picture."""
    return f"classify-waterfall-{name}.svg"
