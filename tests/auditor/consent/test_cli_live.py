"""`auditor connect`, `pull` and `disconnect`, as an owner uses them, against a server on loopback."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from typer.testing import CliRunner

from auditor import pulling
from auditor.cli import app
from auditor.consent import keys
from auditor.consent.grants import Grant, Grants
from auditor.errors import AuditorError
from auditor.writing import whole
from connectors import http as http_layer
from connectors import registry, snapshot_json
from connectors.addresses import LOOPBACK, ROUTES
from connectors.errors import ConnectorError
from connectors.journal import Journal
from connectors.mastodon.live import MastodonLive
from connectors.model import Coverage, Gap, Message, RecordType, SourceKind, State
from connectors.snapshot import assemble
from connectors.x.live import XLive
from tests.connectors.agora import SECRET, Agora, AgoraLive
from tests.connectors.pulling import FakeClock
from tests.connectors.x_samples import ANA, SAMPLES
from tests.emulators.base import Reply
from tests.emulators.x import XEmulator

HANDLE = "ms.rivera"


@pytest.fixture
def agora(tmp_path, monkeypatch):
    with Agora() as emulator:
        monkeypatch.setenv("AUDITOR_HOME", str(tmp_path / "home"))
        monkeypatch.setenv(keys.KEYS_FILE, str(tmp_path / "keys"))
        monkeypatch.setenv(LOOPBACK, "1")
        monkeypatch.setenv(ROUTES, emulator.routes)
        monkeypatch.setenv("AUDITOR_OTHER_CLIENT_ID", "district-app")
        monkeypatch.setenv("AUDITOR_OTHER_CLIENT_SECRET", "s3cret")
        monkeypatch.setitem(registry._LIVE, "other", "tests.connectors.agora:AgoraLive")
        registry.live_source.cache_clear()
        monkeypatch.setattr(http_layer, "SYSTEM", FakeClock())
        monkeypatch.chdir(tmp_path)
        (tmp_path / "auditor.toml").write_text("[apps.other]\nredirect_port = 0\n")
        yield emulator
    registry.live_source.cache_clear()


@dataclass(frozen=True)
class Done:
    """How a command ended."""

    code: int
    out: str
    err: str


def run(*args: str, text: str | None = None) -> Done:
    result = CliRunner().invoke(app, list(args), input=text)
    if isinstance(result.exception, AuditorError | ConnectorError):  # `terminal.run`: a sentence, and status 1
        return Done(1, result.stdout, f"Error: {result.exception}")
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return Done(result.exit_code, result.stdout, result.stderr)


def owner(monkeypatch) -> list[str]:
    """The owner's browser: opens the consent page, agrees, and follows the way back."""
    opened: list[str] = []

    def browse(address: str) -> bool:
        opened.append(address)
        back = httpx.get(route(address), follow_redirects=False).headers["location"]
        threading.Thread(target=httpx.get, args=(back,), daemon=True).start()
        return True

    monkeypatch.setattr("webbrowser.open", browse)
    return opened


def route(address: str) -> str:
    _, _, base = os.environ[ROUTES].partition("=")
    return address.replace("https://api.agora.example", base)


def connect(*more: str):
    return run("connect", "other", "--account", HANDLE, "--staff", "t-204", "--yes", *more)


def test_agree_pull_and_take_it_back(agora, tmp_path, monkeypatch):
    opened = owner(monkeypatch)
    done = connect()
    assert done.code == 0, done.err
    assert "connected" in done.out
    assert "never a personal one" in done.err
    assert "code_challenge_method=S256" in opened[0]
    assert SECRET not in done.out + done.err
    pulled = run("pull", "other", "--account", HANDLE, "-o", "snapshot.json")
    assert pulled.code == 0, pulled.err
    assert "connections: complete, 5 of 5" in pulled.out
    snapshot = json.loads((tmp_path / "snapshot.json").read_text())
    assert len(snapshot["connections"]) == 6
    assert stat.S_IMODE((tmp_path / "snapshot.json").stat().st_mode) == 0o600
    assert not list((tmp_path / "home" / "pulls").iterdir())
    gone = run("disconnect", "other", "--account", HANDLE)
    assert gone.code == 0
    assert sorted(agora.oauth.revoked) == ["refresh-1", SECRET]
    assert run("pull", "other", "--account", HANDLE, "-o", "snapshot.json").code == 1


