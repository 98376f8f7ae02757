"""Indexes as files: beside the roster, used while it is the same, brought up to date when it is not."""

from __future__ import annotations

import stat
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from string import ascii_lowercase

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor import classify
from auditor import roster as rosters
from auditor.classify import index, lookup, people_in, store, vocabulary
from auditor.classify.classifier import IndexClassifier
from auditor.classify.index import Index
from auditor.classify.lookup import Postings
from auditor.errors import RosterError
from auditor.roster.model import Group, Person, Roster
from auditor.verdict import Subject
from tests.auditor.classify.district import ELM, OAK, TEACHER, people, person, roster

HEADER = "id,first name,last name,role,email\n"
LIST = f"{HEADER}t1,Grace,Okonkwo,teacher,g@oak.example\np1,Rosalind,Pemberthy,parent,\n"


def same(a: Index, b: Index) -> bool:
    """Whether two indexes are the same to the byte."""
    left, right = a.arrays(), b.arrays()
    return a.facts == b.facts and all(
        left[name].dtype == right[name].dtype
        and left[name].shape == right[name].shape
        and left[name].tobytes() == right[name].tobytes()
        for name in left.keys() | right.keys()
    )


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


@pytest.fixture
def listed(tmp_path: Path) -> Path:
    (tmp_path / "roster").mkdir()
    (tmp_path / "roster" / "people.csv").write_text(LIST)
    return tmp_path / "roster"


class Load:
    """Reads a roster and counts how often."""

    def __init__(self, path: Path) -> None:
        self.path, self.times = path, 0

    def __call__(self) -> Roster:
        self.times += 1
        return rosters.load(self.path)


def test_what_is_opened_is_what_was_saved(tmp_path: Path) -> None:
    made = index.build(roster(people()))
    store.save(made, tmp_path / "an.index")
    found = store.open(tmp_path / "an.index")
    assert same(made, found)
    assert store.file_of(found) == tmp_path / "an.index"
    assert store.file_of(made) is None
    assert all(array.ctypes.data % 64 == 0 for array in found.arrays().values() if array.size)
    assert not any(array.flags.writeable for array in found.arrays().values())
    assert next(IndexClassifier(found).classify([Subject("Rosalind Pemberthy")], TEACHER)).person_id == "p1"


def test_a_roster_of_nobody_can_be_stored(tmp_path: Path) -> None:
    made = index.build(roster([]))
    store.save(made, tmp_path / "an.index")
    assert same(made, store.open(tmp_path / "an.index"))


def test_the_roster_is_read_once_and_only_its_owner_may_read_the_index(listed: Path) -> None:
    load = Load(listed)
    first = store.for_roster(listed, load)
    again = store.for_roster(listed, load)
    assert load.times == 1
    assert same(first, again)
    assert same(again, index.build(rosters.load(listed)))
    beside = listed.parent / "roster.auditor-index"
    assert store.file_of(again) == beside
    assert stat.S_IMODE(beside.stat().st_mode) == 0o600


@pytest.mark.parametrize("form", ["folder", "zip", "file", "relative"])
def test_every_form_of_a_roster(listed: Path, form: str, monkeypatch: pytest.MonkeyPatch) -> None:
    path = listed
    if form == "zip":
        path = listed.parent / "roster.zip"
        with zipfile.ZipFile(path, "w") as packed:
            packed.write(listed / "people.csv", "people.csv")
    elif form == "file":
        path = listed / "people.csv"
    elif form == "relative":
        monkeypatch.chdir(listed)
        path = Path(".")
    load = Load(path)
    assert store.for_roster(path, load).size == store.for_roster(path, load).size == 2
    assert load.times == 1


def test_a_zip_of_a_folder_has_its_key(listed: Path) -> None:
    with zipfile.ZipFile(listed.parent / "roster.zip", "w") as packed:
        packed.write(listed / "people.csv", "people.csv")
    assert store.key_of(listed) == store.key_of(listed.parent / "roster.zip")


def test_an_index_in_the_roster_changes_nothing(listed: Path) -> None:
    before, found = store.key_of(listed), rosters.load(listed)
    store.for_roster(listed / "people.csv", Load(listed / "people.csv"))  # lies in the folder now
    assert (listed / "people.csv.auditor-index").exists()
    assert store.key_of(listed) == before
    assert rosters.load(listed) == found
    with zipfile.ZipFile(listed.parent / "roster.zip", "w") as packed:
        for each in listed.iterdir():
            packed.write(each, each.name)
    assert rosters.load(listed.parent / "roster.zip") == found


def test_files_that_no_roster_is_read_from_do_not_count(listed: Path) -> None:
    before = store.key_of(listed)
    (listed / "photo.jpg").write_bytes(b"1")
    assert store.key_of(listed) == before
    (listed / "more.csv").write_text("1")
    assert store.key_of(listed) != before


