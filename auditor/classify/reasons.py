"""Why a verdict is what it is, in sentences a teacher understands. No sentence names a person."""

from __future__ import annotations

from auditor.classify import population
from auditor.classify.compare import Evidence, Fit, Reading
from auditor.roster.model import Group
from auditor.verdict import Category
from connectors.model import Message

_MOST = 5
_RARE_ONE_IN = 10_000
COMMON_NAME = 11.5
"""Joint surprisal (natural units) below which many people bear a full name: about one in 100,000."""

_SAME = ("exact", "part")


def only(id_: str) -> tuple[Message, ...]:
    """A single reason without parameters."""
    return (Message(f"reason.{id_}"),)


def group_missing(groups: tuple[Group, ...]) -> tuple[Message, ...]:
    """One reason per group the roster does not cover."""
    return tuple(Message("reason.group_missing", {"t_group": f"reason.group.{group}"}) for group in groups)


def for_match(fit: Fit, evidence: Evidence, reading: Reading, category: Category, alike: int) -> tuple[Message, ...]:
    """Reasons for a person who may be the one, strongest kind first. `alike`: how many fit about as well."""
    names = {name for name, _ in evidence}
    found = []
    if "email.same" in names:
        found.append(Message("reason.same_email"))
    found.append(_name_reason(fit, category, alike))
    found += _rarity(fit)
    if alike == 1:
        for tier in ("class", "school"):
            if f"near.{tier}" in names:
                found.append(Message(f"reason.near_{tier}"))
    if names & {"year.same", "year.same_digits"}:
        found.append(Message("reason.year_fits"))
    if "title.staff" in names:
        found.append(Message("reason.title_fits"))
    if reading.names_school:
        found.append(Message("reason.school_named"))
    if "sources.disagree" in names:
        found.append(Message("reason.sources_disagree"))
    return tuple(found[:_MOST])


def _name_reason(fit: Fit, category: Category, alike: int) -> Message:
    if alike > 1:
        return Message("reason.several_fit", {"n": alike})
    return Message(f"reason.{_name_kind(fit)}", {"t_as": f"reason.as.{category}"})


def _name_kind(fit: Fit) -> str:
    given, family = fit.given, fit.family
    if not given and not family:
        return "no_name_but_address"
    if given in ("", "initial") or family in ("", "initial"):
        if family in _SAME:
            return "same_surname_initial" if given else "same_surname"
        return "same_first_initial" if family and given else "same_first_name"
    if given == "differs":
        return "first_name_differs"
    if family == "differs":
        return "surname_differs"
    if family == "former":
        return "former_surname"
    if family == "child":
        return "child_surname"
    if given == "close" or family == "close":
        return "nearly_same_name"
    if given in ("nickname", "short"):
        return "short_form"
    if given == "middle":
        return "middle_as_first"
    return "same_name_part" if family == "part" else "same_name"


def joint_surprisal(fit: Fit) -> float:
    """How much the matched full name says; infinite where it is no full name."""
    if fit.given not in ("exact", "nickname") or fit.family not in _SAME:
        return float("inf")
    given, surnames = population.given_names(), population.surnames()
    return given.surprisal(fit.given_word) + surnames.surprisal(fit.family_word)


def _rarity(fit: Fit) -> list[Message]:
    if joint_surprisal(fit) < COMMON_NAME:
        return [Message("reason.common_name")]
    table = population.surnames()
    if fit.family in (*_SAME, "former") and table.one_in(fit.family_word) >= _RARE_ONE_IN:
        if fit.family_word not in table:
            return [Message("reason.very_rare_surname")]
        return [Message("reason.rare_surname", {"people": table.one_in(fit.family_word)})]
    return []
