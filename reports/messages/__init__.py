"""English for every message id, gathered from one module per area. Translations: `reports/locale/*/auditor.po`.

A text is a `str.format` pattern over the message's parameters; a pair is singular and plural, chosen by `n`.
See `connectors.model.Message` for parameters named `t_...` and `d_...`.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TypeAlias

from reports.messages import (
    annual,
    checks,
    classify,
    common,
    connectors_meta,
    connectors_x_linkedin_tiktok_snapchat,
    connectors_youtube_and_more,
    consent,
    district,
    live,
    live_bluesky_mastodon,
    live_google,
    live_mail,
    live_sites,
    live_x_meta_tiktok,
    policy,
    report,
    roster,
    roster_live,
    steps,
)

Text: TypeAlias = str | tuple[str, str]

AREAS: Mapping[str, Mapping[str, Text]] = MappingProxyType(
    {
        "common": common.MESSAGES,
        "report": report.MESSAGES,
        "district": district.MESSAGES,
        "annual": annual.MESSAGES,
        "roster": roster.MESSAGES,
        "classify": classify.MESSAGES,
        "policy": policy.MESSAGES,
        "checks": checks.MESSAGES,
        "steps": steps.MESSAGES,
        "connectors_meta": connectors_meta.MESSAGES,
        "connectors_x_linkedin_tiktok_snapchat": connectors_x_linkedin_tiktok_snapchat.MESSAGES,
        "connectors_youtube_and_more": connectors_youtube_and_more.MESSAGES,
        "live": live.MESSAGES,
        "live_bluesky_mastodon": live_bluesky_mastodon.MESSAGES,
        "live_x_meta_tiktok": live_x_meta_tiktok.MESSAGES,
        "live_google": live_google.MESSAGES,
        "live_sites": live_sites.MESSAGES,
        "live_mail": live_mail.MESSAGES,
        "consent": consent.MESSAGES,
        "roster_live": roster_live.MESSAGES,
    }
)
"""Area → its messages. An id belongs to one area."""

MESSAGES: Mapping[str, Text] = MappingProxyType({id: text for area in AREAS.values() for id, text in area.items()})
