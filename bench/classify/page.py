"""docs/benchmarks-classify.md, from the record."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from bench.classify.aims import AIMS, FIGURES, OPEN, percent, value_of, written
from bench.classify.examples import PEOPLE, RULES, SEED, picture
from bench.classify.recall import WAYS
from bench.classify.record import STYLES, main_group
from bench.classify.runs import LABELS, OURS
from bench.classify.sets import GROUPS
from reports.explain import signed

NAMES = {
    "r5k": "5,000 people",
    "r50k": "50,000 people",
    "r500k": "500,000 people",
    "share30": "50,000, 30 % members",
    "share80": "50,000, 80 % members",
    "handles": "real handles",
    "aliases": "real aliases",
    "handles_wide": "real handles, larger roster",
    "aliases_wide": "real aliases, larger roster",
}
NO_BOUND = "no bound"  # a ratio to a rate of nought
_STRATUM = ("f1", "role", "first", "top1", "accused", "caught", "strangers_clear", "undetermined")
_HEADS = {
    "style": "display name",
    "revealed": "name and handle together give",
    "tier": "how near the member is to the account's owner",
}
_WORDS = {
    "style": STYLES,
    "tier": {"C": "own class", "S": "own school", "D": "elsewhere in the district", "X": "strangers"},
    "revealed": {},
}
WAY_WORDS = {
    "kept": "weighed, and among the six best",
    "listed": "weighed, but six fitted better",
    "group": "in a group that is counted as a whole",
    "dropped": "looked up, but fits too little",
    "none": "no candidate",
}
_CANDIDATES = (
    "Weights can only choose among those who were found. Of how many members was the true person there to be chosen? "
    "The columns add up to 100 %. Who is in a group of the right role that is counted as a whole (everybody called "
    "Maria, say) counts as a member, but is nobody in particular."
)
_EXAMPLES = (
    "These are what `auditor explain` shows of some connections of an invented district (of this project's own "
    f"generator, {PEOPLE:,} people, seed {SEED}): of each kind the first by number, not a chosen one. A bit doubles "
    "the odds of the nearest person in the lists against somebody who is in none."
)
_NOTES = """
## What these figures are, and are not

