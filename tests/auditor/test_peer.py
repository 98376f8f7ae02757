"""`auditor audit` on every sample that others published: exactly its people, or one sentence. Counted by hand."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from tests.auditor import district
from tests.auditor.test_cli import AT, run

pytestmark = pytest.mark.peer

ROBIN = "RobinOehler__unfollowtool-export-parsers/tests/fixtures"
PEOPLE = {
    f"facebook/{ROBIN}/facebook/loose": 16,  # 9 friends and 9 followed, two of them in both; two John Smiths
    f"facebook/{ROBIN}/facebook/loose/your_friends.json": 9,
    f"facebook/{ROBIN}/facebook/loose/who_you've_followed.json": 9,
    f"facebook/{ROBIN}/facebook/loose/following.json": 1,  # an Instagram file, on purpose
    f"instagram/{ROBIN}/instagram/loose": 12,  # 8 followers, 10 followed, 6 in both
    f"instagram/{ROBIN}/instagram/loose/followers_1.json": 8,
    f"instagram/{ROBIN}/instagram/loose/following.json": 10,
    "instagram/gerrycuo87__ig-followers-checker/tests/fixtures": 5,
    "instagram/shahbakhtk8-lang__unfollow-tracker/public/demo": 4,
    "instagram/shahbakhtk8-lang__unfollow-tracker/tests/fixtures": 5,
    "linkedin/pedrofuentes__kawsay/tests/fixtures/linkedin": 2,
    "linkedin/pedrofuentes__kawsay/tests/fixtures/linkedin/Connections.csv": 2,
    f"tiktok/{ROBIN}/tiktok/raw_user_data_tiktok (1).json": 8,  # 5 followers, 6 followed, 3 in both
    f"tiktok/{ROBIN}/tiktok/raw_txt": 8,
    f"x/{ROBIN}/x/loose": 10,  # 5 followers, 8 followed, 3 in both
    "x/dogsheep__twitter-to-sqlite/tests/zip_contents": 4,
    "youtube/TheAmericanMaker__Escape-the-algorithm/tests/fixtures/subscriptions.csv": 3,
    "bluesky/MarshalX__atproto/tests/test_atproto_client/models/test_data/get_follows.json": 6,
}


@pytest.fixture(scope="module")
def roster(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return district.roster(tmp_path_factory.mktemp("oak") / "roster")


def exports() -> Path:
    return Path(os.environ.get("AUDITOR_PEER_DATA", "nowhere")) / "exports"


@pytest.mark.parametrize("sample", PEOPLE)
def test_a_sample_with_connections_lists_exactly_its_people(sample: str, roster: Path, tmp_path: Path) -> None:
    done = run("audit", exports() / sample, "--staff", "t1", "--roster", roster, "-o", tmp_path / "out", *AT)
    assert done.returncode in (0, 4, 10), done.stderr
    result = json.loads((tmp_path / "out" / "findings.json").read_text(encoding="utf-8"))
    assert len(result["connections"]) == PEOPLE[sample]
    assert sum(result["summary"]["by_verdict"].values()) == PEOPLE[sample]


def test_every_other_sample_ends_in_a_sentence(roster: Path, tmp_path: Path) -> None:
    files = [path for path in sorted(exports().rglob("*")) if path.is_file()]
    folders = sorted({path.parent for path in files})
    assert files
    for number, path in enumerate([*files, *folders]):
        if str(path.relative_to(exports())) in PEOPLE:
            continue
        out = tmp_path / str(number)
        done = run("audit", path, "--staff", "t1", "--roster", roster, "-o", out, *AT)
        assert "Traceback" not in done.stderr, path
        assert "defect" not in done.stderr, (path, done.stderr)
        if done.returncode in (1, 3):
            assert done.stderr.splitlines()[-1].startswith("Error: "), path
            assert not out.exists(), path
        else:
            assert done.returncode in (0, 4, 10), (path, done.stderr)
            assert (out / "report.html").exists(), path
