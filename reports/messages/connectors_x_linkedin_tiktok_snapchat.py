"""What the readers of X, LinkedIn, TikTok and Snapchat exports say of what they could not see."""

from __future__ import annotations

MESSAGES: dict[str, str | tuple[str, str]] = {
    "x.list.follower": "followers",
    "x.list.following": "accounts you follow",
    "x.list_absent": (
        "The list of {t_list} is not in what was given. That does not mean it is empty. Give the whole archive."
    ),
    "x.parts_absent": (
        "One part of a list is missing: {member}. Give all parts of the archive.",
        "{n} parts of a list are missing, the first is {member}. Give all parts of the archive.",
    ),
    "x.partial_archive": "X says that this archive is only a part. Give the other parts too, or ask for a new one.",
    "x.count_differs": (
        "X counted {expected} entries in the lists, but they hold {received}. Closed accounts can be the reason."
    ),
    "x.member_damaged": "{member} cannot be read to its end. Download the archive again.",
    "x.member_unknown": "{member} is not in a form we know. It may be a new kind of archive.",
    "x.rows_unreadable": (
        "One entry of {member} could not be read.",
        "{n} entries of {member} could not be read.",
    ),
    "x.row_without_id": "This entry has no account number.",
    "x.posts_damaged": "{member} cannot be read to its end, so fewer names were found. The lists are not affected.",
    "x.before_2018": "This archive was made before 2018, when X put no lists into it. Ask X for a new archive.",
    "x.names_joined": (
        "X lists one account by number only. Accounts named in your own posts: {named}. Number only: {unnamed}.",
        "X lists {n} accounts by number only. Accounts named in your own posts: {named}. Number only: {unnamed}.",
    ),
    "x.settings_only_protection": (
        "An X archive holds one setting, and only if it changed lately: whether posts are protected. "
        "Look at the others in the app."
    ),
    "x.settings_not_in_archive": (
        "An X archive says whether posts are protected only if that changed in the last six months. "
        "Look at the settings in the app."
    ),
    "linkedin.connections_absent": (
        "Connections.csv is not in what was given. Ask LinkedIn for a copy of your data with “Connections” ticked."
    ),
    "linkedin.invitations_absent": (
        "Invitations.csv is not in what was given, so open invitations were not seen. "
        "Tick “Invitations” when you ask LinkedIn for your data."
    ),
    "linkedin.profile_absent": "Profile.csv is not in what was given, so we do not know whose list this is.",
    "linkedin.header_unknown": (
        "We do not know the columns of {member} (row {row}). Set LinkedIn to English and ask for your data again."
    ),
    "linkedin.member_damaged": "{member} cannot be read. Download the export again.",
    "linkedin.file_cut": "{member} seems to end too early. Download the export again.",
    "linkedin.row_broken": "This row ends before its last column.",
    "linkedin.rows_broken": (
        "One row of {member} ends before its last column.",
        "{n} rows of {member} end before their last column.",
    ),
    "linkedin.row_without_name": "This row names nobody. LinkedIn writes such rows for members who left.",
    "linkedin.rows_without_name": (
        "One row of {member} names nobody, most likely a closed account.",
        "{n} rows of {member} name nobody, most likely closed accounts.",
    ),
    "tiktok.list.followers": "followers",
    "tiktok.list.following": "accounts you follow",
    "tiktok.list.blocked": "blocked accounts",
    "tiktok.list_absent": (
        "The list of {t_list} is not in what was given. That does not mean it is empty. "
        "Ask TikTok for your data again with everything ticked."
    ),
    "tiktok.list_unknown": "The list of {t_list} is not in a form we know. It may be a new kind of download.",
    "tiktok.count_differs": (
        "{t_list}: TikTok shows {expected} on the profile, but the list holds {received}. "
        "Closed accounts can be the reason."
    ),
    "tiktok.member_damaged": "{member} cannot be read to its end. Download your data again.",
    "tiktok.member_unknown": "{member} is not in a form we know. It may be a new kind of download.",
    "tiktok.file_cut": "{member} seems to end too early. Download your data again.",
    "tiktok.row_unreadable": "This entry is not in a form we know.",
    "tiktok.rows_unreadable": (
        "{t_list}: one entry could not be read.",
        "{t_list}: {n} entries could not be read.",
    ),
    "tiktok.row_without_name": "This entry names nobody. TikTok writes such entries for closed accounts.",
    "tiktok.rows_without_name": (
        "{t_list}: one entry names nobody, most likely a closed account.",
        "{t_list}: {n} entries name nobody, most likely closed accounts.",
    ),
    "tiktok.settings_absent": (
        "The privacy settings are not in what was given. Ask TikTok for your data again with everything ticked."
    ),
    "tiktok.settings_some": "TikTok's download holds some of the privacy settings. Look at the others in the app.",
    "snapchat.list.friends": "friends",
    "snapchat.list.friend_requests_sent": "friend requests sent",
    "snapchat.list.pending_requests": "pending friend requests",
    "snapchat.list.blocked_users": "blocked users",
    "snapchat.friends_absent": (
        "There is no friends list in what was given. Give the first part of the download (the one without a number at "
        "its end), and tick “Export JSON files” when you ask Snapchat for your data."
    ),
    "snapchat.list_absent": "The list of {t_list} is not in the file. That does not mean it is empty.",
    "snapchat.list_unknown": "The list of {t_list} is not in a form we know. It may be a new kind of download.",
    "snapchat.count_differs": (
        "Snapchat counts {expected} friends, but the list holds {received}. Closed accounts can be the reason."
    ),
    "snapchat.member_damaged": "{member} cannot be read to its end. Download your data again.",
    "snapchat.member_unknown": "{member} is not in a form we know. It may be a new kind of download.",
    "snapchat.page_cut": "{member} seems to end too early. Download your data again.",
    "snapchat.row_unreadable": "This entry is not in a form we know.",
    "snapchat.rows_unreadable": (
        "{t_list}: one entry could not be read.",
        "{t_list}: {n} entries could not be read.",
    ),
    "snapchat.row_without_name": "This entry names nobody. Closed accounts can look like this.",
    "snapchat.rows_without_name": (
        "{t_list}: one entry names nobody, most likely a closed account.",
        "{t_list}: {n} entries name nobody, most likely closed accounts.",
    ),
}
