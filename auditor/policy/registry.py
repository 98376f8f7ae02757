"""Every check, one line each."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from types import MappingProxyType

from auditor.policy.model import Check

_PACKAGE = "auditor.policy.checks"

_CHECKS = (
    "account_separate",
    "archive_fresh",
    "aup_acknowledged",
    "comments_moderated",
    "connections_in_community",
    "contact_upload_off",
    "disclaimer_present",
    "email_recipients_hidden",
    "follows_student_profiles",
    "friend_list_hidden",
    "group_mail_coordinator",
    "group_mail_whole_group",
    "house_rules_published",
    "identity_shown",
    "location_off",
    "logo_permission",
    "pending_requests",
    "platform_listed",
    "policies_acknowledged",
    "post_audience",
    "privacy_baseline",
    "public_fields_shown",
    "requests_gated",
    "retention_route_recorded",
    "role_label",
    "settings_reviewed",
    "staff_moderator_named",
    "tagging_review",
    "text_log_handed_in",
    "training_current",
)


def load_check(name: str, package: str = _PACKAGE) -> Check:
    """The check in the module of this name: its `META`, `evaluate` and `EXAMPLES`."""
    module = import_module(f"{package}.{name}")
    return Check(module.META, module.evaluate, module.EXAMPLES)


@cache
def checks() -> Mapping[str, Check]:
    """Check id → check."""
    return MappingProxyType({name: load_check(name) for name in _CHECKS})
