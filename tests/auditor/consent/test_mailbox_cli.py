"""A mailbox from its owner's consent to the snapshot: with an app password, and with a sign-in at a provider."""

from __future__ import annotations

import re
import threading
from typing import TYPE_CHECKING

import httpx
import pytest

from auditor.consent import keys
from connectors import snapshot_json
from connectors.addresses import LOOPBACK
from connectors.email import live
from connectors.live import Consent, Way, consent_of
from connectors.model import RecordType, State
from connectors.registry import live_source
from tests.auditor.consent.test_cli_live import run
from tests.connectors.mailbox import ME, SECRET, a_mailbox

if TYPE_CHECKING:
    from tests.servers.identity import IdentityServer
    from tests.servers.mail import MailServer

CONFIG = '[district]\nname = "Harbor"\nemail_domains = ["district.example"]\n'


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("AUDITOR_HOME", str(tmp_path / "home"))
    monkeypatch.setenv(keys.KEYS_FILE, str(tmp_path / "keys"))
    monkeypatch.setenv(LOOPBACK, "1")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "auditor.toml").write_text(CONFIG)


def connect(server: str, account: str = ME, secret: str = SECRET):
    return run("connect", "email", "--account", account, "--server", server, "--yes", text=f"{secret}\n")


def test_an_app_password_is_kept_used_and_forgotten(tmp_path):
    with a_mailbox() as server:
        address = f"imap://127.0.0.1:{server.port}"
        done = connect(address)
        assert done.code == 0, done.err
        assert "no subject and no text" in done.err
        assert SECRET not in done.out + done.err
        pulled = run("pull", "email", "--account", ME, "-o", "box.json")
        assert pulled.code == 0, pulled.err
        assert "connections: complete, 3" in pulled.out
        assert len(snapshot_json.read(tmp_path / "box.json").connections) == 3
        assert run("disconnect", "email", "--account", ME).code == 0
        assert run("pull", "email", "--account", ME, "-o", "box.json").code == 1


@pytest.mark.parametrize(
    ("account", "config", "said"),
    [("mara@mail.example", CONFIG, "private mailboxes are never"), (ME, "", "the district's mail domains are not set")],
)
def test_only_the_districts_mailboxes_are_read(tmp_path, account, config, said):
    (tmp_path / "auditor.toml").write_text(config)
    with a_mailbox() as server:
        assert connect(f"imap://127.0.0.1:{server.port}", account).code == 0
        pulled = run("pull", "email", "--account", account, "-o", "box.json")
        assert pulled.code == 3
        assert said in " ".join(pulled.out.split())
        assert not server.lines


def test_the_domains_may_stand_with_the_program_instead(tmp_path):
    (tmp_path / "auditor.toml").write_text('[apps.email]\nemail_domains = ["district.example"]\n')
    with a_mailbox() as server:
        connect(f"imap://127.0.0.1:{server.port}")
        assert run("pull", "email", "--account", ME, "-o", "box.json").code == 0


@pytest.mark.parametrize(
    ("server", "way"),
    [
        ("https://imap.gmail.com", Way.CODE),
        ("imaps://outlook.office365.com:993", Way.CODE),
        ("https://mail.district.example", Way.APP_PASSWORD),
        ("", Way.APP_PASSWORD),
    ],
)
def test_providers_that_take_no_passwords_are_signed_in_to(server, way):
    assert consent_of(live_source("email"), server).way is way


def test_a_sign_in_at_a_provider_opens_the_mailbox(
    identity: IdentityServer, mail: MailServer, tmp_path, monkeypatch
) -> None:
    from tests.servers.identity import NATIVE

    owner = "sign.in@district.example"
    mail.add_person(owner)
    mail.deliver(owner, "Imelda Quimbleton <imelda@parent.example>", owner)
    scopes = ("openid", "email", "offline_access")
    consent = Consent(
        Way.CODE, scopes, f"{identity.url}/auth", f"{identity.url}/token", f"{identity.url}/token/revocation",
        extra={"prompt": "consent"}, guide=live.GOOGLE.guide,
    )  # fmt: skip
    monkeypatch.setitem(live.CONSENTS, "127.0.0.1", consent)
    monkeypatch.setenv("AUDITOR_EMAIL_CLIENT_ID", NATIVE.name)
    (tmp_path / "auditor.toml").write_text(f"{CONFIG}[apps.email]\nredirect_port = 0\n")

    def browse(address: str) -> bool:
        back = identity.consent(address, owner)
        threading.Thread(target=httpx.get, args=(back,), daemon=True).start()
        return True

    monkeypatch.setattr("webbrowser.open", browse)
    done = run("connect", "email", "--account", owner, "--server", f"imap://127.0.0.1:{mail.port}", "--yes")
    assert done.code == 0, done.err
    pulled = run("pull", "email", "--account", owner, "-o", "box.json")
    assert pulled.code == 0, pulled.out + pulled.err
    snapshot = snapshot_json.read(tmp_path / "box.json")
    assert [person.email for person in snapshot.connections] == ["imelda@parent.example"]
    assert snapshot.coverage[RecordType.CONNECTIONS].state is State.COMPLETE
    assert not re.search("Bearer|token=", pulled.out + pulled.err)
    assert run("disconnect", "email", "--account", owner).code == 0
