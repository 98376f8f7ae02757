"""`auditor policy show`: the pack in words."""

from __future__ import annotations

from auditor import policy
from auditor.policy import show
from connectors.model import Message
from reports.messages.checks import MESSAGES as CHECKS
from reports.messages.policy import MESSAGES as POLICY
from tests.auditor.policy.packs import clause, pack

WORDS = {**CHECKS, **POLICY}


def english(message: Message) -> str:
    text = WORDS[message.id]
    params = {k: WORDS[str(v)] if k.startswith("t_") else v for k, v in message.params.items()}
    return (text if isinstance(text, str) else text[1]).format(**params)


def test_everything_of_the_pack_is_shown() -> None:
    melrose = policy.load("melrose-2011")
    shown = "\n".join(show.lines(melrose, english))
    for c in melrose.clauses:
        assert f"\n{c.id}  ({c.source}; {c.verb.replace('_', ' ')})\n  {c.demand.params['en']}\n" in shown
        assert c.why is None or f"  Not judged: {c.why.params['en']}\n" in shown
        assert all(f"  → {check}: {CHECKS[f'check.{check}.title']}" in shown for check in c.checks)
    for q in melrose.questions:
        assert all(str(m.params["en"]) in shown for m in (q.question, q.default, q.reason))
    for guard in melrose.guards:
        assert f"{guard.id}: {guard.reason.params['en']}" in shown
    assert "review_above_count = 20" in shown
    assert melrose.source_sha256 in shown
    assert "(draft)" in shown


def test_audience_parameters_and_floor_are_shown() -> None:
    rest = (
        'checks = ["archive_fresh"]\naudience = ["public"]\n'
        "params.archive_fresh = { archive_max_age_days = 7 }\nfloor.archive_fresh = { archive_max_age_days = 30 }"
    )
    shown = list(show.lines(pack(clause(rest=rest)), english))
    assert "  Applies to accounts for the public." in shown
    assert "      archive_max_age_days = 7" in shown
    assert "      at the loosest: archive_max_age_days = 30" in shown
