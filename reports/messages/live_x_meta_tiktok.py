"""What the live connectors of X, Facebook, Instagram, Threads, LinkedIn and TikTok say."""

from __future__ import annotations

MESSAGES: dict[str, str | tuple[str, str]] = {
    "meta.app_secret": (
        "The platform wants every request signed with the secret of the district's app. Enter the app's secret, or "
        "correct it, and run the same command again."
    ),
    "meta.revoked": "The owner has removed this program on the platform. Run “auditor connect” to ask again.",
    "meta.confirm": (
        "The platform wants the owner to sign in on its own page and confirm something first. Then run “auditor "
        "connect” again."
    ),
    "meta.not_understood": (
        "The platform gave something else than we asked for. Its interface may have changed; look for a newer version "
        "of this program."
    ),
    "meta.version": (
        "The platform no longer speaks version {wanted} of its interface, which this program was written for (it "
        "answered in {answered}). Look for a newer version of this program."
    ),
    "meta.no_cursor": "The platform says that the list goes on but not where. What came before was kept.",
    "facebook.live_guide": (
        "Sign in on Facebook and agree to what is asked. You can take it back at any time: Settings, Apps and websites."
    ),
    "facebook.live_friends": (
        "Facebook shows a program only those friends who use the same program, and nobody who follows a Page. For the "
        "whole list, download your information from Facebook."
    ),
    "facebook.live_no_friends": (
        "The permission to see friends was not given, so not even their number is known. Run “auditor connect” again "
        "and leave the friends list ticked."
    ),
    "facebook.live_no_pages": (
        "The permission to see the Pages you help to run was not given. If this account is a Page, run “auditor "
        "connect” again and tick it."
    ),
    "facebook.live_whose": (
        "This sign-in is a person's, and neither the person nor a Page of theirs that we may see has the name this "
        "account is registered under. So that nobody's personal account is read, nothing was. If the account is a "
        "Page, run “auditor connect” again and tick the Page; else register it under its name on Facebook."
    ),
    "facebook.live_pages": (
        "This sign-in also helps to run one Page. A Page is an account of its own, to be registered on its own.",
        "This sign-in also helps to run {n} Pages. A Page is an account of its own, to be registered on its own.",
    ),
    "facebook.live_tasks": "What the owner may do on this Page, in Facebook's words: {tasks}.",
    "facebook.live_page": "Facebook lists nobody who follows or likes a Page, only how many they are.",
    "facebook.live_settings": (
        "Facebook lets no program read the privacy settings of a person. They are in your download, or look at them "
        "in the app."
    ),
    "facebook.live_page_settings": (
        "Of a Page's settings Facebook tells only whether the public can see it. Look at the others in the app."
    ),
    "live.list.likes": "the people who like the Page",
    "instagram.live_guide": (
        "Sign in on Instagram and agree. This works for professional accounts only. You can take it back at any time: "
        "Settings, Website permissions, Apps and websites."
    ),
    "instagram.live_lists": (
        "Instagram lets no program read who follows an account, only how many there are. For the list, download your "
        "information from Instagram."
    ),
    "instagram.live_settings": (
        "Instagram lets no program read privacy settings. They are in your download, or look at them in the app."
    ),
    "threads.live_guide": (
        "Sign in on Threads and agree. You can take it back at any time: Settings, Account, Website permissions."
    ),
    "threads.live_lists": (
        "Threads lets no program read who follows an account, only how many there are. For the list, download your "
        "information from Instagram; Threads is in it."
    ),
    "threads.live_settings": (
        "Threads lets no program read privacy settings. They are in your download, or look at them in the app."
    ),
    "linkedin.live_guide": (
        "Sign in on LinkedIn and agree. This works for members in the European Economic Area and Switzerland only; "
        "anywhere else, the United States included, ask LinkedIn for a copy of your data and give us Connections.csv. "
        "LinkedIn has one permission for all of your data, messages too; we ask for your connections, your invitations "
        "and your name, and for nothing else. You can take it back at any time: "
        "Settings & Privacy, Data privacy, Other applications, Permitted services."
    ),
    "linkedin.live_lists": (
        "LinkedIn gives connections to a program only where the member is in the European Economic Area or Switzerland "
        "and has agreed to it. Anywhere else, the United States included, ask LinkedIn for a copy of your data with "
        "“Connections” ticked and give us Connections.csv. If you are in Europe, run “auditor connect” again."
    ),
    "linkedin.live_revoked": (
        "LinkedIn says that the owner has removed this program there. If you agreed only just now, wait some minutes "
        "and run the same command again; else run “auditor connect” to ask again."
    ),
    "linkedin.live_no_data": (
        "LinkedIn has nothing of {t_list}: there may be nothing, or it is still being gathered, which takes some time "
        "after you agreed. Run the same command later, or give us the download of your data."
    ),
    "linkedin.live_unchecked": (
        "LinkedIn does not tell a program the address of the profile, and no invitation told it either. Check by the "
        "name that this is the registered account."
    ),
    "linkedin.live_as_of": (
        "LinkedIn gathers this copy of the account's data after the owner agreed and does not say how new it is. "
        "Whoever was added lately may not be on it."
    ),
    "linkedin.live_not_understood": (
        "LinkedIn gave something else than we asked for. Its interface may have changed; look for a newer version of "
        "this program, or give us the download of your data."
    ),
    "linkedin.live_version": (
        "LinkedIn no longer speaks version {wanted} of its interface, which this program was written for. Look for a "
        "newer version of this program, or give us the download of your data."
    ),
    "linkedin.live_profile": "the profile",
    "live.list.connections": "the connections",
    "live.list.invitations": "the invitations",
    "tiktok.live_guide": (
        "Sign in on TikTok and agree. TikTok tells whether an account is private only to programs that may post. We "
        "never post; if you do not want to give that permission, leave it out, and only the privacy settings stay "
        "unread. You can take everything back at any time: Settings and privacy, Security, Manage app permissions."
    ),
    "tiktok.live_lists": (
        "TikTok lets no program read who follows an account, only how many there are. For the list, download your "
        "data from TikTok."
    ),
    "tiktok.live_settings": (
        "TikTok tells a program whether the account is private and whether comments are off. Look at the other "
        "settings in the app, or in your download."
    ),
    "tiktok.live_settings_permission": (
        "TikTok tells the privacy settings only to programs that may post, and that permission was not given. Look at "
        "the settings in the app, or give the download of your data."
    ),
    "tiktok.live_banned": (
        "TikTok lets this account post nothing at present and then tells no privacy settings either. Look at them in "
        "the app."
    ),
    "tiktok.live_not_understood": (
        "TikTok gave something else than we asked for. Its interface may have changed; look for a newer version of "
        "this program."
    ),
    "tiktok.live_remix": "Duets with the account's videos are {t_duet}, Stitches are {t_stitch}.",
    "tiktok.live_on": "allowed",
    "tiktok.live_off": "not allowed",
    "crosscheck.counted": (
        "The platform's own count of {t_list}: one.",
        "The platform's own count of {t_list}: {n}.",
    ),
    "crosscheck.agrees": (
        "The platform's own count of {t_list} agrees with the download: one.",
        "The platform's own count of {t_list} agrees with the download: {n}.",
    ),
    "crosscheck.fewer": (
        "The download lists one fewer of {t_list} than the platform counts ({expected}).",
        "The download lists {n} fewer of {t_list} than the platform counts ({expected}).",
    ),
    "crosscheck.more": (
        "The download lists one more of {t_list} than the platform counts ({expected}).",
        "The download lists {n} more of {t_list} than the platform counts ({expected}).",
    ),
    "crosscheck.same_day": (
        "The download and the count are both of {d_day}. Within a day people come and go, and closed accounts may be "
        "counted and not listed: a difference of one or two need not mean that anything is missing."
    ),
    "crosscheck.days_apart": (
        "The download is of {d_export}, the count of {d_count}: whoever came or went in between explains a difference. "
        "To be sure, download your information again and compare it on the same day."
    ),
    "crosscheck.unknown_time": (
        "It is not known when the download was made, so a difference may only mean that people came or went since. To "
        "be sure, download your information again and compare it on the same day."
    ),
}
