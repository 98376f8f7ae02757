"""The key file of a service account in `[roster_source]`: taken if whole and nobody else's to read, never shown."""

from __future__ import annotations

import json

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from auditor.errors import ConfigError
from auditor.roster.live import source as sources
from auditor.roster.live.auth import google_scopes
from tests.auditor.roster import google_key
from tests.auditor.roster.google_key import ADMIN, EMAIL, KEY_ID, key, pem
from tests.auditor.roster.live import TOKEN


def test_a_section_with_a_key_file(tmp_path):
    found = sources.read(google_key.write(tmp_path), {})
    assert (found.auth, found.secret, found.subject) == ("service_account", "", ADMIN)
    assert found.hosts == ("admin.googleapis.com", "oauth2.googleapis.com", "classroom.googleapis.com")
    assert len(google_scopes(found)) == 4
    google_key.write(tmp_path, "\ufeff" + json.dumps(google_key.body()))
    assert sources.read(tmp_path / "auditor.toml", {}).key is not None


def test_a_token_as_given_is_as_before(tmp_path):
    path = google_key.write(tmp_path, TOKEN, subject=None)
    found = sources.read(path, {})
    assert (found.auth, found.secret, found.key) == ("bearer", TOKEN, None)
    with pytest.raises(ConfigError, match="Take one out"):
        sources.read(google_key.write(tmp_path, TOKEN), {})
    with pytest.raises(ConfigError, match="belongs in a file"):
        sources.read(path, {sources.SECRET: json.dumps(google_key.body())})


@pytest.mark.parametrize("subject", [None, "", "ithorp", "@harborfalls.example", "Ines Thorp <i@x.example>", "a@b@c"])
def test_nobody_to_act_for(subject, tmp_path):
    with pytest.raises(ConfigError, match="subject: write the e-mail address"):
        sources.read(google_key.write(tmp_path, subject=subject), {})


NEEDED = ["client_email", "private_key", "private_key_id", "token_uri"]


@pytest.mark.parametrize("value", [None, "", 17, ["x"], "zwölf\x00"])
@pytest.mark.parametrize("name", NEEDED)
def test_a_key_file_in_which_something_is_missing(name, value, tmp_path):
    with pytest.raises(ConfigError) as failed:
        sources.read(google_key.write(tmp_path, json.dumps(google_key.body(**{name: value}))), {})
    assert f"damaged: {name} is missing" in str(failed.value)
    nothing_told(failed.value)


def nothing_told(error: BaseException | None) -> None:
    while error is not None:
        if isinstance(error, ConfigError):
            assert error.__cause__ is None
        for secret in (EMAIL, KEY_ID, "PRIVATE", *pem(key()).splitlines()[1:3]):
            assert secret not in repr(error) + str(error)
        error = error.__cause__


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (lambda: json.dumps(google_key.body())[:-40], "no JSON"),
        (lambda: "{" * 100_000, "no JSON"),
        (lambda: json.dumps({"installed": {"client_secret": "x"}}), "not the key of a service account"),
        (lambda: json.dumps(google_key.body(type="authorized_user")), "not the key of a service account"),
        (lambda: json.dumps({"type": "service_account"}), ", ".join(NEEDED)),
        (lambda: json.dumps(google_key.body(private_key=pem(key())[:300])), "private_key is no RSA key"),
        (lambda: json.dumps(google_key.body(private_key=pem(key()).replace("\n", "\\n"))), "private_key is no RSA key"),
        (lambda: json.dumps(google_key.body(private_key=pem(key(), b"pw"))), "private_key is no RSA key"),
        (lambda: json.dumps(google_key.body(private_key=pem(key(2, 1024)))), "private_key is no RSA key"),
        (lambda: json.dumps(google_key.body(private_key=pem(ec.generate_private_key(ec.SECP256R1())))), "no RSA key"),
        (lambda: f"[{json.dumps(google_key.body())}]", "nothing else"),
        (lambda: "", "nothing else"),
    ],
)
def test_a_damaged_key_file(text, words, tmp_path):
    with pytest.raises(ConfigError) as failed:
        sources.read(google_key.write(tmp_path, text()), {})
    assert words in str(failed.value)
    nothing_told(failed.value)


@pytest.mark.parametrize(
    "address",
    ["https://evil.example/token", "http://oauth2.googleapis.com/token", "https://oauth2.googleapis.com:8443/token",
     "https://me:pw@oauth2.googleapis.com/token", "https://oauth2.googleapis.com.evil.example/token", "token",
     "https://[x", "http://127.0.0.1:1/token"],
)  # fmt: skip
def test_a_signed_request_goes_to_googles_host_alone(address, tmp_path):
    text = json.dumps(google_key.body(token_uri=address))
    with pytest.raises(ConfigError, match="token_uri is no address on oauth2"):
        sources.read(google_key.write(tmp_path, text), {})


def test_another_host_that_the_configuration_names(tmp_path):
    text = json.dumps(google_key.body(token_uri="https://tokens.harborfalls.example/t"))
    path = google_key.write(tmp_path, text, lines='token_url = "https://tokens.harborfalls.example/t"\n')
    assert "tokens.harborfalls.example" in sources.read(path, {}).hosts


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o602, 0o644, 0o610])
def test_a_key_file_of_others(mode, tmp_path):
    path = google_key.write(tmp_path)
    (tmp_path / "key.json").chmod(mode)
    with pytest.raises(ConfigError, match="Run: chmod 600 key"):
        sources.read(path, {})


@pytest.mark.parametrize("what", ["gone", "folder", "bytes"])
def test_a_key_file_that_cannot_be_read(what, tmp_path):
    path, file = google_key.write(tmp_path), tmp_path / "key.json"
    if what == "bytes":
        file.write_bytes(b'{"private_key": "\xff"}')
    else:
        file.unlink()
    if what == "folder":
        file.mkdir(0o700)
    with pytest.raises(ConfigError, match="cannot be read") as failed:
        sources.read(path, {})
    assert failed.value.__cause__ is None
