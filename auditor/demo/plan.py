"""The plan of the registered accounts: whose, where, in which layout, with whom, and what is special."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

Kinds = Mapping[tuple[str, ...], int]
"""How standing connections are made, by weight: `("follower", "following")` is one of both."""

TAKEN = datetime(2026, 11, 14, 15, 30, tzinfo=UTC)
"""When most exports were made."""

_FOLLOWS: Kinds = {("follower",): 5, ("follower", "following"): 4, ("following",): 1}
_FRIENDS: Kinds = {("friend",): 6, ("friend", "following"): 1, ("follower",): 2, ("following",): 1}


@dataclass(frozen=True, slots=True)
class Mix:
    """How many people of each sort an account has; where a class has fewer, it has fewer."""

    own: int = 0
    """Pupils of the owner's class."""
    families: int = 0
    """Guardians of those pupils, as far as the roster holds them."""
    gaps: int = 0
    """Guardians of those pupils whom the school never entered."""
    colleagues: int = 0
    school: int = 0
    district: int = 0
    left: int = 0
    educators: int = 0
    """Teachers of other districts."""
    kin: int = 0
    """Relatives of pupils, with the family's name."""
    places: int = 0
    common: int = 0
    """People elsewhere with very common names."""
    others: int = 0
    hostile: int = 0


@dataclass(frozen=True, slots=True)
class Spec:
    """One row of the plan. `owner` is role, school and position among the teachers (or others) there."""

    key: str
    platform: str
    layout: str
    owner: tuple[str, str, int]
    handle: str
    """`{t}` stands for the owner's title, `{f}` for the family name, both in small letters."""
    mix: Mix
    kinds: Kinds = field(default_factory=lambda: _FOLLOWS)
    pending: Mapping[str, int] = field(default_factory=dict)
    """How many more there are that are asked for or blocked."""
    careful: bool = False
    audience: str = "community"
    state: str = "audited"
    taken: datetime = TAKEN
    options: Mapping[str, str] = field(default_factory=dict)
    homonyms: bool = False
    """Whether the two Maria Garcias are both in it."""
    declares: bool = False
    """Whether the owner has said of some people who they are."""


