"""What each check says. Titles and reasons come from the checks themselves; steps are in `steps`."""

from __future__ import annotations

from auditor.policy.registry import checks

_FINDINGS: dict[str, str | tuple[str, str]] = {
    "account_separate.pass": "The account is for school only, as you stated.",
    "account_separate.mixed": "You stated that the account is also used privately.",
    "account_separate.personal_profile": "The register says that this is a personal Facebook profile.",
    "account_separate.not_said": "Nobody has said yet whether the account is also used privately.",
    "account_separate.email_pass": "The account is reached through the school's e-mail.",
    "account_separate.email_attention": "The e-mail address of the account is not a school address.",
    "account_separate.no_email": "We saw no e-mail address for this account.",
    "account_separate.no_domains": "The district's own mail addresses are not set up, so we could not compare.",
    "account_separate.remedy_email": "Change the account's contact e-mail to your school address.",
    "archive_fresh.pass": "The account was archived on {d_date}.",
    "archive_fresh.attention": "The last archive is of {d_date}. The district asks for a newer one.",
    "archive_fresh.export_new": (
        "This download is of {d_date}. Does it hold posts and comments too? Then it can count as an archive."
    ),
    "archive_fresh.export_old": "No archive is on record, and this download is already of {d_date}.",
    "archive_fresh.none": "No archive of this account is on record.",
    "aup_acknowledged.pass": "You confirmed on {d_date} that you read the Acceptable Use Policy.",
    "aup_acknowledged.attention": "You last confirmed the Acceptable Use Policy on {d_date}.",
    "aup_acknowledged.none": "There is no date on which you confirmed the Acceptable Use Policy.",
    "aup_acknowledged.remedy": "Read the Acceptable Use Policy, and have the date recorded.",
    "comments_moderated.pass": "Comments of others wait for approval, or are switched off.",
    "comments_moderated.attention": "Comments of others show without approval.",
    "comments_moderated.not_told": (
        "The platform does not tell us whether comments wait for approval. Please look at its settings for comments."
    ),
    "comments_moderated.waiting": (
        "One comment waits for approval, but the platform does not tell whether all of them do. Please look.",
        "{n} comments wait for approval, but the platform does not tell whether all of them do. Please look.",
    ),
    "comments_moderated.extension": (
        "The wiki has an extension with which edits can wait for approval ({name}). Please see whether it is set so."
    ),
    "comments_moderated.wiki.pass": "What others write on the wiki waits for approval, or only moderators can write.",
    "comments_moderated.wiki.attention": "What others write on the wiki shows at once.",
    "comments_moderated.wiki.remedy": (
        "Ask whoever runs the wiki to let moderators alone edit, or to have edits wait for approval; otherwise agree "
        "on a member of staff who reads the recent changes."
    ),
    "connections_in_community.pass": (
        "The one person connected with the account is in the school lists.",
        "All {n} people connected with the account are in the school lists.",
    ),
    "connections_in_community.pass_stated": (
        "The one person connected with the account is fine: stated by you, not verified.",
        "All {n} people connected with the account are fine; {stated} of them are stated by you, not verified.",
    ),
    "connections_in_community.pass_empty": "Nobody is connected with the account.",
    "connections_in_community.not_found": "We could not find {name} in the school lists.",
    "connections_in_community.not_found_thin": (
        "We could not find {name} in the school lists. The list of families may be incomplete: "
        "{percent} % of students have a guardian on file."
    ),
    "connections_in_community.uncertain": "{name} could be somebody in the school lists, but we are not sure.",
    "connections_in_community.will_remove": "You said that you will remove {name}. The person is still connected.",
    "connections_in_community.known_ask": (
        "{name} is in the school lists, but not as staff, student or parent. Please say who this is."
    ),
    "connections_in_community.known_no": (
        "{name} is in the school lists, in a group that this policy does not count to the community."
    ),
    "connections_in_community.stated_ask": "You said that {name} is {t_relation}. The policy leaves this to a person.",
    "connections_in_community.stated_no": (
        "You said that {name} is {t_relation}. This policy does not count that group to the community."
    ),
    "connections_in_community.no_name": (
        "For one connection the platform gives no name, so we cannot say who it is.",
        "For {n} connections the platform gives no name, so we cannot say who they are.",
    ),
    "connections_in_community.roster_gap": (
        "For one connection we cannot tell: the name says too little, or the school list it would be in is missing.",
        "For {n} connections we cannot tell: the names say too little, or the school list they would be in is missing.",
    ),
    "connections_in_community.remedy": (
        "Say who this is: a colleague, family of a student, an organisation, your own family, or somebody you do not "
        "know. You decide. Nothing is removed by this program."
    ),
    "connections_in_community.remedy_will_remove": (
        "Once you have done it, download your data again. Use the same rule for everybody. On a page for the public, "
        "ask the district first."
    ),
    "connections_in_community.remedy_ask": "Ask your principal whether this is fine; the answer can be put on record.",
    "connections_in_community.remedy_no": (
        "Ask your principal what to do. You decide. Nothing is removed by this program."
    ),
    "connections_in_community.remedy_no_name": (
        "Look at the person in the app, and say who it is.",
        "Look at them in the app, and say who they are.",
    ),
    "connections_in_community.remedy_roster_gap": "Ask the data office whether the school lists are complete.",
    "contact_upload_off.pass": "The phone's address book is not uploaded.",
    "contact_upload_off.attention": "The phone's address book is uploaded to the platform.",
    "disclaimer_present.disclaimer.pass": "The site says that it gives your own views.",
    "disclaimer_present.disclaimer.attention": "We did not find the disclaimer on the site's profile.",
    "disclaimer_present.other_kind": "This is asked of blogs and sites of your own, not of a class account.",
    "disclaimer_present.remedy": (
        "Add to the profile: “The postings on this site are my own and don't necessarily represent the district's "
        "positions, strategies, or opinions.”"
    ),
    "email_recipients_hidden.pass": (
        "The one message to a group in your sent mail showed no family the addresses of others.",
        "None of the {n} messages to groups in your sent mail showed families the addresses of others.",
    ),
    "email_recipients_hidden.attention": (
        "One message that you sent showed its recipients one another's addresses: {most} of them.",
        "{n} messages that you sent showed their recipients one another's addresses: up to {most} of them.",
    ),
    "email_recipients_hidden.remedy": (
        "Next time, put families in Bcc (hidden copy) or write to the class list. Nothing has to be done about the "
        "mail already sent."
    ),
    "follows_student_profiles.nobody": "A blog or a wiki follows nobody.",
    "follows_student_profiles.pass": "The account follows no student's own profile.",
    "follows_student_profiles.attention": "The account follows {name}, who seems to be a student.",
    "follows_student_profiles.remedy": "Consider unfollowing. Students can still follow the account.",
    "follows_student_profiles.open": (
        "The account follows one person we cannot place, so we cannot say whether it follows students.",
        "The account follows {n} people we cannot place, so we cannot say whether it follows students.",
    ),
    "follows_student_profiles.no_students": "The school lists do not cover the students well enough to say.",
    "friend_list_hidden.pass": "Only the account's own circle sees its friend or follower list.",
    "friend_list_hidden.attention": "Everybody can see the friend or follower list, and so the names of students.",
    "house_rules_published.pass": "The rules for comments are published, as recorded.",
    "house_rules_published.attention": "No address of published rules for comments is on record.",
    "house_rules_published.remedy": "Copy the district's rules for comments into the account, and record the address.",
    "group_mail_coordinator.pass": (
        "The coordinator was on the one message to a group in your sent mail.",
        "The coordinator was on all {n} messages to groups in your sent mail.",
    ),
    "group_mail_coordinator.owner": "You are the coordinator yourself.",
    "group_mail_coordinator.attention": (
        "The coordinator was not on one of {all} messages to groups.",
        "The coordinator was not on {n} of {all} messages to groups.",
    ),
    "group_mail_coordinator.unsure": (
        "We could not tell whether the coordinator was on the one message to a group. Please look in your sent mail.",
        "We could not tell on how many of {n} messages to groups the coordinator was. Please look in your sent mail.",
    ),
    "group_mail_coordinator.listed": (
        "One message went to a mailing list. Please see whether the coordinator is on that list.",
        "{n} messages went to mailing lists. Please see whether the coordinator is on them.",
    ),
    "group_mail_coordinator.nobody": "Nobody is on record as the coordinator of mail to groups.",
    "group_mail_coordinator.remedy": "Send mail to groups through the coordinator, or add them in Cc or Bcc.",
    "group_mail_coordinator.remedy_name": "Ask the office who it is, and have it recorded with the account.",
    "group_mail_coordinator.remedy_list": "If not, have the coordinator added to the list.",
    "group_mail_whole_group.pass": (
        "The one message to a group in your sent mail went to the whole group.",
        "All {n} messages to groups in your sent mail went to the whole group.",
    ),
    "group_mail_whole_group.attention": (
        "One message went to some members of a group that you had written to before, and not to the rest.",
        "{n} messages went to some members of a group that you had written to before, and not to the rest.",
    ),
    "group_mail_whole_group.remedy": (
        "Next time, write to the whole list. If it was a matter of privacy, all is well."
    ),
    "identity_shown.name.pass": "The profile shows your name.",
    "identity_shown.name.attention": "We did not find your family name in the profile.",
    "identity_shown.school.pass": "The profile names the school.",
    "identity_shown.school.attention": "We did not find the school in the profile.",
    "identity_shown.remedy": "Put your name, school and role in the profile's short text.",
    "location_off.pass": "The account does not share its location.",
    "location_off.attention": "The account shares its location.",
    "logo_permission.pass": "The school's logo is not used, or used with permission, as you stated.",
    "logo_permission.attention": "The school's logo is used, and no permission is on record.",
    "logo_permission.not_said": "Nobody has said yet whether the pictures show the school's logo.",
    "logo_permission.remedy": "Ask the Superintendent for permission and record its date, or change the picture.",
    "logo_permission.remedy_say": "Look at your profile and cover picture, and record whether they show the logo.",
    "pending_requests.received.pass": "No request to you has waited for more than {days} days.",
    "pending_requests.received.attention": (
        "One request to you has waited for more than {days} days.",
        "{n} requests to you have waited for more than {days} days.",
    ),
    "pending_requests.received.undated": (
        "One request to you is open; the data does not say since when.",
        "{n} requests to you are open; the data does not say since when.",
    ),
    "pending_requests.sent.pass": "No request from you has waited for more than {days} days.",
    "pending_requests.sent.attention": (
        "One request from you has waited for more than {days} days.",
        "{n} requests from you have waited for more than {days} days.",
    ),
    "pending_requests.sent.undated": (
        "One request from you is open; the data does not say since when.",
        "{n} requests from you are open; the data does not say since when.",
    ),
    "platform_listed.pass": "The account is registered, with this platform.",
    "platform_listed.attention": "The register names another platform than the one this data is from.",
    "platform_listed.remedy": "Ask the office to correct the platform. If it is not in the list, choose “other”.",
    "policies_acknowledged.pass": "You confirmed on {d_date} that you read the Code of Conduct and the Privacy Policy.",
    "policies_acknowledged.attention": "You last confirmed the Code of Conduct and the Privacy Policy on {d_date}.",
    "policies_acknowledged.none": "There is no date on which you confirmed the Code of Conduct and the Privacy Policy.",
    "policies_acknowledged.remedy": "Read both, and have the date recorded.",
    "post_audience.pass": "New posts are not shown to everybody.",
    "post_audience.attention": "New posts are shown to everybody.",
    "privacy_baseline.comments_from.pass": "Only the account's own circle may comment, or nobody.",
    "privacy_baseline.comments_from.attention": "Everybody may comment.",
    "privacy_baseline.messages_from.pass": "Only the account's own circle may send messages, or nobody.",
    "privacy_baseline.messages_from.attention": "Everybody may send messages to the account.",
    "privacy_baseline.search_indexing.pass": "Search engines are asked not to show the profile.",
    "privacy_baseline.search_indexing.attention": "Search engines may show the profile.",
    "privacy_baseline.discovery.pass": "The account is not found by phone number or e-mail.",
    "privacy_baseline.discovery.attention": "The account can be found by its phone number or e-mail.",
    "privacy_baseline.two_factor.pass": "Signing in takes a second step.",
    "privacy_baseline.two_factor.attention": "A password alone is enough to sign in.",
    "public_fields_shown.pass": "Only the account's own circle sees what it shows.",
    "public_fields_shown.attention": "Everybody can see this profile and what it shows.",
    "public_fields_shown.public": "This account is for the public, so everybody sees its profile and posts.",
    "public_fields_shown.remedy_public": (
        "Open the profile without signing in, and see whether it shows only what you mean to show."
    ),
    "requests_gated.pass": "New followers or friends need your approval.",
    "requests_gated.attention": "Anybody can follow or join without your approval.",
    "retention_route_recorded.pass": "It is recorded how the account's records are kept.",
    "retention_route_recorded.attention": "It is not recorded how the account's records are kept.",
    "retention_route_recorded.remedy": (
        "Choose one and have it recorded: an archive tool of the school, exports that you hand in, or forwarding to "
        "your school mail."
    ),
    "role_label.role.pass": "The profile names your role.",
    "role_label.role.attention": "We did not find a role in the profile.",
    "role_label.remedy": "Add one line, such as “Class account of …, teacher at …”.",
    "settings_reviewed.pass": "You looked through the settings on {d_date}.",
    "settings_reviewed.attention": "You last looked through the settings on {d_date}.",
    "settings_reviewed.none": "There is no date on which you looked through the settings.",
    "settings_reviewed.remedy": "Go through the account's privacy settings once, and have the date recorded.",
    "staff_moderator_named.pass": "A second member of staff can moderate the account.",
    "staff_moderator_named.none": "No second moderator is on record.",
    "staff_moderator_named.left": "The second moderator on record is not in the current staff list.",
    "staff_moderator_named.owner": "The second moderator on record is the owner.",
    "staff_moderator_named.no_staff": "The staff list is missing, so we could not look the moderator up.",
    "staff_moderator_named.seen": (
        "The platform shows a colleague who may moderate the account. Have the name recorded too."
    ),
    "staff_moderator_named.pass_seen": (
        "The second moderator on record works here, and the platform lets them moderate the account."
    ),
    "staff_moderator_named.no_role": (
        "The second moderator on record works here, but we did not find them among those the platform lets moderate."
    ),
    "staff_moderator_named.none_seen": (
        "No second moderator is on record, and the platform shows no colleague who may moderate the account."
    ),
    "staff_moderator_named.not_all_seen": (
        "No second moderator is on record, and we could not see everybody whom the platform lets moderate."
    ),
    "staff_moderator_named.unclear": (
        "The platform lets somebody moderate the account and we cannot tell who they are. Is it the second moderator?"
    ),
    "staff_moderator_named.not_staff": "{name} may moderate the account, and we did not find them on the staff list.",
    "staff_moderator_named.remedy_not_staff": (
        "Give them a role that cannot moderate, or tell the office who they are if they work here."
    ),
    "staff_moderator_named.who": "{name} may moderate the account, and we cannot tell whether they are on the staff.",
    "staff_moderator_named.remedy_who": "See who this is. Somebody who is not staff needs no role that can moderate.",
    "staff_moderator_named.other_kind": "A second moderator is asked for on blogs, wikis, pages and groups.",
    "staff_moderator_named.remedy": "Name a colleague as second moderator, and have it recorded.",
    "tagging_review.pass": "Tags wait for your approval.",
    "tagging_review.attention": "Tags show without your approval.",
    "text_log_handed_in.pass": (
        "One message of {d_first} was handed in.",
        "{n} messages from {d_first} to {d_last} were handed in.",
    ),
    "text_log_handed_in.no_event": (
        "One message of {d_first} was handed in. It is not on record which event it was for.",
        "{n} messages from {d_first} to {d_last} were handed in. It is not on record which event they were for.",
    ),
    "text_log_handed_in.attention": (
        "The one message that was handed in is of {d_first}; the event ended on {d_event}.",
        "The {n} messages that were handed in end on {d_last}; the event ended on {d_event}.",
    ),
    "text_log_handed_in.after": (
        "The one message that was handed in is of {d_first}, after the event ended on {d_event}.",
        "The {n} messages that were handed in begin on {d_first}, after the event ended on {d_event}.",
    ),
    "text_log_handed_in.remedy_after": (
        "See whether it is the thread of that event. If it is of another, have that event's last day recorded."
    ),
    "text_log_handed_in.going_on": (
        "The event goes on until {d_event}. Hand the thread in when it is over: one message is here so far.",
        "The event goes on until {d_event}. Hand the thread in when it is over: {n} messages are here so far.",
    ),
    "text_log_handed_in.damaged": (
        "The file that was handed in is damaged. One message of {d_first} could be read in it.",
        "The file that was handed in is damaged. {n} messages from {d_first} to {d_last} could be read in it.",
    ),
    "text_log_handed_in.none": "No message was in what was handed in.",
    "text_log_handed_in.undated": "Messages were handed in, but their dates can be read in two ways.",
    "text_log_handed_in.other_platform": "This is asked of texts and WhatsApp threads.",
    "text_log_handed_in.remedy": (
        "Export the whole thread once more and hand it in. If there were no more texts, tell the office."
    ),
    "text_log_handed_in.remedy_period": "Please see in the thread whether it covers the event.",
    "text_log_handed_in.remedy_event": "Have the last day of the event recorded with the account.",
    "training_current.pass": "You had the training on {d_date}.",
    "training_current.attention": "Your last training was on {d_date}.",
    "training_current.none": "There is no date of a training on record.",
    "training_current.remedy": "Book the next training.",
}

MESSAGES: dict[str, str | tuple[str, str]] = {
    **{f"check.{check.meta.id}.title": check.meta.title for check in checks().values()},
    **{f"check.{check.meta.id}.why": check.meta.why for check in checks().values()},
    **{f"check.{name}": text for name, text in _FINDINGS.items()},
}
