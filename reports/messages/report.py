"""Words of the report on one account, and of its tables."""

from __future__ import annotations

MESSAGES: dict[str, str | tuple[str, str]] = {
    # Top of the page
    "report.service": "Audit of educational accounts",
    "report.skip": "Skip to the report",
    "report.title": "Your account {account} on {t_platform}",
    "report.document": "{account} on {t_platform}: account report",
    "report.account": "Account",
    "report.owner": "Owner",
    "report.school": "School",
    "report.date": "Date of this report",
    "report.taken_at": "Your data, as of",
    "report.roster_date": "School lists, as of",
    "report.policy": "Policy",
    "report.contents": "On this page",
    "report.answer": "In short",
    # The answer in one paragraph
    "report.lead.all": (
        "The one person connected with this account is in the school lists.",
        "All {n} people connected with this account are in the school lists.",
    ),
    "report.lead.some": "{community} of {n} people connected with this account are in the school lists.",
    "report.lead.others": (
        "One person is counted here who only asked to connect, was only asked, or is blocked.",
        "{n} people are counted here who only asked to connect, were only asked, or are blocked.",
    ),
    "report.lead.nobody": "Nobody is connected with this account.",
    "report.lead.unseen": "We could not see who is connected with this account.",
    "report.lead.public": (
        "This account is meant for the public, so we did not compare its followers with the school lists."
    ),
    "report.lead.cannot_tell": (
        "For one person we cannot tell.",
        "For {n} people we cannot tell.",
    ),
    "report.lead.look": (
        "There is one person we ask you to look at.",
        "There are {n} people we ask you to look at.",
    ),
    "report.lead.look_none": "There is nobody you need to look at.",
    "report.lead.settings": (
        "There is one setting or entry to look at.",
        "There are {n} settings or entries to look at.",
    ),
    "report.lead.settings_none": "The settings we could see are as the policy asks.",
    "report.lead.nothing": "There is nothing you need to do.",
    "report.you_decide": "You decide. Nothing is removed or changed by this program.",
    # Figures
    "report.figure.community": "in the school lists",
    "report.figure.people": "people to look at",
    "report.figure.settings": "settings and entries to look at",
    "report.figure.unseen": "points we could not judge",
    # What was incomplete, on page one
    "report.gap.title": "This report does not show everything",
    "report.gap.partial": "We saw only part of the list of connections: {received} are here.",
    "report.gap.partial_of": "We saw only part of the list of connections: {received} of {expected} are here.",
    "report.gap.none": "We saw no list of connections. So this report says nothing about people.",
    "report.gap.unreadable": (
        "One row could not be read. It is listed below.",
        "{n} rows could not be read. They are listed below.",
    ),
    "report.gap.broken": (
        "One check stopped with an error of the program. Please tell the office.",
        "{n} checks stopped with an error of the program. Please tell the office.",
    ),
    "report.gap.more": "What was not seen",
    # What is fine
    "report.fine.title": "What is fine",
    "report.fine.people": "{community} of {n} people are in the school lists.",
    "report.fine.nothing": "We could not confirm anything yet. See below what we could not see.",
    "report.fine.clause": "Policy {clauses}",
    # People
    "report.people.title": "People to look at",
    "report.people.intro": (
        "We compared names and user names with the school lists. Not being found does not mean that somebody does "
        "not belong: lists have holes, and people use other names."
    ),
    "report.people.none": "There is nobody you need to look at.",
    "report.people.public": "We did not look at single people, because this account is meant for the public.",
    "report.people.more": ("Show one more person", "Show {n} more people"),
    "report.people.kinds": "Connection",
    "report.people.since": "Since",
    "report.people.found": "What we found",
    "report.people.sure": "How sure we are",
    "report.people.do": "What you can do",
    "report.people.do_all": "What you can do, unless a card says something else",
    "report.people.said": "What you said",
    "report.people.stated": "Stated by you, not verified.",
    # Settings
    "report.settings.title": "Settings and entries to look at",
    "report.settings.intro": (
        "Each point names what we found, what the policy asks, and the steps on {t_platform}. Labels in apps change; "
        "search the settings for the words if a menu has moved."
    ),
    "report.settings.none": "Nothing to look at here.",
    "report.settings.found": "What we found",
    "report.settings.why": "Why it matters",
    "report.settings.asks": "What the policy asks",
    "report.settings.do": "What you can do",
    "report.settings.all": "All settings we read",
    "report.settings.all_caption": "Each setting as the platform gave it",
    "report.settings.setting": "Setting",
    "report.settings.value": "Value",
    "report.settings.raw": "The platform's own words",
    "report.settings.result": "Result",
    "report.settings.not_asked": "The policy does not ask about it",
    # Settled
    "report.settled.title": "Already settled",
    "report.settled.intro": "These points stay as they were found. Somebody has already decided on them.",
    "report.settled.exception": "Exception until {d_until}, approved by {approver}: {reason}",
    "report.settled.decision": "Decision: {t_decision}",
    "report.settled.note": "Note: {note}",
    # What was not seen
    "report.unseen.title": "What was not seen",
    "report.unseen.never": "Not checked: your posts, messages, private accounts.",
    "report.unseen.coverage": "What your data covers",
    "report.unseen.received": "Read",
    "report.unseen.expected": "Expected",
    "report.unseen.reason": "Why",
    "report.unseen.judged": "Points we could not judge",
    "report.unseen.lists": "What the school lists cover",
    "report.unseen.group": "The school lists may not hold everybody of this group: {t_group}.",
    "report.unseen.guardians": (
        "{percent} % of the students have a parent or guardian on file. We cannot find a family that is missing there."
    ),
    "report.unseen.no_students": "The school lists have no students.",
    "report.unseen.full": "We know of no hole in the school lists. They may still miss people.",
    "report.unseen.cannot_tell": (
        "We cannot tell about one person: the platform gives too little to go on, or the list that would hold them "
        "is missing.",
        "We cannot tell about {n} people: the platform gives too little to go on, or the list that would hold them "
        "is missing.",
    ),
    "report.unseen.files": "Your privacy",
    "report.unseen.opened": (
        "We opened one file of your data and left {unopened} closed.",
        "We opened {n} files of your data and left {unopened} closed.",
    ),
    "report.unseen.opened_list": "Files we opened",
    "report.unseen.unknown": (
        "One file lies where lists lie, but we do not know it. It stayed closed. The platform may have changed its "
        "layout: please tell the office.",
        "{n} files lie where lists lie, but we do not know them. They stayed closed. The platform may have changed "
        "its layout: please tell the office.",
    ),
    "report.unseen.unreadable": "Rows that could not be read",
    "report.unseen.unreadable_caption": "Each row that could not be read, and where it is",
    "report.unseen.place": "Where",
    "report.unseen.broken": "Checks that stopped with an error",
    "report.unseen.clauses": "What no program judges",
    "report.unseen.clauses_intro": "These parts of the policy are for people. The program does not look at them.",
    "report.unseen.clauses_caption": "Parts of the policy that are not judged, and why",
    "report.unseen.clause": "Part",
    "report.unseen.demand": "What it asks",
    "report.unseen.why": "Why it is not judged",
    "report.unseen.not_applicable": "Does not apply to this account",
    # All connections
    "report.all.title": "All connections",
    "report.all.open": ("Show the list of one connection", "Show the list of all {n} connections"),
    "report.all.caption": "Everybody connected with the account, with our answer",
    "report.all.how": "How names are compared",
    "report.all.how_text": (
        "For each connection we look for everybody in the school lists who could be meant. A rare name counts more "
        "than a common one, a whole name more than a first letter, and somebody from the owner's school more than "
        "somebody from far away. Short forms, former last names and slips of the pen are allowed for. “About 97 in "
        "100” means: of 100 such answers, about 97 are right. We infer nothing about anybody's origin, religion, age "
        "or sex."
    ),
    "report.all.none": "There are no connections to list.",
    "report.all.name": "Name",
    "report.all.handle": "User name",
    "report.all.kinds": "Connection",
    "report.all.since": "Since",
    "report.all.verdict": "Our answer",
    "report.all.category": "Role",
    "report.all.why": "Why",
    # Charts
    "report.charts.title": "Charts",
    "report.charts.verdicts": "What we could say of each person",
    "report.charts.verdicts_desc": "One bar for each answer, as long as the number of people it was given for.",
    "report.charts.categories": "Roles of the people in the school lists",
    "report.charts.categories_desc": "One bar for each role, as long as the number of people who have it.",
    "report.charts.time": "When the connections began",
    "report.charts.time_desc": "One column for each year or month: the connections that began then.",
    "report.charts.undated": (
        "One connection has no date and is not in this chart.",
        "{n} connections have no date and are not in this chart.",
    ),
    "report.charts.table": "These numbers as a table",
    "report.charts.label": "Group",
    "report.charts.number": "Number",
    "report.charts.none": "There are no connections to draw.",
    "report.charts.period": "Period",
    # Footer
    "report.footer.title": "About this report",
    "report.footer.run": "Run",
    "report.footer.version": "Program version",
    "report.footer.policy": "Policy fingerprint",
    "report.footer.roster": "School lists fingerprint",
    "report.footer.inputs": "Files you gave us",
    "report.footer.keep": (
        "This report is for the owner of the account. It is not a personnel record. Keep it as you keep other school "
        "papers with names."
    ),
    # Spreadsheet
    "sheet.summary": "Summary",
    "sheet.connections": "Connections",
    "sheet.findings": "Findings",
    "sheet.settings": "Settings",
    "sheet.unseen": "Not seen",
    "sheet.item": "Item",
    "sheet.value": "Value",
    "sheet.check": "What was checked",
    "sheet.clauses": "Policy parts",
    "sheet.outcome": "Result",
    "sheet.severity": "Weight",
    "sheet.subject": "About",
    "sheet.message": "What we found",
    "sheet.remedy": "What you can do",
    "sheet.evidence": "Where we read it",
    "sheet.decision": "Decision or exception",
    "sheet.what": "What",
    "sheet.why": "Why",
    "sheet.address": "Address",
    "sheet.source": "Where we read it",
    "sheet.said": "What the owner said",
    "sheet.sure": "How sure",
}