def test_a_machine_without_a_browser_pastes_the_answer(agora, monkeypatch):
    monkeypatch.setattr("typer.prompt", lambda what, **_: httpx.get(route(shown[-1])).headers["location"])
    shown: list[str] = []
    note = __import__("auditor.terminal").terminal.note
    monkeypatch.setattr("auditor.terminal.note", lambda line: (shown.append(line.splitlines()[-1]), note(line)))
    done = connect("--paste")
    assert done.code == 0, done.err


@pytest.mark.parametrize(
    ("trouble", "said"),
    [
        (lambda oauth: setattr(oauth, "declined", True), "access_denied"),
        (lambda oauth: setattr(oauth, "secret", "another"), "invalid_client"),
        (lambda oauth: setattr(oauth, "scope", "people.read people.write"), "more than was asked for"),
    ],
)
def test_without_a_clean_consent_nothing_is_kept(agora, tmp_path, monkeypatch, trouble, said):
    trouble(agora.oauth)
    owner(monkeypatch)
    done = connect()
    assert done.code == 1
    assert said in done.err
    assert not list((tmp_path / "home").rglob("*.json"))


def test_a_token_of_too_much_that_cannot_be_given_back_is_still_told_as_that(agora, tmp_path, monkeypatch):
    agora.oauth.scope = "people.read people.write"
    agora.fail(Reply(body=b"{}", cut=1), when=lambda asked: asked.path == "/revoke")
    owner(monkeypatch)
    done = connect()
    assert (done.code, "more than was asked for" in done.err) == (1, True)
    assert [asked for asked in agora.asked if asked.path == "/revoke"]
    assert not list((tmp_path / "home").rglob("*.json"))


def test_a_program_the_platform_does_not_know_says_what_to_do(agora, monkeypatch):
    monkeypatch.delenv("AUDITOR_OTHER_CLIENT_ID")
    done = connect()
    assert (done.code, "client_id" in done.err) == (1, True)


def test_an_old_token_is_renewed_before_a_pull(agora, tmp_path, monkeypatch):
    owner(monkeypatch)
    agora.oauth.lifetime = 60
    connect()
    before = Grants(tmp_path / "home").find("other", HANDLE)
    assert run("pull", "other", "--account", HANDLE, "-o", "s.json").code == 0
    after = Grants(tmp_path / "home").find("other", HANDLE)
    assert (before.secret["refresh_token"], after.secret["refresh_token"]) == ("refresh-1", "refresh-1+")


def test_a_pull_that_is_not_whole_says_so_and_goes_on_later(agora, tmp_path, monkeypatch):
    owner(monkeypatch)
    connect()
    agora.fail(agora.refuse(500), when=lambda asked: asked.query.get("cursor") == "2")
    part = run("pull", "other", "--account", HANDLE, "-o", "s.json")
    assert part.code == 4
    assert "connections: partial, 2 of 5" in part.out
    assert "goes on where it stopped" in part.out
    agora.heal()
    agora.asked.clear()
    assert run("pull", "other", "--account", HANDLE, "-o", "s.json").code == 0
    assert [a.query.get("cursor") for a in agora.asked if a.path == "/followers"] == ["2", "4"]


def test_a_sign_in_that_ends_in_the_middle_loses_no_page(agora, tmp_path, monkeypatch):
    """A great many people take longer than a token lasts; where reading costs money, nobody pays twice."""
    owner(monkeypatch)
    connect()
    agora.fail(agora.refuse(401), when=lambda asked: asked.query.get("cursor") == "2")
    part = run("pull", "other", "--account", HANDLE, "-o", "s.json")
    assert (part.code, "connections: partial, 2 of 5" in part.out) == (4, True)
    agora.heal()
    agora.fail(agora.refuse(401), times=1)
    assert run("pull", "other", "--account", HANDLE, "-o", "s.json").code == 4
    agora.heal()
    connect()
    agora.asked.clear()
    assert run("pull", "other", "--account", HANDLE, "-o", "s.json").code == 0
    assert [a.query.get("cursor") for a in agora.asked if a.path == "/followers"] == ["2", "4"]
    assert not list((tmp_path / "home" / "pulls").iterdir())


@pytest.mark.parametrize("option", [(), ("--restart",)])
def test_an_account_is_read_by_one_pull_at_a_time(agora, tmp_path, monkeypatch, option):
    """Two would store each other's pages, and take the other's cursors for their own coming round again."""
    owner(monkeypatch)
    connect()
    second: list[Done] = []
    answer = agora.answer

    def meanwhile(asked):
        if asked.query.get("cursor") == "2" and not second:
            second.append(run("pull", "other", "--account", HANDLE, "-o", "t.json", *option))
        return answer(asked)

    agora.answer = meanwhile
    first = run("pull", "other", "--account", HANDLE, "-o", "s.json")
    assert (first.code, second[0].code) == (0, 1)
    assert "connections: complete, 5 of 5" in first.out
    assert "being read already" in second[0].err
    assert len([a for a in agora.asked if a.path == "/followers"]) == 3
    assert not (tmp_path / "t.json").exists()


