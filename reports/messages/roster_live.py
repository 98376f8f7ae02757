"""What the readers of rosters over the network say."""

from __future__ import annotations

MESSAGES: dict[str, str | tuple[str, str]] = {
    "roster_live.progress": "Reading {t_list}",
    "roster_live.waiting": "Waiting {seconds} seconds, as the server asks",
    "roster_live.list.orgs": "the schools",
    "roster_live.list.academicSessions": "the terms",
    "roster_live.list.courses": "the courses",
    "roster_live.list.classes": "the classes",
    "roster_live.list.users": "the people",
    "roster_live.list.enrollments": "the class lists",
    "roster_live.list.guardians": "the guardians",
    "roster_live.stopped": (
        "Stopped. The old roster is untouched. Run the same command within a day, and it goes on where it was."
    ),
    "roster_live.absent": "The server has no list of {t_list}. The roster can do without it.",
    "roster_live.changes": "Only what changed since the last time was asked for, and the server's counts agree.",
    "roster_live.no_changes": (
        "All of the roster was read: its changes alone could not be checked against the server's counts."
    ),
    "roster_live.next": "The roster is in {folder}. Next, run: auditor roster check {folder}",
    "roster_live.not_read": (
        "We could not read all of {t_list}, so no roster was stored and an older one is untouched. {t_why}"
    ),
    "roster_live.signed_out": (
        "The server does not accept the client id, the secret or the token: one of them is wrong, has expired or was "
        "taken back. Ask the server's administrator, then run the same command again; it goes on where it stopped."
    ),
    "roster_live.no_token": (
        "The server gives us no token. Check client_id, token_url and the secret, and ask the server's administrator "
        "whether this client may read rosters (scope roster-core.readonly)."
    ),
    "roster_live.forbidden": (
        "The server knows us but does not let us read this list. Ask its administrator to allow this client to read "
        "rosters, then run the same command again."
    ),
    "roster_live.not_found": (
        "The server says that there is no such list. Check base_url and kind in the section [roster_source]."
    ),
    "roster_live.busy": (
        "The server is busy or we asked too often. Run the same command later; it goes on where it stopped."
    ),
    "roster_live.unreachable": (
        "The connection to the server was cut or could not be made. Check base_url and your connection, then run the "
        "same command again; it goes on where it stopped."
    ),
    "roster_live.server_error": (
        "The server answered with an error of its own. Run the same command later; it goes on where it stopped."
    ),
    "roster_live.not_json": (
        "The server answered with something that is not a list, such as a sign-in page. Check base_url and kind in "
        "the section [roster_source], then run the same command again."
    ),
    "roster_live.elsewhere": (
        "The server sent us to another address than the ones in the section [roster_source], which we do not follow. "
        "If the server has moved, correct base_url."
    ),
    "roster_live.repeats": (
        "The server went round in circles: it gave the same page again. Tell its administrator, who may know of a "
        "newer version; until then, export the roster as CSV files."
    ),
    "roster_live.short": (
        "The server counts more entries than it lists, even when asked again. Run the same command later; if it stays "
        "so, tell the server's administrator, and export the roster as CSV files until then."
    ),
    "roster_live.no_guardians": (
        "Google does not let us read guardians. Either the account that is asked for is not a domain administrator's "
        "(subject, or the one the token is of), or guardians are turned off in the domain; for the latter, set "
        "guardians = false in the section [roster_source]."
    ),
    "roster_live.no_delegation": (
        "Google does not let this service account act for people of the domain, or not with everything we read. In the "
        "Admin console, under Security, API controls, Domain-wide delegation, add the service account's numeric client "
        "id with every scope that docs/rosters-over-the-network.md lists, and check that subject is an address of that "
        "domain. It can take a day to work; then run the same command again."
    ),
    "roster_live.wrong_key": (
        "Google does not accept the service account's key: the key was deleted or turned off, or the service account "
        "was. Have a new key file made in the Cloud console, put it where secret_file points, and run the same command "
        "again; it goes on where it stopped."
    ),
    "roster_live.wrong_subject": (
        "Google knows nobody with the address in subject, or the account is suspended. Write the address of an "
        "administrator of the domain there, in the section [roster_source], and run the same command again."
    ),
    "roster_live.clock": (
        "Google refuses the time in our request, and its answer did not help to put it right. Check date, time and "
        "time zone of this computer, then run the same command again; it goes on where it stopped."
    ),
    "roster_live.no_google_token": (
        "Google gives us no token for the service account. Check in the Cloud console that the service account and its "
        "key are turned on, and in the Admin console that nothing restricts it, then run the same command again."
    ),
    "roster_live.no_admin": (
        "Google does not let the person in subject read the directory. Write the address of an administrator who may "
        "read all users there, in the section [roster_source], and run the same command again."
    ),
    "roster_live.api_off": (
        "This interface is turned off in the Google Cloud project that the service account or the token belongs to. In "
        "the Cloud console, enable the Admin SDK API, and the Google Classroom API where classroom_url is set, then "
        "run the same command again in a few minutes."
    ),
    "roster_live.nobody": (
        "The server gave us a roster with nobody in it, so no roster was stored. Ask the server's administrator which "
        "schools this client may see, then run the same command again."
    ),
    "roster_live.shrunk": (
        "The roster on the server has far fewer people than the stored one in the group: {t_group} ({before} before, "
        "{n} now). If a part is missing, people of the schools would no longer be found, so the stored roster was "
        "kept. If the numbers are right, run the same command again with --accept-shrink."
    ),
}
