"""What the readers of YouTube, Mastodon, Bluesky, Discord, Pinterest and typed lists say."""

from __future__ import annotations

MESSAGES: dict[str, str | tuple[str, str]] = {
    # YouTube
    "youtube.subscribers_not_exported": (
        "YouTube's export lists the channels you subscribed to. It never lists who subscribes to your channel."
    ),
    "youtube.list_absent": (
        "The list of subscriptions is not in this export. In Google Takeout, choose YouTube and then “subscriptions”. "
        "If the Takeout came in several files, give all of them."
    ),
    "youtube.list_empty": "The list of subscriptions in this export is empty.",
    "youtube.parts_absent": (
        "One part of this Takeout is missing: {parts}. Give all its files.",
        "{n} parts of this Takeout are missing: {parts}. Give all its files.",
    ),
    "youtube.member_damaged": "{member} could not be read. Download the Takeout again.",
    "youtube.member_unknown": "{member} is not laid out as a list of subscriptions that we know.",
    "youtube.row_without_channel": "This row has no channel id, or a part of it is missing.",
    "youtube.rows_unreadable": (
        "One row of {member} could not be read.",
        "{n} rows of {member} could not be read.",
    ),
    "youtube.channel_absent": (
        "This export says nothing about your own channel. In Google Takeout, choose YouTube and then “channels”."
    ),
    "youtube.settings_only_channel": (
        "YouTube's export shows only who can see the channel and, at times, how comments start out. "
        "Check the other settings on YouTube itself."
    ),
    "youtube.settings_not_in_channel": (
        "The file about your channel names no setting that we know. Check the settings on YouTube itself."
    ),
    # Mastodon
    "mastodon.followers_not_exported": (
        "Mastodon's export lists the people you follow. It does not list who follows you; the server can be asked for "
        "that."
    ),
    "mastodon.list_absent": (
        "The list of people you follow is not here. On your server, open Preferences, Import and export, Data export, "
        "and download the CSV file next to “Follows”."
    ),
    "mastodon.archive_absent": (
        "The archive with your profile is not here. On your server, open Preferences, Import and export, Data export, "
        "and ask for your archive."
    ),
    "mastodon.member_damaged": "{member} could not be read. Download it again.",
    "mastodon.member_unknown": "{member} is not laid out as Mastodon writes it.",
    "mastodon.row_without_account": "This row has no account address.",
    "mastodon.rows_unreadable": (
        "One row of {member} could not be read.",
        "{n} rows of {member} could not be read.",
    ),
    "mastodon.settings_only_public": (
        "The archive shows only what your account tells other servers. Check the other settings on your server."
    ),
    # Bluesky
    "bluesky.followers_not_in_file": (
        "This file holds only what the account itself published: whom it follows and blocks. Who follows it is not in "
        "the file; Bluesky can be asked for that."
    ),
    "bluesky.ids_only": "The file names people by an id (DID), without name or handle.",
    "bluesky.all_public": (
        "Bluesky has no private accounts: posts, follows and blocks can be seen by everyone. Asking apps to show the "
        "account to signed-in people only is a request that an app may ignore."
    ),
    "bluesky.answer_damaged": "{member} is not complete. Save that page again.",
    "bluesky.answer_goes_on": "{member} says that more people follow. Save the next pages as well.",
    "bluesky.answer_absent": "The list of {t_list} was not given.",
    "bluesky.list.followers": "followers",
    "bluesky.list.follows": "people the account follows",
    "bluesky.profile_absent": "The file holds no profile.",
    "bluesky.file_damaged": "{member} could not be read as a repository file. Download it again.",
    "bluesky.not_a_repository": "{member} is a CAR file, but not the repository of an account.",
    "bluesky.cut_short": "The file breaks off before its end. Download it again.",
    "bluesky.blocks_missing": (
        "One part of the lists is not in the file.",
        "{n} parts of the lists are not in the file.",
    ),
    "bluesky.records_unreadable": (
        "One record could not be read.",
        "{n} records could not be read.",
    ),
    "bluesky.block_damaged": "This part of the file is damaged.",
    "bluesky.record_without_subject": "This record does not say whom it is about, or is damaged.",
    # Discord
    "discord.servers_closed": (
        "These are your friends on Discord. People you share a server with, and your messages, were not looked at."
    ),
    "discord.requests_uncertain": (
        "Open friend requests are shown where the package has them. Discord does not promise that it has all of them."
    ),
    "discord.settings_not_ours": (
        "The package says little about privacy in a form we can read. Check the settings in Discord itself."
    ),
    "discord.list_absent": (
        "The package has no list of friends. Ask Discord for your data again and choose the part about your account."
    ),
    "discord.member_damaged": "{member} could not be read. Ask Discord for the package again.",
    "discord.member_unknown": "{member} is not laid out as Discord writes it.",
    "discord.row_unreadable": "This entry names nobody, or is of a kind we do not know.",
    "discord.rows_unreadable": (
        "One entry of the list of friends could not be read.",
        "{n} entries of the list of friends could not be read.",
    ),
    "discord.guesses_left_out": (
        "One entry is only a suggestion by Discord and was left out.",
        "{n} entries are only suggestions by Discord and were left out.",
    ),
    # Pinterest
    "pinterest.no_lists": "Pinterest's export does not list who follows you or whom you follow.",
    "pinterest.type_the_list": (
        "To have these people looked at, type or paste the list: one person per line, and give it as a text file."
    ),
    "pinterest.list_unverified": (
        "This page has a list of people in a form we have not seen before. Please check the result against Pinterest."
    ),
    "pinterest.page_damaged": "{member} could not be read. Download it again.",
    # Typed lists
    "typed_list.as_typed": "This is the list as it was typed. We cannot know whether it is the whole list.",
    "typed_list.file_damaged": "{member} could not be read to its end. Save it again as plain text or CSV.",
    "typed_list.rows_unreadable": (
        "One line could not be read.",
        "{n} lines could not be read.",
    ),
    "typed_list.row_too_long": "This row has more columns than the header. Put names that hold a comma in quotes.",
    "typed_list.row_without_person": "This row has no name, handle, address or e-mail.",
    "typed_list.line_without_person": "This line names nobody that we can read.",
    "typed_list.kinds_unknown": (
        "One row has a word for the kind of connection that we do not know; it counts as a contact.",
        "{n} rows have a word for the kind of connection that we do not know; they count as contacts.",
    ),
    "typed_list.comments_left_out": (
        "One comment line was left out.",
        "{n} comment lines were left out.",
    ),
}
