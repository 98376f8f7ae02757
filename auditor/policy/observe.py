"""What checks are written with: subjects, evidence, and the judgements several checks share.

A judgement here is one that knows nothing of a single check: of one setting, of one date in the register.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import date, timedelta

from auditor.policy.model import AccountFacts, Observation
from auditor.policy.steps import ONE_SWITCH, steps
from auditor.register import Registration
from auditor.result import Evidence, FindingSubject, Outcome
from connectors.model import UNKNOWN, Connection, Message, Platform, Setting, SettingKey

MESSAGES_ALONE = frozenset({Platform.EMAIL, Platform.SMS, Platform.WHATSAPP})
"""What is read of these is messages: there is no profile, no comment, no request, and nobody is followed."""
REGISTER = "register"
"""The source of evidence that the owner or the office wrote down."""


def account(facts: AccountFacts, aspect: str = "") -> FindingSubject:
    """The account itself, or one aspect of it (`contact_email`) where a check looks at several."""
    profile = facts.snapshot.profile
    registered = facts.registration.account if facts.registration else ""
    names = (facts.handle, registered, profile.handle, profile.account_id, profile.display_name)
    handle = next((name for name in names if name), "")
    return FindingSubject("account", aspect or handle.strip().lstrip("@").casefold())


def messages_alone(facts: AccountFacts, aspect: str = "") -> Observation | None:
    """The answer to what cannot be asked of e-mail and threads of texts; None for any other account."""
    if facts.snapshot.platform not in MESSAGES_ALONE:
        return None
    return Observation(Outcome.NOT_APPLICABLE, Message("policy.messages_alone"), account(facts, aspect))


def connection(c: Connection) -> FindingSubject:
    """One connection."""
    return FindingSubject("connection", c.id)


def shown_name(c: Connection) -> str:
    """What the platform shows of a connection: its name, else the next best thing."""
    return c.display_name or c.handle or c.email or c.url or c.platform_id or ""


def read_at(c: Connection) -> tuple[Evidence, ...]:
    """Where a connection was read."""
    return tuple(Evidence(place.source, place.pointer, shown_name(c)) for place in c.places)


def profile_evidence(facts: AccountFacts, field: str, value: str) -> tuple[Evidence, ...]:
    """What the profile shows in one of its fields."""
    place = facts.snapshot.profile.place
    return (Evidence(place.source if place else "profile", field, value),)


def judge_setting(
    facts: AccountFacts, check: str, key: SettingKey, safe: Collection[str], topic: str, *, detail: str = ""
) -> Observation:
    """Whether one privacy setting has one of the safe values.

    A setting the export does not carry is not assessed; a word we do not know needs a person's eyes. `topic` chooses
    the steps for the platform, `detail` tells the messages of one check's several settings apart.
    """
    subject = FindingSubject("setting", key)
    remedy = steps(facts.snapshot.platform, topic)
    found = _setting(facts, key)
    if found is None:
        if key is not SettingKey.SIGNIN_TWO_FACTOR and (other := messages_alone(facts)) is not None:
            return replace(other, subject=subject)
        return Observation(Outcome.NOT_ASSESSED, _about_setting("absent", key), subject, remedy=remedy)
    value, read = found
    raw = "; ".join(f"{name}: {word}" for name, word in sorted(read.raw.items()))
    evidence = (Evidence(read.place.source, read.place.pointer, raw or read.value),)
    if value == UNKNOWN:
        return Observation(Outcome.MANUAL, _about_setting("unknown", key), subject, evidence, remedy)
    base = f"check.{check}.{detail}" if detail else f"check.{check}"
    if value in safe:
        return Observation(Outcome.PASS, Message(f"{base}.pass"), subject, evidence)
    return Observation(Outcome.ATTENTION, Message(f"{base}.attention"), subject, evidence, remedy)


def _about_setting(what: str, key: SettingKey) -> Message:
    return Message(f"policy.setting.{what}", {"t_setting": f"policy.setting.{key}"})


_CLOSED_BY_SWITCH = {
    SettingKey.REQUESTS_APPROVAL: ("required", "open"),
    SettingKey.CONNECTIONS_VISIBILITY: ("connections", "public"),
    SettingKey.POSTS_AUDIENCE: ("connections", "public"),
}
"""Setting → its value when the account is closed, and when it is not."""


def _setting(facts: AccountFacts, key: SettingKey) -> tuple[str, Setting] | None:
    """The value of a setting and the setting it was read from; None where the export says nothing of it."""
    by_key = {setting.key: setting for setting in facts.snapshot.settings}
    if key in by_key:
        return by_key[key].value, by_key[key]
    switch = by_key.get(SettingKey.PROFILE_VISIBILITY)
    if switch is None or key not in _CLOSED_BY_SWITCH or facts.snapshot.platform not in ONE_SWITCH:
        return None
    closed, open_ = _CLOSED_BY_SWITCH[key]
    if switch.value == UNKNOWN:
        return UNKNOWN, switch
    return (open_ if switch.value == "public" else closed), switch


def not_registered(facts: AccountFacts, aspect: str = "") -> Observation:
    """The account was audited without its registration, so a person has to say."""
    return Observation(
        Outcome.MANUAL, Message("policy.not_registered"), account(facts, aspect), remedy=Message("policy.register_it")
    )


def recorded(check: str, facts: AccountFacts, value: str, *, ok: bool) -> Observation:
    """A fact of the register that either serves (`pass`) or does not (`attention`, with the check's remedy)."""
    evidence = (Evidence(REGISTER, check, value),) if value else ()
    outcome = Outcome.PASS if ok else Outcome.ATTENTION
    remedy = None if ok else Message(f"check.{check}.remedy")
    return Observation(outcome, Message(f"check.{check}.{outcome}"), account(facts), evidence, remedy)


def judge_date(check: str, facts: AccountFacts, recorded_on: date | None, max_age_days: int) -> Observation:
    """Whether something was done within the last `max_age_days`, by the date in the register."""
    subject, remedy = account(facts), Message(f"check.{check}.remedy")
    if recorded_on is None:
        return Observation(Outcome.ATTENTION, Message(f"check.{check}.none"), subject, remedy=remedy)
    day = recorded_on.isoformat()
    evidence = (Evidence(REGISTER, check, day),)
    if recorded_on > facts.as_of:
        message = Message("policy.future_date", {"d_date": day})
        return Observation(Outcome.MANUAL, message, subject, evidence, Message("policy.correct_the_date"))
    if facts.as_of - recorded_on > timedelta(days=max_age_days):
        message = Message(f"check.{check}.attention", {"d_date": day, "n": max_age_days})
        return Observation(Outcome.ATTENTION, message, subject, evidence, remedy)
    return Observation(Outcome.PASS, Message(f"check.{check}.pass", {"d_date": day}), subject, evidence)


def in_domains(address: str, domains: Collection[str]) -> bool:
    """Whether an e-mail address is in one of these domains, or below one of them."""
    domain = address.rpartition("@")[2].strip().casefold()
    known = [name.casefold().lstrip("@") for name in domains]
    return "@" in address and any(domain == name or domain.endswith(f".{name}") for name in known)


def kind_of_account(facts: AccountFacts) -> str:
    """What the platform calls the account (`page`, `blog`, …): from the register, else the profile, else empty."""
    registration: Registration | None = facts.registration
    kind = (registration.account_kind if registration else "") or facts.snapshot.profile.account_type or ""
    return kind.strip().casefold().replace(" ", "_")
