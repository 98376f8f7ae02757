"""What X, YouTube and Blogger say live: every id has a sentence, and the cost is one a treasurer can read."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import connectors
from connectors.model import Message
from connectors.x import prices
from reports.catalog import Catalog
from reports.messages import MESSAGES

_ROOT = Path(connectors.__file__).parent
_CODE = [p for name in ("x", "youtube", "blogger") for p in (_ROOT / name).glob("*.py")] + [_ROOT / "google_api.py"]
_ID = re.compile(r'"(?:\{(?:platform)?\}|(x|youtube|blogger|live))\.((?:live|hydrate|comment|list)_\w+)"')


@pytest.mark.parametrize("path", _CODE, ids=lambda p: f"{p.parent.name}/{p.name}")
def test_every_message_has_a_sentence(path: Path) -> None:
    for platform, name in _ID.findall(path.read_text(encoding="utf-8")):
        for each in (platform,) if platform else ("youtube", "blogger"):
            assert f"{each}.{name}" in MESSAGES


@pytest.mark.parametrize(
    ("message", "said"),
    [
        (prices.of_lists(800), "about $8.00 for the 800 people in the lists, at $0.010 a person (price list of August"),
        (prices.of_lists(800), "Blocked accounts add $0.001 each."),
        (prices.of_lists(1), "about $0.01 for one person in the lists"),
        (prices.of_lists(None), "$0.010 for each follower and each account followed and $0.001 for"),
        (prices.of_names(250), "at most $2.50 for the 250 people known by number only"),
        (Message("x.hydrate_gone", {"n": 3}), "X knows no name for 3 numbers in the lists"),
    ],
)  # fmt: skip
def test_the_cost_in_words(message: Message, said: str) -> None:
    assert said in Catalog("en").text(message)
