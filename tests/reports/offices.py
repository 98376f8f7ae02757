"""What principals and the district office are shown, made by hand. Everybody in it is invented."""

from __future__ import annotations

from datetime import date

from auditor.annual_result import (
    AccountOutcome,
    AccountState,
    CheckRow,
    DistrictResult,
    ReviewAccount,
    ReviewItem,
    SchoolReview,
    SchoolRow,
)
from auditor.result import AccountRef, Decision, Declaration
from auditor.verdict import VerdictKind
from connectors.model import Kind, Message
from tests.reports import cast


def review() -> SchoolReview:
    """Two accounts: one with three open connections, one with none."""
    items = (
        ReviewItem(
            "f0a1",
            "Maya Lindqvist",
            "maya.l",
            (Kind.FOLLOWER, Kind.FOLLOWING),
            date(2025, 3, 4),
            VerdictKind.NOT_IN_ROSTER,
            (Message("check.connections_in_community.not_found", {"name": "Maya Lindqvist"}),),
            Declaration("organisation", "runs the reading club"),
        ),
        ReviewItem("f0a2", cast.SCRIPT, cast.FORMULA, (Kind.FRIEND,), None, VerdictKind.UNCERTAIN, ()),
        ReviewItem(
            "f0a3",
            "Tomás Aguilar",
            "",
            (Kind.FOLLOWER,),
            date(2024, 9, 30),
            VerdictKind.NOT_IN_ROSTER,
            (),
            None,
            Decision("ask_owner", "P. Oduya", date(2026, 10, 2), "Wrote on Monday"),
        ),
    )
    facebook = AccountRef("facebook", "Oakview Band", "s-0107", "community", "Ben Achterberg", "Oakview Elementary")
    return SchoolReview(
        "oak",
        "Oakview Elementary",
        cast.AT,
        cast.ROSTER,
        (ReviewAccount(cast.ACCOUNT, 240, 231, False, items, withheld=2), ReviewAccount(facebook, 12, 12, True, ())),
    )


def district() -> DistrictResult:
    """Three schools, one of them too small to be shown."""
    return DistrictResult(
        district="Fairhaven Public Schools",
        year="2026",
        at=cast.AT,
        version="1.0.0",
        policy=cast.RUN.policy,
        roster=cast.ROSTER,
        registered=31,
        by_state={
            AccountState.AUDITED: 25,
            AccountState.NO_EXPORT: 3,
            AccountState.NO_CONSENT: 1,
            AccountState.FAILED: 2,
        },
        by_platform={"facebook": 9, "instagram": 14, "x": None, "youtube": 5},
        by_verdict={
            VerdictKind.COMMUNITY: 3_120,
            VerdictKind.UNCERTAIN: 64,
            VerdictKind.NOT_IN_ROSTER: 118,
            VerdictKind.CANNOT_TELL: 41,
        },
        schools=(
            SchoolRow("Birch Middle School", 61, 12, 10, 8, 1_604, 66),
            SchoolRow("Elm High School", None, None, None, None, None, None),
            SchoolRow("Oakview Elementary", 44, 17, 14, 9, 1_733, 92),
        ),
        checks=(
            CheckRow(
                "connections_in_community",
                ("4.3d", "N3"),
                19,
                {"Birch Middle School": 8, "Elm High School": None, "Oakview Elementary": 11},
            ),
            CheckRow("friend_list_hidden", ("4.4",), 7, {"Birch Middle School": 7, "Oakview Elementary": 0}),
            CheckRow("settings_reviewed", ("N1",), None, {"Birch Middle School": None}),
        ),
        failed=(
            AccountOutcome(
                AccountRef("tiktok", "elm.drama", "s-0201", "community", "Cleo Marsh", "Elm High School"),
                AccountState.FAILED,
                error="elm.zip: this archive ends too early. Download it again.",
            ),
            AccountOutcome(AccountRef("x", cast.SCRIPT, "s-0300", "community"), AccountState.NO_CONSENT),
        ),
        open_questions=(Message("pack.text", {"en": "Do relatives belong to the community?"}),),
        notes=(Message("run.problem", {"text": "review.csv row 3: “maybe” is no decision."}),),
    )
