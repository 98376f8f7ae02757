"""What the readers of e-mail headers and of handed-in message threads say."""

from __future__ import annotations

MESSAGES: dict[str, str | tuple[str, str]] = {
    "live.list.inbox": "those who wrote to the account",
    "live.list.sent": "those the account wrote to",
    "email.guide": (
        "Make an app password for this program in your school mail's security settings; you can take it back there at "
        "any time. Only who wrote to whom and when is read: no subject and no text."
    ),
    "email.guide_token": (
        "Sign in with your school account and agree. Only who wrote to whom and when is read: no subject and no text. "
        "You can take it back in your account's security settings at any time."
    ),
    "email.no_domains": (
        "Nothing was read: the district's mail domains are not set, and only mailboxes in them are opened. Ask the "
        "office to set email_domains."
    ),
    "email.not_school": (
        "Nothing was read: this address is not in one of the district's mail domains, and private mailboxes are never "
        "opened. Connect your school mailbox instead."
    ),
    "email.no_server": "Nothing was read: the name of the mail server is missing. Connect again and give it.",
    "email.no_secret": "Nothing was read: there is no sign-in for this mailbox. Run “auditor connect” first.",
    "email.other_mailbox": (
        "Nothing was read: this sign-in is for another mailbox than the registered one. Connect with the registered "
        "address."
    ),
    "email.password_refused": (
        "The mail server refused the password. It may have been changed or taken back; make a new app password and "
        "connect again."
    ),
    "email.token_refused": (
        "The mail server refused the sign-in: it has expired, was taken back, or is for another mailbox. Connect again."
    ),
    "email.scope_missing": "The mail server says that reading mail was not agreed to. Connect again and allow it.",
    "email.office_only": (
        "The mail server lets nobody in this way. Ask the office whether reading mail with a program (IMAP) is allowed."
    ),
    "email.not_secure": (
        "The mail server could not show that it is the right one, so nothing was sent to it. Check its name, or ask "
        "the office about its certificate."
    ),
    "email.not_imap": "The mail server answered with something that is not mail (IMAP). Check its name and port.",
    "email.kept_back": "The mail server kept back a message's headers. Run the same command later; it goes on there.",
    "email.no_sent": (
        "The mailbox has no folder that we know for sent mail, so whom the account wrote to was not read."
    ),
    "email.other_folders": (
        "One more folder holds mail. Only the inbox and the folder of sent mail are read.",
        "{n} more folders hold mail. Only the inbox and the folder of sent mail are read.",
    ),
    "email.lists_left_out": (
        "One message of a mailing list outside the school was left out.",
        "{n} messages of mailing lists outside the school were left out.",
    ),
    "email.entry_unreadable": (
        "One sender or recipient of this message has no address that we can read.",
        "{n} senders or recipients of this message have no address that we can read.",
    ),
    "email.no_sender": "This message does not say who sent it.",
    "email.file_only": "This is the mail in the file. Nobody can tell from it whether it is the whole mailbox.",
    "email.set_aside": (
        "One message marked as spam, draft or deleted was left out.",
        "{n} messages marked as spam, draft or deleted were left out.",
    ),
    "email.files_damaged": (
        "One file of mail is damaged and was read as far as it goes.",
        "{n} files of mail are damaged and were read as far as they go.",
    ),
    # What the checks of mail to groups share
    "email.groups.other_platform": "This is asked of school e-mail.",
    "email.groups.no_numbers": "This data does not say how mail to groups was sent.",
    "email.groups.part": "Nothing stands out so far, but we saw only a part of the mail.",
    "email.groups.part_remedy": "Connect the school mailbox, so that all mail that was sent can be counted.",
    "email.groups.part_live_remedy": "See under “What was not seen” what is missing, and run the same command again.",
    "email.groups.none": "There is no mail to groups in your sent mail.",
    "thread.period": (
        "One message of {d_first} was handed in. Who wrote and when was read, and nothing of the text kept.",
        "{n} messages from {d_first} to {d_last} were handed in. Who wrote and when was read, and nothing of the text "
        "kept.",
    ),
    "thread.only_this": "This is the thread in the file. Nobody can tell from it whether all of it was handed in.",
    "thread.dates_unsure": (
        "The dates in the file can be read in two ways (day or month first), so the period was left open."
    ),
    "thread.silent": "Members who wrote nothing are not in the file, unless it says that they joined.",
    "thread.ends_early": "The file breaks off. Export the thread again and hand that in.",
    "thread.nobody": "No message in the file could be read.",
    "thread.entries_unreadable": (
        "One entry could not be read and was left out.",
        "{n} entries could not be read and were left out.",
    ),
    "thread.entry_unreadable": "This entry does not say who wrote it.",
}
