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
}
