"""The account is for school only, and is reached through the school's e-mail."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.policy.examples import facts as example
from auditor.policy.examples import registered
from auditor.policy.model import AccountFacts, CheckMeta, Example, Observation, Params
from auditor.policy.observe import REGISTER, account, in_domains, kind_of_account, not_registered
from auditor.policy.steps import steps
from auditor.result import Evidence, Outcome, Severity
from connectors.model import Message, Platform

META = CheckMeta(
    id="account_separate",
    title="The account is for school only",
    why="With two accounts, private life stays private and school records stay together.",
    severity=Severity.REVIEW,
    needs=frozenset(),
)


def evaluate(facts: AccountFacts, _: Params) -> Iterator[Observation]:
    """One observation on what the account is used for, one on its e-mail address."""
    yield _use(facts)
    yield _email(facts)


def _use(facts: AccountFacts) -> Observation:
    registration, platform = facts.registration, facts.snapshot.platform
    if registration is None:
        return not_registered(facts)
    remedy = steps(platform, "separate")
    if registration.mixed_use is None:
        return Observation(Outcome.MANUAL, Message(f"check.{META.id}.not_said"), account(facts), remedy=remedy)
    # A personal Facebook profile with one friend is still the owner's one personal account.
    personal = platform == Platform.FACEBOOK and kind_of_account(facts) == "profile"
    if registration.mixed_use or personal:
        which = "mixed" if registration.mixed_use else "personal_profile"
        evidence = (Evidence(REGISTER, "mixed_use" if registration.mixed_use else "account_kind", which),)
        return Observation(Outcome.ATTENTION, Message(f"check.{META.id}.{which}"), account(facts), evidence, remedy)
    return Observation(Outcome.PASS, Message(f"check.{META.id}.pass"), account(facts))


def _email(facts: AccountFacts) -> Observation:
    subject = account(facts, "contact_email")
    registered_email = facts.registration.contact_email if facts.registration else ""
    email = registered_email or facts.snapshot.profile.email or ""
    if not facts.email_domains or "@" not in email:
        which = "no_email" if facts.email_domains else "no_domains"
        return Observation(Outcome.NOT_ASSESSED, Message(f"check.{META.id}.{which}"), subject)
    domain = email.rpartition("@")[2].strip().casefold()
    evidence = (Evidence(REGISTER if registered_email else "profile", "email", f"@{domain}"),)
    if in_domains(email, facts.email_domains):
        return Observation(Outcome.PASS, Message(f"check.{META.id}.email_pass"), subject, evidence)
    remedy = Message(f"check.{META.id}.remedy_email")
    return Observation(Outcome.ATTENTION, Message(f"check.{META.id}.email_attention"), subject, evidence, remedy)


_SCHOOL_MAIL = "lokafor@schools.example"

EXAMPLES = (
    Example(
        "separate, with school mail",
        lambda: registered(mixed_use=False, contact_email=_SCHOOL_MAIL),
        (Outcome.PASS, Outcome.PASS),
    ),
    Example(
        "also used privately",
        lambda: registered(mixed_use=True, contact_email="lena@mail.example"),
        (Outcome.ATTENTION, Outcome.ATTENTION),
    ),
    Example(
        "a personal Facebook profile",
        lambda: registered("facebook", mixed_use=False, account_kind="profile", contact_email=_SCHOOL_MAIL),
        (Outcome.ATTENTION, Outcome.PASS),
    ),
    Example("nobody said", registered, (Outcome.MANUAL, Outcome.NOT_ASSESSED)),
    Example("not registered", example, (Outcome.MANUAL, Outcome.NOT_ASSESSED)),
)
