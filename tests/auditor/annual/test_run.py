"""The yearly run: never stopped by one account, resumable, and showing each reader no more than they may see."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime
from pathlib import Path

import pytest

from auditor import annual
from auditor.annual import AnnualRun, year
from auditor.annual_result import AccountState
from auditor.errors import ConfigError
from tests.auditor import district

AT = datetime(2026, 11, 20, 8, tzinfo=UTC)
FRIENDS = [
    "Rosalind Thistlewood",
    "Imogen Thistlewood",
    "Tomasz Wisniewski",
    "Zebulon Quackenbush",
    "Ignatius Vandersloot",
]


class Office:
    """A district office with its configuration, register and exports."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.config = folder / "auditor.toml"
        district.roster(folder / "roster")
        self.rows = [
            "account,platform,owner,audience,consent_on,inputs,declarations",
            "Ms Okonkwo's class,facebook,t1,community,2026-09-01,exports/fb,",
            "ms_okonkwo_5,instagram,t1,community,2026-09-01,exports/ig,",
        ]
        district.facebook(folder / "exports" / "fb", FRIENDS)
        district.instagram(folder / "exports" / "ig", ["imogen.thistlewood"])
        self.config.write_text(
            '[district]\nname = "Oak District"\nemail_domains = ["oak.example"]\n[roster]\npath = "roster"\n'
            '[register]\npath = "register.csv"\n[run]\nyear = "2026"\nas_of = 2026-11-20\n',
            encoding="utf-8",
        )

    def run(self, **options: object) -> AnnualRun:
        (self.folder / "register.csv").write_text("\n".join(self.rows) + "\n", encoding="utf-8")
        return annual.run(self.config, run_id="r", at=AT, **options)  # type: ignore[arg-type]

    def review(self) -> tuple[Path, list[dict[str, str]]]:
        path = next(p for p in (self.folder / "audit" / "2026" / "schools").glob("oak*/review.csv"))
        return path, list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"))))

    def review_rows(self) -> list[dict[str, str]]:
        lists = sorted((self.folder / "audit" / "2026" / "schools").glob("*/review.csv"))
        return [row for path in lists for row in csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig")))]

    def decide(self, who: str, **cells: str) -> None:
        path, rows = self.review()
        for row in rows:
            if row["connection"] == who:
                row.update(cells)
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, rows[0])
            writer.writeheader()
            writer.writerows(rows)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path)


def open_names(office: Office) -> set[str]:
    return {row["connection"] for row in office.review()[1]}


def test_everything_a_district_needs_is_written(office: Office) -> None:
    done = office.run()
    assert [o.state for o in done.outcomes] == [AccountState.AUDITED, AccountState.AUDITED]
    assert done.status == 10
    for outcome in done.outcomes:
        folder = done.folder / outcome.folder
        assert {p.name for p in folder.iterdir()} == {"report.html", "findings.json", "connections.csv"}
    assert (done.folder / "district.html").is_file()
    index = done.index.read_text(encoding="utf-8")
    for page in ("district.html", "review.html", "report.html"):
        assert page in index


def test_the_principal_sees_what_stayed_open_and_no_pupil(office: Office) -> None:
    office.run()
    assert open_names(office) == {"Zebulon Quackenbush", "Ignatius Vandersloot"}
    path, rows = office.review()
    page = path.with_suffix(".html").read_text(encoding="utf-8")
    for pupil in ("Imogen", "Caspian", "Mariela", "Rosalind"):
        assert pupil not in page
        assert pupil not in path.read_text(encoding="utf-8")
    assert all(row["fingerprint"] and not row["decision"] for row in rows)


def test_declared_family_is_nobody_elses_business(office: Office) -> None:
    said = office.folder / "exports" / "said.csv"
    said.write_text("connection,relation,note\nZebulon Quackenbush,own_family,my uncle\n", encoding="utf-8")
    office.rows[1] = office.rows[1] + "exports/said.csv"
    office.run()
    assert open_names(office) == {"Ignatius Vandersloot"}
    assert "uncle" not in office.review()[0].with_suffix(".html").read_text(encoding="utf-8")


def test_the_principal_reads_what_the_owner_said(office: Office) -> None:
    said = office.folder / "exports" / "said.csv"
    said.write_text("connection,relation,note\nZebulon Quackenbush,dont_know,met at the fair\n", encoding="utf-8")
    office.rows[1] = office.rows[1] + "exports/said.csv"
    office.run()
    row = next(row for row in office.review()[1] if row["connection"] == "Zebulon Quackenbush")
    assert row["owner_note"] == "met at the fair"
    assert row["owner_says"]


