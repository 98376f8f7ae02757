"""What the live connectors of X, YouTube and Blogger say."""

from __future__ import annotations

MESSAGES: dict[str, str | tuple[str, str]] = {
    # X
    "x.live_guide": (
        "Sign in to X as the account that is to be read and agree to let this program read its lists. It can post "
        "nothing. To take the permission back: on X, Settings, Security and account access, Apps and sessions."
    ),
    "x.live_cost": (
        "X charges the district's developer account for reading: about ${dollars} for one person in the lists, "
        "at ${price} a person (price list of {d_prices}). Blocked accounts add ${block} each. Whoever was read "
        "before on the same day is not charged again, so it may be less.",
        "X charges the district's developer account for reading: about ${dollars} for the {n} people in the lists, "
        "at ${price} a person (price list of {d_prices}). Blocked accounts add ${block} each. Whoever was read "
        "before on the same day is not charged again, so it may be less.",
    ),
    "x.live_cost_unknown": (
        "X charges the district's developer account for reading, at ${price} for each follower and each account "
        "followed and ${block} for each blocked account (price list of {d_prices}). It did not say how many they are."
    ),
    "x.live_settings": (
        "X tells other programs only whether posts are protected. Check messages, photo tagging and whether people "
        "find the account by e-mail or phone on X itself."
    ),
    "x.live_suspended": "X counts accounts that it has suspended for a while, but lists them no more.",
    "x.live_no_credit": (
        "The district's developer account with X has no credit left. Add credit at console.x.com and run the same "
        "command again; it goes on where it stopped."
    ),
    "x.live_spend_limit": (
        "The district's developer account with X has reached its spending limit. Raise the limit at console.x.com or "
        "wait for the next billing month, and run the same command again; it goes on where it stopped."
    ),
    "x.live_not_enrolled": (
        "X does not let the district's program read: it is not enrolled in a plan. At console.x.com, put the program "
        "into a project with pay-per-use access, then run the same command again."
    ),
    "x.live_wrong_token": (
        "X wants a sign-in of the account's owner, and the stored one is of another sort. Run “auditor connect” again."
    ),
    "x.live_not_understood": (
        "X did not accept our place in the list any more. Run the same command again; it starts this list anew."
    ),
    "x.live_other_account": (
        "The sign-in belongs to another account on X than the one named, so nothing was read. Sign out of X, sign in "
        "as the named account, and run “auditor connect” again. If the account was renamed, use its new name."
    ),
    "x.hydrate_cost": (
        "X charges the district's developer account for names: at most ${dollars} for one person known by number "
        "only, at ${price} a person (price list of {d_prices}).",
        "X charges the district's developer account for names: at most ${dollars} for the {n} people known by number "
        "only, at ${price} a person (price list of {d_prices}).",
    ),
    "x.hydrate_named": (
        "X gave the name of one person who was listed by number only.",
        "X gave the names of {n} people who were listed by number only.",
    ),
    "x.hydrate_gone": (
        "X knows no name for one number in the lists: that account was closed or suspended. It stays a number.",
        "X knows no name for {n} numbers in the lists: those accounts were closed or suspended. They stay numbers.",
    ),
    "x.hydrate_left": (
        "One person was not looked up and stays a number.",
        "{n} people were not looked up and stay numbers.",
    ),
    "live.list.names": "the names",
    # YouTube
    "youtube.live_guide": (
        "Sign in to Google, choose the channel that is to be read, and agree to let this program see it. It can "
        "change nothing. To take the permission back: myaccount.google.com/permissions."
    ),
    "youtube.live_subscribers_public": (
        "YouTube shows only subscribers who keep their own subscriptions public, and perhaps not all of those. Look at "
        "the full number on YouTube itself, in YouTube Studio."
    ),
    "youtube.live_closed_channels": "YouTube counts subscriptions to closed channels, but lists them no more.",
    "youtube.live_settings": (
        "YouTube tells other programs only who can see the channel. Check on YouTube itself, in YouTube Studio under "
        "Settings, how comments are held for review."
    ),
    "youtube.live_no_channel": (
        "This Google account has no YouTube channel. Run “auditor connect” again and choose the channel's own account."
    ),
    "youtube.live_other_account": (
        "The sign-in belongs to another channel than the one named, so nothing was read. Run “auditor connect” again "
        "and choose the named channel. If the channel was renamed, use its new name."
    ),
    "youtube.live_closed": "YouTube says that this channel or account was closed or suspended.",
    "youtube.live_subscriptions_closed": (
        "YouTube does not let this sign-in see the list. Run “auditor connect” again as the owner of the channel."
    ),
    "youtube.live_quota": (
        "The district's daily quota with YouTube is used up. It is given anew at midnight in California; run the same "
        "command after that. It goes on where it stopped."
    ),
    "youtube.live_api_off": (
        "The YouTube Data API is switched off in the district's Google project. Switch it on at "
        "console.cloud.google.com under “APIs & Services”, then run the same command again."
    ),
    "youtube.live_not_understood": (
        "YouTube did not accept our place in the list any more. Run the same command again; it starts this list anew."
    ),
    # Blogger
    "blogger.live_guide": (
        "Sign in to Google as an administrator of the blog and agree to let this program see it. It can change "
        "nothing. To take the permission back: myaccount.google.com/permissions."
    ),
    "blogger.live_only_commenters": ("Blogger tells who commented. It does not tell who follows or reads the blog."),
    "blogger.live_settings": (
        "Blogger tells other programs whether each post takes comments, and no setting of the blog as a whole. Check "
        "on Blogger itself, under Settings, who can read the blog, who can comment and when comments wait for approval."
    ),
    "blogger.live_some_wait": (
        "Comments are waiting for approval, so the blog holds comments. Blogger does not say whether it holds all of "
        "them or those on older posts only."
    ),
    "blogger.live_not_admin": (
        "This sign-in belongs to an author who is no administrator of the blog, so comments that wait for approval "
        "were not seen. Run “auditor connect” again as an administrator."
    ),
    "blogger.live_no_such_blog": (
        "This Google account writes no blog of that name. Give the blog's address, or run “auditor connect” again with "
        "the account that writes it."
    ),
    "blogger.live_which_blog": "This Google account writes more than one blog. Name the blog by its address.",
    "blogger.live_not_yours": (
        "The blog is there, but this Google account does not write it. Run “auditor connect” again with the account "
        "that does."
    ),
    "blogger.live_closed": "Google says that this account was closed or suspended.",
    "blogger.live_quota": (
        "The district's daily quota with Blogger is used up. It is given anew at midnight in California; run the same "
        "command after that. It goes on where it stopped."
    ),
    "blogger.live_api_off": (
        "The Blogger API is switched off in the district's Google project. Switch it on at console.cloud.google.com "
        "under “APIs & Services”, then run the same command again."
    ),
    "blogger.live_not_understood": (
        "Blogger did not accept our place in the list any more. Run the same command again; it starts this list anew."
    ),
    "blogger.comment_without_author": "This comment has no author that Blogger names.",
}
