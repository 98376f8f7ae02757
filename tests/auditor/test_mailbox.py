"""A school mailbox and a handed-in thread, from the file to the findings; and a private mailbox that is turned away."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from connectors import snapshot_json
from connectors.email.live import EmailLive
from tests.auditor import district
from tests.auditor.test_cli import audit, findings
from tests.connectors.mailbox import access, mail
from tests.connectors.pulling import pulled
from tests.connectors.whatsapp_samples import ANDROID
from tests.emulators.imap import ImapServer

GRACE = "grace.okonkwobell@oak.example"
OFFICE = "lucinda.farquharson@oak.example"
FAMILIES = ["rosalind@mail.example", "benedict@mail.example", "q@mail.example", "zebulon@mail.example"]
PACK = Path(__file__).parents[2] / "auditor" / "policy" / "packs" / "melrose-2011.toml"


@pytest.fixture(scope="module")
def oak(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return district.roster(tmp_path_factory.mktemp("oak") / "roster")


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    text = PACK.read_text(encoding="utf-8").replace("email_domains = []", 'email_domains = ["oak.example"]')
    path = tmp_path / "oak-2026.toml"
    path.write_text(text, encoding="utf-8")
    return path


def outcomes(result: dict[str, Any]) -> dict[str, tuple[str, str]]:
    checks = ("email_recipients_hidden", "group_mail_coordinator", "group_mail_whole_group", "text_log_handed_in")
    return {f["check"]: (f["outcome"], f["severity"]) for f in result["findings"] if f["check"] in checks}


def box(folder: Path, *sent: bytes, owner: str = GRACE) -> Path:
    """What `auditor pull` writes of a mailbox with this sent mail."""
    with ImapServer(owner, password="x") as server:
        server.inbox.messages = {1: mail("Rosalind <rosalind@mail.example>", owner)}
        server.sent.messages = dict(enumerate(sent, 1))
        given = access(server, handle=owner, secret={"password": "x"}, app={"email_domains": owner.partition("@")[2]})
        snapshot, _ = pulled(EmailLive(), given, None, folder)
    path = folder / "mailbox.json"
    path.write_text(snapshot_json.dump(snapshot), encoding="utf-8")
    return path


def test_mail_that_shows_families_to_one_another_is_a_finding(oak: Path, pack: Path, tmp_path: Path) -> None:
    shown = mail(GRACE, ", ".join(FAMILIES))
    done = audit(box(tmp_path, shown, shown), oak, tmp_path / "out", "--policy", pack)
    assert done.returncode == 10, done.stderr
    result = findings(tmp_path / "out")
    assert outcomes(result) == {
        "email_recipients_hidden": ("attention", "fix"),
        "group_mail_coordinator": ("not_assessed", "review"),
        "group_mail_whole_group": ("pass", "info"),
        "text_log_handed_in": ("not_applicable", "info"),
    }
    [finding] = [f for f in result["findings"] if f["check"] == "email_recipients_hidden"]
    assert finding["clauses"] == ["AP-Em1"]
    assert finding["message"].startswith("2 messages that you sent showed their recipients one another's addresses")
    assert "mail.example" not in str(finding)
    verdicts = {c["display_name"] or c["id"]: c["verdict"] for c in result["connections"]}
    assert verdicts["Rosalind"] == "community"
    assert result["coverage"]["connections"]["state"] == "complete"


def test_mail_in_hidden_copy_to_all_passes(oak: Path, pack: Path, tmp_path: Path) -> None:
    text = pack.read_text(encoding="utf-8")
    clause = 'checks = ["group_mail_coordinator"]\n'
    pack.write_text(
        text.replace(clause, clause + f'params.group_mail_coordinator = {{ coordinator = "{OFFICE}" }}\n'),
        encoding="utf-8",
    )
    hidden = mail(GRACE, cc=OFFICE, bcc=", ".join(FAMILIES))
    audit(box(tmp_path, hidden, hidden), oak, tmp_path / "out", "--policy", pack)
    assert {outcome for outcome, _ in outcomes(findings(tmp_path / "out")).values()} == {"pass", "not_applicable"}
    some = mail(GRACE, bcc=", ".join(FAMILIES[:3]))
    audit(box(tmp_path, hidden, hidden, some), oak, tmp_path / "again", "--policy", pack)
    found = outcomes(findings(tmp_path / "again"))
    assert found["group_mail_coordinator"] == ("attention", "review")
    assert found["group_mail_whole_group"] == ("attention", "suggestion")


def test_a_private_mailbox_is_never_audited(oak: Path, pack: Path, tmp_path: Path) -> None:
    done = audit(box(tmp_path, owner="grace@private.example"), oak, tmp_path / "out", "--policy", pack)
    assert done.returncode == 1
    assert "in none of the district's mail domains" in done.stderr
    assert not (tmp_path / "out" / "findings.json").exists()


def test_a_handed_in_thread_is_shown_with_its_period(oak: Path, tmp_path: Path) -> None:
    path = tmp_path / "WhatsApp Chat with Chess trip.txt"
    path.write_text(ANDROID, encoding="utf-8")
    audit(path, oak, tmp_path / "out")
    result = findings(tmp_path / "out")
    assert outcomes(result)["text_log_handed_in"] == ("manual", "review")
    [finding] = [f for f in result["findings"] if f["check"] == "text_log_handed_in"]
    assert finding["clauses"] == ["4.8"]
    assert "One message of" in finding["message"]
