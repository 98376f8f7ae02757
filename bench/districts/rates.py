"""How a synthetic district differs from others: every rate, drawn by seed from wide but realistic ranges."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

Table = tuple[tuple[str, float], ...]
"""Names of styles with their probabilities, which sum to 1."""

# What people write as their name, on average; each district draws its own table around these.
DISPLAYS: Mapping[str, Mapping[str, float]] = {
    "staff": {
        "first_last": 42, "honorific_last": 18, "honorific_first_last": 7, "first_middle_last": 3, "first_m_last": 3,
        "honorific_initial": 3, "class_page": 4, "f_last": 3, "first": 3, "first_middle": 2, "first_maiden_last": 3,
        "maiden_in_brackets": 1, "first_maiden": 1.5, "first_l": 3, "last_first": 1, "caps_last_first": 0.5,
        "initials": 0.7, "pseudonym": 1, "empty": 1,
    },
    "guardian": {
        "first_last": 54, "honorific_last": 1, "honorific_first_last": 0.5, "first_middle_last": 4, "first_m_last": 3,
        "f_last": 3, "first": 7, "first_middle": 3, "first_maiden_last": 5, "maiden_in_brackets": 1.5,
        "first_maiden": 2.5, "first_l": 7, "last_first": 2, "caps_last_first": 0.7, "initials": 1, "pseudonym": 3,
        "empty": 1,
    },
    "student": {
        "first_last": 38, "first_middle_last": 2, "first": 20, "first_l": 12, "initials": 5, "first_middle": 4,
        "f_last": 2, "first_year": 5, "last_first": 0.7, "caps_last_first": 0.5, "pseudonym": 9, "empty": 2,
    },
}  # fmt: skip
# What they chose as their handle. The styles after `words` are those of people with a public role.
HANDLES: Mapping[str, Mapping[str, float]] = {
    "staff": {
        "none": 15, "first_last": 28, "f_last": 14, "first_l": 2, "last_first": 3, "last_f": 2, "honorific_last": 9,
        "f_last_org": 4, "first_last_digits": 9, "f_last_digits": 3, "first_middle": 2, "first_maiden": 2,
        "first_m_last": 1.5, "initials_digits": 1, "first_noise": 2.5, "email_local": 2, "words": 4,
    },
    "guardian": {
        "none": 22, "first_last": 25, "f_last": 11, "first_l": 5, "last_first": 3, "last_f": 1.5, "honorific_last": 0.7,
        "first_last_digits": 13, "f_last_digits": 4, "first_middle": 2, "first_maiden": 3, "first_m_last": 1.5,
        "initials_digits": 1.5, "first_noise": 3, "email_local": 2, "words": 9,
    },
    "student": {
        "none": 10, "first_last": 20, "first_last_year": 14, "f_last_year": 6, "first_last_digits": 10,
        "first_noise": 10, "initials_digits": 4, "first_middle": 3, "f_last": 5, "first_l": 4, "last_first": 2,
        "last_f": 1, "email_local": 1, "words": 16,
    },
}  # fmt: skip
PUBLIC_HANDLES: Mapping[str, float] = {
    "title_last": 2, "last_word": 2, "word_last": 2, "title_f_last": 1, "last": 2, "no_vowels": 1, "first_las": 2,
    "all_initials": 1, "first_word": 1, "f_las": 1, "first_last_word": 1, "title_first_last": 0.5, "f_last_word": 0.5,
}  # fmt: skip
"""Shortened handles as public figures use them: `votesmith`, `sen_jlopez`, `smthfrkds`, `annasmi`."""
PUBLIC_FIGURES: Mapping[str, float] = {
    "first_last": 34, "first_last_word": 14, "first_last_digits": 7, "f_last": 8, "last_first": 4, "title_last": 4,
    "title_first_last": 4, "last_word": 4, "first_word": 4, "f_last_word": 3, "last": 3, "first_las": 3, "words": 6,
    "first_l": 2, "f_las": 2, "word_last": 2, "first_noise": 2, "all_initials": 2, "initials_digits": 2,
    "first_middle": 2, "last_f": 1, "no_vowels": 0.5,
}  # fmt: skip
"""Handles of members of parliaments, in about the shares that public lists of them show."""
_ROUGH = frozenset(
    (
        "pseudonym", "empty", "initials", "first_maiden", "maiden_in_brackets", "caps_last_first",
        "words", "first_noise", "initials_digits", "email_local", "first_m_last",
    )
)  # fmt: skip
"""Styles that make people hard to find. Districts differ in how usual they are, all together."""
_PUBLIC_SHARE = {"staff": 1.0, "guardian": 0.6, "student": 0.3}


@dataclass(frozen=True, slots=True)
class Rates:
    """All rates of one district. Shares are 0..1; the names say of what. `seed` is what they were drawn with."""

    seed: int
    # names
    circle_weights: tuple[float, ...]
    """Shares of the anonymous circles in the district."""
    national_weights: tuple[float, ...]
    local_share: float
    """Share of strangers who come from the district's mixture of circles, not the nation's."""
    concentrated: float
    """Share of names at home in one circle."""
    regional: float
    """How far the bearers of surnames are from spread evenly over the nation (of the logarithm, the deviation); of
    given names, half as far."""
    unlisted_surname: float
    """Share of people whose surname is too rare to be in the tables; so is the next, of given names."""
    unlisted_given: float
    child_flatness: float
    """Exponent on bearers for children's given names: below 1, rare names are commoner than among adults."""
    middle: float
    middle_on_file: float
    middle_initial_on_file: float
    other_given: float
    """Share of people who go by a short form, another form or their middle name."""
    other_given_on_file: float
    diacritics: float
    solid_particles: float
    """Share of people with a particle who are `Delacruz`, not `De La Cruz`."""
    # families
    teachers: float
    """Share of all people; so are the next two. The rest are students and their guardians."""
    administrators: float
    other_staff: float
    two_guardians: float
    second_child: float
    third_child: float
    grandparent: float
    mixed_couple: float
    mother_takes: float
    mother_hyphenates: float
    father_double: float
    child_mother_name: float
    child_double: float
    double_circles: tuple[float, ...]
    """How usual double surnames are in each circle."""
    former_on_file: float
    suffix: float
    staff_parents: float
    left: float
    guardian_email: float
    student_email: float
    # connections
    teacher_accounts: float
    """Share of accounts that are teachers'."""
    account_size: float
    community: float
    community_spread: float
    own_class: float
    own_school: float
    class_guardians: float
    school_staff: float
    elsewhere_staff: float
    young_offline: float
    """Share of students up to grade 5 in whose place a guardian is connected."""
    family_follows: float
    repeats: float
    """How readily somebody already in the list is drawn again; 1 is drawing with replacement."""
    stranger_kinds: Table
    relatives: float
    relatives_of_listed: float
    left_among_strangers: float
    # profiles
    mode: str
    """`mixed`, `handle_only` or `display_only`: what this district's export holds."""
    displays: Mapping[str, Table]
    handles: Mapping[str, Table]
    called: float
    """Share of profiles of people with another given name that use it."""
    nickname: float
    half_surname: float
    variant: float
    typo: float
    accents: float
    plain: float
    lower_student: float
    lower_adult: float
    upper: float
    fancy: float
    emoji_student: float
    emoji_adult: float
    pronouns: float
    credentials: float
    separator: float
    capitals: float
    """Share of handles of several words that show them by capitals, as some platforms let people do."""
    romanised: float
    """Share of profiles whose surname is spelled by the rules of another language; a third of them, both names."""
    without_titles: float
    """Share of staff who neither teach nor lead and go without the title that a teacher would show."""
    bio: float
    email_member: float
    email_stranger: float
    local_graduation: float
    """Share of teenage strangers who write the year they graduate like the district's students do."""


