"""What the live connectors of WordPress and MediaWiki say."""

from __future__ import annotations

MESSAGES: dict[str, str | tuple[str, str]] = {
    "wordpress.guide": (
        "In the blog's administration, open your profile under “Users”. Below, at “Application Passwords”, make one "
        "named “auditor” and paste it here; it opens no page of the administration. Take it back in the same place."
    ),
    "wordpress.guide_hosted": (
        "Sign in at WordPress.com and agree for this blog. You can take it back there under “Security”, "
        "“Connected Apps”."
    ),
    "wordpress.signed_out": (
        "The blog does not accept the user name with this application password: it is wrong or was taken back, or the "
        "blog's web server does not hand it on. Make a new one in your profile; if it still fails, ask whoever runs "
        "the server to hand on the header “Authorization”."
    ),
    "wordpress.passwords_off": (
        "Application passwords are switched off on this blog. Ask whoever runs it to allow them for your account."
    ),
    "wordpress.needs_administrator": (
        "The blog shows this to administrators only. Connect again with an account that is one."
    ),
    "wordpress.com_needs_administrator": (
        "WordPress.com shows this to the blog's administrators only, or it was not among what you agreed to. Connect "
        "again as an administrator."
    ),
    "wordpress.no_route": (
        "The blog does not have this part of its interface: its WordPress is very old, or an extension switched it off."
    ),
    "wordpress.no_blog": (
        "WordPress.com knows no such blog. Check the address; a self-hosted blog needs Jetpack, or an application "
        "password in place of WordPress.com."
    ),
    "wordpress.settings_hidden": (
        "WordPress does not tell over its interface whether comments wait for approval and who may register. Put in "
        "the small plugin from “docs/wordpress-settings.md”, or look under “Settings”, “Discussion” yourself."
    ),
    "wordpress.jetpack": (
        "This blog is joined to WordPress.com by Jetpack, which keeps the followers and e-mail subscribers. Connect "
        "through WordPress.com to have them looked at too."
    ),
    "wordpress.front_page": (
        "We could not read the page the blog opens with, so what it says of itself around the posts was not seen."
    ),
    "wordpress.front_part": (
        "On the page the blog opens with we could not tell all of what stands around the posts, so a disclaimer or a "
        "name there may have been missed."
    ),
    "wordpress.viewers": (
        "A private blog on WordPress.com also has viewers, who may read it and are in none of the lists we can read. "
        "Look under “Users”, “Viewers” yourself."
    ),
    "wordpress.not_a_person": "An entry without a number, a name or an e-mail address.",
    "mediawiki.guide": (
        "On the wiki, open “Special:BotPasswords”. Make one named “auditor” with basic rights only, and paste the user "
        "name it shows (with the “@”) and the password. Take it back in the same place."
    ),
    "mediawiki.guide_token": (
        "On the wiki, open “Special:OAuthConsumerRegistration” and make an owner-only consumer with basic rights. "
        "Paste the access token it shows. Take it back in the same place."
    ),
    "mediawiki.signed_out": (
        "The wiki does not accept the user name with this bot password: it is wrong or was taken back. Make a new one "
        "at “Special:BotPasswords”."
    ),
    "mediawiki.throttled": (
        "The wiki lets nobody sign in with this name for a while, after several failed attempts. Run the same command "
        "later."
    ),
    "mediawiki.closed": (
        "The wiki does not let this account read it. Ask an administrator of the wiki to give it the right, or allow "
        "the bot password the basic rights."
    ),
    "mediawiki.no_api": (
        "We found no interface (“api.php”) at this address. Give the address of the wiki's main page, or that of its "
        "“api.php”."
    ),
    "mediawiki.busy": "The wiki is busy and asked us to wait. Run the same command later; it goes on where it stopped.",
    "mediawiki.refused": "The wiki refused the request, with its error code “{code}”.",
    "mediawiki.not_a_bot": (
        "This is not the user name of a bot password, which has a “@” in it. We never take an account's own password. "
        "Make a bot password at “Special:BotPasswords”."
    ),
    "mediawiki.more_than_reading": (
        "This bot password would let us change the wiki, which we never do. Make one with basic rights only, and take "
        "this one back."
    ),
    "mediawiki.no_groups": "The wiki does not say what its groups may do.",
    "mediawiki.not_a_person": "An entry without a number or a name.",
}