* The districts are invented by a generator that is not part of this project (the folder `AUDITOR_RULER` names): \
rosters with families, classes and schools, names by the national frequencies of the United States, connection lists \
with nicknames, titles, typing mistakes, made-up names and relatives who are on no list. The classifier learns from \
districts of another generator (`bench/districts`), whose authors knew this one: it is not blind to what is asked. How \
people really write their names may differ from how either generator thinks they do, so read the figures as an upper \
estimate and the differences between rows as the finding.
* Real names and handles are those of members of parliaments (EveryPolitician, 2015, the folder `AUDITOR_PEER_DATA` \
names). Half of the people are kept for development and never reported here. They are public figures, most of them \
with a handle made to be recognised; there are no schools, classes or account owners to help, and no school district \
looks like this. In the rows with the larger roster, those of the other half who are in its roster are in this one \
too: as many as the musts were set with.
* The districts of these seeds are measured after every larger change, so they are not untouched: three settings were \
settled after a first measurement (how many districts the weights are learnt on, from when on the likelier of two \
people is named, how far the names of a place are spread), which moved figures by 0.1 points or less. Everything else \
(`bench/districts/rates.py`, whom look-ups lead to, which phrases are nobody's name) was settled by reading the \
mistakes on development districts of that generator, of other seeds. Seeds 2203 and 2204 were measured for the first \
time when all of it was settled, but for a rule on capitals inside names; they are neither better nor worse than 2201 \
and 2202.
* The right person *named* is the one in the column `person_id`; nobody is, where two fit equally well. *First* is \
the rank in the table of candidates (`--candidates`): where several rank first, each counts its part. The musts were \
set with matchers that always name somebody. The peers name one, and have the same figure twice.
* No list of a real school's staff has been measured: there is none that may be used.
* The peers got the same files: names cleaned by the same code, titles and class names cut off, nicknames from the \
generator's own list. They do not read e-mail addresses, biographies, classes or schools, and have no way to say that \
somebody is a stranger: for them "not in the roster" is a probability of at most 0.05. Splink is not told who is who; \
its probability is what its pairs' odds make together. Up to 100,000 people it looks at wide blocks of pairs (every \
shared surname), beyond that at narrow ones. "Calibrated" and TF-IDF had their probabilities corrected with the truth \
of every second account and are scored on the others, which no district could do. TF-IDF answers only the first 50,000 \
connections of the largest district.
* Intervals are of 500 draws of whole accounts (of people, for real names), 95 %. They hold chance in the connections, \
not in the generator. A calibration error grows by chance, so its interval lies high.
* A ratio between name groups is that of the largest to the smallest rate; the groups are those the generator drew \
invented people's names from. No real person has a group anywhere in this project. With a group without any false \
accusation there is no ratio.
* Time is wall-clock of the whole command, reading the roster and writing the answers included, in a process of its \
own; memory is its peak resident set. The time of a peer holds its training. "Roster and index at hand" is the part \
of ours that compares and writes: the roster and its index are stored after the first time. The must was set for that \
part (an index has a must of its own) and holds for it; the peers, which store nothing, have no such part.
"""


def text(record: Mapping[str, Any], images: Sequence[tuple[str, str]]) -> str:
    """The whole page."""
    groups = _groups(record)
    main = main_group(record)
    lines = [*_head(record, groups), "", "## Against what was set out", *_aims(groups), *_speed(groups)]
    for file, caption in images:
        lines += ["", f"![{caption}](images/{file})"]
    lines += _candidates(groups)
    if main:
        matchers = groups[main]["matchers"]
        lines += ["", f"## Where the mistakes are ({NAMES[main]})", *_strata(matchers[OURS]), *_name_groups(matchers)]
    lines += _examples(record.get("examples", []))
    lines += ["", "## All figures", *_all(groups)]
    return "\n".join(lines) + "\n" + _NOTES


def against_what_was_set(record: Mapping[str, Any]) -> list[str]:
    """The sets with their seeds, and every figure that was to be reached, as two tables."""
    groups = _groups(record)
    sets = [
        (NAMES[name], ", ".join(str(s["seed"]) for s in group["sets"] if "seed" in s) or OPEN, group["date"])
        for name, group in groups.items()
    ]
    return [*_table(("set", "seeds", "date"), sets), *_aims(groups)]


def _groups(record: Mapping[str, Any]) -> dict[str, Any]:
    return {name: record["groups"][name] for name in GROUPS if name in record["groups"]}


def _table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> list[str]:
    head = list(head)
    return ["", f"| {' | '.join(head)} |", f"|{'---|' * len(head)}", *(f"| {' | '.join(row)} |" for row in rows)]


def _head(record: Mapping[str, Any], groups: Mapping[str, Any]) -> list[str]:
    lines = [
        "# How well and how fast connections are classified",
        "",
        f"Made by `make bench-classify` (last: `{record.get('command', '')}`). Seeds are fixed; no weight was "
        "learnt with them. What the figures can and cannot say stands at the end.",
    ]
    rows = []
    for name, group in groups.items():
        machine = group["machine"]
        seeds = ", ".join(str(s["seed"]) for s in group["sets"] if "seed" in s)
        rows.append(
            (
                NAMES[name],
                f"{sum(group['roster']) / len(group['roster']):,.0f}",
                f"{group['matchers'][OURS]['connections']:,}",
                seeds or OPEN,
                group["date"],
                group["commit"] or OPEN,
                f"{machine['cores']} cores, {machine['system']}, Python {machine['python']}, load {machine['load']}",
            )
        )
    return lines + _table(("set", "roster", "connections", "seeds", "date", "commit", "machine"), rows)


def _cell(group: Mapping[str, Any], matcher: str, figure: str) -> str:
    found = group["matchers"].get(matcher)
    return written(figure, value_of(found, figure)) if found else OPEN


def _interval(group: Mapping[str, Any], figure: str) -> str:
    found = group["matchers"][OURS]
    low, high = found["figures"].get(figure, (None, None, None))[1:]
    return _with_range(figure, value_of(found, figure), low, high)


def _with_range(figure: str, value: float | None, low: float | None, high: float | None) -> str:
    if low is None and high is None:
        return written(figure, value)
    most = NO_BOUND if high is None else written(figure, high)
    return f"{written(figure, value)} ({written(figure, low).removesuffix(' %')} to {most})"


def _aims(groups: Mapping[str, Any]) -> list[str]:
    rows = []
    for aim in AIMS:
        if aim.group not in groups:
            continue
        group, shown = groups[aim.group], FIGURES[aim.figure].shown
        rows.append(
            (
                FIGURES[aim.figure].words,
                NAMES[aim.group],
                _interval(group, aim.figure),
                shown(aim.must),
                shown(aim.aim),
                aim.met(value_of(group["matchers"][OURS], aim.figure)),
                *(_cell(group, peer, aim.figure) for peer in LABELS if peer != OURS),
            )
        )
    peers = [LABELS[peer] for peer in LABELS if peer != OURS]
    head = ("figure", "set", "this project (interval)", "must", "aim", "reached", *peers)
    return _table(head, rows)


def _speed(groups: Mapping[str, Any]) -> list[str]:
    rows = []
    for name, group in groups.items():
        for matcher, found in group["matchers"].items():
            if matcher == "splink_calibrated":
                continue
            stages = ", ".join(f"{k.removesuffix('_s')} {v:.1f} s" for k, v in found["stages"].items() if k != "rows")
            rows.append(
                (
                    NAMES[name],
                    LABELS[matcher],
                    f"{found['connections']:,}",
                    f"{found['seconds']:.1f} s",
                    written("throughput", value_of(found, "throughput")),
                    f"{found['megabytes']:,} MB",
                    stages or OPEN,
                )
            )
    head = ("set", "who", "connections", "time", "per second", "peak memory", "of it")
    return ["", "## Time and memory", *_table(head, rows)]


def _candidates(groups: Mapping[str, Any]) -> list[str]:
    """Who was there to be weighed, of every set and by what is revealed."""
    rows = [
        (NAMES[name], row["value"], f"{row['members']:,}", *(percent(row[way], 2) for way in WAYS))
        for name, group in groups.items()
        for row in group.get("candidates", {"rows": []})["rows"]
    ]
    if not rows:
        return []
    head = ("set", "name and handle together give", "members", *WAY_WORDS.values())
    return ["", "## Candidates", "", _CANDIDATES, *_table(head, rows)]


def _examples(examples: Sequence[Mapping[str, Any]]) -> list[str]:
    """How some verdicts were reached, in pictures and in words."""
    if not examples:
        return []
    lines = ["", "## How a verdict is reached", "", _EXAMPLES]
    rules = {rule.name: rule for rule in RULES}
    for example in examples:
        rule = rules[example["name"]]
        shown = " with the user name ".join(
            f"`{each}`" for each in (example["display_name"], example["handle"]) if each
        )
        lines += [
            "",
            f"### {rule.title}",
            "",
            f"The rule: {rule.chosen}. Shown is {'' if example['display_name'] else 'the user name '}{shown}; in truth "
            f"it is {example['truth']}. The answer: {example['answer']}. {' '.join(example['reasons'])}",
            "",
            f"![{rule.title}: {example['together']}](images/{picture(example['name'])})",
            *_table(
                ("what was compared", "bits", "in words"),
                ((step["label"], signed(step["bits"], "en"), step["told"]) for step in example["steps"]),
            ),
            "",
            example["together"],
        ]
    return lines


def _strata(ours: Mapping[str, Any]) -> list[str]:
    lines = []
    for name, title in _HEADS.items():
        rows = [
            (
                _WORDS[name].get(row["value"], str(row["value"])),
                f"{row['n']:,}",
                *(written(figure, row[figure]) for figure in _STRATUM),
            )
            for row in ours["by"][name]
        ]
        lines += _table((title, "connections", *(FIGURES[figure].words for figure in _STRATUM)), rows)
    return lines


def _name_groups(matchers: Mapping[str, Any]) -> list[str]:
    rows = [
        (
            LABELS[matcher],
            row["group"],
            f"{row['members']:,}",
            _with_range("accused", row["accused"], row["low"], row["high"]),
            written("recall", row["missed"]),
        )
        for matcher, found in matchers.items()
        if matcher in (OURS, "splink")
        for row in found["name_groups"]
    ]
    return _table(("who", "name group", "members", "said not to be in the roster", "below 0.5"), rows)


def _all(groups: Mapping[str, Any]) -> list[str]:
    lines = []
    for name, group in groups.items():
        present = [matcher for matcher in LABELS if matcher in group["matchers"]]
        rows = [
            (
                FIGURES[figure].words,
                _interval(group, figure),
                *(_cell(group, matcher, figure) for matcher in present if matcher != OURS),
            )
            for figure in group["matchers"][OURS]["figures"]
        ]
        lines += ["", f"### {NAMES[name][:1].upper()}{NAMES[name][1:]}"]
        lines += _table(("figure", *(LABELS[matcher] for matcher in present)), rows)
    return lines