@pytest.mark.parametrize("more", ["t2,Tomasz,Wisniewski,teacher,\n", "p1,Rosalind,Achterberg,parent,\n"])
def test_a_roster_that_changed_is_read_again(listed: Path, more: str) -> None:
    load = Load(listed)
    store.for_roster(listed, load)
    (listed / "people.csv").write_text(HEADER + more)
    found = store.for_roster(listed, load)
    assert load.times == 2
    assert same(found, index.build(rosters.load(listed)))
    beside = listed.parent / "roster.auditor-index"
    brought_up_to_date = beside.read_bytes()
    beside.unlink()
    store.for_roster(listed, load)
    assert beside.read_bytes() == brought_up_to_date


def test_what_is_stored_serves_another_reading_of_the_roster(listed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert store.latest(listed) is None
    store.for_roster(listed, Load(listed))
    (listed / "people.csv").write_text(f"{LIST}t2,Tomasz,Wisniewski,teacher,\n")
    read: list[int] = []
    real = people_in._Names
    monkeypatch.setattr(people_in, "_Names", lambda some: read.append(len(some)) or real(some))
    people = rosters.load(listed, as_of=date(2026, 11, 20))
    (verdict,) = classify.build(people, listed).classify([Subject("Tomasz Wisniewski")], people.people["t1"])
    assert (verdict.person_id, read) == ("t2", [1])
    assert store.for_roster(listed, Load(listed)).size == 3  # nothing was stored meanwhile


def _cut(content: bytes) -> bytes:
    return content[:-1]


def _other_program(content: bytes) -> bytes:
    return content.replace(store.made_by().encode(), b"0" * 64)


@pytest.mark.parametrize(
    "damage",
    [_cut, _other_program, lambda _: b"", lambda _: b"PK", lambda c: c[:24] + b"\xff" * 40 + c[64:], lambda c: c[:300]],
)
def test_a_damaged_or_older_index_is_made_anew(listed: Path, damage: Callable[[bytes], bytes]) -> None:
    load = Load(listed)
    first = store.for_roster(listed, load)
    beside = listed.parent / "roster.auditor-index"
    content = damage(beside.read_bytes())
    beside.unlink()  # a mapped file is not written to
    beside.write_bytes(content)
    with pytest.raises(store.NotAnIndex, match=r"^roster\.auditor-index: .*\."):
        store.open(beside)
    assert same(store.for_roster(listed, load), first)
    assert load.times == 2
    assert same(store.open(beside), first)


def test_where_nothing_may_be_written_beside_the_roster(listed: Path, tmp_path: Path) -> None:
    (tmp_path / "roster.auditor-index").mkdir()  # stands in for a folder that is closed, also to root
    load = Load(listed)
    first = store.for_roster(listed, load)
    assert same(store.for_roster(listed, load), first)
    assert load.times == 1
    (kept,) = (tmp_path / "cache" / "auditor").iterdir()
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert stat.S_IMODE(kept.parent.stat().st_mode) == 0o700
    kept.unlink()
    kept.mkdir()
    assert same(store.for_roster(listed, load), first)
    assert load.times == 2


def test_a_roster_that_is_written_to_meanwhile_is_not_kept(listed: Path) -> None:
    def load() -> Roster:
        found = rosters.load(listed)
        (listed / "people.csv").write_text(LIST + "t2,Tomasz,Wisniewski,teacher,\n")
        return found

    assert store.for_roster(listed, load).size == 2
    assert store.for_roster(listed, Load(listed)).size == 3


def test_a_roster_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(RosterError):
        store.for_roster(tmp_path / "none", Load(tmp_path / "none"))


_LONG = "q" * 45
"""Only the first letters of such a word are kept: what it is besides a name has to be read from the whole."""
_NAMES = st.sampled_from(
    [
        "",
        "Rosalind",
        "Ana Maria",
        "De la Cruz",
        "Łucja",
        "Zzyx",
        "Qqwert",
        "Asdfgz",
        "Uiopqw",
        "Bnmlkj-Qqwert",
        _LONG,
        f"{_LONG}1",
    ]
)
_PERSON = st.builds(
    Person,
    person_id=st.sampled_from([f"x{n}" for n in range(12)]),
    given=_NAMES,
    family=_NAMES,
    middle=_NAMES,
    preferred_given=_NAMES,
    former_family=_NAMES,
    emails=st.lists(st.sampled_from(["a@oak.example", "b@oak.example", "c@elm.example"]), max_size=2).map(tuple),
    roles=st.lists(
        st.builds(
            lambda group, org: person("", "", "", group, org).roles[0],
            st.sampled_from([Group.TEACHER, Group.STUDENT, Group.PARENT]),
            st.sampled_from([OAK, OAK, ELM, ELM, "s7"]),
        ),
        min_size=1,
        max_size=2,
    ).map(tuple),
    grades=st.sampled_from([(), ("03",), ("11",)]),
    left=st.booleans(),
)
_GUARDIANS = st.lists(st.sampled_from([f"x{n}" for n in range(6)]), max_size=3, unique=True).map(tuple)
_PEOPLE = st.lists(_PERSON, max_size=8, unique_by=lambda each: each.person_id)


def _roster(draw: st.DrawFn, some: list[Person]) -> Roster:
    """A roster of some people, with families, classes and a merged id. A guardian may be on no list."""
    known = {each.person_id: replace(each, children=()) for each in some}
    classes = st.lists(st.sampled_from(["c1", "c2", "c3"]), max_size=2, unique=True).map(tuple)
    made = roster(known.values(), classes={each: draw(classes) for each in known})
    for each in known.values():
        each.guardians = draw(_GUARDIANS)
    made.alias = {"alias-1": min(known)} if known else {}
    return made


@st.composite
def _states(draw: st.DrawFn) -> tuple[Roster, Roster]:
    """A roster, and the same one later: some stay, some leave, some come."""
    before = draw(_PEOPLE)
    after = {each.person_id: each for each in draw(_PEOPLE)}
    after |= {each.person_id: each for each in before if draw(st.booleans())}
    one, other = _roster(draw, before), _roster(draw, draw(st.permutations(list(after.values()))))
    for person_id in one.people.keys() & other.people.keys():
        if draw(st.booleans()):
            other.people[person_id].guardians = one.people[person_id].guardians
            other.classes_of[person_id] = one.classes_of[person_id]
    return one, other


@given(_states())
@settings(max_examples=100)
def test_an_index_brought_up_to_date_is_the_one_made_anew(states: tuple[Roster, Roster]) -> None:
    before, after = states
    older = index.build(before)
    made = index.build(after)
    updated = index.build(after, older)
    assert same(updated, made)
    assert same(index.build(before, older), older)
    assert same(index.build(before, updated), older)


def test_new_names_number_those_that_stay_anew() -> None:
    stay = [person("x1", "Zzyx", "Asdfgz", emails=("z@oak.example",)), person("x2", "Rosalind", "Bnmlkj")]
    come = [person("x0", "Qqwert", "Uiopqw", emails=("q@oak.example",)), person("x9", "Ioplkj", "Wertyg")]
    after = roster([*stay, *come])
    older, made = index.build(roster(stay)), index.build(after)
    assert set(older.people.given[:, 0].tolist()) != set(made.people.given[1:3, 0].tolist())
    assert same(index.build(after, older), made)


def test_a_few_new_words_leave_nearly_all_others_their_numbers() -> None:
    some = [f"zz{one}{other}q" for one in ascii_lowercase for other in ascii_lowercase]
    before, after = (vocabulary.Vocabulary(vocabulary.words(words)) for words in (some[:600], some[10:]))
    token = after.renumbered(before)
    assert np.array_equal(token[before.tokens(some[10:600])], after.tokens(some[10:600]))
    assert (token[before.tokens(some[:10])] == -1).all()
    moved = before.tokens(some[10:600]) != after.tokens(some[10:600])
    assert 0 < np.count_nonzero(moved) < 60
    assert [after.word(each) for each in after.tokens(some[10:]).tolist()] == some[10:]


_PAIRS = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 40)), max_size=60, unique=True)


