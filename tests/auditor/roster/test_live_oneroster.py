"""What OneRoster servers really do: clamps, missing headers, bad gateways, pages that repeat, lists that move."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from auditor.roster import load
from auditor.roster.live.pull import NotPulled
from auditor.roster.live.source import Source
from auditor.roster.model import Group
from tests.auditor.roster import live_district as district
from tests.auditor.roster.live import OR11, OR12, fetch, why
from tests.connectors.pulling import FakeClock
from tests.emulators.base import Asked, Reply
from tests.emulators.oneroster import CORE, HOST, TOKEN_HOST, TOKEN_URL, OneRoster

COUNT = 2300


@pytest.fixture
def server():
    with OneRoster(district.oneroster("1.2", people=district.many(COUNT))) as emulator:
        yield emulator


def students(folder: Path) -> int:
    return sum(Group.STUDENT in p.groups and not p.left for p in load(folder).people.values())


def offsets(server: OneRoster, name: str = "users") -> list[int]:
    return [int(asked.query["offset"]) for asked in server.asked if asked.path.endswith(f"/{name}")]


def users(asked: Asked) -> bool:
    return asked.path.endswith("/users")


def at(offset: int):
    return lambda asked: users(asked) and asked.query["offset"] == str(offset)


@pytest.mark.parametrize("counts", [True, False])
@pytest.mark.parametrize("largest", [10_000, 500, 100])
def test_everybody_is_there_however_few_the_server_gives_at_once(server, tmp_path, counts, largest):
    server.counts, server.largest = counts, largest
    fetch(OR12, server, tmp_path / "r")
    assert students(tmp_path / "r") == COUNT + 2
    size, total = min(largest, 1000), COUNT + len(district.PEOPLE)
    assert offsets(server) == [*range(0, total, size), total]


def test_a_page_that_is_too_much_for_the_server_is_asked_for_in_halves(server, tmp_path):
    server.too_many = 300
    clock = FakeClock()
    fetch(OR12, server, tmp_path / "r", clock=clock)
    assert students(tmp_path / "r") == COUNT + 2
    sizes = [int(asked.query["limit"]) for asked in server.asked if users(asked)]
    assert sizes[:9] == [1000] * 4 + [500] * 4 + [250]
    assert set(sizes[8:]) == {250}


def test_a_server_that_cannot_even_give_a_few_is_in_error(server, tmp_path):
    server.too_many = 1
    with pytest.raises(NotPulled) as failed:
        fetch(OR12, server, tmp_path / "r")
    assert why(failed.value) == "server_error"
    assert not (tmp_path / "r").exists()


def test_a_page_that_repeats_is_no_list(server, tmp_path):
    server.knows_offset, server.largest, server.counts = False, 500, False
    with pytest.raises(NotPulled) as failed:
        fetch(OR12, server, tmp_path / "r")
    assert why(failed.value) == "repeats"
    assert not (tmp_path / "r").exists()


def test_a_server_without_offset_that_gives_all_it_counts_has_given_all(tmp_path):
    with OneRoster(district.oneroster("1.2")) as server:
        server.knows_offset = False
        fetch(OR12, server, tmp_path / "r")
    assert students(tmp_path / "r") == 2


def test_a_server_that_counts_more_than_it_lists_is_not_believed(server, tmp_path):
    wrong = {"x-total-count": "2400"}
    page = Reply.json({"users": server.lists["users"][:1000]}, headers=wrong)
    server.fail(page, when=at(0))
    server.fail(Reply.json({"users": []}, headers=wrong), when=at(1000))
    with pytest.raises(NotPulled) as failed:
        fetch(OR12, server, tmp_path / "r")
    assert why(failed.value) == "short"
    assert offsets(server).count(0) == 3
    server.heal()
    fetch(OR12, server, tmp_path / "r")  # asked anew, not judged by what was read
    assert students(tmp_path / "r") == COUNT + 2


def test_a_list_that_changes_while_it_is_read_is_read_again(server, tmp_path):
    """Somebody of the first page is deleted after it was read: everybody behind moves up, one of them past us."""
    whole = server.lists["users"]

    def drop(asked: Asked) -> bool:
        if at(1000)(asked) and len(server.lists["users"]) == len(whole):
            server.lists = {**server.lists, "users": [user for user in whole if user["sourcedId"] != "k1"]}
        return False

    server.fail(Reply(), when=drop)
    fetch(OR12, server, tmp_path / "r")
    found = load(tmp_path / "r")
    assert {user["sourcedId"] for user in whole} - {"k1"} == found.people.keys()
    assert offsets(server).count(0) == 2


def test_a_server_that_lists_and_counts_an_id_twice_is_read_twice_and_believed(tmp_path):
    lists = district.oneroster("1.2")
    lists["users"].append(lists["users"][0])
    with OneRoster(lists) as server:
        fetch(OR12, server, tmp_path / "r")
    assert len(load(tmp_path / "r").people) == len(district.PEOPLE)
    assert offsets(server).count(0) == 2


@pytest.mark.parametrize("counts", [True, False])
def test_not_found_behind_the_last_page_ends_a_list_if_its_count_is_known(server, tmp_path, counts):
    server.counts = counts
    server.fail(server.refuse(404), when=at(COUNT + len(district.PEOPLE)))
    if counts:
        fetch(OR12, server, tmp_path / "r")
        assert students(tmp_path / "r") == COUNT + 2
        return
    with pytest.raises(NotPulled) as failed:
        fetch(OR12, server, tmp_path / "r")
    assert why(failed.value) == "not_found"


def test_a_server_that_cannot_sort_is_asked_without(server, tmp_path):
    server.knows_sort = False
    fetch(OR12, server, tmp_path / "r")
    assert sum("sort" in asked.query for asked in server.asked) == 1


def test_a_bad_request_in_the_middle_does_not_change_the_order_of_the_rest(server, tmp_path):
    """Pages of two orders would have some people twice and others not at all, and without a count nobody would know."""
    server.counts = False
    answer, rows = server.answer, list(server.lists["users"])

    def ordered(asked: Asked):
        server.lists["users"] = sorted(rows, key=lambda row: row["sourcedId"], reverse="sort" not in asked.query)
        return answer(asked)

    server.answer = ordered
    server.fail(server.refuse(400), when=at(1000), times=1)
    fetch(OR12, server, tmp_path / "r")
    assert students(tmp_path / "r") == COUNT + 2


def test_terms_and_courses_may_be_missing_but_classes_may_not(tmp_path):
    with OneRoster(district.oneroster("1.2")) as server:
        server.lacks = {"courses", "academicSessions"}
        assert fetch(OR12, server, tmp_path / "r").absent == ("academicSessions", "courses")
        server.lacks = {"classes"}
        with pytest.raises(NotPulled) as failed:
            fetch(OR12, server, tmp_path / "s")
    assert why(failed.value) == "not_found"
    assert failed.value.message.params["t_list"] == "roster_live.list.classes"


@pytest.mark.parametrize("source", [replace(OR11, secret="wrong"), replace(OR11, client_id="somebody")])
def test_a_signature_that_is_wrong_is_refused(source: Source, tmp_path):
    with OneRoster(district.oneroster("1.1"), "1.1") as server, pytest.raises(NotPulled) as failed:
        fetch(source, server, tmp_path / "r")
    assert why(failed.value) == "signed_out"
    assert len(server.asked) == 1


@pytest.mark.parametrize("signature", ["HMAC-SHA256", "HMAC-SHA1"])
def test_each_attempt_has_a_signature_of_its_own(signature, tmp_path):
    with OneRoster(district.oneroster("1.1"), "1.1") as server:
        server.fail(Reply.json({}, 500), times=2)
        fetch(replace(OR11, signature=signature), server, tmp_path / "r")
    assert all(signature in asked.headers["authorization"] for asked in server.asked)
    assert len(load(tmp_path / "r").people) == len(district.PEOPLE)


def test_version_1_1_with_tokens(tmp_path):
    with OneRoster(district.oneroster("1.1"), "1.1") as server:
        server.scheme = "oauth2"
        fetch(replace(OR11, auth="oauth2", token_url=TOKEN_URL), server, tmp_path / "r")
    assert len(load(tmp_path / "r").people) == len(district.PEOPLE)


def test_a_token_that_ends_is_replaced(tmp_path):
    clock = FakeClock()
    with OneRoster(district.oneroster("1.2", people=district.many(3000)), now=clock.now) as server:
        server.lasts, server.largest = 300, 500

        def pass_time(asked: Asked) -> bool:
            clock.time += 100
            return False

        server.fail(Reply(), when=pass_time)
        fetch(OR12, server, tmp_path / "r", clock=clock)
    assert students(tmp_path / "r") == 3002
    assert 4 < len(server.tokens) < 12
    assert not [asked for asked in server.asked if asked.host == TOKEN_HOST and asked.form["scope"] != CORE]


def test_a_token_that_was_taken_back_is_asked_for_once_more(tmp_path):
    with OneRoster(district.oneroster("1.2")) as server:
        server.fail(server.refuse(401), when=users, times=1)
        fetch(OR12, server, tmp_path / "r")
        assert len(server.tokens) == 2
        server.fail(server.refuse(401), when=users)
        with pytest.raises(NotPulled) as failed:
            fetch(OR12, server, tmp_path / "s")
    assert why(failed.value) == "signed_out"
    assert len(server.tokens) == 4


@pytest.mark.parametrize("what", ["secret", "scope", "html", "nothing"])
def test_no_token_is_said(what, tmp_path):
    source = OR12
    with OneRoster(district.oneroster("1.2")) as server:
        if what == "secret":
            source = replace(OR12, secret="wrong")
        elif what == "scope":
            server.scopes = set()
        else:
            reply = Reply.html() if what == "html" else Reply.json({"token_type": "Bearer"})
            server.fail(reply, when=lambda asked: asked.host == TOKEN_HOST)
        with pytest.raises(NotPulled) as failed:
            fetch(source, server, tmp_path / "r")
    assert why(failed.value) == ("not_json" if what == "html" else "no_token")


@pytest.mark.parametrize("status", [404, 410])
def test_no_token_in_the_middle_is_no_list_that_the_server_lacks(status, tmp_path):
    with OneRoster(district.oneroster("1.2")) as server:
        server.fail(server.refuse(401), when=lambda asked: asked.path.endswith("/courses"), times=1)
        server.fail(Reply.html(status=status), when=lambda asked: asked.host == TOKEN_HOST and len(server.asked) > 1)
        with pytest.raises(NotPulled) as failed:
            fetch(OR12, server, tmp_path / "r")
    assert why(failed.value) == "no_token"


def test_an_address_that_has_the_path_already(tmp_path):
    with OneRoster(district.oneroster("1.1"), "1.1") as server:
        fetch(replace(OR11, base_url=f"https://{HOST}/ims/oneroster/v1p1"), server, tmp_path / "r")
    assert {asked.path.rpartition("/")[0] for asked in server.asked} == {"/ims/oneroster/v1p1"}


def test_another_host_is_never_reached(tmp_path):
    with OneRoster(district.oneroster("1.1"), "1.1") as server:
        server.fail(Reply(302, headers={"location": "https://other.example/ims/oneroster/v1p1/orgs"}))
        with pytest.raises(NotPulled) as failed:
            fetch(OR11, server, tmp_path / "r")
    assert why(failed.value) == "elsewhere"
    assert {asked.host for asked in server.asked} == {HOST}


def test_odd_entries_are_kept_as_problems_and_odd_values_as_nothing(tmp_path):
    lists = district.oneroster("1.2")
    lists["users"] += [
        {"sourcedId": "", "givenName": "Nobody"},
        {"sourcedId": "o1", "givenName": ["x"], "familyName": {"a": 1}, "roles": "teacher", "agents": None, "orgs": 7},
        {"sourcedId": 17, "givenName": "Imelda", "familyName": "Thorp", "role": "teacher", "enabledUser": "maybe"},
        {"sourcedId": "o2", "givenName": "Ida", "familyName": "Rivera", "agents": {"sourcedId": "k1"}, "roles": [
            {"role": "guardian", "org": "s1"}, "odd", {"role": None, "org": None}]},
    ]  # fmt: skip
    with OneRoster(lists) as server:
        fetch(OR12, server, tmp_path / "r")
    roster = load(tmp_path / "r")
    problems = {p.message.id.rpartition(".")[2] for p in roster.problems}
    assert {"no_id", "no_name", "switch_word", "no_role_word"} <= problems
    assert roster.people["17"].group is Group.TEACHER
    assert roster.people["o2"].children == ("k1",)
    assert roster.people["k1"].guardians == ("g1", "o2")
