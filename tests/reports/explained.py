"""Explanations made by hand, for pages to be rendered from. Everybody in them is invented."""

from __future__ import annotations

from auditor.classify.explanation import Change, Explanation, Hypothesis, Kind, Step, Weight
from auditor.verdict import Category, Costs, Subject, Verdict, VerdictKind
from connectors.model import Message
from tests.reports.cast import BROKEN, LONG, SCRIPT, TURNED

PARENT = {"t_as": "reason.as.parent"}


def step(key: str, bits: float, *told: Message) -> Step:
    """A step that one weight makes."""
    return Step(key, told, bits, (Weight(f"{key}.weight", bits, 1.5 if bits > 0 else None),))


def found() -> Explanation:
    """Somebody who is in the lists, with evidence either way."""
    nearest = Hypothesis(Kind.PERSON, Category.PARENT, 5.0, 0.9, "p-17")
    return Explanation(
        subject=Subject("Thora Thorp", "thora.t"),
        verdict=Verdict(
            VerdictKind.COMMUNITY, Category.PARENT, 0.97, "p-17", 0.9, reasons=(Message("reason.same_name", PARENT),)
        ),
        connections=231,
        nearest=nearest,
        steps=(
            step(
                "near", -8.2, Message("explain.near.school", {**PARENT, "t_role": "explain.role.parent", "people": 290})
            ),
            step("list", 1.4, Message("explain.list.share", {"percent": 72})),
            step("shown", -4.6, Message("explain.shown", {"t_shape": "explain.shape.full"})),
            step(
                "last",
                14.6,
                Message("explain.last.exact", {"name": "Thorp"}),
                Message("explain.one_in.rare", {"people": 24_000}),
            ),
            step("handle", 0.1, Message("explain.handle.nothing")),
            step("profile", 1.7, Message("explain.address.same")),
        ),
        hypotheses=(
            nearest,
            Hypothesis(Kind.CROWD, Category.STUDENT, 0.9, 0.05),
            Hypothesis(Kind.SOMEBODY_ELSE, Category.NONE, 0.0, 0.03),
            Hypothesis(Kind.UNSEEN, Category.PARENT, -0.6, 0.02),
        ),
        changes=(
            Change(Message("explain.change.without_handle"), VerdictKind.UNCERTAIN, Category.PARENT, 0.6),
            Change(Message("explain.change.without_person"), VerdictKind.NOT_IN_ROSTER, Category.NONE, 0.02),
        ),
        costs=Costs(),
        model="2026.1",
    )


def hostile() -> Explanation:
    """Nobody comes near, and what the profile shows tries to break out."""
    return Explanation(
        subject=Subject(SCRIPT, LONG, TURNED, BROKEN),
        verdict=Verdict(VerdictKind.NOT_IN_ROSTER, Category.NONE, 0.004, reasons=(Message("reason.nobody_fits"),)),
        connections=1,
        nearest=None,
        steps=(),
        hypotheses=(Hypothesis(Kind.SOMEBODY_ELSE, Category.NONE, 0.0, 1.0),),
        changes=(),
        costs=Costs(),
        model="2026.1",
    )