def test_a_list_shorter_than_the_profile_shows_is_not_whole(office: Office) -> None:
    office.rows[0] += ",shown_connections"
    office.rows[1] += ",40"
    office.rows[2] += ","
    done = office.run()
    assert [o.coverage_complete for o in done.outcomes] == [False, True]
    page = (done.folder / done.outcomes[0].folder / "report.html").read_text(encoding="utf-8")
    assert "The list holds 5, but the profile showed 40" in page


def test_a_public_account_lists_nobody(office: Office) -> None:
    office.rows[1] = office.rows[1].replace("community", "public")
    done = office.run()
    assert done.outcomes[0].connections == 0
    assert all(row["account"] != "Ms Okonkwo's class" for row in office.review_rows())
    report = (done.folder / done.outcomes[0].folder / "report.html").read_text(encoding="utf-8")
    assert "Quackenbush" not in report


def test_one_bad_account_stops_nobody(office: Office) -> None:
    (office.folder / "exports" / "cut.zip").write_bytes(b"PK\x03\x04")
    office.rows += [
        "broken,tiktok,t2,community,2026-09-01,exports/cut.zip,",
        "gone,x,t2,community,2026-09-01,exports/nothing.zip,",
        "later,x,t1,community,2026-09-01,,",
        "silent,mastodon,t1,community,,exports/fb,",
        "pupil,snapchat,s1,community,2026-09-01,exports/fb,",
        "when,linkedin,t1,community,soon,exports/fb,",
        "ms_okonkwo_5,instagram,t1,community,2026-09-01,exports/ig,",
    ]
    done = office.run()
    states = {o.account.handle: o.state for o in done.outcomes}
    assert states["Ms Okonkwo's class"] is AccountState.AUDITED
    assert states["broken"] is states["gone"] is states["pupil"] is states["when"] is AccountState.FAILED
    assert states["later"] is AccountState.NO_EXPORT
    assert states["silent"] is AccountState.NO_CONSENT
    errors = {o.account.handle: o.error for o in done.outcomes if o.error}
    assert "cut.zip" in errors["broken"]
    assert "nothing.zip: no such file" in errors["gone"]
    assert "row 9" in errors["when"]
    assert any("already registered in row 3" in problem for problem in done.problems)


