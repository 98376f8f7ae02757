"""The weights of the evidence, in natural log-odds: +0.7 doubles the odds, +2.3 makes them ten times as high.

`...rarity` weights are per unit of surprisal (minus the log of a name's share of the population); they are below 1
because first names and surnames go together, and because the neighbourhood shares more names than the country.
Chosen on synthetic districts of several sizes and community shares, then rounded. What those do not show (handles
without a name, first names behind a title) is set with caution.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

WEIGHTS: Mapping[str, float] = MappingProxyType(
    {
        "near.class": 1.0,
        "near.school": 0.6,
        "near.district": 1.0,
        "given.exact": 1.7,
        "given.nickname": -2.3,
        "given.short": -2.9,
        "given.middle": -4.0,
        "given.close": -3.8,
        "given.initial": 1.9,
        "given.differs": -3.2,
        "given.rarity": 0.63,
        "family.exact": 0.8,
        "family.part": -0.6,
        "family.former": -2.4,
        "family.child": -2.8,
        "family.close": -3.0,
        "family.other_surname": -6.0,
        "family.initial": 2.6,
        "family.differs": -4.3,
        "family.rarity": 0.75,
        "family.second": 1.6,
        "family.more": -1.9,
        "middle.same": -1.1,
        "middle.rarity": 1.2,
        "middle.alone": -2.3,
        "middle.initial": 1.6,
        "middle.differs": -2.0,
        "order.turned": -2.2,
        "order.surname_only": -2.7,
        "title.first_name": -1.0,
        "title.staff": 1.3,
        "title.parent": -1.7,
        "title.student": -3.7,
        "title.school_staff": 0.1,
        "title.school_other": -0.4,
        "handle.rest": -0.5,
        "sources.disagree": -0.8,
        "year.same": 3.8,
        "year.same_digits": 2.5,
        "year.differs": -3.0,
        "year.not_a_student": -2.4,
        "email.same": 14.0,
        "school.named": 3.5,
        "mail.district": 4.0,
        "organisation": -4.4,
        "unseen.nothing": 0.0,
        "unseen.first_name": -2.1,
        "unseen.surname": -2.9,
        "unseen.handle_name": -3.2,
        "unseen.full_name": -4.5,
    }
)
