"""The accounts of the plan, with their owners and the people they are connected with."""

from __future__ import annotations

from dataclasses import replace

from auditor.demo import names, network
from auditor.demo.account import Account, Link
from auditor.demo.chance import stream
from auditor.demo.people import District, Human, letters
from auditor.demo.plan import SPECS, Spec


def make(district: District, seed: int) -> list[tuple[Spec, Account]]:
    """Every account of the plan, in its order."""
    out = [(spec, _account(district, spec, seed)) for spec in SPECS]
    threads = {spec.handle: account for spec, account in out if spec.layout == "threads"}
    return [
        (spec, replace(account, companion=threads[spec.handle]) if spec.layout == "instagram_2022" else account)
        for spec, account in out
    ]


def _account(district: District, spec: Spec, seed: int) -> Account:
    role, school, position = spec.owner
    owner = district.of(role, school)[position]
    people = network.links(district, owner, spec, seed)
    if spec.homonyms:
        people += network.homonyms(district, spec, seed)
    shown = 0
    if "missing_part" in spec.options:
        shown = sum("follower" in x.kinds for x in people)
        people = _without_middle_followers(people)
    handle = spec.handle.format(t=letters(names.title(owner.given)), f=letters(owner.surname))
    title = f"{names.title(owner.given)} {owner.surname}"
    return Account(
        key=spec.key,
        platform=spec.platform,
        layout=spec.layout,
        handle=handle,
        name=f"{title} – Harbor Falls" if spec.careful else owner.called + " " + owner.surname,
        bio=_bio(owner, title) if spec.careful else "learning every day ✏️",
        owner=owner,
        number=str(10**9 + stream(seed, spec.key).randrange(9 * 10**9)),
        taken=spec.taken,
        links=people,
        careful=spec.careful,
        seed=seed,
        shown=shown,
        options=spec.options,
    )


def _bio(owner: Human, title: str) -> str:
    return f"Class account of {title}, {owner.role} at Harbor Falls Public Schools. Families and staff only."


def _without_middle_followers(people: tuple[Link, ...]) -> tuple[Link, ...]:
    """What is left where the second of three follower files was never downloaded."""
    followers = [x for x in people if "follower" in x.kinds]
    lost = {x.number for x in followers[len(followers) // 3 : 2 * len(followers) // 3]}
    kept = [replace(x, kinds=tuple(k for k in x.kinds if k != "follower")) if x.number in lost else x for x in people]
    return tuple(x for x in kept if x.kinds)
