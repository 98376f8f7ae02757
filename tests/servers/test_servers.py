"""Each server starts, and one real thing is done with it; the connectors' own tests stand beside the connectors."""

from __future__ import annotations

import imaplib
import ssl
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.servers.blogs import BlogServer
    from tests.servers.bluesky import BlueskyServer
    from tests.servers.identity import IdentityServer
    from tests.servers.mail import MailServer
    from tests.servers.wiki import WikiServer
    from tests.servers.wire import WireLog


def test_bluesky_leaves_a_blocked_follower_out_of_the_list_but_counts_it(bluesky: BlueskyServer) -> None:
    teacher = bluesky.create_account("counted-teacher", "Ms. Rowan's class")
    pupils = [bluesky.create_account(f"counted-{number}") for number in range(4)]
    for pupil in pupils:
        bluesky.follow(pupil, teacher)
    bluesky.follow(teacher, pupils[0])
    bluesky.undo(teacher, bluesky.follow(teacher, pupils[3]))
    bluesky.block(teacher, pupils[1])
    bluesky.mute(teacher, pupils[2])
    bluesky.set_chat(teacher, "none")
    bluesky.settle()

    followers = set(bluesky.handles("app.bsky.graph.getFollowers", "followers", teacher, actor=teacher.did, limit=2))
    profile = bluesky.read("app.bsky.actor.getProfile", actor=teacher.did)
    assert followers == {"counted-0.test", "counted-2.test", "counted-3.test"}
    assert (profile["displayName"], profile["followersCount"]) == ("Ms. Rowan's class", 4)
    assert profile["associated"]["chat"] == {"allowIncoming": "none"}
    followed = list(bluesky.handles("app.bsky.graph.getFollows", "follows", teacher, actor=teacher.did))
    assert followed == ["counted-0.test"]
    assert list(bluesky.handles("app.bsky.graph.getBlocks", "blocks", teacher)) == ["counted-1.test"]
    assert list(bluesky.handles("app.bsky.graph.getMutes", "mutes", teacher)) == ["counted-2.test"]


def test_bluesky_takes_the_app_password_of_an_account(bluesky: BlueskyServer) -> None:
    from atproto import Client

    account = bluesky.create_account("signing-in")
    bluesky.settle()
    client = Client(bluesky.pds)
    try:
        assert client.login(account.handle, account.app_password).did == account.did
    finally:
        client.request.close()  # or its connections are left to be collected, which is an error here


def test_a_moderated_blog_holds_a_strangers_comment_and_an_open_one_does_not(blogs: BlogServer) -> None:
    held = set()
    for blog in (blogs.moderated, blogs.open):
        assert blog.comment_as_visitor("Kit Marlo", f"kit@{blog.name}.example").is_redirect
        comments = blog.ask("/wp/v2/comments", context="edit", status="hold").json()
        held.update(comment["author_email"] for comment in comments)
    assert "kit@moderated.example" in held
    assert "kit@open.example" not in held


def test_a_blog_shows_its_people_to_the_administrator_and_its_settings_where_the_plugin_is(blogs: BlogServer) -> None:
    for blog in (blogs.moderated, blogs.open):
        blog.create_user("anaw27")
        blog.create_user("coteacher", "editor", "coteacher@district.example")
        people = blog.ask("/wp/v2/users", context="edit", per_page=100).json()
        roles = {person["username"]: person["roles"] for person in people}
        assert (roles["rowan"], roles["anaw27"], roles["coteacher"]) == (["administrator"], ["subscriber"], ["editor"])
        assert blog.ask("/wp/v2/settings", as_admin=False).status_code == 401
    assert blogs.moderated.ask("/wp/v2/settings").json()["comment_moderation"] == "1"
    assert "comment_moderation" not in blogs.open.ask("/wp/v2/settings").json()
    with blogs.moderated.options(comment_moderation=""):
        assert blogs.moderated.ask("/wp/v2/settings").json()["comment_moderation"] == ""
    assert blogs.moderated.ask("/wp/v2/settings").json()["comment_moderation"] == "1"


def test_a_private_wiki_answers_only_those_who_sign_in(wiki: WikiServer) -> None:
    wiki.set_permissions("pupil", edit=True)
    wiki.create_user("Anaw27", "pupil")
    wiki.create_page("Homework", "Read chapter three.")
    assert "query" in wiki.ask(action="query", list="allusers")
    wiki.set_permissions("*", read=False, createaccount=False)
    assert wiki.ask(action="query", list="allusers")["error"]["code"] == "readapidenied"
    with wiki.signed_in() as admin:
        found = wiki.ask(admin, action="query", list="allusers", auprop="groups")["query"]["allusers"]
    assert "pupil" in next(person["groups"] for person in found if person["name"] == "Anaw27")


