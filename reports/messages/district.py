"""Words of the review lists for principals, of the district page and of the index page."""

from __future__ import annotations

MESSAGES: dict[str, str | tuple[str, str]] = {
    # Review list
    "review.title": "Connections to look at: {school}",
    "review.for": "Review list",
    "review.intro": (
        "These connections of registered school accounts are not settled yet. We could not find them in the school "
        "lists, or could not tell. That is a reason to ask, not a finding about anybody: lists have holes."
    ),
    "review.lists": "School lists, as of {d_day}.",
    "review.none": "Nothing is open at this school. There is nothing for you to do.",
    "review.how": "How to record a decision",
    "review.how.1": "Open the file {file} that came with this page.",
    "review.how.2": "Write one of the five words below into the column {column} of a row.",
    "review.how.3": "Write your name into {by} and the date into {on}, as in 2026-11-20.",
    "review.how.4": "An exception also needs its reason in {note} and its last day in {until}.",
    "review.how.5": "Save the file as CSV under the same name. The next run reads it. Rows left empty stay open.",
    "review.words_caption": "What each word in the decision column means",
    "review.word": "Word",
    "review.meaning": "What it means",
    "review.fine": "This connection is fine. It will not be listed again.",
    "review.ask_owner": "You will ask the owner of the account. It stays open until then.",
    "review.roster_wrong": "The person belongs to the school. The data office should correct the school lists.",
    "review.exception": "You allow it for a reason, until a last day.",
    "review.district": "The district office should decide.",
    "review.account": "{account} on {t_platform}",
    "review.owner": "Owner: {owner}",
    "review.counts": "{community} of {n} people connected with this account are in the school lists.",
    "review.incomplete": "The list of connections was not complete, so more may be open.",
    "review.withheld": (
        "One more open connection may be a student or family. Only the owner of the account sees it.",
        "{n} more open connections may be students or family. Only the owner of the account sees them.",
    ),
    "review.items_none": "Nothing is open here.",
    "review.open": "Why it is open",
    "review.owner_says": "What the owner says",
    "review.owner_silent": "The owner has not said anything yet.",
    "review.stated": "Stated by the owner, not verified.",
    "review.decision": "Your decision",
    "review.earlier": "Recorded earlier: {t_decision}",
    "review.note": "Note",
    "review.signed": "Name and date",
    "review.until": "Exception until",
    "review.kinds": "Connection",
    "review.since": "Since",
    "review.answer": "Our answer",
    "review.reference": "Reference {fingerprint}",
    "review.close": (
        "You see only what is still open. The full lists, names of students, and posts are not shown to you, and "
        "nothing is removed by this program."
    ),
    # District page
    "district.title": "Audit of educational accounts {year}",
    "district.for": "For the district office",
    "district.lead": (
        "One account is registered; {audited} audited.",
        "{n} accounts are registered; {audited} of them were audited.",
    ),
    "district.people": (
        "Of one connection, {community} is in the school lists.",
        "Of {n} connections, {community} are in the school lists.",
    ),
    "district.helped": (
        "One account could not be audited and needs the office's help.",
        "{n} accounts could not be audited and need the office's help.",
    ),
    "district.hidden": (
        "Numbers below five are not shown, because they could point at one person. There is no ranking of people."
    ),
    "district.few": "fewer than 5",
    "district.few_each": "Fewer than 5 each: {text}.",
    "district.states": "What became of the accounts",
    "district.states_desc": "One bar for each state, as long as the number of accounts in it.",
    "district.account.audited": "Audited",
    "district.account.no_export": "No export handed in",
    "district.account.no_consent": "No consent on file",
    "district.account.failed": "Could not be audited",
    "district.platforms": "Accounts by platform",
    "district.platforms_desc": "One bar for each platform, as long as the number of registered accounts.",
    "district.verdicts": "What we could say of the connections",
    "district.verdicts_desc": "One bar for each answer, as long as the number of connections it was given for.",
    "district.participation": "Taking part, by school",
    "district.participation_desc": (
        "For each school one bar for the registered accounts, one for the audited ones, and one for those seen in full."
    ),
    "district.participation_caption": "Staff, accounts and what was seen, by school",
    "district.school": "School",
    "district.staff": "Staff",
    "district.accounts": "Accounts",
    "district.audited": "Audited",
    "district.complete": "Seen in full",
    "district.connections": "Connections",
    "district.open": "Open items",
    "district.findings": "What the checks asked to look at",
    "district.findings_desc": "One bar for each check, as long as the number of accounts it asked to look at.",
    "district.findings_caption": "Accounts each check asked to look at, by school",
    "district.findings_none": "No check asked for anything.",
    "district.check": "Check",
    "district.total": "Total",
    "district.failed": "Accounts that need help",
    "district.failed_caption": "Accounts without an audit, by school",
    "district.failed_none": "Every registered account was audited.",
    "district.account": "Account",
    "district.owner": "Owner",
    "district.why": "Why",
    "district.questions": "Questions the district has not settled",
    "district.questions_intro": (
        "The policy leaves these open. Until they are settled, the program takes the careful answer."
    ),
    "district.notes": "Notes of this run",
    "district.lists": "What the school lists cover",
    "district.people_count": (
        "The school lists hold one person.",
        "The school lists hold {n} people.",
    ),
    "district.no_school": "No school",
    # Index page
    "index.contents": "Contents",
    "index.none": "There are no reports yet.",
    "index.lead": "Every report of this run. Each file stands alone and can be printed or sent.",
}
