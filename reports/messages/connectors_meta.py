"""What the readers of Facebook, Instagram and Threads exports say of what they could not see."""

from __future__ import annotations

MESSAGES: dict[str, str | tuple[str, str]] = {
    "meta.member_damaged": "{member} cannot be read to its end. Download the export again.",
    "meta.member_unknown": "{member} is not in a form we know. It may be a new kind of export.",
    "meta.row_unreadable": "This entry could not be read.",
    "meta.rows_unreadable": (
        "One entry of {member} could not be read.",
        "{n} entries of {member} could not be read.",
    ),
    "meta.row_without_name": "This entry names nobody. It may be a closed account.",
    "meta.rows_without_name": (
        "One entry of {member} names nobody, most likely a closed account.",
        "{n} entries of {member} name nobody, most likely closed accounts.",
    ),
    "meta.rows_repeated": (
        "One entry of {member} was in an earlier part of the list too, and counts once.",
        "{n} entries of {member} were in an earlier part of the list too, and count once.",
    ),
    "meta.parts_absent": (
        "One part of a list is missing: part {part} of {t_list}. Give all files of the export.",
        "{n} parts of a list are missing, the first is part {part} of {t_list}. Give all files of the export.",
    ),
    "meta.file_foreign": "This file is a list of {platform}. Give it by itself, or with the rest of that export.",
    "meta.date_range": (
        "The oldest entry is from {d_oldest}, but the account was made on {d_created}. It looks as if only some dates "
        "were chosen for this export. Ask for a new one and choose “All time”."
    ),
    "facebook.list.friends": "friends",
    "facebook.list.followers": "followers",
    "facebook.list.following": "people and pages you follow",
    "facebook.list.requests_received": "friend requests you received",
    "facebook.list.requests_sent": "friend requests you sent",
    "facebook.absent": (
        "The list of {t_list} is not in this export. Facebook leaves a list out when it is empty, and also when it was "
        "not asked for."
    ),
    "facebook.followers_absent": (
        "The list of {t_list} is not in this export. Facebook mostly leaves it out. That does not mean there are none: "
        "look at your followers in the app."
    ),
    "facebook.range_unsaid": (
        "Facebook does not say which dates were chosen for an export. The lists are whole if it was “All time”."
    ),
    "facebook.settings_absent": (
        "The privacy settings are not in this export. Look at them in the app, or ask for a new export with "
        "“Preferences” ticked."
    ),
    "facebook.settings_unread": (
        "The privacy settings of this export are in words we do not know. We can read them in English only. "
        "Look at the settings in the app."
    ),
    "facebook.settings_partial": "A Facebook export holds only some of the settings. Look at the others in the app.",
    "facebook.profile_absent": (
        "The file with your profile is not in this export. Tick “Profile information” when you ask Facebook for it."
    ),
    "instagram.list.followers": "followers",
    "instagram.list.following": "accounts you follow",
    "instagram.list.requests_received": "follow requests you received",
    "instagram.list.requests_sent": "follow requests you sent",
    "instagram.list.blocked": "blocked accounts",
    "instagram.absent": (
        "The list of {t_list} is not in this export. Instagram leaves a list out when it is empty, and also when it "
        "was not asked for."
    ),
    "instagram.range_unsaid": (
        "Instagram does not say which dates were chosen for an export. The lists are whole if it was “All time”."
    ),
    "instagram.settings_absent": (
        "The settings are not in this export. Look at them in the app, or ask for a new export with “Personal "
        "information” and “Preferences” ticked."
    ),
    "instagram.settings_partial": (
        "An Instagram export says whether the account is private and little more. "
        "Look at the other settings in the app."
    ),
    "instagram.profile_absent": (
        "The file with your profile is not in this export. Tick “Personal information” when you ask Instagram for it."
    ),
    "threads.list.followers": "followers on Threads",
    "threads.list.following": "accounts you follow on Threads",
    "threads.list.requests_received": "follow requests you received on Threads",
    "threads.list.requests_sent": "follow requests you sent on Threads",
    "threads.list.blocked": "accounts you blocked on Threads",
    "threads.absent": (
        "The list of {t_list} is not in this export. Instagram leaves a list out when it is empty, and also when it "
        "was not asked for."
    ),
    "threads.range_unsaid": (
        "Instagram does not say which dates were chosen for an export. The lists are whole if it was “All time”."
    ),
    "threads.settings_absent": (
        "This export does not say whether your Threads profile is private. Look at the settings in the app."
    ),
    "threads.settings_partial": (
        "An export says whether your Threads profile is private, and nothing more. "
        "Look at the other settings in the app."
    ),
    "threads.profile_absent": "The file with your Threads profile is not in this export.",
}
