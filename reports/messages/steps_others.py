"""Steps for the settings of the platforms that are not Meta's (see `steps`)."""

from __future__ import annotations

from collections.abc import Mapping

STEPS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "x": {
        "private_account": (
            "Open “Settings and privacy”, then “Privacy and safety”.",
            "Look for “Audience and tagging”, and switch on “Protect your posts”.",
        ),
        "tag_review": (
            "Open “Privacy and safety”, then “Audience and tagging”.",
            "Under “Photo tagging”, let only people you follow tag you, or switch it off.",
        ),
        "contact_upload": (
            "Open “Privacy and safety”, then “Discoverability and contacts”.",
            "Switch off syncing the address book, and remove all contacts.",
        ),
        "location": (
            "Open “Privacy and safety”, then “Location information”.",
            "Switch off adding a location to your posts, and remove it from old ones.",
        ),
        "messages_from": (
            "Open “Privacy and safety”, then “Direct messages”.",
            "Allow messages only from people you follow, or from no one.",
        ),
        "discovery": (
            "Open “Privacy and safety”, then “Discoverability and contacts”.",
            "Switch off being found by e-mail and by phone number.",
        ),
        "two_factor": (
            "Open “Security and account access”, then “Security”.",
            "Choose “Two-factor authentication” and follow the steps.",
        ),
        "pending": (
            "Open the menu, then “Follower requests”.",
            "Accept or decline each one, by the same rule for all.",
        ),
        "archive": (
            "Open “Settings and privacy”, then “Your account”.",
            "Choose “Download an archive of your data”, and come back when it is ready.",
            "Do this on your own device: the file also holds private messages.",
            "Hand it in the way your school has asked for, and have the date recorded.",
        ),
    },
    "linkedin": {
        "friend_list": (
            "Open “Settings & Privacy”, then “Visibility”.",
            "Look for “Connections”, and switch off that others see your list.",
        ),
        "tag_review": (
            "Open “Settings & Privacy”, then “Visibility”.",
            "Look for mentions or tags, and switch them off.",
        ),
        "contact_upload": (
            "Open “Settings & Privacy”, then “Account preferences”.",
            "Look for “Sync contacts”, and remove what is there.",
        ),
        "comments_from": ("When you post, open the choice of who can comment.", "Choose “Connections only”."),
        "messages_from": (
            "Open “Settings & Privacy”, then “Data privacy”.",
            "Look for “Messages” or “Who can reach you”, and limit invitations and messages.",
        ),
        "search_indexing": (
            "Open “Settings & Privacy”, then “Visibility”.",
            "Look for “Edit your public profile”, and switch the public visibility off.",
        ),
        "discovery": (
            "Open “Settings & Privacy”, then “Visibility”.",
            "Look for profile discovery by e-mail and by phone number, and choose “Nobody”.",
        ),
        "two_factor": (
            "Open “Settings & Privacy”, then “Sign in & security”.",
            "Choose “Two-step verification” and follow the steps.",
        ),
        "pending": (
            "Open “My Network”, then “Invitations”.",
            "Accept or ignore each one, by the same rule for everybody.",
            "Under “Sent”, withdraw those you no longer need.",
        ),
        "archive": (
            "Open “Settings & Privacy”, then “Data privacy”.",
            "Choose “Get a copy of your data”, the larger archive.",
            "Hand the file in the way your school has asked for, and have the date recorded.",
        ),
    },
    "tiktok": {
        "private_account": (
            "Open “Settings and privacy”, then “Privacy”.",
            "Switch on “Private account”. From then on you approve each new follower.",
        ),
        "tag_review": (
            "Open “Privacy”, then “Mentions and tags”.",
            "Let only people you follow mention or tag you, or no one.",
        ),
        "contact_upload": (
            "Open “Privacy”, then “Sync contacts and Facebook friends”.",
            "Switch both off, and remove what was synced before.",
        ),
        "location": ("Open “Privacy”, then “Location services”.", "Switch it off, also in your phone's settings."),
        "comments_from": ("Open “Privacy”, then “Comments”.", "Let only followers comment, or no one."),
        "messages_from": ("Open “Privacy”, then “Direct messages”.", "Let only friends write, or no one."),
        "discovery": (
            "Open “Privacy”, then “Suggest your account to others”.",
            "Switch off contacts, and people with your phone number or e-mail.",
        ),
        "two_factor": (
            "Open “Settings and privacy”, then “Security & permissions”.",
            "Choose “2-step verification” and follow the steps.",
        ),
        "comment_moderation": ("Open “Privacy”, then “Comments”.", "Switch on filtering of all comments."),
        "pending": ("Open the inbox, then “Follow requests”.", "Accept or delete each one, by the same rule for all."),
        "archive": (
            "Open “Settings and privacy”, then “Account”.",
            "Choose “Download your data”, all data, in the format JSON.",
            "Hand the file in the way your school has asked for, and have the date recorded.",
        ),
    },
    "snapchat": {
        "contact_upload": (
            "Open Settings and look for “Contacts”.",
            "Switch off syncing, and delete all contact data.",
        ),
        "location": ("Open the map, then its settings.", "Switch on “Ghost mode”, until you turn it off."),
        "messages_from": ("Open Settings and look for “Privacy controls”.", "Set “Contact me” to “Friends”."),
        "discovery": (
            "Open Settings and look for your mobile number, then for your e-mail.",
            "Switch off that others find you with it.",
        ),
        "two_factor": ("Open Settings and look for “Two-factor authentication”.", "Follow the steps."),
        "pending": ("Open your profile, then “Add friends”.", "Accept or ignore each one, by the same rule for all."),
        "archive": (
            "Open Settings and look for “My data”.",
            "Choose your data as JSON, and come back when it is ready.",
            "Hand the file in the way your school has asked for, and have the date recorded.",
        ),
    },
    "youtube": {
        "friend_list": ("Open Settings, then “Privacy”.", "Switch on “Keep all my subscriptions private”."),
        "post_audience": (
            "Open YouTube Studio, then Settings and “Upload defaults”.",
            "Set the visibility to “Unlisted” or “Private”.",
        ),
        "comment_moderation": (
            "Open YouTube Studio, then Settings and “Community”.",
            "Under “Defaults”, hold all comments for review, or switch them off.",
        ),
        "two_factor": (
            "Open your Google Account, then “Security”.",
            "Choose “2-Step Verification” and follow the steps.",
        ),
        "separate": (
            "Sign in with your school's Google account, or make a channel of its own under yours.",
            "Keep private videos out of this channel.",
        ),
        "archive": (
            "Open Google Takeout and choose YouTube only.",
            "Choose the format JSON where it is offered, and make the export.",
            "Hand the file in the way your school has asked for, and have the date recorded.",
        ),
    },
    "mastodon": {
        "private_account": (
            "Open Preferences, then “Public profile” and “Privacy and reach”.",
            "Switch off accepting new followers automatically.",
        ),
        "friend_list": (
            "Open Preferences, then “Public profile” and “Privacy and reach”.",
            "Switch off showing follows and followers on the profile.",
        ),
        "post_audience": ("Open Preferences, then “Other”.", "Set the posting privacy to “Followers only”."),
        "search_indexing": (
            "Open Preferences, then “Public profile” and “Privacy and reach”.",
            "Switch off including the profile in search engines.",
        ),
        "discovery": (
            "Open Preferences, then “Public profile” and “Privacy and reach”.",
            "Switch off featuring the profile in discovery.",
        ),
        "two_factor": ("Open Preferences, then “Account”.", "Choose “Two-factor auth” and follow the steps."),
        "pending": ("Open “Follow requests”.", "Accept or reject each one, by the same rule for everybody."),
        "archive": (
            "Open Preferences, then “Import and export”.",
            "Request your archive, and download it when it is ready.",
            "Hand the file in the way your school has asked for, and have the date recorded.",
        ),
    },
    "bluesky": {
        "messages_from": (
            "Open Chat, then its settings.",
            "Allow new messages from people you follow, or from no one.",
        ),
        "search_indexing": (
            "Open Settings, then “Privacy and security”.",
            "Switch on the request that apps show your account to signed-in people only.",
            "Everything on Bluesky stays public all the same.",
        ),
        "two_factor": ("Open Settings, then “Privacy and security”.", "Switch on two-factor authentication by e-mail."),
        "archive": (
            "Open Settings, then “Account”.",
            "Choose “Export my data” and download the CAR file.",
            "Hand the file in the way your school has asked for, and have the date recorded.",
        ),
    },
    "discord": {
        "messages_from": (
            "Open User Settings and look for “Content & social” or “Privacy & safety”.",
            "Switch off direct messages from members of servers.",
        ),
        "discovery": (
            "Open User Settings and look for “Friend requests”.",
            "Switch off being found by phone number and by e-mail.",
        ),
        "contact_upload": ("In the app, open User Settings and look for contacts.", "Switch syncing off."),
        "two_factor": (
            "Open User Settings, then “My Account”.",
            "Choose “Enable two-factor auth” and follow the steps.",
        ),
        "pending": ("Open Friends, then “Pending”.", "Accept or ignore each one, by the same rule for everybody."),
        "archive": (
            "Open User Settings and look for “Data & privacy”.",
            "Request all of your data, and download the package when it is ready.",
            "Hand the file in the way your school has asked for, and have the date recorded.",
        ),
    },
    "pinterest": {
        "private_account": ("Open Settings, then “Profile visibility”.", "Switch on “Private profile”."),
        "search_indexing": ("Open Settings, then “Profile visibility”.", "Switch on search privacy."),
        "comments_from": (
            "Open Settings, then “Social permissions”.",
            "Switch comments off, or allow them on your own pins only.",
        ),
        "messages_from": ("Open Settings, then “Social permissions”.", "Limit messages to people you follow."),
        "two_factor": ("Open Settings, then “Security”.", "Switch on two-factor authentication."),
        "archive": (
            "Open Settings, then “Privacy and data”.",
            "Request your data, and download it when it is ready.",
            "Hand the file in the way your school has asked for, and have the date recorded.",
        ),
    },
    "wordpress": {
        "comment_moderation": (
            "In the blog's administration, open “Settings”, then “Discussion”.",
            "Under “Before a comment appears”, switch on “Comment must be manually approved”, and save.",
        ),
        "comments_from": (
            "In the blog's administration, open “Settings”, then “Discussion”.",
            "Switch on “Users must be registered and logged in to comment”, or switch comments off, and save.",
        ),
        "search_indexing": (
            "In the blog's administration, open “Settings”, then “Reading”.",
            "Switch on “Discourage search engines from indexing this site”, and save.",
        ),
        "archive": (
            "In the blog's administration, open “Tools”, then “Export”.",
            "Choose “All content”, and download the export file.",
            "Hand the file in the way your school has asked for, and have the date recorded.",
        ),
    },
    "email": {
        "archive": (
            "Ask the office whether the school keeps all mail of its mailboxes itself.",
            "If it does, have the date recorded; if not, export the mailbox from your mail program.",
            "Hand the file in the way your school has asked for.",
        ),
    },
}
"""Platform → topic → the steps in order."""
