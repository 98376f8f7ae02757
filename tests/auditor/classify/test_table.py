"""`auditor classify`: tables in, tables out."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from pathlib import Path

import pandas as pd
import pytest

from auditor.classify import index, model, settling
from auditor.classify.table import CONNECTION_COLUMNS, Counts, classify_table
from auditor.classify.table_out import CANDIDATE_COLUMNS, OUT_COLUMNS
from auditor.errors import AuditorError
from auditor.roster.model import Group
from tests.auditor.classify.district import ELM, english, people, person, roster

ROWS = [
    ("7", "a1", "instagram", "follower", "Rosalind Pemberthy", "", "", "", ""),
    ("3", "a2", "instagram", "follower", "Dustin Rutherford", "", "", "", ""),
    ("5", "a1", "x", "follower", "", "tomasz.wisniewski", "", "", ""),
    ("=2+3", "", "x", "follower", "<script>alert(1)</script>", "", "", "", 'says "hi",\nand more'),
    ("-4", "a9", "x", "follower", "", "", "", "", ""),
]
HEADER = list(CONNECTION_COLUMNS)
EXPECTED = ["community", "not_in_roster", "community", "cannot_tell", "cannot_tell"]


def table(path: Path, header: list[str] = HEADER, rows: list[tuple[str, ...]] = ROWS) -> Path:
    frame = pd.DataFrame(rows, columns=header)
    if path.suffix == ".csv":
        frame.to_csv(path, index=False)
    else:
        frame.to_parquet(path)
    return path


def accounts(folder: Path) -> Path:
    return table(folder / "accounts.csv", ["account_id", "staff_id"], [("a1", "t1"), ("a2", "t2"), ("a3", "gone")])


def run(source: Path, out: Path, given: Path | None = None) -> int:
    return classify_table(source, index.build(roster(people())), given, out, english, None).rows


@pytest.mark.parametrize("into", [".csv", ".parquet"])
@pytest.mark.parametrize("suffix", [".csv", ".parquet"])
def test_one_row_per_row_in_the_same_order(tmp_path: Path, suffix: str, into: str) -> None:
    out = tmp_path / "new" / f"out{into}"
    assert run(table(tmp_path / f"in{suffix}"), out, accounts(tmp_path)) == len(ROWS)
    frame = pd.read_csv(out, dtype=str, keep_default_na=False) if into == ".csv" else pd.read_parquet(out)
    assert tuple(frame.columns) == OUT_COLUMNS
    assert frame["verdict"].tolist() == EXPECTED
    assert frame["connection_id"].tolist() == ["7", "3", "5", "'=2+3" if into == ".csv" else "=2+3", "-4"]
    assert frame["person_id"].tolist() == ["p1", "", "t2", "", ""]
    assert frame["category"].tolist() == ["parent", "", "teacher", "", ""]
    assert frame["reasons"][1] == "We could not find anybody with this name in the school lists."
    assert float(frame["p_community"][0]) > 0.95 > 0.05 > float(frame["p_community"][1])
    assert [p.name for p in out.parent.iterdir()] == [out.name]


@pytest.mark.parametrize("suffix", [".csv", ".parquet"])
def test_everybody_who_was_weighed_in_a_second_table(tmp_path: Path, suffix: str) -> None:
    """Two people of one name are equals: both are first, and the verdict names neither."""
    rows = [
        ("9", "", "x", "follower", "Ottilie Quimbleton", "", "", "", ""),
        ("=1", "", "x", "follower", "Nobody Whatsoever", "", "", "", ""),
        ("8", "", "x", "follower", "Rosalind Pemberthy", "", "", "", ""),
    ]
    twins = [person(number, "Ottilie", "Quimbleton", Group.TEACHER) for number in ("x", "y")]
    out, more = tmp_path / f"out{suffix}", tmp_path / f"candidates{suffix}"
    known = index.build(roster([*people(), *twins]))
    classify_table(table(tmp_path / f"in{suffix}", rows=rows), known, None, out, english, None, candidates=more)
    read = pd.read_csv if suffix == ".csv" else pd.read_parquet
    verdicts, found = read(out), read(more)
    assert tuple(found.columns) == CANDIDATE_COLUMNS
    assert found["connection_id"].astype(str).tolist() == ["9", "9", "8"]
    assert found["rank"].tolist() == [1, 1, 1]
    assert set(found["person_id"][:2]) == {"x", "y"}
    assert found["person_id"][2] == "p1"
    assert found["category"].tolist() == ["teacher", "teacher", "parent"]
    assert found["p_person"][0] == found["p_person"][1] <= 0.5 < found["p_person"][2]
    assert verdicts["person_id"].fillna("").tolist() == ["", "", "p1"]


def test_the_second_table_says_who_came_nearest_to_somebody_who_is_not_in_the_roster(tmp_path: Path) -> None:
    rows = [("1", "a1", "x", "follower", "Robert Brackenridge", "", "", "", "")]
    out, more = tmp_path / "out.csv", tmp_path / "candidates.csv"
    known = index.build(roster(people()))
    classify_table(
        table(tmp_path / "in.csv", rows=rows), known, accounts(tmp_path), out, english, None, candidates=more
    )
    (verdict,), (nearest, *_) = pd.read_csv(out).to_dict("records"), pd.read_csv(more).to_dict("records")
    assert verdict["verdict"] == "not_in_roster"
    assert pd.isna(verdict["person_id"])
    assert (nearest["rank"], nearest["person_id"]) == (1, "c1")
    assert nearest["p_person"] < 0.05


def test_the_owner_of_the_account_counts(tmp_path: Path) -> None:
    rows = [("1", "a1", "", "", "Imogen", "", "", "", ""), ("2", "", "", "", "Imogen", "", "", "", "")]
    source = table(tmp_path / "in.csv", rows=rows)
    run(source, tmp_path / "out.csv", accounts(tmp_path))
    near, unknown = pd.read_csv(tmp_path / "out.csv")["p_community"]
    assert near > unknown


def test_what_there_was_to_compare_is_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("auditor.classify.table._ROWS", 2)
    letters = "BCDFGHJKLMNPRSTVW"
    clan = [person(f"k{a}{b}", f"{a}{b.lower()}ora", "Quimbleton", org=ELM) for a in letters for b in letters[:2]]
    many = [person(f"m{n}", "Sakari", f"Vantongeren{n}", org=ELM) for n in range(9)]
    shown = ["Rosalind Pemberthy", "Zelda Wunderlich", "Miss Quimbleton", "Sakari", "Maria", ""]
    source = table(tmp_path / "in.csv", ["connection_id", "display_name"], [*zip("123456", shown, strict=True)])
    of = index.build(roster([*people(), *clan, *many]))
    counts = classify_table(source, of, None, tmp_path / "out.csv", english, None)
    assert counts == Counts(rows=6, listed=2, grouped=2)


def test_few_columns_suffice(tmp_path: Path) -> None:
    source = table(tmp_path / "in.csv", ["connection_id", "handle"], [("1", "tomasz.wisniewski")])
    run(source, tmp_path / "out.csv")
    assert (tmp_path / "out.csv").read_text().splitlines()[1].startswith("1,community,teacher,t2,0.9")


def test_progress_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = table(tmp_path / "in.csv", rows=ROWS * 3)
    monkeypatch.setattr("auditor.classify.table._ROWS", 2)
    told: list[tuple[int, int | None]] = []
    classify_table(
        source,
        index.build(roster(people())),
        accounts(tmp_path),
        tmp_path / "b.csv",
        english,
        lambda done, total: told.append((done, total)),
    )
    assert told[0] == (2, None)
    assert told[-1] == (15, None)


def many(rows: int) -> list[tuple[str, ...]]:
    """Several accounts, and people who occur in several rows, with their relatives."""
    shown = [
        "Rosalind Pemberthy", "Imogen", "Imogen T.", "Ana Zubizarreta", "Maria Garcia", "J. Smith", "Ms. Rivera",
        "Thistlewood", "Dustin Rutherford", "Beatriz", "tomasz", "", "Hortensia Vandersloot", "Mr. Brathwaite",
        "Garcia", "A. Garcia", "Maria G.",
    ]  # fmt: skip
    return [
        (str(n), f"a{n % 5}", "x", "follower", shown[n * 7 % len(shown)], "gok" * (n % 4 == 0), "", "", "")
        for n in range(rows)
    ]


@pytest.mark.parametrize("into", [".csv", ".parquet"])
def test_the_same_bytes_again_however_the_rows_are_cut(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, into: str
) -> None:
    source = table(tmp_path / "in.csv", rows=many(60))
    written = set()
    for size in (2, 7, 50_000):
        monkeypatch.setattr("auditor.classify.table._ROWS", size)
        run(source, tmp_path / f"out{into}", accounts(tmp_path))
        written.add((tmp_path / f"out{into}").read_bytes())
    assert len(written) == 1


def test_the_order_of_the_rows_changes_no_verdict(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("auditor.classify.table._ROWS", 7)
    rows = many(60)
    found = []
    for order in (rows, rows[::-1], rows[1::2] + rows[::2]):
        run(table(tmp_path / "in.csv", rows=order), tmp_path / "out.csv", accounts(tmp_path))
        _, *lines = (tmp_path / "out.csv").read_text().splitlines()
        assert [line.partition(",")[0] for line in lines] == [row[0] for row in order]
        found.append(sorted(lines))
    assert found[0] == found[1] == found[2]


def test_an_account_of_any_size_is_judged_as_a_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Relatives and the share of members count over all rows, also where an account is not held in memory at once."""
    source = table(tmp_path / "in.csv", rows=many(60))
    monkeypatch.setattr("auditor.classify.spill._ROWS_EACH", 1 << 20)
    weights = replace(model.load(), joint={"relative": 1.5})
    monkeypatch.setattr(model, "load", lambda: weights)
    run(source, tmp_path / "at_once.csv", accounts(tmp_path))
    for few in (1, 5, 13, 30):
        monkeypatch.setattr(settling, "AT_ONCE", few)
        run(source, tmp_path / "in_parts.csv", accounts(tmp_path))
        assert (tmp_path / "in_parts.csv").read_bytes() == (tmp_path / "at_once.csv").read_bytes()


