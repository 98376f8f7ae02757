"""What X charges for reading, and the sentence that says it before it is spent.

Source: docs.x.com/x-api/getting-started/pricing, as of 22 Aug 2026. Prices are per user that is returned, in
thousandths of a dollar. The same user twice on one day (UTC) is charged once, so that a pull that goes on costs at most
what is said. "Owned reads" (one thousandth) are for a program that belongs to the very account that is read, which a
district's program never does.
"""

from __future__ import annotations

from connectors.model import Message

AS_OF = "2026-08-22"
FOLLOW = 10
"""Thousandths of a dollar for each follower and each account followed."""
USER = 10
"""Thousandths of a dollar for each user looked up by id."""
BLOCK = 1
"""Thousandths of a dollar for each blocked account."""


def dollars(thousandths: int) -> str:
    """`8.00`, `0.01`; half cents and more are rounded up, so that no cost is shown as nothing."""
    cents = -(-thousandths // 10)
    return f"{cents // 100}.{cents % 100:02}"


def of_lists(people: int | None) -> Message:
    """What reading the lists will cost. None: X did not say how many people there are."""
    each = {"price": _each(FOLLOW), "block": _each(BLOCK), "d_prices": AS_OF}
    if people is None:
        return Message("x.live_cost_unknown", each)
    return Message("x.live_cost", {"n": people, "dollars": dollars(people * FOLLOW), **each})


def of_names(people: int) -> Message:
    """What looking people up by id will cost at most: those who are gone are not charged."""
    each = {"price": _each(USER), "d_prices": AS_OF}
    return Message("x.hydrate_cost", {"n": people, "dollars": dollars(people * USER), **each})


def _each(thousandths: int) -> str:
    return f"0.{thousandths:03}"