@pytest.mark.parametrize(
    "damage", [lambda data: b"x" * len(data), lambda data: data[:4096] + b"x" * 9000, lambda _: b"x"]
)
def test_a_pull_whose_pages_were_damaged_begins_anew(agora, tmp_path, monkeypatch, damage):
    owner(monkeypatch)
    connect()
    agora.fail(agora.refuse(500), when=lambda asked: asked.query.get("cursor") == "2")
    run("pull", "other", "--account", HANDLE, "-o", "s.json")
    (kept,) = (tmp_path / "home" / "pulls").iterdir()
    kept.write_bytes(damage(kept.read_bytes()))
    agora.heal()
    done = run("pull", "other", "--account", HANDLE, "-o", "s.json")
    if done.code:
        assert "Run the same command again; it begins anew" in done.err
        done = run("pull", "other", "--account", HANDLE, "-o", "s.json")
    assert (done.code, "connections: complete, 5 of 5" in done.out) == (0, True)


@pytest.mark.skipif(os.name != "posix", reason="no kill -9")
def test_what_a_killed_pull_was_writing_is_gone_after_the_next_and_what_another_writes_is_not(
    agora, tmp_path, monkeypatch
):
    owner(monkeypatch)
    connect()
    script = (
        "import os, signal, pathlib; from auditor.writing import whole\n"
        "with whole(pathlib.Path('s[1].json')) as file:\n"
        "    file.write(b'Imelda Quimbleton'); file.flush(); os.kill(os.getpid(), signal.SIGKILL)"
    )
    where = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[3])}
    subprocess.run([sys.executable, "-c", script], cwd=tmp_path, env=where, check=False)
    assert list(tmp_path.glob(".s*"))
    with whole(tmp_path / "s[1].json") as file:
        file.write(b"another run's")
        assert run("pull", "other", "--account", HANDLE, "-o", "s[1].json").code == 0
        assert len(list(tmp_path.glob(".s*"))) == 1
    assert (tmp_path / "s[1].json").read_bytes() == b"another run's"
    assert not list(tmp_path.glob(".s*"))


def test_where_nothing_can_be_kept_it_is_said_in_a_sentence(agora, tmp_path, monkeypatch):
    owner(monkeypatch)
    connect()
    (tmp_path / "home" / "pulls").write_text("a file in the place of the folder")
    done = run("pull", "other", "--account", HANDLE, "-o", "s.json")
    assert (done.code, "cannot be kept there" in done.err) == (1, True)
    assert "name another folder in AUDITOR_HOME" in done.err


def test_a_consent_that_was_taken_back_on_the_platform_is_said_plainly(agora, monkeypatch):
    owner(monkeypatch)
    connect()
    agora.fail(agora.refuse(401))
    done = run("pull", "other", "--account", HANDLE, "-o", "s.json")
    assert done.code == 3
    assert "auditor connect" in done.out


def test_a_platform_that_cannot_be_reached_is_disconnected_here_all_the_same(agora, tmp_path, monkeypatch):
    owner(monkeypatch)
    connect()
    agora.fail(agora.refuse(500))
    done = run("disconnect", "other", "--account", HANDLE)
    assert done.code == 0
    assert "could not be told" in done.out
    assert Grants(tmp_path / "home").find("other", HANDLE) is None


def test_what_was_never_connected_and_what_cannot_be_read_live(agora):
    assert "auditor connect other" in run("pull", "other", "--account", "nobody", "-o", "s.json").err
    said = run("pull", "snapchat", "--account", "nobody", "-o", "s.json").err
    assert "data export" in " ".join(said.replace("│", " ").split())  # the box around it breaks lines anywhere


@pytest.mark.parametrize("account", ["", "@", " @ "])
def test_an_account_without_a_name_is_not_connected(agora, tmp_path, monkeypatch, account):
    """It would be compared with nothing, so that whichever account was signed in would be read."""
    owner(monkeypatch)
    done = run("connect", "other", "--account", account, "--yes")
    assert (done.code, "as it is registered" in done.err) == (1, True)
    assert not (tmp_path / "home" / "grants").exists()


