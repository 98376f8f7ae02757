"""What any live connector says: why a platform did not give what was asked."""

from __future__ import annotations

MESSAGES: dict[str, str | tuple[str, str]] = {
    "live.signed_out": (
        "The platform no longer accepts our sign-in: it has expired or was taken back. Run “auditor connect” again."
    ),
    "live.not_paid": (
        "The platform wants to be paid for this list and the district's credit there is used up or missing."
    ),
    "live.not_agreed": "Reading the lists costs money and was not agreed to, so they were not read.",
    "live.forbidden": (
        "The platform does not let us read this list: the permission for it was not given, or not to this program."
    ),
    "live.not_found": "The platform says there is no such list or account.",
    "live.rate_limited": (
        "The platform lets us ask only so often, and the limit was reached. Run the same command later; it goes on "
        "where it stopped."
    ),
    "live.server_error": (
        "The platform answered with an error of its own. Run the same command later; it goes on where it stopped."
    ),
    "live.unreachable": (
        "The connection to the platform was cut or could not be made. Run the same command again; it goes on where it "
        "stopped."
    ),
    "live.too_slow": "The platform's answer took too long. Run the same command again; it goes on where it stopped.",
    "live.too_large": "The platform's answer was larger than any list page should be, and was not read.",
    "live.not_json": (
        "The platform answered with something that is not data, such as a sign-in page. What came before it was kept."
    ),
    "live.elsewhere": (
        "The platform's answer pointed to another address than the account's own, which we do not follow."
    ),
    "live.account_unsaid": (
        "The platform did not say which account this sign-in is for. So that nobody's personal account is read, "
        "nothing was. Run “auditor connect” again and give every permission that is asked for."
    ),
    "live.another_account": (
        "The sign-in is for another account than the registered one, so nothing of it was read. Sign out on the "
        "platform, "
        "sign in to the registered account, and run “auditor connect” again."
    ),
    "live.cursor_repeats": (
        "The platform went round in circles: after some pages of {t_list} it gave the same ones again. What came "
        "before was kept."
    ),
    "live.read_so_far": (
        "One entry of {t_list} was read before.",
        "{n} entries of {t_list} were read before.",
    ),
    "live.count_differs": (
        "The platform counts one more in {t_list} than it lists.",
        "The platform counts {n} more in {t_list} than it lists.",
    ),
    "live.not_shown": (
        "The platform left out one person of {t_list}.",
        "The platform left out {n} people of {t_list}.",
    ),
    "live.list.followers": "the followers",
    "live.list.following": "the accounts followed",
    "live.list.friends": "the friends",
    "live.list.blocked": "the blocked accounts",
    "live.list.muted": "the muted accounts",
    "live.list.requests": "the requests to follow",
    "live.list.subscriptions": "the subscriptions",
    "live.list.subscribers": "the subscribers",
    "live.list.members": "the members",
    "live.list.commenters": "the commenters",
    "live.list.correspondents": "the correspondents",
    "live.guide": "Sign in on the platform and agree.",
}