SPECS = (
    Spec(
        "01-instagram",
        "instagram",
        "instagram",
        ("teacher", "org-elm", 1),
        "{t}{f}.room101",
        Mix(families=26, gaps=5, colleagues=10, school=14, district=4, left=2, educators=6, kin=3, places=3, others=4),
        pending={"request_received": 4, "request_sent": 1, "blocked": 2},
        careful=True,
        declares=True,
    ),
    Spec(
        "02-instagram-html",
        "instagram",
        "instagram_html",
        ("teacher", "org-mid", 0),
        "{f}.english.mps",
        Mix(own=22, families=24, gaps=4, colleagues=10, school=40, left=2, educators=8, kin=3, places=4, common=2),
        pending={"blocked": 2},
        options={"missing_part": "2"},
    ),
    Spec(
        "03-instagram-2022",
        "instagram",
        "instagram_2022",
        ("teacher", "org-high", 5),
        "hfhs_music",
        Mix(
            own=18,
            families=12,
            gaps=14,
            colleagues=10,
            school=40,
            district=8,
            left=3,
            educators=12,
            places=8,
            others=20,
        ),
        audience="public",
        taken=datetime(2023, 9, 30, 9, 0, tzinfo=UTC),
    ),
    Spec(
        "04-threads",
        "threads",
        "threads",
        ("teacher", "org-high", 5),
        "hfhs_music",
        Mix(own=10, families=8, gaps=8, colleagues=4, school=8, educators=3, places=2, others=3),
        careful=True,
        taken=datetime(2023, 9, 30, 9, 0, tzinfo=UTC),
    ),
    Spec(
        "05-facebook",
        "facebook",
        "facebook",
        ("teacher", "org-mid", 8),
        "{f}.drama.club",
        Mix(
            own=14,
            families=24,
            gaps=8,
            colleagues=14,
            school=24,
            district=6,
            left=3,
            educators=6,
            kin=5,
            places=5,
            common=3,
            others=4,
            hostile=3,
        ),
        _FRIENDS,
        {"request_received": 5, "request_sent": 2},
        homonyms=True,
        declares=True,
    ),
    Spec(
        "06-facebook-html",
        "facebook",
        "facebook_html",
        ("teacher", "org-elm", 8),
        "{t}.{f}.class",
        Mix(families=26, gaps=6, colleagues=12, school=10, left=2, educators=4, kin=3, places=3, common=1, others=2),
        {("friend",): 1},
        {"request_received": 2},
        careful=True,
    ),
    Spec(
        "07-x",
        "x",
        "x",
        ("administrator", "org-high", 0),
        "hfhs_principal",
        Mix(
            families=20,
            gaps=10,
            colleagues=18,
            school=20,
            district=8,
            left=2,
            educators=10,
            places=8,
            common=2,
            others=10,
        ),
        pending={"blocked": 3},
    ),
    Spec(
        "08-linkedin",
        "linkedin",
        "linkedin",
        ("staff", "org-high", 0),
        "{f}-counseling",
        Mix(families=4, colleagues=26, district=14, left=3, educators=18, common=3, others=12),
        {("friend",): 1},
        {"request_received": 3, "request_sent": 2},
        declares=True,
    ),
    Spec(
        "09-tiktok",
        "tiktok",
        "tiktok",
        ("teacher", "org-high", 10),
        "{t}{f}science",
        Mix(own=24, families=4, gaps=4, colleagues=5, school=22, left=2, educators=6, kin=2, places=2, others=6),
        pending={"blocked": 3},
    ),
    Spec(
        "10-tiktok-txt",
        "tiktok",
        "tiktok_txt",
        ("teacher", "org-mid", 9),
        "coach_{f}_mps",
        Mix(own=18, families=4, colleagues=4, school=14, left=1, educators=3, places=2, others=4),
    ),
    Spec(
        "11-snapchat",
        "snapchat",
        "snapchat",
        ("staff", "org-high", 4),
        "coach{f}",
        Mix(own=24, colleagues=5, school=6, left=3, kin=3, common=1, others=3, hostile=1),
        {("friend",): 1},
        {"request_received": 3, "request_sent": 2, "blocked": 2},
    ),
    Spec(
        "12-youtube",
        "youtube",
        "youtube",
        ("teacher", "org-high", 14),
        "{t}{f}espanol",
        Mix(own=8, families=3, colleagues=6, school=8, district=3, educators=8, places=10, others=4),
        {("subscription",): 1},
        careful=True,
    ),
    Spec(
        "13-mastodon",
        "mastodon",
        "mastodon",
        ("teacher", "org-mid", 12),
        "{f}@tide.example",
        Mix(own=4, families=8, colleagues=8, district=4, educators=12, places=4, others=4),
        {("following",): 1},
        {"blocked": 2},
        careful=True,
    ),
    Spec(
        "14-bluesky",
        "bluesky",
        "bluesky",
        ("staff", "org-high", 3),
        "hfhs-library.tide.example",
        Mix(families=6, colleagues=8, district=4, educators=14, places=6, others=6),
        {("following",): 1},
        {"blocked": 2},
    ),
    Spec(
        "15-discord",
        "discord",
        "discord",
        ("teacher", "org-high", 18),
        "robotics_{f}",
        Mix(own=26, colleagues=2, school=10, left=2, kin=1, others=6),
        {("friend",): 1},
        {"request_received": 3, "blocked": 2},
    ),
    Spec(
        "16-class-app",
        "other",
        "typed_list",
        ("teacher", "org-elm", 14),
        "Homeroom messages",
        Mix(families=34, gaps=9, colleagues=6, school=6, kin=3, others=2, hostile=2),
        {("member",): 1},
        declares=True,
    ),
    Spec(
        "17-damaged",
        "instagram",
        "instagram",
        ("teacher", "org-mid", 20),
        "{f}.art.studio",
        Mix(own=10, families=10, colleagues=6, school=10, others=5),
        state="failed",
        options={"truncated": "yes"},
    ),
    Spec("18-pinterest", "pinterest", "", ("teacher", "org-elm", 19), "{t}{f}ideas", Mix(), state="no_export"),
    Spec(
        "19-no-consent",
        "facebook",
        "facebook",
        ("teacher", "org-elm", 6),
        "{f}.kindergarten",
        Mix(families=20, gaps=3, colleagues=8, school=8, others=4),
        _FRIENDS,
        state="no_consent",
    ),
)