@pytest.mark.parametrize(
    ("server", "address"),
    [("Social.Example/", "https://social.example"), ("HTTPS://social.example", "https://social.example"),
     ("https://Social.example:8443/Blog/", "https://social.example:8443/Blog"),
     ("bücher.example", "https://xn--bcher-kva.example"), ("http://127.0.0.1:80", "http://127.0.0.1:80"),
     ("http://[::1]:8080/", "http://[::1]:8080")],
)  # fmt: skip
def test_one_server_is_one_address_however_it_is_written(server, address):
    assert pulling.server_of(MastodonLive(), server) == address


@pytest.mark.parametrize(
    "server",
    ["http://social.example", "ftp://social.example", "https://u:p@social.example", "https://x.example?a=b", "x y",
     "https://x.example#a", "https://", "https://[::1", "https://x.example:port", "{0}",
     "https://" + "a" * 64 + ".example"],
)  # fmt: skip
def test_what_is_no_address_of_a_server_is_said_before_anything_is_asked(server):
    with pytest.raises(AuditorError, match="is no address of a server") as error:
        pulling.server_of(MastodonLive(), server)
    assert "u:p" not in str(error.value)


def test_saying_no_keeps_nothing(agora, tmp_path):
    done = run("connect", "other", "--account", HANDLE, text="n\n")
    assert done.code == 1
    assert not list((tmp_path / "home").rglob("*.json"))


def test_keys_are_rotated_from_the_command_line(agora, tmp_path, monkeypatch):
    owner(monkeypatch)
    connect()
    old = (tmp_path / "keys").read_text()
    assert "One sign-in" in run("keys", "rotate").out
    assert (tmp_path / "keys").read_text() != old
    assert run("pull", "other", "--account", HANDLE, "-o", "s.json").code == 0


def test_the_source_tried_here_is_one_like_any_other():
    assert AgoraLive.consent.scopes == ("people.read",)


@pytest.fixture
def x(agora, tmp_path, monkeypatch):
    """X, an account connected with it, and an archive that knows people by their numbers."""
    with XEmulator() as emulator:
        monkeypatch.setenv(ROUTES, emulator.routes)
        emulator.people[ANA] = {"id": ANA, "username": "ana_reads", "name": "Ana Quimbleton"}
        token = emulator.issue(*XLive.consent.scopes)
        Grants(tmp_path / "home").keep(Grant("x", emulator.owner["username"], secret={"token": token}))
        yield emulator


def test_an_archive_of_x_gets_its_names_after_the_price_was_agreed_to(x, tmp_path):
    archive = next(iter(SAMPLES)).write(tmp_path / "archive")
    ask = ("pull", "x", "--account", x.owner["username"], "--hydrate", str(archive), "-o", "names.json")
    refused = run(*ask)
    assert "$" in refused.err
    assert x.spent == 0
    done = run(*ask, "--yes")
    assert done.code in (0, 4), done.err
    names = {c["display_name"] for c in json.loads((tmp_path / "names.json").read_text())["connections"]}
    assert "Ana Quimbleton" in names


def test_a_look_up_is_begun_anew_where_that_is_asked_for(x, tmp_path):
    archive = next(iter(SAMPLES)).write(tmp_path / "archive")
    x.fail(x.refuse(500), when=lambda asked: "ids" in asked.query)
    ask = ("pull", "x", "--account", x.owner["username"], "--hydrate", str(archive), "-o", "names.json", "--yes")
    run(*ask)
    (kept,) = (tmp_path / "home" / "pulls").glob("*.names")
    with Journal(kept) as journal:
        journal.store("of a run before", 0, [], None, 0)
    for more, pages in (((), 1), (("--restart",), 0)):
        run(*ask, *more)
        with Journal(kept) as journal:
            assert journal.progress("of a run before").pages == pages


def test_the_counts_of_a_pull_are_held_against_a_download(tmp_path):
    lists = tmp_path / "list.csv"
    lists.write_text("name,kind\nImelda Quimbleton,follower\n")
    counted = Coverage(
        RecordType.CONNECTIONS,
        State.NONE,
        Gap.PLATFORM_LIMIT,
        notes=(Message("crosscheck.counted", {"n": 3, "t_list": "live.list.followers"}),),
    )
    live = assemble("other", SourceKind.LIVE, frozenset({RecordType.CONNECTIONS}), [counted])
    (tmp_path / "live.json").write_text(snapshot_json.dump(live))
    found = registry.read_input([lists, tmp_path / "live.json"])
    assert len(found.connections) == 1
    assert "crosscheck.fewer" in {note.id for note in found.coverage[RecordType.CONNECTIONS].notes}