def draw_rates(seed: int) -> Rates:
    """The rates of one district; the same seed gives the same rates."""
    rng = np.random.default_rng([seed, 0xD157])

    def between(low: float, high: float) -> float:
        return float(rng.uniform(low, high))

    def skewed(low: float, high: float) -> float:
        """Between the two, mostly nearer the lower one (even on a logarithmic scale)."""
        return float(np.exp(rng.uniform(np.log(low), np.log(high))))

    circles = int(rng.integers(4, 7))
    national = np.sort(rng.dirichlet(np.full(circles, 2.0) + np.linspace(6, 0, circles)))[::-1]
    district = rng.dirichlet(national * skewed(30, 200) + 0.3)
    tiers = rng.dirichlet(np.array([40, 35, 25]) * skewed(0.5, 5))
    kinds = dict(zip(("staff", "guardian", "student"), rng.dirichlet(np.array([5, 9.4, 3.6]) * 4), strict=True))
    org = between(0.05, 0.15)
    strangers = (*((kind, float(share) * (1 - org)) for kind, share in kinds.items()), ("org", org))
    concentration, public = skewed(60, 600), skewed(0.003, 0.15)
    # What came later is drawn apart: the rates before it stay as they were.
    more = np.random.default_rng([seed, 0x4D4F])
    late = np.random.default_rng([seed, 0x1A7E])
    unlisted = float(np.exp(more.uniform(np.log(0.003), np.log(0.1))))
    # Some districts have exports of one kind only: a Facebook export has no handles, Instagram's no names.
    mode = str(rng.choice(["mixed", "handle_only", "display_only"], p=[0.9, 0.06, 0.04]))
    if mode == "handle_only":
        public = float(more.uniform(0.05, 0.4))
    empty = skewed(0.002, 0.05)
    without, rough = skewed(0.4, 3.0), skewed(0.25, 1.4)
    displays = {}
    handles = {}
    for kind, means in DISPLAYS.items():
        mean = {style: weight * (rough if style in _ROUGH else 1) for style, weight in means.items()}
        mean["empty"] = empty * rough * sum(means.values())
        displays[kind] = _around(rng, mean, concentration)
        mean = {style: weight * (rough if style in _ROUGH else 1) for style, weight in HANDLES[kind].items()}
        mean["none"] *= without
        share = public * _PUBLIC_SHARE[kind]
        total = sum(mean.values()) * share / (1 - share) / sum(PUBLIC_HANDLES.values())
        mean.update({style: weight * total for style, weight in PUBLIC_HANDLES.items()})
        handles[kind] = _around(rng, mean, concentration)
    return Rates(
        seed=seed,
        circle_weights=tuple(map(float, district)),
        national_weights=tuple(map(float, national)),
        local_share=between(0.5, 0.95),
        concentrated=between(0.15, 0.4),
        regional=float(late.uniform(0.5, 2.1)),
        unlisted_surname=unlisted,
        unlisted_given=unlisted * float(more.uniform(0.3, 1.0)),
        child_flatness=between(0.75, 1.0),
        middle=between(0.55, 0.9),
        middle_on_file=float(rng.choice([0.0, between(0.5, 0.9), between(0.9, 1.0)], p=[0.04, 0.16, 0.8])),
        middle_initial_on_file=float(rng.choice([0.0, between(0.1, 0.9)], p=[0.75, 0.25])),
        other_given=rough * between(0.08, 0.2),
        other_given_on_file=between(0.4, 1.0),
        diacritics=between(0.0, 0.3),
        solid_particles=between(0.2, 0.7),
        teachers=between(0.028, 0.042),
        administrators=between(0.003, 0.005),
        other_staff=between(0.03, 0.06),
        two_guardians=between(0.5, 0.85),
        second_child=between(0.3, 0.55),
        third_child=between(0.2, 0.4),
        grandparent=between(0.02, 0.12),
        mixed_couple=between(0.06, 0.2),
        mother_takes=between(0.45, 0.8),
        mother_hyphenates=between(0.02, 0.1),
        father_double=between(0.1, 0.4),
        child_mother_name=between(0.04, 0.2),
        child_double=between(0.01, 0.12),
        double_circles=tuple(float(rng.choice([0.02, 0.35], p=[0.75, 0.25])) for _ in range(circles)),
        former_on_file=float(rng.choice([0.0, between(0, 0.5)], p=[0.25, 0.75])),
        suffix=between(0.0, 0.03),
        staff_parents=between(0.05, 0.3),
        left=float(rng.choice([0.0, between(0.01, 0.03)], p=[0.5, 0.5])),
        guardian_email=between(0.2, 0.95),
        student_email=float(rng.choice([0.0, 1.0], p=[0.2, 0.8])),
        teacher_accounts=between(0.3, 0.8),
        account_size=between(140, 260),
        community=between(0.2, 0.9),
        community_spread=between(0.05, 0.15),
        own_class=float(tiers[0]),
        own_school=float(tiers[1]),
        class_guardians=between(0.3, 0.7),
        school_staff=between(0.3, 0.6),
        elsewhere_staff=between(0.35, 0.7),
        young_offline=float(rng.choice([0.0, between(0.2, 0.9)], p=[0.7, 0.3])),
        family_follows=float(rng.choice([0.0, between(0.0, 0.4)], p=[0.5, 0.5])),
        repeats=float(rng.choice([1.0, between(0.0, 0.3)], p=[0.6, 0.4])),
        stranger_kinds=strangers,
        relatives=between(0.02, 0.15),
        relatives_of_listed=between(0.0, 0.8),
        left_among_strangers=between(0.0, 0.02),
        mode=mode,
        displays=displays,
        handles=handles,
        called=between(0.5, 0.9),
        nickname=between(0.04, 0.16),
        half_surname=between(0.3, 0.65),
        variant=rough * skewed(0.006, 0.03),
        typo=rough * skewed(0.01, 0.05),
        accents=between(0.0, 0.4),
        plain=between(0.3, 0.9),
        lower_student=between(0.2, 0.7),
        lower_adult=between(0.02, 0.15),
        upper=between(0.01, 0.05),
        fancy=skewed(0.003, 0.05),
        emoji_student=between(0.05, 0.4),
        emoji_adult=between(0.03, 0.25),
        pronouns=between(0.0, 0.05),
        credentials=between(0.0, 0.08),
        separator=between(0.25, 0.7),
        capitals=float(more.choice([0.0, 0.03, 0.2, 0.7], p=[0.5, 0.2, 0.2, 0.1])),
        romanised=float(np.exp(more.uniform(np.log(0.0005), np.log(0.05)))),
        without_titles=float(more.uniform(0, 0.6)),
        bio=skewed(0.01, 0.2),
        email_member=skewed(0.005, 0.08),
        email_stranger=skewed(0.001, 0.03),
        local_graduation=between(0.0, 1.0),
    )


def public_rates(seed: int) -> Rates:
    """The rates of a list of people with a public role: handles only, or names as other languages have them.

    Many of their names are in no table, and who the account's owner is says nothing.
    """
    rates, rng = draw_rates(seed), np.random.default_rng([seed, 0x9B1C])
    handles = {kind: _around(rng, PUBLIC_FIGURES, 100.0) for kind in HANDLES}
    return replace(
        rates,
        mode="handle_only" if seed % 2 else "display_only",
        handles=handles,
        unlisted_surname=float(rng.uniform(0.1, 0.5)),
        unlisted_given=float(rng.uniform(0.1, 0.4)),
        capitals=float(rng.uniform(0.2, 0.8)),
        romanised=float(rng.uniform(0.05, 0.3)),
        nickname=float(rng.uniform(0.05, 0.2)),
    )


def _around(rng: np.random.Generator, means: Mapping[str, float], concentration: float) -> Table:
    """A table drawn around these weights; a higher concentration stays nearer to them."""
    weights = np.array(list(means.values()))
    drawn = rng.dirichlet(weights / weights.sum() * concentration + 0.01)
    return tuple(zip(means, map(float, drawn), strict=True))
