"""`auditor roster pull` and its section of auditor.toml, as their users meet them."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor import config
from auditor.errors import ConfigError
from auditor.roster import load
from auditor.roster.live import source
from tests.auditor.roster import live_district as district
from tests.auditor.test_cli import run
from tests.emulators.base import Reply
from tests.emulators.oneroster import HOST, TOKEN_URL, OneRoster

SECRET = "sesame-4711"
SECTION = {
    "kind": "oneroster-1.2",
    "base_url": f"https://{HOST}",
    "client_id": "auditor-at-harbor-falls",
    "token_url": TOKEN_URL,
}


def write(folder: Path, more: str = "", **keys: str | None) -> Path:
    lines = [f'{name} = "{value}"' for name, value in {**SECTION, **keys}.items() if value is not None]
    path = folder / "auditor.toml"
    path.write_text("[roster_source]\n" + "\n".join(lines) + "\n" + more)
    return path


@pytest.fixture
def server(monkeypatch):
    with OneRoster(district.oneroster("1.2", people=district.many(40))) as emulator:
        monkeypatch.setenv("AUDITOR_LOOPBACK", "1")
        monkeypatch.setenv("AUDITOR_ROUTES", emulator.routes)
        monkeypatch.setenv(source.SECRET, SECRET)
        yield emulator


def test_a_roster_is_fetched_checked_and_used(server, tmp_path):
    done = run("roster", "pull", "--config", write(tmp_path), "-o", tmp_path / "roster")
    assert done.returncode == 0, done.stderr
    assert "students: 42" in done.stdout
    assert f"auditor roster check {tmp_path / 'roster'}" in done.stdout
    assert f"Reading the people: {40 + len(district.PEOPLE)} done" in done.stderr
    assert SECRET not in done.stdout + done.stderr
    check = run("roster", "check", tmp_path / "roster")
    assert check.returncode == 0, check.stdout
    assert "students: 42 – covered" in check.stdout


@pytest.mark.parametrize("lang", ["en", "es", "pt"])
def test_why_it_was_not_fetched_and_what_to_do(server, tmp_path, lang):
    server.fail(server.refuse(403), when=lambda asked: asked.path.endswith("/users"))
    done = run("roster", "pull", "--config", write(tmp_path), "-o", tmp_path / "roster", "--lang", lang)
    assert done.returncode == 1
    assert not done.stdout
    assert done.stderr.splitlines()[-1].startswith("Error: ")
    assert "roster_live." not in done.stderr
    if lang == "en":
        assert "We could not read all of the people" in done.stderr
        assert "Ask its administrator to allow this client" in done.stderr


def test_a_shrunken_roster_and_how_to_go_on(server, tmp_path):
    pull = ("roster", "pull", "--config", write(tmp_path), "-o", tmp_path / "roster")
    assert run(*pull).returncode == 0
    server.lists = district.oneroster("1.2")
    refused = run(*pull)
    assert refused.returncode == 1
    assert "(42 before, 2 now)" in refused.stderr
    assert "--accept-shrink" in refused.stderr
    assert run(*pull, "--accept-shrink").returncode == 0
    assert len(load(tmp_path / "roster").people) == len(district.PEOPLE)


def test_stopped_by_its_user(server, tmp_path, monkeypatch):
    def stop(*_: object) -> bool:
        raise KeyboardInterrupt

    monkeypatch.setattr("auditor.roster.live.store.write", stop)
    done = run("roster", "pull", "--config", write(tmp_path), "-o", tmp_path / "roster")
    assert done.returncode == 1
    assert "goes on where it was" in done.stderr
    assert not (tmp_path / "roster").exists()


def test_a_list_the_roster_can_do_without(server, tmp_path):
    server.lacks = {"courses"}
    done = run("roster", "pull", "--config", write(tmp_path), "-o", tmp_path / "roster")
    assert done.returncode == 0
    assert "The server has no list of the courses." in done.stderr


def test_a_wait_is_said(server, tmp_path, monkeypatch):
    monkeypatch.setattr("connectors.http.time.sleep", lambda _: None)
    busy = server.refuse(429)
    server.fail(Reply(429, busy.body, {"retry-after": "7"}), times=1)
    done = run("roster", "pull", "--config", write(tmp_path), "-o", tmp_path / "roster")
    assert "Waiting 7 seconds" in done.stderr


def test_help_has_an_example():
    done = run("roster", "pull", "--help")
    assert "auditor roster pull --config auditor.toml -o roster" in " ".join(done.stdout.split())


@pytest.mark.parametrize(
    "line",
    ['client_secret = "x"', 'secret = "x"', 'password = "x"', 'token = "x"', 'api_key = "x"', 'access_token = "x"'],
)
def test_a_file_with_a_secret_is_refused_wherever_it_is_read(line, tmp_path):
    path = write(tmp_path, line)
    for read in (config.load, lambda p: source.read(p, {source.SECRET: SECRET})):
        with pytest.raises(ConfigError) as failed:
            read(path)
        assert "must not be in this file" in str(failed.value)
        assert '"x"' not in str(failed.value)


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ({"base_url": f"https://me:pw@{HOST}"}, "address alone"),
        ({"base_url": f"https://{HOST}?key=1"}, "address alone"),
        ({"base_url": f"http://{HOST}"}, "no https address"),
        ({"base_url": "https://[x"}, "address alone"),
        ({"base_url": "https://a b.example"}, "no https address"),
        ({"base_url": "https://sis.example:x"}, "no https address"),
        ({"base_url": None}, "base_url: this key is missing"),
        ({"token_url": None}, "token_url: this key is missing"),
        ({"token_url": "ftp://x"}, "no https address"),
        ({"client_id": None}, "client_id: this key is missing"),
        ({"kind": "oneroster-3"}, "kind: "),
        ({"kind": None}, "kind: "),
        ({"auth": "oauth1"}, "OAuth 2 only"),
        ({"colour": "red"}, "there is no such key"),
    ],
)
def test_what_is_wrong_with_a_section(keys, said, tmp_path):
    with pytest.raises(ConfigError) as failed:
        source.read(write(tmp_path, **keys), {source.SECRET: SECRET})
    assert said in str(failed.value)
    assert "pw" not in str(failed.value)


def test_files_without_the_section(tmp_path):
    path = tmp_path / "auditor.toml"
    for text, said in ((None, "cannot be read"), ("[", "not valid TOML"), ("[x]", "there is no section")):
        if text is not None:
            path.write_text(text)
        with pytest.raises(ConfigError, match=said):
            source.read(path, {})


def test_the_secret_from_the_environment_or_a_file_of_its_own(tmp_path):
    path = write(tmp_path, secret_file="secret.txt")
    assert source.read(path, {source.SECRET: f" {SECRET}\n"}).secret == SECRET
    file = tmp_path / "secret.txt"
    file.write_text(f"{SECRET}\n")
    file.chmod(0o600)
    found = source.read(path, {})
    assert found.secret == SECRET
    assert SECRET not in repr(found)
    for mode, text, said in ((0o644, SECRET, "chmod 600"), (0o600, "", "nothing else"), (0o600, "a b", "nothing else")):
        file.write_text(text)
        file.chmod(mode)
        with pytest.raises(ConfigError, match=said):
            source.read(path, {})
    file.unlink()
    with pytest.raises(ConfigError, match="cannot be read"):
        source.read(path, {})
    for environment in ({}, {source.SECRET: "two words"}, {source.SECRET: "señal"}):
        with pytest.raises(ConfigError, match=source.SECRET):
            source.read(write(tmp_path), environment)


@pytest.mark.parametrize(
    ("kind", "host"), [("clever", "api.clever.com"), ("google", "admin.googleapis.com"), ("oneroster-1.1", HOST)]
)
def test_usual_addresses_and_the_only_hosts(kind, host, tmp_path):
    base = f"https://{HOST}/" if kind.startswith("oneroster") else None
    client = "x" if base else None
    found = source.read(
        write(tmp_path, kind=kind, base_url=base, token_url=None, client_id=client), {source.SECRET: SECRET}
    )
    assert found.hosts == (host,)
    assert found.auth == ("oauth1" if base else "bearer")


def test_the_example_and_the_yearly_run_know_the_section(tmp_path, monkeypatch):
    monkeypatch.setenv(source.SECRET, SECRET)
    example = (Path(__file__).parents[3] / "config.example.toml").read_text()
    path = tmp_path / "auditor.toml"
    path.write_text(example)
    assert config.load(path).roster_source is None
    section = example[example.index("# [roster_source]") :]
    lines = [line.removeprefix("# ") for line in section.splitlines() if line.startswith("# ") and "= " in line]
    keys = [line for line in lines if line.split(" = ")[0].isidentifier()]
    path.write_text(example + "\n[roster_source]\n" + "\n".join(keys))
    found = config.load(path).roster_source
    assert found is not None
    assert found.kind == "oneroster-1.2"
    assert source.read(path).hosts


@given(name=st.sampled_from(["base_url", "token_url", "classroom_url", "client_id"]), text=st.text(max_size=40))
def test_any_value_is_a_source_or_a_sentence(name, text, tmp_path_factory):
    escaped = "".join(f"\\U{ord(c):08x}" if not "\ud800" <= c <= "\udfff" else "" for c in text)
    path = write(tmp_path_factory.getbasetemp(), **{name: escaped})
    try:
        found = source.read(path, {source.SECRET: SECRET})
    except ConfigError as e:
        assert str(e).startswith(str(path))
        return
    assert found.hosts