def test_an_account_on_a_server_of_its_own_and_an_app_password(agora, tmp_path):
    ask = ("connect", "bluesky", "--account", "ms-rivera.example", "--yes", "--server", "pds.example")
    own = run(*ask, text="the account's own password\n")
    assert own.code == 1
    assert "Never enter the account's own password" in own.err
    done = run(*ask, text="abcd-efgh-2345-wxyz\n")
    assert done.code == 0
    assert "–" not in done.out
    assert "an app password or token that you make" in done.err
    grant = Grants(tmp_path / "home").find("bluesky", "ms-rivera.example")
    assert (grant.server, grant.secret["password"]) == ("https://pds.example", "abcd-efgh-2345-wxyz")
    assert "one server" in run("connect", "x", "--account", "a", "--yes", "--server", "x.example").err


@pytest.mark.parametrize(
    ("platform", "server", "way", "key"),
    [
        ("mediawiki", "wiki.example", (), "password"),
        ("mediawiki", "wiki.example", ("--way", "token"), "token"),
        ("wordpress", "blog.example", (), "password"),
    ],
)
def test_a_platform_with_several_ways_to_agree(agora, tmp_path, platform, server, way, key):
    ask = ("connect", platform, "--account", "room12@auditor", "--yes", "--server", server, *way)
    assert run(*ask, text="abcd efgh\n").code == 0
    assert Grants(tmp_path / "home").find(platform, "room12@auditor").secret[key] == "abcd efgh"


def test_a_blog_on_wordpress_com_is_agreed_to_there(agora):
    ask = ("connect", "wordpress", "--account", "room12", "--yes", "--server")
    assert "[apps.wordpress]" in run(*ask, "room12.wordpress.com").err
    assert "[apps.wordpress]" in run(*ask, "blog.example", "--way", "code").err


def test_nothing_that_was_read_outlives_a_consent_or_a_week(agora, tmp_path, monkeypatch):
    owner(monkeypatch)
    connect()
    agora.fail(agora.refuse(500), when=lambda asked: asked.query.get("cursor") == "2")
    pulls = tmp_path / "home" / "pulls"
    run("pull", "other", "--account", HANDLE, "-o", "s.json")
    kept = list(pulls.iterdir())
    assert kept
    for path in kept:  # as a crash leaves it, beside what SQLite had not folded in yet
        (pulls / f"{path.name}-wal").write_bytes(b"Imelda Quimbleton")
    run("disconnect", "other", "--account", HANDLE)
    assert not list(pulls.iterdir())
    connect()
    run("pull", "other", "--account", HANDLE, "-o", "s.json")
    (old,) = pulls.iterdir()
    stranger = pulls / "mastodon.0123456789abcdef"
    for path in (old, stranger):
        path.touch()
        os.utime(path, (1_700_000_000, 1_700_000_000))
    agora.heal()
    agora.asked.clear()
    assert run("pull", "other", "--account", HANDLE, "-o", "s.json").code == 0
    first = next(asked for asked in agora.asked if asked.path == "/followers")
    assert "cursor" not in first.query, "an old pull is not gone on with"
    assert not list(pulls.iterdir())


def test_what_cannot_be_kept_is_not_asked_for(agora, tmp_path, monkeypatch):
    opened = owner(monkeypatch)
    (tmp_path / "keys").write_text("no key")
    (tmp_path / "keys").chmod(0o600)
    done = connect()
    assert (done.code, "is no key" in done.err) == (1, True)
    assert not opened


@pytest.mark.parametrize("server", ["not a host", "https://", "https://a b.example", "ftp://[", "-", "a..b:x"])
def test_an_address_that_is_none_is_said_to_be_none(agora, server):
    done = run("connect", "mastodon", "--account", "a", "--yes", "--server", server)
    assert (done.code, "is no address of a server" in done.err) == (1, True), done.err


def test_what_was_seen_is_said_in_the_owners_language(agora, monkeypatch):
    owner(monkeypatch)
    connect()
    agora.fail(agora.refuse(500), when=lambda asked: asked.query.get("cursor") == "2")
    done = run("pull", "other", "--account", HANDLE, "-o", "s.json", "--lang", "es")
    assert "conexiones: una parte, 2 de 5" in done.out
    assert "connections" not in done.out


@pytest.mark.parametrize("text", ["apps = 1", "[apps]\nother = 2", "apps = [", "[district]\nname = 1"])
def test_a_configuration_that_is_wrong_is_said_to_be_or_has_no_section(agora, tmp_path, text):
    (tmp_path / "auditor.toml").write_text(text)
    done = run("connect", "other", "--account", HANDLE, "--yes", "--paste", text="code-0\n")
    assert done.code == 1
    assert done.err.count("Error:") == 1, done.err