def test_the_owner_by_id_by_a_merged_id_and_by_address(tmp_path: Path) -> None:
    rows = [("1", account, "", "", "Imogen", "", "", "", "") for account in ("id", "merged", "mail", "none")]
    given = [("id", "t2"), ("merged", "contact-9"), ("mail", "Tomasz.Wisniewski@oak.example"), ("none", "t99")]
    merged = roster(people())
    merged.alias = {"contact-9": "t2", "x": "left long ago"}
    owner = table(tmp_path / "accounts.csv", ["account_id", "staff_id"], given)
    classify_table(
        table(tmp_path / "in.csv", rows=rows), index.build(merged), owner, tmp_path / "out.csv", english, None
    )
    by_id, by_merged, by_mail, by_none = pd.read_csv(tmp_path / "out.csv")["p_community"]
    assert by_id == by_merged == by_mail > by_none


def test_rows_that_end_early_and_cells_of_several_lines(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text(
        'connection_id,display_name,bio\n\n1,"Pemberthy,\nRosalind"\n"a ""b""",Dustin Rutherford,x\n3\n'
    )
    assert run(tmp_path / "in.csv", tmp_path / "out.csv") == 3
    frame = pd.read_csv(tmp_path / "out.csv")
    assert frame["connection_id"].tolist() == ["1", 'a "b"', "3"]
    assert frame["verdict"].tolist() == ["community", "not_in_roster", "cannot_tell"]


def test_nothing_is_left_where_it_ends_badly(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("auditor.classify.table._ROWS", 2)
    source = table(tmp_path / "in.csv", rows=many(9))

    def stop(done: int, total: int | None) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        classify_table(source, index.build(roster(people())), None, tmp_path / "new" / "out.csv", english, stop)
    assert list((tmp_path / "new").iterdir()) == []


def test_a_table_without_rows(tmp_path: Path) -> None:
    for suffix in (".csv", ".parquet"):
        assert run(table(tmp_path / f"in{suffix}", rows=[]), tmp_path / f"out{suffix}") == 0
        frame = pd.read_csv(tmp_path / "out.csv") if suffix == ".csv" else pd.read_parquet(tmp_path / "out.parquet")
        assert (tuple(frame.columns), len(frame)) == (OUT_COLUMNS, 0)


def test_headings_in_capitals(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text("Connection_ID, Display_Name\n1,Rosalind Pemberthy\n")
    run(tmp_path / "in.csv", tmp_path / "out.csv")
    assert pd.read_csv(tmp_path / "out.csv")["person_id"].tolist() == ["p1"]


def test_odd_columns_of_a_parquet_file(tmp_path: Path) -> None:
    pd.DataFrame({"connection_id": ["1"], "display_name": [b"Rosalind Pemberthy"]}).to_parquet(tmp_path / "in.parquet")
    run(tmp_path / "in.parquet", tmp_path / "out.csv")
    assert pd.read_csv(tmp_path / "out.csv")["person_id"].tolist() == ["p1"]
    pd.DataFrame({"connection_id": ["1"], "display_name": [["a", "b"]]}).to_parquet(tmp_path / "in.parquet")
    with pytest.raises(AuditorError, match="lists or records"):
        run(tmp_path / "in.parquet", tmp_path / "out.csv")


def test_cells_that_nobody_means(tmp_path: Path) -> None:
    shown = [
        "x" * 10_000,
        "ab " * 3_400,
        "a\0b",
        "محمد Pemberthy 王",
        "\u202e\u200d",
        "Иванов Rosalind",
        "1e400",
        "@@@",
    ]
    rows = [(str(n // 2), "a1", "", "", name, name, name, name, name) for n, name in enumerate(shown)]
    assert run(table(tmp_path / "in.csv", rows=rows), tmp_path / "out.csv", accounts(tmp_path)) == len(shown)
    found = pd.read_csv(tmp_path / "out.csv", dtype=str)
    assert found["connection_id"].tolist() == [row[0] for row in rows]
    assert "community" not in found["verdict"].tolist()


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "in.csv").write_text("connection_id,display_name\n1,Ana García Zubizarreta\n", encoding=encoding)
    run(tmp_path / "in.csv", tmp_path / "out.csv")
    assert pd.read_csv(tmp_path / "out.csv")["person_id"].tolist() == ["p3"]


def test_a_column_missing_in_the_parquet_and_numbers_as_ids(tmp_path: Path) -> None:
    frame = pd.DataFrame({"connection_id": [11, 12], "display_name": ["Rosalind Pemberthy", None]})
    frame.to_parquet(tmp_path / "in.parquet")
    run(tmp_path / "in.parquet", tmp_path / "out.parquet")
    out = pd.read_parquet(tmp_path / "out.parquet")
    assert out["connection_id"].tolist() == ["11", "12"]
    assert out["verdict"].tolist() == ["community", "cannot_tell"]
    assert pd.isna(out["p_person"][1])


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("in.csv", "id,handle\n1,a\n", "connection_id is missing"),
        ("in.csv", "connection_id,displayname\n1,a\n", "'displayname' is not known"),
        ("in.csv", "connection_id,bio\n1,a\n", "display_name, handle, url, email"),
        ("in.csv", "", "not a readable table .it is empty"),
        ("in.csv", "\n\n", "not a readable table .it is empty"),
        ("in.csv", 'connection_id,handle\n1,"a\n', "a quotation mark that opens in row 2 is never closed"),
        ("in.csv", 'connection_id,handle\n1,a\n2,b\n3,"c\n4,d\n', "a quotation mark that opens in row 4 is never"),
        ("in.csv", "connection_id,handle\n1,a\n2,b,c,d\n", "row 3 has 4 cells and the heading 2"),
        ("in.csv", "connection_id,handle\n1,Pemberthy, Rosalind\n", "a row has more cells than the heading"),
        ("in.csv", "connection_id;handle\n1;a\n", "set apart by semicolons"),
        ("in.csv", "connection_id\thandle\n1\ta\n", "set apart by tabs"),
        ("in.csv", "\0\0\0\0", "it is not text"),
        ("in.csv", "PK\3\4\0\0", "it is a workbook"),
        ("in.parquet", "no parquet", "not a readable table"),
        ("in.txt", "connection_id,handle\n", "only .csv and .parquet"),
    ],
)
def test_bad_tables_end_in_a_sentence(tmp_path: Path, name: str, content: str, told: str) -> None:
    (tmp_path / name).write_text(content)
    (tmp_path / "out.csv").write_text("old")
    with pytest.raises(AuditorError, match=rf"^{name}: .*{told}"):
        run(tmp_path / name, tmp_path / "out.csv")
    assert (tmp_path / "out.csv").read_text() == "old"
    assert {p.name for p in tmp_path.iterdir()} == {name, "out.csv"}


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(AuditorError, match=r"^none\.csv: cannot be read"):
        run(tmp_path / "none.csv", tmp_path / "out.csv")


def test_accounts_need_both_columns(tmp_path: Path) -> None:
    bad = table(tmp_path / "accounts.csv", ["account_id", "owner"], [("a1", "t1")])
    with pytest.raises(AuditorError, match="staff_id is missing"):
        run(table(tmp_path / "in.csv"), tmp_path / "out.csv", bad)


def test_who_is_probably_one_of_us_gets_the_likeliest_role_even_where_nobody_can_say_who(tmp_path: Path) -> None:
    pupils = [
        person(f"k{n}", f"{a}{b}ora", "Quimbleton", Group.STUDENT) for n, (a, b) in enumerate(product("BCDF", "aeiou"))
    ]
    shown = [*(f"{each.given} Quimbleton" for each in pupils), "sleepy tiger"]
    rows = [(str(n), "a1", name) for n, name in enumerate(shown)]
    source = table(tmp_path / "in.csv", ["connection_id", "account_id", "display_name"], rows)
    classify_table(
        source, index.build(roster([*people(), *pupils])), accounts(tmp_path), tmp_path / "out.csv", english, None
    )
    last = pd.read_csv(tmp_path / "out.csv", keep_default_na=False).iloc[-1]
    assert (last["verdict"], last["category"], last["person_id"]) == ("cannot_tell", "student", "")
    assert last["p_community"] > 0.5


def test_a_group_of_staff_is_what_most_of_the_staff_are(tmp_path: Path) -> None:
    staff = [
        person(f"w{n}", f"{a}{b}ora", "Walliston", Group.TEACHER) for n, (a, b) in enumerate(product("BCDFGH", "aeiou"))
    ]
    source = table(tmp_path / "in.csv", ["connection_id", "account_id", "display_name"], [("1", "a1", "Ms. W")])
    classify_table(
        source, index.build(roster([*people(), *staff])), accounts(tmp_path), tmp_path / "out.csv", english, None
    )
    (row,) = pd.read_csv(tmp_path / "out.csv", keep_default_na=False).itertuples()
    assert row.category == "teacher"
