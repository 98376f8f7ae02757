"""Steps for each setting on each platform, numbered, one to a line.

Labels in apps move, so every list says what to look for. Here are the general steps and those of Meta's platforms;
`steps_others` has the rest. No step names a person, and none tells anybody to remove one.
"""

from __future__ import annotations

from collections.abc import Mapping

from reports.messages.steps_others import STEPS as OTHERS

_STEPS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "any": {
        "private_account": (
            "Open the account's privacy settings.",
            "Look for “private account”, “protected” or “approve followers”, and switch it on.",
        ),
        "friend_list": (
            "Open the privacy settings.",
            "Look for who can see your friends, followers or connections.",
            "Choose the narrowest group offered.",
        ),
        "post_audience": (
            "Open the privacy settings.",
            "Look for who can see your posts, and choose friends, followers or a list of your own.",
        ),
        "tag_review": (
            "Open the privacy settings.",
            "Look for tags or mentions, and switch on reviewing them before they show.",
        ),
        "contact_upload": (
            "Open the settings of the app on your phone.",
            "Look for “contacts” or “sync”, and switch the upload off.",
            "Delete contacts that were uploaded before, if this is offered.",
        ),
        "location": (
            "Open your phone's settings for this app, and set location to “never”.",
            "In the app, look for location or map, and switch sharing off.",
        ),
        "comments_from": (
            "Open the privacy settings and look for comments.",
            "Let only your followers or friends comment, or nobody.",
        ),
        "messages_from": (
            "Open the privacy settings and look for messages.",
            "Let only your followers or friends write, or nobody.",
        ),
        "search_indexing": (
            "Open the privacy settings.",
            "Look for search engines, and switch off showing the profile there.",
        ),
        "discovery": (
            "Open the privacy settings.",
            "Look for being found by phone number or e-mail, and switch it off.",
        ),
        "two_factor": (
            "Open the security settings.",
            "Look for “two-factor” or “two-step”, and switch it on.",
            "Keep the recovery codes in a safe place.",
        ),
        "comment_moderation": (
            "Open the settings for comments.",
            "Look for holding comments for approval, and switch it on.",
        ),
        "pending": (
            "Open the list of requests in the app.",
            "Accept or decline those you got, by the same rule for everybody.",
            "Take back those you sent and no longer need.",
        ),
        "separate": (
            "Make an account for school only, with your school e-mail.",
            "Tell students and families where it is.",
            "Keep the private account out of school matters.",
        ),
        "archive": (
            "Open the settings and look for “download your data”.",
            "Ask for everything, for all time.",
            "Hand the file in the way your school has asked for, and have the date recorded.",
        ),
    },
    "facebook": {
        "private_account": (
            "Open Settings and look for “How people find and contact you”.",
            "Set who can send friend requests to “Friends of friends”.",
            "For a group: in its settings, set it to private and switch on approval of members.",
        ),
        "friend_list": (
            "Open Settings and look for “How people find and contact you”.",
            "Set “Who can see your friends list” to “Only me”.",
        ),
        "post_audience": (
            "Open Settings and look for “Posts” or “Audience and visibility”.",
            "Set “Who can see your future posts” to “Friends”.",
            "If old posts were public, use “Limit past posts”.",
        ),
        "tag_review": (
            "Open Settings and look for “Profile and tagging”.",
            "Switch on both reviews: of tags, and of posts you are tagged in.",
        ),
        "contact_upload": (
            "In the app, open Settings and look for “Upload contacts”.",
            "Switch it off.",
            "Under “Manage uploaded contacts”, delete what is there.",
        ),
        "location": (
            "In your phone's settings, set location for Facebook to “never”.",
            "In the app's settings, look for “Location” and switch its history off.",
        ),
        "comments_from": (
            "Open Settings and look for “Followers and public content”.",
            "Set who can comment on your public posts to “Friends”.",
        ),
        "messages_from": (
            "Open the settings of Messenger and look for “Message delivery”.",
            "Send messages of people you are not connected with to requests, or do not receive them.",
        ),
        "search_indexing": (
            "Open Settings and look for “How people find and contact you”.",
            "Switch off search engines outside of Facebook.",
        ),
        "discovery": (
            "Open Settings and look for “How people find and contact you”.",
            "Set who can look you up by e-mail and by phone number to “Friends” or “Only me”.",
        ),
        "two_factor": (
            "Open Accounts Center and look for “Password and security”.",
            "Choose “Two-factor authentication” and follow the steps.",
        ),
        "comment_moderation": (
            "For a Page: open its settings and look for “Public posts” or “Moderation”.",
            "For a group: open its settings and switch on post approval.",
        ),
        "pending": (
            "Open Friends, then “Friend requests”.",
            "Accept or decline each one, by the same rule for everybody.",
            "Under “View sent requests”, take back those you no longer need.",
        ),
        "separate": (
            "Do not open a second account: Facebook allows one for each person.",
            "Make a Page or a private Group for the class, or an additional profile under your account.",
            "Check the privacy settings of the new one: they start afresh.",
            "Tell students and families where to find it, then keep your own profile private.",
            "It opens through your personal sign-in, so manage it on your own device, not on a district computer.",
        ),
        "archive": (
            "Open Accounts Center and look for “Your information and permissions”.",
            "Choose to download or export your information, for the class profile or Page only.",
            "Choose “All time” and the format JSON.",
            "Hand the file in the way your school has asked for, and have the date recorded.",
        ),
    },
    "instagram": {
        "private_account": (
            "Open your profile, then the menu.",
            "Look for “Account privacy”.",
            "Switch on “Private account”. From then on you approve each new follower.",
        ),
        "tag_review": (
            "Open the menu and look for “Tags and mentions”.",
            "Choose to approve tags by hand, and let only people you follow tag you.",
        ),
        "contact_upload": (
            "Open the menu and look for “Follow and invite friends”, or “Upload contacts” in Accounts Center.",
            "Switch the connection of contacts off.",
        ),
        "location": (
            "In your phone's settings, set location for Instagram to “never”.",
            "In the app, open the friend map in your messages and share with “No one”.",
        ),
        "comments_from": (
            "Open the menu and look for “Comments”.",
            "Set “Allow comments from” to your followers.",
        ),
        "messages_from": (
            "Open the menu and look for “Messages and story replies”.",
            "Set who can write to you to your followers, or no one.",
        ),
        "search_indexing": (
            "A private account is not shown in search engines.",
            "For a public one: open the menu, look for “Account privacy”, and switch off showing photos there.",
        ),
        "two_factor": (
            "Open Accounts Center and look for “Password and security”.",
            "Choose “Two-factor authentication” and follow the steps.",
        ),
        "comment_moderation": (
            "Open the menu and look for “Comments” and “Hidden words”.",
            "Hide comments that may be offensive, and limit who may comment.",
        ),
        "pending": (
            "Open the heart or bell, then “Follow requests”.",
            "Confirm or delete each one, by the same rule for everybody.",
        ),
        "separate": (
            "Add an account for the class, with your school e-mail.",
            "Set it to private, and tell families its name.",
            "Keep your own account out of school matters.",
        ),
        "archive": (
            "Open Accounts Center and look for “Your information and permissions”.",
            "Choose to download or export your information, for the class account only.",
            "Choose “All time” and the format JSON.",
            "Hand the file in the way your school has asked for, and have the date recorded.",
        ),
    },
    "threads": {
        "private_account": ("Open Settings and look for “Privacy”.", "Switch on “Private profile”."),
        "tag_review": (
            "Open Settings and look for “Privacy”, then “Mentions”.",
            "Let only people you follow mention you.",
        ),
        "comments_from": ("When you post, choose who can reply.", "Choose “Profiles you follow” or “Mentioned only”."),
        "two_factor": (
            "Open Accounts Center and look for “Password and security”.",
            "Choose “Two-factor authentication” and follow the steps.",
        ),
        "pending": ("Open Activity, then “Requests”.", "Confirm or delete each one, by the same rule for everybody."),
        "archive": (
            "Threads comes with the download of the Instagram account.",
            "Open Accounts Center, look for “Your information and permissions”, and tick Threads.",
            "Hand the file in the way your school has asked for, and have the date recorded.",
        ),
    },
    **OTHERS,
}

MESSAGES: dict[str, str | tuple[str, str]] = {
    f"steps.{platform}.{topic}": "\n".join(f"{number}. {step}" for number, step in enumerate(steps, 1))
    for platform, topics in _STEPS.items()
    for topic, steps in topics.items()
}