def test_a_defect_met_in_one_account_stops_nobody(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    real = year.read_input

    def broken(paths: list[Path], **options: object) -> object:
        if paths[0].name == "fb":
            raise KeyError("Zebulon Quackenbush")
        return real(paths, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(year, "read_input", broken)
    outcomes = office.run().outcomes
    assert [o.state for o in outcomes] == [AccountState.FAILED, AccountState.AUDITED]
    assert "defect of the program (KeyError" in outcomes[0].error
    assert "Quackenbush" not in outcomes[0].error


def test_an_account_without_consent_is_never_opened(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    office.rows[1:] = ["silent,facebook,t1,community,,exports/fb,"]
    opened: list[object] = []
    monkeypatch.setattr(year, "read_input", lambda *a, **k: opened.append(a))
    done = office.run()
    assert done.outcomes[0].state is AccountState.NO_CONSENT
    assert done.status == 3
    assert not opened


def test_a_run_that_was_cut_goes_on_where_it_was(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    real, seen = year.read_input, []

    def cut(paths: list[Path], **options: object) -> object:
        seen.append(paths[0].name)
        if paths[0].name == "ig" and seen.count("ig") == 1:
            raise KeyboardInterrupt
        return real(paths, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(year, "read_input", cut)
    with pytest.raises(KeyboardInterrupt):
        office.run()
    done = office.run()
    assert [o.state for o in done.outcomes] == [AccountState.AUDITED, AccountState.AUDITED]
    assert seen == ["fb", "ig", "ig"]
    office.run(restart=True)
    assert seen == ["fb", "ig", "ig", "fb", "ig"]


def test_a_cut_run_ends_with_the_same_bytes(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    def pages() -> dict[Path, bytes]:
        return {p: p.read_bytes() for p in sorted((office.folder / "audit").rglob("*")) if p.is_file()}

    def cut(paths: list[Path], **options: object) -> object:
        if paths[0].name == "ig":
            raise KeyboardInterrupt
        return real(paths, **options)  # type: ignore[arg-type]

    real = year.read_input
    monkeypatch.setattr(year, "read_input", cut)
    with pytest.raises(KeyboardInterrupt):
        office.run()
    monkeypatch.setattr(year, "read_input", real)
    office.run()
    resumed = pages()
    office.run(restart=True)
    assert pages() == resumed


def test_a_changed_export_is_audited_again(office: Office) -> None:
    office.run()
    district.facebook(office.folder / "exports" / "fb", ["Rosalind Thistlewood", "Newton Prendergast"])
    office.run()
    assert open_names(office) == {"Newton Prendergast"}


def test_decisions_are_read_back_and_kept(office: Office) -> None:
    office.run()
    office.decide("Zebulon Quackenbush", decision="fine", decided_by="L. Farquharson", decided_on="2026-11-21")
    done = office.run()
    assert not done.problems
    assert open_names(office) == {"Ignatius Vandersloot"}
    office.run()
    assert open_names(office) == {"Ignatius Vandersloot"}, "a decision is kept after its row left the list"
    finding = (done.folder / done.outcomes[0].folder / "findings.json").read_text(encoding="utf-8")
    assert "L. Farquharson" in finding


def test_an_exception_needs_reason_approver_and_end(office: Office) -> None:
    office.run()
    office.decide("Zebulon Quackenbush", decision="exception")
    done = office.run()
    assert any("an exception needs a reason" in problem for problem in done.problems)
    assert "Zebulon Quackenbush" in open_names(office)
    office.decide(
        "Zebulon Quackenbush",
        decision="exception", decision_note="chess coach", decided_by="L. F.", until="2027-06-30",
    )  # fmt: skip
    office.run()
    assert "Zebulon Quackenbush" not in open_names(office)
    office.config.write_text(
        office.config.read_text(encoding="utf-8").replace("2026-11-20", "2027-07-01"), encoding="utf-8"
    )
    office.run()
    assert "Zebulon Quackenbush" in open_names(office), "an exception ends on its day"


def test_what_a_spreadsheet_makes_of_the_list_is_read(office: Office) -> None:
    """Saved from Excel: other delimiter, a byte order mark, dates turned round."""
    office.run()
    office.decide(
        "Zebulon Quackenbush",
        decision="Exception", decision_note="coach", decided_by="L. F.", decided_on="soon", until="06/30/2027",
    )  # fmt: skip
    path, rows = office.review()
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, rows[0], delimiter=";")
        writer.writeheader()
        writer.writerows(rows)
    assert not office.run().problems
    assert open_names(office) == {"Ignatius Vandersloot"}


def test_an_account_on_a_platform_without_a_reader_hands_in_a_typed_list(office: Office) -> None:
    (office.folder / "exports" / "class.csv").write_text(
        "name\nImogen Thistlewood\nNewton Prendergast\n", encoding="utf-8"
    )
    office.rows += [
        "Room 5,remind,t1,community,2026-09-01,exports/class.csv,",
        "room5,Twitter,t1,community,2026-09-01,,",
    ]
    done = office.run()
    assert [o.state for o in done.outcomes[2:]] == [AccountState.AUDITED, AccountState.NO_EXPORT]
    assert [o.account.platform for o in done.outcomes[2:]] == ["other", "x"]
    assert done.outcomes[2].connections == 2


def test_an_unknown_decision_is_named_and_nothing_is_lost(office: Office) -> None:
    office.run()
    office.decide("Zebulon Quackenbush", decision="dunno")
    assert any("“dunno” is no decision" in problem for problem in office.run().problems)


def test_administrators_are_reviewed_by_the_district(office: Office) -> None:
    office.rows.append("principal_oak,facebook,a1,community,2026-09-01,exports/fb,")
    done = office.run()
    lists = {p.parent.name.rsplit("-", 1)[0] for p in (done.folder / "schools").glob("*/review.csv")}
    assert lists == {"oak-elementary", "district-office"}
    assert "principal_oak" not in office.review()[0].read_text(encoding="utf-8")


def test_a_dry_run_writes_nothing(office: Office) -> None:
    office.rows.append("gone,x,t2,community,2026-09-01,exports/nothing.zip,")
    done = office.run(dry_run=True)
    assert not (office.folder / "audit").exists()
    assert [o.state for o in done.outcomes] == [AccountState.AUDITED, AccountState.AUDITED, AccountState.FAILED]


def test_the_district_page_shows_no_small_counts(office: Office) -> None:
    page = (office.run().folder / "district.html").read_text(encoding="utf-8")
    assert "fewer than 5" in page.lower()
    for name in ("Okonkwo", "Quackenbush", "Thistlewood", "Farquharson"):
        assert name not in page


@pytest.mark.parametrize(
    ("register", "words"),
    [
        ("account,platform\nx,y", "the column “owner” is missing"),
        ("account,platform,owner,password\na,x,t1,hunter2", "must not be here"),
        ("account,platform,owner,acount\na,x,t1,", "there is no column “acount”"),
    ],
)
def test_a_register_that_cannot_be_used_is_said(office: Office, register: str, words: str) -> None:
    office.rows = register.splitlines()
    with pytest.raises(ConfigError, match=words):
        office.run()
