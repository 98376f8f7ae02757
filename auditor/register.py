"""The register of educational accounts: who registered what, for whom, and with which consent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Registration:
    """One registered account, as its owner and the office wrote it down. Empty means "not recorded"."""

    account: str
    """The handle or profile name."""
    platform: str
    owner: str
    """Roster id or e-mail of the staff member."""
    audience: str = "community"
    """`community` (closed) or `public`."""
    consent_on: date | None = None
    inputs: tuple[str, ...] = ()
    """Latest export or snapshot: paths relative to the register."""
    declarations: str = ""
    """Path of the owner's declarations, relative to the register."""
    url: str = ""
    purpose: str = ""
    contact_email: str = ""
    account_kind: str = ""
    """`page`, `group`, `additional_profile`, `profile`, `blog`, ...: what the platform calls the account."""
    mixed_use: bool | None = None
    """True where the owner says that it is also used privately."""
    second_moderator: str = ""
    """Roster id or e-mail."""
    logo_used: bool | None = None
    logo_permission_on: date | None = None
    retention_route: str = ""
    """`archive_tool`, `exports`, `forwarded` or empty."""
    archived_on: date | None = None
    settings_reviewed_on: date | None = None
    aup_acknowledged_on: date | None = None
    policies_acknowledged_on: date | None = None
    training_on: date | None = None
    house_rules_url: str = ""
    shown_connections: int | None = None
    """The count the platform shows on the profile, as the owner read it: tells whether an export is complete."""