@given(_PAIRS, st.permutations(range(40)), st.integers(0, 40))
def test_blocks_brought_up_to_date_are_those_made_anew(
    pairs: list[tuple[int, int]], numbers: list[int], stay: int
) -> None:
    def made(some: list[tuple[int, int]]) -> Postings:
        key, value = np.array(some, np.int64).reshape(-1, 2).T
        return Postings.build(lookup.key(1, key), value.astype(np.int32))

    now = sorted(numbers[:stay])  # what stays, in order, is numbered anew; the rest comes and goes
    moved = np.full(41, -1, np.int32)
    moved[: len(now)] = now
    more = [(key, value) for key, value in pairs if value >= len(now) and value not in now]
    found = made(pairs).updated(moved, made(more)).arrays("x")
    kept = [(key, now[value]) for key, value in pairs if value < len(now)]
    for name, array in made(kept + more).arrays("x").items():
        assert array.dtype == found[name].dtype
        assert array.tobytes() == found[name].tobytes()


def test_people_who_stay_are_not_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[int] = []
    real = people_in._Names
    monkeypatch.setattr(people_in, "_Names", lambda some: read.append(len(some)) or real(some))
    everyone = people()
    older = index.build(roster(everyone))
    changed = [replace(each, family="Quackenbush") if each.person_id in ("p2", "t3") else each for each in people()]
    index.build(roster([*changed, person("p77", "Ada", "Underhay")]), older)
    assert read == [len(everyone), 3]


def test_fingerprints_tell_people_apart() -> None:
    marks = index.build(roster(people())).people.fingerprint
    assert len(np.unique(marks)) == len(people())
