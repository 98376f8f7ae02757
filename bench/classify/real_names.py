"""An open-set benchmark from real names: some people are the roster, the others' handles or aliases are strangers.

The people are members of parliaments; nothing of them is kept in this project. A hash of a person's id decides first
in which half they are (one is for development, figures are reported of the other only), then on which side. Neither
depends on the order of the files.
"""

from __future__ import annotations

import hashlib
import unicodedata
from pathlib import Path
from typing import Any

import pandas as pd

DEVELOPMENT, REPORTED = "development", "reported"
_HALVES = (DEVELOPMENT, REPORTED)
_EACH = 2
_SHORTEST = 3


def stable(text: str, salt: str) -> int:
    """A number that is the same on every machine."""
    return int.from_bytes(hashlib.blake2b(f"{salt}:{text}".encode(), digest_size=8).digest(), "big")


def write(source: Path, folder: Path, kind: str, half: str, wide: bool, most: int) -> None:
    """Write the set of `handles` or `aliases` of one half of the people into the folder.

    `wide`: the roster side of both halves is the roster, twice as many to be mistaken for; connections stay one half's.
    """
    everybody = _read(source / "people.csv").drop_duplicates("id").sort_values("id")
    own = pd.Series([_HALVES[stable(i, "people") % 2] == half for i in everybody["id"]], index=everybody.index)
    in_roster = pd.Series([stable(i, "roster") % 2 == 0 for i in everybody["id"]], index=everybody.index)
    people = everybody[own]
    members = everybody[in_roster & (own | wide)].reset_index(drop=True)
    _roster(members, folder / "roster")
    shown = _handles(source) if kind == "handles" else _aliases(source, people)
    shown = shown[shown["id"].isin(set(people["id"]))]
    order = [stable(f"{row.id}/{row.display}/{row.handle}", "row") for row in shown.itertuples()]
    shown = shown.assign(order=order).sort_values("order").head(most).reset_index(drop=True)
    number = {person: at for at, person in enumerate(members["id"])}
    truth = pd.DataFrame(
        {
            "conn_id": range(len(shown)),
            "account": pd.factorize(shown["id"])[0],  # intervals draw people: one person's handles resemble each other
            "display": shown["display"],
            "handle": shown["handle"],
            "truth_person": [number.get(person, -1) for person in shown["id"]],
        }
    )
    truth["truth_role"] = ["teacher" if person >= 0 else "non-community" for person in truth["truth_person"]]
    truth.to_parquet(folder / "truth.parquet")
    connections = {
        "connection_id": truth["conn_id"],
        "account_id": "0",
        "platform": "instagram",
        "kind": "follower",
        "display_name": truth["display"],
        "handle": truth["handle"],
    }
    pd.DataFrame(connections).to_csv(folder / "connections.csv", index=False)


def _read(path: Path) -> pd.DataFrame:
    return pd.read_csv(path, dtype=str, keep_default_na=False)


def _handles(source: Path) -> pd.DataFrame:
    found = _read(source / "handles.csv").drop_duplicates(["id", "handle"])
    return found[["id", "handle"]].assign(display="")


def _aliases(source: Path, people: pd.DataFrame) -> pd.DataFrame:
    """At most two per person: in Latin letters, and not just their name."""
    names = {person: name.casefold() for person, name in zip(people["id"], people["name"], strict=True)}
    found = _read(source / "aliases.csv").drop_duplicates(["id", "alias"])
    keep = [
        alias.casefold() != names.get(person, "") and _latin(alias)
        for person, alias in zip(found["id"], found["alias"], strict=True)
    ]
    found = found[keep].rename(columns={"alias": "display"})
    found["order"] = [stable(f"{row.id}/{row.display}", "alias") for row in found.itertuples()]
    found = found.sort_values("order").groupby("id").head(_EACH)
    return found[["id", "display"]].assign(handle="")


def _latin(text: str) -> bool:
    letters = [letter for letter in text if letter.isalpha()]
    return len(letters) >= _SHORTEST and all(unicodedata.name(letter, "").startswith("LATIN") for letter in letters)


def _roster(members: pd.DataFrame, folder: Path) -> None:
    """OneRoster 1.2: one district, everybody a teacher."""
    folder.mkdir(parents=True)
    words = members["name"].str.split()
    family = [f or (w[-1] if w else "") for f, w in zip(members["family"], words, strict=True)]
    given = [
        g or " ".join(w[:-1] if f == w[-1] else [x for x in w if x not in f.split()])
        for g, f, w in zip(members["given"], family, words, strict=True)
    ]
    ids = [f"p{at}" for at in range(len(members))]
    tables: dict[str, dict[str, Any]] = {
        "orgs": {"sourcedId": ["d1"], "name": "District", "type": "district", "identifier": "", "parentSourcedId": ""},
        "users": {
            "sourcedId": ids,
            "enabledUser": "true",
            "username": ids,
            "givenName": given,
            "familyName": family,
            "primaryOrgSourcedId": "d1",
        },
        "roles": {
            "sourcedId": [f"r{i}" for i in ids],
            "userSourcedId": ids,
            "roleType": "primary",
            "role": "teacher",
            "orgSourcedId": "d1",
        },
    }
    properties: dict[str, str] = {
        "manifest.version": "1.0",
        "oneroster.version": "1.2",
        **{f"file.{name}": "bulk" for name in tables},
    }
    manifest: dict[str, Any] = {"propertyName": list(properties), "value": list(properties.values())}
    for name, columns in {"manifest": manifest, **tables}.items():
        pd.DataFrame(columns).to_csv(folder / f"{name}.csv", index=False)
