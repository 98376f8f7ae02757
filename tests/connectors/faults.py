"""The ways any server can fail that every live source is tried with, and names that no reader may stumble over."""

from __future__ import annotations

from tests.emulators.base import Reply

HOSTILE = (
    "‮gnikcab‬ Thorp",
    "‏Imelda Quimbleton‎",
    "Q" * 10_000,
    "=cmd|' /C calc'!A0",
    "+1+1",
    "🧑🏽‍🏫🏳️‍🌈 Ms. Strathclyde",
    "<script>alert(1)</script>",
    "Ana\u0000Rivera",
    "line one\nline two",
    "名前 ｗｉｄｅ",
)
"""As a display name may be: right-to-left marks, very long, a formula, emoji, markup, control characters."""
CUT = Reply(200, b'{"data": [{"id": "1", "name"', {"content-type": "application/json"}, 9)
HALF = Reply(200, b'{"data": [{"id": "1", "name"', {"content-type": "application/json"})
AWAY = Reply(302, headers={"location": "https://elsewhere.example/"})