def test_a_signed_in_person_gets_tokens_that_can_be_renewed_and_taken_back(identity: IdentityServer) -> None:
    from tests.servers.identity import NATIVE, PRINCIPAL, Pkce, code_in

    pkce = Pkce()
    address = identity.sign_in_address(
        NATIVE, pkce.challenge, scope="openid profile offline_access", redirect="http://127.0.0.1:5155/callback"
    )
    back = identity.consent(address, PRINCIPAL)
    assert back.startswith("http://127.0.0.1:5155/callback?")
    redirect = back.partition("?")[0]
    code = code_in(back)
    wrong = identity.exchange(code, "another-verifier-that-is-forty-three-characters", client=NATIVE, redirect=redirect)
    assert wrong.json()["error"] == "invalid_grant"

    refused = identity.consent(address, PRINCIPAL, cancel=True)
    assert "error=access_denied" in refused

    first = identity.tokens(PRINCIPAL, client=NATIVE)
    assert identity.person(first["access_token"]).json()["sub"] == PRINCIPAL
    renewed = identity.refresh(first["refresh_token"], client=NATIVE).json()
    assert identity.is_active(renewed["access_token"])
    identity.revoke(renewed["access_token"], client=NATIVE).raise_for_status()
    assert not identity.is_active(renewed["access_token"])


def test_mail_is_read_with_a_token_and_the_wire_shows_headers_only(
    identity: IdentityServer, mail: MailServer, mail_wire: WireLog
) -> None:
    from imap_tools import MailBoxUnencrypted

    owner = "headers.only@district.example"
    mail.add_person(owner)
    mail.deliver(owner, "Ana Wirth <anaw27@students.district.example>", owner)
    mail.deliver(owner, owner, "kit@parent.example", folder="Sent", cc="tova@elsewhere.example")
    token = identity.tokens(owner)["access_token"]
    seen = {}
    with MailBoxUnencrypted(mail.host, mail_wire.port).xoauth2(owner, token) as box:
        for folder in ("INBOX", "Sent"):
            box.folder.set(folder)
            messages = box.fetch(headers_only=True, mark_seen=False, bulk=True)
            seen[folder] = [(message.from_, message.to + message.cc) for message in messages]
    assert seen == {
        "INBOX": [("anaw27@students.district.example", (owner,))],
        "Sent": [(owner, ("kit@parent.example", "tova@elsewhere.example"))],
    }
    assert "AUTHENTICATE XOAUTH2" in mail_wire.commands()
    assert all("BODY.PEEK[HEADER]" in command for command in mail_wire.commands("FETCH"))
    assert len(mail_wire.commands("FETCH")) == 2


def test_mail_is_read_under_tls_and_the_wire_can_be_seen_then_too(mail: MailServer) -> None:
    from tests.servers.wire import WireLog

    password = mail.add_person("osei.brandt@district.example")
    trusting = ssl.create_default_context(cafile=mail.certificate)
    with WireLog(mail.port, mail.as_itself()) as wire:
        for port in (mail.tls_port, wire.port):
            with imaplib.IMAP4_SSL(mail.host, port, ssl_context=trusting) as box:
                box.login("osei.brandt@district.example", password)
                assert box.select("INBOX", readonly=True) == ("OK", [b"0"])
        assert wire.commands("EXAMINE") == ["EXAMINE INBOX"]


def test_mail_refuses_a_wrong_password_and_a_token_of_somebody_else(identity: IdentityServer, mail: MailServer) -> None:
    from tests.servers.identity import PRINCIPAL, TEACHER

    mail.add_person("kit@district.example", "a long password")
    mail.add_person(TEACHER)
    with imaplib.IMAP4(mail.host, mail.port) as box, pytest.raises(imaplib.IMAP4.error, match="AUTHENTICATIONFAILED"):
        box.login("kit@district.example", "another")
    token = identity.tokens(PRINCIPAL)["access_token"]
    words = iter([f"user={TEACHER}\1auth=Bearer {token}\1\1".encode(), b""])
    with imaplib.IMAP4(mail.host, mail.port) as box, pytest.raises(imaplib.IMAP4.error, match="AUTHENTICATIONFAILED"):
        box.authenticate("XOAUTH2", lambda _: next(words))
